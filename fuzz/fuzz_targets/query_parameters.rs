//! What a user types: months, bodies, levels, row numbers, digests. Whatever is accepted reads back
//! from how it is shown as the same thing.

#![no_main]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use candour_core::{
    Basis, BodyCode, Digest, Level, MeasureId, Month, PublicationId, RowSet, Status,
    TreatmentFunction,
};
use libfuzzer_sys::fuzz_target;

fn same_again<T>(text: &str)
where
    T: FromStr + Display + PartialEq + Debug,
    T::Err: Display + Debug,
{
    match text.parse::<T>() {
        Ok(known) => assert_eq!(known.to_string().parse::<T>().unwrap(), known),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    same_again::<Month>(text);
    same_again::<BodyCode>(text);
    same_again::<MeasureId>(text);
    same_again::<PublicationId>(text);
    same_again::<TreatmentFunction>(text);
    same_again::<Level>(text);
    same_again::<Basis>(text);
    same_again::<Status>(text);
    same_again::<Digest>(text);
    same_again::<RowSet>(text);
    if let Ok(month) = text.parse::<Month>() {
        assert_eq!(month.next().previous(), month);
        assert!(month.first_day() <= month.last_day());
        assert_eq!(Month::of(month.last_day()), Some(month));
    }
    if let Ok(rows) = text.parse::<RowSet>() {
        assert_eq!(rows.is_empty(), rows.len() == 0);
    }
    if let Some(day) = candour_publications::published_in_name(text) {
        assert!(day.year() >= 2000);
    }
    if let Some((name, year)) = text.split_once(' ') {
        let _ = Month::from_name(name, year);
    }
});
