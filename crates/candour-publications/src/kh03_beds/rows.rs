use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::sync::Arc;

use candour_core::{ABSENT_AMOUNT, Batch, Diagnostic, Diagnostics, Month, Scope, TextColumn};

use super::layout::FIRST_QUARTER;
use super::table::{
    AMOUNTS, ORG_CODE, ORG_NAME, PERIOD, REGION_CODE, SECTOR, SECTOR_NAME, Sector, TEXTS,
};
use crate::table::Texts;
use crate::text::counted;
use crate::{Check, Sink};

/// How many rows a file may have. The text of 2001 to 2024 has 56,528; with it no file can fill the
/// memory, and no sum of amounts is too large.
const MOST: usize = 1_000_000;

/// Rows in a batch, at most.
const BATCH: usize = 16 * 1024;

/// At least so many providers: no region has 50 trusts, the nation had 187 in June 2024 and more in
/// every period before.
const PROVIDERS: usize = 100;

/// The rows of a file, gathered by period: the text is in no order, and a batch has one period.
pub(super) struct Rows {
    texts: Texts,
    periods: BTreeMap<Month, Vec<Record>>,
    keys: HashSet<(Month, u32, Sector)>,
    rows: usize,
    twice: u64,
    /// For each amount, whether the layout has it.
    present: [bool; 2],
}

struct Record {
    line: u32,
    ids: [u32; TEXTS],
    sector: Sector,
    amounts: [i64; 2],
}

/// A row as read.
pub(super) struct NewRow<'a> {
    pub(super) line: u32,
    pub(super) period: Month,
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    pub(super) region: &'a str,
    pub(super) sector: Sector,
    /// In millionths; none where it is not known or not in the layout.
    pub(super) amounts: [Option<i64>; 2],
}

impl Rows {
    pub(super) fn new(present: [bool; 2]) -> Self {
        Self {
            texts: Texts::new(TEXTS),
            periods: BTreeMap::new(),
            keys: HashSet::new(),
            rows: 0,
            twice: 0,
            present,
        }
    }

    /// Takes a row in. A provider's sector stands once in a period: no file held has one twice, and
    /// of two nobody could say which holds.
    pub(super) fn push(
        &mut self,
        row: &NewRow<'_>,
        at: &dyn Fn(Diagnostic) -> Diagnostic,
        faults: &mut Diagnostics,
    ) {
        if self.rows == MOST {
            let message = format!("expected at most {}", counted(MOST as u64, "row"));
            faults.push(at(Diagnostic::error("too-many-rows", message)));
        }
        self.rows += 1;
        if self.rows > MOST {
            return;
        }
        let period = row.period.to_string();
        let mut ids = [0; TEXTS];
        for (column, text) in [
            (PERIOD, period.as_str()),
            (ORG_CODE, row.code),
            (ORG_NAME, row.name),
            (REGION_CODE, row.region),
            (SECTOR, row.sector.code()),
            (SECTOR_NAME, row.sector.in_words()),
        ] {
            let interned = self.texts.intern(column, text.as_bytes());
            if interned.refusal.is_some() {
                let message = "expected a code or name that can be kept";
                faults.push(at(Diagnostic::error("not-a-name", message)));
            }
            ids[column] = interned.id;
        }
        if !self.keys.insert((row.period, ids[ORG_CODE], row.sector)) {
            self.twice += 1;
            let message = format!(
                "expected one row for each provider, sector and period, saw {} {} of {} again",
                row.code,
                row.sector.in_words(),
                row.period
            );
            faults.push(at(Diagnostic::error("duplicate", message)));
        }
        self.periods.entry(row.period).or_default().push(Record {
            line: row.line,
            ids,
            sector: row.sector,
            amounts: row.amounts.map(|amount| amount.unwrap_or(ABSENT_AMOUNT)),
        });
    }

    /// The periods, and how many rows each has.
    pub(super) fn periods(&self) -> BTreeMap<Month, u64> {
        self.periods
            .iter()
            .map(|(period, rows)| (*period, rows.len() as u64))
            .collect()
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows as u64
    }

    /// The sum of an amount over a period, in millionths.
    pub(super) fn sum(&self, period: Month, amount: usize) -> i64 {
        self.periods
            .get(&period)
            .into_iter()
            .flatten()
            .map(|row| row.amounts[amount])
            .filter(|amount| *amount != ABSENT_AMOUNT)
            .sum()
    }

    /// The same of one sector.
    pub(super) fn sum_of(&self, period: Month, amount: usize, sector: Sector) -> i64 {
        self.periods
            .get(&period)
            .into_iter()
            .flatten()
            .filter(|row| row.sector == sector && row.amounts[amount] != ABSENT_AMOUNT)
            .map(|row| row.amounts[amount])
            .sum()
    }

    /// The checks that every file is held to.
    pub(super) fn checks(&self, faults: &mut Diagnostics) -> Vec<Check> {
        let lacking = self.lacking_sectors();
        for (period, code) in lacking.iter().take(20) {
            let message =
                format!("{code} lacks a sector in {period}: its total of all sectors is not given");
            faults.push(Diagnostic::warning("sectors", message));
        }
        vec![
            Check {
                name: "duplicate",
                detail: "No provider has a sector twice in a period.".to_owned(),
                passed: self.twice == 0,
            },
            Check {
                name: "sectors",
                detail: "Every provider has a row for each sector: general and acute, learning \
                         disabilities, maternity and mental illness from June 2010, maternity and \
                         mental illness before."
                    .to_owned(),
                passed: lacking.is_empty(),
            },
        ]
    }

    fn lacking_sectors(&self) -> Vec<(Month, &str)> {
        let mut lacking = Vec::new();
        for (period, rows) in &self.periods {
            let expected = if Some(*period) < FIRST_QUARTER {
                &Sector::BEFORE[..]
            } else {
                &Sector::ALL[..]
            };
            let mut sectors: BTreeMap<u32, BTreeSet<Sector>> = BTreeMap::new();
            for row in rows {
                sectors
                    .entry(row.ids[ORG_CODE])
                    .or_default()
                    .insert(row.sector);
            }
            let whole =
                |found: &BTreeSet<Sector>| expected.iter().all(|sector| found.contains(sector));
            lacking.extend(
                sectors
                    .iter()
                    .filter(|(_, found)| !whole(found))
                    .map(|(code, _)| (*period, self.texts.text(ORG_CODE, *code))),
            );
        }
        lacking
    }

    /// The national test of a text, which states no total of England: every period names more
    /// providers than any region has.
    pub(super) fn national(&self) -> (Scope, String) {
        let providers = |rows: &Vec<Record>| {
            let codes: BTreeSet<u32> = rows.iter().map(|row| row.ids[ORG_CODE]).collect();
            codes.len()
        };
        let fewest = self
            .periods
            .iter()
            .map(|(period, rows)| (providers(rows), *period))
            .min();
        match fewest {
            Some((fewest, period)) => (
                if fewest >= PROVIDERS {
                    Scope::National
                } else {
                    Scope::Partial
                },
                format!(
                    "its period with the fewest providers, {period}, has {fewest} (the nation has \
                     at least {PROVIDERS})"
                ),
            ),
            None => (Scope::Partial, "it has no row".to_owned()),
        }
    }

    /// Passes the rows on, period by period.
    ///
    /// # Errors
    /// Where the sink fails.
    pub(super) fn emit(mut self, sink: &mut dyn Sink) -> io::Result<()> {
        let dictionaries: [Arc<Vec<Arc<str>>>; TEXTS] =
            std::array::from_fn(|column| self.texts.dictionary(column));
        for (period, rows) in &self.periods {
            for rows in rows.chunks(BATCH) {
                let texts = dictionaries
                    .iter()
                    .enumerate()
                    .map(|(column, texts)| TextColumn {
                        ids: rows.iter().map(|row| row.ids[column]).collect(),
                        dictionary: Arc::clone(texts),
                    });
                let amounts = self.present.iter().enumerate().map(|(place, present)| {
                    let amounts = rows.iter().map(|row| row.amounts[place]);
                    if *present {
                        amounts.collect()
                    } else {
                        Vec::new()
                    }
                });
                sink.batch(Batch {
                    period: Some(*period),
                    rows: rows.iter().map(|row| row.line).collect(),
                    texts: texts.collect(),
                    counts: vec![Vec::new(); AMOUNTS.len()],
                    amounts: amounts.collect(),
                })?;
            }
        }
        Ok(())
    }
}
