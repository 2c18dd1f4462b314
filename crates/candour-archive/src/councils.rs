//! Which councils' areas a system serves, and the other way round, by the lookups of small areas.

use candour_core::BodyCode;
use jiff::civil::Date;
use rusqlite::Row;
use serde::Serialize;

use crate::error::ArchiveError;
use crate::snapshot::{Snapshot, parsed};

/// The area of a council, and who serves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Council {
    /// Its code by the Office for National Statistics.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many small areas (LSOAs) it has.
    pub lsoas: u32,
    /// Who serves them, the most first.
    pub served_by: Vec<ServedBy>,
    /// The file that says so.
    pub file: String,
    /// The day as at which it speaks.
    pub as_at: Date,
}

/// A sub-ICB location that serves a part of a council's area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServedBy {
    /// The location.
    pub sub_icb: BodyCode,
    /// Its board as at the day of the file; the register says which it is on another.
    pub board: BodyCode,
    /// How many of the council's small areas.
    pub lsoas: u32,
}

/// The latest file that names councils.
const LATEST: &str =
    "(SELECT l.source_id FROM lsoa_count l JOIN vintage w ON w.source_id = l.source_id
     WHERE l.council <> '' ORDER BY w.as_at DESC, l.source_id DESC LIMIT 1)";

impl Snapshot<'_> {
    /// The councils whose name has every word of `text`, or whose code it is, by name; all where it is
    /// blank. None where no lookup that names councils has been taken.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn local_authorities(&self, text: &str) -> Result<Vec<Council>, ArchiveError> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let mut all = self.councils("", "")?;
        all.retain(|council| {
            let name = council.name.to_lowercase();
            let is_code = council.code.eq_ignore_ascii_case(text.trim());
            is_code || words.iter().all(|word| name.contains(word.as_str()))
        });
        Ok(all)
    }

    /// The councils of whose areas a sub-ICB location or a board serves a part, by name, each with what
    /// that body serves of it alone.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn councils_served(&self, body: &BodyCode) -> Result<Vec<Council>, ArchiveError> {
        self.councils("AND (l.sub_icb = ?1 OR l.board = ?1)", body.as_str())
    }

    fn councils(&self, condition: &str, body: &str) -> Result<Vec<Council>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(&format!(
            "SELECT l.council, l.council_name, l.sub_icb, l.board, l.lsoas, s.file_name, v.as_at
             FROM lsoa_count l JOIN source s ON s.id = l.source_id JOIN vintage v ON v.source_id = l.source_id
             WHERE l.source_id = {LATEST} AND l.council <> ?2 {condition}
             ORDER BY l.council_name, l.council, l.lsoas DESC, l.sub_icb"
        ))?;
        let mut councils: Vec<Council> = Vec::new();
        // The first parameter is bound even where the condition leaves it out.
        let rows = statement.query_map((body, ""), council)?;
        for row in rows {
            let (council, served) = row?;
            match councils.last_mut().filter(|last| last.code == council.code) {
                Some(last) => {
                    last.lsoas += served.lsoas;
                    last.served_by.push(served);
                }
                None => councils.push(Council {
                    lsoas: served.lsoas,
                    served_by: vec![served],
                    ..council
                }),
            }
        }
        Ok(councils)
    }
}

fn council(row: &Row<'_>) -> rusqlite::Result<(Council, ServedBy)> {
    Ok((
        Council {
            code: row.get(0)?,
            name: row.get(1)?,
            lsoas: 0,
            served_by: Vec::new(),
            file: row.get(5)?,
            as_at: parsed(row, 6)?,
        },
        ServedBy {
            sub_icb: parsed(row, 2)?,
            board: parsed(row, 3)?,
            lsoas: row.get(4)?,
        },
    ))
}
