//! Pages: each fills one view model from one reading of the archive.

pub(super) mod accountability;
pub(super) mod body;
mod body_facts;
pub(super) mod body_parts;
pub(super) mod chart;
pub(super) mod commitment;
pub(super) mod data;
pub(super) mod home;
pub(super) mod measure;
pub(super) mod off_plan;
pub(super) mod people;
pub(super) mod plan_parts;
pub(super) mod plans;
pub(super) mod pledges;
pub(super) mod posts;
pub(super) mod receipt;
mod receipt_parts;
pub(super) mod receipt_rows;
pub(super) mod search;
mod search_bodies;
mod search_councils;
pub(super) mod source;
pub(super) mod sources;
pub(super) mod target;
pub(super) mod targets;
