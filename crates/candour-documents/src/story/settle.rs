//! From what a sentence names to what it claims. A claim is settled only where body, measure, period and
//! kind have one reading each; else it is said which of them has not.

use candour_core::{BodyCode, Month};
use jiff::civil::Date;

use super::gather::{Gathered, NARROWING_LEADS, Tables};
use super::gazetteer::Who;
use super::hedge::Hedge;
use super::period::{self, Led};
use super::quantity::{Quantity, Unit};
use super::question::{Asked, Of};
use super::readings::{Counts, Every, OverMonths, Reading};
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
    fn word(&self, place: usize) -> &str {
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
    fn boundary(&self, one: usize, other: usize) -> usize {
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

    /// Whether a sentence says nothing of what was, for a claim without a figure of its own.
    pub(crate) fn refuse_spoken(&self) -> Result<(), Unsettled> {
        if self.gathered.asks {
            return Err(Unsettled::new(Why::Asked, "the sentence asks"));
        }
        self.doubt()
    }

    pub(crate) fn body_of(&self, span: (usize, usize)) -> Result<BodyCode, Unsettled> {
        self.body(span)
    }

    /// The one period that a stretch names.
    pub(crate) fn period_of(
        &self,
        span: (usize, usize),
        reading: &Reading,
    ) -> Result<(Month, Month), Unsettled> {
        match self.mentions(span).as_slice() {
            [one] => self.resolve(one, self.context.period, reading),
            [] => Err(Unsettled::new(Why::Period, "no period is named with it")),
            _ => Err(Unsettled::new(
                Why::Period,
                "several periods are named with it",
            )),
        }
    }

    /// Whether no word of the sentence makes it a figure of something else.
    pub(crate) fn words_of(
        &self,
        span: (usize, usize),
        reading: &Reading,
    ) -> Result<(), Unsettled> {
        let lists = &self.tables.readings.words;
        let spoken_of = [
            "record", "worst", "best", "lowest", "highest", "first", "every", "each",
        ];
        let other = self.gathered.concepts.iter().any(|found| {
            !reading.needs.contains(&found.concept) && !reading.may.contains(&found.concept) && {
                let name = self
                    .tables
                    .readings
                    .concepts
                    .get(found.concept)
                    .map_or("", String::as_str);
                !matches!(
                    name,
                    "people"
                        | "four-hour-words"
                        | "eighteen-week-words"
                        | "emergency-department"
                        | "waiting-list"
                        | "four-hour-performance"
                        | "attended"
                )
            }
        });
        if other {
            return Err(Unsettled::new(
                Why::Measure,
                "more than one thing is counted in the sentence",
            ));
        }
        for place in span.0..span.1 {
            let token = &self.gathered.tokens[place];
            if self.is_named(place) || !token.norm.chars().any(char::is_alphanumeric) {
                continue;
            }
            if lists.narrowing.contains(&token.norm) && !token.is_any(&spoken_of)
                || token.is_any(&["every", "each"])
            {
                return Err(Unsettled::new(
                    Why::Narrowed,
                    format!("“{}” may make it a statement of something else", token.norm),
                ));
            }
        }
        Ok(())
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

    /// Kinds of figures that are never judged, and sentences that say nothing of what was.
    fn refuse_kind(&self, number: usize, quantity: &Quantity) -> Result<(), Unsettled> {
        let refuse = |why, words: &str| Err(Unsettled::new(why, words));
        if self.gathered.bars.get(number).copied().unwrap_or(false) {
            return refuse(
                Why::Bar,
                "it is a bar that is set, and no level that was reached",
            );
        }
        if self.gathered.asks {
            return refuse(Why::Asked, "the sentence asks");
        }
        if quantity.unit == Unit::Money {
            return refuse(Why::Measure, "no measure here counts money");
        }
        if quantity.range {
            return refuse(Why::Kind, "it is one end of a range");
        }
        if quantity.hedge == Hedge::UpTo {
            return refuse(Why::Hedge, "“up to” leaves open what it was");
        }
        if quantity.out_of.is_some() {
            return refuse(Why::Measure, "no measure here counts so many of so many");
        }
        if self
            .gathered
            .tokens
            .iter()
            .any(|token| token.is("respectively"))
        {
            return refuse(
                Why::Kind,
                "“respectively” ties figures to names across the sentence",
            );
        }
        self.doubt()
    }

    /// Whether a word of the sentence denies it, or makes it a plan.
    fn doubt(&self) -> Result<(), Unsettled> {
        let refuse = |why, words: &str| Err(Unsettled::new(why, words));
        let lists = &self.tables.readings.words;
        let free = |place: usize| !self.is_named(place);
        let word = self
            .gathered
            .tokens
            .iter()
            .enumerate()
            .find(|(place, token)| {
                free(*place)
                    && (lists.denials.contains(&token.norm) || lists.plans.contains(&token.norm))
            });
        if let Some((_, token)) = word {
            return if lists.denials.contains(&token.norm) {
                refuse(
                    Why::Denied,
                    &format!("“{}” may deny or doubt it", token.norm),
                )
            } else {
                refuse(
                    Why::Plan,
                    &format!(
                        "“{}” may make it a plan, a forecast or a condition",
                        token.norm
                    ),
                )
            };
        }
        Ok(())
    }

    /// Whether a token belongs to a name, a concept, a period or a number.
    fn is_named(&self, place: usize) -> bool {
        let within = |first: usize, end: usize| (first..end).contains(&place);
        let gathered = self.gathered;
        gathered
            .concepts
            .iter()
            .any(|one| within(one.first, one.end))
            || gathered.names.iter().any(|one| within(one.first, one.end))
            || gathered
                .periods
                .iter()
                .any(|one| within(one.first, one.end))
            || gathered
                .quantities
                .iter()
                .any(|one| within(one.from, one.end))
    }

    fn reading(
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
        });
        leant
            .and_then(|place| Some((place, readings.readings.get(place)?)))
            .filter(|(_, reading)| reading.counts == counts)
            .ok_or_else(|| Unsettled::new(Why::Measure, "no measure held here is named with it"))
    }

    /// Whether the sentence names no concept but people.
    fn only_people_named(&self) -> bool {
        let people = self.tables.readings.concept("people");
        self.gathered
            .concepts
            .iter()
            .all(|found| Some(found.concept) == people)
    }

    fn body(&self, segment: (usize, usize)) -> Result<BodyCode, Unsettled> {
        let whole = (0, self.gathered.tokens.len());
        for span in [segment, whole] {
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

    fn text(&self, first: usize, end: usize) -> String {
        let words: Vec<&str> = (first..end).map(|place| self.word(place)).collect();
        words.join(" ")
    }

    /// The periods that a stretch names, those after `since` apart.
    fn mentions(&self, span: (usize, usize)) -> Vec<&period::Mention> {
        self.gathered
            .periods
            .iter()
            .filter(|mention| mention.first >= span.0 && mention.end <= span.1)
            .filter(|mention| mention.led != Led::Since)
            .collect()
    }

    fn period(
        &self,
        number: usize,
        segment: (usize, usize),
        reading: &Reading,
    ) -> Result<(Month, Month), Unsettled> {
        let whole = (0, self.gathered.tokens.len());
        let mut own = self.mentions(segment);
        if own.is_empty() {
            own = self.mentions(whole);
            // A relative one is of the figure that it stands with.
            own.retain(|mention| !matches!(mention.written, period::Written::Before(_)));
        }
        let [mention] = own.as_slice() else {
            return Err(match (own.len(), self.context.period) {
                (0, _) => Unsettled::new(Why::Period, "no period is named with it"),
                _ => Unsettled::new(Why::Period, "several periods are named with it"),
            });
        };
        let anchor = self.anchor(number);
        self.resolve(mention, anchor, reading)
    }

    /// The period that a relative one is counted from: that of the figure before, or of the sentence before.
    fn anchor(&self, number: usize) -> Option<(Month, Month)> {
        let segment = self.segment(number);
        let before = self.mentions((0, segment.0));
        let months: Vec<(Month, Month)> = before
            .iter()
            .filter_map(|mention| self.plain(mention))
            .collect();
        match months.as_slice() {
            [] => self.context.period,
            [one] => Some(*one),
            _ => None,
        }
    }

    /// A period that needs no other to be read.
    fn plain(&self, mention: &period::Mention) -> Option<(Month, Month)> {
        match mention.written {
            period::Written::Months(first, last) => Some((first, last)),
            period::Written::BareMonth(number) => {
                let month = period::bare_month(number, self.story, &self.named_months()).ok()?;
                Some((month, month))
            }
            period::Written::LastMonth => {
                let month = Month::of(self.story)?.previous();
                Some((month, month))
            }
            _ => None,
        }
    }

    /// Months that are named with their years, here and in the sentence before.
    fn named_months(&self) -> Vec<Month> {
        let own = self
            .gathered
            .periods
            .iter()
            .filter_map(|mention| match mention.written {
                period::Written::Months(first, last) if first == last => Some(first),
                _ => None,
            });
        own.chain(self.context.months.iter().copied()).collect()
    }

    fn resolve(
        &self,
        mention: &period::Mention,
        anchor: Option<(Month, Month)>,
        reading: &Reading,
    ) -> Result<(Month, Month), Unsettled> {
        let unsettled = |words: &str| Unsettled::new(Why::Period, words);
        if mention.led == Led::By {
            return Err(unsettled("“by” may mean any time up to then"));
        }
        let months = match &mention.written {
            period::Written::Unsettled(why) => {
                let named = self.text(mention.first, mention.end);
                return Err(unsettled(&format!("of “{named}”: {why}")));
            }
            period::Written::Day(_) => {
                return Err(unsettled("no measure here has figures of a day"));
            }
            period::Written::Before(months) => {
                let (first, last) =
                    anchor.ok_or_else(|| unsettled("it is not said from when it is counted"))?;
                (first.plus(-months), last.plus(-months))
            }
            period::Written::BareMonth(number) => {
                let month = period::bare_month(*number, self.story, &self.named_months())
                    .map_err(|why| unsettled(why))?;
                (month, month)
            }
            _ => self
                .plain(mention)
                .ok_or_else(|| unsettled("it has no reading"))?,
        };
        fits(months, reading)?;
        let now = Month::of(self.story).ok_or_else(|| unsettled("the story has no date"))?;
        if months.1 >= now {
            return Err(unsettled("it was not over when the story was written"));
        }
        Ok(months)
    }

    /// The two periods of a change: from one month to another, or by so much on a year earlier.
    fn two_periods(
        &self,
        segment: (usize, usize),
        reading: &Reading,
    ) -> Result<((Month, Month), (Month, Month)), Unsettled> {
        let unsettled = |words: &str| Unsettled::new(Why::Period, words);
        let mut own = self.mentions(segment);
        if own.is_empty() {
            own = self.mentions((0, self.gathered.tokens.len()));
        }
        match own.as_slice() {
            [one] => {
                let led = one.first < self.gathered.tokens.len()
                    && matches!(self.word(one.first), "between" | "from");
                let period::Written::Months(first, last) = one.written else {
                    return Err(unsettled("it is not said from when to when it changed"));
                };
                if !led || first == last || reading.every == Every::Quarter {
                    return Err(unsettled("it is not said from when to when it changed"));
                }
                fits((first, first), reading)?;
                Ok(((first, first), self.over((last, last))?))
            }
            [one, other] => {
                let one_at = self.plain(one);
                let other_at = self.plain(other);
                let before = |mention: &period::Mention, anchor: Option<(Month, Month)>| {
                    self.resolve(mention, anchor, reading)
                };
                let pair = match (&one.written, &other.written) {
                    (period::Written::Before(_), _) => (before(one, other_at)?, other_at),
                    (_, period::Written::Before(_)) => (before(other, one_at)?, one_at),
                    _ => {
                        let (first, second) = (
                            one_at.ok_or_else(|| {
                                unsettled("one of the two periods has no reading")
                            })?,
                            other_at.ok_or_else(|| {
                                unsettled("one of the two periods has no reading")
                            })?,
                        );
                        if first < second {
                            (first, Some(second))
                        } else {
                            (second, Some(first))
                        }
                    }
                };
                let to = pair
                    .1
                    .ok_or_else(|| unsettled("one of the two periods has no reading"))?;
                fits(pair.0, reading)?;
                fits(to, reading)?;
                Ok((pair.0, self.over(to)?))
            }
            _ => Err(unsettled("it is not said from when to when it changed")),
        }
    }

    fn over(&self, months: (Month, Month)) -> Result<(Month, Month), Unsettled> {
        match Month::of(self.story) {
            Some(now) if months.1 < now => Ok(months),
            _ => Err(Unsettled::new(
                Why::Period,
                "it was not over when the story was written",
            )),
        }
    }

    /// Whether a quantity says by how much something changed, and not where it stood.
    fn is_change(&self, quantity: &Quantity) -> bool {
        if quantity.unit == Unit::Points {
            return true;
        }
        let before = quantity
            .from
            .checked_sub(1)
            .map_or("", |place| self.word(place));
        let lists = &self.tables.readings.words;
        let moves = |word: &str| {
            [&lists.rises, &lists.falls, &lists.betters, &lists.worsens]
                .iter()
                .any(|list| list.contains(word))
        };
        let behind = self.word(quantity.end);
        let of_change = before == "of"
            && quantity
                .from
                .checked_sub(2)
                .is_some_and(|place| moves(self.word(place)));
        before == "by"
            || moves(before)
            || of_change
            || matches!(
                behind,
                "more"
                    | "fewer"
                    | "less"
                    | "higher"
                    | "lower"
                    | "up"
                    | "down"
                    | "increase"
                    | "rise"
                    | "fall"
                    | "drop"
                    | "decrease"
                    | "better"
                    | "worse"
            )
    }

    fn way(&self, word: &str) -> Option<Way> {
        let lists = &self.tables.readings.words;
        if lists.rises.contains(word) || word == "more" {
            Some(Way::Up)
        } else if lists.falls.contains(word) || matches!(word, "fewer" | "less") {
            Some(Way::Down)
        } else if lists.betters.contains(word) || word == "better" {
            Some(Way::Better)
        } else if lists.worsens.contains(word) || word == "worse" {
            Some(Way::Worse)
        } else {
            None
        }
    }

    /// The word of movement nearest before a quantity, or just behind it.
    fn way_before(&self, quantity: &Quantity) -> Option<Way> {
        let behind = self.way(self.word(quantity.end));
        behind.or_else(|| {
            (quantity.from.saturating_sub(6)..quantity.from)
                .rev()
                .find_map(|place| self.way(self.word(place)))
        })
    }

    /// `fell to`, `up to`: the way by which a level is said to have come.
    fn way_to(&self, quantity: &Quantity) -> Option<Way> {
        let to = quantity
            .from
            .checked_sub(1)
            .filter(|place| self.word(*place) == "to")?;
        (to.saturating_sub(4)..to)
            .rev()
            .find_map(|place| self.way(self.word(place)))
    }

    /// The level of the figure before, where this one is what that came from: `up from 65.2%`.
    fn moved_to(
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

    fn counts_people(&self, segment: (usize, usize)) -> bool {
        let people = self.tables.readings.concept("people");
        self.gathered.concepts.iter().any(|found| {
            Some(found.concept) == people && found.first >= segment.0 && found.end <= segment.1
        })
    }

    /// Whether every word beside the claim is one that changes nothing, and no other piece narrows it.
    fn words(
        &self,
        number: usize,
        segment: (usize, usize),
        reading: &Reading,
    ) -> Result<(), Unsettled> {
        let gathered = self.gathered;
        let lists = &self.tables.readings.words;
        let people = self.tables.readings.concept("people");
        let used = |concept: usize| {
            reading.needs.contains(&concept)
                || reading.may.contains(&concept)
                || Some(concept) == people
        };
        // Concepts of another figure's part of the sentence are that one's.
        let spoken: Vec<bool> = (0..gathered.tokens.len())
            .map(|place| {
                let within = |first: usize, end: usize| (first..end).contains(&place);
                gathered
                    .concepts
                    .iter()
                    .any(|one| within(one.first, one.end) && used(one.concept))
                    || gathered.names.iter().any(|one| within(one.first, one.end))
                    || gathered
                        .periods
                        .iter()
                        .any(|one| within(one.first, one.end))
                    || gathered
                        .quantities
                        .iter()
                        .any(|one| within(one.from, one.end))
            })
            .collect();
        let quantity = &gathered.quantities[number];
        let own_concepts = gathered.readings_in(segment, reading.counts, self.tables.readings);
        let borrowed = !own_concepts
            .iter()
            .any(|(_, one)| one.measure == reading.measure);
        let is_core = |first: usize, end: usize| {
            let holds = |at: usize| (first..end).contains(&at);
            let in_segment = |at: usize| at >= segment.0 && at < segment.1;
            let concept = gathered.concepts.iter().any(|one| {
                reading.needs.contains(&one.concept)
                    && holds(one.first)
                    && (borrowed || in_segment(one.first))
            });
            holds(quantity.first)
                || concept
                || gathered
                    .bodies_in(segment, &self.tables.gazetteer)
                    .iter()
                    .any(|one| holds(one.first))
                || self.mentions(segment).iter().any(|one| holds(one.first))
        };
        for (first, end) in gathered.pieces() {
            let core = is_core(first, end);
            let lead = (first..end).find(|place| {
                gathered.tokens[*place]
                    .norm
                    .chars()
                    .any(char::is_alphanumeric)
            });
            let narrows = lead.is_some_and(|place| {
                NARROWING_LEADS.contains(&self.word(place)) && !spoken[place] && first > 0
            });
            for place in first..end {
                let token = &gathered.tokens[place];
                if spoken[place] || !token.norm.chars().any(char::is_alphanumeric) {
                    continue;
                }
                // A piece of another figure's part is judged with that one.
                let own = place >= segment.0 && place < segment.1 || core;
                if lists.narrowing.contains(&token.norm) && own {
                    return Err(Unsettled::new(
                        Why::Narrowed,
                        format!("“{}” may make it a figure of something else", token.norm),
                    ));
                }
                let plain = lists.plain.contains(&token.norm)
                    || lists.bars.contains(&token.norm)
                    || self.way(&token.norm).is_some();
                if (core || narrows && own) && !plain {
                    return Err(Unsettled::new(
                        Why::Words,
                        format!("“{}” beside it is not a word that is read here", token.norm),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// Whether a measure has figures of these months.
fn fits(months: (Month, Month), reading: &Reading) -> Result<(), Unsettled> {
    let (first, last) = months;
    let unsettled = |words: &str| Err(Unsettled::new(Why::Period, words));
    match reading.every {
        Every::Quarter => {
            let starts = matches!(first.month(), 1 | 4 | 7 | 10);
            if !starts || last.since(first) != 2 {
                return unsettled("the measure has figures of quarters only");
            }
        }
        Every::Month => {
            if first != last && reading.over_months == OverMonths::None {
                return unsettled(
                    "it is a level at the end of a month, and has no value for a longer time",
                );
            }
        }
    }
    Ok(())
}
