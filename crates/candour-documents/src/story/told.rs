//! What was stated, and how far ours is from it, in words.

use super::hedge::Written;
use super::judge::Stated;

/// What was stated, in words.
pub(crate) fn said(stated: Stated) -> String {
    let number = number(stated.written);
    let hedge = stated.hedge.in_words();
    if hedge.is_empty() {
        number
    } else {
        format!("{hedge} {number}")
    }
}

fn number(written: Written) -> String {
    let decimals = if written.step < 0.009 {
        2
    } else {
        usize::from(written.step < 0.99)
    };
    let value = grouped(written.value, decimals);
    if written.share {
        format!("{value}%")
    } else {
        value
    }
}

/// A number with commas between thousands.
fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    if value < 0.0 {
        format!("−{out}")
    } else {
        out
    }
}

/// How far ours is from what is stated: `2.3 points lower`.
pub(crate) fn apart(written: Written, ours: f64) -> String {
    let gap = ours - written.value;
    let way = if gap < 0.0 { "lower" } else { "higher" };
    if written.share {
        format!("{:.1} points {way}", gap.abs())
    } else if written.value.abs() < 100.0 {
        format!("{:.1} {way}", gap.abs())
    } else {
        format!("{} {way}", grouped(gap.abs().round(), 0))
    }
}
