//! The units that a figure on other boundaries is made of, as text.

use std::io::{self, Write};

use candour_archive::{CarriedPart, Receipt};
use candour_measures::Parts;

use super::figures::shown;
use crate::output::Table;

/// A table of the parts, and the rows of the register that led each of them to the body.
pub(super) fn print(receipt: &Receipt, parts: Parts, out: &mut impl Write) -> io::Result<()> {
    if receipt.parts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nmade of")?;
    let mut table = Table::new(&[
        "unit",
        "name",
        "share",
        ">numerator",
        ">denominator",
        "status",
        "rows",
    ]);
    let number = |number: Option<i64>| shown(number, parts);
    for part in &receipt.parts {
        table.row([
            part.unit.to_string(),
            part.name.clone(),
            part.share
                .map_or_else(|| "all".to_owned(), |share| share.to_string()),
            number(part.counted_numerator),
            number(part.counted_denominator),
            part.status.to_string(),
            rows(part),
        ]);
    }
    table.print(out)?;
    writeln!(out, "\nby way of")?;
    for part in &receipt.parts {
        match &part.lost {
            Some(reason) => writeln!(out, "  {}: no known home: {reason}", part.unit)?,
            None => way(part, out)?,
        }
    }
    Ok(())
}

fn way(part: &CarriedPart, out: &mut impl Write) -> io::Result<()> {
    for step in &part.steps {
        let since = step
            .since
            .map_or_else(String::new, |since| format!(" from {since}"));
        let share = step
            .share
            .map_or_else(String::new, |share| format!(", {share} by {}", step.basis));
        let note = if step.note.is_empty() {
            String::new()
        } else {
            format!("; {}", step.note)
        };
        writeln!(
            out,
            "  {} {} {}{since}{share} ({}: {}{note})",
            step.from, step.relation, step.to, step.origin, step.origin.source
        )?;
    }
    Ok(())
}

fn rows(part: &CarriedPart) -> String {
    let ranges = part.rows.ranges();
    let shown: Vec<String> = ranges
        .iter()
        .take(4)
        .map(|range| {
            if range.from == range.to {
                range.from.to_string()
            } else {
                format!("{}-{}", range.from, range.to)
            }
        })
        .collect();
    match ranges.len() {
        0 => "-".to_owned(),
        1..=4 => shown.join(", "),
        more => format!("{}, … ({} more)", shown.join(", "), more - 4),
    }
}
