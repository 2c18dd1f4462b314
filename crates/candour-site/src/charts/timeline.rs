//! A timeline of bars: who held what from when to when, one bar under another.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::svg::{FAINT, HALO, INK, SOFT, at, escape, line, open, text, width_of};
use super::xmr::Width;

const HELD: &str = "#0b4f4a";
const ABOUT: &str = "#9dc3bf";
const GONE: &str = "#b01010";

/// How a stretch of a bar is drawn. Each has a shape of its own beside its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Filled: so by the sources.
    Known,
    /// Pale and half as high: within a date that is known only so far.
    About,
    /// A dashed line: no end is recorded, and no source shows it as late as this.
    Unrecorded,
    /// An empty box: nobody.
    Vacant,
}

impl Stretch {
    const fn words(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::About => "the date is known only so far",
            Self::Unrecorded => "no end is recorded",
            Self::Vacant => "vacant",
        }
    }
}

/// A stretch of time, the day on which it ends left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Its first day.
    pub from: Date,
    /// The day after its last.
    pub until: Date,
    /// How it is drawn.
    pub kind: Stretch,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What stands beside it.
    pub label: String,
    /// Its stretches, in order.
    pub parts: Vec<Part>,
}

/// Everything a timeline shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Begins every element id: unique on its page.
    pub id: String,
    /// The finding.
    pub title: String,
    /// What a listener needs: the rows in words.
    pub desc: String,
    /// The rows, the earliest first.
    pub bars: Vec<Bar>,
    /// The day that is asked for, marked with a line where it lies within the drawing.
    pub on: Date,
    /// That day in words.
    pub on_words: String,
}

struct Space {
    width: f64,
    left: f64,
    right: f64,
    row: f64,
    bar: f64,
    font: f64,
    /// Whether a label stands above its bar.
    above: bool,
}

impl Space {
    const fn of(width: Width) -> Self {
        match width {
            Width::Wide => Self {
                width: 760.0,
                left: 250.0,
                right: 736.0,
                row: 30.0,
                bar: 16.0,
                font: 14.0,
                above: false,
            },
            Width::Narrow => Self {
                width: 360.0,
                left: 8.0,
                right: 346.0,
                row: 42.0,
                bar: 14.0,
                font: 13.0,
                above: true,
            },
        }
    }
}

/// Both drawings of a timeline, [`Width::Wide`] first, in a box that shows the one that fits.
#[must_use]
pub fn timeline_both(chart: &Timeline) -> String {
    let (wide, narrow) = (timeline(chart, Width::Wide), timeline(chart, Width::Narrow));
    format!("<div class=\"c-both\">{wide}{narrow}</div>")
}

/// A day as a number of years, so that every year is as wide as another.
fn years(day: Date) -> f64 {
    let days = f64::from(day.days_in_year());
    f64::from(day.year()) + (f64::from(day.day_of_year()) - 1.0) / days
}

/// Draws a timeline.
#[must_use]
pub fn timeline(chart: &Timeline, width: Width) -> String {
    let space = Space::of(width);
    let id = match width {
        Width::Wide => chart.id.clone(),
        Width::Narrow => format!("{}-n", chart.id),
    };
    #[expect(clippy::cast_precision_loss, reason = "tens of rows")]
    let rows = chart.bars.len() as f64;
    let top = 20.0;
    let bottom = top + rows * space.row;
    let height = bottom + space.font * 1.9;
    let parts = || chart.bars.iter().flat_map(|bar| &bar.parts);
    let first = parts()
        .map(|part| years(part.from))
        .fold(f64::INFINITY, f64::min);
    let last = parts()
        .map(|part| years(part.until))
        .fold(f64::NEG_INFINITY, f64::max);
    let (first, last) = if first.is_finite() && last.is_finite() {
        (first.floor(), (last + 0.02).ceil().max(first.floor() + 1.0))
    } else {
        (years(chart.on).floor(), years(chart.on).floor() + 1.0)
    };
    let x = |year: f64| {
        let share = (year - first) / (last - first);
        (space.right - space.left).mul_add(share, space.left)
    };
    let mut out = open(&id, space.width, height, &chart.title, &chart.desc);
    axis(&mut out, &space, first, last, top, bottom, x);
    let on = years(chart.on);
    if (first..=last).contains(&on) {
        let style = format!("stroke=\"{INK}\" stroke-width=\"1.5\"");
        out.push_str(&line(x(on), top - 4.0, x(on), bottom, &style));
        let half = width_of(&chart.on_words, space.font) / 2.0;
        let middle = x(on).clamp(half + 2.0, space.width - half - 2.0);
        let style = format!("text-anchor=\"middle\" fill=\"{INK}\" {HALO}");
        out.push_str(&text(
            middle,
            top - 8.0,
            space.font,
            &style,
            &chart.on_words,
        ));
    }
    let mut row_top = top;
    for bar in &chart.bars {
        let middle = if space.above {
            let style = format!("fill=\"{INK}\" {HALO}");
            let words = fitted(&bar.label, space.font, space.width - 12.0);
            out.push_str(&text(
                space.left,
                row_top + space.font + 2.0,
                space.font,
                &style,
                &words,
            ));
            row_top + space.font + 8.0 + space.bar / 2.0
        } else {
            let style = format!("text-anchor=\"end\" fill=\"{INK}\"");
            let words = fitted(&bar.label, space.font, space.left - 16.0);
            let y = row_top + space.row / 2.0 + space.font * 0.35;
            out.push_str(&text(space.left - 10.0, y, space.font, &style, &words));
            row_top + space.row / 2.0
        };
        for part in &bar.parts {
            stretch(&mut out, &space, part, &bar.label, middle, x);
        }
        row_top += space.row;
    }
    out.push_str("</svg>");
    out
}

/// A label cut to a width.
fn fitted(label: &str, font: f64, width: f64) -> String {
    if width_of(label, font) <= width {
        return label.to_owned();
    }
    let mut kept = String::new();
    for letter in label.chars() {
        if width_of(&kept, font) + font > width {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// A tick for every year that has room, with its number.
fn axis(
    out: &mut String,
    space: &Space,
    first: f64,
    last: f64,
    top: f64,
    bottom: f64,
    x: impl Fn(f64) -> f64,
) {
    let style = format!("stroke=\"{SOFT}\"");
    out.push_str(&line(space.left, bottom, space.right, bottom, &style));
    let room = (space.right - space.left) / (width_of("2026", space.font) * 1.7);
    let step = [1.0, 2.0, 5.0, 10.0, 25.0, 100.0]
        .into_iter()
        .find(|step| (last - first) / step <= room)
        .unwrap_or(1_000.0);
    let mut year = (first / step).ceil() * step;
    while year <= last {
        let style = format!("stroke=\"{FAINT}\"");
        out.push_str(&line(x(year), top, x(year), bottom, &style));
        let half = width_of("2026", space.font) / 2.0;
        let middle = x(year).clamp(half, space.width - half);
        let style = format!("text-anchor=\"middle\" fill=\"{SOFT}\"");
        let words = format!("{year:.0}");
        out.push_str(&text(
            middle,
            bottom + space.font * 1.4,
            space.font,
            &style,
            &words,
        ));
        year += step;
    }
}

fn stretch(
    out: &mut String,
    space: &Space,
    part: &Part,
    label: &str,
    middle: f64,
    x: impl Fn(f64) -> f64,
) {
    let (left, right) = (x(years(part.from)), x(years(part.until)));
    let (wide, high) = (
        (right - left).max(2.0),
        if part.kind == Stretch::About {
            space.bar / 2.0
        } else {
            space.bar
        },
    );
    let tip = escape(&format!(
        "{label}: {} to {}, {}",
        part.from,
        part.until.yesterday().unwrap_or(part.until),
        part.kind.words()
    ));
    let style = match part.kind {
        Stretch::Known => format!("fill=\"{HELD}\""),
        Stretch::About => format!("fill=\"{ABOUT}\""),
        Stretch::Vacant => {
            format!("fill=\"#fff\" stroke=\"{GONE}\" stroke-width=\"1.5\"")
        }
        Stretch::Unrecorded => {
            let _ = write!(
                out,
                "<path d=\"M{} {}H{}\" fill=\"none\" stroke=\"{HELD}\" stroke-width=\"2\" \
                 stroke-dasharray=\"4 4\"><title>{tip}</title></path>",
                at(left),
                at(middle),
                at(left + wide)
            );
            return;
        }
    };
    let _ = write!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {style}><title>{tip}</title></rect>",
        at(left),
        at(middle - high / 2.0),
        at(wide),
        at(high)
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn chart() -> Timeline {
        Timeline {
            id: "t".to_owned(),
            title: "Held by <Ann>".to_owned(),
            desc: "Ann from 2019.".to_owned(),
            bars: vec![
                Bar {
                    label: "Ann & co".to_owned(),
                    parts: vec![Part {
                        from: date(2019, 1, 1),
                        until: date(2024, 1, 1),
                        kind: Stretch::Known,
                    }],
                },
                Bar {
                    label: "vacant".to_owned(),
                    parts: vec![Part {
                        from: date(2024, 1, 1),
                        until: date(2024, 6, 3),
                        kind: Stretch::Vacant,
                    }],
                },
            ],
            on: date(2024, 3, 1),
            on_words: "1 March 2024".to_owned(),
        }
    }

    #[test]
    fn a_vacancy_has_its_length_and_every_text_is_escaped() {
        let svg = timeline(&chart(), Width::Wide);
        // Six years over 486 px: 154 days of the leap year 2024 are 34.1 px wide.
        assert!(svg.contains("width=\"34.1\""), "{svg}");
        assert!(svg.contains("Held by &lt;Ann&gt;") && svg.contains("Ann &amp; co"));
        assert!(svg.contains("2024-01-01 to 2024-06-02, vacant"));
        assert!(svg.contains("1 March 2024"));
    }

    #[test]
    fn nothing_to_show_is_drawn_all_the_same() {
        let empty = Timeline {
            bars: Vec::new(),
            ..chart()
        };
        for width in [Width::Wide, Width::Narrow] {
            let svg = timeline(&empty, width);
            assert!(svg.ends_with("</svg>") && !svg.contains("NaN") && !svg.contains("inf"));
        }
    }
}
