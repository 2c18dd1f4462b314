//! The SQL of a measure over this archive's Parquet files, for any other engine.

use candour_core::{Month, Scope};
use candour_measures::{Measure, SqlContext, SqlTable, sql};
use candour_register::Register;

use crate::error::ArchiveError;
use crate::ingest::RegisterPlaces;
use crate::snapshot::{Archive, Snapshot};

/// The SQL that gives a measure's figures from the tidy tables. With an archive it names the Parquet
/// files of the national extracts that carry their months today; without one it reads a table of the
/// schema's name.
///
/// # Errors
/// Where the definition does not fit the publication's table, or the archive cannot be read.
pub fn measure_sql(measure: &Measure, archive: Option<&Archive>) -> Result<String, ArchiveError> {
    let publication = candour_publications::by_id(measure.publication.as_str())
        .ok_or_else(|| ArchiveError::Measures(format!("no publication `{}` is known", measure.publication)))?;
    let (month, files) = match archive {
        Some(archive) => carrying(&archive.snapshot()?, measure)?,
        None => (None, Vec::new()),
    };
    let table = if files.is_empty() {
        SqlTable::Name(publication.table().name.to_owned())
    } else {
        SqlTable::Parquet(files)
    };
    let register = Register::bundled();
    let parents = register
        .bodies()
        .iter()
        .flat_map(|body| std::iter::once(body.code.as_str()).chain(body.published_names.iter().map(String::as_str)));
    let month = month.or_else(|| Month::new(2026, 1)).ok_or_else(|| ArchiveError::Measures("no month".to_owned()))?;
    let context = SqlContext::new(table, parents, month, &RegisterPlaces(register));
    sql(measure, publication.table(), &context).map_err(|faults| {
        ArchiveError::Measures(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    })
}

/// The latest month, and the tidy tables of the national files that carry theirs.
fn carrying(snapshot: &Snapshot<'_>, measure: &Measure) -> Result<(Option<Month>, Vec<String>), ArchiveError> {
    let months = snapshot.carriers(measure.publication.as_str(), None)?;
    let files = months
        .values()
        .filter_map(|month| month.asked.first())
        .filter(|source| source.scope == Scope::National && source.held)
        .map(|source| snapshot.table_path(source).display().to_string())
        .collect();
    Ok((months.keys().next_back().copied(), files))
}
