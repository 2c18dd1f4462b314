use candour_export::{COLUMNS, json};
use serde_json::{Value, json as value};

use crate::sample::{bytes, sheet};

#[test]
fn rows_have_the_contract_s_fields_in_its_order() {
    let rows: Value = serde_json::from_slice(&bytes(&sheet(), json::write)).unwrap();
    for row in rows.as_array().unwrap() {
        let names: Vec<_> = row
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(
            names,
            COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>()
        );
    }
    assert_eq!(
        rows[1],
        value!({
            "measure": "rtt-p92-wait", "body": "ZZ2", "body_name": "Nowhere, \"and\" Elsewhere", "level": "icb",
            "basis": "commissioner", "treatment_function": "C_110", "boundaries": "as-reported",
            "period_start": "2026-01", "period_end": "2026-01", "numerator": null, "denominator": null,
            "value": 104.0, "over": true, "unit": "weeks", "status": "reported", "published_on": null,
            "published_basis": "unknown", "as_known": "2026-03-01", "source": "ab".repeat(32),
        })
    );
    assert_eq!(rows[4]["value"], Value::Null);
    assert_eq!(rows[4]["status"], "suppressed");
    assert_eq!(rows[3]["value"], 0.0);
}

#[test]
fn the_whole_sheet_has_its_title_notes_and_sources() {
    let whole: Value = serde_json::from_slice(&bytes(&sheet(), json::write_with_metadata)).unwrap();
    assert_eq!(whole["title"], "Nowhere: four hours");
    assert_eq!(whole["synthetic"], true);
    assert_eq!(whole["produced_on"], "2026-03-14");
    assert_eq!(whole["sources"][0]["sha256"], "ab".repeat(32));
    let rows: Value = serde_json::from_slice(&bytes(&sheet(), json::write)).unwrap();
    assert_eq!(whole["rows"], rows);
}

#[test]
fn no_figures_are_an_empty_array() {
    let mut sheet = sheet();
    sheet.rows.clear();
    assert_eq!(bytes(&sheet, json::write), b"[]\n");
}
