//! The charts of a series.

use candour_assessment::{Group, PointType, SpecialCause};
use candour_core::{Month, Status};

use super::told::Told;
use crate::charts::{
    LimitGroup, Limits, Mark, SparkPoint, Sparkline, SparklineShape, TargetStep, Xmr, XmrPoint,
    sparkline,
};
use crate::views::Markup;

/// What the tool tip says of a point beside its value.
fn note(status: Status, rule: Option<SpecialCause>) -> String {
    let estimate = (status == Status::Estimate).then(|| "estimate".to_owned());
    let said: Vec<String> = rule.map(rule_words).into_iter().chain(estimate).collect();
    said.join("; ")
}

/// How many months a small chart shows.
const SMALL: usize = 24;

impl Told {
    /// The last rebase group, where it has limits.
    pub(super) fn limits(&self) -> Option<Limits> {
        self.assessment.groups.last().and_then(limits_of)
    }

    /// A small chart of the last months.
    pub(super) fn sparkline(&self, id: &str, shape: SparklineShape) -> Markup {
        let points: Vec<SparkPoint> = self
            .series
            .figures
            .iter()
            .zip(&self.assessment.points)
            .map(|(figure, point)| SparkPoint {
                month: figure.period,
                value: point.value,
                kind: point.point_type.unwrap_or(PointType::CommonCause),
            })
            .collect();
        Markup::of_chart(sparkline(
            &Sparkline {
                id: id.to_owned(),
                title: format!("{}, {}", self.measure.title, self.name),
                unit: self.measure.unit,
                points: points[points.len().saturating_sub(SMALL)..].to_vec(),
                limits: self.limits(),
                target: self.standard(),
                events: self.event_months(),
            },
            shape,
        ))
    }

    /// The large chart.
    pub(super) fn xmr(&self, id: &str, source: String) -> Xmr {
        let figures = self.series.figures.iter().zip(&self.assessment.points);
        Xmr {
            id: id.to_owned(),
            finding: self.heading(),
            axis: self.measure.short.clone(),
            unit: self.measure.unit,
            points: figures
                .map(|(figure, point)| XmrPoint {
                    month: figure.period,
                    value: point.value,
                    kind: point.point_type.unwrap_or(PointType::CommonCause),
                    note: note(figure.status, point.special_cause),
                })
                .collect(),
            groups: self.limit_groups(),
            targets: candour_findings::standards(self.measure)
                .iter()
                .map(|standard| TargetStep {
                    from: standard.from,
                    to: standard.to,
                    value: standard.value,
                    label: String::new(),
                })
                .collect(),
            rebases: self
                .limit_groups()
                .iter()
                .skip(1)
                .map(|group| Mark {
                    month: group.from,
                    words: "limits set anew, as asked".to_owned(),
                })
                .collect(),
            plans: Vec::new(),
            forecast: None,
            injections: Vec::new(),
            events: self.event_marks(),
            trial: self.assessment.trial_limits,
            boundaries: self.boundaries_line(),
            source,
        }
    }

    /// The first and last month of a rebase group.
    pub(super) fn months_of(&self, group: &Group) -> Option<(Month, Month)> {
        let mut of_group = self
            .assessment
            .points
            .iter()
            .filter(|point| point.rebase_group == group.rebase_group);
        let first = of_group.next()?.date;
        let last = of_group.next_back().map_or(first, |point| point.date);
        Some((Month::of(first)?, Month::of(last)?))
    }

    /// Mean and limits of each rebase group, with the months that they hold for.
    pub(super) fn limit_groups(&self) -> Vec<LimitGroup> {
        let groups = self.assessment.groups.iter();
        groups
            .filter_map(|group| {
                let limits = limits_of(group)?;
                let (from, to) = self.months_of(group)?;
                Some(LimitGroup {
                    from,
                    to,
                    mean: limits.mean,
                    lower: limits.lower,
                    upper: limits.upper,
                })
            })
            .collect()
    }
}

/// Mean and limits of a rebase group, where it has limits.
pub(super) fn limits_of(group: &Group) -> Option<Limits> {
    Some(Limits {
        mean: group.mean?,
        lower: group.lpl?,
        upper: group.upl?,
    })
}

/// A rule in the words of a page.
pub(super) fn rule_words(cause: SpecialCause) -> String {
    match cause {
        SpecialCause::CommonCause => "",
        SpecialCause::AboveUcl => "above the upper limit",
        SpecialCause::BelowLcl => "below the lower limit",
        SpecialCause::TrendIncreasing => "7 rising points",
        SpecialCause::TrendDecreasing => "7 falling points",
        SpecialCause::TwoInThreeAbove => "2 of 3 points near the upper limit",
        SpecialCause::TwoInThreeBelow => "2 of 3 points near the lower limit",
        SpecialCause::ShiftAbove => "7 points above the mean",
        SpecialCause::ShiftBelow => "7 points below the mean",
    }
    .to_owned()
}
