//! The SQL of a measure over this archive's Parquet files, for any other engine.

use candour_core::{Digest, Month, Role, Scope};
use candour_measures::{Measure, SqlContext, SqlFile, SqlTable, sql};
use candour_register::Register;

use crate::error::ArchiveError;
use crate::pass::RegisterPlaces;
use crate::snapshot::{Archive, Snapshot};

/// The SQL that gives a measure's figures from the tidy tables. With an archive it names the Parquet
/// files of the national extracts that carry their months today; without one it reads a table of the
/// schema's name. A month of which only a part is held has figures at provider level only.
///
/// # Errors
/// Where the definition does not fit the publication's table, or the archive cannot be read.
pub fn measure_sql(measure: &Measure, archive: Option<&Archive>) -> Result<String, ArchiveError> {
    let publication =
        candour_publications::by_id(measure.publication.as_str()).ok_or_else(|| {
            ArchiveError::Measures(format!("no publication `{}` is known", measure.publication))
        })?;
    let snapshot = archive.map(Archive::snapshot).transpose()?;
    let month = match &snapshot {
        Some(snapshot) => snapshot
            .carriers_of(measure, None)?
            .keys()
            .next_back()
            .copied(),
        None => None,
    };
    let month = month
        .or_else(|| Month::new(2026, 1))
        .ok_or_else(|| ArchiveError::Measures("no month".to_owned()))?;
    let register = Register::bundled();
    let write = |table: SqlTable, scope: Scope| {
        let parents = register.bodies().flat_map(|body| {
            std::iter::once(body.code.as_str())
                .chain(body.published_names.iter().map(String::as_str))
        });
        let mut context = SqlContext::new(table, parents, month, &RegisterPlaces(register));
        context.scope = scope;
        sql(measure, publication.table(), &context).map_err(|faults| {
            ArchiveError::Measures(
                faults
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("; "),
            )
        })
    };
    let files = |scope| match &snapshot {
        Some(snapshot) => carrying(snapshot, measure, scope),
        None => Ok(Vec::new()),
    };
    let several = publication.table().role_index(Role::Period).is_some();
    let parquet = |files: Vec<SqlFile>| {
        if several {
            SqlTable::Periods(files)
        } else {
            SqlTable::Parquet(files.into_iter().map(|file| file.path).collect())
        }
    };
    let (national, partial) = (files(Scope::National)?, files(Scope::Partial)?);
    if national.is_empty() && partial.is_empty() {
        return write(
            SqlTable::Name(publication.table().name.to_owned()),
            Scope::National,
        );
    }
    let parts = [(national, Scope::National), (partial, Scope::Partial)];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(files, _)| !files.is_empty())
        .map(|(files, scope)| write(parquet(files), scope))
        .collect::<Result<_, _>>()?;
    Ok(match parts.as_slice() {
        [only] => only.clone(),
        parts => {
            let inner: Vec<String> = parts
                .iter()
                .map(|part| {
                    format!(
                        "SELECT * FROM (\n{}\n)",
                        part.trim_end().trim_end_matches(';')
                    )
                })
                .collect();
            format!("{};\n", inner.join("\nUNION ALL\n"))
        }
    })
}

/// The tidy tables of the files of this scope that carry their periods today, and which of them.
fn carrying(
    snapshot: &Snapshot<'_>,
    measure: &Measure,
    scope: Scope,
) -> Result<Vec<SqlFile>, ArchiveError> {
    let table = |sha256: &Digest| {
        let folder = &snapshot.archive.folder;
        let path = folder.table(measure.publication.as_str(), sha256);
        path.display().to_string()
    };
    let mut files: Vec<SqlFile> = Vec::new();
    for source in snapshot
        .carriers_of(measure, None)?
        .values()
        .filter_map(|month| month.asked.first())
        .filter(|source| source.scope == scope && source.held && source.applies_to(measure))
    {
        let path = table(&source.sha256);
        let other = source.other.as_ref().map(|other| table(&other.sha256));
        match files
            .iter_mut()
            .find(|file| (&file.path, &file.other) == (&path, &other))
        {
            Some(file) => file.periods.push(source.period),
            None => files.push(SqlFile {
                path,
                other,
                periods: vec![source.period],
            }),
        }
    }
    Ok(files)
}
