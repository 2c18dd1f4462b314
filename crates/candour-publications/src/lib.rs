//! Reads published files as they are: one module a family, every fault with its place.
//!
//! A file is [recognised](recognise()) by its content alone and [read](Publication::read) as a
//! stream: rows go to a [`Sink`] in batches of the family's tidy table, and the [`Reading`] tells
//! the period, what was checked, and every fault with its line and column, or sheet and cell. A
//! file is taken whole or refused whole.
//!
//! ```
//! use candour_core::Batch;
//! use candour_publications::{Content, ReadContext, Sink, recognise};
//!
//! struct Rows(usize);
//! impl Sink for Rows {
//!     fn batch(&mut self, batch: Batch) -> std::io::Result<()> {
//!         self.0 += batch.len();
//!         Ok(())
//!     }
//! }
//!
//! let file = include_bytes!("../../../tests/cases/ae_monthly/layout-from-august-2020/input.csv");
//! let mut nothing_more = std::io::empty();
//! let content = Content::Text { head: file, rest: &mut nothing_more };
//! let (publication, layout, _) = recognise(&content)?;
//! assert_eq!((publication.facts().id, layout), ("ae-monthly", "A&E from August 2020"));
//!
//! let mut rows = Rows(0);
//! let reading = publication.read(content, &ReadContext::none(), &mut rows);
//! assert!(!reading.refused());
//! assert_eq!(rows.0, 3);
//! # Ok::<(), candour_publications::Unrecognised>(())
//! ```

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

mod ae_monthly;
mod codes;
mod dates;
mod directory;
mod kh03_beds;
mod lsoa_lookup;
mod nof;
mod ods_organisations;
mod ods_succession;
mod ons_boundaries;
mod ons_names;
mod period;
mod publication;
mod recognise;
mod rtt_full_extract;
mod table;
mod text;
mod trust_regions;
mod workbook;

pub use dates::{month_in_name, published_in_list, published_in_name};
pub use directory::{
    AsAt, Directory, DirectoryReading, Polygon, Relation, Said, SaidKind, SaidRow,
};
pub use publication::{
    Check, Content, Facts, Form, HEAD, Mark, Publication, ReadContext, Reading, Recognition, Sink,
};
pub use recognise::{Recognised, Unrecognised, recognise, recognise_any};
pub use text::{PublishedRow, rows_as_published};

/// Every family known.
#[must_use]
pub fn all() -> &'static [&'static dyn Publication] {
    &[
        &ae_monthly::AeMonthly,
        &rtt_full_extract::RttFullExtract,
        &kh03_beds::Kh03Beds,
        &nof::NofData,
        &nof::NofLeagueTable,
    ]
}

/// The family with this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static dyn Publication> {
    all()
        .iter()
        .copied()
        .find(|publication| publication.facts().id == id)
}

/// Every family of files that tell of bodies rather than figures.
#[must_use]
pub fn directories() -> &'static [&'static dyn Directory] {
    &[
        &ods_organisations::OdsOrganisations,
        &ods_succession::OdsSuccession,
        &lsoa_lookup::LsoaLookup,
        &ons_names::OnsNames,
        &trust_regions::TrustRegions,
        &ons_boundaries::OnsBoundaries,
    ]
}

/// The directory with this id.
#[must_use]
pub fn directory_by_id(id: &str) -> Option<&'static dyn Directory> {
    directories()
        .iter()
        .copied()
        .find(|directory| directory.facts().id == id)
}

/// What is known of the family with this id, be it of figures or of bodies.
#[must_use]
pub fn facts_of(id: &str) -> Option<&'static Facts> {
    by_id(id)
        .map(Publication::facts)
        .or_else(|| directory_by_id(id).map(Directory::facts))
}
