//! The starter figures: real monthly figures that came with the program, for whoever holds no file.
//!
//! They are computed by Candour from the published files and written by [`Snapshot::starter`] into
//! four CSV files under `data/starter/`: the sources with their SHA-256, the figures, the rows behind
//! them, the bodies. No published file is among them. Loading a file puts it in their place.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;

use candour_core::{
    Basis, Digest, Level, MeasureId, Month, Observation, RowRange, RowSet, Scope, SeriesKey,
    TreatmentFunction,
};
use candour_measures::Catalogue;
use candour_publications::Form;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};

use crate::bodies_seen::Seen;
use crate::error::ArchiveError;
use crate::ingest::Writer;
use crate::record::{insert_body, insert_edition, insert_measures, insert_observations};
use crate::snapshot::{Snapshot, bits};
use crate::verify::measure_edition;

const SOURCES: &str = include_str!("../../../data/starter/sources.csv");
const FIGURES: &str = include_str!("../../../data/starter/figures.csv");
const ROWS: &str = include_str!("../../../data/starter/rows.csv");
const BODIES: &str = include_str!("../../../data/starter/bodies.csv");

/// The four files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StarterFiles {
    /// `sources.csv`
    pub sources: String,
    /// `figures.csv`
    pub figures: String,
    /// `rows.csv`
    pub rows: String,
    /// `bodies.csv`
    pub bodies: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Source {
    number: usize,
    sha256: Digest,
    file_name: String,
    bytes: u64,
    publication: String,
    publisher: String,
    licence: String,
    layout: String,
    period: Month,
    scope_reason: String,
    published_on: Option<jiff::civil::Date>,
    published_basis: candour_core::PublishedBasis,
    row_count: u64,
    present: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct FigureRow {
    source: usize,
    measure: candour_core::MeasureId,
    body: candour_core::BodyCode,
    level: Level,
    basis: candour_core::Basis,
    treatment_function: Option<TreatmentFunction>,
    numerator: Option<i64>,
    denominator: Option<i64>,
    value: Option<f64>,
    status: candour_core::Status,
    over: u8,
    rows: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct RowsRow {
    number: usize,
    rows: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct BodyRow {
    source: usize,
    level: Level,
    code: String,
    name: String,
    parent: Option<String>,
}

impl Snapshot<'_> {
    /// The starter figures of what this archive holds: of every national file that carries its
    /// month, the figures of sub-ICB locations, boards, regions and the nation, all treatment functions
    /// together.
    ///
    /// # Errors
    /// Where a file is not held, or a figure cannot be computed again.
    pub fn starter(&self) -> Result<StarterFiles, ArchiveError> {
        let mut sources = Vec::new();
        let mut figures = Vec::new();
        let mut bodies = Vec::new();
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for publication in candour_publications::all() {
            for carriers in self.carriers(publication.facts().id, None)?.into_values() {
                let Some(row) = carriers
                    .asked
                    .first()
                    .filter(|row| row.scope == Scope::National && row.held)
                    // The starter files know a file by its one period, and no workbook.
                    .filter(|row| row.span.0 == row.span.1 && row.form == Form::Csv)
                else {
                    continue;
                };
                let source = self.detail(row)?;
                let number = sources.len();
                let observations = measure_edition(&self.archive.folder, row)?;
                let mut of_units: BTreeMap<(MeasureId, Basis), BTreeMap<String, RowSet>> =
                    BTreeMap::new();
                let mut named: BTreeMap<(Level, String), ()> = BTreeMap::new();
                for observation in observations {
                    let total = Catalogue::bundled()
                        .get(&observation.key.measure)
                        .and_then(|measure| measure.total_treatment_function());
                    let wanted = matches!(
                        observation.key.level,
                        Level::SubIcb | Level::Icb | Level::Region | Level::England
                    ) && observation.key.treatment_function.as_ref() == total;
                    if !wanted {
                        continue;
                    }
                    let rows = match observation.key.level {
                        // One reading for all of them, not one for each.
                        Level::SubIcb => {
                            let of = (observation.key.measure.clone(), observation.key.basis);
                            let known = match of_units.entry(of) {
                                Entry::Occupied(known) => known.into_mut(),
                                Entry::Vacant(new) => {
                                    new.insert(self.rows_of_units(&observation.key, &source)?)
                                }
                            };
                            known.get(observation.key.body.as_str()).map(encode)
                        }
                        _ => {
                            let (_, inputs) = self.recompute(&observation.key, row)?;
                            inputs.first().map(|input| encode(&input.rows))
                        }
                    };
                    let next = numbers.len();
                    let rows = *numbers.entry(rows.unwrap_or_default()).or_insert(next);
                    named.insert(
                        (observation.key.level, observation.key.body.to_string()),
                        (),
                    );
                    figures.push(FigureRow {
                        source: number,
                        measure: observation.key.measure,
                        body: observation.key.body,
                        level: observation.key.level,
                        basis: observation.key.basis,
                        treatment_function: observation.key.treatment_function,
                        numerator: observation.numerator,
                        denominator: observation.denominator,
                        value: observation.value,
                        status: observation.status,
                        over: observation.over.into(),
                        rows,
                    });
                }
                for (level, code) in named.into_keys() {
                    let body = self.body(&code)?;
                    bodies.push(BodyRow {
                        source: number,
                        level,
                        code,
                        name: body.name,
                        parent: body.parent.map(|parent| parent.to_string()),
                    });
                }
                sources.push(Source {
                    number,
                    sha256: row.sha256,
                    file_name: row.file_name.clone(),
                    bytes: source.bytes,
                    publication: row.publication.clone(),
                    publisher: source.publisher.clone(),
                    licence: source.licence.clone(),
                    layout: source.layout.clone(),
                    period: row.period,
                    scope_reason: source.scope_reason.clone(),
                    published_on: row.published_on,
                    published_basis: row.published_basis,
                    row_count: source.rows,
                    present: source
                        .present
                        .iter()
                        .map(|present| if *present { '1' } else { '0' })
                        .collect(),
                });
            }
        }
        let mut rows: Vec<RowsRow> = numbers
            .into_iter()
            .map(|(rows, number)| RowsRow { number, rows })
            .collect();
        rows.sort_by_key(|row| row.number);
        Ok(StarterFiles {
            sources: csv(&sources)?,
            figures: csv(&figures)?,
            rows: csv(&rows)?,
            bodies: csv(&bodies)?,
        })
    }
}

impl Writer {
    /// Loads the starter figures of every source that the archive does not know. Gives how many
    /// figures the archive has from them.
    ///
    /// # Errors
    /// Where the files that came with the program cannot be read.
    pub fn load_starter(&mut self) -> Result<usize, ArchiveError> {
        self.load_starter_from(SOURCES, FIGURES, ROWS, BODIES)
    }

    fn load_starter_from(
        &mut self,
        sources: &str,
        figures: &str,
        rows: &str,
        bodies: &str,
    ) -> Result<usize, ArchiveError> {
        let sources: Vec<Source> = read("sources.csv", sources)?;
        let rows: BTreeMap<usize, RowSet> = read::<RowsRow>("rows.csv", rows)?
            .into_iter()
            .map(|row| Ok((row.number, decode(&row.rows)?)))
            .collect::<Result<_, ArchiveError>>()?;
        let mut figures_of: BTreeMap<usize, Vec<FigureRow>> = BTreeMap::new();
        let mut total = 0;
        for figure in read::<FigureRow>("figures.csv", figures)? {
            total += 1;
            figures_of.entry(figure.source).or_default().push(figure);
        }
        let mut bodies_of: BTreeMap<usize, Vec<BodyRow>> = BTreeMap::new();
        for body in read::<BodyRow>("bodies.csv", bodies)? {
            bodies_of.entry(body.source).or_default().push(body);
        }
        let transaction = self.connection.transaction()?;
        for source in &sources {
            let known = transaction
                .prepare_cached("SELECT 1 FROM source WHERE sha256 = ?1")?
                .exists([source.sha256.to_string()])?;
            if known {
                continue;
            }
            let publication =
                candour_publications::by_id(&source.publication).ok_or_else(|| {
                    ArchiveError::Starter(format!(
                        "no publication `{}` is known",
                        source.publication
                    ))
                })?;
            let file = insert_source(&transaction, source)?;
            let id = insert_edition(&transaction, file, None, source.period, source.row_count)?;
            let present = bits(&source.present);
            insert_measures(&transaction, id, publication, &|measure| {
                Some(measure.applies(publication.table(), &present))
            })?;
            let figures = figures_of.remove(&source.number).unwrap_or_default();
            for body in bodies_of.remove(&source.number).unwrap_or_default() {
                let seen = Seen {
                    name: body.name,
                    parent: body.parent,
                };
                insert_body(
                    &transaction,
                    id,
                    source.period,
                    body.level,
                    &body.code,
                    &seen,
                    true,
                )?;
            }
            insert_figures(&transaction, id, &figures, &rows)?;
        }
        transaction.commit()?;
        Ok(total)
    }
}

fn insert_source(transaction: &Transaction<'_>, source: &Source) -> Result<i64, ArchiveError> {
    transaction
        .prepare_cached(
            "INSERT INTO source (sha256, file_name, bytes, publication, publisher, licence, layout, form, scope,
                 scope_reason, published_on, published_basis, row_count, present, held, measures, taken_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'csv', 'national', ?8, ?9, ?10, ?11, ?12, 0, '',
                 strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
        )?
        .execute(rusqlite::params![
            source.sha256.to_string(),
            source.file_name,
            source.bytes.cast_signed(),
            source.publication,
            source.publisher,
            source.licence,
            source.layout,
            source.scope_reason,
            source.published_on.map(|day| day.to_string()),
            source.published_basis.as_str(),
            source.row_count.cast_signed(),
            source.present,
        ])?;
    Ok(transaction.last_insert_rowid())
}

fn insert_figures(
    transaction: &Transaction<'_>,
    edition: i64,
    figures: &[FigureRow],
    rows: &BTreeMap<usize, RowSet>,
) -> Result<(), ArchiveError> {
    let observations: Vec<Observation> = figures
        .iter()
        .map(|figure| Observation {
            key: SeriesKey {
                measure: figure.measure.clone(),
                body: figure.body.clone(),
                level: figure.level,
                basis: figure.basis,
                treatment_function: figure.treatment_function.clone(),
            },
            numerator: figure.numerator,
            denominator: figure.denominator,
            value: figure.value,
            status: figure.status,
            over: figure.over != 0,
        })
        .collect();
    insert_observations(transaction, edition, &observations, &|_| "Total".to_owned())?;
    let mut statement = transaction.prepare_cached(
        "INSERT INTO starter_rows VALUES (?1, ?2, ?3, coalesce((SELECT id FROM treatment_function WHERE code = ?4), 0),
             (SELECT id FROM body WHERE code = ?5), (SELECT id FROM measure WHERE code = ?6), ?7)",
    )?;
    for figure in figures {
        let rows = rows.get(&figure.rows).ok_or_else(|| {
            ArchiveError::Starter(format!(
                "figures.csv names rows {} that rows.csv lacks",
                figure.rows
            ))
        })?;
        statement.execute((
            edition,
            crate::catalogue::level_number(figure.level),
            crate::catalogue::basis_number(figure.basis),
            figure
                .treatment_function
                .as_ref()
                .map_or("", TreatmentFunction::as_str),
            figure.body.as_str(),
            figure.measure.as_str(),
            rows.to_string(),
        ))?;
    }
    Ok(())
}

fn csv<T: Serialize>(rows: &[T]) -> Result<String, ArchiveError> {
    let fault = |error: String| ArchiveError::Starter(error);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    for row in rows {
        writer
            .serialize(row)
            .map_err(|error| fault(error.to_string()))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| fault(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| fault(error.to_string()))
}

fn read<T: for<'de> Deserialize<'de>>(name: &str, text: &str) -> Result<Vec<T>, ArchiveError> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .map(|row| row.map_err(|error| ArchiveError::Starter(format!("{name}: {error}"))))
        .collect()
}

/// Row numbers as the gaps between them, in a third of the space: `2 0+3 4` is row 2, then rows 3
/// to 6 at once, then row 11 after leaving out four.
fn encode(rows: &RowSet) -> String {
    let mut text = String::new();
    let mut next = 0;
    for range in rows.ranges() {
        let gap = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{gap}{}", range.from - next);
        if range.to > range.from {
            let _ = write!(text, "+{}", range.to - range.from);
        }
        next = range.to + 1;
    }
    text
}

fn decode(text: &str) -> Result<RowSet, ArchiveError> {
    let fault = || {
        ArchiveError::Starter(format!(
            "`{}` is not a set of rows",
            text.chars().take(40).collect::<String>()
        ))
    };
    let mut rows = RowSet::default();
    let mut next: u32 = 0;
    for part in text.split_ascii_whitespace() {
        let (gap, more) = part.split_once('+').unwrap_or((part, "0"));
        let from = next
            .checked_add(gap.parse().map_err(|_| fault())?)
            .ok_or_else(fault)?;
        let to = from
            .checked_add(more.parse().map_err(|_| fault())?)
            .ok_or_else(fault)?;
        rows.push_range(RowRange { from, to });
        next = to.checked_add(1).ok_or_else(fault)?;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_went() {
        for rows in ["2", "2-5 9 11-12", "", "1-3"] {
            let rows: RowSet = rows.parse().unwrap();
            assert_eq!(decode(&encode(&rows)).unwrap(), rows);
        }
        assert_eq!(encode(&"2 3-6 11".parse().unwrap()), "2 0+3 4");
        assert!(decode("x").is_err());
        assert!(decode("4294967295 1").is_err());
    }

    #[test]
    fn the_bundled_figures_load_and_load_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(folder.path()).unwrap();
        let first = writer.load_starter().unwrap();
        assert_eq!(writer.load_starter().unwrap(), first);
        let held: i64 = writer
            .connection
            .query_row("SELECT count(*) FROM observation", [], |row| row.get(0))
            .unwrap();
        assert_eq!(usize::try_from(held).unwrap(), first);
    }
}
