//! Constant and short series, numbers that are none, and what the profiles differ in.

use super::super::{
    Assurance, Direction, Options, PointType, Profile, SpcError, SpcWarning, SpecialCause,
    Variation, assess,
};
use super::{Outcome, each, month, monthly};

/// The worked pair of the package's vignette on deviations: alternating, with one spike.
fn spiked() -> Vec<f64> {
    let mut values = [1.0, 2.0].repeat(9);
    values[4] = 10.0;
    values.splice(5.., [1.0, 2.0].repeat(7).into_iter().take(13));
    values
}

fn mdc() -> Options {
    Options {
        profile: Profile::mdc_excel(),
        ..Options::default()
    }
}

#[test]
fn the_two_profiles_give_the_vignettes_pair_of_limits() -> Outcome {
    let points = monthly(spiked());
    let lines = |options: &Options| -> Result<_, SpcError> {
        let group = assess(&points, options)?.groups[0];
        let lines = [group.upl, group.mean, group.lpl].into_iter().flatten();
        Ok(lines.map(|line| format!("{line:.2}")).collect::<Vec<_>>())
    };
    assert_eq!(lines(&Options::default())?, ["4.60", "1.94", "-0.72"]);
    assert_eq!(lines(&mdc())?, ["6.95", "1.94", "-3.06"]);
    Ok(())
}

#[test]
fn a_moving_range_at_the_screen_is_left_out() -> Outcome {
    // Ranges 0 and 2, their average 1: at twice the average the 2 is not strictly below.
    let screened_at = |screen_at| {
        let profile = Profile {
            screen_at,
            ..Profile::nhsr_0_2_2()
        };
        let options = Options {
            profile,
            ..Options::default()
        };
        assess(&monthly([0.0, 0.0, 2.0]), &options).map(|chart| chart.groups[0])
    };
    let (at, below) = (screened_at(2.0)?, screened_at(2.001)?);
    assert_eq!(at.upl, at.mean);
    assert_eq!(below.upl, below.mean.map(|mean| mean + 2.66));
    Ok(())
}

#[test]
fn a_point_outside_counts_towards_two_in_three_in_the_excel_tools_only() -> Outcome {
    let mut values = [1.0, -1.0].repeat(6);
    values.extend([6.0, 4.0, 1.0, -1.0]);
    let points = monthly(values);
    let fixed = |options: Options| Options {
        fix_after: Some(12),
        ..options
    };
    let reference = assess(&points, &fixed(Options::default()))?;
    let excel = assess(&points, &fixed(mdc()))?;
    assert_eq!(
        reference.points[13].special_cause,
        Some(SpecialCause::CommonCause)
    );
    assert_eq!(excel.points[12].special_cause, Some(SpecialCause::AboveUcl));
    assert_eq!(
        excel.points[13].special_cause,
        Some(SpecialCause::TwoInThreeAbove)
    );
    Ok(())
}

#[test]
fn improvement_wins_in_the_excel_tools() -> Outcome {
    // A fall that stays above the centre line: a trend downwards and a shift upwards at once.
    let mut values = [-40.0, 40.0].repeat(10);
    values.extend([38.0, 36.0, 34.0, 32.0, 30.0, 28.0, 26.0]);
    let points = monthly(values);
    let chart = |profile, direction| {
        let fix_after = Some(20);
        assess(
            &points,
            &Options {
                profile,
                direction,
                fix_after,
                ..Options::default()
            },
        )
    };
    let (nhsr, excel) = (Profile::nhsr_0_2_2(), Profile::mdc_excel());
    let last = |chart: &super::Assessment| chart.points[26].special_cause;

    let reference = chart(nhsr, Direction::Increase)?;
    assert_eq!(last(&reference), Some(SpecialCause::TrendDecreasing));
    assert_eq!(reference.variation, Some(Variation::ConcernLow));
    let increase = chart(excel, Direction::Increase)?;
    assert_eq!(last(&increase), Some(SpecialCause::ShiftAbove));
    assert_eq!(increase.variation, Some(Variation::ImprovementHigh));
    let decrease = chart(excel, Direction::Decrease)?;
    assert_eq!(decrease.variation, Some(Variation::ImprovementLow));
    // Where neither is an improvement, the order of the rules stands.
    assert_eq!(
        chart(excel, Direction::Neutral)?.variation,
        Some(Variation::NeutralLow)
    );
    Ok(())
}

#[test]
fn the_apex_of_a_v_is_in_both_trends() -> Outcome {
    let mut values = [0.0, 20.0].repeat(6);
    values.extend([
        4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0,
    ]);
    let points = monthly(values);
    let fix_after = Some(12);
    let reference = assess(
        &points,
        &Options {
            fix_after,
            ..Options::default()
        },
    )?;
    let excel = assess(&points, &Options { fix_after, ..mdc() })?;
    assert_eq!(reference.points[18].point_type, Some(PointType::Concern));
    assert_eq!(excel.points[18].point_type, Some(PointType::Improvement));
    assert_eq!(excel.points[19].point_type, Some(PointType::Concern));
    Ok(())
}

/// A quirk of the reference kept as it is: its test for a rise is `sign == 1`, else a fall.
#[test]
fn a_tie_between_two_rises_counts_as_a_fall_in_the_reference() -> Outcome {
    let mut values = [0.0, 40.0].repeat(6);
    values.extend([14.0, 15.0, 16.0, 17.0, 18.0, 19.0, 20.0]);
    values.extend([20.0, 21.0, 22.0, 23.0, 24.0, 25.0, 26.0]);
    let points = monthly(values);
    let fix_after = Some(12);
    let reference = assess(
        &points,
        &Options {
            fix_after,
            ..Options::default()
        },
    )?;
    assert_eq!(
        reference.points[17].special_cause,
        Some(SpecialCause::TrendIncreasing)
    );
    assert_eq!(
        reference.points[18].special_cause,
        Some(SpecialCause::TrendDecreasing)
    );
    assert_eq!(
        reference.points[19].special_cause,
        Some(SpecialCause::TrendIncreasing)
    );
    let excel = assess(&points, &Options { fix_after, ..mdc() })?;
    assert_eq!(
        excel.points[18].special_cause,
        Some(SpecialCause::TrendIncreasing)
    );
    Ok(())
}

#[test]
fn a_constant_series_has_limits_of_zero_width() -> Outcome {
    for profile in [Profile::nhsr_0_2_2(), Profile::mdc_excel()] {
        let target = Some(92.0);
        let options = Options {
            profile,
            target,
            ..Options::default()
        };
        let chart = assess(&monthly([0.1; 20]), &options)?;
        let group = chart.groups[0];
        let lines = [
            group.mean,
            group.lpl,
            group.upl,
            group.near_lpl,
            group.near_upl,
        ];
        assert_eq!(lines, [Some(0.1); 5]);
        assert!(
            each(&chart, |p| (
                p.relative_to_mean,
                p.outside_limits,
                p.point_type
            ))
            .iter()
            .all(|found| *found == (Some(0), Some(false), Some(PointType::CommonCause)))
        );
        assert_eq!(chart.variation, Some(Variation::CommonCause));
        assert_eq!(chart.assurance, Some(Assurance::ConsistentFail));
        assert_eq!(
            chart.warnings,
            [SpcWarning::ZeroWidthLimits { rebase_group: 0 }]
        );
    }
    Ok(())
}

#[test]
fn twelve_values_are_short_and_thirteen_are_not() -> Outcome {
    let series = |n| monthly((0..n).map(|at| [50.0, 52.0, 49.0][at % 3]));
    let (twelve, thirteen) = (series(12), series(13));
    let target = Some(20.0);
    let options = Options {
        target,
        ..Options::default()
    };

    let reference = assess(&twelve, &options)?;
    assert!(reference.groups[0].short && reference.trial_limits);
    assert_eq!(reference.variation, Some(Variation::CommonCause));
    assert_eq!(reference.assurance, Some(Assurance::ConsistentPass));
    let needed = 13;
    let short = SpcWarning::ShortGroup {
        rebase_group: 0,
        values: 12,
        needed,
    };
    assert_eq!(reference.warnings, std::slice::from_ref(&short));
    assert!(!assess(&thirteen, &options)?.trial_limits);

    // Trial limits without icons: the reference with one parameter changed.
    let profile = Profile {
        icons_from: 13,
        ..Profile::nhsr_0_2_2()
    };
    let trial = assess(
        &twelve,
        &Options {
            profile,
            ..options.clone()
        },
    )?;
    assert!(trial.groups[0].upl.is_some() && trial.trial_limits);
    assert_eq!(
        (trial.variation, trial.assurance, trial.as_of),
        (None, None, None)
    );
    assert!(!trial.profile.is_as_named());

    // The Excel tools: neither limits nor icons, and no point is judged.
    let excel = Options { target, ..mdc() };
    let withheld = assess(&twelve, &excel)?;
    assert_eq!(
        (withheld.groups[0].mean, withheld.groups[0].lpl),
        (reference.groups[0].mean, None)
    );
    assert_eq!((withheld.variation, withheld.assurance), (None, None));
    assert!(
        withheld
            .points
            .iter()
            .all(|p| p.point_type.is_none() && p.outside_limits.is_none())
    );
    assert_eq!(withheld.warnings, [short]);
    assert!(assess(&thirteen, &excel)?.variation.is_some());
    Ok(())
}

#[test]
fn only_values_count_towards_thirteen() -> Outcome {
    let mut points = monthly([50.0, 52.0, 49.0].repeat(5));
    points[3].value = None;
    points[4].value = None;
    assert!(!assess(&points, &Options::default())?.trial_limits);
    points[5].value = None;
    let chart = assess(&points, &Options::default())?;
    assert!(chart.trial_limits && chart.groups[0].n == 15);
    Ok(())
}

#[test]
fn one_value_and_none_at_all() -> Outcome {
    let one = assess(&monthly([7.0]), &Options::default())?;
    assert_eq!((one.groups[0].mean, one.groups[0].lpl), (Some(7.0), None));
    assert_eq!(
        one.variation,
        Some(Variation::CommonCause),
        "an icon at any length"
    );
    let none = assess(&[], &Options::default())?;
    assert!(none.groups.is_empty() && none.points.is_empty() && none.variation.is_none());
    Ok(())
}

#[test]
fn an_earlier_signal_leaves_no_icon() -> Outcome {
    let chart = assess(&monthly(spiked()), &Options::default())?;
    assert_eq!(chart.points[4].point_type, Some(PointType::Improvement));
    assert_eq!(chart.variation, Some(Variation::CommonCause));
    Ok(())
}

#[test]
fn rebase_dates_that_change_nothing() -> Outcome {
    let points = monthly(spiked());
    let rebase = vec![month(40), month(0), month(40)];
    let chart = assess(
        &points,
        &Options {
            rebase,
            ..Options::default()
        },
    )?;
    assert_eq!(chart.groups.len(), 1);
    assert_eq!(chart.groups[0].rebase_group, 0);
    assert_eq!(
        chart.warnings,
        [SpcWarning::RebaseDateUnused { date: month(40) }]
    );
    Ok(())
}

#[test]
fn a_number_that_is_none_is_refused_with_its_row() {
    for (value, word) in [
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        let mut points = monthly([1.0, 2.0, 3.0]);
        points[1].value = Some(value);
        let refused = assess(&points, &Options::default());
        let error = SpcError::ValueNotFinite {
            row: 2,
            date: month(1),
            value: word.to_owned(),
        };
        assert_eq!(refused, Err(error));

        let target = Some(value);
        let refused = assess(
            &monthly([1.0]),
            &Options {
                target,
                ..Options::default()
            },
        );
        assert_eq!(
            refused,
            Err(SpcError::TargetNotFinite {
                value: word.to_owned()
            })
        );
    }
    let huge = assess(
        &monthly([f64::MAX, -f64::MAX, f64::MAX]),
        &Options::default(),
    );
    assert_eq!(huge, Err(SpcError::OutOfRange));
}

#[test]
fn options_without_meaning_are_refused() {
    let with = |profile| {
        assess(
            &monthly([1.0]),
            &Options {
                profile,
                ..Options::default()
            },
        )
    };
    let base = Profile::nhsr_0_2_2();
    for profile in [
        Profile {
            multiplier: 0.0,
            ..base
        },
        Profile {
            multiplier: f64::NAN,
            ..base
        },
        Profile {
            screen_at: -1.0,
            ..base
        },
        Profile {
            shift_length: 1,
            ..base
        },
        Profile {
            trend_length: 0,
            ..base
        },
    ] {
        assert!(
            matches!(with(profile), Err(SpcError::Profile { .. })),
            "{profile:?}"
        );
    }
    assert!("nhsr".parse::<Profile>().is_err());
    assert_eq!("mdc-excel".parse(), Ok(Profile::mdc_excel()));
    assert!(Profile::nhsr_0_2_2().is_as_named());
}
