//! A council as a search finds it: the systems that serve its area, by the lookups of small areas.

use std::collections::BTreeMap;

use candour_archive::Council;
use candour_core::{BodyCode, Level};
use candour_register::{Lost, Register, Share};

use crate::format;
use crate::server::answer::Reading;
use crate::server::dates;
use crate::server::error::AppError;
use crate::views::SearchResult;

/// How many councils a page shows; a word such as `south` is in the names of dozens.
const SHOWN: usize = 12;

/// A result for each board that serves the area of a council whose name holds every word, on the day on
/// which the service is looked at. None where no lookup that names councils has been taken.
pub(super) fn councils(
    reading: &Reading<'_>,
    register: &Register,
    asked: &str,
) -> Result<Vec<SearchResult>, AppError> {
    let found = reading.snapshot.local_authorities(asked)?;
    Ok(found
        .iter()
        .take(SHOWN)
        .flat_map(|council| served(reading, register, council))
        .collect())
}

fn served(reading: &Reading<'_>, register: &Register, council: &Council) -> Vec<SearchResult> {
    let day = reading.on();
    // Small areas by board; a location that is divided between boards counts for each of them.
    let mut boards: BTreeMap<BodyCode, (u32, bool)> = BTreeMap::new();
    for part in &council.served_by {
        let homes = match register.home(&part.sub_icb, Level::Icb, day) {
            Ok(homes) => homes,
            Err(Lost::Unweighted { between, .. }) => between
                .into_iter()
                .map(|body| candour_register::Part {
                    body,
                    share: Share { part: 0, whole: 1 },
                })
                .collect(),
            Err(_) => continue,
        };
        for home in homes {
            let board = boards.entry(home.body).or_default();
            board.0 += part.lsoas;
            board.1 |= !home.share.is_whole();
        }
    }
    let several = boards.len() > 1;
    boards
        .into_iter()
        .map(|(board, (lsoas, divided))| {
            let name = register.name_or(board.as_str(), board.as_str());
            let mut link = reading.body_link(&board, &name);
            link.text = format!("{}: {}", council.name, link.text);
            let how = match (divided, several) {
                (true, _) => {
                    "serves it in part: its sub-ICB location is divided between boards".to_owned()
                }
                (false, true) => format!(
                    "serves {} of its {}",
                    lsoas,
                    format::plural(council.lsoas as usize, "small area", "small areas")
                ),
                (false, false) => "serves all of it".to_owned(),
            };
            SearchResult {
                link,
                kind: format!("council, {}", council.code),
                detail: format!(
                    "{name} {how} on {}. Its page names the trusts. By {}, as at {}.",
                    dates::day(day),
                    council.file,
                    dates::day(council.as_at)
                ),
            }
        })
        .collect()
}
