//! What the query of a framework's page may ask, as types.

use candour_assessment::framework::Change;
use candour_core::{BodyCode, Month};
use candour_findings::oversight;

use super::error::AppError;
use super::links;

/// How the name of a what-if's field begins; a metric's code follows.
pub(super) const FIELD: &str = "w.";
/// How many metrics a what-if can change.
const MOST_CHANGES: usize = 40;
/// How long the name of a metric or a cause can be.
const LONGEST: usize = 80;

/// What a league is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Rank,
    Trust,
    Average,
    Likely,
    Segment,
    Decider,
    Change,
}

impl By {
    pub(super) const ALL: [Self; 7] = [
        Self::Rank,
        Self::Trust,
        Self::Average,
        Self::Likely,
        Self::Segment,
        Self::Decider,
        Self::Change,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Trust => "trust",
            Self::Average => "average",
            Self::Likely => "likely",
            Self::Segment => "segment",
            Self::Decider => "set-by",
            Self::Change => "change",
        }
    }
}

/// The parameters of a framework's pages and of its part of the API.
#[derive(Debug, Clone, Default)]
pub(super) struct FrameworkParams {
    pub(super) quarter: Option<Month>,
    pub(super) trust: Option<BodyCode>,
    pub(super) cause: Option<String>,
    pub(super) by: Option<By>,
    pub(super) changes: Vec<(String, Change)>,
    /// The changes as they were written, by the name of the metric.
    pub(super) written: Vec<(String, String)>,
    pub(super) financial_override: Option<bool>,
}

impl FrameworkParams {
    /// Takes a pair if it is one of these; otherwise leaves it to the others.
    pub(super) fn take(&mut self, name: &str, value: &str) -> Result<bool, AppError> {
        if let Some(metric) = name.strip_prefix(FIELD) {
            let change = oversight::change_to(value)
                .ok_or_else(|| fault("value of a metric", value, oversight::CHANGE_EXPECTED))?;
            self.add(metric, value, change)?;
            return Ok(true);
        }
        match name {
            "quarter" => {
                let quarter = oversight::quarter_named(value);
                self.quarter = Some(
                    quarter.ok_or_else(|| fault("quarter", value, oversight::QUARTER_EXPECTED))?,
                );
            }
            "trust" => {
                let code = BodyCode::new(value);
                self.trust = Some(code.map_err(|_| fault("trust", value, "the code of a trust"))?);
            }
            "cause" => self.cause = Some(value.chars().take(LONGEST).collect()),
            "by" => {
                let by = By::ALL.into_iter().find(|by| by.as_str() == value);
                self.by = Some(by.ok_or_else(|| {
                    fault(
                        "order of the league",
                        value,
                        "rank, trust, average, likely, segment, set-by or change",
                    )
                })?);
            }
            "what_if" => {
                let (metric, change) = oversight::change_named(value)
                    .ok_or_else(|| fault("change", value, oversight::CHANGE_EXPECTED))?;
                let written = value.split_once('=').map_or("", |(_, to)| to.trim());
                self.add(&metric, written, change)?;
            }
            "override" => {
                self.financial_override = match value {
                    "published" => None,
                    "on" => Some(true),
                    "off" => Some(false),
                    _ => return Err(fault("override", value, "published, on or off")),
                };
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn add(&mut self, metric: &str, written: &str, change: Change) -> Result<(), AppError> {
        if self.changes.len() >= MOST_CHANGES || metric.len() > LONGEST {
            return Err(AppError::bad_request(
                "The what-if changes too much",
                format!("Change {MOST_CHANGES} metrics at the most."),
            ));
        }
        self.changes.push((metric.to_owned(), change));
        self.written.push((metric.to_owned(), written.to_owned()));
        Ok(())
    }

    /// Whether a what-if is asked.
    pub(super) const fn asks(&self) -> bool {
        !self.changes.is_empty() || self.financial_override.is_some()
    }

    /// The what-if as the pairs of a query.
    pub(super) fn asked(&self) -> Vec<(String, String)> {
        let changes = self.written.iter();
        let mut pairs: Vec<(String, String)> = changes
            .map(|(metric, to)| ("what_if".to_owned(), format!("{metric}={to}")))
            .collect();
        if let Some(flag) = self.financial_override {
            let flag = if flag { "on" } else { "off" };
            pairs.push(("override".to_owned(), flag.to_owned()));
        }
        pairs
    }
}

fn fault(what: &str, value: &str, expected: &str) -> AppError {
    let value: String = value.chars().take(40).collect();
    AppError::bad_request(
        format!("“{value}” cannot be the {what}"),
        format!("Write {expected}."),
    )
}

/// The page of a framework in a quarter.
pub(super) fn framework(id: &str, quarter: Option<Month>) -> String {
    format!("/frameworks/{}{}", links::encode(id), of_quarter(quarter))
}

/// The page of a trust's steps.
pub(super) fn trust(id: &str, trust: &str, quarter: Option<Month>) -> String {
    format!(
        "/frameworks/{}/{}{}",
        links::encode(id),
        links::encode(trust),
        of_quarter(quarter)
    )
}

fn of_quarter(quarter: Option<Month>) -> String {
    links::query(quarter.map(|quarter| ("quarter", quarter.to_string())))
}

/// The page of a row as it was published.
pub(super) fn row(receipt: &oversight::Receipt) -> String {
    format!("/sources/{}/rows/{}", receipt.sha256, receipt.row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str, value: &str) -> String {
        match FrameworkParams::default().take(name, value) {
            Err(AppError::BadRequest { heading, hint, .. }) => format!("{heading}. {hint}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_what_if_is_read_from_a_form_and_from_the_api() {
        let mut params = FrameworkParams::default();
        assert!(params.take("w.OF0082", "median").unwrap());
        assert!(params.take("what_if", "OF0084=7.2").unwrap());
        assert!(params.take("override", "off").unwrap());
        assert!(!params.take("page", "2").unwrap());
        assert_eq!(params.changes.len(), 2);
        assert_eq!(
            links::query(params.asked()),
            "?what_if=OF0082%3Dmedian&what_if=OF0084%3D7.2&override=off"
        );
    }

    #[test]
    fn says_what_was_expected() {
        for (name, value, words) in [
            ("quarter", "Q5 2025/26", "such as \"Q4 2025/26\""),
            ("w.OF0082", "high", "METRIC=median"),
            ("what_if", "OF0082", "METRIC=VALUE"),
            ("override", "yes", "published, on or off"),
            ("by", "size", "rank, trust, average"),
            ("trust", "' OR 1", "code of a trust"),
        ] {
            assert!(
                refused(name, value).contains(words),
                "{name}: {}",
                refused(name, value)
            );
        }
    }
}
