use std::fmt;

use serde::{Deserialize, Serialize};

/// How grave a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// The file is taken; a reader of its figures should know this.
    Warning,
    /// The file is refused whole.
    Error,
}

/// Where in a file: a line and column of a text, or a sheet and cell of a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Place {
    /// The file as a whole.
    #[default]
    File,
    /// A line of a text, the first being 1, and, where it is about one field, the field's number
    /// (the first being 1) and its heading.
    Line {
        /// The physical line.
        line: u32,
        /// The field's number.
        column: Option<u32>,
        /// The field's heading.
        heading: Option<String>,
    },
    /// A cell, such as `E19`, of a sheet.
    Cell {
        /// The sheet's name.
        sheet: String,
        /// The cell's address; none where it is about the sheet.
        cell: Option<String>,
    },
}

/// A fault, as a value: collected, never thrown.
///
/// As JSON it is flat: `severity`, `code`, `line`, `column`, `heading`, `sheet`, `cell`, `message`,
/// `hint`; what does not apply is null.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Flat", into = "Flat")]
pub struct Diagnostic {
    /// How grave.
    pub severity: Severity,
    /// A short stable name, such as `not-a-number`, that a script can look for.
    pub code: String,
    /// Where.
    pub place: Place,
    /// What was expected and what was seen, in a sentence.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A diagnostic as it is written.
#[derive(Serialize, Deserialize)]
struct Flat {
    severity: Severity,
    code: String,
    line: Option<u32>,
    column: Option<u32>,
    heading: Option<String>,
    sheet: Option<String>,
    cell: Option<String>,
    message: String,
    hint: Option<String>,
}

impl From<Diagnostic> for Flat {
    fn from(diagnostic: Diagnostic) -> Self {
        let mut flat = Self {
            severity: diagnostic.severity,
            code: diagnostic.code,
            line: None,
            column: None,
            heading: None,
            sheet: None,
            cell: None,
            message: diagnostic.message,
            hint: diagnostic.hint,
        };
        match diagnostic.place {
            Place::File => {}
            Place::Line {
                line,
                column,
                heading,
            } => {
                flat.line = Some(line);
                flat.column = column;
                flat.heading = heading;
            }
            Place::Cell { sheet, cell } => {
                flat.sheet = Some(sheet);
                flat.cell = cell;
            }
        }
        flat
    }
}

impl From<Flat> for Diagnostic {
    fn from(flat: Flat) -> Self {
        let place = match (flat.line, flat.sheet) {
            (Some(line), _) => Place::Line {
                line,
                column: flat.column,
                heading: flat.heading,
            },
            (None, Some(sheet)) => Place::Cell {
                sheet,
                cell: flat.cell,
            },
            (None, None) => Place::File,
        };
        Self {
            severity: flat.severity,
            code: flat.code,
            place,
            message: flat.message,
            hint: flat.hint,
        }
    }
}

impl Diagnostic {
    /// A fault of the whole file.
    #[must_use]
    pub fn new(severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            place: Place::File,
            message: message.into(),
            hint: None,
        }
    }

    /// An error, for which the file is refused.
    #[must_use]
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning, with which the file is taken.
    #[must_use]
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note.
    #[must_use]
    pub fn note(code: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// The same at a line.
    #[must_use]
    pub fn at_line(mut self, line: u32) -> Self {
        self.place = Place::Line {
            line,
            column: None,
            heading: None,
        };
        self
    }

    /// The same at a field (the first being 1) of a line.
    #[must_use]
    pub fn at_field(mut self, line: u32, column: u32, heading: &str) -> Self {
        self.place = Place::Line {
            line,
            column: Some(column),
            heading: Some(heading.to_owned()),
        };
        self
    }

    /// The same at a cell of a sheet.
    #[must_use]
    pub fn at_cell(mut self, sheet: &str, cell: impl Into<Option<String>>) -> Self {
        self.place = Place::Cell {
            sheet: sheet.to_owned(),
            cell: cell.into(),
        };
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => Ok(()),
            Self::Line {
                line, column: None, ..
            } => write!(f, "line {line}"),
            Self::Line {
                line,
                column: Some(column),
                heading,
            } => {
                write!(f, "line {line}, column {column}")?;
                match heading {
                    Some(heading) => write!(f, " ({heading})"),
                    None => Ok(()),
                }
            }
            Self::Cell { sheet, cell: None } => write!(f, "sheet {sheet}"),
            Self::Cell {
                sheet,
                cell: Some(cell),
            } => write!(f, "sheet {sheet}, cell {cell}"),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place != Place::File {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.message)
    }
}

/// Faults as they are collected: all of the first thousand are kept, the rest are counted, so
/// that a file of rubbish cannot fill the memory.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    errors: usize,
    beyond: usize,
}

impl Diagnostics {
    /// How many are kept in full.
    pub const KEPT: usize = 1000;

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error {
            self.errors += 1;
        }
        if self.kept.len() < Self::KEPT {
            self.kept.push(diagnostic);
        } else {
            self.beyond += 1;
        }
    }

    /// How many errors there were, kept or not.
    #[must_use]
    pub const fn errors(&self) -> usize {
        self.errors
    }

    /// All that were kept and, where there were more, a last one that counts the rest.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let mut all = self.kept;
        if self.beyond > 0 {
            let severity = if self.errors > 0 {
                Severity::Error
            } else {
                Severity::Warning
            };
            all.push(Diagnostic::new(
                severity,
                "more-faults",
                format!("and {} more faults in this file", self.beyond),
            ));
        }
        all
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        diagnostics
            .into_iter()
            .for_each(|diagnostic| self.push(diagnostic));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_and_what() {
        let fault = Diagnostic::error("not-a-number", "expected a whole number, saw `x`")
            .at_field(7, 3, "Total");
        assert_eq!(
            fault.to_string(),
            "line 7, column 3 (Total): expected a whole number, saw `x`"
        );
    }

    #[test]
    fn comes_back_as_it_went() {
        for fault in [
            Diagnostic::error("a", "b").with_hint("c"),
            Diagnostic::note("a", "b").at_field(7, 3, "Total"),
            Diagnostic::warning("a", "b").at_cell("Sheet", "E19".to_owned()),
        ] {
            let json = serde_json::to_string(&fault).unwrap();
            assert_eq!(serde_json::from_str::<Diagnostic>(&json).unwrap(), fault);
        }
    }

    #[test]
    fn counts_what_it_does_not_keep() {
        let mut faults = Diagnostics::default();
        (0..1500).for_each(|_| faults.push(Diagnostic::error("x", "y")));
        assert_eq!(faults.errors(), 1500);
        let all = faults.into_vec();
        assert_eq!(all.len(), 1001);
        assert!(all[1000].message.contains("500 more"));
    }
}
