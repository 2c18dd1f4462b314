//! On whose boundaries a page's figures stand: how that is said, which of them are estimates there and
//! why, and what is offered where the published files know no such body.

use candour_archive::{Divided, KnownBody, SeriesQuery, has_level_on};
use candour_core::{Level, Month, Status};
use candour_measures::Measure;
use candour_register::{Boundaries, Register};

use super::answer::Reading;
use super::error::AppError;
use super::league::capital;
use super::told::Told;
use super::wording;
use crate::views::Prose;

/// How many other boundaries are offered.
const MOST_OFFERED: usize = 3;

/// Behind a finding, a caption or a title: `, on the boundaries of 1 April 2026`; nothing as reported.
pub(super) fn suffix(boundaries: Boundaries) -> String {
    match boundaries {
        Boundaries::AsReported => String::new(),
        other => format!(", {}", other.in_words()),
    }
}

impl Told {
    /// On whose boundaries the series stands, where that is not as reported. England is England on any.
    fn carried(&self) -> Option<Boundaries> {
        let boundaries = self.series.boundaries;
        let is_carried = !boundaries.is_as_reported() && self.series.key.level != Level::England;
        is_carried.then_some(boundaries)
    }

    /// The finding and the boundaries that it holds on: the title of whatever can travel alone.
    pub(super) fn heading(&self) -> String {
        format!("{}{}", self.finding(), self.suffix())
    }

    /// Behind a title or a caption of this series: on whose boundaries, if not as reported.
    pub(super) fn suffix(&self) -> String {
        self.carried().map(suffix).unwrap_or_default()
    }

    /// Under a chart: on whose boundaries, and how many of its figures are estimates there.
    pub(super) fn boundaries_line(&self) -> String {
        let Some(boundaries) = self.carried() else {
            return String::new();
        };
        let estimates = match self.estimates().count() {
            0 => String::new(),
            1 => " 1 month is an estimate, because a unit is divided.".to_owned(),
            several => format!(" {several} months are estimates, because a unit is divided."),
        };
        format!("{}.{estimates}", capital(&boundaries.in_words()))
    }

    fn estimates(&self) -> impl Iterator<Item = Month> + '_ {
        self.series
            .figures
            .iter()
            .filter(|figure| figure.status == Status::Estimate)
            .map(|figure| figure.period)
    }
}

impl Reading<'_> {
    /// Why figures of a series are estimates: which unit is divided, between whom and by what count.
    pub(super) fn estimate_note(&self, told: &Told) -> Result<Option<Prose>, AppError> {
        let Some(month) = told.estimates().last() else {
            return Ok(None);
        };
        let divided = self.snapshot.divided(&told.series, month)?;
        let lines: Vec<String> = divided.iter().map(divided_words).collect();
        Ok((!lines.is_empty()).then(|| {
            Prose::from(format!(
                "Figures marked as estimates hold a part of what is divided here. {}",
                lines.join(" ")
            ))
        }))
    }

    /// The same series on other boundaries, for a body of which the files themselves have no figures:
    /// the days on which it was among the boards, the latest first, else of today; and of each month.
    pub(super) fn carried_instead(
        &self,
        measure: &Measure,
        body: &KnownBody,
        query: &SeriesQuery,
    ) -> Result<Vec<Told>, AppError> {
        let register = Register::bundled();
        let level = query.level.unwrap_or(body.level);
        let mut days = register.board_days();
        days.retain(|day| *day <= self.today && register.is_living(&body.code, *day));
        days.reverse();
        if level != Level::Icb || days.is_empty() {
            days = vec![self.today];
        }
        let offered = days
            .into_iter()
            .map(Boundaries::On)
            .chain([Boundaries::Then]);
        let mut found = Vec::new();
        for boundaries in offered.take(MOST_OFFERED) {
            let query = SeriesQuery {
                boundaries,
                ..query.clone()
            };
            let key = self.snapshot.settle(&query)?;
            if !has_level_on(measure, key.level, key.basis, boundaries) {
                continue;
            }
            let told =
                Told::new(self.snapshot, self.snapshot.series(&query)?, &body.name)?.marked(self);
            if told.latest().is_some_and(|figure| figure.value.is_some()) {
                found.push(told);
            }
        }
        Ok(found)
    }

    /// The boundaries that a page takes where it shows boards and the files name none: those asked for,
    /// else those of the last day on which boards changed.
    pub(super) fn boundaries_of_boards(&self) -> Boundaries {
        let last = || {
            let days = Register::bundled().board_days();
            days.into_iter().rfind(|day| *day <= self.today)
        };
        match self.boundaries() {
            Boundaries::AsReported => Boundaries::On(last().unwrap_or(self.today)),
            asked => asked,
        }
    }

    /// The address of this page on other boundaries, with further options.
    pub(super) fn on_other(&self, boundaries: Boundaries, with: &[(&str, &str)]) -> String {
        let chosen = boundaries.to_string();
        let mut pairs = vec![("boundaries", chosen.as_str())];
        pairs.extend_from_slice(with);
        let without: Vec<&str> = pairs.iter().map(|(name, _)| *name).collect();
        format!("{}{}", self.path, self.params.but(&without, &pairs))
    }
}

/// What of a divided unit is counted for a body, as a sentence.
fn divided_words(divided: &Divided) -> String {
    format!(
        "{}: {} of it is counted here.",
        divided_between(divided),
        divided.share
    )
}

/// Which unit is divided, between whom, by what count.
pub(super) fn divided_between(divided: &Divided) -> String {
    let register = Register::bundled();
    let bodies: Vec<String> = divided
        .between
        .iter()
        .map(|body| register.name_or(body.as_str(), body.as_str()))
        .collect();
    let mut basis = divided.steps.iter().map(|step| step.basis.as_str());
    let by = basis
        .find(|basis| !basis.is_empty())
        .map(|basis| format!(", by {basis}"))
        .unwrap_or_default();
    format!(
        "{} ({}) is divided between {}{by}",
        divided.name,
        divided.unit,
        wording::listed(&bodies)
    )
}
