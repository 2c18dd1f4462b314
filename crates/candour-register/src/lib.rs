//! The bodies of the health service in time: the only crate that knows an organisation by its code.
//!
//! ```text
//! data/register/*.csv ──→ Rows ─┐
//! ODS, ONS, statistics ─→ Rows ─┴→ Register ─→ who is this on that day, under whom, after whom
//! ```
//!
//! A row says one thing, from when to when, and where it comes from: a [`Body`], a [`Name`], an
//! [`OtherCode`], a [`Link`], a [`Succession`], or a [`Post`] and a person in it ([`People`]). Rows are never merged or mended: where two disagree
//! both stay, the weightier [`Authority`] decides, and [`check()`] lists them.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod apportion;
mod body;
mod boundaries;
mod carry;
mod check;
mod designation;
mod family;
mod link;
mod load;
mod names;
mod origin;
mod people;
mod register;
mod rows;
mod succession;
mod tiles;

pub use apportion::apportion;
pub use body::{Body, Kind, Name, NameKind, OtherCode, Scheme};
pub use boundaries::{Boundaries, BoundariesError};
pub use candour_curated::Fault as RegisterFault;
pub use candour_curated::{HalfDate, HalfDateError, Hedge, Precision, Span};
pub use carry::{Lost, Part, Step};
pub use check::{Finding, FindingKind, check};
pub use designation::{Designation, designations};
pub use family::Family;
pub use link::{Link, LinkKind, Share, ShareError};
pub use load::CuratedFiles;
pub use names::readable;
pub use origin::{Authority, Origin};
pub use people::{
    Accountable, Belonging, Change, ChangeKind, ChangeShape, Holder, HolderShape, IdError, People,
    PeopleFiles, PeopleRows, Person, PersonId, PersonShape, Post, PostBodyShape, PostId, PostShape,
    Remit, RemitOf, Report, ReportsTo, ReportsToShape, Standing, Sureness, Tenure, TenureShape,
    Vacancy, VacancyShape, check_people,
};
pub use register::Register;
pub use rows::Rows;
pub use succession::{Succession, SuccessionKind};
pub use tiles::{Tile, TileError, TileFault, TileMap, TileMaps, is_connected};
