//! History on other boundaries, over every real file: nothing is lost or made, and what is carried is
//! what the rows of the parts give when they are added up by hand.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use candour_archive::{Archive, SeriesQuery, Snapshot, Writer};
use candour_core::{Band, Basis, BodyCode, Level, MeasureId, Month, Status};
use candour_measures::{Catalogue, Measure, quantile};
use candour_register::{Boundaries, Share, apportion};

struct Real {
    archive: Archive,
    data: PathBuf,
    // Removed when the process ends with the static: it is left to the system's temporary folder.
    _folder: tempfile::TempDir,
}

/// The folders of published files that carry figures.
const FAMILIES: [&str; 3] = ["ae_monthly", "rtt", "beds_kh03"];

/// The archive of all real files, or none, said out loud; where they are required, their absence fails.
fn real() -> Option<&'static Real> {
    static REAL: OnceLock<Option<Real>> = OnceLock::new();
    REAL.get_or_init(|| {
        let data = support::real_data(&FAMILIES, "boundaries")?;
        let paths = FAMILIES.map(|family| data.join(family));
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(folder.path()).unwrap();
        writer.ingest(&paths, None, &mut |_| {}).unwrap();
        drop(writer);
        Some(Real {
            archive: Archive::open(folder.path()).unwrap(),
            data,
            _folder: folder,
        })
    })
    .as_ref()
}

fn on(day: &str) -> Boundaries {
    day.parse().unwrap()
}

fn code(text: &str) -> BodyCode {
    BodyCode::new(text).unwrap()
}

fn query(measure: &str, body: &str, boundaries: Boundaries) -> SeriesQuery {
    SeriesQuery {
        boundaries,
        ..SeriesQuery::new(MeasureId::new(measure).unwrap(), code(body))
    }
}

type Sums = BTreeMap<Month, (i64, i64)>;

/// Above and below the line, summed over all bodies of a level, month by month.
fn sums(
    snapshot: &Snapshot<'_>,
    measure: &Measure,
    level: Level,
    basis: Basis,
    boundaries: Boundaries,
) -> Sums {
    let mut sums = Sums::new();
    for series in snapshot
        .figures_of_level(measure, level, basis, None, boundaries, None)
        .unwrap()
    {
        for figure in &series.figures {
            // A file of some bodies only says nothing of England.
            let national = figure
                .source
                .as_ref()
                .is_some_and(|source| source.scope == candour_core::Scope::National);
            if national {
                let sum = sums.entry(figure.period).or_default();
                sum.0 += figure.numerator.unwrap_or(0);
                sum.1 += figure.denominator.unwrap_or(0);
            }
        }
    }
    sums
}

/// For every month and every measure that sums, England on any boundaries is England as reported.
#[test]
fn england_on_any_boundaries_is_england_as_reported() {
    let Some(real) = real() else { return };
    let snapshot = real.archive.snapshot().unwrap();
    let mut compared = 0;
    for measure in Catalogue::bundled() {
        let total = measure.has_level(Level::England, Basis::Provider);
        assert!(total, "{} has no figure for England", measure.id);
        let england = sums(
            &snapshot,
            measure,
            Level::England,
            Basis::Provider,
            Boundaries::AsReported,
        );
        for basis in Basis::ALL {
            if !measure.levels.iter().any(|(_, known)| known == basis) {
                continue;
            }
            for level in [Level::Provider, Level::SubIcb, Level::Icb, Level::Region] {
                let smallest = level <= Level::SubIcb;
                if smallest && !measure.has_level(level, *basis) {
                    continue;
                }
                // A trust's share needs all its parts, so a part may stand alone and be left out.
                if smallest && measure.not_submitted.is_some() {
                    continue;
                }
                for boundaries in [
                    Boundaries::Then,
                    on("2019-03-31"),
                    on("2022-07-01"),
                    on("2025-07-01"),
                    on("2026-03-31"),
                    on("2026-04-01"),
                    on("2026-11-24"),
                ] {
                    let found = sums(&snapshot, measure, level, *basis, boundaries);
                    for (month, expected) in &england {
                        let sum = found.get(month).copied().unwrap_or_default();
                        // Quantiles have no numerator; their denominator is what the bands hold.
                        assert_eq!(
                            sum, *expected,
                            "{} at {level} by {basis} {boundaries} in {month}",
                            measure.id
                        );
                        compared += 1;
                    }
                }
            }
        }
    }
    assert!(compared > 9_000, "{compared}");
}

/// The rows of a month's A&E file as published: code, attendances, attendances over four hours.
fn ae_rows(real: &Real, file: &str) -> BTreeMap<String, (i64, i64)> {
    let path = real.data.join("ae_monthly").join(file);
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headings: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_lowercase)
        .collect();
    let is = |words: &str| -> Vec<usize> {
        headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| heading.starts_with(words))
            .map(|(place, _)| place)
            .collect()
    };
    let (seen, late) = (is("a&e attendances"), is("attendances over 4hrs"));
    assert_eq!((seen.len(), late.len()), (6, 6));
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let sum = |places: &[usize]| -> i64 {
                places
                    .iter()
                    .map(|place| record[*place].trim().parse::<i64>().unwrap_or(0))
                    .sum()
            };
            (record[1].to_owned(), (sum(&seen), sum(&late)))
        })
        .collect()
}

/// The example of a board that began in 2026: its trusts, by the counties that it was made of.
#[test]
fn a_board_of_2026_back_to_2019_is_the_sum_of_its_trusts() {
    let Some(real) = real() else { return };
    let snapshot = real.archive.snapshot().unwrap();
    let series = snapshot
        .series(&query("ae-four-hour", "S1Y5D", on("2026-04-01")))
        .unwrap();
    assert_eq!(series.figures[0].period.to_string(), "2019-03");
    // Bedfordshire, Luton and Milton Keynes; Cambridgeshire and Peterborough; Hertfordshire. Bedfordshire
    // Hospitals and Cambridge tested other standards in December 2022 and are left out.
    let rows = ae_rows(real, "December-2022-revised-110523-iii999.csv");
    let (mut seen, mut late) = (0, 0);
    // The walk-in centre at Putnoe is in Bedfordshire by the workbook of June 2025.
    for unit in ["RD8", "RGN", "RWG", "RWH", "RY4", "Y02428"] {
        seen += rows[unit].0;
        late += rows[unit].1;
    }
    let month: Month = "2022-12".parse().unwrap();
    let figure = series
        .figures
        .iter()
        .find(|figure| figure.period == month)
        .unwrap();
    assert_eq!(
        (figure.numerator, figure.denominator, figure.status),
        (Some(seen - late), Some(seen), Status::Reported)
    );
    let receipt = snapshot
        .explain(&query("ae-four-hour", "S1Y5D", on("2026-04-01")), month)
        .unwrap();
    let parts: Vec<(&str, Status)> = receipt
        .parts
        .iter()
        .map(|part| (part.unit.as_str(), part.status))
        .collect();
    assert_eq!(
        parts,
        [
            ("RC9", Status::NotSubmitted),
            ("RD8", Status::Reported),
            ("RGN", Status::Reported),
            ("RGT", Status::NotSubmitted),
            ("RWG", Status::Reported),
            ("RWH", Status::Reported),
            ("RY4", Status::Reported),
            ("Y02428", Status::Reported),
        ]
    );
    assert_eq!(receipt.inputs[0].rows.len(), 6);
    for part in &receipt.parts {
        assert_eq!(part.steps.last().unwrap().to.as_str(), "S1Y5D");
    }
}

/// The waiting list of January 2026 by sub-ICB location, as published.
fn waiting(real: &Real) -> BTreeMap<(String, String), Vec<i64>> {
    let path = real
        .data
        .join("rtt/20260131-RTT-January-2026-full-extract.csv.gz");
    let unpacked = flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap());
    let mut reader = csv::Reader::from_reader(unpacked);
    let headings = reader.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let (parent, location) = (
        at("Commissioner Parent Org Code"),
        at("Commissioner Org Code"),
    );
    let (part, function) = (at("RTT Part Type"), at("Treatment Function Code"));
    let bands: Vec<usize> = (0..headings.len())
        .filter(|place| headings[*place].starts_with("Gt "))
        .collect();
    assert_eq!(bands.len(), 105);
    let mut found: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        if &record[part] != "Part_2" || &record[function] != "C_999" || &record[location] == "NONC"
        {
            continue;
        }
        let sums = found
            .entry((record[parent].to_owned(), record[location].to_owned()))
            .or_insert_with(|| vec![0; bands.len()]);
        for (sum, band) in sums.iter_mut().zip(&bands) {
            *sum += record[*band].parse::<i64>().unwrap_or(0);
        }
    }
    found
}

fn banded(sums: &[i64]) -> Vec<(Band, i64)> {
    (0..)
        .zip(sums)
        .map(|(from, sum)| {
            let to = (from < 104).then_some(from + 1);
            (Band { from, to }, *sum)
        })
        .collect()
}

#[test]
fn boards_that_split_are_exact_where_their_parts_are_held() {
    let Some(real) = real() else { return };
    let snapshot = real.archive.snapshot().unwrap();
    let published = waiting(real);
    let of = |wanted: &dyn Fn(&str, &str) -> bool| -> Vec<i64> {
        let mut sums = vec![0; 105];
        for ((parent, location), bands) in &published {
            if wanted(parent, location) {
                sums.iter_mut()
                    .zip(bands)
                    .for_each(|(sum, band)| *sum += band);
            }
        }
        sums
    };
    let total = |bands: &[i64]| bands.iter().sum::<i64>();
    let month: Month = "2026-01".parse().unwrap();
    let figure = |measure: &str, body: &str| {
        let found = snapshot
            .series(&SeriesQuery {
                basis: Some(Basis::Commissioner),
                level: Some(Level::Icb),
                ..query(measure, body, on("2026-04-01"))
            })
            .unwrap();
        found
            .figures
            .into_iter()
            .find(|figure| figure.period == month)
            .unwrap()
    };
    // The rule book's figures: 42 boards, and what no board commissions.
    let boards = total(&of(&|parent, _| !parent.is_empty()));
    let nobody = total(&of(&|parent, _| parent.is_empty()));
    assert_eq!((boards, nobody), (7_019_467, 136_491));
    assert_eq!(
        figure("rtt-waiting", "not-attributable").numerator,
        Some(nobody)
    );

    let central_east = of(&|parent, location| {
        ["QHG", "QUE"].contains(&parent) || ["06K", "06N"].contains(&location)
    });
    let essex = of(&|parent, location| parent == "QH8" || ["07H", "06T"].contains(&location));
    let norfolk_suffolk =
        of(&|parent, location| parent == "QMM" || ["06L", "07K"].contains(&location));
    let north_west_london = of(&|parent, _| ["QMJ", "QRV"].contains(&parent));
    for (body, bands) in [
        ("S1Y5D", central_east),
        ("D7T5G", essex),
        ("T6Y0W", norfolk_suffolk),
        ("Z9B2Z", north_west_london),
    ] {
        let count = figure("rtt-waiting", body);
        assert_eq!(
            (count.numerator, count.status),
            (Some(total(&bands)), Status::Reported),
            "{body}"
        );
        // A median comes from the summed bands, never from medians.
        let median = figure("rtt-median-wait", body);
        let expected = quantile(banded(&bands), 500).unwrap();
        assert_eq!(
            (median.value, median.over, median.denominator),
            (Some(expected.value), expected.over, Some(total(&bands))),
            "{body}"
        );
    }
}

#[test]
fn only_a_unit_that_is_itself_divided_is_apportioned() {
    let Some(real) = real() else { return };
    let snapshot = real.archive.snapshot().unwrap();
    let published = waiting(real);
    let frimley: i64 = published
        .iter()
        .filter(|((_, location), _)| location == "D4U1Y")
        .map(|(_, bands)| bands.iter().sum::<i64>())
        .sum();
    let month: Month = "2026-01".parse().unwrap();
    let mut shares: Vec<Share> = Vec::new();
    let mut counted = Vec::new();
    let mut estimates = Vec::new();
    let measure = Catalogue::bundled().find("rtt-waiting").unwrap();
    for row in snapshot
        .league(
            measure,
            Level::Icb,
            Basis::Commissioner,
            None,
            month,
            on("2026-04-01"),
            None,
        )
        .unwrap()
    {
        if row.figure.status != Status::Estimate {
            continue;
        }
        estimates.push(row.body.to_string());
        let receipt = snapshot
            .explain(
                &SeriesQuery {
                    basis: Some(Basis::Commissioner),
                    ..query("rtt-waiting", row.body.as_str(), on("2026-04-01"))
                },
                month,
            )
            .unwrap();
        for part in receipt.parts.iter().filter(|part| part.share.is_some()) {
            assert_eq!(part.unit.as_str(), "D4U1Y");
            assert_eq!(part.numerator, Some(frimley));
            shares.push(part.share.unwrap());
            counted.push(part.counted_numerator.unwrap());
        }
    }
    assert_eq!(estimates, ["QRL", "S0E4D", "S9B9J"]);
    assert_eq!(counted.iter().sum::<i64>(), frimley);
    let mut expected = apportion(frimley, &shares);
    expected.sort_unstable();
    counted.sort_unstable();
    assert_eq!(counted, expected);
}

/// On the boundaries of a day before the split, the board that was is the board as reported.
#[test]
fn a_board_on_its_own_day_is_the_board_as_reported() {
    let Some(real) = real() else { return };
    let snapshot = real.archive.snapshot().unwrap();
    for measure in Catalogue::bundled()
        .iter()
        .filter(|measure| measure.has_level(Level::Icb, Basis::Commissioner))
    {
        let level = |boundaries| {
            snapshot
                .figures_of_level(
                    measure,
                    Level::Icb,
                    Basis::Commissioner,
                    None,
                    boundaries,
                    None,
                )
                .unwrap()
        };
        let reported = level(Boundaries::AsReported);
        let carried = level(on("2026-01-31"));
        let mut compared = 0;
        for series in &reported {
            let Some(other) = carried.iter().find(|other| other.key == series.key) else {
                // What NHS England itself commissions has no home among boards.
                assert_eq!(series.key.body.as_str(), "nhs-england-commissioned");
                continue;
            };
            let last = |series: &candour_archive::Series| {
                let last = series.figures.last().unwrap().clone();
                (
                    last.period,
                    last.numerator,
                    last.denominator,
                    last.value.map(f64::to_bits),
                )
            };
            assert_eq!(last(series), last(other), "{}", series.key.body);
            compared += 1;
        }
        assert_eq!(compared, 42, "{}", measure.id);
    }
}
