//! Pages: each fills one view model from one reading of the archive.

pub(super) mod body;
mod body_facts;
pub(super) mod body_parts;
pub(super) mod chart;
pub(super) mod data;
pub(super) mod events;
pub(super) mod framework_reconciliation;
pub(super) mod framework_trust;
pub(super) mod framework_what_if;
pub(super) mod frameworks;
pub(super) mod home;
pub(super) mod measure;
pub(super) mod people;
pub(super) mod posts;
pub(super) mod receipt;
mod receipt_parts;
pub(super) mod receipt_rows;
pub(super) mod search;
mod search_bodies;
mod search_councils;
pub(super) mod source;
pub(super) mod source_row;
pub(super) mod sources;
