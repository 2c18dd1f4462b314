//! Findings in words: pure functions from an assessment to a sentence.
//!
//! A title says what happened, beside what it happened and when. It never says that something
//! worsened where neither direction is worse, and never that it changed where chance alone would do.

use candour_assessment::{AssessedPoint, Assessment, PointType};
use candour_core::{Cadence, Level, Month};
use candour_register::Register;

/// What a series did of late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It has no figures.
    Nothing,
    /// It has fewer points than limits can rest on.
    TooFew {
        /// The last month with a value.
        last: Month,
    },
    /// Its last value lies within the usual range and is part of no run.
    Usual {
        /// The last month with a value.
        last: Month,
    },
    /// Its last value is a special cause.
    Special {
        /// Which way.
        kind: PointType,
        /// The month in which the present run of special causes of this kind began.
        from: Month,
        /// The last month with a value.
        last: Month,
    },
}

/// Reads from an assessment what the series did of late.
#[must_use]
pub fn change(assessment: &Assessment) -> Change {
    let last_valued = assessment
        .points
        .iter()
        .rposition(|point| point.value.is_some());
    let Some((at, last)) =
        last_valued.and_then(|at| Some((at, Month::of(assessment.points[at].date)?)))
    else {
        return Change::Nothing;
    };
    if assessment.trial_limits || assessment.variation.is_none() {
        return Change::TooFew { last };
    }
    let kind = assessment.points[at]
        .point_type
        .unwrap_or(PointType::CommonCause);
    if kind == PointType::CommonCause {
        return Change::Usual { last };
    }
    let of_run = |point: &&AssessedPoint| point.point_type == Some(kind);
    let run = assessment.points[..=at].iter().rev().take_while(of_run);
    let from = run
        .last()
        .and_then(|first| Month::of(first.date))
        .unwrap_or(last);
    Change::Special { kind, from, last }
}

/// The finding: `A&E within four hours in England worsened beyond chance in December 2022`.
///
/// The verbs are past, so that one form fits `the waiting list` and `attendances`.
#[must_use]
pub fn finding(title: &str, place: &str, change: Change, cadence: Cadence) -> String {
    let subject = format!("{} {place}", subject(title));
    match change {
        Change::Nothing => format!("{subject}: no figures are held"),
        Change::TooFew { last } => {
            format!(
                "{subject} up to {}: too few {} to tell change from chance",
                the_period(cadence, last),
                periods_word(cadence)
            )
        }
        Change::Usual { last } => format!(
            "{subject} stayed within its usual range {}",
            in_period(cadence, last)
        ),
        Change::Special { kind, from, last } => format!(
            "{subject} {} beyond chance {}",
            verb(kind),
            when(from, last, cadence)
        ),
    }
}

/// `in June 2024`, `in the quarter ending June 2024`.
#[must_use]
pub fn in_period(cadence: Cadence, month: Month) -> String {
    format!("in {}", the_period(cadence, month))
}

/// `June 2024`, `the quarter ending June 2024`.
#[must_use]
pub fn the_period(cadence: Cadence, month: Month) -> String {
    let words = cadence.in_words(month);
    match cadence {
        Cadence::Monthly => words,
        Cadence::Quarterly { .. } => format!("the {words}"),
    }
}

/// What the reporting periods are called: `months`, `quarters`.
#[must_use]
pub const fn periods_word(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Monthly => "months",
        Cadence::Quarterly { .. } => "quarters",
    }
}

/// The last run of special causes, where the series is now within its usual range:
/// `It last worsened beyond chance from June 2024 to June 2025.` A month without a value ends a run,
/// because nobody can say what happened in it.
#[must_use]
pub fn last_run(assessment: &Assessment, cadence: Cadence) -> Option<String> {
    if !matches!(change(assessment), Change::Usual { .. }) {
        return None;
    }
    let kind_of = |point: &AssessedPoint| {
        point
            .point_type
            .filter(|kind| *kind != PointType::CommonCause)
    };
    let end = assessment
        .points
        .iter()
        .rposition(|point| kind_of(point).is_some())?;
    let kind = kind_of(&assessment.points[end])?;
    let run = assessment.points[..=end].iter().rev();
    let first = run
        .take_while(|point| kind_of(point) == Some(kind))
        .last()?;
    let (from, last) = (
        Month::of(first.date)?,
        Month::of(assessment.points[end].date)?,
    );
    Some(format!(
        "It last {} beyond chance {}.",
        verb(kind),
        when(from, last, cadence)
    ))
}

/// `in December 2022`, `from June 2022 to December 2022`.
fn when(from: Month, last: Month, cadence: Cadence) -> String {
    if from == last {
        in_period(cadence, last)
    } else {
        format!(
            "from {} to {}",
            the_period(cadence, from),
            the_period(cadence, last)
        )
    }
}

const fn verb(kind: PointType) -> &'static str {
    match kind {
        PointType::Improvement => "improved",
        PointType::Concern => "worsened",
        // Neither better nor worse, and not "rose": a value may be unusually high and lower than the
        // year before.
        PointType::NeutralHigh => "ran high",
        PointType::NeutralLow => "ran low",
        PointType::CommonCause => "did not change",
    }
}

/// A measure's title as the subject of a sentence: `A&E: attendances` is `A&E attendances`.
#[must_use]
pub fn subject(title: &str) -> String {
    title.replacen(": ", " ", 1)
}

/// Where a body is: `in England`, `in the South West`, `at Alderwick Hospitals`.
#[must_use]
pub fn place(level: Level, name: &str) -> String {
    /// Regions named after a quarter of the compass, or the middle, take an article.
    const QUARTERS: [&str; 5] = ["North", "South", "East", "West", "Midlands"];
    let unattributed = Register::bundled().unattributed();
    if unattributed.is_some_and(|body| body.name == name) {
        return "of no known home".to_owned();
    }
    match level {
        Level::Provider => format!("at {name}"),
        Level::Region if name.split(' ').any(|word| QUARTERS.contains(&word)) => {
            format!("in the {name}")
        }
        Level::SubIcb | Level::Icb | Level::Region | Level::England => format!("in {name}"),
    }
}

/// What bodies of a level are, `(one, many)`.
#[must_use]
pub const fn level_words(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Provider => ("provider", "providers"),
        Level::SubIcb => ("sub-ICB location", "sub-ICB locations"),
        Level::Icb => ("integrated care board", "integrated care boards"),
        Level::Region => ("region", "regions"),
        Level::England => ("nation", "nations"),
    }
}

/// How many measures of a body changed, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Better beyond chance.
    pub better: usize,
    /// Worse beyond chance.
    pub worse: usize,
    /// Changed beyond chance, neither better nor worse.
    pub moved: usize,
    /// Within the usual range.
    pub usual: usize,
    /// Too few months to tell.
    pub unknown: usize,
}

impl Tally {
    /// Counts one series.
    pub const fn add(&mut self, change: Change) {
        match change {
            Change::Nothing => {}
            Change::TooFew { .. } => self.unknown += 1,
            Change::Usual { .. } => self.usual += 1,
            Change::Special { kind, .. } => match kind {
                PointType::Improvement => self.better += 1,
                PointType::Concern => self.worse += 1,
                PointType::NeutralHigh | PointType::NeutralLow => self.moved += 1,
                PointType::CommonCause => self.usual += 1,
            },
        }
    }

    /// The sentence of state: `Of 9 measures up to January 2026, 1 is worse than usual, 8 are within
    /// the usual range.`
    #[must_use]
    pub fn in_words(&self, last: Option<Month>) -> String {
        let all = self.better + self.worse + self.moved + self.usual + self.unknown;
        let Some(last) = last.filter(|_| all > 0) else {
            return "No figures are held.".to_owned();
        };
        let parts = [
            (self.worse, "worse than usual"),
            (self.better, "better than usual"),
            (
                self.moved,
                "higher or lower than usual, which is neither better nor worse",
            ),
            (self.usual, "within the usual range"),
            (self.unknown, "too short to tell change from chance"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| {
                format!("{count} {} {words}", if count == 1 { "is" } else { "are" })
            })
            .collect();
        let measures = if all == 1 { "measure" } else { "measures" };
        format!(
            "Of {all} {measures} up to {}, {}.",
            last.in_words(),
            listed(&parts)
        )
    }
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use candour_assessment::{Adjacency, Direction, Options, Point, assess};

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    /// A quiet series of two years, and what comes after it.
    fn assessed(direction: Direction, after: &[Option<f64>]) -> Assessment {
        let quiet = (0..24).map(|i| Some(if i % 2 == 0 { 10.0 } else { 11.0 }));
        let points: Vec<Point> = quiet
            .chain(after.iter().copied())
            .zip(0..)
            .map(|(value, i)| Point {
                date: month("2021-01").plus(i).first_day(),
                value,
            })
            .collect();
        assess(
            &points,
            &Options {
                direction,
                adjacency: Adjacency::Months,
                ..Options::default()
            },
        )
        .unwrap()
    }

    #[test]
    fn a_run_that_ended_is_told_with_its_months() {
        let over = [Some(30.0), Some(31.0), Some(10.0)];
        let told = last_run(&assessed(Direction::Decrease, &over), Cadence::Monthly);
        assert_eq!(
            told.as_deref(),
            Some("It last worsened beyond chance from January 2023 to February 2023.")
        );
        // A run that goes on is the finding itself, and a quiet series has none.
        assert_eq!(
            last_run(&assessed(Direction::Decrease, &over[..2]), Cadence::Monthly),
            None
        );
        assert_eq!(
            last_run(&assessed(Direction::Decrease, &[]), Cadence::Monthly),
            None
        );
    }

    #[test]
    fn a_title_says_what_happened_and_since_when() {
        let told = |direction, after: &[Option<f64>]| {
            finding(
                "A&E: within four hours",
                "in England",
                change(&assessed(direction, after)),
                Cadence::Monthly,
            )
        };
        let start = "A&E within four hours in England ";
        assert_eq!(
            told(Direction::Increase, &[]),
            format!("{start}stayed within its usual range in December 2022")
        );
        assert_eq!(
            told(Direction::Increase, &[Some(2.0)]),
            format!("{start}worsened beyond chance in January 2023")
        );
        assert_eq!(
            told(Direction::Decrease, &[Some(2.0)]),
            format!("{start}improved beyond chance in January 2023")
        );
        assert_eq!(
            told(Direction::Neutral, &[Some(2.0)]),
            format!("{start}ran low beyond chance in January 2023")
        );
        assert_eq!(
            told(Direction::Neutral, &[Some(30.0)]),
            format!("{start}ran high beyond chance in January 2023")
        );
        assert_eq!(
            told(Direction::Increase, &[Some(2.0), Some(2.0), Some(1.0)]),
            format!("{start}worsened beyond chance from January 2023 to March 2023")
        );
        // A month without a value ends a run, and at the end of a series is passed over.
        assert_eq!(
            told(Direction::Increase, &[Some(2.0), None, Some(1.0), None]),
            format!("{start}worsened beyond chance in March 2023")
        );
    }

    #[test]
    fn nothing_is_said_to_worsen_where_neither_way_is_worse() {
        for after in [0.0, 5.0, 10.5, 20.0, 99.0] {
            let told = finding(
                "X",
                "in England",
                change(&assessed(Direction::Neutral, &[Some(after)])),
                Cadence::Monthly,
            );
            assert!(
                !told.contains("worsened") && !told.contains("improved"),
                "{told}"
            );
        }
    }

    #[test]
    fn few_points_and_none_are_said() {
        let points: Vec<Point> = (0..5)
            .map(|i| Point::new(month("2024-01").plus(i).first_day(), 1.0))
            .collect();
        let few = assess(&points, &Options::default()).unwrap();
        assert_eq!(
            finding(
                "RTT: waiting list",
                "at Alderwick",
                change(&few),
                Cadence::Monthly
            ),
            "RTT waiting list at Alderwick up to May 2024: too few months to tell change from chance"
        );
        let none = assess(&[], &Options::default()).unwrap();
        assert_eq!(
            finding("X", "in England", change(&none), Cadence::Monthly),
            "X in England: no figures are held"
        );
    }

    #[test]
    fn a_place_is_named_as_people_name_it() {
        let named = |level, name| place(level, name);
        assert_eq!(named(Level::Region, "South West"), "in the South West");
        assert_eq!(named(Level::Region, "Midlands"), "in the Midlands");
        assert_eq!(named(Level::Region, "London"), "in London");
        assert_eq!(named(Level::Provider, "West Alder"), "at West Alder");
        assert_eq!(named(Level::England, "England"), "in England");
    }

    #[test]
    fn states_and_lists() {
        let tally = Tally {
            worse: 1,
            usual: 7,
            unknown: 1,
            ..Tally::default()
        };
        assert_eq!(
            tally.in_words(Some(month("2026-01"))),
            "Of 9 measures up to January 2026, 1 is worse than usual, 7 are within the usual range and 1 is too short to tell change from chance."
        );
        assert_eq!(Tally::default().in_words(None), "No figures are held.");
    }
}
