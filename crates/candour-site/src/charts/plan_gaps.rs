//! Plan and outturn of each body on one axis of £ million.

use std::fmt::Write as _;

use super::Width;
use super::marks::{CONCERN, IMPROVEMENT};
use super::scale::{Scale, number};
use super::svg::{
    FAINT, HALO, INK, SOFT, at, cut, escape, fill, id_at, line, open, small_print, text, width_of,
};

/// What a figure that is no outturn is. None of them is ever joined to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResultBasis {
    /// A plan not yet agreed.
    Draft,
    /// Part of the year.
    YearToDate,
    /// What the body expects the year to come to.
    Forecast,
}

impl ResultBasis {
    const ALL: [Self; 3] = [Self::Draft, Self::YearToDate, Self::Forecast];

    const fn words(self) -> &'static str {
        match self {
            Self::Draft => "draft plan",
            Self::YearToDate => "year to date",
            Self::Forecast => "forecast",
        }
    }
}

/// A body's plan and what became of it, in £ million; a deficit is negative.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanGapRow {
    /// The body's name.
    pub name: String,
    /// What it planned; `None` where that is not known.
    pub plan: Option<f64>,
    /// What the whole year came to; `None` where that is not known.
    pub outturn: Option<f64>,
    /// Figures that are no outturn.
    pub others: Vec<(ResultBasis, f64)>,
    /// Whether it is the body that is told of.
    pub highlighted: bool,
}

impl PlanGapRow {
    /// Outturn less plan; `None` where one of them is not known.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        Some(self.outturn? - self.plan?)
    }

    fn is_blank(&self) -> bool {
        self.plan.is_none() && self.outturn.is_none() && self.others.is_empty()
    }
}

/// Everything the chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanGaps {
    /// Begins every element id of the chart: unique on its page.
    pub id: String,
    /// The finding: `25 of 42 systems missed their plan`.
    pub finding: String,
    /// What the axis counts: `Balance for the year, £ million`.
    pub axis: String,
    /// The bodies, in any order.
    pub rows: Vec<PlanGapRow>,
    /// On which definition the figures stand, and anything else to be said beneath.
    pub notes: Vec<String>,
    /// Where the figures come from; empty for none.
    pub source: String,
}

struct Layout {
    width: f64,
    names: f64,
    left: f64,
    right: f64,
    row: f64,
    font: f64,
    stacked: bool,
}

impl Layout {
    const fn of(width: Width) -> Self {
        match width {
            Width::Wide => Self {
                width: 900.0,
                names: 306.0,
                left: 322.0,
                right: 816.0,
                row: 24.0,
                font: 14.0,
                stacked: false,
            },
            Width::Narrow => Self {
                width: 360.0,
                names: 356.0,
                left: 10.0,
                right: 296.0,
                row: 40.0,
                font: 12.5,
                stacked: true,
            },
        }
    }
}

/// Both drawings, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn plan_gaps_both(chart: &PlanGaps) -> String {
    format!(
        "<div class=\"c-both c-both--full\">{}{}</div>",
        plan_gaps(chart, Width::Wide),
        plan_gaps(chart, Width::Narrow)
    )
}

/// Draws plan (a ring), outturn (a disc) and the bar between them for each body, the furthest below its
/// plan first, then those without an outturn, then those of which nothing is known, as blank rows.
#[must_use]
pub fn plan_gaps(chart: &PlanGaps, width: Width) -> String {
    let space = Layout::of(width);
    let rows = sorted(&chart.rows);
    let numbers = rows.iter().flat_map(|row| {
        let others = row.others.iter().map(|(_, value)| *value);
        row.plan.into_iter().chain(row.outturn).chain(others)
    });
    let scale = Scale::fit(
        numbers.chain([0.0]),
        space.left,
        space.right,
        space.font * 4.4,
    );
    // A phone's key may need a second line.
    let top = space.font * if space.stacked { 6.8 } else { 5.4 };
    #[expect(clippy::cast_precision_loss, reason = "a few hundred rows")]
    let bottom = (rows.len() as f64).mul_add(space.row, top);

    let mut body = String::new();
    body.push_str(&text(0.0, space.font, space.font, &fill(SOFT), &chart.axis));
    key(&mut body, &rows, &space);
    axis(&mut body, &scale, &space, top, bottom);
    let mut y = top;
    for row in &rows {
        draw(&mut body, row, &scale, &space, y);
        y += space.row;
    }
    let mut lines = chart.notes.clone();
    lines.extend((!chart.source.is_empty()).then(|| chart.source.clone()));
    let end = small_print(&mut body, &lines, bottom, space.width, space.font * 0.93);
    let mut out = open(
        &id_at(&chart.id, width),
        space.width,
        end + 8.0,
        &chart.finding,
        &describe(&rows),
    );
    out.push_str(&body);
    out.push_str("</svg>");
    out
}

fn sorted(rows: &[PlanGapRow]) -> Vec<&PlanGapRow> {
    let mut rows: Vec<&PlanGapRow> = rows.iter().collect();
    let rank = |row: &PlanGapRow| match row.gap() {
        Some(_) => 0,
        None if !row.is_blank() => 1,
        None => 2,
    };
    rows.sort_by(|a, b| {
        let gaps = a.gap().unwrap_or(0.0).total_cmp(&b.gap().unwrap_or(0.0));
        rank(a).cmp(&rank(b)).then(gaps).then(a.name.cmp(&b.name))
    });
    rows
}

fn shape(basis: ResultBasis, x: f64, y: f64) -> String {
    let d = match basis {
        ResultBasis::Draft => format!("M{} {}h9v9h-9z", at(x - 4.5), at(y - 4.5)),
        ResultBasis::YearToDate => {
            format!("M{} {}l5.5 5.5l-5.5 5.5l-5.5 -5.5z", at(x), at(y - 5.5))
        }
        ResultBasis::Forecast => format!("M{} {}l5.5 10h-11z", at(x), at(y - 6.0)),
    };
    format!("<path d=\"{d}\" fill=\"#fff\" stroke=\"{SOFT}\" stroke-width=\"1.6\"/>")
}

fn ring(x: f64, y: f64) -> String {
    format!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"4.6\" fill=\"#fff\" stroke=\"{INK}\" stroke-width=\"1.8\"/>",
        at(x),
        at(y)
    )
}

fn disc(x: f64, y: f64) -> String {
    format!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"{INK}\"/>",
        at(x),
        at(y)
    )
}

/// Draws a shape around a place.
type Drawer = Box<dyn Fn(f64, f64) -> String>;

/// What each shape is, of those that occur.
fn key(out: &mut String, rows: &[&PlanGapRow], space: &Layout) {
    let mut items: Vec<(Drawer, &str)> =
        vec![(Box::new(ring), "plan"), (Box::new(disc), "outturn")];
    for basis in ResultBasis::ALL {
        let occurs = rows
            .iter()
            .any(|row| row.others.iter().any(|(known, _)| *known == basis));
        if occurs {
            items.push((Box::new(move |x, y| shape(basis, x, y)), basis.words()));
        }
    }
    let (mut x, mut y) = (6.0, space.font * 2.6);
    for (draw, words) in items {
        let wide = 10.0 + width_of(words, space.font * 0.93);
        if x + wide > space.width {
            (x, y) = (6.0, y + space.font * 1.35);
        }
        out.push_str(&draw(x, y));
        out.push_str(&text(
            x + 10.0,
            y + space.font * 0.35,
            space.font * 0.93,
            &fill(SOFT),
            words,
        ));
        x += wide + 16.0;
    }
}

fn axis(out: &mut String, scale: &Scale, space: &Layout, top: f64, bottom: f64) {
    for (value, words) in scale.ticks() {
        let x = scale.at(value);
        let zero = value.abs() < 1e-9;
        let style = if zero {
            format!("stroke=\"{INK}\" stroke-width=\"1.6\"")
        } else {
            format!("stroke=\"{FAINT}\"")
        };
        out.push_str(&line(x, top - 4.0, x, bottom, &style));
        let style = format!("text-anchor=\"middle\" {}", fill(SOFT));
        let half = width_of(&words, space.font) / 2.0;
        out.push_str(&text(
            x.max(half),
            top - 8.0,
            space.font * 0.93,
            &style,
            &words,
        ));
    }
}

fn draw(out: &mut String, row: &PlanGapRow, scale: &Scale, space: &Layout, top: f64) {
    let y = if space.stacked {
        top + space.row - 12.0
    } else {
        top + space.row / 2.0
    };
    let baseline = if space.stacked {
        top + space.font + 3.0
    } else {
        y + space.font * 0.35
    };
    let weight = if row.highlighted {
        "font-weight=\"bold\" "
    } else {
        ""
    };
    let style = format!("{weight}{HALO} {}", fill(INK));
    let name = cut(&row.name, space.names, space.font);
    let _ = write!(out, "<g><title>{}</title>", escape(&tip(row)));
    out.push_str(&text(0.0, baseline, space.font, &style, &name));
    if let (Some(plan), Some(outturn), Some(gap)) = (row.plan, row.outturn, row.gap()) {
        let (from, to) = (scale.at(plan), scale.at(outturn));
        // Below plan the bar is hatched by its edge too: a printer without colour shows the difference.
        let (colour, edge) = if gap < 0.0 {
            (CONCERN, "#8a3d00")
        } else {
            (IMPROVEMENT, "#00628a")
        };
        let dashes = if gap < 0.0 {
            ""
        } else {
            " stroke-dasharray=\"2 2\""
        };
        let _ = write!(
            out,
            "<path d=\"M{} {}H{}V{}H{}z\" fill=\"{colour}\" fill-opacity=\".55\" stroke=\"{edge}\"{dashes}/>",
            at(from.min(to)),
            at(y - 3.0),
            at(from.max(to)),
            at(y + 3.0),
            at(from.min(to)),
        );
    }
    for (basis, value) in &row.others {
        out.push_str(&shape(*basis, scale.at(*value), y));
    }
    if let Some(plan) = row.plan {
        out.push_str(&ring(scale.at(plan), y));
    }
    if let Some(outturn) = row.outturn {
        out.push_str(&disc(scale.at(outturn), y));
    }
    let (words, colour) = match row.gap() {
        Some(gap) => (signed(gap), INK),
        None if row.is_blank() => ("unknown".to_owned(), SOFT),
        None => ("no outturn".to_owned(), SOFT),
    };
    let words = if row.gap().is_none() && row.outturn.is_some() {
        "no plan".to_owned()
    } else {
        words
    };
    let style = format!("text-anchor=\"end\" {weight}{}", fill(colour));
    let size = if row.gap().is_some() {
        space.font
    } else {
        space.font * 0.86
    };
    out.push_str(&text(
        space.width - 2.0,
        y + space.font * 0.35,
        size,
        &style,
        &words,
    ));
    out.push_str("</g>");
}

/// With its sign in front, for a difference.
fn signed(gap: f64) -> String {
    let words = number(gap, 1);
    if gap > 0.0 {
        format!("+{words}")
    } else {
        words
    }
}

fn tip(row: &PlanGapRow) -> String {
    let mut said = Vec::new();
    let pounds = |value: f64| format!("{} million", number(value, 1));
    if let Some(plan) = row.plan {
        said.push(format!("plan {}", pounds(plan)));
    }
    if let Some(outturn) = row.outturn {
        said.push(format!("outturn {}", pounds(outturn)));
    }
    for (basis, value) in &row.others {
        said.push(format!("{} {}", basis.words(), pounds(*value)));
    }
    if let Some(gap) = row.gap() {
        said.push(format!("{} against plan", signed(gap)));
    }
    if said.is_empty() {
        said.push("not known".to_owned());
    }
    format!("{}: {}", row.name, said.join(", "))
}

fn describe(rows: &[&PlanGapRow]) -> String {
    let gaps: Vec<(&str, f64)> = rows
        .iter()
        .filter_map(|row| Some((row.name.as_str(), row.gap()?)))
        .collect();
    let below = gaps.iter().filter(|(_, gap)| *gap < 0.0).count();
    let blank = rows.iter().filter(|row| row.is_blank()).count();
    let mut desc = format!(
        "{}: {} with plan and outturn, of which {below} below plan; {} with other figures only; {blank} of which nothing is known.",
        crate::format::plural(rows.len(), "body", "bodies"),
        gaps.len(),
        rows.len() - gaps.len() - blank,
    );
    if let Some((name, gap)) = gaps.first() {
        let _ = write!(
            desc,
            " Furthest below plan: {name}, {} million.",
            signed(*gap)
        );
    }
    desc
}
