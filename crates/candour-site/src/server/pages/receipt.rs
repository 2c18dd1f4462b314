//! `/receipts/{measure}/{body}/{month}`.

use candour_archive::{Input as Behind, KnownBody, Receipt, ReceiptShape, cadence};
use candour_core::{Month, Status};
use candour_measures::{Catalogue, Measure, Parts, Shape};

use super::receipt_parts::parts;
use super::receipt_rows::{csv, held_rows, rows_words};
use super::source::published_basis;
use crate::format;
use crate::server::answer::{Answer, Reading};
use crate::server::common::caveats;
use crate::server::dates;
use crate::server::downloads::{self, Ending};
use crate::server::error::AppError;
use crate::server::links;
use crate::server::told::Told;
use crate::server::wording;
use crate::views::{Banner, Input, Link, Prose, PublishedOn, ReceiptRows, ReceiptView, Version};

pub(in crate::server) fn answer(
    reading: &Reading<'_>,
    measure: &str,
    body: &str,
    last: &str,
) -> Result<Answer, AppError> {
    let (month, ending) = downloads::split(last)?;
    let month: Month = month.parse().map_err(|_| {
        let seen: String = month.chars().take(20).collect();
        AppError::bad_request(
            format!("“{seen}” is not a month"),
            "Write a month as a year and two digits, such as 2026-01.".to_owned(),
        )
    })?;
    let measure = reading.snapshot.measure(measure)?;
    let body = reading.snapshot.body(body)?;
    let mut query = reading.query(measure, &body.code);
    query.from = None;
    query.to = None;
    let receipt = reading.snapshot.explain(&query, month)?;
    let name = format!("receipt-{}-{}-{month}", measure.id, body.code);
    match ending {
        None => Ok(Answer::html(
            view(reading, measure, &body, &receipt)?.render()?,
        )),
        Some(Ending::Json) => Answer::json(&ReceiptShape::from(&receipt)),
        Some(Ending::Csv) => csv(reading, &receipt, &name),
        // A workbook or a Parquet file holds the figure with its sources.
        Some(ending) => {
            query.from = Some(month);
            query.to = Some(month);
            let series = reading.snapshot.series(&query)?;
            downloads::figures(
                reading,
                &[series],
                ending,
                &name,
                &format!(
                    "{}, {}, {}",
                    measure.title,
                    body.name,
                    cadence(measure).in_words(month)
                ),
            )
        }
    }
}

fn view(
    reading: &Reading<'_>,
    measure: &'static Measure,
    body: &KnownBody,
    receipt: &Receipt,
) -> Result<ReceiptView, AppError> {
    let figure = &receipt.figure;
    let month = figure.period;
    let told = Told::new(
        reading.snapshot,
        candour_archive::Series {
            key: receipt.key.clone(),
            as_known: receipt.as_known,
            boundaries: receipt.boundaries,
            figures: vec![figure.clone()],
            undated: 0,
        },
        &body.name,
    )?;
    let on = told.suffix();
    let value = match figure.value {
        Some(value) if figure.over => format!("over {}", format::target(value, measure.unit)),
        Some(value) => format::value_in_full(value, measure.unit),
        None => status_words(figure.status).to_owned(),
    };
    let subject = wording::subject(&measure.title);
    let place = wording::place(receipt.key.level, &body.name);
    let heading = format!(
        "{subject} {place} {}{on}: {}{}",
        wording::in_period(cadence(measure), month),
        told.figure(figure).text,
        if figure.status == Status::Estimate {
            " (estimate)"
        } else {
            ""
        }
    );
    let path = links::receipt_path(&receipt.key, month);
    let held = receipt.inputs.iter().all(|input| input.source.row.held);
    let mut page = reading.page(
        heading.clone(),
        vec![
            reading.root(),
            reading.measure_link(measure),
            Link::new(body.name.clone(), told.chart_path()),
        ],
        false,
    );
    if !held {
        page.banners.push(Banner::StarterFigures);
    }
    let publishers: Vec<&str> = receipt
        .inputs
        .iter()
        .map(|input| input.source.publisher.as_str())
        .collect();
    let citation = reading.citation(
        &path,
        &format!(
            "{subject} {place}, {}: {value}",
            cadence(measure).in_words(month)
        ),
        &publishers,
    );
    // A figure of which nobody knows when it was published cannot be pinned to a day.
    let dated = |input: &Behind| input.source.row.published_on.is_some();
    let embed = if receipt.inputs.iter().all(dated) {
        super::embed::code(
            reading,
            &super::embed::figure_path(&told, month),
            &heading,
            super::embed::FIGURE_HEIGHT,
        )
    } else {
        String::new()
    };
    Ok(ReceiptView {
        embed,
        page,
        heading,
        formula: formula(measure, receipt, &value),
        value,
        formula_words: receipt.formula.clone(),
        status: status_words(figure.status).to_owned(),
        notes: notes(reading, measure, &told, receipt)?,
        inputs: receipt
            .inputs
            .iter()
            .map(|behind| input(behind, measure.parts))
            .collect(),
        parts: parts(reading, measure, receipt),
        rows: if held {
            held_rows(reading, measure, receipt)?
        } else {
            ReceiptRows::NotHeld
        },
        versions: versions(measure, receipt),
        download: receipt
            .inputs
            .first()
            .filter(|input| input.source.row.held)
            .map(|input| {
                Link::new(
                    super::source::download_words(&input.source),
                    format!("{}/file", links::source(&input.source.row.sha256)),
                )
            }),
        agreeing: receipt.compared.iter().map(agreeing).collect(),
        series: Link::new(
            "The series that this figure is a point of",
            told.chart_path(),
        ),
        command: command(receipt),
        downloads: reading.downloads(&path, "the receipt"),
        citation,
    })
}

pub(super) const fn status_words(status: Status) -> &'static str {
    match status {
        Status::Reported => "as reported",
        Status::Estimate => "estimate",
        Status::Partial => "partial: the file holds some bodies only",
        Status::Missing => "missing",
        Status::Suppressed => "suppressed by the publisher",
        Status::NotSubmitted => "not submitted",
        Status::NotApplicable => "not applicable",
        Status::NoneHeldThen => "not out by then",
    }
}

pub(super) fn in_full(number: Option<i64>, parts: Parts) -> String {
    number
        .map(|number| format::part(number, parts))
        .unwrap_or_default()
}

/// The formula with the numbers in it.
fn formula(measure: &Measure, receipt: &Receipt, value: &str) -> String {
    let figure = &receipt.figure;
    match &measure.shape {
        Shape::Share { .. } if figure.denominator.is_some() => {
            format!(
                "{} ÷ {} = {value}",
                in_full(figure.numerator, measure.parts),
                in_full(figure.denominator, measure.parts)
            )
        }
        Shape::Quantile { words, .. } if figure.denominator.is_some() => {
            format!(
                "{value}, from the weekly bands of {} {words}",
                in_full(figure.denominator, measure.parts)
            )
        }
        _ => value.to_owned(),
    }
}

fn notes(
    reading: &Reading<'_>,
    measure: &'static Measure,
    told: &Told,
    receipt: &Receipt,
) -> Result<Vec<Prose>, AppError> {
    let mut notes = caveats([measure]);
    notes.extend(reading.estimate_note(told)?);
    notes.push(Prose::from(format!(
        "Left out: {}",
        measure.left_out.trim()
    )));
    let basis = told.basis_note();
    if !basis.is_empty() {
        notes.push(Prose::from(basis));
    }
    if let Some(list) = measure
        .not_submitted
        .as_ref()
        .filter(|_| receipt.figure.status == Status::NotSubmitted)
        && let Some(row) = list.row(receipt.key.body.as_str(), receipt.figure.period)
    {
        notes.push(Prose::from(format!(
            "{} Source: {}",
            row.reason, row.source
        )));
    }
    if let Some(standard) = candour_findings::standard_in(measure, receipt.figure.period) {
        notes.push(Prose::from(format!("{}.", standard.label())));
    }
    Ok(notes)
}

fn input(input: &Behind, parts: Parts) -> Input {
    let source = &input.source;
    Input {
        file: Link::new(
            source.row.file_name.clone(),
            links::source(&source.row.sha256),
        ),
        publisher: source.publisher.clone(),
        licence: source.licence.clone(),
        sha256: source.row.sha256.to_string(),
        published: PublishedOn(source.row.published_on.map(dates::day)),
        published_basis: published_basis(source.row.published_basis).to_owned(),
        rows: rows_words(&input.rows, source.sheet.as_deref()),
        numerator: in_full(input.numerator, parts),
        denominator: in_full(input.denominator, parts),
    }
}

/// The figure in every version of its month, this one among them; none where there is one only.
fn versions(measure: &Measure, receipt: &Receipt) -> Vec<Version> {
    let words = |value: Option<f64>, status: Status| {
        value.map_or_else(
            || status_words(status).to_owned(),
            |value| format::value_in_full(value, measure.unit),
        )
    };
    let Some(input) = receipt
        .inputs
        .first()
        .filter(|_| !receipt.versions.is_empty())
    else {
        return Vec::new();
    };
    let this = Version {
        published: PublishedOn(input.source.row.published_on.map(dates::day)),
        value: words(receipt.figure.value, receipt.figure.status),
        file: Link::new(
            input.source.row.file_name.clone(),
            links::source(&input.source.row.sha256),
        ),
        change: String::new(),
        this: true,
    };
    let others = receipt.versions.iter().map(|other| {
        let partial = if other.scope == candour_core::Scope::Partial {
            "some bodies only"
        } else {
            ""
        };
        let change = match (other.value, receipt.figure.value) {
            (Some(one), Some(value)) if one.to_bits() == value.to_bits() => "the same",
            (Some(_), Some(_)) => "differs",
            _ => partial,
        };
        let version = Version {
            published: PublishedOn(other.published_on.map(dates::day)),
            value: words(other.value, other.status),
            file: Link::new(other.file_name.clone(), links::source(&other.sha256)),
            change: change.to_owned(),
            this: false,
        };
        (other.published_on, version)
    });
    let mut all: Vec<_> = others
        .chain([(input.source.row.published_on, this)])
        .collect();
    all.sort_by_key(|(published, _)| std::cmp::Reverse(*published));
    all.into_iter().map(|(_, version)| version).collect()
}

fn agreeing(other: &candour_archive::Compared) -> Prose {
    let verdict = if other.differences == 0 {
        format!(" agrees in all {} cells that both have.", other.cells)
    } else {
        format!(
            " differs in {} of {} cells that both have.",
            other.differences, other.cells
        )
    };
    Prose::default()
        .link(other.file_name.clone(), links::source(&other.sha256))
        .text(verdict)
}

/// The command that prints the same receipt.
fn command(receipt: &Receipt) -> String {
    let key = &receipt.key;
    let mut words = format!(
        "candour explain {} --body {} --period {}",
        key.measure, key.body, receipt.figure.period
    );
    if key.basis != candour_archive::usual_basis(key.level) {
        words.push_str(&format!(" --basis {}", key.basis));
    }
    if let Some(function) = &key.treatment_function {
        let split = Catalogue::bundled()
            .get(&key.measure)
            .map(Measure::split_name);
        let option = if split == Some("sector") {
            "sector"
        } else {
            "treatment-function"
        };
        words.push_str(&format!(" --{option} {function}"));
    }
    if let Some(day) = receipt.as_known {
        words.push_str(&format!(" --as-known {day}"));
    }
    if !receipt.boundaries.is_as_reported() {
        words.push_str(&format!(" --boundaries {}", receipt.boundaries));
    }
    words + " --rows"
}
