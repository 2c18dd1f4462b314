//! Questions that the oversight framework's files answer.

use candour_archive::{OversightPlace, Snapshot};
use candour_core::{BodyCode, MILLIONTHS, Month};
use candour_findings::links;
use candour_publications as publications;
use jiff::civil::Date;

use super::ask_figures::whole;
use super::claim::Give;
use super::evidence::{Found, Gap, Ground};

#[expect(clippy::cast_precision_loss, reason = "a score is small")]
fn unscaled(millionths: i64) -> f64 {
    millionths as f64 / MILLIONTHS as f64
}

/// The row of a kept file.
fn row(source: &candour_archive::SourceRow, row: u32, words: String) -> Ground {
    Ground {
        words,
        href: Some(format!("{}/rows/{row}", links::source(&source.sha256))),
        file: Some(source.file_name.clone()),
        published_on: source.published_on,
    }
}

fn not_held(quarter: Month) -> Gap {
    Gap::because(format!(
        "the oversight framework of the quarter to {} is not held",
        candour_findings::format::month(quarter)
    ))
}

fn league_of(
    snapshot: &Snapshot<'_>,
    quarter: Month,
    as_known: Option<Date>,
) -> Result<Vec<OversightPlace>, Gap> {
    let places = snapshot.oversight_league(quarter, as_known)?;
    if places.is_empty() {
        return Err(not_held(quarter));
    }
    Ok(places)
}

/// A metric of a trust, or its place in the league.
pub(super) fn trust(
    snapshot: &Snapshot<'_>,
    quarter: Month,
    trust: &BodyCode,
    metric: Option<&str>,
    give: Give,
    as_known: Option<Date>,
) -> Result<Found, Gap> {
    let lacking = || Gap::because(format!("the file has no such number of {trust}"));
    if let Some(metric) = metric {
        let rows = snapshot.oversight(quarter, as_known)?;
        if rows.is_empty() {
            return Err(not_held(quarter));
        }
        let found = rows
            .iter()
            .find(|row| row.trust == *trust && &*row.metric == metric)
            .ok_or_else(lacking)?;
        let number = match give {
            Give::Rank => found.rank.map(f64::from),
            _ => found.value.map(unscaled),
        };
        let words = format!(
            "{metric} of {}, {}",
            found.trust_name, found.quarter_printed
        );
        let ground = row(&found.source, found.row, words);
        return Ok(Found::number(number.ok_or_else(lacking)?, vec![ground]));
    }
    let places = league_of(snapshot, quarter, as_known)?;
    let found = places
        .iter()
        .find(|place| place.trust == *trust)
        .ok_or_else(lacking)?;
    let number = match give {
        Give::Rank => found.rank.map(f64::from),
        Give::Segment => found.segment.map(f64::from),
        _ => found.score.map(unscaled),
    };
    let words = format!(
        "league table, {}, {}",
        found.trust_name, found.quarter_printed
    );
    let ground = row(&found.source, found.row, words);
    Ok(Found::number(number.ok_or_else(lacking)?, vec![ground]))
}

/// How many trusts of a type stand so in the league.
pub(super) fn league(
    snapshot: &Snapshot<'_>,
    quarter: Month,
    trust_type: &str,
    segment: Option<u8>,
    deficit: Option<bool>,
    as_known: Option<Date>,
) -> Result<Found, Gap> {
    let places = league_of(snapshot, quarter, as_known)?;
    let of: Vec<&OversightPlace> = places
        .iter()
        .filter(|place| &*place.trust_type == trust_type)
        .collect();
    let Some(first) = of.first() else {
        return Err(not_held(quarter));
    };
    let counted = of
        .iter()
        .filter(|place| segment.is_none_or(|segment| place.segment == Some(segment)))
        .filter(|place| deficit.is_none_or(|deficit| place.in_deficit == Some(deficit)))
        .count();
    let title = publications::by_id(&first.source.publication)
        .map_or("league table", |found| found.facts().title);
    let ground = Ground {
        words: format!("{title}, {}", first.quarter_printed),
        href: Some(links::source(&first.source.sha256)),
        file: Some(first.source.file_name.clone()),
        published_on: first.source.published_on,
    };
    Ok(Found::number(whole(counted), vec![ground]))
}
