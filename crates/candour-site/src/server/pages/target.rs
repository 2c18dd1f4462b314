//! `/targets/{id}`: one target: what it asks, England, and every body that owes it.

use super::target_league;
use crate::charts::{StepPoint, TargetStep, TargetSteps, target_steps_both};
use crate::format::capital;
use crate::server::answer::{Answer, Reading};
use crate::server::briefings::feed_link;
use crate::server::commitment_files;
use crate::server::dates;
use crate::server::downloads;
use crate::server::error::{AppError, Nearest};
use crate::server::links;
use crate::server::people_words;
use crate::server::promise_words as words;
use crate::server::promises::verdict_under;
use crate::views::{ArticleView, Block, Fact, Markup, Nav, Prose, Section};
use candour_archive::{SeriesQuery, Snapshot};
use candour_assessment::commitment::{Commitment, Targets, Test};
use candour_assessment::verdict::Outcome;
use candour_core::{BodyCode, Level, Month, Status};
use candour_findings::{Judged, Tally, seen, target_at_level, targets_of_body};
use candour_measures::Measure;
use std::collections::BTreeMap;

/// The target of this name; else the nearest by its words.
pub(in crate::server) fn find(id: &str) -> Result<&'static Commitment, AppError> {
    let targets = Targets::bundled();
    if let Some(found) = targets.get(id) {
        return Ok(found);
    }
    let shown: String = id.chars().take(60).collect();
    let first = shown.split('-').next().unwrap_or_default();
    let nearest = targets
        .all()
        .iter()
        .filter(|target| !first.is_empty() && target.id.as_str().starts_with(first))
        .take(6)
        .map(|target| Nearest {
            id: target.id.to_string(),
            name: target.title.clone(),
            kind: "target",
            path: words::target_link(target, links::View::default()),
        })
        .collect();
    Err(AppError::NotFound {
        heading: format!("There is no target “{shown}”"),
        nearest,
    })
}

/// Everything that is judged of one target.
pub(in crate::server) struct Told {
    pub(in crate::server) target: &'static Commitment,
    /// England; none before any file is held.
    pub(super) england: Option<Judged>,
    pub(super) boards: Vec<Judged>,
    pub(super) trusts: Vec<Judged>,
    names: BTreeMap<BodyCode, String>,
}

/// Judges one target for everybody who owes it.
pub(in crate::server) fn read(
    reading: &Reading<'_>,
    target: &'static Commitment,
) -> Result<Told, AppError> {
    let as_at = reading.as_at();
    let snapshot = reading.snapshot;
    let england = match snapshot.body(BodyCode::england().as_str()) {
        Ok(body) => targets_of_body(snapshot, &body, as_at)?
            .into_iter()
            .find(|judged| judged.commitment.id == target.id),
        Err(_) => None,
    };
    let (mut boards, mut trusts) = (Vec::new(), Vec::new());
    if target.known_on(reading.on()) {
        boards = target_at_level(snapshot, target, Level::Icb, as_at)?;
        trusts = target_at_level(snapshot, target, Level::Provider, as_at)?;
    }
    let mut names = BTreeMap::new();
    for level in [Level::Icb, Level::Provider] {
        names.extend(
            snapshot
                .bodies_at(level)?
                .into_iter()
                .map(|body| (body.code, body.name)),
        );
    }
    Ok(Told {
        target,
        england,
        boards,
        trusts,
        names,
    })
}

impl Told {
    pub(in crate::server) fn all(&self) -> impl Iterator<Item = &Judged> {
        self.england.iter().chain(&self.boards).chain(&self.trusts)
    }

    pub(super) fn name(&self, code: &BodyCode) -> String {
        self.names
            .get(code)
            .cloned()
            .unwrap_or_else(|| people_words::body_name(code))
    }
}

pub(in crate::server) fn answer(reading: &Reading<'_>, last: &str) -> Result<Answer, AppError> {
    if let Some(id) = last.strip_suffix(".atom") {
        return super::feeds::of_target(reading, id);
    }
    let (id, ending) = downloads::split(last)?;
    let target = find(id)?;
    let told = read(reading, target)?;
    if let Some(ending) = ending {
        return commitment_files::file(told.all(), ending.as_str(), id);
    }
    let path = format!("/targets/{}", links::encode(id));
    let heading = heading(&told);
    let mut page = reading.page(
        heading.clone(),
        vec![reading.root(), super::targets::link(reading)],
        false,
    );
    page.nav = Nav::Targets;
    let feed = format!("{path}.atom");
    page.feed = Some(feed_link(&target.title, feed.clone()));
    let follow = reading.follow(&feed, &format!("commitment:{}", target.id), None);
    let mut first = facts(reading, &told).with(Block::Quiet(follow));
    if let Some(block) = words::methods(&told.england) {
        first = first.with(block);
    }
    let mut sections = vec![first];
    sections.extend(through_time(reading, &told)?);
    for (level, of, title) in [
        (Level::Icb, &told.boards, "Boards"),
        (Level::Provider, &told.trusts, "Trusts"),
    ] {
        if !of.is_empty() {
            sections.push(target_league::league(reading, &told, level, of, title));
        }
    }
    if told
        .boards
        .iter()
        .any(|judged| judged.verdict.value.is_some())
    {
        sections.extend(target_league::map(reading, &told));
    }
    sections.extend(target_league::longest(reading, &told));
    sections.push(related(reading, target));
    sections.push(commitment_files::section(
        &path,
        reading,
        "every verdict on it",
    ));
    let view = ArticleView {
        page,
        kicker: Prose::from(format!(
            "{}, {}",
            capital(target.kind.as_str()),
            years(target)
        )),
        heading,
        lede: lede(reading, &told),
        sections,
    };
    Ok(Answer::html(view.render()?))
}

fn years(target: &Commitment) -> String {
    match target.years {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first} to {last}"),
        None => "no year stated".to_owned(),
    }
}

fn heading(told: &Told) -> String {
    let title = told.target.title.replace(": ", ", ");
    let Some(england) = &told.england else {
        return title;
    };
    match england.verdict.outcome {
        Outcome::Met => format!("{title}: England met it"),
        Outcome::Missed => match words::off(england).as_str() {
            "" => format!("{title}: England missed it"),
            off => format!("{title}: England missed it, {off}"),
        },
        Outcome::AtRisk => format!("{title}: England is likelier to miss it than to meet it"),
        Outcome::NotYetDue => format!("{title}: not yet due"),
        Outcome::Unknown => title,
    }
}

fn lede(reading: &Reading<'_>, told: &Told) -> Prose {
    let mut said = Prose::from(format!(
        "{}.",
        capital(told.target.text.trim_end_matches('.'))
    ));
    if let Some(england) = &told.england {
        let verdict = &england.verdict;
        said = said.text(" England: ").verdict(verdict.outcome);
        let seen = words::seen(england, reading.view());
        if let (false, Some(period)) = (seen.is_empty(), verdict.period) {
            said = said
                .text(", ")
                .and(seen)
                .text(format!(" in {}", period.in_words()));
        }
        let since = words::since(verdict);
        let under = verdict_under(england);
        for more in [since, under] {
            if !more.is_empty() {
                said = said.text(format!("; {}", more.trim_end_matches('.')));
            }
        }
        said = said.text(".");
    }
    for (of, words) in [(&told.boards, "boards"), (&told.trusts, "trusts")] {
        if !of.is_empty() {
            said = said.text(format!(
                " Of {} {words}: {}.",
                of.len(),
                words::tally(Tally::of(of))
            ));
        }
    }
    said
}

fn facts(reading: &Reading<'_>, told: &Told) -> Section {
    let target = told.target;
    let targets = Targets::bundled();
    let mut facts = Vec::new();
    if let Some(indicator) = targets.indicator(target) {
        let counts = Prose::from(format!(
            "{}. Part of {}.",
            capital(&indicator.counts),
            indicator.area
        ));
        facts.push(Fact::new(
            "What is counted",
            match &indicator.measure {
                Some(measure) => counts
                    .text(" ")
                    .link("The measure", links::measure(measure, reading.view()))
                    .text("."),
                None => counts,
            },
        ));
    }
    let asked = match words::not_counted(target) {
        Some(why) => format!(
            "{}. It cannot be judged here: {why}.",
            capital(&words::asked(target))
        ),
        None => format!("{}.", capital(&words::asked(target))),
    };
    facts.push(Fact::new("Asked", Prose::from(asked)));
    facts.push(Fact::new("Due", Prose::from(words::due(target))));
    facts.push(Fact::new(
        "Owed by",
        Prose::from(words::owed_by(&target.owed_by)),
    ));
    if !target.owed_to.is_empty() {
        facts.push(Fact::new("Owed to", Prose::from(target.owed_to.clone())));
    }
    facts.push(Fact::new("In the plans of", Prose::from(years(target))));
    if let Some(made) = target.made_on {
        facts.push(Fact::new("Made on", Prose::from(dates::half_date(made))));
    }
    if let Some(next) = target
        .superseded_by
        .as_ref()
        .and_then(|id| targets.get(id.as_str()))
    {
        facts.push(Fact::new(
            "Its place was taken by",
            Prose::default().link(next.title.clone(), words::target_link(next, reading.view())),
        ));
    }
    facts.extend(row_facts(target));
    facts.push(Fact::new(
        "Who answers for it",
        Prose::default().link(
            "From the target to the person on the day",
            words::accountability_link(
                target,
                &BodyCode::england(),
                told.england
                    .as_ref()
                    .map_or(reading.on(), |judged| words::day_of(judged, reading.on())),
            ),
        ),
    ));
    Section::new("asked", "What was asked").with(Block::Facts(facts))
}

/// Document, evidence, note, source and row of a commitment.
pub(super) fn row_facts(commitment: &Commitment) -> Vec<Fact> {
    let mut facts = Vec::new();
    if !commitment.document.is_empty() {
        facts.push(Fact::new(
            "Document",
            Prose::from(commitment.document.clone()),
        ));
    }
    let mark = words::evidence(commitment.evidence);
    facts.push(Fact::new(
        "Evidence",
        Prose::from(match mark {
            "" => "a source was read that says so",
            "unverified" => "unverified: no source that was read says so",
            _ => "weak: the source is itself second-hand or thin",
        }),
    ));
    if !commitment.note.is_empty() {
        facts.push(Fact::new(
            "To be known of it",
            Prose::from(commitment.note.clone()),
        ));
    }
    facts.push(Fact::new(
        "Source",
        people_words::source(&commitment.place.source),
    ));
    facts.push(Fact::new(
        "Its row",
        Prose::default().link(
            commitment.place.to_string(),
            words::row_link(&commitment.place),
        ),
    ));
    facts
}

/// England through time, with every threshold of the same measure.
fn through_time(reading: &Reading<'_>, told: &Told) -> Result<Option<Section>, AppError> {
    let Some(id) = told.target.test.measure() else {
        return Ok(None);
    };
    let measure = reading.snapshot.measure(id.as_str())?;
    let points = points(reading.snapshot, reading, measure, told.target)?;
    if points.iter().all(|point| point.value.is_none()) {
        return Ok(None);
    }
    let thresholds = Targets::bundled()
        .of_measure(&measure.id)
        .filter_map(|target| {
            let Test::Level { threshold, .. } = &target.test else {
                return None;
            };
            let (first, last) = target.years?;
            let until = target.in_force.to.and_then(|to| Month::of(to.last_day()));
            Some(TargetStep {
                from: first.first_month(),
                to: Some(until.unwrap_or(last.last_month())),
                value: threshold.value,
                label: target.kind.to_string(),
            })
        })
        .collect();
    let chart = TargetSteps {
        id: "through-time".to_owned(),
        finding: heading(told),
        axis: measure.short.clone(),
        unit: measure.unit,
        points,
        thresholds,
        notes: vec![
            "The strip holds every month of the years in which this target stands against its level, also where it is due in one month only.".to_owned(),
        ],
        source: super::measure::source_line(measure),
    };
    let link = links::measure(&measure.id, reading.view());
    Ok(Some(
        Section::new("time", "England through time").with(Block::Chart(
            Markup::of_chart(target_steps_both(&chart)),
            Prose::default()
                .link("The measure, with limits and events", link)
                .text("."),
        )),
    ))
}

fn points(
    snapshot: &Snapshot<'_>,
    reading: &Reading<'_>,
    measure: &Measure,
    target: &Commitment,
) -> Result<Vec<StepPoint>, AppError> {
    if snapshot.body(BodyCode::england().as_str()).is_err() {
        return Ok(Vec::new());
    }
    let mut query = SeriesQuery::new(measure.id.clone(), BodyCode::england());
    query.level = Some(Level::England);
    query.as_known = reading.params.as_known;
    let series = snapshot.series(&query)?;
    let within = |month: Month| {
        target
            .years
            .is_some_and(|(first, last)| first.first_month() <= month && month <= last.last_month())
    };
    let met = |value: f64, month: Month| match &target.test {
        Test::Level { threshold, .. } if within(month) => {
            Some(threshold.operator.holds(value, threshold.value))
        }
        _ => None,
    };
    Ok(seen(&series, measure)
        .months
        .iter()
        .filter(|found| {
            found.status != Status::NoneHeldThen
                && reading.last_month().is_none_or(|last| found.month <= last)
        })
        .map(|found| StepPoint {
            month: found.month,
            value: found.value,
            met: found
                .value
                .filter(|_| !found.over)
                .and_then(|value| met(value, found.month)),
        })
        .collect())
}

/// Other targets of the same indicator.
fn related(reading: &Reading<'_>, target: &Commitment) -> Section {
    let targets = Targets::bundled();
    let Some(indicator) = targets.indicator(target) else {
        return Section::default();
    };
    let lines: Vec<Prose> = targets
        .of_indicator(&indicator.id)
        .map(|other| {
            let text = format!("{} ({})", other.title, years(other));
            if other.id == target.id {
                Prose::from(format!("{text}: this one"))
            } else {
                Prose::default().link(text, words::target_link(other, reading.view()))
            }
        })
        .collect();
    Section::new("related", format!("{}: every target", indicator.title)).with(Block::List(lines))
}
