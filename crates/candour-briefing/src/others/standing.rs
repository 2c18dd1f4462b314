//! What has long been so and still is: a standard missed in every period held, a special cause that goes on.

use candour_assessment::PointType;
use candour_core::Month;
use candour_findings::format::{capital, plural, target};
use candour_findings::standard_in;
use candour_findings::wording::{in_period, periods_word};

use crate::gather::Gathered;
use crate::item::{Criterion, Item, ItemId, ItemKind, Subject};
use crate::join::section;
use crate::reading::Line;
use crate::scoring::Scoring;
use crate::sentence::Sentence;
use crate::tell::{one_period, where_, with_figure};

/// One for each series of the body itself that has no news.
pub(super) fn of(gathered: &Gathered, scoring: &Scoring) -> Vec<Item> {
    let quiet = gathered.quiet.iter();
    quiet.filter_map(|line| of_line(line, scoring)).collect()
}

fn of_line(line: &Line, scoring: &Scoring) -> Option<Item> {
    let month = line.period();
    let (headline, run, commitment) = match standard_in(line.measure, month) {
        Some(standard) if !standard.met_by(line.value()) => {
            let missed: Vec<Month> = std::iter::once(month)
                .chain(
                    line.earlier()
                        .take_while(|(month, value)| {
                            standard_in(line.measure, *month)
                                .is_some_and(|then| !then.met_by(*value))
                        })
                        .map(|(month, _)| month),
                )
                .collect();
            let bound = target(standard.value, line.measure.unit);
            let start = Sentence::from(format!(
                "{} {} stood at ",
                capital(&line.measure.subject),
                where_(line)
            ));
            let said = with_figure(start, line, month, line.value())
                .text(format!(" {}, ", in_period(line.cadence(), month)));
            let href = format!("/targets/{}", standard.commitment.id);
            let said = said
                .text("short of the national standard of ")
                .link(bound, href);
            let periods = periods_word(line.cadence());
            let said = if missed.len() == line.points() {
                said.text(format!(
                    " as in every one of the {} held",
                    plural(missed.len(), one_period(periods), periods)
                ))
            } else {
                let since = missed.last().copied().unwrap_or(month);
                said.text(format!(
                    " as in every {} held since {}",
                    one_period(periods),
                    since.in_words()
                ))
            };
            (said, missed.len(), Some(standard.commitment.id.clone()))
        }
        _ => {
            let kind = line.kind();
            let stayed = match kind {
                PointType::Improvement => "better",
                PointType::Concern => "worse",
                PointType::CommonCause | PointType::NeutralHigh | PointType::NeutralLow => {
                    return None;
                }
            };
            let start = Sentence::from(format!(
                "{} {} stayed {} than usual {}, at ",
                capital(&line.measure.subject),
                where_(line),
                stayed,
                in_period(line.cadence(), month)
            ));
            let run = line
                .now
                .points
                .iter()
                .rev()
                .filter(|point| point.value.is_some())
                .take_while(|point| point.point_type == Some(kind))
                .count();
            (with_figure(start, line, month, line.value()), run, None)
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "a run is short")]
    let size = run as f64 / 24.0;
    let mut amounts = crate::score_line::common(line, scoring);
    amounts.push((Criterion::Size, size, format!("so for {run} periods held")));
    Some(Item {
        id: ItemId::of(
            ItemKind::Standing,
            [
                line.measure.id.as_str(),
                line.body().as_str(),
                month.to_string().as_str(),
            ],
        ),
        kind: ItemKind::Standing,
        section: section(line.measure.group),
        subject: Subject {
            bodies: vec![line.body().clone()],
            level: Some(line.level()),
            measure: Some(line.measure.id.clone()),
            commitment,
            period: Some(month),
            ..Subject::default()
        },
        headline,
        detail: Vec::new(),
        score: scoring.score(ItemKind::Standing, 1.0, amounts),
        series: Some(line.series.key.clone()),
    })
}
