use candour_core::{BodyCode, Month};
use serde::Serialize;

use super::bands::{self, segment_of};
use super::published::{Code, Quarter};
use super::ranked::{Ranked, Size, list_of};
use super::reconcile::{SUPPORTED, score_lines};
use super::scoring::mean;
use super::{Bands, Between, Cause, Decimal, Direction, Outcome, Published, SegmentRange, Use};

/// The steps that set a trust's segment in a quarter, in the order in which they are taken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Steps {
    /// Whose.
    pub trust: BodyCode,
    /// Its name as printed.
    pub name: String,
    /// Its type, by its name in the framework's file.
    pub trust_type: String,
    /// Its region as printed.
    pub region: String,
    /// The quarter, named by its last month.
    pub quarter: Month,
    /// First, each metric gets a score.
    pub metrics: Vec<MetricStep>,
    /// Beside it, the scores of a domain are averaged.
    pub domains: Vec<DomainStep>,
    /// Second, the scores are averaged.
    pub average: AverageStep,
    /// Between which averages the cut-points lie.
    pub bands: Bands,
    /// Third, the average becomes a segment.
    pub unadjusted: SegmentStep,
    /// Fourth, the financial override.
    pub financial_override: OverrideStep,
    /// The segment after it.
    pub adjusted: SegmentStep,
    /// Whether the trust is in the intensive support programme, where that is published.
    pub programme: Option<bool>,
    /// The final segment.
    pub final_segment: SegmentStep,
    /// The published rank in the league of the type.
    pub rank: Option<u32>,
    /// How many of the type are held.
    pub of: usize,
}

/// A metric's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricStep {
    /// The metric's name.
    pub metric: String,
    /// Its title.
    pub title: String,
    /// Its domain, by place in the framework.
    pub domain: usize,
    /// The unit of the value.
    pub unit: String,
    /// Which way is better.
    pub better: Direction,
    /// What it is for.
    pub purpose: Use,
    /// The value, where one is published.
    pub value: Option<Decimal>,
    /// The value's reporting date as printed.
    pub reporting_date: String,
    /// The type's median.
    pub median: Option<Decimal>,
    /// The published rank in the type.
    pub rank_in_type: Option<u32>,
    /// How many are ranked together for the score, where the metric is ranked and that is known.
    pub population: Option<u32>,
    /// How many of them are held, where the metric is ranked.
    pub held: Option<u32>,
    /// The published score.
    pub published: Option<Decimal>,
    /// Ours from the value, within its bounds.
    pub ours: Option<Between>,
    /// How the two stand; none where no score is published.
    pub outcome: Option<Outcome>,
    /// Why.
    pub cause: Option<Cause>,
    /// The place of the value's row.
    pub value_place: Option<usize>,
    /// The place of the score's row.
    pub score_place: Option<usize>,
}

/// A domain's score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DomainStep {
    /// The domain's name.
    pub domain: String,
    /// Its title.
    pub title: String,
    /// How many metrics enter.
    pub metrics: usize,
    /// The mean of the published scores.
    pub mean: Option<f64>,
    /// The published score.
    pub published: Option<Decimal>,
    /// The published segment.
    pub segment: Option<u8>,
    /// The place of the score's row.
    pub place: Option<usize>,
}

/// The average.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AverageStep {
    /// How many metrics enter.
    pub metrics: usize,
    /// The mean of the published scores.
    pub mean: Option<f64>,
    /// The published average.
    pub published: Option<Decimal>,
    /// The place of its row.
    pub place: Option<usize>,
}

/// A segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentStep {
    /// As published; none where it is not.
    pub published: Option<u8>,
    /// By the rule, with the cut-points as all published segments bound them; none where the rule
    /// gives none.
    pub ours: Option<SegmentRange>,
    /// The same where the trust's own published segment does not vouch for itself.
    pub without_own: Option<SegmentRange>,
    /// The place of its row.
    pub place: Option<usize>,
}

/// The financial override.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverrideStep {
    /// The published flag.
    pub flag: Option<bool>,
    /// The best segment that it then leaves.
    pub no_better_than: Option<u8>,
    /// The metrics in which a deficit shows, each with its published value.
    pub deficit_in: Vec<(String, Option<Decimal>)>,
    /// Whether the override, not the average, set the adjusted segment.
    pub moved: bool,
    /// The place of its row.
    pub place: Option<usize>,
}

/// The steps for one trust and quarter; none where it is not held.
#[must_use]
pub fn steps(published: &Published, trust: &BodyCode, quarter: Month) -> Option<Steps> {
    let quarter = published.quarter(quarter)?;
    let at = quarter.position(trust)?;
    let held = quarter.trusts.get(at)?;
    let framework = published.framework();
    let row = |code: Code| published.row(quarter, at, code);
    let place = |code: Code| row(code).map(|row| row.place);
    let value = |code: Code| published.value(quarter, at, code);
    let whole = |code: Code| published.whole(quarter, at, code);

    let all = bands::averages(published, quarter);
    let with =
        value(Code::Average).and_then(|average| segment_of(&framework.segments, &all, average));
    let without = bands::without_own(published, quarter, at, (Code::Average, Code::Unadjusted))
        .map(|own| own.0);
    let rule = framework.financial_override.as_ref();
    let flag = whole(Code::Override).map(|flag| flag == 1);
    let adjust = |range: Option<SegmentRange>| match (rule, flag) {
        (None, _) | (Some(_), Some(false)) => range,
        (Some(rule), Some(true)) => range.map(|range| range.no_better_than(rule.no_better_than)),
        (Some(_), None) => None,
    };
    let programme = whole(Code::Programme).map(|flag| flag == 1);
    let last = |range: Option<SegmentRange>| match programme {
        Some(true) => Some(SegmentRange::exact(SUPPORTED)),
        _ => adjust(range),
    };
    let unadjusted = whole(Code::Unadjusted);
    let adjusted = whole(Code::Adjusted);
    let segment = |code: Code, published, ours, without_own| SegmentStep {
        published,
        ours,
        without_own,
        place: place(code),
    };
    Some(Steps {
        trust: held.trust.clone(),
        name: held.name.clone(),
        trust_type: held.trust_type.clone(),
        region: held.region.clone(),
        quarter: quarter.month,
        metrics: metrics(published, quarter, at),
        domains: domains(published, quarter, at),
        average: AverageStep {
            metrics: averaged(published, quarter, at, None).len(),
            mean: mean(&averaged(published, quarter, at, None)),
            published: value(Code::Average),
            place: place(Code::Average),
        },
        unadjusted: segment(Code::Unadjusted, unadjusted, with, without),
        financial_override: OverrideStep {
            flag,
            no_better_than: rule.map(|rule| rule.no_better_than),
            deficit_in: rule.map_or_else(Vec::new, |rule| {
                rule.deficit_in
                    .iter()
                    .filter_map(|&metric| Some((metric, framework.metrics.get(metric)?)))
                    .map(|(at, metric)| (metric.id.clone(), value(Code::Value(at))))
                    .collect()
            }),
            moved: matches!((unadjusted, adjusted), (Some(before), Some(after)) if before != after),
            place: place(Code::Override),
        },
        adjusted: segment(Code::Adjusted, adjusted, adjust(with), adjust(without)),
        programme,
        final_segment: segment(Code::Final, whole(Code::Final), last(with), last(without)),
        rank: row(Code::Adjusted).and_then(|row| row.rank),
        of: quarter
            .trusts
            .iter()
            .filter(|other| other.trust_type == held.trust_type)
            .count(),
        bands: all,
    })
}

/// The published scores of a trust that are averaged, of one domain or of all.
pub(super) fn averaged(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    domain: Option<usize>,
) -> Vec<f64> {
    published
        .framework()
        .metrics
        .iter()
        .enumerate()
        .filter(|(_, metric)| metric.purpose == Use::Averaged)
        .filter(|(_, metric)| domain.is_none_or(|domain| metric.domain == domain))
        .filter_map(|(at, _)| published.value(quarter, trust, Code::Score(at)))
        .map(Decimal::as_f64)
        .collect()
}

fn metrics(published: &Published, quarter: &Quarter, trust: usize) -> Vec<MetricStep> {
    let lines = score_lines(published, quarter, Some(trust));
    published
        .framework()
        .metrics
        .iter()
        .enumerate()
        .filter_map(|(at, metric)| {
            let value = published.row(quarter, trust, Code::Value(at));
            let score = published.row(quarter, trust, Code::Score(at));
            let any = value.or(score)?;
            let line = score.and_then(|score| {
                lines
                    .iter()
                    .find(|line| line.place == score.place && line.code == score.metric)
            });
            let list = list_of(published, quarter, at, trust);
            Some(MetricStep {
                metric: metric.id.clone(),
                title: metric.title.clone(),
                domain: metric.domain,
                unit: metric.unit.clone(),
                better: metric.better,
                purpose: metric.purpose,
                value: value.and_then(|row| row.value),
                reporting_date: any.reporting_date.clone(),
                median: value.and_then(|row| row.median),
                rank_in_type: any.rank,
                population: list.as_ref().and_then(|list| match list.size {
                    Size::Known(size) => Some(size),
                    Size::SmallerThanHeld(_) | Size::Unknown => None,
                }),
                held: list.as_ref().map(Ranked::held),
                published: score.and_then(|row| row.value),
                ours: line.and_then(|line| line.ours),
                outcome: line.map(|line| line.outcome),
                cause: line.map(|line| line.cause.clone()),
                value_place: value.map(|row| row.place),
                score_place: score.map(|row| row.place),
            })
        })
        .collect()
}

fn domains(published: &Published, quarter: &Quarter, trust: usize) -> Vec<DomainStep> {
    published
        .framework()
        .domains
        .iter()
        .enumerate()
        .filter_map(|(at, domain)| {
            let scores = averaged(published, quarter, trust, Some(at));
            let row = published.row(quarter, trust, Code::DomainScore(at));
            if scores.is_empty() && row.is_none() {
                return None;
            }
            Some(DomainStep {
                domain: domain.id.clone(),
                title: domain.title.clone(),
                metrics: scores.len(),
                mean: mean(&scores),
                published: row.and_then(|row| row.value),
                segment: published.whole(quarter, trust, Code::DomainSegment(at)),
                place: row.map(|row| row.place),
            })
        })
        .collect()
}
