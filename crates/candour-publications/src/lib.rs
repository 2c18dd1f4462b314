//! Published files, read as they are.

mod ae_monthly;
mod codes;
mod dates;
mod period;
mod publication;
mod recognise;
mod rtt_full_extract;
mod table;
mod text;
mod workbook;

pub use dates::{published_in_list, published_in_name};
pub use publication::{
    Check, Content, Facts, Form, HEAD, Mark, Publication, ReadContext, Reading, Recognition, Sink,
};
pub use recognise::{Unrecognised, recognise};

/// Every family known.
#[must_use]
pub fn all() -> &'static [&'static dyn Publication] {
    &[&ae_monthly::AeMonthly, &rtt_full_extract::RttFullExtract]
}

/// The family with this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static dyn Publication> {
    all()
        .iter()
        .copied()
        .find(|publication| publication.facts().id == id)
}
