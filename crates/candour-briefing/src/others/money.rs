//! Financial plans of which it became known of late whether they were kept.

use candour_archive::ArchiveError;
use candour_assessment::commitment::RowPlace;
use candour_assessment::finance::{BodyYear, Standing};
use candour_core::FinancialYear;
use candour_findings::{AsAt, links, plan_year, plan_years};
use jiff::civil::Date;

use super::Asked;
use crate::item::{Item, ItemId, ItemKind, Section, Subject};
use crate::sentence::Sentence;
use crate::tell::number_word;

/// How many of the systems that missed their plan are named.
const NAMED: usize = 5;

pub(super) fn of(asked: &Asked<'_>) -> Result<Vec<Item>, ArchiveError> {
    if asked.is_by_period() {
        return Ok(Vec::new());
    }
    let (from, to) = asked.lately(asked.scoring.days.decided);
    let mut items = Vec::new();
    for year in plan_years() {
        // Long before a year is over and long after it nothing is decided.
        let over = year.last_day();
        if to < over || (to - over).get_days() > 730 {
            continue;
        }
        let known = |day: Date| {
            plan_year(
                asked.snapshot,
                year,
                None,
                AsAt {
                    day,
                    as_known: Some(day),
                    year: Some(year),
                },
            )
        };
        let (now, before) = (known(to)?, known(from)?);
        let decided = |bodies: &[BodyYear]| -> Vec<BodyYear> {
            bodies
                .iter()
                .filter(|body| matches!(body.standing, Standing::Missed | Standing::Met))
                .filter(|body| asked.is_england() || body.body == asked.body.code)
                .cloned()
                .collect()
        };
        let (after, earlier) = (
            decided(&now.systems.bodies),
            decided(&before.systems.bodies),
        );
        let new: Vec<&BodyYear> = after
            .iter()
            .filter(|body| !earlier.iter().any(|known| known.body == body.body))
            .collect();
        if !new.is_empty() {
            items.push(item(
                year,
                &new,
                &after,
                now.systems.bodies.len(),
                to,
                asked,
            )?);
        }
    }
    Ok(items)
}

fn item(
    year: FinancialYear,
    new: &[&BodyYear],
    all: &[BodyYear],
    systems: usize,
    day: Date,
    asked: &Asked<'_>,
) -> Result<Item, ArchiveError> {
    let register = asked.snapshot.register()?;
    let name = |body: &BodyYear| register.name_or(body.body.as_str(), body.body.as_str());
    let plan = format!("/plans/{year}");
    let missed: Vec<&&BodyYear> = new
        .iter()
        .filter(|body| body.standing == Standing::Missed)
        .collect();
    let headline = match new {
        [only] => {
            let did = if only.standing == Standing::Missed {
                "missed"
            } else {
                "met"
            };
            Sentence::default()
                .link(name(only), links::body(&only.body, links::View::default()))
                .text(format!(" {did} its financial plan for "))
                .link(year.to_string(), plan)
        }
        several => Sentence::from(format!(
            "{} of {} systems whose full year became known missed their financial plan for ",
            number_word(missed.len(), true),
            number_word(several.len(), false),
        ))
        .link(year.to_string(), plan),
    };
    let mut detail = Vec::new();
    for body in missed.iter().take(NAMED) {
        let Some(gap) = &body.verdict.gap else {
            continue;
        };
        let row: Option<&RowPlace> = body.verdict.outturn.as_ref().map(|row| &row.place);
        let size = candour_findings::format::count_in_full(gap.value.abs().round());
        let mut said = Sentence::from(format!("{}: ", name(body)));
        said = match row {
            Some(place) => said.figure(
                format!("£{size}m"),
                format!("£{}m", gap.value.abs()),
                format!("/commitments/{}/{}", links::encode(&place.file), place.line),
            ),
            None => said.text(format!("£{size}m")),
        };
        detail.push(said.text(" worse than plan."));
    }
    let all_missed = all
        .iter()
        .filter(|body| body.standing == Standing::Missed)
        .count();
    if asked.is_england() {
        detail.push(Sentence::from(format!(
            "Of {systems} systems, full-year rows now say of {} whether the plan was kept: {all_missed} missed it.",
            all.len(),
        )));
    }
    #[expect(clippy::cast_precision_loss, reason = "systems are few")]
    let size = (0.4 + new.len() as f64 / 20.0).min(1.0);
    let unverified = new.iter().any(|body| body.verdict.is_unverified());
    let certainty = if unverified {
        (0.5, "rests on a row that nobody has confirmed")
    } else {
        (1.0, "full-year rows with their sources")
    };
    Ok(Item {
        id: ItemId::of(
            ItemKind::DueDecided,
            [
                "plan-surplus",
                asked.body.code.as_str(),
                year.to_string().as_str(),
                day.to_string().as_str(),
            ],
        ),
        kind: ItemKind::DueDecided,
        section: Section::Money,
        subject: Subject {
            bodies: new.iter().map(|body| body.body.clone()).collect(),
            level: Some(candour_core::Level::Icb),
            day: Some(day),
            ..Subject::default()
        },
        headline,
        detail,
        score: asked.scoring.score(
            ItemKind::DueDecided,
            1.0,
            asked.amounts_of_day(day, (size, "how many plans were decided"), certainty),
        ),
        series: None,
    })
}
