//! Quarters of a financial year as people write them.

use candour_core::{FinancialYear, Month};

/// What a quarter can be written as.
pub const QUARTER_EXPECTED: &str =
    "a quarter such as \"Q4 2025/26\" or Q4-2025-26, or the month that it ends in, such as 2026-03";

/// `2026-03` as `Q4 2025/26`: the quarter of the financial year in which the month lies.
#[must_use]
pub fn quarter_name(quarter: Month) -> String {
    format!("Q{} {}", number(quarter), year_name(quarter))
}

/// `2026-03` as `2025/26`, as the framework's files write a financial year.
pub(super) fn year_name(quarter: Month) -> String {
    FinancialYear::of(quarter).to_string().replace('-', "/")
}

fn number(quarter: Month) -> u8 {
    match quarter.month() {
        4..=6 => 1,
        7..=9 => 2,
        10..=12 => 3,
        _ => 4,
    }
}

/// Reads `Q4 2025/26`, `q4 2025-26`, `Q4-2025-26`, or the month that the quarter ends in, `2026-03`. None
/// of anything else: a month within a quarter is not the quarter.
#[must_use]
pub fn quarter_named(text: &str) -> Option<Month> {
    let text = text.trim();
    if let Ok(month) = text.parse::<Month>() {
        return (month.month() % 3 == 0).then_some(month);
    }
    let rest = text.strip_prefix(['Q', 'q'])?;
    let mut letters = rest.chars();
    let quarter = letters.next()?.to_digit(10)?;
    let year = letters.as_str().strip_prefix([' ', '-', '_'])?.trim_start();
    let year: FinancialYear = year.parse().ok()?;
    let months = i32::try_from(quarter)
        .ok()
        .filter(|quarter| (1..=4).contains(quarter))?;
    Some(year.first_month().plus(3 * months - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_read_as_people_write_it() {
        for text in [
            "Q4 2025/26",
            "q4 2025-26",
            "Q4-2025-26",
            " 2026-03 ",
            "Q4_2025/26",
        ] {
            assert_eq!(
                quarter_named(text)
                    .map(|month| month.to_string())
                    .as_deref(),
                Some("2026-03"),
                "{text}"
            );
        }
        for (text, month) in [
            ("Q1 2025/26", "2025-06"),
            ("Q2 2025/26", "2025-09"),
            ("Q3 2025/26", "2025-12"),
            ("Q4 1999/00", "2000-03"),
        ] {
            let read = quarter_named(text).unwrap();
            assert_eq!(read.to_string(), month);
            assert_eq!(quarter_name(read), text);
        }
        for text in [
            "",
            "Q",
            "Q4",
            "Q0 2025/26",
            "Q5 2025/26",
            "Q4 2025",
            "Q4 2025/27",
            "2026-02",
            "Q42025/26",
            "Q٤ 2025/26",
        ] {
            assert_eq!(quarter_named(text), None, "{text}");
        }
    }
}
