//! How a briefing chooses: the weights and thresholds of `data/briefing/scoring.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use candour_core::Level;
use serde::Deserialize;

use crate::item::{Criterion, ItemKind, Score, ScorePart};

const BUNDLED: &str = include_str!("../../../data/briefing/scoring.toml");

/// Weights and thresholds, as the file has them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// Who wrote it.
    pub author: String,
    /// When it was last looked over.
    pub reviewed: String,
    /// What each criterion weighs.
    pub weights: Weights,
    /// What each kind of news counts by itself.
    pub kinds: BTreeMap<String, f64>,
    /// How many items there are, and from how many points on.
    pub choice: Choice,
    /// When a movement is a signal, and how its size is read.
    pub signal: Signal,
    /// When an aggregate is compared like for like.
    pub coverage: Coverage,
    /// Of whom is told, and when several become one.
    pub peers: Peers,
    /// How long things are news.
    pub days: Days,
    /// What a level counts.
    pub reach: BTreeMap<String, f64>,
}

/// What each criterion weighs.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is a criterion, documented there")]
pub struct Weights {
    pub size: f64,
    pub certainty: f64,
    pub people: f64,
    pub novelty: f64,
    pub reach: f64,
}

/// How many items there are.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Must-reads at the most.
    pub must_reads: usize,
    /// Must-reads that are filled up with what has long been so.
    pub must_reads_at_least: usize,
    /// Points that news needs to be a must-read.
    pub must_read_from: f64,
    /// Items of a section.
    pub in_section: usize,
}

/// When a movement is a signal.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// Values below which nothing is told.
    pub points_at_least: usize,
    /// Values held before a record is one.
    pub record_from: usize,
    /// How far beyond the record before, in sigmas of the process.
    pub record_beyond_sigmas: f64,
    /// Values on one side of a standard before crossing it is news.
    pub verdict_run: usize,
    /// The factor of what is neither better nor worse.
    pub neither: f64,
    /// Half-widths of the limits from the mean at which size is 1.
    pub full_size_widths: f64,
    /// Largest usual steps at which size is 1.
    pub full_size_steps: f64,
    /// People at which people is 1.
    pub full_people: f64,
    /// Values at which limits are certain.
    pub full_points: usize,
}

/// When an aggregate is compared like for like.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// How far back a body must have reported, in months.
    pub months: i32,
    /// The share of the latest denominator, in bodies that did not, from which it matters.
    pub share: f64,
}

/// Of whom is told.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peers {
    /// People below which a provider is not told of.
    pub smallest: f64,
    /// Beds below which a provider is not told of.
    pub beds_smallest: f64,
    /// So many bodies with one cause become one item.
    pub together_from: usize,
    /// Of which so many are named.
    pub named: usize,
    /// How far apart two bodies are before one surely stands above the other.
    pub rank_sigmas: f64,
    /// With which months places are compared.
    pub rank_months: i32,
}

/// How long things are news, in days.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// Known for no longer: wholly new.
    pub new: i32,
    /// Known for so long: not new at all.
    pub old: i32,
    /// Revisions.
    pub revised: i32,
    /// Who came and went.
    pub people: i32,
    /// What falls due.
    pub due: i32,
    /// What fell due.
    pub decided: i32,
    /// After the last period's end, a monthly publication is late.
    pub late_monthly: i32,
    /// And a quarterly one.
    pub late_quarterly: i32,
}

/// How much of each criterion there is, from 0 to 1, with what it was read from.
pub(crate) type Amounts = Vec<(Criterion, f64, String)>;

impl Scoring {
    /// The scoring that came with the program; none where its file cannot be read, which a test forbids.
    #[must_use]
    pub fn bundled() -> Option<&'static Self> {
        static SCORING: OnceLock<Option<Scoring>> = OnceLock::new();
        SCORING.get_or_init(|| Self::read(BUNDLED).ok()).as_ref()
    }

    /// Reads a scoring file.
    ///
    /// # Errors
    /// Where a key is missing, unknown or of another type, a kind of news or a level is not listed or unknown,
    /// or a number is not finite or below nought: in a sentence with its place.
    ///
    /// ```
    /// use candour_briefing::Scoring;
    /// let error = Scoring::read("author = 1").unwrap_err();
    /// assert!(error.contains("line 1"), "{error}");
    /// ```
    pub fn read(text: &str) -> Result<Self, String> {
        let read: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        for kind in ItemKind::ALL {
            if !read.kinds.contains_key(kind.as_str()) {
                return Err(format!("[kinds]: `{kind}` is missing"));
            }
        }
        for kind in read.kinds.keys() {
            kind.parse::<ItemKind>()
                .map_err(|error| format!("[kinds]: {error}"))?;
        }
        for level in Level::ALL {
            if !read.reach.contains_key(level.as_str()) {
                return Err(format!("[reach]: `{level}` is missing"));
            }
        }
        let weights = [
            read.weights.size,
            read.weights.certainty,
            read.weights.people,
            read.weights.novelty,
            read.weights.reach,
        ];
        let all = weights
            .iter()
            .chain(read.kinds.values())
            .chain(read.reach.values());
        if all
            .clone()
            .any(|number| !number.is_finite() || *number < 0.0)
        {
            return Err("weights, kinds and reach: expected numbers from nought".to_owned());
        }
        if weights.iter().sum::<f64>() <= 0.0 {
            return Err("[weights]: expected one at least above nought".to_owned());
        }
        Ok(read)
    }

    const fn weight(&self, criterion: Criterion) -> f64 {
        match criterion {
            Criterion::Size => self.weights.size,
            Criterion::Certainty => self.weights.certainty,
            Criterion::People => self.weights.people,
            Criterion::Novelty => self.weights.novelty,
            Criterion::Reach => self.weights.reach,
        }
    }

    /// What a level counts, from 0 to 1.
    #[must_use]
    pub fn reach_of(&self, level: Level) -> f64 {
        self.reach.get(level.as_str()).copied().unwrap_or(0.0)
    }

    /// The score of a kind of news with such amounts. A criterion that is not given counts nothing.
    #[must_use]
    pub(crate) fn score(&self, kind: ItemKind, factor: f64, amounts: Amounts) -> Score {
        let kind_factor = self.kinds.get(kind.as_str()).copied().unwrap_or(0.0) * factor;
        let all: f64 = Criterion::ALL.iter().map(|of| self.weight(*of)).sum();
        let parts: Vec<ScorePart> = amounts
            .into_iter()
            .map(|(criterion, amount, because)| ScorePart {
                criterion,
                amount: if amount.is_finite() {
                    amount.clamp(0.0, 1.0)
                } else {
                    0.0
                },
                weight: self.weight(criterion),
                because,
            })
            .collect();
        let sum: f64 = parts.iter().map(|part| part.weight * part.amount).sum();
        Score {
            points: 100.0 * kind_factor * sum / all,
            kind_factor,
            parts,
        }
    }

    /// How new something is that became known so many days ago, from 0 to 1.
    #[must_use]
    #[expect(clippy::cast_lossless, reason = "days are few")]
    pub(crate) fn novelty(&self, days: i32) -> f64 {
        let (new, old) = (self.days.new as f64, self.days.old as f64);
        if old <= new {
            return 0.0;
        }
        (1.0 - (days as f64 - new) / (old - new)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_scoring_is_faultless() {
        Scoring::read(BUNDLED).unwrap();
    }

    #[test]
    fn a_fault_is_named() {
        for (from, to, named) in [
            ("late = 0.3", "", "`late` is missing"),
            ("late = 0.3", "late = 0.3\nodd = 1.0", "odd"),
            ("region = 0.6", "", "`region` is missing"),
            ("size = 4.0", "size = -4.0", "from nought"),
            ("full_points = 36", "full_points = \"x\"", "full_points"),
        ] {
            let text = BUNDLED.replacen(from, to, 1);
            assert_ne!(text, BUNDLED);
            let error = Scoring::read(&text).unwrap_err();
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn points_are_the_weighted_mean_of_the_amounts() {
        let scoring = Scoring::bundled().unwrap();
        let amounts = |amount| {
            Criterion::ALL
                .iter()
                .map(|of| (*of, amount, String::new()))
                .collect()
        };
        let kind = ItemKind::Record;
        assert!((scoring.score(kind, 1.0, amounts(1.0)).points - 100.0).abs() < 1e-9);
        assert!((scoring.score(kind, 1.0, amounts(0.5)).points - 50.0).abs() < 1e-9);
        // More than all is all, and what is no number is none.
        assert!((scoring.score(kind, 1.0, amounts(7.0)).points - 100.0).abs() < 1e-9);
        assert!(scoring.score(kind, 1.0, amounts(f64::NAN)).points.abs() < 1e-9);
    }

    #[test]
    fn what_is_known_for_long_is_not_new() {
        let scoring = Scoring::bundled().unwrap();
        let novelty = |days| scoring.novelty(days);
        assert!((novelty(0) - 1.0).abs() < 1e-9 && (novelty(scoring.days.new) - 1.0).abs() < 1e-9);
        assert!(novelty(scoring.days.old).abs() < 1e-9 && novelty(5_000).abs() < 1e-9);
        assert!(novelty(20) > novelty(60));
    }
}
