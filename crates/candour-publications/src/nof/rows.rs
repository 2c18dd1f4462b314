use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use candour_core::{
    ABSENT, ABSENT_AMOUNT, Batch, ColumnKind, Diagnostic, Diagnostics, Month, TableSchema,
    TextColumn,
};

use crate::Sink;
use crate::table::Texts;
use crate::text::counted;

/// How many rows a file may have. Four quarters of the 61 mental health and community trusts have
/// 8,771; with it no file can fill the memory, and no sum of amounts is too large.
const MOST: usize = 500_000;

/// Rows in a batch, at most.
const BATCH: usize = 16 * 1024;

/// The rows of a file, gathered by quarter: a file has up to four, and a batch has one.
pub(super) struct Rows<const TEXTS: usize, const NUMBERS: usize> {
    schema: &'static TableSchema,
    texts: Texts,
    periods: BTreeMap<Month, Vec<Record<TEXTS, NUMBERS>>>,
    rows: usize,
    /// Which texts together may stand once in a quarter, and on which line they did.
    key: &'static [usize],
    keys: HashMap<(Month, Vec<u32>), u32>,
    twice: u64,
}

/// A row of the tidy table.
pub(super) struct Record<const TEXTS: usize, const NUMBERS: usize> {
    /// The physical line.
    pub(super) line: u32,
    /// The numbers of its texts.
    pub(super) ids: [u32; TEXTS],
    /// Its numbers, in the order of the tidy table: counts, and amounts in millionths.
    pub(super) numbers: [Option<i64>; NUMBERS],
}

impl<const TEXTS: usize, const NUMBERS: usize> Rows<TEXTS, NUMBERS> {
    pub(super) fn new(schema: &'static TableSchema, key: &'static [usize]) -> Self {
        Self {
            schema,
            texts: Texts::new(TEXTS),
            periods: BTreeMap::new(),
            rows: 0,
            key,
            keys: HashMap::new(),
            twice: 0,
        }
    }

    /// Takes a row in. `what` names it in a fault: no key stands twice in a quarter, and of two nobody
    /// could say which holds.
    pub(super) fn push(
        &mut self,
        line: u32,
        period: Month,
        texts: [&str; TEXTS],
        numbers: [Option<i64>; NUMBERS],
        faults: &mut Diagnostics,
    ) {
        if self.rows == MOST {
            let message = format!("expected at most {}", counted(MOST as u64, "row"));
            faults.push(Diagnostic::error("too-many-rows", message).at_line(line));
        }
        self.rows += 1;
        if self.rows > MOST {
            return;
        }
        let ids =
            std::array::from_fn(|column| self.texts.intern(column, texts[column].as_bytes()).id);
        let key: Vec<u32> = self.key.iter().map(|column| ids[*column]).collect();
        if let Some(first) = self.keys.insert((period, key), line) {
            self.twice += 1;
            let key: Vec<&str> = self.key.iter().map(|column| texts[*column]).collect();
            let message = format!(
                "expected one row for each {} and quarter, saw {} of {} again after line {first}",
                if self.key.len() == 1 {
                    "trust"
                } else {
                    "trust, metric"
                },
                key.join(" "),
                super::quarter::written(period)
            );
            faults.push(Diagnostic::error("duplicate", message).at_line(line));
        }
        self.periods
            .entry(period)
            .or_default()
            .push(Record { line, ids, numbers });
    }

    /// The quarters, and how many rows each has.
    pub(super) fn periods(&self) -> BTreeMap<Month, u64> {
        self.periods
            .iter()
            .map(|(period, rows)| (*period, rows.len() as u64))
            .collect()
    }

    pub(super) const fn rows(&self) -> u64 {
        self.rows as u64
    }

    /// Whether no key stands twice.
    pub(super) const fn once_each(&self) -> bool {
        self.twice == 0
    }

    /// Every row, quarter by quarter, each in the order of the file.
    pub(super) fn each(&self) -> impl Iterator<Item = (Month, &Record<TEXTS, NUMBERS>)> {
        self.periods
            .iter()
            .flat_map(|(period, rows)| rows.iter().map(move |row| (*period, row)))
    }

    /// The text of a row in text column `column`.
    pub(super) fn text(&self, row: &Record<TEXTS, NUMBERS>, column: usize) -> &str {
        self.texts.text(column, row.ids[column])
    }

    /// How many different texts a column has.
    pub(super) fn distinct(&self, column: usize) -> usize {
        self.texts.distinct(column)
    }

    /// The different texts of a column, blanks left out, sorted.
    pub(super) fn known(&self, column: usize) -> Vec<&str> {
        let mut known: Vec<&str> = self.each().map(|(_, row)| self.text(row, column)).collect();
        known.retain(|text| !text.is_empty());
        known.sort_unstable();
        known.dedup();
        known
    }

    /// Passes the rows on, quarter by quarter.
    ///
    /// # Errors
    /// Where the sink fails.
    pub(super) fn emit(mut self, sink: &mut dyn Sink) -> io::Result<()> {
        let dictionaries: [Arc<Vec<Arc<str>>>; TEXTS] =
            std::array::from_fn(|column| self.texts.dictionary(column));
        let amounts: Vec<bool> = self
            .schema
            .counts()
            .map(|(column, _)| column.kind == ColumnKind::Amount)
            .collect();
        for (period, rows) in &self.periods {
            for rows in rows.chunks(BATCH) {
                let texts = dictionaries
                    .iter()
                    .enumerate()
                    .map(|(column, texts)| TextColumn {
                        ids: rows.iter().map(|row| row.ids[column]).collect(),
                        dictionary: Arc::clone(texts),
                    });
                let mut batch = Batch {
                    period: Some(*period),
                    rows: rows.iter().map(|row| row.line).collect(),
                    texts: texts.collect(),
                    counts: vec![Vec::new(); NUMBERS],
                    amounts: vec![Vec::new(); NUMBERS],
                };
                for (place, is_amount) in amounts.iter().enumerate() {
                    let numbers = rows.iter().map(|row| row.numbers[place]);
                    if *is_amount {
                        batch.amounts[place] = numbers
                            .map(|number| number.unwrap_or(ABSENT_AMOUNT))
                            .collect();
                    } else {
                        // A rank or a segment is below a million, and so fits.
                        batch.counts[place] = numbers
                            .map(|number| {
                                number
                                    .and_then(|number| i32::try_from(number).ok())
                                    .unwrap_or(ABSENT)
                            })
                            .collect();
                    }
                }
                sink.batch(batch)?;
            }
        }
        Ok(())
    }
}
