use candour_core::{BodyCode, Diagnostic};

use crate::text::shown;

/// The fault of a text that is not the code of a body, so that no later stage meets one.
pub(crate) fn check_code(text: &str) -> Option<Diagnostic> {
    BodyCode::new(text).is_err().then(|| {
        let message = format!(
            "expected an organisation's code of letters and digits, saw {}",
            shown(text.as_bytes())
        );
        Diagnostic::error("not-a-code", message)
    })
}
