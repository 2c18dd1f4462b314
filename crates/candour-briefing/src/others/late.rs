//! What could be held by now and is not: the latest period of a publication is long over.

use candour_core::{Cadence, Month};
use candour_findings::format::plural;
use jiff::civil::Date;

use super::Asked;
use crate::item::{Item, ItemId, ItemKind, Section, Subject};
use crate::sentence::Sentence;

pub(super) fn of(asked: &Asked<'_>) -> Vec<Item> {
    if asked.is_by_period() || !asked.is_england() {
        return Vec::new();
    }
    candour_publications::all()
        .iter()
        .filter_map(|publication| {
            let facts = publication.facts();
            let latest = *asked.latest.get(facts.id)?;
            item(facts.id, facts.title, facts.cadence, latest, asked)
        })
        .collect()
}

fn item(id: &str, title: &str, cadence: Cadence, latest: Month, asked: &Asked<'_>) -> Option<Item> {
    let ended: Date = latest.last_day();
    let days = (asked.day() - ended).get_days();
    let (late, period) = match cadence {
        Cadence::Monthly => (asked.scoring.days.late_monthly, "month"),
        Cadence::Quarterly { .. } => (asked.scoring.days.late_quarterly, "quarter"),
    };
    if days <= late {
        return None;
    }
    let days = usize::try_from(days).unwrap_or(0);
    let headline = Sentence::from(format!(
        "No file of {title} later than {} is held",
        latest.in_words()
    ));
    let detail = vec![
        Sentence::from(format!(
            "That {period} ended {} ago. Whether a later one is out this archive cannot tell: it asks nobody.",
            plural(days, "day", "days")
        )),
        Sentence::default()
            .link("What is held, month by month", "/data")
            .text("."),
    ];
    let size = (f64::from(u32::try_from(days).unwrap_or(0)) / 365.0).min(1.0);
    Some(Item {
        id: ItemId::of(ItemKind::Late, [id, latest.to_string().as_str()]),
        kind: ItemKind::Late,
        section: Section::Late,
        subject: Subject {
            period: Some(latest),
            ..Subject::default()
        },
        headline,
        detail,
        score: asked.scoring.score(
            ItemKind::Late,
            1.0,
            asked.amounts_of_day(
                asked.day(),
                (size, "how long ago it ended"),
                (1.0, "what is held"),
            ),
        ),
        series: None,
    })
}
