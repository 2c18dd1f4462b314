//! A body's own plan for a measure, month by month, held against the figures of the archive.

use std::borrow::Cow;

use candour_archive::{ArchiveError, KnownBody, SeriesQuery, Snapshot};
use candour_assessment::commitment::{
    Asked, Commitment, CommitmentId, Due, Evidence, Kind, Operator, OwedBy, Test, Threshold,
};
use candour_assessment::finance::{Position, Positions, Quantity};
use candour_assessment::verdict::judge;
use candour_core::{Better, FinancialYear, MeasureId, Month};

use crate::judging::{AsAt, Judged, seen, standing};

/// The measures for which a body has a plan by month, in the order of their names.
#[must_use]
pub fn planned_measures(positions: &Positions, body: &KnownBody) -> Vec<MeasureId> {
    let mut found: Vec<MeasureId> = positions
        .of(&body.code)
        .iter()
        .filter_map(|row| match &row.quantity {
            Quantity::Measure(id) => Some(id.clone()),
            Quantity::Surplus | Quantity::Savings | Quantity::Turnover => None,
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// The months of `year` for which a body has a plan for a measure, each judged as a commitment due in that
/// month: by the figures of the archive, or unknown with the reason.
///
/// # Errors
/// Where the archive cannot be read, or the measure is not known.
pub fn trajectory(
    snapshot: &Snapshot<'_>,
    positions: &Positions,
    body: &KnownBody,
    measure: &MeasureId,
    year: FinancialYear,
    as_at: AsAt,
) -> Result<Vec<Judged>, ArchiveError> {
    let measure = snapshot.measure(measure.as_str())?;
    let quantity = Quantity::Measure(measure.id.clone());
    let operator = match measure.better {
        Better::Higher => Operator::AtLeast,
        Better::Lower => Operator::AtMost,
        // A plan for what neither way is better can be shown and not be judged.
        Better::Neither => return Ok(Vec::new()),
    };
    let Some((basis, boundaries)) = standing(measure, body.level) else {
        return Ok(Vec::new());
    };
    let series = snapshot.series(&SeriesQuery {
        level: Some(body.level),
        basis: Some(basis),
        boundaries,
        as_known: as_at.as_known,
        ..SeriesQuery::new(measure.id.clone(), body.code.clone())
    })?;
    let seen = seen(&series, measure);
    Ok(positions
        .trajectory(&body.code, &quantity)
        .into_iter()
        .filter(|(month, _)| FinancialYear::of(*month) == year)
        .filter_map(|(month, plan)| {
            let commitment = commitment(plan, measure.id.clone(), operator, month)?;
            Some(Judged {
                verdict: judge(&commitment, &body.code, None, Some(&seen), as_at.day),
                commitment: Cow::Owned(commitment),
                measure: Some(measure),
                basis: Some(basis),
                boundaries,
                level: body.level,
            })
        })
        .collect())
}

/// A row of a trajectory as a commitment of its month.
fn commitment(
    plan: &Position,
    measure: MeasureId,
    operator: Operator,
    month: Month,
) -> Option<Commitment> {
    let number = plan.number()?;
    let asked = Asked {
        operator,
        value: number.value,
        unit: number.unit.to_string(),
    };
    Some(Commitment {
        id: CommitmentId::of_plan(measure.as_str(), plan.year, Some(month)),
        kind: Kind::Plan,
        title: format!("{measure}: {} in {}", asked.in_words(), month.in_words()),
        text: plan.in_words(),
        owed_by: OwedBy::Body(plan.body.clone()),
        owed_to: String::new(),
        years: Some((plan.year, plan.year)),
        made_on: plan.as_at,
        in_force: candour_register::Span::default(),
        due: Due::In(month),
        document: plan.document.clone(),
        asked: Some(asked),
        test: Test::Level {
            measure,
            threshold: Threshold {
                operator,
                value: plan.in_measure_unit()?,
            },
        },
        superseded_by: None,
        evidence: if plan.is_unverified() {
            Evidence::Unverified
        } else {
            Evidence::Sourced
        },
        note: plan.note.clone(),
        place: plan.place.clone(),
    })
}
