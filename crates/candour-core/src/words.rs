use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is none of the words expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{seen}` is not {what}: expected one of {expected}")]
pub struct WordError {
    what: &'static str,
    seen: String,
    expected: String,
}

/// Defines an enum whose members are words of the field, written alike everywhere.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $($(#[$member_doc:meta])* $member:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$member_doc])* #[serde(rename = $word)] $member,)+
        }

        impl $name {
            /// Every member, in the order of their definition.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];

            /// The word, as files, commands and answers write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$member => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = WordError;
            fn from_str(text: &str) -> Result<Self, WordError> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text).ok_or_else(|| WordError {
                    what: $what,
                    seen: text.chars().take(40).collect(),
                    expected: Self::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

words!(
    /// How large a body is. Figures of one level sum to those of the next.
    Level, "a level", {
    /// A trust or another organisation that gives care.
    Provider = "provider",
    /// A sub-ICB location, which buys care for a place; a clinical commissioning group before July 2022.
    SubIcb = "sub-icb",
    /// An integrated care board.
    Icb = "icb",
    /// A region of NHS England.
    Region = "region",
    /// The nation.
    England = "england",
});

words!(
    /// Whose figures a body's are: those of the organisations that give care in it, or those of
    /// the people whose care it buys. A board has both series, and they differ.
    Basis, "a basis", {
    /// By who gives the care.
    Provider = "provider",
    /// By who buys it: the residents' figures.
    Commissioner = "commissioner",
});

words!(
    /// What a figure is, or why there is none. Unknown is never zero.
    Status, "a status", {
    /// As the body reported it, a nil return (0) included.
    Reported = "reported",
    /// Apportioned or modelled.
    Estimate = "estimate",
    /// From a file that holds only some of the bodies.
    Partial = "partial",
    /// No figure was found where one could be.
    Missing = "missing",
    /// Withheld by the publisher, mostly because the number is small.
    Suppressed = "suppressed",
    /// The body did not report it, though others did.
    NotSubmitted = "not-submitted",
    /// It cannot exist for this body or file.
    NotApplicable = "not-applicable",
    /// A file is held, but none that was out by the date asked for.
    NoneHeldThen = "none-held-then",
});

words!(
    /// What a value counts.
    Unit, "a unit", {
    /// A share: a fraction of 1 in data, per cent in print.
    Share = "share",
    /// Whole people, attendances or pathways.
    Count = "count",
    /// Weeks, with fractions.
    Weeks = "weeks",
    /// Beds, a daily average with fractions. Their sums are in millionths of a bed.
    Beds = "beds",
});

words!(
    /// Which way is better.
    Better, "a direction", {
    /// A higher value is better.
    Higher = "higher",
    /// A lower value is better.
    Lower = "lower",
    /// Neither is: the value tells of demand or mix.
    Neither = "neither",
});

words!(
    /// How a file's publication date is known, in the order in which the ways are tried.
    PublishedBasis, "a basis of a publication date", {
    /// A cell of the file says so.
    Cell = "cell",
    /// The file's name carries a revision date.
    FileName = "file-name",
    /// A reviewed list of dates, by SHA-256.
    List = "list",
    /// Whoever loaded the file said so.
    Stated = "stated",
    /// It is not known.
    Unknown = "unknown",
});

words!(
    /// How much of the service a file holds.
    Scope, "a scope", {
    /// All of it: sums over the file are England's.
    National = "national",
    /// Some bodies only: nothing may be summed beyond them.
    Partial = "partial",
});

impl Status {
    /// Whether a figure with this status has a value.
    #[must_use]
    pub const fn has_value(self) -> bool {
        matches!(self, Self::Reported | Self::Estimate | Self::Partial)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_as_they_are_written() {
        for level in Level::ALL {
            assert_eq!(level.to_string().parse::<Level>().unwrap(), *level);
        }
        let fault = "icbs".parse::<Level>().unwrap_err().to_string();
        assert_eq!(
            fault,
            "`icbs` is not a level: expected one of provider, sub-icb, icb, region, england"
        );
        assert_eq!(
            serde_json::to_string(&Status::NotSubmitted).unwrap(),
            "\"not-submitted\""
        );
    }
}
