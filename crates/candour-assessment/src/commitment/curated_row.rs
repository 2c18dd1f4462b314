//! A curated row as it stands in its file: what a receipt of a commitment shows.

use crate::bundled;

/// A row of a curated file, cell by cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CuratedRow {
    /// The file's name.
    pub file: &'static str,
    /// The folder that it stands in, from the project's root.
    pub folder: &'static str,
    /// Its line, the header being 1.
    pub line: u32,
    /// Heading and cell of every column, empty cells too.
    pub cells: Vec<(String, String)>,
}

impl CuratedRow {
    /// The cell under a heading; empty where there is none.
    #[must_use]
    pub fn cell(&self, heading: &str) -> &str {
        self.cells
            .iter()
            .find(|(name, _)| name == heading)
            .map_or("", |(_, cell)| cell)
    }
}

/// The row of a line of one of the files of commitments; none where there is no such file or row.
#[must_use]
pub fn curated_row(file: &str, line: u32) -> Option<CuratedRow> {
    let folders = [
        (bundled::TARGETS, "data/commitments/targets"),
        (bundled::FINANCE, "data/commitments/finance"),
        (bundled::PLEDGES, "data/commitments/pledges"),
    ];
    let (name, text, folder) = folders.into_iter().find_map(|(files, folder)| {
        let (name, text) = files.iter().find(|(name, _)| *name == file)?;
        Some((*name, *text, folder))
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let headings = reader.headers().ok()?.clone();
    let record = reader.records().filter_map(Result::ok).find(|record| {
        record
            .position()
            .is_some_and(|position| position.line() == u64::from(line))
    })?;
    Some(CuratedRow {
        file: name,
        folder,
        line,
        cells: headings
            .iter()
            .map(str::to_owned)
            .zip(
                record
                    .iter()
                    .map(str::to_owned)
                    .chain(std::iter::repeat(String::new())),
            )
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::{Pledges, Targets};

    /// The line that a commitment names is the row that it was read from.
    #[test]
    fn every_commitment_leads_to_its_row() {
        let targets = Targets::bundled().all().iter();
        for commitment in targets.chain(Pledges::bundled().all()) {
            let place = &commitment.place;
            let row = curated_row(&place.file, place.line);
            let row = row.unwrap_or_else(|| panic!("no row at {place}"));
            assert_eq!(row.cell("id"), commitment.id.as_str(), "{place}");
            assert_eq!(row.cell("source"), &*place.source, "{place}");
        }
        assert_eq!(curated_row("targets.csv", 1), None);
        assert_eq!(curated_row("../targets.csv", 2), None);
        assert_eq!(curated_row("targets.csv", 100_000), None);
    }
}
