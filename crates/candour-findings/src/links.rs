//! The site's addresses: pages, feeds, mails and the command's answers all lead to the same ones.

use candour_archive::{Series, usual_basis};
use candour_core::{BodyCode, Digest, MeasureId, Month, SeriesKey};
use candour_measures::Measure;
use candour_register::Boundaries;
use candour_register::{PersonId, PostId};
use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands for itself in an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A part of a path, or a value of a query.
#[must_use]
pub fn encode(part: &str) -> String {
    utf8_percent_encode(part, PLAIN).to_string()
}

/// A query with its question mark; empty where there is nothing in it.
#[must_use]
pub fn query<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(&encode(name.as_ref()));
        text.push('=');
        // Commas part lists and need no escape: an address should be readable.
        text.push_str(&encode(value.as_ref()).replace("%2C", ","));
    }
    text
}

/// What a reader chose once and every link keeps: the day whose knowledge is shown, the boundaries, and
/// the day on which the service is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct View {
    /// Only what was published by this day.
    pub as_known: Option<Date>,
    /// On whose boundaries.
    pub boundaries: Boundaries,
    /// The day on which the service is looked at.
    pub on: Option<Date>,
}

impl View {
    /// How a series is looked at.
    #[must_use]
    pub fn of(series: &Series) -> Self {
        Self {
            as_known: series.as_known,
            boundaries: series.boundaries,
            on: None,
        }
    }

    /// As the pairs of a query.
    pub fn pairs(self) -> impl Iterator<Item = (&'static str, String)> {
        let boundaries = (!self.boundaries.is_as_reported())
            .then(|| ("boundaries", self.boundaries.to_string()));
        boundaries
            .into_iter()
            .chain(self.on.map(|day| ("on", day.to_string())))
            .chain(self.as_known.map(|day| ("as_known", day.to_string())))
    }
}

/// A body's page.
#[must_use]
pub fn body(code: &BodyCode, view: View) -> String {
    format!("/bodies/{}{}", encode(code.as_str()), query(view.pairs()))
}

/// A measure's page.
#[must_use]
pub fn measure(id: &MeasureId, view: View) -> String {
    format!("/measures/{}{}", encode(id.as_str()), query(view.pairs()))
}

/// A person's page, as on a day.
#[must_use]
pub fn person(id: &PersonId, on: Option<Date>) -> String {
    let on = on.map(|day| ("on", day.to_string()));
    format!("/people/{}{}", encode(id.as_str()), query(on))
}

/// A post's page, as on a day.
#[must_use]
pub fn post(id: &PostId, on: Option<Date>) -> String {
    let on = on.map(|day| ("on", day.to_string()));
    format!("/posts/{}{}", encode(id.as_str()), query(on))
}

/// The posts that answer for a body, as on a day.
#[must_use]
pub fn posts_of(body: &BodyCode, on: Option<Date>) -> String {
    let on = on.map(|day| ("on", day.to_string()));
    format!(
        "/posts{}",
        query([("body", body.to_string())].into_iter().chain(on))
    )
}

/// A published file's page.
#[must_use]
pub fn source(sha256: &Digest) -> String {
    format!("/sources/{sha256}")
}

/// What of a series is not the usual, as a query.
#[must_use]
pub fn options(key: &SeriesKey, measure: &Measure, view: View) -> Vec<(&'static str, String)> {
    let basis = (key.basis != usual_basis(key.level)).then(|| ("basis", key.basis.to_string()));
    let function = key
        .treatment_function
        .as_ref()
        .filter(|function| measure.total_treatment_function() != Some(function))
        .map(|function| (measure.split_name(), function.to_string()));
    basis
        .into_iter()
        .chain(function)
        .chain(view.pairs())
        .collect()
}

/// A series' page: its chart and table.
#[must_use]
pub fn chart(key: &SeriesKey, measure: &Measure, view: View) -> String {
    format!("{}{}", chart_path(key), query(options(key, measure, view)))
}

/// The same without its query.
#[must_use]
pub fn chart_path(key: &SeriesKey) -> String {
    format!(
        "/measures/{}/{}",
        encode(key.measure.as_str()),
        encode(key.body.as_str())
    )
}

/// The receipt of a figure.
#[must_use]
pub fn receipt(key: &SeriesKey, measure: &Measure, month: Month, view: View) -> String {
    format!(
        "{}{}",
        receipt_path(key, month),
        query(options(key, measure, view))
    )
}

/// The same without its query.
#[must_use]
pub fn receipt_path(key: &SeriesKey, month: Month) -> String {
    format!(
        "/receipts/{}/{}/{month}",
        encode(key.measure.as_str()),
        encode(key.body.as_str())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_place_in_an_address() {
        assert_eq!(encode("../a b/<é>"), "..%2Fa%20b%2F%3C%C3%A9%3E");
        assert_eq!(query([("q", "a&b=c")]), "?q=a%26b%3Dc");
        assert_eq!(
            query([("compare", "A,B"), ("all", "1")]),
            "?compare=A,B&all=1"
        );
        assert_eq!(query(std::iter::empty::<(&str, &str)>()), "");
    }
}
