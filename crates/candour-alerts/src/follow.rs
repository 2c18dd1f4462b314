//! What somebody can follow, and how it is written.

use std::fmt;
use std::str::FromStr;

use candour_assessment::commitment::CommitmentId;
use candour_core::{BodyCode, MeasureId};

/// What a subscription follows.
///
/// In addresses, files and at the command line it is one word:
///
/// ```
/// use candour_alerts::Follow;
/// for word in [
///     "body:QOP",
///     "measure:ae-four-hour",
///     "measure:ae-four-hour@QOP",
///     "commitment:ae-4h-76-2024-03@england",
///     "query:ae-four-hour@QOP<0.7",
///     "briefing:england",
/// ] {
///     let follow: Follow = word.parse().unwrap();
///     assert_eq!(follow.to_string(), word);
/// }
/// assert!("query:ae-four-hour@QOP<".parse::<Follow>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Follow {
    /// All news that names a body.
    Body(BodyCode),
    /// All news of a measure, whichever body it is of; at one body where one is named.
    Measure(MeasureId, Option<BodyCode>),
    /// What becomes of a commitment; of one body's where one is named.
    Commitment(CommitmentId, Option<BodyCode>),
    /// A measure at a body as it goes below or above a value.
    Query(Query),
    /// The whole briefing for a body, a region or England.
    Briefing(BodyCode),
}

/// A measure at a body, and a value that it may go below or above.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The measure.
    pub measure: MeasureId,
    /// The body.
    pub body: BodyCode,
    /// Which side is asked about.
    pub side: Side,
    /// The value, in the measure's unit: 0.95 for 95 per cent. Finite.
    pub value: f64,
}

/// A side of a value. A figure that equals the value is on neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Under it.
    Below,
    /// Over it.
    Above,
}

impl Side {
    /// In a word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Above => "above",
        }
    }
}

impl Query {
    /// Whether a figure is on the side that is asked about.
    #[must_use]
    pub fn holds(&self, figure: f64) -> bool {
        match self.side {
            Side::Below => figure < self.value,
            Side::Above => figure > self.value,
        }
    }
}

/// Why a text says nothing that can be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{seen}` cannot be followed: {why}; write body:CODE, measure:ID, measure:ID@CODE, commitment:ID, \
     commitment:ID@CODE, query:ID@CODE<VALUE, query:ID@CODE>VALUE or briefing:CODE"
)]
pub struct FollowError {
    seen: String,
    why: String,
}

impl FromStr for Follow {
    type Err = FollowError;

    fn from_str(text: &str) -> Result<Self, FollowError> {
        let fault = |why: String| FollowError {
            seen: text.chars().take(80).collect(),
            why,
        };
        let (kind, rest) = text
            .split_once(':')
            .ok_or_else(|| fault("it has no colon".to_owned()))?;
        let body = |code: &str| code.parse::<BodyCode>().map_err(|e| fault(e.to_string()));
        let measure = |id: &str| id.parse::<MeasureId>().map_err(|e| fault(e.to_string()));
        let (thing, at) = match rest.split_once('@') {
            Some((thing, at)) => (thing, Some(at)),
            None => (rest, None),
        };
        match kind {
            "body" => Ok(Self::Body(body(rest)?)),
            "briefing" => Ok(Self::Briefing(body(rest)?)),
            "measure" => Ok(Self::Measure(measure(thing)?, at.map(body).transpose()?)),
            "commitment" => {
                let id = thing
                    .parse::<CommitmentId>()
                    .map_err(|e| fault(e.to_string()))?;
                Ok(Self::Commitment(id, at.map(body).transpose()?))
            }
            "query" => {
                let at = at.ok_or_else(|| fault("a query names a body after @".to_owned()))?;
                let (code, side, value) = match (at.split_once('<'), at.split_once('>')) {
                    (Some((code, value)), None) => (code, Side::Below, value),
                    (None, Some((code, value))) => (code, Side::Above, value),
                    _ => return Err(fault("a query has one < or one >".to_owned())),
                };
                Ok(Self::Query(Query {
                    measure: measure(thing)?,
                    body: body(code)?,
                    side,
                    value: number(value).map_err(fault)?,
                }))
            }
            other => Err(fault(format!("`{other}` is no kind of thing"))),
        }
    }
}

/// A value as people write it: `0.95`, `95%`, `12,000`.
///
/// # Errors
/// What is expected, where it is no number or not finite.
pub fn number(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let (digits, share) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text, false),
    };
    let plain = digits.replace(',', "");
    let sound = !plain.is_empty()
        && plain.len() <= 20
        && plain
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let value = sound.then(|| plain.parse::<f64>().ok()).flatten();
    match value {
        Some(value) if value.is_finite() => {
            // Of a decimal text, so that 65.2% is 0.652 and no neighbour of it.
            let shifted = || format!("{plain}e-2").parse().unwrap_or(value / 100.0);
            Ok(if share { shifted() } else { value })
        }
        _ => Err(format!(
            "`{}` is no value: expected a number such as 0.95, 95% or 12000",
            text.chars().take(24).collect::<String>()
        )),
    }
}

impl fmt::Display for Follow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(body) => write!(f, "body:{body}"),
            Self::Briefing(body) => write!(f, "briefing:{body}"),
            Self::Measure(id, None) => write!(f, "measure:{id}"),
            Self::Measure(id, Some(body)) => write!(f, "measure:{id}@{body}"),
            Self::Commitment(id, None) => write!(f, "commitment:{id}"),
            Self::Commitment(id, Some(body)) => write!(f, "commitment:{id}@{body}"),
            Self::Query(query) => {
                let sign = match query.side {
                    Side::Below => '<',
                    Side::Above => '>',
                };
                let Query {
                    measure,
                    body,
                    value,
                    ..
                } = query;
                write!(f, "query:{measure}@{body}{sign}{value}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_wrong_is_said() {
        for (text, why) in [
            ("", "no colon"),
            ("body:", "a body's code"),
            ("body:R0A\r\nBcc", "a body's code"),
            ("measure:AE", "a measure's id"),
            ("measure:ae-four-hour@", "a body's code"),
            ("commitment:-x", "name of a commitment"),
            ("query:ae-four-hour<1", "names a body"),
            ("query:ae-four-hour@R0A", "one < or one >"),
            ("query:ae-four-hour@R0A<NaN", "is no value"),
            ("query:ae-four-hour@R0A<1e9999", "is no value"),
            ("query:ae-four-hour@R0A<1<2", "is no value"),
            ("fish:R0A", "no kind of thing"),
        ] {
            let error = text.parse::<Follow>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn a_value_is_read_as_people_write_it() {
        for (text, value) in [
            ("0.95", 0.95),
            ("95%", 0.95),
            ("65.2 %", 0.652),
            ("12,000", 12_000.0),
            ("-3", -3.0),
        ] {
            assert_eq!(number(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn a_figure_that_equals_the_value_is_on_neither_side() {
        let query = |side| Query {
            measure: MeasureId::new("ae-four-hour").unwrap(),
            body: BodyCode::england(),
            side,
            value: 0.7,
        };
        assert!(!query(Side::Below).holds(0.7) && !query(Side::Above).holds(0.7));
        assert!(query(Side::Below).holds(0.699) && query(Side::Above).holds(0.701));
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_the_same(text in "(body|measure|query|commitment|briefing):[a-z0-9-]{1,12}(@[A-Z0-9]{1,4}([<>][0-9]{1,4}(\\.[0-9]{1,3})?)?)?") {
            if let Ok(follow) = text.parse::<Follow>() {
                prop_assert_eq!(follow.to_string().parse::<Follow>().unwrap(), follow);
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _ = text.parse::<Follow>();
        }
    }
}
