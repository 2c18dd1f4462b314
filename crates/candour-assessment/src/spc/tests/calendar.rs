//! Gaps: months that are not there, and rows without a value.

use super::super::{
    Adjacency, Options, Point, PointType, SpcError, SpcWarning, SpecialCause, Variation, assess,
};
use super::{Outcome, each, month, monthly, optional};
use jiff::civil::date;

fn by_month() -> Options {
    Options {
        adjacency: Adjacency::Months,
        ..Options::default()
    }
}

/// Noise, then seven on one side.
fn with_shift() -> Vec<f64> {
    let mut values = [46.0, 50.0, 45.0, 51.0].repeat(4);
    values.extend([54.0, 52.0, 55.0, 53.0, 54.0, 52.0, 53.0]);
    values
}

#[test]
fn a_missing_month_breaks_a_shift_only_where_the_calendar_is_known() -> Outcome {
    // The same values, with a month left out amid the last seven.
    let mut points = monthly(with_shift());
    for point in points.iter_mut().skip(20) {
        point.date = point.date.saturating_add(jiff::Span::new().months(1));
    }
    let rows = assess(&points, &Options::default())?;
    let months = assess(&points, &by_month())?;
    assert_eq!(
        rows.points[22].special_cause,
        Some(SpecialCause::ShiftAbove)
    );
    assert_eq!(rows.variation, Some(Variation::ImprovementHigh));
    assert!(
        each(&months, |p| p.special_cause)
            .iter()
            .all(|c| *c == Some(SpecialCause::CommonCause))
    );
    assert_eq!(months.variation, Some(Variation::CommonCause));
    Ok(())
}

#[test]
fn consecutive_quarters_are_neighbours_and_a_missing_one_breaks() -> Outcome {
    let options = Options {
        adjacency: Adjacency::Quarters,
        ..Options::default()
    };
    // The same values a quarter apart: the shift stands.
    let mut points = monthly(with_shift());
    for (nth, point) in points.iter_mut().enumerate() {
        let months = i64::try_from(nth * 2).unwrap_or(0);
        point.date = point.date.saturating_add(jiff::Span::new().months(months));
    }
    let whole = assess(&points, &options)?;
    assert_eq!(
        whole.points[22].special_cause,
        Some(SpecialCause::ShiftAbove)
    );
    // To the calendar's months they are no neighbours at all, and with a quarter left out amid the
    // last seven the shift is broken.
    let months = assess(&points, &by_month())?;
    assert_eq!(months.groups[0].upl, None);
    for point in points.iter_mut().skip(20) {
        point.date = point.date.saturating_add(jiff::Span::new().months(3));
    }
    let broken = assess(&points, &options)?;
    assert_eq!(broken.variation, Some(Variation::CommonCause));
    Ok(())
}

#[test]
fn a_missing_month_breaks_a_trend_and_a_window_of_three() -> Outcome {
    let noise = [50.0, 52.0, 48.0].repeat(5);
    let tail = |values: &[f64], gap_before: usize| -> Vec<Point> {
        let mut points = monthly(noise.iter().chain(values).copied());
        for point in points.iter_mut().skip(noise.len() + gap_before) {
            point.date = point.date.saturating_add(jiff::Span::new().months(3));
        }
        points
    };
    let trend = [46.0, 47.0, 48.0, 49.0, 50.0, 51.0, 52.0];
    let two = [57.5, 51.0, 57.4];
    for (values, cause) in [
        (&trend[..], SpecialCause::TrendIncreasing),
        (&two[..], SpecialCause::TwoInThreeAbove),
    ] {
        let last = |gap_before, options: &Options| -> Result<_, SpcError> {
            let chart = assess(&tail(values, gap_before), options)?;
            Ok(chart.points.last().and_then(|point| point.special_cause))
        };
        assert_eq!(last(1, &Options::default())?, Some(cause));
        // A gap before the whole window does no harm; one within it ends the matter.
        assert_eq!(last(0, &by_month())?, Some(cause));
        assert_eq!(last(1, &by_month())?, Some(SpecialCause::CommonCause));
    }
    Ok(())
}

#[test]
fn no_moving_range_spans_a_gap() -> Outcome {
    // Level 10 for six months, a gap of a year, level 90 for six: each half hardly varies.
    let points: Vec<Point> = [
        10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 90.0, 91.0, 90.0, 91.0, 90.0, 91.0,
    ]
    .into_iter()
    .enumerate()
    .map(|(at, value)| Point::new(month(if at < 6 { at } else { at + 12 }), value))
    .collect();
    let group = assess(&points, &by_month())?.groups[0];
    assert_eq!(group.mean, Some(50.5));
    assert_eq!(
        (group.lpl, group.upl),
        (Some(50.5 - 2.66), Some(50.5 + 2.66))
    );
    Ok(())
}

#[test]
fn an_absent_value_is_not_judged_and_breaks_every_rule() -> Outcome {
    let mut values: Vec<Option<f64>> = with_shift().into_iter().map(Some).collect();
    values.insert(20, None);
    for adjacency in [Adjacency::Rows, Adjacency::Months] {
        let chart = assess(
            &optional(values.clone()),
            &Options {
                adjacency,
                ..Options::default()
            },
        )?;
        let absent = &chart.points[20];
        assert_eq!(
            (absent.relative_to_mean, absent.outside_limits),
            (None, None)
        );
        assert_eq!((absent.special_cause, absent.point_type), (None, None));
        assert_eq!(chart.groups[0].n, 24, "a row without a value is a row");
        assert_eq!(chart.variation, Some(Variation::CommonCause));
        assert!(
            chart
                .points
                .iter()
                .all(|p| p.point_type.is_none_or(|t| t == PointType::CommonCause))
        );
    }
    Ok(())
}

#[test]
fn the_ranges_on_both_sides_of_an_absent_value_are_lost() -> Outcome {
    let chart = assess(
        &optional([Some(1.0), Some(3.0), None, Some(9.0), Some(11.0)]),
        &Options::default(),
    )?;
    assert_eq!(chart.groups[0].mean, Some(6.0));
    assert_eq!(chart.groups[0].upl, Some(6.0 + 2.66 * 2.0));
    Ok(())
}

#[test]
fn rows_without_a_value_at_the_end_leave_the_icon_where_it_was() -> Outcome {
    let mut values: Vec<Option<f64>> = with_shift().into_iter().map(Some).collect();
    values.extend([None, None]);
    let chart = assess(&optional(values), &by_month())?;
    assert_eq!(chart.variation, Some(Variation::ImprovementHigh));
    assert_eq!(chart.as_of, Some(month(22)));
    assert_eq!(
        chart.warnings,
        [SpcWarning::LatestValueAbsent { date: month(24) }]
    );
    Ok(())
}

#[test]
fn nothing_is_said_of_a_new_group_without_a_value() -> Outcome {
    let mut values: Vec<Option<f64>> = with_shift().into_iter().map(Some).collect();
    values.push(None);
    let rebase = vec![month(23)];
    let target = Some(10.0);
    let chart = assess(
        &optional(values),
        &Options {
            rebase,
            target,
            ..by_month()
        },
    )?;
    assert_eq!(
        (chart.variation, chart.assurance, chart.as_of),
        (None, None, None)
    );
    assert_eq!(chart.groups[1].mean, None);
    Ok(())
}

#[test]
fn alternate_months_have_a_centre_line_and_no_limits() -> Outcome {
    let points: Vec<Point> = (0..15)
        .map(|at| Point::new(month(2 * at), [3.0, 5.0, 4.0][at % 3]))
        .collect();
    let chart = assess(&points, &by_month())?;
    assert_eq!(
        (chart.groups[0].mean, chart.groups[0].upl),
        (Some(4.0), None)
    );
    assert_eq!(chart.warnings, [SpcWarning::NoLimits { rebase_group: 0 }]);
    assert_eq!(chart.points[0].outside_limits, None);
    assert_eq!(chart.points[0].relative_to_mean, Some(-1));
    Ok(())
}

#[test]
fn a_month_has_one_row() {
    let points = [
        Point::new(date(2025, 5, 31), 1.0),
        Point::new(date(2025, 4, 1), 2.0),
        Point::new(date(2025, 5, 1), 3.0),
    ];
    assert!(assess(&points, &Options::default()).is_ok());
    assert_eq!(
        assess(&points, &by_month()),
        Err(SpcError::DuplicateMonth {
            first: 3,
            first_date: date(2025, 5, 1),
            second: 1,
            second_date: date(2025, 5, 31),
        })
    );
    // The day of the month is nothing to the calendar: month ends are neighbours too.
    let ends =
        [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)].map(|day| Point::new(day, 1.0));
    let chart = assess(&ends, &by_month());
    assert_eq!(chart.map(|chart| chart.groups[0].upl), Ok(Some(1.0)));
}
