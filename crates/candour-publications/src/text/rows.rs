use std::io::{self, Read};
use std::ops::Range;

use candour_core::{ABSENT, Diagnostic, Diagnostics};

use super::counted;
use super::faults::{extra_field, header_order, not_a_count, refused, too_few, too_long, unclosed};
use super::fields::Fields;
use super::headings::{Header, Layout, column_number, fields_of, judge, without_mark};
use super::records::{Next, Records};
use crate::table::{Refusal, Texts};

/// What the rows of a publication's texts have in common.
pub(crate) struct Shape<'a> {
    /// Its layouts.
    pub(crate) layouts: &'a [Layout],
    /// How many counts its tidy table has.
    pub(crate) counts: usize,
}

/// A row of a text.
pub(crate) struct Row<'a> {
    /// The physical line on which it starts.
    pub(crate) line: u32,
    /// For each text column of the file, the number of its text.
    pub(crate) ids: &'a [u32],
    /// The counts in the order of the tidy table; [`ABSENT`] where blank or not in the layout.
    pub(crate) counts: &'a [i32],
    /// The field that the layout hands over as it stands.
    pub(crate) raw: &'a [u8],
    /// Whether every field could be read; if not, that has been reported.
    pub(crate) sound: bool,
    /// The layout.
    pub(crate) layout: &'a Layout,
}

impl<'a> Row<'a> {
    /// The text of text column `column`, out of the file's `texts`.
    pub(crate) fn text<'t>(&self, texts: &'t Texts, column: usize) -> &'t str {
        texts.text(column, self.ids[column])
    }

    /// The field of text column `column`.
    pub(crate) fn at_text(&self, column: usize) -> At<'a> {
        At {
            line: self.line,
            column: column_number(column),
            heading: &self.layout.headings[column],
        }
    }

    /// The field that holds count `count` of the tidy table.
    pub(crate) fn at(&self, count: usize) -> At<'a> {
        let (column, heading) = self.layout.column_of(count);
        At {
            line: self.line,
            column,
            heading,
        }
    }
}

/// One publication's side of reading a text.
pub(crate) trait RowTaker {
    /// The layout is known; rows follow.
    fn begin(&mut self, layout: &Layout);

    /// A text that was not seen before in its column; called before the row that has it.
    fn new_text(
        &mut self,
        column: usize,
        id: u32,
        text: &str,
        at: At<'_>,
        faults: &mut Diagnostics,
    );

    /// A line that is no row at all; it has been reported.
    fn broken(&mut self);

    /// A row, and the texts that it speaks of.
    ///
    /// # Errors
    /// Where the sink fails.
    fn row(&mut self, row: &Row<'_>, texts: &mut Texts, faults: &mut Diagnostics)
    -> io::Result<()>;
}

/// A field of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) heading: &'a str,
}

impl At<'_> {
    /// The fault `diagnostic`, at this field.
    pub(crate) fn fault(self, diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.at_field(self.line, self.column, self.heading)
    }
}

/// Reads a text from its first byte to its last, reporting every fault. Gives the texts of its
/// text columns.
///
/// # Errors
/// Where the source or the taker fails.
pub(crate) fn read_rows(
    head: &[u8],
    rest: &mut dyn Read,
    shape: &Shape<'_>,
    taker: &mut dyn RowTaker,
    faults: &mut Diagnostics,
) -> io::Result<Texts> {
    let mut records = Records::new(without_mark(head).chain(rest));
    let header = match records.next()? {
        Next::Record { bytes, .. } => fields_of(bytes),
        _ => Vec::new(),
    };
    let layout = match judge(shape.layouts, &header) {
        Header::Same { layout } => &shape.layouts[layout],
        Header::Reordered { layout, at, seen } => {
            faults.push(header_order(&shape.layouts[layout], at, &seen));
            return Ok(Texts::new(0));
        }
        Header::Different {
            first_difference, ..
        } => {
            faults.push(Diagnostic::error("not-recognised", first_difference).at_line(1));
            return Ok(Texts::new(0));
        }
    };
    taker.begin(layout);
    let mut reader = RowReader::new(layout, shape.counts, &header);
    loop {
        match records.next()? {
            Next::Record { line, bytes } => reader.record(line, bytes, taker, faults)?,
            Next::TooLong { line } => {
                faults.push(too_long(line));
                taker.broken();
            }
            Next::Unclosed { line } => {
                faults.push(unclosed(line));
                taker.broken();
                break;
            }
            Next::End => break,
        }
    }
    reader.end(faults);
    Ok(reader.texts)
}

struct RowReader<'a> {
    layout: &'a Layout,
    /// How many headings the header has, strays included.
    width: usize,
    texts: Texts,
    ids: Vec<u32>,
    /// The counts in the order of the file.
    read: Vec<i32>,
    /// The same in the order of the tidy table.
    counts: Vec<i32>,
    /// Which of the one go where in the other.
    runs: Vec<(Range<usize>, Range<usize>)>,
    /// Blank lines since the last row: the first, and how many.
    blank: Option<(u32, u32)>,
    /// The field that the layout hands over as it stands, where there is one.
    raw: Vec<u8>,
    /// The first line that is not UTF-8, and how many texts are not.
    windows: Option<(u32, u32)>,
    crowded: bool,
}

impl<'a> RowReader<'a> {
    fn new(layout: &'a Layout, counts: usize, header: &[String]) -> Self {
        Self {
            layout,
            width: header.len(),
            texts: Texts::new(layout.texts()),
            ids: vec![0; layout.texts()],
            read: vec![ABSENT; layout.counts.len()],
            counts: vec![ABSENT; counts],
            runs: runs(&layout.counts),
            blank: None,
            raw: Vec::new(),
            windows: None,
            crowded: false,
        }
    }

    fn record(
        &mut self,
        line: u32,
        bytes: &[u8],
        taker: &mut dyn RowTaker,
        faults: &mut Diagnostics,
    ) -> io::Result<()> {
        if is_blank(bytes) {
            self.blank.get_or_insert((line, 0)).1 += 1;
            return Ok(());
        }
        if let Some((blank, _)) = self.blank.take() {
            faults.push(
                Diagnostic::error(
                    "blank-line",
                    "expected a row, saw a blank line; rows follow",
                )
                .at_line(blank),
            );
        }
        let mut fields = Fields::new(bytes);
        let mut sound = true;
        for column in 0..self.ids.len() {
            let Some(field) = fields.next() else {
                faults.push(too_few(line, self.layout.headings.len(), column));
                taker.broken();
                return Ok(());
            };
            if self.layout.raw == Some(column) {
                self.raw.clear();
                self.raw.extend_from_slice(&field);
                continue;
            }
            sound &= self.text(line, column, &field, taker, faults);
        }
        let layout = self.layout;
        let at = |index: usize| At {
            line,
            column: column_number(layout.texts() + index),
            heading: &layout.headings[layout.texts() + index],
        };
        let seen = fields.counts(&mut self.read, |fault| {
            sound = false;
            faults.push(not_a_count(at(fault.index), &fault));
        });
        if seen < self.read.len() {
            faults.push(too_few(line, layout.headings.len(), self.ids.len() + seen));
            sound = false;
        }
        sound &= self.beyond(line, &mut fields, faults);
        for (from, to) in &self.runs {
            self.counts[to.clone()].copy_from_slice(&self.read[from.clone()]);
        }
        taker.row(
            &Row {
                line,
                ids: &self.ids,
                counts: &self.counts,
                raw: &self.raw,
                sound,
                layout,
            },
            &mut self.texts,
            faults,
        )
    }

    /// Takes a text in. False where it cannot be taken.
    fn text(
        &mut self,
        line: u32,
        column: usize,
        field: &[u8],
        taker: &mut dyn RowTaker,
        faults: &mut Diagnostics,
    ) -> bool {
        let interned = self.texts.intern(column, field);
        self.ids[column] = interned.id;
        if !interned.new && interned.refusal.is_none() {
            return true;
        }
        let at = At {
            line,
            column: column_number(column),
            heading: &self.layout.headings[column],
        };
        if interned.windows_1252 {
            self.windows.get_or_insert((line, 0)).1 += 1;
        }
        if let Some(refusal) = interned.refusal {
            // Said once: a column that is too crowded is so from here on.
            if refusal != Refusal::TooMany || !std::mem::replace(&mut self.crowded, true) {
                faults.push(refused(refusal, at, field));
            }
            return false;
        }
        taker.new_text(
            column,
            interned.id,
            self.texts.text(column, interned.id),
            at,
            faults,
        );
        true
    }

    /// Looks at the fields after the last known column, which must be blank.
    fn beyond(&self, line: u32, fields: &mut Fields<'_>, faults: &mut Diagnostics) -> bool {
        let mut at = self.layout.headings.len();
        let mut sound = true;
        while let Some(field) = fields.next() {
            if !field.trim_ascii().is_empty() {
                let stray = at < self.width;
                faults.push(extra_field(self.layout, line, at, stray, &field));
                sound = false;
                break;
            }
            at += 1;
        }
        sound
    }

    fn end(&self, faults: &mut Diagnostics) {
        if let Some((line, lines)) = self.blank {
            let message = format!(
                "{} at the end, left out",
                counted(lines.into(), "blank line")
            );
            faults.push(Diagnostic::note("blank-lines", message).at_line(line));
        }
        if let Some((line, texts)) = self.windows {
            let texts = counted(texts.into(), "text");
            let message = format!(
                "the file is not UTF-8 throughout: {texts}, the first of them here, read as \
                 Windows-1252"
            );
            faults.push(Diagnostic::warning("windows-1252", message).at_line(line));
        }
    }
}

/// Neighbours that stay neighbours, so that they can be moved together.
fn runs(counts: &[usize]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut runs: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (from, to) in counts.iter().copied().enumerate() {
        match runs.last_mut() {
            Some((last_from, last_to)) if last_to.end == to => {
                last_from.end += 1;
                last_to.end += 1;
            }
            _ => runs.push((from..from + 1, to..to + 1)),
        }
    }
    runs
}

fn is_blank(bytes: &[u8]) -> bool {
    // Every row starts with a letter, but for a total without a period.
    match bytes.first() {
        None => true,
        Some(first) if first.is_ascii_alphanumeric() => false,
        Some(_) => bytes
            .iter()
            .all(|byte| matches!(byte, b',' | b' ' | b'\t' | b'\r')),
    }
}
