//! `/frameworks/{id}/reconciliation`.

use candour_findings::oversight::{self, CountShape, LineShape, Oversight, Wanted};

use super::frameworks::{self, capital, figure, whole};
use crate::format::plural;
use crate::server::answer::{Answer, Reading};
use crate::server::downloads::{self, Ending};
use crate::server::error::AppError;
use crate::server::framework_params as paths;
use crate::server::links;
use crate::views::{
    Choice, CountLine, FrameworkReconciliationView, Link, Nav, Prose, ReconciledLine,
};

/// How many lines a page shows.
const SHOWN: usize = 200;

/// What the query asks.
pub(in crate::server) fn wanted(reading: &Reading<'_>) -> Wanted {
    let asked = &reading.params.framework;
    Wanted {
        quarter: asked.quarter,
        trust: asked.trust.clone(),
        cause: asked.cause.clone(),
        all: reading.params.all,
    }
}

pub(super) fn answer(
    reading: &Reading<'_>,
    id: &str,
    ending: Option<Ending>,
) -> Result<Answer, AppError> {
    let held = frameworks::held(reading, id)?;
    // Where the quarter is not held the error says which are.
    held.quarter(reading.params.framework.quarter)?;
    let wanted = wanted(reading);
    let shape = held.reconciled(&wanted);
    match ending {
        None => {}
        Some(Ending::Json) => return Answer::json(&shape),
        Some(Ending::Csv) => {
            let grid = oversight::lines_grid(&shape.lines);
            return downloads::table(
                &grid.columns,
                &grid.rows,
                &format!("{id}-reconciliation.csv"),
            );
        }
        Some(_) => return Err(frameworks::no_such_file()),
    }
    let sum = |of: fn(&CountShape) -> usize| shape.totals.iter().map(of).sum::<usize>();
    let heading = format!(
        "{} of {} published figures differ from ours",
        whole(sum(|count| count.differ)),
        whole(sum(|count| count.compared))
    );
    let path = format!("/frameworks/{}/reconciliation", links::encode(id));
    let mut crumbs = frameworks::crumbs(reading);
    crumbs.push(Link::new(shape.title.clone(), paths::framework(id, None)));
    let mut page = reading.page(heading.clone(), crumbs, false);
    page.nav = Nav::Frameworks;
    let first = (reading.params.page - 1) * SHOWN;
    let shown: Vec<&LineShape> = shape.lines.iter().skip(first).take(SHOWN).collect();
    let pairs = query(reading);
    let view = FrameworkReconciliationView {
        page,
        kicker: Link::new(shape.title.clone(), paths::framework(id, None)),
        heading,
        state: format!(
            "Each published figure is held against the framework’s rules: {} agree, {} are consistent where ours can only be bounded, {} cannot be computed. Every one that does not simply agree has its cause.",
            whole(sum(|count| count.agree)),
            whole(sum(|count| count.consistent)),
            whole(sum(|count| count.not_computable))
        ),
        held: shape
            .quarters
            .last()
            .map_or_else(String::new, oversight::held_words),
        counts: counts(&shape.totals, &path),
        quarters: quarters(&held, &wanted),
        causes: causes(&shape.totals, wanted.cause.as_deref()),
        lines_finding: lines_finding(&shape.lines, first, shown.len()),
        more: (first + shown.len() < shape.lines.len()).then(|| {
            let mut pairs = pairs.clone();
            pairs.push(("page", (reading.params.page + 1).to_string()));
            Link::new(
                "The next figures",
                format!("{path}{}#lines", links::query(pairs)),
            )
        }),
        lines: shown.into_iter().map(|one| line(&held, one)).collect(),
        downloads: frameworks::files(&path, &pairs),
        action: path,
    };
    Ok(Answer::html(view.render()?))
}

/// The filters as a query.
fn query(reading: &Reading<'_>) -> Vec<(&'static str, String)> {
    let asked = &reading.params.framework;
    let mut pairs = Vec::new();
    pairs.extend(
        asked
            .quarter
            .map(|quarter| ("quarter", quarter.to_string())),
    );
    pairs.extend(
        asked
            .trust
            .as_ref()
            .map(|trust| ("trust", trust.to_string())),
    );
    pairs.extend(asked.cause.clone().map(|cause| ("cause", cause)));
    pairs.extend(reading.params.all.then(|| ("all", "1".to_owned())));
    pairs
}

fn layer_words(layer: &str) -> &'static str {
    match layer {
        "averages" => "Averages and domain scores, from the published metric scores",
        "scores" => "Metric scores, from the published values",
        "segments" => "Segments, from averages, cut-points and the override",
        "ranks" => "Ranks within the type",
        "quartiles" => "Medians and quartiles of the type",
        "league" => "The league table, and its likely ranges against ours",
        _ => "Others",
    }
}

fn counts(totals: &[CountShape], path: &str) -> Vec<CountLine> {
    let mut before = "";
    totals
        .iter()
        .map(|count| {
            let first = before != count.layer;
            before = &count.layer;
            let causes = count.causes.iter().map(|cause| {
                let query = links::query([("cause", cause.cause.as_str())]);
                Link::new(
                    format!("{}: {}", cause.cause, whole(cause.figures)),
                    format!("{path}{query}#lines"),
                )
            });
            CountLine {
                layer: if first {
                    layer_words(&count.layer).to_owned()
                } else {
                    String::new()
                },
                figure: capital(&count.figure),
                numbers: [
                    count.compared,
                    count.agree,
                    count.consistent,
                    count.not_computable,
                    count.differ,
                ]
                .map(whole)
                .to_vec(),
                causes: causes.collect(),
            }
        })
        .collect()
}

fn quarters(held: &Oversight, wanted: &Wanted) -> Vec<Choice> {
    let mut choices = vec![Choice {
        value: String::new(),
        label: "all quarters".to_owned(),
        chosen: wanted.quarter.is_none(),
    }];
    choices.extend(frameworks::choices(held, wanted.quarter));
    choices
}

fn causes(totals: &[CountShape], chosen: Option<&str>) -> Vec<Choice> {
    let mut known: Vec<(&str, usize)> = Vec::new();
    for cause in totals.iter().flat_map(|count| &count.causes) {
        match known.iter_mut().find(|(seen, _)| *seen == cause.cause) {
            Some((_, figures)) => *figures += cause.figures,
            None => known.push((&cause.cause, cause.figures)),
        }
    }
    known.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let all = Choice {
        value: String::new(),
        label: "all causes".to_owned(),
        chosen: chosen.is_none(),
    };
    let each = known.into_iter().map(|(cause, figures)| Choice {
        value: cause.to_owned(),
        label: format!("{cause} ({})", whole(figures)),
        chosen: chosen == Some(cause),
    });
    std::iter::once(all).chain(each).collect()
}

fn lines_finding(lines: &[LineShape], first: usize, shown: usize) -> String {
    match lines.len() {
        0 => "No figure of this kind".to_owned(),
        all if shown == all => format!(
            "{} that do not simply agree",
            plural(all, "figure", "figures")
        ),
        all => format!(
            "{} to {} of {} figures",
            whole(first + 1),
            whole(first + shown),
            whole(all)
        ),
    }
}

fn line(held: &Oversight, line: &LineShape) -> ReconciledLine {
    let id = &held.framework().id;
    let quarter = line.quarter.parse().ok();
    // A trust may stand in the league table and in no data file: then it has no steps.
    let has_steps = |trust: &str| {
        let trusts = quarter.map_or(&[][..], |quarter| held.published().trusts(quarter));
        trusts.iter().any(|one| one.trust.as_str() == trust)
    };
    let what = match &line.description {
        Some(description) => format!("{}, {}: {description}", line.figure, line.code),
        None => line.figure.clone(),
    };
    ReconciledLine {
        quarter: quarter.map_or_else(String::new, oversight::quarter_name),
        trust: match &line.trust {
            Some(trust) if !has_steps(trust) => Prose::from(trust.clone()),
            Some(trust) => Prose::default().link(trust.clone(), paths::trust(id, trust, quarter)),
            None => Prose::from("the type"),
        },
        figure: capital(&what),
        published: figure(
            Some(frameworks::signed(line.published)),
            line.receipt.as_ref(),
        ),
        ours: line
            .ours
            .map_or_else(|| "unknown".to_owned(), oversight::between_words),
        difference: line.difference.map_or_else(String::new, |difference| {
            format!("{difference:+.2}").replace('-', "−")
        }),
        outcome: capital(&line.outcome),
        why: line.why.clone(),
    }
}
