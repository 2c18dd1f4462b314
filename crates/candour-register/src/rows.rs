use std::str::FromStr;
use std::sync::Arc;

use candour_core::Diagnostic;

use crate::body::{Body, Name, OtherCode};
use crate::half_date::Span;
use crate::link::Link;
use crate::origin::{Authority, Origin};
use crate::succession::Succession;

/// What one file says of bodies: rows that can be read, each with its origin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Bodies.
    pub bodies: Vec<Body>,
    /// Names that they had or go by.
    pub names: Vec<Name>,
    /// Their codes in other schemes.
    pub codes: Vec<OtherCode>,
    /// Bodies under others.
    pub links: Vec<Link>,
    /// Bodies after others.
    pub successions: Vec<Succession>,
}

impl Rows {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bodies.len()
            + self.names.len()
            + self.codes.len()
            + self.links.len()
            + self.successions.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds what another file says.
    pub fn extend(&mut self, more: Self) {
        self.bodies.extend(more.bodies);
        self.names.extend(more.names);
        self.codes.extend(more.codes);
        self.links.extend(more.links);
        self.successions.extend(more.successions);
    }
}

/// A fault of a file of the register, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterFault {
    /// The file.
    pub file: Arc<str>,
    /// What is wrong, and on which line.
    pub diagnostic: Diagnostic,
}

impl std::fmt::Display for RegisterFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.file, self.diagnostic)
    }
}

/// A curated file: its headings, and what becomes of each of its rows.
pub(crate) struct Table {
    pub(crate) file: &'static str,
    pub(crate) headings: &'static [&'static str],
}

impl Table {
    /// Reads every row with `take`, which gives nothing where the row has a fault. All faults are
    /// collected; a row with a fault is left out and the others are kept.
    pub(crate) fn read<T>(
        &self,
        text: &str,
        faults: &mut Vec<RegisterFault>,
        mut take: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Vec<T> {
        let file: Arc<str> = self.file.into();
        let mut fault = |diagnostic: Diagnostic| {
            faults.push(RegisterFault {
                file: file.clone(),
                diagnostic,
            });
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let seen: Vec<String> = reader
            .headers()
            .map(|headings| headings.iter().map(str::to_owned).collect())
            .unwrap_or_default();
        if seen != self.headings {
            let message = format!(
                "expected the headings `{}`, saw `{}`",
                self.headings.join(","),
                seen.join(",")
            );
            fault(Diagnostic::error("headings", message).at_line(1));
            return Vec::new();
        }
        let mut found = Vec::new();
        for (index, record) in reader.records().enumerate() {
            let place = record.as_ref().ok().and_then(csv::StringRecord::position);
            let line = place.map_or(index as u64 + 2, csv::Position::line);
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            match record {
                Err(error) => fault(Diagnostic::error("csv", error.to_string()).at_line(line)),
                Ok(record) if record.len() != self.headings.len() => {
                    let message = format!(
                        "expected {} fields, saw {}",
                        self.headings.len(),
                        record.len()
                    );
                    fault(Diagnostic::error("fields", message).at_line(line));
                }
                Ok(record) => {
                    let mut row = Row {
                        file: &file,
                        headings: self.headings,
                        record: &record,
                        line,
                        faults: Vec::new(),
                    };
                    let taken = take(&mut row);
                    let sound = row.faults.is_empty();
                    row.faults.into_iter().for_each(&mut fault);
                    found.extend(taken.filter(|_| sound));
                }
            }
        }
        found
    }
}

/// A row of a curated file, whose fields are read by their headings.
pub(crate) struct Row<'a> {
    file: &'a Arc<str>,
    headings: &'static [&'static str],
    record: &'a csv::StringRecord,
    line: u32,
    faults: Vec<Diagnostic>,
}

impl Row<'_> {
    fn index(&self, heading: &str) -> usize {
        let found = self.headings.iter().position(|known| *known == heading);
        debug_assert!(found.is_some(), "{heading} is not a heading");
        found.unwrap_or(usize::MAX)
    }

    /// The text of a field without the spaces around it; empty where it is blank.
    pub(crate) fn text(&self, heading: &str) -> &str {
        self.record.get(self.index(heading)).unwrap_or("").trim()
    }

    /// Notes a fault of a field.
    pub(crate) fn fault(&mut self, heading: &str, message: impl Into<String>) {
        let column = u32::try_from(self.index(heading) + 1).unwrap_or(u32::MAX);
        self.faults
            .push(Diagnostic::error("register-row", message).at_field(self.line, column, heading));
    }

    /// The text of a field that must not be blank.
    pub(crate) fn required(&mut self, heading: &str) -> String {
        let text = self.text(heading).to_owned();
        if text.is_empty() {
            self.fault(heading, "expected something, saw nothing");
        }
        text
    }

    /// A field read as what it stands for; none where it is blank or at fault.
    pub(crate) fn parsed<T: FromStr<Err: std::fmt::Display>>(
        &mut self,
        heading: &str,
    ) -> Option<T> {
        let text = self.text(heading).to_owned();
        if text.is_empty() {
            return None;
        }
        text.parse()
            .map_err(|error: T::Err| self.fault(heading, error.to_string()))
            .ok()
    }

    /// The same for a field that must not be blank.
    pub(crate) fn must<T: FromStr<Err: std::fmt::Display>>(&mut self, heading: &str) -> Option<T> {
        let text = self.required(heading);
        if text.is_empty() {
            return None;
        }
        self.parsed(heading)
    }

    /// The values of a field that holds several, separated by semicolons.
    pub(crate) fn several(&self, heading: &str) -> Vec<String> {
        self.text(heading)
            .split(';')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// From when to when, in two fields; a span that ends before it begins is a fault.
    pub(crate) fn span(&mut self, from: &str, to: &str) -> Span {
        let span = Span {
            from: self.parsed(from),
            to: self.parsed(to),
        };
        if span.is_backwards() {
            let message = format!(
                "expected a last day not before {} ({from}), saw {}",
                self.text(from),
                self.text(to)
            );
            self.fault(to, message);
        }
        span
    }

    /// Where the row comes from. The field `source` must not be blank.
    pub(crate) fn origin(&mut self) -> Origin {
        Origin {
            authority: Authority::Curated,
            file: self.file.clone(),
            line: self.line,
            source: self.required("source").into(),
            as_at: None,
        }
    }
}
