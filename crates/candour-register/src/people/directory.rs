use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use candour_core::BodyCode;
use jiff::civil::Date;

use super::id::{PersonId, PostId};
use super::load::{PeopleFiles, PeopleRows};
use super::post::{Belonging, Post, Remit, RemitOf};
use super::tenure::{Person, Sureness, Tenure};
use super::vacancy::Vacancy;
use crate::register::{Register, plain};
use candour_curated::HalfDate;

/// Everything that is known of posts and of the people in them, and the ways to find it.
#[derive(Debug, Default)]
pub struct People {
    rows: PeopleRows,
    posts: BTreeMap<PostId, usize>,
    people: BTreeMap<PersonId, usize>,
}

/// A person in a post on a day.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// Who.
    pub person: &'a Person,
    /// Since when, and from which row.
    pub tenure: &'a Tenure,
    /// How sure it is.
    pub sureness: Sureness,
}

/// How a post stands on a day.
#[derive(Debug, Clone)]
pub enum Standing<'a> {
    /// There was no such post.
    NotThen,
    /// Somebody holds it, as far as known.
    Held(Vec<Holder<'a>>),
    /// Nobody holds it: the one before has gone, and the next is known to have come later, or a
    /// source calls it vacant.
    Vacant(Vacancy<'a>),
    /// No holder is known, which is not to say that there is none.
    NoneKnown {
        /// The end of the last tenure that is known, where one had ended.
        since: Option<HalfDate>,
    },
}

impl Standing<'_> {
    /// In a word, for files and answers.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NotThen => "not-then",
            Self::Held(_) => "held",
            Self::Vacant(_) => "vacant",
            Self::NoneKnown { .. } => "none-known",
        }
    }
}

/// A post that answers for a body on a day.
#[derive(Debug, Clone)]
pub struct Accountable<'a> {
    /// The post.
    pub post: &'a Post,
    /// The body's row among the bodies of the post; none where the post answers for it by its remit,
    /// as a regional director does for a region.
    pub belonging: Option<&'a Belonging>,
    /// The other bodies that the post belongs to on that day.
    pub shared_with: Vec<BodyCode>,
    /// Who holds it.
    pub standing: Standing<'a>,
}

impl People {
    /// The curated rows that came with the program.
    ///
    /// A row that cannot be read is left out; a test of this crate proves that there is none.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static PEOPLE: LazyLock<People> =
            LazyLock::new(|| People::new(PeopleFiles::BUNDLED.read(Register::bundled()).0));
        &PEOPLE
    }

    /// The directory of these rows. Of two rows with one id the first stands.
    #[must_use]
    pub fn new(rows: PeopleRows) -> Self {
        let mut directory = Self::default();
        for (place, post) in rows.posts.iter().enumerate() {
            directory.posts.entry(post.id.clone()).or_insert(place);
        }
        for (place, person) in rows.people.iter().enumerate() {
            directory.people.entry(person.id.clone()).or_insert(place);
        }
        directory.rows = rows;
        directory
    }

    /// Every row, as it came.
    #[must_use]
    pub fn rows(&self) -> &PeopleRows {
        &self.rows
    }

    /// The post with this id.
    #[must_use]
    pub fn post(&self, id: &PostId) -> Option<&Post> {
        self.rows.posts.get(*self.posts.get(id)?)
    }

    /// The person with this id.
    #[must_use]
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.rows.people.get(*self.people.get(id)?)
    }

    /// The tenures of a post, stated vacancies among them, the earliest first.
    #[must_use]
    pub fn tenures_of_post(&self, post: &PostId) -> Vec<&Tenure> {
        let mut found: Vec<&Tenure> = self
            .rows
            .tenures
            .iter()
            .filter(|tenure| tenure.post == *post)
            .collect();
        found.sort_by_key(|tenure| tenure.span.from.map(HalfDate::first_day));
        found
    }

    /// The tenures of a person, the earliest first.
    #[must_use]
    pub fn tenures_of_person(&self, person: &PersonId) -> Vec<&Tenure> {
        let mut found: Vec<&Tenure> = self
            .rows
            .tenures
            .iter()
            .filter(|tenure| tenure.person.as_ref() == Some(person))
            .collect();
        found.sort_by_key(|tenure| tenure.span.from.map(HalfDate::first_day));
        found
    }

    /// The bodies of a post, in the order of the rows.
    pub fn belongings_of<'a>(&'a self, post: &PostId) -> impl Iterator<Item = &'a Belonging> {
        self.rows
            .belongings
            .iter()
            .filter(move |row| row.post == *post)
    }

    /// The bodies that a post belongs to on a day.
    #[must_use]
    pub fn bodies_on(&self, post: &PostId, day: Date) -> Vec<&Belonging> {
        self.belongings_of(post)
            .filter(|row| row.span.covers(day))
            .collect()
    }

    /// What a post answers for.
    pub fn remits_of<'a>(&'a self, post: &PostId) -> impl Iterator<Item = &'a Remit> {
        self.rows.remits.iter().filter(move |row| row.post == *post)
    }

    /// The posts that took the place of a post.
    pub fn successors_of<'a>(&'a self, post: &PostId) -> impl Iterator<Item = &'a Post> {
        self.rows
            .posts
            .iter()
            .filter(move |other| other.succeeds.contains(post))
    }

    /// Whether there was such a post on a day, as far as known.
    #[must_use]
    pub fn exists_on(&self, post: &PostId, day: Date) -> bool {
        self.post(post).is_some_and(|post| post.span.covers(day))
    }

    /// Who holds a post on a day, the surest first; several for a post of several seats, or where the
    /// dates of two holders are known only so far.
    #[must_use]
    pub fn holders_on(&self, post: &PostId, day: Date) -> Vec<Holder<'_>> {
        if !self.exists_on(post, day) {
            return Vec::new();
        }
        let mut found: Vec<Holder<'_>> = self
            .tenures_of_post(post)
            .into_iter()
            .filter_map(|tenure| {
                Some(Holder {
                    sureness: tenure.holds_on(day)?,
                    person: self.person(tenure.person.as_ref()?)?,
                    tenure,
                })
            })
            .collect();
        // Somebody whose end nobody recorded makes room for whoever is known to have come after.
        let later = |holder: &Holder<'_>, than: &Holder<'_>| {
            holder.tenure.span.from.map(HalfDate::first_day)
                > than.tenure.span.from.map(HalfDate::first_day)
        };
        let seats = self.post(post).map_or(1, |post| usize::from(post.seats));
        let gone: BTreeSet<usize> = (0..found.len())
            .filter(|place| {
                let one = &found[*place];
                let since = found.iter().filter(|other| later(other, one)).count();
                one.sureness == Sureness::LastKnown && since >= seats
            })
            .collect();
        let mut place = 0;
        found.retain(|_| {
            place += 1;
            !gone.contains(&(place - 1))
        });
        found.sort_by_key(|holder| holder.sureness);
        found
    }

    /// How a post stands on a day.
    #[must_use]
    pub fn standing_on(&self, post: &PostId, day: Date) -> Standing<'_> {
        if !self.exists_on(post, day) {
            return Standing::NotThen;
        }
        let holders = self.holders_on(post, day);
        if !holders.is_empty() {
            return Standing::Held(holders);
        }
        let vacancy = self
            .vacancies_of(post)
            .into_iter()
            .find(|vacancy| vacancy.covers(day));
        if let Some(vacancy) = vacancy {
            return Standing::Vacant(vacancy);
        }
        Standing::NoneKnown {
            since: self
                .tenures_of_post(post)
                .into_iter()
                .filter_map(|tenure| tenure.span.to)
                .filter(|to| to.last_day() < day)
                .max_by_key(|to| to.last_day()),
        }
    }

    /// The posts that answer for a body on a day: its own, and those whose remit it is. Whoever a
    /// post of it answers to within the body stands first.
    #[must_use]
    pub fn accountable_for(&self, body: &BodyCode, day: Date) -> Vec<Accountable<'_>> {
        let mut found: Vec<Accountable<'_>> = Vec::new();
        for post in self.rows.posts.iter().filter(|post| post.span.covers(day)) {
            let bodies = self.bodies_on(&post.id, day);
            let belonging = bodies.iter().copied().find(|row| row.body == *body);
            let remit = self.remits_of(&post.id).any(|remit| {
                matches!(&remit.of, RemitOf::Body(of) if of == body) && remit.span.covers(day)
            });
            if belonging.is_none() && !remit {
                continue;
            }
            found.push(Accountable {
                post,
                belonging,
                shared_with: bodies
                    .iter()
                    .filter(|row| row.body != *body && belonging.is_some())
                    .map(|row| row.body.clone())
                    .collect(),
                standing: self.standing_on(&post.id, day),
            });
        }
        // How many posts of the same body stand above it.
        let own: BTreeSet<PostId> = found.iter().map(|one| one.post.id.clone()).collect();
        found.sort_by_cached_key(|one| {
            let above = self
                .paths_up(&one.post.id, day)
                .iter()
                .map(|path| {
                    path.iter()
                        .filter(|to| matches!(to, super::reports::ReportsTo::Post(to) if own.contains(to)))
                        .count()
                })
                .max();
            // A post that no row of reporting mentions says nothing of its rank: last.
            (above.unwrap_or(usize::MAX), one.post.title.clone())
        });
        found
    }

    /// People whose names or ids hold every word; all where nothing is asked for.
    #[must_use]
    pub fn find_people(&self, words: &str) -> Vec<&Person> {
        let words = plain(words);
        self.rows
            .people
            .iter()
            .filter(|person| {
                let names = plain(&format!(
                    "{} {} {}",
                    person.name,
                    person.also.join(" "),
                    person.id
                ));
                words.split(' ').all(|word| names.contains(word))
            })
            .collect()
    }

    /// Posts whose titles, ids, notes or remits hold every word; all where nothing is asked for.
    #[must_use]
    pub fn find_posts(&self, words: &str) -> Vec<&Post> {
        let words = plain(words);
        self.rows
            .posts
            .iter()
            .filter(|post| {
                let remits = self.remits_of(&post.id).map(|remit| match &remit.of {
                    RemitOf::Matter(matter) => matter.as_str(),
                    RemitOf::Body(_) => "",
                });
                let remits: Vec<&str> = remits.collect();
                let text = plain(&format!(
                    "{} {} {} {}",
                    post.title,
                    post.id,
                    post.note,
                    remits.join(" ")
                ));
                words.split(' ').all(|word| text.contains(word))
            })
            .collect()
    }
}
