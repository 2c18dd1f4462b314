//! The choropleth: each body's own outline in the shade of its class.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::area_map::{Area, AreaMap, Drawn, Key, Shade, hatching, open_area};
use super::outlines::{Outline, Outlines};
use super::svg::{safe_id, text};
use super::xmr::Width;

/// Seen on white and on the darkest shade alike: three to one on either.
pub(super) const BORDER: &str = "#8a959d";

/// Paths are in tenths, which saves a third of their length; the pattern is enlarged to match.
const TENTHS: u32 = 10;

/// The drawings of a choropleth, the wide one first, in a box that shows the one that fits.
#[must_use]
pub fn choropleth_both(map: &AreaMap, wide: &Outlines, narrow: &Outlines) -> String {
    format!(
        "<div class=\"c-both\">{}{}</div>",
        choropleth(map, wide),
        choropleth(map, narrow)
    )
}

/// Draws a choropleth in the width that the outlines were made for. The number of its class stands in
/// every area that has room for it, so that the map can be read without colour. An outline whose body
/// has no area is drawn without a figure; an area without an outline is named in the description.
#[must_use]
pub fn choropleth(map: &AreaMap, outlines: &Outlines) -> String {
    let (id, font) = match outlines.width {
        Width::Wide => (map.id.clone(), 13.5),
        Width::Narrow => (format!("{}-n", map.id), 12.5),
    };
    let codes: Vec<&str> = outlines.codes().collect();
    let drawn = Drawn::of(map, &codes, "the outlines of their areas");
    let classes = map.classes();
    let areas: HashMap<&str, &Area> = map.areas.iter().map(|a| (a.code.as_str(), a)).collect();

    // England leaves room for a key in the north west, but not in every drawing, nor for every key.
    let (width, tall) = outlines.size;
    let beside = Key::of(map, &drawn, &id, font, (width * 0.3, 1), false);
    let fits = beside.width() + 8.0 <= outlines.room_in_the_north_west(beside.height() + 8.0);
    let below = Key::of(map, &drawn, &id, font, (width - 4.0, 2), false);
    let (key, key_y, height) = if fits {
        let height = tall.max(beside.height());
        (beside, 0.0, height)
    } else {
        let height = tall + 8.0 + below.height();
        (below, tall + 8.0, height)
    };

    let mut out = map.open(&id, (width, height), &drawn);
    let hatched = format!("{}-g", safe_id(&id));
    out.push_str(&hatching(&hatched, TENTHS));
    let _ = write!(
        out,
        "<g transform=\"scale(.1)\" fill-rule=\"evenodd\" stroke=\"{BORDER}\" stroke-width=\"8\" stroke-linejoin=\"round\">"
    );
    for body in &outlines.bodies {
        let area = areas.get(body.code.as_str()).copied();
        let shade = Shade::of(area.and_then(|area| area.value), &classes, &id);
        let name = area.map_or(body.code.as_str(), |area| area.name.as_str());
        let close = open_area(&mut out, name, "", area);
        let fill = match shade.class {
            Some(_) => shade.fill,
            None => format!("url(#{hatched})"),
        };
        let _ = write!(out, "<path d=\"{}\" fill=\"{fill}\"/>", body.path);
        out.push_str(close);
    }
    out.push_str("</g><g text-anchor=\"middle\" pointer-events=\"none\">");
    for body in &outlines.bodies {
        let area = areas.get(body.code.as_str()).copied();
        let shade = Shade::of(area.and_then(|area| area.value), &classes, &id);
        number(&mut out, body, area, &shade);
    }
    out.push_str("</g>");
    key.draw(&mut out, 2.0, key_y);
    out.push_str("</svg>");
    out
}

/// The number of an area's class where there is room for it.
fn number(out: &mut String, body: &Outline, area: Option<&Area>, shade: &Shade) {
    let Some(class) = shade.class else {
        return;
    };
    let mut words = (class + 1).to_string();
    if area.is_some_and(|area| area.estimate) {
        words.push_str(" e");
    }
    // The corners of the words must lie inside: a figure is 0.72 of its size tall and 0.56 wide.
    #[expect(clippy::cast_precision_loss, reason = "one letter or three")]
    let half_width = words.len() as f64 * 0.28;
    let size = (body.room / half_width.hypot(0.36)).min(13.0);
    if size < 8.0 {
        return;
    }
    let style = format!("fill=\"{}\"", shade.ink);
    let (x, y) = body.middle;
    out.push_str(&text(x, y + size * 0.36, size, &style, &words));
}
