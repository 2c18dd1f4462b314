use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Why a text is not the id of a post or a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an id: expected small letters, digits and hyphens, 64 at the most, such as {1}"
)]
pub struct IdError(String, &'static str);

/// Defines an id that stands in files and addresses.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $example:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let sound = |byte: u8| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
                };
                if text.is_empty() || text.len() > 64 || !text.bytes().all(sound) {
                    return Err(IdError(text.chars().take(40).collect(), $example));
                }
                Ok(Self(text.into()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

id!(
    /// The id of a post: `national-medical-director`.
    PostId,
    "national-medical-director"
);

id!(
    /// The id of a person, which is also the end of the address of their page: `stephen-powis`.
    PersonId,
    "stephen-powis"
);
