use candour_core::BodyCode;

use crate::origin::Origin;
use candour_curated::Span;
use candour_curated::words;

words! {
    /// How one body stands to another.
    LinkKind, "a kind of link", {
        /// A board, a trust or a sub-ICB location lies in a region.
        InRegion = "in-region",
        /// A trust or a sub-ICB location belongs to an integrated care board (a system).
        InSystem = "in-system",
        /// Boards that share a leadership and stay separate in law.
        Cluster = "cluster",
        /// A body employs or houses another.
        Hosts = "hosts",
        /// A body is a part of another: a site of its trust, a body of its department.
        PartOf = "part-of",
    }
}

/// A body (`child`) under another (`parent`), from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The smaller.
    pub child: BodyCode,
    /// The larger.
    pub parent: BodyCode,
    /// In which way.
    pub kind: LinkKind,
    /// From when to when.
    pub span: Span,
    /// Which part of the child belongs to this parent, where it is split between several.
    pub share: Option<Share>,
    /// What the share counts: `LSOAs by local authority, 2022`.
    pub basis: String,
    /// What has to be known of the row; `unverified` first where nobody has confirmed it.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}

/// A part of a whole as two whole numbers, `118/470`, so that parts are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share {
    /// The part.
    pub part: u64,
    /// The whole; never nought.
    pub whole: u64,
}

/// Why a text is not a share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a share: expected two whole numbers such as 118/470, the first no larger")]
pub struct ShareError(String);

impl Share {
    /// The whole.
    pub const WHOLE: Self = Self { part: 1, whole: 1 };

    /// As a fraction of 1, to be shown: sums are made with the whole numbers.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers of areas, far below 2 to the 53rd"
    )]
    pub fn as_fraction(self) -> f64 {
        self.part as f64 / self.whole.max(1) as f64
    }

    /// Whether it is all of it.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.part == self.whole
    }
}

impl std::str::FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        let read = || {
            let (part, whole) = text.split_once('/')?;
            let (part, whole) = (part.parse().ok()?, whole.parse().ok()?);
            (whole > 0 && part <= whole).then_some(Self { part, whole })
        };
        read().ok_or_else(|| ShareError(text.chars().take(40).collect()))
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.part, self.whole)
    }
}
