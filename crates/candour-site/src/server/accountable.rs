//! Who answers for a body on a day: a part of the body's page.

use candour_core::BodyCode;
use candour_register::People;
use jiff::civil::Date;

use super::dates;
use super::links;
use super::people_words as words;
use crate::views::{AccountableRow, AccountableView, Link};

/// How many posts are shown before the others are folded.
const SHOWN: usize = 5;

/// Fills the part; none where no post is known to answer for the body on the day.
#[must_use]
pub(super) fn accountable(body: &BodyCode, day: Date) -> Option<AccountableView> {
    let all = People::bundled().accountable_for(body, day);
    if all.is_empty() {
        return None;
    }
    let on = Some(day);
    let mut rows: Vec<AccountableRow> = all
        .iter()
        .map(|one| {
            let mut said = words::sentence(one.post, &one.standing, day, on);
            if !one.shared_with.is_empty() {
                let with = words::body_names(&one.shared_with);
                said = said.text(format!(" Shared with {with}."));
            }
            AccountableRow {
                post: Link::new(one.post.title.clone(), links::post(&one.post.id, on)),
                said,
            }
        })
        .collect();
    // A single post behind the fold would cost more than it saves.
    let further = if rows.len() > SHOWN + 1 {
        rows.split_off(SHOWN)
    } else {
        Vec::new()
    };
    Some(AccountableView {
        day: dates::day(day),
        all: Link::new(
            "All its posts, who holds them and what changed",
            links::posts_of(body, on),
        ),
        rows,
        further,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_region_has_its_director_and_a_shared_post_names_the_other_body() {
        let html = |code: &str, day| {
            let view = accountable(&BodyCode::new(code).unwrap(), day).unwrap();
            askama::Template::render(&view).unwrap()
        };
        let region = html("Y58", date(2019, 6, 1));
        assert!(
            region.contains("Who answers for it on 1 June 2019"),
            "{region}"
        );
        assert!(region.contains("Elizabeth O&#39;Mahony"), "{region}");
        let joint = html("nhs-improvement", date(2020, 1, 1));
        assert!(joint.contains("Shared with NHS England."), "{joint}");
        assert!(joint.contains("further posts"), "{joint}");
        assert!(accountable(&BodyCode::england(), date(2020, 1, 1)).is_none());
    }
}
