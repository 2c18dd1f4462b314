//! Answers of any shape, such as that of `candour sql`, as csv or JSON.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{BufWriter, Write};

use serde::ser::{SerializeMap as _, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::{ExportError, guard};

/// One cell of an answer: what SQLite knows, save blobs.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
}

/// JSON has no infinity and csv no common word for it; both write these as text.
fn not_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Real(value) if value.is_finite() => serializer.serialize_f64(*value),
            Self::Real(value) => serializer.serialize_str(not_finite(*value)),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// Writes a header row and `rows` as csv. A null cell is empty, and so is an empty text. A heading
/// or a text that a spreadsheet could run gets a `'` in front, see [`guard`].
///
/// ```
/// use candour_export::table::{self, Cell};
/// let columns = ["name".to_owned(), "n".to_owned()];
/// let rows = [vec![Cell::Text("=1+1".to_owned()), Cell::Integer(-2)], vec![Cell::Null, Cell::Real(0.5)]];
/// let mut out = Vec::new();
/// table::write_csv(&columns, &rows, &mut out)?;
/// assert_eq!(String::from_utf8_lossy(&out), "name,n\n'=1+1,-2\n,0.5\n");
/// # Ok::<(), candour_export::ExportError>(())
/// ```
///
/// # Errors
/// Where `out` refuses the bytes, or a row has more or fewer cells than there are columns.
pub fn write_csv(
    columns: &[String],
    rows: &[Vec<Cell>],
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    check(columns, rows)?;
    if columns.is_empty() {
        return Ok(());
    }
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(columns.iter().map(|name| guard(name).into_owned()))?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| print(cell).into_owned()))?;
    }
    writer.flush()?;
    Ok(())
}

fn print(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Null => Cow::Borrowed(""),
        Cell::Integer(value) => value.to_string().into(),
        Cell::Real(value) if value.is_finite() => value.to_string().into(),
        Cell::Real(value) => guard(not_finite(*value)),
        Cell::Text(text) => guard(text),
    }
}

/// Writes `rows` as an array of objects, their keys the columns' names in their order. Where a
/// name comes twice, the second is `name_2`, so that no cell is lost.
///
/// ```
/// use candour_export::table::{self, Cell};
/// let columns = ["n".to_owned(), "n".to_owned()];
/// let mut out = Vec::new();
/// table::write_json(&columns, &[vec![Cell::Integer(1), Cell::Null]], &mut out)?;
/// assert_eq!(String::from_utf8_lossy(&out), "[{\"n\":1,\"n_2\":null}]\n");
/// # Ok::<(), candour_export::ExportError>(())
/// ```
///
/// # Errors
/// As [`write_csv`].
pub fn write_json(
    columns: &[String],
    rows: &[Vec<Cell>],
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    check(columns, rows)?;
    let keys = unlike(columns);
    let mut out = BufWriter::new(out);
    let mut json = serde_json::Serializer::new(&mut out);
    let mut array = json.serialize_seq(Some(rows.len()))?;
    for cells in rows {
        array.serialize_element(&Object { keys: &keys, cells })?;
    }
    SerializeSeq::end(array)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

struct Object<'a> {
    keys: &'a [String],
    cells: &'a [Cell],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.keys.len()))?;
        for (key, cell) in self.keys.iter().zip(self.cells) {
            object.serialize_entry(key, cell)?;
        }
        object.end()
    }
}

fn check(columns: &[String], rows: &[Vec<Cell>]) -> Result<(), ExportError> {
    for (index, row) in rows.iter().enumerate() {
        if row.len() != columns.len() {
            return Err(ExportError::Ragged {
                row: index + 1,
                cells: row.len(),
                columns: columns.len(),
            });
        }
    }
    Ok(())
}

/// The names, each made unlike those before it and unlike every name given.
fn unlike(columns: &[String]) -> Vec<String> {
    let given: HashSet<&str> = columns.iter().map(String::as_str).collect();
    let mut taken = HashSet::new();
    columns
        .iter()
        .map(|name| {
            let mut key = name.clone();
            let mut count = 1;
            while !taken.insert(key.clone()) {
                count += 1;
                key = format!("{name}_{count}");
                while given.contains(key.as_str()) {
                    count += 1;
                    key = format!("{name}_{count}");
                }
            }
            key
        })
        .collect()
}
