//! How forecasts fare on the real published series: of the intervals that could have been made with what was
//! known at the time, how many held. `docs/forecasts.md` has the tables that this prints:
//!
//! `cargo test --release -p candour-findings --test forecast -- --nocapture`

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
#![expect(
    clippy::print_stdout,
    reason = "the tables are shown where they are asked for"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use candour_archive::{Archive, Series, Snapshot, Writer};
use candour_assessment::forecast::{
    BackTestOptions, BackTestRow, Comparison, ForecastOptions, LandingPair, Method, Outlook,
    Population, Scale, back_test, back_test_outlook, past_forecasts, pool, test_landing,
};
use candour_core::{BodyCode, Cadence, Level, Month};
use candour_measures::Catalogue;
use candour_register::Boundaries;

use support::real_data;

type Values = Vec<(Month, Option<f64>)>;

/// Several series that are counted together.
struct Group {
    name: &'static str,
    scale: Scale,
    cadence: Cadence,
    /// What an error is multiplied with to be printed: points of per cent, thousands.
    unit: f64,
    series: Vec<Values>,
}

fn values(series: &Series) -> Values {
    series
        .figures
        .iter()
        .map(|figure| (figure.period, figure.value))
        .collect()
}

fn of_level(snapshot: &Snapshot<'_>, measure: &str, level: Level) -> Vec<Series> {
    let measure = Catalogue::bundled()
        .iter()
        .find(|known| known.id.as_str() == measure)
        .unwrap();
    snapshot
        .figures_of_level(
            measure,
            level,
            candour_archive::usual_basis(level),
            None,
            Boundaries::AsReported,
            None,
        )
        .unwrap()
}

/// A line of the tidy file of referral-to-treatment totals, by month.
fn tidy(data: &Path, wanted: &str) -> Vec<(Month, f64)> {
    let mut reader =
        csv::Reader::from_path(data.join("tidy_series/england_rtt_overview.csv")).unwrap();
    let mut found: Vec<(Month, f64)> = reader
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[1] == wanted)
        .map(|row| (row[0][..7].parse().unwrap(), row[2].parse().unwrap()))
        .collect();
    found.sort_by_key(|(month, _)| *month);
    // The file runs from August 2007 to May 2024, without a gap.
    assert_eq!(found.len(), 202, "{wanted}");
    found
}

fn counted(series: &[(Month, f64)]) -> Vec<Values> {
    vec![
        series
            .iter()
            .map(|(month, count)| (*month, Some(*count)))
            .collect(),
    ]
}

/// Every series of the real files that is tested, or none, said out loud.
fn groups() -> Option<&'static Vec<Group>> {
    static GROUPS: OnceLock<Option<Vec<Group>>> = OnceLock::new();
    GROUPS
        .get_or_init(|| {
            let data = real_data(&["ae_monthly", "beds_kh03", "tidy_series"], "forecast")?;
            let folder = tempfile::tempdir().unwrap();
            let mut writer = Writer::open(folder.path()).unwrap();
            let paths = [data.join("ae_monthly"), data.join("beds_kh03")];
            writer.ingest(&paths, None, &mut |_| {}).unwrap();
            drop(writer);
            let archive = Archive::open(folder.path()).unwrap();
            let snapshot = archive.snapshot().unwrap();
            let four_hours = |level| of_level(&snapshot, "ae-four-hour", level);
            let all = |series: &[Series]| series.iter().map(values).collect();
            let providers = four_hours(Level::Provider);
            let major: BTreeSet<BodyCode> =
                of_level(&snapshot, "ae-four-hour-type1", Level::Provider)
                    .into_iter()
                    .filter(|series| series.figures.iter().any(|figure| figure.value.is_some()))
                    .map(|series| series.key.body)
                    .collect();
            let with_major: Vec<Series> = providers
                .iter()
                .filter(|series| major.contains(&series.key.body))
                .cloned()
                .collect();
            let share = |name, series: &[Series]| Group {
                name,
                scale: Scale::Share,
                cadence: Cadence::Monthly,
                unit: 100.0,
                series: all(series),
            };
            let mut groups = vec![
                share("A&E within 4 hours, England", &four_hours(Level::England)),
                share("A&E within 4 hours, regions", &four_hours(Level::Region)),
                share("A&E within 4 hours, major departments", &with_major),
                share("A&E within 4 hours, all providers", &providers),
            ];
            let (within, total) = (
                tidy(&data, "No. within 18 weeks"),
                tidy(&data, "Total waiting"),
            );
            let shares: Vec<(Month, f64)> = within
                .iter()
                .zip(&total)
                .map(|((month, within), (_, total))| (*month, within / total))
                .collect();
            groups.push(Group {
                name: "RTT within 18 weeks, England",
                scale: Scale::Share,
                cadence: Cadence::Monthly,
                unit: 100.0,
                series: counted(&shares),
            });
            for (name, series) in [
                ("RTT waiting (thousands), England", &total),
                (
                    "RTT over 52 weeks (thousands), England",
                    &tidy(&data, "No. > 52 weeks"),
                ),
            ] {
                groups.push(Group {
                    name,
                    scale: Scale::Count,
                    cadence: Cadence::Monthly,
                    unit: 0.001,
                    series: counted(series),
                });
            }
            let beds = of_level(&snapshot, "beds-occupancy", Level::Provider);
            let june_2010 = Month::new(2010, 6);
            groups.push(Group {
                name: "KH03 bed occupancy by quarter, all providers",
                scale: Scale::Share,
                cadence: Cadence::Quarterly {
                    yearly_before: june_2010,
                },
                unit: 100.0,
                // Some returns have more beds occupied than available; such a share is none of the scale.
                series: beds
                    .iter()
                    .map(|series| {
                        let within = |value: &f64| (0.0..=1.0).contains(value);
                        series
                            .figures
                            .iter()
                            .map(|figure| (figure.period, figure.value.filter(within)))
                            .collect()
                    })
                    .collect(),
            });
            Some(groups)
        })
        .as_ref()
}

fn tested(group: &Group, methods: &[Method], widen: f64) -> Vec<BackTestRow> {
    let options = BackTestOptions {
        methods: methods.to_vec(),
        horizons: match group.cadence {
            Cadence::Monthly => vec![1, 3, 6, 12],
            Cadence::Quarterly { .. } => vec![1, 2, 4],
        },
        cadence: group.cadence,
        scale: group.scale,
        widen,
        ..BackTestOptions::default()
    };
    pool(
        group
            .series
            .iter()
            .flat_map(|series| back_test(series, &options).unwrap()),
    )
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.0}", share * 100.0))
}

/// The tables of the report.
#[test]
fn tables() {
    let Some(groups) = groups() else { return };
    println!(
        "\n| series | ahead | forecasts | 50% held | 80% held | of own errors | of widened errors | 95% held | mean error | mean width of 80% |",
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for group in groups {
        for at in tested(group, &[Method::Combined], 1.0).chunks(3) {
            let [half, eighty, most] = at else { panic!() };
            println!(
                "| {} | {} | {} | {} | **{}** | {} ({}) | {} ({}) | {} ({}) | {:.2} | {:.2} |",
                group.name,
                half.ahead,
                eighty.intervals + eighty.widened,
                percent(half.held_share()),
                percent(eighty.held_share()),
                percent(eighty.own_share()),
                eighty.intervals,
                percent(eighty.widened_share()),
                eighty.widened,
                percent(most.held_share()),
                most.intervals + most.widened,
                eighty.mean_error().unwrap_or(f64::NAN) * group.unit,
                eighty.mean_width().unwrap_or(f64::NAN) * group.unit,
            );
        }
    }
    println!("\n| series | method | 1 | 3 | 6 | 12 |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for group in groups {
        let rows = tested(group, &Method::ALL, 1.0);
        for method in Method::ALL {
            let cells: Vec<String> = rows
                .iter()
                .filter(|row| row.method == method && is(row.coverage, 0.8))
                .map(|row| {
                    format!(
                        "{:.2} / {} ({})",
                        row.mean_error().unwrap_or(f64::NAN) * group.unit,
                        percent(row.held_share()),
                        row.intervals + row.widened
                    )
                })
                .collect();
            println!("| {} | {method:?} | {} |", group.name, cells.join(" | "));
        }
    }
    ratios(groups);
    years(groups);
}

/// Each method's mean error against that of the best on the same months, over every kind and horizon.
fn ratios(groups: &[Group]) {
    let mut ratios: BTreeMap<Method, Vec<f64>> = BTreeMap::new();
    for group in groups {
        let mut errors: BTreeMap<usize, Vec<(Method, f64)>> = BTreeMap::new();
        let rows = tested(group, &Method::ALL, 1.0);
        for row in rows.iter().filter(|row| is(row.coverage, 0.8)) {
            let error = (row.method, row.mean_error().unwrap());
            errors.entry(row.ahead).or_default().push(error);
        }
        for errors in errors.values() {
            let best = errors
                .iter()
                .map(|(_, error)| *error)
                .fold(f64::MAX, f64::min);
            for (method, error) in errors {
                ratios.entry(*method).or_default().push(error / best);
            }
        }
    }
    println!("\n| method | geometric mean of the ratios to the best | worst |");
    println!("| --- | --- | --- |");
    for (method, ratios) in ratios {
        #[expect(clippy::cast_precision_loss, reason = "31 ratios")]
        let mean = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64;
        let worst = ratios.iter().copied().fold(0.0, f64::max);
        println!("| {method:?} | {:.2} | {worst:.2} |", mean.exp());
    }
}

/// In which years intervals held, with the latest errors and with all.
fn years(groups: &[Group]) {
    println!("\n| series | ahead | errors kept | years: 80% intervals that held |");
    println!("| --- | --- | --- | --- |");
    let monthly = groups
        .iter()
        .filter(|group| group.cadence == Cadence::Monthly);
    for group in monthly {
        for (ahead, errors_kept) in [(1, 36), (1, usize::MAX), (12, 36), (12, usize::MAX)] {
            let options = ForecastOptions {
                errors_kept,
                ..options(group)
            };
            let mut spans: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for series in &group.series {
                for told in past_forecasts(series, &options, ahead).unwrap() {
                    let span = match told.month.year() {
                        ..2020 => "to 2019",
                        2020 => "2020",
                        2021 => "2021",
                        _ => "from 2022",
                    };
                    let span = spans.entry(span).or_default();
                    span.0 += usize::from(told.held);
                    span.1 += 1;
                }
            }
            let spans: Vec<String> = ["to 2019", "2020", "2021", "from 2022"]
                .iter()
                .filter_map(|name| {
                    let (held, all) = spans.get(name)?;
                    Some(format!("{name}: {held} of {all}"))
                })
                .collect();
            let kept = if errors_kept == 36 { "36" } else { "all" };
            println!(
                "| {} | {ahead} | {kept} | {} |",
                group.name,
                spans.join(", ")
            );
        }
    }
}

/// Whether two coverages are the same one.
fn is(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

fn options(group: &Group) -> ForecastOptions {
    ForecastOptions {
        cadence: group.cadence,
        scale: group.scale,
        ..ForecastOptions::default()
    }
}

/// How far the share that held may lie from what was promised, over all series of a kind and all years, 2020
/// among them: the coverage, and how far below one series may fall, how far below and above many may.
///
/// One series may hold more often than promised, as its intervals remember 2020, and less often at the tails:
/// the count of waits over a year went from a thousand to 436,000 in one, and forecasts a year ahead lean on
/// one another.
const TOLERANCES: [(f64, f64, f64); 3] = [(0.5, 0.10, 0.17), (0.8, 0.08, 0.12), (0.95, 0.17, 0.06)];

/// From how many series on a kind is of many.
const MANY: usize = 50;

/// What is wrong with the coverage of a kind of series, in words.
fn off_nominal(group: &Group, widen: f64) -> Vec<String> {
    let mut off = Vec::new();
    for row in tested(group, &[Method::Combined], widen) {
        let held = row.held_share().unwrap();
        let found = TOLERANCES.iter().find(|(of, ..)| is(*of, row.coverage));
        let &(_, of_one, of_many) = found.unwrap();
        let wrong = if group.series.len() > MANY {
            (held - row.coverage).abs() > of_many
        } else {
            row.coverage - held > of_one
        };
        if wrong {
            off.push(format!(
                "{}, {} ahead: {held:.3} of intervals of {} held",
                group.name, row.ahead, row.coverage
            ));
        }
    }
    off
}

/// Of intervals that should hold so often, so many did, at every horizon of every kind of real series.
#[test]
fn as_many_intervals_held_as_were_promised() {
    let Some(groups) = groups() else { return };
    let off: Vec<String> = groups
        .iter()
        .flat_map(|group| off_nominal(group, 1.0))
        .collect();
    assert!(off.is_empty(), "{off:#?}");
}

/// The test above can fail: with intervals half as wide every kind of series is off, with intervals twice as
/// wide every kind that is bound above.
#[test]
fn narrower_or_wider_intervals_would_be_seen() {
    let Some(groups) = groups() else { return };
    for group in groups {
        assert!(off_nominal(group, 0.5).len() >= 3, "{}", group.name);
        if group.series.len() > MANY {
            assert!(off_nominal(group, 2.0).len() >= 3, "{}", group.name);
        }
    }
}

/// A target said to be at risk is missed more often than met, one said to be likely met is mostly met:
/// providers' four-hour shares against thresholds that were, and that could have been, asked of them.
#[test]
fn what_is_said_to_be_at_risk_is_mostly_missed() {
    let Some(groups) = groups() else { return };
    let group = groups
        .iter()
        .find(|group| group.name.ends_with("major departments"))
        .unwrap();
    println!("\n| at least | ahead | said | times | met |");
    println!("| --- | --- | --- | --- | --- |");
    for threshold in [0.70, 0.76, 0.95] {
        let mut sums: BTreeMap<(usize, Outlook), (usize, usize)> = BTreeMap::new();
        for series in &group.series {
            let rows = back_test_outlook(
                series,
                &options(group),
                &[1, 3, 12],
                Comparison::AtLeast,
                threshold,
            );
            for row in rows.unwrap() {
                let sum = sums.entry((row.ahead, row.outlook)).or_default();
                sum.0 += row.said;
                sum.1 += row.met;
            }
        }
        for ((ahead, outlook), (said, met)) in sums {
            #[expect(clippy::cast_precision_loss, reason = "some thousands")]
            let share = met as f64 / said as f64;
            println!(
                "| {:.0}% | {ahead} | {} | {said} | {:.0}% |",
                threshold * 100.0,
                outlook.words(),
                share * 100.0
            );
            // Hardly any provider was ever likely to reach 95 per cent in these years.
            if said < 200 {
                continue;
            }
            match outlook {
                Outlook::AtRisk => assert!(share < 0.5, "{threshold} {ahead} {said} {met}"),
                Outlook::LikelyMet => assert!(share > 0.5, "{threshold} {ahead} {said} {met}"),
                Outlook::Uncertain => {}
            }
        }
    }
}

/// The published variances to plan of the mental health and community trusts, 2025/26: the year to date at
/// `month`, and the full year.
fn variances(data: &Path, month: u8) -> Population {
    let path = data.join("nof/nhs-oversight-framework-mental-health-and-community-trust-data.csv");
    let mut by_trust: BTreeMap<String, (Option<f64>, Option<f64>)> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headings = reader.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let (trust, metric, date, value) = (
        at("Trust_code"),
        at("Metric_ID"),
        at("Reporting_date"),
        at("Value"),
    );
    for row in reader.records().map(Result::unwrap) {
        if &row[metric] != "OF0081" {
            continue;
        }
        let of: u8 = row[date].split(' ').nth(1).unwrap().parse().unwrap();
        let pair = by_trust.entry(row[trust].to_owned()).or_default();
        let value = row[value].parse().ok();
        if of == month {
            pair.0 = value;
        } else if of == 12 {
            pair.1 = value;
        }
    }
    Population {
        words: "mental health and community trusts, 2025/26".to_owned(),
        month,
        pairs: by_trust
            .into_iter()
            .map(|(body, (to_date, at_end))| LandingPair {
                body,
                to_date: to_date.unwrap(),
                at_end: at_end.unwrap(),
            })
            .collect(),
    }
}

/// Each trust landed by all others: of intervals that should hold so often, so many did.
#[test]
fn variances_land_where_the_others_say() {
    let Some(data) = real_data(&["nof"], "variances_land_where_the_others_say") else {
        return;
    };
    println!(
        "\n| month | coverage | trusts | improved by the end | held | mean error | of run rate | mean width |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for month in [3, 6, 9] {
        let population = variances(&data, month);
        assert_eq!(population.pairs.len(), 61, "as the rule book counts them");
        let improved = population
            .pairs
            .iter()
            .filter(|pair| pair.at_end > pair.to_date)
            .count();
        for coverage in [0.5, 0.8, 0.95] {
            let test = test_landing(&population, coverage).unwrap();
            #[expect(clippy::cast_precision_loss, reason = "61 trusts")]
            let held = test.held as f64 / test.bodies as f64;
            println!(
                "| {month} | {coverage} | {} | {improved} | {} ({:.0}%) | {:.2} | {:.2} | {:.2} |",
                test.bodies,
                test.held,
                held * 100.0,
                test.mean_error,
                test.run_rate_mean_error,
                test.mean_width
            );
            assert!((held - coverage).abs() < 0.1, "{month} {coverage}: {held}");
            // Most variances improved by the year's end, which a run rate cannot know.
            assert!(test.mean_error < test.run_rate_mean_error);
        }
    }
}
