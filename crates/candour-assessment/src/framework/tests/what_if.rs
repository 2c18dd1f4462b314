use candour_core::{BodyCode, Month};

use super::files::{quarter, real, real_data};
use super::invented::{QUARTER, published, trust};
use crate::framework::{
    Between, Change, Decimal, Published, SegmentRange, WhatIf, WhatIfError, WhatIfRequest,
    median_of_type, what_if,
};

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn ask(
    published: &Published,
    code: &str,
    changes: &[(&str, Change)],
    flag: Option<bool>,
) -> Result<WhatIf, WhatIfError> {
    let request = WhatIfRequest {
        trust: BodyCode::new(code).unwrap(),
        quarter: quarter("Q4 2025/26"),
        changes: changes
            .iter()
            .map(|(metric, change)| ((*metric).to_owned(), *change))
            .collect(),
        financial_override: flag,
    };
    what_if(published, &request)
}

#[test]
fn nothing_changed_is_what_is_published() {
    let Some(folder) = real_data("nothing_changed") else {
        return;
    };
    let (published, _) = real(&folder);
    for held in published.trusts(quarter("Q4 2025/26")).to_vec() {
        let code = held.trust.as_str();
        let nothing = ask(&published, code, &[], None).unwrap();
        assert_eq!(nothing.before, nothing.after);
        let steps =
            crate::framework::steps(&published, &held.trust, quarter("Q4 2025/26")).unwrap();
        let rank = steps.rank.unwrap();
        assert_eq!(nothing.before.rank, Some((rank, rank)), "{code}");
        // Every value set to what it is.
        let same: Vec<(&str, Change)> = steps
            .metrics
            .iter()
            .filter(|step| step.published.is_some())
            .filter_map(|step| Some((step.metric.as_str(), Change::Value(step.value?))))
            .collect();
        let answer = ask(&published, code, &same, None).unwrap();
        assert_eq!(answer.before, answer.after, "{code}");
    }
}

/// Dorset in Q4: average 2.21 of 11 metrics. Scores and bands are in the published file.
#[test]
fn scores_move_the_average_and_the_segment() {
    let Some(folder) = real_data("scores_move") else {
        return;
    };
    let (published, _) = real(&folder);
    let score = |metric: &'static str, score: &str| (metric, Change::Score(decimal(score)));
    // Long stays score 4.00: at 1.00 the average would be 2.21 - 3/11 = 1.94, in segment 1.
    let answer = ask(&published, "RDY", &[score("OF1063", "1")], None).unwrap();
    assert!((answer.after.average.best - (2.21 - 3.0 / 11.0)).abs() < 1e-9);
    assert_eq!(answer.after.adjusted, Some(SegmentRange::exact(1)));
    assert_eq!(answer.before.adjusted, Some(SegmentRange::exact(2)));
    // At 2.50 it would be 2.07, between the bands of segments 1 and 2: not determinable.
    let answer = ask(&published, "RDY", &[score("OF1063", "2.5")], None).unwrap();
    assert_eq!(
        answer.after.adjusted,
        Some(SegmentRange { best: 1, worst: 2 })
    );
    // In deficit it could be no better than 3.
    let answer = ask(&published, "RDY", &[score("OF1063", "1")], Some(true)).unwrap();
    assert_eq!(answer.after.unadjusted, Some(SegmentRange::exact(1)));
    assert_eq!(answer.after.adjusted, Some(SegmentRange::exact(3)));
    let (best, worst) = answer.after.rank.unwrap();
    assert!(best > answer.before.rank.unwrap().0 && best == worst);
}

/// Engagement is ranked among the 61 that are held, so that its score is known exactly.
#[test]
fn a_value_among_all_who_are_ranked_is_scored_exactly() {
    let Some(folder) = real_data("a_value_among_all") else {
        return;
    };
    let (published, _) = real(&folder);
    let value = |text: &str| [("OF0084", Change::Value(decimal(text)))];
    let best = ask(&published, "RDY", &value("9.99"), None).unwrap();
    assert_eq!(best.metrics[0].score_after, Between::exact(1.0));
    // 1.95 to 1.00, over 11 metrics.
    assert!((best.after.average.best - (2.21 - 0.95 / 11.0)).abs() < 1e-9);
    let worst = ask(&published, "RDY", &value("0"), None).unwrap();
    assert_eq!(worst.metrics[0].score_after, Between::exact(4.0));
    assert!(worst.after.rank.unwrap().0 >= worst.before.rank.unwrap().1);
    assert_eq!(
        (best.metrics[0].population, best.metrics[0].held),
        (Some(61), Some(61))
    );
}

#[test]
fn the_median_of_the_type_and_its_bounds() {
    let Some(folder) = real_data("the_median") else {
        return;
    };
    let (published, _) = real(&folder);
    let dorset = BodyCode::new("RDY").unwrap();
    let at = quarter("Q4 2025/26");
    // 6.22 in the published file.
    assert_eq!(
        median_of_type(&published, at, &dorset, "OF0082"),
        Some(decimal("6.22"))
    );
    let answer = ask(
        &published,
        "RDY",
        &[("sickness-absence", Change::MedianOfType)],
        None,
    )
    .unwrap();
    let metric = &answer.metrics[0];
    assert_eq!(metric.value_after, Some(decimal("6.22")));
    assert_eq!((metric.population, metric.held), (Some(205), Some(61)));
    // Another trust has the median itself; its published score is within the bounds, a rank aside.
    let same = published
        .trusts(at)
        .iter()
        .filter_map(|held| {
            let steps = crate::framework::steps(&published, &held.trust, at)?;
            let step = steps
                .metrics
                .iter()
                .find(|step| step.metric == "sickness-absence")?
                .clone();
            (step.value == Some(decimal("6.22"))).then_some(step.published?)
        })
        .next()
        .unwrap();
    assert!(metric.score_after.best <= same.as_f64() + 0.02);
    assert!(metric.score_after.worst >= same.as_f64() - 0.02);
    assert!(metric.score_after.worst - metric.score_after.best < 0.5);
    assert!(
        answer
            .notes
            .iter()
            .any(|note| note.contains("61 organisations held, of 205"))
    );
}

#[test]
fn finance_goes_through_the_combined_score() {
    let Some(folder) = real_data("finance_goes") else {
        return;
    };
    let (published, _) = real(&folder);
    let plan = [("OF0079", Change::Value(decimal("-5")))];
    let answer = ask(&published, "RDY", &plan, None).unwrap();
    // Plan score 4 with variance score 1 is 2 combined, where it was 1.
    let combined = answer
        .metrics
        .iter()
        .find(|metric| metric.metric == "combined-finance")
        .unwrap();
    assert_eq!(combined.score_after, Between::exact(2.0));
    assert!((answer.after.average.best - (2.21 + 1.0 / 11.0)).abs() < 1e-9);
    assert!(
        answer
            .notes
            .iter()
            .any(|note| note.contains("override is as published"))
    );
    // Two-hour response: below 70 per cent scores 4.00.
    let failing = [("OF0057", Change::Value(decimal("69.99")))];
    let answer = ask(&published, "RDY", &failing, None).unwrap();
    assert_eq!(answer.metrics[0].score_after, Between::exact(4.0));
    // At 70 it is ranked, and can score no worse than 3.
    let ranked = [("OF0057", Change::Value(decimal("70")))];
    let answer = ask(&published, "RDY", &ranked, None).unwrap();
    assert!(answer.metrics[0].score_after.worst <= 3.0);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let Some(folder) = real_data("what_makes_no_sense") else {
        return;
    };
    let (published, _) = real(&folder);
    let refused = |changes: &[(&str, Change)]| {
        ask(&published, "RDY", changes, None)
            .unwrap_err()
            .to_string()
    };
    let one = Change::Value(decimal("1"));
    assert_eq!(
        refused(&[("OF9999", one)]),
        "the framework has no metric `OF9999`"
    );
    assert!(refused(&[("OF0082", one), ("sickness-absence", one)]).contains("twice"));
    assert!(refused(&[("OF1082", Change::Score(decimal("5")))]).contains("from 1 to 4"));
    assert!(refused(&[("OF1035", one)]).contains("not published"));
    assert!(refused(&[("OF0023", one)]).contains("no published score"));
    assert!(refused(&[("OF1079", Change::Score(decimal("2")))]).contains("combined"));
    assert!(
        refused(&[("OF0079", one), ("OF1080", Change::Score(decimal("2")))])
            .contains("through a value")
    );
    assert!(
        ask(&published, "NOBODY", &[], None)
            .unwrap_err()
            .to_string()
            .contains("NOBODY")
    );
}

/// Three invented providers, all ranked: as one passes the others, they move too.
#[test]
fn the_others_move_as_they_are_passed() {
    let published = published(&[
        (1, "V1", "90"),
        (2, "V1", "80"),
        (3, "V1", "70"),
        (1, "S1", "1"),
        (2, "S1", "2.5"),
        (3, "S1", "4"),
        (1, "AV", "1"),
        (2, "AV", "2.5"),
        (3, "AV", "4"),
        (1, "AD", "2"),
        (2, "AD", "2"),
        (3, "AD", "2"),
        (1, "UN", "2"),
        (2, "UN", "2"),
        (3, "UN", "2"),
        (1, "FL", "0"),
        (2, "FL", "0"),
        (3, "FL", "0"),
    ]);
    let at = Month::new(QUARTER.0, QUARTER.1).unwrap();
    let ask = |number: usize, value: &str| {
        let request = WhatIfRequest {
            trust: trust(number),
            quarter: at,
            changes: vec![("ranked".to_owned(), Change::Value(decimal(value)))],
            financial_override: None,
        };
        what_if(&published, &request).unwrap()
    };
    // The last becomes second: 2.5, and the second, who is passed, 4.
    let answer = ask(3, "85");
    assert_eq!(answer.metrics[0].score_after, Between::exact(2.5));
    assert_eq!(answer.before.rank, Some((3, 3)));
    assert_eq!(answer.after.rank, Some((2, 2)));
    // The first becomes last: the others move up to 1 and 2.5.
    let answer = ask(1, "60");
    assert_eq!(answer.after.average, Between::exact(4.0));
    assert_eq!(answer.after.rank, Some((3, 3)));
    // With the value of another, printed alike, either can be ahead.
    let answer = ask(3, "80");
    assert_eq!(
        answer.metrics[0].score_after,
        Between {
            best: 2.5,
            worst: 4.0
        }
    );
}
