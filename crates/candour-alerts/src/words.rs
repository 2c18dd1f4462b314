//! What is followed, in words, and whether there is such a thing.

use candour_archive::{ArchiveError, Snapshot};
use candour_assessment::commitment::{CommitmentId, Pledges, Targets};
use candour_core::BodyCode;
use candour_findings::{format, wording};

use crate::follow::Follow;

/// Why something cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// There is no such body or measure, or the archive cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// There is no such commitment.
    #[error("there is no target, pledge or milestone `{0}`")]
    NoCommitment(CommitmentId),
}

/// What is followed, in words that fit after "you follow": `A&E within four hours at SYNTHETIC HOSPITALS`. The thing
/// itself as the archive writes it: a code or an alias in any case is made the one that items carry.
///
/// # Errors
/// Where there is no such body, measure or commitment.
pub fn in_words(snapshot: &Snapshot<'_>, follow: &Follow) -> Result<(Follow, String), WordsError> {
    let place = |code: &BodyCode| -> Result<(BodyCode, String, String), ArchiveError> {
        let body = snapshot.body(code.as_str())?;
        let place = wording::place(body.level, &body.name);
        Ok((body.code, body.name, place))
    };
    let at = |code: &Option<BodyCode>| code.as_ref().map(place).transpose();
    Ok(match follow {
        Follow::Body(code) => {
            let (code, name, _) = place(code)?;
            (Follow::Body(code), format!("all news of {name}"))
        }
        Follow::Briefing(code) => {
            let (code, name, _) = place(code)?;
            (Follow::Briefing(code), format!("the briefing for {name}"))
        }
        Follow::Measure(id, code) => {
            let measure = snapshot.measure(id.as_str())?;
            let subject = wording::subject(&measure.title);
            let at = at(code)?;
            let words = at.as_ref().map_or_else(
                || format!("{subject}, wherever there is news of it"),
                |(.., place)| format!("{subject} {place}"),
            );
            let follow = Follow::Measure(measure.id.clone(), at.map(|(code, ..)| code));
            (follow, words)
        }
        Follow::Commitment(id, code) => {
            let title = title(id).ok_or_else(|| WordsError::NoCommitment(id.clone()))?;
            let at = at(code)?;
            let words = at.as_ref().map_or_else(
                || format!("what becomes of “{title}”"),
                |(.., place)| format!("what becomes of “{title}” {place}"),
            );
            let follow = Follow::Commitment(id.clone(), at.map(|(code, ..)| code));
            (follow, words)
        }
        Follow::Query(query) => {
            let measure = snapshot.measure(query.measure.as_str())?;
            let (body, _, place) = place(&query.body)?;
            let words = format!(
                "whether {} {place} is {} {}",
                wording::subject(&measure.title),
                query.side.as_str(),
                format::target(query.value, measure.unit)
            );
            let mut query = query.clone();
            query.measure = measure.id.clone();
            query.body = body;
            (Follow::Query(query), words)
        }
    })
}

/// The title of a target, a standard, a pledge or a milestone.
fn title(id: &CommitmentId) -> Option<String> {
    let targets = Targets::bundled().all().iter();
    targets
        .chain(Pledges::bundled().all())
        .find(|commitment| commitment.id == *id)
        .map(|commitment| commitment.title.clone())
}
