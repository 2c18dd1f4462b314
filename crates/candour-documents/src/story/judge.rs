//! From a settled claim and the figures to a verdict. Where the figures leave a doubt there is none.

use candour_core::Month;
use jiff::civil::Date;

use super::hedge::{Fit, Hedge, Written, fit};
use super::question::{Answer, Asked, Evidence, Held, Question, Receipt};
use super::settle::{Settled, Way};
use super::told::{apart, said};
use super::verdict::{Verdict, Why};
use candour_measures::Catalogue;

/// A verdict before it is put in its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    pub(crate) kind: &'static str,
    pub(crate) verdict: Verdict,
    pub(crate) why: Option<Why>,
    pub(crate) words: String,
    pub(crate) ours: Option<String>,
    pub(crate) apart: Option<String>,
    pub(crate) receipts: Vec<Receipt>,
}

impl Judgement {
    pub(crate) fn cannot(kind: &'static str, why: Why, words: impl Into<String>) -> Self {
        Self {
            kind,
            verdict: Verdict::CannotCheck,
            why: Some(why),
            words: words.into(),
            ours: None,
            apart: None,
            receipts: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, held: &Held) -> Self {
        self.ours = Some(held.words.clone());
        self.receipts.extend(held.receipts.iter().cloned());
        self
    }
}

/// How a figure is stated: the number, its hedge, and its words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stated {
    pub(crate) written: Written,
    pub(crate) hedge: Hedge,
}

/// The figures, asked on behalf of a story of a day.
pub(crate) struct Judge<'a> {
    pub(crate) evidence: &'a dyn Evidence,
    pub(crate) story: Date,
}

impl Judge<'_> {
    /// The figure asked for, or why there is none.
    pub(crate) fn held(&self, asked: &Asked) -> Result<Held, String> {
        match self.evidence.answer(&Question::Figure(asked.clone())) {
            Answer::Held(held) => Ok(held),
            Answer::None(why) => Err(why),
            Answer::Run { .. } | Answer::Counted(_) => Err("no such figure is held".to_owned()),
        }
    }

    /// What is said of a settled claim.
    pub(crate) fn judge(&self, stated: Stated, settled: &Settled, estimates: bool) -> Judgement {
        match settled {
            Settled::Level {
                asked,
                moved_to,
                came,
            } => self.level(stated, asked, moved_to.as_ref(), *came, estimates),
            Settled::Change {
                from,
                to,
                way,
                relative,
            } => self.change(stated, from, to, *way, *relative, estimates),
        }
    }

    /// Why a difference from our figure proves nothing; none where it does.
    fn doubt(&self, held: &Held, estimates: bool) -> Option<(Why, String)> {
        if estimates && held.unsure.is_none() && !held.own {
            return Some((
                Why::Headline,
                "the headline includes estimates for those that sent nothing, and our sum does not"
                    .to_owned(),
            ));
        }
        if let Some(unsure) = &held.unsure {
            return Some((Why::Headline, unsure.clone()));
        }
        match held.published {
            Some(published) if published > self.story => Some((
                Why::Revised,
                format!(
                    "our figure was published on {published}, after the story, and may be a revision of the one that it quotes"
                ),
            )),
            _ => None,
        }
    }

    fn level(
        &self,
        stated: Stated,
        asked: &Asked,
        moved_to: Option<&(Asked, Way)>,
        came: Option<Way>,
        estimates: bool,
    ) -> Judgement {
        let kind = if moved_to.is_some() {
            "comparison"
        } else {
            "level"
        };
        let held = match self.held(asked) {
            Ok(held) => held,
            Err(why) => return Judgement::cannot(kind, Why::NotHeld, why),
        };
        let judgement = match fit(stated.written, stated.hedge, held.value) {
            Fit::Open => Judgement::cannot(
                kind,
                Why::Hedge,
                format!(
                    "our figure is {}; whether that is “{}” is open",
                    held.words,
                    said(stated)
                ),
            ),
            Fit::Differs => self.differs(kind, stated, &held, estimates),
            Fit::Holds => Judgement {
                kind,
                verdict: Verdict::Holds,
                why: None,
                words: format!("our figure is {}", held.words),
                ours: None,
                apart: None,
                receipts: Vec::new(),
            },
        };
        let mut judgement = judgement.with(&held);
        if judgement.verdict != Verdict::Holds {
            return judgement;
        }
        if let Some((other, way)) = moved_to {
            match self.held(other) {
                Ok(later) if !went(held.value, later.value, *way, asked) => {
                    judgement.verdict = Verdict::CannotCheck;
                    judgement.why = Some(Why::Kind);
                    judgement.words = format!(
                        "the figure is ours, {}, but from there to {} it did not go that way",
                        held.words, later.words
                    );
                }
                _ => {}
            }
        } else if let Some(way) = came
            && asked.first == asked.last
        {
            let before = Asked {
                first: asked.first.previous(),
                last: asked.last.previous(),
                ..asked.clone()
            };
            if let Ok(before) = self.held(&before)
                && !went(before.value, held.value, way, asked)
            {
                judgement.verdict = Verdict::CannotCheck;
                judgement.why = Some(Why::Kind);
                judgement.words = format!(
                    "the figure is ours, {}, but the month before it was {}, and since when it is said to have moved is not settled",
                    held.words, before.words
                );
            }
        }
        judgement
    }

    fn differs(
        &self,
        kind: &'static str,
        stated: Stated,
        held: &Held,
        estimates: bool,
    ) -> Judgement {
        if let Some((why, words)) = self.doubt(held, estimates) {
            return Judgement::cannot(
                kind,
                why,
                format!("our figure is {}, but {words}", held.words),
            );
        }
        let apart = apart(stated.written, held.value);
        Judgement {
            kind,
            verdict: Verdict::Differs,
            why: None,
            words: format!("our figure is {}, {apart} than stated", held.words),
            ours: None,
            apart: Some(apart),
            receipts: Vec::new(),
        }
    }

    fn change(
        &self,
        stated: Stated,
        from: &Asked,
        to: &Asked,
        way: Option<Way>,
        relative: bool,
        estimates: bool,
    ) -> Judgement {
        let kind = "change";
        let (before, after) = match (self.held(from), self.held(to)) {
            (Ok(before), Ok(after)) => (before, after),
            (Err(why), _) | (_, Err(why)) => return Judgement::cannot(kind, Why::NotHeld, why),
        };
        let Some(way) = way else {
            return Judgement::cannot(kind, Why::Kind, "it is not said which way it changed")
                .with(&before)
                .with(&after);
        };
        let change = if relative {
            if before.value == 0.0 {
                return Judgement::cannot(kind, Why::Kind, "the earlier figure is nought")
                    .with(&before);
            }
            (after.value - before.value) / before.value * 100.0
        } else {
            after.value - before.value
        };
        let signed = if goes_up(way, to) { change } else { -change };
        let words = format!("from {} to {}", before.words, after.words);
        let written = Written {
            share: stated.written.share,
            ..stated.written
        };
        // The difference of two rounded shares may be off by one in its last digit: open, not wrong.
        let rounded = !relative
            && (signed - written.value).abs() <= written.step * 1.5 + 1e-9
            && fit(written, stated.hedge, signed) != Fit::Holds;
        let outcome = if rounded {
            Fit::Open
        } else {
            fit(written, stated.hedge, signed)
        };
        let judgement = match outcome {
            Fit::Holds => Judgement {
                kind,
                verdict: Verdict::Holds,
                why: None,
                words: format!("it went {words}"),
                ours: None,
                apart: None,
                receipts: Vec::new(),
            },
            Fit::Open => Judgement::cannot(
                kind,
                Why::Hedge,
                format!(
                    "it went {words}; whether that is “{}” is open",
                    said(stated)
                ),
            ),
            Fit::Differs => {
                let doubt = self
                    .doubt(&before, estimates)
                    .or_else(|| self.doubt(&after, estimates));
                match doubt {
                    Some((why, doubt)) => {
                        Judgement::cannot(kind, why, format!("it went {words}, but {doubt}"))
                    }
                    None => Judgement {
                        kind,
                        verdict: Verdict::Differs,
                        why: None,
                        words: format!("it went {words}"),
                        ours: None,
                        apart: Some(apart(written, signed)),
                        receipts: Vec::new(),
                    },
                }
            }
        };
        let mut judgement = judgement.with(&before).with(&after);
        judgement.ours = Some(words);
        judgement
    }

    /// Whether a body met the national standard of a measure in a month.
    pub(crate) fn standard(
        &self,
        asked: &Asked,
        month: Month,
        met: bool,
        number: Option<f64>,
        estimates: bool,
    ) -> Judgement {
        let kind = "standard";
        let held = match self.held(asked) {
            Ok(held) => held,
            Err(why) => return Judgement::cannot(kind, Why::NotHeld, why),
        };
        let question = Question::Standard {
            measure: asked.measure.clone(),
            month,
        };
        let bar = match self.evidence.answer(&question) {
            Answer::Held(bar) => bar,
            _ => {
                return Judgement::cannot(
                    kind,
                    Why::NotHeld,
                    "no national standard of it in that month is held",
                )
                .with(&held);
            }
        };
        if number.is_some_and(|number| (number - bar.value).abs() > 1e-9) {
            return Judgement::cannot(
                kind,
                Why::Bar,
                format!(
                    "the national standard is {}, and the story speaks of another bar",
                    bar.words
                ),
            )
            .with(&held);
        }
        let is_met = if bar.at_least {
            held.value >= bar.value
        } else {
            held.value <= bar.value
        };
        let words = format!(
            "our figure is {}, and the standard was {}",
            held.words, bar.words
        );
        let holds = is_met == met;
        if !holds && let Some((why, doubt)) = self.doubt(&held, estimates) {
            return Judgement::cannot(kind, why, format!("{words}, but {doubt}")).with(&held);
        }
        Judgement {
            kind,
            verdict: if holds {
                Verdict::Holds
            } else {
                Verdict::Differs
            },
            why: None,
            words,
            ours: None,
            apart: None,
            receipts: bar.receipts.clone(),
        }
        .with(&held)
    }

    /// Whether a month is the lowest (or the highest) since another.
    pub(crate) fn record(
        &self,
        asked: &Asked,
        since: Month,
        lowest: bool,
        estimates: bool,
    ) -> Judgement {
        let kind = "record";
        let run = Asked {
            first: since,
            ..asked.clone()
        };
        let Answer::Run { figures, whole } = self.evidence.answer(&Question::Run(run)) else {
            return Judgement::cannot(kind, Why::NotHeld, "not every month since then is held");
        };
        let (Some((first_month, first)), Some((last_month, last))) =
            (figures.first(), figures.last())
        else {
            return Judgement::cannot(kind, Why::NotHeld, "not every month since then is held");
        };
        if !whole || *first_month != since || *last_month != asked.last || figures.len() < 3 {
            return Judgement::cannot(kind, Why::NotHeld, "not every month since then is held")
                .with(last);
        }
        let beats = |one: &Held, other: &Held| {
            if lowest {
                one.value < other.value
            } else {
                one.value > other.value
            }
        };
        let between = figures.get(1..figures.len() - 1).unwrap_or_default();
        let broken = between.iter().find(|(_, held)| !beats(last, held));
        let doubt = figures
            .iter()
            .find_map(|(_, held)| self.doubt(held, estimates));
        if let Some((month, held)) = broken {
            let words = format!(
                "our figure is {}, and in {} it was {}",
                last.words,
                month.in_words(),
                held.words
            );
            return match doubt {
                Some((why, doubt)) => {
                    Judgement::cannot(kind, why, format!("{words}, but {doubt}")).with(last)
                }
                None => Judgement {
                    kind,
                    verdict: Verdict::Differs,
                    why: None,
                    words,
                    ours: None,
                    apart: None,
                    receipts: held.receipts.clone(),
                }
                .with(last),
            };
        }
        if beats(last, first) {
            return Judgement::cannot(
                kind,
                Why::Kind,
                format!(
                    "our figure is {}, which goes beyond that of {} too, {}",
                    last.words,
                    since.in_words(),
                    first.words
                ),
            )
            .with(last);
        }
        Judgement {
            kind,
            verdict: Verdict::Holds,
            why: None,
            words: format!(
                "our figure is {}, and none between then and {} reaches it",
                last.words,
                since.in_words()
            ),
            ours: None,
            apart: None,
            receipts: Vec::new(),
        }
        .with(last)
    }

    /// Whether so many systems missed their plan.
    pub(crate) fn plans(
        &self,
        stated: Stated,
        out_of: Option<f64>,
        year: candour_core::FinancialYear,
    ) -> Judgement {
        let kind = "plans";
        let counts = match self.evidence.answer(&Question::PlansMissed(year)) {
            Answer::Counted(counts) if !counts.is_empty() => counts,
            Answer::None(why) => return Judgement::cannot(kind, Why::NotHeld, why),
            _ => return Judgement::cannot(kind, Why::NotHeld, "no count of that year is held"),
        };
        let list: Vec<String> = counts
            .iter()
            .map(|(by, held)| format!("{} by {by}", held.words))
            .collect();
        let words = format!("counted for {year}: {}", list.join("; "));
        let fits = |held: &Held| fit(stated.written, stated.hedge, held.value);
        let whole = out_of.is_none_or(|of| (of - 42.0).abs() < 0.5);
        if let Some((_, held)) = counts
            .iter()
            .find(|(_, held)| fits(held) == Fit::Holds)
            .filter(|_| whole)
        {
            return Judgement {
                kind,
                verdict: Verdict::Holds,
                why: None,
                words,
                ours: None,
                apart: None,
                receipts: Vec::new(),
            }
            .with(held);
        }
        let (_, first) = &counts[0];
        if counts.len() > 1
            || !whole
            || counts
                .iter()
                .any(|(_, held)| fits(held) == Fit::Open || held.unsure.is_some())
        {
            return Judgement::cannot(
                kind,
                Why::Headline,
                format!("{words}; counts by others may differ"),
            )
            .with(first);
        }
        Judgement {
            kind,
            verdict: Verdict::Differs,
            why: None,
            words,
            ours: None,
            apart: Some(apart(stated.written, first.value)),
            receipts: Vec::new(),
        }
        .with(first)
    }
}

/// Whether a way of going is upwards for this measure.
fn goes_up(way: Way, asked: &Asked) -> bool {
    let higher_is_better = Catalogue::bundled()
        .find(asked.measure.as_str())
        .is_none_or(|measure| measure.better != candour_core::Better::Lower);
    let of_rest = asked.of == super::question::Of::Rest;
    match way {
        Way::Up => true,
        Way::Down => false,
        Way::Better => higher_is_better != of_rest,
        Way::Worse => higher_is_better == of_rest,
    }
}

fn went(before: f64, after: f64, way: Way, asked: &Asked) -> bool {
    if goes_up(way, asked) {
        after > before
    } else {
        after < before
    }
}
