//! What is to be changed in a what-if, as people write it.

use candour_assessment::framework::{Change, Decimal};

/// How a change is written.
pub const CHANGE_EXPECTED: &str = "METRIC=VALUE, METRIC=median or METRIC=score:N: the metric by its code, such as OF0082, or its name, and a number with at most six decimals";

/// Reads `OF0082=median`, `OF0082=4.5` or `OF0082=score:1.5`: a metric, and the median of the trust's
/// type, a value, or a score. None of anything else.
#[must_use]
pub fn change_named(text: &str) -> Option<(String, Change)> {
    let (metric, to) = text.split_once('=')?;
    let metric = metric.trim();
    if metric.is_empty() {
        return None;
    }
    Some((metric.to_owned(), change_to(to)?))
}

/// Reads what a metric is to become: `median`, a value, or `score:` and a score.
#[must_use]
pub fn change_to(text: &str) -> Option<Change> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("median") {
        return Some(Change::MedianOfType);
    }
    if let Some(score) = text.strip_prefix("score:") {
        return Decimal::parse(score.trim()).map(Change::Score);
    }
    Decimal::parse(text.trim_end_matches('%').trim_end()).map(Change::Value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_as_people_write_it() {
        let decimal = |text: &str| Decimal::parse(text).unwrap();
        for (text, metric, change) in [
            ("OF0082=median", "OF0082", Change::MedianOfType),
            ("OF0082 = Median", "OF0082", Change::MedianOfType),
            ("OF0082=4.5", "OF0082", Change::Value(decimal("4.5"))),
            ("OF0082=4.5%", "OF0082", Change::Value(decimal("4.5"))),
            ("sickness=-0.5", "sickness", Change::Value(decimal("-0.5"))),
            ("OF0082=score:1.5", "OF0082", Change::Score(decimal("1.5"))),
        ] {
            assert_eq!(
                change_named(text),
                Some((metric.to_owned(), change)),
                "{text}"
            );
        }
        for text in [
            "",
            "OF0082",
            "=4",
            "OF0082=",
            "OF0082=high",
            "OF0082=score:",
            "OF0082=1.0000001",
            "OF0082=1e3",
            "OF0082=NaN",
        ] {
            assert_eq!(change_named(text), None, "{text}");
        }
    }
}
