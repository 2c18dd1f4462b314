//! The few strings that every drawing is made of.

use std::fmt::Write as _;

pub(super) const INK: &str = "#212b32";
pub(super) const SOFT: &str = "#4c5a64";
pub(super) const FAINT: &str = "#d3d9dd";
pub(super) const LINE: &str = "#5b6872";
pub(super) const FONT: &str = "Arial, Helvetica, sans-serif";

/// Attributes that give a text a white edge, so that lines beneath it do not cut it up.
pub(super) const HALO: &str =
    "stroke=\"#fff\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"";

/// Text made safe for an element or an attribute of SVG or HTML. Characters that XML cannot hold
/// are dropped, so that a lone `.svg` stays well formed.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

/// A coordinate with at most one decimal.
pub(super) fn at(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0")
        .map_or(text.clone(), ToOwned::to_owned)
}

/// An id that is a valid XML name, whatever was handed in.
pub(super) fn safe_id(id: &str) -> String {
    let clean: String = id
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '-'
            }
        })
        .collect();
    format!("c-{clean}")
}

/// Opens an `<svg>` that is read as one picture with a title and, where there is one, a description.
pub(super) fn open(id: &str, width: f64, height: f64, title: &str, desc: &str) -> String {
    open_as("img", id, width, height, title, desc)
}

/// [`open`] in another role: a drawing with links is a `group`, since nothing inside an `img` can be
/// reached by key or read out.
pub(super) fn open_as(
    role: &str,
    id: &str,
    width: f64,
    height: f64,
    title: &str,
    desc: &str,
) -> String {
    let id = safe_id(id);
    let (w, h) = (at(width), at(height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"c-chart\" viewBox=\"0 0 {w} {h}\" \
         width=\"{w}\" height=\"{h}\" role=\"{role}\" aria-labelledby=\"{id}-t\"",
    );
    if !desc.is_empty() {
        let _ = write!(out, " aria-describedby=\"{id}-d\"");
    }
    let _ = write!(
        out,
        " font-family=\"{FONT}\"><title id=\"{id}-t\">{}</title>",
        escape(title)
    );
    if !desc.is_empty() {
        let _ = write!(out, "<desc id=\"{id}-d\">{}</desc>", escape(desc));
    }
    out
}

/// A straight line; `style` is further attributes, written by us.
pub(super) fn line(x1: f64, y1: f64, x2: f64, y2: f64, style: &str) -> String {
    format!(
        "<path d=\"M{} {}L{} {}\" fill=\"none\" {style}/>",
        at(x1),
        at(y1),
        at(x2),
        at(y2)
    )
}

/// A polyline through `points`; nothing for fewer than two.
pub(super) fn polyline(points: &[(f64, f64)], style: &str) -> String {
    if points.len() < 2 {
        return String::new();
    }
    let mut d = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let _ = write!(
            d,
            "{}{} {}",
            if index == 0 { "M" } else { "L" },
            at(*x),
            at(*y)
        );
    }
    format!("<path d=\"{d}\" fill=\"none\" {style}/>")
}

/// A text; `style` is further attributes, written by us.
pub(super) fn text(x: f64, y: f64, size: f64, style: &str, words: &str) -> String {
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" {style}>{}</text>",
        at(x),
        at(y),
        at(size),
        escape(words)
    )
}

/// About how wide a text will be, for there is no font to measure with.
pub(super) fn width_of(words: &str, size: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "labels are short")]
    let letters = words.chars().count() as f64;
    letters * size * 0.54
}

/// The attribute that colours a text.
pub(super) fn fill(colour: &str) -> String {
    format!("fill=\"{colour}\"")
}

/// The id of a drawing of one width: two of one chart stand on a page.
pub(super) fn id_at(id: &str, width: super::Width) -> String {
    match width {
        super::Width::Wide => id.to_owned(),
        super::Width::Narrow => format!("{id}-n"),
    }
}

/// A pattern of slanting lines for what is not known, and the attribute that fills with it.
pub(super) fn hatch(id: &str) -> (String, String) {
    let id = format!("{}-h", safe_id(id));
    let pattern = format!(
        "<defs><pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"#98a4ac\" stroke-width=\"1.4\"/>\
         </pattern></defs>"
    );
    (pattern, format!("fill=\"url(#{id})\""))
}

/// Lines of small print from `y` down, wrapped to `width`; where they end.
pub(super) fn small_print(
    out: &mut String,
    lines: &[String],
    y: f64,
    width: f64,
    size: f64,
) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "tens of letters"
    )]
    let letters = (width / (size * 0.56)).floor() as usize;
    let mut y = y;
    for words in lines
        .iter()
        .flat_map(|line| super::labels::wrap(line, letters))
    {
        y += size * 1.4;
        out.push_str(&text(0.0, y, size, &fill(SOFT), &words));
    }
    y
}

/// A name cut to the room there is.
pub(super) fn cut(name: &str, room: f64, size: f64) -> String {
    let mut name = name.to_owned();
    if width_of(&name, size) > room {
        while width_of(&name, size) > room - size && name.pop().is_some() {}
        name = format!("{}…", name.trim_end());
    }
    name
}
