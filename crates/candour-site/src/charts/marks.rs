//! Colours and shapes of points. The colours are those of the service's own "Making Data Count";
//! the shapes are ours, and say the same where there is no colour.

use candour_assessment::PointType;

use super::svg::at;

/// Common cause: grey, a disc.
pub const COMMON_CAUSE: &str = "#a6a6a6";
/// Special cause, improvement: blue, a diamond.
pub const IMPROVEMENT: &str = "#00b0f0";
/// Special cause, concern: orange, a square.
pub const CONCERN: &str = "#e46c0a";
/// Special cause where neither direction is better: purple, a triangle that points the way.
pub const NEUTRAL: &str = "#490092";
/// A target: red, dashed.
pub const TARGET: &str = "#de1b1b";

/// What a point is, in words.
#[must_use]
pub const fn point_words(kind: PointType) -> &'static str {
    match kind {
        PointType::CommonCause => "usual variation",
        PointType::Improvement => "special cause, improvement",
        PointType::Concern => "special cause, concern",
        PointType::NeutralHigh => "special cause, high",
        PointType::NeutralLow => "special cause, low",
    }
}

/// The shape of a point, for a key: `grey disc`.
#[must_use]
pub const fn shape_words(kind: PointType) -> &'static str {
    match kind {
        PointType::CommonCause => "grey disc",
        PointType::Improvement => "blue diamond",
        PointType::Concern => "orange square",
        PointType::NeutralHigh => "purple triangle, up",
        PointType::NeutralLow => "purple triangle, down",
    }
}

/// Fill and outline. The outline is darker, so that each point has contrast enough on white.
pub(super) const fn colours(kind: PointType) -> (&'static str, &'static str) {
    match kind {
        PointType::CommonCause => (COMMON_CAUSE, "#5b6872"),
        PointType::Improvement => (IMPROVEMENT, "#00628a"),
        PointType::Concern => (CONCERN, "#8a3d00"),
        PointType::NeutralHigh | PointType::NeutralLow => (NEUTRAL, "#2b0057"),
    }
}

/// The path of a shape of about the radius `r` around a place.
pub(super) fn path(kind: PointType, x: f64, y: f64, r: f64) -> String {
    match kind {
        PointType::CommonCause => {
            // Rounded before it is doubled, or the two half circles would not meet.
            let r = (r * 10.0).round() / 10.0;
            let (d, r2) = (at(r * 2.0), at(r));
            format!(
                "M{} {}a{r2} {r2} 0 1 0 {d} 0a{r2} {r2} 0 1 0 -{d} 0z",
                at(x - r),
                at(y)
            )
        }
        PointType::Improvement => {
            let s = r * 1.45;
            format!(
                "M{} {}L{} {}L{} {}L{} {}z",
                at(x),
                at(y - s),
                at(x + s),
                at(y),
                at(x),
                at(y + s),
                at(x - s),
                at(y)
            )
        }
        PointType::Concern => {
            let s = r * 1.05;
            format!(
                "M{} {}h{d}v{d}h-{d}z",
                at(x - s),
                at(y - s),
                d = at(s * 2.0)
            )
        }
        PointType::NeutralHigh | PointType::NeutralLow => {
            let way = if matches!(kind, PointType::NeutralHigh) {
                1.0
            } else {
                -1.0
            };
            let s = r * 1.35;
            format!(
                "M{} {}L{} {}L{} {}z",
                at(x),
                at(y - way * s),
                at(x + s),
                at(y + way * s * 0.8),
                at(x - s),
                at(y + way * s * 0.8)
            )
        }
    }
}

/// A point, with its words as a tool tip where there are any.
pub(super) fn point(kind: PointType, x: f64, y: f64, r: f64, tip: &str) -> String {
    let (fill, stroke) = colours(kind);
    let d = path(kind, x, y, r);
    if tip.is_empty() {
        format!("<path d=\"{d}\" fill=\"{fill}\" stroke=\"{stroke}\"/>")
    } else {
        format!(
            "<path d=\"{d}\" fill=\"{fill}\" stroke=\"{stroke}\"><title>{}</title></path>",
            super::svg::escape(tip)
        )
    }
}
