//! Reading a TOML table key by key, so that every fault of a file is found and none hides another.

use toml::{Table, Value};

use crate::DefinitionError;

/// A table of a definition, and the faults found so far.
pub(crate) struct Fields<'a> {
    file: &'a str,
    path: String,
    table: Table,
    faults: &'a mut Vec<DefinitionError>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(
        file: &'a str,
        path: &str,
        table: Table,
        faults: &'a mut Vec<DefinitionError>,
    ) -> Self {
        Self {
            file,
            path: path.to_owned(),
            table,
            faults,
        }
    }

    /// Says what is wrong with a key of this table.
    pub(crate) fn fault(&mut self, key: &str, message: impl Into<String>) {
        let key = self.name(key);
        self.faults
            .push(DefinitionError::new(self.file, &key, message));
    }

    fn name(&self, key: &str) -> String {
        match (self.path.as_str(), key) {
            ("", key) => key.to_owned(),
            (path, "") => path.to_owned(),
            (path, key) => format!("{path}.{key}"),
        }
    }

    /// A text that must be there and must not be blank.
    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        let found = self.optional_text(key, true);
        found.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn optional_text(&mut self, key: &str, needed: bool) -> Option<String> {
        match self.table.remove(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text),
            None if !needed => None,
            found => {
                self.fault(
                    key,
                    format!("expected a text, saw {}", shown(found.as_ref())),
                );
                None
            }
        }
    }

    /// A text that must be there and must parse.
    pub(crate) fn parsed<T>(&mut self, key: &str) -> Option<T>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        let text = self.text(key)?;
        text.parse()
            .map_err(|error: T::Err| self.fault(key, error.to_string()))
            .ok()
    }

    /// A text that must parse where it is there.
    pub(crate) fn parsed_if_given<T>(&mut self, key: &str) -> Option<T>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        self.table
            .contains_key(key)
            .then(|| self.parsed(key))
            .flatten()
    }

    /// One of some words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(key)?;
        let found = all.iter().copied().find(|known| word(*known) == text);
        if found.is_none() {
            let words: Vec<_> = all.iter().map(|known| word(*known)).collect();
            self.fault(
                key,
                format!("expected one of {}, saw `{text}`", words.join(", ")),
            );
        }
        found
    }

    /// A list of texts; empty where it is not there.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<String> {
        match self.table.remove(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .into_iter()
                .filter_map(|item| match item {
                    Value::String(text) => Some(text),
                    other => {
                        let saw = shown(Some(&other));
                        self.fault(key, format!("expected a list of texts, saw {saw} in it"));
                        None
                    }
                })
                .collect(),
            found => {
                let saw = shown(found.as_ref());
                self.fault(key, format!("expected a list of texts, saw {saw}"));
                Vec::new()
            }
        }
    }

    /// A number with or without a fraction.
    pub(crate) fn number(&mut self, key: &str) -> Option<f64> {
        match self.table.remove(key) {
            Some(Value::Float(number)) if number.is_finite() => Some(number),
            #[expect(clippy::cast_precision_loss, reason = "a bound is a small number")]
            Some(Value::Integer(number)) => Some(number as f64),
            found => {
                self.fault(
                    key,
                    format!("expected a number, saw {}", shown(found.as_ref())),
                );
                None
            }
        }
    }

    /// A small whole number.
    pub(crate) fn whole(&mut self, key: &str) -> Option<u16> {
        let found = self.table.remove(key);
        let number = found
            .as_ref()
            .and_then(Value::as_integer)
            .and_then(|number| u16::try_from(number).ok());
        if number.is_none() {
            self.fault(
                key,
                format!("expected a whole number, saw {}", shown(found.as_ref())),
            );
        }
        number
    }

    /// A table within this one, given to `read` with a name of its own.
    pub(crate) fn within<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&mut Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        let table = match self.table.remove(key)? {
            Value::Table(table) => table,
            found => {
                self.fault(
                    key,
                    format!("expected a table, saw {}", shown(Some(&found))),
                );
                return None;
            }
        };
        let path = self.name(key);
        let mut fields = Fields::new(self.file, &path, table, self.faults);
        let found = read(&mut fields);
        fields.finish();
        found
    }

    /// Whether a key is there and was not read yet.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The keys that were not read yet, for a table whose keys are not fixed.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.table.keys().cloned().collect()
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(mut self) {
        for key in self.keys() {
            self.fault(&key, "expected no such key here; is it misspelt?");
        }
    }
}

/// A value as a message shows it.
fn shown(value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::String(text)) if text.trim().is_empty() => "a blank text".to_owned(),
        Some(Value::String(text)) => format!("`{}`", text.chars().take(60).collect::<String>()),
        Some(Value::Integer(number)) => format!("`{number}`"),
        Some(Value::Float(number)) => format!("`{number}`"),
        Some(Value::Boolean(truth)) => format!("`{truth}`"),
        Some(Value::Datetime(date)) => format!("the date {date} (a text in quotes was expected)"),
        Some(Value::Array(_)) => "a list".to_owned(),
        Some(Value::Table(_)) => "a table".to_owned(),
    }
}
