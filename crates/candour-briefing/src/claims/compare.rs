//! Whether what was found is what was expected. Nothing is rounded before it is compared but where the
//! claim itself says to how many decimals it was rounded.

use super::claim::{Compare, Near, Value};

/// Two answers as one.
///
/// None where they are no numbers, or where there is nothing to divide by.
pub(super) fn joined(compare: Compare, first: &Value, second: &Value) -> Option<f64> {
    let (Value::Number(first), Value::Number(second)) = (first, second) else {
        return None;
    };
    let found = match compare {
        Compare::Difference => first - second,
        Compare::Ratio => first / second,
        Compare::Growth => (first - second) / second * 100.0,
    };
    found.is_finite().then_some(found)
}

/// Whether `found` is `expected`, as near as the claim asks.
///
/// ```
/// use candour_briefing::claims::{Near, Value, agrees};
/// let found = Value::Number(65.2049);
/// assert!(agrees(&Value::Number(65.2), &found, Near::Rounds(1)));
/// assert!(!agrees(&Value::Number(65.2), &found, Near::Within(0.0)));
/// assert!(!agrees(&Value::Number(65.3), &found, Near::Rounds(1)));
/// ```
#[must_use]
pub fn agrees(expected: &Value, found: &Value, near: Near) -> bool {
    match (expected, found) {
        (Value::Words(expected), Value::Words(found)) => expected == found,
        (Value::Number(expected), Value::Number(found)) => match near {
            Near::Within(tolerance) => (found - expected).abs() <= tolerance + slack(*expected),
            Near::Rounds(decimals) => {
                let scale = 10_f64.powi(i32::from(decimals));
                // A half goes away from nought, as a person rounds.
                let rounded =
                    (found * scale + found.signum() * slack(found * scale)).round() / scale;
                (rounded - expected).abs() <= slack(*expected)
            }
            Near::Side(side) => side.holds(*found, *expected),
        },
        _ => false,
    }
}

/// What a binary fraction may be off by itself.
fn slack(value: f64) -> f64 {
    value.abs().max(1.0) * 1e-9
}

/// How far the found is from the expected: a number for numbers, days for two days.
pub(super) fn off(expected: &Value, found: &Value) -> Option<f64> {
    match (expected, found) {
        (Value::Number(expected), Value::Number(found)) => Some(found - expected),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::Side;

    fn number(value: f64) -> Value {
        Value::Number(value)
    }

    #[test]
    fn rounding_is_what_a_person_does() {
        for (found, decimals, expected) in [
            (92.05, 1, 92.1),
            (0.5, 0, 1.0),
            (-0.5, 0, -1.0),
            (-7.25, 1, -7.3),
            (1_744.0, 0, 1_744.0),
            (72.4499, 1, 72.4),
        ] {
            let near = Near::Rounds(decimals);
            assert!(agrees(&number(expected), &number(found), near), "{found}");
            let other = number(expected + 10_f64.powi(-i32::from(decimals)));
            assert!(!agrees(&other, &number(found), near), "{found}");
        }
    }

    #[test]
    fn within_is_within_and_no_further() {
        assert!(agrees(
            &number(2_000.0),
            &number(2_000.0),
            Near::Within(0.0)
        ));
        assert!(!agrees(
            &number(2_000.0),
            &number(2_000.001),
            Near::Within(0.0)
        ));
        assert!(agrees(
            &number(2_000.0),
            &number(2_050.0),
            Near::Within(50.0)
        ));
        assert!(!agrees(
            &number(2_000.0),
            &number(2_050.1),
            Near::Within(50.0)
        ));
        // A number is never words.
        assert!(!agrees(
            &number(1.0),
            &Value::Words("1".into()),
            Near::Within(0.0)
        ));
    }

    #[test]
    fn a_side_is_strict_where_it_says_so() {
        let half = number(50.0);
        assert!(agrees(&half, &number(50.1), Near::Side(Side::Above)));
        assert!(!agrees(&half, &number(50.0), Near::Side(Side::Above)));
        assert!(agrees(&half, &number(50.0), Near::Side(Side::AtMost)));
    }

    #[test]
    fn answers_are_joined() {
        let (a, b) = (number(935.0), number(536.0));
        assert_eq!(joined(Compare::Difference, &a, &b), Some(399.0));
        let ratio = joined(Compare::Ratio, &a, &b).unwrap();
        assert!((ratio - 1.744_402_985).abs() < 1e-6);
        let growth = joined(Compare::Growth, &a, &b).unwrap();
        assert!((growth - 74.440_298_5).abs() < 1e-6);
        assert_eq!(joined(Compare::Ratio, &a, &number(0.0)), None);
        assert_eq!(joined(Compare::Ratio, &a, &Value::Words("x".into())), None);
    }
}
