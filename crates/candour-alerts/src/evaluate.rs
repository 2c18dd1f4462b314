//! From an archive to who waits for what: the rules of a store against the news and the latest figures.

use candour_archive::{ArchiveError, Snapshot};
use candour_briefing::{Item, Subject};
use candour_core::BodyCode;
use jiff::Timestamp;
use serde::Serialize;

use crate::follow::Follow;
use crate::rules::{News, Rules, Standing};
use crate::standing::{Look, looks};
use crate::store::{Store, StoreError};
use crate::told::Told;

/// What an evaluation found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct EvaluateReport {
    /// Rules looked at.
    pub rules: usize,
    /// Items of the news.
    pub items: usize,
    /// Figures looked at for queries.
    pub figures: usize,
    /// Pairs of a subscription and an item that wait now and did not before.
    pub new: u64,
    /// Pairs that had been told before.
    pub before: u64,
    /// Queries seen for the first time: where they stand is noted and nothing told.
    pub first_seen: u64,
}

/// Why an evaluation failed; then nothing of it is noted.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// Looks at all rules of a store. `items` are all news, each of one body; `briefings` those of the bodies whose whole
/// briefing somebody follows ([`Rules::briefings`]).
///
/// # Errors
/// Where the archive or the store cannot be read, or the store not written.
pub fn evaluate(
    store: &mut Store,
    snapshot: &Snapshot<'_>,
    items: &[Item],
    briefings: &[(BodyCode, Vec<Item>)],
    now: Timestamp,
) -> Result<EvaluateReport, EvaluateError> {
    let rules = store.rules()?;
    let follows: std::collections::HashMap<i64, Follow> = rules
        .iter()
        .map(|rule| (rule.subscription, rule.follow.clone()))
        .collect();
    let count = rules.len();
    let rules: Rules = rules.into_iter().collect();
    let looks = looks(snapshot, &rules.asked_for())?;
    let standings: Vec<Standing> = looks.iter().map(|look| look.standing.clone()).collect();
    let subjects: Vec<&Subject> = items.iter().map(|item| &item.subject).collect();
    let mut told: Vec<Told> = items.iter().map(Told::from).collect();
    let mut whole = Vec::new();
    for (body, items) in briefings {
        let from = told.len();
        told.extend(items.iter().map(Told::from));
        whole.push((body.clone(), (from..told.len()).collect()));
    }
    let found = rules.evaluate(News {
        subjects: &subjects,
        briefings: &whole,
        standings: &standings,
    });
    let noted = store.note(
        &found,
        &told,
        &|crossing| {
            let look: Option<&Look> = looks.get(crossing.standing);
            match (look, follows.get(&crossing.subscription)) {
                (Some(look), Some(Follow::Query(query))) => look.told(query, crossing.holds),
                // A crossing is of a query and of a look, both of which are here.
                _ => Told::default(),
            }
        },
        now,
    )?;
    Ok(EvaluateReport {
        rules: count,
        items: told.len(),
        figures: looks.len(),
        new: noted.new,
        before: noted.before,
        first_seen: noted.first_seen,
    })
}
