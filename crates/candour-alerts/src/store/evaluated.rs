//! Rules out of the store, and what followed from them into it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::params;

use super::{Store, StoreError, seconds};
use crate::rules::{Crossing, Evaluation, Rule};
use crate::told::Told;

/// What was noted of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Noted {
    /// Pairs of a subscription and an item that wait to be sent.
    pub new: u64,
    /// Pairs that had been told before.
    pub before: u64,
    /// Queries whose side was seen for the first time, and of which nothing is told.
    pub first_seen: u64,
}

impl Store {
    /// The rules of all confirmed subscriptions whose address takes messages, in the order of their numbers.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn rules(&self) -> Result<Vec<Rule>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT s.id, s.follow, s.held FROM subscription s JOIN address a ON a.id = s.address
             WHERE s.state = 'confirmed' AND a.refused IS NULL ORDER BY s.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, Option<bool>>(2)?,
            ))
        })?;
        let mut rules = Vec::new();
        for row in rows {
            let (subscription, follow, held) = row?;
            let follow = follow
                .parse()
                .map_err(|error| StoreError::Damaged(format!("{error}")))?;
            rules.push(Rule {
                subscription,
                follow,
                held,
            });
        }
        Ok(rules)
    }

    /// Notes what followed from the rules, all of it or nothing: who waits for what, and where queries stand. `items` are
    /// those of the news in their order; `crossed` says what is told of a query. What somebody was told before is not noted
    /// again.
    ///
    /// # Errors
    /// Where the store cannot be written.
    pub fn note(
        &mut self,
        evaluation: &Evaluation,
        items: &[Told],
        crossed: &dyn Fn(&Crossing) -> Told,
        now: Timestamp,
    ) -> Result<Noted, StoreError> {
        let mut noted = Noted::default();
        let mut waited_for: BTreeMap<String, Told> = BTreeMap::new();
        let transaction = self.now()?;
        {
            let mut due = transaction.prepare(
                "INSERT OR IGNORE INTO due (subscription, item, since, place, state)
                 SELECT id, ?2, ?3, ?4, 'waiting' FROM subscription WHERE id = ?1 AND state = 'confirmed'",
            )?;
            let mut tell =
                |subscription: i64, told: &Told, place: usize| -> Result<(), StoreError> {
                    match due.execute(params![
                        subscription,
                        told.id,
                        seconds(now),
                        i64::try_from(place).unwrap_or(i64::MAX)
                    ])? {
                        0 => noted.before += 1,
                        _ => {
                            noted.new += 1;
                            if !waited_for.contains_key(&told.id) {
                                waited_for.insert(told.id.clone(), told.clone());
                            }
                        }
                    }
                    Ok(())
                };
            for (subscription, item) in &evaluation.deliveries {
                if let Some(told) = items.get(*item) {
                    tell(*subscription, told, *item)?;
                }
            }
            for crossing in &evaluation.crossings {
                tell(crossing.subscription, &crossed(crossing), items.len())?;
            }
            let mut stands =
                transaction.prepare("UPDATE subscription SET held = ?2 WHERE id = ?1")?;
            for crossing in evaluation.crossings.iter().chain(&evaluation.first_seen) {
                stands.execute(params![crossing.subscription, crossing.holds])?;
            }
            noted.first_seen = evaluation.first_seen.len() as u64;
            let mut item =
                transaction.prepare("INSERT OR REPLACE INTO item (id, told) VALUES (?1, ?2)")?;
            for (id, told) in &waited_for {
                let text = serde_json::to_string(told)
                    .map_err(|error| StoreError::Damaged(error.to_string()))?;
                item.execute(params![id, text])?;
            }
        }
        transaction.commit()?;
        Ok(noted)
    }
}
