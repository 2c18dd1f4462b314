//! Whether the words beside a figure leave it what it is, and which way they say that it went.

use super::gather::NARROWING_LEADS;
use super::hedge::Hedge;
use super::quantity::{Quantity, Unit};
use super::readings::Reading;
use super::settle::{Settler, Unsettled, Way};
use super::verdict::Why;

impl Settler<'_> {
    /// Whether a sentence says nothing of what was, for a claim without a figure of its own.
    pub(crate) fn refuse_spoken(&self, said: (usize, usize)) -> Result<(), Unsettled> {
        if self.gathered.asks {
            return Err(Unsettled::new(Why::Asked, "the sentence asks"));
        }
        self.doubt(said)
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

    /// Kinds of figures that are never judged, and sentences that say nothing of what was.
    pub(super) fn refuse_kind(&self, number: usize, quantity: &Quantity) -> Result<(), Unsettled> {
        let refuse = |why, words: &str| Err(Unsettled::new(why, words));
        if self.gathered.bars.get(number).copied().unwrap_or(false) {
            return refuse(
                Why::Bar,
                "it is a bar that is set, and no level that was reached",
            );
        }
        if self.bar_beside(quantity) {
            return refuse(Why::Bar, "a target stands beside it, and it may be that");
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
        self.counts_others(quantity)?;
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
        self.doubt((0, 0))
    }

    /// Whether a word of the sentence denies it, or makes it a plan; those of the claim itself apart.
    pub(super) fn doubt(&self, said: (usize, usize)) -> Result<(), Unsettled> {
        let refuse = |why, words: &str| Err(Unsettled::new(why, words));
        let lists = &self.tables.readings.words;
        let free = |place: usize| !self.is_named(place) && !(said.0..said.1).contains(&place);
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
    pub(super) fn is_named(&self, place: usize) -> bool {
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

    /// Whether a quantity says by how much something changed, and not where it stood.
    pub(super) fn is_change(&self, quantity: &Quantity) -> bool {
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
            || moves(behind)
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

    pub(super) fn way(&self, word: &str) -> Option<Way> {
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
    pub(super) fn way_before(&self, quantity: &Quantity) -> Option<Way> {
        let behind = self.way(self.word(quantity.end));
        behind.or_else(|| {
            (quantity.from.saturating_sub(6)..quantity.from)
                .rev()
                .find_map(|place| self.way(self.word(place)))
        })
    }

    /// `fell to`, `up to`: the way by which a level is said to have come.
    pub(super) fn way_to(&self, quantity: &Quantity) -> Option<Way> {
        let to = quantity
            .from
            .checked_sub(1)
            .filter(|place| self.word(*place) == "to")?;
        (to.saturating_sub(4)..to)
            .rev()
            .find_map(|place| self.way(self.word(place)))
    }

    /// Whether a number counts what no measure here does: `65% of doctors`, `65% said`.
    pub(super) fn counts_others(&self, quantity: &Quantity) -> Result<(), Unsettled> {
        const FILLERS: &[&str] = &[
            "the", "all", "those", "these", "its", "their", "our", "them", "a&e", "nhs", "england",
            "'s",
        ];
        const COUNTED: &[&str] = &[
            "people",
            "patients",
            "patient",
            "attendances",
            "cases",
            "pathways",
            "waits",
            "arrivals",
            "beds",
            "visits",
            "admissions",
            "emergency",
            "overnight",
            "incomplete",
            "general",
            "type",
            "elective",
        ];
        const SAYING: &[&str] = &[
            "said", "say", "says", "told", "think", "thought", "believe", "believed", "agreed",
            "agree", "reported", "report", "want", "felt", "feel", "thinks",
        ];
        let other = |word: &str| {
            Err(Unsettled::new(
                Why::Unit,
                format!("it may count “{word}”, and no measure here does"),
            ))
        };
        let lists = &self.tables.readings.words;
        let mut at = quantity.end;
        let is_part = self.word(at) == "of";
        if is_part {
            at += 1;
        }
        while FILLERS.contains(&self.word(at)) {
            at += 1;
        }
        let noun = self.word(at);
        if lists.speakers.contains(noun) {
            return other(noun);
        }
        let named =
            self.is_named(at) || COUNTED.contains(&noun) || !noun.chars().any(char::is_alphabetic);
        let filled = at > quantity.end + 1 && FILLERS.contains(&self.word(at - 1));
        if is_part && !named && !filled {
            return other(noun);
        }
        let says = (quantity.end..at + 2).find(|place| SAYING.contains(&self.word(*place)));
        says.map_or(Ok(()), |place| other(self.word(place)))
    }

    /// Whether a target is named in the piece of the sentence that a number stands in, and is neither part of
    /// the measure's name nor of another number.
    pub(super) fn bar_beside(&self, quantity: &Quantity) -> bool {
        let gathered = self.gathered;
        let bars = &self.tables.readings.words.bars;
        let piece = gathered
            .pieces()
            .into_iter()
            .find(|(first, end)| (*first..*end).contains(&quantity.first));
        let Some((first, end)) = piece else {
            return false;
        };
        let of_another = |place: usize| {
            gathered
                .quantities
                .iter()
                .zip(&gathered.bars)
                .any(|(one, is_bar)| *is_bar && place + 6 >= one.from && place <= one.end + 6)
        };
        (first..end).any(|place| {
            bars.contains(self.word(place)) && !self.is_named(place) && !of_another(place)
        })
    }

    pub(super) fn counts_people(&self, segment: (usize, usize)) -> bool {
        let people = self.tables.readings.concept("people");
        self.gathered.concepts.iter().any(|found| {
            Some(found.concept) == people && found.first >= segment.0 && found.end <= segment.1
        })
    }

    /// Whether every word beside the claim is one that changes nothing, and no other piece narrows it.
    pub(super) fn words(
        &self,
        number: usize,
        segment: (usize, usize),
        reading: &Reading,
    ) -> Result<(), Unsettled> {
        let gathered = self.gathered;
        let lists = &self.tables.readings.words;
        let people = self.tables.readings.concept("people");
        let outcomes = self.tables.readings.concept("every-outcome");
        let used = |concept: usize| {
            reading.needs.contains(&concept)
                || reading.may.contains(&concept)
                || Some(concept) == people
                || Some(concept) == outcomes
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
            // `of those over 75, 40% were …`: a number that narrows, and none of its own.
            let other = gathered.quantities.iter().enumerate().any(|(place, one)| {
                place != number && !gathered.bars[place] && one.first >= first && one.end <= end
            });
            if narrows && other && !core {
                return Err(Unsettled::new(
                    Why::Narrowed,
                    "another number beside it may make it a figure of something else",
                ));
            }
            for (token, place) in gathered.tokens[first..end].iter().zip(first..) {
                let read = spoken.get(place).copied().unwrap_or(false);
                if read || !token.norm.chars().any(char::is_alphanumeric) {
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
                    || lists.speakers.contains(&token.norm)
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
