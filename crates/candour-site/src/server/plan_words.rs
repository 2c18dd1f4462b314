//! Plans and outturns in words: amounts with their sign, basis and row.

use candour_assessment::commitment::Commitment;
use candour_assessment::finance::{
    Basis, BodyYear, Bound, Fact, FactUnit, Gap, Ground, Number, PlanUnit, Position, Said, Standing,
};
use candour_core::{BodyCode, FinancialYear};

use super::answer::Reading;
use super::dates;
use super::links;
use super::promise_words as words;
use crate::format;
use crate::views::{Cell, Prose};

/// A number with every digit that its row has, six decimals at the most.
fn digits(value: f64) -> String {
    let text = format!("{:.6}", value.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text.split_once('.') {
        Some((whole, rest)) => format!("{}.{rest}", grouped(whole)),
        None => grouped(text),
    }
}

fn grouped(whole: &str) -> String {
    whole
        .parse()
        .map_or_else(|_| whole.to_owned(), format::count_in_full)
}

/// Millions of pounds: `−£23.4m`, `£1,700m`. No digit of a row is rounded away.
pub(super) fn money(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}£{}m", digits(value))
}

fn in_unit(value: f64, unit: PlanUnit) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    match unit {
        PlanUnit::GbpMillion => money(value),
        PlanUnit::Percent => format!("{sign}{}%", digits(value)),
        PlanUnit::PercentOfTurnover => format!("{sign}{}% of turnover", digits(value)),
        PlanUnit::Count => format!("{sign}{}", digits(value)),
        PlanUnit::Weeks => format!("{sign}{} weeks", digits(value)),
        PlanUnit::Beds => format!("{sign}{} beds", digits(value)),
    }
}

const fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "",
        Bound::About => "about ",
        Bound::AtLeast => "at least ",
        Bound::Implied => "implied ",
    }
}

/// A number as a row gives it.
pub(super) fn number(number: Number) -> String {
    format!(
        "{}{}",
        bound(number.bound),
        in_unit(number.value, number.unit)
    )
}

/// What a row says, as a link to the row.
pub(super) fn position(row: &Position) -> Prose {
    let said = match row.said {
        Said::Number(found) => number(found),
        Said::Word(word) => word.to_string().replace('-', " "),
    };
    Prose::default().link(said, words::row_link(&row.place))
}

/// What must be known of a row beside its number: basis, date, doubt.
pub(super) fn under(row: &Position) -> String {
    let mut parts = Vec::new();
    if row.basis != Basis::NotStated {
        parts.push(row.basis.in_words().to_owned());
    }
    if let Some(month) = row.period.month() {
        parts.push(format!("to {}", month.in_words()));
    }
    if let Some(date) = row.as_at {
        parts.push(format!("said {}", dates::half_date(date)));
    }
    if row.is_unverified() {
        parts.push("unverified".to_owned());
    }
    if row.is_doubtful() {
        parts.push("doubtful".to_owned());
    }
    parts.join("; ")
}

/// A cell with a row's number; `not known` where there is none.
pub(super) fn cell(row: Option<&Position>) -> Cell {
    match row {
        Some(row) => Cell::number(position(row)).under(under(row)),
        None => Cell::number("not known"),
    }
}

/// How far off: `£12.3m worse than plan`.
pub(super) fn gap(gap: Gap) -> String {
    let size = in_unit(gap.value.abs(), gap.unit);
    let least = match gap.bound {
        Bound::AtLeast => "at least ",
        Bound::About => "about ",
        Bound::Exact | Bound::Implied => "",
    };
    match gap.value {
        value if value < 0.0 => format!("{least}{size} worse than plan"),
        value if value > 0.0 => format!("{least}{size} better than plan"),
        _ => "as planned".to_owned(),
    }
}

/// What decides, in a few words.
pub(super) const fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::SameBasis => "plan and outturn on one basis",
        Ground::EitherBasis => "bases differ, and the outcome is the same either way",
        Ground::Stated => "a source says so; there are no two numbers to compare",
    }
}

/// What is known of a body's plan, in a few words.
pub(super) const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Missed => "missed, by full-year rows",
        Standing::Met => "met, by full-year rows",
        Standing::Undecided => "plan and outturn known, and they cannot decide it",
        Standing::OutturnOnly => "only an outturn is known",
        Standing::Beside => "only a year to date or a forecast is known: beside, not counted",
        Standing::PlanOnly => "only a plan is known",
        Standing::DraftOnly => "only drafts or remarks are known",
        Standing::Unknown => "nothing is known",
    }
}

/// Verdict, and under it how far off or why it cannot be told.
pub(super) fn verdict_cell(body: &BodyYear) -> Cell {
    let found = &body.verdict;
    let mut under = Vec::new();
    if let Some(found) = found.gap {
        under.push(gap(found));
    }
    if let Some(found) = found.ground {
        under.push(ground(found).to_owned());
    }
    if let Some(why) = &found.verdict.why {
        under.push(why.in_words());
    }
    if found.is_unverified() {
        under.push("unverified".to_owned());
    }
    if let Some(implied) = &found.implied {
        under.push(implied.clone());
    }
    if let Some(likelihood) = &found.verdict.likelihood {
        under.push(likelihood.method.clone());
    }
    Cell::words(Prose::default().verdict(found.verdict.outcome)).under(under.join("; "))
}

/// The year to date and the forecast, which stand beside.
pub(super) fn beside_cell(body: &BodyYear) -> Cell {
    let prospect = &body.verdict.prospect;
    let mut said = Prose::default();
    if let Some(to_date) = &prospect.to_date {
        said = said.text(format!("To {}: ", to_date.month.in_words()));
        said = match (&to_date.position, &to_date.variance_row) {
            (Some(row), _) => said.and(position(row)),
            (None, Some(row)) => said.and(position(row)).text(" against plan"),
            (None, None) => said.text("not known"),
        };
        if let (Some(variance), Some(_)) = (to_date.variance, &to_date.position) {
            said = said.text(format!(
                ", {} against plan",
                in_unit(variance, to_date.unit)
            ));
        }
    }
    if let Some(row) = &prospect.forecast {
        let space = if said.is_empty() { "" } else { ". " };
        said = said.text(format!("{space}Forecast: ")).and(position(row));
        if let Some(found) = prospect.forecast_gap {
            said = said.text(format!(", {}", gap(found)));
        }
    }
    let leaning = prospect.leaning.as_ref().map(|leaning| {
        let word = if leaning.met {
            "towards being met"
        } else {
            "towards being missed"
        };
        format!("leans {word}: {}", leaning.method)
    });
    Cell::words(said).under(leaning.unwrap_or_default())
}

/// A national figure, linked to its row.
pub(super) fn fact(fact: &Fact) -> Prose {
    let number = match fact.unit {
        FactUnit::GbpMillion => format!("£{}m", digits(fact.value)),
        FactUnit::Gbp => format!("£{}", digits(fact.value)),
        FactUnit::Percent => format!("{}%", digits(fact.value)),
        FactUnit::Count => digits(fact.value),
    };
    Prose::default().link(
        format!("{}{number}", bound(fact.bound)),
        words::row_link(&fact.place),
    )
}

/// A pledge in the table of pledges.
pub(super) fn pledge_link(commitment: &Commitment) -> String {
    format!("/pledges/{}", links::encode(commitment.id.as_str()))
}

/// The page of a year's plans.
pub(super) fn year_link(reading: &Reading<'_>, year: FinancialYear) -> String {
    format!("/plans/{year}{}", links::query(reading.view().pairs()))
}

/// A body's plan of a year, on the body's page.
pub(super) fn body_plan_link(
    reading: &Reading<'_>,
    body: &BodyCode,
    year: FinancialYear,
) -> String {
    let pairs = reading.view().pairs().chain([("year", year.to_string())]);
    format!(
        "/bodies/{}{}#promises",
        links::encode(body.as_str()),
        links::query(pairs)
    )
}

/// Who answers for a body's plan at the end of its year.
pub(super) fn accountability_link(
    body: &BodyCode,
    year: FinancialYear,
    on: jiff::civil::Date,
) -> String {
    format!(
        "/accountability{}",
        links::query([
            ("body", body.to_string()),
            ("year", year.to_string()),
            ("on", year.last_day().min(on).to_string()),
        ])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_their_sign_and_every_digit() {
        assert_eq!(money(-23.45), "−£23.45m");
        assert_eq!(money(1_700.0), "£1,700m");
        assert_eq!(money(0.0), "£0m");
        assert_eq!(money(-2_000.5), "−£2,000.5m");
        let about = Number {
            value: -2_000.0,
            unit: PlanUnit::GbpMillion,
            bound: Bound::About,
        };
        assert_eq!(number(about), "about −£2,000m");
    }
}
