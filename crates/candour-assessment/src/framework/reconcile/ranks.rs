//! Ranks within the type, and the medians and quartiles of the type.

use std::cmp::Ordering;

use super::super::published::{Code, Quarter};
use super::super::ranked::missing;
use super::super::scoring::{compare, quantile};
use super::super::{Between, Decimal, Direction};
use super::{Cause, Figure, Finding, Layer, Line, Outcome, Published, TOLERANCE};

pub(super) fn lines(published: &Published, quarter: &Quarter, lines: &mut Vec<Line>) {
    let framework = published.framework();
    for kind in &framework.trust_types {
        let trusts: Vec<usize> = quarter
            .trusts
            .iter()
            .enumerate()
            .filter(|(_, held)| held.trust_type == kind.id)
            .map(|(trust, _)| trust)
            .collect();
        if trusts.is_empty() {
            continue;
        }
        let group = Group {
            published,
            quarter,
            trusts,
            missing: missing(framework, quarter, &kind.id),
        };
        for (at, metric) in framework.metrics.iter().enumerate() {
            let codes = [Code::Value(at), Code::Score(at)];
            group.ranks(
                Code::Value(at),
                &codes,
                Figure::MetricRank,
                metric.better,
                lines,
            );
            group.quartiles(at, lines);
        }
        for domain in 0..framework.domains.len() {
            let code = Code::DomainScore(domain);
            group.ranks(code, &[code], Figure::DomainRank, Direction::Lower, lines);
        }
        let code = Code::Average;
        group.ranks(code, &[code], Figure::AverageRank, Direction::Lower, lines);
        group.league(lines);
    }
}

/// The organisations of a type.
struct Group<'p> {
    published: &'p Published,
    quarter: &'p Quarter,
    trusts: Vec<usize>,
    missing: Option<u32>,
}

impl Group<'_> {
    /// The ranks of a figure, which the rows of the codes print.
    fn ranks(
        &self,
        figure: Code,
        printed: &[Code],
        kind: Figure,
        better: Direction,
        lines: &mut Vec<Line>,
    ) {
        let value = |trust: usize| self.published.value(self.quarter, trust, figure);
        let keys: Vec<(usize, Decimal)> = self
            .trusts
            .iter()
            .filter_map(|&trust| Some((trust, value(trust)?)))
            .collect();
        self.compare_ranks(&keys, printed, kind, lines, |a, b| compare(*a, *b, better));
    }

    /// The ranks in the league: by segment, then by average.
    fn league(&self, lines: &mut Vec<Line>) {
        let key = |trust: usize| {
            let segment = self.published.whole(self.quarter, trust, Code::Adjusted)?;
            let average = self.published.value(self.quarter, trust, Code::Average)?;
            Some((trust, (segment, average)))
        };
        let keys: Vec<_> = self.trusts.iter().filter_map(|&trust| key(trust)).collect();
        self.compare_ranks(
            &keys,
            &[Code::Adjusted],
            Figure::LeagueRank,
            lines,
            Ord::cmp,
        );
    }

    fn compare_ranks<K>(
        &self,
        keys: &[(usize, K)],
        printed: &[Code],
        kind: Figure,
        lines: &mut Vec<Line>,
        order: impl Fn(&K, &K) -> Ordering,
    ) {
        let mut sorted: Vec<&(usize, K)> = keys.iter().collect();
        sorted.sort_by(|a, b| order(&a.1, &b.1));
        for (trust, key) in keys {
            let ahead = sorted.partition_point(|(_, other)| order(other, key).is_lt());
            let upto = sorted.partition_point(|(_, other)| order(other, key).is_le());
            let count = |places: usize| u32::try_from(places).unwrap_or(u32::MAX);
            for &code in printed {
                let Some(row) = self.published.row(self.quarter, *trust, code) else {
                    continue;
                };
                let Some(rank) = row.rank else { continue };
                let Some(whole) = Decimal::from_hundredths(i64::from(rank) * 100) else {
                    continue;
                };
                let finding = self.rank(rank, count(ahead), count(upto));
                let of = (Layer::Ranks, kind);
                lines.push(finding.line(of, self.quarter, *trust, row, whole));
            }
        }
    }

    fn rank(&self, printed: u32, ahead: u32, upto: u32) -> Finding {
        let Some(missing) = self.missing else {
            return Finding::not_computable(Cause::TypeNotWhole { missing: None });
        };
        let (best, worst) = (f64::from(ahead + 1), f64::from(upto + missing));
        if missing == 0 && printed == ahead + 1 {
            return Finding::exact(f64::from(printed), best, 0.0, Cause::Agrees);
        }
        let tied = upto - ahead;
        let cause = match (missing, tied) {
            (0, 0 | 1) => {
                return Finding::exact(f64::from(printed), best, 0.0, Cause::Unexplained);
            }
            (0, _) => Cause::TiedThroughRounding { tied },
            _ => Cause::TypeNotWhole {
                missing: Some(missing),
            },
        };
        Finding::bounded(f64::from(printed), Between { best, worst }, cause)
    }

    /// The type's median and quartiles of a metric, which every row of it prints alike.
    fn quartiles(&self, metric: usize, lines: &mut Vec<Line>) {
        let code = Code::Value(metric);
        let mut values: Vec<Decimal> = self
            .trusts
            .iter()
            .filter_map(|&trust| self.published.value(self.quarter, trust, code))
            .collect();
        values.sort_unstable();
        let first = self
            .trusts
            .iter()
            .find_map(|&trust| Some((trust, self.published.row(self.quarter, trust, code)?)));
        let Some((trust, row)) = first else { return };
        let quartiles = [
            (Figure::LowerQuartile, row.lower_quartile, 0.25),
            (Figure::Median, row.median, 0.5),
            (Figure::UpperQuartile, row.upper_quartile, 0.75),
        ];
        for (figure, printed, share) in quartiles {
            let (Some(printed), Some(ours)) = (printed, quantile(&values, share)) else {
                continue;
            };
            let finding = if self.missing == Some(0) {
                Finding::exact(printed.as_f64(), ours, TOLERANCE, Cause::Unexplained)
            } else {
                let missing = self.missing;
                Finding {
                    ours: Some(Between::exact(ours)),
                    outcome: Outcome::NotComputable,
                    cause: Cause::TypeNotWhole { missing },
                }
            };
            let mut line = finding.line(
                (Layer::Quartiles, figure),
                self.quarter,
                trust,
                row,
                printed,
            );
            line.trust = None;
            lines.push(line);
        }
    }
}
