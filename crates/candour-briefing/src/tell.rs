//! From a signal to sentences: what moved, where, when, by how much, beside what.

use candour_assessment::{Assurance, PointType};
use candour_core::{Level, Month, Unit};
use candour_findings::format::{
    capital, plural, target, value, value_beside_target, value_in_full,
};
use candour_findings::wording::{in_period, periods_word, place};
use candour_findings::{links, standard_in};

use crate::reading::Line;
use crate::sentence::Sentence;
use crate::signal::Signal;

/// A figure as printed: never rounded across the standard of its month.
pub(crate) fn printed(line: &Line, month: Month, number: f64) -> String {
    let unit = line.measure.unit;
    standard_in(line.measure, month).map_or_else(
        || value(number, unit),
        |standard| value_beside_target(number, standard.value, unit),
    )
}

/// Adds a figure of the series, with the way to its receipt.
pub(crate) fn with_figure(said: Sentence, line: &Line, month: Month, number: f64) -> Sentence {
    let series = &line.series;
    let href = links::receipt(&series.key, line.measure, month, links::View::of(series));
    said.figure(
        printed(line, month, number),
        value_in_full(number, line.measure.unit),
        href,
    )
}

/// The same beside another that must not read alike where they differ.
fn with_figure_beside(
    said: Sentence,
    line: &Line,
    (month, number): (Month, f64),
    other: f64,
) -> Sentence {
    let alike = printed(line, month, number) == value(other, line.measure.unit)
        && number.total_cmp(&other).is_ne();
    if !alike {
        return with_figure(said, line, month, number);
    }
    let series = &line.series;
    let href = links::receipt(&series.key, line.measure, month, links::View::of(series));
    let full = value_in_full(number, line.measure.unit);
    said.figure(full.clone(), full, href)
}

/// `in England`, `at Alderwick Hospitals`.
pub(crate) fn where_(line: &Line) -> String {
    place(line.level(), &line.short_name())
}

/// `The share … in England`.
fn subject(line: &Line) -> String {
    format!("{} {}", capital(&line.measure.subject), where_(line))
}

fn went(up: bool) -> &'static str {
    if up { "rose" } else { "fell" }
}

/// What a kind of special cause did, in the past.
pub(crate) const fn verb(kind: PointType) -> &'static str {
    match kind {
        PointType::Improvement => "improved",
        PointType::Concern => "worsened",
        PointType::NeutralHigh => "ran high",
        PointType::NeutralLow => "ran low",
        PointType::CommonCause => "stayed as usual",
    }
}

/// The finding: one sentence without its full stop.
pub(crate) fn headline(line: &Line, signal: &Signal) -> Sentence {
    let (month, number) = (line.period(), line.value());
    let when = in_period(line.cadence(), month);
    let start = Sentence::from(subject(line));
    let periods = periods_word(line.cadence());
    match signal {
        Signal::Record {
            high,
            held,
            first,
            before,
            ..
        } => {
            let said = start.text(format!(" {} to ", went(*high)));
            let said = with_figure_beside(said, line, (month, number), before.1);
            let most = if *high { "highest" } else { "lowest" };
            said.text(format!(
                " {when}, the {most} of the {held} {periods} held since {}",
                first.in_words()
            ))
        }
        Signal::Step { up, from, .. } => {
            let said = start.text(format!(" {} to ", went(*up)));
            let said = with_figure(said, line, month, number).text(format!(" {when} from "));
            with_figure(said, line, from.0, from.1).text(format!(
                " the {} before, further than chance moves it",
                one_period(periods)
            ))
        }
        Signal::Began { kind } => {
            let said = start.text(format!(" {} beyond chance {when}, at ", verb(*kind)));
            with_figure(said, line, month, number)
        }
        Signal::Ended { .. } => {
            let said = start.text(format!(" came back within the usual range {when}, at "));
            with_figure(said, line, month, number)
        }
        Signal::Crossed {
            standard,
            met,
            run,
            whole,
            since,
        } => {
            let did = if *met { "met" } else { "missed" };
            let said = start.text(format!(
                " {did} the national standard of {} {when}, at ",
                target(standard.value, line.measure.unit)
            ));
            let said = with_figure(said, line, month, number);
            said.text(if *whole {
                format!(", for the first time in the {} {periods} held", run + 1)
            } else {
                format!(
                    ", after {} on the other side of it since {}",
                    plural(*run, one_period(periods), periods),
                    since.in_words()
                )
            })
        }
        Signal::Assured { standard, was, is } => {
            let bound = target(standard.value, line.measure.unit);
            let said = match (was, is) {
                (_, Assurance::ConsistentFail) => {
                    format!(
                        " cannot be expected to meet the national standard of {bound} as things stand: "
                    )
                }
                (_, Assurance::ConsistentPass) => {
                    format!(
                        " can be relied on to meet the national standard of {bound} as things stand: "
                    )
                }
                (Assurance::ConsistentFail, Assurance::Inconsistent) => {
                    format!(" came within reach of the national standard of {bound}: ")
                }
                _ => format!(
                    " can no longer be relied on to meet the national standard of {bound}: "
                ),
            };
            with_figure(start.text(said), line, month, number).text(format!(" {when}"))
        }
    }
}

/// `month` of `months`.
pub(crate) fn one_period(periods: &str) -> &str {
    periods.strip_suffix('s').unwrap_or(periods)
}

/// What the value is compared with: the same month a year before, the period before, usual, the standard.
pub(crate) fn comparison(line: &Line, signal: &Signal) -> Sentence {
    let month = line.period();
    let year_before = line
        .at_month(month.year_before())
        .and_then(|figure| Some((figure.period, figure.value.filter(|_| !figure.over)?)));
    let before = line
        .earlier()
        .next()
        .filter(|(earlier, _)| *earlier != month.year_before());
    let told_already = matches!(signal, Signal::Step { .. });
    let mut said = Sentence::default();
    let value = line.value();
    let mut parts = 0;
    if let Some(figure) = year_before {
        said = with_figure_beside(said.text("It compares with "), line, figure, value)
            .text(" a year before");
        parts += 1;
    }
    if let Some((earlier, number)) = before.filter(|_| !told_already) {
        said = said.text(if parts == 0 {
            "It compares with "
        } else {
            " and "
        });
        said = with_figure_beside(said, line, (earlier, number), value);
        said = said.text(if line.is_next() {
            format!(" the {} before", one_period(periods_word(line.cadence())))
        } else {
            // What lies between is not held, and a reader must not take it for the period before.
            format!(
                " {}, the last held before it",
                in_period(line.cadence(), earlier)
            )
        });
        parts += 1;
    }
    if parts > 0 {
        said = said.text(".");
    }
    said
}

/// The usual range and the standard.
pub(crate) fn beside(line: &Line, signal: &Signal) -> Sentence {
    let unit = line.measure.unit;
    let mut said = Sentence::default();
    if let Some(limits) = line.limits() {
        let (floor, top) = match unit {
            Unit::Share => (0.0, 1.0),
            Unit::Count | Unit::Weeks | Unit::Beds => (0.0, f64::INFINITY),
        };
        let (lower, upper) = (limits.lower.max(floor), limits.upper.min(top));
        let words = |limit: f64| {
            // A limit that reads like the value would deny what the finding says.
            let short = value(limit, unit);
            if short == value(line.value(), unit) {
                value_in_full(limit, unit)
            } else {
                short
            }
        };
        said = said.text(format!(
            "The usual range is {} to {}.",
            words(lower),
            words(upper)
        ));
        if let Signal::Step { usual, .. } = signal {
            let usual = match unit {
                Unit::Share => format!("{:.1} points", usual * 100.0),
                _ => value(*usual, unit),
            };
            said = said.text(format!(
                " From one {} to the next it moves by up to {usual} by chance.",
                one_period(periods_word(line.cadence()))
            ));
        }
    }
    let crossed = matches!(signal, Signal::Crossed { .. } | Signal::Assured { .. });
    if let Some(standard) = standard_in(line.measure, line.period()).filter(|_| !crossed) {
        let space = if said.is_empty() { "" } else { " " };
        let bound = target(standard.value, unit);
        let href = format!("/targets/{}", standard.commitment.id);
        said = said
            .text(format!("{space}The national standard is "))
            .link(bound, href)
            .text(".");
    }
    said
}

/// What else is to be said of the same value.
pub(crate) fn also(line: &Line, signals: &[Signal]) -> Vec<Sentence> {
    let mut said = Vec::new();
    for signal in signals {
        match signal {
            Signal::Ended { .. } => said.push(Sentence::from("It is back within its usual range.")),
            Signal::Crossed { standard, met, .. } => {
                let did = if *met { "meets" } else { "misses" };
                said.push(Sentence::from(format!(
                    "It now {did} the national standard of {}.",
                    target(standard.value, line.measure.unit)
                )));
            }
            Signal::Step { up, .. } => said.push(Sentence::from(format!(
                "From the {} before it {} further than chance moves it.",
                one_period(periods_word(line.cadence())),
                went(*up)
            ))),
            Signal::Record { .. } | Signal::Began { .. } | Signal::Assured { .. } => {}
        }
    }
    said
}

/// What a measure did at several bodies, as a verb phrase: `stood at the lowest of all months held`.
pub(crate) fn together(line: &Line, signal: &Signal) -> String {
    let periods = periods_word(line.cadence());
    match signal {
        Signal::Record { high, .. } => format!(
            "stood at the {} of all {periods} held",
            if *high { "highest" } else { "lowest" }
        ),
        Signal::Step { up, .. } => format!("{} further than chance explains", went(*up)),
        Signal::Began { kind } => format!("{} beyond chance", verb(*kind)),
        Signal::Ended { .. } => "came back within the usual range".to_owned(),
        Signal::Crossed { standard, met, .. } => format!(
            "{} the national standard of {} after {periods} on the other side of it",
            if *met { "met" } else { "missed" },
            target(standard.value, line.measure.unit)
        ),
        Signal::Assured { .. } => {
            "changed in whether the standard can be relied on to be met".to_owned()
        }
    }
}

/// `Seven`, `12`: a number at the head of a sentence.
pub(crate) fn number_word(count: usize, head: bool) -> String {
    const WORDS: [&str; 10] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    let word = WORDS
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_owned());
    if head { capital(&word) } else { word }
}

/// `region`, `regions`: what bodies of a level are, with their number.
pub(crate) fn bodies_word(level: Level, count: usize) -> &'static str {
    let (one, many) = candour_findings::wording::level_words(level);
    if count == 1 { one } else { many }
}
