//! Asks the archive what each claim asks, and says how the claim stands.

use candour_archive::{ArchiveError, Snapshot};
use candour_findings::AsAt;

use super::ask_figures as figures;
use super::ask_oversight as oversight;
use super::ask_rows as rows;
use super::claim::{Claim, ClaimUnit, Kept, Query, State, Test, Value};
use super::compare::{agrees, joined, off};
use super::evidence::{Found, Gap, Ground};

/// How a claim stands, and what that rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked<'c> {
    /// The claim.
    pub claim: &'c Claim,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub found: Option<Value>,
    /// How far the found lies above the expected, in the claim's unit.
    pub off: Option<f64>,
    /// Why it cannot be computed or is not checked.
    pub why: Option<String>,
    /// What it rests on, the most telling first.
    pub grounds: Vec<Ground>,
    /// What nobody has confirmed, of the claim and of the rows that it rests on.
    pub unverified: String,
}

impl Checked<'_> {
    /// What is expected, where anything is.
    #[must_use]
    pub fn expected(&self) -> Option<&Value> {
        self.test().map(|test| &test.expected)
    }

    /// The unit of the expected.
    #[must_use]
    pub fn unit(&self) -> Option<ClaimUnit> {
        self.test().map(|test| test.unit)
    }

    /// Where the receipt is.
    #[must_use]
    pub fn href(&self) -> Option<&str> {
        self.grounds
            .iter()
            .find_map(|ground| ground.href.as_deref())
    }

    fn test(&self) -> Option<&Test> {
        match &self.claim.kept {
            Kept::Tested(test) => Some(test),
            Kept::Recorded(_) => None,
        }
    }
}

/// How the claims stand that came with the program. Where the archive is an invented sample, what is
/// asked of its figures cannot be computed: they are figures of nobody.
///
/// # Errors
/// Where the archive cannot be read.
pub fn check_bundled(snapshot: &Snapshot<'_>) -> Result<Vec<Checked<'static>>, ArchiveError> {
    let invented = snapshot.is_synthetic()?;
    super::bundled()
        .0
        .iter()
        .map(|claim| bundled_claim(snapshot, claim, invented))
        .collect()
}

/// How one claim stands that came with the program; none where there is none of this name.
///
/// # Errors
/// Where the archive cannot be read.
pub fn check_one(
    snapshot: &Snapshot<'_>,
    id: &str,
) -> Result<Option<Checked<'static>>, ArchiveError> {
    let Some(claim) = super::bundled().0.iter().find(|claim| claim.id == id) else {
        return Ok(None);
    };
    let invented = snapshot.is_synthetic()?;
    bundled_claim(snapshot, claim, invented).map(Some)
}

fn bundled_claim(
    snapshot: &Snapshot<'_>,
    claim: &'static Claim,
    invented: bool,
) -> Result<Checked<'static>, ArchiveError> {
    if invented && asks_archive(claim) {
        let why = "the figures of this archive are an invented sample".to_owned();
        return Ok(not_computed(claim, why));
    }
    check(snapshot, claim)
}

/// How each of some claims stands.
///
/// # Errors
/// Where the archive cannot be read.
pub fn check_all<'c>(
    snapshot: &Snapshot<'_>,
    claims: &'c [Claim],
) -> Result<Vec<Checked<'c>>, ArchiveError> {
    claims.iter().map(|claim| check(snapshot, claim)).collect()
}

/// Whether a claim is about the figures of published files, and not about rows that came with the program.
fn asks_archive(claim: &Claim) -> bool {
    let of = |query: &Query| {
        matches!(
            query,
            Query::Figure { .. }
                | Query::Record { .. }
                | Query::Bodies { .. }
                | Query::Verdict { .. }
                | Query::Verdicts { .. }
                | Query::Oversight { .. }
                | Query::League { .. }
                | Query::Sql { .. }
        )
    };
    match &claim.kept {
        Kept::Recorded(_) => false,
        Kept::Tested(test) => {
            of(&test.query) || test.against.as_ref().is_some_and(|(_, query)| of(query))
        }
    }
}

fn not_computed(claim: &Claim, why: String) -> Checked<'_> {
    Checked {
        claim,
        state: State::CannotBeComputed,
        found: None,
        off: None,
        why: Some(why),
        grounds: Vec::new(),
        unverified: claim.unverified.clone(),
    }
}

/// How a claim stands.
///
/// # Errors
/// Where the archive cannot be read.
pub fn check<'c>(snapshot: &Snapshot<'_>, claim: &'c Claim) -> Result<Checked<'c>, ArchiveError> {
    let test = match &claim.kept {
        Kept::Recorded(reason) => {
            return Ok(Checked {
                state: State::RecordedNotChecked,
                ..not_computed(claim, reason.clone())
            });
        }
        Kept::Tested(test) => test,
    };
    let found = match answer(snapshot, claim, test) {
        Ok(found) => found,
        Err(Gap::Because(why)) => return Ok(not_computed(claim, why)),
        Err(Gap::Broken(error)) => return Err(error),
    };
    let state = if agrees(&test.expected, &found.value, test.near) {
        State::Holds
    } else {
        State::Broken
    };
    let mut unverified = vec![claim.unverified.clone(), found.unverified];
    unverified.retain(|words| !words.is_empty());
    unverified.dedup();
    Ok(Checked {
        claim,
        state,
        off: off(&test.expected, &found.value),
        found: Some(found.value),
        why: None,
        grounds: found.grounds,
        unverified: unverified.join("; "),
    })
}

fn answer(snapshot: &Snapshot<'_>, claim: &Claim, test: &Test) -> Result<Found, Gap> {
    let first = ask(snapshot, claim, &test.query, test.unit)?;
    let Some((compare, query)) = &test.against else {
        return Ok(first);
    };
    let second = ask(snapshot, claim, query, test.unit)?;
    let value = joined(*compare, &first.value, &second.value)
        .ok_or_else(|| Gap::because("the two answers cannot be compared"))?;
    let mut grounds = first.grounds;
    grounds.extend(second.grounds);
    let mut unverified = vec![first.unverified, second.unverified];
    unverified.retain(|words| !words.is_empty());
    unverified.dedup();
    Ok(Found {
        value: Value::Number(value),
        grounds,
        unverified: unverified.join("; "),
    })
}

fn ask(
    snapshot: &Snapshot<'_>,
    claim: &Claim,
    query: &Query,
    unit: ClaimUnit,
) -> Result<Found, Gap> {
    let as_known = claim.as_known;
    let at = |day, year| AsAt {
        day,
        as_known,
        year,
    };
    match query {
        Query::Figure { of, from, to, part } => {
            figures::figure(snapshot, of, (*from, *to), *part, unit, as_known)
        }
        Query::Record {
            of,
            from,
            to,
            extreme,
            held,
        } => figures::record(snapshot, of, (*from, *to), *extreme, *held, as_known),
        Query::Bodies {
            of,
            level,
            period,
            bound,
        } => figures::bodies(snapshot, of, *level, *period, *bound, unit, as_known),
        Query::Verdict {
            commitment,
            body,
            level,
            year,
            on,
            give,
        } => {
            let whose = (body, *level);
            rows::verdict(snapshot, commitment, whose, at(*on, *year), *give, unit)
        }
        Query::Verdicts {
            commitment,
            level,
            year,
            on,
            outcome,
        } => rows::verdicts(snapshot, commitment, *level, at(*on, *year), outcome),
        Query::Plan { year, body, on } => rows::plan(snapshot, *year, body, at(*on, None)),
        Query::Plans { year, on, standing } => {
            rows::plans(snapshot, *year, at(*on, None), standing)
        }
        Query::Pledge { id, on, give } => rows::pledge(id, at(*on, None), *give),
        Query::Boards { on, region } => {
            Ok(rows::boards(&*snapshot.register()?, *on, region.as_ref()))
        }
        Query::Holder { post, on } => rows::holder(post, *on),
        Query::Vacancy { post, on } => rows::vacancy(post, *on),
        Query::Tenure { post, person } => rows::tenure(post, person),
        Query::Designation { wave, give } => rows::designation(wave, *give),
        Query::Fact {
            file,
            fact,
            year,
            stage,
            counter,
        } => rows::fact(*file, fact, year, stage.as_deref(), counter.as_deref()),
        Query::Strikes {
            group,
            from,
            to,
            give,
        } => rows::strikes(group.as_deref(), (*from, *to), *give),
        Query::Oversight {
            quarter,
            trust,
            metric,
            give,
        } => {
            let metric = metric.as_deref();
            oversight::trust(snapshot, *quarter, trust, metric, *give, as_known)
        }
        Query::League {
            quarter,
            trust_type,
            segment,
            deficit,
        } => oversight::league(snapshot, *quarter, trust_type, *segment, *deficit, as_known),
        Query::Sql { statement, needs } => figures::sql(snapshot, statement, needs, as_known),
    }
}

/// How many claims there are of each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClaimTally {
    /// What was found is what they say.
    pub hold: usize,
    /// It is not.
    pub broken: usize,
    /// What they ask about is not held.
    pub not_computed: usize,
    /// Kept with their source.
    pub recorded: usize,
}

impl ClaimTally {
    /// Counts claims.
    #[must_use]
    pub fn of<'a, 'c: 'a>(checked: impl IntoIterator<Item = &'a Checked<'c>>) -> Self {
        let mut tally = Self::default();
        for one in checked {
            match one.state {
                State::Holds => tally.hold += 1,
                State::Broken => tally.broken += 1,
                State::CannotBeComputed => tally.not_computed += 1,
                State::RecordedNotChecked => tally.recorded += 1,
            }
        }
        tally
    }

    /// `81 claims: 1 broken, 60 hold, 17 cannot be computed, 3 recorded, not checked`.
    #[must_use]
    pub fn in_words(self) -> String {
        let all = self.hold + self.broken + self.not_computed + self.recorded;
        format!(
            "{}: {} broken, {} {}, {} cannot be computed, {} recorded, not checked",
            candour_findings::format::plural(all, "claim", "claims"),
            self.broken,
            self.hold,
            if self.hold == 1 { "holds" } else { "hold" },
            self.not_computed,
            self.recorded
        )
    }
}
