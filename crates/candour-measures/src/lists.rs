use candour_core::{BodyCode, Month};

use crate::DefinitionError;

/// Providers that are known not to have submitted a figure, though the files show a number in its
/// place: one file of `data/measures/lists`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionList {
    /// The file's name without its ending.
    pub name: String,
    /// The rows, in the order of the file.
    pub rows: Vec<NotSubmitted>,
}

/// A provider that did not submit, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSubmitted {
    /// Who.
    pub body: BodyCode,
    /// The first month.
    pub from: Month,
    /// The last month; none where it goes on.
    pub to: Option<Month>,
    /// Why.
    pub reason: String,
    /// Where that is known from.
    pub source: String,
}

const HEADER: [&str; 5] = ["body", "from", "to", "reason", "source"];

impl SubmissionList {
    /// The row of the provider with this code in this month.
    #[must_use]
    pub fn row(&self, body: &str, month: Month) -> Option<&NotSubmitted> {
        self.rows.iter().find(|row| {
            row.body.as_str() == body
                && row.from <= month
                && row.to.is_none_or(|last| month <= last)
        })
    }

    /// Whether the provider with this code is on the list in this month.
    #[must_use]
    pub fn holds(&self, body: &str, month: Month) -> bool {
        self.row(body, month).is_some()
    }

    /// Reads a list: all rows that can be read, and every fault.
    #[must_use]
    pub fn from_csv(file: &str, text: &str) -> (Self, Vec<DefinitionError>) {
        let mut list = Self {
            name: file.trim_end_matches(".csv").to_owned(),
            rows: Vec::new(),
        };
        let mut faults = Vec::new();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        if reader
            .headers()
            .map_or(true, |header| header != HEADER.as_slice())
        {
            let message = format!("expected the columns {}", HEADER.join(", "));
            return (list, vec![DefinitionError::new(file, "line 1", message)]);
        }
        for (index, record) in reader.records().enumerate() {
            let line = format!("line {}", index + 2);
            match record {
                Ok(record) => {
                    if let Some(row) = row(&record, file, &line, &mut faults) {
                        list.rows.push(row);
                    }
                }
                Err(error) => faults.push(DefinitionError::new(file, &line, error.to_string())),
            }
        }
        (list, faults)
    }
}

fn row(
    record: &csv::StringRecord,
    file: &str,
    line: &str,
    faults: &mut Vec<DefinitionError>,
) -> Option<NotSubmitted> {
    let before = faults.len();
    let mut fault = |column: &str, message: String| {
        faults.push(DefinitionError::new(
            file,
            &format!("{line}, {column}"),
            message,
        ));
    };
    let field = |index: usize| record.get(index).unwrap_or_default().trim();
    let body = BodyCode::new(field(0)).map_err(|error| fault("body", error.to_string()));
    let from = field(1)
        .parse::<Month>()
        .map_err(|error| fault("from", error.to_string()));
    let to = Some(field(2))
        .filter(|text| !text.is_empty())
        .map(|text| {
            text.parse::<Month>()
                .map_err(|error| fault("to", error.to_string()))
        })
        .transpose();
    for (index, column) in [(3, "reason"), (4, "source")] {
        if field(index).is_empty() {
            fault(column, "expected a text, saw nothing".to_owned());
        }
    }
    if let (Ok(from), Ok(Some(to))) = (&from, &to)
        && to < from
    {
        fault("to", format!("expected {from} or later, saw {to}"));
    }
    if faults.len() > before {
        return None;
    }
    Some(NotSubmitted {
        body: body.ok()?,
        from: from.ok()?,
        to: to.ok()?,
        reason: field(3).to_owned(),
        source: field(4).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_dated() {
        let text = "body,from,to,reason,source\nZZ1,2019-05,2020-09,test,a page\nZZ2,2020-10,,test,a page\n";
        let (list, faults) = SubmissionList::from_csv("invented.csv", text);
        assert_eq!(faults, []);
        let month = |text: &str| text.parse::<Month>().unwrap();
        assert!(!list.holds("ZZ1", month("2019-04")));
        assert!(list.holds("ZZ1", month("2019-05")));
        assert!(list.holds("ZZ1", month("2020-09")));
        assert!(!list.holds("ZZ1", month("2020-10")));
        assert!(list.holds("ZZ2", month("2030-01")));
    }

    #[test]
    fn every_fault_of_a_list_is_reported() {
        let text = "body,from,to,reason,source\nZ Z,2019-5,x,,\nZZ1,2019-05,2019-04,test,a page\n";
        let (list, faults) = SubmissionList::from_csv("invented.csv", text);
        assert!(list.rows.is_empty());
        let keys: Vec<_> = faults.iter().map(|fault| fault.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "line 2, body",
                "line 2, from",
                "line 2, to",
                "line 2, reason",
                "line 2, source",
                "line 3, to"
            ]
        );
        assert_eq!(SubmissionList::from_csv("x.csv", "a,b\n").1.len(), 1);
    }
}
