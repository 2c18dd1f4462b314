//! The league table: its figures against the data file's, its likely ranges against ours.

use super::super::published::{Code, Quarter};
use super::super::uncertainty::uncertainty;
use super::super::{Between, Decimal, LeagueRow};
use super::{Cause, Figure, Finding, Layer, Line, Outcome, Published};

/// Within how much an end of a likely range of an average agrees.
const RANGE: f64 = 0.02;

/// Within how many ranks an end of a likely range of a rank agrees.
const RANKS: f64 = 1.0;

pub(super) fn lines(
    published: &Published,
    quarter: &Quarter,
    league: &[LeagueRow],
    lines: &mut Vec<Line>,
) {
    if !league.iter().any(|row| row.quarter == quarter.month) {
        return;
    }
    let ours = uncertainty(published, quarter.month);
    for row in league.iter().filter(|row| row.quarter == quarter.month) {
        let at = quarter.position(&row.trust);
        let kind = published
            .framework()
            .trust_type(&row.trust_type)
            .map_or(row.trust_type.as_str(), |kind| kind.id.as_str());
        let whole = |code: Code| {
            let value = published.value(quarter, at?, code)?;
            Some(value.as_f64())
        };
        let rank = at
            .and_then(|at| published.row(quarter, at, Code::Adjusted)?.rank)
            .map(f64::from);
        let same = [
            (Figure::LeagueAverage, row.average, whole(Code::Average)),
            (
                Figure::LeagueSegment,
                row.segment.and_then(number),
                whole(Code::Adjusted),
            ),
            (Figure::LeagueRank, row.rank.and_then(number), rank),
            (
                Figure::Override,
                row.in_deficit.and_then(|flag| number(u8::from(flag))),
                whole(Code::Override),
            ),
        ];
        for (figure, printed, ours) in same {
            let rule = (0.0, &Cause::Unexplained);
            add((row, kind), figure, printed, ours, rule, lines);
        }
        let own = ours.iter().find(|own| own.trust == row.trust);
        let average = own.map(|own| own.average);
        let rank = own.and_then(|own| own.rank);
        let ends = [
            (
                Figure::LikelyBest,
                row.average_range.map(|(best, _)| best),
                average.map(|range| range.best),
                RANGE,
            ),
            (
                Figure::LikelyWorst,
                row.average_range.map(|(_, worst)| worst),
                average.map(|range| range.worst),
                RANGE,
            ),
            (
                Figure::LikelyBestRank,
                row.rank_range.and_then(|(best, _)| number(best)),
                rank.map(|(best, _)| f64::from(best)),
                RANKS,
            ),
            (
                Figure::LikelyWorstRank,
                row.rank_range.and_then(|(_, worst)| number(worst)),
                rank.map(|(_, worst)| f64::from(worst)),
                RANKS,
            ),
        ];
        for (figure, printed, ours, tolerance) in ends {
            let rule = (tolerance, &Cause::OwnMethod);
            add((row, kind), figure, printed, ours, rule, lines);
        }
    }
}

fn number(whole: impl Into<i64>) -> Option<Decimal> {
    Decimal::from_hundredths(whole.into().checked_mul(100)?)
}

fn add(
    (row, kind): (&LeagueRow, &str),
    figure: Figure,
    printed: Option<Decimal>,
    ours: Option<f64>,
    (tolerance, cause): (f64, &Cause),
    lines: &mut Vec<Line>,
) {
    let Some(printed) = printed else { return };
    let finding = match ours {
        Some(ours) => Finding::exact(printed.as_f64(), ours, tolerance, cause.clone()),
        None => Finding {
            ours: None,
            outcome: Outcome::NotComputable,
            cause: Cause::NotHeld,
        },
    };
    lines.push(Line {
        layer: Layer::League,
        figure,
        quarter: row.quarter,
        trust: Some(row.trust.clone()),
        trust_type: kind.to_owned(),
        code: figure.as_str().to_owned(),
        published: printed,
        difference: finding
            .ours
            .and_then(Between::figure)
            .map(|ours| printed.as_f64() - ours),
        ours: finding.ours,
        outcome: finding.outcome,
        cause: finding.cause,
        place: row.place,
    });
}
