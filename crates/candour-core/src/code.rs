use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{seen}` is not {what}: {expected}")]
pub struct CodeError {
    what: &'static str,
    seen: String,
    expected: &'static str,
}

/// Defines a short, checked, cheap-to-clone text. `$valid` looks at the text's bytes.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $what:literal, $expected:literal, $max:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// Checks `text` and takes it.
            ///
            /// # Errors
            /// Where the text is empty, too long, or has a character that such a code never has.
            pub fn new(text: &str) -> Result<Self, CodeError> {
                let valid: fn(u8) -> bool = $valid;
                if text.is_empty() || text.len() > $max || !text.bytes().all(valid) {
                    return Err(CodeError {
                        what: $what,
                        seen: text.chars().take(40).collect(),
                        expected: $expected,
                    });
                }
                Ok(Self(text.into()))
            }

            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = CodeError;
            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

code!(
    /// The code of a body: an ODS code such as `R0A` or `QOP`, or, where the service gives none,
    /// a word of our own in small letters, such as `england`.
    BodyCode,
    "a body's code",
    "expected letters, digits and hyphens, 32 at the most, such as R0A, QOP or england",
    32,
    |byte| byte.is_ascii_alphanumeric() || byte == b'-'
);

code!(
    /// The name of a measure in commands and addresses: `ae-four-hour`.
    MeasureId,
    "a measure's id",
    "expected small letters, digits and hyphens, such as ae-four-hour",
    64,
    |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
);

code!(
    /// The name of a family of published files: `ae-monthly`.
    PublicationId,
    "a publication's id",
    "expected small letters, digits and hyphens, such as ae-monthly",
    64,
    |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
);

code!(
    /// The code of a treatment function as published: `C_110`; `C_999` is all of them together. Where a
    /// table is split by something else, such as the sector of a bed, its code stands here:
    /// `maternity`.
    TreatmentFunction,
    "a treatment function's code",
    "expected letters, digits and underscores, such as C_110",
    32,
    |byte| byte.is_ascii_alphanumeric() || byte == b'_'
);

impl BodyCode {
    /// The nation. The one body whose code this crate knows: every level sums to it.
    #[must_use]
    pub fn england() -> Self {
        Self("england".into())
    }

    /// Whether this is the nation.
    #[must_use]
    pub fn is_england(&self) -> bool {
        &*self.0 == "england"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_nothing_that_html_or_sql_could_take_for_its_own() {
        for bad in ["", "R0A ", "<b>", "'", "R0A;", "é", &"R".repeat(33)] {
            assert!(BodyCode::new(bad).is_err(), "{bad}");
        }
        assert!(MeasureId::new("AE").is_err());
        assert_eq!(BodyCode::new("R0A").unwrap().to_string(), "R0A");
        assert!(BodyCode::england().is_england());
    }
}
