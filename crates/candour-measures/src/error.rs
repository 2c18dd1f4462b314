use std::fmt;

/// A fault of a definition: in which file, at which key, and what was expected.
///
/// Faults are collected, so that whoever writes a measure sees all of them at once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionError {
    /// The file, such as `ae-four-hour.toml`.
    pub file: String,
    /// The key, such as `numerator.add`; empty where it is about the file as a whole.
    pub key: String,
    /// What was expected and what was seen, in a sentence.
    pub message: String,
}

impl DefinitionError {
    pub(crate) fn new(file: &str, key: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            key: key.to_owned(),
            message: message.into(),
        }
    }
}

impl fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for DefinitionError {}
