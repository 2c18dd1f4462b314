//! From what a sentence names to what it claims. A claim is settled only where body, measure, period and
//! kind have one reading each; else it is said which of them has not.

use candour_core::{BodyCode, Month};
use jiff::civil::Date;

use super::gather::{Gathered, Tables};
use super::gazetteer::Who;
use super::quantity::Unit;
use super::question::{Asked, Of};
use super::readings::{Counts, Reading};
use super::verdict::Why;

/// Which way a figure is said to have gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
    Better,
    Worse,
}

/// A claim whose every part has one reading.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Settled {
    /// A level.
    Level {
        asked: Asked,
        /// Another level that this one is compared with, and which way it went from this one to that.
        moved_to: Option<(Asked, Way)>,
        /// Which way it is said to have come here.
        came: Option<Way>,
    },
    /// A change from one period to another.
    Change {
        from: Asked,
        to: Asked,
        way: Option<Way>,
        /// Whether it is in per cent of the earlier figure.
        relative: bool,
    },
}

/// Why a claim is not settled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unsettled {
    pub(crate) why: Why,
    pub(crate) words: String,
    /// Bodies that a name may mean.
    pub(crate) candidates: Vec<BodyCode>,
    /// The figure that stands nearest to it, to be shown beside.
    pub(crate) beside: Option<Asked>,
}

impl Unsettled {
    pub(crate) fn new(why: Why, words: impl Into<String>) -> Self {
        Self {
            why,
            words: words.into(),
            candidates: Vec::new(),
            beside: None,
        }
    }
}

/// What the sentences before settled, as far as the next may lean on it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    pub(crate) paragraph: usize,
    pub(crate) body: Option<BodyCode>,
    pub(crate) reading: Option<usize>,
    pub(crate) months: Vec<Month>,
    pub(crate) period: Option<(Month, Month)>,
}

/// A claim with what it leant on, for the next sentence.
#[derive(Debug)]
pub(crate) struct Settling {
    pub(crate) reading: usize,
    pub(crate) estimates: bool,
    pub(crate) period: (Month, Month),
    pub(crate) settled: Settled,
}

/// A sentence as claims are settled in it.
pub(crate) struct Settler<'a> {
    pub(crate) tables: &'a Tables,
    pub(crate) gathered: &'a Gathered<'a>,
    pub(crate) story: Date,
    pub(crate) context: &'a Context,
}

/// Words that lead to the earlier of two figures.
const COMPARING: &[&str] = &[
    "from", "compared", "against", "than", "versus", "vs", "up", "down",
];

impl Settler<'_> {
    pub(super) fn word(&self, place: usize) -> &str {
        self.gathered
            .tokens
            .get(place)
            .map_or("", |token| token.norm.as_str())
    }

    /// The stretch of the sentence that belongs to a quantity: up to where the next one's begins.
    pub(crate) fn segment(&self, number: usize) -> (usize, usize) {
        let quantities = &self.gathered.quantities;
        let counts = |place: &usize| !self.gathered.bars.get(*place).copied().unwrap_or(false);
        let before = (0..number).rev().find(counts);
        let after = (number + 1..quantities.len()).find(counts);
        let first = before.map_or(0, |before| self.boundary(before, number));
        let end = after.map_or(self.gathered.tokens.len(), |after| {
            self.boundary(number, after)
        });
        (first, end)
    }

    /// Where one quantity's part ends and the next one's begins.
    pub(super) fn boundary(&self, one: usize, other: usize) -> usize {
        let quantities = &self.gathered.quantities;
        let (from, to) = (quantities[one].end, quantities[other].from);
        let within = |place: usize| {
            let inside = |first: usize, end: usize| place > first && place < end;
            self.gathered
                .periods
                .iter()
                .any(|found| inside(found.first, found.end))
                || self
                    .gathered
                    .names
                    .iter()
                    .any(|found| inside(found.first, found.end))
                || self
                    .gathered
                    .concepts
                    .iter()
                    .any(|found| inside(found.first, found.end))
        };
        let find = |words: &[&str]| {
            (from..to).find(|place| words.contains(&self.word(*place)) && !within(*place))
        };
        // `up from`, `compared with`: the first of them begins the comparison.
        find(COMPARING)
            .map(|place| {
                let led = place.checked_sub(1).filter(|before| {
                    matches!(self.word(*before), "up" | "down" | ",") && *before >= from
                });
                led.unwrap_or(place)
            })
            .or_else(|| find(&[";", "while", "whereas", "but", "although"]))
            .or_else(|| {
                (from..to)
                    .rev()
                    .find(|place| self.word(*place) == "and" && !within(*place))
            })
            .or_else(|| find(&[",", ":", "(", "—", "–"]))
            .or_else(|| find(&["to"]))
            .unwrap_or(to)
    }

    pub(crate) fn body_of(&self, span: (usize, usize)) -> Result<BodyCode, Unsettled> {
        self.body(span)
    }

    /// Settles what a quantity claims.
    pub(crate) fn settle(&self, number: usize) -> Result<Settling, Unsettled> {
        let quantity = &self.gathered.quantities[number];
        let segment = self.segment(number);
        self.refuse_kind(number, quantity)?;
        let counts = match quantity.unit {
            Unit::Share | Unit::Points => Counts::Share,
            Unit::Weeks => Counts::Weeks,
            Unit::Count | Unit::Money | Unit::Time => Counts::Count,
        };
        let change = self.is_change(quantity);
        // A change of a count in per cent is of a count.
        let (place, reading) = match self.reading(segment, counts) {
            Ok(found) => found,
            Err(unsettled) if change && quantity.unit == Unit::Share => self
                .reading(segment, Counts::Count)
                .map_err(|_| unsettled)?,
            Err(unsettled) => return Err(unsettled),
        };
        let body = self.body(segment)?;
        let relative = change && quantity.unit == Unit::Share;
        if relative && reading.counts == Counts::Share {
            return Err(Unsettled::new(
                Why::Kind,
                "a change of a share in per cent can be of points or of the share itself",
            ));
        }
        if quantity.unit == Unit::Points && !change {
            return Err(Unsettled::new(
                Why::Kind,
                "points that are no change of a share",
            ));
        }
        let asked = |(first, last): (Month, Month)| Asked {
            body: body.clone(),
            measure: reading.measure.clone(),
            function: reading.function.clone(),
            of: reading.of,
            count: reading.counts == Counts::Count && reading.of != Of::Value,
            first,
            last,
        };
        if change {
            let (from, to) = self.two_periods(segment, reading)?;
            self.words(number, segment, reading)?;
            return Ok(Settling {
                reading: place,
                estimates: reading.estimates,
                period: to,
                settled: Settled::Change {
                    from: asked(from),
                    to: asked(to),
                    way: self.way_before(quantity),
                    relative,
                },
            });
        }
        let period = self.period(number, segment, reading)?;
        self.words(number, segment, reading)
            .map_err(|mut unsettled| {
                unsettled.beside = Some(asked(period));
                unsettled
            })?;
        if self.counts_people(segment)
            && reading.measure.as_str().starts_with("rtt-")
            && counts == Counts::Count
        {
            let mut unsettled = Unsettled::new(
                Why::Unit,
                "the list counts pathways, and a person can be on it more than once",
            );
            unsettled.beside = Some(asked(period));
            return Err(unsettled);
        }
        let moved_to = self.moved_to(number, segment, reading, &body);
        Ok(Settling {
            reading: place,
            estimates: reading.estimates,
            period,
            settled: Settled::Level {
                asked: asked(period),
                moved_to,
                came: self.way_to(quantity),
            },
        })
    }

    pub(super) fn reading(
        &self,
        segment: (usize, usize),
        counts: Counts,
    ) -> Result<(usize, &'static Reading), Unsettled> {
        let whole = (0, self.gathered.tokens.len());
        let readings = self.tables.readings;
        for span in [segment, whole] {
            let found = self.gathered.readings_in(span, counts, readings);
            match found.as_slice() {
                [] => {}
                [one] => return Ok(*one),
                several => {
                    let names: Vec<&str> = several
                        .iter()
                        .map(|(_, one)| one.measure.as_str())
                        .collect();
                    return Err(Unsettled::new(
                        Why::Measure,
                        format!("it can be a figure of {}", names.join(" or of ")),
                    ));
                }
            }
        }
        // `The figure had been 68.9% …`: what the sentence before was about.
        let leans = [
            "it",
            "figure",
            "performance",
            "share",
            "rate",
            "proportion",
            "that",
            "number",
            "total",
        ];
        let leant = self.context.reading.filter(|_| {
            self.gathered
                .tokens
                .iter()
                .any(|token| token.is_any(&leans))
                && self.only_people_named()
                || matches!(self.word(0), "up" | "down") && self.only_people_named()
        });
        leant
            .and_then(|place| Some((place, readings.readings.get(place)?)))
            .filter(|(_, reading)| reading.counts == counts)
            .ok_or_else(|| Unsettled::new(Why::Measure, "no measure held here is named with it"))
    }

    /// Whether the sentence names no concept but people.
    pub(super) fn only_people_named(&self) -> bool {
        let people = self.tables.readings.concept("people");
        self.gathered
            .concepts
            .iter()
            .all(|found| Some(found.concept) == people)
    }

    /// Whether a part of a sentence that names no body speaks of another than the rest: `against 65.2%
    /// nationally`.
    pub(super) fn not_elsewhere(&self, segment: (usize, usize)) -> Result<(), Unsettled> {
        const ELSEWHERE: &[&str] = &[
            "nationally",
            "national",
            "nation",
            "country",
            "region",
            "regions",
            "regional",
            "regionally",
            "locally",
            "system",
            "systems",
            "icb",
            "ics",
            "board",
            "boards",
            "elsewhere",
            "neighbouring",
            "neighbours",
            "other",
            "others",
            "peers",
            "rest",
        ];
        let bars = &self.tables.readings.words.bars;
        let found = (segment.0..segment.1).find(|place| {
            ELSEWHERE.contains(&self.word(*place))
                && !self.is_named(*place)
                && !bars.contains(self.word(*place + 1))
        });
        found.map_or(Ok(()), |place| {
            Err(Unsettled::new(
                Why::Body,
                format!(
                    "“{}” may be another body than the one named",
                    self.word(place)
                ),
            ))
        })
    }

    pub(super) fn body(&self, segment: (usize, usize)) -> Result<BodyCode, Unsettled> {
        let whole = (0, self.gathered.tokens.len());
        for span in [segment, whole] {
            if span != segment {
                self.not_elsewhere(segment)?;
            }
            let named = self.gathered.bodies_in(span, &self.tables.gazetteer);
            let mut codes: Vec<&BodyCode> = Vec::new();
            for name in &named {
                match &name.who {
                    Who::Body(code) if !codes.contains(&code) => codes.push(code),
                    Who::Several(candidates) => {
                        let mut unsettled = Unsettled::new(
                            Why::Body,
                            format!(
                                "“{}” is not the name of one body",
                                self.text(name.first, name.end)
                            ),
                        );
                        unsettled.candidates.clone_from(candidates);
                        return Err(unsettled);
                    }
                    _ => {}
                }
            }
            match codes.as_slice() {
                [] => {}
                [one] => return Ok((*one).clone()),
                several => {
                    let mut unsettled =
                        Unsettled::new(Why::Body, "several bodies are named with it");
                    unsettled.candidates = several.iter().map(|code| (*code).clone()).collect();
                    return Err(unsettled);
                }
            }
        }
        self.context
            .body
            .clone()
            .ok_or_else(|| Unsettled::new(Why::Body, "no body is named with it"))
    }

    pub(super) fn text(&self, first: usize, end: usize) -> String {
        let words: Vec<&str> = (first..end).map(|place| self.word(place)).collect();
        words.join(" ")
    }

    /// The level of the figure before, where this one is what that came from: `up from 65.2%`.
    pub(super) fn moved_to(
        &self,
        number: usize,
        segment: (usize, usize),
        reading: &Reading,
        body: &BodyCode,
    ) -> Option<(Asked, Way)> {
        let quantity = &self.gathered.quantities[number];
        let from = quantity
            .from
            .checked_sub(1)
            .filter(|place| self.word(*place) == "from")?;
        let way = (segment.0.saturating_sub(3)..from)
            .rev()
            .find_map(|place| self.way(self.word(place)))?;
        let before = (0..number).rev().find(|place| !self.gathered.bars[*place]);
        // `rose from 65.2% to 72.5%`: the later stands behind.
        let other = before.or_else(|| {
            (number + 1..self.gathered.quantities.len()).find(|place| !self.gathered.bars[*place])
        })?;
        let other_segment = self.segment(other);
        if self.body(other_segment).ok().as_ref() != Some(body) {
            return None;
        }
        let months = self.period(other, other_segment, reading).ok()?;
        Some((
            Asked {
                body: body.clone(),
                measure: reading.measure.clone(),
                function: reading.function.clone(),
                of: reading.of,
                count: reading.counts == Counts::Count && reading.of != Of::Value,
                first: months.0,
                last: months.1,
            },
            way,
        ))
    }
}
