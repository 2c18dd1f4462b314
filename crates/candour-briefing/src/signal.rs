//! What of a series could be news: pure, from the series as it stands and as it stood a period earlier.

use candour_assessment::{Assurance, PointType};
use candour_core::{Better, Month};
use candour_findings::{Standard, standard_in};

use crate::item::ItemKind;
use crate::reading::Line;
use crate::scoring::Scoring;

/// Whether a movement is good or bad, by the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Tone {
    Better,
    Worse,
    Neither,
}

impl Tone {
    /// Of a movement up or down.
    pub(crate) const fn of(better: Better, up: bool) -> Self {
        match (better, up) {
            (Better::Higher, true) | (Better::Lower, false) => Self::Better,
            (Better::Higher, false) | (Better::Lower, true) => Self::Worse,
            (Better::Neither, _) => Self::Neither,
        }
    }
}

/// Something that could be told of the latest value of a series.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Signal {
    /// The furthest of all values held, beyond chance.
    Record {
        /// Whether it is the highest.
        high: bool,
        /// How many values are held, this one included.
        held: usize,
        /// The first of them.
        first: Month,
        /// The record before.
        before: (Month, f64),
        /// How far beyond it, in sigmas.
        sigmas: f64,
    },
    /// A special cause, and the value before was none, or one of another kind.
    Began {
        /// Which way.
        kind: PointType,
    },
    /// A step larger than chance explains.
    Step {
        /// Whether upwards.
        up: bool,
        /// From where.
        from: (Month, f64),
        /// The largest step that chance explains.
        usual: f64,
    },
    /// The value before was a special cause, and the latest is none.
    Ended {
        /// Which kind it was.
        was: PointType,
    },
    /// A standard crossed after a run on one side.
    Crossed {
        /// The standard.
        standard: Standard,
        /// Whether it is now met.
        met: bool,
        /// How many values stood on the other side before.
        run: usize,
        /// Whether the run goes back to the first value held.
        whole: bool,
        /// The first month of that run.
        since: Month,
    },
    /// The standard came within the limits, or left them.
    Assured {
        /// The standard.
        standard: Standard,
        /// What it was.
        was: Assurance,
        /// What it is.
        is: Assurance,
    },
}

impl Signal {
    pub(crate) const fn kind(&self) -> ItemKind {
        match self {
            Self::Record { .. } => ItemKind::Record,
            Self::Began { .. } => ItemKind::SpecialCauseBegan,
            Self::Step { .. } => ItemKind::Step,
            Self::Ended { .. } => ItemKind::SpecialCauseEnded,
            Self::Crossed { .. } => ItemKind::VerdictChanged,
            Self::Assured { .. } => ItemKind::AssuranceChanged,
        }
    }

    /// Whether it is good or bad.
    pub(crate) fn tone(&self, line: &Line) -> Tone {
        let better = line.measure.better;
        match self {
            Self::Record { high, .. } => Tone::of(better, *high),
            Self::Step { up, .. } => Tone::of(better, *up),
            Self::Began { kind } => tone_of(*kind),
            // The end of something bad is good.
            Self::Ended { was } => match tone_of(*was) {
                Tone::Better => Tone::Worse,
                Tone::Worse => Tone::Better,
                Tone::Neither => Tone::Neither,
            },
            Self::Crossed { met, .. } => {
                if *met {
                    Tone::Better
                } else {
                    Tone::Worse
                }
            }
            Self::Assured { is, was, .. } => {
                if *is == Assurance::ConsistentPass || *was == Assurance::ConsistentFail {
                    Tone::Better
                } else {
                    Tone::Worse
                }
            }
        }
    }
}

const fn tone_of(kind: PointType) -> Tone {
    match kind {
        PointType::Improvement => Tone::Better,
        PointType::Concern => Tone::Worse,
        PointType::NeutralHigh | PointType::NeutralLow | PointType::CommonCause => Tone::Neither,
    }
}

/// What could be told of the latest value, the most telling first: the first is the news, the others are
/// told with it. A value within its limits and in no run gives nothing but the end of what was before.
pub(crate) fn signals(line: &Line, scoring: &Scoring) -> Vec<Signal> {
    let mut found = Vec::new();
    if line.points() < scoring.signal.points_at_least || line.now.variation.is_none() {
        return found;
    }
    let special = line.kind() != PointType::CommonCause;
    let was_special = line.kind_before() != PointType::CommonCause;
    if special {
        found.extend(record(line, scoring));
        if line.kind() != line.kind_before() {
            found.push(Signal::Began { kind: line.kind() });
        }
    }
    found.extend(step(line));
    found.extend(crossed(line, scoring));
    if was_special && !special {
        found.push(Signal::Ended {
            was: line.kind_before(),
        });
    }
    found.extend(assured(line));
    found
}

fn record(line: &Line, scoring: &Scoring) -> Option<Signal> {
    let earlier: Vec<(Month, f64)> = line.earlier().collect();
    if earlier.len() < scoring.signal.record_from {
        return None;
    }
    let (value, limits) = (line.value(), line.limits()?);
    let high = value > limits.mean;
    let beyond = |one: f64, other: f64| if high { one - other } else { other - one };
    let before = earlier.iter().copied().max_by(|(_, one), (_, other)| {
        let (one, other) = if high { (one, other) } else { (other, one) };
        one.total_cmp(other)
    })?;
    let sigmas = beyond(value, before.1) / limits.sigma();
    (sigmas >= scoring.signal.record_beyond_sigmas).then(|| Signal::Record {
        high,
        held: earlier.len() + 1,
        first: earlier.last().map_or(before.0, |(month, _)| *month),
        before,
        sigmas,
    })
}

fn step(line: &Line) -> Option<Signal> {
    // The usual step is that of the values before: this one must not widen its own measure.
    let usual = crate::reading::limits(&line.before)?.largest_step();
    let from = line.earlier().next().filter(|_| line.is_next())?;
    let moved = line.value() - from.1;
    (moved.abs() > usual).then_some(Signal::Step {
        up: moved > 0.0,
        from,
        usual,
    })
}

fn crossed(line: &Line, scoring: &Scoring) -> Option<Signal> {
    let standard = standard_in(line.measure, line.period())?;
    let met = standard.met_by(line.value());
    let other_side = |(month, value): &(Month, f64)| {
        standard_in(line.measure, *month).is_some_and(|then| then.met_by(*value) != met)
    };
    let run: Vec<(Month, f64)> = line.earlier().take_while(other_side).collect();
    let whole = run.len() == line.points() - 1;
    (run.len() >= scoring.signal.verdict_run).then(|| Signal::Crossed {
        standard,
        met,
        run: run.len(),
        whole,
        since: run.last().map_or(line.period(), |(month, _)| *month),
    })
}

fn assured(line: &Line) -> Option<Signal> {
    let standard = standard_in(line.measure, line.period())?;
    let (was, is) = (line.before.assurance?, line.now.assurance?);
    (was != is).then_some(Signal::Assured { standard, was, is })
}
