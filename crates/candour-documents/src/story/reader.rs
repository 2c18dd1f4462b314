//! A story read and checked: the one function behind the command, the page and the API.

use candour_core::{BodyCode, Month};
use candour_register::{People, Register};
use jiff::civil::Date;

use super::gather::{Gathered, Tables};
use super::gazetteer::{Gazetteer, Who};
use super::input::{Format, MOST_FIGURES, MOST_SENTENCES, Plain, Refused, plain};
use super::judge::{Judge, Judgement, Stated};
use super::period;
use super::question::{Asked, Evidence};
use super::readings::Readings;
use super::sentences::{Quotation, Sentence, quotations, sentences};
use super::settle::{Context, Settled, Settler, Settling, Unsettled};
use super::spoken::{Says, Spoken};
use super::told::said;
use super::verdict::{Candidate, Checked, Mark, NameFound, Summary, Verdict, Why, candidate};
use super::words::{Token, tokens};

/// Reads stories by a register. It takes some time to make and serves any number of stories.
///
/// ```
/// use candour_documents::story::{Answer, Evidence, Format, Question, Reader};
/// use candour_register::{People, Register};
///
/// struct Nothing;
/// impl Evidence for Nothing {
///     fn answer(&self, _: &Question) -> Answer {
///         Answer::None("nothing is held".to_owned())
///     }
///     fn name(&self, body: &candour_core::BodyCode) -> String {
///         body.to_string()
///     }
/// }
///
/// let reader = Reader::new(Register::bundled(), People::bundled());
/// let story = "In December 2022, 65.2% of patients were seen within four hours in A&E in England.";
/// let date = jiff::civil::date(2023, 2, 10);
/// let checked = reader.check(story, Format::Guess, date, &Nothing)?;
/// assert_eq!(checked.summary.in_words(), "1 figure: 0 hold, 0 differ, 1 cannot be checked");
/// assert_eq!(checked.figures[0].measure.as_deref(), Some("ae-four-hour"));
/// # Ok::<(), candour_documents::story::Refused>(())
/// ```
#[derive(Debug)]
pub struct Reader {
    tables: Tables,
}

/// What is known of the text as a whole while its sentences are read.
struct Text<'a> {
    plain: &'a Plain,
    tokens: &'a [Token],
    quotations: &'a [Quotation],
    story: Date,
    evidence: &'a dyn Evidence,
}

impl Text<'_> {
    fn words(&self, first: usize, end: usize) -> (usize, usize) {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let last = end.checked_sub(1).and_then(|last| self.tokens.get(last));
        (start, last.map_or(start, |token| token.end).max(start))
    }

    fn said_by(&self, token: usize) -> Option<String> {
        let quoted = self
            .quotations
            .iter()
            .find(|quoted| quoted.first < token && token < quoted.end)?;
        let (first, end) = quoted.speaker?;
        let (start, end) = self.words(first, end);
        self.plain.text().get(start..end).map(str::to_owned)
    }
}

impl Reader {
    /// A reader by these bodies and people.
    #[must_use]
    pub fn new(register: &Register, people: &People) -> Self {
        Self {
            tables: Tables::new(Gazetteer::new(register, people), Readings::bundled()),
        }
    }

    /// Reads a story as of `story`, the day on which it was written, and checks its figures.
    ///
    /// # Errors
    /// Where the text is too long, has too many figures or is no text.
    pub fn check(
        &self,
        text: &str,
        format: Format,
        story: Date,
        evidence: &dyn Evidence,
    ) -> Result<Checked, Refused> {
        let read = plain(text, format)?;
        let tokens = tokens(read.text());
        let all = sentences(&tokens);
        if all.len() > MOST_SENTENCES {
            return Err(Refused::TooManySentences);
        }
        let quotations = quotations(&tokens);
        let whole = Text {
            plain: &read,
            tokens: &tokens,
            quotations: &quotations,
            story,
            evidence,
        };
        let mut figures = Vec::new();
        let mut names = Vec::new();
        let mut context = Context::default();
        for sentence in &all {
            let own = tokens.get(sentence.first..sentence.end).unwrap_or_default();
            let gathered = Gathered::new(own, sentence.asks, &self.tables, story);
            if figures.len() + gathered.quantities.len() > MOST_FIGURES {
                return Err(Refused::TooManyFigures);
            }
            if context.paragraph != sentence.paragraph {
                context = Context {
                    paragraph: sentence.paragraph,
                    ..Context::default()
                };
            }
            self.names(&whole, sentence, &gathered, &mut names);
            let settled = self.sentence(&whole, sentence, &gathered, &context, &mut figures);
            context = self.next(&gathered, sentence, &context, settled);
        }
        figures.sort_by_key(|mark| (mark.start, mark.end));
        for (number, mark) in figures.iter_mut().enumerate() {
            mark.number = number + 1;
        }
        let mut notes: Vec<String> = read
            .hidden
            .iter()
            .map(|name| format!("The text holds {name}, which is not seen; it was passed over."))
            .collect();
        if !is_english(&tokens) {
            notes.push("No claim in English was found.".to_owned());
        }
        Ok(Checked {
            date: story,
            text: read.text().to_owned(),
            summary: Summary::of(&figures),
            notes,
            figures,
            names,
        })
    }

    /// Checks the claims of one sentence; gives what they leant on, for the next.
    fn sentence(
        &self,
        text: &Text<'_>,
        sentence: &Sentence,
        gathered: &Gathered<'_>,
        context: &Context,
        figures: &mut Vec<Mark>,
    ) -> Vec<Settling> {
        let settler = Settler {
            tables: &self.tables,
            gathered,
            story: text.story,
            context,
        };
        let judge = Judge {
            evidence: text.evidence,
            story: text.story,
        };
        let mut settled = Vec::new();
        for (number, quantity) in gathered.quantities.iter().enumerate() {
            let stated = Stated {
                written: quantity.written,
                hedge: quantity.hedge,
            };
            let place = (
                sentence.first + quantity.from,
                sentence.first + quantity.end,
            );
            let mut mark = self.mark(text, sentence, place, Some(said(stated)));
            if let Some(year) = settler.plans_missed(number) {
                match year {
                    Ok(year) => {
                        put(&mut mark, judge.plans(stated, quantity.out_of, year));
                        mark.body = Some(BodyCode::england().to_string());
                        mark.period = Some(year.to_string());
                    }
                    Err(unsettled) => self.unsettled(text, &judge, &mut mark, unsettled),
                }
                figures.push(mark);
                continue;
            }
            match settler.settle(number) {
                Ok(found) => {
                    let asked = match &found.settled {
                        Settled::Level { asked, .. } => asked,
                        Settled::Change { to, .. } => to,
                    };
                    about(&mut mark, text.evidence, asked);
                    put(
                        &mut mark,
                        judge.judge(stated, &found.settled, found.estimates),
                    );
                    settled.push(found);
                }
                Err(unsettled) => self.unsettled(text, &judge, &mut mark, unsettled),
            }
            figures.push(mark);
        }
        for spoken in settler.standards().into_iter().chain(settler.records()) {
            let mark = self.spoken(text, sentence, &judge, spoken);
            figures.push(mark);
        }
        settled
    }

    fn spoken(
        &self,
        text: &Text<'_>,
        sentence: &Sentence,
        judge: &Judge<'_>,
        spoken: Spoken,
    ) -> Mark {
        let place = (sentence.first + spoken.first, sentence.first + spoken.end);
        let mut mark = self.mark(text, sentence, place, None);
        match spoken.says {
            Says::Standard {
                asked,
                met,
                number,
                estimates,
            } => {
                mark.kind = "standard";
                match asked {
                    Ok(asked) if asked.first == asked.last => {
                        about(&mut mark, text.evidence, &asked);
                        put(
                            &mut mark,
                            judge.standard(&asked, asked.last, met, number, estimates),
                        );
                    }
                    Ok(_) => self.unsettled(
                        text,
                        judge,
                        &mut mark,
                        Unsettled::new(Why::Period, "the standard is one of single months"),
                    ),
                    Err(unsettled) => self.unsettled(text, judge, &mut mark, unsettled),
                }
            }
            Says::Record {
                asked,
                lowest,
                estimates,
            } => {
                mark.kind = "record";
                match asked {
                    Ok((asked, since)) => {
                        about(&mut mark, text.evidence, &asked);
                        put(&mut mark, judge.record(&asked, since, lowest, estimates));
                    }
                    Err(unsettled) => self.unsettled(text, judge, &mut mark, unsettled),
                }
            }
        }
        mark
    }

    /// A mark without a verdict, in its place.
    fn mark(
        &self,
        text: &Text<'_>,
        sentence: &Sentence,
        (first, end): (usize, usize),
        stated: Option<String>,
    ) -> Mark {
        let (start, stop) = text.words(first, end);
        let (given_start, given_end) = text.plain.given(start, stop);
        let (from, to) = text.words(sentence.first, sentence.end);
        Mark {
            number: 0,
            text: text
                .plain
                .text()
                .get(start..stop)
                .unwrap_or_default()
                .to_owned(),
            start,
            end: stop,
            given_start,
            given_end,
            sentence: text
                .plain
                .text()
                .get(from..to)
                .unwrap_or_default()
                .to_owned(),
            kind: "figure",
            verdict: Verdict::CannotCheck,
            why: None,
            words: String::new(),
            body: None,
            body_name: None,
            measure: None,
            period: None,
            stated,
            ours: None,
            apart: None,
            said_by: text.said_by(first),
            candidates: Vec::new(),
            receipts: Vec::new(),
        }
    }

    fn unsettled(&self, text: &Text<'_>, judge: &Judge<'_>, mark: &mut Mark, unsettled: Unsettled) {
        mark.verdict = Verdict::CannotCheck;
        mark.why = Some(unsettled.why);
        mark.words = unsettled.words;
        mark.candidates = candidates(text.evidence, &unsettled.candidates);
        if let Some(asked) = unsettled.beside
            && let Ok(held) = judge.held(&asked)
        {
            about(mark, text.evidence, &asked);
            mark.ours = Some(held.words);
            mark.receipts = held.receipts;
        }
    }

    fn names(
        &self,
        text: &Text<'_>,
        sentence: &Sentence,
        gathered: &Gathered<'_>,
        names: &mut Vec<NameFound>,
    ) {
        let mut push = |first: usize, end: usize, kind, id: Option<String>, name, candidates| {
            let (start, stop) = text.words(sentence.first + first, sentence.first + end);
            names.push(NameFound {
                text: text
                    .plain
                    .text()
                    .get(start..stop)
                    .unwrap_or_default()
                    .to_owned(),
                start,
                end: stop,
                kind,
                id,
                name,
                candidates,
            });
        };
        for named in &gathered.names {
            let (kind, id, name, all) = match &named.who {
                Who::Body(code) => (
                    "body",
                    Some(code.to_string()),
                    Some(text.evidence.name(code)),
                    Vec::new(),
                ),
                Who::Several(codes) => ("place", None, None, candidates(text.evidence, codes)),
                Who::Person(person) => ("person", Some(person.to_string()), None, Vec::new()),
                Who::Post(posts) => (
                    "post",
                    posts
                        .first()
                        .filter(|_| posts.len() == 1)
                        .map(ToString::to_string),
                    None,
                    Vec::new(),
                ),
            };
            push(named.first, named.end, kind, id, name, all);
        }
        for mention in &gathered.periods {
            let months = match &mention.written {
                period::Written::Months(first, last) => Some(span_in_words(*first, *last)),
                period::Written::Day(day) => Some(day.to_string()),
                _ => None,
            };
            push(
                mention.first,
                mention.end,
                "period",
                months,
                None,
                Vec::new(),
            );
        }
        names.sort_by_key(|name| (name.start, name.end));
    }

    /// What the next sentence of the paragraph may lean on.
    fn next(
        &self,
        gathered: &Gathered<'_>,
        sentence: &Sentence,
        before: &Context,
        settled: Vec<Settling>,
    ) -> Context {
        let whole = (0, gathered.tokens.len());
        let mut bodies: Vec<Option<BodyCode>> = gathered
            .bodies_in(whole, &self.tables.gazetteer)
            .iter()
            .map(|named| match &named.who {
                Who::Body(code) => Some(code.clone()),
                _ => None,
            })
            .collect();
        bodies.dedup();
        let body = match bodies.as_slice() {
            [] => before.body.clone(),
            [one] => one.clone(),
            _ => None,
        };
        let months: Vec<Month> = gathered
            .periods
            .iter()
            .filter_map(|mention| match mention.written {
                period::Written::Months(first, last) if first == last => Some(first),
                _ => None,
            })
            .collect();
        let first = settled.first();
        Context {
            paragraph: sentence.paragraph,
            body,
            reading: first
                .map(|settled| settled.reading)
                .or(before.reading.filter(|_| gathered.concepts.is_empty())),
            months: if months.is_empty() {
                before.months.clone()
            } else {
                months
            },
            period: first.map(|settled| settled.period),
        }
    }
}

fn candidates(evidence: &dyn Evidence, codes: &[BodyCode]) -> Vec<Candidate> {
    codes
        .iter()
        .map(|code| candidate(code, evidence.name(code)))
        .collect()
}

fn put(mark: &mut Mark, judgement: Judgement) {
    mark.kind = judgement.kind;
    mark.verdict = judgement.verdict;
    mark.why = judgement.why;
    mark.words = judgement.words;
    mark.ours = judgement.ours;
    mark.apart = judgement.apart;
    mark.receipts = judgement.receipts;
}

fn about(mark: &mut Mark, evidence: &dyn Evidence, asked: &Asked) {
    mark.body = Some(asked.body.to_string());
    mark.body_name = Some(evidence.name(&asked.body));
    mark.measure = Some(asked.measure.to_string());
    mark.period = Some(span_in_words(asked.first, asked.last));
}

/// `2022-12`, or `2023-04 to 2024-03`.
fn span_in_words(first: Month, last: Month) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    }
}

/// Whether enough of the commonest English words stand in the text; a short text is given the benefit.
fn is_english(tokens: &[Token]) -> bool {
    let words = tokens
        .iter()
        .filter(|token| token.kind == super::words::Kind::Word);
    let (mut all, mut common) = (0_usize, 0_usize);
    for token in words {
        all += 1;
        let is = token.is_any(&[
            "the", "of", "and", "to", "in", "a", "is", "was", "were", "that", "for", "it", "on",
            "at", "by", "with",
        ]);
        common += usize::from(is);
    }
    all < 20 || common * 12 >= all
}
