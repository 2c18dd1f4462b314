//! Posts that nobody holds, and for how long.

use jiff::civil::Date;

use super::directory::People;
use super::id::PostId;
use super::tenure::Tenure;
use candour_curated::{HalfDate, Hedge};

/// A time in which nobody holds a post.
///
/// It is counted from the day after the last possible day of the holder before (in the post itself, or
/// in a post that it took the place of) to the first possible day of the next: where either is known
/// only so far, the count is `about`.
#[derive(Debug, Clone)]
pub struct Vacancy<'a> {
    /// Its first day.
    pub from: Date,
    /// The day on which it ends; none while nobody is known to have come.
    pub until: Option<Date>,
    /// Whether a date that it is counted from is known only so far.
    pub about: bool,
    /// Whoever left, where that is known.
    pub before: Option<&'a Tenure>,
    /// Whoever came, where that is known.
    pub after: Option<&'a Tenure>,
    /// The row that calls the post vacant, where it is not the dates of the holders that say so.
    pub stated: Option<&'a Tenure>,
}

impl Vacancy<'_> {
    /// Whether the post is vacant on a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// How many days it lasted, or has lasted by `day` where it goes on then.
    #[must_use]
    pub fn days_by(&self, day: Date) -> i32 {
        let end = self.until.map_or(day, |until| until.min(day));
        (end - self.from).get_days().max(0)
    }

    /// How many days it lasted in all; none while it goes on.
    #[must_use]
    pub fn days(&self) -> Option<i32> {
        self.until.map(|until| (until - self.from).get_days())
    }
}

fn exact(date: Option<HalfDate>) -> bool {
    date.is_some_and(HalfDate::is_exact)
}

/// The day after the last on which it can have ended; none where that is open.
fn gone(tenure: &Tenure) -> Option<Date> {
    let to = tenure.span.to?;
    if to.hedge() == Some(Hedge::After) {
        return None;
    }
    to.last_day().tomorrow().ok()
}

/// The first day on which it can have begun; none where it may have been earlier than any day known.
fn come(tenure: &Tenure) -> Option<Date> {
    let from = tenure.span.from?;
    (from.hedge() != Some(Hedge::By)).then(|| from.first_day())
}

impl People {
    /// The vacancies of a post, the earliest first.
    #[must_use]
    pub fn vacancies_of(&self, post: &PostId) -> Vec<Vacancy<'_>> {
        let Some(row) = self.post(post) else {
            return Vec::new();
        };
        let (held, stated): (Vec<&Tenure>, Vec<&Tenure>) = self
            .tenures_of_post(post)
            .into_iter()
            .partition(|tenure| tenure.person.is_some());
        let mut found: Vec<Vacancy<'_>> = Vec::new();
        // With several seats a gap between two holders says nothing.
        if row.seats == 1 {
            let before = row
                .succeeds
                .iter()
                .flat_map(|earlier| self.tenures_of_post(earlier))
                .max_by_key(|tenure| gone(tenure).map_or(Date::MAX, |day| day));
            let mut line: Vec<&Tenure> = before.into_iter().chain(held).collect();
            line.sort_by_key(|tenure| tenure.span.from.map(HalfDate::first_day));
            found.extend(line.windows(2).filter_map(|pair| between(pair[0], pair[1])));
        }
        for tenure in stated {
            let Some(from) = tenure.span.from else {
                continue;
            };
            found.push(Vacancy {
                from: from.first_day(),
                until: tenure.span.to.and_then(|to| to.last_day().tomorrow().ok()),
                about: !from.is_exact() || tenure.span.to.is_some_and(|to| !to.is_exact()),
                before: None,
                after: None,
                stated: Some(tenure),
            });
        }
        found.sort_by_key(|vacancy| vacancy.from);
        found
    }
}

/// The vacancy between one holder and the next, where one surely lies between them.
fn between<'a>(before: &'a Tenure, after: &'a Tenure) -> Option<Vacancy<'a>> {
    let (from, until) = (gone(before)?, come(after)?);
    (from < until).then(|| Vacancy {
        from,
        until: Some(until),
        about: !exact(before.span.to) || !exact(after.span.from),
        before: Some(before),
        after: Some(after),
        stated: None,
    })
}
