use jiff::civil::Date;

use super::id::{PersonId, PostId};
use crate::origin::Origin;
use candour_curated::words;
use candour_curated::{HalfDate, Hedge, Span};

/// A person who holds or held a post, in that public role and no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name, as the latest source has it.
    pub name: String,
    /// Other forms of the name in sources.
    pub also: Vec<String>,
    /// What has to be known of the row.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}

/// A person in a post, or a post that a source calls vacant, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenure {
    /// The post.
    pub post: PostId,
    /// Who; none where a source says that nobody holds it.
    pub person: Option<PersonId>,
    /// The first and the last day. A last day that is not given may be to come, or may have gone by
    /// unrecorded: see `seen`.
    pub span: Span,
    /// The latest day on which a source shows the person in the post, where it is later than the first.
    pub seen: Option<HalfDate>,
    /// Whether the person holds it only until somebody is appointed.
    pub acting: bool,
    /// What has to be known of the row.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}

words! {
    /// How sure it is that a person holds a post on a day.
    Sureness, "a sureness", {
        /// Sources have the person in the post before and after the day, or on it.
        Known = "known",
        /// The day lies within a date that is known only so far.
        About = "about",
        /// No end is recorded, and no source shows the person in the post as late as the day.
        LastKnown = "last-known",
    }
}

impl Tenure {
    /// The latest day on which a source shows it; none where it has neither such a day nor a beginning.
    #[must_use]
    pub fn seen_until(&self) -> Option<HalfDate> {
        self.seen.or(self.span.from)
    }

    /// Whether the person holds the post on `day`, and how sure that is; none where not.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> Option<Sureness> {
        if !self.span.covers(day) {
            return None;
        }
        let seen_by_then = self.seen.is_some_and(|seen| seen.last_day() <= day);
        let begun = seen_by_then
            || self.span.from.is_some_and(|from| {
                let vague = matches!(
                    from.hedge(),
                    Some(Hedge::Announced | Hedge::About | Hedge::After)
                );
                from.last_day() <= day && !vague
            });
        let seen_later = self.seen.is_some_and(|seen| day <= seen.first_day());
        match self.span.to {
            None if self.seen_until().is_none_or(|seen| seen.last_day() < day) => {
                Some(Sureness::LastKnown)
            }
            Some(to) => {
                let vague = matches!(to.hedge(), Some(Hedge::By | Hedge::About));
                let not_ended = seen_later || (day <= to.first_day() && !vague);
                Some(if begun && not_ended {
                    Sureness::Known
                } else {
                    Sureness::About
                })
            }
            None if begun => Some(Sureness::Known),
            None => Some(Sureness::About),
        }
    }

    /// The time for which sources show it: a last day that nobody recorded ends with what was seen.
    #[must_use]
    pub(crate) fn shown(&self) -> Span {
        Span {
            from: self.span.from,
            to: self.span.to.or_else(|| self.seen_until()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Authority;
    use jiff::civil::date;

    fn tenure(from: &str, to: &str, seen: &str) -> Tenure {
        let half = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        Tenure {
            post: "a-post".parse().unwrap(),
            person: Some("somebody".parse().unwrap()),
            span: Span {
                from: half(from),
                to: half(to),
            },
            seen: half(seen),
            acting: false,
            note: String::new(),
            origin: Origin {
                authority: Authority::Curated,
                file: "tenures.csv".into(),
                line: 2,
                source: "made up".into(),
                as_at: None,
            },
        }
    }

    #[test]
    fn says_how_sure_it_is() {
        let known = tenure("2018-01", "2025-07", "");
        for (day, sureness) in [
            (date(2017, 12, 31), None),
            (date(2018, 1, 15), Some(Sureness::About)),
            (date(2018, 2, 1), Some(Sureness::Known)),
            (date(2025, 6, 30), Some(Sureness::Known)),
            (date(2025, 7, 15), Some(Sureness::About)),
            (date(2025, 8, 1), None),
        ] {
            assert_eq!(known.holds_on(day), sureness, "{day}");
        }
        // An announcement is no first day, but a later source settles it.
        let announced = tenure("announced 2024-06-03", "", "2024-09-01");
        for (day, sureness) in [
            (date(2024, 6, 2), None),
            (date(2024, 7, 1), Some(Sureness::About)),
            (date(2024, 9, 1), Some(Sureness::Known)),
            (date(2024, 9, 2), Some(Sureness::LastKnown)),
        ] {
            assert_eq!(announced.holds_on(day), sureness, "{day}");
        }
        // Ended by a day: seen in it until another.
        let ended = tenure("by 2024", "by 2025-03-31", "2024-06");
        assert_eq!(ended.holds_on(date(2024, 6, 1)), Some(Sureness::About));
        assert_eq!(ended.holds_on(date(2025, 1, 1)), Some(Sureness::About));
        assert_eq!(ended.holds_on(date(2025, 4, 1)), None);
    }
}
