//! `/frameworks/{id}/{trust}`: the steps that set one trust's segment, and what-if.

use candour_core::{BodyCode, Month};
use candour_findings::oversight::{
    self, DomainShape, MetricShape, Oversight, OversightError, SegmentShape, StepsShape,
};

use super::framework_what_if::what_if;
use super::frameworks::{self, capital, figure};
use crate::charts::score_range_both;
use crate::format::plural;
use crate::server::answer::{Answer, Reading};
use crate::server::downloads::{self, Ending};
use crate::server::error::{AppError, near_body};
use crate::server::framework_params as paths;
use crate::server::links;
use crate::views::{
    FrameworkTrustView, HistoryLine, Link, Markup, MeanLine, MetricLine, Nav, Prose,
    QuarterControl, StepLine,
};

pub(in crate::server) fn answer(
    reading: &Reading<'_>,
    id: &str,
    asked: &str,
) -> Result<Answer, AppError> {
    let (last, ending) = downloads::split(asked)?;
    if last == "reconciliation" {
        return super::framework_reconciliation::answer(reading, id, ending);
    }
    let held = frameworks::held(reading, id)?;
    let trust = BodyCode::new(&last.to_uppercase())
        .map_err(|_| AppError::not_found("There is no such trust"))?;
    let (quarter, steps) = find(reading, &held, &trust)?;
    match ending {
        None => {}
        Some(Ending::Json) => return Answer::json(&steps),
        Some(Ending::Csv) => {
            let grid = oversight::steps_grid(&steps);
            return downloads::table(
                &grid.columns,
                &grid.rows,
                &format!("{id}-{trust}-{quarter}.csv"),
            );
        }
        Some(_) => return Err(frameworks::no_such_file()),
    }
    page(reading, &held, &trust, quarter, &steps)
}

/// The steps in the quarter asked for, else in the latest that has the trust.
pub(in crate::server) fn find(
    reading: &Reading<'_>,
    held: &Oversight,
    trust: &BodyCode,
) -> Result<(Month, StepsShape), AppError> {
    let asked = reading.params.framework.quarter;
    let mut quarter = held.quarter(asked)?;
    if asked.is_none()
        && let Some(latest) = held
            .history(trust)
            .last()
            .and_then(|last| last.quarter.parse().ok())
    {
        quarter = latest;
    }
    match held.steps(trust, quarter) {
        Ok(steps) => Ok((quarter, steps)),
        Err(OversightError::NoSuchTrust { .. }) => {
            let words: String = trust.as_str().chars().take(2).collect();
            let near = held.published().trusts(quarter).iter();
            Err(AppError::NotFound {
                heading: format!(
                    "No figures of {trust} are held for {}",
                    oversight::quarter_name(quarter)
                ),
                nearest: near
                    .filter(|one| one.trust.as_str().starts_with(&words))
                    .take(6)
                    .map(|one| {
                        let mut near = near_body(one.trust.as_str(), &one.name);
                        near.path =
                            paths::trust(&held.framework().id, one.trust.as_str(), Some(quarter));
                        near
                    })
                    .collect(),
            })
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    reading: &Reading<'_>,
    held: &Oversight,
    trust: &BodyCode,
    quarter: Month,
    steps: &StepsShape,
) -> Result<Answer, AppError> {
    let framework = held.framework();
    let row = &steps.standing;
    let heading = format!(
        "{}: {}",
        row.name,
        lower(&frameworks::standing_words(row, &steps.quarter_name))
    );
    let mut crumbs = frameworks::crumbs(reading);
    crumbs.push(Link::new(
        framework.title.clone(),
        paths::framework(&framework.id, Some(quarter)),
    ));
    let mut page = reading.page(heading.clone(), crumbs, false);
    page.nav = Nav::Frameworks;
    let path = paths::trust(&framework.id, trust.as_str(), None);
    let table = held.table(quarter);
    let view = FrameworkTrustView {
        page,
        kicker: Prose::from(format!("{}, {}. ", steps.type_title, row.region)).link(
            "Everything held on this trust",
            links::body(trust, reading.view()),
        ),
        heading,
        state: state(steps),
        held: oversight::held_words(&table.held),
        control: QuarterControl {
            action: path.clone(),
            quarters: frameworks::choices(held, Some(quarter)),
            hidden: reading.hidden(&["quarter"]),
        },
        chart: Markup::of_chart(score_range_both(&frameworks::chart(
            &table,
            Some(trust.as_str()),
        ))),
        metrics: metrics(held, steps),
        metrics_finding: metrics_finding(steps),
        means: means(steps),
        means_finding: means_finding(steps),
        segments: segments(steps),
        segments_finding: frameworks::standing_words(row, &steps.quarter_name),
        rules: rules(steps),
        what_if: what_if(reading, held, trust, quarter, steps, &path),
        history: history(held, trust, quarter, steps),
        history_finding: format!(
            "{} held",
            plural(steps.history.len(), "quarter", "quarters")
        ),
        downloads: frameworks::files(&path, &[("quarter", quarter.to_string())]),
    };
    Ok(Answer::html(view.render()?))
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}

pub(super) fn dash<T>(given: Option<T>, words: impl Fn(T) -> String) -> String {
    given.map_or_else(|| "–".to_owned(), words)
}

fn state(steps: &StepsShape) -> Prose {
    let row = &steps.standing;
    let mut prose = Prose::default();
    if let Some(rank) = row.rank {
        prose = prose.text(format!("Rank {rank} of {} of its type", row.of));
        if let Some([best, worst]) = row.likely_rank.as_deref() {
            prose = prose.text(format!(", likely {best} to {worst}"));
        }
        prose = prose.text(". ");
    }
    prose = prose.text("Average score ");
    let average = row.average.map(oversight::score_words);
    prose = prose.figure(figure(average, row.average_receipt.as_ref()));
    if let Some(range) = row.likely {
        prose = prose.text(format!(", likely {}", oversight::likely_words(range)));
    }
    match (&row.change, steps.history.len()) {
        (Some(_), _) => {
            let before = row
                .change
                .as_ref()
                .and_then(|change| change.from.parse().ok());
            prose.text(format!(
                "; since {}: {}.",
                dash(before, oversight::quarter_name),
                oversight::change_words(row)
            ))
        }
        _ => prose.text("."),
    }
}

fn metrics(held: &Oversight, steps: &StepsShape) -> Vec<MetricLine> {
    let domains = &held.framework().domains;
    let mut lines = Vec::new();
    for domain in domains {
        let of = steps
            .metrics
            .iter()
            .filter(|one| one.domain.as_ref() == Some(&domain.id));
        for (place, metric) in of.enumerate() {
            lines.push(metric_line(
                steps,
                metric,
                if place == 0 { &domain.title } else { "" },
            ));
        }
    }
    lines
}

fn metric_line(steps: &StepsShape, metric: &MetricShape, domain: &str) -> MetricLine {
    let codes: Vec<&str> = [metric.code.as_deref(), metric.score_code.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let purpose = match metric.purpose.as_str() {
        "part" => ". Enters another metric’s score, not the average",
        "contextual" => ". Contextual: never counts",
        "evidence" => ". Evidence only",
        _ => "",
    };
    let population = match (metric.population, metric.held) {
        (Some(all), Some(held)) => format!("{all} ranked, {held} of them held"),
        (None, Some(held)) => format!("how many are ranked is not known; {held} held"),
        _ if metric.score.is_some() => "by steps or a table, not by rank".to_owned(),
        _ => "–".to_owned(),
    };
    let simple = metric.outcome.as_deref() == Some("agrees");
    MetricLine {
        domain: domain.to_owned(),
        title: metric.title.clone(),
        about: format!(
            "{}, {}, {} is better{purpose}",
            codes.join(" and "),
            metric.unit,
            metric.better
        ),
        value: figure(
            metric.value.map(frameworks::signed),
            metric.value_receipt.as_ref(),
        ),
        median: dash(metric.median, frameworks::signed),
        rank: dash(metric.rank_in_type, |rank| {
            format!("{rank} of {}", steps.standing.of)
        }),
        population,
        score: figure(
            metric.score.map(oversight::score_words),
            metric.score_receipt.as_ref(),
        ),
        ours: dash(metric.ours, oversight::between_words),
        outcome: metric
            .outcome
            .clone()
            .unwrap_or_else(|| "not scored".to_owned()),
        cause: metric
            .cause
            .as_deref()
            .filter(|_| !simple)
            .map(lower)
            .unwrap_or_default(),
    }
}

fn metrics_finding(steps: &StepsShape) -> String {
    let scored: Vec<&str> = steps
        .metrics
        .iter()
        .filter_map(|metric| metric.outcome.as_deref())
        .collect();
    let of = |outcome: &str| scored.iter().filter(|one| **one == outcome).count();
    format!(
        "{} scored: ours agree on {}, are consistent within bounds on {}, cannot be computed for {} and differ on {}",
        plural(scored.len(), "metric", "metrics"),
        of("agrees"),
        of("consistent"),
        of("not computable"),
        of("differs")
    )
}

fn means(steps: &StepsShape) -> Vec<MeanLine> {
    let mean = |mean: Option<f64>| dash(mean, |mean| format!("{mean:.4}"));
    let domain = |one: &DomainShape| MeanLine {
        title: one.title.clone(),
        metrics: one.metrics.to_string(),
        mean: mean(one.mean),
        published: figure(
            one.published.map(oversight::score_words),
            one.receipt.as_ref(),
        ),
        segment: dash(one.segment, |segment| segment.to_string()),
    };
    let mut lines: Vec<MeanLine> = steps.domains.iter().map(domain).collect();
    let all = &steps.average;
    lines.push(MeanLine {
        title: "All metrics: the average score".to_owned(),
        metrics: all.metrics.to_string(),
        mean: mean(all.mean),
        published: figure(
            all.published.map(oversight::score_words),
            all.receipt.as_ref(),
        ),
        segment: String::new(),
    });
    lines
}

fn means_finding(steps: &StepsShape) -> String {
    let all = &steps.average;
    match (all.mean, all.published) {
        (Some(mean), Some(published)) if (mean - published).abs() <= 0.01 + 1e-9 => format!(
            "The mean of {} is the published average of {published:.2}, within 0.01",
            plural(all.metrics, "score", "scores")
        ),
        (Some(mean), Some(published)) => format!(
            "The mean of {} is {mean:.4}; {published:.2} is published",
            plural(all.metrics, "score", "scores")
        ),
        _ => "The average cannot be held against a published one".to_owned(),
    }
}

fn segments(steps: &StepsShape) -> Vec<StepLine> {
    let line = |title: &str, shape: &SegmentShape, note: String| StepLine {
        title: title.to_owned(),
        published: figure(
            shape.published.map(|segment| segment.to_string()),
            shape.receipt.as_ref(),
        ),
        ours: dash(shape.without_own.or(shape.ours), oversight::segment_words),
        note,
    };
    let rule = &steps.financial_override;
    let overridden = match (rule.flag, rule.moved) {
        (Some(true), true) => "The financial override is set and moved the trust".to_owned(),
        (Some(true), false) => {
            "The financial override is set; the average alone gives no better".to_owned()
        }
        (Some(false), _) => "The financial override is not set".to_owned(),
        (None, _) => "Whether the override is set is not published".to_owned(),
    };
    let programme = match steps.programme {
        Some(true) => "In the intensive support programme".to_owned(),
        Some(false) => "Not in the intensive support programme".to_owned(),
        None => "Whether in the intensive support programme is not published".to_owned(),
    };
    let mut lines = vec![
        line(
            "By the average, unadjusted",
            &steps.unadjusted,
            String::new(),
        ),
        line("After the override", &steps.adjusted, overridden),
    ];
    if steps.final_segment.published.is_some() {
        lines.push(line("Final", &steps.final_segment, programme));
    }
    lines
}

fn rules(steps: &StepsShape) -> Vec<Prose> {
    let bands: Vec<String> = steps
        .bands
        .bands
        .iter()
        .map(|band| {
            format!(
                "segment {}: {:.2} to {:.2}",
                band.segment,
                band.best.as_f64(),
                band.worst.as_f64()
            )
        })
        .collect();
    let mut rules = Vec::new();
    if !bands.is_empty() {
        rules.push(Prose::from(format!(
            "Averages seen in each segment of the quarter, before the override: {}. An average in between is not determinable.",
            bands.join("; ")
        )));
    }
    let rule = &steps.financial_override;
    let Some(floor) = rule.no_better_than else {
        return rules;
    };
    let values: Vec<String> = rule
        .deficit_in
        .iter()
        .map(|one| format!("“{}” {}", one.title, dash(one.value, frameworks::signed)))
        .collect();
    let mut prose = Prose::from(format!(
        "A trust in deficit or in receipt of deficit support is placed no better than segment {floor}. The published flag is "
    ));
    let flag = rule
        .flag
        .map(|flag| if flag { "set" } else { "not set" }.to_owned());
    prose = prose.figure(figure(
        Some(flag.unwrap_or_else(|| "not published".to_owned())),
        rule.receipt.as_ref(),
    ));
    rules.push(prose.text(format!(" here; {}.", values.join("; "))));
    rules
}

fn history(
    held: &Oversight,
    trust: &BodyCode,
    quarter: Month,
    steps: &StepsShape,
) -> Vec<HistoryLine> {
    let id = &held.framework().id;
    steps
        .history
        .iter()
        .rev()
        .map(|one| HistoryLine {
            quarter: Link::new(
                one.name.clone(),
                paths::trust(id, trust.as_str(), one.quarter.parse().ok()),
            ),
            average: figure(
                one.average.map(oversight::score_words),
                one.receipt.as_ref(),
            ),
            segment: dash(one.segment, |segment| segment.to_string()),
            set_by: one.set_by.clone().unwrap_or_else(|| "not known".to_owned()),
            rank: dash(one.rank, |rank| format!("{rank} of {}", one.of)),
            change: one
                .verdict
                .clone()
                .map_or_else(|| "–".to_owned(), |words| capital(&words)),
            here: one.quarter == quarter.to_string(),
        })
        .collect()
}
