//! What a sentence names: bodies, measures by their concepts, periods and numbers.

use jiff::civil::Date;

use super::gazetteer::{Gazetteer, Named, Who};
use super::period;
use super::phrases::{Found, Joined, Phrase, Phrases};
use super::quantity::{self, Quantity, Unit};
use super::readings::{Counts, Reading, Readings};
use super::words::{Kind, Token};

/// Signs and words at which a sentence falls into pieces, unless they stand within a name or a measure.
const PARTING_SIGNS: &[&str] = &[";", ":", ",", "—", "–", "(", ")", "…"];
const PARTING_WORDS: &[&str] = &[
    "while", "whereas", "although", "though", "but", "because", "amid", "despite", "as", "when",
    "which",
];
/// Words that begin a piece which narrows what was said before.
pub(crate) const NARROWING_LEADS: &[&str] = &[
    "for",
    "among",
    "amongst",
    "excluding",
    "except",
    "including",
    "if",
    "unless",
    "only",
    "of",
    "in",
    "at",
    "aged",
    "on",
    "with",
    "without",
    "who",
    "whose",
    "where",
    "from",
];

/// The tables by which sentences are read.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) gazetteer: Gazetteer,
    pub(crate) readings: &'static Readings,
    concepts: Phrases,
}

impl Tables {
    pub(crate) fn new(gazetteer: Gazetteer, readings: &'static Readings) -> Self {
        let phrases: Vec<Phrase> = readings
            .phrases
            .iter()
            .map(|(phrase, _)| Phrase::plain(phrase))
            .collect();
        Self {
            gazetteer,
            readings,
            concepts: Phrases::new(&phrases).unwrap_or_else(|_| Phrases::none()),
        }
    }

    fn concept_of(&self, found: Found) -> usize {
        self.readings
            .phrases
            .get(found.phrase)
            .map_or(usize::MAX, |(_, concept)| *concept)
    }
}

/// A phrase that names a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Concept {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) concept: usize,
}

/// A sentence with all that it names. Places are numbers of its own tokens.
#[derive(Debug)]
pub(crate) struct Gathered<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) names: Vec<Named>,
    pub(crate) concepts: Vec<Concept>,
    pub(crate) periods: Vec<period::Mention>,
    pub(crate) quantities: Vec<Quantity>,
    /// For each quantity, whether it is a bar that is set and no level that was reached.
    pub(crate) bars: Vec<bool>,
    pub(crate) asks: bool,
}

impl<'a> Gathered<'a> {
    pub(crate) fn new(tokens: &'a [Token], asks: bool, tables: &Tables, day: Date) -> Self {
        let joined = Joined::new(tokens);
        let names = tables.gazetteer.find(tokens, &joined, day);
        let mut concepts: Vec<Concept> = tables
            .concepts
            .all(tokens, &joined)
            .into_iter()
            .map(|found| Concept {
                first: found.first,
                end: found.end,
                concept: tables.concept_of(found),
            })
            .collect();
        concepts.sort_by_key(|concept| (concept.first, std::cmp::Reverse(concept.end)));
        let inner: Vec<Concept> = concepts.clone();
        // A phrase within a longer one is that one: `four hours` within `more than four hours`.
        concepts.retain(|one| {
            !inner.iter().any(|other| {
                other != one
                    && other.concept != one.concept
                    && other.first <= one.first
                    && one.end <= other.end
                    && other.end - other.first > one.end - one.first
                    && !keeps_inner(tables, one.concept, other.concept)
            })
        });
        let periods = period::find(tokens);
        let mut taken = vec![false; tokens.len()];
        let mut take = |first: usize, end: usize| {
            for flag in taken.iter_mut().take(end).skip(first) {
                *flag = true;
            }
        };
        for concept in &concepts {
            take(concept.first, concept.end);
        }
        for period in &periods {
            take(period.first, period.end);
        }
        for name in &names {
            take(name.first, name.end);
        }
        let quantities: Vec<Quantity> = quantity::find(tokens, &taken)
            .into_iter()
            .filter(|quantity| quantity.unit != Unit::Time)
            .collect();
        let bars = quantities
            .iter()
            .map(|quantity| is_bar(tokens, quantity, tables.readings))
            .collect();
        Self {
            tokens,
            names,
            concepts,
            periods,
            quantities,
            bars,
            asks,
        }
    }

    /// The readings that a stretch of the sentence allows for a number that counts so: those that need most.
    pub(crate) fn readings_in<'r>(
        &self,
        span: (usize, usize),
        counts: Counts,
        readings: &'r Readings,
    ) -> Vec<(usize, &'r Reading)> {
        let has = |concept: &usize| {
            self.concepts.iter().any(|found| {
                found.concept == *concept && found.first >= span.0 && found.end <= span.1
            })
        };
        let fitting: Vec<(usize, &Reading)> = readings
            .readings
            .iter()
            .enumerate()
            .filter(|(_, reading)| reading.counts == counts && reading.needs.iter().all(has))
            .collect();
        // One that another covers, which itself needs what the first neither needs nor may have.
        let wider = |one: &Reading| {
            fitting.iter().any(|(_, other)| {
                let covered = one
                    .needs
                    .iter()
                    .all(|need| other.needs.contains(need) || other.may.contains(need));
                let more = other
                    .needs
                    .iter()
                    .any(|need| !one.needs.contains(need) && !one.may.contains(need));
                covered && (more || other.needs.len() > one.needs.len())
            })
        };
        fitting
            .iter()
            .filter(|(_, reading)| !wider(reading))
            .copied()
            .collect()
    }

    /// The pieces of the sentence, parted by signs and by the words of parting; nothing is parted within a
    /// name, a concept, a period or a number.
    pub(crate) fn pieces(&self) -> Vec<(usize, usize)> {
        let held = |place: usize| {
            let within = |first: usize, end: usize| place > first && place < end;
            self.concepts
                .iter()
                .any(|one| within(one.first, one.end) || one.first == place)
                || self.names.iter().any(|one| within(one.first, one.end))
                || self.periods.iter().any(|one| within(one.first, one.end))
                || self.quantities.iter().any(|one| within(one.from, one.end))
        };
        let mut found = Vec::new();
        let mut first = 0;
        for (place, token) in self.tokens.iter().enumerate() {
            let parts = match token.kind {
                Kind::Sign => token.is_any(PARTING_SIGNS) && !self.is_list_comma(place),
                Kind::Word => token.is_any(PARTING_WORDS),
                Kind::Number | Kind::Line => false,
            };
            if parts && !held(place) {
                found.push((first, place));
                first = place;
            }
        }
        found.push((first, self.tokens.len()));
        found.retain(|(first, end)| first < end);
        found
    }

    /// `admitted, transferred or discharged` is one thing.
    fn is_list_comma(&self, place: usize) -> bool {
        let is = |at: usize, word: &str| self.tokens.get(at).is_some_and(|token| token.is(word));
        place >= 1 && is(place - 1, "admitted") && is(place + 1, "transferred")
    }

    /// The bodies with figures that a stretch names, and whether any of its names has several.
    pub(crate) fn bodies_in(&self, span: (usize, usize), gazetteer: &Gazetteer) -> Vec<&Named> {
        self.names
            .iter()
            .filter(|name| name.first >= span.0 && name.end <= span.1)
            .filter(|name| match &name.who {
                Who::Body(code) => gazetteer.level(code).is_some(),
                Who::Several(_) => true,
                Who::Person(_) | Who::Post(_) => false,
            })
            .collect()
    }
}

/// Whether a shorter phrase keeps its own meaning within a longer one of another concept.
fn keeps_inner(tables: &Tables, inner: usize, outer: usize) -> bool {
    let is = |concept: usize, name: &str| tables.readings.concept(name) == Some(concept);
    // A wait of four hours after the decision is of both; a department in `A&E attendances` is one too.
    is(inner, "emergency-department")
        || is(inner, "major-department")
        || is(inner, "people")
        || is(inner, "attendances")
        || is(inner, "general-and-acute")
        || is(inner, "waiting-list") && is(outer, "eighteen-week-words")
        || is(inner, "overnight-beds")
        || is(inner, "occupied-beds")
}

/// Whether a number is a bar that is set: `the 95% standard`, `a target of 76 per cent`, `95% target`.
fn is_bar(tokens: &[Token], quantity: &Quantity, readings: &Readings) -> bool {
    let bars = &readings.words.bars;
    let is = |place: usize| {
        tokens
            .get(place)
            .is_some_and(|token| bars.contains(&token.norm))
    };
    let filler = |token: &Token| {
        token.is_any(&[
            "four",
            "4",
            "hour",
            "hours",
            "18",
            "week",
            "weeks",
            "-",
            "national",
            "nhs",
            "constitutional",
            "operational",
            "waiting",
            "time",
            "times",
            "a&e",
            "rtt",
            "interim",
            "government",
            "'s",
            "own",
            "official",
            "recovery",
            "treatment",
            "to",
            "referral",
            "new",
            "occupancy",
            "bed",
        ])
    };
    let mut behind = quantity.end;
    while tokens.get(behind).is_some_and(filler) && behind < quantity.end + 6 {
        behind += 1;
    }
    // `65% to the standard` is a level: a bar stands behind its number without a verb or an article.
    if is(behind) {
        return true;
    }
    let mut before = quantity.from;
    let mut gone = 0;
    while before > 0 && gone < 4 {
        before -= 1;
        gone += 1;
        let token = &tokens[before];
        if bars.contains(&token.norm) {
            return true;
        }
        let joins = token.is_any(&[
            "of", "is", "was", "at", "set", "the", "to", "see", "treat", "(", ":", "that", "for",
        ]);
        if !joins {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;
    use candour_register::{People, Register};
    use jiff::civil::date;

    #[test]
    fn a_sentence_is_gathered() {
        let tables = Tables::new(
            Gazetteer::new(Register::bundled(), People::bundled()),
            Readings::bundled(),
        );
        let text = "In December 2022, 65.2% of patients were seen within four hours at A&E in England, against a target of 95%";
        let tokens = tokens(text);
        let gathered = Gathered::new(&tokens, false, &tables, date(2023, 2, 1));
        assert_eq!(gathered.quantities.len(), 2);
        assert_eq!(gathered.bars, [false, true]);
        let whole = (0, tokens.len());
        let found = gathered.readings_in(whole, Counts::Share, tables.readings);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1.measure.as_str(), "ae-four-hour");
        assert_eq!(gathered.bodies_in(whole, &tables.gazetteer).len(), 1);
        assert_eq!(gathered.pieces().len(), 3);
    }
}
