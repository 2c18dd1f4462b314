//! Questions that commitments, the register and the curated rows answer.

use std::collections::BTreeSet;

use candour_archive::Snapshot;
use candour_assessment::commitment::Targets;
use candour_assessment::events::Events;
use candour_assessment::verdict::{Outcome, Rests, Verdict};
use candour_core::{BodyCode, FinancialYear, Level, Unit};
use candour_findings::{AsAt, Judged, links, plan_year, pledges, target_at_level};
use candour_register::{People, PersonId, PostId, Register, Standing, designations};
use jiff::civil::Date;

use super::ask_figures::whole;
use super::claim::{ClaimUnit, FactFile, Give};
use super::evidence::{Found, Gap, Ground, of_page, of_row};
use super::facts;

/// The verdicts of a level on a target.
fn judged(
    snapshot: &Snapshot<'_>,
    commitment: &str,
    level: Level,
    as_at: AsAt,
) -> Result<Vec<Judged>, Gap> {
    let target = Targets::bundled()
        .get(commitment)
        .ok_or_else(|| Gap::because(format!("there is no target `{commitment}`")))?;
    Ok(target_at_level(snapshot, target, level, as_at)?)
}

fn target_page(commitment: &str) -> Ground {
    of_page(
        format!("target {commitment}"),
        format!("/targets/{}", links::encode(commitment)),
    )
}

/// What became of a target for one body.
pub(super) fn verdict(
    snapshot: &Snapshot<'_>,
    commitment: &str,
    (body, level): (&BodyCode, Level),
    as_at: AsAt,
    give: Give,
    unit: ClaimUnit,
) -> Result<Found, Gap> {
    let all = judged(snapshot, commitment, level, as_at)?;
    let judged = all
        .iter()
        .find(|judged| judged.verdict.body == *body)
        .ok_or_else(|| Gap::because(format!("no figures of {body} are held that decide it")))?;
    let found = &judged.verdict;
    known(found)?;
    let scale = match judged.unit() {
        Some(Unit::Share) => unit.of_share(),
        _ => 1.0,
    };
    let number = |number: Option<f64>| {
        number
            .map(|number| number * scale)
            .ok_or_else(|| Gap::because("the verdict has no such number"))
    };
    let mut grounds = rests(found);
    grounds.push(target_page(commitment));
    Ok(match give {
        Give::Value => Found::number(number(found.value)?, grounds),
        Give::Margin => Found::number(number(found.margin)?, grounds),
        _ => Found::words(found.outcome.as_str(), grounds),
    })
}

/// An unknown outcome is no answer.
fn known(verdict: &Verdict) -> Result<(), Gap> {
    match (verdict.outcome, &verdict.why) {
        (Outcome::Unknown, Some(why)) => Err(Gap::because(why.in_words())),
        (Outcome::Unknown, None) => Err(Gap::because("what became of it is not known")),
        _ => Ok(()),
    }
}

/// What a verdict rests on: of figures the page of the series at that month's receipt.
fn rests(verdict: &Verdict) -> Vec<Ground> {
    verdict
        .rests
        .iter()
        .map(|rests| match rests {
            Rests::Figure {
                measure,
                body,
                period,
                ..
            } => of_page(
                format!("{measure}, {body}, {period}"),
                format!(
                    "/receipts/{}/{}/{period}",
                    links::encode(measure.as_str()),
                    links::encode(body.as_str())
                ),
            ),
            Rests::Row { place, says } => of_row(place, says.clone()),
        })
        .collect()
}

/// For how many bodies of a level a target has an outcome. Where one of those that owe it is unknown
/// for want of a figure, the count is none: it would be too small.
pub(super) fn verdicts(
    snapshot: &Snapshot<'_>,
    commitment: &str,
    level: Level,
    as_at: AsAt,
    outcome: &str,
) -> Result<Found, Gap> {
    let all = judged(snapshot, commitment, level, as_at)?;
    if all.is_empty() {
        return Err(Gap::because("no figures are held that decide it"));
    }
    let unknown = all
        .iter()
        .filter(|judged| judged.verdict.outcome == Outcome::Unknown)
        .count();
    let counted = all
        .iter()
        .filter(|judged| judged.verdict.outcome.as_str() == outcome)
        .count();
    if unknown == all.len() && outcome != Outcome::Unknown.as_str() {
        return Err(Gap::because("no verdict is known"));
    }
    Ok(Found::number(whole(counted), vec![target_page(commitment)]))
}

fn plan_page(year: FinancialYear) -> Ground {
    of_page(format!("plans of {year}"), format!("/plans/{year}"))
}

/// How the plan of a body stands for a year.
pub(super) fn plan(
    snapshot: &Snapshot<'_>,
    year: FinancialYear,
    body: &BodyCode,
    as_at: AsAt,
) -> Result<Found, Gap> {
    let of_year = plan_year(snapshot, year, None, as_at)?;
    let found = of_year
        .body(body)
        .ok_or_else(|| Gap::because(format!("no plan of {body} is known for {year}")))?;
    let verdict = &found.verdict;
    let mut grounds = rests(&verdict.verdict);
    grounds.push(plan_page(year));
    let mut told = Found::words(found.standing.as_str(), grounds);
    if verdict.is_unverified() {
        "a row that it rests on is confirmed by nobody".clone_into(&mut told.unverified);
    }
    Ok(told)
}

/// How many systems' plans stand so.
pub(super) fn plans(
    snapshot: &Snapshot<'_>,
    year: FinancialYear,
    as_at: AsAt,
    standing: &str,
) -> Result<Found, Gap> {
    let of_year = plan_year(snapshot, year, None, as_at)?;
    let counted = of_year
        .systems
        .bodies
        .iter()
        .filter(|body| body.standing.as_str() == standing)
        .count();
    Ok(Found::number(whole(counted), vec![plan_page(year)]))
}

/// What became of a pledge.
pub(super) fn pledge(id: &str, as_at: AsAt, give: Give) -> Result<Found, Gap> {
    let all = pledges(as_at);
    let judged = all
        .iter()
        .find(|judged| judged.commitment.id.as_str() == id)
        .ok_or_else(|| Gap::because(format!("there is no pledge `{id}`")))?;
    known(&judged.verdict)?;
    let page = of_page(
        judged.commitment.title.clone(),
        format!("/pledges/{}", links::encode(id)),
    );
    let mut grounds = vec![page];
    grounds.extend(rests(&judged.verdict));
    let mut found = match give {
        Give::DaysLate => {
            let late = judged
                .verdict
                .late
                .ok_or_else(|| Gap::because("it was not late, or how late is not known"))?;
            if late.at_least {
                return Err(Gap::because("how late it was is known only as at least"));
            }
            Found::number(f64::from(late.days), grounds)
        }
        _ => Found::words(judged.verdict.outcome.as_str(), grounds),
    };
    let evidence = judged.commitment.evidence.as_str();
    if evidence != "sourced" {
        evidence.clone_into(&mut found.unverified);
    }
    Ok(found)
}

/// How many boards there are on a day, of a region where one is named.
pub(super) fn boards(register: &Register, on: Date, region: Option<&BodyCode>) -> Found {
    let counted = register
        .boards_on(on)
        .into_iter()
        .filter(|board| {
            region.is_none_or(|region| {
                register.region_of_board(board.code.as_str(), on).as_ref() == Some(region)
            })
        })
        .count();
    let page = match region {
        Some(region) => links::body(
            region,
            links::View {
                on: Some(on),
                ..links::View::default()
            },
        ),
        None => format!("/?on={on}"),
    };
    Found::number(
        whole(counted),
        vec![of_page("the register on the day", page)],
    )
}

fn post(id: &str) -> Result<PostId, Gap> {
    id.parse::<PostId>()
        .map_err(|error| Gap::because(error.to_string()))
}

/// Who holds a post: their names, and where several sit together all of them.
pub(super) fn holder(id: &str, on: Date) -> Result<Found, Gap> {
    let id = post(id)?;
    let people = People::bundled();
    let page = of_page("the post on the day", links::post(&id, Some(on)));
    match people.standing_on(&id, on) {
        Standing::Held(holders) => {
            let names: Vec<&str> = holders
                .iter()
                .map(|holder| holder.person.name.as_str())
                .collect();
            let mut found = Found::words(names.join(" and "), vec![page]);
            let unsure: Vec<&str> = holders
                .iter()
                .map(|holder| holder.sureness.as_str())
                .filter(|sureness| *sureness != "known")
                .collect();
            found.unverified = unsure.join(", ");
            Ok(found)
        }
        Standing::Vacant(_) => Ok(Found::words("vacant", vec![page])),
        Standing::NotThen => Err(Gap::because("there was no such post on the day")),
        Standing::NoneKnown { .. } => Err(Gap::because("who held it on the day is not known")),
    }
}

/// How long a post was vacant. Where a date that it is counted from is known only so far, the days are
/// the least that it was, and said to be so.
pub(super) fn vacancy(id: &str, on: Date) -> Result<Found, Gap> {
    let id = post(id)?;
    let all = People::bundled().vacancies_of(&id);
    let vacancy = all
        .iter()
        .find(|vacancy| vacancy.covers(on))
        .ok_or_else(|| Gap::because("the post was not known to be vacant on the day"))?;
    let days = vacancy.days().unwrap_or_else(|| vacancy.days_by(on));
    let page = of_page("the post on the day", links::post(&id, Some(on)));
    let mut found = Found::number(f64::from(days), vec![page]);
    if vacancy.about {
        "a date that it is counted from is known only so far: the days are the fewest that it can be"
            .clone_into(&mut found.unverified);
    }
    Ok(found)
}

/// How many whole years somebody held a post: between the first days of both dates, as far as known.
pub(super) fn tenure(id: &str, person: &str) -> Result<Found, Gap> {
    let id = post(id)?;
    let person = person
        .parse::<PersonId>()
        .map_err(|error| Gap::because(error.to_string()))?;
    let tenures = People::bundled().tenures_of_post(&id);
    let tenure = tenures
        .iter()
        .find(|tenure| tenure.person.as_ref() == Some(&person))
        .ok_or_else(|| Gap::because("that person is not known to have held the post"))?;
    let (Some(from), Some(to)) = (tenure.span.from, tenure.span.to) else {
        return Err(Gap::because("the beginning or the end is not known"));
    };
    let (from_day, to_day) = (from.first_day(), to.first_day());
    let mut years = i32::from(to_day.year()) - i32::from(from_day.year());
    if (to_day.month(), to_day.day()) < (from_day.month(), from_day.day()) {
        years -= 1;
    }
    let page = of_page("the post and its holders", links::post(&id, None));
    let mut found = Found::number(f64::from(years), vec![page]);
    if !from.is_exact() || !to.is_exact() {
        found.unverified = format!("the dates are known only so far: {from} to {to}");
    }
    Ok(found)
}

/// A wave of systems.
pub(super) fn designation(wave: &str, give: Give) -> Result<Found, Gap> {
    let row = designations()
        .iter()
        .find(|row| row.wave == wave)
        .ok_or_else(|| Gap::because(format!("there is no wave `{wave}`")))?;
    let number = match give {
        Give::Added => row.added,
        _ => row.total_after,
    };
    let number = number.ok_or_else(|| Gap::because("no source says how many"))?;
    let ground = Ground {
        words: format!("wave {wave}, announced {}", row.announced),
        href: None,
        file: Some(format!("{} line {}", row.origin.file, row.origin.line)),
        published_on: None,
    };
    Ok(Found::number(f64::from(number), vec![ground]))
}

/// A published figure. Which of several is meant the claim says; where it does not, there is no answer.
pub(super) fn fact(
    file: FactFile,
    fact: &str,
    year: &str,
    stage: Option<&str>,
    counter: Option<&str>,
) -> Result<Found, Gap> {
    let rows: Vec<facts::FactRow> = facts::find(file, fact, year)
        .into_iter()
        .filter(|row| stage.is_none_or(|stage| row.stage == stage))
        .filter(|row| counter.is_none_or(|counter| row.counter.starts_with(counter)))
        .collect();
    match rows.as_slice() {
        [] => Err(Gap::because(format!("no row gives `{fact}` of {year}"))),
        [row] => {
            let ground = Ground {
                words: format!("{}, by {}", row.period, row.counter),
                href: row.href.clone(),
                file: Some(row.place.to_string()),
                published_on: None,
            };
            let mut found = Found::number(row.value, vec![ground]);
            found.unverified.clone_from(&row.unverified);
            Ok(found)
        }
        several => Err(Gap::because(format!(
            "{} rows give `{fact}` of {year}, and the claim does not say which",
            several.len()
        ))),
    }
}

/// Strikes that were held.
pub(super) fn strikes(group: Option<&str>, span: (Date, Date), give: Give) -> Result<Found, Gap> {
    let (events, _) = Events::bundled();
    let mut days: BTreeSet<Date> = BTreeSet::new();
    let mut actions = 0;
    for event in events.strikes_held() {
        let of_group = event
            .strike
            .as_ref()
            .is_some_and(|strike| group.is_none_or(|group| strike.group == group));
        if !of_group {
            continue;
        }
        let within: Vec<Date> = event
            .days()
            .filter(|day| span.0 <= *day && *day <= span.1)
            .collect();
        actions += usize::from(!within.is_empty());
        days.extend(within);
    }
    if days.is_empty() {
        return Err(Gap::because("no strike held is known in that time"));
    }
    let counted = match give {
        Give::Days => days.len(),
        _ => actions,
    };
    Ok(Found::number(
        whole(counted),
        vec![of_page("events", "/events")],
    ))
}
