//! From a target to who answers for it: target, body, post, the person on a date, and the evidence.

use candour_archive::{ArchiveError, Snapshot};
use candour_core::{BodyCode, Level};
use candour_register::{Accountable, People, Register};
use jiff::civil::Date;

/// Somewhere on the way from a target to who answers for it.
#[derive(Debug, Clone)]
pub struct Rung {
    /// The body.
    pub body: BodyCode,
    /// Its name.
    pub name: String,
    /// Why it stands here: `owes it`, `oversees the board`, `answers for elective care`.
    pub why: String,
    /// The posts that answer, with who held them; none where no source that was read names one.
    pub posts: Vec<Accountable<'static>>,
}

/// Who answers on `day` for what `body` owes in a part of the service: the body itself, the region that
/// oversees it, and nationally whoever has that part of the service as a remit. Where no post is known,
/// the rung stands without one: that nobody is known is an answer.
///
/// # Errors
/// Where the archive cannot be read.
pub fn ladder(
    snapshot: &Snapshot<'_>,
    body: &BodyCode,
    level: Level,
    area: &str,
    day: Date,
) -> Result<Vec<Rung>, ArchiveError> {
    let register = snapshot.register()?;
    let people = People::bundled();
    let mut rungs = Vec::new();
    if level != Level::England {
        rungs.push(rung(&register, people, body, "owes it", day));
        for (code, why) in above(&register, body, level, day) {
            rungs.push(rung(&register, people, &code, why, day));
        }
    }
    let Some(overseer) = People::overseer() else {
        return Ok(rungs);
    };
    let with_remit = people.answering_for(area, day);
    rungs.push(Rung {
        name: register.name_or(overseer.as_str(), overseer.as_str()),
        body: overseer.clone(),
        why: format!("answers nationally for {area}"),
        posts: with_remit,
    });
    let mut head = rung(
        &register,
        people,
        &overseer,
        "answers for the service as a whole",
        day,
    );
    // Of the whole board of a national body only its chief executive, and whoever stands first: the others
    // have remits of their own.
    let mut place = 0;
    head.posts.retain(|one| {
        place += 1;
        place == 1 || one.post.title.starts_with("Chief executive")
    });
    rungs.push(head);
    Ok(rungs)
}

fn rung(
    register: &Register,
    people: &'static People,
    body: &BodyCode,
    why: &str,
    day: Date,
) -> Rung {
    Rung {
        name: register.name_or(body.as_str(), body.as_str()),
        posts: people.accountable_for(body, day),
        body: body.clone(),
        why: why.to_owned(),
    }
}

/// The board and the region that a body was under on a day.
fn above(
    register: &Register,
    body: &BodyCode,
    level: Level,
    day: Date,
) -> Vec<(BodyCode, &'static str)> {
    let one = |to: Level| {
        let parts = register.home(body, to, day).ok()?;
        match parts.as_slice() {
            [part] => Some(part.body.clone()),
            _ => None,
        }
    };
    let mut found = Vec::new();
    if level == Level::Provider
        && let Some(board) = one(Level::Icb)
    {
        found.push((board, "plans and pays for the care"));
    }
    if level != Level::Region
        && let Some(region) = one(Level::Region)
    {
        found.push((region, "oversees it"));
    }
    found
}
