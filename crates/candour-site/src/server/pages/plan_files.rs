//! Plans of a year as a file.

use crate::server::people_words;
use candour_assessment::finance::BodyYear;
use candour_export::table::Cell as FileCell;
use candour_findings::PlanYear;

/// Heads of the downloads.
pub(super) fn columns() -> Vec<String> {
    [
        "body",
        "name",
        "kind",
        "year",
        "standing",
        "outcome",
        "plan",
        "plan_unit",
        "plan_basis",
        "plan_stage",
        "outturn",
        "outturn_unit",
        "outturn_basis",
        "gap",
        "gap_unit",
        "gap_bound",
        "why",
        "year_to_date",
        "year_to_date_month",
        "forecast",
        "leans",
        "flags",
        "rows",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Every body of the year as a row.
pub(super) fn file_rows(of: &PlanYear) -> Vec<Vec<FileCell>> {
    let systems = of.systems.bodies.iter().map(|body| (body, "system"));
    let trusts = of.trusts.bodies.iter().map(|body| (body, "trust"));
    systems
        .chain(trusts)
        .map(|(body, kind)| file_row(of, body, kind))
        .collect()
}

fn file_row(of: &PlanYear, body: &BodyYear, kind: &str) -> Vec<FileCell> {
    let found = &body.verdict;
    let text = |text: String| FileCell::Text(text);
    let maybe = |text: Option<String>| text.map_or(FileCell::Null, FileCell::Text);
    let number = |number: Option<f64>| number.map_or(FileCell::Null, FileCell::Real);
    let of_row = |row: Option<&candour_assessment::finance::Position>| {
        let given = row.and_then(candour_assessment::finance::Position::number);
        [
            number(given.map(|number| number.value)),
            maybe(given.map(|number| number.unit.to_string())),
            maybe(row.map(|row| row.basis.to_string())),
        ]
    };
    let mut cells = vec![
        text(body.body.to_string()),
        text(people_words::body_name(&body.body)),
        text(kind.to_owned()),
        text(of.year.to_string()),
        text(body.standing.to_string()),
        text(found.verdict.outcome.to_string()),
    ];
    cells.extend(of_row(found.plan.as_ref()));
    cells.push(maybe(
        found.plan.as_ref().map(|plan| plan.stage.to_string()),
    ));
    cells.extend(of_row(found.outturn.as_ref()));
    cells.extend([
        number(found.gap.map(|gap| gap.value)),
        maybe(found.gap.map(|gap| gap.unit.to_string())),
        maybe(found.gap.map(|gap| gap.bound.to_string())),
        maybe(
            found
                .verdict
                .why
                .as_ref()
                .map(candour_assessment::verdict::Why::in_words),
        ),
    ]);
    let to_date = found.prospect.to_date.as_ref();
    cells.extend([
        number(
            to_date
                .and_then(|found| found.position.as_ref())
                .and_then(|row| row.number())
                .map(|number| number.value),
        ),
        maybe(to_date.map(|found| found.month.to_string())),
        number(
            found
                .prospect
                .forecast
                .as_ref()
                .and_then(|row| row.number())
                .map(|number| number.value),
        ),
        maybe(
            found
                .prospect
                .leans()
                .map(|met| if met { "met" } else { "missed" }.to_owned()),
        ),
    ]);
    let flags: Vec<&str> = of
        .realism
        .get(&body.body)
        .map(|realism| realism.flags().map(|check| check.kind.as_str()).collect())
        .unwrap_or_default();
    cells.push(text(flags.join(" ")));
    let rows = [&found.plan, &found.outturn, &found.said];
    let rows: Vec<String> = rows
        .into_iter()
        .flatten()
        .map(|row| row.place.to_string())
        .collect();
    cells.push(text(rows.join("; ")));
    cells
}
