//! The shape of NHS England's Central Metrics Library (CML): a metric table and a dimensions
//! table, as csv.
//!
//! # Where the shape comes from
//! - The columns, their order and which may be null: NHS England's package `cml-schemas` 3.0.0
//!   (PyPI, MIT; repository `nhsengland/cml-schemas`), which says that it supports CML proforma
//!   version 3.0: its `METRIC_SCHEMA`, and `DIMENSIONS_SCHEMA` with a column for each dimension.
//! - How the identifiers are built, and the values `monthly`, `nhs-trust` and the like: NHS
//!   England's own conversion of the maternity statistics, `nhsengland/msds-monthly-to-cml`, with
//!   the package `cml-conversion-helpers` 0.5.0.
//!
//! The proforma and the data specification themselves were not found in public, and both packages
//! call the library a beta with breaking changes to come. So the **columns** are as published;
//! these points are Candour's reading of the one public example, and an importer must check them:
//! - `metric_id` is the measure and the basis, `rtt-waiting_commissioner`: a board has a series on
//!   each basis, and they are not slices of one total. The library's own identifiers are given out
//!   by NHS England.
//! - `location_type` follows the level (`provider` is `nhs-trust` as in the example, though some
//!   providers are no trusts); `location_id` is Candour's body code, an ODS code where there is one.
//! - `metric_value` is a number with or without a fraction (`get_metric_schema("float")`); a share
//!   is a fraction of 1.
//! - The one dimension is `treatment_function`; `C_999` and none are `all_treatment_function`.
//! - `additional_metric_values` is a JSON object of what the library has no column for: numerator,
//!   denominator, status, source and so on, and `"synthetic":true` in a synthetic sample.
//!
//! `metric_value` may not be null, so a figure without a value is left out and counted in
//! [`Written::left_out`]. The library's tables of sources, metadata and relationships ask for
//! things that only NHS England decides (owners, business areas, project identifiers) and are not
//! written.

use std::collections::HashSet;
use std::io::Write;

use candour_core::{Basis, Level, PublishedBasis, Status, Unit};
use jiff::civil::Date;
use md5::{Digest as _, Md5};
use serde::Serialize;

use crate::{ExportError, FigureRow, Sheet, guard};

/// The columns of the metric table: `METRIC_SCHEMA` of `cml-schemas` 3.0.0.
pub const METRIC_COLUMNS: [&str; 10] = [
    "datapoint_id",
    "metric_id",
    "dimension_id",
    "reporting_grain",
    "location_id",
    "location_type",
    "reporting_period_start_datetime",
    "publication_datetime",
    "metric_value",
    "additional_metric_values",
];

/// The columns of the dimensions table: `DIMENSIONS_SCHEMA` of `cml-schemas` 3.0.0, and the one
/// dimension.
pub const DIMENSION_COLUMNS: [&str; 4] = [
    "dimension_id",
    "dimension_type_id",
    "dimension_count",
    "treatment_function",
];

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How many rows the metric table has.
    pub points: usize,
    /// How many figures have no value, which the library has no way to say.
    pub left_out: usize,
}

/// Writes the metric table to `metric` and the dimensions that it uses to `dimensions`.
///
/// # Errors
/// Where either place refuses the bytes, a value is not a number, a period is not one month, or
/// two figures would have the same `datapoint_id`.
pub fn write(
    sheet: &Sheet,
    metric: &mut dyn Write,
    dimensions: &mut dyn Write,
) -> Result<Written, ExportError> {
    sheet.check()?;
    let mut metrics = ::csv::Writer::from_writer(metric);
    let mut slices = ::csv::Writer::from_writer(dimensions);
    metrics.write_record(METRIC_COLUMNS)?;
    slices.write_record(DIMENSION_COLUMNS)?;
    let mut points = HashSet::new();
    let mut known = HashSet::new();
    let mut left_out = 0;
    for row in &sheet.rows {
        let Some(value) = row.value else {
            left_out += 1;
            continue;
        };
        if row.period_start != row.period_end {
            return Err(ExportError::NotAMonth {
                measure: row.measure.clone(),
                from: row.period_start,
                to: row.period_end,
            });
        }
        let slice = Slice::of(row);
        let metric_id = format!("{}_{}", row.measure, row.basis);
        let start = midnight(row.period_start.first_day());
        let point = format!("{metric_id}_{}_monthly_{}_{start}", slice.id, row.body);
        let record = [
            &point,
            &metric_id,
            &slice.id,
            "monthly",
            row.body.as_str(),
            location_type(row.level),
            &start,
            &row.published_on.map(midnight).unwrap_or_default(),
            &value.to_string(),
            &serde_json::to_string(&Additional::of(row, sheet.synthetic))?,
        ];
        for (cell, name) in record.iter().zip(METRIC_COLUMNS) {
            if name == "metric_value" {
                metrics.write_field(cell)?;
            } else {
                metrics.write_field(guard(cell).as_bytes())?;
            }
        }
        metrics.write_record(None::<&[u8]>)?;
        if known.insert(slice.id.clone()) {
            slices.write_record([slice.id.as_str(), slice.kind, slice.count, &slice.value])?;
        }
        if !points.insert(point.clone()) {
            return Err(ExportError::SamePoint(point));
        }
    }
    metrics.flush()?;
    slices.flush()?;
    Ok(Written {
        points: points.len(),
        left_out,
    })
}

/// A row of the dimensions table.
struct Slice {
    id: String,
    kind: &'static str,
    count: &'static str,
    value: String,
}

impl Slice {
    /// Names the slice as `create_md5_hash_col_with_exceptions` of `cml-conversion-helpers` does.
    fn of(row: &FigureRow) -> Self {
        let only = row
            .treatment_function
            .as_ref()
            .filter(|code| code.as_str() != "C_999");
        match only {
            Some(code) => Self {
                id: md5_hex(&format!("treatment_function={code}")),
                kind: "treatment_function",
                count: "1",
                value: code.to_string(),
            },
            None => Self {
                id: md5_hex("__ALL__"),
                kind: "total",
                count: "0",
                value: "all_treatment_function".to_owned(),
            },
        }
    }
}

fn md5_hex(text: &str) -> String {
    Md5::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// As pandas prints a timestamp.
fn midnight(day: Date) -> String {
    format!("{day} 00:00:00")
}

const fn location_type(level: Level) -> &'static str {
    match level {
        Level::Provider => "nhs-trust",
        Level::SubIcb => "nhs-sub-icb-location",
        Level::Icb => "nhs-icb",
        Level::Region => "nhs-region",
        Level::England => "nhs-country",
    }
}

/// What the library has no column for.
#[derive(Serialize)]
struct Additional<'a> {
    body_name: &'a str,
    level: Level,
    basis: Basis,
    boundaries: &'a str,
    numerator: Option<i64>,
    denominator: Option<i64>,
    unit: Unit,
    over: bool,
    status: Status,
    published_basis: Option<PublishedBasis>,
    as_known: Option<Date>,
    source: Option<candour_core::Digest>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    synthetic: bool,
}

impl<'a> Additional<'a> {
    fn of(row: &'a FigureRow, synthetic: bool) -> Self {
        Self {
            body_name: &row.body_name,
            level: row.level,
            basis: row.basis,
            boundaries: &row.boundaries,
            numerator: row.numerator,
            denominator: row.denominator,
            unit: row.unit,
            over: row.over,
            status: row.status,
            published_basis: row.published_basis,
            as_known: row.as_known,
            source: row.source,
            synthetic,
        }
    }
}
