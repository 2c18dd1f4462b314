//! Parts that several pages share.

use std::collections::BTreeSet;

use candour_archive::{KnownBody, SeriesQuery};
use candour_core::{BodyCode, Level, Month};
use candour_measures::Measure;
use candour_register::{Boundaries, Register};
use jiff::civil::Date;

use super::answer::Reading;
use super::boundaries;
use super::dates;
use super::error::AppError;
use super::links;
use super::params::AskedBoundaries;
use super::told::Told;
use super::wording;
use crate::views::{Choice, Citation, Control, Downloads, Hidden, Link, NotSubmitted, Prose};
use candour_findings::AssessOptions;

impl Reading<'_> {
    /// What every link on the page keeps.
    pub(super) fn view(&self) -> links::View {
        links::View {
            as_known: self.params.as_known,
            boundaries: self.boundaries(),
            on: self.params.on,
        }
    }

    /// The boundaries asked for; `now` is today.
    pub(super) fn boundaries(&self) -> Boundaries {
        match self.params.boundaries {
            AskedBoundaries::Now => Boundaries::On(self.today),
            AskedBoundaries::These(boundaries) => boundaries,
        }
    }

    /// The day on which the service is looked at.
    pub(super) fn on(&self) -> Date {
        self.params.on.unwrap_or(self.today)
    }

    /// The last month of which figures are shown, where the service is looked at on an earlier day.
    pub(super) fn last_month(&self) -> Option<Month> {
        let month = Month::of(self.params.on?)?;
        // A month is over on its last day.
        Some(if month.last_day() == self.on() {
            month
        } else {
            month.previous()
        })
    }

    /// The trail's first step.
    pub(super) fn root(&self) -> Link {
        Link::new("England", format!("/{}", links::query(self.view().pairs())))
    }

    pub(super) fn measure_link(&self, measure: &Measure) -> Link {
        Link::new(
            measure.title.clone(),
            links::measure(&measure.id, self.view()),
        )
    }

    pub(super) fn body_link(&self, code: &BodyCode, name: &str) -> Link {
        Link::new(name, links::body(code, self.view()))
    }

    /// The one line that asks for another day's knowledge. `undated`: how many files that left out.
    pub(super) fn control(&self, action: &str, undated: usize) -> Control {
        let mut note = match (self.params.as_known, undated) {
            (None, _) => String::new(),
            (Some(day), 0) => format!("As known on {}.", dates::day(day)),
            (Some(day), undated) => format!(
                "As known on {}. {} without a known day of publication {} left out.",
                dates::day(day),
                crate::format::plural(undated, "file", "files"),
                if undated == 1 { "is" } else { "are" }
            ),
        };
        if !self.boundaries().is_as_reported() {
            let said = format!(
                "Figures stand {}: those of each provider or sub-ICB location are carried to where it \
                 belongs there. England is the same on any.",
                self.boundaries().in_words()
            );
            note = format!("{said} {note}").trim_end().to_owned();
        }
        Control {
            action: action.to_owned(),
            as_known: self
                .params
                .as_known
                .map(|day| day.to_string())
                .unwrap_or_default(),
            boundaries: self.boundary_choices(),
            on: self
                .params
                .on
                .map(|day| day.to_string())
                .unwrap_or_default(),
            hidden: self.hidden(&["as_known", "boundaries", "on", "page"]),
            note,
        }
    }

    /// The boundaries that can be chosen: as reported, of each month, of the days on which boards
    /// changed, of today, and whatever the address asks for besides.
    fn boundary_choices(&self) -> Vec<Choice> {
        let chosen = self.boundaries();
        let mut choices = vec![
            (Boundaries::AsReported, "as reported".to_owned()),
            (Boundaries::Then, "of each month".to_owned()),
        ];
        for day in Register::bundled().board_days() {
            choices.push((Boundaries::On(day), format!("of {}", dates::day(day))));
        }
        if !choices.iter().any(|(known, _)| *known == chosen)
            && let Boundaries::On(day) = chosen
        {
            choices.push((chosen, format!("of {}", dates::day(day))));
        }
        choices
            .into_iter()
            .map(|(boundaries, label)| Choice {
                value: boundaries.to_string(),
                label,
                chosen: boundaries == chosen,
            })
            .collect()
    }

    /// The query as fields of a form, but for some.
    pub(super) fn hidden(&self, without: &[&str]) -> Vec<Hidden> {
        let pairs = self.params.kept(without);
        pairs
            .map(|(name, value)| Hidden {
                name: (*name).to_owned(),
                value: value.clone(),
            })
            .collect()
    }

    /// Downloads of this page.
    pub(super) fn downloads(&self, base: &str, what: impl Into<String>) -> Downloads {
        Downloads {
            base: base.to_owned(),
            query: self.params.but(&["page", "rows"], &[]),
            what: what.into(),
        }
    }

    /// The path of this page as it keeps showing what is known today.
    pub(super) fn permalink(&self, path: &str) -> String {
        let day = self.frozen().to_string();
        format!(
            "{path}{}",
            self.params.but(&["as_known"], &[("as_known", &day)])
        )
    }

    /// A citation of what this page shows: `what`, such as `A&E attendances, England`.
    pub(super) fn citation(&self, path: &str, what: &str, publishers: &[&str]) -> Citation {
        let permalink = self.permalink(path);
        let from = if publishers.is_empty() {
            String::new()
        } else {
            format!(" From files published by {}.", publishers.join(", "))
        };
        let sample = if self.synthetic {
            " (synthetic sample)"
        } else {
            ""
        };
        let on = boundaries::suffix(self.boundaries());
        Citation {
            text: format!(
                "Candour ({}). {what}{on}{sample}.{from} As known on {}. {}",
                self.today.year(),
                dates::day(self.frozen()),
                self.absolute(&permalink)
            ),
            permalink,
        }
    }

    /// The series of a measure and body that the query asks for.
    pub(super) fn query(&self, measure: &Measure, body: &BodyCode) -> SeriesQuery {
        SeriesQuery {
            level: self.params.level,
            basis: self.params.basis,
            treatment_function: self.params.treatment_function.clone(),
            from: self.params.from,
            to: self.params.to.or(self.last_month()),
            as_known: self.params.as_known,
            boundaries: self.boundaries(),
            ..SeriesQuery::new(measure.id.clone(), body.clone())
        }
    }

    /// How the query asks for a series to be assessed.
    pub(super) fn assess_options(&self) -> AssessOptions {
        AssessOptions {
            profile: self
                .params
                .profile
                .unwrap_or(AssessOptions::default().profile),
            rebase: self.params.rebase.clone(),
            target: self.params.target,
        }
    }

    /// All measures of a body.
    pub(super) fn all_of(
        &self,
        body: &BodyCode,
        level: Level,
        name: &str,
    ) -> Result<Vec<Told>, AppError> {
        let all =
            self.snapshot
                .figures_of_body(body, level, self.boundaries(), self.params.as_known)?;
        let last = self.last_month();
        all.into_iter()
            .map(|mut series| {
                series
                    .figures
                    .retain(|figure| last.is_none_or(|last| figure.period <= last));
                series
            })
            .filter(|series| !series.figures.is_empty())
            .map(|series| Ok(Told::new(self.snapshot, series, name)?.marked(self)))
            .collect()
    }

    /// The region that a body sits in, straight or through its board.
    fn region_of(&self, body: &KnownBody) -> Option<BodyCode> {
        let parent = body.parent.as_ref()?;
        let day = body.last.map_or(self.today, Month::last_day);
        Register::bundled()
            .region_of_board(parent.as_str(), day)
            .or_else(|| Some(parent.clone()))
    }

    /// Who did not submit `told`'s measure in its last month, for the nation or a region.
    pub(super) fn not_submitted(&self, told: &Told) -> Result<Option<NotSubmitted>, AppError> {
        let level = told.series.key.level;
        let (Some(month), Level::Region | Level::England) = (told.last_month(), level) else {
            return Ok(None);
        };
        let as_known = self.params.as_known;
        // Only a list tells who failed to submit: a provider that sends nothing is not in the file.
        let list = told.measure.not_submitted.as_ref();
        let mut bodies = match list {
            Some(_) => self.snapshot.not_submitted(told.measure, month, as_known)?,
            None => Vec::new(),
        };
        if level == Level::Region {
            let inside = |code: &BodyCode| {
                let body = self.snapshot.body(code.as_str()).ok()?;
                Some(self.region_of(&body)? == told.series.key.body)
            };
            bodies.retain(|(code, _)| inside(code).unwrap_or(false));
        }
        let why = bodies
            .iter()
            .find_map(|(code, _)| list?.row(code.as_str(), month))
            .map(|row| row.reason.clone());
        Ok(Some(NotSubmitted {
            what: wording::subject(&told.measure.title),
            month: month.in_words(),
            bodies: bodies
                .iter()
                .map(|(code, name)| self.body_link(code, name))
                .collect(),
            why: why.unwrap_or_default(),
        }))
    }

    /// Who did not submit, measure by measure; measures with the same answer share one.
    pub(super) fn all_not_submitted(&self, all: &[Told]) -> Result<Vec<NotSubmitted>, AppError> {
        let mut told: Vec<NotSubmitted> = Vec::new();
        for one in all {
            let Some(next) = self.not_submitted(one)? else {
                continue;
            };
            match told
                .iter_mut()
                .find(|known| known.month == next.month && known.bodies == next.bodies)
            {
                Some(known) => known.what = format!("{}; {}", known.what, next.what),
                None => told.push(next),
            }
        }
        Ok(told)
    }
}

/// Whether a figure of these series comes from a file that is not held.
pub(super) fn starter<'a>(all: impl IntoIterator<Item = &'a Told>) -> bool {
    let mut figures = all.into_iter().flat_map(|told| &told.series.figures);
    figures.any(|figure| figure.source.as_ref().is_some_and(|source| !source.held))
}

/// How many files without a day of publication were left out.
pub(super) fn undated<'a>(all: impl IntoIterator<Item = &'a Told>) -> usize {
    all.into_iter()
        .map(|told| told.series.undated)
        .max()
        .unwrap_or(0)
}

fn publications<'a>(
    measures: impl IntoIterator<Item = &'a Measure>,
) -> Vec<&'static candour_publications::Facts> {
    let ids: BTreeSet<&str> = measures
        .into_iter()
        .map(|measure| measure.publication.as_str())
        .collect();
    ids.into_iter()
        .filter_map(candour_publications::by_id)
        .map(|publication| publication.facts())
        .collect()
}

/// What every page with these measures must say.
pub(super) fn caveats<'a>(measures: impl IntoIterator<Item = &'a Measure>) -> Vec<Prose> {
    publications(measures)
        .iter()
        .flat_map(|facts| facts.caveats)
        .map(|caveat| Prose::from(*caveat))
        .collect()
}

/// Who published these measures' files.
pub(super) fn publishers<'a>(measures: impl IntoIterator<Item = &'a Measure>) -> Vec<&'static str> {
    let names: BTreeSet<&str> = publications(measures)
        .iter()
        .map(|facts| facts.publisher)
        .collect();
    names.into_iter().collect()
}

/// The latest month of any of these series.
pub(super) fn latest_month<'a>(all: impl IntoIterator<Item = &'a Told>) -> Option<Month> {
    all.into_iter().filter_map(Told::last_month).max()
}
