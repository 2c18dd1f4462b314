//! A small framework and its figures, all invented: no such provider, metric or score exists.

use candour_core::{BodyCode, Month};

use crate::framework::{Decimal, Framework, Published, PublishedRow};

/// A ranked metric of everybody, one by steps, one combined of it and another, one that is only
/// published, and three providers that make the whole type.
pub(super) const FILE: &str = r#"
id = "invented"
title = "An invented framework"
in_force_from = "2025-04"
in_force_to = "unknown"
source = "invented"

[[unknown]]
what = "in_force_to"
why = "Invented"

[[trust_type]]
id = "kind"
title = "Invented kind"
organisations = 3

[[domain]]
id = "one"
title = "Domain one"
score = "D1"
segment = "G1"

[summary]
average = "AV"
unadjusted_segment = "UN"
adjusted_segment = "AD"
financial_override = "FL"
score_prefix = "S"

[segments]
rule = "quartile"
status = "stated"

[financial_override]
no_better_than = 3
deficit_in = ["plan"]
status = "stated"
basis = "Invented"

[[metric]]
id = "ranked"
title = "Ranked"
value = "V1"
score = "S1"
domain = "one"
unit = "%"
better = "higher"
trust_types = ["kind"]
use = "averaged"
status = "stated"
evidence = "Invented"
[metric.scoring]
rule = "rank"
among = "all"

[[metric]]
id = "plan"
title = "Plan"
value = "V2"
score = "S2"
domain = "one"
unit = "%"
better = "higher"
trust_types = ["kind"]
use = "part"
status = "stated"
evidence = "Invented"
[metric.scoring]
rule = "steps"
status = "stated"
step = [
  { score = 1, at_least = 0 },
  { score = 4, below = 0 },
]

[[metric]]
id = "opinion"
title = "Opinion"
score = "S3"
domain = "one"
unit = "score"
better = "lower"
trust_types = ["kind"]
use = "averaged"
status = "stated"
evidence = "Invented"
[metric.scoring]
rule = "published-only"
why = "Invented"
"#;

pub(super) const QUARTER: (i32, u8) = (2025, 6);

pub(super) fn framework() -> Framework {
    let (framework, faults) = Framework::from_toml("invented.toml", FILE);
    assert_eq!(faults, []);
    framework.unwrap()
}

pub(super) fn trust(number: usize) -> BodyCode {
    BodyCode::new(&format!("INVENTED-{number}")).unwrap()
}

pub(super) fn row(number: usize, metric: &str, value: &str) -> PublishedRow {
    PublishedRow {
        trust: trust(number),
        trust_name: format!("Invented Provider {number}"),
        trust_type: "Invented kind".to_owned(),
        region: "Invented region".to_owned(),
        quarter: Month::new(QUARTER.0, QUARTER.1).unwrap(),
        domain: "Domain one".to_owned(),
        metric: metric.to_owned(),
        description: "Invented".to_owned(),
        value: Decimal::parse(value),
        median: None,
        lower_quartile: None,
        upper_quartile: None,
        rank: None,
        unit: "score".to_owned(),
        reporting_date: "Invented".to_owned(),
        place: number,
    }
}

pub(super) fn published(rows: &[(usize, &str, &str)]) -> Published {
    let rows = rows
        .iter()
        .map(|&(number, metric, value)| row(number, metric, value))
        .collect();
    let (published, faults) = Published::new(&framework(), rows);
    assert_eq!(faults, []);
    published
}
