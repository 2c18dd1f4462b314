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
mod claim_marks;
mod classes;
mod dissolve;
mod event_marks;
mod family_lines;
mod family_tree;
mod family_words;
mod icons;
mod injections;
mod labels;
mod marks;
mod outlines;
mod plan_gaps;
mod scale;
mod score_range;
mod simplify;
mod sparkline;
mod strip;
mod svg;
mod target_counts;
mod target_steps;
mod tile_map;
mod timeline;
mod verdict_marks;
mod xmr;
mod xmr_ahead;
mod xmr_draw;
mod xmr_text;

pub use area_map::{Area, AreaMap, class_swatch};
pub use choropleth::{choropleth, choropleth_both};
pub use claim_marks::claim_mark;
pub use classes::{Class, Classes, MOST_CLASSES};
pub use dissolve::dissolve;
pub use family_tree::{FamilyMember, FamilyTie, FamilyTree, family_tree, family_tree_both};
pub use icons::{assurance_icon, assurance_words, variation_icon, variation_words};
pub use injections::{InjectionStep, Injections, injections, injections_both};
pub use marks::{COMMON_CAUSE, CONCERN, IMPROVEMENT, NEUTRAL, TARGET, point_words, shape_words};
pub use outlines::{Outlines, Shape};
pub use plan_gaps::{PlanGapRow, PlanGaps, ResultBasis, plan_gaps, plan_gaps_both};
pub use score_range::{ScoreRange, ScoreRow, SegmentBand, score_range, score_range_both};
pub use sparkline::{Limits, SparkPoint, Sparkline, SparklineShape, sparkline};
pub use strip::{Strip, StripDot, strip, strip_both};
pub use svg::escape;
pub use target_counts::{
    CountYear, ProposedCount, TargetCount, TargetCounts, target_counts, target_counts_both,
};
pub use target_steps::{StepPoint, TargetSteps, target_steps, target_steps_both};
pub use tile_map::{TilePlace, tile_map, tile_map_both};
pub use timeline::{Bar, Part, Stretch, Timeline, timeline, timeline_both};
pub use verdict_marks::{verdict_mark, verdict_word};
pub use xmr::{
    EventMark, Forecast, ForecastPoint, LimitGroup, Mark, PlanLine, TargetStep, Width, Xmr,
    XmrPoint, xmr, xmr_both,
};

#[cfg(test)]
mod commitment_tests;
#[cfg(test)]
mod family_tests;
#[cfg(test)]
mod map_tests;
#[cfg(test)]
mod tests;
