//! The day as at which a file of a directory speaks.

use candour_core::{Digest, Month};
use candour_publications::{AsAt, month_in_name, published_in_list, published_in_name};
use jiff::civil::Date;

use crate::container::Item;

/// The day, how it is known, and that in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Vintage {
    pub(crate) day: Date,
    pub(crate) basis: &'static str,
    pub(crate) reason: String,
}

impl Vintage {
    /// What a statistic says beside its figures speaks as at the last day of its period.
    pub(crate) fn of_period(period: Month) -> Self {
        Self {
            day: period.last_day(),
            basis: "period",
            reason: "the period of its figures".to_owned(),
        }
    }
}

/// What the user states, else what the reviewed list says, else what the file's name or that of its
/// wrapping says, else what its content tells. A name that carries a month alone speaks as at its
/// last day.
pub(crate) fn vintage(
    item: &Item,
    digest: &Digest,
    content: Option<AsAt>,
    stated: Option<Date>,
) -> Option<Vintage> {
    let names = || {
        let wrapping = item.container.as_ref().map(|container| &container.name);
        std::iter::once(&item.file_name).chain(wrapping)
    };
    let known = |day, basis, reason: &str| Vintage {
        day,
        basis,
        reason: reason.to_owned(),
    };
    stated
        .map(|day| known(day, "stated", "whoever loaded it"))
        .or_else(|| {
            let day = published_in_list(digest)?;
            Some(known(day, "list", "the reviewed list of days"))
        })
        .or_else(|| {
            let day = names().find_map(|name| published_in_name(name))?;
            Some(known(day, "file-name", "the day in the file's name"))
        })
        .or_else(|| {
            let month = names().find_map(|name| month_in_name(name))?;
            let reason = "the month in the file's name";
            Some(known(month.last_day(), "file-name", reason))
        })
        .or_else(|| {
            let AsAt { day, reason } = content?;
            Some(Vintage {
                day,
                basis: "content",
                reason,
            })
        })
}
