//! Charts: each one function from a plain value to an SVG string.
//!
//! A string is whole by itself: it says what it shows in `<title>` and `<desc>`, carries its
//! colours as attributes and asks for no stylesheet, so that the same string goes into a page, an
//! e-mail, an embed and a file. Meaning never rests on colour: every kind of point has a shape.
//!
//! Every chart takes an `id`; give each chart of one page its own and no two elements share one.

mod area_map;
mod axis;
mod choropleth;
mod classes;
mod dissolve;
mod family_lines;
mod family_tree;
mod family_words;
mod icons;
mod labels;
mod marks;
mod outlines;
mod simplify;
mod sparkline;
mod strip;
mod svg;
mod tile_map;
mod timeline;
mod xmr;
mod xmr_draw;
mod xmr_text;

pub use area_map::{Area, AreaMap, class_swatch};
pub use choropleth::{choropleth, choropleth_both};
pub use classes::{Class, Classes, MOST_CLASSES};
pub use dissolve::dissolve;
pub use family_tree::{FamilyMember, FamilyTie, FamilyTree, family_tree, family_tree_both};
pub use icons::{assurance_icon, assurance_words, variation_icon, variation_words};
pub use marks::{COMMON_CAUSE, CONCERN, IMPROVEMENT, NEUTRAL, TARGET, point_words, shape_words};
pub use outlines::{Outlines, Shape};
pub use sparkline::{Limits, SparkPoint, Sparkline, SparklineShape, sparkline};
pub use strip::{Strip, StripDot, strip, strip_both};
pub use svg::escape;
pub use tile_map::{TilePlace, tile_map, tile_map_both};
pub use timeline::{Bar, Part, Stretch, Timeline, timeline, timeline_both};
pub use xmr::{LimitGroup, Mark, TargetStep, Width, Xmr, XmrPoint, xmr, xmr_both};

#[cfg(test)]
mod family_tests;
#[cfg(test)]
mod map_tests;
#[cfg(test)]
mod tests;
