//! The rule book's cases, read where they lie and never copied here.
//!
//! They are looked for in the folder `CANDOUR_RULES`, by default `shared/rules/spc_cases` beside
//! the project.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use csv::StringRecord;

use super::super::icons::is_short;
use super::super::rules::{
    Marks, shift_window_end, spread_back, trend_rises, trend_window_end, two_in_three_flag,
    two_in_three_window,
};
use super::super::{
    Assurance, Direction, Facet, FacetAssessment, FacetOptions, Options, Point, Profile, SpcError,
    assess_facets,
};
use super::{Outcome, monthly};

type Row = BTreeMap<String, String>;
type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The folder of cases, or none, said aloud; absent where it must not be is a fault.
#[expect(clippy::print_stderr, reason = "a skipped test says so aloud")]
fn cases_folder() -> Fallible<Option<PathBuf>> {
    let beside = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/rules/spc_cases"
    );
    let folder = env::var_os("CANDOUR_RULES").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    if folder.join("cases.csv").is_file() {
        return Ok(Some(folder));
    }
    let skipped = format!("SKIPPED: no SPC conformance cases in {}", folder.display());
    if env::var_os("CANDOUR_REQUIRE_REAL_DATA").is_some_and(|wanted| wanted == "1") {
        return Err(skipped.into());
    }
    eprintln!("{skipped}");
    Ok(None)
}

fn read(folder: &std::path::Path, file: &str) -> Fallible<Vec<Row>> {
    let mut reader = csv::Reader::from_path(folder.join(file))?;
    let header = reader.headers()?.clone();
    let as_row = |record: StringRecord| {
        let cells = header.iter().zip(record.iter());
        cells.map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    };
    Ok(reader
        .records()
        .map(|record| record.map(as_row))
        .collect::<Result<_, _>>()?)
}

fn cell<'a>(row: &'a Row, name: &str) -> Fallible<&'a str> {
    let found = row.get(name).map(String::as_str);
    found.ok_or_else(|| format!("no column {name}").into())
}

fn optional<T: std::str::FromStr>(text: &str) -> Result<Option<T>, T::Err> {
    match text {
        "" | "NA" => Ok(None),
        _ => text.parse().map(Some),
    }
}

/// A list of numbers in one cell, separated by spaces.
fn list<T: std::str::FromStr>(row: &Row, name: &str) -> Fallible<Vec<T>>
where
    T::Err: std::error::Error + 'static,
{
    let words = cell(row, name)?.split_whitespace();
    Ok(words.map(str::parse).collect::<Result<_, _>>()?)
}

fn run_case(case: &Row, series: &[Row]) -> Fallible<Vec<FacetAssessment>> {
    let id = cell(case, "case_id")?;
    let mut facets: Vec<Facet> = Vec::new();
    for row in series.iter().filter(|row| row["case_id"] == id) {
        let name = cell(row, "facet")?;
        let point = Point {
            date: cell(row, "date")?.parse()?,
            value: optional(cell(row, "value")?)?,
        };
        match facets.iter_mut().find(|facet| facet.name == name) {
            Some(facet) => facet.points.push(point),
            None => facets.push(Facet {
                name: name.to_owned(),
                points: vec![point],
            }),
        }
    }
    let options = Options {
        profile: Profile {
            screen: cell(case, "screen_outliers")?.parse()?,
            ..Profile::nhsr_0_2_2()
        },
        direction: cell(case, "improvement_direction")?.parse()?,
        target: optional(cell(case, "target")?)?,
        fix_after: optional(cell(case, "fix_after_n_points")?)?,
        rebase: list(case, "rebase_dates")?,
        ..Options::default()
    };
    Ok(assess_facets(&facets, &FacetOptions::default(), &options)?)
}

fn chart_of<'a>(
    charts: &'a BTreeMap<String, Vec<FacetAssessment>>,
    row: &Row,
) -> Fallible<&'a FacetAssessment> {
    let (id, facet) = (cell(row, "case_id")?, cell(row, "facet")?);
    let mut found = charts.get(id).into_iter().flatten();
    let found = found.find(|chart| chart.facet == facet);
    found.ok_or_else(|| format!("no chart for {id} {facet}").into())
}

fn word(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty() && *text != "NA")
}

#[test]
fn series_cases() -> Outcome {
    let Some(folder) = cases_folder()? else {
        return Ok(());
    };
    let series = read(&folder, "series.csv")?;
    let mut charts = BTreeMap::new();
    for case in read(&folder, "cases.csv")? {
        let id = cell(&case, "case_id")?.to_owned();
        charts.insert(id, run_case(&case, &series)?);
    }
    assert!(!charts.is_empty());

    for row in read(&folder, "expected_limits.csv")? {
        let chart = &chart_of(&charts, &row)?.assessment;
        let index: usize = cell(&row, "rebase_group")?.parse()?;
        let group = &chart.groups[index];
        assert_eq!(group.rebase_group, index, "{row:?}");
        assert_eq!(group.n, cell(&row, "n")?.parse::<usize>()?, "{row:?}");
        assert_eq!(
            group.short,
            cell(&row, "short_group_warning")?.parse::<bool>()?,
            "{row:?}"
        );
        for (name, ours) in [
            ("mean", group.mean),
            ("lpl", group.lpl),
            ("upl", group.upl),
            ("near_lpl", group.near_lpl),
            ("near_upl", group.near_upl),
        ] {
            match (ours, optional::<f64>(cell(&row, name)?)?) {
                (Some(ours), Some(theirs)) => {
                    assert!((ours - theirs).abs() <= 1e-6, "{name} {ours} for {row:?}");
                }
                (ours, theirs) => assert_eq!(ours, theirs, "{name} for {row:?}"),
            }
        }
        let types = chart.points.iter().filter(|p| p.rebase_group == index);
        let types: Vec<_> = types
            .filter_map(|p| p.point_type)
            .map(|t| t.as_str())
            .collect();
        for (name, part) in [
            ("n_common_cause", "common"),
            ("n_improvement", "improvement"),
            ("n_concern", "concern"),
            ("n_neutral", "neutral"),
        ] {
            let ours = types.iter().filter(|word| word.contains(part)).count();
            assert_eq!(
                ours,
                cell(&row, name)?.parse::<usize>()?,
                "{name} for {row:?}"
            );
        }
        assert_eq!(
            types.last().copied(),
            word(cell(&row, "last_point_type")?),
            "{row:?}"
        );
    }

    let mut compared = BTreeMap::new();
    for row in read(&folder, "expected_points.csv")? {
        let chart = chart_of(&charts, &row)?;
        let at = compared
            .entry((cell(&row, "case_id")?.to_owned(), chart.facet.clone()))
            .or_insert(0_usize);
        let ours = &chart.assessment.points[*at];
        *at += 1;
        assert_eq!(ours.date, cell(&row, "date")?.parse()?, "{row:?}");
        assert_eq!(ours.value, optional(cell(&row, "value")?)?, "{row:?}");
        assert_eq!(
            ours.rebase_group,
            cell(&row, "rebase_group")?.parse::<usize>()?,
            "{row:?}"
        );
        assert_eq!(
            ours.relative_to_mean,
            optional(cell(&row, "relative_to_mean")?)?,
            "{row:?}"
        );
        assert_eq!(
            ours.outside_limits,
            optional(cell(&row, "outside_limits")?)?,
            "{row:?}"
        );
        assert_eq!(
            ours.close_to_limits,
            optional(cell(&row, "close_to_limits")?)?,
            "{row:?}"
        );
        let cause = ours.special_cause.map(|cause| cause.as_str());
        assert_eq!(cause, word(cell(&row, "special_cause_type")?), "{row:?}");
        let class = ours.point_type.map(|class| class.as_str());
        assert_eq!(class, word(cell(&row, "point_type")?), "{row:?}");
    }
    for ((id, facet), count) in compared {
        let chart = charts[&id].iter().find(|chart| chart.facet == facet);
        assert_eq!(
            chart.map(|c| c.assessment.points.len()),
            Some(count),
            "{id} {facet}"
        );
    }

    for row in read(&folder, "expected_icons.csv")? {
        let chart = &chart_of(&charts, &row)?.assessment;
        let variation = chart.variation.map(|icon| icon.as_str());
        assert_eq!(variation, word(cell(&row, "variation_icon")?), "{row:?}");
        let assurance = chart.assurance.map(|icon| icon.as_str());
        assert_eq!(assurance, word(cell(&row, "assurance_type")?), "{row:?}");
    }
    Ok(())
}

#[test]
fn unit_rules() -> Outcome {
    let Some(folder) = cases_folder()? else {
        return Ok(());
    };
    for row in read(&folder, "unit_rules.csv")? {
        let a: Vec<f64> = list(&row, "input_a")?;
        let signs: Vec<i8> = a
            .iter()
            .map(|&v| i8::from(v > 0.0) - i8::from(v < 0.0))
            .collect();
        let marks: Vec<bool> = signs.iter().map(|&sign| sign != 0).collect();
        let sides: Vec<i8> = list(&row, "input_b")?;
        let joined: Vec<bool> = (0..a.len()).map(|at| at > 0).collect();

        let mut ends = Vec::new();
        let mut spread = Vec::new();
        let mut windows = Vec::new();
        let ours: Vec<i8> = match cell(&row, "function")? {
            "shift_window_end" => {
                shift_window_end(&signs, &joined, 7, &mut ends);
                // The vector says only that a window ends here, not on which side.
                ends.iter().map(|end| end.abs()).collect()
            }
            "trend_window_end" => {
                trend_window_end(&a, &joined, 7, &mut ends);
                ends
            }
            "spread_back_over_7" => {
                spread_back(&signs, 7, &mut spread);
                spread.iter().map(|&w| i8::from(w != 0)).collect()
            }
            "two_in_three_window" => {
                two_in_three_window(&marks, &sides, &joined, &mut windows);
                windows.iter().map(|&w| i8::from(w)).collect()
            }
            "two_in_three_flag" => {
                two_in_three_window(&marks, &sides, &joined, &mut windows);
                let flags = windows.iter().zip(&marks);
                flags
                    .map(|(&w, &near)| i8::from(two_in_three_flag(w, near)))
                    .collect()
            }
            other => return Err(format!("no rule is called {other}").into()),
        };
        assert_eq!(ours, list::<i8>(&row, "expected")?, "{row:?}");
    }
    Ok(())
}

#[test]
fn unit_priority() -> Outcome {
    let Some(folder) = cases_folder()? else {
        return Ok(());
    };
    for row in read(&folder, "unit_priority.csv")? {
        let values: Vec<f64> = list(&row, "y")?;
        let joined: Vec<bool> = (0..values.len()).map(|at| at > 0).collect();
        let trends: Vec<i8> = list(&row, "in_trend")?;
        let trends: Vec<u8> = trends.iter().map(|&sign| u8::from(sign != 0)).collect();
        let flags = |name| -> Fallible<Vec<bool>> {
            Ok(list::<i8>(&row, name)?
                .iter()
                .map(|&sign| sign != 0)
                .collect())
        };
        let (shifts, twos) = (flags("in_shift")?, flags("in_two_in_three")?);
        let (outside, sides) = (flags("outside")?, list::<i8>(&row, "relative_to_mean")?);
        let expected = cell(&row, "expected")?.split(';');
        for (at, expected) in expected.enumerate() {
            let marks = Marks {
                side: sides[at],
                outside: outside[at],
                trends: trends[at],
                rises: trend_rises(at, &values, &joined, &trends),
                two_in_three: twos[at],
                in_shift: shifts[at],
            };
            assert_eq!(marks.label().as_str(), expected, "point {at} of {row:?}");
        }
    }
    Ok(())
}

#[test]
fn unit_assurance_and_short_groups() -> Outcome {
    let Some(folder) = cases_folder()? else {
        return Ok(());
    };
    for row in read(&folder, "unit_assurance.csv")? {
        let ours = Assurance::of(
            optional(cell(&row, "target")?)?,
            cell(&row, "lpl")?.parse()?,
            cell(&row, "upl")?.parse()?,
            cell(&row, "improvement_direction")?.parse()?,
        );
        assert_eq!(
            ours.map(Assurance::as_str),
            word(cell(&row, "expected")?),
            "{row:?}"
        );
    }
    for row in read(&folder, "unit_short_groups.csv")? {
        let threshold: usize = cell(&row, "threshold")?.parse()?;
        let sizes: Vec<usize> = list(&row, "group_sizes")?;
        let ours: Vec<bool> = sizes.iter().map(|&n| is_short(n, threshold)).collect();
        assert_eq!(ours, list::<bool>(&row, "expected_flags")?, "{row:?}");
    }
    Ok(())
}

/// The checks that are ours to make. The others of the list (a text among the values, a column that
/// is not there, two targets for one facet, a rebase value that is no date) cannot be said in
/// these types: the reader of the data refuses them.
#[test]
fn unit_validation() -> Outcome {
    let Some(folder) = cases_folder()? else {
        return Ok(());
    };
    for row in read(&folder, "unit_validation.csv")? {
        if cell(&row, "outcome")? != "error" {
            continue;
        }
        let facet = |name: &str, points| Facet {
            name: name.to_owned(),
            points,
        };
        let mut common = Options::default();
        let mut particular = FacetOptions::default();
        let mut facets = vec![facet("a", monthly([1.0, 2.0]))];
        let refused = match cell(&row, "message_gist")? {
            "duplicate rows found in date field" => {
                let twice = facets[0].points[1];
                facets[0].points.push(twice);
                assess_facets(&facets, &particular, &common).err()
            }
            "must be one number >= 12" => {
                common.fix_after = Some(11);
                assess_facets(&facets, &particular, &common).err()
            }
            "invalid choice" => "sideways".parse::<Direction>().err(),
            "rebase names not in the facet column" => {
                particular.rebase.insert("b".to_owned(), Vec::new());
                assess_facets(&facets, &particular, &common).err()
            }
            _ => continue,
        };
        let matches = match cell(&row, "case_id")? {
            "E01" => matches!(&refused, Some(SpcError::InFacet { fault, .. })
                if matches!(**fault, SpcError::DuplicateDate { first: 2, second: 3, .. })),
            "E05" => matches!(&refused, Some(SpcError::InFacet { fault, .. })
                if **fault == SpcError::FixAfterTooSmall { given: 11 }),
            _ => refused.is_some(),
        };
        assert!(matches, "{refused:?} for {row:?}");
    }
    Ok(())
}
