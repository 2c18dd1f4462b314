//! Tidy tables: one Parquet file for each source, a row for each row of the source.
//!
//! Columns are those of the publication's schema after `row`, the source's own row number. Texts
//! are never null (a blank text is the empty text); a blank count is null, and so is a count that
//! the file's layout does not have.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candour_core::{ABSENT, Batch, ColumnKind, Digest, Month, TableSchema};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::reader::ColumnReader;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
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
    properties.build()
}

/// Reads a tidy table back, only the columns asked for.
pub(crate) struct TidyReader {
    path: PathBuf,
    reader: SerializedFileReader<File>,
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
            reader,
            schema: schema.clone(),
            period,
            present: present.to_vec(),
            interned: vec![HashMap::new(); texts],
            dictionaries: vec![Arc::default(); texts],
        })
    }

    pub(crate) fn groups(&self) -> usize {
        self.reader.num_row_groups()
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
        let reader = self.reader.get_row_group(group)?;
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
                        let mut values = Vec::with_capacity(rows);
                        let mut definition = Vec::with_capacity(rows);
                        column.read_records(rows, Some(&mut definition), None, &mut values)?;
                        let mut values = values.into_iter();
                        counts = definition
                            .into_iter()
                            .map(|level| {
                                if level == 0 {
                                    ABSENT
                                } else {
                                    values.next().unwrap_or(ABSENT)
                                }
                            })
                            .collect();
                    }
                    batch.counts.push(counts);
                }
            }
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
