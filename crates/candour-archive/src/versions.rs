//! Which source carries a period: today, or as was known on a day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use candour_core::{Digest, Month, PublishedBasis, Scope};
use candour_measures::Measure;
use candour_publications::Form;
use jiff::civil::Date;

/// An edition as the catalogue lists it: one period of a file or, where the two halves of a share
/// are published in two files, one period of the two together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// The catalogue's number of the edition.
    pub id: i64,
    /// Its number of the file.
    pub source: i64,
    /// The other file, where there are two.
    pub other: Option<Other>,
    /// The SHA-256 of the unpacked file.
    pub sha256: Digest,
    /// The file's own name.
    pub file_name: String,
    /// Which family.
    pub publication: String,
    /// CSV or workbook.
    pub form: Form,
    /// The reporting period.
    pub period: Month,
    /// The first and the last period of the file; both the same where it has only one.
    pub span: (Month, Month),
    /// For each column of numbers of the tidy table, whether the file's layout has it.
    pub present: Vec<bool>,
    /// All of the service, or some bodies.
    pub scope: Scope,
    /// When it was published, where known.
    pub published_on: Option<Date>,
    /// How that is known.
    pub published_basis: PublishedBasis,
    /// Whether the file itself is here.
    pub held: bool,
}

/// The columns that either layout has.
pub(crate) fn union(one: &[bool], other: &[bool]) -> Vec<bool> {
    one.iter()
        .enumerate()
        .map(|(place, has)| *has || other.get(place).copied().unwrap_or(false))
        .collect()
}

/// The second file of an edition of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its SHA-256.
    pub sha256: Digest,
    /// For each column of numbers, whether its layout has it.
    pub present: Vec<bool>,
}

impl SourceRow {
    /// Which columns of numbers it has: of two files, those of either.
    #[must_use]
    pub fn columns(&self) -> Vec<bool> {
        let other = self.other.as_ref().map_or(&[][..], |other| &other.present);
        union(&self.present, other)
    }

    /// Whether it can give a measure. Two files together give only what neither gives alone.
    #[must_use]
    pub fn applies_to(&self, measure: &Measure) -> bool {
        let Some(publication) = candour_publications::by_id(&self.publication) else {
            return false;
        };
        let applies = |present: &[bool]| measure.applies(publication.table(), present);
        match &self.other {
            None => applies(&self.present),
            Some(other) => {
                applies(&self.columns()) && !applies(&self.present) && !applies(&other.present)
            }
        }
    }

    /// The order in which the sources of one month are asked, first come first served: all of the
    /// service before a part, the CSV (which carries the observations) before the workbook (which is
    /// compared with it), the latest published before the earlier, a dated one before an undated,
    /// and among equals the one taken last.
    fn rank(&self) -> impl Ord + use<> {
        (
            self.scope != Scope::National,
            self.form != Form::Csv,
            self.published_on.is_none(),
            std::cmp::Reverse(self.published_on),
            std::cmp::Reverse(self.id),
        )
    }
}

/// The sources of one month, the first of which carries it.
#[derive(Debug, Clone, Default)]
pub struct Carriers {
    /// In the order in which they are asked. With a national source there is exactly one; with
    /// partial sources only, a body's figure comes from the first that has the body.
    pub asked: Vec<Arc<SourceRow>>,
    /// How many sources of the month were left out because nobody knows when they were published,
    /// so that nobody can say whether they were known on the day asked for.
    pub undated: usize,
    /// How many were published only after that day.
    pub later: usize,
}

/// For each period of one publication, which editions carry it as known on `as_known` (today where
/// none).
///
/// For a measure, an edition that has the measure's columns goes before one that lacks them; the
/// latter is asked only where there is no other, and then says that the measure is not applicable.
/// Without a measure, editions of two files are left out, so that each file counts once.
#[must_use]
pub fn carriers<'a>(
    sources: impl IntoIterator<Item = &'a Arc<SourceRow>>,
    measure: Option<&Measure>,
    as_known: Option<Date>,
) -> BTreeMap<Month, Carriers> {
    let mut months: BTreeMap<Month, Carriers> = BTreeMap::new();
    // A publication has few layouts, and many editions of each.
    let mut known: Vec<(&'a SourceRow, bool)> = Vec::new();
    let mut applies = |source: &'a SourceRow| {
        let Some(measure) = measure else {
            return true;
        };
        let same = |(row, _): &&(&SourceRow, bool)| {
            (&row.present, &row.other) == (&source.present, &source.other)
        };
        if let Some((_, applies)) = known.iter().find(same) {
            return *applies;
        }
        let found = source.applies_to(measure);
        known.push((source, found));
        found
    };
    let mut carrying: BTreeSet<i64> = BTreeSet::new();
    for source in sources {
        if applies(source) {
            carrying.insert(source.id);
        }
        let two = source.other.is_some();
        if two && (measure.is_none() || !carrying.contains(&source.id)) {
            continue;
        }
        let month = months.entry(source.period).or_default();
        match (as_known, source.published_on) {
            (Some(_), None) if two => {}
            (Some(day), Some(published)) if two && published > day => {}
            (Some(_), None) => month.undated += 1,
            (Some(day), Some(published)) if published > day => month.later += 1,
            _ => month.asked.push(source.clone()),
        }
    }
    for month in months.values_mut() {
        if month
            .asked
            .iter()
            .any(|source| carrying.contains(&source.id))
        {
            month.asked.retain(|source| carrying.contains(&source.id));
        }
        month
            .asked
            .sort_by_key(|source| (source.other.is_some(), source.rank()));
        if month
            .asked
            .first()
            .is_some_and(|first| first.scope == Scope::National)
        {
            month.asked.truncate(1);
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn source(id: i64, form: Form, scope: Scope, published_on: Option<Date>) -> Arc<SourceRow> {
        Arc::new(SourceRow {
            id,
            source: id,
            other: None,
            sha256: Digest([0; 32]),
            file_name: id.to_string(),
            publication: "invented".into(),
            form,
            period: Month::new(2024, 3).unwrap(),
            span: (Month::new(2024, 3).unwrap(), Month::new(2024, 3).unwrap()),
            present: Vec::new(),
            scope,
            published_on,
            published_basis: PublishedBasis::Unknown,
            held: true,
        })
    }

    fn asked(sources: &[Arc<SourceRow>], as_known: Option<Date>) -> Vec<i64> {
        carriers(sources, None, as_known)
            .values()
            .flat_map(|month| month.asked.iter().map(|source| source.id))
            .collect()
    }

    #[test]
    fn a_revision_supersedes_by_its_date_not_by_when_it_came() {
        let sources = [
            source(1, Form::Csv, Scope::National, Some(date(2024, 11, 9))),
            source(2, Form::Csv, Scope::National, Some(date(2024, 4, 11))),
            source(3, Form::Csv, Scope::National, None),
        ];
        assert_eq!(asked(&sources, None), [1]);
        assert_eq!(asked(&sources, Some(date(2024, 11, 8))), [2]);
        assert_eq!(asked(&sources, Some(date(2024, 11, 9))), [1]);
        assert_eq!(asked(&sources, Some(date(2024, 4, 10))), Vec::<i64>::new());
        let month =
            &carriers(&sources, None, Some(date(2024, 4, 10)))[&Month::new(2024, 3).unwrap()];
        assert_eq!((month.undated, month.later), (1, 2));
    }

    #[test]
    fn the_csv_carries_and_the_national_extract_goes_before_a_part() {
        let sources = [
            source(1, Form::Workbook, Scope::National, Some(date(2024, 12, 1))),
            source(2, Form::Csv, Scope::National, None),
            source(3, Form::Csv, Scope::Partial, Some(date(2025, 1, 1))),
        ];
        assert_eq!(asked(&sources, None), [2]);
        assert_eq!(asked(&sources[..1], None), [1]);
        assert_eq!(asked(&sources[2..], None), [3]);
        // The undated CSV cannot be known of on a day; the dated workbook can.
        assert_eq!(asked(&sources, Some(date(2024, 12, 2))), [1]);
    }

    #[test]
    fn what_is_known_only_grows() {
        let sources = [
            source(1, Form::Csv, Scope::National, Some(date(2024, 4, 11))),
            source(2, Form::Csv, Scope::National, Some(date(2024, 11, 9))),
        ];
        let mut last = 0;
        for day in 1..=365 {
            let day = date(2024, 1, 1)
                .checked_add(jiff::Span::new().days(day))
                .unwrap();
            let known = asked(&sources, Some(day)).first().copied().unwrap_or(0);
            assert!(known >= last, "{day}");
            last = known;
        }
        assert_eq!(last, 2);
    }
}
