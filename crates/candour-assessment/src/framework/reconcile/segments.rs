//! The third layer: segments from averages, cut-points and the override.

use super::super::bands;
use super::super::published::{Code, Quarter};
use super::super::{Decimal, FinancialOverride, SegmentRange};
use super::{Cause, Figure, Finding, Layer, Line, Published};

pub(super) fn lines(published: &Published, quarter: &Quarter, lines: &mut Vec<Line>) {
    let framework = published.framework();
    for trust in 0..quarter.trusts.len() {
        let unadjusted = own(published, quarter, trust, (Code::Average, Code::Unadjusted));
        let mut add = |code: Code, figure: Figure, finding: Finding| {
            if let Some(row) = published.row(quarter, trust, code)
                && let Some(value) = row.value
            {
                lines.push(finding.line((Layer::Segments, figure), quarter, trust, row, value));
            }
        };
        let of = |code: Code| published.value(quarter, trust, code).map(Decimal::as_f64);
        if let Some(segment) = of(Code::Unadjusted) {
            let finding = judged(segment, &unadjusted);
            add(Code::Unadjusted, Figure::Unadjusted, finding);
        }
        let flag = of(Code::Override).map(|flag| flag > 0.5);
        let adjusted = adjusted(framework.financial_override.as_ref(), &unadjusted, flag);
        if let Some(segment) = of(Code::Adjusted) {
            add(Code::Adjusted, Figure::Adjusted, judged(segment, &adjusted));
        }
        if let Some(segment) = of(Code::Final) {
            let finding = match of(Code::Programme) {
                Some(flag) if flag > 0.5 => {
                    Finding::exact(segment, f64::from(SUPPORTED), 0.0, Cause::Unexplained)
                }
                _ => judged(segment, &adjusted),
            };
            add(Code::Final, Figure::Final, finding);
        }
        if let (Some(rule), Some(flag)) = (&framework.financial_override, of(Code::Override)) {
            add(
                Code::Override,
                Figure::Override,
                deficit(published, quarter, trust, rule, flag),
            );
        }
        for domain in 0..framework.domains.len() {
            let Some(segment) = of(Code::DomainSegment(domain)) else {
                continue;
            };
            let ours = own(
                published,
                quarter,
                trust,
                (Code::DomainScore(domain), Code::DomainSegment(domain)),
            );
            let code = Code::DomainSegment(domain);
            add(code, Figure::DomainSegment, judged(segment, &ours));
        }
    }
}

/// The segment of the intensive support programme.
pub(in super::super) const SUPPORTED: u8 = 5;

/// A segment without the trust's own published one, so that none vouches for itself.
fn own(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    codes: (Code, Code),
) -> Result<(SegmentRange, Cause), Cause> {
    let average = published
        .value(quarter, trust, codes.0)
        .ok_or(Cause::PartMissing)?;
    let (range, others) =
        bands::without_own(published, quarter, trust, codes).ok_or(Cause::CutPointsUnknown)?;
    let (below, above) = others.around(average);
    let cause = Cause::BetweenBands {
        below: below.map(|band| band.worst),
        above: above.map(|band| band.best),
    };
    Ok((range, cause))
}

fn judged(published: f64, ours: &Result<(SegmentRange, Cause), Cause>) -> Finding {
    match ours {
        Err(cause) => Finding::not_computable(cause.clone()),
        Ok((range, cause)) => match range.segment() {
            Some(segment) => Finding::exact(published, f64::from(segment), 0.0, Cause::Unexplained),
            None => Finding::bounded(published, range.between(), cause.clone()),
        },
    }
}

fn adjusted(
    rule: Option<&FinancialOverride>,
    unadjusted: &Result<(SegmentRange, Cause), Cause>,
    flag: Option<bool>,
) -> Result<(SegmentRange, Cause), Cause> {
    let (range, cause) = unadjusted.clone()?;
    match (rule, flag) {
        (None, _) | (Some(_), Some(false)) => Ok((range, cause)),
        (Some(rule), Some(true)) => Ok((range.no_better_than(rule.no_better_than), cause)),
        (Some(_), None) => Err(Cause::PartMissing),
    }
}

/// The published flag against plan and variance.
fn deficit(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    rule: &FinancialOverride,
    flag: f64,
) -> Finding {
    let values: Option<Vec<Decimal>> = rule
        .deficit_in
        .iter()
        .map(|&metric| published.value(quarter, trust, Code::Value(metric)))
        .collect();
    let Some(values) = values else {
        return Finding::not_computable(Cause::ValueMissing);
    };
    let ours = values.iter().any(|value| value.millionths() < 0);
    let cause = if ours {
        Cause::FlagNotSet
    } else {
        Cause::FlagCoversMore
    };
    Finding::exact(flag, f64::from(u8::from(ours)), 0.0, cause)
}
