//! Verdicts in words: what was seen, how far off it was, since when, and where its receipt is.

use candour_archive::{SeriesQuery, Snapshot, cadence, usual_basis};
use candour_assessment::PointType;
use candour_assessment::commitment::{Commitment, Comparison, Operator, Test};
use candour_assessment::finance::{
    Basis, Bound, FactUnit, Facts, Gap, Period, PlanUnit, Position, Prospect, Said,
};
use candour_assessment::verdict::{Outcome, Rests, Verdict};
use candour_core::{Month, Unit};
use candour_findings::format;
use candour_findings::wording::{self, Change};
use candour_findings::{self as findings, AssessOptions, Judged, Tally};
use jiff::civil::Date;

/// An outcome as it stands before a commitment: `missed`, `not due yet`.
pub(super) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::Missed => "missed",
        Outcome::AtRisk => "at risk",
        Outcome::NotYetDue => "not due yet",
        Outcome::Unknown => "unknown",
    }
}

/// The order in which verdicts are told: what went wrong first.
pub(super) const fn order(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Missed => 0,
        Outcome::AtRisk => 1,
        Outcome::Met => 2,
        Outcome::NotYetDue => 3,
        Outcome::Unknown => 4,
    }
}

/// `3 missed, 1 met, 2 not due yet, 4 unknown`: an outcome that nothing has is left out.
pub(super) fn tally(tally: Tally) -> String {
    let parts: Vec<String> = [
        (tally.missed, Outcome::Missed),
        (tally.at_risk, Outcome::AtRisk),
        (tally.met, Outcome::Met),
        (tally.not_yet_due, Outcome::NotYetDue),
        (tally.unknown, Outcome::Unknown),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, which)| format!("{count} {}", outcome(which)))
    .collect();
    if parts.is_empty() {
        "none".to_owned()
    } else {
        parts.join(", ")
    }
}

/// A period of the measure that decides: `March 2024`, `the quarter ending June 2024`.
pub(super) fn period(judged: &Judged, month: Month) -> String {
    judged.measure.map_or_else(
        || month.in_words(),
        |measure| wording::the_period(cadence(measure), month),
    )
}

/// A value that never seems to have met, or missed, its threshold only because it was rounded.
fn value(value: f64, threshold: Option<f64>, unit: Option<Unit>) -> String {
    match (unit, threshold) {
        (Some(unit), Some(threshold)) => format::value_beside_target(value, threshold, unit),
        (Some(unit), None) => format::value(value, unit),
        (None, _) => value.to_string(),
    }
}

/// What was seen: `69.5% in March 2024`; none where there is no value.
pub(super) fn seen(judged: &Judged) -> Option<String> {
    let verdict = &judged.verdict;
    if let Test::Comparison(comparison) = &judged.commitment.test {
        return Some(format!(
            "{}, to be {} {}",
            fact(verdict.value?, comparison),
            comparison.operator.in_words(),
            fact(verdict.threshold?, comparison)
        ));
    }
    let mut words = value(verdict.value?, verdict.threshold, judged.unit());
    match verdict.period {
        Some(month) if judged.measure.is_some() => {
            words.push_str(&format!(" in {}", period(judged, month)));
        }
        _ => {}
    }
    Some(words)
}

/// The level that was to be reached, where it depends on the body's own past and so is in no title.
pub(super) fn own_level(judged: &Judged) -> Option<String> {
    let Test::Change { change, .. } = &judged.commitment.test else {
        return None;
    };
    let level = format::value(judged.verdict.threshold?, judged.unit()?);
    Some(format!(
        "{} {level} for this body, by where it stood in {}",
        change.operator.in_words(),
        period(judged, change.base)
    ))
}

/// A published figure in the unit of its fact; a plain number where it is of no money.
fn fact(value: f64, comparison: &Comparison) -> String {
    let unit = Facts::bundled()
        .get(&comparison.left)
        .next()
        .map(|fact| fact.unit);
    amount(
        value,
        match unit {
            Some(FactUnit::GbpMillion) => PlanUnit::GbpMillion,
            Some(FactUnit::Percent) => PlanUnit::Percent,
            Some(FactUnit::Gbp | FactUnit::Count) | None => PlanUnit::Count,
        },
    )
}

/// What is asked, in a line; of a level that depends on the body's own past the rule by which it does.
pub(super) fn title(commitment: &Commitment) -> String {
    let Test::Change { change, .. } = &commitment.test else {
        return commitment.title.clone();
    };
    let of = change.base.in_words();
    // A share is a fraction, so a point is a hundredth; counts are only ever multiplied.
    let points = format!("{}", (change.plus * 1e4).round() / 1e2);
    let level = match (change.times == 1.0, change.plus == 0.0) {
        (true, true) => format!("the level of {of}"),
        (true, false) => format!("{points} points more than in {of}"),
        (false, _) => format!("{}% of the level of {of}", change.times * 100.0),
    };
    let floor = change.floor.map_or_else(String::new, |floor| {
        format!(", and {} in any case", format::target(floor, Unit::Share))
    });
    format!(
        "{}: {} {level}{floor}",
        commitment.title,
        change.operator.in_words()
    )
}

fn operator(judged: &Judged) -> Option<Operator> {
    match &judged.commitment.test {
        Test::Level { threshold, .. } => Some(threshold.operator),
        Test::Change { change, .. } => Some(change.operator),
        Test::Comparison(comparison) => Some(comparison.operator),
        Test::Plan | Test::Done(_) | Test::InWords(_) => None,
    }
}

/// How much a difference is: `2.9 points`, `1,234`, `1.2 weeks`. A difference is never rounded to none.
fn difference(size: f64, unit: Option<Unit>) -> String {
    match unit {
        Some(Unit::Share) => {
            let words = format::value_beside_target(size, 0.0, Unit::Share);
            format!("{} points", words.trim_end_matches('%'))
        }
        Some(unit) => format::value_beside_target(size, 0.0, unit),
        None => size.to_string(),
    }
}

/// How far off, or what there was to spare: `25.5 points short`, `1,234 over`, `20 days late`.
pub(super) fn far(judged: &Judged) -> Option<String> {
    if let Some(late) = judged.verdict.late {
        let at_least = if late.at_least { "at least " } else { "" };
        let days = if late.days == 1 { "day" } else { "days" };
        return Some(format!("{at_least}{} {days} late", late.days));
    }
    let margin = judged.verdict.margin?;
    let size = match &judged.commitment.test {
        Test::Comparison(comparison) => fact(margin.abs(), comparison),
        _ => difference(margin.abs(), judged.unit()),
    };
    let at_most = matches!(
        operator(judged),
        Some(Operator::AtMost | Operator::Below | Operator::Exactly)
    );
    Some(if margin > 0.0 {
        format!("{size} to spare")
    } else if margin == 0.0 {
        "to the last unit".to_owned()
    } else if at_most {
        format!("{size} over")
    } else {
        format!("{size} short")
    })
}

/// Since when, and when last met, of what is due each month: `last met in July 2022 and missed in every
/// month held since`.
pub(super) fn since(judged: &Judged) -> Option<String> {
    let verdict = &judged.verdict;
    let since = verdict.since?;
    let (_, met) = verdict.by_month.last()?;
    let unbroken = format!("since {} without a break", period(judged, since.month));
    let many = judged
        .measure
        .map_or("months", |measure| wording::periods_word(cadence(measure)));
    let one = many.trim_end_matches('s');
    let mut words = match (met, verdict.last_met) {
        (true, _) if since.at_least => format!(
            "met in {}; of the {one} before no figure is held",
            period(judged, since.month)
        ),
        (true, _) => format!("met {unbroken}"),
        (false, Some(month)) => format!(
            "last met in {} and missed in every {one} held since",
            period(judged, month)
        ),
        (false, None) => format!("missed in every {one} held"),
    };
    if !met && !since.at_least && verdict.last_met.is_none() {
        words.push_str(&format!(", {unbroken}"));
    }
    if let Some((met, of)) = verdict.months {
        let periods = if of == 1 { one } else { many };
        words.push_str(&format!("; met in {met} of {of} {periods} judged"));
    }
    Some(words)
}

/// What the series did up to `day`: whether its latest value is more than chance.
pub(super) fn change(
    snapshot: &Snapshot<'_>,
    judged: &Judged,
    as_known: Option<Date>,
    last: Date,
) -> anyhow::Result<Option<Change>> {
    let (Some(measure), Some(basis)) = (judged.measure, judged.basis) else {
        return Ok(None);
    };
    let mut series = snapshot.series(&SeriesQuery {
        level: Some(judged.level),
        basis: Some(basis),
        boundaries: judged.boundaries,
        as_known,
        ..SeriesQuery::new(measure.id.clone(), judged.verdict.body.clone())
    })?;
    series
        .figures
        .retain(|figure| figure.period.last_day() <= last);
    // A series on which limits cannot be drawn has no trend to tell of.
    let assessed = findings::assess(&series, measure, &AssessOptions::default());
    Ok(assessed.ok().map(|found| wording::change(&found)))
}

/// A trend in words: `within its usual range`, `worsened beyond chance from June 2024 to March 2025`.
pub(super) fn trend(change: Change) -> Option<String> {
    Some(match change {
        Change::Nothing => return None,
        Change::TooFew { last } => format!(
            "up to {} there are too few periods to tell change from chance",
            last.in_words()
        ),
        Change::Usual { last } => format!("within its usual range in {}", last.in_words()),
        Change::Special { kind, from, last } => {
            let verb = match kind {
                PointType::Improvement => "improved",
                PointType::Concern => "worsened",
                PointType::NeutralHigh => "rose",
                PointType::NeutralLow => "fell",
                PointType::CommonCause => "stayed",
            };
            if from == last {
                format!("{verb} beyond chance in {}", last.in_words())
            } else {
                format!(
                    "{verb} beyond chance from {} to {}",
                    from.in_words(),
                    last.in_words()
                )
            }
        }
    })
}

/// The same as one word for programs.
pub(super) const fn trend_word(change: Change) -> Option<&'static str> {
    Some(match change {
        Change::Nothing => return None,
        Change::TooFew { .. } => "too-few",
        Change::Usual { .. } => "usual",
        Change::Special { kind, .. } => match kind {
            PointType::Improvement => "improved",
            PointType::Concern => "worsened",
            PointType::NeutralHigh => "rose",
            PointType::NeutralLow => "fell",
            PointType::CommonCause => "usual",
        },
    })
}

/// How likely it will be met, with the method: never a bare number.
pub(super) fn likelihood(judged: &Judged) -> Option<String> {
    let found = judged.verdict.likelihood.as_ref()?;
    let unit = judged.unit();
    let near = |number: f64| value(number, judged.verdict.threshold, unit);
    Some(format!(
        "{} in {}, from {} to {} in {:.0} of 100 cases. {}",
        near(found.value),
        period(judged, found.month),
        near(found.low),
        near(found.high),
        found.coverage * 100.0,
        sentence(&found.method)
    ))
}

/// The words with their first letter in upper case.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// What a verdict rests on, each with the way to its receipt.
pub(super) fn rests(judged: &Judged) -> Vec<String> {
    judged
        .verdict
        .rests
        .iter()
        .map(|rests| rest(judged, rests))
        .collect()
}

fn rest(judged: &Judged, rests: &Rests) -> String {
    match rests {
        Rests::Row { place, says } => {
            let says = if says.is_empty() {
                String::new()
            } else {
                format!("{says}: ")
            };
            format!("{says}{place}; {}", place.source)
        }
        Rests::Figure {
            measure,
            body,
            period: month,
            value: number,
        } => {
            let mut command = format!("candour explain {measure} --body {body} --period {month}");
            if let Some(basis) = judged
                .basis
                .filter(|basis| *basis != usual_basis(judged.level))
            {
                command.push_str(&format!(" --basis {basis}"));
            }
            if !judged.boundaries.is_as_reported() {
                command.push_str(&format!(" --boundaries {}", judged.boundaries));
            }
            let unit = judged.unit().unwrap_or(Unit::Count);
            format!(
                "{} in {}: `{command}`",
                format::value_in_full(*number, unit),
                period(judged, *month)
            )
        }
    }
}

/// A number of a plan: `−£180m`, `−4.2% of turnover`. It is never rounded: sources print few digits.
pub(super) fn amount(value: f64, unit: PlanUnit) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    let size = grouped(value.abs());
    match unit {
        PlanUnit::GbpMillion => format!("{sign}£{size}m"),
        PlanUnit::Percent => format!("{sign}{size}%"),
        PlanUnit::PercentOfTurnover => format!("{sign}{size}% of turnover"),
        PlanUnit::Count => format!("{sign}{size}"),
        PlanUnit::Weeks | PlanUnit::Beds => format!("{sign}{size} {unit}"),
    }
}

/// The digits of a number that is not below nought, in groups of three.
fn grouped(size: f64) -> String {
    let text = size.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// A row of a plan: `−£180m, before support`, `missed`.
pub(super) fn position(row: &Position) -> String {
    match row.said {
        Said::Word(word) => word.to_string().replace('-', " "),
        Said::Number(number) => {
            let bound = match number.bound {
                Bound::Exact => "",
                Bound::About => "about ",
                Bound::AtLeast => "at least ",
                Bound::Implied => "by implication ",
            };
            format!("{bound}{}", amount(number.value, number.unit))
        }
    }
}

/// A row with its stage, its part of the year, its basis and its date: `plan to December 2025: −£39m,
/// before support (2023-12)`.
pub(super) fn row(row: &Position) -> String {
    let period = match row.period {
        Period::Year => String::new(),
        Period::Month(month) => format!(" for {}", month.in_words()),
        Period::To(month) => format!(" to {}", month.in_words()),
    };
    let mut words = format!(
        "{}{period}: {}",
        row.stage.as_str().replace('-', " "),
        position(row)
    );
    if row.number().is_some() && row.basis != Basis::NotStated {
        words.push_str(&format!(", {}", row.basis.in_words()));
    }
    if let Some(date) = row.as_at {
        words.push_str(&format!(" ({date})"));
    }
    words
}

/// Where a plan was heading: `forecast −£130m: £72.9m worse than plan`; none where no row says.
pub(super) fn heading(prospect: &Prospect) -> Option<String> {
    if let (Some(forecast), Some(found)) = (&prospect.forecast, prospect.forecast_gap) {
        return Some(format!("forecast {}: {}", position(forecast), gap(found)));
    }
    let to_date = prospect.to_date.as_ref().map(|found| {
        let month = found.month.in_words();
        match (found.variance, &found.position) {
            (Some(variance), _) if variance < 0.0 => {
                format!("{} behind plan by {month}", amount(-variance, found.unit))
            }
            (Some(_), _) => format!("not behind plan by {month}"),
            (None, Some(position)) => row(position),
            (None, None) => format!("a position to {month}"),
        }
    });
    to_date.or_else(|| prospect.forecast.as_ref().map(row))
}

/// How far an outturn is from its plan: `£180m worse`, `as planned`.
pub(super) fn gap(gap: Gap) -> String {
    let bound = match gap.bound {
        Bound::Exact | Bound::Implied => "",
        Bound::About => "about ",
        Bound::AtLeast => "at least ",
    };
    let size = amount(gap.value.abs(), gap.unit);
    if gap.value < 0.0 {
        format!("{bound}{size} worse")
    } else if gap.value > 0.0 {
        format!("{bound}{size} better")
    } else {
        "as planned".to_owned()
    }
}

/// Why a verdict is unknown, as a sentence's end; empty where it is not.
pub(super) fn why(verdict: &Verdict) -> String {
    verdict
        .why
        .as_ref()
        .map_or_else(String::new, |why| why.in_words())
}

/// What stands beside a title: that it was not confirmed, or that another took its place.
pub(super) fn marks(judged: &Judged) -> String {
    let mut marks = String::new();
    match judged.commitment.evidence {
        candour_assessment::commitment::Evidence::Sourced => {}
        evidence => marks.push_str(&format!(" [{evidence}]")),
    }
    if let Some(next) = &judged.commitment.superseded_by {
        marks.push_str(&format!(" [replaced by {next}]"));
    }
    marks
}
