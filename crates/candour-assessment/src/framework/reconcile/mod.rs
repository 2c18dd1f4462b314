//! Every published figure, ours, the difference and its cause.

mod averages;
mod league;
mod line;
mod ranks;
mod scores;
mod segments;

use candour_core::Month;
use serde::Serialize;

use super::published::{Code, Quarter};
use super::{Between, Decimal, LeagueRow, Published, PublishedRow};

pub use line::{Cause, Count, Figure, Layer, Line, Outcome};
pub(super) use scores::computed;
pub(super) use segments::SUPPORTED;

/// Within how much an average or a score agrees: the published ones are rounded to hundredths, and
/// what enters them is rounded too.
pub const TOLERANCE: f64 = 0.01;

/// A framework's published figures held against the rules, line by line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reconciliation {
    /// The framework.
    pub framework: String,
    /// The quarters, the earliest first, each with how many organisations are held of how many.
    pub quarters: Vec<QuarterHeld>,
    /// Counts by kind of figure, all quarters together.
    pub totals: Vec<Count>,
    /// Counts by kind, code and quarter.
    pub counts: Vec<Count>,
    /// The lines: by quarter, layer and trust.
    pub lines: Vec<Line>,
}

/// What is held of a quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuarterHeld {
    /// The quarter, named by its last month.
    pub quarter: Month,
    /// How many organisations are held.
    pub held: usize,
    /// How many there are; none where not known.
    pub organisations: Option<u32>,
    /// The bands of averages that the published segments give.
    pub bands: super::Bands,
    /// The quartiles of the averages held. They are the cut-points only if everybody is held.
    pub quartiles: Option<[f64; 3]>,
}

impl Reconciliation {
    /// The lines that do not simply agree.
    pub fn differences(&self) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(|line| line.outcome != Outcome::Agrees)
    }

    /// The count of a kind of figure over all quarters.
    #[must_use]
    pub fn total(&self, figure: Figure) -> Option<&Count> {
        self.totals.iter().find(|count| count.figure == figure)
    }
}

/// Holds every published figure against the rules. `league` is the league table, where it is held:
/// its likely ranges are compared with ours.
#[must_use]
pub fn reconcile(published: &Published, league: &[LeagueRow]) -> Reconciliation {
    let framework = published.framework();
    let mut lines = Vec::new();
    let mut quarters = Vec::new();
    for quarter in published.all() {
        averages::lines(published, quarter, &mut lines);
        scores::lines(published, quarter, &mut lines);
        segments::lines(published, quarter, &mut lines);
        ranks::lines(published, quarter, &mut lines);
        league::lines(published, quarter, league, &mut lines);
        let averages: Vec<Decimal> = (0..quarter.trusts.len())
            .filter_map(|trust| published.value(quarter, trust, Code::Average))
            .collect();
        quarters.push(QuarterHeld {
            quarter: quarter.month,
            held: quarter.trusts.len(),
            organisations: framework.organisations(),
            bands: super::bands::averages(published, quarter),
            quartiles: super::by_quartile(&averages),
        });
    }
    Reconciliation {
        framework: framework.id.clone(),
        quarters,
        totals: totals(&lines),
        counts: counts(&lines),
        lines,
    }
}

/// The lines of the second layer, of all trusts of a quarter or of one.
pub(super) fn score_lines(
    published: &Published,
    quarter: &Quarter,
    trust: Option<usize>,
) -> Vec<Line> {
    let mut lines = Vec::new();
    scores::lines(published, quarter, &mut lines);
    let whose = trust.and_then(|trust| quarter.trusts.get(trust));
    if let Some(held) = whose {
        lines.retain(|line| line.trust.as_ref() == Some(&held.trust));
    }
    lines
}

fn totals(lines: &[Line]) -> Vec<Count> {
    let mut kinds: Vec<(Layer, Figure)> =
        lines.iter().map(|line| (line.layer, line.figure)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
        .into_iter()
        .map(|(layer, figure)| {
            let of = lines
                .iter()
                .filter(|line| (line.layer, line.figure) == (layer, figure));
            Count::of(layer, figure, None, None, of)
        })
        .collect()
}

fn counts(lines: &[Line]) -> Vec<Count> {
    let mut order: Vec<&Line> = lines.iter().collect();
    let key = |line: &Line| (line.layer, line.figure, line.quarter);
    order.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.code.cmp(&b.code)));
    order
        .chunk_by(|a, b| key(a) == key(b) && a.code == b.code)
        .filter_map(|chunk| {
            let first = chunk.first()?;
            let code = Some(first.code.clone());
            let of = chunk.iter().copied();
            Some(Count::of(
                first.layer,
                first.figure,
                code,
                Some(first.quarter),
                of,
            ))
        })
        .collect()
}

/// What a line says, before it is known whose it is.
struct Finding {
    ours: Option<Between>,
    outcome: Outcome,
    cause: Cause,
}

impl Finding {
    /// Ours is exact: they agree within the tolerance, or differ for the cause given.
    fn exact(published: f64, ours: f64, tolerance: f64, cause: Cause) -> Self {
        let agrees = (published - ours).abs() <= tolerance + 1e-9;
        Self {
            ours: Some(Between::exact(ours)),
            outcome: if agrees {
                Outcome::Agrees
            } else {
                Outcome::Differs
            },
            cause: if agrees { Cause::Agrees } else { cause },
        }
    }

    const fn not_computable(cause: Cause) -> Self {
        Self {
            ours: None,
            outcome: Outcome::NotComputable,
            cause,
        }
    }

    /// Ours is bounded: consistent for the cause given where the published figure is within.
    fn bounded(published: f64, ours: Between, cause: Cause) -> Self {
        let within = ours.holds(published);
        Self {
            ours: Some(ours),
            outcome: if within {
                Outcome::Consistent
            } else {
                Outcome::Differs
            },
            cause: if within { cause } else { Cause::OutsideBounds },
        }
    }

    fn line(
        self,
        (layer, figure): (Layer, Figure),
        quarter: &Quarter,
        trust: usize,
        row: &PublishedRow,
        published: Decimal,
    ) -> Line {
        Line {
            layer,
            figure,
            quarter: quarter.month,
            trust: Some(row.trust.clone()),
            trust_type: quarter
                .trusts
                .get(trust)
                .map_or_else(String::new, |held| held.trust_type.clone()),
            code: row.metric.clone(),
            published,
            difference: self
                .ours
                .and_then(Between::figure)
                .map(|ours| published.as_f64() - ours),
            ours: self.ours,
            outcome: self.outcome,
            cause: self.cause,
            place: row.place,
        }
    }
}
