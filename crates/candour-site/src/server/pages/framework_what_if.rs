//! What if a trust's figures were others: the form and the answer on the trust's own page.

use candour_assessment::framework::{SegmentRange, Standing, WhatIf, WhatIfRequest};
use candour_core::{BodyCode, Month};
use candour_findings::oversight::{self, MetricShape, Oversight, StepsShape};

use super::framework_trust::dash;
use super::frameworks::{self, capital};
use crate::server::answer::Reading;
use crate::server::framework_params::FIELD;
use crate::server::links;
use crate::views::{Choice, Hidden, Link, WhatIfField, WhatIfLine, WhatIfPart};

/// What the query asks of this trust and quarter.
pub(in crate::server) fn request(
    reading: &Reading<'_>,
    trust: &BodyCode,
    quarter: Month,
) -> WhatIfRequest {
    WhatIfRequest {
        trust: trust.clone(),
        quarter,
        changes: reading.params.framework.changes.clone(),
        financial_override: reading.params.framework.financial_override,
    }
}

pub(super) fn what_if(
    reading: &Reading<'_>,
    held: &Oversight,
    trust: &BodyCode,
    quarter: Month,
    steps: &StepsShape,
    path: &str,
) -> WhatIfPart {
    let asked = &reading.params.framework;
    let fields = steps.metrics.iter().filter(|metric| metric.by_value);
    let field = |metric: &MetricShape| {
        let code = metric.code.clone().unwrap_or_else(|| metric.metric.clone());
        let written = asked
            .written
            .iter()
            .find(|(name, _)| *name == code || *name == metric.metric);
        WhatIfField {
            name: format!("{FIELD}{code}"),
            title: metric.title.clone(),
            unit: metric.unit.clone(),
            value: dash(metric.value, frameworks::signed),
            median: dash(metric.median, frameworks::signed),
            asked: written.map_or_else(String::new, |(_, to)| to.clone()),
        }
    };
    let flag = asked.financial_override;
    let choice = |value: &str, label: &str, of: Option<bool>| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: flag == of,
    };
    let mut part = WhatIfPart {
        action: path.to_owned(),
        hidden: vec![Hidden {
            name: "quarter".to_owned(),
            value: quarter.to_string(),
        }],
        fields: fields.map(field).collect(),
        flags: vec![
            choice("published", "as published", None),
            choice("on", "set", Some(true)),
            choice("off", "not set", Some(false)),
        ],
        ..WhatIfPart::default()
    };
    if asked.asks() {
        match held.what_if(&request(reading, trust, quarter)) {
            Ok(answer) => {
                part.finding = finding(&answer);
                part.lines = lines(&answer);
                let mut pairs = vec![
                    ("trust".to_owned(), trust.to_string()),
                    ("quarter".to_owned(), quarter.to_string()),
                ];
                pairs.extend(asked.asked());
                part.api = Some(Link::new(
                    "This answer as JSON",
                    format!(
                        "/api/v1/frameworks/{}/what-if{}",
                        links::encode(&held.framework().id),
                        links::query(pairs)
                    ),
                ));
                part.notes = answer.notes.iter().map(|note| format!("{note}.")).collect();
            }
            Err(error) => part.fault = format!("{}.", capital(&error.to_string())),
        }
    }
    part
}

fn finding(answer: &WhatIf) -> String {
    let average = oversight::between_words(answer.after.average);
    let before = oversight::between_words(answer.before.average);
    let segment =
        |one: &Standing| dash(one.final_segment.or(one.adjusted), oversight::segment_words);
    let (old, new) = (segment(&answer.before), segment(&answer.after));
    if old == new {
        format!(
            "The average would be {average} instead of {before}; the segment would still be {new}"
        )
    } else {
        format!(
            "The average would be {average} instead of {before}, the segment {new} instead of {old}"
        )
    }
}

fn lines(answer: &WhatIf) -> Vec<WhatIfLine> {
    let line = |title: String, before: String, after: String| WhatIfLine {
        moved: before != after,
        title,
        before,
        after,
    };
    let mut lines = Vec::new();
    for metric in &answer.metrics {
        if let (Some(before), Some(after)) = (metric.value_before, metric.value_after) {
            let title = format!("{}: value", metric.title);
            lines.push(line(title, before.to_string(), after.to_string()));
        }
        lines.push(line(
            format!("{}: score", metric.title),
            oversight::score_words(metric.score_before.as_f64()),
            oversight::between_words(metric.score_after),
        ));
    }
    for domain in &answer.domains {
        lines.push(line(
            format!("{}: domain score", domain.title),
            oversight::between_words(domain.before),
            oversight::between_words(domain.after),
        ));
    }
    let (before, after) = (&answer.before, &answer.after);
    lines.push(line(
        "Average score".to_owned(),
        oversight::between_words(before.average),
        oversight::between_words(after.average),
    ));
    let segment = |range: Option<SegmentRange>| dash(range, oversight::segment_words);
    for (title, old, new) in [
        (
            "Segment by the average",
            before.unadjusted,
            after.unadjusted,
        ),
        (
            "Segment after the override",
            before.adjusted,
            after.adjusted,
        ),
    ] {
        lines.push(line(title.to_owned(), segment(old), segment(new)));
    }
    let rank = |one: &Standing| match one.rank {
        Some((best, worst)) if best == worst => format!("{best} of {}", one.of),
        Some((best, worst)) => format!("{best} to {worst} of {}", one.of),
        None => "–".to_owned(),
    };
    lines.push(line(
        "Rank among those held".to_owned(),
        rank(before),
        rank(after),
    ));
    lines
}
