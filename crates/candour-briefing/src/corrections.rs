//! What Candour itself got wrong: when it was found, what was printed, since when, what is right, and who
//! was told.

use std::sync::LazyLock;

use candour_curated::{Fault, HalfDate, RowPlace, Table};
use jiff::civil::Date;
use serde::Serialize;

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its name.
    pub id: String,
    /// The day on which it was found.
    pub found_on: Date,
    /// What was printed, in our words.
    pub printed: String,
    /// Where a reader could see it.
    pub shown_in: String,
    /// Since when.
    pub since: HalfDate,
    /// What is right.
    pub right: String,
    /// The day on which it was mended.
    pub mended_on: Date,
    /// Who was told.
    pub told: String,
    /// Where the mending is recorded.
    pub place: RowPlace,
}

const TABLE: Table<'_> = Table {
    file: "corrections/corrections.csv",
    headings: &[
        "id",
        "found_on",
        "printed",
        "shown_in",
        "since",
        "right",
        "mended_on",
        "told",
        "source",
    ],
};

const ROWS: &str = include_str!("../../../data/corrections/corrections.csv");

/// The corrections that came with the program, the latest found first, and the faults of the file: none, as a
/// test says.
#[must_use]
pub fn corrections() -> &'static (Vec<Correction>, Vec<Fault>) {
    static CORRECTIONS: LazyLock<(Vec<Correction>, Vec<Fault>)> =
        LazyLock::new(|| read_corrections(ROWS));
    &CORRECTIONS
}

/// Reads corrections from the text of a file: every row that can be read, and every fault with its line.
///
/// ```
/// use candour_briefing::corrections::read_corrections;
/// let head = "id,found_on,printed,shown_in,since,right,mended_on,told,source";
/// let row = "x,2026-11-24,one,a page,2026-11,two,2026-11-23,,a commit";
/// let (found, faults) = read_corrections(&format!("{head}\n{row}\n"));
/// assert!(found.is_empty());
/// // Mended before it was found, and nobody said who was told.
/// assert_eq!(faults.len(), 2);
/// ```
#[must_use]
pub fn read_corrections(text: &str) -> (Vec<Correction>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let mut found = TABLE.read(text, &mut faults, |row| {
        let id = row.required("id");
        if seen.contains(&id) {
            row.fault(
                "id",
                format!("expected a name of its own, saw `{id}` again"),
            );
        }
        seen.push(id.clone());
        let found_on: Option<Date> = row.must("found_on");
        let printed = row.required("printed");
        let shown_in = row.required("shown_in");
        let since: Option<HalfDate> = row.must("since");
        let right = row.required("right");
        let mended_on: Option<Date> = row.must("mended_on");
        if let (Some(found_on), Some(mended_on)) = (found_on, mended_on)
            && mended_on < found_on
        {
            let message = format!("expected a day not before {found_on}, saw {mended_on}");
            row.fault("mended_on", message);
        }
        if let (Some(since), Some(found_on)) = (since, found_on)
            && since.first_day() > found_on
        {
            row.fault(
                "since",
                format!("expected a day not after {found_on}, saw {since}"),
            );
        }
        let told = row.required("told");
        let place = row.place();
        Some(Correction {
            id,
            found_on: found_on?,
            printed,
            shown_in,
            since: since?,
            right,
            mended_on: mended_on?,
            told,
            place,
        })
    });
    found.sort_by(|a, b| (b.found_on, &b.id).cmp(&(a.found_on, &a.id)));
    (found, faults)
}

/// A correction as JSON.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CorrectionShape {
    /// Its name.
    pub id: String,
    /// The day on which it was found.
    #[cfg_attr(feature = "schema", schema(example = "2026-11-24"))]
    pub found_on: String,
    /// What was printed, in our words.
    pub printed: String,
    /// Where a reader could see it.
    pub shown_in: String,
    /// Since when, as far as known.
    pub since: String,
    /// What is right.
    pub right: String,
    /// The day on which it was mended.
    pub mended_on: String,
    /// Who was told.
    pub told: String,
    /// Where the mending is recorded.
    pub source: String,
}

impl From<&Correction> for CorrectionShape {
    fn from(correction: &Correction) -> Self {
        Self {
            id: correction.id.clone(),
            found_on: correction.found_on.to_string(),
            printed: correction.printed.clone(),
            shown_in: correction.shown_in.clone(),
            since: correction.since.to_string(),
            right: correction.right.clone(),
            mended_on: correction.mended_on.to_string(),
            told: correction.told.clone(),
            source: correction.place.source.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_corrections_are_faultless() {
        let (rows, faults) = corrections();
        assert_eq!(faults, &[]);
        assert!(!rows.is_empty());
    }

    #[test]
    fn every_fault_of_every_row_is_told() {
        let head = "id,found_on,printed,shown_in,since,right,mended_on,told,source";
        let text = format!(
            "{head}\na,2026-11-20,p,w,2026-11-21,r,2026-11-22,nobody,c\na,yesterday,,w,2026,r,2026-11-22,nobody,\n"
        );
        let (found, faults) = read_corrections(&text);
        assert!(found.is_empty());
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults.len(), 5, "{faults:#?}");
        assert!(faults[0].contains("line 2") && faults[0].contains("not after 2026-11-20"));
    }
}
