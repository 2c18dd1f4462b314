//! Reading a framework's file key by key, every fault with its file, key, line and column.

use std::collections::BTreeSet;

use candour_core::Diagnostic;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Decimal, StatedDate};

/// Faults of one file, each told with the key and the place that it is about.
pub(super) struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    pub(super) const fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            text,
            found: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, code: &str, key: &str, at: usize, message: &str) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let place = if key.is_empty() { "" } else { ": " };
        let message = format!("{}: {key}{place}{message}", self.file);
        self.found.push(Diagnostic::error(code, message).at_field(
            number(line),
            number(column),
            key,
        ));
    }

    pub(super) fn into_vec(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|fault| match fault.place {
            candour_core::Place::Line { line, column, .. } => (line, column),
            _ => (0, None),
        });
        self.found
    }
}

/// A table of the file. Each key is asked for once; what was never asked for is a fault.
pub(super) struct Fields<'t, 'i, 'f, 'a> {
    table: &'t DeTable<'i>,
    at: usize,
    key: String,
    asked: BTreeSet<&'static str>,
    pub(super) faults: &'f mut Faults<'a>,
}

impl<'t, 'i, 'f, 'a> Fields<'t, 'i, 'f, 'a> {
    pub(super) fn new(
        table: &'t DeTable<'i>,
        at: usize,
        key: String,
        faults: &'f mut Faults<'a>,
    ) -> Self {
        Self {
            table,
            at,
            key,
            asked: BTreeSet::new(),
            faults,
        }
    }

    /// The key as it is told: `metric[3].better`.
    fn path(&self, key: &str) -> String {
        match (self.key.is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (false, true) => self.key.clone(),
            (false, false) => format!("{}.{key}", self.key),
        }
    }

    pub(super) fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.asked.insert(key);
        self.table.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A fault at a key, or at the table where the key is not there.
    pub(super) fn fault(&mut self, code: &str, key: &str, message: &str) {
        let at = self
            .table
            .get(key)
            .map_or(self.at, |value| value.span().start);
        let path = self.path(key);
        self.faults.add(code, &path, at, message);
    }

    fn wrong(&mut self, key: &str, expected: &str) {
        let seen = self
            .table
            .get(key)
            .map_or("nothing", |value| value.get_ref().type_str());
        self.fault(
            "framework-key",
            key,
            &format!("expected {expected}, saw {seen}"),
        );
    }

    /// A text that must be there and not be blank.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let text = self.get(key).and_then(|value| value.get_ref().as_str());
        match text {
            Some(text) if !text.trim().is_empty() => Some(text.to_owned()),
            _ => {
                self.wrong(key, "a text");
                None
            }
        }
    }

    /// A text that may be missing.
    pub(super) fn optional(&mut self, key: &'static str) -> Option<String> {
        self.asked.insert(key);
        if self.has(key) { self.text(key) } else { None }
    }

    /// A word of a closed list.
    pub(super) fn word<T: Copy>(
        &mut self,
        key: &'static str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.get(key).and_then(|value| value.get_ref().as_str());
        let found = text.and_then(|text| all.iter().copied().find(|&word| name(word) == text));
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|&word| name(word)).collect();
            let seen = text.map_or_else(|| "nothing".to_owned(), |text| format!("`{text}`"));
            let message = format!("expected one of {}, saw {seen}", names.join(", "));
            self.fault("framework-key", key, &message);
        }
        found
    }

    /// A decimal that may be missing.
    pub(super) fn decimal(&mut self, key: &'static str) -> Option<Decimal> {
        let value = self.get(key)?;
        let found = decimal(value.get_ref());
        if found.is_none() {
            self.wrong(key, "a number with at most six decimals");
        }
        found
    }

    /// A score: a number from 1 to 4.
    pub(super) fn score(&mut self, key: &'static str) -> Option<f64> {
        if !self.has(key) {
            self.wrong(key, "a score");
            return None;
        }
        let score = self.decimal(key)?.as_f64();
        if (1.0..=4.0).contains(&score) {
            return Some(score);
        }
        self.fault("framework-key", key, "expected a score from 1 to 4");
        None
    }

    /// A whole number from one to a million that may be missing.
    pub(super) fn whole(&mut self, key: &'static str) -> Option<u32> {
        let value = self.get(key)?;
        let found = decimal(value.get_ref())
            .and_then(Decimal::as_whole)
            .and_then(|whole| u32::try_from(whole).ok())
            .filter(|&whole| (1..=1_000_000).contains(&whole));
        if found.is_none() {
            self.wrong(key, "a whole number from one to a million");
        }
        found
    }

    /// Texts, perhaps none.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let texts = value.get_ref().as_array().and_then(|array| {
            array
                .iter()
                .map(|value| value.get_ref().as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
        });
        texts.unwrap_or_else(|| {
            self.wrong(key, "a list of texts");
            Vec::new()
        })
    }

    /// A date as far as it is known. `unknown` is none, and the file must say why.
    pub(super) fn date(&mut self, key: &'static str, explained: &[String]) -> Option<StatedDate> {
        let text = self.text(key)?;
        if text == "unknown" {
            if !explained.iter().any(|what| what == key) {
                let message = format!(
                    "is unknown without a reason: expected an [[unknown]] whose what is `{key}`"
                );
                self.fault("framework-unknown-unexplained", key, &message);
            }
            return None;
        }
        let shape: String = text
            .chars()
            .map(|c| if c.is_ascii_digit() { '9' } else { c })
            .collect();
        let full = match shape.as_str() {
            "9999" => format!("{text}-01-01"),
            "9999-99" => format!("{text}-01"),
            _ => text.clone(),
        };
        if shape.len() <= 10 && full.parse::<jiff::civil::Date>().is_ok() {
            return Some(StatedDate(text));
        }
        let message = format!(
            "expected a date such as 2025-06-26, 2025-06 or 2025, or unknown; saw `{text}`"
        );
        self.fault("framework-key", key, &message);
        None
    }

    /// Something read of a table within, where it is there.
    pub(super) fn within<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields<'_, '_, '_, '_>) -> T,
    ) -> Option<T> {
        let value = self.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, "a table");
            return None;
        };
        let path = self.path(key);
        let mut inner = Fields::new(table, value.span().start, path, self.faults);
        let read = read(&mut inner);
        inner.finish();
        Some(read)
    }

    /// Something read of each table of a list, perhaps none. What could not be read is left out.
    pub(super) fn each<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Fields<'_, '_, '_, '_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, "a list of tables");
            return Vec::new();
        };
        let mut found = Vec::new();
        for (number, value) in array.iter().enumerate() {
            let path = format!("{}[{}]", self.path(key), number + 1);
            let at = value.span().start;
            let Some(table) = value.get_ref().as_table() else {
                self.faults
                    .add("framework-key", &path, at, "expected a table");
                continue;
            };
            let mut inner = Fields::new(table, at, path, self.faults);
            found.extend(read(&mut inner));
            inner.finish();
        }
        found
    }

    /// What nobody asked for is a mistyped key.
    pub(super) fn finish(self) {
        for (key, _) in self.table {
            let name = key.get_ref();
            if !self.asked.contains(name.as_ref()) {
                let path = self.path(name);
                self.faults.add(
                    "framework-key",
                    &path,
                    key.span().start,
                    "expected no such key",
                );
            }
        }
    }
}

/// A number exactly as it is written.
pub(super) fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    match value {
        DeValue::Integer(whole) if whole.radix() == 10 => Decimal::parse(whole.as_str()),
        DeValue::Float(number) => Decimal::parse(number.as_str()),
        _ => None,
    }
}
