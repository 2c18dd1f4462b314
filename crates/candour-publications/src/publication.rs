use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};

use candour_core::{Batch, Cadence, Diagnostic, Month, Scope, Severity, TableSchema};
use jiff::civil::Date;

use crate::SaidRow;

/// How much of a text [`Publication::recognise`] is shown, at most: 64 KiB.
pub const HEAD: usize = 64 * 1024;

/// A family of published files: all the months and layouts in which one statistic is published.
///
/// A family is one module that implements this and is listed in [`crate::all`]; nothing else in
/// the program names it.
pub trait Publication: Sync {
    /// What is known of the family, whichever file is read.
    fn facts(&self) -> &'static Facts;

    /// The tidy table that its files become.
    fn table(&self) -> &'static TableSchema;

    /// Whether this is one of its files, by content alone. Looks only at [`HEAD`] bytes of a text.
    fn recognise(&self, content: &Content<'_>) -> Recognition;

    /// Reads a file that was recognised: rows go to `sink` in batches, everything else is in the
    /// answer. The file is read to its end so that every fault is reported; after the first error
    /// no further batch is passed on.
    ///
    /// Reading a file that was not recognised gives a [`Reading`] with an error, never a panic.
    fn read(&self, content: Content<'_>, context: &ReadContext<'_>, sink: &mut dyn Sink)
    -> Reading;

    /// What a workbook of the family says of bodies beside its figures, such as which system a provider
    /// is in, and what is wrong with that. Nothing, unless the family has such a sheet.
    fn said(&self, workbook: &[u8]) -> (Vec<SaidRow>, Vec<Diagnostic>) {
        let _ = workbook;
        (Vec::new(), Vec::new())
    }
}

/// A published file, unpacked.
pub enum Content<'a> {
    /// A text.
    Text {
        /// Its first bytes: all of it, or at least [`HEAD`] bytes of it.
        head: &'a [u8],
        /// What comes after `head`.
        rest: &'a mut dyn Read,
    },
    /// A workbook, `.xlsx` or `.xls`, whole.
    Workbook(&'a [u8]),
}

impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { head, .. } => write!(f, "Text(head of {} bytes)", head.len()),
            Self::Workbook(bytes) => write!(f, "Workbook({} bytes)", bytes.len()),
        }
    }
}

/// In which form a file is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Workbook,
    /// A map of areas as GeoJSON.
    GeoJson,
}

impl Form {
    /// `csv`, `workbook` or `geojson`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Workbook => "workbook",
            Self::GeoJson => "geojson",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Whether a file belongs to a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognition {
    /// It does.
    Yes {
        /// The name of the layout, such as `August 2020 onwards`.
        layout: &'static str,
        /// Its form.
        form: Form,
    },
    /// It does not.
    No {
        /// How many of its headings (sheets of a workbook) the family has too.
        likeness: u32,
        /// The first thing that differs from the nearest layout of the family, in a sentence.
        first_difference: String,
    },
}

/// What is known of a family of published files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Its name in commands and addresses; a valid `PublicationId`.
    pub id: &'static str,
    /// Its title in print.
    pub title: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// Under which licence.
    pub licence: &'static str,
    /// The page that leads to its files.
    pub landing_page: Option<&'static str>,
    /// How often it comes out.
    pub frequency: &'static str,
    /// Which months are its reporting periods.
    pub cadence: Cadence,
    /// What a blank, a nought or a mark in place of a number means here.
    pub marks: &'static [Mark],
    /// What every page that shows its figures must say.
    pub caveats: &'static [&'static str],
}

/// What a mark in place of a number means in one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The mark: `blank`, `0`, `-`, `*`.
    pub mark: &'static str,
    /// What it means and what becomes of it.
    pub meaning: &'static str,
    /// Where that is known from.
    pub source: &'static str,
}

/// Where the rows of a file go.
pub trait Sink {
    /// Takes a batch. An error ends the reading and comes back in [`Reading::io`].
    ///
    /// # Errors
    /// Whatever hinders the taker.
    fn batch(&mut self, batch: Batch) -> io::Result<()>;

    /// A batch that is no longer needed, whose memory the reader may use again.
    fn spare(&mut self) -> Batch {
        Batch::default()
    }
}

/// What a reader has to be told, because it knows no organisation.
pub struct ReadContext<'a> {
    /// Whether the provider with this code is known not to have submitted some of the figures of
    /// this month, so that noughts in their place need no warning.
    pub known_not_submitting: &'a dyn Fn(&str, Month) -> bool,
    /// The file's own name. It serves for one thing only: to tell two files apart that their
    /// publisher made alike in everything but the name.
    pub file_name: &'a str,
}

impl fmt::Debug for ReadContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadContext")
    }
}

impl ReadContext<'_> {
    /// The context of one who knows nothing.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            known_not_submitting: &|_, _| false,
            file_name: "",
        }
    }
}

/// What a file was found to be, besides its rows.
#[derive(Debug)]
pub struct Reading {
    /// The reporting periods that the rows tell, and how many tidy rows each has.
    pub periods: BTreeMap<Month, u64>,
    /// How much of the service the file holds.
    pub scope: Scope,
    /// The test that decided so, and its outcome.
    pub scope_reason: String,
    /// The day of publication that a cell states.
    pub published_on: Option<Date>,
    /// The sheet that the row numbers belong to; none for a text.
    pub sheet: Option<String>,
    /// How many tidy rows were read.
    pub rows: u64,
    /// For each count column of the table, whether this layout has it.
    pub present: Vec<bool>,
    /// The publication's own arithmetic, as far as it was checked.
    pub checks: Vec<Check>,
    /// Every fault found.
    pub diagnostics: Vec<Diagnostic>,
    /// What hindered reading or the sink; the file is then neither taken nor refused.
    pub io: Option<io::Error>,
}

impl Reading {
    /// The reporting period, the last where there are several; none where no row told it.
    #[must_use]
    pub fn period(&self) -> Option<Month> {
        self.periods.keys().next_back().copied()
    }

    /// Whether the file must be refused.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// A check of a publication's own arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// A short stable name, the code of the diagnostics that its failures give.
    pub name: &'static str,
    /// What was checked, over how much.
    pub detail: String,
    /// Whether it held everywhere.
    pub passed: bool,
}
