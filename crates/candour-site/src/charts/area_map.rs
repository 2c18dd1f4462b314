//! What both maps share: the value they draw, their shades and their key.

use std::fmt::Write as _;

use candour_core::Unit;

use super::classes::{Classes, MOST_CLASSES};
use super::svg::{INK, LINE, SOFT, at, escape, line, open_as, safe_id, text, width_of};
use crate::format;

/// The sequential scale, palest for the lowest class: our brand's green from pale to full.
pub(super) const SHADES: [&str; MOST_CLASSES] =
    ["#dcebe8", "#a8cfc9", "#6caea6", "#2c7f77", "#0b4f4a"];

/// The lines that fill an area without a figure.
const HATCH: &str = "#a3adb4";

/// One area of a map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Area {
    /// The body's code, by which its tile or its outline is found.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its value; none where there is no figure.
    pub value: Option<f64>,
    /// The value in words, or why there is none (`not submitted`).
    pub text: String,
    /// Whether the value is an estimate, which is then said wherever it stands.
    pub estimate: bool,
    /// Where a click leads; none where the map is to stand alone, as in an e-mail.
    pub href: Option<String>,
}

/// Everything that a map of areas shows, but where they lie.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaMap {
    /// Begins every element id: unique on its page.
    pub id: String,
    /// The finding: `Four-hour waits are longest in the south west`.
    pub title: String,
    /// What is counted, and when: `Seen within 4 hours, January 2026`.
    pub counted: String,
    /// The unit of every value.
    pub unit: Unit,
    /// The areas, in any order.
    pub areas: Vec<Area>,
    /// What is written under a drawing that travels alone: finding, boundaries, source, day. Empty for
    /// one that stands on a page, which says it.
    pub stamp: String,
}

/// The size of what is written under a drawing, and from line to line.
const STAMP: f64 = 12.0;
const STAMP_LINE: f64 = 17.0;

impl AreaMap {
    /// The classes of the values: the same for either map and for the table beside it.
    #[must_use]
    pub fn classes(&self) -> Classes {
        Classes::by_quantile(self.areas.iter().filter_map(|area| area.value))
    }

    /// Opens a drawing. With links it is a group, because what is in a picture cannot be reached.
    pub(super) fn open(&self, id: &str, size: (f64, f64), drawn: &Drawn) -> String {
        let linked = self.areas.iter().any(|area| area.href.is_some());
        let role = if linked { "group" } else { "img" };
        let desc = self.describe(drawn);
        let lines = self.stamp_lines(size.0);
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let below = lines.len() as f64 * STAMP_LINE + if lines.is_empty() { 0.0 } else { 8.0 };
        let mut out = open_as(role, id, size.0, size.1 + below, &self.title, &desc);
        for (words, y) in lines
            .iter()
            .zip(std::iter::successors(Some(size.1 + STAMP_LINE), |y| {
                Some(y + STAMP_LINE)
            }))
        {
            out.push_str(&text(2.0, y, STAMP, &format!("fill=\"{SOFT}\""), words));
        }
        if self.areas.iter().any(|area| area.value.is_none()) || drawn.without > 0 {
            out.push_str(&hatching(&format!("{}-h", safe_id(id)), 1));
        }
        out
    }

    fn stamp_lines(&self, width: f64) -> Vec<String> {
        wrap(&self.stamp, width - 4.0, STAMP)
    }

    /// In words: what lies where, for who cannot see it.
    fn describe(&self, drawn: &Drawn) -> String {
        let classes = self.classes();
        let mut desc = format!(
            "{}: {} drawn as {}; darker is higher.",
            self.counted, drawn.bodies, drawn.drawn_as
        );
        for (index, (class, words)) in classes
            .all()
            .iter()
            .zip(classes.in_words(self.unit))
            .enumerate()
            .rev()
        {
            let _ = write!(
                desc,
                " Class {}, {words}: {}.",
                index + 1,
                format::plural(class.members, "body", "bodies")
            );
        }
        let mut by_value: Vec<(&Area, f64)> = self
            .areas
            .iter()
            .filter_map(|area| Some((area, area.value.filter(|v| v.is_finite())?)))
            .collect();
        by_value.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.name.cmp(&b.0.name)));
        if let (Some((low, _)), Some((high, _))) = (by_value.first(), by_value.last()) {
            let _ = write!(
                desc,
                " Highest: {}, {}. Lowest: {}, {}.",
                high.name, high.text, low.name, low.text
            );
        }
        let names = |wanted: &dyn Fn(&Area) -> bool| {
            let names: Vec<&str> = self
                .areas
                .iter()
                .filter(|area| wanted(area))
                .map(|area| area.name.as_str())
                .collect();
            names.join(", ")
        };
        for (words, names) in [
            ("No figure", names(&|area| area.value.is_none())),
            ("Estimate", names(&|area| area.estimate)),
            ("Not on the map", drawn.left_out.join(", ")),
        ] {
            if !names.is_empty() {
                let _ = write!(desc, " {words}: {names}.");
            }
        }
        desc
    }
}

/// The pattern that fills an area without a figure, for a drawing so many times enlarged.
pub(super) fn hatching(id: &str, times: u32) -> String {
    format!(
        "<defs><pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45) scale({times})\"><path d=\"M0 0H6V6H0Z\" fill=\"#fff\"/>\
         <path d=\"M0 0V6\" stroke=\"{HATCH}\" stroke-width=\"2.5\"/></pattern></defs>"
    )
}

/// What became of the areas in one drawing.
pub(super) struct Drawn {
    /// How many bodies there are on it: `42 bodies`.
    pub(super) bodies: String,
    /// As what: `hexagons of one size, each near its place`.
    pub(super) drawn_as: &'static str,
    /// How many of them have no area, and so no figure.
    pub(super) without: usize,
    /// The names of areas that have no place on it.
    pub(super) left_out: Vec<String>,
}

impl Drawn {
    /// Compares the areas with the codes that have a place.
    pub(super) fn of(map: &AreaMap, codes: &[&str], drawn_as: &'static str) -> Self {
        let has_area = |code: &&&str| map.areas.iter().any(|area| area.code == **code);
        Self {
            bodies: format::plural(codes.len(), "body", "bodies"),
            drawn_as,
            without: codes.len() - codes.iter().filter(has_area).count(),
            left_out: map
                .areas
                .iter()
                .filter(|area| !codes.contains(&area.code.as_str()))
                .map(|area| area.name.clone())
                .collect(),
        }
    }
}

/// How an area is filled and written on.
pub(super) struct Shade {
    /// The class counted from 0; none without a figure.
    pub(super) class: Option<usize>,
    /// The value of `fill`.
    pub(super) fill: String,
    /// The colour of text on it.
    pub(super) ink: &'static str,
}

/// Which of the shades the class takes where there are fewer than five: they stay far apart.
pub(super) const fn shade_of(class: usize, classes: usize) -> usize {
    let shades: [usize; MOST_CLASSES] = match classes {
        0 | 1 => [2, 2, 2, 2, 2],
        2 => [1, 3, 3, 3, 3],
        3 => [0, 2, 4, 4, 4],
        4 => [0, 1, 3, 4, 4],
        _ => [0, 1, 2, 3, 4],
    };
    shades[if class < MOST_CLASSES {
        class
    } else {
        MOST_CLASSES - 1
    }]
}

/// The colour of text on a shade: ink on the pale, white on the dark.
pub(super) const fn ink_on(shade: usize) -> &'static str {
    if shade < 3 { INK } else { "#fff" }
}

impl Shade {
    /// The shade of a value in a drawing with this id.
    pub(super) fn of(value: Option<f64>, classes: &Classes, id: &str) -> Self {
        match value.and_then(|value| classes.of(value)) {
            Some(class) => {
                let shade = shade_of(class, classes.all().len());
                Self {
                    class: Some(class),
                    fill: SHADES[shade].to_owned(),
                    ink: ink_on(shade),
                }
            }
            None => Self {
                class: None,
                fill: format!("url(#{}-h)", safe_id(id)),
                ink: INK,
            },
        }
    }
}

/// A square of a class's shade, for a table beside a map. It is decoration: words stand beside it.
#[must_use]
pub fn class_swatch(class: usize, classes: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 14 14\" width=\"14\" height=\"14\" \
         aria-hidden=\"true\"><path d=\"M.5.5h13v13H.5z\" fill=\"{}\" stroke=\"{LINE}\"/></svg>",
        SHADES[shade_of(class, classes)]
    )
}

/// Opens what belongs to one area: a link where it leads anywhere, with its words as a tool tip.
///
/// `written` is what is written inside it: whoever tells a computer by voice what to press says that,
/// so that the link's name begins with it.
pub(super) fn open_area(
    out: &mut String,
    name: &str,
    written: &str,
    area: Option<&Area>,
) -> &'static str {
    let said = match area {
        Some(area) if area.estimate => format!("{} (estimate)", area.text),
        Some(area) if !area.text.is_empty() => area.text.clone(),
        _ => "no figure".to_owned(),
    };
    let words = escape(&format!("{name}: {said}"));
    match area.and_then(|area| area.href.as_ref()) {
        Some(href) => {
            let label = match written {
                "" => words.clone(),
                written if written.ends_with(&said) => escape(&format!("{written}, {name}")),
                written => format!("{}, {words}", escape(written)),
            };
            let href = escape(href);
            let _ = write!(
                out,
                "<a href=\"{href}\" aria-label=\"{label}\"><title>{words}</title>"
            );
            "</a>"
        }
        None => {
            let _ = write!(out, "<g><title>{words}</title>");
            "</g>"
        }
    }
}

/// The key: what is counted, the bounds of each class, and what the marks mean.
pub(super) struct Key {
    heading: Vec<String>,
    rows: Vec<(Sample, String)>,
    notes: Vec<String>,
    font: f64,
    column: f64,
    columns: usize,
}

enum Sample {
    Class(Shade),
    Letter,
    Border,
}

impl Key {
    /// A key as wide as `width`, in so many columns. With `borders` it explains thick lines.
    pub(super) fn of(
        map: &AreaMap,
        drawn: &Drawn,
        id: &str,
        font: f64,
        (width, columns): (f64, usize),
        borders: bool,
    ) -> Self {
        let classes = map.classes();
        let mut rows: Vec<(Sample, String)> = classes
            .all()
            .iter()
            .zip(classes.in_words(map.unit))
            .map(|(class, words)| {
                let shade = Shade::of(Some(class.lowest), &classes, id);
                // The unit of weeks stands in the heading, once.
                (
                    Sample::Class(shade),
                    words.trim_end_matches(" weeks").to_owned(),
                )
            })
            .rev()
            .collect();
        if drawn.without > 0 || map.areas.iter().any(|area| area.value.is_none()) {
            let none = Shade::of(None, &classes, id);
            rows.push((Sample::Class(none), "no figure".to_owned()));
        }
        if map.areas.iter().any(|area| area.estimate) {
            rows.push((Sample::Letter, "estimate".to_owned()));
        }
        if borders {
            rows.push((Sample::Border, "border of a region".to_owned()));
        }
        let heading = match map.unit {
            Unit::Weeks => format!("{}, weeks", map.counted),
            Unit::Count | Unit::Share | Unit::Beds => map.counted.clone(),
        };
        let classes = match classes.all().len() {
            0 => "No figures are held.".to_owned(),
            1 => "One value.".to_owned(),
            count => format!("{count} classes of nearly equal number; darker is higher."),
        };
        #[expect(clippy::cast_precision_loss, reason = "one or two columns")]
        let column = width / columns as f64;
        Self {
            heading: wrap(&heading, width, font * 1.08),
            rows,
            notes: wrap(&classes, width, font * 0.92),
            font,
            column,
            columns,
        }
    }

    fn step(&self) -> f64 {
        self.font * 1.65
    }

    fn rows_deep(&self) -> usize {
        self.rows.len().div_ceil(self.columns)
    }

    /// How wide its widest line is.
    pub(super) fn width(&self) -> f64 {
        let beside = self.font * 2.225;
        let rows = self
            .rows
            .iter()
            .map(|(_, words)| width_of(words, self.font) + beside);
        rows.fold(self.column, f64::max)
    }

    /// How tall it is.
    pub(super) fn height(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a dozen lines")]
        let (lines, rows) = (
            (self.heading.len() + self.notes.len()) as f64,
            self.rows_deep() as f64,
        );
        lines * self.font * 1.3 + rows * self.step() + self.font * 0.9
    }

    /// Draws it with its upper left corner at a place.
    pub(super) fn draw(&self, out: &mut String, x: f64, y: f64) {
        let mut down = y;
        for words in &self.heading {
            down += self.font * 1.3;
            let style = format!("font-weight=\"bold\" fill=\"{INK}\"");
            out.push_str(&text(x, down, self.font, &style, words));
        }
        down += self.font * 0.5;
        let (top, deep, box_) = (down, self.rows_deep().max(1), self.font * 1.25);
        for (index, (sample, words)) in self.rows.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a dozen rows")]
            let (left, row) = (
                x + (index / deep) as f64 * self.column,
                (index % deep) as f64,
            );
            let row_top = top + row * self.step();
            let middle = row_top + box_ / 2.0;
            match sample {
                Sample::Class(shade) => {
                    let _ = write!(
                        out,
                        "<path d=\"M{} {}h{}v{}h-{}z\" fill=\"{}\" stroke=\"{LINE}\"/>",
                        at(left + 0.5),
                        at(row_top),
                        at(box_ * 1.3),
                        at(box_),
                        at(box_ * 1.3),
                        shade.fill
                    );
                    if let Some(class) = shade.class {
                        let style = format!("text-anchor=\"middle\" fill=\"{}\"", shade.ink);
                        out.push_str(&text(
                            left + 0.5 + box_ * 0.65,
                            middle + self.font * 0.33,
                            self.font * 0.92,
                            &style,
                            &(class + 1).to_string(),
                        ));
                    }
                }
                Sample::Letter => {
                    let style =
                        format!("text-anchor=\"middle\" font-style=\"italic\" fill=\"{INK}\"");
                    out.push_str(&text(
                        left + box_ * 0.65,
                        middle + self.font * 0.33,
                        self.font,
                        &style,
                        "e",
                    ));
                }
                Sample::Border => {
                    let style = format!("stroke=\"{INK}\" stroke-width=\"2.5\"");
                    out.push_str(&line(left, middle, left + box_ * 1.4, middle, &style));
                }
            }
            let style = format!("fill=\"{INK}\"");
            out.push_str(&text(
                left + box_ * 1.3 + self.font * 0.6,
                middle + self.font * 0.35,
                self.font,
                &style,
                words,
            ));
        }
        #[expect(clippy::cast_precision_loss, reason = "a dozen rows")]
        {
            down = top + self.rows_deep() as f64 * self.step();
        }
        for words in &self.notes {
            down += self.font * 1.25;
            let style = format!("fill=\"{SOFT}\"");
            out.push_str(&text(x, down, self.font * 0.92, &style, words));
        }
    }
}

/// Words in lines that are about as wide as there is room.
fn wrap(words: &str, width: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_of(&format!("{line} {word}"), size) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
