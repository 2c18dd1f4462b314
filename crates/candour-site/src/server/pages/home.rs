//! `/`.

use candour_archive::{basis_at, has_level_on};
use candour_assessment::commitment::Kind;
use candour_briefing::{Briefing, render};
use candour_core::{BodyCode, Cadence, Level};
use candour_findings::{Tally, targets_of_body};
use candour_measures::Measure;
use candour_register::Boundaries;

use crate::charts::SparklineShape;
use crate::server::answer::{Answer, Reading};
use crate::server::briefings::feed_link;
use crate::server::common::{caveats, starter, undated};
use crate::server::dates;
use crate::server::error::AppError;
use crate::server::links;
use crate::server::maps;
use crate::server::told::Told;
use crate::server::told_news::{must_reads, sections};
use crate::views::{
    Choice, Figure, HeldLine, HomeMap, HomeNews, HomeView, Link, MustReads, Nav, Prose,
    PublishedOn, StripRow,
};

use super::briefings::{QUIET, feed_path, forms};
use super::off_plan;

/// How many items of a section stand on this page; the others are on the briefing's own.
const IN_SECTION: usize = 4;

pub(in crate::server) fn answer(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let england = reading.all_of(&BodyCode::england(), Level::England, "England")?;
    // Before any file is held there is nothing to brief on.
    let briefing = match england.is_empty() {
        true => None,
        false => Some(reading.briefing(&reading.briefing_asked()?)?),
    };
    let title = briefing
        .as_ref()
        .map(|briefing| briefing.title.clone())
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| "What changed in the health service in England".to_owned());
    let mut page = reading.page(title, Vec::new(), starter(&england));
    page.nav = Nav::Home;
    page.description =
        "What changed in the health service in England, and whether the change is real.".to_owned();
    page.feed = Some(feed_link("England", feed_path(&BodyCode::england())));
    let first = briefing.as_ref().and_then(|briefing| {
        let mut told = briefing.must_reads.iter();
        let measure = told.find_map(|item| item.subject.measure.as_ref())?;
        reading.snapshot.measure(measure.as_str()).ok()
    });
    let map = map(reading, &england, first)?;
    let news = match &briefing {
        Some(briefing) => Some(news(reading, briefing)?),
        None => None,
    };
    let view = HomeView {
        page,
        map,
        today: dates::day(reading.today),
        bodies: bodies(reading)?,
        promises: promises(reading)?,
        news,
        strip: england.iter().map(strip_row).collect(),
        not_submitted: reading.all_not_submitted(&england)?,
        notes: caveats(england.iter().map(|told| told.measure)),
        held: held(reading)?,
        downloads: reading.downloads("/bodies/england", "England, every month"),
        control: reading.control("/", undated(&england)),
    };
    Ok(Answer::html(view.render()?))
}

/// The briefing as this page tells it: the must-reads whole, of each section the first items.
fn news(reading: &Reading<'_>, briefing: &Briefing) -> Result<HomeNews, AppError> {
    let whole = render::page_path(briefing);
    let (path, _) = whole.split_once('?').unwrap_or((&whole, ""));
    let quiet = briefing.items().next().is_none();
    let mut standing = render::standing(briefing);
    if !reading.boundaries().is_as_reported() {
        standing.push_str(" The briefing stands on the boundaries of the files, as reported.");
    }
    Ok(HomeNews {
        standing: standing.trim_start().to_owned(),
        quiet: if quiet {
            Prose::from(QUIET)
        } else {
            Prose::default()
        },
        must_reads: MustReads(must_reads(reading, briefing)?),
        sections: sections(briefing, IN_SECTION, &whole),
        more: Prose::default()
            .link("The whole briefing, and what it rests on", whole.clone())
            .text(". ")
            .link(
                "Briefings of other days, and for a region, a board or a trust",
                "/briefings",
            )
            .text("."),
        forms: forms(path, None),
        follow: reading.follow(&feed_path(&BodyCode::england()), "body:england", None),
    })
}

/// England’s standards as they stand, with the way to targets and plans; empty before any file is held.
fn promises(reading: &Reading<'_>) -> Result<Prose, AppError> {
    let Ok(england) = reading.snapshot.body(BodyCode::england().as_str()) else {
        return Ok(Prose::default());
    };
    let standards: Vec<_> = targets_of_body(reading.snapshot, &england, reading.as_at())?
        .into_iter()
        .filter(|judged| judged.commitment.kind == Kind::Standard && judged.measure.is_some())
        .collect();
    let tally = Tally::of(&standards);
    let view = || links::query(reading.view().pairs());
    Ok(Prose::from("Promised: ")
        .link(
            format!(
                "{} of {} that held files can judge now missed",
                tally.missed,
                crate::format::plural(standards.len(), "standard", "standards")
            ),
            format!("/targets{}", view()),
        )
        .text(". ")
        .link("Plans against outturn", format!("/plans{}", view()))
        .text(", ")
        .link("who is off plan or off target", off_plan::path(reading))
        .text("."))
}

/// Which bodies the service had on the day: how many boards and regions, with the way to them.
fn bodies(reading: &Reading<'_>) -> Result<Prose, AppError> {
    let register = reading.snapshot.register()?;
    let day = reading.on();
    let boards = register.boards_on(day).len();
    let link = reading.body_link(&BodyCode::england(), "");
    let regions = register
        .bodies()
        .filter(|body| body.kind == candour_register::Kind::Region && body.span.covers(day))
        .count();
    let mut told = Prose::default();
    if reading.params.on.is_some() {
        told = told.text(format!("The service as it was on {}: ", dates::day(day)));
    }
    let regions = crate::format::plural(regions, "region", "regions");
    let words = match boards {
        0 => format!("{regions}, and no integrated care board in law yet"),
        _ => format!(
            "{} in {regions}",
            crate::format::plural(boards, "integrated care board", "integrated care boards")
        ),
    };
    Ok(told.link(words, link.href).text("."))
}

/// The map of systems, coloured by the measure asked for, else by the one told of first, else by the
/// first that can be had by board.
fn map(
    reading: &Reading<'_>,
    england: &[Told],
    first: Option<&'static Measure>,
) -> Result<Option<HomeMap>, AppError> {
    let measures = || england.iter().map(|told| told.measure);
    let by_board = |measure: &&'static Measure| {
        let basis = basis_at(measure, Level::Icb);
        has_level_on(measure, Level::Icb, basis, Boundaries::Then)
    };
    let asked = match &reading.params.measure {
        Some(asked) => Some(reading.snapshot.measure(asked)?),
        None => None,
    };
    let candidates = asked.into_iter().chain(first).chain(measures());
    for measure in candidates.filter(by_board) {
        let Some(boards) = maps::read(reading, measure)? else {
            continue;
        };
        return Ok(Some(HomeMap {
            map: boards.map(reading),
            measures: measures()
                .filter(by_board)
                .map(|known| Choice {
                    value: known.id.to_string(),
                    label: known.title.clone(),
                    chosen: known.id == measure.id,
                })
                .collect(),
            hidden: reading.hidden(&["measure"]),
            measure: reading.measure_link(measure),
            svg: maps::path(reading, measure),
        }));
    }
    Ok(None)
}

fn strip_row(told: &Told) -> StripRow {
    let latest = told.latest();
    let absent = || Figure::absent(candour_core::Status::Missing);
    StripRow {
        measure: Link::new(
            told.measure.title.clone(),
            crate::server::links::measure(
                &told.measure.id,
                crate::server::links::View::of(&told.series),
            ),
        ),
        latest: latest.map_or_else(absent, |figure| told.figure(figure)),
        month: latest
            .map(|figure| figure.period.in_short())
            .unwrap_or_default(),
        year_before: latest
            .map_or_else(absent, |figure| told.figure_at(figure.period.year_before())),
        signals: told.signals(),
        sparkline: told.sparkline(&format!("strip-{}", told.measure.id), SparklineShape::Row),
        published: latest.map_or(PublishedOn(None), |figure| told.published(figure)),
    }
}

/// What is held of each publication, and which months between are not.
fn held(reading: &Reading<'_>) -> Result<Vec<HeldLine>, AppError> {
    let mut lines = Vec::new();
    for holding in reading.snapshot.holdings()? {
        let facts = candour_publications::by_id(&holding.publication).map(|known| known.facts());
        let title = facts.map_or(holding.publication.as_str(), |facts| facts.title);
        let cadence = facts.map_or(Cadence::Monthly, |facts| facts.cadence);
        let (one, several) = match cadence {
            Cadence::Monthly => ("month", "months"),
            Cadence::Quarterly { .. } => ("period", "periods"),
        };
        let held = match (holding.first, holding.last) {
            (Some(first), Some(last)) => {
                let all = cadence.periods(first, last).count();
                let periods = all.saturating_sub(holding.missing.len());
                let span = if first == last {
                    first.in_words()
                } else {
                    format!("{} to {}", first.in_words(), last.in_words())
                };
                let published = holding
                    .last_published
                    .map(|day| format!(" Last published on {}.", dates::day(day)));
                format!(
                    "{}, {span}.{}",
                    crate::format::plural(periods, one, several),
                    published.unwrap_or_default()
                )
            }
            _ => "Nothing is held.".to_owned(),
        };
        let late = if holding.missing.is_empty() {
            String::new()
        } else {
            let (one, several) = (format!("{one} is"), format!("{several} are"));
            let missing = crate::format::plural(holding.missing.len(), &one, &several);
            // A long list is for the page of what is held.
            match holding.missing.len() {
                ..=24 => format!("{missing} missing: {}.", dates::months(&holding.missing)),
                _ => format!("{missing} missing between."),
            }
        };
        lines.push(HeldLine {
            publication: title.to_owned(),
            held: Prose::from(held),
            late: if late.is_empty() {
                Prose::default()
            } else {
                Prose::from(late)
            },
        });
    }
    Ok(lines)
}
