use std::collections::HashMap;
use std::collections::hash_map::Entry;

use candour_core::{BodyCode, Diagnostic, Month};
use serde::Serialize;

use super::{Certainty, Decimal, Direction, Framework, Metric, Scoring, Use};

/// A row of a published data file, as values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishedRow {
    /// Whose.
    pub trust: BodyCode,
    /// Its name as printed.
    pub trust_name: String,
    /// Its type as printed.
    pub trust_type: String,
    /// Its region as printed.
    pub region: String,
    /// The quarter, named by its last month: Q4 2025/26 is `2026-03`.
    pub quarter: Month,
    /// The domain as printed.
    pub domain: String,
    /// The code of the row, such as `OF0082`.
    pub metric: String,
    /// What the row is, as printed.
    pub description: String,
    /// The figure; none where it is blank.
    pub value: Option<Decimal>,
    /// The median of the type.
    pub median: Option<Decimal>,
    /// The lower quartile of the type.
    pub lower_quartile: Option<Decimal>,
    /// The upper quartile of the type.
    pub upper_quartile: Option<Decimal>,
    /// The rank in the type.
    pub rank: Option<u32>,
    /// The unit as printed.
    pub unit: String,
    /// The reporting date as printed, which is free text.
    pub reporting_date: String,
    /// Where the row is, in whatever way the caller counts: handed back with each finding, so that
    /// the caller finds its receipt.
    pub place: usize,
}

/// A row of a published league table, as values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeagueRow {
    /// Whose.
    pub trust: BodyCode,
    /// Its type as printed.
    pub trust_type: String,
    /// The quarter, named by its last month.
    pub quarter: Month,
    /// The average score.
    pub average: Option<Decimal>,
    /// The likely range of the average score.
    pub average_range: Option<(Decimal, Decimal)>,
    /// The segment.
    pub segment: Option<u8>,
    /// Whether the trust is in financial deficit.
    pub in_deficit: Option<bool>,
    /// The rank in the type.
    pub rank: Option<u32>,
    /// The likely range of the rank.
    pub rank_range: Option<(u32, u32)>,
    /// Where the row is, in whatever way the caller counts.
    pub place: usize,
}

/// What a row's code means in a framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Code {
    /// The value of a metric.
    Value(usize),
    /// The score of a metric.
    Score(usize),
    /// The score of a domain.
    DomainScore(usize),
    /// The segment of a domain.
    DomainSegment(usize),
    /// The average metric score.
    Average,
    /// The segment before the override.
    Unadjusted,
    /// The segment after it.
    Adjusted,
    /// The flag of the override.
    Override,
    /// The final segment.
    Final,
    /// The flag of the support programme.
    Programme,
}

/// An organisation in a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Whose.
    pub trust: BodyCode,
    /// Its name as printed.
    pub name: String,
    /// Its type, by its name in the framework's file.
    pub trust_type: String,
    /// Its region as printed.
    pub region: String,
}

/// A quarter of published figures.
#[derive(Debug, Clone)]
pub(crate) struct Quarter {
    pub(crate) month: Month,
    pub(crate) trusts: Vec<Held>,
    cells: HashMap<(usize, Code), usize>,
}

/// The published figures of a framework, put in order for scoring.
#[derive(Debug, Clone)]
pub struct Published {
    framework: Framework,
    rows: Vec<PublishedRow>,
    quarters: Vec<Quarter>,
}

impl Published {
    /// Puts the rows in order. Rows that cannot be used are named, at most once for each reason and
    /// code, and left out: of a code or a type that the framework does not have, or standing twice
    /// for one trust and quarter, of which the first is kept. Give the rows of one version of each
    /// file only.
    #[must_use]
    pub fn new(framework: &Framework, rows: Vec<PublishedRow>) -> (Self, Vec<Diagnostic>) {
        let mut faults = Faults::default();
        let framework = with_unlisted(framework, &rows, &mut faults);
        let codes = codes(&framework);
        let mut quarters: Vec<Quarter> = Vec::new();
        let mut known: HashMap<(Month, BodyCode), (usize, usize)> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let Some(&code) = codes.get(row.metric.trim()) else {
                faults.add("no-such-metric", &row.metric, row);
                continue;
            };
            let Some(kind) = framework.trust_type(&row.trust_type) else {
                faults.add("no-such-type", &row.trust_type, row);
                continue;
            };
            let (quarter, trust) = *known
                .entry((row.quarter, row.trust.clone()))
                .or_insert_with(|| {
                    let quarter = quarters
                        .iter()
                        .position(|quarter| quarter.month == row.quarter)
                        .unwrap_or_else(|| {
                            quarters.push(Quarter {
                                month: row.quarter,
                                trusts: Vec::new(),
                                cells: HashMap::new(),
                            });
                            quarters.len() - 1
                        });
                    let trusts = &mut quarters[quarter].trusts;
                    trusts.push(Held {
                        trust: row.trust.clone(),
                        name: row.trust_name.clone(),
                        trust_type: kind.id.clone(),
                        region: row.region.clone(),
                    });
                    (quarter, trusts.len() - 1)
                });
            if quarters[quarter].trusts[trust].trust_type != kind.id {
                faults.add("two-types", row.trust.as_str(), row);
                continue;
            }
            let cells = &mut quarters[quarter].cells;
            match cells.entry((trust, code)) {
                Entry::Vacant(free) => {
                    free.insert(at);
                }
                Entry::Occupied(_) => faults.add("twice", &row.metric, row),
            }
        }
        quarters.sort_by_key(|quarter| quarter.month);
        drop(codes);
        let published = Self {
            framework,
            rows,
            quarters,
        };
        (published, faults.into_vec())
    }

    /// The framework by which these figures are scored: the one given and, where the scheme of its
    /// codes allows, the scores that stand in the files and not in its list.
    #[must_use]
    pub const fn framework(&self) -> &Framework {
        &self.framework
    }

    /// The quarters held, the earliest first.
    pub fn quarters(&self) -> impl Iterator<Item = Month> {
        self.quarters.iter().map(|quarter| quarter.month)
    }

    /// The organisations of a quarter, in the order of the rows.
    #[must_use]
    pub fn trusts(&self, quarter: Month) -> &[Held] {
        self.quarter(quarter)
            .map_or(&[], |quarter| quarter.trusts.as_slice())
    }

    pub(crate) fn quarter(&self, month: Month) -> Option<&Quarter> {
        self.quarters.iter().find(|quarter| quarter.month == month)
    }

    pub(crate) fn all(&self) -> &[Quarter] {
        &self.quarters
    }

    pub(crate) fn row(&self, quarter: &Quarter, trust: usize, code: Code) -> Option<&PublishedRow> {
        quarter.cells.get(&(trust, code)).map(|&at| &self.rows[at])
    }

    pub(crate) fn value(&self, quarter: &Quarter, trust: usize, code: Code) -> Option<Decimal> {
        self.row(quarter, trust, code)?.value
    }

    /// A segment or a flag.
    pub(crate) fn whole(&self, quarter: &Quarter, trust: usize, code: Code) -> Option<u8> {
        u8::try_from(self.value(quarter, trust, code)?.as_whole()?).ok()
    }
}

impl Quarter {
    pub(crate) fn position(&self, trust: &BodyCode) -> Option<usize> {
        self.trusts.iter().position(|held| &held.trust == trust)
    }
}

/// The framework with each score that it does not list but knows by the scheme of its codes.
fn with_unlisted(framework: &Framework, rows: &[PublishedRow], faults: &mut Faults) -> Framework {
    let mut framework = framework.clone();
    let Some(summary) = &framework.summary else {
        return framework;
    };
    let Some(prefix) = summary.score_prefix.clone() else {
        return framework;
    };
    let mut known: HashMap<String, bool> = HashMap::new();
    for row in rows {
        let code = row.metric.trim();
        if !code.starts_with(&prefix) || known.contains_key(code) {
            continue;
        }
        let listed = framework.metric(code).is_some();
        known.insert(code.to_owned(), listed);
        let title = row.domain.trim();
        let domain = framework
            .domains
            .iter()
            .position(|domain| domain.title.eq_ignore_ascii_case(title));
        if let (false, Some(domain)) = (listed, domain) {
            faults.add("unlisted-metric", code, row);
            framework.metrics.push(Metric {
                id: code.to_ascii_lowercase(),
                title: row.description.trim().to_owned(),
                value_code: None,
                score_code: Some(code.to_owned()),
                domain,
                sub_domain: None,
                unit: row.unit.clone(),
                better: Direction::Lower,
                trust_types: Vec::new(),
                purpose: Use::Averaged,
                scoring: Some(Scoring::PublishedOnly {
                    why: "The framework's file does not list this metric".to_owned(),
                }),
                status: Certainty::Deduced,
                evidence: "Its code is that of a score by the scheme of the codes".to_owned(),
            });
        }
    }
    framework
}

/// What each code means.
fn codes(framework: &Framework) -> HashMap<&str, Code> {
    let mut found: HashMap<&str, Code> = HashMap::new();
    for (at, metric) in framework.metrics.iter().enumerate() {
        found.extend(
            metric
                .value_code
                .as_deref()
                .map(|code| (code, Code::Value(at))),
        );
        found.extend(
            metric
                .score_code
                .as_deref()
                .map(|code| (code, Code::Score(at))),
        );
    }
    for (at, domain) in framework.domains.iter().enumerate() {
        found.extend(
            domain
                .score_code
                .as_deref()
                .map(|code| (code, Code::DomainScore(at))),
        );
        found.extend(
            domain
                .segment_code
                .as_deref()
                .map(|code| (code, Code::DomainSegment(at))),
        );
    }
    if let Some(summary) = &framework.summary {
        found.insert(&summary.average, Code::Average);
        found.insert(&summary.unadjusted_segment, Code::Unadjusted);
        found.insert(&summary.adjusted_segment, Code::Adjusted);
        found.insert(&summary.financial_override, Code::Override);
        found.extend(
            summary
                .final_segment
                .as_deref()
                .map(|code| (code, Code::Final)),
        );
        found.extend(
            summary
                .support_programme
                .as_deref()
                .map(|code| (code, Code::Programme)),
        );
    }
    found
}

/// Rows that are left out, counted by reason and by what they have in common.
#[derive(Default)]
struct Faults(Vec<(&'static str, String, usize, BodyCode, Month)>);

impl Faults {
    fn add(&mut self, reason: &'static str, what: &str, row: &PublishedRow) {
        match self
            .0
            .iter_mut()
            .find(|(seen, which, ..)| *seen == reason && which == what)
        {
            Some((_, _, count, ..)) => *count += 1,
            None => self
                .0
                .push((reason, what.to_owned(), 1, row.trust.clone(), row.quarter)),
        }
    }

    fn into_vec(self) -> Vec<Diagnostic> {
        self.0
            .into_iter()
            .map(|(reason, what, count, trust, quarter)| {
                if reason == "unlisted-metric" {
                    let message = format!(
                        "`{what}` is not in the framework's list; by its code it is a metric's score, and is averaged as published"
                    );
                    return Diagnostic::note(reason, message);
                }
                let why = match reason {
                    "no-such-metric" => "the framework has no such code",
                    "no-such-type" => "the framework has no such type of organisation",
                    "two-types" => "the trust stands under two types in one quarter",
                    _ => "stands twice for one trust and quarter; the first is kept",
                };
                let message = format!(
                    "`{what}`: {why}; {count} rows left out, the first that of {trust} for the quarter to {quarter}"
                );
                Diagnostic::warning(reason, message)
            })
            .collect()
    }
}
