use std::str::FromStr;

use candour_core::{Digest, Month};
use jiff::civil::Date;

/// The day of publication that a file's name carries, as the publisher writes it: day, month and
/// year in two digits each, the day's nought left out where there is one, standing between
/// separators after the month that the file is about: `April-2023-revised-91123-abc123v1.csv` is
/// of 9 November 2023.
///
/// A date before the month's name is the period, as in `20260131-RTT-January-2026.csv`.
///
/// ```
/// use candour_publications::published_in_name;
/// let date = published_in_name("April-2023-revised-91123-abc123v1.csv");
/// assert_eq!(date.map(|date| date.to_string()).as_deref(), Some("2023-11-09"));
/// assert_eq!(published_in_name("20260131-RTT-January-2026-full-extract.csv"), None);
/// ```
#[must_use]
pub fn published_in_name(file_name: &str) -> Option<Date> {
    let stem = file_name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(file_name)
        .split('.')
        .next()
        .unwrap_or(file_name);
    let pieces: Vec<&str> = stem
        .split(['-', '_', ' '])
        .filter(|piece| !piece.is_empty())
        .collect();
    let (after, month) = (0..pieces.len()).find_map(|at| {
        let month = month_at(&pieces[at..])?;
        Some((at + 2, month))
    })?;
    let dates: Vec<Date> = pieces[after..]
        .iter()
        .filter_map(|piece| date_of(piece))
        // Nothing is published before its period has ended; what looks so is no date.
        .filter(|date| *date > month.last_day())
        .collect();
    // Two dates would leave open which it is.
    match dates[..] {
        [date] => Some(date),
        _ => None,
    }
}

/// The month that two neighbouring pieces name: `April`, `2023`.
fn month_at(pieces: &[&str]) -> Option<Month> {
    match pieces {
        [name, year, ..] => Month::from_name(name, year),
        _ => None,
    }
}

/// Reads `DMMYY` or `DDMMYY`.
fn date_of(piece: &str) -> Option<Date> {
    if !matches!(piece.len(), 5 | 6) || !piece.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (day, rest) = piece.split_at(piece.len() - 4);
    let (month, year) = rest.split_at(2);
    let year = 2000 + year.parse::<i16>().ok()?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The reviewed list of days of publication: SHA-256 of the unpacked file, day, where it is
/// stated.
const LIST: &str = include_str!("../../../data/publications/dates.csv");

/// The day of publication that the reviewed list `data/publications/dates.csv` has for a file.
#[must_use]
pub fn published_in_list(file: &Digest) -> Option<Date> {
    listed(LIST)
        .find(|(digest, _)| digest == file)
        .map(|(_, date)| date)
}

fn listed(list: &str) -> impl Iterator<Item = (Digest, Date)> {
    list.lines().skip(1).filter_map(|line| {
        let mut cells = line.splitn(3, ',');
        let digest = Digest::from_str(cells.next()?).ok()?;
        let date = cells.next()?.parse().ok()?;
        Some((digest, date))
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn reads_the_date_that_a_name_carries() {
        for (name, expected) in [
            (
                "April-2020-revised-260421-abc123.csv",
                Some(date(2021, 4, 26)),
            ),
            (
                "April-2023-revised-91123-abc123v1.csv",
                Some(date(2023, 11, 9)),
            ),
            (
                "July-2023-revised-91123-jkl789-v2.csv",
                Some(date(2023, 11, 9)),
            ),
            (
                "Monthly-AE-January-2020-revised-220720-er231.csv",
                Some(date(2020, 7, 22)),
            ),
            (
                "Monthly-September-2019-revised-210720-jh930.csv",
                Some(date(2020, 7, 21)),
            ),
            (
                "August-2020-revised-270421-gh920.csv",
                Some(date(2021, 4, 27)),
            ),
            (
                "folder/June 2023 revised 91123.csv.gz",
                Some(date(2023, 11, 9)),
            ),
            ("June-2023-130723.csv", Some(date(2023, 7, 13))),
            ("Monthly-AE-June-2025-1-1.csv", None),
            ("Monthly-AE-February-2025-revised.csv", None),
            ("March-2019-CSV-plaor.csv", None),
            ("20260131-RTT-January-2026-full-extract.csv", None),
            ("20241130-RTT-November-2024-RBD.csv", None),
            ("Q3-2024-25-Cancelled-Operations-65554.xlsx", None),
            ("June-2023-65554.csv", None),
            ("June-2023-310623.csv", None),
            ("June-2023-10120.csv", None),
            ("June-2023-91123-101223.csv", None),
            ("June-2025-AE-by-provider-3euC4-1.xlsx", None),
            ("260421-abc123.csv", None),
            ("", None),
        ] {
            assert_eq!(published_in_name(name), expected, "{name}");
        }
    }

    #[test]
    fn every_row_of_the_list_is_whole() {
        let mut lines = LIST.lines();
        assert_eq!(lines.next(), Some("sha256,published_on,source"));
        let rows = lines.clone().filter(|line| !line.is_empty()).count();
        assert_eq!(listed(LIST).count(), rows);
        assert!(lines.all(|line| {
            line.splitn(3, ',')
                .nth(2)
                .is_some_and(|source| !source.is_empty())
        }));
    }
}
