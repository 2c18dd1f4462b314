//! Plans and outturns: the published figures, the rows' faults, and laws that hold for any rows.

mod facts;
mod import;
mod known;
mod laws;

use candour_core::{BodyCode, FinancialYear};
use jiff::civil::{Date, date};

use super::*;

/// A day long after every year that is held.
const LATER: Date = date(2026, 11, 24);

fn year(text: &str) -> FinancialYear {
    text.parse().unwrap()
}

fn body(code: &str) -> BodyCode {
    code.parse().unwrap()
}

fn surplus(code: &str, of: &str) -> PlanVerdict {
    let code = body(code);
    Positions::bundled().judge(&Ask::surplus(&code, year(of), LATER))
}

/// Rows of invented providers, in the form that a body loads.
fn invented(rows: &str) -> Positions {
    let text = format!("{}\n{rows}", super::load::HEADINGS.join(","));
    let (rows, faults) =
        Positions::read("invented.csv", &text, &|id| id.as_str() == "ae-four-hour");
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    Positions::new(rows)
}
