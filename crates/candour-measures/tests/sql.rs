//! The SQL of a measure of each shape, as it leaves the program.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod support;

use std::sync::Arc;

use candour_core::{Scope, TableSchema};
use candour_measures::{SqlContext, SqlTable, SubmissionList, sql};
use support::{Country, MONTH, measure, measures, schema};

fn text(id: &str, context: &SqlContext) -> String {
    let measures = measures();
    let measure = measures
        .iter()
        .find(|measure| measure.id.as_str() == id)
        .unwrap();
    sql(measure, &schema(), context).unwrap()
}

fn context() -> SqlContext {
    let table = SqlTable::Parquet(vec!["it's.parquet".into()]);
    SqlContext::new(table, ["BA", "BB", "BC", "BX"], MONTH, &Country)
}

#[test]
fn a_share() {
    insta::assert_snapshot!(text("early-share", &context()));
}

#[test]
fn a_sum_with_something_taken_away() {
    insta::assert_snapshot!(text("rest-share", &context()));
}

#[test]
fn a_quantile() {
    insta::assert_snapshot!(text("median", &context()));
}

#[test]
fn a_partial_table_has_only_providers() {
    let context = SqlContext {
        scope: Scope::Partial,
        ..context()
    };
    let text = text("waiting", &context);
    assert!(text.contains("'provider' AS level"));
    assert!(!text.contains("'england' AS level") && !text.contains("regions"));
}

#[test]
fn who_did_not_submit_is_left_out() {
    let rows = "body,from,to,reason,source\nZP1,2019-05,2020-09,a test,invented\nZP2,2020-10,,a test,invented\n";
    let list = Arc::new(SubmissionList::from_csv("some.csv", rows).0);
    let more = r#"
not_submitted = "some"
[numerator]
words = "x"
add = ["total"]
[levels]
provider = ["provider", "england"]
[treatment_functions]
total = "T"
"#;
    let measure = measure("listed", "count", more, &[list]);
    insta::assert_snapshot!(sql(&measure, &schema(), &context()).unwrap());
}

#[test]
fn a_table_without_a_period_is_a_fault() {
    let mut schema: TableSchema = schema();
    schema.columns.remove(0);
    let faults = sql(&measures()[0], &schema, &context()).unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "waiting.toml: publication: expected a text column `period` in invented_pathways"
    );
}
