//! Every national commitment with England's verdict, also those on which England as a whole has none.

use std::borrow::Cow;

use candour_archive::{ArchiveError, KnownBody, Snapshot};
use candour_assessment::commitment::{Targets, Test};
use candour_assessment::verdict::{Verdict, Why};
use candour_core::{BodyCode, Level};
use candour_register::Boundaries;

use crate::judging::{AsAt, Judged, targets_of_body};

/// Every target and standard that had been made by the day, in the order of the rows, each with England's
/// verdict. What is asked of each trust by itself England does not owe: it is unknown for England, and the
/// verdict says so. So a year's set is whole, whoever owes its members.
///
/// # Errors
/// Where the archive cannot be read.
pub fn national(snapshot: &Snapshot<'_>, as_at: AsAt) -> Result<Vec<Judged>, ArchiveError> {
    let england = snapshot
        .body(BodyCode::england().as_str())
        .unwrap_or_else(|_| KnownBody {
            // Before any file is held there is no such body, and nothing to judge.
            code: BodyCode::england(),
            name: "England".to_owned(),
            level: Level::England,
            parent: None,
            parent_name: None,
            first: None,
            last: None,
        });
    let mut owed = targets_of_body(snapshot, &england, as_at)?
        .into_iter()
        .peekable();
    let seen_by = as_at.seen_by();
    Ok(Targets::bundled()
        .all()
        .iter()
        .filter(|target| as_at.year.is_none_or(|year| target.stands_in(year)))
        .filter(|target| target.known_on(seen_by))
        .map(|target| {
            // Both are in the order of the rows.
            let own = owed.next_if(|judged| judged.commitment.id == target.id);
            own.unwrap_or_else(|| {
                let why = match &target.test {
                    Test::InWords(why) => why.clone(),
                    _ => "it is asked of each body by itself, and not of England as a whole"
                        .to_owned(),
                };
                let unknown = Verdict::unknown(target.id.clone(), england.code.clone());
                Judged {
                    commitment: Cow::Borrowed(target),
                    verdict: unknown.because(Why::NotComputable(why)),
                    measure: None,
                    basis: None,
                    boundaries: Boundaries::AsReported,
                    level: Level::England,
                }
            })
        })
        .collect())
}
