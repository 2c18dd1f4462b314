//! `/briefings` and `/briefings/{day or month}`: what changed, then as it was known and by period.

use std::collections::{BTreeMap, BTreeSet};

use candour_briefing::feed::{Feed, atom};
use candour_briefing::render::{self, BriefingShape, Options};
use candour_briefing::{Briefing, BriefingQuery, Knowledge};
use candour_core::{BodyCode, Level, Month};
use jiff::civil::Date;

use crate::format::plural;
use crate::server::answer::{Answer, Policy, Reading};
use crate::server::briefings::feed_link;
use crate::server::dates;
use crate::server::error::AppError;
use crate::server::links;
use crate::server::told_news::{must_reads, prose, sections};
use crate::views::{
    ArticleView, Ask, Block, BriefingView, Choice, Fact, Link, MustReads, Nav, Prose, Section,
};

/// What a briefing's address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// What was known on a day.
    Day(Date),
    /// What the periods up to a month say.
    Month(Month),
}

impl Of {
    /// Reads `2023-05-12` or `2022-12`.
    fn parse(text: &str) -> Result<Self, AppError> {
        let day = text.parse().map(Self::Day);
        day.or_else(|_| text.parse().map(Self::Month)).map_err(|_| {
            let seen: String = text.chars().take(20).collect();
            AppError::bad_request(
                format!("“{seen}” is neither a day nor a month"),
                "Write a day such as 2023-05-12, or a month such as 2022-12.".to_owned(),
            )
        })
    }

    fn path(self, whom: Option<&BodyCode>) -> String {
        let of = match self {
            Self::Day(day) => day.to_string(),
            Self::Month(month) => month.to_string(),
        };
        let whom = whom.map(|code| ("for", code.as_str()));
        format!("/briefings/{of}{}", links::query(whom))
    }

    fn words(self) -> String {
        match self {
            Self::Day(day) => dates::day(day),
            Self::Month(month) => month.in_words(),
        }
    }
}

/// The days on which something was published, with what; the months of which something is held.
struct Calendar {
    days: BTreeMap<Date, BTreeMap<String, BTreeSet<Month>>>,
    months: BTreeSet<Month>,
}

impl Calendar {
    fn of(reading: &Reading<'_>) -> Result<Self, AppError> {
        let mut days: BTreeMap<Date, BTreeMap<String, BTreeSet<Month>>> = BTreeMap::new();
        let mut months = BTreeSet::new();
        for source in reading.snapshot.sources()? {
            months.insert(source.period);
            let Some(day) = source.published_on.filter(|day| *day <= reading.today) else {
                continue;
            };
            let of_day = days.entry(day).or_default();
            let periods = of_day.entry(title_of(&source.publication)).or_default();
            periods.insert(source.period);
        }
        months.retain(|month| month.last_day() <= reading.today);
        Ok(Self { days, months })
    }

    /// The one before and the one after, of the same kind.
    fn around(&self, of: Of) -> (Option<Of>, Option<Of>) {
        match of {
            Of::Day(day) => (
                self.days
                    .keys()
                    .rev()
                    .find(|other| **other < day)
                    .map(|day| Of::Day(*day)),
                self.days
                    .keys()
                    .find(|other| **other > day)
                    .map(|day| Of::Day(*day)),
            ),
            Of::Month(month) => (
                self.months
                    .iter()
                    .rev()
                    .find(|other| **other < month)
                    .map(|m| Of::Month(*m)),
                self.months
                    .iter()
                    .find(|other| **other > month)
                    .map(|m| Of::Month(*m)),
            ),
        }
    }
}

fn title_of(publication: &str) -> String {
    candour_publications::by_id(publication)
        .map_or(publication, |known| known.facts().title)
        .to_owned()
}

/// `/briefings`.
pub(in crate::server) fn all(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let calendar = Calendar::of(reading)?;
    let whom = reading.briefed()?;
    let name = name_of(reading, whom.as_ref())?;
    let today = Of::Day(reading.today).path(whom.as_ref());
    let heading = format!(
        "Briefings for {name}: {} of publication, {} by period",
        plural(calendar.days.len(), "day", "days"),
        plural(calendar.months.len(), "month", "months")
    );
    let mut page = reading.page(heading.clone(), vec![reading.root()], false);
    page.nav = Nav::Home;
    page.feed = Some(feed_of(reading, whom.as_ref(), &name));
    let view = ArticleView {
        page,
        kicker: Prose::from("What changed and matters"),
        heading,
        lede: Prose::default()
            .link("Today’s briefing", today)
            .text(". Each of the others can be made again at any time, and is the same."),
        sections: vec![
            Section::default().with(Block::Ask(Box::new(Ask {
                action: "/briefings".to_owned(),
                lists: vec![(
                    "for".to_owned(),
                    "For".to_owned(),
                    scopes(reading, whom.as_ref())?,
                )],
                button: "Show".to_owned(),
                ..Ask::default()
            }))),
            days(&calendar, whom.as_ref()),
            months(&calendar, whom.as_ref()),
        ],
    };
    Ok(Answer::html(view.render()?))
}

fn days(calendar: &Calendar, whom: Option<&BodyCode>) -> Section {
    let mut section = Section::new("days", "As known on a day").with(Block::Words(Prose::from(
        "The days on which a file that is held was published. A briefing of such a day knows what was out by \
         then and nothing that came later. Files whose day of publication is not known are left out of it.",
    )));
    let mut years: BTreeMap<i32, Vec<Prose>> = BTreeMap::new();
    for (day, published) in &calendar.days {
        let said: Vec<String> = published
            .iter()
            .map(|(title, periods)| match periods.len() {
                0..=2 => {
                    let periods: Vec<Month> = periods.iter().copied().collect();
                    format!("{title} ({})", dates::months(&periods))
                }
                several => format!("{title} ({several} periods)"),
            })
            .collect();
        let line = Prose::default()
            .link(dates::day(*day), Of::Day(*day).path(whom))
            .text(format!(": {}.", said.join("; ")));
        years.entry(i32::from(day.year())).or_default().push(line);
    }
    let latest = years.keys().last().copied();
    for (year, mut lines) in years.into_iter().rev() {
        lines.reverse();
        let list = Block::List(lines);
        section = if Some(year) == latest {
            section.with(list)
        } else {
            section.with(Block::Fold(year.to_string(), vec![list]))
        };
    }
    section
}

fn months(calendar: &Calendar, whom: Option<&BodyCode>) -> Section {
    let mut section = Section::new("months", "By period").with(Block::Words(Prose::from(
        "What the periods up to a month say as the files hold them now. Whatever was revised since stands as \
         revised, so that nobody could have read these on the day.",
    )));
    let mut years: BTreeMap<i32, Prose> = BTreeMap::new();
    for month in &calendar.months {
        let line = years
            .entry(month.year())
            .or_insert_with(|| Prose::from(format!("{}: ", month.year())));
        let said = std::mem::take(line);
        let said = if said.0.len() > 1 {
            said.text(", ")
        } else {
            said
        };
        let name = month.in_words();
        let name = name.split(' ').next().unwrap_or(&name);
        *line = said.link(name, Of::Month(*month).path(whom));
    }
    section = section.with(Block::List(years.into_values().rev().collect()));
    section
}

/// `/briefings/{of}`, and the same with an ending.
pub(in crate::server) fn one(reading: &Reading<'_>, last: &str) -> Result<Answer, AppError> {
    let (of, ending) = match last.rsplit_once('.') {
        Some((of, ending)) => (of, Some(ending)),
        None => (last, None),
    };
    let of = Of::parse(of)?;
    let whom = reading.briefed()?;
    let query = match of {
        Of::Day(day) if day > reading.today => {
            return Err(AppError::not_found("There is no briefing of a day to come"));
        }
        Of::Month(month) if month.first_day() > reading.today => {
            return Err(AppError::not_found(
                "There is no briefing of a month to come",
            ));
        }
        Of::Day(day) => BriefingQuery {
            on: day,
            body: whom.clone(),
            knowledge: Knowledge::AsKnown { day },
        },
        Of::Month(month) => BriefingQuery {
            on: month.last_day(),
            body: whom.clone(),
            knowledge: Knowledge::UpTo { month },
        },
    };
    let briefing = reading.briefing(&query)?;
    match ending {
        None => page(reading, &briefing, of, whom.as_ref()),
        Some(ending) => form(reading, &briefing, ending, last),
    }
}

/// A briefing in another form.
fn form(
    reading: &Reading<'_>,
    briefing: &Briefing,
    ending: &str,
    last: &str,
) -> Result<Answer, AppError> {
    let base = reading.absolute("");
    match ending {
        "txt" => Ok(Answer::new(
            "text/plain; charset=utf-8",
            render::text(briefing, &base, Options::default()),
        )),
        "html" => Ok(Answer {
            policy: Policy::Mail,
            ..Answer::html(render::html_mail(briefing, &base))
        }),
        "md" => Ok(Answer::new(
            "text/markdown; charset=utf-8",
            render::markdown(briefing, &base),
        )),
        "json" => Answer::json(&BriefingShape::from(briefing)),
        "atom" => {
            let path = format!("/briefings/{last}{}", reading.params.but(&[], &[]));
            let page = render::page_path(briefing);
            let feed = Feed {
                base_url: &base,
                path: &path,
                page: &page,
                title: &render::what_it_is(briefing),
            };
            Ok(Answer::new(ATOM, atom(&feed, briefing, |_| true)))
        }
        _ => Err(AppError::not_found(
            "A briefing can be had as .txt, .html (for mail), .md, .json and .atom",
        )),
    }
}

/// What a feed is sent as.
pub(in crate::server) const ATOM: &str = "application/atom+xml; charset=utf-8";

/// All items, of which section so ever: a page has room.
const ALL: usize = usize::MAX;

fn page(
    reading: &Reading<'_>,
    briefing: &Briefing,
    of: Of,
    whom: Option<&BodyCode>,
) -> Result<Answer, AppError> {
    let name = &briefing.scope.name;
    let mut page = reading.page(
        briefing.title.clone(),
        vec![
            reading.root(),
            Link::new(
                "Briefings",
                format!(
                    "/briefings{}",
                    links::query(whom.map(|code| ("for", code.as_str())))
                ),
            ),
        ],
        false,
    );
    page.nav = Nav::Home;
    page.description = format!("What changed and matters in {name}, {}.", of.words());
    page.feed = Some(feed_of(reading, whom, name));
    let (before, after) = Calendar::of(reading)?.around(of);
    let mut around = Vec::new();
    around.extend(before.map(|of| Link::new(format!("Before: {}", of.words()), of.path(whom))));
    around.extend(after.map(|of| Link::new(format!("After: {}", of.words()), of.path(whom))));
    let all = links::query(whom.map(|code| ("for", code.as_str())));
    around.push(Link::new("Today", Of::Day(reading.today).path(whom)));
    around.push(Link::new("All briefings", format!("/briefings{all}")));
    let path = of.path(None);
    let quiet = briefing.items().next().is_none();
    let code = whom.cloned().unwrap_or_else(BodyCode::england);
    let view = BriefingView {
        page,
        kicker: render::what_it_is(briefing),
        heading: match briefing.scope.level {
            Level::England => "What changed in the health service in England".to_owned(),
            _ => format!("What changed: {name}"),
        },
        standing: render::standing(briefing),
        quiet: if quiet {
            Prose::from(QUIET)
        } else {
            Prose::default()
        },
        must_reads: MustReads(must_reads(reading, briefing)?),
        sections: sections(briefing, ALL, ""),
        notes: briefing.notes.iter().map(prose).collect(),
        held: held(briefing),
        left_out: briefing
            .left_out
            .iter()
            .map(|left| prose(&left.headline).text(format!(": {}.", left.because)))
            .collect(),
        around,
        forms: forms(&path, whom),
        scopes: scopes(reading, whom)?,
        action: path,
        follow: reading.follow(&feed_path(&code), &format!("body:{code}"), None),
    };
    Ok(Answer::html(view.render()?))
}

/// Said where nothing is news.
pub(in crate::server) const QUIET: &str =
    "Nothing changed beyond usual variation, and nothing fell due, was revised or is late.";

/// The forms in which a briefing can be had.
pub(in crate::server) fn forms(path: &str, whom: Option<&BodyCode>) -> Vec<Link> {
    let query = links::query(whom.map(|code| ("for", code.as_str())));
    let as_form =
        |(ending, words): (&str, &str)| Link::new(words, format!("{path}.{ending}{query}"));
    [
        ("txt", "plain text"),
        ("html", "mail (HTML)"),
        ("md", "Markdown"),
        ("json", "JSON"),
        ("atom", "Atom"),
    ]
    .map(as_form)
    .into()
}

fn held(briefing: &Briefing) -> Vec<Fact> {
    let lines = briefing.held.iter();
    lines
        .map(|held| Fact {
            term: held.publication.clone(),
            said: Prose::from(render::held_words(held) + "."),
        })
        .collect()
}

/// England, the regions and the boards, to choose from.
fn scopes(reading: &Reading<'_>, whom: Option<&BodyCode>) -> Result<Vec<Choice>, AppError> {
    let mut choices = vec![Choice {
        value: BodyCode::england().to_string(),
        label: "England".to_owned(),
        chosen: whom.is_none(),
    }];
    for level in [Level::Region, Level::Icb] {
        choices.extend(
            reading
                .snapshot
                .bodies_at(level)?
                .into_iter()
                .map(|body| Choice {
                    chosen: whom == Some(&body.code),
                    value: body.code.to_string(),
                    label: body.name,
                }),
        );
    }
    // A trust that was asked for stays chosen.
    if let Some(code) = whom.filter(|_| choices.iter().all(|choice| !choice.chosen)) {
        choices.push(Choice {
            value: code.to_string(),
            label: name_of(reading, Some(code))?,
            chosen: true,
        });
    }
    Ok(choices)
}

fn name_of(reading: &Reading<'_>, whom: Option<&BodyCode>) -> Result<String, AppError> {
    Ok(match whom {
        Some(code) => reading.snapshot.body(code.as_str())?.name,
        None => "England".to_owned(),
    })
}

/// The feed of a body.
pub(in crate::server) fn feed_path(code: &BodyCode) -> String {
    if *code == BodyCode::england() {
        "/feeds/england.atom".to_owned()
    } else {
        format!("/bodies/{}.atom", links::encode(code.as_str()))
    }
}

fn feed_of(_: &Reading<'_>, whom: Option<&BodyCode>, name: &str) -> Link {
    let code = whom.cloned().unwrap_or_else(BodyCode::england);
    feed_link(name, feed_path(&code))
}
