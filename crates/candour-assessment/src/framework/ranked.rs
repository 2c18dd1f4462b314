//! A metric in a quarter: who is ranked with whom, and between which ranks each trust can be.

use super::published::{Code, Quarter};
use super::scoring::{compare, rank_of_score};
use super::{
    Among, Decimal, Direction, Framework, Metric, Published, RankScoring, Scoring, TrustType,
};

/// How many are ranked together, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// So many.
    Known(u32),
    /// Fewer are stated than are held: one of the two is wrong.
    SmallerThanHeld(u32),
    /// Neither stated nor to be counted from what is held.
    Unknown,
}

/// The trusts held that are ranked together on one metric in one quarter.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    pub(super) size: Size,
    /// Those with a value that is ranked, the best first; ties in the order of their published scores.
    pub(super) entries: Vec<Entry>,
    /// Those whose value is too bad to be ranked.
    pub(super) failing: Vec<Entry>,
}

/// A trust in such a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) trust: usize,
    pub(super) value: Decimal,
    pub(super) published: Option<Decimal>,
    /// How many held trusts have a better value.
    pub(super) ahead: u32,
    /// How many have this value, itself among them.
    pub(super) tied: u32,
}

impl Ranked {
    pub(super) fn held(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// How many are ranked here that are not held.
    pub(super) fn others(&self) -> Option<u32> {
        match self.size {
            Size::Known(size) => size.checked_sub(self.held()),
            _ => None,
        }
    }

    /// The ranks that the held trusts next to one leave it: after every one with a better value, before
    /// every one with a worse, by the ranks that their published scores belong to.
    pub(super) fn neighbours(&self, at: usize, rule: &RankScoring, size: u32) -> (u32, u32) {
        let Some(own) = self.entries.get(at) else {
            return (1, size);
        };
        let start = usize::try_from(own.ahead).unwrap_or(usize::MAX).min(at);
        let end = start
            + usize::try_from(own.tied)
                .unwrap_or(usize::MAX)
                .min(self.entries.len() - start);
        let places = |entries: &[Entry]| -> Vec<u32> {
            entries
                .iter()
                .filter_map(|entry| entry.place(rule, size))
                .collect()
        };
        let better = places(&self.entries[..start]);
        let first = better.iter().max().map_or(1, |&place| {
            let sharing = better.iter().filter(|&&other| other == place).count();
            place.saturating_add(u32::try_from(sharing).unwrap_or(u32::MAX))
        });
        let worse = places(&self.entries[end..]);
        let last = worse
            .iter()
            .min()
            .map_or(size, |&place| place.saturating_sub(1));
        (first, last)
    }

    pub(super) fn find(&self, trust: usize) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.trust == trust)
    }
}

impl Entry {
    /// The rank that its published score belongs to.
    pub(super) fn place(&self, rule: &RankScoring, size: u32) -> Option<u32> {
        rank_of_score(self.published?.as_f64(), size, rule.best, rule.worst)
    }
}

/// The lists of a metric in a quarter: one of all, or one a type.
pub(super) fn ranked(published: &Published, quarter: &Quarter, metric: usize) -> Vec<Ranked> {
    let framework = published.framework();
    let Some(Scoring::Rank(rule)) = &framework.metrics[metric].scoring else {
        return Vec::new();
    };
    let all = (rule.among == Among::All).then(|| list(published, quarter, metric, rule, None));
    let of = |kind: &TrustType| list_in(published, quarter, metric, rule, &kind.id);
    match all {
        Some(all) if !matches!(all.size, Size::SmallerThanHeld(_)) => vec![all],
        _ => framework
            .trust_types
            .iter()
            .map(of)
            .filter(|list| !list.entries.is_empty() || !list.failing.is_empty())
            .collect(),
    }
}

/// The list in which a trust stands.
pub(super) fn list_of(
    published: &Published,
    quarter: &Quarter,
    metric: usize,
    trust: usize,
) -> Option<Ranked> {
    let definition = published.framework().metrics.get(metric)?;
    let Some(Scoring::Rank(rule)) = &definition.scoring else {
        return None;
    };
    let kind = &quarter.trusts.get(trust)?.trust_type;
    let all = (rule.among == Among::All).then(|| list(published, quarter, metric, rule, None));
    match all {
        Some(all) if !matches!(all.size, Size::SmallerThanHeld(_)) => Some(all),
        _ => Some(list_in(published, quarter, metric, rule, kind)),
    }
}

/// The list of a type. Where all types are said to be ranked together and more have a value than are
/// said to be ranked, some type is ranked apart, and which is not known; the trusts of one type are
/// ranked together in any case, among as many as are stated.
fn list_in(
    published: &Published,
    quarter: &Quarter,
    metric: usize,
    rule: &RankScoring,
    kind: &str,
) -> Ranked {
    let mut own = list(published, quarter, metric, rule, Some(kind));
    if rule.among == Among::All {
        own.size = stated(rule, quarter, None, own.entries.len()).unwrap_or(Size::Unknown);
    }
    own
}

fn list(
    published: &Published,
    quarter: &Quarter,
    metric: usize,
    rule: &RankScoring,
    kind: Option<&str>,
) -> Ranked {
    let framework = published.framework();
    let definition = &framework.metrics[metric];
    let mut entries = Vec::new();
    let mut failing = Vec::new();
    for (trust, held) in quarter.trusts.iter().enumerate() {
        if kind.is_some_and(|kind| held.trust_type != kind) {
            continue;
        }
        let Some(value) = published.value(quarter, trust, Code::Value(metric)) else {
            continue;
        };
        let entry = Entry {
            trust,
            value,
            published: published.value(quarter, trust, Code::Score(metric)),
            ahead: 0,
            tied: 1,
        };
        if fails(rule, definition.better, value) {
            failing.push(entry);
        } else {
            entries.push(entry);
        }
    }
    place(&mut entries, definition.better);
    let size = size(
        framework, quarter, definition, rule, kind, &entries, &failing,
    );
    Ranked {
        size,
        entries,
        failing,
    }
}

pub(super) fn fails(rule: &RankScoring, better: Direction, value: Decimal) -> bool {
    rule.failing
        .as_ref()
        .is_some_and(|failing| compare(value, failing.beyond, better).is_gt())
}

/// Puts entries in order and counts those ahead and those tied.
pub(super) fn place(entries: &mut [Entry], better: Direction) {
    entries.sort_by(|a, b| {
        compare(a.value, b.value, better)
            .then(a.published.cmp(&b.published))
            .then(a.trust.cmp(&b.trust))
    });
    let mut start = 0;
    while start < entries.len() {
        let value = entries[start].value;
        let end = start
            + entries[start..]
                .iter()
                .take_while(|entry| entry.value == value)
                .count();
        let count = |places: usize| u32::try_from(places).unwrap_or(u32::MAX);
        for entry in &mut entries[start..end] {
            entry.ahead = count(start);
            entry.tied = count(end - start);
        }
        start = end;
    }
}

/// The stated number of those ranked, against how many of them are held.
fn stated(rule: &RankScoring, quarter: &Quarter, kind: Option<&str>, held: usize) -> Option<Size> {
    // A statement about this quarter goes before one about every quarter.
    let population = rule
        .populations
        .iter()
        .filter(|population| population.trust_type.as_deref() == kind)
        .filter(|population| {
            population
                .quarter
                .is_none_or(|month| month == quarter.month)
        })
        .max_by_key(|population| population.quarter.is_some())?;
    let size = population.organisations;
    Some(if usize::try_from(size).is_ok_and(|size| size < held) {
        Size::SmallerThanHeld(size)
    } else {
        Size::Known(size)
    })
}

fn size(
    framework: &Framework,
    quarter: &Quarter,
    metric: &Metric,
    rule: &RankScoring,
    kind: Option<&str>,
    entries: &[Entry],
    failing: &[Entry],
) -> Size {
    if let Some(size) = stated(rule, quarter, kind, entries.len()) {
        return size;
    }
    let whole = match kind {
        Some(kind) => whole(framework, quarter, kind),
        None => {
            !metric.trust_types.is_empty()
                && metric
                    .trust_types
                    .iter()
                    .all(|kind| whole(framework, quarter, kind))
        }
    };
    match u32::try_from(entries.len() + failing.len()) {
        Ok(size) if whole && size > 1 => Size::Known(size),
        _ => Size::Unknown,
    }
}

/// Whether every organisation of a type is held.
pub(super) fn whole(framework: &Framework, quarter: &Quarter, kind: &str) -> bool {
    missing(framework, quarter, kind) == Some(0)
}

/// How many organisations of a type are not held; none where their number is not known.
pub(super) fn missing(framework: &Framework, quarter: &Quarter, kind: &str) -> Option<u32> {
    let all = framework
        .trust_types
        .iter()
        .find(|candidate| candidate.id == kind)?
        .organisations?;
    let held = quarter
        .trusts
        .iter()
        .filter(|held| held.trust_type == kind)
        .count();
    Some(all.saturating_sub(u32::try_from(held).ok()?))
}
