//! Commitments judged on the figures of the archive.

use std::borrow::Cow;

use candour_archive::{
    ArchiveError, KnownBody, Series, SeriesQuery, Snapshot, cadence, has_level_on, usual_basis,
};
use candour_assessment::commitment::{
    Against, Commitment, Due, FactRef, Holder, Kind as CommitmentKind, OwedBy, Pledges, Targets,
    Test,
};
use candour_assessment::forecast::Scale;
use candour_assessment::verdict::{
    FactSeen, Outcome, Seen, SeenMonth, Verdict, add_outlook, judge, judge_comparison,
};
use candour_core::{Basis, BodyCode, FinancialYear, Level, Month, Unit};
use candour_measures::Measure;
use candour_register::HalfDate;
use candour_register::{Body, Boundaries, Kind, Register};
use jiff::civil::Date;

/// As at when, and as known when.
#[derive(Debug, Clone, Copy)]
pub struct AsAt {
    /// The day on which it is judged: what is due later is not due yet.
    pub day: Date,
    /// Only what was published by this day.
    pub as_known: Option<Date>,
    /// A commitment that is due each month is judged over this year.
    pub year: Option<FinancialYear>,
}

impl AsAt {
    /// As at a day, with all that is known today.
    #[must_use]
    pub const fn day(day: Date) -> Self {
        Self {
            day,
            as_known: None,
            year: None,
        }
    }

    /// The day by which a commitment must have been made to be judged at all. Evidence is limited by
    /// `as_known` alone: a day in the past with all that is known today is another question.
    pub(crate) fn seen_by(self) -> Date {
        self.as_known.map_or(self.day, |known| known.min(self.day))
    }
}

/// A commitment, and what became of it for one body.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The commitment.
    pub commitment: Cow<'static, Commitment>,
    /// What became of it.
    pub verdict: Verdict,
    /// The measure that decides it.
    pub measure: Option<&'static Measure>,
    /// Whose figures decide it: those of who gives the care, or of who buys it.
    pub basis: Option<Basis>,
    /// On whose boundaries the figures stand.
    pub boundaries: Boundaries,
    /// The level of the body.
    pub level: Level,
}

impl Judged {
    /// The unit of the value, the threshold and the margin, where a measure decides.
    #[must_use]
    pub fn unit(&self) -> Option<Unit> {
        self.measure.map(|measure| measure.unit)
    }
}

/// How many verdicts there are of each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Kept.
    pub met: usize,
    /// Not kept.
    pub missed: usize,
    /// Likelier missed than not.
    pub at_risk: usize,
    /// Not due yet.
    pub not_yet_due: usize,
    /// Not to be told.
    pub unknown: usize,
}

impl Tally {
    /// Counts one more.
    pub const fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Met => self.met += 1,
            Outcome::Missed => self.missed += 1,
            Outcome::AtRisk => self.at_risk += 1,
            Outcome::NotYetDue => self.not_yet_due += 1,
            Outcome::Unknown => self.unknown += 1,
        }
    }

    /// Counts verdicts.
    #[must_use]
    pub fn of<'a>(verdicts: impl IntoIterator<Item = &'a Judged>) -> Self {
        let mut tally = Self::default();
        for judged in verdicts {
            tally.add(judged.verdict.outcome);
        }
        tally
    }

    /// All of them.
    #[must_use]
    pub const fn all(self) -> usize {
        self.met + self.missed + self.at_risk + self.not_yet_due + self.unknown
    }
}

/// Whether a body owes a commitment: its kind does, and it was there when it was due.
///
/// England owes what is asked of the nation, every standard, and what is asked of boards and trusts alike,
/// as their sum. What is asked of trusts alone, or depends on where each of them stood, is not England's.
fn owes(
    commitment: &Commitment,
    body: &KnownBody,
    known: Option<&Body>,
    year: Option<FinancialYear>,
) -> bool {
    let kind = known.map(|known| known.kind);
    let is = match &commitment.owed_by {
        OwedBy::Body(code) => *code == body.code,
        OwedBy::Every(holders) if body.level == Level::England => {
            let has = |holder| holders.contains(&holder);
            has(Holder::Nation)
                || commitment.kind == CommitmentKind::Standard
                || has(Holder::Board) && has(Holder::Trust)
        }
        OwedBy::Every(holders) => holders.iter().any(|holder| match holder {
            Holder::Nation => false,
            Holder::Board => match body.level {
                Level::Icb => kind.is_none_or(|kind| kind == Kind::Board),
                // Before July 2022 what is asked of boards was asked of commissioning groups.
                Level::SubIcb => kind == Some(Kind::Ccg),
                Level::Provider | Level::Region | Level::England => false,
            },
            Holder::Trust => body.level == Level::Provider && is_trust(kind),
            Holder::AmbulanceTrust => {
                body.level == Level::Provider && is_trust(kind) && body.is_ambulance_trust()
            }
        }),
        OwedBy::Other(_) => false,
    };
    is && known.is_none_or(|known| was_there(commitment, known, year))
}

/// Whether a body existed when a commitment was due, or in some of the time in which it binds, of `year` where
/// one is asked about.
fn was_there(commitment: &Commitment, known: &Body, year: Option<FinancialYear>) -> bool {
    let on = |month: Month| known.span.covers(month.last_day());
    match commitment.due {
        Due::In(month) | Due::Over(_, month) => on(month),
        Due::By(date) => known.span.covers(date.last_day()),
        Due::EachMonth | Due::Unknown => year
            .map(|year| (year, year))
            .or(commitment.years)
            .is_none_or(|(first, last)| {
                let began = known
                    .span
                    .from
                    .is_none_or(|from| from.first_day() <= last.last_day());
                let ended = known
                    .span
                    .to
                    .is_some_and(|to| to.last_day() < first.first_day());
                began && !ended
            }),
    }
}

fn is_trust(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Trust | Kind::CareTrust))
}

/// By whose figures, on whose boundaries a measure stands for a level: as reported where the files add up
/// to it, else carried to where each provider belonged in each month.
pub(crate) fn standing(measure: &Measure, level: Level) -> Option<(Basis, Boundaries)> {
    let basis = usual_basis(level);
    if measure.has_level(level, basis) {
        return Some((basis, Boundaries::AsReported));
    }
    let other = match basis {
        Basis::Provider => Basis::Commissioner,
        Basis::Commissioner => Basis::Provider,
    };
    if measure.has_level(level, other) {
        return Some((other, Boundaries::AsReported));
    }
    has_level_on(measure, level, Basis::Provider, Boundaries::Then)
        .then_some((Basis::Provider, Boundaries::Then))
}

/// A series as evidence.
#[must_use]
pub fn seen(series: &Series, measure: &Measure) -> Seen {
    Seen {
        measure: measure.id.clone(),
        body: series.key.body.clone(),
        months: series
            .figures
            .iter()
            .map(|figure| SeenMonth {
                month: figure.period,
                value: figure.value,
                parts: figure
                    .numerator
                    .zip(figure.denominator)
                    .filter(|_| measure.unit == Unit::Share),
                over: figure.over,
                status: figure.status,
            })
            .collect(),
    }
}

/// The verdict, with how likely it is to be met where it is not yet due.
fn judged(
    target: &Commitment,
    body: &BodyCode,
    measure: &Measure,
    seen: Option<&Seen>,
    as_at: AsAt,
) -> Verdict {
    let mut verdict = judge(target, body, as_at.year, seen, as_at.day);
    if let Some(seen) = seen {
        let scale = match measure.unit {
            Unit::Share => Scale::Share,
            Unit::Count | Unit::Weeks | Unit::Beds => Scale::Count,
        };
        let how = (scale, cadence(measure));
        add_outlook(&mut verdict, target, seen, as_at.year, how, as_at.day);
    }
    verdict
}

/// Every national target that a body owes, judged; of each one verdict.
///
/// # Errors
/// Where the archive cannot be read.
pub fn targets_of_body(
    snapshot: &Snapshot<'_>,
    body: &KnownBody,
    as_at: AsAt,
) -> Result<Vec<Judged>, ArchiveError> {
    let register = snapshot.register()?;
    let known = register.body(&body.code);
    let mut evidence = Evidence::default();
    let mut all = Vec::new();
    for target in Targets::bundled().all() {
        let in_year = as_at.year.is_none_or(|year| target.stands_in(year));
        if in_year && owes(target, body, known, as_at.year) && target.known_on(as_at.seen_by()) {
            all.push(evidence.judge(snapshot, target, body, as_at)?);
        }
    }
    Ok(all)
}

/// One target judged for every body of a level that owes it, in the order of their codes.
///
/// # Errors
/// Where the archive cannot be read.
pub fn target_at_level(
    snapshot: &Snapshot<'_>,
    target: &'static Commitment,
    level: Level,
    as_at: AsAt,
) -> Result<Vec<Judged>, ArchiveError> {
    let Some(measure) = target.test.measure() else {
        return Ok(Vec::new());
    };
    let measure = snapshot.measure(measure.as_str())?;
    let register = snapshot.register()?;
    let Some(found) = level_series(snapshot, measure, level, as_at)? else {
        return Ok(Vec::new());
    };
    Ok(judge_level(
        target, measure, level, &found, &register, as_at,
    ))
}

/// The series of every body of a level, and how they stand.
struct LevelSeries {
    basis: Basis,
    boundaries: Boundaries,
    series: Vec<Seen>,
}

fn level_series(
    snapshot: &Snapshot<'_>,
    measure: &Measure,
    level: Level,
    as_at: AsAt,
) -> Result<Option<LevelSeries>, ArchiveError> {
    let Some((basis, boundaries)) = standing(measure, level) else {
        return Ok(None);
    };
    let series =
        snapshot.figures_of_level(measure, level, basis, None, boundaries, as_at.as_known)?;
    Ok(Some(LevelSeries {
        basis,
        boundaries,
        series: series.iter().map(|series| seen(series, measure)).collect(),
    }))
}

fn judge_level(
    target: &'static Commitment,
    measure: &'static Measure,
    level: Level,
    found: &LevelSeries,
    register: &Register,
    as_at: AsAt,
) -> Vec<Judged> {
    found
        .series
        .iter()
        .filter(|seen| {
            let known = register.body(&seen.body);
            let body = KnownBody {
                code: seen.body.clone(),
                name: known.map(|known| known.name.clone()).unwrap_or_default(),
                level,
                parent: None,
                parent_name: None,
                first: None,
                last: None,
            };
            owes(target, &body, known, as_at.year)
        })
        .map(|seen| Judged {
            verdict: judged(target, &seen.body, measure, Some(seen), as_at),
            commitment: Cow::Borrowed(target),
            measure: Some(measure),
            basis: Some(found.basis),
            boundaries: found.boundaries,
            level,
        })
        .collect()
}

/// Every target judged for every body that owes it: of each measure and level one reading.
///
/// # Errors
/// Where the archive cannot be read.
pub fn all_targets(snapshot: &Snapshot<'_>, as_at: AsAt) -> Result<Vec<Judged>, ArchiveError> {
    let register = snapshot.register()?;
    let mut all = Vec::new();
    for measure in candour_measures::Catalogue::bundled().iter() {
        let targets: Vec<&'static Commitment> = Targets::bundled()
            .all()
            .iter()
            .filter(|target| target.test.measure() == Some(&measure.id))
            .filter(|target| target.known_on(as_at.seen_by()))
            .filter(|target| as_at.year.is_none_or(|year| target.stands_in(year)))
            .collect();
        if targets.is_empty() {
            continue;
        }
        for level in [Level::England, Level::Icb, Level::Provider] {
            let Some(found) = level_series(snapshot, measure, level, as_at)? else {
                continue;
            };
            for target in &targets {
                all.extend(judge_level(
                    target, measure, level, &found, &register, as_at,
                ));
            }
        }
    }
    Ok(all)
}

/// Evidence that was read already, since several targets rest on one measure.
#[derive(Default)]
struct Evidence(Vec<Read>);

/// What was read of one measure.
struct Read {
    measure: &'static Measure,
    basis: Basis,
    boundaries: Boundaries,
    seen: Option<Seen>,
}

impl Evidence {
    fn judge(
        &mut self,
        snapshot: &Snapshot<'_>,
        target: &'static Commitment,
        body: &KnownBody,
        as_at: AsAt,
    ) -> Result<Judged, ArchiveError> {
        let measure = match target.test.measure() {
            Some(id) => Some(snapshot.measure(id.as_str())?),
            None => None,
        };
        let read = match measure {
            Some(measure) => self.of(snapshot, measure, body, as_at)?,
            None => None,
        };
        let seen = read.and_then(|read| read.seen.as_ref());
        Ok(Judged {
            verdict: match measure {
                Some(measure) => judged(target, &body.code, measure, seen, as_at),
                None => judge(target, &body.code, as_at.year, None, as_at.day),
            },
            commitment: Cow::Borrowed(target),
            measure,
            basis: read.map(|read| read.basis),
            boundaries: read.map_or(Boundaries::AsReported, |read| read.boundaries),
            level: body.level,
        })
    }

    fn of(
        &mut self,
        snapshot: &Snapshot<'_>,
        measure: &'static Measure,
        body: &KnownBody,
        as_at: AsAt,
    ) -> Result<Option<&Read>, ArchiveError> {
        let known = self.0.iter().position(|read| read.measure.id == measure.id);
        if let Some(place) = known {
            return Ok(self.0.get(place));
        }
        let Some((basis, boundaries)) = standing(measure, body.level) else {
            return Ok(None);
        };
        let mut query = SeriesQuery::new(measure.id.clone(), body.code.clone());
        query.level = Some(body.level);
        query.basis = Some(basis);
        query.boundaries = boundaries;
        query.as_known = as_at.as_known;
        let series = snapshot.series(&query)?;
        let any = !series.figures.is_empty();
        self.0.push(Read {
            measure,
            basis,
            boundaries,
            seen: any.then(|| seen(&series, measure)),
        });
        Ok(self.0.last())
    }
}

/// Pledges, milestones and recommendations, judged.
#[must_use]
pub fn pledges(as_at: AsAt) -> Vec<Judged> {
    Pledges::bundled()
        .all()
        .iter()
        .filter(|pledge| pledge.known_on(as_at.seen_by()))
        .filter(|pledge| as_at.year.is_none_or(|year| pledge.stands_in(year)))
        .map(|pledge| {
            let body = BodyCode::england();
            let verdict = match &pledge.test {
                Test::Comparison(comparison) => {
                    let right = match &comparison.right {
                        Against::Fact(fact) => facts(fact, as_at.as_known),
                        Against::Number(number) => vec![FactSeen {
                            value: *number,
                            counter: "as the commitment itself puts it".to_owned(),
                            place: pledge.place.clone(),
                        }],
                    };
                    judge_comparison(
                        pledge,
                        &body,
                        &facts(&comparison.left, as_at.as_known),
                        &right,
                        as_at.day,
                    )
                }
                _ => judge(pledge, &body, None, None, as_at.day),
            };
            Judged {
                commitment: Cow::Borrowed(pledge),
                verdict,
                measure: None,
                basis: None,
                boundaries: Boundaries::AsReported,
                level: Level::England,
            }
        })
        .collect()
}

/// What was published of a fact: of finance, or of what the pledges themselves rest on.
fn facts(of: &FactRef, as_known: Option<Date>) -> Vec<FactSeen> {
    let finance = candour_assessment::finance::Facts::bundled();
    let mut found = match as_known {
        Some(day) => finance.as_known(day).0.seen(of),
        None => finance.seen(of),
    };
    let known = |date: HalfDate| as_known.is_none_or(|day| date.last_day() <= day);
    let further = Pledges::bundled()
        .facts(of)
        .filter(|fact| known(fact.as_at));
    found.extend(further.map(|fact| FactSeen {
        value: fact.value,
        counter: fact.counter.clone(),
        place: fact.place.clone(),
    }));
    found
}
