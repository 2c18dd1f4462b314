use candour_core::Month;

/// The month that the quarter written `Q1 2025/26` ends in: June 2025. None where it is no quarter of a
/// financial year: the two years must follow one another.
pub(super) fn quarter_of(text: &str) -> Option<Month> {
    let (quarter, years) = text.trim().split_once(' ')?;
    let (first, second) = years.trim().split_once('/')?;
    let digits = |text: &str, many: usize| {
        text.len() == many && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(first, 4) || !digits(second, 2) {
        return None;
    }
    let first: i32 = first.parse().ok()?;
    if (first + 1) % 100 != second.parse::<i32>().ok()? {
        return None;
    }
    match quarter {
        "Q1" | "q1" => Month::new(first, 6),
        "Q2" | "q2" => Month::new(first, 9),
        "Q3" | "q3" => Month::new(first, 12),
        "Q4" | "q4" => Month::new(first + 1, 3),
        _ => None,
    }
}

/// The quarter as the later files write it.
pub(super) fn written(period: Month) -> String {
    let (quarter, first) = match period.month() {
        3 => (4, period.year() - 1),
        month => (month / 3 - 1, period.year()),
    };
    format!("Q{quarter} {first}/{:02}", (first + 1) % 100)
}

/// The same of a day of reporting, which is free text: a quarter, or the month that one ends in
/// (`Jun-25`, `June 2025`). None of anything else: whose quarter it is nobody could tell.
pub(super) fn quarter_of_reporting(text: &str) -> Option<Month> {
    if let Some(quarter) = quarter_of(text) {
        return Some(quarter);
    }
    let (name, year) = text.trim().split_once(['-', ' '])?;
    let year = match year.len() {
        2 => format!("20{year}"),
        _ => year.to_owned(),
    };
    let month = (1..=12)
        .filter_map(|month| Month::new(2000, month))
        .map(Month::in_words)
        .find(|words| {
            let known = words.split(' ').next().unwrap_or_default();
            known.eq_ignore_ascii_case(name) || known[..3].eq_ignore_ascii_case(name)
        })?;
    let month = Month::from_name(month.split(' ').next()?, &year)?;
    month.month().is_multiple_of(3).then_some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_named_by_the_month_that_it_ends_in() {
        for (text, period) in [
            ("Q1 2025/26", "2025-06"),
            ("Q2 2025/26", "2025-09"),
            ("Q3 2025/26", "2025-12"),
            ("Q4 2025/26", "2026-03"),
            (" Q4 2099/00 ", "2100-03"),
        ] {
            let found = quarter_of(text).unwrap();
            assert_eq!(found.to_string(), period, "{text}");
            assert_eq!(written(found), text.trim());
        }
        for bad in [
            "",
            "Q5 2025/26",
            "Q0 2025/26",
            "Q1 2025/27",
            "Q1 2025-26",
            "Q1 25/26",
            "Q1 2025/2026",
            "2025/26 Q1",
            "Q1",
        ] {
            assert_eq!(quarter_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_day_of_reporting_tells_a_quarter_or_nothing() {
        let told = |text| quarter_of_reporting(text).map(|month| month.to_string());
        for (text, period) in [
            ("Q1 2025/26", "2025-06"),
            ("Jun-25", "2025-06"),
            ("June 2025", "2025-06"),
            ("MAR-26", "2026-03"),
        ] {
            assert_eq!(told(text).as_deref(), Some(period), "{text}");
        }
        for bad in [
            "",
            "May-25",
            "2025",
            "2025/26 plan",
            "Jun-5",
            "é-25",
            "Ju-25",
        ] {
            assert_eq!(told(bad), None, "{bad}");
        }
    }
}
