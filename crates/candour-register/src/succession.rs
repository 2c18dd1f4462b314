use candour_core::BodyCode;

use crate::link::Share;
use crate::origin::Origin;
use candour_curated::HalfDate;
use candour_curated::words;

words! {
    /// How one body came after another.
    SuccessionKind, "a kind of succession", {
        /// Several became one.
        Merger = "merger",
        /// One became several, or a part of it went to another.
        Split = "split",
        /// The same body under another code or name.
        Rename = "rename",
        /// One took another in and went on.
        Acquisition = "acquisition",
        /// It ended, and nobody came after it in the register's sense.
        Closure = "closure",
    }
}

/// A body that came after another, on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// Who went before.
    pub predecessor: BodyCode,
    /// Who came after; none for a closure.
    pub successor: Option<BodyCode>,
    /// The first day of the successor's charge.
    pub date: HalfDate,
    /// In which way.
    pub kind: SuccessionKind,
    /// Which part of the predecessor went to this successor; none where it is not stated. A single
    /// successor takes all.
    pub weight: Option<Share>,
    /// What the weight counts.
    pub basis: String,
    /// What has to be known of the row; `unverified` first where nobody has confirmed it.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}
