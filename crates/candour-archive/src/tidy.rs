//! Tidy tables: one Parquet file for each source, a row for each row of the source.
//!
//! Columns are those of the publication's schema after `row`, the source's own row number. Texts
//! are never null (a blank text is the empty text); a blank count is null, and so is a count that
//! the file's layout does not have. Amounts are decimal numbers with six places. A row group holds
//! one period.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_core::{ABSENT, ABSENT_AMOUNT, Batch, ColumnKind, Digest, Month, Role, TableSchema};
use parquet::basic::{
    Compression, DecimalType, LogicalType, Repetition, Type as Physical, ZstdLevel,
};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::statistics::Statistics;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type};

use crate::error::{ArchiveError, WithPath as _};
use crate::keep::Hashing;

/// Writes batches as row groups.
pub(crate) struct TidyWriter {
    path: PathBuf,
    writer: SerializedFileWriter<Hashing<BufWriter<File>>>,
    texts: usize,
    definition: Vec<i16>,
    values: Vec<i32>,
    amounts: Vec<i64>,
    kinds: Vec<ColumnKind>,
    bytes: Vec<ByteArray>,
    dictionaries: Vec<Vec<ByteArray>>,
}

impl TidyWriter {
    pub(crate) fn create(path: &Path, schema: &TableSchema) -> Result<Self, ArchiveError> {
        let file = File::create(path).with_path(path)?;
        let out = Hashing::new(BufWriter::with_capacity(1 << 18, file));
        let writer = SerializedFileWriter::new(
            out,
            Arc::new(parquet_schema(schema).with_path(path)?),
            Arc::new(properties(schema)),
        )
        .with_path(path)?;
        let texts = schema.texts().count();
        Ok(Self {
            path: path.to_owned(),
            writer,
            texts,
            definition: Vec::new(),
            values: Vec::new(),
            amounts: Vec::new(),
            kinds: schema.columns.iter().map(|column| column.kind).collect(),
            bytes: Vec::new(),
            dictionaries: vec![Vec::new(); texts],
        })
    }

    /// Writes one batch as one row group.
    pub(crate) fn write(&mut self, batch: &Batch) -> Result<(), ArchiveError> {
        self.write_batch(batch).with_path(&self.path)
    }

    fn write_batch(&mut self, batch: &Batch) -> Result<(), parquet::errors::ParquetError> {
        let mut group = self.writer.next_row_group()?;
        let mut place = 0;
        while let Some(mut column) = group.next_column()? {
            if place == 0 {
                self.values.clear();
                self.values
                    .extend(batch.rows.iter().map(|row| row.cast_signed()));
                column
                    .typed::<Int32Type>()
                    .write_batch(&self.values, None, None)?;
            } else if place <= self.texts {
                let text = &batch.texts[place - 1];
                let dictionary = &mut self.dictionaries[place - 1];
                let known = dictionary.len();
                dictionary.extend(
                    text.dictionary[known..]
                        .iter()
                        .map(|entry| ByteArray::from(entry.as_bytes().to_vec())),
                );
                self.bytes.clear();
                self.bytes
                    .extend(text.ids.iter().map(|id| dictionary[*id as usize].clone()));
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&self.bytes, None, None)?;
            } else if matches!(self.kinds[place - 1], ColumnKind::Amount) {
                let amounts = batch.amounts(place - 1 - self.texts);
                self.definition.clear();
                self.amounts.clear();
                if amounts.is_empty() {
                    self.definition.resize(batch.len(), 0);
                } else {
                    let given = amounts.iter().map(|amount| *amount != ABSENT_AMOUNT);
                    self.definition.extend(given.map(i16::from));
                    self.amounts
                        .extend(amounts.iter().filter(|amount| **amount != ABSENT_AMOUNT));
                }
                column.typed::<Int64Type>().write_batch(
                    &self.amounts,
                    Some(&self.definition),
                    None,
                )?;
            } else {
                let counts = &batch.counts[place - 1 - self.texts];
                self.definition.clear();
                self.values.clear();
                if counts.is_empty() {
                    self.definition.resize(batch.len(), 0);
                } else {
                    self.definition
                        .extend(counts.iter().map(|count| i16::from(*count != ABSENT)));
                    self.values
                        .extend(counts.iter().filter(|count| **count != ABSENT));
                }
                column.typed::<Int32Type>().write_batch(
                    &self.values,
                    Some(&self.definition),
                    None,
                )?;
            }
            column.close()?;
            place += 1;
        }
        group.close()?;
        Ok(())
    }

    /// Ends the file, makes it last, and gives its digest and length in bytes.
    pub(crate) fn finish(self) -> Result<(Digest, u64), ArchiveError> {
        let out = self.writer.into_inner().with_path(&self.path)?;
        let (buffered, digest, bytes) = out.finish().with_path(&self.path)?;
        let file = buffered
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)
            .with_path(&self.path)?;
        file.sync_all().with_path(&self.path)?;
        Ok((digest, bytes))
    }
}

/// A column of whole numbers, with the mark of an absent one where a row has none.
fn numbers<Kind: DataType>(
    column: &mut ColumnReaderImpl<Kind>,
    rows: usize,
    absent: Kind::T,
) -> Result<Vec<Kind::T>, parquet::errors::ParquetError> {
    let mut values = Vec::with_capacity(rows);
    let mut definition = Vec::with_capacity(rows);
    column.read_records(rows, Some(&mut definition), None, &mut values)?;
    let mut values = values.into_iter();
    Ok(definition
        .into_iter()
        .map(|level| match level {
            0 => absent.clone(),
            _ => values.next().unwrap_or_else(|| absent.clone()),
        })
        .collect())
}

fn parquet_schema(schema: &TableSchema) -> Result<Type, parquet::errors::ParquetError> {
    let mut fields = vec![Arc::new(
        Type::primitive_type_builder("row", Physical::INT32)
            .with_repetition(Repetition::REQUIRED)
            .build()?,
    )];
    for column in &schema.columns {
        let field = match column.kind {
            ColumnKind::Text(_) => Type::primitive_type_builder(&column.name, Physical::BYTE_ARRAY)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::String)),
            ColumnKind::Count(_) => Type::primitive_type_builder(&column.name, Physical::INT32)
                .with_repetition(Repetition::OPTIONAL),
            // Whole millionths, which every engine that reads Parquet shows as a decimal number.
            ColumnKind::Amount => Type::primitive_type_builder(&column.name, Physical::INT64)
                .with_repetition(Repetition::OPTIONAL)
                .with_precision(18)
                .with_scale(6)
                .with_logical_type(Some(LogicalType::Decimal(DecimalType {
                    scale: 6,
                    precision: 18,
                }))),
        };
        fields.push(Arc::new(field.build()?));
    }
    Type::group_type_builder(schema.name)
        .with_fields(fields)
        .build()
}

/// Texts repeat and gain from a dictionary. Counts are small and mostly nought: plain pages under
/// Zstandard are as small, and written in half the time.
fn properties(schema: &TableSchema) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap_or_default()))
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_created_by(concat!("candour ", env!("CARGO_PKG_VERSION")).to_owned());
    for (column, _) in schema.texts() {
        properties =
            properties.set_column_dictionary_enabled(ColumnPath::from(column.name.as_str()), true);
    }
    if let Some(period) = period_column(schema) {
        // By which the row groups of one period are found without reading any.
        properties = properties
            .set_column_statistics_enabled(ColumnPath::from(period), EnabledStatistics::Chunk);
    }
    properties.build()
}

/// The column that tells the period of a row; only in a table whose files hold several.
fn period_column(schema: &TableSchema) -> Option<&str> {
    schema
        .texts()
        .find(|(_, role)| *role == Some(Role::Period))
        .map(|(column, _)| column.name.as_str())
}

/// The row groups of `period`: each holds one period, and its statistics say which.
fn groups_of(
    reader: &SerializedFileReader<File>,
    schema: &TableSchema,
    period: Month,
) -> Result<Vec<usize>, ArchiveError> {
    let groups = 0..reader.num_row_groups();
    let Some(column) = schema.role_index(Role::Period) else {
        return Ok(groups.collect());
    };
    let period = period.to_string();
    let mut found = Vec::new();
    for group in groups {
        // The row number stands before the texts.
        let chunk = reader.metadata().row_group(group).column(column + 1);
        let told = chunk.statistics().and_then(|known| match known {
            Statistics::ByteArray(known) => {
                let (low, high) = (known.min_opt()?, known.max_opt()?);
                (low == high).then(|| low.data().to_vec())
            }
            _ => None,
        });
        match told {
            Some(told) if told == period.as_bytes() => found.push(group),
            Some(_) => {}
            None => {
                return Err(ArchiveError::Damaged(
                    "a row group of a tidy table does not say its period".to_owned(),
                ));
            }
        }
    }
    Ok(found)
}

/// Reads a tidy table back, only the columns asked for.
pub(crate) struct TidyReader {
    path: PathBuf,
    reader: SerializedFileReader<File>,
    groups: Vec<usize>,
    schema: TableSchema,
    period: Month,
    present: Vec<bool>,
    interned: Vec<HashMap<Arc<str>, u32>>,
    dictionaries: Vec<Arc<Vec<Arc<str>>>>,
}

impl TidyReader {
    pub(crate) fn open(
        path: &Path,
        schema: &TableSchema,
        period: Month,
        present: &[bool],
    ) -> Result<Self, ArchiveError> {
        let file = File::open(path).with_path(path)?;
        let reader = SerializedFileReader::new(file).with_path(path)?;
        let found = reader
            .metadata()
            .file_metadata()
            .schema_descr()
            .num_columns();
        if found != schema.columns.len() + 1 || present.len() != schema.counts().count() {
            return Err(ArchiveError::Damaged(format!(
                "{} has {found} columns where {} were expected",
                path.display(),
                schema.columns.len() + 1
            )));
        }
        let texts = schema.texts().count();
        Ok(Self {
            path: path.to_owned(),
            groups: groups_of(&reader, schema, period)?,
            reader,
            schema: schema.clone(),
            period,
            present: present.to_vec(),
            interned: vec![HashMap::new(); texts],
            dictionaries: vec![Arc::default(); texts],
        })
    }

    /// How many row groups the period has.
    pub(crate) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The `group`th row group, with the text and count columns for which `wanted` (in the order of
    /// the schema) says so. A column not wanted stays empty.
    pub(crate) fn group(&mut self, group: usize, wanted: &[bool]) -> Result<Batch, ArchiveError> {
        let path = self.path.clone();
        self.read_group(group, wanted).with_path(&path)
    }

    fn read_group(
        &mut self,
        group: usize,
        wanted: &[bool],
    ) -> Result<Batch, parquet::errors::ParquetError> {
        let reader = self.reader.get_row_group(self.groups[group])?;
        let rows = usize::try_from(reader.metadata().num_rows()).unwrap_or(0);
        let mut batch = Batch {
            period: Some(self.period),
            ..Batch::default()
        };
        if let ColumnReader::Int32ColumnReader(mut column) = reader.get_column_reader(0)? {
            let mut values = Vec::with_capacity(rows);
            column.read_records(rows, None, None, &mut values)?;
            batch.rows = values.into_iter().map(i32::cast_unsigned).collect();
        }
        for (index, column) in self.schema.columns.iter().enumerate() {
            let wanted = wanted.get(index).copied().unwrap_or(true);
            match column.kind {
                ColumnKind::Text(_) => {
                    let place = batch.texts.len();
                    let mut text = candour_core::TextColumn::default();
                    if wanted
                        && let ColumnReader::ByteArrayColumnReader(mut column) =
                            reader.get_column_reader(index + 1)?
                    {
                        let mut values: Vec<ByteArray> = Vec::with_capacity(rows);
                        column.read_records(rows, None, None, &mut values)?;
                        let dictionary = Arc::make_mut(&mut self.dictionaries[place]);
                        let interned = &mut self.interned[place];
                        let mut last: Option<(ByteArray, u32)> = None;
                        text.ids.reserve(rows);
                        for value in values {
                            if let Some((known, id)) = &last
                                && known.data() == value.data()
                            {
                                text.ids.push(*id);
                                continue;
                            }
                            let entry = value.as_utf8()?;
                            let id = if let Some(id) = interned.get(entry) {
                                *id
                            } else {
                                let id = u32::try_from(dictionary.len()).unwrap_or(u32::MAX);
                                let entry: Arc<str> = entry.into();
                                dictionary.push(entry.clone());
                                interned.insert(entry, id);
                                id
                            };
                            text.ids.push(id);
                            last = Some((value, id));
                        }
                    }
                    text.dictionary = self.dictionaries[place].clone();
                    batch.texts.push(text);
                }
                ColumnKind::Amount => {
                    let mut amounts = Vec::new();
                    let present = self
                        .present
                        .get(batch.counts.len())
                        .copied()
                        .unwrap_or(false);
                    if wanted
                        && present
                        && let ColumnReader::Int64ColumnReader(mut column) =
                            reader.get_column_reader(index + 1)?
                    {
                        amounts = numbers(&mut column, rows, ABSENT_AMOUNT)?;
                    }
                    batch.amounts.resize_with(batch.counts.len(), Vec::new);
                    batch.amounts.push(amounts);
                    batch.counts.push(Vec::new());
                }
                ColumnKind::Count(_) => {
                    let mut counts = Vec::new();
                    let present = self
                        .present
                        .get(batch.counts.len())
                        .copied()
                        .unwrap_or(false);
                    if wanted
                        && present
                        && let ColumnReader::Int32ColumnReader(mut column) =
                            reader.get_column_reader(index + 1)?
                    {
                        counts = numbers(&mut column, rows, ABSENT)?;
                    }
                    batch.counts.push(counts);
                }
            }
        }
        if !batch.amounts.is_empty() {
            batch.amounts.resize_with(batch.counts.len(), Vec::new);
        }
        Ok(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use candour_core::{Column, TextColumn};

    fn schema() -> TableSchema {
        let column = |name: &str, kind| Column {
            name: name.into(),
            kind,
        };
        TableSchema {
            name: "invented",
            columns: vec![
                column("code", ColumnKind::Text(None)),
                column("many", ColumnKind::Count(None)),
                column("later", ColumnKind::Count(None)),
            ],
        }
    }

    #[test]
    fn a_period_is_found_by_itself_and_an_amount_comes_back_to_the_millionth() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        let column = |name: &str, kind| Column {
            name: name.into(),
            kind,
        };
        let schema = TableSchema {
            name: "invented",
            columns: vec![
                column("period", ColumnKind::Text(Some(Role::Period))),
                column("beds", ColumnKind::Amount),
                column("other", ColumnKind::Amount),
            ],
        };
        let periods: Arc<Vec<Arc<str>>> = Arc::new(vec!["2024-03".into(), "2024-06".into()]);
        let mut writer = TidyWriter::create(&path, &schema).unwrap();
        for (id, amounts) in [(1, [413_549_451, ABSENT_AMOUNT]), (0, [0, 999_999_999_999])] {
            let batch = Batch {
                period: periods[id as usize].parse().ok(),
                rows: vec![2, 3],
                texts: vec![TextColumn {
                    ids: vec![id, id],
                    dictionary: periods.clone(),
                }],
                counts: vec![vec![], vec![]],
                amounts: vec![amounts.to_vec(), vec![]],
            };
            writer.write(&batch).unwrap();
        }
        writer.finish().unwrap();
        let read = |period: &str| {
            let period = period.parse().unwrap();
            TidyReader::open(&path, &schema, period, &[true, false]).unwrap()
        };
        let mut june = read("2024-06");
        assert_eq!(june.groups(), 1);
        let batch = june.group(0, &[]).unwrap();
        assert_eq!(batch.amounts, [vec![413_549_451, ABSENT_AMOUNT], vec![]]);
        assert_eq!((batch.number(0, 1), batch.number(1, 0)), (None, None));
        let march = read("2024-03").group(0, &[]).unwrap();
        assert_eq!(march.number(0, 1), Some(999_999_999_999));
        assert_eq!(read("2024-09").groups(), 0);
    }

    #[test]
    fn reads_back_what_it_wrote_blank_for_blank() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        let mut writer = TidyWriter::create(&path, &schema()).unwrap();
        let mut dictionary: Vec<Arc<str>> = vec!["ZZ1".into(), "".into()];
        for group in 0..2 {
            if group == 1 {
                dictionary.push("ZZ2".into());
            }
            let batch = Batch {
                period: Month::new(2026, 1),
                rows: vec![2 + group * 3, 3 + group * 3, 4 + group * 3],
                texts: vec![TextColumn {
                    ids: vec![0, 1, group * 2],
                    dictionary: Arc::new(dictionary.clone()),
                }],
                counts: vec![vec![5, ABSENT, 0], vec![]],
                amounts: Vec::new(),
            };
            writer.write(&batch).unwrap();
        }
        let (digest, bytes) = writer.finish().unwrap();
        let (again, length) = crate::keep::digest(&mut File::open(&path).unwrap()).unwrap();
        assert_eq!((digest, bytes), (again, length));

        let mut reader = TidyReader::open(
            &path,
            &schema(),
            Month::new(2026, 1).unwrap(),
            &[true, false],
        )
        .unwrap();
        assert_eq!(reader.groups(), 2);
        let first = reader.group(0, &[]).unwrap();
        let second = reader.group(1, &[]).unwrap();
        assert_eq!(second.rows, [5, 6, 7]);
        assert_eq!(
            (first.text(0, 0), first.text(0, 1), second.text(0, 2)),
            ("ZZ1", "", "ZZ2")
        );
        assert_eq!(
            (first.count(0, 0), first.count(0, 1), first.count(0, 2)),
            (Some(5), None, Some(0))
        );
        assert!(first.counts[1].is_empty());
        let narrow = reader.group(0, &[false, true, true]).unwrap();
        assert!(narrow.texts[0].ids.is_empty());
        assert_eq!(narrow.counts[0], [5, ABSENT, 0]);
    }
}
