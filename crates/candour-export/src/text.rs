use std::borrow::Cow;

/// Whether a spreadsheet could take `text` for a formula when it opens a csv file.
///
/// So begin `=`, `+`, `-` and `@`, their full-width forms, and a tab or an end of line; some
/// programs drop leading blanks first, so what comes after blanks counts too. The list is that of
/// OWASP's page on csv injection.
///
/// ```
/// assert!(candour_export::is_formula_like("=1+1"));
/// assert!(!candour_export::is_formula_like("1+1=2"));
/// ```
#[must_use]
pub fn is_formula_like(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// `text`, or `'` and `text` where a spreadsheet could run it.
///
/// The apostrophe is how a person tells a spreadsheet that a cell is text. It stays in the csv
/// file: a program that reads the file back drops one leading `'` before such a text.
///
/// ```
/// assert_eq!(candour_export::guard("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
/// assert_eq!(candour_export::guard("Barnsley"), "Barnsley");
/// ```
#[must_use]
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_formula_like(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}
