//! The framework in sentences, alike on the site and on the command line.

use candour_assessment::framework::{Between, Framework, LikelyRange, SegmentRange, SegmentRule};

use super::shapes::{QuarterShape, TableShape, TrustRow};
use super::table::{BY_OVERRIDE, BY_PROGRAMME, BY_SCORE};

/// A score or an average as they are published: two decimals.
#[must_use]
pub fn score_words(score: f64) -> String {
    format!("{score:.2}")
}

/// A figure as far as it can be known: `2.21`, or `2.10 to 2.35`.
#[must_use]
pub fn between_words(between: Between) -> String {
    match between.figure() {
        Some(figure) => score_words(figure),
        None => {
            let (best, worst) = (score_words(between.best), score_words(between.worst));
            if best == worst {
                best
            } else {
                format!("{best} to {worst}")
            }
        }
    }
}

/// A likely range: `1.20 to 1.89`.
#[must_use]
pub fn likely_words(range: LikelyRange) -> String {
    format!(
        "{} to {}",
        score_words(range.best),
        score_words(range.worst)
    )
}

/// A segment as far as it can be determined: `3`, or `2 or 3: not determinable`.
#[must_use]
pub fn segment_words(range: SegmentRange) -> String {
    match (range.segment(), range.best, range.worst) {
        (Some(segment), ..) => segment.to_string(),
        (None, best, worst) if worst == best + 1 => {
            format!("{best} or {worst}: not determinable")
        }
        (None, best, worst) => format!("{best} to {worst}: not determinable"),
    }
}

/// A figure as it was printed, without trailing noughts.
#[must_use]
pub fn figure_words(figure: f64) -> String {
    // Published figures have at most six decimals.
    let text = format!("{figure:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What put a trust in its segment, for a sentence.
#[must_use]
pub fn set_by_words(set_by: &str) -> &'static str {
    match set_by {
        BY_SCORE => "by its average score",
        BY_OVERRIDE => "by the financial override",
        BY_PROGRAMME => "by the intensive support programme",
        _ => "by what is not known",
    }
}

/// What the score of a framework is, in two sentences.
#[must_use]
pub fn what_it_is(framework: &Framework) -> String {
    let rule = match framework.segments {
        SegmentRule::Quartile { .. } => {
            "Each metric gives a score from 1, the best, to 4, most by rank; a trust’s scores are averaged, and the quartiles of the averages over all types of trust are the segments 1 to 4."
        }
        SegmentRule::Threshold { cuts: Some(_), .. } => {
            "Each metric gives a score from 1, the best, to 4; a trust’s scores are averaged, and stated thresholds make the average a segment from 1 to 4."
        }
        SegmentRule::Threshold { cuts: None, .. } => {
            "Scores run from 1, the best, to 4; thresholds make an average a segment from 1 to 4, and their values are not known."
        }
        SegmentRule::Judgement { .. } => {
            "A segment from 1 to 4 is a judgement of the regional team with the metrics as evidence: nothing is computed."
        }
    };
    match &framework.financial_override {
        Some(rule_of) => format!(
            "{rule} A trust in financial deficit, or in receipt of deficit support, is then placed no better than segment {}.",
            rule_of.no_better_than
        ),
        None => rule.to_owned(),
    }
}

/// What set the segments of a quarter.
#[must_use]
pub fn what_set_them(table: &TableShape) -> String {
    let sum = |of: &dyn Fn(&super::SegmentCount) -> usize| table.segments.iter().map(of).sum();
    let all: usize = sum(&|one| one.trusts);
    let by_score: usize = sum(&|one| one.by_score);
    let by_override: usize = sum(&|one| one.by_override);
    let by_programme: usize = sum(&|one| one.by_programme);
    let mut words = format!(
        "In {} the average score set the segment of {by_score} of {all} trusts, and the financial override that of {by_override}",
        table.name
    );
    if by_programme > 0 {
        words.push_str(&format!(
            "; {by_programme} {} in the intensive support programme",
            if by_programme == 1 { "is" } else { "are" }
        ));
    }
    let untold = all - by_score - by_override - by_programme;
    if untold > 0 {
        words.push_str(&format!("; of {untold} the published figures do not tell"));
    }
    words.push('.');
    words
}

/// How much of a quarter is held, said plainly.
#[must_use]
pub fn held_words(quarter: &QuarterShape) -> String {
    let types: Vec<_> = quarter.types.iter().filter(|kind| kind.held > 0).collect();
    let listed: Vec<String> = types
        .iter()
        .map(|kind| match kind.organisations {
            Some(all) if all as usize == kind.held => format!("all {all} of “{}”", kind.title),
            Some(all) => format!("{} of {all} of “{}”", kind.held, kind.title),
            None => format!("{} of “{}”", kind.held, kind.title),
        })
        .collect();
    let all = quarter.types.len();
    let whole = quarter
        .organisations
        .is_some_and(|all| all as usize == quarter.held);
    if whole {
        return format!("Held: all {} organisations of every type.", quarter.held);
    }
    format!(
        "Held: {} of {} types of trust ({}). Where a score is a rank among all types, ours can only be bounded.",
        in_words(types.len()),
        in_words(all),
        listed.join(", ")
    )
}

fn in_words(number: usize) -> String {
    const WORDS: [&str; 10] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    WORDS
        .get(number)
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// A trust's move since the quarter before, in a few words: `better by 0.14, within noise`.
#[must_use]
pub fn change_words(row: &TrustRow) -> String {
    let Some(change) = &row.change else {
        return "not held before".to_owned();
    };
    let moved = match (change.average_before, row.average) {
        (Some(before), Some(after)) => {
            let by = after - before;
            if by.abs() < 0.005 {
                "same average".to_owned()
            } else if by < 0.0 {
                format!("better by {:.2}", -by)
            } else {
                format!("worse by {by:.2}")
            }
        }
        _ => "no average to compare".to_owned(),
    };
    let segment = match (change.segment_before, row.segment) {
        (Some(before), Some(after)) if before != after => format!("; segment was {before}"),
        _ => String::new(),
    };
    let noise = match change.verdict.as_str() {
        "no move" | "within noise" => ", within noise",
        "score moved, segment did not" | "more than noise" => ", more than noise",
        "by the override" => ", by the override",
        _ => ", not comparable",
    };
    format!("{moved}{noise}{segment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_as_they_are_printed() {
        assert_eq!(figure_words(9.03), "9.03");
        assert_eq!(figure_words(-3.26), "-3.26");
        assert_eq!(figure_words(3.0), "3");
        assert_eq!(figure_words(0.000_001), "0.000001");
        let range = |best, worst| between_words(Between { best, worst });
        assert_eq!(range(1.0, 1.0), "1.00");
        assert_eq!(range(1.234, 1.557), "1.23 to 1.56");
        let segment = |best, worst| segment_words(SegmentRange { best, worst });
        assert_eq!(segment(3, 3), "3");
        assert_eq!(segment(2, 3), "2 or 3: not determinable");
        assert_eq!(segment(1, 4), "1 to 4: not determinable");
    }
}
