//! Several bodies with one cause become one item.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use candour_core::Level;
use candour_findings::format::capital;
use candour_findings::wording::in_period;
use candour_measures::Group;

use crate::coverage::LikeForLike;
use crate::gather::{Gathered, Told};
use crate::item::{Item, ItemId, ItemKind, Section, Subject};
use crate::query::BriefingQuery;
use crate::reading::Line;
use crate::score_line::{Among, amounts};
use crate::scoring::Scoring;
use crate::sentence::Sentence;
use crate::signal::Tone;
use crate::tell::{self, bodies_word, number_word, with_figure};

/// Where the news of a measure stands.
pub(crate) const fn section(group: Group) -> Section {
    match group {
        Group::UrgentCare => Section::UrgentCare,
        Group::Waiting | Group::Cancer | Group::Diagnostics => Section::Waits,
        Group::Beds => Section::Beds,
        Group::MentalHealth | Group::Community => Section::OtherCare,
        Group::Workforce => Section::People,
        Group::Money => Section::Money,
    }
}

/// Items of everything gathered: what the body itself did, with how many below it did the same, then what
/// only bodies below it did, several together.
pub(crate) fn joined(gathered: &Gathered, query: &BriefingQuery, scoring: &Scoring) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut taken = vec![false; gathered.below.len()];
    for told in &gathered.own {
        // A part of another measure that did the same is told with that one.
        if gathered.own.iter().any(|other| is_part(told, other)) {
            continue;
        }
        let mut item = of_line(told, ALONE, query, scoring);
        for part in gathered.own.iter().filter(|other| is_part(other, told)) {
            let start = Sentence::from(format!("{}: ", capital(&part.line.measure.subject)));
            let said = with_figure(start, &part.line, part.line.period(), part.line.value());
            item.detail.push(said.text("."));
            // What the bodies below did in the part is told with what they did in the whole.
            sharing(part, gathered, &mut taken);
        }
        let (shared, said) = sharing(told, gathered, &mut taken);
        if let Some(shared) = shared {
            item.score = scoring.score(
                item.kind,
                factor(told, scoring),
                amounts(
                    &told.line,
                    told.first(),
                    &told.alike,
                    Some(shared),
                    Among::ITSELF,
                    query,
                    scoring,
                ),
            );
        }
        item.detail.extend(said);
        items.push(item);
    }
    fold_parts(gathered, &mut taken);
    items.extend(groups(gathered, &mut taken, query, scoring));
    items
}

/// Of a body below that did the same in a measure and in a part of it, the part is not told by itself.
fn fold_parts(gathered: &Gathered, taken: &mut [bool]) {
    let below = &gathered.below;
    for (place, told) in below.iter().enumerate() {
        let folded = below
            .iter()
            .any(|other| other.line.body() == told.line.body() && is_part(told, other));
        if let Some(taken) = taken.get_mut(place).filter(|_| folded) {
            *taken = true;
        }
    }
}

/// What only bodies below did: of the highest level first, so that what the level below did too is told with
/// it.
fn groups(
    gathered: &Gathered,
    taken: &mut [bool],
    query: &BriefingQuery,
    scoring: &Scoring,
) -> Vec<Item> {
    let mut items = Vec::new();
    for level in levels_below(Level::England) {
        let mut groups: BTreeMap<_, Vec<(usize, &Told)>> = BTreeMap::new();
        for (place, told) in gathered.below.iter().enumerate() {
            if told.line.level() == *level && taken.get(place) == Some(&false) {
                let key = (
                    told.line.measure.id.clone(),
                    told.first().kind(),
                    told.first().tone(&told.line),
                );
                groups.entry(key).or_default().push((place, told));
            }
        }
        for group in groups.into_values() {
            for (place, _) in &group {
                if let Some(taken) = taken.get_mut(*place) {
                    *taken = true;
                }
            }
            let mut group: Vec<&Told> = group.into_iter().map(|(_, told)| told).collect();
            group.sort_by(|one, other| by_size(one, other, query, scoring));
            if group.len() < scoring.peers.together_from {
                let among = among(&group, gathered);
                let alone = group
                    .iter()
                    .map(|told| of_line(told, (None, among), query, scoring));
                items.extend(alone);
            } else if let Some(mut item) = of_group(&group, gathered, query, scoring) {
                if let Some(lead) = group.first() {
                    item.detail.extend(sharing(lead, gathered, taken).1);
                }
                items.push(item);
            }
        }
    }
    items
}

/// Every news of every series by itself: what alerts are matched with.
pub(crate) fn apart(gathered: &Gathered, query: &BriefingQuery, scoring: &Scoring) -> Vec<Item> {
    gathered
        .own
        .iter()
        .chain(&gathered.below)
        .map(|told| of_line(told, ALONE, query, scoring))
        .collect()
}

/// Looked at by itself.
const ALONE: (Option<f64>, Among) = (None, Among::ITSELF);

/// How many bodies of a level were looked at for what a group did.
fn among(group: &[&Told], gathered: &Gathered) -> Among {
    let looked_at = group.first().and_then(|told| {
        let key = (told.line.measure.id.clone(), told.line.level());
        gathered.looked_at.get(&key).copied()
    });
    Among {
        with_it: group.len(),
        looked_at: looked_at.unwrap_or(group.len()).max(group.len()),
    }
}

/// Whether `part` is of a measure that counts a part of what `whole` counts (`ae-four-hour-type1` of
/// `ae-four-hour`), and did the same.
fn is_part(part: &Told, whole: &Told) -> bool {
    let (one, all) = (
        part.line.measure.id.as_str(),
        whole.line.measure.id.as_str(),
    );
    one.strip_prefix(all)
        .is_some_and(|rest| rest.starts_with('-'))
        && part.line.measure.unit == whole.line.measure.unit
        && part.line.period() == whole.line.period()
        && part.first().tone(&part.line) == whole.first().tone(&whole.line)
}

fn factor(told: &Told, scoring: &Scoring) -> f64 {
    if told.first().tone(&told.line) == Tone::Neither {
        scoring.signal.neither
    } else {
        1.0
    }
}

fn id(kind: ItemKind, line: &Line, body: &str) -> ItemId {
    let key = &line.series.key;
    let basis = (candour_archive::usual_basis(key.level) != key.basis).then(|| key.basis.as_str());
    let month = line.period().to_string();
    let parts = [key.measure.as_str(), body]
        .into_iter()
        .chain(basis)
        .chain([month.as_str()]);
    ItemId::of(kind, parts)
}

/// The news of one series.
fn of_line(
    told: &Told,
    (shared, among): (Option<f64>, Among),
    query: &BriefingQuery,
    scoring: &Scoring,
) -> Item {
    let line = &told.line;
    let first = told.first();
    let mut detail = vec![tell::comparison(line, first), tell::beside(line, first)];
    detail.extend(tell::also(line, &told.signals[1..]));
    if let LikeForLike::Stands { others } = told.alike {
        detail.push(Sentence::from(format!(
            "{} {} began or stopped reporting within the year; among the others the same is seen.",
            number_word(others, true),
            if others == 1 { "body" } else { "bodies" },
        )));
    }
    detail.retain(|said| !said.is_empty());
    Item {
        id: id(first.kind(), line, line.body().as_str()),
        kind: first.kind(),
        section: section(line.measure.group),
        subject: Subject {
            bodies: vec![line.body().clone()],
            level: Some(line.level()),
            measure: Some(line.measure.id.clone()),
            commitment: commitment(told),
            period: Some(line.period()),
            ..Subject::default()
        },
        headline: tell::headline(line, first),
        detail,
        score: scoring.score(
            first.kind(),
            factor(told, scoring),
            amounts(line, first, &told.alike, shared, among, query, scoring),
        ),
        series: Some(line.series.key.clone()),
    }
}

fn commitment(told: &Told) -> Option<candour_assessment::commitment::CommitmentId> {
    told.signals.iter().find_map(|signal| match signal {
        crate::signal::Signal::Crossed { standard, .. }
        | crate::signal::Signal::Assured { standard, .. } => Some(standard.commitment.id.clone()),
        _ => None,
    })
}

/// How many of the bodies below did the same in the same period, level by level, with the furthest named;
/// and the largest share of a level that did. What is told here is taken.
fn sharing(told: &Told, gathered: &Gathered, taken: &mut [bool]) -> (Option<f64>, Vec<Sentence>) {
    let line = &told.line;
    let tone = told.first().tone(line);
    let mut said = Vec::new();
    let mut most: Option<f64> = None;
    for level in levels_below(line.level()) {
        let mut same: Vec<(usize, &Told)> = gathered
            .below
            .iter()
            .enumerate()
            .filter(|(place, other)| {
                taken.get(*place) == Some(&false)
                    && other.line.level() == *level
                    && other.line.measure.id == line.measure.id
                    && other.line.period() == line.period()
                    && other.first().tone(&other.line) == tone
                    && direction(other) == direction(told)
            })
            .collect();
        let all = gathered
            .looked_at
            .get(&(line.measure.id.clone(), *level))
            .copied()
            .unwrap_or(0);
        if same.is_empty() || all == 0 {
            continue;
        }
        for (place, _) in &same {
            if let Some(taken) = taken.get_mut(*place) {
                *taken = true;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "bodies are few")]
        let share = same.len() as f64 / all as f64;
        most = Some(most.map_or(share, |most| most.max(share)));
        same.sort_by(|(_, one), (_, other)| {
            further(other)
                .total_cmp(&further(one))
                .then_with(|| one.line.body().cmp(other.line.body()))
        });
        let at = if *level == Level::Provider {
            "at"
        } else {
            "in"
        };
        let of = if same.len() == all {
            format!(
                "The same is seen {at} all {} {}, furthest from usual ",
                number_word(all, false),
                bodies_word(*level, all)
            )
        } else {
            format!(
                "The same is seen {at} {} of {} {}, furthest from usual ",
                number_word(same.len(), false),
                number_word(all, false),
                bodies_word(*level, all)
            )
        };
        let (_, furthest) = same[0];
        let start = Sentence::from(of)
            .text(tell::where_(&furthest.line))
            .text(" (");
        said.push(
            with_figure(
                start,
                &furthest.line,
                furthest.line.period(),
                furthest.line.value(),
            )
            .text(")."),
        );
    }
    (most, said)
}

/// The levels whose bodies make up one of this level.
const fn levels_below(level: Level) -> &'static [Level] {
    match level {
        Level::England => &[Level::Region, Level::Icb, Level::Provider],
        Level::Region => &[Level::Icb, Level::Provider],
        Level::Icb => &[Level::Provider],
        Level::SubIcb | Level::Provider => &[],
    }
}

/// Whether the news is of a higher value than usual, or than before.
fn direction(told: &Told) -> bool {
    match told.first() {
        crate::signal::Signal::Step { up, .. } => *up,
        crate::signal::Signal::Record { high, .. } => *high,
        _ => told
            .line
            .limits()
            .is_some_and(|limits| told.line.value() > limits.mean),
    }
}

/// How far from its mean, in half-widths of its limits.
fn further(told: &Told) -> f64 {
    told.line.limits().map_or(0.0, |limits| {
        (told.line.value() - limits.mean).abs() / limits.half()
    })
}

fn by_size(one: &Told, other: &Told, query: &BriefingQuery, scoring: &Scoring) -> Ordering {
    let points = |told: &Told| of_line(told, ALONE, query, scoring).score.points;
    points(other)
        .total_cmp(&points(one))
        .then_with(|| one.line.body().cmp(other.line.body()))
}

/// Several bodies of one level: `At seven providers the share … stood at the lowest of all months held …`.
fn of_group(
    group: &[&Told],
    gathered: &Gathered,
    query: &BriefingQuery,
    scoring: &Scoring,
) -> Option<Item> {
    let lead = group.first()?;
    let line = &lead.line;
    let level = line.level();
    let named = group.len().min(scoring.peers.named);
    let at = if level == Level::Provider { "At" } else { "In" };
    let mut said = Sentence::from(format!(
        "{at} {} {} {} {} {}, led by ",
        number_word(group.len(), false),
        bodies_word(level, group.len()),
        line.measure.subject,
        tell::together(line, lead.first()),
        in_period(line.cadence(), line.period()),
    ));
    for (place, told) in group.iter().take(named).enumerate() {
        let joint = match place {
            0 => "",
            place if place + 1 == named => " and ",
            _ => ", ",
        };
        said = said.text(format!("{joint}{} (", name_in_list(told)));
        said = with_figure(said, &told.line, told.line.period(), told.line.value()).text(")");
    }
    let among = among(group, gathered);
    #[expect(clippy::cast_precision_loss, reason = "bodies are few")]
    let shared = among.with_it as f64 / among.looked_at as f64;
    let mut item = of_line(lead, (Some(shared), among), query, scoring);
    item.id = id(
        lead.first().kind(),
        line,
        &format!("{level}-together-{}", tone_word(lead.first().tone(line))),
    );
    item.subject.bodies = group.iter().map(|told| told.line.body().clone()).collect();
    item.headline = said;
    item.detail = Vec::new();
    if among.looked_at > among.with_it {
        item.detail.push(Sentence::from(format!(
            "{} {} were looked at.",
            number_word(among.looked_at, true),
            bodies_word(level, among.looked_at)
        )));
    }
    Some(item)
}

/// A region with its article, any other body by its name.
fn name_in_list(told: &Told) -> String {
    let place = tell::where_(&told.line);
    place
        .strip_prefix("in ")
        .or_else(|| place.strip_prefix("at "))
        .unwrap_or(&place)
        .to_owned()
}

const fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Better => "better",
        Tone::Worse => "worse",
        Tone::Neither => "neither",
    }
}
