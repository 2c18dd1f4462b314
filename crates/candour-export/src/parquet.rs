//! Parquet: the columns of [`COLUMNS`], Zstandard, with title, notes and sources in the metadata.
//!
//! Words, codes and months are strings, counts are 64-bit integers, the value is a double, days
//! are dates, `over` is a boolean; what may be absent is optional and null. The file's key-value
//! metadata has `candour.title`, `candour.measure_title`, `candour.notes` (a JSON array),
//! `candour.sources` (a JSON array of [`SourceNote`](crate::SourceNote)), `candour.produced_on`,
//! `candour.synthetic` and `candour.starter`.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use jiff::civil::{Date, date};

use crate::columns::Get;
use crate::{COLUMNS, Column, ExportError, FigureRow, Sheet};

/// Rows of one row group: enough to compress well, little enough to hold as columns.
const GROUP: usize = 100_000;

/// Writes the figures of `sheet`.
///
/// # Errors
/// Where `out` refuses the bytes, or a value is not a number.
pub fn write(sheet: &Sheet, out: &mut dyn Write) -> Result<(), ExportError> {
    sheet.check()?;
    // The format's writer asks for somewhere that may move between threads, which `out` need not be.
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(
        &mut bytes,
        Arc::new(schema()?),
        Arc::new(properties(sheet)?),
    )?;
    for rows in sheet.rows.chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        for column in &COLUMNS {
            let Some(mut cells) = group.next_column()? else {
                break;
            };
            write_column(column, rows, &mut cells)?;
            cells.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    out.write_all(&bytes)?;
    out.flush()?;
    Ok(())
}

fn schema() -> Result<Type, ParquetError> {
    let fields = COLUMNS.iter().map(|column| {
        let (physical, logical) = match column.get {
            Get::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Get::Count(_) => (Physical::INT64, None),
            Get::Value(_) => (Physical::DOUBLE, None),
            Get::Flag(_) => (Physical::BOOLEAN, None),
            Get::Day(_) => (Physical::INT32, Some(LogicalType::Date)),
        };
        let repetition = if column.optional {
            Repetition::OPTIONAL
        } else {
            Repetition::REQUIRED
        };
        Type::primitive_type_builder(column.name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    });
    Type::group_type_builder("figures")
        .with_fields(fields.collect::<Result<_, _>>()?)
        .build()
}

fn properties(sheet: &Sheet) -> Result<WriterProperties, ExportError> {
    let entry = |key: &str, value: String| KeyValue::new(format!("candour.{key}"), value);
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("candour ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![
            entry("title", sheet.title.clone()),
            entry("measure_title", sheet.measure_title.clone()),
            entry("notes", serde_json::to_string(&sheet.notes)?),
            entry("sources", serde_json::to_string(&sheet.sources)?),
            entry("produced_on", sheet.produced_on.to_string()),
            entry("synthetic", sheet.synthetic.to_string()),
            entry("starter", sheet.starter.to_string()),
        ]))
        .build())
}

fn write_column(
    column: &Column,
    rows: &[FigureRow],
    cells: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    match column.get {
        Get::Text(get) => write_cells::<ByteArrayType>(column, cells, rows, |row| {
            get(row).map(|text| ByteArray::from(text.into_owned().into_bytes()))
        }),
        Get::Count(get) => write_cells::<Int64Type>(column, cells, rows, get),
        Get::Value(get) => write_cells::<DoubleType>(column, cells, rows, get),
        Get::Flag(get) => write_cells::<BoolType>(column, cells, rows, |row| Some(get(row))),
        Get::Day(get) => {
            write_cells::<Int32Type>(column, cells, rows, |row| get(row).map(days_since_1970))
        }
    }
}

fn write_cells<T: DataType>(
    column: &Column,
    cells: &mut SerializedColumnWriter<'_>,
    rows: &[FigureRow],
    get: impl Fn(&FigureRow) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let mut values = Vec::with_capacity(rows.len());
    let mut present = Vec::new();
    for row in rows {
        let cell = get(row);
        if column.optional {
            present.push(i16::from(cell.is_some()));
        }
        values.extend(cell);
    }
    let levels = column.optional.then_some(present.as_slice());
    cells.typed::<T>().write_batch(&values, levels, None)?;
    Ok(())
}

fn days_since_1970(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}
