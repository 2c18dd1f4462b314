//! Where the figures of queries stand, and what is told when one came to the other side.

use candour_archive::{ArchiveError, SeriesQuery, Snapshot, cadence};
use candour_briefing::Sentence;
use candour_core::{BodyCode, MeasureId, Month, SeriesKey};
use candour_findings::links::{self, View};
use candour_findings::wording::{self, Change};
use candour_findings::{AssessOptions, assess, format};
use candour_measures::Measure;

use crate::follow::{Follow, Query};
use crate::rules::Standing;
use crate::told::Told;

/// The latest figure of a series, with what is needed to tell of it.
#[derive(Debug, Clone)]
pub struct Look {
    /// The figure.
    pub standing: Standing,
    measure: &'static Measure,
    key: SeriesKey,
    place: String,
    period: Month,
    before: Option<(Month, f64)>,
    change: Option<Change>,
    href: String,
}

/// The latest figure of each series that is asked for, in their order. A series that is not held, or has no figure, or
/// only a lower bound, is left out: nothing can be said of it.
///
/// # Errors
/// Where the archive cannot be read.
pub fn looks(
    snapshot: &Snapshot<'_>,
    asked: &[(MeasureId, BodyCode)],
) -> Result<Vec<Look>, ArchiveError> {
    let mut found = Vec::new();
    for (measure, body) in asked {
        match look(snapshot, measure, body) {
            Ok(look) => found.extend(look),
            Err(ArchiveError::NotFound(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

fn look(
    snapshot: &Snapshot<'_>,
    id: &MeasureId,
    body: &BodyCode,
) -> Result<Option<Look>, ArchiveError> {
    let measure = snapshot.measure(id.as_str())?;
    let series = snapshot.series(&SeriesQuery::new(measure.id.clone(), body.clone()))?;
    let mut with_value = series
        .figures
        .iter()
        .rev()
        .filter_map(|figure| Some((figure.period, figure.value?, figure.over)));
    let Some((period, value, false)) = with_value.next() else {
        return Ok(None);
    };
    let before = with_value
        .next()
        .filter(|(.., over)| !over)
        .map(|(period, value, _)| (period, value));
    // A contradiction between the rules' options leaves the figure and takes the judgement.
    let change = assess(&series, measure, &AssessOptions::default())
        .ok()
        .map(|assessment| wording::change(&assessment));
    let name = snapshot.body(body.as_str())?.name;
    Ok(Some(Look {
        standing: Standing {
            measure: id.clone(),
            body: body.clone(),
            value,
        },
        measure,
        place: wording::place(series.key.level, &name),
        href: links::receipt(&series.key, measure, period, View::default()),
        key: series.key,
        period,
        before,
        change,
    }))
}

impl Look {
    /// What is told of a query whose figure came to the other side.
    #[must_use]
    pub fn told(&self, query: &Query, holds: bool) -> Told {
        let unit = self.measure.unit;
        let side = query.side.as_str();
        let moved = if holds {
            format!("came {side}")
        } else {
            format!("is no longer {side}")
        };
        let value = self.standing.value;
        let when = wording::in_period(cadence(self.measure), self.period);
        let headline = Sentence::from(format!(
            "{} {} {moved} {}: ",
            format::capital(&wording::subject(&self.measure.title)),
            self.place,
            format::target(query.value, unit),
        ))
        .figure(
            format::value_beside_target(value, query.value, unit),
            format::value_in_full(value, unit),
            self.href.clone(),
        )
        .text(format!(" {when}"));
        let mut detail = Vec::new();
        if let Some((period, before)) = self.before {
            let when = wording::in_period(cadence(self.measure), period);
            detail.push(
                Sentence::from("It was ")
                    .figure(
                        format::value_beside_target(before, query.value, unit),
                        format::value_in_full(before, unit),
                        links::receipt(&self.key, self.measure, period, View::default()),
                    )
                    .text(format!(" {when}.")),
            );
        }
        detail.push(Sentence::from(self.usual()));
        detail.push(
            Sentence::from("See ")
                .link(
                    "the chart",
                    links::chart(&self.key, self.measure, View::default()),
                )
                .text("."),
        );
        Told {
            id: format!("{}/{}/{holds}", Follow::Query(query.clone()), self.period),
            kind: "query".to_owned(),
            headline,
            detail,
        }
    }

    /// Whether the move is within the usual variation.
    fn usual(&self) -> &'static str {
        match self.change {
            Some(Change::Usual { .. }) => {
                "The move is within its usual variation: chance alone would bring it about, and it may well go back."
            }
            Some(Change::Special { .. }) => {
                "The figure is a special cause: beyond what its usual variation would bring about."
            }
            Some(Change::TooFew { .. } | Change::Nothing) | None => {
                "Too few figures are held to tell this move from chance."
            }
        }
    }
}
