//! How much of each criterion the news of a series has.

use candour_archive::Figure;
use candour_core::{Level, Unit};
use candour_findings::format::{count, plural, share};
use jiff::civil::Date;

use crate::coverage::LikeForLike;
use crate::item::Criterion;
use crate::query::Knowledge;
use crate::reading::Line;
use crate::scoring::{Amounts, Scoring};
use crate::signal::Signal;

/// What the news of a line is scored by; `shared` is the share of the bodies of the next level that did the
/// same.
pub(crate) fn amounts(
    line: &Line,
    signal: &Signal,
    alike: &LikeForLike,
    shared: Option<f64>,
    on: Date,
    knowledge: Knowledge,
    scoring: &Scoring,
) -> Amounts {
    vec![
        size(line, signal, scoring),
        certainty(line, alike, scoring),
        people(line, signal, scoring),
        novelty(line, on, knowledge, scoring),
        reach(line.level(), shared, scoring),
    ]
}

fn size(line: &Line, signal: &Signal, scoring: &Scoring) -> (Criterion, f64, String) {
    let limits = line.limits();
    let widths = limits.map_or(0.0, |limits| {
        (line.value() - limits.mean).abs() / limits.half()
    });
    let (amount, because) = match signal {
        Signal::Step { from, usual, .. } => {
            let steps = (line.value() - from.1).abs() / usual;
            (
                steps / scoring.signal.full_size_steps,
                format!("{steps:.1} times the largest step that chance explains"),
            )
        }
        Signal::Record { sigmas, .. } => (
            (widths / scoring.signal.full_size_widths).max(sigmas / 3.0),
            format!(
                "{widths:.1} half-widths of the limits from the mean, {sigmas:.1} sigmas beyond the record before"
            ),
        ),
        Signal::Crossed { run, .. } => (
            // Bounded: a run of two years is as telling as any longer.
            #[expect(clippy::cast_precision_loss, reason = "a run is short")]
            (*run as f64 / 24.0),
            format!("after a run of {run} on the other side"),
        ),
        Signal::Began { .. } | Signal::Ended { .. } | Signal::Assured { .. } => (
            widths / scoring.signal.full_size_widths,
            format!("{widths:.1} half-widths of the limits from the mean"),
        ),
    };
    (Criterion::Size, amount, because)
}

#[expect(clippy::cast_precision_loss, reason = "a series has few values")]
fn certainty(line: &Line, alike: &LikeForLike, scoring: &Scoring) -> (Criterion, f64, String) {
    let points = line.points();
    let mut amount = (points as f64 / scoring.signal.full_points as f64).min(1.0);
    let mut because = vec![format!(
        "{} behind the limits",
        plural(points, "value", "values")
    )];
    if line.is_uncertain() {
        amount *= 0.6;
        because.push("the latest is partial or an estimate".to_owned());
    }
    if !line.is_next() {
        amount *= 0.7;
        because.push("the period before is not held".to_owned());
    }
    match alike {
        LikeForLike::Same => {}
        LikeForLike::CannotTell => {
            amount *= 0.8;
            because.push("whether the same bodies report cannot be told".to_owned());
        }
        LikeForLike::Stands { others } => because.push(format!(
            "seen among those that reported all along too ({} otherwise)",
            plural(*others, "body", "bodies")
        )),
        LikeForLike::Falls { .. } => amount = 0.0,
    }
    (Criterion::Certainty, amount, because.join("; "))
}

/// How many people it touches: more or fewer than usual, or than the period before where it is a step.
fn people(line: &Line, signal: &Signal, scoring: &Scoring) -> (Criterion, f64, String) {
    let beside = match signal {
        Signal::Step { from, .. } => Some((from.1, "the period before")),
        _ => line.limits().map(|limits| (limits.mean, "its mean")),
    };
    let Some((beside, words)) = beside else {
        return (Criterion::People, 0.0, "no mean to compare with".to_owned());
    };
    let moved = (line.value() - beside).abs();
    let (people, noun) = match line.measure.unit {
        Unit::Share => (below(line.latest()).map(|all| moved * all), "cases"),
        Unit::Count => (Some(moved), "cases"),
        Unit::Beds => (Some(moved), "beds"),
        // A wait in weeks counts nobody.
        Unit::Weeks => (None, ""),
    };
    people.map_or(
        (
            Criterion::People,
            0.3,
            "a wait in weeks: nobody is counted".to_owned(),
        ),
        |people| {
            let amount = people.max(1.0).log10() / scoring.signal.full_people.max(10.0).log10();
            (
                Criterion::People,
                amount,
                format!("about {} {noun} from {words}", count(people)),
            )
        },
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no count of people reaches 2 to the 53rd"
)]
fn below(figure: &Figure) -> Option<f64> {
    figure.denominator.map(|below| below as f64)
}

fn novelty(
    line: &Line,
    on: Date,
    knowledge: Knowledge,
    scoring: &Scoring,
) -> (Criterion, f64, String) {
    if let Knowledge::UpTo { month } = knowledge {
        let periods = month.since(line.period());
        let amount = scoring.novelty(periods * 30);
        return (
            Criterion::Novelty,
            amount,
            format!(
                "{} before the month asked for",
                plural(usize::try_from(periods).unwrap_or(0), "month", "months")
            ),
        );
    }
    let published = line
        .latest()
        .source
        .as_ref()
        .and_then(|row| row.published_on);
    let (day, words) = published.map_or((line.period().last_day(), "the period ended"), |day| {
        (day, "it was published")
    });
    let days = (on - day).get_days().max(0);
    (
        Criterion::Novelty,
        scoring.novelty(days),
        format!(
            "{} since {words}",
            plural(usize::try_from(days).unwrap_or(0), "day", "days")
        ),
    )
}

/// What a level counts, raised to 1 by how many share it.
pub(crate) fn reach(
    level: Level,
    shared: Option<f64>,
    scoring: &Scoring,
) -> (Criterion, f64, String) {
    let own = scoring.reach_of(level);
    let amount = shared.map_or(own, |shared| own + (1.0 - own) * shared.clamp(0.0, 1.0));
    let because = shared.map_or_else(
        || format!("level: {level}"),
        |shared| {
            format!(
                "level: {level}; {} of the bodies looked at did the same",
                share(shared)
            )
        },
    );
    (Criterion::Reach, amount, because)
}

/// What any item of a series is scored by beside its size: how certain, and at which level.
pub(crate) fn common(line: &Line, scoring: &Scoring) -> Amounts {
    vec![
        certainty(line, &LikeForLike::Same, scoring),
        reach(line.level(), None, scoring),
    ]
}
