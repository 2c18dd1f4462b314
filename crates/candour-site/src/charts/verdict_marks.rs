//! The shape of each outcome of a commitment: told by form first, then by colour.

use candour_assessment::verdict::Outcome;

use super::marks::CONCERN;

const MET: &str = "#0b4f4a";
const MISSED: &str = "#8c0d0d";
const OPEN: &str = "#4c5a64";

/// Draws the shape of an outcome, 15 by 15, for a place beside its word: the drawing is hidden from
/// listeners, who hear the word.
///
/// A filled disc with a tick is met, a filled square with a cross is missed, a triangle with a point is at
/// risk, an open disc is not yet due, a dashed disc with a question mark is unknown.
#[must_use]
pub fn verdict_mark(outcome: Outcome) -> String {
    let body = match outcome {
        Outcome::Met => format!(
            "<circle cx=\"7.5\" cy=\"7.5\" r=\"7\" fill=\"{MET}\"/><path d=\"M4 7.8l2.5 2.6L11 5.2\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.8\"/>"
        ),
        Outcome::Missed => format!(
            "<rect x=\"1\" y=\"1\" width=\"13\" height=\"13\" fill=\"{MISSED}\"/><path d=\"M4.5 4.5l6 6m0-6l-6 6\" stroke=\"#fff\" stroke-width=\"1.8\"/>"
        ),
        Outcome::AtRisk => format!(
            "<path d=\"M7.5 1L14.5 14H.5z\" fill=\"#fff\" stroke=\"{CONCERN}\" stroke-width=\"1.6\"/><path d=\"M7.5 5.5v4.2m0 1.2v1.6\" stroke=\"#212b32\" stroke-width=\"1.6\"/>"
        ),
        Outcome::NotYetDue => format!(
            "<circle cx=\"7.5\" cy=\"7.5\" r=\"6.2\" fill=\"#fff\" stroke=\"{OPEN}\" stroke-width=\"1.6\"/>"
        ),
        Outcome::Unknown => format!(
            "<circle cx=\"7.5\" cy=\"7.5\" r=\"6.2\" fill=\"#fff\" stroke=\"{OPEN}\" stroke-width=\"1.4\" stroke-dasharray=\"2 1.6\"/><text x=\"7.5\" y=\"11\" font-family=\"Arial, sans-serif\" font-size=\"9.5\" font-weight=\"bold\" text-anchor=\"middle\" fill=\"{OPEN}\">?</text>"
        ),
    };
    format!(
        "<svg class=\"c-verdict__mark\" width=\"15\" height=\"15\" viewBox=\"0 0 15 15\" aria-hidden=\"true\" focusable=\"false\">{body}</svg>"
    )
}

/// The word of an outcome: `met`, `missed`, `at risk`, `not yet due`, `unknown`.
#[must_use]
pub const fn verdict_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::Missed => "missed",
        Outcome::AtRisk => "at risk",
        Outcome::NotYetDue => "not yet due",
        Outcome::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_outcomes_share_a_shape_or_a_word() {
        for (place, one) in Outcome::ALL.iter().enumerate() {
            for other in Outcome::ALL.iter().skip(place + 1) {
                assert_ne!(verdict_mark(*one), verdict_mark(*other));
                assert_ne!(verdict_word(*one), verdict_word(*other));
            }
        }
    }
}
