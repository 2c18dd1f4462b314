//! Claims without a figure of their own: a standard met or missed, a record since a month.

use candour_core::{FinancialYear, Month};

use super::period::{Led, Written as Period};
use super::quantity::{Quantity, Unit};
use super::question::{Asked, Of};
use super::readings::Counts;
use super::settle::{Settler, Unsettled};
use super::verdict::Why;

/// A claim without a figure of its own: its tokens, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spoken {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) says: Says,
}

/// What it says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Says {
    /// That a standard was met, or missed.
    Standard {
        asked: Result<Asked, Unsettled>,
        met: bool,
        number: Option<f64>,
        estimates: bool,
    },
    /// That a month was the lowest, or the highest, since another.
    Record {
        asked: Result<(Asked, Month), Unsettled>,
        lowest: bool,
        estimates: bool,
    },
}

const MISSED: &[&str] = &[
    "did not meet",
    "has not met",
    "have not met",
    "was not met",
    "not met",
    "did not hit",
    "missed",
    "misses",
    "missing",
    "failed to meet",
    "failed to hit",
    "failing to meet",
    "fell short of",
    "fallen short of",
    "falling short of",
    "short of",
    "below",
    "breached",
    "failed",
    "under",
];
const MET: &[&str] = &["met", "meets", "hit", "achieved", "beat", "reached"];

impl Settler<'_> {
    fn phrase_at(&self, place: usize, phrases: &[&str]) -> Option<usize> {
        let tokens = self.gathered.tokens;
        phrases
            .iter()
            .filter_map(|phrase| {
                let length = phrase.split(' ').count();
                let is = phrase
                    .split(' ')
                    .enumerate()
                    .all(|(at, word)| tokens.get(place + at).is_some_and(|token| token.is(word)));
                is.then_some(place + length)
            })
            .max()
    }

    /// Claims of a standard: `missed the four-hour standard`.
    pub(crate) fn standards(&self) -> Vec<Spoken> {
        let mut found = Vec::new();
        let tokens = self.gathered.tokens;
        for place in 0..tokens.len() {
            let (behind, met) = match self.phrase_at(place, MISSED) {
                Some(behind) => (behind, false),
                None => match self.phrase_at(place, MET) {
                    Some(behind) => (behind, true),
                    None => continue,
                },
            };
            let bars = &self.tables.readings.words.bars;
            let bar =
                (behind..tokens.len().min(behind + 9)).find(|at| bars.contains(&tokens[*at].norm));
            let Some(bar) = bar else { continue };
            // `achieved 70% against the standard` says nothing of whether it was met.
            let levels = self.gathered.quantities.iter().zip(&self.gathered.bars);
            if levels.into_iter().any(|(quantity, is_bar)| {
                !is_bar && quantity.first >= place && quantity.first < bar
            }) {
                continue;
            }
            let end = bar + 1;
            let number = self
                .gathered
                .quantities
                .iter()
                .zip(&self.gathered.bars)
                .find(|(quantity, is_bar)| {
                    **is_bar && quantity.first >= behind && quantity.first < end + 6
                })
                .map(|(quantity, _)| quantity.written.value);
            let reading = self.bar_reading((behind.saturating_sub(1), end));
            let Some((_, reading)) = reading else {
                continue;
            };
            let asked = self.asked_of((place, end), reading.0, Of::Value, reading.1);
            found.push(Spoken {
                first: place,
                end,
                says: Says::Standard {
                    asked,
                    met,
                    number,
                    estimates: reading.2,
                },
            });
            break;
        }
        found
    }

    /// The measure of a standard: the one whose words stand with the bar, or in the sentence.
    fn bar_reading(&self, span: (usize, usize)) -> Option<(usize, (&'static str, usize, bool))> {
        let whole = (0, self.gathered.tokens.len());
        let concept = |name: &str, within: (usize, usize)| {
            let number = self.tables.readings.concept(name);
            self.gathered.concepts.iter().any(|found| {
                Some(found.concept) == number && found.first >= within.0 && found.end <= within.1
            })
        };
        let readings = &self.tables.readings.readings;
        let of = |id: &str| {
            readings.iter().position(|reading| {
                reading.measure.as_str() == id
                    && reading.of == Of::Value
                    && reading.counts == Counts::Share
            })
        };
        if concept("major-department", whole) {
            return None;
        }
        if concept("four-hour-words", span) || concept("within-four-hours", span) {
            return of("ae-four-hour").map(|place| (place, ("ae-four-hour", place, false)));
        }
        if concept("eighteen-week-words", span) || concept("within-eighteen-weeks", span) {
            return of("rtt-within-18-weeks")
                .map(|place| (place, ("rtt-within-18-weeks", place, true)));
        }
        None
    }

    fn asked_of(
        &self,
        said: (usize, usize),
        measure: &str,
        of: Of,
        reading: usize,
    ) -> Result<Asked, Unsettled> {
        self.refuse_spoken(said)?;
        let whole = (0, self.gathered.tokens.len());
        let body = self.body_of(whole)?;
        let reading = self
            .tables
            .readings
            .readings
            .get(reading)
            .filter(|reading| reading.measure.as_str() == measure)
            .ok_or_else(|| Unsettled::new(Why::Measure, "no measure held here is named with it"))?;
        let (first, last) = self.period_of(whole, reading)?;
        self.words_of(whole, reading)?;
        Ok(Asked {
            body,
            measure: reading.measure.clone(),
            function: None,
            of,
            count: false,
            first,
            last,
        })
    }

    /// Claims of a record: `the lowest since March 2019`.
    pub(crate) fn records(&self) -> Vec<Spoken> {
        let tokens = self.gathered.tokens;
        let mut found = Vec::new();
        for mention in &self.gathered.periods {
            if mention.led != Led::Since || mention.first < 2 {
                continue;
            }
            let at = mention.first - 2;
            let mut place = at;
            // `the lowest share since`, `its lowest level since`.
            if tokens[place].is_any(&[
                "level",
                "share",
                "figure",
                "performance",
                "number",
                "rate",
                "total",
            ]) && place > 0
            {
                place -= 1;
            }
            let lowest = match tokens[place].norm.as_str() {
                "lowest" => Some(true),
                "highest" => Some(false),
                "worst" => None,
                "best" => None,
                _ => continue,
            };
            let end = mention.end;
            let asked = match (lowest, &mention.written) {
                (None, _) => Err(Unsettled::new(
                    Why::Kind,
                    "best and worst depend on which way is better",
                )),
                (_, Period::Months(first, last)) if first == last => self.record_of(*first),
                _ => Err(Unsettled::new(
                    Why::Period,
                    "it is not said since which month",
                )),
            };
            found.push(Spoken {
                first: place,
                end,
                says: Says::Record {
                    estimates: asked.as_ref().is_ok_and(|(_, _, estimates)| *estimates),
                    asked: asked.map(|(asked, since, _)| (asked, since)),
                    lowest: lowest.unwrap_or(false),
                },
            });
        }
        found
    }

    fn record_of(&self, since: Month) -> Result<(Asked, Month, bool), Unsettled> {
        self.refuse_spoken((0, 0))?;
        let whole = (0, self.gathered.tokens.len());
        let readings = self.tables.readings;
        let mut fitting = self.gathered.readings_in(whole, Counts::Share, readings);
        if fitting.is_empty() {
            fitting = self.gathered.readings_in(whole, Counts::Count, readings);
        }
        let [(_, reading)] = fitting.as_slice() else {
            return Err(Unsettled::new(
                Why::Measure,
                "no one measure is named with it",
            ));
        };
        let body = self.body_of(whole)?;
        let (first, last) = self.period_of(whole, reading)?;
        if first != last || first <= since {
            return Err(Unsettled::new(
                Why::Period,
                "a record is of one month, and since one before it",
            ));
        }
        self.words_of(whole, reading)?;
        let asked = Asked {
            body,
            measure: reading.measure.clone(),
            function: reading.function.clone(),
            of: reading.of,
            count: reading.counts == Counts::Count && reading.of != Of::Value,
            first,
            last,
        };
        Ok((asked, since, reading.estimates))
    }

    /// `25 of 42 systems missed their plan in 2023-24`: the year, where the sentence is of that kind.
    pub(crate) fn plans_missed(&self, number: usize) -> Option<Result<FinancialYear, Unsettled>> {
        let tokens = self.gathered.tokens;
        let quantity = self.gathered.quantities.get(number)?;
        let segment = self.segment(number);
        if quantity.unit != Unit::Count {
            return None;
        }
        let behind = quantity.end..tokens.len().min(quantity.end + 8);
        let systems = behind.clone().find(|at| {
            tokens[*at].is_any(&["systems", "icbs", "icss", "boards"])
                || tokens[*at].is("ics") && tokens.get(at + 1).is_some_and(|next| next.is("s"))
        })?;
        let missed = (systems..tokens.len().min(systems + 4))
            .find(|at| tokens[*at].is_any(&["missed", "overspent", "breached"]))?;
        let plan = (missed..tokens.len().min(missed + 6))
            .find(|at| tokens[*at].is_any(&["plan", "plans"]));
        plan?;
        let words = [
            "financial",
            "finance",
            "spending",
            "their",
            "its",
            "the",
            "agreed",
            "annual",
            "integrated",
            "care",
            "nhs",
            "systems",
            "icbs",
            "boards",
            "ics",
            "england",
            "'s",
            "local",
            "health",
            "a",
            "plan",
            "plans",
            "missed",
            "in",
            "of",
            "for",
            "s",
        ];
        let unread = (quantity.end..plan.unwrap_or(missed)).find(|at| !tokens[*at].is_any(&words));
        if unread.is_some() {
            return Some(Err(Unsettled::new(
                Why::Words,
                "a word beside it is not one that is read here",
            )));
        }
        let years: Vec<FinancialYear> = self
            .gathered
            .periods
            .iter()
            .filter(|mention| mention.first >= segment.0 && mention.end <= segment.1)
            .filter_map(|mention| match mention.written {
                Period::Months(first, last) if last.since(first) == 11 && first.month() == 4 => {
                    Some(FinancialYear::of(first))
                }
                _ => None,
            })
            .collect();
        let named = self.gathered.periods.iter();
        let named = named
            .filter(|mention| mention.first >= segment.0 && mention.end <= segment.1)
            .count();
        Some(match years.as_slice() {
            [one] if named == 1 => self.refuse_plans(quantity).map(|()| *one),
            [] => Err(Unsettled::new(
                Why::Period,
                "no financial year is named with it",
            )),
            _ => Err(Unsettled::new(
                Why::Period,
                "several periods are named with it",
            )),
        })
    }

    fn refuse_plans(&self, quantity: &Quantity) -> Result<(), Unsettled> {
        let lists = &self.tables.readings.words;
        let doubtful = self.gathered.tokens.iter().find(|token| {
            lists.denials.contains(&token.norm)
                || lists.plans.contains(&token.norm) && !token.is_any(&["plan", "plans"])
                || token.is_any(&[
                    "surplus",
                    "unadjusted",
                    "half",
                    "capital",
                    "workforce",
                    "trusts",
                ])
        });
        if self.gathered.asks || quantity.range {
            return Err(Unsettled::new(Why::Asked, "the sentence asks"));
        }
        doubtful.map_or(Ok(()), |token| {
            Err(Unsettled::new(
                Why::Plan,
                format!("“{}” may make it another statement", token.norm),
            ))
        })
    }
}
