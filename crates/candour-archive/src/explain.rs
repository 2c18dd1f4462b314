//! The receipt of a figure: recomputed from the kept rows, never recalled.

use candour_core::{Basis, Digest, Level, Month, PublishedBasis, RowSet, SeriesKey, Status, Unit};
use candour_measures::{Measure, Selection, formula_in_words};
use candour_register::{Boundaries, Register};
use jiff::civil::Date;
use rusqlite::OptionalExtension as _;

use crate::carried::CarriedPart;
use crate::catalogue;
use crate::error::{ArchiveError, NotFound};
use crate::joined;
use crate::pass::{RegisterPlaces, plan};
use crate::series::{Figure, SeriesQuery};
use crate::snapshot::Snapshot;
use crate::source::{SourceDetail, family};
use crate::tidy::TidyReader;
use crate::versions::{Other, SourceRow};

/// Where a figure comes from, to the row.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Which series.
    pub key: SeriesKey,
    /// What the value counts.
    pub unit: Unit,
    /// The figure.
    pub figure: Figure,
    /// Only what was published by this day.
    pub as_known: Option<Date>,
    /// On whose boundaries.
    pub boundaries: Boundaries,
    /// The formula, in the names of the file's columns.
    pub formula: String,
    /// The files, and the rows of each.
    pub inputs: Vec<Input>,
    /// On other boundaries than the file's: the units that the figure is made of, and how each came
    /// there. Empty as reported.
    pub parts: Vec<CarriedPart>,
    /// The same figure in the other versions of its month that are held, latest first.
    pub versions: Vec<Version>,
    /// Files of another form that were compared with the source and agree, or do not.
    pub compared: Vec<Compared>,
}

/// A file behind a figure.
#[derive(Debug, Clone)]
pub struct Input {
    /// The file.
    pub source: SourceDetail,
    /// Its rows; empty where the figure is one that was not submitted.
    pub rows: RowSet,
    /// What they give above the line.
    pub numerator: Option<i64>,
    /// What they give below it.
    pub denominator: Option<i64>,
}

/// The same figure in another version of its month.
#[derive(Debug, Clone)]
pub struct Version {
    /// The file.
    pub sha256: Digest,
    /// Its name.
    pub file_name: String,
    /// When it was published, where known.
    pub published_on: Option<Date>,
    /// How that is known.
    pub published_basis: PublishedBasis,
    /// Whether it holds all of the service.
    pub scope: candour_core::Scope,
    /// Its figure.
    pub value: Option<f64>,
    /// What that figure is.
    pub status: Status,
}

/// Another form of the same month.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The file.
    pub sha256: Digest,
    /// Its name.
    pub file_name: String,
    /// How many cells both have.
    pub cells: u64,
    /// How many of them differ.
    pub differences: u64,
}

/// One row behind a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct RowDetail {
    /// The SHA-256 of the file.
    pub sha256: Digest,
    /// The row of the file.
    pub row: u32,
    /// Who and what the row is about: the texts of the columns that name it.
    pub about: Vec<String>,
    /// The columns that the figure uses, and their cells; amounts in millionths.
    pub cells: Vec<(String, Option<i64>)>,
    /// What the row gives above the line.
    pub numerator: Option<i64>,
    /// What it gives below it.
    pub denominator: Option<i64>,
}

impl Snapshot<'_> {
    /// The receipt of a series' figure of one month.
    ///
    /// The figure is computed again from the rows, which must give what the catalogue has.
    ///
    /// # Errors
    /// Where there is no such figure, or the rows no longer give it.
    pub fn explain(&self, query: &SeriesQuery, month: Month) -> Result<Receipt, ArchiveError> {
        if !query.boundaries.is_as_reported() && self.settle(query)?.level != Level::England {
            return self.explain_carried(query, month);
        }
        let query = SeriesQuery {
            from: Some(month),
            to: Some(month),
            ..query.clone()
        };
        let series = self.series(&query)?;
        let measure = self.measure(series.key.measure.as_str())?;
        let nothing = || {
            NotFound::Figure(format!(
                "{} of {} in {month}",
                series.key.measure, series.key.body
            ))
        };
        let figure = series.figures.first().cloned().ok_or_else(nothing)?;
        let source = figure.source.clone().ok_or_else(nothing)?;
        let inputs = if source.held {
            let (again, inputs) = self.recompute(&series.key, &source)?;
            if (
                again.numerator,
                again.denominator,
                again.value.map(f64::to_bits),
                again.status,
            ) != (
                figure.numerator,
                figure.denominator,
                figure.value.map(f64::to_bits),
                figure.status,
            ) {
                return Err(ArchiveError::Damaged(format!(
                    "the rows of {} no longer give the figure of {} for {} in {month}",
                    source.file_name, series.key.measure, series.key.body
                )));
            }
            inputs
        } else {
            vec![Input {
                rows: self.starter_rows(&series.key, source.id)?,
                numerator: figure.numerator,
                denominator: figure.denominator,
                source: self.detail(&source)?,
            }]
        };
        Ok(Receipt {
            unit: measure.unit,
            as_known: query.as_known,
            boundaries: query.boundaries,
            parts: Vec::new(),
            formula: formula_in_words(measure),
            inputs,
            versions: self.versions(&series.key, measure, &source)?,
            compared: self.compared(source.source)?,
            key: series.key,
            figure,
        })
    }

    /// The rows behind a receipt's input, at most `limit`, with the cells that the figure uses.
    ///
    /// # Errors
    /// Where the file is not held or its tidy table cannot be read.
    pub fn rows_behind(
        &self,
        key: &SeriesKey,
        input: &Input,
        limit: usize,
    ) -> Result<Vec<RowDetail>, ArchiveError> {
        let mut found = Vec::new();
        // What a row gives does not depend on whose figure it went into; on other boundaries the file
        // itself may know no such level.
        let unit = SeriesKey {
            level: match key.basis {
                Basis::Provider => Level::Provider,
                Basis::Commissioner => Level::SubIcb,
            },
            ..key.clone()
        };
        self.with_selection(&unit, &input.source, |selection, reader| {
            let wanted = selection.columns_with_names();
            for group in 0..reader.groups() {
                let batch = reader.group(group, &wanted)?;
                for (place, row) in batch
                    .rows
                    .iter()
                    .enumerate()
                    .filter(|(_, row)| input.rows.contains(**row))
                {
                    if found.len() == limit {
                        return Ok(());
                    }
                    let contribution = selection.row_contribution(&batch, place);
                    found.push(RowDetail {
                        sha256: input.source.row.sha256,
                        row: *row,
                        about: contribution.about,
                        cells: contribution.cells,
                        numerator: contribution.numerator,
                        denominator: contribution.denominator,
                    });
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Computes one figure again from the tidy table of its edition, or the two of its files. Gives the
    /// figure, and each file with the rows that it has of it.
    pub(crate) fn recompute(
        &self,
        key: &SeriesKey,
        edition: &SourceRow,
    ) -> Result<(candour_core::Observation, Vec<Input>), ArchiveError> {
        if let Some(other) = &edition.other {
            return self.recompute_joined(key, edition, other);
        }
        let detail = self.detail(edition)?;
        let (observation, rows) = self.with_selection(key, &detail, |mut selection, reader| {
            let wanted = selection.columns();
            for group in 0..reader.groups() {
                selection.add(&reader.group(group, &wanted)?);
            }
            let recomputed = selection.finish();
            Ok((recomputed.observation, recomputed.rows))
        })?;
        let input = Input {
            rows,
            numerator: observation.numerator,
            denominator: observation.denominator,
            source: detail,
        };
        Ok((observation, vec![input]))
    }

    /// The same of two files: each is joined to the other, so that the rows of both are told.
    fn recompute_joined(
        &self,
        key: &SeriesKey,
        edition: &SourceRow,
        other: &Other,
    ) -> Result<(candour_core::Observation, Vec<Input>), ArchiveError> {
        let publication = family(edition)?;
        let plan = plan(publication)?;
        let measure = self.measure(key.measure.as_str())?;
        let alone = |sha256: &Digest| {
            let mut editions = self.editions()?.iter();
            editions
                .find(|one| {
                    one.other.is_none() && one.sha256 == *sha256 && one.period == edition.period
                })
                .cloned()
                .ok_or_else(|| ArchiveError::Damaged(format!("no edition of {sha256} is known")))
        };
        let (one, two) = (alone(&edition.sha256)?, alone(&other.sha256)?);
        let places = RegisterPlaces(Register::bundled());
        let mut found = None;
        let mut inputs = Vec::new();
        for (file, second) in [(&one, &two), (&two, &one)] {
            let second = Other {
                sha256: second.sha256,
                present: second.present.clone(),
            };
            let present = edition.columns();
            let mut selection =
                Selection::new(&plan, key, edition.period, &present, &places, edition.scope)
                    .map_err(|error| ArchiveError::Measures(error.to_string()))?;
            for batch in joined::batches(&self.archive.folder, publication, file, &second)? {
                selection.add(&batch);
            }
            let recomputed = selection.finish();
            let observation = found.get_or_insert(recomputed.observation);
            let (above, below) = measure.halves(publication.table(), &file.present);
            inputs.push(Input {
                rows: recomputed.rows,
                numerator: observation.numerator.filter(|_| above),
                denominator: observation.denominator.filter(|_| below),
                source: self.detail(file)?,
            });
        }
        // What stands above the line is told first.
        inputs.sort_by_key(|input| input.numerator.is_none());
        let observation =
            found.ok_or_else(|| ArchiveError::Damaged("nothing to recompute".to_owned()))?;
        Ok((observation, inputs))
    }

    /// The rows of a source that one figure is made of, and its tidy table to look for them in.
    fn with_selection<T>(
        &self,
        key: &SeriesKey,
        source: &SourceDetail,
        work: impl FnOnce(Selection<'_>, &mut TidyReader) -> Result<T, ArchiveError>,
    ) -> Result<T, ArchiveError> {
        let publication = source.family()?;
        let plan = plan(publication)?;
        let places = RegisterPlaces(Register::bundled());
        let selection = Selection::new(
            &plan,
            key,
            source.row.period,
            &source.present,
            &places,
            source.row.scope,
        )
        .map_err(|error| ArchiveError::Measures(error.to_string()))?;
        let path = self
            .archive
            .folder
            .table(&source.row.publication, &source.row.sha256);
        let mut reader = TidyReader::open(
            &path,
            publication.table(),
            source.row.period,
            &source.present,
        )?;
        work(selection, &mut reader)
    }

    fn starter_rows(&self, key: &SeriesKey, source: i64) -> Result<RowSet, ArchiveError> {
        let text: Option<String> = self
            .connection()?
            .prepare_cached(
                "SELECT rows FROM starter_rows WHERE edition_id = ?1 AND level = ?2 AND basis = ?3
                   AND treatment_function_id = coalesce((SELECT id FROM treatment_function WHERE code = ?4), 0)
                   AND body_id = (SELECT id FROM body WHERE code = ?5) AND measure_id = (SELECT id FROM measure WHERE code = ?6)",
            )?
            .query_row(
                (
                    source,
                    catalogue::level_number(key.level),
                    catalogue::basis_number(key.basis),
                    key.treatment_function.as_ref().map_or("", |code| code.as_str()),
                    key.body.as_str(),
                    key.measure.as_str(),
                ),
                |row| row.get(0),
            )
            .optional()?;
        text.unwrap_or_default()
            .parse()
            .map_err(|error: candour_core::RowSetError| ArchiveError::Starter(error.to_string()))
    }

    fn versions(
        &self,
        key: &SeriesKey,
        measure: &Measure,
        but: &SourceRow,
    ) -> Result<Vec<Version>, ArchiveError> {
        let mut found = Vec::new();
        for source in self.editions()? {
            let same = source.publication == but.publication && source.period == but.period;
            // A file without the measure's columns is no version of its figure.
            let carries = but.applies_to(measure) == source.applies_to(measure);
            if !same || !carries || source.id == but.id {
                continue;
            }
            let figure = self.figure_of_source(key, source)?;
            found.push(Version {
                sha256: source.sha256,
                file_name: source.file_name.clone(),
                published_on: source.published_on,
                published_basis: source.published_basis,
                scope: source.scope,
                value: figure.as_ref().and_then(|figure| figure.value),
                status: figure.map_or(Status::Missing, |figure| figure.status),
            });
        }
        found.sort_by_key(|version| std::cmp::Reverse(version.published_on));
        Ok(found)
    }

    fn compared(&self, source: i64) -> Result<Vec<Compared>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT s.sha256, s.file_name, a.cells, a.differences FROM agreement a
             JOIN source s ON s.id = CASE WHEN a.source_id = ?1 THEN a.other_id ELSE a.source_id END
             WHERE a.source_id = ?1 OR a.other_id = ?1 ORDER BY s.file_name",
        )?;
        let rows = statement.query_map([source], |row| {
            Ok(Compared {
                sha256: crate::snapshot::parsed(row, 0)?,
                file_name: row.get(1)?,
                cells: row.get::<_, i64>(2)?.cast_unsigned(),
                differences: row.get::<_, i64>(3)?.cast_unsigned(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
