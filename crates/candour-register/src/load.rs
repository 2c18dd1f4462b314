use std::collections::HashMap;

use candour_core::BodyCode;

use crate::{Body, Register, plain};

/// A row of the register that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bodies.csv line {line}: {fault}")]
pub struct RegisterError {
    /// The line, the header being 1.
    pub line: u64,
    /// What is wrong with it.
    pub fault: RowFault,
}

/// What can be wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// The row is not CSV, or lacks a field.
    #[error("{0}")]
    Csv(String),
    /// A field does not hold what it should.
    #[error("{column}: {reason}")]
    Field {
        /// The column's heading.
        column: &'static str,
        /// What was expected.
        reason: String,
    },
    /// The code stands on two rows.
    #[error("code: `{0}` stands on an earlier row too")]
    Repeated(BodyCode),
}

impl Register {
    /// Reads the rows of `data/register/bodies.csv`: all that can be read, and every fault.
    #[must_use]
    pub fn from_csv(text: &str) -> (Self, Vec<RegisterError>) {
        let mut register = Self::default();
        let mut faults = Vec::new();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for (index, record) in reader.records().enumerate() {
            let line = record
                .as_ref()
                .ok()
                .and_then(|record| record.position().map(csv::Position::line))
                .unwrap_or(index as u64 + 2);
            let body = record
                .map_err(|error| RowFault::Csv(error.to_string()))
                .and_then(|record| body(&record));
            match body.and_then(|body| register.add(body)) {
                Ok(()) => {}
                Err(fault) => faults.push(RegisterError { line, fault }),
            }
        }
        (register, faults)
    }

    fn add(&mut self, body: Body) -> Result<(), RowFault> {
        let place = self.bodies.len();
        if self.by_code.contains_key(&body.code) {
            return Err(RowFault::Repeated(body.code));
        }
        self.by_code.insert(body.code.clone(), place);
        let names: HashMap<_, _> = body
            .published_names
            .iter()
            .map(|name| (plain(name), place))
            .collect();
        self.by_published_name.extend(names);
        self.bodies.push(body);
        Ok(())
    }
}

fn body(record: &csv::StringRecord) -> Result<Body, RowFault> {
    let field = |index: usize| record.get(index).unwrap_or_default().trim();
    let known = |index: usize| Some(field(index)).filter(|text| !text.is_empty());
    let fault = |column, reason: String| RowFault::Field { column, reason };
    let date = |index, column| {
        known(index)
            .map(|text| {
                text.parse()
                    .map_err(|error: crate::HalfDateError| fault(column, error.to_string()))
            })
            .transpose()
    };
    let code = |index, column| {
        known(index)
            .map(|text| BodyCode::new(text).map_err(|error| fault(column, error.to_string())))
            .transpose()
    };
    Ok(Body {
        code: code(0, "code")?
            .ok_or_else(|| fault("code", "expected a code, saw nothing".to_owned()))?,
        kind: field(1).parse().map_err(|()| {
            fault(
                "kind",
                format!(
                    "expected nation, region, icb or national-commissioner, saw `{}`",
                    field(1)
                ),
            )
        })?,
        name: known(2)
            .ok_or_else(|| fault("name", "expected a name, saw nothing".to_owned()))?
            .to_owned(),
        valid_from: date(3, "valid_from")?,
        valid_to: date(4, "valid_to")?,
        region: code(5, "region")?,
        published_names: field(6)
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        source: known(7)
            .ok_or_else(|| {
                fault(
                    "source",
                    "expected where the row comes from, saw nothing".to_owned(),
                )
            })?
            .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "code,kind,name,valid_from,valid_to,region,published_names,source\n";

    #[test]
    fn names_line_and_column_of_every_fault_and_keeps_the_rest() {
        let text = format!(
            "{HEADER}ZZ1,region,Somewhere,,,,,made up\nZZ2,shop,Else,,,,,made up\nZZ3,icb,Third,soon,,,,made up\nZZ1,icb,Again,,,,,made up\n"
        );
        let (register, faults) = Register::from_csv(&text);
        assert_eq!(register.bodies().len(), 1);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "bodies.csv line 3: kind: expected nation, region, icb or national-commissioner, saw `shop`",
                "bodies.csv line 4: valid_from: `soon` is not a date: expected 2022-07-01, 2022-07 or 2022",
                "bodies.csv line 5: code: `ZZ1` stands on an earlier row too",
            ]
        );
    }
}
