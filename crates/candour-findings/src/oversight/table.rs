//! The league of a quarter.

use std::collections::HashMap;

use candour_assessment::framework::{
    Decimal, Framework, Held, LikelyRange, SegmentChange, SegmentRule, Uncertainty,
    published_bands, segment_changes,
};
use candour_core::{BodyCode, Month};

use super::Oversight;
use super::quarter::quarter_name;
use super::shapes::{
    ChangeShape, FrameworkShape, HeldShape, QuarterShape, SegmentCount, StatementShape, TableShape,
    TrustRow, UnknownShape,
};

/// What put a trust in its segment.
pub(super) const BY_SCORE: &str = "average score";
pub(super) const BY_OVERRIDE: &str = "financial override";
pub(super) const BY_PROGRAMME: &str = "intensive support programme";

impl Oversight {
    /// What is known of the framework and what is held of it.
    #[must_use]
    pub fn shape(&self) -> FrameworkShape {
        framework_shape(self.framework(), self.quarter_shapes())
    }

    pub(super) fn quarter_shapes(&self) -> Vec<QuarterShape> {
        self.quarters()
            .into_iter()
            .map(|quarter| self.quarter_shape(quarter))
            .collect()
    }

    pub(super) fn quarter_shape(&self, quarter: Month) -> QuarterShape {
        let trusts = self.published.trusts(quarter);
        let framework = self.framework();
        QuarterShape {
            quarter: quarter.to_string(),
            name: quarter_name(quarter),
            held: trusts.len(),
            organisations: framework.organisations(),
            types: framework
                .trust_types
                .iter()
                .map(|kind| HeldShape {
                    trust_type: kind.id.clone(),
                    title: kind.title.clone(),
                    held: trusts
                        .iter()
                        .filter(|held| held.trust_type == kind.id)
                        .count(),
                    organisations: kind.organisations,
                })
                .collect(),
        }
    }

    /// The quarter held before another.
    pub(super) fn before(&self, quarter: Month) -> Option<Month> {
        self.quarters().into_iter().rfind(|held| *held < quarter)
    }
}

/// What is known of a framework, with the quarters held.
#[must_use]
pub fn framework_shape(framework: &Framework, quarters: Vec<QuarterShape>) -> FrameworkShape {
    FrameworkShape {
        id: framework.id.clone(),
        title: framework.title.clone(),
        in_force_from: framework.in_force_from.as_ref().map(ToString::to_string),
        in_force_to: framework.in_force_to.as_ref().map(ToString::to_string),
        source: framework.source.clone(),
        segment_rule: match framework.segments {
            SegmentRule::Quartile { .. } => "quartile",
            SegmentRule::Threshold { .. } => "threshold",
            SegmentRule::Judgement { .. } => "judgement",
        }
        .to_owned(),
        metrics: framework.metrics.len(),
        quarters,
        statements: framework
            .statements
            .iter()
            .map(|said| StatementShape {
                text: said.text.clone(),
                status: said.status.to_string(),
                basis: said.basis.clone(),
            })
            .collect(),
        unknown: framework
            .unknown
            .iter()
            .map(|unknown| UnknownShape {
                what: unknown.what.clone(),
                why: unknown.why.clone(),
            })
            .collect(),
    }
}

pub(super) fn table(oversight: &Oversight, quarter: Month) -> TableShape {
    let published = &oversight.published;
    let framework = oversight.framework();
    let before = oversight.before(quarter);
    let uncertain = oversight.uncertainty(quarter);
    let uncertain: HashMap<&BodyCode, &Uncertainty> =
        uncertain.iter().map(|one| (&one.trust, one)).collect();
    let changes = before.map_or_else(Vec::new, |before| {
        segment_changes(published, before, quarter)
    });
    let changes: HashMap<&BodyCode, &SegmentChange> =
        changes.iter().map(|one| (&one.trust, one)).collect();
    let held = published.trusts(quarter);
    let mut of_type: HashMap<&str, usize> = HashMap::new();
    for one in held {
        *of_type.entry(&one.trust_type).or_default() += 1;
    }
    let mut trusts: Vec<TrustRow> = held
        .iter()
        .map(|one| {
            let of = of_type.get(one.trust_type.as_str()).copied().unwrap_or(0);
            row(
                oversight,
                quarter,
                one,
                of,
                uncertain.get(&one.trust).copied(),
                changes.get(&one.trust).copied(),
            )
        })
        .collect();
    let order = |row: &TrustRow| type_order(framework, &row.trust_type);
    trusts.sort_by(|a, b| {
        let last = |rank: Option<u32>| rank.unwrap_or(u32::MAX);
        order(a)
            .cmp(&order(b))
            .then(last(a.rank).cmp(&last(b.rank)))
            .then_with(|| a.name.cmp(&b.name))
    });
    TableShape {
        framework: framework.id.clone(),
        title: framework.title.clone(),
        quarter: quarter.to_string(),
        name: quarter_name(quarter),
        before: before.map(|before| before.to_string()),
        held: oversight.quarter_shape(quarter),
        bands: published_bands(published, quarter),
        segments: counts(&trusts),
        trusts,
    }
}

fn type_order(framework: &Framework, id: &str) -> usize {
    let mut types = framework.trust_types.iter();
    types.position(|kind| kind.id == id).unwrap_or(usize::MAX)
}

fn counts(trusts: &[TrustRow]) -> Vec<SegmentCount> {
    (1..=5)
        .filter_map(|segment| {
            let inside: Vec<&TrustRow> = trusts
                .iter()
                .filter(|row| row.segment == Some(segment))
                .collect();
            let by = |what: &str| {
                let all = inside.iter();
                all.filter(|row| row.set_by.as_deref() == Some(what))
                    .count()
            };
            // The fifth stands apart: it is shown only where somebody is in it.
            (segment < 5 || !inside.is_empty()).then(|| SegmentCount {
                segment,
                trusts: inside.len(),
                by_score: by(BY_SCORE),
                by_override: by(BY_OVERRIDE),
                by_programme: by(BY_PROGRAMME),
            })
        })
        .collect()
}

fn row(
    oversight: &Oversight,
    quarter: Month,
    held: &Held,
    of: usize,
    uncertain: Option<&Uncertainty>,
    change: Option<&SegmentChange>,
) -> TrustRow {
    let rows = &oversight.rows;
    let placed = Placed::of(oversight, quarter, &held.trust);
    let place = rows.place(quarter, &held.trust);
    let printed = place.as_ref().map(|(row, _)| *row);
    TrustRow {
        trust: held.trust.to_string(),
        name: held.name.clone(),
        trust_type: held.trust_type.clone(),
        region: held.region.clone(),
        rank: placed.rank,
        of,
        average: placed.average.map(Decimal::as_f64),
        likely: uncertain.map(|one| one.average),
        likely_published: printed
            .and_then(|row| row.average_range)
            .map(|(best, worst)| LikelyRange {
                best: best.as_f64(),
                worst: worst.as_f64(),
            }),
        likely_rank: uncertain.and_then(|one| one.rank).map(|(a, b)| vec![a, b]),
        likely_rank_published: printed
            .and_then(|row| row.rank_range)
            .map(|(a, b)| vec![a, b]),
        chances: uncertain
            .and_then(|one| one.segments)
            .map(|all| all.to_vec()),
        unadjusted: placed.unadjusted,
        segment: placed.segment,
        set_by: placed.set_by.map(str::to_owned),
        financial_override: placed.flag,
        change: change.map(moved),
        average_receipt: placed.average_place.and_then(|at| rows.receipt(at)),
        segment_receipt: placed.segment_place.and_then(|at| rows.receipt(at)),
        league_receipt: place.map(|(_, receipt)| receipt),
    }
}

fn moved(change: &SegmentChange) -> ChangeShape {
    ChangeShape {
        from: change.from.to_string(),
        segment_before: change.segments.0,
        average_before: change.averages.0.map(Decimal::as_f64),
        metrics: change.metrics,
        moved: change.moved,
        likely: change.likely,
        verdict: change.verdict.to_string(),
    }
}

/// Where a trust stands as published, and what put it there.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Placed {
    pub(super) average: Option<Decimal>,
    pub(super) average_place: Option<usize>,
    pub(super) unadjusted: Option<u8>,
    pub(super) segment: Option<u8>,
    pub(super) segment_place: Option<usize>,
    pub(super) set_by: Option<&'static str>,
    pub(super) flag: Option<bool>,
    pub(super) rank: Option<u32>,
}

impl Placed {
    pub(super) fn of(oversight: &Oversight, quarter: Month, trust: &BodyCode) -> Self {
        let rows = &oversight.rows;
        let Some(codes) = &oversight.framework().summary else {
            return Self::default();
        };
        let whole = |code: &str| rows.whole(quarter, trust, code);
        let at = |code: &str| rows.row(quarter, trust, code).map(|(at, _)| at);
        let unadjusted = whole(&codes.unadjusted_segment);
        let adjusted = whole(&codes.adjusted_segment);
        let last = codes
            .final_segment
            .as_deref()
            .filter(|code| whole(code).is_some());
        let segment_code = last.unwrap_or(&codes.adjusted_segment);
        let segment = whole(segment_code);
        let in_programme = codes.support_programme.as_deref().and_then(whole) == Some(1);
        let set_by = match (segment, adjusted, unadjusted) {
            (Some(_), _, _) if in_programme => Some(BY_PROGRAMME),
            (Some(_), Some(after), Some(before)) if after != before => Some(BY_OVERRIDE),
            (Some(_), Some(_), Some(_)) => Some(BY_SCORE),
            _ => None,
        };
        Self {
            average: rows.value(quarter, trust, &codes.average),
            average_place: at(&codes.average),
            unadjusted,
            segment,
            segment_place: at(segment_code),
            set_by,
            flag: whole(&codes.financial_override).map(|flag| flag == 1),
            rank: rows
                .row(quarter, trust, &codes.adjusted_segment)
                .and_then(|(_, row)| row.rank),
        }
    }
}
