use std::io::{self, Read};

use candour_core::RowSet;

use super::decode;
use super::fields::Fields;
use super::headings::{fields_of, without_mark};
use super::records::{Next, Records};

/// A row of a text as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// The physical line on which it starts.
    pub row: u32,
    /// The line as it stands, decoded, without its end.
    pub text: String,
    /// Each heading and the cell beneath it, out of its quotation marks and otherwise as it stands.
    pub cells: Vec<(String, String)>,
}

/// The rows of a text that are among `wanted`, at most `limit`, as they were published. The text is
/// read no further than the last of them.
///
/// ```
/// use candour_publications::rows_as_published;
/// let file = "Code,Name,Value\nZZ1,\"Elm, an invented trust\",1.0\nZZ2,Oak,-2.5\n";
/// let rows = rows_as_published(file.as_bytes(), &[2].into_iter().collect(), 10)?;
/// assert_eq!(rows[0].text, "ZZ1,\"Elm, an invented trust\",1.0");
/// assert_eq!(rows[0].cells[1], ("Name".to_owned(), "Elm, an invented trust".to_owned()));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// Where the text cannot be read.
pub fn rows_as_published(
    mut text: impl Read,
    wanted: &RowSet,
    limit: usize,
) -> io::Result<Vec<PublishedRow>> {
    let mut found = Vec::new();
    let Some(last) = wanted.ranges().last().map(|range| range.to) else {
        return Ok(found);
    };
    let mut head = Vec::new();
    // As long as the mark that may stand before the first heading.
    (&mut text).take(3).read_to_end(&mut head)?;
    let mut records = Records::new(without_mark(&head).chain(text));
    let headings = match records.next()? {
        Next::Record { bytes, .. } => fields_of(bytes),
        _ => return Ok(found),
    };
    while found.len() < limit {
        let (line, bytes) = match records.next()? {
            Next::Record { line, bytes } => (line, bytes),
            Next::TooLong { .. } => continue,
            Next::Unclosed { .. } | Next::End => break,
        };
        if line > last {
            break;
        }
        if !wanted.contains(line) {
            continue;
        }
        let mut fields = Fields::new(bytes);
        let mut cells = Vec::with_capacity(headings.len());
        while let Some(field) = fields.next() {
            let heading = headings.get(cells.len()).cloned().unwrap_or_default();
            cells.push((heading, decode(&field).0.into_owned()));
        }
        found.push(PublishedRow {
            row: line,
            text: decode(bytes).0.into_owned(),
            cells,
        });
    }
    Ok(found)
}
