//! Who answers nationally for a part of the service.

use candour_core::BodyCode;
use jiff::civil::Date;

use super::People;
use super::directory::Accountable;
use super::post::RemitOf;

/// The body that has overseen boards and trusts since April 2013.
const OVERSEER: &str = "nhs-england";

impl People {
    /// The body that oversees boards and trusts.
    #[must_use]
    pub fn overseer() -> Option<BodyCode> {
        BodyCode::new(OVERSEER).ok()
    }

    /// The posts whose remit on `day` names `area`, a part of the service in a few words such as
    /// `elective care`. A remit of several parts names each of them.
    #[must_use]
    pub fn answering_for(&self, area: &str, day: Date) -> Vec<Accountable<'_>> {
        let area = area.to_lowercase();
        self.rows()
            .posts
            .iter()
            .filter(|post| post.span.covers(day))
            .filter(|post| {
                self.remits_of(&post.id).any(|remit| {
                    matches!(&remit.of, RemitOf::Matter(matter) if matter.to_lowercase().contains(&area))
                        && remit.span.covers(day)
                })
            })
            .map(|post| Accountable {
                post,
                belonging: None,
                shared_with: self
                    .bodies_on(&post.id, day)
                    .into_iter()
                    .map(|row| row.body.clone())
                    .collect(),
                standing: self.standing_on(&post.id, day),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_remit_of_several_parts_names_each() {
        let people = People::bundled();
        let ids = |area: &str, day| {
            people
                .answering_for(area, day)
                .iter()
                .map(|one| one.post.id.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ids("cancer", date(2025, 6, 1)),
            ["elective-cancer-diagnostics-director"]
        );
        assert_eq!(ids("cancer", date(2020, 6, 1)), Vec::<String>::new());
        assert!(ids("finance", date(2024, 3, 31)).contains(&"chief-financial-officer".to_owned()));
    }
}
