//! Where a trust would stand with other figures.

use std::io::{self, Write};
use std::process::ExitCode;

use candour_assessment::framework::{Standing, WhatIf, WhatIfRequest};
use candour_core::{BodyCode, Month};
use candour_findings::oversight::{self, Oversight, WhatIfShape};

use super::told;
use crate::cli::{Format, Framework, Global, Switch};
use crate::output::{self, Table};

pub(super) fn run(
    global: &Global,
    asked: &Framework,
    held: &Oversight,
    trust: &BodyCode,
    quarter: Month,
) -> anyhow::Result<ExitCode> {
    let request = WhatIfRequest {
        trust: trust.clone(),
        quarter,
        changes: asked.what_if.clone(),
        financial_override: asked.financial_override.map(|flag| flag == Switch::On),
    };
    let answer = held.what_if(&request).map_err(told)?;
    match global.format {
        Format::Json => output::json(&WhatIfShape {
            framework: held.framework().id.clone(),
            quarter_name: oversight::quarter_name(quarter),
            answer,
        })?,
        Format::Csv => super::print_grid(&oversight::what_if_grid(&answer))?,
        Format::Table => print(&answer, &mut io::stdout().lock())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print(answer: &WhatIf, out: &mut impl Write) -> io::Result<()> {
    let quarter = oversight::quarter_name(answer.quarter);
    writeln!(out, "What if, for {} in {quarter}\n", answer.trust)?;
    let mut table = Table::new(&["", ">as published", ">then"]);
    for metric in &answer.metrics {
        if let (Some(before), Some(after)) = (metric.value_before, metric.value_after) {
            table.row([
                format!("{}: value", metric.title),
                before.to_string(),
                after.to_string(),
            ]);
        }
        table.row([
            format!("{}: score", metric.title),
            oversight::score_words(metric.score_before.as_f64()),
            oversight::between_words(metric.score_after),
        ]);
    }
    for domain in &answer.domains {
        table.row([
            format!("{}: domain score", domain.title),
            oversight::between_words(domain.before),
            oversight::between_words(domain.after),
        ]);
    }
    type Words = fn(&Standing) -> String;
    let rows: [(&str, Words); 5] = [
        ("average score", |one| oversight::between_words(one.average)),
        ("segment before the override", |one| segment(one.unadjusted)),
        ("segment after it", |one| segment(one.adjusted)),
        ("final segment", |one| segment(one.final_segment)),
        ("rank among those held", |one| match one.rank {
            Some((best, worst)) if best == worst => format!("{best} of {}", one.of),
            Some((best, worst)) => format!("{best} to {worst} of {}", one.of),
            None => "-".to_owned(),
        }),
    ];
    for (what, words) in rows {
        table.row([what.to_owned(), words(&answer.before), words(&answer.after)]);
    }
    table.print(out)?;
    writeln!(out)?;
    for note in &answer.notes {
        writeln!(out, "{note}.")?;
    }
    Ok(())
}

fn segment(range: Option<candour_assessment::framework::SegmentRange>) -> String {
    range.map_or_else(|| "-".to_owned(), oversight::segment_words)
}
