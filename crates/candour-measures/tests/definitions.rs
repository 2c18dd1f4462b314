//! Every way in which a definition can be at fault is said, with the key, and all at once.

mod support;

use std::sync::Arc;

use candour_measures::{Measure, Plan, SubmissionList};
use support::{definition, schema};

/// The faults of a definition: keys and messages.
fn faults(unit: &str, more: &str) -> Vec<String> {
    let list = Arc::new(SubmissionList {
        name: "known".into(),
        rows: Vec::new(),
    });
    let (measure, faults) = Measure::from_toml("a.toml", &definition("a", unit, more), &[list]);
    if let Some(measure) = &measure {
        assert!(faults.is_empty());
        let faults = Plan::compile(&[measure], &schema())
            .err()
            .unwrap_or_default();
        return faults.iter().map(ToString::to_string).collect();
    }
    assert!(!faults.is_empty());
    faults.iter().map(ToString::to_string).collect()
}

fn check(unit: &str, more: &str, expected: &[&str]) {
    let found = faults(unit, more);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            found.starts_with(&format!("a.toml: {expected}")),
            "{found}\n{expected}"
        );
    }
}

const COUNT: &str =
    "[numerator]\nwords = \"x\"\nadd = [\"total\"]\n[treatment_functions]\ntotal = \"T\"\n";
const LEVELS: &str = "[levels]\nprovider = [\"provider\"]\n";

#[test]
fn a_whole_definition_has_no_fault() {
    check("count", &format!("{COUNT}{LEVELS}"), &[]);
}

#[test]
fn all_faults_are_reported_at_once() {
    let (_, faults) =
        Measure::from_toml("a.toml", "id = \"A\"\nunit = \"people\"\norder = -1\n", &[]);
    let keys: Vec<_> = faults.iter().map(|fault| fault.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "id",
            "title",
            "short",
            "subject",
            "group",
            "order",
            "why",
            "definition",
            "left_out",
            "unit",
            "better",
            "publication",
            "levels",
            "author",
            "reviewed",
            "status",
            "source"
        ]
    );
}

#[test]
fn text_that_is_not_toml_says_where() {
    let (measure, faults) = Measure::from_toml("a.toml", "id = \n", &[]);
    assert!(measure.is_none());
    assert!(faults[0].message.contains("line 1"), "{}", faults[0]);
}

#[test]
fn a_shape_must_suit_its_unit() {
    check(
        "count",
        LEVELS,
        &["numerator: expected one that can be read, which a count needs"],
    );
    check(
        "share",
        &format!("{COUNT}{LEVELS}"),
        &["denominator: expected one"],
    );
    check("weeks", LEVELS, &["quantile: expected one"]);
    check(
        "weeks",
        &format!("{COUNT}{LEVELS}"),
        &["unit: expected other keys: a measure in weeks has a quantile"],
    );
    check(
        "count",
        &format!("{COUNT}[denominator]\nwords = \"x\"\nadd = [\"b0\"]\n{LEVELS}"),
        &["unit: expected other keys: a count has a numerator"],
    );
}

#[test]
fn columns_must_be_there_once_and_in_order() {
    let count = |add: &str| {
        format!(
            "[numerator]\nwords = \"x\"\nadd = [{add}]\n[treatment_functions]\ntotal = \"T\"\n{LEVELS}"
        )
    };
    check(
        "count",
        &count("\"b9\""),
        &["numerator.add: expected a count column of invented_pathways, saw `b9`"],
    );
    check(
        "count",
        &count("\"provider\""),
        &["numerator.add: expected a count column"],
    );
    check(
        "count",
        &count("\"b2..b0\""),
        &["numerator.add: expected columns in the order of"],
    );
    check(
        "count",
        &count("\"b0..b2\", \"b1\""),
        &["numerator: expected each column once, saw `b1` again"],
    );
    check(
        "count",
        &count("1"),
        &[
            "numerator.add: expected a list of texts, saw `1` in it",
            "numerator.add: expected a list of at least one",
            "numerator: expected one that can be read",
        ],
    );
}

#[test]
fn conditions_must_name_columns_and_values() {
    check(
        "count",
        &format!("{COUNT}{LEVELS}[keep]\nnothing = [\"P\"]\n"),
        &["keep: expected a text column of invented_pathways, saw `nothing`"],
    );
    check(
        "count",
        &format!("{COUNT}{LEVELS}[leave_out]\npart = []\n"),
        &["leave_out.part: expected a list of at least one text"],
    );
    check(
        "count",
        &format!("{COUNT}{LEVELS}[leave_out]\npart = \"P\"\n"),
        &[
            "leave_out.part: expected a list of texts, saw `P`",
            "leave_out.part",
        ],
    );
}

#[test]
fn levels_must_exist_by_their_basis() {
    check("count", COUNT, &["levels: expected a table"]);
    check(
        "count",
        &format!("{COUNT}[levels]\nprovider = [\"sub-icb\"]\ncommissioner = [\"england\"]\n"),
        &[
            "levels.provider: expected no level sub-icb",
            "levels.commissioner: expected no level england",
            "levels: expected",
        ],
    );
    check(
        "count",
        &format!("{COUNT}[levels]\nprovider = [\"town\"]\n"),
        &["levels.provider: `town` is not a level", "levels: expected"],
    );
    check(
        "count",
        &format!("{COUNT}[levels]\nprovider = [\"icb\", \"icb\"]\n"),
        &["levels.provider: expected icb once"],
    );
}

#[test]
fn treatment_functions_must_be_told_apart() {
    let count = "[numerator]\nwords = \"x\"\nadd = [\"total\"]\n";
    check(
        "count",
        &format!("{count}{LEVELS}"),
        &["treatment_functions: expected `total`"],
    );
    check(
        "count",
        &format!("{count}{LEVELS}[treatment_functions]\nall = \"T\"\n"),
        &[
            "treatment_functions.total: expected a text",
            "treatment_functions.all: expected no such key",
        ],
    );
}

#[test]
fn a_quantile_is_a_share_of_all_bands() {
    let quantile = |more: &str| {
        format!("[quantile]\nwords = \"x\"\n{more}\n[treatment_functions]\ntotal = \"T\"\n{LEVELS}")
    };
    check("weeks", &quantile("p = 0.925\nbands = \"all\""), &[]);
    check(
        "weeks",
        &quantile("p = 1.5\nbands = \"some\""),
        &[
            "quantile.bands: expected `all`",
            "quantile.p: expected a share",
            "quantile: expected one",
        ],
    );
    check(
        "weeks",
        &quantile("p = 0.33333\nbands = \"all\""),
        &[
            "quantile.p: expected a share between 0 and 1 with three places",
            "quantile",
        ],
    );
}

#[test]
fn a_list_must_be_known_and_is_of_providers() {
    check(
        "count",
        &format!("not_submitted = \"known\"\n{COUNT}{LEVELS}"),
        &[],
    );
    check(
        "count",
        &format!("not_submitted = \"other\"\n{COUNT}{LEVELS}"),
        &["not_submitted: expected one of the lists (known), saw `other`"],
    );
    check(
        "count",
        &format!("not_submitted = \"known\"\n{COUNT}[levels]\ncommissioner = [\"sub-icb\"]\n"),
        &["not_submitted: expected none"],
    );
}
