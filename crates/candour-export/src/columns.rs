use std::borrow::Cow;

use jiff::civil::Date;

use crate::FigureRow;

/// A column of figures: the same, in the same order, in every format.
#[derive(Debug)]
pub struct Column {
    /// Its name in csv, JSON and Parquet.
    pub name: &'static str,
    /// Its heading in a workbook.
    pub heading: &'static str,
    /// What it holds, for whoever reads the file alone.
    pub meaning: &'static str,
    /// Its width in a workbook, in characters.
    pub(crate) width: f64,
    /// Whether a cell may be absent.
    pub(crate) optional: bool,
    pub(crate) get: Get,
}

/// How to take a column's cell from a row.
#[derive(Debug)]
pub(crate) enum Get {
    Text(for<'a> fn(&'a FigureRow) -> Option<Cow<'a, str>>),
    Count(fn(&FigureRow) -> Option<i64>),
    Value(fn(&FigureRow) -> Option<f64>),
    Flag(fn(&FigureRow) -> bool),
    Day(fn(&FigureRow) -> Option<Date>),
}

impl Column {
    /// The cell as text, numbers as short as they can be read back exactly; absent is `None`.
    pub(crate) fn print<'a>(&self, row: &'a FigureRow) -> Option<Cow<'a, str>> {
        match self.get {
            Get::Text(get) => get(row),
            Get::Count(get) => get(row).map(|count| count.to_string().into()),
            Get::Value(get) => get(row).map(|value| value.to_string().into()),
            Get::Flag(get) => Some(if get(row) { "true" } else { "false" }.into()),
            Get::Day(get) => get(row).map(|day| day.to_string().into()),
        }
    }

    /// Whether the cell is a text of ours or of others, not a number or a date.
    pub(crate) const fn is_text(&self) -> bool {
        matches!(self.get, Get::Text(_))
    }
}

const fn must(
    name: &'static str,
    heading: &'static str,
    width: f64,
    get: Get,
    meaning: &'static str,
) -> Column {
    Column {
        name,
        heading,
        meaning,
        width,
        optional: false,
        get,
    }
}

const fn may(
    name: &'static str,
    heading: &'static str,
    width: f64,
    get: Get,
    meaning: &'static str,
) -> Column {
    Column {
        name,
        heading,
        meaning,
        width,
        optional: true,
        get,
    }
}

/// The columns of [`FigureRow`], in its order.
pub static COLUMNS: [Column; 19] = [
    must(
        "measure",
        "Measure",
        24.0,
        Get::Text(|row| Some(row.measure.as_str().into())),
        "What is counted: the measure's identifier.",
    ),
    must(
        "body",
        "Body code",
        12.0,
        Get::Text(|row| Some(row.body.as_str().into())),
        "Whose figure it is: the ODS code, or a word such as england where there is none.",
    ),
    must(
        "body_name",
        "Body",
        44.0,
        Get::Text(|row| Some(row.body_name.as_str().into())),
        "The body's name.",
    ),
    must(
        "level",
        "Level",
        12.0,
        Get::Text(|row| Some(row.level.as_str().into())),
        "How large the body is: provider, sub-icb, icb, region or england.",
    ),
    must(
        "basis",
        "Basis",
        16.0,
        Get::Text(|row| Some(row.basis.as_str().into())),
        "provider: by who gives the care. commissioner: by who buys it, the residents' figures.",
    ),
    may(
        "treatment_function",
        "Treatment function",
        14.0,
        Get::Text(|row| {
            row.treatment_function
                .as_ref()
                .map(|code| code.as_str().into())
        }),
        "The code of the treatment function; C_999 is all of them together.",
    ),
    must(
        "boundaries",
        "Boundaries",
        14.0,
        Get::Text(|row| Some(row.boundaries.as_str().into())),
        "as-reported: as the published file adds up. then: the bodies of each month. A day: history carried onto the bodies of that day.",
    ),
    must(
        "period_start",
        "First month",
        12.0,
        Get::Text(|row| Some(row.period_start.to_string().into())),
        "The first month of the period, as year and month.",
    ),
    must(
        "period_end",
        "Last month",
        12.0,
        Get::Text(|row| Some(row.period_end.to_string().into())),
        "The last month of the period, as year and month.",
    ),
    may(
        "numerator",
        "Numerator",
        14.0,
        Get::Count(|row| row.numerator),
        "The sum above the line: for a share, how many of the denominator.",
    ),
    may(
        "denominator",
        "Denominator",
        14.0,
        Get::Count(|row| row.denominator),
        "The sum below the line: for a share, out of how many.",
    ),
    may(
        "value",
        "Value",
        14.0,
        Get::Value(|row| row.value),
        "The figure: a fraction of 1 for a share (a workbook shows it as per cent), a count, or weeks.",
    ),
    must(
        "over",
        "Value is a lower bound",
        14.0,
        Get::Flag(|row| row.over),
        "Whether the true value lies above the one shown, because it falls in an open band.",
    ),
    must(
        "unit",
        "Unit",
        10.0,
        Get::Text(|row| Some(row.unit.as_str().into())),
        "What the value counts: share, count or weeks.",
    ),
    must(
        "status",
        "Status",
        18.0,
        Get::Text(|row| Some(row.status.as_str().into())),
        "reported, estimate or partial (some bodies only) where there is a figure; missing, suppressed, not-submitted, not-applicable or none-held-then (no file was out by the day asked for) where there is none.",
    ),
    may(
        "published_on",
        "Published on",
        14.0,
        Get::Day(|row| row.published_on),
        "The day on which the figure's file was published.",
    ),
    may(
        "published_basis",
        "How the publication date is known",
        18.0,
        Get::Text(|row| row.published_basis.map(|basis| basis.as_str().into())),
        "cell: the file says so. file-name: its name does. list: a reviewed list of dates. stated: whoever loaded it said so. unknown.",
    ),
    may(
        "as_known",
        "As known on",
        14.0,
        Get::Day(|row| row.as_known),
        "The day whose knowledge was asked for; absent where the latest was.",
    ),
    may(
        "source",
        "Source file (SHA-256)",
        68.0,
        Get::Text(|row| row.source.map(|digest| digest.to_string().into())),
        "The SHA-256 of the published file that the figure comes from, unpacked.",
    ),
];
