//! The plans of a year: which systems and trusts kept them, and where a year is likely to land.

use std::collections::BTreeMap;

use candour_archive::{ArchiveError, Snapshot};
use candour_assessment::finance::{
    Ask, Balances, BodyYear, Facts, Injections, Positions, Realism, YearSummary,
};
use candour_assessment::forecast::{Landing, LandingPair, Population, land};
use candour_assessment::verdict::Verdict;
use candour_core::{BodyCode, FinancialYear, Level, MILLIONTHS, Month};
use candour_register::{Boundaries, Kind};
use jiff::civil::Date;

use crate::judging::{AsAt, Judged};

/// The metric of the oversight framework that says by how much a trust differs from plan so far, in per
/// cent of turnover.
const VARIANCE: &str = "OF0081";
/// The coverage of the intervals that a landing carries.
const COVERAGE: f64 = 0.8;

/// The plans of a year, judged, with what others counted and published beside.
#[derive(Debug, Clone)]
pub struct PlanYear {
    /// The year.
    pub year: FinancialYear,
    /// The systems that there were on its last day.
    pub systems: YearSummary,
    /// The trusts of which any row of the year is held.
    pub trusts: YearSummary,
    /// What speaks against each plan, by body.
    pub realism: BTreeMap<BodyCode, Realism>,
    /// Money that was put in within the year.
    pub injections: Injections,
    /// The national figures.
    pub facts: Facts,
    /// Rows that were left out of an as-known answer because no source says when they came out.
    pub undated: usize,
}

impl PlanYear {
    /// A body of the year.
    #[must_use]
    pub fn body(&self, code: &BodyCode) -> Option<&BodyYear> {
        let mut bodies = self.systems.bodies.iter().chain(&self.trusts.bodies);
        bodies.find(|found| found.body == *code)
    }

    /// Whether the national accounts of the year add up.
    #[must_use]
    pub fn balance(&self) -> Option<candour_assessment::finance::Balance<'static>> {
        Balances::bundled().of(self.year)
    }
}

/// The years of which any plan or outturn is held.
#[must_use]
pub fn plan_years() -> Vec<FinancialYear> {
    Positions::bundled().years()
}

/// The plans of a year, of the rows that came with the program and of those that a body brought itself.
///
/// # Errors
/// Where the archive cannot be read.
pub fn plan_year(
    snapshot: &Snapshot<'_>,
    year: FinancialYear,
    own: Option<&Positions>,
    as_at: AsAt,
) -> Result<PlanYear, ArchiveError> {
    let register = snapshot.register()?;
    let all = own.map_or_else(
        || Positions::bundled().clone(),
        |own| Positions::bundled().with(own.all().iter().cloned()),
    );
    let (positions, undated) = match as_at.as_known {
        Some(day) => {
            let known = all.as_known(day);
            (known.positions, known.undated)
        }
        None => (all, 0),
    };
    let (facts, injections) = match as_at.as_known {
        Some(day) => (
            Facts::bundled().as_known(day).0,
            Injections::bundled().as_known(day),
        ),
        None => (Facts::bundled().clone(), Injections::bundled().clone()),
    };
    let systems: Vec<BodyCode> = register
        .boards_on(year.last_day())
        .into_iter()
        .map(|board| board.code.clone())
        .collect();
    let trusts: Vec<BodyCode> = positions
        .bodies()
        .filter(|body| !systems.contains(body))
        .filter(|body| positions.of(body).iter().any(|row| row.year == year))
        .filter(|body| {
            // What a body brings itself counts, whatever the register takes it for.
            let is_own = own.is_some_and(|own| !own.of(body).is_empty());
            is_own
                || register
                    .body(body)
                    .is_none_or(|known| matches!(known.kind, Kind::Trust | Kind::CareTrust))
        })
        .cloned()
        .collect();
    let mut realism = BTreeMap::new();
    for group in [&systems, &trusts] {
        for body in group {
            let ask = Ask::surplus(body, year, as_at.day);
            realism.insert(body.clone(), positions.realism(&ask, group));
        }
    }
    Ok(PlanYear {
        year,
        systems: positions.summary(&systems, year, as_at.day, &facts),
        trusts: positions.summary(&trusts, year, as_at.day, &facts),
        realism,
        injections,
        facts,
        undated,
    })
}

/// The plans of one body, a verdict for each year of which any row is held, the latest first.
///
/// # Errors
/// Where the archive cannot be read.
pub fn plans_of_body(
    snapshot: &Snapshot<'_>,
    body: &BodyCode,
    as_at: AsAt,
) -> Result<Vec<(FinancialYear, BodyYear)>, ArchiveError> {
    let mut found = Vec::new();
    for year in plan_years().into_iter().rev() {
        let asked = as_at.year.is_none_or(|asked| asked == year);
        if !asked
            || !Positions::bundled()
                .of(body)
                .iter()
                .any(|row| row.year == year)
        {
            continue;
        }
        let of_year = plan_year(snapshot, year, None, as_at)?;
        found.extend(of_year.body(body).cloned().map(|body| (year, body)));
    }
    Ok(found)
}

/// A plan as one judged commitment among others; none where no plan is known.
#[must_use]
pub fn judged_plan(found: &BodyYear, level: Level) -> Option<Judged> {
    let verdict: Verdict = found.verdict.verdict.clone();
    Some(Judged {
        commitment: std::borrow::Cow::Owned(found.verdict.commitment()?),
        verdict,
        measure: None,
        basis: None,
        boundaries: Boundaries::AsReported,
        level,
    })
}

/// How trusts' variances to plan moved from a month of a year to its end, as the oversight framework
/// published them; none where the quarter or the last one is not held.
///
/// # Errors
/// Where the archive cannot be read.
pub fn landing_population(
    snapshot: &Snapshot<'_>,
    year: FinancialYear,
    month: u8,
    as_known: Option<Date>,
) -> Result<Option<Population>, ArchiveError> {
    let variances = |quarter: Month| -> Result<BTreeMap<String, f64>, ArchiveError> {
        let rows = snapshot.oversight(quarter, as_known)?;
        Ok(rows
            .iter()
            .filter(|row| &*row.metric == VARIANCE)
            .filter_map(|row| {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a per cent of turnover is small"
                )]
                let value = row.value? as f64 / MILLIONTHS as f64;
                Some((row.trust.to_string(), value))
            })
            .collect())
    };
    let to_date = variances(year.month(month))?;
    let at_end = variances(year.last_month())?;
    let pairs: Vec<LandingPair> = to_date
        .into_iter()
        .filter_map(|(body, to_date)| {
            let at_end = *at_end.get(&body)?;
            Some(LandingPair {
                body,
                to_date,
                at_end,
            })
        })
        .collect();
    if pairs.is_empty() {
        return Ok(None);
    }
    Ok(Some(Population {
        words: format!(
            "{} trusts of the types held in the oversight framework, from month {month} to month 12 of {year}",
            pairs.len()
        ),
        month,
        pairs,
    }))
}

/// Where a variance so far, in per cent of turnover, is likely to land by the year's end: by how those
/// trusts moved of which both ends are published. It says of whom; they are of one year and not systems.
///
/// # Errors
/// Where the archive cannot be read.
pub fn landing(
    snapshot: &Snapshot<'_>,
    year: FinancialYear,
    month: u8,
    to_date: f64,
    as_known: Option<Date>,
) -> Result<Option<Landing>, ArchiveError> {
    let Some(population) = landing_population(snapshot, year, month, as_known)? else {
        return Ok(None);
    };
    // Too few trusts give no landing rather than a wide guess.
    Ok(land(&population, to_date, COVERAGE).ok())
}
