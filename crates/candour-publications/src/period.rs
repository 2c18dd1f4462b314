use candour_core::{Diagnostic, Diagnostics, Month};

use crate::text::{At, shown};

/// The one period of a file, as its rows tell it.
///
/// The publications write it as `<prefix>-<month>-<year>`: `MSitAE-JUNE-2025`,
/// `RTT-January-2026`.
#[derive(Debug)]
pub(crate) struct Period {
    prefix: &'static str,
    month: Option<Month>,
    faults: u32,
}

impl Period {
    pub(crate) const fn new(prefix: &'static str) -> Self {
        Self {
            prefix,
            month: None,
            faults: 0,
        }
    }

    /// The period, once a row has told it.
    pub(crate) const fn month(&self) -> Option<Month> {
        self.month
    }

    /// Whether every row told the same.
    pub(crate) const fn holds(&self) -> bool {
        self.faults == 0
    }

    /// Takes a text of the period column that was not seen before.
    pub(crate) fn take(&mut self, text: &str, at: At<'_>, faults: &mut Diagnostics) {
        match (parse(self.prefix, text), self.month) {
            (None, _) => {
                self.faults += 1;
                let prefix = self.prefix;
                let message = format!(
                    "expected a period such as `{prefix}-JUNE-2025`, saw {}",
                    shown(text.as_bytes())
                );
                faults.push(at.fault(Diagnostic::error("period", message)));
            }
            (Some(month), None) => self.month = Some(month),
            (Some(month), Some(first)) if month != first => {
                self.faults += 1;
                let message = format!(
                    "expected one period throughout the file, saw {} after {}",
                    month.in_words(),
                    first.in_words()
                );
                faults.push(
                    at.fault(Diagnostic::error("two-periods", message))
                        .with_hint("load each month from the file in which it was published"),
                );
            }
            (Some(_), Some(_)) => {}
        }
    }
}

fn parse(prefix: &str, text: &str) -> Option<Month> {
    let mut pieces = text.split('-');
    let (first, month, year) = (pieces.next()?, pieces.next()?, pieces.next()?);
    if pieces.next().is_some() || !first.trim().eq_ignore_ascii_case(prefix) {
        return None;
    }
    Month::from_name(month, year)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_a_period_cell() {
        let month = parse("MSitAE", "MSitAE-JUNE-2025");
        assert_eq!(
            month.map(|month| month.to_string()).as_deref(),
            Some("2025-06")
        );
        for bad in [
            "",
            "TOTAL",
            "MSitAE-JUNE-25",
            "RTT-June-2025",
            "MSitAE-JUNE-2025-1",
        ] {
            assert_eq!(parse("MSitAE", bad), None, "{bad}");
        }
    }
}
