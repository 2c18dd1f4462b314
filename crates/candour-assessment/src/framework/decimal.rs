use std::fmt;

use serde::{Serialize, Serializer};

/// How many parts of a decimal make one.
const PARTS: i64 = candour_core::MILLIONTHS;

/// A figure exactly as it was printed, in millionths: two values tie if and only if the publisher
/// printed the same digits, which no binary fraction can promise. Written without trailing noughts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i64);

impl Decimal {
    /// So many millionths.
    #[must_use]
    pub const fn from_millionths(parts: i64) -> Self {
        Self(parts)
    }

    /// So many hundredths. None where there is no room for them.
    #[must_use]
    pub const fn from_hundredths(parts: i64) -> Option<Self> {
        match parts.checked_mul(PARTS / 100) {
            Some(parts) => Some(Self(parts)),
            None => None,
        }
    }

    /// The nearest decimal to a number. None where it is not finite or has no room.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "the range is looked at first, and a millionth is far coarser than the fraction"
    )]
    pub fn from_f64(number: f64) -> Option<Self> {
        let parts = (number * PARTS as f64).round();
        (parts.abs() < 9.0e18).then_some(Self(parts as i64))
    }

    /// Reads `12`, `-0.35` or `1.0`: digits with a point, at most six of them after it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !numeric(whole) || !numeric(fraction) || fraction.len() > 6 {
            return None;
        }
        let mut parts = whole.parse::<i64>().ok()?.checked_mul(PARTS)?;
        parts = parts.checked_add(format!("{fraction:0<6}").parse().ok()?)?;
        Some(Self(if negative { -parts } else { parts }))
    }

    /// The millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// As a number to calculate with. Scores and means are ratios of whole numbers that no decimal
    /// holds exactly, and are compared within a hundredth, so that a binary fraction will do.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "published figures have at most seven digits, a binary fraction fifteen"
    )]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / PARTS as f64
    }

    /// The whole number that it is, where it is one: a segment or a flag printed `1.0`.
    #[must_use]
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % PARTS == 0).then_some(self.0 / PARTS)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.0.unsigned_abs();
        let unit = PARTS.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let text = format!("{sign}{}.{:06}", parts / unit, parts % unit);
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A number in JSON, not a text.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}
