//! What must hold of every series.

use super::super::{
    Assessment, Assessor, Direction, Options, Point, PointType, Profile, SpecialCause, assess,
};
use super::naive::on_a_limit;
use super::{each, month, optional};
use proptest::prelude::*;

/// Whole numbers, some absent; level shifts are frequent.
fn points() -> impl Strategy<Value = Vec<Point>> {
    let row = prop::option::weighted(0.95, -20_i32..21);
    prop::collection::vec((row, 0_i32..2), 0..70).prop_map(|rows| {
        let mut level = 0;
        optional(rows.into_iter().enumerate().map(|(at, (value, shift))| {
            level += if at % 15 == 14 { 25 * shift } else { 0 };
            value.map(|value| f64::from(value + level))
        }))
    })
}

fn options() -> impl Strategy<Value = Options> {
    let profile = prop_oneof![Just(Profile::nhsr_0_2_2()), Just(Profile::mdc_excel())];
    let direction = prop_oneof![
        Just(Direction::Increase),
        Just(Direction::Decrease),
        Just(Direction::Neutral)
    ];
    let rebase = prop::collection::vec(0_usize..70, 0..3);
    let fix_after = prop::option::of(12_usize..25);
    (
        profile,
        direction,
        rebase,
        fix_after,
        prop::option::of(-30.0..30.0),
    )
        .prop_map(|(profile, direction, rebase, fix_after, target)| Options {
            profile,
            direction,
            target,
            fix_after,
            rebase: rebase.into_iter().map(month).collect(),
            ..Options::default()
        })
}

fn map_values(points: &[Point], to: impl Fn(f64) -> f64) -> Vec<Point> {
    let of = |point: &Point| Point {
        value: point.value.map(&to),
        ..*point
    };
    points.iter().map(of).collect()
}

/// What the rules say of a point before the direction gives it meaning.
type Finding = (Option<i8>, Option<bool>, Option<bool>, Option<SpecialCause>);

fn findings(chart: &Assessment) -> Vec<Finding> {
    each(chart, |p| {
        (
            p.relative_to_mean,
            p.outside_limits,
            p.close_to_limits,
            p.special_cause,
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_constant_added_moves_the_limits_only(points in points(), options in options(), by in -500_i32..500) {
        let chart = assess(&points, &options)?;
        let by = f64::from(by);
        let moved = assess(&map_values(&points, |value| value + by), &options)?;
        prop_assume!(!on_a_limit(&chart));
        prop_assert_eq!(findings(&chart), findings(&moved));
        prop_assert_eq!(chart.variation, moved.variation);
        for (before, after) in chart.groups.iter().zip(&moved.groups) {
            for (before, after) in [
                (before.mean, after.mean), (before.lpl, after.lpl), (before.near_upl, after.near_upl),
            ] {
                let moved_along = match (before, after) {
                    (Some(before), Some(after)) => (before + by - after).abs() < 1e-9,
                    (before, after) => before == after,
                };
                prop_assert!(moved_along);
            }
        }
    }

    #[test]
    fn a_power_of_two_scales_to_the_last_bit(points in points(), options in options(), power in -8_i32..9) {
        let scale = 2.0_f64.powi(power);
        let chart = assess(&points, &options)?;
        let scaled_target = Options { target: options.target.map(|t| t * scale), ..options.clone() };
        let scaled = assess(&map_values(&points, |value| value * scale), &scaled_target)?;
        prop_assert_eq!(findings(&chart), findings(&scaled));
        prop_assert_eq!((chart.variation, chart.assurance), (scaled.variation, scaled.assurance));
        for (before, after) in chart.groups.iter().zip(&scaled.groups) {
            prop_assert_eq!(before.mean.map(|mean| mean * scale), after.mean);
            prop_assert_eq!(before.upl.map(|upl| upl * scale), after.upl);
        }
    }

    #[test]
    fn the_other_direction_swaps_improvement_and_concern(points in points(), options in options()) {
        let profile = Profile { improvement_wins: false, ..options.profile };
        let up = Options { direction: Direction::Increase, profile, ..options };
        let down = Options { direction: Direction::Decrease, ..up.clone() };
        let (up, down) = (assess(&points, &up)?, assess(&points, &down)?);
        prop_assert_eq!(findings(&up), findings(&down));
        let swapped = each(&up, |point| point.point_type.map(|class| match class {
            PointType::Improvement => PointType::Concern,
            PointType::Concern => PointType::Improvement,
            other => other,
        }));
        prop_assert_eq!(swapped, each(&down, |point| point.point_type));
    }

    /// Where both kinds are true of a point, the improvement shows; nothing else changes.
    #[test]
    fn improvement_first_only_turns_concerns(points in points(), options in options()) {
        let plain = Options { profile: Profile { improvement_wins: false, ..options.profile }, ..options.clone() };
        let first = Options { profile: Profile { improvement_wins: true, ..options.profile }, ..options };
        let (plain, first) = (assess(&points, &plain)?, assess(&points, &first)?);
        for (plain, first) in plain.points.iter().zip(&first.points) {
            prop_assert!(
                plain.point_type == first.point_type
                    || (plain.point_type, first.point_type)
                        == (Some(PointType::Concern), Some(PointType::Improvement))
            );
        }
    }

    #[test]
    fn order_of_rows_and_what_came_before_do_not_matter(
        (points, shuffled) in points().prop_flat_map(|points| (Just(points.clone()), Just(points).prop_shuffle())),
        other in points(),
        options in options(),
    ) {
        let chart = assess(&points, &options)?;
        let mut assessor = Assessor::new();
        assessor.assess(&other, &options)?;
        prop_assert_eq!(&assessor.assess(&shuffled, &options)?, &chart);

        let icons = assessor.icons(&shuffled, &options)?;
        prop_assert_eq!(icons.group, chart.groups.last().copied());
        prop_assert_eq!(
            (icons.variation, icons.assurance, icons.as_of),
            (chart.variation, chart.assurance, chart.as_of)
        );
    }

    #[test]
    fn a_rebase_group_is_judged_as_a_series_of_its_own(points in points(), options in options(), at in 1_usize..60) {
        prop_assume!(at < points.len());
        let alone = Options { rebase: Vec::new(), ..options.clone() };
        let chart = assess(&points, &Options { rebase: vec![month(at)], ..options })?;
        let (before, after) = points.split_at(at);
        let (before, after) = (assess(before, &alone)?, assess(after, &alone)?);
        let both = [findings(&before), findings(&after)].concat();
        prop_assert_eq!(findings(&chart), both);
        prop_assert_eq!((chart.variation, chart.assurance), (after.variation, after.assurance));
    }

    /// Any doubles at all: refused or assessed, never a panic, and no limit that is not a number.
    #[test]
    fn no_input_panics(values in prop::collection::vec(prop::option::of(any::<f64>()), 0..40), options in options()) {
        if let Ok(chart) = assess(&optional(values), &options) {
            for group in &chart.groups {
                let lines = [group.mean, group.lpl, group.upl, group.near_lpl, group.near_upl];
                prop_assert!(lines.into_iter().flatten().all(f64::is_finite));
            }
        }
    }
}
