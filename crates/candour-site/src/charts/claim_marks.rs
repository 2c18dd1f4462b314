//! The shape of each state of a claim: told by form first, then by colour.

use candour_briefing::claims::State;

const HOLDS: &str = "#0b4f4a";
const BROKEN: &str = "#8c0d0d";
const OPEN: &str = "#4c5a64";

/// Draws the shape of a state, 15 by 15, for a place beside its word: the drawing is hidden from listeners,
/// who hear the word.
///
/// A filled disc with a tick holds, a filled square with a cross is broken, a dashed disc with a question
/// mark cannot be computed, an open sheet of paper is recorded.
#[must_use]
pub fn claim_mark(state: State) -> String {
    let body = match state {
        State::Holds => format!(
            "<circle cx=\"7.5\" cy=\"7.5\" r=\"7\" fill=\"{HOLDS}\"/><path d=\"M4 7.8l2.5 2.6L11 5.2\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.8\"/>"
        ),
        State::Broken => format!(
            "<rect x=\"1\" y=\"1\" width=\"13\" height=\"13\" fill=\"{BROKEN}\"/><path d=\"M4.5 4.5l6 6m0-6l-6 6\" stroke=\"#fff\" stroke-width=\"1.8\"/>"
        ),
        State::CannotBeComputed => format!(
            "<circle cx=\"7.5\" cy=\"7.5\" r=\"6.2\" fill=\"#fff\" stroke=\"{OPEN}\" stroke-width=\"1.4\" stroke-dasharray=\"2 1.6\"/><text x=\"7.5\" y=\"11\" font-family=\"Arial, sans-serif\" font-size=\"9.5\" font-weight=\"bold\" text-anchor=\"middle\" fill=\"{OPEN}\">?</text>"
        ),
        State::RecordedNotChecked => format!(
            "<path d=\"M3 1.5h6.5L12 4v9.5H3z\" fill=\"#fff\" stroke=\"{OPEN}\" stroke-width=\"1.4\"/><path d=\"M5.2 6.5h4.6M5.2 9.5h4.6\" stroke=\"{OPEN}\" stroke-width=\"1.2\"/>"
        ),
    };
    format!(
        "<svg class=\"c-verdict__mark\" width=\"15\" height=\"15\" viewBox=\"0 0 15 15\" aria-hidden=\"true\" focusable=\"false\">{body}</svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_states_share_a_shape() {
        for (place, one) in State::ALL.iter().enumerate() {
            for other in State::ALL.iter().skip(place + 1) {
                assert_ne!(claim_mark(*one), claim_mark(*other));
            }
        }
    }
}
