//! The first layer: averages and domain scores from the published metric scores.

use super::super::published::{Code, Quarter};
use super::super::scoring::mean;
use super::super::steps::averaged;
use super::{Cause, Figure, Finding, Layer, Line, Published, TOLERANCE};

pub(super) fn lines(published: &Published, quarter: &Quarter, lines: &mut Vec<Line>) {
    let framework = published.framework();
    for trust in 0..quarter.trusts.len() {
        let mut add = |code: Code, figure: Figure, domain: Option<usize>| {
            let Some(row) = published.row(quarter, trust, code) else {
                return;
            };
            let Some(value) = row.value else { return };
            let finding = match mean(&averaged(published, quarter, trust, domain)) {
                Some(ours) => Finding::exact(value.as_f64(), ours, TOLERANCE, Cause::Unexplained),
                None => Finding::not_computable(Cause::PartMissing),
            };
            lines.push(finding.line((Layer::Averages, figure), quarter, trust, row, value));
        };
        add(Code::Average, Figure::Average, None);
        for domain in 0..framework.domains.len() {
            add(Code::DomainScore(domain), Figure::DomainScore, Some(domain));
        }
    }
}
