//! What the NHS Oversight Framework's files say, row by row. These families have no measures: a score is
//! not summed, and what is read here is what was printed.
//!
//! A file holds one type of trust, so that a quarter is carried by several files at once, and for each
//! type by the latest published of those that hold it.

mod decode;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use candour_core::{BodyCode, Digest, Month};
use jiff::civil::Date;

use crate::error::ArchiveError;
use crate::snapshot::Snapshot;
use crate::versions::SourceRow;

/// The family of the data files, and that of the league tables.
const DATA: &str = "nof-data";
const LEAGUE_TABLE: &str = "nof-league-table";

/// A row of a data file: one metric of one trust in one quarter. Texts are as printed, without the
/// spaces around them; numbers are in millionths, and none is blank in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OversightRow {
    /// The file that says so.
    pub source: Arc<SourceRow>,
    /// Its row there, the header being row 1.
    pub row: u32,
    /// The quarter, by the month that it ends in.
    pub quarter: Month,
    /// The same as printed: `Q1 2025/26`.
    pub quarter_printed: Arc<str>,
    /// The region's name as printed.
    pub region: Arc<str>,
    /// The type of trust: ranks and quartiles are within it.
    pub trust_type: Arc<str>,
    /// The subtype.
    pub trust_subtype: Arc<str>,
    /// The trust.
    pub trust: BodyCode,
    /// Its name as printed.
    pub trust_name: Arc<str>,
    /// The domain, such as `Patient safety`.
    pub domain: Arc<str>,
    /// The sub-domain.
    pub sub_domain: Arc<str>,
    /// The metric's id: `OF0nnn` a value, `OF1nnn` its score, `OF40nn` and `OF41nn` score and segment of
    /// a domain, `OF5nnn` a summary.
    pub metric: Arc<str>,
    /// What the metric is, in words.
    pub description: Arc<str>,
    /// The time that the value is of, which is free text.
    pub reporting_date: Arc<str>,
    /// The unit: `%`, `score`, `segment`, `flag`, `out of 10`, `percentage points`, `rate`, `count`.
    pub units: Arc<str>,
    /// The value, in millionths of its unit.
    pub value: Option<i64>,
    /// The median of the type, likewise.
    pub median: Option<i64>,
    /// Its lower quartile.
    pub lower_quartile: Option<i64>,
    /// Its upper quartile.
    pub upper_quartile: Option<i64>,
    /// The rank within the type, 1 being the best.
    pub rank: Option<u32>,
}

/// A row of a league table: one trust in one quarter. Numbers as in [`OversightRow`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OversightPlace {
    /// The file that says so.
    pub source: Arc<SourceRow>,
    /// Its row there, the header being row 1.
    pub row: u32,
    /// The quarter, by the month that it ends in.
    pub quarter: Month,
    /// The same in the words of the later files, `Q1 2025/26`; the first release had a day of reporting.
    pub quarter_printed: Arc<str>,
    /// The region's name as printed.
    pub region: Arc<str>,
    /// The type of trust, of which this is the table.
    pub trust_type: Arc<str>,
    /// The subtype.
    pub trust_subtype: Arc<str>,
    /// The trust.
    pub trust: BodyCode,
    /// Its name as printed.
    pub trust_name: Arc<str>,
    /// The day of reporting; empty but in the first release.
    pub reporting_date: Arc<str>,
    /// Whether the trust is in financial deficit; none where blank.
    pub in_deficit: Option<bool>,
    /// The average metric score, in millionths.
    pub score: Option<i64>,
    /// Its likely range, the lower end first.
    pub score_range: Option<(i64, i64)>,
    /// The segment, 1 to 5.
    pub segment: Option<u8>,
    /// The rank within the type, 1 being the best.
    pub rank: Option<u32>,
    /// Its likely range.
    pub rank_range: Option<(u32, u32)>,
}

/// Which file carries a quarter for a type of trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OversightHolding {
    /// The quarter, by the month that it ends in.
    pub quarter: Month,
    /// The type of trust as printed.
    pub trust_type: Arc<str>,
    /// The file that carries it: the latest published, a dated before an undated, of equals the one
    /// taken last.
    pub source: Arc<SourceRow>,
    /// How many trusts of the type it has in the quarter.
    pub trusts: usize,
    /// How many rows.
    pub rows: usize,
    /// The other files of the same quarter and type, the next to be asked first.
    pub others: Vec<Arc<SourceRow>>,
    /// How many files of the quarter, of whatever type, were left out because nobody knows when they were
    /// published, so that nobody can say whether they were known on the day asked for.
    pub undated: usize,
    /// How many were published only after that day.
    pub later: usize,
}

impl Snapshot<'_> {
    /// Every row of a quarter as known on `as_known` (today where none), each from the file that carries
    /// its type of trust, in the order of that file. Empty where nothing is held.
    ///
    /// # Errors
    /// Where the catalogue or a tidy table cannot be read.
    pub fn oversight(
        &self,
        quarter: Month,
        as_known: Option<Date>,
    ) -> Result<Vec<OversightRow>, ArchiveError> {
        self.rows_of(quarter, as_known)
    }

    /// Which quarters and types of trust are held, as known on `as_known`, by quarter and type.
    ///
    /// # Errors
    /// Where the catalogue or a tidy table cannot be read.
    pub fn oversight_quarters(
        &self,
        as_known: Option<Date>,
    ) -> Result<Vec<OversightHolding>, ArchiveError> {
        self.holdings_of::<OversightRow>(as_known)
    }

    /// The league tables of a quarter as known on `as_known`, each from the file that carries its type of
    /// trust, in the order of that file. Empty where none is held.
    ///
    /// # Errors
    /// Where the catalogue or a tidy table cannot be read.
    pub fn oversight_league(
        &self,
        quarter: Month,
        as_known: Option<Date>,
    ) -> Result<Vec<OversightPlace>, ArchiveError> {
        self.rows_of(quarter, as_known)
    }

    /// Of which quarters and types of trust a league table is held, as [`Self::oversight_quarters`].
    ///
    /// # Errors
    /// Where the catalogue or a tidy table cannot be read.
    pub fn oversight_league_quarters(
        &self,
        as_known: Option<Date>,
    ) -> Result<Vec<OversightHolding>, ArchiveError> {
        self.holdings_of::<OversightPlace>(as_known)
    }

    fn rows_of<Kind: OfTrust>(
        &self,
        quarter: Month,
        as_known: Option<Date>,
    ) -> Result<Vec<Kind>, ArchiveError> {
        let carriers = self.carriers(Kind::PUBLICATION, as_known)?;
        let mut found = Vec::new();
        let Some(carriers) = carriers.get(&quarter) else {
            return Ok(found);
        };
        let mut carried: Vec<Arc<str>> = Vec::new();
        for edition in carriers.asked.iter().filter(|edition| edition.held) {
            let mut types = Vec::new();
            for row in self.decoded::<Kind>(edition)?.iter() {
                let of = row.trust_type();
                if carried.contains(of) {
                    continue;
                }
                if !types.contains(of) {
                    types.push(of.clone());
                }
                found.push(row.from(edition));
            }
            carried.append(&mut types);
        }
        Ok(found)
    }

    fn holdings_of<Kind: OfTrust>(
        &self,
        as_known: Option<Date>,
    ) -> Result<Vec<OversightHolding>, ArchiveError> {
        let mut found = Vec::new();
        for (quarter, carriers) in self.carriers(Kind::PUBLICATION, as_known)? {
            let mut types: BTreeMap<Arc<str>, OversightHolding> = BTreeMap::new();
            for edition in carriers.asked.iter().filter(|edition| edition.held) {
                for (of, (trusts, rows)) in counted(&self.decoded::<Kind>(edition)?) {
                    match types.get_mut(&of) {
                        Some(known) => known.others.push(edition.clone()),
                        None => {
                            let holding = OversightHolding {
                                quarter,
                                trust_type: of.clone(),
                                source: edition.clone(),
                                trusts,
                                rows,
                                others: Vec::new(),
                                undated: carriers.undated,
                                later: carriers.later,
                            };
                            types.insert(of, holding);
                        }
                    }
                }
            }
            found.extend(types.into_values());
        }
        Ok(found)
    }

    /// The rows of an edition, read from its tidy table once.
    fn decoded<Kind: OfTrust>(
        &self,
        edition: &Arc<SourceRow>,
    ) -> Result<Arc<Vec<Kind>>, ArchiveError> {
        let place = (edition.sha256, edition.period);
        let cache = || {
            Kind::cache(&self.archive.oversight)
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(known) = cache().get(&place) {
            return Ok(known.clone());
        }
        let rows = Arc::new(decode::rows(&self.archive.folder, edition)?);
        let mut known = cache();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(place, rows.clone());
        Ok(rows)
    }
}

/// How many trusts and rows each type has.
fn counted<Kind: OfTrust>(rows: &[Kind]) -> BTreeMap<Arc<str>, (usize, usize)> {
    let mut found: BTreeMap<Arc<str>, (Vec<&BodyCode>, usize)> = BTreeMap::new();
    for row in rows {
        let (trusts, rows) = found.entry(row.trust_type().clone()).or_default();
        trusts.push(row.trust());
        *rows += 1;
    }
    found
        .into_iter()
        .map(|(of, (mut trusts, rows))| {
            trusts.sort_unstable();
            trusts.dedup();
            (of, (trusts.len(), rows))
        })
        .collect()
}

/// How many editions are kept decoded: four years of three types. One has some 2,200 rows.
const MOST: usize = 48;

/// The rows read so far. They are of a file, which never changes, so nothing goes stale; the file's row
/// of the catalogue is put in anew with each question, since a day of publication may become known.
#[derive(Debug)]
pub(crate) struct Cache<Kind>(Mutex<Decoded<Kind>>);

/// By file and quarter.
type Decoded<Kind> = HashMap<(Digest, Month), Arc<Vec<Kind>>>;

impl<Kind> Default for Cache<Kind> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// Both families' rows.
#[derive(Debug, Default)]
pub(crate) struct OversightCache {
    data: Cache<OversightRow>,
    league: Cache<OversightPlace>,
}

/// A row of either family.
pub(crate) trait OfTrust: decode::FromTable + Sized {
    /// The family.
    const PUBLICATION: &str;

    fn cache(all: &OversightCache) -> &Cache<Self>;

    fn trust_type(&self) -> &Arc<str>;

    fn trust(&self) -> &BodyCode;

    /// The same row, of this file.
    fn from(&self, source: &Arc<SourceRow>) -> Self;
}

impl OfTrust for OversightRow {
    const PUBLICATION: &str = DATA;

    fn cache(all: &OversightCache) -> &Cache<Self> {
        &all.data
    }

    fn trust_type(&self) -> &Arc<str> {
        &self.trust_type
    }

    fn trust(&self) -> &BodyCode {
        &self.trust
    }

    fn from(&self, source: &Arc<SourceRow>) -> Self {
        Self {
            source: source.clone(),
            ..self.clone()
        }
    }
}

impl OfTrust for OversightPlace {
    const PUBLICATION: &str = LEAGUE_TABLE;

    fn cache(all: &OversightCache) -> &Cache<Self> {
        &all.league
    }

    fn trust_type(&self) -> &Arc<str> {
        &self.trust_type
    }

    fn trust(&self) -> &BodyCode {
        &self.trust
    }

    fn from(&self, source: &Arc<SourceRow>) -> Self {
        Self {
            source: source.clone(),
            ..self.clone()
        }
    }
}
