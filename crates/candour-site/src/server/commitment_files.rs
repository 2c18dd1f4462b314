//! Downloads of pages of commitments: the same rows as csv or JSON.

use candour_export::table::Cell;

use super::answer::{Answer, Reading};
use super::downloads::{self, Ending};
use super::error::AppError;
use super::promise_words as words;
use crate::views::{Ask, Block, Link, Prose, Section};
use candour_findings::Judged;
use candour_register::Register;

/// The last part of a page: its downloads and the address that keeps showing what it shows.
pub(super) fn section(path: &str, reading: &Reading<'_>, what: &str) -> Section {
    let query = reading.params.but(&["page", "sort", "order"], &[]);
    let link = |ending: &str, name: &str| Link::new(name, format!("{path}.{ending}{query}"));
    let mut section = Section::new("take", "Take it with you").with(Block::Downloads(
        what.to_owned(),
        vec![link("csv", "CSV"), link("json", "JSON")],
    ));
    let permalink = reading.permalink(path);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let field = |name: &str, label: &str, value: String| {
        let date = "date".to_owned();
        (name.to_owned(), label.to_owned(), date, value)
    };
    section = section
        .with(Block::Quiet(
            Prose::from("This page as it is known today: ")
                .link(reading.absolute(&permalink), permalink),
        ))
        .with(Block::Ask(Box::new(Ask {
            action: path.to_owned(),
            hidden: reading.hidden(&["as_known", "on", "page"]),
            fields: vec![
                field("as_known", "As known on", day(reading.params.as_known)),
                field("on", "Judged on", day(reading.params.on)),
            ],
            button: "Show".to_owned(),
            note: Prose::from(
                "Only what was out by the first day counts; what is due after the second is not yet due.",
            ),
            ..Ask::default()
        })));
    section
}

/// Heads of verdicts as a table.
pub(super) fn columns() -> Vec<String> {
    [
        "commitment",
        "title",
        "kind",
        "body",
        "name",
        "level",
        "due",
        "asked",
        "outcome",
        "why",
        "period",
        "value",
        "threshold",
        "margin",
        "unit",
        "since",
        "since_at_least",
        "last_met",
        "months_met",
        "months_judged",
        "days_late",
        "evidence",
        "row",
        "source",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A verdict as a row.
pub(super) fn row(judged: &Judged) -> Vec<Cell> {
    let (commitment, verdict) = (&judged.commitment, &judged.verdict);
    let text = |text: String| Cell::Text(text);
    let maybe = |text: Option<String>| text.map_or(Cell::Null, Cell::Text);
    let number = |number: Option<f64>| number.map_or(Cell::Null, Cell::Real);
    let whole = |number: Option<i64>| number.map_or(Cell::Null, Cell::Integer);
    vec![
        text(commitment.id.to_string()),
        text(commitment.title.clone()),
        text(commitment.kind.to_string()),
        text(verdict.body.to_string()),
        text(Register::bundled().name_or(verdict.body.as_str(), verdict.body.as_str())),
        text(judged.level.to_string()),
        text(words::due(commitment)),
        text(words::asked(commitment)),
        text(verdict.outcome.to_string()),
        maybe(
            verdict
                .why
                .as_ref()
                .map(candour_assessment::verdict::Why::in_words),
        ),
        maybe(verdict.period.map(|month| month.to_string())),
        number(verdict.value),
        number(verdict.threshold),
        number(verdict.margin),
        maybe(judged.unit().map(|unit| unit.to_string())),
        maybe(verdict.since.map(|since| since.month.to_string())),
        maybe(verdict.since.map(|since| since.at_least.to_string())),
        maybe(verdict.last_met.map(|month| month.to_string())),
        whole(verdict.months.map(|(met, _)| i64::from(met))),
        whole(verdict.months.map(|(_, judged)| i64::from(judged))),
        whole(verdict.late.map(|late| i64::from(late.days))),
        text(commitment.evidence.to_string()),
        text(commitment.place.to_string()),
        text(commitment.place.source.to_string()),
    ]
}

/// Verdicts as a file.
pub(super) fn file<'a>(
    all: impl IntoIterator<Item = &'a Judged>,
    ending: &str,
    name: &str,
) -> Result<Answer, AppError> {
    let rows: Vec<Vec<Cell>> = all.into_iter().map(row).collect();
    table(&columns(), &rows, ending, name)
}

/// Rows as csv or JSON.
pub(super) fn table(
    columns: &[String],
    rows: &[Vec<Cell>],
    ending: &str,
    name: &str,
) -> Result<Answer, AppError> {
    match downloads::ending(ending) {
        Some(Ending::Csv) => downloads::table(columns, rows, name),
        Some(Ending::Json) => {
            let list: Vec<serde_json::Map<String, serde_json::Value>> = rows
                .iter()
                .map(|row| {
                    columns
                        .iter()
                        .zip(row)
                        .map(|(column, cell)| Ok((column.clone(), serde_json::to_value(cell)?)))
                        .collect::<Result<_, serde_json::Error>>()
                })
                .collect::<Result<_, _>>()?;
            Answer::json(&list)
        }
        _ => Err(AppError::not_found(
            "There is no such page: this path can end in .csv or .json",
        )),
    }
}
