//! The units that a figure on other boundaries is made of, and how each came there.

use candour_archive::{CarriedPart, Receipt, SeriesQuery};
use candour_core::{BodyCode, Level, SeriesKey, Status};
use candour_measures::{Measure, Shape};
use candour_register::{Register, Step, SuccessionKind};
use jiff::civil::Date;

use super::receipt::{in_full, status_words};
use super::receipt_rows::rows_words;
use crate::format;
use crate::server::answer::Reading;
use crate::server::boundaries;
use crate::server::dates;
use crate::server::league::capital;
use crate::server::links;
use crate::views::{Link, PartLine, Parts, Prose};

/// The table of the parts; without lines as reported.
pub(super) fn parts(reading: &Reading<'_>, measure: &Measure, receipt: &Receipt) -> Parts {
    if receipt.parts.is_empty() {
        return Parts::default();
    }
    let (above, below) = match &measure.shape {
        Shape::Count(sum) => (Some(capital(&sum.words)), None),
        Shape::Share {
            numerator,
            denominator,
        } => (
            Some(capital(&numerator.words)),
            Some(capital(&denominator.words)),
        ),
        Shape::Quantile { words, .. } => (None, Some(capital(words))),
    };
    Parts {
        caption: caption(receipt),
        numerator_label: above,
        denominator_label: below,
        lines: receipt
            .parts
            .iter()
            .map(|part| line(reading, measure, receipt, part))
            .collect(),
    }
}

/// `9 units make up the figure, on the boundaries of 1 April 2026; 1 did not submit`.
fn caption(receipt: &Receipt) -> String {
    let units = receipt.parts.len();
    let absent = receipt
        .parts
        .iter()
        .filter(|part| part.status == Status::NotSubmitted)
        .count();
    let divided = receipt
        .parts
        .iter()
        .filter(|part| part.share.is_some())
        .count();
    let mut said = format!(
        "{} {} up the figure{}",
        format::plural(units, "unit", "units"),
        if units == 1 { "makes" } else { "make" },
        boundaries::suffix(receipt.boundaries)
    );
    if divided > 0 {
        said.push_str(&format!("; {divided} in part only"));
    }
    if absent > 0 {
        said.push_str(&format!("; {absent} did not submit"));
    }
    said
}

fn line(
    reading: &Reading<'_>,
    measure: &Measure,
    receipt: &Receipt,
    part: &CarriedPart,
) -> PartLine {
    let counted = |counted: Option<i64>, whole: Option<i64>| match part.share {
        Some(_) if whole.is_some() => format!(
            "{} of {}",
            in_full(counted, measure.parts),
            in_full(whole, measure.parts)
        ),
        _ => in_full(counted, measure.parts),
    };
    let day = receipt.boundaries.day(receipt.figure.period);
    let sheet = receipt
        .inputs
        .first()
        .and_then(|input| input.source.sheet.as_deref());
    PartLine {
        unit: Link::new(
            part.name.clone(),
            own_receipt(reading, measure, receipt, part),
        ),
        code: part.unit.to_string(),
        share: part
            .share
            .map_or_else(|| "all".to_owned(), |share| share.to_string()),
        numerator: counted(part.counted_numerator, part.numerator),
        denominator: counted(part.counted_denominator, part.denominator),
        absent: match part.status {
            Status::NotSubmitted | Status::Suppressed | Status::Missing => {
                status_words(part.status).to_owned()
            }
            _ => String::new(),
        },
        rows: rows_words(&part.rows, sheet),
        way: match &part.lost {
            Some(reason) => vec![Prose::from(format!("No known home: {reason}."))],
            None if part.steps.is_empty() => vec![Prose::from("It is the body itself.")],
            None => part.steps.iter().map(|taken| step(taken, day)).collect(),
        },
    }
}

/// The receipt of the unit's own figure, as the file has it.
fn own_receipt(
    reading: &Reading<'_>,
    measure: &Measure,
    receipt: &Receipt,
    part: &CarriedPart,
) -> String {
    let query = SeriesQuery {
        treatment_function: receipt.key.treatment_function.clone(),
        ..SeriesQuery::new(measure.id.clone(), part.unit.clone())
    };
    let level = reading
        .snapshot
        .settle(&query)
        .map_or(Level::Provider, |key| key.level);
    let key = SeriesKey {
        body: part.unit.clone(),
        level,
        ..receipt.key.clone()
    };
    let view = links::View {
        as_known: receipt.as_known,
        ..links::View::default()
    };
    links::receipt(&key, measure, receipt.figure.period, view)
}

/// A row of the register in words, with its source: `QHG merged into NHS Central East ICB (S1Y5D), from
/// 1 April 2026. Register, succession.csv line 12: ODS change summary.`
fn step(step: &Step, day: Option<Date>) -> Prose {
    let name = |code: &BodyCode| Register::bundled().name_or(code.as_str(), code.as_str());
    // On the boundaries of an earlier day the way leads back, to those who went before.
    let is_back = step.relation.parse::<SuccessionKind>().is_ok()
        && step
            .since
            .is_some_and(|since| day.is_some_and(|day| since.first_day() > day));
    let since = step
        .since
        .map(|since| format!(", from {}", dates::half_date(since)))
        .unwrap_or_default();
    let share = match step.share {
        Some(share) if step.basis.is_empty() => format!(", {share} of it"),
        Some(share) => format!(", {share} of it by {}", step.basis),
        None => String::new(),
    };
    let note = if step.note.is_empty() {
        String::new()
    } else {
        format!(" {}.", capital(step.note.trim_end_matches('.')))
    };
    Prose::from(format!(
        "{} {} {} ({}){since}{share}.{note} ",
        step.from,
        if is_back {
            "came out of"
        } else {
            relation_words(step.relation)
        },
        name(&step.to),
        step.to
    ))
    .text(format!("Register, {}: ", step.origin))
    .and(sources(&step.origin.source))
}

/// Where a row comes from; an address stands behind the words before it.
fn sources(text: &str) -> Prose {
    let mut said = Prose::default();
    for (place, source) in text.split("; ").enumerate() {
        if place > 0 {
            said = said.text("; ");
        }
        said = match source.split_once(": https://") {
            Some((words, address)) if !address.contains(char::is_whitespace) => {
                said.link(words, format!("https://{address}"))
            }
            _ => said.text(source),
        };
    }
    said.text(".")
}

/// How one body stands to the next, in words.
fn relation_words(relation: &str) -> &str {
    match relation {
        "merger" => "merged into",
        "split" => "was divided; a part went to",
        "rename" => "was renamed, or took a new code:",
        "acquisition" => "was taken over by",
        "in-system" => "is in",
        "in-region" => "is in the region",
        other => other,
    }
}
