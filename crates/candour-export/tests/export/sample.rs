//! A synthetic sheet: the bodies are invented.

use candour_core::{
    Basis, BodyCode, Digest, Level, MeasureId, Month, PublishedBasis, Status, TreatmentFunction,
    Unit,
};
use candour_export::{FigureRow, Sheet, SourceNote};
use jiff::civil::date;

pub(crate) fn row() -> FigureRow {
    let month = Month::new(2026, 1).unwrap();
    FigureRow {
        measure: MeasureId::new("ae-four-hour").unwrap(),
        body: BodyCode::new("ZZ1").unwrap(),
        body_name: "Nowhere General".to_owned(),
        level: Level::Provider,
        basis: Basis::Provider,
        treatment_function: None,
        boundaries: "as-reported".to_owned(),
        period_start: month,
        period_end: month,
        numerator: Some(755),
        denominator: Some(1000),
        value: Some(0.755),
        over: false,
        unit: Unit::Share,
        status: Status::Reported,
        published_on: Some(date(2026, 2, 12)),
        published_basis: Some(PublishedBasis::FileName),
        as_known: None,
        source: Some(Digest([0xab; 32])),
    }
}

pub(crate) fn absent(status: Status) -> FigureRow {
    FigureRow {
        numerator: None,
        denominator: None,
        value: None,
        status,
        published_on: None,
        published_basis: None,
        source: None,
        ..row()
    }
}

pub(crate) fn sheet() -> Sheet {
    let waiting = FigureRow {
        measure: MeasureId::new("rtt-p92-wait").unwrap(),
        body: BodyCode::new("ZZ2").unwrap(),
        body_name: "Nowhere, \"and\" Elsewhere".to_owned(),
        level: Level::Icb,
        basis: Basis::Commissioner,
        treatment_function: Some(TreatmentFunction::new("C_110").unwrap()),
        numerator: None,
        denominator: None,
        value: Some(104.0),
        over: true,
        unit: Unit::Weeks,
        published_on: None,
        published_basis: Some(PublishedBasis::Unknown),
        as_known: Some(date(2026, 3, 1)),
        ..row()
    };
    let count = FigureRow {
        measure: MeasureId::new("ae-attendances").unwrap(),
        body: BodyCode::england(),
        body_name: "England".to_owned(),
        level: Level::England,
        numerator: Some(2_350_478),
        denominator: None,
        value: Some(2_350_478.0),
        unit: Unit::Count,
        ..row()
    };
    let nil = FigureRow {
        numerator: Some(0),
        value: Some(0.0),
        ..count.clone()
    };
    let nil = FigureRow {
        body: BodyCode::new("ZZ3").unwrap(),
        level: Level::Region,
        ..nil
    };
    Sheet {
        title: "Nowhere: four hours".to_owned(),
        measure_title: "Patients seen within four hours".to_owned(),
        notes: vec!["All types.".to_owned(), "Not adjusted.".to_owned()],
        sources: vec![SourceNote {
            file: "nowhere.csv".to_owned(),
            sha256: Digest([0xab; 32]),
            publisher: "Nobody".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
            published_on: Some(date(2026, 2, 12)),
        }],
        rows: vec![
            row(),
            waiting,
            count,
            nil,
            absent(Status::Suppressed),
            absent(Status::Missing),
            absent(Status::NotApplicable),
        ],
        produced_on: date(2026, 3, 14),
        synthetic: true,
        starter: false,
    }
}

/// What `write` gives for `sheet`.
pub(crate) fn bytes(
    sheet: &Sheet,
    write: fn(&Sheet, &mut dyn std::io::Write) -> Result<(), candour_export::ExportError>,
) -> Vec<u8> {
    let mut out = Vec::new();
    write(sheet, &mut out).unwrap();
    out
}
