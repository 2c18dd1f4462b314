//! Tests of `period`.

use super::*;
use crate::story::words::tokens;

fn months(first: &str, last: &str) -> Written {
    Written::Months(first.parse().unwrap(), last.parse().unwrap())
}

#[test]
fn periods_as_people_write_them() {
    let two = Written::Unsettled("it can be read in more than one way");
    let no_year = Written::Unsettled("its year is not stated");
    for (text, expected) in [
        ("in December 2022", months("2022-12", "2022-12")),
        ("in Dec. 2022", months("2022-12", "2022-12")),
        ("during January, 2023", months("2023-01", "2023-01")),
        ("in 2023-24", months("2023-04", "2024-03")),
        ("in 2023/24", months("2023-04", "2024-03")),
        ("in 2023–2024", months("2023-04", "2024-03")),
        ("in 2023", months("2023-01", "2023-12")),
        ("the financial year 2023-24", months("2023-04", "2024-03")),
        ("the year to March 2024", months("2023-04", "2024-03")),
        ("between April and June 2023", months("2023-04", "2023-06")),
        (
            "from November to January 2023",
            months("2022-11", "2023-01"),
        ),
        ("April-June 2023", months("2023-04", "2023-06")),
        (
            "the three months to June 2024",
            months("2024-04", "2024-06"),
        ),
        ("the first quarter of 2023-24", months("2023-04", "2023-06")),
        ("Q4 2024-25", months("2025-01", "2025-03")),
        ("last month", Written::LastMonth),
        ("last year", two.clone()),
        ("this winter", two.clone()),
        ("in December last year", two),
        ("a year earlier", Written::Before(12)),
        ("the same month a year earlier", Written::Before(12)),
        ("the previous month", Written::Before(1)),
        ("in December", Written::BareMonth(12)),
        (
            "on 14 March 2024",
            Written::Day(jiff::civil::date(2024, 3, 14)),
        ),
        ("on 14 March", no_year),
    ] {
        let found = find(&tokens(text));
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].written, expected, "{text}");
    }
    for text in [
        "May I say",
        "it may be",
        "they march on",
        "2023 patients",
        "12,345",
    ] {
        assert_eq!(find(&tokens(text)), [], "{text}");
    }
    assert_eq!(find(&tokens("by March 2024"))[0].led, Led::By);
    assert_eq!(find(&tokens("since March 2024"))[0].led, Led::Since);
    assert_eq!(find(&tokens("December 2022 and January 2023")).len(), 2);
}

#[test]
fn a_month_without_a_year_has_one_reading_or_none() {
    let story = jiff::civil::date(2023, 2, 10);
    let month = |text: &str| text.parse::<Month>().unwrap();
    assert_eq!(bare_month(12, story, &[]), Ok(month("2022-12")));
    assert_eq!(
        bare_month(1, story, &[month("2022-12")]),
        Ok(month("2023-01"))
    );
    assert!(bare_month(12, story, &[month("2021-11")]).is_err());
    assert!(bare_month(3, story, &[]).is_err());
}
