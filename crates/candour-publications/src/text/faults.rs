//! What is said of a text that is at fault.

use candour_core::Diagnostic;

use super::fields::{CountFault, NotACount};
use super::headings::{Layout, column_number};
use super::records::LONGEST;
use super::rows::At;
use super::shown;
use crate::table::{Refusal, Texts};

const CUT_SHORT: &str = "the file may have been cut short: load it again from its publisher";

pub(super) fn header_order(layout: &Layout, at: usize, seen: &str) -> Diagnostic {
    let message = format!(
        "the columns are those of the layout of {}, in another order: expected {}, saw {}",
        layout.name,
        shown(layout.headings[at].as_bytes()),
        shown(seen.as_bytes())
    );
    Diagnostic::error("header-order", message)
        .at_field(1, column_number(at), &layout.headings[at])
        .with_hint("load the file as it was published")
}

pub(super) fn too_long(line: u32) -> Diagnostic {
    let limit = LONGEST >> 20;
    let message = format!("expected a row, saw a line of more than {limit} MiB");
    Diagnostic::error("line-too-long", message).at_line(line)
}

pub(super) fn unclosed(line: u32) -> Diagnostic {
    let message =
        "a quotation mark that is opened here is not closed; what follows could not be read";
    Diagnostic::error("unclosed-quote", message)
        .at_line(line)
        .with_hint(CUT_SHORT)
}

pub(super) fn too_few(line: u32, expected: usize, seen: usize) -> Diagnostic {
    Diagnostic::error("fields", format!("expected {expected} fields, saw {seen}"))
        .at_line(line)
        .with_hint(CUT_SHORT)
}

pub(super) fn not_a_count(at: At<'_>, fault: &NotACount<'_>) -> Diagnostic {
    let (code, what) = match fault.fault {
        CountFault::Negative => ("negative-count", "a number below nought"),
        CountFault::Decimal => ("decimal-count", "a number with decimals"),
        CountFault::TooLarge => ("count-too-large", "a number above 2,147,483,647"),
        CountFault::NotANumber => ("not-a-number", "no number"),
    };
    let seen = shown(&fault.seen);
    Diagnostic::error(
        code,
        format!("expected a whole number from 0, saw {what}: {seen}"),
    )
    .at_field(at.line, at.column, at.heading)
}

pub(super) fn refused(refusal: Refusal, at: At<'_>, field: &[u8]) -> Diagnostic {
    let seen: String = shown(field);
    let (code, message) = match refusal {
        Refusal::TooLong => (
            "text-too-long",
            format!(
                "expected a code or name of at most {} bytes, saw {seen}",
                Texts::LONGEST
            ),
        ),
        Refusal::ControlCharacter => (
            "control-character",
            format!("expected a code or name, saw a control character in {seen}"),
        ),
        Refusal::TooMany => (
            "too-many-texts",
            format!(
                "expected at most {} different texts in this column",
                Texts::MOST
            ),
        ),
    };
    Diagnostic::error(code, message).at_field(at.line, at.column, at.heading)
}

/// A field after the last known column that is not blank.
pub(super) fn extra_field(
    layout: &Layout,
    line: u32,
    at: usize,
    stray: bool,
    field: &[u8],
) -> Diagnostic {
    let message = format!(
        "expected nothing after column {}, saw {}",
        layout.headings.len(),
        shown(field),
    );
    let heading = if stray {
        "a stray heading"
    } else {
        "no heading"
    };
    Diagnostic::error("extra-field", message)
        .at_field(line, column_number(at), heading)
        .with_hint("a comma within a name needs quotation marks around the name")
}
