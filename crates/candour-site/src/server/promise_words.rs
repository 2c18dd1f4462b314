//! Commitments and what came of them, in words: what was asked, how far off, since when, and the way to the
//! figure's receipt.

use candour_archive::usual_basis;
use candour_assessment::commitment::{
    Commitment, Due, Evidence, Holder, Operator, OwedBy, RowPlace, Targets, Test,
};
use candour_assessment::verdict::{Outcome, Verdict};
use candour_core::{BodyCode, SeriesKey, Unit};
use candour_findings::Judged;
use jiff::civil::Date;

use super::links;
use crate::format;
use crate::views::{Block, Figure, Prose};

/// When it is due: `each month`, `in March 2024`, `over 2023-24`, `by 15 March 2023`.
pub(super) fn due(commitment: &Commitment) -> String {
    match commitment.due {
        Due::EachMonth => "each month".to_owned(),
        Due::By(date) => format!("by {}", super::dates::half_date(date)),
        Due::Unknown => "no date set".to_owned(),
        other => other.in_words(),
    }
}

/// What is asked: `at least 76%`; why it is no number where it is none.
pub(super) fn asked(commitment: &Commitment) -> String {
    match (&commitment.asked, &commitment.test) {
        (Some(asked), _) => asked.in_words(),
        (None, Test::Change { change, .. }) => change_words(change.operator, change),
        (None, Test::Done(_)) => "done by the date".to_owned(),
        (None, Test::Plan) => "as planned".to_owned(),
        (None, Test::Comparison(comparison)) => {
            format!(
                "{} the figure that it is held against",
                comparison.operator.in_words()
            )
        }
        (None, Test::InWords(_) | Test::Level { .. }) => "no single number".to_owned(),
    }
}

fn change_words(operator: Operator, change: &candour_assessment::commitment::Change) -> String {
    let mut words = operator.in_words().to_owned();
    #[expect(clippy::float_cmp, reason = "a factor of the rows is as it is written")]
    if change.times != 1.0 {
        words.push_str(&format!(" {} times", change.times));
    }
    words.push_str(&format!(" what it was in {}", change.base.in_words()));
    if change.plus > 0.0 {
        words.push_str(&format!(
            " and {} points more",
            trimmed(change.plus * 100.0)
        ));
    }
    if let Some(floor) = change.floor {
        words.push_str(&format!(
            ", {} in any case",
            format::target(floor, Unit::Share)
        ));
    }
    words
}

/// A number with no more decimals than it needs, six at the most.
fn trimmed(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What counts it, where no held file does.
pub(super) fn not_counted(commitment: &Commitment) -> Option<String> {
    match &commitment.test {
        Test::InWords(why) => Some(why.clone()),
        _ => None,
    }
}

/// What is counted in a word: `pathways`; empty for a share.
fn noun(commitment: &Commitment) -> &str {
    commitment
        .asked
        .as_ref()
        .map(|asked| asked.unit.as_str())
        .filter(|unit| !unit.starts_with('%'))
        .unwrap_or_default()
}

/// A distance in the unit of the measure, with as many decimals as keep it from nought: a miss by 0.04
/// points is never told as 0.0.
pub(super) fn distance(margin: f64, unit: Unit, noun: &str) -> String {
    let size = margin.abs();
    match unit {
        Unit::Share => {
            let points = size * 100.0;
            let words = (1..=6)
                .map(|decimals| format!("{points:.decimals$}"))
                .find(|words| words.bytes().any(|byte| (b'1'..=b'9').contains(&byte)))
                .unwrap_or_else(|| "0.0".to_owned());
            let one = if words == "1.0" { "point" } else { "points" };
            format!("{} {one}", words)
        }
        Unit::Weeks => format::weeks(size),
        Unit::Beds => format::beds(size),
        _ => {
            let noun = if noun.is_empty() { "" } else { noun };
            format!("{} {noun}", format::count_in_full(size))
                .trim()
                .to_owned()
        }
    }
}

/// How far off: `1.8 points short`, `2,301 pathways over`, `met by 0.4 points`, `20 days late`; empty where
/// nothing can be said.
pub(super) fn off(judged: &Judged) -> String {
    let verdict = &judged.verdict;
    if let Some(late) = verdict.late {
        let days = format::plural(
            usize::try_from(late.days).unwrap_or_default(),
            "day",
            "days",
        );
        let least = if late.at_least { "at least " } else { "" };
        return format!("{least}{days} late");
    }
    let (Some(margin), Some(unit)) = (verdict.margin, judged.unit()) else {
        return String::new();
    };
    let how = distance(margin, unit, noun(&judged.commitment));
    let lower_is_better = match &judged.commitment.test {
        Test::Level { threshold, .. } => is_upper(threshold.operator),
        Test::Change { change, .. } => is_upper(change.operator),
        _ => false,
    };
    match (verdict.outcome, margin) {
        (Outcome::Met, 0.0) => "exactly".to_owned(),
        (Outcome::Met, _) => format!("by {how}"),
        (_, 0.0) => "exactly at the level, which does not meet it".to_owned(),
        (_, margin) if margin > 0.0 => format!("{how} on the good side"),
        _ if lower_is_better => format!("{how} over"),
        _ => format!("{how} short"),
    }
}

const fn is_upper(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::AtMost | Operator::Below | Operator::Exactly
    )
}

/// Since when, and when last met: `since August 2020 or before; met in 0 of 12 months`.
pub(super) fn since(verdict: &Verdict) -> String {
    let mut parts = Vec::new();
    if let Some(since) = verdict.since {
        let before = if since.at_least { " or before" } else { "" };
        parts.push(format!("since {}{before}", since.month.in_words()));
    }
    match (verdict.outcome, verdict.last_met, verdict.months) {
        (Outcome::Missed, Some(last), _) => parts.push(format!("last met in {}", last.in_words())),
        (Outcome::Missed, None, Some(_)) => {
            parts.push("never met in the months held".to_owned());
        }
        _ => {}
    }
    if let Some((met, judged)) = verdict.months.filter(|(_, judged)| *judged > 1) {
        parts.push(format!("met in {met} of {judged} months"));
    }
    parts.join("; ")
}

/// How likely, with its interval: never a bare number. The method is told once beside the table.
pub(super) fn likelihood(judged: &Judged) -> String {
    let Some(found) = &judged.verdict.likelihood else {
        return String::new();
    };
    let unit = judged.unit();
    let words = |value: f64| match unit {
        Some(unit) => format::value(value, unit),
        None => trimmed(value),
    };
    format!(
        "{}% likely to be met: {} foreseen for {} ({} to {} in {} of 100)",
        whole_percent(found.probability),
        words(found.value),
        found.month.in_words(),
        words(found.low),
        words(found.high),
        whole_percent(found.coverage)
    )
}

/// How the likelihoods of these were reckoned, one line each; none where none has one.
pub(super) fn methods<'a>(all: impl IntoIterator<Item = &'a Judged>) -> Option<Block> {
    let lines: Vec<Prose> = all
        .into_iter()
        .filter_map(|judged| {
            let found = judged.verdict.likelihood.as_ref()?;
            Some(Prose::from(format!(
                "{}: {}. {}",
                judged.commitment.title,
                likelihood(judged),
                found.method
            )))
        })
        .collect();
    (!lines.is_empty()).then(|| {
        Block::Fold(
            "How likely, and how that was reckoned".to_owned(),
            vec![Block::List(lines)],
        )
    })
}

/// A chance in per cent without decimals, that never claims certainty.
fn whole_percent(chance: f64) -> String {
    match (chance * 100.0).round() {
        percent if percent <= 0.0 => "under 1".to_owned(),
        percent if percent >= 100.0 => "over 99".to_owned(),
        percent => format!("{percent:.0}"),
    }
}

/// The value that decides, linked to its receipt.
pub(super) fn seen(judged: &Judged, view: links::View) -> Prose {
    let verdict = &judged.verdict;
    let (Some(measure), Some(value), Some(period)) =
        (judged.measure, verdict.value, verdict.period)
    else {
        return Prose::default();
    };
    let key = SeriesKey {
        measure: measure.id.clone(),
        body: verdict.body.clone(),
        level: judged.level,
        basis: judged.basis.unwrap_or(usual_basis(judged.level)),
        treatment_function: measure.total_treatment_function().cloned(),
    };
    let view = links::View {
        boundaries: judged.boundaries,
        on: None,
        ..view
    };
    let receipt = links::receipt(&key, measure, period, view);
    Prose::default().figure(match verdict.threshold {
        Some(threshold) => Figure::beside_target(value, threshold, measure.unit, receipt),
        None => Figure::of(value, measure.unit, receipt),
    })
}

/// `unverified`, `weak source`; empty where a source was read that says so.
pub(super) const fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Sourced => "",
        Evidence::Weak => "weak source",
        Evidence::Unverified => "unverified",
    }
}

/// Who owes it: `every trust and every board`.
pub(super) fn owed_by(owed_by: &OwedBy) -> String {
    match owed_by {
        OwedBy::Body(code) => super::people_words::body_name(code),
        OwedBy::Other(who) => who.clone(),
        OwedBy::Every(holders) => {
            let words: Vec<String> = holders
                .iter()
                .map(|holder| {
                    match holder {
                        Holder::Nation => "England as a whole",
                        Holder::Board => "every integrated care board",
                        Holder::Trust => "every trust",
                        Holder::AmbulanceTrust => "every ambulance trust",
                    }
                    .to_owned()
                })
                .collect();
            super::wording::listed(&words)
        }
    }
}

/// The day of which it is asked who answers: the last day on which it could be met, or the end of the
/// period judged; the day looked at where that is still to come.
pub(super) fn day_of(judged: &Judged, on: Date) -> Date {
    let due = judged.commitment.due.last_day();
    let period = judged.verdict.period.map(candour_core::Month::last_day);
    due.or(period).map_or(on, |day| day.min(on))
}

/// Where a curated row can be seen.
pub(super) fn row_link(place: &RowPlace) -> String {
    format!("/commitments/{}/{}", links::encode(&place.file), place.line)
}

/// The page of a target.
pub(super) fn target_link(commitment: &Commitment, view: links::View) -> String {
    format!(
        "/targets/{}{}",
        links::encode(commitment.id.as_str()),
        links::query(view.pairs())
    )
}

/// Who answers for a commitment of a body on a day.
pub(super) fn accountability_link(commitment: &Commitment, body: &BodyCode, day: Date) -> String {
    format!(
        "/accountability{}",
        links::query([
            ("target", commitment.id.to_string()),
            ("body", body.to_string()),
            ("on", day.to_string()),
        ])
    )
}

/// What is counted, in a few words; the commitment's own title where it counts nothing of the list.
pub(super) fn title(commitment: &Commitment) -> String {
    match Targets::bundled().indicator(commitment) {
        Some(indicator) => indicator.title.clone(),
        None => commitment.title.clone(),
    }
}

/// In which order outcomes are told: what was missed first, what was met last.
pub(super) const fn urgency(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Missed => 0,
        Outcome::AtRisk => 1,
        Outcome::NotYetDue => 2,
        Outcome::Unknown => 3,
        Outcome::Met => 4,
    }
}

/// `9 missed, 1 at risk, 2 met, 3 unknown`; outcomes that none has are left out.
pub(super) fn tally(tally: candour_findings::Tally) -> String {
    let parts: Vec<String> = [
        (tally.missed, "missed"),
        (tally.at_risk, "at risk"),
        (tally.not_yet_due, "not yet due"),
        (tally.unknown, "unknown"),
        (tally.met, "met"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, words)| format!("{number} {words}"))
    .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_never_rounded_to_nought() {
        assert_eq!(distance(-0.018, Unit::Share, ""), "1.8 points");
        assert_eq!(distance(-0.0004, Unit::Share, ""), "0.04 points");
        assert_eq!(distance(-0.01, Unit::Share, ""), "1.0 point");
        assert_eq!(
            distance(-12_345.0, Unit::Count, "pathways"),
            "12,345 pathways"
        );
    }

    #[test]
    fn a_chance_never_claims_certainty() {
        assert_eq!(whole_percent(0.0), "under 1");
        assert_eq!(whole_percent(0.999), "over 99");
        assert_eq!(whole_percent(0.42), "42");
    }
}
