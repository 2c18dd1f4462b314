//! What is held, what is missing, and who did not submit.

use std::collections::BTreeMap;

use candour_core::{BodyCode, Month, Scope, Status};
use candour_register::readable;
use jiff::civil::Date;
use serde::Serialize;

use crate::catalogue;
use crate::error::ArchiveError;
use crate::snapshot::{Snapshot, parsed};

/// What the archive holds of one family of publications.
#[derive(Debug, Clone, Serialize)]
pub struct Holding {
    /// The family.
    pub publication: String,
    /// How many files of it, all versions and forms counted.
    pub files: usize,
    /// How many of those files are known by starter figures alone.
    pub not_held: usize,
    /// The first month.
    pub first: Option<Month>,
    /// The last month.
    pub last: Option<Month>,
    /// Months between the first and the last of which nothing is held.
    pub missing: Vec<Month>,
    /// Months of which only a part is held.
    pub partial: Vec<Month>,
    /// The latest known day of publication.
    pub last_published: Option<Date>,
    /// How many files have no known day of publication.
    pub undated: usize,
    /// How many warnings there are in the files held.
    pub warnings: usize,
}

/// What the archive holds of one family of files that tell of bodies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DirectoryHolding {
    /// The family.
    pub publication: String,
    /// Its title in print.
    pub title: String,
    /// How many files of it, all vintages counted.
    pub files: usize,
    /// How many rows (areas of a map) they have.
    pub rows: u64,
    /// The first day as at which one speaks.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// How many warnings there are in them.
    pub warnings: usize,
}

/// Who did not submit a measure in a month.
#[derive(Debug, Clone, Serialize)]
pub struct NotSubmitted {
    /// What was not submitted.
    pub measure: candour_core::MeasureId,
    /// In which month.
    pub month: Month,
    /// Who: code and name.
    pub bodies: Vec<(BodyCode, String)>,
}

/// The state of one month of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MonthState {
    /// All of the service is held.
    Held,
    /// Some bodies are held.
    Partial,
    /// Nothing is held.
    Missing,
}

impl Snapshot<'_> {
    /// What is held, family by family.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn holdings(&self) -> Result<Vec<Holding>, ArchiveError> {
        let mut warnings: BTreeMap<String, usize> = BTreeMap::new();
        let mut statement = self.connection()?.prepare_cached(
            "SELECT s.publication, count(*) FROM diagnostic d JOIN source s ON s.id = d.source_id
             WHERE d.severity = 'warning' GROUP BY s.publication",
        )?;
        for row in statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))? {
            let (publication, count) = row?;
            warnings.insert(publication, usize::try_from(count).unwrap_or(0));
        }
        candour_publications::all()
            .iter()
            .map(|publication| {
                let id = publication.facts().id;
                let sources: Vec<_> = self
                    .sources()?
                    .iter()
                    .filter(|source| source.publication == id)
                    .collect();
                let months = self.months(id)?;
                let with = |wanted| {
                    months
                        .iter()
                        .filter(|(_, state)| **state == wanted)
                        .map(|(month, _)| *month)
                        .collect::<Vec<_>>()
                };
                Ok(Holding {
                    publication: id.to_owned(),
                    files: sources.len(),
                    not_held: sources.iter().filter(|source| !source.held).count(),
                    first: months.keys().next().copied(),
                    last: months.keys().next_back().copied(),
                    missing: with(MonthState::Missing),
                    partial: with(MonthState::Partial),
                    last_published: sources
                        .iter()
                        .filter_map(|source| source.published_on)
                        .max(),
                    undated: sources
                        .iter()
                        .filter(|source| source.published_on.is_none())
                        .count(),
                    warnings: warnings.get(id).copied().unwrap_or(0),
                })
            })
            .collect()
    }

    /// What is held of the families that tell of bodies; those of which nothing is held are left out.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn directories(&self) -> Result<Vec<DirectoryHolding>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT s.publication, count(*), sum(s.row_count), min(v.as_at), max(v.as_at),
                 (SELECT count(*) FROM diagnostic d JOIN source o ON o.id = d.source_id
                  WHERE o.publication = s.publication AND d.severity = 'warning')
             FROM source s JOIN vintage v ON v.source_id = s.id GROUP BY s.publication",
        )?;
        let rows = statement.query_map([], |row| {
            let publication: String = row.get(0)?;
            Ok(
                candour_publications::directory_by_id(&publication).map(|known| {
                    let count = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
                    Ok::<_, rusqlite::Error>(DirectoryHolding {
                        title: known.facts().title.to_owned(),
                        publication: publication.clone(),
                        files: usize::try_from(count(1)?).unwrap_or(usize::MAX),
                        rows: count(2)?,
                        first: parsed(row, 3)?,
                        last: parsed(row, 4)?,
                        warnings: usize::try_from(count(5)?).unwrap_or(usize::MAX),
                    })
                }),
            )
        })?;
        let mut found = Vec::new();
        for row in rows {
            if let Some(holding) = row? {
                found.push(holding?);
            }
        }
        Ok(found)
    }

    /// The state of every month of a family from the first held to the last.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn months(&self, publication: &str) -> Result<BTreeMap<Month, MonthState>, ArchiveError> {
        let carriers = self.carriers(publication, None)?;
        let (Some(first), Some(last)) = (carriers.keys().next(), carriers.keys().next_back())
        else {
            return Ok(BTreeMap::new());
        };
        let cadence = candour_publications::by_id(publication)
            .map_or(candour_core::Cadence::Monthly, |known| {
                known.facts().cadence
            });
        Ok(cadence
            .periods(*first, *last)
            .map(|month| {
                let state = carriers
                    .get(&month)
                    .and_then(|month| month.asked.first())
                    .map(|source| source.scope);
                let state = match state {
                    None => MonthState::Missing,
                    Some(Scope::National) => MonthState::Held,
                    Some(Scope::Partial) => MonthState::Partial,
                };
                (month, state)
            })
            .collect())
    }

    /// For each measure, who did not submit it in the latest month in which anybody did not.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn latest_not_submitted(&self) -> Result<Vec<NotSubmitted>, ArchiveError> {
        let mut found = Vec::new();
        let listed = candour_measures::Catalogue::bundled()
            .iter()
            .filter(|measure| measure.not_submitted.is_some());
        for measure in listed {
            let months = self.carriers_of(measure, None)?;
            for month in months.keys().rev() {
                let bodies = self.not_submitted(measure, *month, None)?;
                if !bodies.is_empty() {
                    found.push(NotSubmitted {
                        measure: measure.id.clone(),
                        month: *month,
                        bodies,
                    });
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Providers that did not submit a measure in a month though others did: code and name.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn not_submitted(
        &self,
        measure: &candour_measures::Measure,
        month: Month,
        as_known: Option<Date>,
    ) -> Result<Vec<(BodyCode, String)>, ArchiveError> {
        let months = self.carriers_of(measure, as_known)?;
        let Some(source) = months.get(&month).and_then(|month| month.asked.first()) else {
            return Ok(Vec::new());
        };
        let mut statement = self.connection()?.prepare_cached(
            "SELECT b.code, coalesce(nullif(n.name, ''), nullif(b.name, ''), b.code) FROM observation o JOIN body b ON b.id = o.body_id
             LEFT JOIN body_in_edition n ON n.body_id = o.body_id AND n.edition_id = o.edition_id AND n.level = o.level
             WHERE o.edition_id = ?1 AND o.level = 0 AND o.basis = 0
               AND o.treatment_function_id = coalesce((SELECT id FROM treatment_function WHERE code = ?2), 0)
               AND o.status = ?3 AND o.measure_id = (SELECT id FROM measure WHERE code = ?4) ORDER BY 2",
        )?;
        let total = measure.total_treatment_function();
        let rows = statement.query_map(
            (
                source.id,
                total.map_or("", candour_core::TreatmentFunction::as_str),
                catalogue::status_number(Status::NotSubmitted),
                measure.id.as_str(),
            ),
            |row| Ok((parsed(row, 0)?, readable(&row.get::<_, String>(1)?))),
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
