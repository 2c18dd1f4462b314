//! Several series at once, and the shape in which a chart is published.

use super::super::{
    Assurance, Facet, FacetOptions, Options, SpcError, SpcWarning, assess, assess_facets,
};
use super::{Outcome, month, monthly};

fn facet(name: &str, n: usize) -> Facet {
    Facet {
        name: name.to_owned(),
        points: monthly((0..n).map(|at| [50.0, 52.0, 49.0][at % 3])),
    }
}

#[test]
fn a_facet_without_a_target_has_no_assurance_icon() -> Outcome {
    let facets = [facet("RJ1", 14), facet("RJ2", 14)];
    let mut particular = FacetOptions::default();
    particular.targets.insert("RJ1".to_owned(), 20.0);
    let charts = assess_facets(&facets, &particular, &Options::default())?;
    assert_eq!(
        charts[0].assessment.assurance,
        Some(Assurance::ConsistentPass)
    );
    assert_eq!(charts[1].assessment.assurance, None);

    let target = Some(50.0);
    let charts = assess_facets(
        &facets,
        &particular,
        &Options {
            target,
            ..Options::default()
        },
    )?;
    assert_eq!(
        charts[0].assessment.assurance,
        Some(Assurance::ConsistentPass)
    );
    assert_eq!(
        charts[1].assessment.assurance,
        Some(Assurance::Inconsistent)
    );
    Ok(())
}

#[test]
fn rebase_dates_for_all_or_for_one() -> Outcome {
    let facets = [facet("a", 28), facet("b", 10)];
    let rebase = vec![month(14)];
    let all = assess_facets(
        &facets,
        &FacetOptions::default(),
        &Options {
            rebase,
            ..Options::default()
        },
    )?;
    assert_eq!(all[0].assessment.groups.len(), 2);
    assert_eq!(all[1].assessment.groups.len(), 1);
    let unused = SpcWarning::RebaseDateUnused { date: month(14) };
    assert!(all[1].assessment.warnings.contains(&unused));

    let mut particular = FacetOptions::default();
    particular.rebase.insert("b".to_owned(), vec![month(5)]);
    let one = assess_facets(&facets, &particular, &Options::default())?;
    assert_eq!(one[0].assessment.groups.len(), 1);
    assert_eq!(one[1].assessment.groups.len(), 2);
    assert_eq!(
        one[0].assessment,
        assess(&facets[0].points, &Options::default())?
    );
    Ok(())
}

#[test]
fn names_must_be_those_of_facets() {
    let options = Options::default();
    let facets = [facet("a", 3), facet("b", 3)];
    let mut particular = FacetOptions::default();
    particular.rebase.insert("c".to_owned(), vec![month(1)]);
    let refused = assess_facets(&facets, &particular, &options).map_err(|error| error.to_string());
    assert_eq!(
        refused.err().as_deref(),
        Some(
            "rebase dates are given for `c`, which is not a facet of the data; the facets are a, b"
        )
    );
    particular.rebase.clear();
    particular.targets.insert("c".to_owned(), 1.0);
    let refused = assess_facets(&facets, &particular, &options);
    assert!(matches!(refused, Err(SpcError::TargetUnknownFacet { .. })));

    let twice = [facet("a", 3), facet("a", 3)];
    let refused = assess_facets(&twice, &FacetOptions::default(), &options);
    assert_eq!(
        refused,
        Err(SpcError::DuplicateFacet {
            facet: "a".to_owned()
        })
    );
}

#[test]
fn a_fault_within_a_facet_names_it() {
    let mut facets = [facet("a", 3), facet("b", 3)];
    facets[1].points[2].date = month(0);
    let refused = assess_facets(&facets, &FacetOptions::default(), &Options::default());
    assert_eq!(
        refused.map_err(|error| error.to_string()).err().as_deref(),
        Some(
            "facet `b`: rows 1 and 3 both have the date 2019-04-01; keep one row a date, or split the series into facets"
        )
    );
}

#[test]
fn the_published_shape() -> Outcome {
    let mut facets = [facet("RJ1", 2)];
    facets[0].points[1].value = None;
    let charts = assess_facets(&facets, &FacetOptions::default(), &Options::default())?;
    let json = serde_json::to_string(&charts[0])?;
    let expected = concat!(
        r#"{"facet":"RJ1","groups":[{"rebase_group":0,"n":2,"mean":50.0,"lpl":null,"upl":null,"#,
        r#""near_lpl":null,"near_upl":null,"short":true}],"#,
        r#""points":[{"date":"2019-04-01","value":50.0,"rebase_group":0,"relative_to_mean":0,"#,
        r#""outside_limits":null,"close_to_limits":null,"special_cause":"Common Cause","point_type":"common_cause"},"#,
        r#"{"date":"2019-05-01","value":null,"rebase_group":0,"relative_to_mean":null,"#,
        r#""outside_limits":null,"close_to_limits":null,"special_cause":null,"point_type":null}],"#,
        r#""variation":"common_cause","assurance":null,"trial_limits":true,"as_of":"2019-04-01","#,
        r#""profile":{"name":"nhsr-0.2.2","multiplier":2.66,"screen":true,"screen_at":3.267,"#,
        r#""shift_length":7,"trend_length":7,"two_in_three_counts_outside":false,"improvement_wins":false,"#,
        r#""limits_from":0,"icons_from":0,"short_below":13},"#,
        r#""warnings":[{"code":"short_group","rebase_group":0,"values":1,"needed":13},"#,
        r#"{"code":"no_limits","rebase_group":0},{"code":"latest_value_absent","date":"2019-05-01"}]}"#,
    );
    assert_eq!(json, expected);
    Ok(())
}

/// `as_str` and serde spell each word alike.
#[test]
fn words_are_spelt_once() -> Outcome {
    use super::super::SpecialCause as S;
    use super::super::{Adjacency, Direction, PointType as P, Variation as V};
    let mut spelt = Vec::new();
    macro_rules! both {
        ($($word:expr),+ $(,)?) => {
            $(spelt.push(($word.as_str(), serde_json::to_value($word)?));)+
        };
    }
    both!(
        S::CommonCause,
        S::AboveUcl,
        S::BelowLcl,
        S::TrendIncreasing,
        S::TrendDecreasing,
        S::TwoInThreeAbove,
        S::TwoInThreeBelow,
        S::ShiftAbove,
        S::ShiftBelow,
        P::CommonCause,
        P::Improvement,
        P::Concern,
        P::NeutralHigh,
        P::NeutralLow,
        V::CommonCause,
        V::ImprovementHigh,
        V::ImprovementLow,
        V::ConcernHigh,
        V::ConcernLow,
        V::NeutralHigh,
        V::NeutralLow,
        Assurance::ConsistentPass,
        Assurance::ConsistentFail,
        Assurance::Inconsistent,
        Direction::Increase,
        Direction::Decrease,
        Direction::Neutral,
        Adjacency::Rows,
        Adjacency::Months,
    );
    for (ours, json) in spelt {
        assert_eq!(json, ours);
    }
    Ok(())
}
