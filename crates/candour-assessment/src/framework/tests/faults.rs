use super::invented::{FILE, framework, row};
use crate::framework::{Framework, Population, Published, Scoring, SegmentRule};
use candour_core::{Diagnostic, Place};

fn faults(text: &str) -> Vec<Diagnostic> {
    let (framework, faults) = Framework::from_toml("invented.toml", text);
    assert_eq!(framework.is_some(), faults.is_empty());
    faults
}

/// One change of the invented file gives one fault, with file, key and place.
fn refused(from: &str, to: &str, code: &str, key: &str) {
    let text = FILE.replacen(from, to, 1);
    assert_ne!(text, FILE, "{from}");
    let found = faults(&text);
    let start = format!("invented.toml: {key}: ");
    let fault = found
        .iter()
        .find(|fault| fault.code == code && fault.message.starts_with(&start))
        .unwrap_or_else(|| panic!("{from} -> {to}: {found:?}"));
    assert!(
        matches!(fault.place, Place::Line { line, column: Some(_), .. } if line > 1),
        "{:?}",
        fault.place
    );
}

#[test]
fn what_is_wrong_is_refused_with_its_key() {
    refused(
        "better = \"higher\"\n",
        "",
        "framework-no-direction",
        "metric[1].better",
    );
    refused(
        "better = \"higher\"",
        "better = \"up\"",
        "framework-key",
        "metric[1].better",
    );
    refused(
        "[metric.scoring]\nrule = \"rank\"\namong = \"all\"\n",
        "",
        "framework-no-rule",
        "metric[1].scoring",
    );
    refused(
        "domain = \"one\"",
        "domain = \"two\"",
        "framework-no-such-domain",
        "metric[1].domain",
    );
    refused(
        "id = \"plan\"",
        "id = \"ranked\"",
        "framework-duplicate",
        "metric[2].id",
    );
    refused(
        "score = \"S2\"",
        "score = \"S1\"",
        "framework-duplicate",
        "metric[2].score",
    );
    refused(
        "value = \"V2\"",
        "value = \"AV\"",
        "framework-duplicate",
        "summary.average",
    );
    refused(
        "below = 0 ",
        "below = -1 ",
        "framework-step-gap",
        "metric[2].scoring.step",
    );
    refused(
        "below = 0 ",
        "at_most = 0 ",
        "framework-step-overlap",
        "metric[2].scoring.step",
    );
    refused(
        "below = 0 ",
        "below = 1 ",
        "framework-step-overlap",
        "metric[2].scoring.step",
    );
    refused(
        "at_least = 0 ",
        "above = 0 ",
        "framework-step-gap",
        "metric[2].scoring.step",
    );
    refused(
        "at_least = 0 ",
        "at_least = 0, below = 5 ",
        "framework-step-gap",
        "metric[2].scoring.step",
    );
    refused(
        "score = 4,",
        "score = 5,",
        "framework-key",
        "metric[2].scoring.step[2].score",
    );
    refused(
        "score = 4,",
        "score = 1,",
        "framework-step",
        "metric[2].scoring.step",
    );
    refused(
        "what = \"in_force_to\"",
        "what = \"x\"",
        "framework-unknown-unexplained",
        "in_force_to",
    );
    refused(
        "\"2025-04\"",
        "\"2025-13\"",
        "framework-key",
        "in_force_from",
    );
    refused(
        "source = \"invented\"",
        "sauce = \"invented\"",
        "framework-key",
        "sauce",
    );
    refused(
        "trust_types = [\"kind\"]",
        "trust_types = [\"sort\"]",
        "framework-no-such-type",
        "metric[1].trust_types",
    );
    refused(
        "deficit_in = [\"plan\"]",
        "deficit_in = [\"plans\"]",
        "framework-no-such-metric",
        "financial_override.deficit_in",
    );
    refused(
        "among = \"all\"",
        "among = \"all\"\npopulation = [{ organisations = 1, status = \"stated\" }]",
        "framework-key",
        "metric[1].scoring.population[1].organisations",
    );
    refused(
        "among = \"all\"",
        "among = \"all\"\npopulation = [{ quarter = \"2025-05\", organisations = 9, status = \"stated\" }]",
        "framework-key",
        "metric[1].scoring.population[1].quarter",
    );
    refused(
        "rule = \"quartile\"",
        "rule = \"threshold\"",
        "framework-unknown-unexplained",
        "segments.cuts",
    );
    refused(
        "rule = \"quartile\"",
        "rule = \"threshold\"\ncuts = [2, 1, 3]",
        "framework-key",
        "segments.cuts",
    );
}

#[test]
fn every_fault_is_told_not_the_first_only() {
    let text = FILE
        .replace("better = \"higher\"\n", "")
        .replace("domain = \"one\"", "domain = \"two\"")
        .replace("title = \"An invented framework\"", "");
    let found = faults(&text);
    let count = |code: &str| found.iter().filter(|fault| fault.code == code).count();
    assert_eq!(count("framework-no-direction"), 2);
    assert_eq!(count("framework-no-such-domain"), 3);
    assert!(
        found
            .iter()
            .any(|fault| fault.message.contains("title: expected a text"))
    );
}

#[test]
fn a_broken_file_is_told_with_its_line() {
    let found = faults("id = \"invented\"\ntitle = [\n");
    assert!(found.iter().all(|fault| fault.code == "framework-toml"));
    assert!(
        matches!(found[0].place, Place::Line { line: 2.., .. }),
        "{found:?}"
    );
    let (none, _) = Framework::from_toml("x.toml", "\u{0}\u{feff}");
    assert_eq!(none, None);
}

#[test]
fn the_bundled_frameworks_are_sound() {
    let (frameworks, faults) = Framework::bundled();
    assert_eq!(faults, []);
    let ids: Vec<&str> = frameworks
        .iter()
        .map(|framework| framework.id.as_str())
        .collect();
    assert_eq!(ids, ["nof-2022-23", "nof-2025-26", "nof-2026-27"]);
    assert!(matches!(
        frameworks[0].segments,
        SegmentRule::Judgement { .. }
    ));
    assert!(matches!(
        frameworks[1].segments,
        SegmentRule::Quartile { .. }
    ));
    assert!(matches!(
        frameworks[2].segments,
        SegmentRule::Threshold { cuts: None, .. }
    ));
    // 134 acute, 61 mental health and community, 10 ambulance trusts; 29 metrics, 24 with a code.
    assert_eq!(frameworks[1].organisations(), Some(205));
    assert_eq!(frameworks[1].metrics.len(), 29);
    let coded = |framework: &Framework| {
        framework
            .metrics
            .iter()
            .filter(|metric| metric.value_code.is_some() || metric.score_code.is_some())
            .count()
    };
    assert_eq!(coded(&frameworks[1]), 24);
}

#[test]
fn the_populations_are_those_of_the_rule_book() {
    let framework = super::files::bundled("nof-2025-26");
    let of = |code: &str| -> Vec<u32> {
        let metric = &framework.metrics[framework.metric(code).unwrap()];
        let Some(Scoring::Rank(rule)) = &metric.scoring else {
            panic!("{code} is not ranked")
        };
        rule.populations
            .iter()
            .map(|Population { organisations, .. }| *organisations)
            .collect()
    };
    assert_eq!(of("OF0005"), [121, 120, 118, 120]);
    assert_eq!(of("OF0016"), [46, 50, 49, 47]);
    assert_eq!(of("OF0041"), [68, 70, 70, 70]);
    assert_eq!(of("OF0057"), [80, 83, 80, 84]);
    assert_eq!(of("OF0063"), [48, 48, 48, 48]);
    assert_eq!(of("OF0086"), [70, 71, 71, 71]);
    assert_eq!(of("OF0082"), [205]);
    assert_eq!(of("OF0061"), [61]);
    assert_eq!(of("OF0084"), [61]);
}

#[test]
fn rows_that_cannot_be_used_are_named() {
    let mut other = row(1, "V1", "1");
    other.trust_type = "Another kind".to_owned();
    let rows = vec![
        row(1, "V1", "1"),
        row(1, "V1", "2"),
        row(1, "XX", "2"),
        row(2, "XX", "2"),
        other,
        row(2, "S9", "3"),
    ];
    let (published, faults) = Published::new(&framework(), rows);
    let told: Vec<String> = faults
        .iter()
        .map(|fault| format!("{} {}", fault.code, fault.message))
        .collect();
    assert!(told[0].starts_with("unlisted-metric `S9`"), "{told:?}");
    assert!(told[1].starts_with("twice `V1`"), "{told:?}");
    assert!(
        told[2].contains("`XX`: the framework has no such code; 2 rows left out"),
        "{told:?}"
    );
    assert!(
        told[3].starts_with("no-such-type `Another kind`"),
        "{told:?}"
    );
    assert_eq!(told.len(), 4);
    assert_eq!(published.framework().metrics.len(), 4);
}
