use std::collections::BTreeMap;

use super::Cell;

/// The cells of a sheet that have something in them. Rows and columns count from 0 here, and are
/// named as the spreadsheet names them (row 1, column A) wherever they are shown.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    name: String,
    rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    cells: usize,
}

/// Why a sheet is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TooLarge {
    /// The cell at which it became so.
    pub(crate) address: String,
}

impl Sheet {
    /// The last row that is taken; published sheets have under 1,000. What a sheet claims for its
    /// size is never believed: only cells that are there count.
    const ROWS: u32 = 20_000;
    /// The last column that is taken.
    const COLUMNS: u32 = 1_000;
    /// How many cells are taken.
    const CELLS: usize = 500_000;

    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Puts a cell in its place.
    pub(crate) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), TooLarge> {
        self.cells += 1;
        if row >= Self::ROWS || column >= Self::COLUMNS || self.cells > Self::CELLS {
            return Err(TooLarge {
                address: address(row, column),
            });
        }
        self.rows.entry(row).or_default().insert(column, cell);
        Ok(())
    }

    /// The cell in this place.
    pub(crate) fn get(&self, row: u32, column: u32) -> Option<&Cell> {
        self.rows.get(&row)?.get(&column)
    }

    /// The text in this place, empty where there is none.
    pub(crate) fn text(&self, row: u32, column: u32) -> String {
        self.get(row, column)
            .map_or_else(String::new, |cell| cell.shown().into_owned())
    }

    /// Each row that has a cell, from the top.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (u32, &BTreeMap<u32, Cell>)> {
        self.rows.iter().map(|(row, cells)| (*row, cells))
    }

    /// The first cell to the right of the one that says `label`, within the sheet's first rows.
    pub(crate) fn beside(&self, label: &str) -> Option<(u32, u32, &Cell)> {
        self.rows().take(40).find_map(|(row, cells)| {
            let (at, _) = cells.iter().find(
                |(_, cell)| matches!(cell, Cell::Text(text) if text.eq_ignore_ascii_case(label)),
            )?;
            let (column, cell) = cells.range(at + 1..).next()?;
            Some((row, *column, cell))
        })
    }
}

/// A cell's address as the spreadsheet gives it: `E19` for row 18, column 4.
pub(crate) fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cells_as_a_spreadsheet_does() {
        for (row, column, name) in [
            (18, 4, "E19"),
            (0, 25, "Z1"),
            (0, 26, "AA1"),
            (0, 701, "ZZ1"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(address(row, column), name);
        }
    }

    #[test]
    fn a_cell_far_out_is_refused() {
        let mut sheet = Sheet::new("A");
        let cell = Cell::Number(1.0);
        assert!(sheet.put(0, 0, cell.clone()).is_ok());
        assert!(sheet.put(1_048_575, 0, cell.clone()).is_err());
        assert!(sheet.put(0, 16_383, cell).is_err());
    }
}
