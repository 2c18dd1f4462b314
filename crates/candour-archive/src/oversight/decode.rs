//! Rows of the tidy tables of the Oversight Framework as values.

use std::sync::Arc;

use candour_core::{Batch, BodyCode, TableSchema};

use super::{OversightPlace, OversightRow};
use crate::error::ArchiveError;
use crate::folder::Folder;
use crate::source::family;
use crate::tidy::TidyReader;
use crate::versions::SourceRow;

/// A kind of row that a tidy table holds.
pub(crate) trait FromTable: Sized {
    /// The row at `cells`.
    ///
    /// # Errors
    /// Where the table has no such columns, or something else in them.
    fn of(cells: &Cells<'_>, source: &Arc<SourceRow>) -> Result<Self, ArchiveError>;
}

/// Every row of an edition, in the order of the file.
pub(super) fn rows<Kind: FromTable>(
    folder: &Folder,
    edition: &Arc<SourceRow>,
) -> Result<Vec<Kind>, ArchiveError> {
    let schema = family(edition)?.table();
    let path = folder.table(&edition.publication, &edition.sha256);
    let mut reader = TidyReader::open(&path, schema, edition.period, &edition.present)?;
    let mut found = Vec::new();
    for group in 0..reader.groups() {
        let batch = reader.group(group, &[])?;
        for row in 0..batch.len() {
            found.push(Kind::of(
                &Cells {
                    schema,
                    batch: &batch,
                    row,
                },
                edition,
            )?);
        }
    }
    Ok(found)
}

/// A row of a batch, by the names of its columns.
pub(crate) struct Cells<'a> {
    schema: &'a TableSchema,
    batch: &'a Batch,
    row: usize,
}

impl Cells<'_> {
    fn line(&self) -> u32 {
        self.batch.rows.get(self.row).copied().unwrap_or_default()
    }

    fn text(&self, column: &str) -> Result<Arc<str>, ArchiveError> {
        self.schema
            .text_index(column)
            .and_then(|place| self.batch.texts.get(place))
            .and_then(|text| {
                let id = *text.ids.get(self.row)?;
                text.dictionary.get(id as usize).cloned()
            })
            .ok_or_else(|| lacks(column))
    }

    fn trust(&self) -> Result<BodyCode, ArchiveError> {
        let code = self.text("trust_code")?;
        BodyCode::new(&code).map_err(|error| ArchiveError::Damaged(error.to_string()))
    }

    /// A count, or an amount in millionths.
    fn number(&self, column: &str) -> Result<Option<i64>, ArchiveError> {
        let place = self
            .schema
            .count_index(column)
            .ok_or_else(|| lacks(column))?;
        Ok(self.batch.number(place, self.row))
    }

    fn whole<Number: TryFrom<i64>>(&self, column: &str) -> Result<Option<Number>, ArchiveError> {
        self.number(column)?
            .map(|number| Number::try_from(number).map_err(|_| lacks(column)))
            .transpose()
    }
}

fn lacks(column: &str) -> ArchiveError {
    ArchiveError::Damaged(format!(
        "a tidy table of the Oversight Framework has not what is expected in its column {column}"
    ))
}

impl FromTable for OversightRow {
    fn of(cells: &Cells<'_>, source: &Arc<SourceRow>) -> Result<Self, ArchiveError> {
        Ok(Self {
            source: source.clone(),
            row: cells.line(),
            quarter: source.period,
            quarter_printed: cells.text("quarter")?,
            region: cells.text("region")?,
            trust_type: cells.text("trust_type")?,
            trust_subtype: cells.text("trust_subtype")?,
            trust: cells.trust()?,
            trust_name: cells.text("trust_name")?,
            domain: cells.text("domain")?,
            sub_domain: cells.text("sub_domain")?,
            metric: cells.text("metric_id")?,
            description: cells.text("metric_description")?,
            reporting_date: cells.text("reporting_date")?,
            units: cells.text("units")?,
            value: cells.number("value")?,
            median: cells.number("median_value")?,
            lower_quartile: cells.number("lower_quartile")?,
            upper_quartile: cells.number("upper_quartile")?,
            rank: cells.whole("rank")?,
        })
    }
}

impl FromTable for OversightPlace {
    fn of(cells: &Cells<'_>, source: &Arc<SourceRow>) -> Result<Self, ArchiveError> {
        let deficit = cells.text("trust_in_financial_deficit")?;
        let (low, high) = (
            cells.number("average_score_low")?,
            cells.number("average_score_high")?,
        );
        let (first, last) = (cells.whole("rank_low")?, cells.whole("rank_high")?);
        Ok(Self {
            source: source.clone(),
            row: cells.line(),
            quarter: source.period,
            quarter_printed: cells.text("quarter")?,
            region: cells.text("region")?,
            trust_type: cells.text("trust_type")?,
            trust_subtype: cells.text("trust_subtype")?,
            trust: cells.trust()?,
            trust_name: cells.text("trust_name")?,
            reporting_date: cells.text("reporting_date")?,
            in_deficit: match &*deficit {
                "Yes" => Some(true),
                "No" => Some(false),
                _ => None,
            },
            score: cells.number("average_score")?,
            score_range: low.zip(high),
            segment: cells.whole("segment")?,
            rank: cells.whole("rank")?,
            rank_range: first.zip(last),
        })
    }
}
