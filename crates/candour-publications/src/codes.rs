use candour_core::{BodyCode, Diagnostic, Diagnostics};

use crate::text::{Record, shown};

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

/// The code in a field of a directory; none, and a fault, where it holds none.
pub(crate) fn code_at(
    record: &Record<'_>,
    column: usize,
    faults: &mut Diagnostics,
) -> Option<BodyCode> {
    let text = record.text(column);
    match check_code(text) {
        None => BodyCode::new(text).ok(),
        Some(fault) => {
            faults.push(record.at(column).fault(fault));
            None
        }
    }
}

/// A code of the Office for National Statistics, a letter and eight digits; none, and a fault, where
/// the field holds none.
pub(crate) fn ons_code_at(
    record: &Record<'_>,
    column: usize,
    faults: &mut Diagnostics,
) -> Option<String> {
    let text = record.text(column);
    if is_ons_code(text) {
        return Some(text.to_owned());
    }
    let message = format!(
        "expected a code of a letter and eight digits, saw {}",
        shown(text.as_bytes())
    );
    let fault = Diagnostic::error("not-an-ons-code", message);
    faults.push(record.at(column).fault(fault));
    None
}

/// Whether a text has the shape of a code of the Office for National Statistics: `E54000008`.
pub(crate) fn is_ons_code(text: &str) -> bool {
    text.len() == 9
        && text.as_bytes()[0].is_ascii_uppercase()
        && text.bytes().skip(1).all(|byte| byte.is_ascii_digit())
}
