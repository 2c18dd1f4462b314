//! The rules' small functions on small vectors, without the rule book's files.

use super::super::rules::{
    DOWN, UP, shift_window_end, spread_back, trend_rises, trend_window_end, two_in_three_window,
};

fn unbroken(n: usize) -> Vec<bool> {
    (0..n).map(|at| at > 0).collect()
}

#[test]
fn a_shift_of_seven_ends_at_the_seventh_and_at_a_break_starts_anew() {
    let mut ends = Vec::new();
    let sides = [-1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1];
    shift_window_end(&sides, &unbroken(11), 7, &mut ends);
    assert_eq!(ends, [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]);

    let mut joined = unbroken(11);
    joined[3] = false;
    shift_window_end(&sides, &joined, 7, &mut ends);
    assert_eq!(ends, [0; 11]);
}

#[test]
fn a_trend_needs_seven_points_and_no_tie() {
    let mut ends = Vec::new();
    trend_window_end(
        &[9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0],
        &unbroken(9),
        7,
        &mut ends,
    );
    assert_eq!(ends, [0, 0, 0, 0, 0, 0, 0, 1, 1]);
    trend_window_end(
        &[7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 2.0, 1.0],
        &unbroken(8),
        7,
        &mut ends,
    );
    assert_eq!(ends, [0; 8]);
}

#[test]
fn windows_spread_back_and_keep_their_direction() {
    let mut windows = Vec::new();
    spread_back(&[0, 0, 1, 0, -1, 0], 3, &mut windows);
    assert_eq!(windows, [UP, UP, UP | DOWN, DOWN, DOWN, 0]);
}

#[test]
fn two_in_three_on_one_side_unbroken() {
    let mut windows = Vec::new();
    let near = [true, false, true, false];
    two_in_three_window(&near, &[1, 1, 1, 1], &unbroken(4), &mut windows);
    assert_eq!(windows, [true, true, true, false]);
    two_in_three_window(&[true; 4], &[0; 4], &unbroken(4), &mut windows);
    assert_eq!(windows, [false; 4], "on the centre line is no side");
    two_in_three_window(&near, &[1, 0, 1, 1], &unbroken(4), &mut windows);
    assert_eq!(windows, [false; 4]);
    two_in_three_window(
        &near,
        &[1, 1, 1, 1],
        &[false, true, false, true],
        &mut windows,
    );
    assert_eq!(windows, [false; 4]);
    two_in_three_window(&[true, true], &[1, 1], &unbroken(2), &mut windows);
    assert_eq!(windows, [false; 2]);
}

#[test]
fn the_next_step_decides_unless_a_gap_lies_before_it() {
    let values = [1.0, 2.0, 1.0];
    let trends = [UP, UP | DOWN, DOWN];
    assert!(!trend_rises(1, &values, &unbroken(3), &trends));
    assert!(trend_rises(1, &values, &[false, true, false], &trends));
    assert!(!trend_rises(2, &values, &unbroken(3), &trends));
}
