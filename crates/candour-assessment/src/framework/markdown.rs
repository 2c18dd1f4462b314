use std::fmt::Write as _;

use candour_core::Month;

use super::{
    Between, Cause, Count, Figure, Framework, Layer, Line, Outcome, QuarterHeld, Reconciliation,
};

/// What each layer holds against what.
const LAYERS: [(Layer, &str, &str); 6] = [
    (
        Layer::Averages,
        "Averages and domain scores, from the published metric scores",
        "Plain means of the published two-decimal scores; they agree within 0.01.",
    ),
    (
        Layer::Scores,
        "Metric scores, from the published values",
        "Exact where everybody who is ranked is held, or where the held trusts next to one leave it a single rank; otherwise held against the ranks that its value leaves possible, the grid of possible scores and the order of the values.",
    ),
    (
        Layer::Segments,
        "Segments, from averages, cut-points and the override",
        "A trust's segment is found with the cut-points as the other trusts' published segments bound them, so that none vouches for itself. The published override flag is an input; the line on it holds it against the sign of plan and variance.",
    ),
    (
        Layer::Ranks,
        "Ranks within the type",
        "By value, domain score, average, and in the league by adjusted segment and then average; ties share the better rank.",
    ),
    (
        Layer::Quartiles,
        "Medians and quartiles of the type",
        "By linear interpolation between the values in order; they agree within 0.01.",
    ),
    (
        Layer::League,
        "The league table",
        "Its figures against those of the data file, and its likely ranges against ours: averages agree within 0.02, ranks within 1.",
    ),
];

/// The whole reconciliation as Markdown: what is held, the counts, then every figure that does not
/// simply agree, with its cause. `sources` are sentences about the files, such as their titles and
/// digests; the text has no date of its own, so that the same figures give the same text.
#[must_use]
pub fn markdown(framework: &Framework, report: &Reconciliation, sources: &[String]) -> String {
    let mut text = String::new();
    head(&mut text, framework, report, sources);
    totals(&mut text, &report.totals);
    scores(&mut text, framework, report);
    for quarter in &report.quarters {
        bands(&mut text, quarter);
    }
    for (layer, title, _) in LAYERS {
        differences(&mut text, framework, report, layer, title);
    }
    text
}

// Writing to a text cannot fail.
macro_rules! put {
    ($text:expr, $($rest:tt)*) => { let _ = writeln!($text, $($rest)*); };
}

fn head(text: &mut String, framework: &Framework, report: &Reconciliation, sources: &[String]) {
    put!(text, "# {}: published and re-scored", framework.title);
    put!(text, "");
    put!(
        text,
        "Every published figure is held against the framework's rules as `data/frameworks/{}.toml` states them. A figure *agrees*; or it is *consistent*, where ours can only be bounded and the published figure is within; or ours is *not computable*; or the two *differ*. Below the counts stands every figure that does not simply agree, with the cause.",
        report.framework
    );
    put!(text, "");
    for source in sources {
        put!(text, "- {}", cell(source));
    }
    for quarter in &report.quarters {
        let held = quarter.held;
        match quarter.organisations {
            Some(all) => {
                put!(
                    text,
                    "- {}: {held} of {all} organisations held.",
                    named(quarter.quarter)
                );
            }
            None => {
                put!(
                    text,
                    "- {}: {held} organisations held.",
                    named(quarter.quarter)
                );
            }
        }
    }
    put!(text, "");
    put!(text, "What is not known of the framework:");
    put!(text, "");
    for unknown in &framework.unknown {
        put!(text, "- {}: {}.", cell(&unknown.what), cell(&unknown.why));
    }
    put!(text, "");
}

fn totals(text: &mut String, totals: &[Count]) {
    put!(text, "## Counts");
    for (layer, title, what) in LAYERS {
        let counts: Vec<&Count> = totals.iter().filter(|count| count.layer == layer).collect();
        if counts.is_empty() {
            continue;
        }
        put!(text, "");
        put!(text, "### {title}");
        put!(text, "");
        put!(text, "{what}");
        put!(text, "");
        put!(
            text,
            "| figure | compared | agree | consistent | not computable | differ | causes |"
        );
        put!(text, "| --- | ---: | ---: | ---: | ---: | ---: | --- |");
        for count in counts {
            put!(text, "| {} |{}", count.figure, numbers(count));
        }
    }
    put!(text, "");
}

fn numbers(count: &Count) -> String {
    let causes: Vec<String> = count
        .causes
        .iter()
        .map(|(cause, number)| format!("{cause}: {number}"))
        .collect();
    format!(
        " {} | {} | {} | {} | {} | {} |",
        count.compared,
        count.agree,
        count.consistent,
        count.not_computable,
        count.differ,
        causes.join("; ")
    )
}

fn scores(text: &mut String, framework: &Framework, report: &Reconciliation) {
    put!(text, "## Metric scores by metric and quarter");
    put!(text, "");
    put!(
        text,
        "| code | metric | quarter | compared | agree | consistent | not computable | differ | causes |"
    );
    put!(
        text,
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | --- |"
    );
    let mut counts: Vec<&Count> = report
        .counts
        .iter()
        .filter(|count| count.figure == Figure::MetricScore)
        .collect();
    counts.sort_by(|a, b| a.code.cmp(&b.code).then(a.quarter.cmp(&b.quarter)));
    for count in counts {
        let code = count.code.as_deref().unwrap_or_default();
        put!(
            text,
            "| {} | {} | {} |{}",
            cell(code),
            cell(&title(framework, code)),
            count.quarter.map_or_else(String::new, named),
            numbers(count)
        );
    }
    put!(text, "");
}

fn bands(text: &mut String, quarter: &QuarterHeld) {
    put!(
        text,
        "## Averages by unadjusted segment, {}",
        named(quarter.quarter)
    );
    put!(text, "");
    put!(text, "| segment | from | to | organisations |");
    put!(text, "| ---: | ---: | ---: | ---: |");
    for band in &quarter.bands.bands {
        put!(
            text,
            "| {} | {} | {} | {} |",
            band.segment,
            band.best,
            band.worst,
            band.organisations
        );
    }
    if let Some([first, second, third]) = quarter.quartiles {
        put!(text, "");
        put!(
            text,
            "The quartiles of the averages held are {first:.4}, {second:.4} and {third:.4}; they are the cut-points only where everybody is held."
        );
    }
    put!(text, "");
}

fn differences(
    text: &mut String,
    framework: &Framework,
    report: &Reconciliation,
    layer: Layer,
    title: &str,
) {
    let lines: Vec<&Line> = report
        .lines
        .iter()
        .filter(|line| line.layer == layer && line.outcome != Outcome::Agrees)
        .collect();
    if lines.is_empty() {
        return;
    }
    put!(text, "## {title}: every figure that does not simply agree");
    put!(text, "");
    put!(
        text,
        "| quarter | trust | code | figure | published | ours | difference | outcome | cause |"
    );
    put!(
        text,
        "| --- | --- | --- | --- | ---: | ---: | ---: | --- | --- |"
    );
    for line in lines {
        let ours = line.ours.map_or_else(|| "unknown".to_owned(), between);
        let difference = line
            .difference
            .map_or_else(String::new, |difference| format!("{difference:+.2}"));
        put!(
            text,
            "| {} | {} | {} | {} | {} | {ours} | {difference} | {} | {} |",
            named(line.quarter),
            line.trust
                .as_ref()
                .map_or("the type", |trust| trust.as_str()),
            cell(&line.code),
            figure(framework, line),
            line.published,
            line.outcome,
            cause(&line.cause),
        );
    }
    put!(text, "");
}

fn figure(framework: &Framework, line: &Line) -> String {
    match title(framework, &line.code) {
        title if title.is_empty() => line.figure.to_string(),
        title => format!("{}: {}", line.figure, cell(&title)),
    }
}

fn cause(cause: &Cause) -> String {
    cell(&cause.to_string())
}

fn title(framework: &Framework, code: &str) -> String {
    let domain = framework.domains.iter().find(|domain| {
        domain.score_code.as_deref() == Some(code) || domain.segment_code.as_deref() == Some(code)
    });
    framework
        .metric(code)
        .map(|at| framework.metrics[at].title.clone())
        .or_else(|| domain.map(|domain| domain.title.clone()))
        .unwrap_or_default()
}

/// A score has decimals; a segment or a rank has none.
fn between(ours: Between) -> String {
    let number = |figure: f64| {
        let text = format!("{figure:.2}");
        text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
    };
    match ours.figure() {
        Some(figure) => number(figure),
        None => format!("{} to {}", number(ours.best), number(ours.worst)),
    }
}

/// `2026-03` as `Q4 2025/26`.
fn named(quarter: Month) -> String {
    let (year, number) = match quarter.month() {
        1..=3 => (quarter.year() - 1, 4),
        4..=6 => (quarter.year(), 1),
        7..=9 => (quarter.year(), 2),
        _ => (quarter.year(), 3),
    };
    format!("Q{number} {year}/{:02}", (year + 1) % 100)
}

/// A text that cannot break out of its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
