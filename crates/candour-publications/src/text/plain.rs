//! Reading a text whose fields are all texts: directories, which have no columns of counts.

use std::io::{self, Read};

use candour_core::{Diagnostic, Diagnostics};

use super::faults::{header_order, too_few, too_long, unclosed};
use super::fields::Fields;
use super::headings::{Header, Layout, column_number, fields_of, judge, without_mark};
use super::records::{Next, Records};
use super::{At, counted, decode, shown};
use crate::{Form, Recognition};

/// How many rows are read at most: forty times the longest directory known.
const MOST: u64 = 1_000_000;

/// A record whose fields are texts.
pub(crate) struct Record<'a> {
    /// The physical line on which it starts.
    pub(crate) line: u32,
    layout: &'a Layout,
    fields: &'a [String],
}

impl<'a> Record<'a> {
    /// The field in column `column`, the first being 0, without the spaces around it.
    pub(crate) fn text(&self, column: usize) -> &'a str {
        self.fields.get(column).map_or("", |field| field.trim())
    }

    /// Where that field stands.
    pub(crate) fn at(&self, column: usize) -> At<'a> {
        At {
            line: self.line,
            column: column_number(column),
            heading: self.layout.headings.get(column).map_or("", String::as_str),
        }
    }
}

/// Whether a layout's first record is its headings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    Headings,
    Row,
}

/// Reads a text of `layout` from its first record to its last. Every record that has as many fields as
/// the layout goes to `take`; whatever else there is is reported.
///
/// # Errors
/// Where the source cannot be read.
pub(crate) fn read_plain(
    head: &[u8],
    rest: &mut dyn Read,
    layout: &Layout,
    first: First,
    faults: &mut Diagnostics,
    take: &mut dyn FnMut(&Record<'_>, &mut Diagnostics),
) -> io::Result<u64> {
    let mut records = Records::new(without_mark(head).chain(rest));
    if first == First::Headings && !headings_agree(&mut records, layout, faults)? {
        return Ok(0);
    }
    let mut fields: Vec<String> = Vec::new();
    let mut rows = 0;
    let mut blank = None;
    let mut windows = None;
    loop {
        let (line, bytes) = match records.next()? {
            Next::End => break,
            Next::TooLong { line } => {
                faults.push(too_long(line));
                continue;
            }
            Next::Unclosed { line } => {
                faults.push(unclosed(line));
                break;
            }
            Next::Record { line, bytes } => (line, bytes),
        };
        if bytes.iter().all(|byte| byte.is_ascii_whitespace()) {
            blank.get_or_insert(line);
            continue;
        }
        if let Some(blank) = blank.take() {
            let message = "expected a row, saw a blank line; rows follow";
            faults.push(Diagnostic::error("blank-line", message).at_line(blank));
        }
        rows += 1;
        if rows > MOST {
            let message = format!(
                "more than {} rows, which no directory has",
                counted(MOST, "row")
            );
            faults.push(Diagnostic::error("too-many-rows", message).at_line(line));
            break;
        }
        if take_fields(bytes, &mut fields) {
            windows.get_or_insert((line, 0_u64)).1 += 1;
        }
        if fields.len() != layout.headings.len() {
            faults.push(if fields.len() < layout.headings.len() {
                too_few(line, layout.headings.len(), fields.len())
            } else {
                let (expected, seen) = (layout.headings.len(), fields.len());
                let message = format!("expected {expected} fields, saw {seen}");
                Diagnostic::error("fields", message).at_line(line)
            });
            continue;
        }
        let record = Record {
            line,
            layout,
            fields: &fields,
        };
        if let Some(column) = fields
            .iter()
            .position(|field| field.chars().any(char::is_control))
        {
            let message = format!(
                "expected letters and signs, saw a control character: {}",
                shown(fields[column].as_bytes())
            );
            let fault = Diagnostic::error("control-character", message);
            faults.push(record.at(column).fault(fault));
            continue;
        }
        take(&record, faults);
    }
    if let Some((line, rows)) = windows {
        let message = format!(
            "the file is not UTF-8 throughout: {}, the first of them here, read as Windows-1252",
            counted(rows, "row")
        );
        faults.push(Diagnostic::warning("windows-1252", message).at_line(line));
    }
    Ok(rows)
}

fn headings_agree<R: Read>(
    records: &mut Records<R>,
    layout: &Layout,
    faults: &mut Diagnostics,
) -> io::Result<bool> {
    let seen = match records.next()? {
        Next::Record { bytes, .. } => fields_of(bytes),
        _ => Vec::new(),
    };
    match judge(std::slice::from_ref(layout), &seen) {
        Header::Same { .. } => return Ok(true),
        Header::Reordered { at, seen, .. } => faults.push(header_order(layout, at, &seen)),
        Header::Different {
            first_difference, ..
        } => faults.push(Diagnostic::error("not-recognised", first_difference).at_line(1)),
    }
    Ok(false)
}

/// Fills `fields` with the fields of a record; true where any is not UTF-8.
fn take_fields(bytes: &[u8], fields: &mut Vec<String>) -> bool {
    let mut windows = false;
    let mut count = 0;
    let mut of_record = Fields::new(bytes);
    while let Some(field) = of_record.next() {
        let (text, other) = decode(&field);
        windows |= other;
        match fields.get_mut(count) {
            Some(known) => {
                known.clear();
                known.push_str(&text);
            }
            None => fields.push(text.into_owned()),
        }
        count += 1;
    }
    fields.truncate(count);
    windows
}

/// The fields of the first records of a text, as many as end within `head` and at most `most`.
pub(crate) fn first_records(head: &[u8], most: usize) -> Vec<Vec<String>> {
    let mut records = Records::new(without_mark(head));
    let mut found = Vec::new();
    while found.len() < most {
        match records.next() {
            Ok(Next::Record { bytes, .. }) if !bytes.is_empty() => found.push(fields_of(bytes)),
            _ => break,
        }
    }
    found
}

/// Whether a text begins with the headings of one of `layouts`.
pub(crate) fn recognise_headed(head: &[u8], layouts: &[Layout]) -> Recognition {
    let seen = first_records(head, 1).pop().unwrap_or_default();
    match judge(layouts, &seen) {
        Header::Same { layout } | Header::Reordered { layout, .. } => Recognition::Yes {
            layout: layouts[layout].name,
            form: Form::Csv,
        },
        Header::Different {
            likeness,
            first_difference,
        } => Recognition::No {
            likeness,
            first_difference,
        },
    }
}

/// The layout among `layouts` whose headings a text begins with; the last where none fits, so that
/// reading says how it differs.
pub(crate) fn layout_of<'a>(head: &[u8], layouts: &'a [Layout]) -> &'a Layout {
    let seen = first_records(head, 1).pop().unwrap_or_default();
    match judge(layouts, &seen) {
        Header::Same { layout } | Header::Reordered { layout, .. } => &layouts[layout],
        Header::Different { .. } => &layouts[layouts.len() - 1],
    }
}
