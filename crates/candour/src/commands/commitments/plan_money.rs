//! The national figures of a year's plans: definitions side by side, the money that was put in within the
//! year, the balance of the accounts.

use std::io;

use candour_assessment::finance::{
    AddsUp, Bound, Fact, FactUnit, Line, PlanUnit, Sign, Stage, Step,
};
use candour_findings::PlanYear;
use candour_findings::shapes::FactShape;

use super::words;
use crate::output::Table;

#[derive(serde::Serialize)]
pub(super) struct InjectionShape {
    step: f64,
    total: f64,
    as_at: String,
    note: String,
    file: String,
    line: u32,
    source: String,
}

impl From<&Step<'_>> for InjectionShape {
    fn from(step: &Step<'_>) -> Self {
        Self {
            step: step.step,
            total: step.to.total,
            as_at: step.to.as_at.to_string(),
            note: step.to.note.clone(),
            file: step.to.place.file.to_string(),
            line: step.to.place.line,
            source: step.to.place.source.to_string(),
        }
    }
}

#[derive(serde::Serialize)]
struct LineShape {
    line: String,
    plan: f64,
    actual: f64,
    variance: f64,
    allocation: f64,
    basis: String,
    source: String,
}

#[derive(serde::Serialize)]
pub(super) struct BalanceShape {
    parts: Vec<LineShape>,
    total: LineShape,
    sum_of_actuals: f64,
    sum_of_variances: f64,
    adds_up: &'static str,
}

/// A national figure, and without the money that was put in within the year where it is asked for.
#[derive(serde::Serialize)]
pub(super) struct National {
    #[serde(flatten)]
    pub(super) fact: FactShape,
    pub(super) without_injections: Option<f64>,
}

/// The national surpluses and deficits of the year, planned or come, in pounds.
pub(super) fn national(year: &PlanYear) -> impl Iterator<Item = &Fact> {
    year.facts
        .all()
        .iter()
        .filter(move |fact| fact.of.year == year.year && fact.sign != Sign::Count)
        .filter(|fact| fact.as_surplus().is_some())
}

/// What a published outturn would be without the money; none of a plan or a part of a year.
pub(super) fn without(year: &PlanYear, fact: &Fact) -> Option<f64> {
    let whole = fact.period.month().is_none()
        && fact.stage == Stage::Outturn
        && fact.unit == FactUnit::GbpMillion;
    let position = fact.as_surplus().filter(|_| whole)?;
    let found = year.injections.with_and_without(year.year, position)?;
    Some(found.without)
}

pub(super) fn balance(year: &PlanYear) -> Option<BalanceShape> {
    let found = year.balance()?;
    let line = |line: &Line| LineShape {
        line: line.name.clone(),
        plan: line.plan,
        actual: line.actual,
        variance: line.variance,
        allocation: line.allocation,
        basis: line.basis.clone(),
        source: line.place.source.to_string(),
    };
    Some(BalanceShape {
        parts: found.parts.iter().map(|part| line(part)).collect(),
        total: line(found.total),
        sum_of_actuals: found.actual,
        sum_of_variances: found.variance,
        adds_up: match found.adds_up() {
            AddsUp::Exactly => "exactly",
            AddsUp::WithinRounding => "within-rounding",
            AddsUp::Not => "not",
        },
    })
}

/// The national figures: definitions side by side, the money put in within the year, the balance.
pub(super) fn money(
    out: &mut impl io::Write,
    year: &PlanYear,
    without_shown: bool,
) -> io::Result<()> {
    let facts: Vec<&Fact> = national(year).collect();
    if !facts.is_empty() {
        writeln!(
            out,
            "\nnational figures, each on the basis of whoever published it"
        )?;
        for fact in facts {
            let period = match fact.period.month() {
                Some(month) => format!(" to {}", month.in_words()),
                None => String::new(),
            };
            let name = fact.of.fact.replace('-', " ");
            let sign = if name.contains(fact.sign.as_str()) {
                String::new()
            } else {
                format!(", a {}", fact.sign)
            };
            writeln!(
                out,
                "  {name}{sign}{period} ({}): {}{}; {}; {}",
                fact.stage.as_str().replace('-', " "),
                if fact.bound == Bound::About {
                    "about "
                } else {
                    ""
                },
                fact_amount(fact),
                fact.definition,
                fact.counter
            )?;
            if let Some(without) = without(year, fact).filter(|_| without_shown) {
                writeln!(
                    out,
                    "      without the money that was put in: {}{}, if all of it is in that figure",
                    if fact.bound == Bound::About {
                        "about "
                    } else {
                        ""
                    },
                    words::amount(without, PlanUnit::GbpMillion)
                )?;
            }
        }
    }
    let steps = year.injections.steps(year.year);
    if let Some(total) = year.injections.total(year.year) {
        writeln!(
            out,
            "\nput in within the year, one running total that is never added up: {} in all",
            words::amount(total, PlanUnit::GbpMillion)
        )?;
        for step in steps {
            writeln!(
                out,
                "  {}: {} more, {} so far; {}",
                step.to.as_at,
                words::amount(step.step, PlanUnit::GbpMillion),
                words::amount(step.to.total, PlanUnit::GbpMillion),
                step.to.note
            )?;
        }
        if !without_shown {
            writeln!(out, "  --injections off shows outturns without it")?;
        } else {
            writeln!(
                out,
                "  how much of it went to which system no row says: systems stand as published"
            )?;
        }
    } else if without_shown {
        writeln!(out, "\nno money put in within {} is held", year.year)?;
    }
    if let Some(found) = year.balance() {
        writeln!(out, "\nbalance of {} ({})", year.year, found.total.basis)?;
        let mut table = Table::new(&["line", ">plan £m", ">actual £m", ">variance £m"]);
        for line in found.parts.iter().copied().chain([found.total]) {
            table.row([
                line.name.replace('-', " "),
                words::amount(line.plan, PlanUnit::Count),
                words::amount(line.actual, PlanUnit::Count),
                words::amount(line.variance, PlanUnit::Count),
            ]);
        }
        table.print(out)?;
        let sums = match found.adds_up() {
            AddsUp::Exactly => "the lines add up to the total".to_owned(),
            AddsUp::WithinRounding => format!(
                "the actuals add up to {}; the variances, each rounded by itself, to {} against {} printed",
                found.actual, found.variance, found.total.variance
            ),
            AddsUp::Not => format!(
                "the lines do not add up: actuals {} against {}, variances {} against {}",
                found.actual, found.total.actual, found.variance, found.total.variance
            ),
        };
        writeln!(out, "{sums}")?;
    }
    Ok(())
}

fn fact_amount(fact: &Fact) -> String {
    match fact.unit {
        FactUnit::GbpMillion => words::amount(fact.value, PlanUnit::GbpMillion),
        FactUnit::Percent => words::amount(fact.value, PlanUnit::Percent),
        FactUnit::Count => words::amount(fact.value, PlanUnit::Count),
        FactUnit::Gbp => format!("£{}", fact.value),
    }
}
