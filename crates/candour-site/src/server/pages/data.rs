//! `/data`: what is held, month by month, and every way to it.

use std::collections::BTreeMap;

use candour_archive::{Carriers, Holding as Held};
use candour_core::{BodyCode, Cadence, Level, Month, Scope};
use candour_measures::Catalogue;
use candour_publications::Publication;
use candour_register::Boundaries;

use crate::format;
use crate::server::answer::{Answer, Reading};
use crate::server::dates;
use crate::server::downloads::{self, Ending};
use crate::server::error::AppError;
use crate::server::links;
use crate::views::{DataView, Family, HeldMonth, Holding, Nav, Prose, YearRow};

pub(in crate::server) fn answer(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let holdings: Vec<Held> = reading
        .snapshot
        .holdings()?
        .into_iter()
        .filter(|held| held.files > 0)
        .collect();
    let files: usize = holdings.iter().map(|held| held.files).sum();
    let starter = holdings.iter().any(|held| held.not_held > 0);
    let heading = if holdings.is_empty() {
        "Nothing is held yet".to_owned()
    } else {
        format!(
            "{} of {}",
            format::plural(files, "file", "files"),
            format::plural(
                holdings.len(),
                "publication is known",
                "publications are known"
            )
        )
    };
    let mut page = reading.page(
        format!("What is held: {heading}"),
        vec![reading.root()],
        starter,
    );
    page.nav = Nav::Data;
    let mut families = Vec::new();
    let mut licences: Vec<&str> = Vec::new();
    for held in &holdings {
        if let Some(publication) = candour_publications::by_id(&held.publication) {
            families.push(family(reading, publication, held)?);
            if !licences.contains(&publication.facts().licence) {
                licences.push(publication.facts().licence);
            }
        }
    }
    let view = DataView {
        page,
        heading,
        families,
        licence: Prose::from(format!("Licence of the figures: {}. Cite the publisher and Candour.", licences.join("; "))),
        ways: vec![
            Prose::from("Over the API, described in ").link("OpenAPI", "/api/v1/openapi.json").text(
                ": series, receipts, assessments and bodies as JSON, each value with its receipt.",
            ),
            Prose::from("Each page of a body, measure or chart has its figures as CSV, JSON, Excel and Parquet at the same address with that ending."),
            Prose::from("At the command line: candour export, and candour sql for read-only SQL over the catalogue."),
        ],
        downloads: reading.downloads("/data", "England and its regions, every measure and month"),
    };
    Ok(Answer::html(view.render()?))
}

/// Every figure of England and its regions.
pub(in crate::server) fn file(reading: &Reading<'_>, ending: &str) -> Result<Answer, AppError> {
    let path = format!("data.{ending}");
    let (_, Some(ending)) = downloads::split(&path)? else {
        return Err(AppError::not_found("There is no such page"));
    };
    if ending == Ending::Svg {
        return Err(AppError::not_found("Only a chart can be had as .svg"));
    }
    let as_known = reading.params.as_known;
    let mut all = reading.snapshot.figures_of_body(
        &BodyCode::england(),
        Level::England,
        Boundaries::AsReported,
        as_known,
    )?;
    for region in reading.snapshot.bodies_at(Level::Region)? {
        all.extend(reading.snapshot.figures_of_body(
            &region.code,
            Level::Region,
            Boundaries::AsReported,
            as_known,
        )?);
    }
    let place = |series: &candour_archive::Series| {
        Catalogue::bundled()
            .iter()
            .position(|measure| measure.id == series.key.measure)
    };
    all.sort_by_key(place);
    downloads::figures(reading, &all, ending, "candour", "England and its regions")
}

fn family(
    reading: &Reading<'_>,
    publication: &dyn Publication,
    held: &Held,
) -> Result<Family, AppError> {
    let known = publication.facts();
    let carriers = reading.snapshot.carriers(known.id, None)?;
    let all = held.first.zip(held.last).map_or(0, |(first, last)| {
        known.cadence.periods(first, last).count()
    });
    let whole = all - held.missing.len().min(all) - held.partial.len().min(all);
    let mut facts = format!("{}, {}. ", known.publisher, known.frequency);
    if let Some(last) = held.last {
        let last = known.cadence.in_words(last);
        facts.push_str(&format!("Latest period: {last}. "));
    }
    if let Some(day) = held.last_published {
        facts.push_str(&format!("Last published on {}. ", dates::day(day)));
    }
    if held.undated > 0 {
        let files = format::plural(held.undated, "file has", "files have");
        facts.push_str(&format!("{files} no known day of publication. "));
    }
    if held.warnings > 0 {
        facts.push_str(&format!(
            "{} in the files. ",
            format::plural(held.warnings, "warning", "warnings")
        ));
    }
    facts.push_str(&format!("{}.", known.licence));
    let measures = Catalogue::bundled()
        .iter()
        .filter(|measure| measure.publication.as_str() == known.id);
    // A family whose files hold a part each by design has no period whole, and lacks nothing for it.
    let (many, how) = match (whole, held.partial.len()) {
        (0, partial) if partial > 0 => (partial, "in part"),
        _ => (whole, "whole"),
    };
    Ok(Family {
        name: known.title.to_owned(),
        finding: format!(
            "{many} of {} held {how}",
            match known.cadence {
                Cadence::Monthly => format::plural(all, "month is", "months are"),
                Cadence::Quarterly { .. } => format::plural(all, "period is", "periods are"),
            }
        ),
        facts: Prose::from(facts),
        years: years(&carriers, known.cadence),
        measures: measures
            .map(|measure| reading.measure_link(measure))
            .collect(),
    })
}

/// The grid, the latest year first.
fn years(carriers: &BTreeMap<Month, Carriers>, cadence: Cadence) -> Vec<YearRow> {
    let (Some(first), Some(last)) = (carriers.keys().next(), carriers.keys().next_back()) else {
        return Vec::new();
    };
    let cell = |year: i32, number: u8| {
        let Some(month) = Month::new(year, number)
            .filter(|month| (first..=last).contains(&month) && cadence.has(*month))
        else {
            return HeldMonth::default();
        };
        let source = carriers.get(&month).and_then(|month| month.asked.first());
        HeldMonth {
            holding: match source.map(|source| source.scope) {
                None => Holding::Missing,
                Some(Scope::National) => Holding::Held,
                Some(Scope::Partial) => Holding::Partial,
            },
            month: cadence.in_words(month),
            href: source.map(|source| links::source(&source.sha256)),
        }
    };
    let years = (first.year()..=last.year()).rev();
    years
        .map(|year| YearRow {
            year: year.to_string(),
            months: (1..=12).map(|number| cell(year, number)).collect(),
        })
        .collect()
}
