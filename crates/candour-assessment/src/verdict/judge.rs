//! From a commitment and what was seen to a verdict.

use candour_core::{BodyCode, FinancialYear, MeasureId, Month, Status};
use jiff::civil::Date;

use super::{Late, Outcome, Rests, Since, Verdict, Why};
use crate::commitment::{Commitment, Due, Operator, Proof, Test};

/// What was seen of a measure for a body: the evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The measure.
    pub measure: MeasureId,
    /// The body.
    pub body: BodyCode,
    /// Its reporting periods in order, each named by its last month; none twice.
    pub months: Vec<SeenMonth>,
}

/// A reporting period of the evidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeenMonth {
    /// The last month of the period.
    pub month: Month,
    /// The value, in the unit of the measure; none where it is absent.
    pub value: Option<f64>,
    /// The sums above and below the line, where it is a share.
    pub parts: Option<(i64, i64)>,
    /// Whether the value is a lower bound.
    pub over: bool,
    /// What the figure is, or why there is none.
    pub status: Status,
}

impl Seen {
    fn at(&self, month: Month) -> Option<&SeenMonth> {
        let place = self
            .months
            .binary_search_by_key(&month, |seen| seen.month)
            .ok()?;
        self.months.get(place)
    }

    fn rests(&self, month: Month, value: f64) -> Rests {
        Rests::Figure {
            measure: self.measure.clone(),
            body: self.body.clone(),
            period: month,
            value,
        }
    }
}

/// Judges a commitment for one body, as at `day`.
///
/// `year` narrows a commitment that is due each month to one financial year. `seen` is the evidence on the
/// commitment's measure, of the months up to `day` or more; months that end after `day` are not looked
/// at. Of one that is not yet due, [`add_outlook`](super::add_outlook) says how likely it will be met.
#[must_use]
pub fn judge(
    commitment: &Commitment,
    body: &BodyCode,
    year: Option<FinancialYear>,
    seen: Option<&Seen>,
    day: Date,
) -> Verdict {
    let mut verdict = Verdict::unknown(commitment.id.clone(), body.clone());
    let level = match (&commitment.test, seen) {
        (Test::Level { threshold, .. }, Some(_)) => (threshold.operator, threshold.value),
        (Test::Change { change, .. }, Some(seen)) => {
            let base = seen.at(change.base).and_then(|found| found.value);
            let Some(base) = base else {
                return verdict.because(Why::BaseNotHeld(change.base));
            };
            verdict.rests.push(seen.rests(change.base, base));
            (change.operator, change.level(base))
        }
        (Test::Level { .. } | Test::Change { .. }, None) => {
            return verdict.because(Why::NoFigures);
        }
        (Test::Done(proof), _) => return done(verdict, commitment, *proof, day),
        (Test::InWords(why), _) => return verdict.because(Why::NotComputable(why.clone())),
        (Test::Plan | Test::Comparison(_), _) => {
            return verdict.because(Why::NotComputable(
                "it is decided by published plans and counts, not by a measure".to_owned(),
            ));
        }
    };
    let Some(seen) = seen else {
        return verdict.because(Why::NoFigures);
    };
    verdict.threshold = Some(level.1);
    match commitment.due {
        Due::EachMonth => each_month(verdict, commitment, year, seen, level, day),
        Due::In(month) => in_month(verdict, month, seen, level, day),
        Due::Over(first, last) => over(verdict, (first, last), seen, level, day),
        Due::By(date) => match Month::of(date.last_day()) {
            Some(month) => in_month(verdict, month, seen, level, day),
            None => verdict.because(Why::NoDueDate),
        },
        Due::Unknown => verdict.because(Why::NoDueDate),
    }
}

/// Whether a value meets a level; none where it is a bound that does not settle it.
fn meets(seen: &SeenMonth, value: f64, (operator, level): (Operator, f64)) -> Option<bool> {
    if !seen.over {
        return Some(operator.holds(value, level));
    }
    // The true value is above `value`.
    match operator {
        Operator::AtMost | Operator::Below | Operator::Exactly => (value >= level).then_some(false),
        Operator::AtLeast | Operator::Above => (value >= level).then_some(true),
    }
}

/// The months in which a commitment that is due each month binds, narrowed to `year`.
fn window(commitment: &Commitment, year: Option<FinancialYear>) -> (Option<Month>, Option<Month>) {
    let years = commitment.years;
    let month = |date: Date| Month::of(date);
    let from = [
        commitment
            .in_force
            .from
            .and_then(|from| month(from.first_day())),
        years.map(|(first, _)| first.first_month()),
        year.map(FinancialYear::first_month),
    ];
    let to = [
        commitment.in_force.to.and_then(|to| month(to.last_day())),
        years.map(|(_, last)| last.last_month()),
        year.map(FinancialYear::last_month),
    ];
    (
        from.into_iter().flatten().max(),
        to.into_iter().flatten().min(),
    )
}

fn each_month(
    mut verdict: Verdict,
    commitment: &Commitment,
    year: Option<FinancialYear>,
    seen: &Seen,
    level: (Operator, f64),
    day: Date,
) -> Verdict {
    // Since when, and when last met, look back beyond the year asked about.
    let (bound_from, _) = window(commitment, None);
    let (from, to) = window(commitment, year);
    let within = |month: Month, from: Option<Month>| {
        from.is_none_or(|from| from <= month) && to.is_none_or(|to| month <= to)
    };
    let mut judged: Vec<(Month, bool)> = Vec::new();
    let mut absent = None;
    let mut gap = false;
    let mut run: Option<(Month, bool, bool)> = None;
    for found in &seen.months {
        if found.month.last_day() > day || !within(found.month, bound_from) {
            continue;
        }
        let met = found.value.and_then(|value| meets(found, value, level));
        let Some(met) = met else {
            gap = true;
            if within(found.month, from) && absent.is_none() {
                absent = Some(if found.value.is_some() {
                    Why::OnlyABound(found.month)
                } else {
                    Why::absent(found.month, found.status)
                });
            }
            continue;
        };
        run = match run {
            Some((since, was, bound)) if was == met && !gap => Some((since, was, bound)),
            // After a gap, or at the first month held, it may have been so before.
            Some((_, was, _)) if was != met && !gap => Some((found.month, met, false)),
            _ => Some((found.month, met, true)),
        };
        gap = false;
        if met {
            verdict.last_met = Some(found.month);
        }
        if within(found.month, from) {
            judged.push((found.month, met));
            verdict.period = Some(found.month);
            verdict.value = found.value;
        }
    }
    let open = to.is_some_and(|to| to.last_day() > day);
    let Some(&(last, met)) = judged.last() else {
        if open && absent.is_none() && from.is_some() && year.is_some() {
            return verdict.not_yet_due();
        }
        let missing = from.map_or(Why::NoFigures, Why::NotHeld);
        return verdict.because(absent.unwrap_or(missing));
    };
    let met_in = judged.iter().filter(|(_, met)| *met).count();
    verdict.months = Some((count(met_in), count(judged.len())));
    verdict.since = run.map(|(month, _, at_least)| Since { month, at_least });
    if let Some(value) = verdict.value {
        verdict.margin = Some(level.0.margin(value, level.1));
        verdict.rests.push(seen.rests(last, value));
    }
    // Of a standard that is in force, the latest month tells; of a year, or of one that has ended, all do.
    verdict.outcome = match (year, to) {
        (None, None) => latest(met),
        (None, Some(_)) if open => latest(met),
        _ if met_in < judged.len() => Outcome::Missed,
        _ if open => Outcome::NotYetDue,
        _ => {
            let missing = from
                .zip(to)
                .into_iter()
                .flat_map(|(from, to)| from.through(to))
                .find(|month| !judged.iter().any(|(judged, _)| judged == month));
            match missing {
                None => Outcome::Met,
                Some(month) => {
                    verdict.why = Some(absent.unwrap_or(Why::NotHeld(month)));
                    Outcome::Unknown
                }
            }
        }
    };
    verdict.by_month = judged;
    verdict
}

const fn latest(met: bool) -> Outcome {
    if met { Outcome::Met } else { Outcome::Missed }
}

fn in_month(
    mut verdict: Verdict,
    month: Month,
    seen: &Seen,
    level: (Operator, f64),
    day: Date,
) -> Verdict {
    verdict.period = Some(month);
    if month.last_day() > day {
        return verdict.not_yet_due();
    }
    let Some(found) = seen.at(month) else {
        return verdict.because(Why::NotHeld(month));
    };
    let Some(value) = found.value else {
        return verdict.because(Why::absent(month, found.status));
    };
    verdict.value = Some(value);
    verdict.rests.push(seen.rests(month, value));
    let Some(met) = meets(found, value, level) else {
        return verdict.because(Why::OnlyABound(month));
    };
    verdict.margin = Some(level.0.margin(value, level.1));
    verdict.outcome = if met { Outcome::Met } else { Outcome::Missed };
    verdict
}

/// Over a span of months the sums are added and then divided: the mean of monthly shares is another thing.
fn over(
    mut verdict: Verdict,
    (first, last): (Month, Month),
    seen: &Seen,
    level: (Operator, f64),
    day: Date,
) -> Verdict {
    verdict.period = Some(last);
    if last.last_day() > day {
        return verdict.not_yet_due();
    }
    let (mut above, mut below) = (0_i64, 0_i64);
    for month in first.through(last) {
        let Some(found) = seen.at(month) else {
            return verdict.because(Why::NotHeld(month));
        };
        let Some(value) = found.value else {
            return verdict.because(Why::absent(month, found.status));
        };
        let Some((numerator, denominator)) = found.parts else {
            return verdict.because(Why::NotComputable(
                "only shares can be taken over a year here: of a count a stock cannot be told from a flow"
                    .to_owned(),
            ));
        };
        above = above.saturating_add(numerator);
        below = below.saturating_add(denominator);
        verdict.rests.push(seen.rests(month, value));
    }
    if below == 0 {
        return verdict.because(Why::Absent(last, Status::NotApplicable));
    }
    #[expect(clippy::cast_precision_loss, reason = "sums of counts stay under 2^53")]
    let value = above as f64 / below as f64;
    verdict.value = Some(value);
    verdict.margin = Some(level.0.margin(value, level.1));
    verdict.outcome = if level.0.holds(value, level.1) {
        Outcome::Met
    } else {
        Outcome::Missed
    };
    verdict
}

/// Whether a thing was done in time, as far as the dates are known.
fn done(mut verdict: Verdict, commitment: &Commitment, proof: Proof, day: Date) -> Verdict {
    verdict.rests.push(Rests::Row {
        place: commitment.place.clone(),
        says: proof.in_words(),
    });
    let due = commitment.due.last_day();
    let date = match proof {
        // What was done after the day asked about had not been done then.
        Proof::Done(date) if date.first_day() <= day => date,
        Proof::Refused(date) if date.first_day() <= day => {
            verdict.outcome = Outcome::Missed;
            return verdict;
        }
        Proof::Done(_) | Proof::Refused(_) | Proof::Accepted | Proof::Unknown => {
            return match due {
                Some(due) if due > day => verdict.not_yet_due(),
                _ => verdict.because(Why::NoSource),
            };
        }
    };
    let Some(due) = due else {
        // Done, and no date was set: done is kept.
        verdict.outcome = Outcome::Met;
        return verdict;
    };
    if date.last_day() <= due {
        verdict.outcome = Outcome::Met;
    } else if date.first_day() > due {
        verdict.outcome = Outcome::Missed;
        verdict.late = Some(Late {
            days: days(due, date.first_day()),
            at_least: !date.is_exact(),
        });
    } else {
        return verdict.because(Why::Disputed(format!(
            "it was done {date}, which may be before or after {due}"
        )));
    }
    verdict
}

/// How many days lie from `from` to `to`.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// One published figure, as a fact of the project gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct FactSeen {
    /// The figure.
    pub value: f64,
    /// Who counted it, in a few words.
    pub counter: String,
    /// Its row.
    pub place: candour_curated::RowPlace,
}

/// Judges a commitment that one published figure shall stand in a relation to another. Where figures were
/// counted by several, every pair is held against the test: only what they all say is a verdict, and how far
/// off it is told only where there is one pair. Before it is due, as at `day`, nothing is decided.
#[must_use]
pub fn judge_comparison(
    commitment: &Commitment,
    body: &BodyCode,
    left: &[FactSeen],
    right: &[FactSeen],
    day: Date,
) -> Verdict {
    let mut verdict = Verdict::unknown(commitment.id.clone(), body.clone());
    let Test::Comparison(comparison) = &commitment.test else {
        return verdict.because(Why::NotComputable("it compares no two figures".to_owned()));
    };
    if commitment.due.last_day().is_some_and(|due| due > day) {
        return verdict.not_yet_due();
    }
    for fact in left.iter().chain(right) {
        verdict.rests.push(Rests::Row {
            place: fact.place.clone(),
            says: format!("{} ({})", fact.value, fact.counter),
        });
    }
    if left.is_empty() || right.is_empty() {
        return verdict.because(Why::OutturnNotFound);
    }
    let mut found = left.iter().flat_map(|left| {
        right
            .iter()
            .map(|right| comparison.operator.holds(left.value, right.value))
    });
    let met = found.next().unwrap_or_default();
    if found.any(|other| other != met) {
        return verdict.because(Why::Disputed(
            "the counts that were published do not agree on it".to_owned(),
        ));
    }
    let one = |facts: &[FactSeen]| match facts {
        [fact] => Some(fact.value),
        _ => None,
    };
    verdict.value = one(left);
    verdict.threshold = one(right);
    verdict.margin = verdict
        .value
        .zip(verdict.threshold)
        .map(|(value, against)| comparison.operator.margin(value, against));
    verdict.outcome = if met { Outcome::Met } else { Outcome::Missed };
    verdict
}

impl Verdict {
    /// The verdict on a commitment of which nothing is known yet.
    #[must_use]
    pub fn unknown(commitment: crate::commitment::CommitmentId, body: BodyCode) -> Self {
        Self {
            commitment,
            body,
            outcome: Outcome::Unknown,
            why: None,
            period: None,
            value: None,
            threshold: None,
            margin: None,
            since: None,
            last_met: None,
            months: None,
            by_month: Vec::new(),
            late: None,
            likelihood: None,
            rests: Vec::new(),
        }
    }

    /// The same, unknown for this reason.
    #[must_use]
    pub fn because(mut self, why: Why) -> Self {
        self.outcome = Outcome::Unknown;
        self.why = Some(why);
        self
    }

    fn not_yet_due(mut self) -> Self {
        self.outcome = Outcome::NotYetDue;
        self
    }
}
