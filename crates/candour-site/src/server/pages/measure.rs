//! `/measures/{measure}`.

use candour_archive::{SeriesQuery, basis_at, has_level_on};
use candour_core::{Basis, BodyCode, Level};
use candour_measures::{Measure, formula_in_words};

use crate::charts::xmr_both;
use crate::server::answer::{Answer, Reading};
use crate::server::briefings::feed_link;
use crate::server::common::{caveats, publishers, starter};
use crate::server::dates;
use crate::server::downloads::{self, Ending};
use crate::server::error::AppError;
use crate::server::events;
use crate::server::league::{self, capital};
use crate::server::links;
use crate::server::maps;
use crate::server::params::MOST_COMPARED;
use crate::server::told::{Told, better_words};
use crate::server::wording;
use crate::views::{Fact, League, Link, Markup, MeasureView, Multiple, Prose};

pub(in crate::server) fn answer(reading: &Reading<'_>, last: &str) -> Result<Answer, AppError> {
    if let Some(id) = last.strip_suffix(".atom") {
        return super::feeds::of_measure(reading, id);
    }
    let (asked, ending) = downloads::split(last)?;
    let measure = reading.snapshot.measure(asked)?;
    let level = level(reading, measure)?;
    if let Some(ending) = ending {
        return file(reading, measure, level, ending);
    }
    let query = SeriesQuery {
        level: Some(Level::England),
        basis: None,
        ..reading.query(measure, &BodyCode::england())
    };
    let england = Told::new(
        reading.snapshot,
        reading.snapshot.series(&query)?,
        "England",
    )?
    .marked(reading);
    let side = match level {
        Some((level, basis)) => league::read(reading, measure, level, basis)?,
        None => None,
    };
    let regions = league::read(reading, measure, Level::Region, Basis::Provider)?;
    let boards = maps::read(reading, measure)?;
    let (compared, compare_note) = compared(reading, measure)?;
    let path = links::measure(&measure.id, links::View::default());
    let now = side
        .as_ref()
        .and_then(|side| england.at(side.month))
        .and_then(|figure| figure.value);
    let mut page = reading.page(england.finding(), vec![reading.root()], starter([&england]));
    let feed = format!("{path}.atom");
    page.feed = Some(feed_link(&measure.title, feed.clone()));
    let view = MeasureView {
        page,
        follow: reading.follow(&feed, &format!("measure:{}", measure.id), None),
        name: measure.title.clone(),
        finding: england.finding(),
        summary: england.summary(),
        signals: england.signals(),
        chart: Markup::of_chart(xmr_both(&england.xmr("xmr", source_line(measure)))),
        chart_page: england.chart_path(),
        notes: caveats([measure]),
        events: events::list(reading, &england, true),
        not_submitted: reading.not_submitted(&england)?.into_iter().collect(),
        why: Prose::from(measure.why.trim()),
        definition: definition(measure),
        regions: regions.map(|regions| regions.table(reading, true)),
        map: boards.as_ref().map(|boards| boards.map(reading)),
        map_svg: maps::path(reading, measure),
        strip: side.as_ref().and_then(|side| side.strip(reading, now)),
        league: side
            .map(|side| with_levels(reading, measure, side.level, side.table(reading, false))),
        compared,
        compare_note,
        action: path.clone(),
        compare_hidden: reading.hidden(&["compare", "body"]),
        downloads: reading.downloads(&path, "England, regions and the bodies above"),
        control: reading.control(&path, england.series.undated),
        citation: reading.citation(&path, &measure.title, &publishers([measure])),
    };
    Ok(Answer::html(view.render()?))
}

/// `/measures/{measure}/map.svg`.
pub(in crate::server) fn map(reading: &Reading<'_>, measure: &str) -> Result<Answer, AppError> {
    let measure = reading.snapshot.measure(measure)?;
    match maps::read(reading, measure)? {
        Some(boards) => Ok(downloads::svg(boards.svg(reading))),
        None => Err(AppError::NotFound {
            heading: format!("There is no map of {}", measure.title),
            nearest: vec![crate::server::error::near_measure(measure)],
        }),
    }
}

/// Where each figure comes from, under a chart.
pub(in crate::server) fn source_line(measure: &Measure) -> String {
    candour_publications::by_id(measure.publication.as_str())
        .map(|known| {
            format!(
                "Source: {}, {}",
                known.facts().publisher,
                known.facts().title
            )
        })
        .unwrap_or_default()
}

/// The level and basis of the league: as asked, else providers, else boards.
fn level(reading: &Reading<'_>, measure: &Measure) -> Result<Option<(Level, Basis)>, AppError> {
    let basis = |level| reading.params.basis.unwrap_or(basis_at(measure, level));
    let boundaries = reading.boundaries();
    match reading.params.level {
        Some(level @ (Level::Region | Level::England))
            if measure.has_level(level, Basis::Provider) =>
        {
            Ok(None)
        }
        Some(level) if has_level_on(measure, level, basis(level), boundaries) => {
            Ok(Some((level, basis(level))))
        }
        Some(level) => {
            let others = reading.boundaries_of_boards();
            let can_be_carried = has_level_on(measure, level, basis(level), others);
            Err(AppError::BadRequest {
                heading: format!(
                    "{} is not counted at the level {level} by {}",
                    measure.title,
                    basis(level)
                ),
                hint: format!("It is counted at these: {}.", levels_words(measure)),
                instead: can_be_carried.then(|| {
                    Link::new(
                        format!("The same {}", others.in_words()),
                        reading.on_other(others, &[]),
                    )
                }),
            })
        }
        None => {
            let usual = [Level::Provider, Level::Icb]
                .into_iter()
                .map(|level| (level, basis(level)));
            Ok(usual
                .into_iter()
                .find(|(level, basis)| measure.has_level(*level, *basis)))
        }
    }
}

/// The levels of a measure: `providers, regions and England by provider`.
pub(super) fn levels_words(measure: &Measure) -> String {
    let of = |basis| {
        let levels = measure.levels.iter().filter(move |(_, by)| *by == basis);
        let words = levels.map(|(level, _)| match level {
            Level::England => "England".to_owned(),
            other => wording::level_words(*other).1.to_owned(),
        });
        words.collect::<Vec<String>>()
    };
    let told = [Basis::Provider, Basis::Commissioner]
        .map(|basis| (wording::listed(&of(basis)), basis))
        .into_iter()
        .filter(|(levels, _)| !levels.is_empty())
        .map(|(levels, basis)| format!("{levels} by {basis}"));
    told.collect::<Vec<_>>().join("; ")
}

/// Links from one level's table to those of the others.
fn with_levels(
    reading: &Reading<'_>,
    measure: &Measure,
    shown: Level,
    mut table: League,
) -> League {
    let mut scope = table.scope;
    for level in [Level::Provider, Level::Icb, Level::SubIcb] {
        let basis = basis_at(measure, level);
        let (_, many) = wording::level_words(level);
        let others = reading.boundaries_of_boards();
        if level == shown {
            continue;
        }
        if has_level_on(measure, level, basis, reading.boundaries()) {
            let query = reading
                .params
                .but(&["level", "basis", "all"], &[("level", level.as_str())]);
            scope = scope
                .text(" ")
                .link(format!("Show {many}"), format!("{}{query}", reading.path));
        } else if has_level_on(measure, level, basis, others) {
            scope = scope.text(" ").link(
                format!("Show {many}, {}", others.in_words()),
                reading.on_other(others, &[("level", level.as_str())]),
            );
        }
    }
    table.scope = scope;
    table
}

fn definition(measure: &Measure) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new("What is counted", measure.definition.trim()),
        Fact::new("Formula", formula_in_words(measure)),
        Fact::new("Better", better_words(measure.better)),
        Fact::new("Levels", capital(&levels_words(measure))),
        Fact::new("Left out", measure.left_out.trim()),
    ];
    for standard in candour_findings::standards(measure) {
        let until = standard
            .to
            .map(|to| format!(" to {}", to.in_words()))
            .unwrap_or_default();
        facts.push(Fact::new(
            "National standard",
            format!(
                "{}, from {}{until}. Source: {}",
                standard.label(),
                standard.from.in_words(),
                standard.commitment.place.source
            ),
        ));
    }
    if let Some(publication) = candour_publications::by_id(measure.publication.as_str()) {
        let known = publication.facts();
        let source = format!(
            "{}, {}, {}. {}. ",
            known.publisher, known.title, known.frequency, known.licence
        );
        facts.push(Fact::new(
            "Source",
            Prose::from(source).link("What is held", "/data"),
        ));
    }
    facts.push(Fact::new(
        "Definition",
        format!(
            "By {}, reviewed on {}, after {}",
            measure.author,
            dates::day(measure.reviewed),
            measure.source
        ),
    ));
    facts
}

/// The bodies asked for side by side, and why some are not there.
fn compared(reading: &Reading<'_>, measure: &Measure) -> Result<(Vec<Multiple>, String), AppError> {
    let mut multiples = Vec::new();
    let mut notes = Vec::new();
    let asked = &reading.params.compare;
    for code in asked.iter().take(MOST_COMPARED) {
        let Ok(body) = reading.snapshot.body(code.as_str()) else {
            notes.push(format!("There is no body {code}."));
            continue;
        };
        let query = SeriesQuery {
            level: None,
            basis: None,
            ..reading.query(measure, &body.code)
        };
        let told = Told::new(
            reading.snapshot,
            reading.snapshot.series(&query)?,
            &body.name,
        )?
        .marked(reading);
        if told.latest().is_none() {
            notes.push(format!(
                "Nothing is held of this measure for {}.",
                body.name
            ));
            continue;
        }
        multiples.push(told.multiple(&format!("compared-{code}"), &body.name, told.basis_note()));
    }
    if asked.len() > MOST_COMPARED {
        notes.push(format!(
            "Only {MOST_COMPARED} bodies can be compared: the first {MOST_COMPARED} are shown."
        ));
    }
    Ok((multiples, notes.join(" ")))
}

fn file(
    reading: &Reading<'_>,
    measure: &'static Measure,
    level: Option<(Level, Basis)>,
    ending: Ending,
) -> Result<Answer, AppError> {
    let mut all = Vec::new();
    let levels = [
        Some((Level::England, Basis::Provider)),
        Some((Level::Region, Basis::Provider)),
        level,
    ];
    let boundaries = reading.boundaries();
    for (level, basis) in levels
        .into_iter()
        .flatten()
        .filter(|(level, basis)| has_level_on(measure, *level, *basis, boundaries))
    {
        let function = reading.params.treatment_function.as_ref();
        all.extend(reading.snapshot.figures_of_level(
            measure,
            level,
            basis,
            function,
            boundaries,
            reading.params.as_known,
        )?);
    }
    downloads::figures(reading, &all, ending, measure.id.as_str(), &measure.title)
}
