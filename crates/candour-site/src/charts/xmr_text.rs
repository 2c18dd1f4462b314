//! What an XmR chart says in words: its description and the notes beneath it.

use std::fmt::Write as _;

use candour_assessment::PointType;
use candour_core::Month;

use super::event_marks::{self, Cluster};
use super::xmr::Xmr;
use crate::format;

/// The letter of the event at `index`: A to Z, then A1 and so on.
pub(super) fn letter(index: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

/// The lines beneath the chart: events, rebases, money put in, a forecast's method, trial limits, the
/// source.
pub(super) fn notes(chart: &Xmr, clusters: &[Cluster<'_>]) -> Vec<String> {
    let mut notes = Vec::new();
    let (first, last) = match (chart.points.first(), chart.points.last()) {
        (Some(first), Some(last)) => (first.month, last.month),
        _ => return notes,
    };
    for (index, cluster) in clusters.iter().enumerate() {
        notes.push(format!(
            "{}  {}",
            letter(index),
            event_marks::words(cluster)
        ));
    }
    if !clusters.is_empty() {
        notes.push("No month is left out because of an event.".to_owned());
    }
    for injection in chart.injections.iter().filter(|i| i.month >= first) {
        notes.push(format!(
            "£  {}: {}",
            injection.month.in_words(),
            injection.words
        ));
    }
    if let Some(forecast) = &chart.forecast {
        notes.push(format!(
            "Forecast, not observed: median and {} interval. {}",
            forecast.interval, forecast.method
        ));
    }
    for rebase in chart
        .rebases
        .iter()
        .filter(|r| r.month >= first && r.month <= last)
    {
        notes.push(format!(
            "Limits set anew from {}: {}",
            rebase.month.in_words(),
            rebase.words
        ));
    }
    if chart.plans.iter().any(|plan| !plan.points.is_empty()) {
        notes.push("Dash and dot: what was planned.".to_owned());
    }
    if chart.trial && !chart.groups.is_empty() {
        notes.push("Trial limits: fewer than 13 points, so no signal is called.".to_owned());
    }
    let last = [&chart.boundaries, &chart.source];
    notes.extend(last.into_iter().filter(|line| !line.is_empty()).cloned());
    notes
}

/// What a listener needs: the latest value, mean, limits, target, signals, gaps.
pub(super) fn describe(chart: &Xmr, clusters: &[Cluster<'_>]) -> String {
    let mut desc = String::new();
    let held: Vec<_> = chart
        .points
        .iter()
        .filter_map(|p| p.value.map(|v| (p, v)))
        .collect();
    let (Some((first, _)), Some((latest, value))) = (held.first(), held.last()) else {
        return "No figures are held.".to_owned();
    };
    if !chart.boundaries.is_empty() {
        let _ = write!(desc, "{} ", chart.boundaries);
    }
    let words = |v| format::value(v, chart.unit);
    let _ = write!(
        desc,
        "{} by month, {} to {}. Latest {}.",
        chart.axis,
        first.month.in_words(),
        latest.month.in_words(),
        words(*value)
    );
    if let Some(group) = chart.groups.last() {
        let trial = if chart.trial { "trial " } else { "" };
        let _ = write!(
            desc,
            " Mean {}; {trial}process limits {} to {}.",
            words(group.mean),
            words(group.lower),
            words(group.upper)
        );
    }
    // Each target that binds at the end, or the last where none does.
    let binding = |t: &&super::xmr::TargetStep| t.to.is_none_or(|to| to >= latest.month);
    let mut targets: Vec<_> = chart.targets.iter().filter(binding).collect();
    if targets.is_empty() {
        targets.extend(chart.targets.last());
    }
    for target in targets {
        let name = if target.label.is_empty() {
            "Target".to_owned()
        } else {
            format::capital(&target.label)
        };
        let _ = write!(
            desc,
            " {name} {} from {}.",
            format::target(target.value, chart.unit),
            target.from.in_words()
        );
    }
    for plan in &chart.plans {
        if let Some((month, value)) = plan.points.last() {
            let _ = write!(
                desc,
                " {}: {} by {}.",
                format::capital(&plan.label),
                words(*value),
                month.in_words()
            );
        }
    }
    if let Some(forecast) = &chart.forecast
        && let Some(end) = forecast.points.last()
    {
        let _ = write!(
            desc,
            " Forecast, not observed, for {}: {}, {} interval {} to {}.",
            end.month.in_words(),
            words(end.median),
            forecast.interval,
            words(end.lower),
            words(end.upper)
        );
    }
    let signals: Vec<_> = held
        .iter()
        .filter(|(p, _)| p.kind != PointType::CommonCause)
        .collect();
    match signals.last() {
        None => desc.push_str(" No special causes."),
        Some((last, _)) => {
            let _ = write!(
                desc,
                " {} of special cause; the latest is {} ({}).",
                format::plural(signals.len(), "month", "months"),
                last.month.in_words(),
                super::marks::point_words(last.kind)
            );
        }
    }
    let monthly = chart.spans().iter().all(|(from, to)| from == to);
    let (gaps, one, many) = if monthly {
        let span = usize::try_from(latest.month.since(first.month) + 1).unwrap_or(0);
        (span.saturating_sub(held.len()), "month", "months")
    } else {
        let between = |month: Month| first.month <= month && month <= latest.month;
        let all = chart.points.iter().filter(|p| between(p.month)).count();
        (all.saturating_sub(held.len()), "period", "periods")
    };
    if gaps > 0 {
        let _ = write!(
            desc,
            " {} without a figure.",
            format::plural(gaps, one, many)
        );
    }
    for mark in &chart.rebases {
        let _ = write!(
            desc,
            " Limits set anew from {}: {}.",
            mark.month.in_words(),
            mark.words
        );
    }
    for mark in &chart.injections {
        let _ = write!(desc, " {}: {}.", mark.month.in_words(), mark.words);
    }
    for (index, cluster) in clusters.iter().enumerate() {
        let lead = if index == 0 { " Events: " } else { "; " };
        let _ = write!(desc, "{lead}{}", event_marks::words(cluster));
    }
    if !clusters.is_empty() {
        desc.push_str(". No month is left out because of an event.");
    }
    desc
}
