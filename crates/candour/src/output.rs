//! How answers and errors are printed.

use std::io::{self, IsTerminal as _, Write};

use candour_archive::{ArchiveError, NotFound};

/// Rows of texts under headings, columns lined up; figures to the right.
#[derive(Debug, Default)]
pub(crate) struct Table {
    headings: Vec<String>,
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Headings; one that starts with `>` is of a column of figures.
    pub(crate) fn new<S: AsRef<str>>(headings: &[S]) -> Self {
        Self {
            headings: headings
                .iter()
                .map(|heading| heading.as_ref().trim_start_matches('>').to_owned())
                .collect(),
            right: headings
                .iter()
                .map(|heading| heading.as_ref().starts_with('>'))
                .collect(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    pub(crate) fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        let widths: Vec<usize> = (0..self.headings.len())
            .map(|column| {
                let cells = self
                    .rows
                    .iter()
                    .filter_map(|row| row.get(column))
                    .map(|cell| cell.chars().count());
                cells
                    .chain([self.headings[column].chars().count()])
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        for row in std::iter::once(&self.headings).chain(&self.rows) {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let pad = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
                if self.right[column] {
                    line.push_str(&pad);
                    line.push_str(cell);
                } else {
                    line.push_str(cell);
                    line.push_str(&pad);
                }
                line.push_str("  ");
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A value as JSON on standard output.
pub(crate) fn json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    Ok(())
}

/// Values as CSV on standard output: the fields of the shape are the columns.
pub(crate) fn csv<T: serde::Serialize>(values: impl IntoIterator<Item = T>) -> anyhow::Result<()> {
    let mut writer = ::csv::Writer::from_writer(io::stdout().lock());
    for value in values {
        writer.serialize(value)?;
    }
    writer.flush()?;
    Ok(())
}

/// Whether a person is watching standard error.
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Tells standard error.
pub(crate) fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// An error, its causes, and what to do about it.
pub(crate) fn complain(error: &anyhow::Error) {
    tell(&format!("error: {error:#}"));
    if let Some(hint) = hint(error) {
        tell(&format!("\nhint: {hint}"));
    }
}

fn hint(error: &anyhow::Error) -> Option<String> {
    if let Some(absent) = error.downcast_ref::<crate::commands::NotThere>() {
        return Some(absent.hint.to_owned());
    }
    match error.downcast_ref::<ArchiveError>()? {
        ArchiveError::NoArchive(_) => Some(
            "`candour ingest DIR` makes one from published files; --archive names another folder"
                .to_owned(),
        ),
        ArchiveError::NotFound(NotFound::Measure {
            nearest: Some(nearest),
            ..
        }) => Some(format!(
            "did you mean `{nearest}`? `candour measures` lists them all"
        )),
        ArchiveError::NotFound(NotFound::Measure { .. }) => {
            Some("`candour measures` lists them all".to_owned())
        }
        ArchiveError::NotFound(NotFound::Body { nearest, .. }) if !nearest.is_empty() => {
            let nearest: Vec<String> = nearest
                .iter()
                .map(|(code, name)| format!("{code} ({name})"))
                .collect();
            Some(format!(
                "did you mean {}? `candour bodies WORDS` searches",
                nearest.join(", ")
            ))
        }
        ArchiveError::NotFound(NotFound::Body { .. }) => {
            Some("`candour bodies WORDS` searches".to_owned())
        }
        _ => None,
    }
}

/// Whether the reader of our output went away, as `head` does: that is no error.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        let csv = cause
            .downcast_ref::<::csv::Error>()
            .and_then(|error| match error.kind() {
                ::csv::ErrorKind::Io(error) => Some(error.kind()),
                _ => None,
            });
        [io, json, csv].contains(&Some(io::ErrorKind::BrokenPipe))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_to_the_right() {
        let mut table = Table::new(&["body", ">value"]);
        table.row(["R1".to_owned(), "9".to_owned()]);
        table.row(["R10".to_owned(), "10".to_owned()]);
        let mut out = Vec::new();
        table.print(&mut out).expect("a vector takes everything");
        assert_eq!(
            String::from_utf8_lossy(&out),
            "body  value\nR1        9\nR10      10\n"
        );
    }
}
