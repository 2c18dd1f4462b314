//! Rows of curated files, read by heading.

use std::str::FromStr;
use std::sync::Arc;

use candour_core::Diagnostic;

use crate::half_date::Span;

/// A fault of a curated file, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: Arc<str>,
    /// What is wrong, and on which line.
    pub diagnostic: Diagnostic,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.file, self.diagnostic)
    }
}

/// A curated file: its name for messages, and its headings.
///
/// ```
/// use candour_curated::Table;
/// let table = Table { file: "people.csv", headings: &["id", "name", "source"] };
/// let mut faults = Vec::new();
/// let names = table.read("id,name,source\n1,Ada,a page\n2,,a page\n", &mut faults, |row| {
///     Some(row.required("name"))
/// });
/// assert_eq!(names, ["Ada"]);
/// assert!(faults[0].to_string().contains("line 3"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// The file's name.
    pub file: &'a str,
    /// Its headings, in their order.
    pub headings: &'static [&'static str],
}

impl Table<'_> {
    /// Reads every row with `take`, which gives nothing where the row has a fault. All faults are
    /// collected; a row with a fault is left out and the others are kept.
    pub fn read<T>(
        &self,
        text: &str,
        faults: &mut Vec<Fault>,
        mut take: impl FnMut(&mut Row<'_>) -> Option<T>,
    ) -> Vec<T> {
        let file: Arc<str> = self.file.into();
        let mut fault = |diagnostic: Diagnostic| {
            faults.push(Fault {
                file: file.clone(),
                diagnostic,
            });
        };
        // As spreadsheets write it: a mark before the text, and lines that end in two characters, of which
        // the csv reader counts a record's line from the wrong one.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = text.replace("\r\n", "\n");
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
#[derive(Debug)]
pub struct Row<'a> {
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
    #[must_use]
    pub fn text(&self, heading: &str) -> &str {
        self.record.get(self.index(heading)).unwrap_or("").trim()
    }

    /// Notes a fault of a field.
    pub fn fault(&mut self, heading: &str, message: impl Into<String>) {
        let column = u32::try_from(self.index(heading) + 1).unwrap_or(u32::MAX);
        self.faults
            .push(Diagnostic::error("curated-row", message).at_field(self.line, column, heading));
    }

    /// The text of a field that must not be blank.
    pub fn required(&mut self, heading: &str) -> String {
        let text = self.text(heading).to_owned();
        if text.is_empty() {
            self.fault(heading, "expected something, saw nothing");
        }
        text
    }

    /// A field read as what it stands for; none where it is blank or at fault.
    pub fn parsed<T: FromStr<Err: std::fmt::Display>>(&mut self, heading: &str) -> Option<T> {
        let text = self.text(heading).to_owned();
        if text.is_empty() {
            return None;
        }
        text.parse()
            .map_err(|error: T::Err| self.fault(heading, error.to_string()))
            .ok()
    }

    /// The same for a field that must not be blank.
    pub fn must<T: FromStr<Err: std::fmt::Display>>(&mut self, heading: &str) -> Option<T> {
        let text = self.required(heading);
        if text.is_empty() {
            return None;
        }
        self.parsed(heading)
    }

    /// The values of a field that holds several, separated by semicolons.
    #[must_use]
    pub fn several(&self, heading: &str) -> Vec<String> {
        self.text(heading)
            .split(';')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// From when to when, in two fields; a span that ends before it begins is a fault.
    pub fn span(&mut self, from: &str, to: &str) -> Span {
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

    /// The file that the row stands in.
    #[must_use]
    pub fn file(&self) -> Arc<str> {
        self.file.clone()
    }

    /// Its line, the header being 1.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// Where the row stands and what it rests on. The field `source` must not be blank.
    pub fn place(&mut self) -> RowPlace {
        RowPlace {
            file: self.file(),
            line: self.line,
            source: self.required("source").into(),
        }
    }
}

/// Where a curated row stands and what it rests on: the receipt of what it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowPlace {
    /// The file.
    pub file: Arc<str>,
    /// Its line, the header being 1.
    pub line: u32,
    /// The source that the row names.
    pub source: Arc<str>,
}

impl std::fmt::Display for RowPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} line {}", self.file, self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: Table<'_> = Table {
        file: "x.csv",
        headings: &["id", "source"],
    };

    fn faults(text: &str) -> Vec<String> {
        let mut faults = Vec::new();
        TABLE.read(text, &mut faults, |row| Some(row.required("id")));
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_spreadsheet_writes_the_same_lines_another_way() {
        let plain = "id,source\na,p\n,p\n";
        let windows = format!("\u{feff}{}", plain.replace('\n', "\r\n"));
        assert_eq!(faults(plain), faults(&windows));
        assert!(faults(plain)[0].contains("line 3"), "{:?}", faults(plain));
    }

    #[test]
    fn every_fault_of_a_file_is_told() {
        let found = faults("id,source\n,p\na,p,more\n,p\n");
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(faults("id;source\n").len(), 1);
        assert_eq!(faults("").len(), 1);
    }
}
