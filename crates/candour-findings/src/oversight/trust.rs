//! The steps that set one trust's segment.

use candour_assessment::framework::{
    Decimal, Metric, MetricStep, Scoring, SegmentStep, Use, segment_changes, steps as pure_steps,
};
use candour_core::{BodyCode, Month};

use super::Oversight;
use super::quarter::quarter_name;
use super::shapes::{
    AverageShape, DeficitShape, DomainShape, HistoryShape, MetricShape, OverrideShape,
    SegmentShape, StepsShape,
};
use super::table::Placed;

pub(super) fn steps(oversight: &Oversight, trust: &BodyCode, quarter: Month) -> Option<StepsShape> {
    let steps = pure_steps(&oversight.published, trust, quarter)?;
    let framework = oversight.framework();
    let standing = oversight
        .table(quarter)
        .trusts
        .iter()
        .find(|row| row.trust == trust.as_str())?
        .clone();
    let receipt = |place: Option<usize>| oversight.rows.receipt(place?);
    let segment = |step: &SegmentStep| SegmentShape {
        published: step.published,
        ours: step.ours,
        without_own: step.without_own,
        receipt: receipt(step.place),
    };
    let kind = framework
        .trust_types
        .iter()
        .find(|kind| kind.id == steps.trust_type);
    Some(StepsShape {
        framework: framework.id.clone(),
        quarter: quarter.to_string(),
        quarter_name: quarter_name(quarter),
        standing,
        type_title: kind.map_or_else(|| steps.trust_type.clone(), |kind| kind.title.clone()),
        metrics: steps
            .metrics
            .iter()
            .map(|step| metric(oversight, step))
            .collect(),
        domains: steps
            .domains
            .iter()
            .map(|step| DomainShape {
                domain: step.domain.clone(),
                title: step.title.clone(),
                metrics: step.metrics,
                mean: step.mean,
                published: step.published.map(Decimal::as_f64),
                segment: step.segment,
                receipt: receipt(step.place),
            })
            .collect(),
        average: AverageShape {
            metrics: steps.average.metrics,
            mean: steps.average.mean,
            published: steps.average.published.map(Decimal::as_f64),
            receipt: receipt(steps.average.place),
        },
        unadjusted: segment(&steps.unadjusted),
        financial_override: OverrideShape {
            flag: steps.financial_override.flag,
            no_better_than: steps.financial_override.no_better_than,
            deficit_in: steps
                .financial_override
                .deficit_in
                .iter()
                .map(|(id, value)| DeficitShape {
                    metric: id.clone(),
                    title: framework
                        .metric(id)
                        .map_or_else(String::new, |at| framework.metrics[at].title.clone()),
                    value: value.map(Decimal::as_f64),
                })
                .collect(),
            moved: steps.financial_override.moved,
            receipt: receipt(steps.financial_override.place),
        },
        adjusted: segment(&steps.adjusted),
        programme: steps.programme,
        final_segment: segment(&steps.final_segment),
        history: history(oversight, trust),
        bands: steps.bands,
    })
}

fn metric(oversight: &Oversight, step: &MetricStep) -> MetricShape {
    let framework = oversight.framework();
    let definition = framework
        .metric(&step.metric)
        .and_then(|at| framework.metrics.get(at));
    let domain = framework.domains.get(step.domain);
    MetricShape {
        metric: step.metric.clone(),
        code: definition.and_then(|metric| metric.value_code.clone()),
        score_code: definition.and_then(|metric| metric.score_code.clone()),
        title: step.title.clone(),
        domain: domain.map(|domain| domain.id.clone()),
        unit: step.unit.clone(),
        better: step.better.to_string(),
        purpose: step.purpose.to_string(),
        by_value: step.value.is_some()
            && step.published.is_some()
            && definition.is_some_and(by_value),
        value: step.value.map(Decimal::as_f64),
        reporting_date: step.reporting_date.clone(),
        median: step.median.map(Decimal::as_f64),
        rank_in_type: step.rank_in_type,
        population: step.population,
        held: step.held,
        score: step.published.map(Decimal::as_f64),
        ours: step.ours,
        outcome: step.outcome.map(|outcome| outcome.to_string()),
        cause: step.cause.as_ref().map(ToString::to_string),
        value_receipt: step
            .value_place
            .and_then(|place| oversight.rows.receipt(place)),
        score_receipt: step
            .score_place
            .and_then(|place| oversight.rows.receipt(place)),
    }
}

/// Whether a what-if can score another value of it.
fn by_value(metric: &Metric) -> bool {
    matches!(metric.purpose, Use::Averaged | Use::Part)
        && matches!(
            metric.scoring,
            Some(Scoring::Rank(_) | Scoring::Steps { .. })
        )
}

pub(super) fn history(oversight: &Oversight, trust: &BodyCode) -> Vec<HistoryShape> {
    let published = &oversight.published;
    let mut before: Option<Month> = None;
    let mut found = Vec::new();
    for quarter in oversight.quarters() {
        let trusts = published.trusts(quarter);
        if let Some(held) = trusts.iter().find(|held| held.trust == *trust) {
            let placed = Placed::of(oversight, quarter, trust);
            let verdict = before.and_then(|before| {
                segment_changes(published, before, quarter)
                    .into_iter()
                    .find(|change| change.trust == *trust)
            });
            found.push(HistoryShape {
                quarter: quarter.to_string(),
                name: quarter_name(quarter),
                average: placed.average.map(Decimal::as_f64),
                segment: placed.segment,
                set_by: placed.set_by.map(str::to_owned),
                rank: placed.rank,
                of: trusts
                    .iter()
                    .filter(|other| other.trust_type == held.trust_type)
                    .count(),
                verdict: verdict.map(|change| change.verdict.to_string()),
                receipt: placed
                    .average_place
                    .and_then(|at| oversight.rows.receipt(at)),
            });
        }
        before = Some(quarter);
    }
    found
}
