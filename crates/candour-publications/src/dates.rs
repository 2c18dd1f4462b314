use std::str::FromStr;

use candour_core::{Diagnostic, Diagnostics, Digest, Month};
use jiff::civil::Date;

use crate::text::{Record, shown};

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

/// The month that the name of a directory's file carries: `Integrated_Care_Boards_April_2023_EN_BSC`,
/// `icb_names_codes_dec_2024`, `etr_2026-01`. None where it has none, or more than one.
///
/// ```
/// use candour_publications::month_in_name;
/// let month = month_in_name("NHS_SubICB_April_2023_EN_BSC.geojson");
/// assert_eq!(month.map(|month| month.to_string()).as_deref(), Some("2023-04"));
/// assert_eq!(month_in_name("lookup_lsoa21_sicbl24_icb24.csv"), None);
/// ```
#[must_use]
pub fn month_in_name(file_name: &str) -> Option<Month> {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let pieces: Vec<&str> = name
        .split(['-', '_', ' ', '.'])
        .filter(|piece| !piece.is_empty())
        .collect();
    let months: Vec<Month> = pieces
        .windows(2)
        .filter_map(|pair| {
            month_at(pair)
                .or_else(|| short_month(pair[0], pair[1]))
                .or_else(|| numbered_month(pair[0], pair[1]))
        })
        .collect();
    match months[..] {
        [month] => Some(month),
        _ => None,
    }
}

/// `dec`, `2024`.
fn short_month(name: &str, year: &str) -> Option<Month> {
    let year: i32 = year.parse().ok()?;
    (1..=12)
        .filter_map(|month| Month::new(year, month))
        .find(|month| name.len() == 3 && month.in_words()[..3].eq_ignore_ascii_case(name))
}

/// `2026`, `01`.
fn numbered_month(year: &str, month: &str) -> Option<Month> {
    let digits =
        |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    Month::new(year.parse().ok()?, month.parse().ok()?)
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

/// The day in a field as `2021-04-01`; none, and a fault, where it holds none.
pub(crate) fn iso_at(record: &Record<'_>, column: usize, faults: &mut Diagnostics) -> Option<Date> {
    let text = record.text(column);
    let day = text.parse().ok().filter(|_| text.len() == 10);
    if day.is_none() {
        faults.push(not_a_day(record, column, "2021-04-01"));
    }
    day
}

/// The day in a field as `20210401`; none where it is blank, and a fault where it is something else.
pub(crate) fn compact_at(
    record: &Record<'_>,
    column: usize,
    faults: &mut Diagnostics,
) -> Option<Date> {
    let text = record.text(column);
    if text.is_empty() {
        return None;
    }
    let read = || {
        let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (year, rest) = text.get(..4).zip(text.get(4..)).filter(|_| digits)?;
        let (month, day) = rest.split_at(2);
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let day = read();
    if day.is_none() {
        faults.push(not_a_day(record, column, "20210401"));
    }
    day
}

fn not_a_day(record: &Record<'_>, column: usize, such_as: &str) -> Diagnostic {
    let message = format!(
        "expected a day such as {such_as}, saw {}",
        shown(record.text(column).as_bytes())
    );
    record
        .at(column)
        .fault(Diagnostic::error("not-a-day", message))
}

/// The last day of the year that a heading of the Office for National Statistics carries in two
/// digits: `sicbl24_code`, `ICB24CD`.
pub(crate) fn year_of_heading(heading: &str) -> Option<Date> {
    let digits: String = heading
        .chars()
        .skip_while(|letter| !letter.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let year: i16 = digits.parse().ok().filter(|_| digits.len() == 2)?;
    Date::new(2000 + year, 12, 31).ok()
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
    fn reads_the_month_that_a_name_carries() {
        for (name, expected) in [
            ("etr_2026-01.csv", Some("2026-01")),
            ("eccg-2026-01.csv.gz", Some("2026-01")),
            (
                "Integrated_Care_Boards_April_2023_EN_BSC.geojson",
                Some("2023-04"),
            ),
            ("icb_names_codes_dec_2024.csv", Some("2024-12")),
            ("etr.csv", None),
            ("etr_2026-13.csv", None),
            ("boards_April_2023_May_2023.csv", None),
            ("2023.csv", None),
        ] {
            let month = month_in_name(name).map(|month| month.to_string());
            assert_eq!(month.as_deref(), expected, "{name}");
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
