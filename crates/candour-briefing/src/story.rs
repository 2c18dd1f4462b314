//! The archive as the evidence by which a story is checked.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use candour_archive::{
    ArchiveError, Figure, Series, SeriesQuery, Snapshot, has_level_on, usual_basis,
};
use candour_assessment::finance::{Bound, Facts};
use candour_core::{Basis, BodyCode, FinancialYear, Level, MeasureId, Month, Status, Unit};
use candour_documents::story::{
    Answer, Asked, Checked, Evidence, Format, Held, Of, Question, Reader, Receipt, Refused,
};
use candour_findings::{format, links, standard_in};
use candour_measures::Measure;
use candour_register::{Boundaries, People, Register};
use jiff::civil::Date;

/// The fact that counts the systems which ended a year worse than their plan.
const SYSTEMS_MISSING_PLAN: &str = "systems-missing-plan";
/// The most months whose receipts stand beside one figure.
const MOST_RECEIPTS: usize = 12;

/// Why a story was not checked.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// The text is not one that is read.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// A reader of stories by the register of this archive. It takes some time to make and serves any number
/// of stories.
///
/// # Errors
/// Where the archive cannot be read.
pub fn story_reader(snapshot: &Snapshot<'_>) -> Result<Reader, ArchiveError> {
    Ok(Reader::new(&*snapshot.register()?, People::bundled()))
}

/// Reads a story as of the day on which it was written, and checks its figures against the archive, of
/// what was published by `as_known` where that is given.
///
/// # Errors
/// Where the text is refused, or the archive cannot be read.
pub fn check_story(
    snapshot: &Snapshot<'_>,
    reader: &Reader,
    text: &str,
    story: Date,
    as_known: Option<Date>,
) -> Result<Checked, StoryError> {
    let evidence = ArchiveEvidence::new(snapshot, as_known)?;
    let checked = reader.check(text, Format::Guess, story, &evidence)?;
    match evidence.fault.into_inner() {
        Some(fault) => Err(fault.into()),
        None => Ok(checked),
    }
}

/// Of one body: a measure, the sector or treatment function, and the first and last month.
type Run = (MeasureId, BodyCode, Option<String>, Month, Month);

/// The figures of an archive, asked on behalf of a story.
struct ArchiveEvidence<'a> {
    snapshot: &'a Snapshot<'a>,
    register: Arc<Register>,
    as_known: Option<Date>,
    /// The first fault of the archive; a trait that answers has no other way to say it.
    fault: RefCell<Option<ArchiveError>>,
    read: RefCell<BTreeMap<Run, Result<Series, String>>>,
}

impl<'a> ArchiveEvidence<'a> {
    fn new(snapshot: &'a Snapshot<'a>, as_known: Option<Date>) -> Result<Self, ArchiveError> {
        Ok(Self {
            snapshot,
            register: snapshot.register()?,
            as_known,
            fault: RefCell::new(None),
            read: RefCell::new(BTreeMap::new()),
        })
    }

    /// What the archive has of what is asked, and by which measure.
    fn series(&self, asked: &Asked) -> Result<(Series, &'static Measure), String> {
        let measure = self
            .snapshot
            .measure(asked.measure.as_str())
            .map_err(|error| error.to_string())?;
        let function = asked.function.as_ref().map(ToString::to_string);
        let key = (
            asked.measure.clone(),
            asked.body.clone(),
            function,
            asked.first,
            asked.last,
        );
        if let Some(known) = self.read.borrow().get(&key) {
            return known.clone().map(|series| (series, measure));
        }
        let found = self.query(asked, measure);
        self.read.borrow_mut().insert(key, found.clone());
        found.map(|series| (series, measure))
    }

    fn query(&self, asked: &Asked, measure: &Measure) -> Result<Series, String> {
        let body = self
            .register
            .body(&asked.body)
            .ok_or("the register does not know the body")?;
        let level = body.kind.level().ok_or("no figures stand at its level")?;
        let (basis, boundaries) =
            standing(measure, level).ok_or("the measure has no figures at its level")?;
        let mut query = SeriesQuery::new(asked.measure.clone(), asked.body.clone());
        query.level = Some(level);
        query.basis = Some(basis);
        query.boundaries = boundaries;
        query.treatment_function.clone_from(&asked.function);
        query.from = Some(asked.first);
        query.to = Some(asked.last);
        query.as_known = self.as_known;
        self.snapshot.series(&query).map_err(|error| {
            let words = error.to_string();
            if !matches!(error, ArchiveError::NotFound(_)) {
                self.fault.borrow_mut().get_or_insert(error);
            }
            words
        })
    }

    fn figure(&self, asked: &Asked) -> Result<Held, String> {
        let (series, measure) = self.series(asked)?;
        let figures = covering(&series, measure, asked)?;
        let parts = Parts::sum(&figures, measure, asked)?;
        Ok(self.held(&series, measure, asked, &figures, parts))
    }

    fn held(
        &self,
        series: &Series,
        measure: &Measure,
        asked: &Asked,
        figures: &[&Figure],
        value: f64,
    ) -> Held {
        let view = links::View {
            as_known: series.as_known,
            boundaries: series.boundaries,
            on: None,
        };
        let receipts = figures
            .iter()
            .take(MOST_RECEIPTS)
            .map(|figure| Receipt {
                words: format!("{}, {}", measure.title, figure.period.in_words()),
                href: links::receipt(&series.key, measure, figure.period, view),
            })
            .collect();
        let published = figures
            .iter()
            .filter_map(|figure| figure.source.as_ref()?.published_on)
            .max();
        Held {
            value,
            words: words(value, measure, asked),
            at_least: true,
            own: series.key.level == Level::Provider,
            unsure: unsure(series, measure, asked, figures),
            published,
            receipts,
        }
    }

    fn run(&self, asked: &Asked) -> Answer {
        let (series, measure) = match self.series(asked) {
            Ok(found) => found,
            Err(why) => return Answer::None(why),
        };
        let mut figures = Vec::new();
        let mut whole = true;
        for figure in &series.figures {
            let one = Asked {
                first: figure.period,
                last: figure.period,
                ..asked.clone()
            };
            match Parts::sum(&[figure], measure, &one) {
                Ok(value) => figures.push((
                    figure.period,
                    self.held(&series, measure, &one, &[figure], value),
                )),
                Err(_) => whole = false,
            }
        }
        Answer::Run { figures, whole }
    }

    fn standard(&self, measure: &MeasureId, month: Month) -> Answer {
        let Ok(measure) = self.snapshot.measure(measure.as_str()) else {
            return Answer::None("there is no such measure".to_owned());
        };
        let Some(standard) = standard_in(measure, month) else {
            return Answer::None("no national standard of it is held".to_owned());
        };
        Answer::Held(Held {
            value: standard.value * 100.0,
            words: format::target(standard.value, measure.unit),
            at_least: standard.met_by(standard.value + 0.01),
            own: true,
            unsure: None,
            published: None,
            receipts: vec![Receipt {
                words: standard.label(),
                href: format!(
                    "/targets/{}",
                    links::encode(standard.commitment.id.as_str())
                ),
            }],
        })
    }

    fn plans_missed(&self, year: FinancialYear) -> Answer {
        let facts = match self.as_known {
            Some(day) => Facts::bundled().as_known(day).0,
            None => Facts::bundled().clone(),
        };
        let counts: Vec<(String, Held)> = facts
            .value(SYSTEMS_MISSING_PLAN, year)
            .map(|fact| {
                let held = Held {
                    value: fact.value,
                    words: format::count_in_full(fact.value),
                    at_least: true,
                    own: true,
                    unsure: (fact.bound != Bound::Exact)
                        .then(|| "the count that is held is not exact".to_owned()),
                    published: None,
                    receipts: vec![Receipt {
                        words: format!("{}: {}", fact.counter, fact.definition),
                        href: format!("/plans/{year}"),
                    }],
                };
                (fact.counter.clone(), held)
            })
            .collect();
        if counts.is_empty() {
            return Answer::None(format!("no count of {year} is held"));
        }
        Answer::Counted(counts)
    }
}

impl Evidence for ArchiveEvidence<'_> {
    fn answer(&self, question: &Question) -> Answer {
        match question {
            Question::Figure(asked) => self.figure(asked).map_or_else(Answer::None, Answer::Held),
            Question::Run(asked) => self.run(asked),
            Question::Standard { measure, month } => self.standard(measure, *month),
            Question::PlansMissed(year) => self.plans_missed(*year),
        }
    }

    fn name(&self, body: &BodyCode) -> String {
        self.register.name_or(body.as_str(), body.as_str())
    }
}

/// By which basis and on whose boundaries a measure stands at a level: as reported where its files have the
/// level, else as carried from the parts.
fn standing(measure: &Measure, level: Level) -> Option<(Basis, Boundaries)> {
    let usual = usual_basis(level);
    let other = match usual {
        Basis::Provider => Basis::Commissioner,
        Basis::Commissioner => Basis::Provider,
    };
    for basis in [usual, other] {
        if measure.has_level(level, basis) {
            return Some((basis, Boundaries::AsReported));
        }
    }
    has_level_on(measure, level, Basis::Provider, Boundaries::Then)
        .then_some((Basis::Provider, Boundaries::Then))
}

/// The figures that make up what is asked: of every period within it, all of them with a value.
fn covering<'s>(
    series: &'s Series,
    measure: &Measure,
    asked: &Asked,
) -> Result<Vec<&'s Figure>, String> {
    let figures: Vec<&Figure> = series.figures.iter().collect();
    let missing = |month: Month| format!("no figure of {} is held", month.in_words());
    if figures.is_empty() {
        return Err(missing(asked.first));
    }
    if let Some(absent) = figures.iter().find(|figure| figure.value.is_none()) {
        return Err(match absent.status {
            Status::Missing => missing(absent.period),
            status => format!(
                "of {} there is no figure: {}",
                absent.period.in_words(),
                status.as_str().replace('-', " ")
            ),
        });
    }
    if figures.iter().any(|figure| figure.over) {
        return Err("what is held is a lower bound".to_owned());
    }
    let periods = candour_archive::cadence(measure)
        .periods(asked.first, asked.last)
        .count();
    if figures.len() != periods || periods == 0 {
        return Err("not every period of it is held".to_owned());
    }
    Ok(figures)
}

/// Sums over periods.
struct Parts;

impl Parts {
    /// The value asked for: per cent for a share, else what is counted.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no count of people, and no sum of millionths of beds, reaches 2 to the 53rd"
    )]
    fn sum(figures: &[&Figure], measure: &Measure, asked: &Asked) -> Result<f64, String> {
        let none = || "no figure is held".to_owned();
        let to_one = measure.parts.to_one() as f64;
        if measure.unit == Unit::Share {
            let mut above = 0_i64;
            let mut below = 0_i64;
            for figure in figures {
                let (numerator, denominator) =
                    figure.numerator.zip(figure.denominator).ok_or_else(none)?;
                above += numerator;
                below += denominator;
            }
            if below == 0 {
                return Err(none());
            }
            let part = match asked.of {
                Of::Value | Of::Numerator => above,
                Of::Rest => below - above,
            };
            return Ok(if asked.count {
                part as f64 / to_one
            } else {
                part as f64 / below as f64 * 100.0
            });
        }
        match figures {
            [one] => one.value.ok_or_else(none),
            several if measure.unit == Unit::Count => several
                .iter()
                .map(|figure| figure.value.ok_or_else(none))
                .sum(),
            _ => Err("it has no value for more than one period".to_owned()),
        }
    }
}

/// A value as a reader sees it.
fn words(value: f64, measure: &Measure, asked: &Asked) -> String {
    match measure.unit {
        Unit::Share if !asked.count => format::share(value / 100.0),
        Unit::Share | Unit::Count => format::count_in_full(value),
        Unit::Weeks => format::weeks(value),
        Unit::Beds => format::beds(value),
    }
}

/// Why a figure that differs from ours proves nothing.
fn unsure(
    series: &Series,
    measure: &Measure,
    asked: &Asked,
    figures: &[&Figure],
) -> Option<String> {
    let level = series.key.level;
    if !series.boundaries.is_as_reported() && level != Level::England {
        return Some(
            "it is summed here from the bodies that belong there, and others may draw the line elsewhere"
                .to_owned(),
        );
    }
    if figures
        .iter()
        .any(|figure| matches!(figure.status, Status::Estimate | Status::Partial))
    {
        return Some("it is an estimate, or of only some of the bodies".to_owned());
    }
    if asked.count && measure.not_submitted.is_some() && level != Level::Provider {
        return Some(
            "the trusts that did not report four-hour waits are left out of it, and others may count them"
                .to_owned(),
        );
    }
    None
}
