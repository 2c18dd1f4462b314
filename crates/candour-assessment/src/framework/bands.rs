use serde::Serialize;

use super::published::{Code, Quarter};
use super::{Between, Decimal, Published, SegmentRule};

/// The averages of the organisations that were put in one segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Band {
    /// The segment.
    pub segment: u8,
    /// The best average seen in it.
    #[cfg_attr(feature = "schema", schema(value_type = f64))]
    pub best: Decimal,
    /// The worst.
    #[cfg_attr(feature = "schema", schema(value_type = f64))]
    pub worst: Decimal,
    /// How many organisations are in it.
    pub organisations: u32,
}

/// Between which averages the cut-points lie, as far as the published segments bound them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Bands {
    /// The segments seen, the best first.
    pub bands: Vec<Band>,
}

/// A segment as far as it can be determined: from the best that it can be to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SegmentRange {
    /// The best: the lowest.
    pub best: u8,
    /// The worst: the highest.
    pub worst: u8,
}

impl SegmentRange {
    /// A segment that is determined.
    #[must_use]
    pub const fn exact(segment: u8) -> Self {
        Self {
            best: segment,
            worst: segment,
        }
    }

    /// The segment, where it is determined.
    #[must_use]
    pub fn segment(self) -> Option<u8> {
        (self.best == self.worst).then_some(self.best)
    }

    /// The same, no better than a segment.
    #[must_use]
    pub fn no_better_than(self, segment: u8) -> Self {
        Self {
            best: self.best.max(segment),
            worst: self.worst.max(segment),
        }
    }

    /// From the better of two bests to the worse of two worsts.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            best: self.best.min(other.best),
            worst: self.worst.max(other.worst),
        }
    }

    pub(super) fn between(self) -> Between {
        Between {
            best: f64::from(self.best),
            worst: f64::from(self.worst),
        }
    }
}

impl Bands {
    /// The bands of published averages and the segments 1 to 4 they were put in.
    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = (Decimal, u8)>) -> Self {
        let mut bands: Vec<Band> = Vec::new();
        for (average, segment) in pairs {
            if !(1..=4).contains(&segment) {
                continue;
            }
            match bands.iter_mut().find(|band| band.segment == segment) {
                Some(band) => {
                    band.best = band.best.min(average);
                    band.worst = band.worst.max(average);
                    band.organisations += 1;
                }
                None => bands.push(Band {
                    segment,
                    best: average,
                    worst: average,
                    organisations: 1,
                }),
            }
        }
        bands.sort_by_key(|band| band.segment);
        Self { bands }
    }

    /// The segment of an average printed with two decimals. An average between two bands can be in
    /// either and is not determinable; so is one where bands overlap.
    #[must_use]
    pub fn segment(&self, average: Decimal) -> SegmentRange {
        let possible = |segment: u8| {
            self.bands.iter().all(|band| match band.segment {
                other if other > segment => average < band.best,
                other if other < segment => average > band.worst,
                _ => true,
            })
        };
        let touched = |segment: u8| {
            self.bands.iter().any(|band| {
                band.segment == segment && average >= band.best && average <= band.worst
            })
        };
        let range = |keep: &dyn Fn(u8) -> bool| {
            let best = (1..=4).find(|&segment| keep(segment))?;
            let worst = (1..=4).rev().find(|&segment| keep(segment))?;
            Some(SegmentRange { best, worst })
        };
        range(&possible)
            .or_else(|| range(&touched))
            .unwrap_or(SegmentRange { best: 1, worst: 4 })
    }

    /// The bands on both sides of an average that is in none.
    #[must_use]
    pub fn around(&self, average: Decimal) -> (Option<Band>, Option<Band>) {
        let before = self.bands.iter().rev().find(|band| band.worst < average);
        let after = self.bands.iter().find(|band| band.best > average);
        (before.copied(), after.copied())
    }

    /// A cut-point between each two segments: the middle of the gap. Only for what is about chances,
    /// never to place a trust. None where one of two neighbouring bands was not seen.
    pub(super) fn middles(&self) -> Option<[f64; 3]> {
        let mut middles = [0.0; 3];
        for (at, middle) in middles.iter_mut().enumerate() {
            let (below, above) = (self.bands.get(at)?, self.bands.get(at + 1)?);
            let segments = (usize::from(below.segment), usize::from(above.segment));
            if segments != (at + 1, at + 2) {
                return None;
            }
            *middle = f64::midpoint(below.worst.as_f64(), above.best.as_f64());
        }
        Some(middles)
    }
}

/// The segment of an average by the framework's rule; none where the rule is a judgement or its
/// cut-points are not known.
#[must_use]
pub fn segment_of(rule: &SegmentRule, bands: &Bands, average: Decimal) -> Option<SegmentRange> {
    match rule {
        SegmentRule::Quartile { .. } => Some(bands.segment(average)),
        SegmentRule::Threshold {
            cuts: Some(cuts), ..
        } => {
            let beyond = cuts.iter().filter(|&&cut| average > cut).count();
            u8::try_from(beyond + 1).ok().map(SegmentRange::exact)
        }
        SegmentRule::Threshold { cuts: None, .. } | SegmentRule::Judgement { .. } => None,
    }
}

/// Segments by quartiles of averages: at or below the first quartile 1, and so on. Which of the
/// conventions for a quartile the publisher follows is not stated; this is type 7, as for the
/// published quartiles of values.
#[must_use]
pub fn by_quartile(averages: &[Decimal]) -> Option<[f64; 3]> {
    let mut sorted = averages.to_vec();
    sorted.sort_unstable();
    Some([
        super::scoring::quantile(&sorted, 0.25)?,
        super::scoring::quantile(&sorted, 0.5)?,
        super::scoring::quantile(&sorted, 0.75)?,
    ])
}

/// The segment of an average by quartiles over everybody. One printed like a cut-point may lie on
/// either side of it.
#[must_use]
pub fn quartile_segment(cuts: [f64; 3], average: Decimal) -> SegmentRange {
    let average = average.as_f64();
    let beyond = |cuts: [f64; 3], by: f64| -> u8 {
        1 + cuts
            .iter()
            .map(|&cut| u8::from(average > cut + by))
            .sum::<u8>()
    };
    SegmentRange {
        best: beyond(cuts, 0.005),
        worst: beyond(cuts, -0.005),
    }
}

/// The segment of a trust's score without its own published segment: by quartiles where everybody is
/// held, by the bands of the others as well where that leaves it open, and by those alone otherwise.
pub(super) fn without_own(
    published: &Published,
    quarter: &Quarter,
    trust: usize,
    (score, segment): (Code, Code),
) -> Option<(SegmentRange, Bands)> {
    let framework = published.framework();
    let average = published.value(quarter, trust, score)?;
    let bands = pairs(published, quarter, score, segment, Some(trust));
    let range = segment_of(&framework.segments, &bands, average)?;
    let everyone = framework
        .organisations()
        .is_some_and(|all| usize::try_from(all).is_ok_and(|all| quarter.trusts.len() >= all));
    if !(everyone && matches!(framework.segments, SegmentRule::Quartile { .. })) {
        return Some((range, bands));
    }
    let averages: Vec<Decimal> = (0..quarter.trusts.len())
        .filter_map(|trust| published.value(quarter, trust, score))
        .collect();
    let ours = quartile_segment(by_quartile(&averages)?, average);
    let both = SegmentRange {
        best: ours.best.max(range.best),
        worst: ours.worst.min(range.worst),
    };
    let range = if both.best <= both.worst && ours.segment().is_none() {
        both
    } else {
        ours
    };
    Some((range, bands))
}

/// The bands of the averages of a quarter over all types.
pub(super) fn averages(published: &Published, quarter: &Quarter) -> Bands {
    pairs(published, quarter, Code::Average, Code::Unadjusted, None)
}

/// The same of a domain.
pub(super) fn domain(published: &Published, quarter: &Quarter, domain: usize) -> Bands {
    let codes = (Code::DomainScore(domain), Code::DomainSegment(domain));
    pairs(published, quarter, codes.0, codes.1, None)
}

fn pairs(
    published: &Published,
    quarter: &Quarter,
    score: Code,
    segment: Code,
    without: Option<usize>,
) -> Bands {
    Bands::of(
        (0..quarter.trusts.len())
            .filter(|&trust| Some(trust) != without)
            .filter_map(|trust| {
                let score = published.value(quarter, trust, score)?;
                Some((score, published.whole(quarter, trust, segment)?))
            }),
    )
}

/// The bands of a quarter over all types of organisation held.
#[must_use]
pub fn published_bands(published: &Published, quarter: candour_core::Month) -> Bands {
    published
        .quarter(quarter)
        .map_or_else(Bands::default, |quarter| averages(published, quarter))
}
