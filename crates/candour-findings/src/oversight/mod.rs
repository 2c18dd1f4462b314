//! The oversight framework on the figures of the archive: one quarter's table, one trust's steps, the
//! reconciliation, a what-if; each figure with the file and the line that it is from.
//!
//! What was published is put in order once for each state of the archive and kept: a file never changes,
//! so the same files give the same answer for ever.

mod asked;
mod grids;
mod held;
mod quarter;
mod reconciled;
mod shapes;
mod table;
mod trust;
mod words;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use candour_archive::{ArchiveError, OversightHolding, Snapshot};
use candour_assessment::framework::{
    Framework, Published, Reconciliation, Uncertainty, WhatIf, WhatIfError, WhatIfRequest,
    reconcile, uncertainty, what_if,
};
use candour_core::{BodyCode, Diagnostic, Month};
use jiff::civil::Date;

pub use asked::{CHANGE_EXPECTED, change_named, change_to};
pub use grids::{Grid, league_grid, lines_grid, steps_grid, what_if_grid};
pub use held::Receipt;
pub use quarter::{QUARTER_EXPECTED, quarter_name, quarter_named};
pub use shapes::{
    AverageShape, CauseCount, ChangeShape, CountShape, DeficitShape, DomainShape, FrameworkShape,
    HeldShape, HistoryShape, LineShape, MetricShape, OverrideShape, QuarterShape,
    ReconciliationShape, SegmentCount, SegmentShape, StatementShape, StepsShape, TableShape,
    TrustRow, UnknownShape, WhatIfShape,
};

pub use table::framework_shape;
pub use words::{
    between_words, change_words, figure_words, held_words, likely_words, score_words,
    segment_words, set_by_words, what_it_is, what_set_them,
};

use held::Rows;

/// Why a question about an oversight framework has no answer.
#[derive(Debug, thiserror::Error)]
pub enum OversightError {
    /// No such framework.
    #[error("no oversight framework `{asked}`; there are {}", known.join(", "))]
    NoSuchFramework {
        /// What was asked for.
        asked: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// Nothing of the framework is held.
    #[error("no published figures of {0} are held")]
    NothingHeld(String),
    /// The quarter is not held.
    #[error("no figures are held for {}; held are {}", quarter_name(*asked), names(held))]
    NoSuchQuarter {
        /// The quarter, by its last month.
        asked: Month,
        /// Those that are.
        held: Vec<Month>,
    },
    /// The trust is not held in the quarter.
    #[error("no figures of {trust} are held for {}", quarter_name(*quarter))]
    NoSuchTrust {
        /// The trust.
        trust: BodyCode,
        /// The quarter, by its last month.
        quarter: Month,
    },
    /// The what-if makes no sense.
    #[error(transparent)]
    WhatIf(#[from] WhatIfError),
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

fn names(quarters: &[Month]) -> String {
    let names: Vec<String> = quarters.iter().map(|month| quarter_name(*month)).collect();
    names.join(", ")
}

/// The frameworks of `data/frameworks`, in the order of their names.
#[must_use]
pub fn frameworks() -> &'static [Framework] {
    static FRAMEWORKS: OnceLock<Vec<Framework>> = OnceLock::new();
    // A fault of these files fails the tests of `candour-assessment`, which bundles them.
    FRAMEWORKS.get_or_init(|| Framework::bundled().0)
}

/// A framework by its name.
///
/// # Errors
/// Where there is none of this name.
pub fn framework(id: &str) -> Result<&'static Framework, OversightError> {
    let found = frameworks().iter().find(|framework| framework.id == id);
    found.ok_or_else(|| OversightError::NoSuchFramework {
        asked: id.chars().take(60).collect(),
        known: frameworks().iter().map(|one| one.id.clone()).collect(),
    })
}

/// A framework with what is held of it, in order for scoring.
#[derive(Debug)]
pub struct Oversight {
    published: Published,
    rows: Rows,
    holdings: Vec<OversightHolding>,
    league: Vec<OversightHolding>,
    reconciliation: OnceLock<Reconciliation>,
    tables: Mutex<Vec<(Month, Arc<TableShape>)>>,
    uncertainties: Mutex<Vec<(Month, Arc<Vec<Uncertainty>>)>>,
}

/// What an [`Oversight`] is made of: the same holdings give the same one.
type Key = (String, Vec<OversightHolding>, Vec<OversightHolding>);

/// How many are kept: three frameworks today, and one on another day.
const KEPT: usize = 4;

static KNOWN: Mutex<Vec<(Key, Arc<Oversight>)>> = Mutex::new(Vec::new());

/// What is held of a framework, as known on `as_known` (today where none). A quarter is of the framework
/// of its financial year; of one whose figures are not published nothing is held.
///
/// # Errors
/// Where there is no such framework, or the archive cannot be read.
pub fn oversight(
    snapshot: &Snapshot<'_>,
    id: &str,
    as_known: Option<Date>,
) -> Result<Arc<Oversight>, OversightError> {
    let framework = framework(id)?;
    let of_it = |holdings: Vec<OversightHolding>| {
        let mut holdings = holdings;
        holdings.retain(|held| is_of(framework, held.quarter));
        holdings
    };
    let (holdings, league) = if framework.summary.is_some() {
        (
            of_it(snapshot.oversight_quarters(as_known)?),
            of_it(snapshot.oversight_league_quarters(as_known)?),
        )
    } else {
        Default::default()
    };
    let key: Key = (framework.id.clone(), holdings, league);
    let kept = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = kept().iter().find(|(known, _)| *known == key) {
        return Ok(known.clone());
    }
    let (rows, published) = Rows::read(snapshot, framework, &key.1, &key.2, as_known)?;
    let read = Arc::new(Oversight {
        published,
        rows,
        holdings: key.1.clone(),
        league: key.2.clone(),
        reconciliation: OnceLock::new(),
        tables: Mutex::default(),
        uncertainties: Mutex::default(),
    });
    let mut known = kept();
    if known.len() >= KEPT {
        known.remove(0);
    }
    known.push((key, read.clone()));
    Ok(read)
}

/// Whether the figures of a quarter are scored by a framework: it publishes figures, and its title names
/// the quarter's financial year.
fn is_of(framework: &Framework, quarter: Month) -> bool {
    framework.summary.is_some() && framework.title.ends_with(&quarter::year_name(quarter))
}

impl Oversight {
    /// The framework, with the scores that stand in the files and not in its own list.
    #[must_use]
    pub const fn framework(&self) -> &Framework {
        self.published.framework()
    }

    /// The published figures, for the pure functions.
    #[must_use]
    pub const fn published(&self) -> &Published {
        &self.published
    }

    /// Which file carries which quarter and type of trust, by quarter and type.
    #[must_use]
    pub fn holdings(&self) -> &[OversightHolding] {
        &self.holdings
    }

    /// The same of the league tables.
    #[must_use]
    pub fn league_holdings(&self) -> &[OversightHolding] {
        &self.league
    }

    /// What was published and cannot be used, each reason once, with how often it stands.
    #[must_use]
    pub fn faults(&self) -> &[Diagnostic] {
        &self.rows.faults
    }

    /// The quarters held, the earliest first.
    #[must_use]
    pub fn quarters(&self) -> Vec<Month> {
        self.published.quarters().collect()
    }

    /// The quarter asked for, else the latest.
    ///
    /// # Errors
    /// Where it, or any, is not held.
    pub fn quarter(&self, asked: Option<Month>) -> Result<Month, OversightError> {
        let held = self.quarters();
        match (asked, held.last()) {
            (_, None) => Err(OversightError::NothingHeld(self.framework().title.clone())),
            (None, Some(last)) => Ok(*last),
            (Some(asked), _) if held.contains(&asked) => Ok(asked),
            (Some(asked), _) => Err(OversightError::NoSuchQuarter { asked, held }),
        }
    }

    /// Every published figure held against the rules.
    #[must_use]
    pub fn reconciliation(&self) -> &Reconciliation {
        self.reconciliation
            .get_or_init(|| reconcile(&self.published, self.rows.league()))
    }

    /// How sure each trust's standing in a quarter is.
    #[must_use]
    pub fn uncertainty(&self, quarter: Month) -> Arc<Vec<Uncertainty>> {
        once(&self.uncertainties, quarter, || {
            uncertainty(&self.published, quarter)
        })
    }

    /// The league of a quarter: every trust held, with how sure its place is and how it moved. Empty
    /// where the quarter is not held.
    #[must_use]
    pub fn table(&self, quarter: Month) -> Arc<TableShape> {
        once(&self.tables, quarter, || table::table(self, quarter))
    }

    /// The steps that set a trust's segment.
    ///
    /// # Errors
    /// Where the trust is not held in the quarter.
    pub fn steps(&self, trust: &BodyCode, quarter: Month) -> Result<StepsShape, OversightError> {
        trust::steps(self, trust, quarter).ok_or_else(|| OversightError::NoSuchTrust {
            trust: trust.clone(),
            quarter,
        })
    }

    /// Where a trust would stand with other figures.
    ///
    /// # Errors
    /// Where the trust or the quarter is not held, or a change makes no sense.
    pub fn what_if(&self, request: &WhatIfRequest) -> Result<WhatIf, OversightError> {
        let held = self.published.trusts(self.quarter(Some(request.quarter))?);
        if !held.iter().any(|held| held.trust == request.trust) {
            return Err(OversightError::NoSuchTrust {
                trust: request.trust.clone(),
                quarter: request.quarter,
            });
        }
        Ok(what_if(&self.published, request)?)
    }

    /// The reconciliation with its receipts; of one quarter or all, of one cause or all, and with every
    /// line or only those that do not simply agree.
    #[must_use]
    pub fn reconciled(&self, wanted: &Wanted) -> ReconciliationShape {
        reconciled::reconciliation(self, wanted)
    }

    /// The reconciliation as the report that stands in `docs/`.
    #[must_use]
    pub fn report(&self) -> String {
        reconciled::report(self)
    }

    /// The quarters in which a trust is held, the earliest first, with its standing in each.
    #[must_use]
    pub fn history(&self, trust: &BodyCode) -> Vec<HistoryShape> {
        trust::history(self, trust)
    }
}

/// Which lines of a reconciliation are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those of this quarter.
    pub quarter: Option<Month>,
    /// Only those of this trust.
    pub trust: Option<BodyCode>,
    /// Only those of this cause, by its short name.
    pub cause: Option<String>,
    /// Those that agree too.
    pub all: bool,
}

/// The answer for a quarter, made once.
fn once<T>(kept: &Mutex<Vec<(Month, Arc<T>)>>, quarter: Month, make: impl FnOnce() -> T) -> Arc<T> {
    let known = || kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, made)) = known().iter().find(|(of, _)| *of == quarter) {
        return made.clone();
    }
    let made = Arc::new(make());
    known().push((quarter, made.clone()));
    made
}
