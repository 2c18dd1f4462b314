//! Reading a claims file key by key: every fault with its file, line and key.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use candour_core::Diagnostic;
use candour_curated::Fault;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::claim::Value;

/// A table of the file. What is never asked for is a fault.
pub(super) struct Fields<'t, 'i> {
    file: Arc<str>,
    text: &'t str,
    table: &'t DeTable<'i>,
    at: usize,
    key: &'static str,
    asked: BTreeSet<&'static str>,
    pub(super) faults: Vec<Fault>,
}

/// The line of a place in a text, the first being 1.
pub(super) fn line_of(text: &str, at: usize) -> u32 {
    let before = text.get(..at).unwrap_or(text);
    u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
}

/// A fault of a file at a line.
pub(super) fn fault(file: &Arc<str>, line: u32, key: &str, message: impl Into<String>) -> Fault {
    let mut message = message.into();
    if !key.is_empty() {
        message = format!("{key}: {message}");
    }
    Fault {
        file: file.clone(),
        diagnostic: Diagnostic::error("claim", message).at_line(line),
    }
}

impl<'t, 'i> Fields<'t, 'i> {
    pub(super) fn new(
        file: Arc<str>,
        text: &'t str,
        table: &'t DeTable<'i>,
        at: usize,
        key: &'static str,
    ) -> Self {
        Self {
            file,
            text,
            table,
            at,
            key,
            asked: BTreeSet::new(),
            faults: Vec::new(),
        }
    }

    /// The line at which the table begins.
    pub(super) fn line(&self) -> u32 {
        line_of(self.text, self.at)
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.asked.insert(key);
        self.table.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(super) fn fault(&mut self, key: &str, message: impl Into<String>) {
        let at = self
            .table
            .get(key)
            .map_or(self.at, |value| value.span().start);
        let line = line_of(self.text, at);
        let path = match self.key {
            "" => key.to_owned(),
            within => format!("{within}.{key}"),
        };
        self.faults.push(fault(&self.file, line, &path, message));
    }

    fn wrong(&mut self, key: &str, expected: &str) {
        let seen = self
            .table
            .get(key)
            .map_or("nothing", |value| value.get_ref().type_str());
        self.fault(key, format!("expected {expected}, saw {seen}"));
    }

    /// A text that must be there and not be blank.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let text = self.get(key).and_then(|value| value.get_ref().as_str());
        match text {
            Some(text) if !text.trim().is_empty() => Some(one_line(text)),
            _ => {
                self.wrong(key, "a text");
                None
            }
        }
    }

    /// A text that may be left out.
    pub(super) fn maybe_text(&mut self, key: &'static str) -> Option<String> {
        if self.has(key) { self.text(key) } else { None }
    }

    /// A text read as what it stands for.
    pub(super) fn parsed<T: FromStr<Err: std::fmt::Display>>(
        &mut self,
        key: &'static str,
    ) -> Option<T> {
        let text = self.text(key)?;
        text.parse()
            .map_err(|error: T::Err| self.fault(key, error.to_string()))
            .ok()
    }

    /// The same where it may be left out.
    pub(super) fn maybe<T: FromStr<Err: std::fmt::Display>>(
        &mut self,
        key: &'static str,
    ) -> Option<T> {
        if self.has(key) {
            self.parsed(key)
        } else {
            None
        }
    }

    /// A number that must be there.
    pub(super) fn number(&mut self, key: &'static str) -> Option<f64> {
        let number = self.get(key).and_then(|value| number(value.get_ref()));
        if number.is_none() {
            self.wrong(key, "a number");
        }
        number
    }

    /// A number that may be left out.
    pub(super) fn maybe_number(&mut self, key: &'static str) -> Option<f64> {
        if self.has(key) {
            self.number(key)
        } else {
            None
        }
    }

    /// A whole number from nought that may be left out.
    pub(super) fn maybe_whole(&mut self, key: &'static str) -> Option<usize> {
        if !self.has(key) {
            return None;
        }
        let whole = self.get(key).and_then(|value| match value.get_ref() {
            DeValue::Integer(whole) => whole.as_str().parse().ok(),
            _ => None,
        });
        if whole.is_none() {
            self.wrong(key, "a whole number");
        }
        whole
    }

    /// True or false, or left out.
    pub(super) fn maybe_bool(&mut self, key: &'static str) -> Option<bool> {
        if !self.has(key) {
            return None;
        }
        let found = self.get(key).and_then(|value| value.get_ref().as_bool());
        if found.is_none() {
            self.wrong(key, "true or false");
        }
        found
    }

    /// A number or words.
    pub(super) fn value(&mut self, key: &'static str) -> Option<Value> {
        let found = self.get(key).map(Spanned::get_ref);
        let value = match found {
            Some(DeValue::String(text)) if !text.trim().is_empty() => {
                Some(Value::Words(text.to_string()))
            }
            Some(other) => number(other).map(Value::Number),
            None => None,
        };
        if value.is_none() {
            self.wrong(key, "a number or a text");
        }
        value
    }

    /// A list of texts that may be left out.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        if !self.has(key) {
            return Vec::new();
        }
        let texts = self.get(key).and_then(|value| value.get_ref().as_array());
        let texts: Option<Vec<String>> = texts.and_then(|texts| {
            texts
                .iter()
                .map(|text| text.get_ref().as_str().map(str::to_owned))
                .collect()
        });
        texts.unwrap_or_else(|| {
            self.wrong(key, "a list of texts");
            Vec::new()
        })
    }

    /// A table within, read by `read`; its faults are faults of the whole.
    pub(super) fn within<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields<'t, 'i>) -> Option<T>,
    ) -> Option<T> {
        let Some(found) = self.get(key) else {
            self.wrong(key, "a table");
            return None;
        };
        let DeValue::Table(table) = found.get_ref() else {
            self.wrong(key, "a table");
            return None;
        };
        let at = found.span().start;
        let mut fields = Fields::new(self.file.clone(), self.text, table, at, key);
        let value = read(&mut fields);
        fields.finish();
        self.faults.append(&mut fields.faults);
        value
    }

    /// Every key that nothing asked for is a fault.
    pub(super) fn finish(&mut self) {
        let strange: Vec<(usize, String)> = self
            .table
            .iter()
            .filter(|(key, _)| !self.asked.contains(key.get_ref().as_ref()))
            .map(|(key, _)| (key.span().start, key.get_ref().to_string()))
            .collect();
        for (at, key) in strange {
            let line = line_of(self.text, at);
            let path = match self.key {
                "" => key,
                within => format!("{within}.{key}"),
            };
            self.faults
                .push(fault(&self.file, line, &path, "expected no such key here"));
        }
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(whole) => whole.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    text.replace('_', "")
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

/// A text of several lines as one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
