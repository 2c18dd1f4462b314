//! What a query may ask, as types. A value that cannot be is a 400 that says what was expected.

use std::str::FromStr;

use candour_assessment::Profile;
use candour_assessment::commitment::{CommitmentId, Pledges, Targets};
use candour_core::{Basis, BodyCode, FinancialYear, Level, Month, TreatmentFunction};
use candour_findings::CutRule;
use candour_register::Boundaries;
use jiff::civil::Date;
use percent_encoding::percent_decode_str;

use super::error::AppError;
use super::framework_params::FrameworkParams;
use super::links;
use crate::views::Order;

/// No query of this site is longer.
const LONGEST_QUERY: usize = 2_048;
/// How many bodies can be compared.
pub(super) const MOST_COMPARED: usize = 6;
/// How many months limits can be set anew from.
const MOST_REBASES: usize = 24;

const SORTS: &str =
    "Write name, value, before, period, published, file, verdict, margin, since, plan or outturn.";

/// What a table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Name,
    Value,
    Before,
    Period,
    Published,
    File,
    Verdict,
    Margin,
    Since,
    Plan,
    Outturn,
}

impl FromStr for Sort {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "name" => Ok(Self::Name),
            "value" => Ok(Self::Value),
            "before" => Ok(Self::Before),
            "period" => Ok(Self::Period),
            "published" => Ok(Self::Published),
            "file" => Ok(Self::File),
            "verdict" => Ok(Self::Verdict),
            "margin" => Ok(Self::Margin),
            "since" => Ok(Self::Since),
            "plan" => Ok(Self::Plan),
            "outturn" => Ok(Self::Outturn),
            _ => Err(SORTS.to_owned()),
        }
    }
}

/// The query of a request. What it does not name is none, and so is an empty value, which is what
/// a form sends for a field left alone. Names that the site does not know are passed over.
#[derive(Debug, Clone, Default)]
pub(super) struct Params {
    /// The known names and their values as given, for links that keep them.
    given: Vec<(&'static str, String)>,
    pub(super) as_known: Option<Date>,
    /// The day on which the register is looked at.
    pub(super) on: Option<Date>,
    /// For whom a briefing is.
    pub(super) whom: Option<String>,
    /// The last period that a briefing knows of.
    pub(super) up_to: Option<Month>,
    pub(super) vacant: bool,
    pub(super) level: Option<Level>,
    pub(super) basis: Option<Basis>,
    pub(super) treatment_function: Option<TreatmentFunction>,
    pub(super) from: Option<Month>,
    pub(super) to: Option<Month>,
    pub(super) period: Option<Month>,
    pub(super) sort: Option<Sort>,
    pub(super) order: Option<Order>,
    pub(super) all: bool,
    pub(super) rows: bool,
    pub(super) page: usize,
    pub(super) compare: Vec<BodyCode>,
    pub(super) rebase: Vec<Month>,
    pub(super) profile: Option<Profile>,
    pub(super) target: Option<f64>,
    /// A commitment by its name: what `target` is where it is no number.
    pub(super) commitment: Option<CommitmentId>,
    /// The financial year that commitments are of.
    pub(super) year: Option<FinancialYear>,
    /// The targets that a set is cut to, by the reader's own choice.
    pub(super) keep: Vec<CommitmentId>,
    /// How many targets a set is cut to.
    pub(super) cut: Option<usize>,
    /// By which rule they are chosen.
    pub(super) rule: Option<CutRule>,
    pub(super) injections: InYearMoney,
    pub(super) q: String,
    pub(super) measure: Option<String>,
    pub(super) body: Option<String>,
    pub(super) boundaries: AskedBoundaries,
    pub(super) map: MapKind,
    /// Whether charts bear the marks of events: hiding them is all that `events=off` does.
    pub(super) events: EventMarks,
    /// What is asked of an oversight framework.
    pub(super) framework: FrameworkParams,
}

/// How a map is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum MapKind {
    /// One tile a body.
    #[default]
    Tiles,
    /// The outlines of their areas, where they have been ingested.
    Areas,
}

/// Whether charts bear the marks of dated events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum EventMarks {
    /// At the top edge.
    #[default]
    Shown,
    /// Left off; no figure and no limit is another for it.
    Hidden,
}

/// Whether money that was put in within a year counts as part of where it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum InYearMoney {
    /// As published.
    #[default]
    Counted,
    /// What the year would have come to without it.
    Left,
}

/// On whose boundaries figures are asked for. What day `now` is, only the page knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AskedBoundaries {
    Now,
    These(Boundaries),
}

impl Default for AskedBoundaries {
    fn default() -> Self {
        Self::These(Boundaries::AsReported)
    }
}

/// Every name that is known, in the order in which links write them.
const NAMES: [&str; 33] = [
    "q",
    "search",
    "measure",
    "body",
    "level",
    "basis",
    "treatment_function",
    "sector",
    "period",
    "from",
    "to",
    "as_known",
    "on",
    "for",
    "up_to",
    "vacant",
    "all",
    "sort",
    "order",
    "page",
    "rows",
    "compare",
    "rebase",
    "profile",
    "target",
    "year",
    "keep",
    "cut",
    "rule",
    "injections",
    "boundaries",
    "map",
    "events",
];

impl Params {
    /// Reads a query without its question mark.
    pub(super) fn parse(query: &str) -> Result<Self, AppError> {
        if query.len() > LONGEST_QUERY {
            return Err(AppError::bad_request(
                "The address is too long",
                format!("No query of this site is longer than {LONGEST_QUERY} letters."),
            ));
        }
        let mut params = Self {
            page: 1,
            ..Self::default()
        };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let written = decode(value)?;
            if written.trim().is_empty() || params.framework.take(name, written.trim())? {
                continue;
            }
            let Some(name) = NAMES.into_iter().find(|known| *known == name) else {
                continue;
            };
            let value = written.trim();
            params.take(name, value)?;
            params.given.push((name, value.to_owned()));
        }
        Ok(params)
    }

    fn take(&mut self, name: &'static str, value: &str) -> Result<(), AppError> {
        const DAY: &str = "Write a day as year, month and day, such as 2026-03-12.";
        const MONTH: &str = "Write a month as a year and two digits, such as 2026-01.";
        match name {
            "as_known" => self.as_known = Some(read(name, value, DAY)?),
            "on" => self.on = Some(read(name, value, DAY)?),
            "level" => {
                self.level = Some(read(
                    name,
                    value,
                    "Write provider, sub-icb, icb, region or england.",
                )?)
            }
            "basis" => self.basis = Some(read(name, value, "Write provider or commissioner.")?),
            // Another name of the same, where a measure splits by sector.
            "treatment_function" | "sector" => {
                self.treatment_function = Some(read(
                    name,
                    value,
                    "Write a treatment function as published, such as C_110, or a sector of beds, such as maternity.",
                )?);
            }
            "from" => self.from = Some(read(name, value, MONTH)?),
            "up_to" => self.up_to = Some(read(name, value, MONTH)?),
            "for" => self.whom = Some(value.to_owned()),
            "to" => self.to = Some(read(name, value, MONTH)?),
            "period" => self.period = Some(read(name, value, MONTH)?),
            "sort" => {
                self.sort = Some(read(name, value, SORTS)?);
            }
            "order" => {
                self.order = Some(match value {
                    "asc" => Order::Ascending,
                    "desc" => Order::Descending,
                    _ => return Err(fault(name, value, "Write asc or desc.")),
                });
            }
            "all" | "rows" | "vacant" => {
                let set = match value {
                    "1" | "all" | "true" => true,
                    "0" | "false" => false,
                    _ => return Err(fault(name, value, "Write 1 or 0.")),
                };
                *match name {
                    "all" => &mut self.all,
                    "vacant" => &mut self.vacant,
                    _ => &mut self.rows,
                } = set;
            }
            "page" => {
                const PAGE: &str = "Write the number of a page, 1 being the first.";
                self.page = read(name, value, PAGE)?;
                if !(1..=10_000).contains(&self.page) {
                    return Err(fault(name, value, PAGE));
                }
            }
            "compare" => self.add_compared(name, value)?,
            "rebase" => {
                for month in value
                    .split(',')
                    .map(str::trim)
                    .filter(|month| !month.is_empty())
                {
                    self.rebase.push(read(name, month, MONTH)?);
                }
                self.rebase.sort_unstable();
                self.rebase.dedup();
                if self.rebase.len() > MOST_REBASES {
                    return Err(fault(name, value, "Give 24 months at the most."));
                }
            }
            "profile" => self.profile = Some(read(name, value, "Write nhsr-0.2.2 or mdc-excel.")?),
            "target" => self.take_target(name, value)?,
            "year" => {
                const YEAR: &str =
                    "Write a financial year as two years that follow, such as 2023-24.";
                self.year = Some(read(name, value, YEAR)?);
            }
            "keep" => {
                for id in value.split(',').map(str::trim).filter(|id| !id.is_empty()) {
                    let id = known(id).ok_or_else(|| {
                        fault(
                            name,
                            id,
                            "Write the names of targets, as /targets lists them.",
                        )
                    })?;
                    if !self.keep.contains(&id) {
                        self.keep.push(id);
                    }
                }
            }
            "cut" => {
                const CUT: &str = "Write how many targets are kept, from 1 to 100.";
                let cut = read(name, value, CUT)?;
                if !(1..=100).contains(&cut) {
                    return Err(fault(name, value, CUT));
                }
                self.cut = Some(cut);
            }
            "rule" => {
                self.rule = Some(read(
                    name,
                    value,
                    "Write areas, missed, counted, listed or chosen.",
                )?);
            }
            "injections" => {
                self.injections = match value {
                    "on" => InYearMoney::Counted,
                    "off" => InYearMoney::Left,
                    _ => return Err(fault(name, value, "Write on or off.")),
                }
            }
            "q" | "search" => self.q = value.chars().take(200).collect(),
            "measure" => self.measure = Some(value.to_owned()),
            "body" => {
                // The API asks for a body; the boxes of a compare form send one each.
                self.body.get_or_insert_with(|| value.to_owned());
                if BodyCode::new(value).is_ok() {
                    self.add_compared(name, value)?;
                }
            }
            "boundaries" => {
                self.boundaries = match value {
                    "now" => AskedBoundaries::Now,
                    _ => AskedBoundaries::These(read(
                        name,
                        value,
                        "Write as-reported, then, now or a day such as 2026-04-01.",
                    )?),
                }
            }
            "map" => {
                self.map = match value {
                    "tiles" => MapKind::Tiles,
                    "areas" => MapKind::Areas,
                    _ => return Err(fault(name, value, "Write tiles or areas.")),
                }
            }
            "events" => {
                self.events = match value {
                    "on" => EventMarks::Shown,
                    "off" => EventMarks::Hidden,
                    _ => return Err(fault(name, value, "Write on or off.")),
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A number in the unit of the values, or a target by its name.
    fn take_target(&mut self, name: &str, value: &str) -> Result<(), AppError> {
        const TARGET: &str = "Write a number in the unit of the values, such as 0.95 for 95 per cent, or the name of a target as /targets lists it.";
        match value.parse::<f64>() {
            Ok(target) if target.is_finite() => self.target = Some(target),
            Ok(_) => return Err(fault(name, value, TARGET)),
            Err(_) => {
                let found = known(value).ok_or_else(|| fault(name, value, TARGET))?;
                self.commitment = Some(found);
            }
        }
        Ok(())
    }

    fn add_compared(&mut self, name: &str, value: &str) -> Result<(), AppError> {
        for code in value
            .split(',')
            .map(str::trim)
            .filter(|code| !code.is_empty())
        {
            let code: BodyCode =
                read(name, code, "Write the codes of bodies with commas between.")?;
            if !self.compare.contains(&code) {
                self.compare.push(code);
            }
        }
        Ok(())
    }

    /// Whether the query names the boundaries; else a page may choose them.
    pub(super) fn names_boundaries(&self) -> bool {
        self.given.iter().any(|(name, _)| *name == "boundaries")
    }

    /// The same query with these boundaries.
    pub(super) fn with_boundaries(&self, boundaries: Boundaries) -> Self {
        let mut params = self.clone();
        params.given.retain(|(name, _)| *name != "boundaries");
        params.given.push(("boundaries", boundaries.to_string()));
        params.boundaries = AskedBoundaries::These(boundaries);
        params
    }

    /// The query as given, but for some names, with further pairs behind it.
    pub(super) fn but(&self, without: &[&str], with: &[(&str, &str)]) -> String {
        let kept = self
            .kept(without)
            .map(|(name, value)| (*name, value.as_str()));
        links::query(kept.chain(with.iter().copied()))
    }

    /// The pairs as given, but for some names.
    pub(super) fn kept<'a>(
        &'a self,
        without: &'a [&str],
    ) -> impl Iterator<Item = &'a (&'static str, String)> {
        self.given
            .iter()
            .filter(|(name, _)| !without.contains(name))
    }
}

/// The name of a commitment that there is.
fn known(text: &str) -> Option<CommitmentId> {
    let found = Targets::bundled()
        .get(text)
        .or_else(|| Pledges::bundled().get(text));
    found.map(|found| found.id.clone())
}

fn read<T: FromStr>(name: &str, value: &str, expected: &'static str) -> Result<T, AppError> {
    value.parse().map_err(|_| fault(name, value, expected))
}

fn fault(name: &str, value: &str, expected: &str) -> AppError {
    let value: String = value.chars().take(40).collect();
    AppError::bad_request(
        match name {
            "on" => format!("“{value}” cannot be the day"),
            _ => format!("“{value}” cannot be the {}", name.replace('_', " ")),
        },
        expected.to_owned(),
    )
}

fn decode(text: &str) -> Result<String, AppError> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| {
            AppError::bad_request(
                "The address cannot be read",
                "Its letters are not UTF-8.".to_owned(),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(query: &str) -> String {
        match Params::parse(query) {
            Err(AppError::BadRequest { heading, hint, .. }) => format!("{heading}. {hint}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn reads_what_pages_and_forms_send() {
        let params = Params::parse("as_known=2026-03-12&level=icb&all=1&compare=AAA,BBB&body=CCC&rebase=2022-07,%202021-06&q=a+b%26c&basis=&x=y").unwrap();
        assert_eq!(params.as_known.unwrap().to_string(), "2026-03-12");
        assert_eq!(
            (params.level, params.basis, params.all),
            (Some(Level::Icb), None, true)
        );
        assert_eq!(params.compare.len(), 3);
        assert_eq!(
            params
                .rebase
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            ["2021-06", "2022-07"]
        );
        assert_eq!(params.q, "a b&c");
        assert_eq!(
            params.but(&["body", "q", "rebase", "compare"], &[("sort", "name")]),
            "?as_known=2026-03-12&level=icb&all=1&sort=name"
        );
    }

    #[test]
    fn says_what_was_expected() {
        for (query, words) in [
            (
                "as_known=yesterday",
                "“yesterday” cannot be the as known. Write a day",
            ),
            (
                "rebase=2026-13",
                "“2026-13” cannot be the rebase. Write a month",
            ),
            ("on=soon", "“soon” cannot be the day. Write a day"),
            ("vacant=perhaps", "Write 1 or 0"),
            ("level=icbs", "Write provider, sub-icb"),
            ("basis=x", "Write provider or commissioner"),
            ("treatment_function=%27", "such as C_110"),
            ("order=up", "Write asc or desc"),
            ("page=0", "1 being the first"),
            ("target=NaN", "0.95 for 95 per cent"),
            ("target=ae-4h-none", "as /targets lists it"),
            ("year=2023", "such as 2023-24"),
            ("keep=nothing", "as /targets lists them"),
            ("cut=0", "from 1 to 100"),
            ("rule=best", "Write areas, missed"),
            ("injections=x", "Write on or off"),
            ("compare=%3Cb%3E", "Write the codes"),
            ("q=%ff", "not UTF-8"),
            (&"q=x".repeat(1_000), "too long"),
        ] {
            assert!(
                refused(query).contains(words),
                "{query}: {}",
                refused(query)
            );
        }
    }
}
