//! `spc FILE`: the XmR chart of anybody's figures.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use candour_assessment::{
    Adjacency, Facet, FacetAssessment, FacetOptions, Options, Point, Profile, assess_facets,
};
use jiff::civil::Date;

use crate::cli::{Format, Global, Spc};
use crate::output::{self, Table};

pub(super) fn run(global: &Global, spc: &Spc) -> anyhow::Result<ExitCode> {
    let name = spc.file.display().to_string();
    let facets = if spc.file == Path::new("-") {
        read(io::stdin().lock(), "standard input")?
    } else {
        read(File::open(&spc.file).with_context(|| name.clone())?, &name)?
    };
    let options = Options {
        profile: Profile {
            screen: spc.profile.screen && !spc.no_screen,
            ..spc.profile
        },
        direction: spc.improvement,
        target: spc.target,
        fix_after: spc.fix_after,
        rebase: spc.rebase.clone(),
        adjacency: Adjacency::Rows,
    };
    let assessed =
        assess_facets(&facets, &FacetOptions::default(), &options).with_context(|| name)?;
    for facet in &assessed {
        for warning in &facet.assessment.warnings {
            output::tell(&format!("warning: facet {}: {warning}", facet.facet));
        }
    }
    print(global, &assessed)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints assessments in the shape shared with `assess`.
pub(super) fn print(global: &Global, assessed: &[FacetAssessment]) -> anyhow::Result<()> {
    match global.format {
        Format::Json => output::json(&serde_json::json!({ "facets": assessed })),
        Format::Csv => points_csv(assessed),
        Format::Table => {
            let mut limits = Table::new(&[
                "facet",
                ">group",
                ">n",
                ">mean",
                ">lower limit",
                ">upper limit",
                "variation",
                "assurance",
            ]);
            let mut points = Table::new(&[
                "facet",
                "date",
                ">value",
                ">group",
                "special cause",
                "meaning",
            ]);
            for facet in assessed {
                let last = facet.assessment.groups.len().saturating_sub(1);
                for (place, group) in facet.assessment.groups.iter().enumerate() {
                    let icon =
                        |word: Option<String>| word.filter(|_| place == last).unwrap_or_default();
                    limits.row([
                        facet.facet.clone(),
                        group.rebase_group.to_string(),
                        format!(
                            "{}{}",
                            group.n,
                            if group.short { " (trial limits)" } else { "" }
                        ),
                        figure(group.mean),
                        figure(group.lpl),
                        figure(group.upl),
                        icon(
                            facet
                                .assessment
                                .variation
                                .map(|icon| icon.as_str().to_owned()),
                        ),
                        icon(
                            facet
                                .assessment
                                .assurance
                                .map(|icon| icon.as_str().to_owned()),
                        ),
                    ]);
                }
                for point in &facet.assessment.points {
                    points.row([
                        facet.facet.clone(),
                        point.date.to_string(),
                        figure(point.value),
                        point.rebase_group.to_string(),
                        point
                            .special_cause
                            .map_or_else(String::new, |cause| cause.as_str().to_owned()),
                        point
                            .point_type
                            .map_or_else(String::new, |kind| kind.as_str().to_owned()),
                    ]);
                }
            }
            let out = &mut io::stdout().lock();
            limits.print(out)?;
            io::Write::write_all(out, b"\n")?;
            points.print(out)?;
            Ok(())
        }
    }
}

fn points_csv(assessed: &[FacetAssessment]) -> anyhow::Result<()> {
    #[derive(serde::Serialize)]
    struct Row<'a> {
        facet: &'a str,
        date: Date,
        value: Option<f64>,
        rebase_group: usize,
        mean: Option<f64>,
        lpl: Option<f64>,
        upl: Option<f64>,
        relative_to_mean: Option<i8>,
        outside_limits: Option<bool>,
        close_to_limits: Option<bool>,
        special_cause: Option<&'static str>,
        point_type: Option<&'static str>,
    }
    output::csv(assessed.iter().flat_map(|facet| {
        facet.assessment.points.iter().map(move |point| {
            let group = facet
                .assessment
                .groups
                .iter()
                .find(|group| group.rebase_group == point.rebase_group);
            Row {
                facet: &facet.facet,
                date: point.date,
                value: point.value,
                rebase_group: point.rebase_group,
                mean: group.and_then(|group| group.mean),
                lpl: group.and_then(|group| group.lpl),
                upl: group.and_then(|group| group.upl),
                relative_to_mean: point.relative_to_mean,
                outside_limits: point.outside_limits,
                close_to_limits: point.close_to_limits,
                special_cause: point
                    .special_cause
                    .map(candour_assessment::SpecialCause::as_str),
                point_type: point.point_type.map(candour_assessment::PointType::as_str),
            }
        })
    }))
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(
        || "-".to_owned(),
        |value| {
            format!("{value:.4}")
                .trim_end_matches('0')
                .trim_end_matches('.')
                .to_owned()
        },
    )
}

/// Reads the columns date, value and, where there is one, facet. Every fault is told, with its line.
fn read(input: impl Read, name: &str) -> anyhow::Result<Vec<Facet>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(input);
    let headings = reader.headers().with_context(|| name.to_owned())?.clone();
    let find = |wanted: &str| {
        headings.iter().position(|heading| {
            heading
                .trim_start_matches('\u{feff}')
                .eq_ignore_ascii_case(wanted)
        })
    };
    let (Some(date), Some(value)) = (find("date"), find("value")) else {
        let seen: Vec<&str> = headings.iter().collect();
        bail!(
            "{name}: expected columns date and value, and facet if you like; saw {}",
            seen.join(", ")
        );
    };
    let facet = find("facet");
    let mut facets: Vec<Facet> = Vec::new();
    let mut faults = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(error.to_string());
                continue;
            }
        };
        let line = record
            .position()
            .map_or(index as u64 + 2, csv::Position::line);
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let when = cell(date).get(..10).unwrap_or(cell(date)).parse::<Date>();
        if when.is_err() || (cell(date).len() > 10 && !cell(date)[10..].starts_with(['T', ' '])) {
            faults.push(format!(
                "line {line}, column date: expected a date such as 2026-01-31, saw `{}`",
                cell(date)
            ));
        }
        let number = match cell(value) {
            "" | "NA" => Ok(None),
            text => text
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
                .map(Some)
                .ok_or(()),
        };
        if number.is_err() {
            faults.push(format!(
                "line {line}, column value: expected a number, or nothing, saw `{}`",
                cell(value)
            ));
        }
        let (Ok(when), Ok(number)) = (when, number) else {
            continue;
        };
        let wanted = facet.map_or("all", cell);
        let place = facets
            .iter()
            .position(|facet| facet.name == wanted)
            .unwrap_or_else(|| {
                facets.push(Facet {
                    name: wanted.to_owned(),
                    points: Vec::new(),
                });
                facets.len() - 1
            });
        facets[place].points.push(Point {
            date: when,
            value: number,
        });
    }
    if !faults.is_empty() {
        bail!("{name}: {}", faults.join("\n  "));
    }
    if facets.is_empty() {
        bail!("{name}: expected rows of a date and a value, saw none");
    }
    Ok(facets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_with_its_line() {
        let fault = read(
            "date,value\n2026-01-01,1\nsoon,2\n2026-01-03,many\n".as_bytes(),
            "x.csv",
        )
        .map(|_| ());
        let fault = fault.expect_err("two lines are wrong").to_string();
        assert!(
            fault.contains("line 3, column date") && fault.contains("line 4, column value"),
            "{fault}"
        );
        let fault = read("when,what\n".as_bytes(), "x.csv")
            .expect_err("no columns")
            .to_string();
        assert!(fault.contains("expected columns date and value"), "{fault}");
    }

    #[test]
    fn facets_keep_their_order_and_blanks_are_absent() {
        let facets = read(
            "facet,Date,value\nb,2026-01-01,1\na,2026-01-01,\nb,2026-01-02T00:00:00,NA\n"
                .as_bytes(),
            "x",
        )
        .expect("sound");
        assert_eq!(facets.len(), 2);
        assert_eq!(facets[0].name, "b");
        assert_eq!(facets[0].points[1].value, None);
        assert_eq!(facets[1].points[0].value, None);
    }
}
