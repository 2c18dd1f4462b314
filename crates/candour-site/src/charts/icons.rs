//! Variation and assurance icons, drawn by us in the spirit of "Making Data Count".
//!
//! Variation keeps the shape of its point: disc usual, diamond improvement, square concern, triangle
//! neutral; H or L says whether the value is high or low. Assurance is a letter above a dashed target.

use candour_assessment::{Assurance, PointType, Variation};

use super::marks::{COMMON_CAUSE, CONCERN, IMPROVEMENT, NEUTRAL, TARGET, path};
use super::svg::{FONT, escape};

/// What a variation icon says.
#[must_use]
pub const fn variation_words(variation: Variation) -> &'static str {
    match variation {
        Variation::CommonCause => "usual variation",
        Variation::ImprovementHigh => "special-cause improvement (higher)",
        Variation::ImprovementLow => "special-cause improvement (lower)",
        Variation::ConcernHigh => "special-cause concern (higher)",
        Variation::ConcernLow => "special-cause concern (lower)",
        Variation::NeutralHigh => "special cause, higher (neither better nor worse)",
        Variation::NeutralLow => "special cause, lower (neither better nor worse)",
    }
}

/// What an assurance icon says.
#[must_use]
pub const fn assurance_words(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::ConsistentPass => {
            "will meet the target month after month unless something changes"
        }
        Assurance::ConsistentFail => {
            "will miss the target month after month unless something changes"
        }
        Assurance::Inconsistent => "will meet or miss the target by chance",
    }
}

fn frame(words: &str, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\" width=\"32\" height=\"32\" \
         role=\"img\" aria-label=\"{0}\" font-family=\"{FONT}\"><title>{0}</title>{body}</svg>",
        escape(words)
    )
}

fn letter(letter: &str, y: f64, colour: &str) -> String {
    format!(
        "<text x=\"16\" y=\"{y}\" font-size=\"13\" font-weight=\"bold\" text-anchor=\"middle\" fill=\"{colour}\">{letter}</text>"
    )
}

/// The icon of a variation, 32 by 32, with its words as text alternative.
#[must_use]
pub fn variation_icon(variation: Variation) -> String {
    let ink = "#212b32";
    let shape = |kind, r: f64, y: f64, fill: &str| {
        format!(
            "<path d=\"{}\" fill=\"{fill}\" stroke=\"{ink}\"/>",
            path(kind, 16.0, y, r)
        )
    };
    let body = match variation {
        Variation::CommonCause => format!(
            "{}<path d=\"M7 18l4.5-5 5 6 4.5-6 4 5\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"2\"/>",
            shape(PointType::CommonCause, 13.0, 16.0, COMMON_CAUSE)
        ),
        Variation::ImprovementHigh => {
            shape(PointType::Improvement, 10.4, 16.0, IMPROVEMENT) + &letter("H", 20.6, ink)
        }
        Variation::ImprovementLow => {
            shape(PointType::Improvement, 10.4, 16.0, IMPROVEMENT) + &letter("L", 20.6, ink)
        }
        Variation::ConcernHigh => {
            shape(PointType::Concern, 11.5, 16.0, CONCERN) + &letter("H", 20.6, "#000")
        }
        Variation::ConcernLow => {
            shape(PointType::Concern, 11.5, 16.0, CONCERN) + &letter("L", 20.6, "#000")
        }
        Variation::NeutralHigh => {
            shape(PointType::NeutralHigh, 11.0, 17.0, NEUTRAL) + &letter("H", 23.5, "#fff")
        }
        Variation::NeutralLow => {
            shape(PointType::NeutralLow, 11.0, 15.0, NEUTRAL) + &letter("L", 17.5, "#fff")
        }
    };
    frame(variation_words(variation), &body)
}

/// The icon of an assurance, 32 by 32, with its words as text alternative.
#[must_use]
pub fn assurance_icon(assurance: Assurance) -> String {
    let (sign, fill) = match assurance {
        Assurance::ConsistentPass => ("P", IMPROVEMENT),
        Assurance::ConsistentFail => ("F", CONCERN),
        Assurance::Inconsistent => ("?", COMMON_CAUSE),
    };
    // The target's dashed line lies where the process stands to it: under, over or through.
    let y = match assurance {
        Assurance::ConsistentPass => 29,
        Assurance::ConsistentFail => 3,
        Assurance::Inconsistent => 16,
    };
    let cy = match assurance {
        Assurance::ConsistentPass => 14.0,
        Assurance::ConsistentFail => 18.0,
        Assurance::Inconsistent => 16.0,
    };
    let line = format!(
        "<path d=\"M1 {y}H31\" stroke=\"{TARGET}\" stroke-width=\"2\" stroke-dasharray=\"5 2.5\"/>"
    );
    let disc = format!(
        "<path d=\"{}\" fill=\"{fill}\" stroke=\"#212b32\" stroke-width=\"1.5\"/>",
        path(PointType::CommonCause, 16.0, cy, 11.0)
    );
    frame(
        assurance_words(assurance),
        &(line + &disc + &letter(sign, cy + 4.7, "#000")),
    )
}
