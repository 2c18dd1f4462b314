//! The national standards that a measure is judged by on charts and in tables: those of the
//! commitments that bind in every month.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use candour_assessment::commitment::{Commitment, Due, Kind, Operator, Targets, Test};
use candour_core::{MeasureId, Month};
use candour_measures::Measure;

/// A national standard that a measure is judged by, month by month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standard {
    /// The bound, in the measure's unit.
    pub value: f64,
    /// On which side of it a value must lie.
    pub operator: Operator,
    /// The first month in which it is known to hold.
    pub from: Month,
    /// The last; none where it holds beyond the last year of the rows.
    pub to: Option<Month>,
    /// The commitment.
    pub commitment: &'static Commitment,
}

impl Standard {
    /// Whether `value` meets the standard.
    #[must_use]
    pub fn met_by(&self, value: f64) -> bool {
        self.operator.holds(value, self.value)
    }

    /// `National standard: at least 95%`.
    #[must_use]
    pub fn label(&self) -> String {
        let level = self.commitment.asked.as_ref();
        let level = level.map_or_else(String::new, |asked| format!(": {}", asked.in_words()));
        format!("National standard{level}")
    }
}

/// The standards of every measure, read from the commitments once: charts and briefings ask for each month.
fn by_measure() -> &'static BTreeMap<&'static MeasureId, Vec<Standard>> {
    static STANDARDS: OnceLock<BTreeMap<&'static MeasureId, Vec<Standard>>> = OnceLock::new();
    STANDARDS.get_or_init(|| {
        let targets = Targets::bundled();
        let end = targets.years().map(|(_, last)| last);
        let mut found: BTreeMap<&'static MeasureId, Vec<Standard>> = BTreeMap::new();
        for target in targets.all() {
            if target.kind != Kind::Standard || target.due != Due::EachMonth {
                continue;
            }
            let (Some(measure), Some((first, last))) = (target.test.measure(), target.years) else {
                continue;
            };
            let Test::Level { threshold, .. } = &target.test else {
                continue;
            };
            let until = target.in_force.to.and_then(|to| Month::of(to.last_day()));
            found.entry(measure).or_default().push(Standard {
                value: threshold.value,
                operator: threshold.operator,
                from: first.first_month(),
                to: until.or_else(|| (Some(last) != end).then(|| last.last_month())),
                commitment: target,
            });
        }
        for standards in found.values_mut() {
            standards.sort_by_key(|standard| standard.from);
        }
        found
    })
}

/// The standards of a measure, in the order of their first month.
#[must_use]
pub fn standards(measure: &Measure) -> &'static [Standard] {
    by_measure().get(&measure.id).map_or(&[], Vec::as_slice)
}

/// The standard of a measure in force in `month`, where there is one.
#[must_use]
pub fn standard_in(measure: &Measure, month: Month) -> Option<Standard> {
    standards(measure)
        .iter()
        .find(|standard| standard.from <= month && standard.to.is_none_or(|last| month <= last))
        .copied()
}

#[cfg(test)]
mod tests {
    use candour_core::Unit;
    use candour_measures::Catalogue;

    use super::*;

    #[test]
    fn the_standards_of_the_constitution_stand_on_their_measures() {
        let standard = |id: &str, month: &str| {
            let measure = Catalogue::bundled().find(id).unwrap();
            standard_in(measure, month.parse().unwrap()).map(|standard| standard.value)
        };
        assert_eq!(standard("ae-four-hour", "2026-01"), Some(0.95));
        assert_eq!(standard("rtt-within-18-weeks", "2026-01"), Some(0.92));
        assert_eq!(standard("ae-four-hour", "2018-03"), None);
        assert_eq!(standard("ae-four-hour-type1", "2026-01"), None);
        let measure = Catalogue::bundled().find("ae-four-hour").unwrap();
        assert!(standards(measure)[0].met_by(0.95) && !standards(measure)[0].met_by(0.9499));
        assert_eq!(
            standards(measure)[0].label(),
            "National standard: at least 95%"
        );
    }

    /// A target speaks of a measure that there is, and a share of it in per cent.
    #[test]
    fn every_target_fits_the_measure_that_decides_it() {
        for target in Targets::bundled().all() {
            let Some(id) = target.test.measure() else {
                continue;
            };
            let measure = Catalogue::bundled().find(id.as_str());
            let measure = measure.unwrap_or_else(|| panic!("{}: no measure {id}", target.id));
            if let Some(asked) = &target.asked {
                assert_eq!(
                    asked.unit == "%",
                    measure.unit == Unit::Share,
                    "{}: {}",
                    target.id,
                    asked.unit
                );
            }
        }
    }
}
