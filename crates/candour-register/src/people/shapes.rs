//! Posts and people as they leave Candour: the command line and the API give the same shapes.

use jiff::civil::Date;
use serde::Serialize;

use super::changes::Change;
use super::directory::{Holder, People, Standing};
use super::post::{Belonging, Post, RemitOf};
use super::reports::ReportsTo;
use super::tenure::{Person, Tenure};
use super::vacancy::Vacancy;
use crate::register::Register;
use candour_curated::HalfDate;

fn text(date: Option<HalfDate>) -> Option<String> {
    date.map(|date| date.to_string())
}

fn said(words: &str) -> Option<String> {
    Some(words.to_owned()).filter(|words| !words.is_empty())
}

/// A body that a post belongs to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PostBodyShape {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// When it was announced that the post is to belong to it, as far as known.
    #[cfg_attr(feature = "schema", schema(example = "2018-05"))]
    pub announced: Option<String>,
    /// Since when, as far as known.
    #[cfg_attr(feature = "schema", schema(example = "announced 2018-05"))]
    pub from: Option<String>,
    /// Until when, as far as known.
    #[cfg_attr(feature = "schema", schema(example = "2022-06-30"))]
    pub to: Option<String>,
    /// What has to be known of it.
    pub note: Option<String>,
    /// Where it is stated.
    pub source: String,
}

impl PostBodyShape {
    fn new(register: &Register, row: &Belonging) -> Self {
        Self {
            code: row.body.to_string(),
            name: register.name_or(row.body.as_str(), row.body.as_str()),
            announced: text(row.announced),
            from: text(row.span.from),
            to: text(row.span.to),
            note: said(&row.note),
            source: row.origin.source.to_string(),
        }
    }
}

/// A person in a post on the day asked for.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HolderShape {
    /// The person's id.
    #[cfg_attr(feature = "schema", schema(example = "stephen-powis"))]
    pub person: String,
    /// The person's name.
    pub name: String,
    /// Since when, as far as known.
    pub from: Option<String>,
    /// Until when, as far as known.
    pub to: Option<String>,
    /// The latest day on which a source shows the person in the post.
    pub seen: Option<String>,
    /// `known`; `about`: the day lies within a date that is known only so far; `last-known`: no end is
    /// recorded, and no source shows the person in the post as late as the day.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "known"))]
    pub sureness: &'static str,
    /// Whether only until somebody is appointed.
    pub acting: bool,
}

impl From<&Holder<'_>> for HolderShape {
    fn from(holder: &Holder<'_>) -> Self {
        Self {
            person: holder.person.id.to_string(),
            name: holder.person.name.clone(),
            from: text(holder.tenure.span.from),
            to: text(holder.tenure.span.to),
            seen: text(holder.tenure.seen_until()),
            sureness: holder.sureness.as_str(),
            acting: holder.tenure.acting,
        }
    }
}

/// A time in which nobody held a post.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VacancyShape {
    /// The first day.
    #[cfg_attr(feature = "schema", schema(example = "2024-01-01"))]
    pub from: String,
    /// The day on which it ended; null while it goes on.
    #[cfg_attr(feature = "schema", schema(example = "2024-06-03"))]
    pub until: Option<String>,
    /// How many days, in all or by the day asked for.
    #[cfg_attr(feature = "schema", schema(example = 154))]
    pub days: i32,
    /// Whether a date that it is counted from is known only so far.
    pub about: bool,
    /// Whether a source calls the post vacant, rather than the dates of its holders.
    pub stated: bool,
}

impl VacancyShape {
    fn new(vacancy: &Vacancy<'_>, day: Date) -> Self {
        Self {
            from: vacancy.from.to_string(),
            until: vacancy.until.map(|day| day.to_string()),
            days: vacancy.days().unwrap_or_else(|| vacancy.days_by(day)),
            about: vacancy.about,
            stated: vacancy.stated.is_some(),
        }
    }
}

/// Somebody that a post answers to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReportsToShape {
    /// `post` or `body`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "post"))]
    pub kind: &'static str,
    /// The post's id or the body's code.
    pub id: String,
    /// Its title or name.
    pub title: String,
}

impl ReportsToShape {
    /// The shape of one step of a line of reporting.
    #[must_use]
    pub fn new(people: &People, register: &Register, to: &ReportsTo) -> Self {
        match to {
            ReportsTo::Post(id) => Self {
                kind: "post",
                title: people
                    .post(id)
                    .map_or_else(|| id.to_string(), |post| post.title.clone()),
                id: id.to_string(),
            },
            ReportsTo::Body(code) => Self {
                kind: "body",
                id: code.to_string(),
                title: register.name_or(code.as_str(), code.as_str()),
            },
        }
    }
}

/// A tenure: a person in a post.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TenureShape {
    /// The post's id.
    pub post: String,
    /// The post's title.
    pub title: String,
    /// The person's id; null where a source says that nobody held it.
    pub person: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// The codes of all bodies that the post ever belonged to.
    pub bodies: Vec<String>,
    /// Since when, as far as known.
    #[cfg_attr(feature = "schema", schema(example = "announced 2024-06-03"))]
    pub from: Option<String>,
    /// Until when, as far as known; null where no end is recorded.
    pub to: Option<String>,
    /// The latest day on which a source shows the person in the post.
    pub seen: Option<String>,
    /// How sure it is that the person holds it on the day asked for; null where not.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub sureness: Option<&'static str>,
    /// Whether only until somebody is appointed.
    pub acting: bool,
    /// What has to be known of it.
    pub note: Option<String>,
    /// Where it is stated.
    pub source: String,
}

impl TenureShape {
    fn new(people: &People, tenure: &Tenure, day: Date) -> Self {
        let post = people.post(&tenure.post);
        let person = tenure.person.as_ref().and_then(|id| people.person(id));
        Self {
            post: tenure.post.to_string(),
            title: post.map(|post| post.title.clone()).unwrap_or_default(),
            person: person.map(|person| person.id.to_string()),
            name: person.map(|person| person.name.clone()),
            bodies: people
                .belongings_of(&tenure.post)
                .map(|row| row.body.to_string())
                .collect(),
            from: text(tenure.span.from),
            to: text(tenure.span.to),
            seen: text(tenure.seen_until()),
            sureness: people
                .holders_on(&tenure.post, day)
                .iter()
                .find(|holder| std::ptr::eq(holder.tenure, tenure))
                .map(|holder| holder.sureness.as_str()),
            acting: tenure.acting,
            note: said(&tenure.note),
            source: tenure.origin.source.to_string(),
        }
    }
}

/// A post on a day, and its holders through time.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PostShape {
    /// Its id.
    #[cfg_attr(feature = "schema", schema(example = "national-medical-director"))]
    pub id: String,
    /// Its title.
    pub title: String,
    /// The day asked for.
    #[cfg_attr(feature = "schema", schema(example = "2024-03-01"))]
    pub on: String,
    /// `held`, `vacant`, `none-known` (no holder is known, which is not to say that there is none) or
    /// `not-then` (there was no such post).
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "held"))]
    pub standing: &'static str,
    /// Who holds it on the day.
    pub holders: Vec<HolderShape>,
    /// The vacancy on the day; null where it is not vacant.
    pub vacancy: Option<VacancyShape>,
    /// Since when there is such a post, as far as known.
    pub from: Option<String>,
    /// Until when.
    pub to: Option<String>,
    /// How many people may hold it at one time.
    pub seats: u8,
    /// The bodies that it belongs to, at any time.
    pub bodies: Vec<PostBodyShape>,
    /// To whom it answers on the day.
    pub reports_to: Vec<ReportsToShape>,
    /// What it answers for on the day: codes of bodies, or a few words.
    pub remits: Vec<String>,
    /// The ids of the posts that it took the place of.
    pub succeeds: Vec<String>,
    /// Its holders through time, the earliest first.
    pub tenures: Vec<TenureShape>,
    /// Every vacancy that is known.
    pub vacancies: Vec<VacancyShape>,
    /// What has to be known of it.
    pub note: Option<String>,
    /// Where it is stated.
    pub source: String,
}

impl PostShape {
    /// The shape of a post on a day.
    #[must_use]
    pub fn new(people: &People, register: &Register, post: &Post, day: Date) -> Self {
        let standing = people.standing_on(&post.id, day);
        let holders = match &standing {
            Standing::Held(holders) => holders.iter().map(HolderShape::from).collect(),
            _ => Vec::new(),
        };
        let vacancy = match &standing {
            Standing::Vacant(vacancy) => Some(VacancyShape::new(vacancy, day)),
            _ => None,
        };
        let remits = people
            .remits_of(&post.id)
            .filter(|remit| remit.span.covers(day));
        Self {
            id: post.id.to_string(),
            title: post.title.clone(),
            on: day.to_string(),
            standing: standing.as_str(),
            holders,
            vacancy,
            from: text(post.span.from),
            to: text(post.span.to),
            seats: post.seats,
            bodies: people
                .belongings_of(&post.id)
                .map(|row| PostBodyShape::new(register, row))
                .collect(),
            reports_to: people
                .reports_of(&post.id, day)
                .into_iter()
                .map(|row| ReportsToShape::new(people, register, &row.to))
                .collect(),
            remits: remits
                .map(|remit| match &remit.of {
                    RemitOf::Body(code) => code.to_string(),
                    RemitOf::Matter(matter) => matter.clone(),
                })
                .collect(),
            succeeds: post.succeeds.iter().map(ToString::to_string).collect(),
            tenures: people
                .tenures_of_post(&post.id)
                .into_iter()
                .map(|tenure| TenureShape::new(people, tenure, day))
                .collect(),
            vacancies: people
                .vacancies_of(&post.id)
                .iter()
                .map(|vacancy| VacancyShape::new(vacancy, day))
                .collect(),
            note: said(&post.note),
            source: post.origin.source.to_string(),
        }
    }
}

/// A person and their posts.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PersonShape {
    /// Their id.
    #[cfg_attr(feature = "schema", schema(example = "stephen-powis"))]
    pub id: String,
    /// Their name, as the latest source has it.
    pub name: String,
    /// Other forms of the name.
    pub also: Vec<String>,
    /// The day asked for.
    pub on: String,
    /// Their posts through time, the earliest first.
    pub posts: Vec<TenureShape>,
    /// What has to be known of the row.
    pub note: Option<String>,
    /// Where the name is stated.
    pub source: String,
}

impl PersonShape {
    /// The shape of a person on a day.
    #[must_use]
    pub fn new(people: &People, person: &Person, day: Date) -> Self {
        Self {
            id: person.id.to_string(),
            name: person.name.clone(),
            also: person.also.clone(),
            on: day.to_string(),
            posts: people
                .tenures_of_person(&person.id)
                .into_iter()
                .map(|tenure| TenureShape::new(people, tenure, day))
                .collect(),
            note: said(&person.note),
            source: person.origin.source.to_string(),
        }
    }
}

/// A change in a body.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ChangeShape {
    /// When, as far as known.
    #[cfg_attr(feature = "schema", schema(example = "2018-05"))]
    pub date: String,
    /// `body-began`, `came-after`, `post-announced`, `post-created`, `post-joined`, `person-came`,
    /// `person-went`, `post-left`, `post-ended`, `went-into` or `body-ended`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "post-created"))]
    pub kind: &'static str,
    /// The post's id.
    pub post: Option<String>,
    /// The post's title.
    pub title: Option<String>,
    /// The person's id.
    pub person: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// The code of the other body of a succession.
    pub other: Option<String>,
    /// What has to be known of it.
    pub note: Option<String>,
    /// Where it is stated.
    pub source: String,
}

impl From<&Change<'_>> for ChangeShape {
    fn from(change: &Change<'_>) -> Self {
        Self {
            date: change.date.to_string(),
            kind: change.kind.as_str(),
            post: change.post.map(|post| post.id.to_string()),
            title: change.post.map(|post| post.title.clone()),
            person: change.person.map(|person| person.id.to_string()),
            name: change.person.map(|person| person.name.clone()),
            other: change.other.map(ToString::to_string),
            note: said(change.note),
            source: change.origin.source.to_string(),
        }
    }
}
