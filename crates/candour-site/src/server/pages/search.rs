//! `/search`, and what is near a name that is not there.

use candour_archive::{ArchiveError, NotFound};
use candour_assessment::commitment::{Commitment, Indicator, Pledges, Targets};
use candour_core::BodyCode;
use candour_measures::{Catalogue, Measure};
use candour_register::People;

use crate::server::answer::{Answer, Reading};
use crate::server::error::{AppError, Nearest, near_body, near_measure};
use crate::server::links;
use crate::server::people_words;
use crate::server::plan_words;
use crate::server::promise_words;
use crate::server::wording;
use crate::views::{Link, SearchResult, SearchView};

use super::search_bodies::{Found, without_figures};
use super::search_councils::councils;

/// How many results a page shows.
const SHOWN: usize = 100;

pub(in crate::server) fn answer(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let asked = reading.params.q.clone();
    let mut results = Vec::new();
    let mut total = 0;
    let mut near = Vec::new();
    if !asked.is_empty() {
        let measures = measures(&asked);
        let bodies = reading.snapshot.bodies(&asked, usize::MAX)?;
        let offices = offices(&asked);
        let register = reading.snapshot.register()?;
        let others = without_figures(&register, &asked);
        let councils = councils(reading, &register, &asked)?;
        let frameworks = frameworks(&asked);
        let promised = promised(reading, &asked);
        total = frameworks.len()
            + measures.len()
            + promised.len()
            + bodies.len()
            + others.len()
            + offices.len()
            + councils.len();
        results.extend(frameworks);
        results.extend(measures.iter().map(|measure| of_measure(reading, measure)));
        results.extend(promised);
        results.extend(councils);
        let found = Found::new(reading, &register, &asked);
        results.extend(bodies.iter().take(SHOWN).map(|body| found.body(body)));
        results.extend(others.iter().take(SHOWN).map(|body| found.known(body)));
        results.extend(offices);
        if total == 0 {
            near = nearest(reading, &asked)?;
        }
    }
    let title = match (asked.as_str(), total) {
        ("", _) => "Search".to_owned(),
        (asked, 0) => format!("Nothing found for “{asked}”"),
        (asked, total) => format!(
            "{} for “{asked}”",
            crate::format::plural(total, "result", "results")
        ),
    };
    let mut page = reading.page(title, vec![reading.root()], false);
    page.query = asked;
    let near = near.into_iter().map(|near| SearchResult {
        link: Link::new(near.name, near.path),
        kind: near.id,
        detail: String::new(),
    });
    let view = SearchView {
        page,
        results,
        total,
        nearest: near.collect(),
    };
    Ok(Answer::html(view.render()?))
}

/// The oversight frameworks whose names hold every word.
fn frameworks(asked: &str) -> Vec<SearchResult> {
    let words = asked.to_lowercase();
    let all = candour_findings::oversight::frameworks().iter().rev();
    all.filter(|framework| {
        let names =
            format!("{} {} segment score nof", framework.id, framework.title).to_lowercase();
        words.split_whitespace().all(|word| names.contains(word))
    })
    .map(|framework| SearchResult {
        link: Link::new(
            framework.title.clone(),
            crate::server::framework_params::framework(&framework.id, None),
        ),
        kind: "oversight framework".to_owned(),
        detail: candour_findings::oversight::what_it_is(framework),
    })
    .collect()
}

/// Posts and the people who hold or held them.
fn offices(asked: &str) -> Vec<SearchResult> {
    let people = People::bundled();
    let of_person = |person: &candour_register::Person| {
        let posts: Vec<String> = people
            .tenures_of_person(&person.id)
            .into_iter()
            .filter_map(|tenure| people.post(&tenure.post))
            .map(|post| post.title.clone())
            .collect();
        SearchResult {
            link: Link::new(person.name.clone(), links::person(&person.id, None)),
            kind: "holder of public posts".to_owned(),
            detail: wording::listed(&posts),
        }
    };
    let of_post = |post: &candour_register::Post| SearchResult {
        link: Link::new(post.title.clone(), links::post(&post.id, None)),
        kind: "post".to_owned(),
        detail: people_words::body_names(people.belongings_of(&post.id).map(|row| &row.body)),
    };
    let found = people.find_people(asked).into_iter().map(of_person);
    found
        .chain(people.find_posts(asked).into_iter().map(of_post))
        .take(SHOWN)
        .collect()
}

/// Targets and pledges whose words hold every word asked for: of each indicator once, with the number of
/// its targets.
fn promised(reading: &Reading<'_>, asked: &str) -> Vec<SearchResult> {
    let words: Vec<String> = asked
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let holds = |text: &str| {
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let targets = Targets::bundled();
    let of_indicator = |indicator: &Indicator| {
        let of: Vec<&Commitment> = targets.of_indicator(&indicator.id).collect();
        let latest = of.iter().max_by_key(|target| target.years)?;
        let titles: Vec<&str> = of.iter().map(|target| target.title.as_str()).collect();
        let text = format!(
            "target {} {} {} {}",
            indicator.title,
            indicator.counts,
            indicator.area,
            titles.join(" ")
        );
        holds(&text).then(|| SearchResult {
            link: Link::new(
                latest.title.clone(),
                promise_words::target_link(latest, reading.view()),
            ),
            kind: format!(
                "national target, the latest of {}",
                crate::format::plural(of.len(), "row", "rows")
            ),
            detail: indicator.counts.clone(),
        })
    };
    let pledges = Pledges::bundled()
        .all()
        .iter()
        .filter(|pledge| holds(&format!("{} {} {}", pledge.kind, pledge.title, pledge.text)));
    targets
        .indicators()
        .iter()
        .filter_map(of_indicator)
        .chain(pledges.map(|pledge| SearchResult {
            link: Link::new(pledge.title.clone(), plan_words::pledge_link(pledge)),
            kind: pledge.kind.to_string(),
            detail: pledge.text.clone(),
        }))
        .take(SHOWN)
        .collect()
}

/// The measures whose names hold every word.
pub(in crate::server) fn measures(asked: &str) -> Vec<&'static Measure> {
    let words: Vec<String> = asked
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    Catalogue::bundled()
        .iter()
        .filter(|measure| {
            let names = format!(
                "{} {} {} {}",
                measure.id,
                measure.title,
                measure.short,
                measure.aliases.join(" ")
            )
            .to_lowercase();
            words.iter().all(|word| names.contains(word.as_str()))
        })
        .collect()
}

fn of_measure(reading: &Reading<'_>, measure: &Measure) -> SearchResult {
    SearchResult {
        link: reading.measure_link(measure),
        kind: "measure".to_owned(),
        detail: measure.definition.trim().to_owned(),
    }
}

/// The bodies and the measure nearest to a text.
pub(in crate::server) fn nearest(
    reading: &Reading<'_>,
    asked: &str,
) -> Result<Vec<Nearest>, AppError> {
    let asked: String = asked.chars().take(60).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<Nearest> = match reading.snapshot.body(&asked) {
        Ok(body) => vec![near_body(body.code.as_str(), &body.name)],
        Err(ArchiveError::NotFound(NotFound::Body { nearest, .. })) => {
            let sound = nearest
                .iter()
                .filter(|(code, _)| BodyCode::new(code).is_ok());
            sound.map(|(code, name)| near_body(code, name)).collect()
        }
        Err(error) => return Err(error.into()),
    };
    found.extend(Catalogue::bundled().closest(&asked).map(near_measure));
    Ok(found)
}
