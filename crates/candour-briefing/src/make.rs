//! A briefing, from the archive to its items in their order.

use candour_archive::{ArchiveError, Snapshot};
use candour_core::BodyCode;
use candour_findings::dates;

use crate::gather::{Gathered, gather, latest_periods};
use crate::item::{Item, ItemKind, Section};
use crate::join;
use crate::query::{Briefing, BriefingQuery, Held, Knowledge, Scope};
use crate::scoring::Scoring;
use crate::sentence::Sentence;

/// Why there is no briefing.
#[derive(Debug, thiserror::Error)]
pub enum BriefingError {
    /// The archive cannot be read, or the body is not known.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The scoring that came with the program cannot be read; a test forbids it.
    #[error("data/briefing/scoring.toml cannot be read")]
    Scoring,
}

/// What changed and matters for a body on a day.
///
/// # Errors
/// Where the archive cannot be read or the body is not known.
pub fn briefing(snapshot: &Snapshot<'_>, query: &BriefingQuery) -> Result<Briefing, BriefingError> {
    let scoring = Scoring::bundled().ok_or(BriefingError::Scoring)?;
    briefing_by(snapshot, query, scoring)
}

/// The same by another scoring.
///
/// # Errors
/// Where the archive cannot be read or the body is not known.
pub fn briefing_by(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
    scoring: &Scoring,
) -> Result<Briefing, BriefingError> {
    let code = query.body.clone().unwrap_or_else(BodyCode::england);
    let body = snapshot.body(code.as_str())?;
    let latest = latest_periods(snapshot, query)?;
    let gathered = gather(snapshot, query, &body, &latest, scoring)?;
    let mut items = join::joined(&gathered, query, scoring);
    items.extend(crate::others::all(
        snapshot, query, &body, &gathered, &latest, scoring,
    )?);
    sort(&mut items);
    let (must_reads, rest) = chosen(items, &gathered, query, scoring);
    let title = must_reads.first().map_or_else(
        || {
            format!(
                "Nothing changed beyond chance {}",
                candour_findings::wording::place(body.level, &body.name)
            )
        },
        |item| item.headline.to_string(),
    );
    Ok(Briefing {
        on: query.on,
        title,
        scope: Scope {
            body: body.code.clone(),
            name: body.name.clone(),
            level: body.level,
        },
        knowledge: query.knowledge,
        must_reads,
        sections: sections(rest, scoring),
        notes: notes(query),
        held: held(snapshot, query, &latest)?,
        left_out: gathered.left_out,
    })
}

/// All news of every body by itself, none joined: what alerts are matched with.
///
/// # Errors
/// Where the archive cannot be read.
pub fn news(snapshot: &Snapshot<'_>, query: &BriefingQuery) -> Result<Vec<Item>, BriefingError> {
    let scoring = Scoring::bundled().ok_or(BriefingError::Scoring)?;
    let england = snapshot.body(BodyCode::england().as_str())?;
    let latest = latest_periods(snapshot, query)?;
    let gathered = gather(snapshot, query, &england, &latest, scoring)?;
    let mut items = join::apart(&gathered, query, scoring);
    items.extend(crate::others::all(
        snapshot, query, &england, &gathered, &latest, scoring,
    )?);
    items.retain(|item| item.kind != ItemKind::Standing);
    sort(&mut items);
    Ok(items)
}

/// The most telling first; of equals the one whose id comes first, so that the order is always the same.
fn sort(items: &mut [Item]) {
    items.sort_by(|one, other| {
        other
            .score
            .points
            .total_cmp(&one.score.points)
            .then_with(|| one.id.cmp(&other.id))
    });
}

/// Takes the must-reads out: real news of enough points, no more than three of a section, then what has long
/// been so where there are fewer than a reader expects.
fn chosen(
    items: Vec<Item>,
    _gathered: &Gathered,
    _query: &BriefingQuery,
    scoring: &Scoring,
) -> (Vec<Item>, Vec<Item>) {
    const OF_A_SECTION: usize = 3;
    let choice = &scoring.choice;
    let (mut must, mut rest): (Vec<Item>, Vec<Item>) = (Vec::new(), Vec::new());
    for item in items {
        let of_section = must
            .iter()
            .filter(|other: &&Item| other.section == item.section)
            .count();
        let news = item.kind != ItemKind::Standing
            && item.score.points >= choice.must_read_from
            && must.len() < choice.must_reads
            && of_section < OF_A_SECTION;
        if news {
            must.push(item);
        } else {
            rest.push(item);
        }
    }
    let mut left = Vec::new();
    for item in rest {
        if item.kind == ItemKind::Standing && must.len() < choice.must_reads_at_least {
            must.push(item);
        } else {
            left.push(item);
        }
    }
    // What has long been so is told only where it fills up.
    left.retain(|item| item.kind != ItemKind::Standing);
    (must, left)
}

/// The rest by section, so many of each at the most.
fn sections(items: Vec<Item>, scoring: &Scoring) -> Vec<(Section, Vec<Item>)> {
    let mut sections: Vec<(Section, Vec<Item>)> = Section::ALL
        .iter()
        .map(|section| (*section, Vec::new()))
        .collect();
    for item in items {
        if let Some((_, found)) = sections
            .iter_mut()
            .find(|(section, _)| *section == item.section)
            && found.len() < scoring.choice.in_section
        {
            found.push(item);
        }
    }
    sections.retain(|(_, items)| !items.is_empty());
    sections
}

/// What is taken as known, in a sentence.
fn notes(query: &BriefingQuery) -> Vec<Sentence> {
    match query.knowledge {
        Knowledge::Today => Vec::new(),
        Knowledge::AsKnown { day } => vec![Sentence::from(format!(
            "As known on {}: only what was published by then. Files whose day of publication is not known are left out.",
            dates::day(day)
        ))],
        Knowledge::UpTo { month } => vec![Sentence::from(format!(
            "Periods up to {} only, as the files that are held today have them: figures that were revised later stand \
             here as revised. It is not what was known then.",
            month.in_words()
        ))],
    }
}

/// What it rests on, publication by publication.
fn held(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
    latest: &std::collections::BTreeMap<String, candour_core::Month>,
) -> Result<Vec<Held>, ArchiveError> {
    let mut held = Vec::new();
    for publication in candour_publications::all() {
        let facts = publication.facts();
        let Some(month) = latest.get(facts.id) else {
            continue;
        };
        let carriers = snapshot.carriers(facts.id, query.as_known())?;
        let published_on = carriers
            .get(month)
            .and_then(|carriers| carriers.asked.first()?.published_on);
        held.push(Held {
            publication: facts.title.to_owned(),
            latest: Some(*month),
            published_on,
        });
    }
    Ok(held)
}
