//! The hidden sheet `System Mapping`, which puts every provider of the workbook into a system.
//!
//! It has two tables side by side: providers with the name of their board in the column `STP`, and
//! boards with their `Code` and their name in several spellings. What is wrong on it is a warning:
//! the figures of the workbook do not depend on it.

use std::collections::{BTreeMap, HashMap};

use candour_core::{BodyCode, Diagnostic};

use crate::text::shown;
use crate::workbook::{Cell, Sheet, address};
use crate::{Relation, Said, SaidRow};

/// The sheet's name.
pub(super) const SHEET: &str = "System Mapping";

/// Reads the sheet: a link for each provider whose board's code it gives.
pub(super) fn read(sheet: &Sheet) -> (Vec<SaidRow>, Vec<Diagnostic>) {
    let mut said = Vec::new();
    let mut faults = Vec::new();
    let Some(columns) = Columns::find(sheet) else {
        let message = "expected the columns `Org code`, `STP` and `Code`, saw others; which provider is in which system is not read";
        faults.push(Diagnostic::warning("system-mapping", message).at_cell(sheet.name(), None));
        return (said, faults);
    };
    let boards = columns.boards(sheet);
    for (row, _) in sheet.rows().filter(|(row, _)| *row > columns.header) {
        let (code, name) = (
            sheet.text(row, columns.provider),
            sheet.text(row, columns.system),
        );
        if code.trim().is_empty() {
            continue;
        }
        let provider = BodyCode::new(code.trim()).ok();
        match (provider, boards.get(&plain(&name))) {
            (Some(child), Some(parent)) => said.push(SaidRow {
                line: row + 1,
                said: Said::Link {
                    child,
                    parent: parent.clone(),
                    relation: Relation::InSystem,
                },
            }),
            _ => {
                let message = format!(
                    "expected a provider's code and the name of a board with a code, saw {} and {}",
                    shown(code.as_bytes()),
                    shown(name.as_bytes())
                );
                let at = address(row, columns.provider);
                let fault = Diagnostic::warning("system-mapping", message);
                faults.push(fault.at_cell(sheet.name(), at));
            }
        }
    }
    (said, faults)
}

struct Columns {
    header: u32,
    provider: u32,
    system: u32,
    code: u32,
}

impl Columns {
    fn find(sheet: &Sheet) -> Option<Self> {
        sheet.rows().take(40).find_map(|(header, cells)| {
            let find = |label: &str, from: u32| {
                cells
                    .range(from..)
                    .find(|(_, cell)| plain(&cell.shown()) == label)
                    .map(|(column, _)| *column)
            };
            let provider = find("org code", 0)?;
            let system = find("stp", provider)?;
            let code = find("code", system)?;
            Some(Self {
                header,
                provider,
                system,
                code,
            })
        })
    }

    /// The code of each board by every spelling of its name beside the code.
    fn boards(&self, sheet: &Sheet) -> HashMap<String, BodyCode> {
        let mut boards = HashMap::new();
        for (row, cells) in sheet.rows().filter(|(row, _)| *row > self.header) {
            let Ok(code) = BodyCode::new(sheet.text(row, self.code).trim()) else {
                continue;
            };
            let spellings = |cells: &BTreeMap<u32, Cell>| -> Vec<String> {
                cells
                    .range(self.system + 1..)
                    .filter(|(column, _)| **column != self.code)
                    .map(|(_, cell)| plain(&cell.shown()))
                    .collect()
            };
            for spelling in spellings(cells) {
                boards.insert(spelling, code.clone());
            }
        }
        boards
    }
}

/// A text without what spelling varies: case, and spaces at the ends or doubled.
fn plain(text: &str) -> String {
    text.split_whitespace()
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}
