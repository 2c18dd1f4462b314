//! News that is not the latest value of a series: what fell due, who came and went, what was revised, what is
//! late, and what has long been so.

use std::collections::BTreeMap;

use candour_archive::{ArchiveError, KnownBody, Snapshot};
use candour_core::Month;

use crate::gather::Gathered;
use crate::item::Item;
use crate::query::BriefingQuery;
use crate::scoring::Scoring;

mod standing;

/// All of it, in no order.
pub(crate) fn all(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
    body: &KnownBody,
    gathered: &Gathered,
    _latest: &BTreeMap<String, Month>,
    scoring: &Scoring,
) -> Result<Vec<Item>, ArchiveError> {
    let _ = (snapshot, body);
    Ok(standing::of(gathered, query, scoring))
}
