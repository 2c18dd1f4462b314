//! What a body has promised and what came of it: a part of the body's page.

use std::collections::BTreeMap;

use candour_archive::KnownBody;
use candour_assessment::commitment::Targets;
use candour_assessment::verdict::Outcome;
use candour_core::FinancialYear;
use candour_findings::{AsAt, Judged, Tally, plans_of_body, targets_of_body};

use super::answer::Reading;
use super::error::AppError;
use super::links;
use super::pages::plan_parts;
use super::promise_words as words;
use super::told::Told;
use crate::charts::SparklineShape;
use crate::format::plural;
use crate::views::{Block, Cell, Column, Link, Prose, Section, Table, TableRow};

impl Reading<'_> {
    /// As at the day looked at, as known on the day asked for, over the year asked for.
    pub(super) fn as_at(&self) -> AsAt {
        AsAt {
            day: self.on(),
            as_known: self.params.as_known,
            year: self.params.year,
        }
    }

    /// The financial year of the day looked at.
    pub(super) fn year_now(&self) -> Option<FinancialYear> {
        FinancialYear::of_date(self.on())
    }

    /// The years of any target, as links that keep the rest of the query.
    pub(super) fn year_choices(
        &self,
        all: Option<&str>,
        chosen: Option<FinancialYear>,
        place: &str,
    ) -> Block {
        let mut choices = Vec::new();
        let path = |with: &[(&str, &str)]| {
            let without = &["year", "page", "keep"];
            format!("{}{}{place}", self.path, self.params.but(without, with))
        };
        if let Some(all) = all {
            choices.push((Link::new(all, path(&[])), chosen.is_none()));
        }
        if let Some((first, last)) = Targets::bundled().years() {
            for year in first.through(last) {
                let text = year.to_string();
                choices.push((
                    Link::new(text.clone(), path(&[("year", &text)])),
                    chosen == Some(year),
                ));
            }
        }
        Block::Choices(choices)
    }
}

/// The part; none where the body owes nothing that is known here. `shown` are the series of the page, for
/// their trends.
pub(super) fn section(
    reading: &Reading<'_>,
    body: &KnownBody,
    shown: &[Told],
) -> Result<Option<Section>, AppError> {
    let mut all = targets_of_body(reading.snapshot, body, reading.as_at())?;
    let asked = reading.params.year;
    let plans = plans_of_body(reading.snapshot, &body.code, reading.as_at())?;
    if all.is_empty() && plans.is_empty() && asked.is_none() {
        return Ok(None);
    }
    sort(&mut all);
    let (counted, uncounted): (Vec<Judged>, Vec<Judged>) =
        all.into_iter().partition(|judged| judged.measure.is_some());
    let since = reading.year_now().map(FinancialYear::previous);
    let (now, earlier): (Vec<Judged>, Vec<Judged>) = counted.into_iter().partition(|judged| {
        let last = judged.commitment.years.map(|(_, last)| last);
        asked.is_some() || last.is_none_or(|last| since.is_none_or(|since| last >= since))
    });
    let mut section = Section::new("promises", "Promises")
        .with(Block::Words(Prose::from(summary(&now, asked))))
        .with(reading.year_choices(Some("The last two years"), asked, "#promises"));
    let telling = Telling { reading, shown };
    let (unknown, told): (Vec<Judged>, Vec<Judged>) = now
        .into_iter()
        .partition(|judged| judged.verdict.outcome == Outcome::Unknown);
    if !told.is_empty() {
        section = section.with(telling.table(&told, "promises-now", &caption(&told)));
    }
    if let Some(block) = words::methods(&told) {
        section = section.with(block);
    }
    if !unknown.is_empty() {
        let line = format!(
            "{} whose outcome is not known",
            plural(unknown.len(), "promise", "promises")
        );
        let table = telling.table(&unknown, "promises-unknown", &line);
        section = section.with(Block::Fold(line, vec![table]));
    }
    if !earlier.is_empty() {
        let line = format!(
            "{} of earlier years: {}",
            plural(earlier.len(), "promise", "promises"),
            words::tally(Tally::of(&earlier))
        );
        let table = telling.table(&earlier, "promises-earlier", &line);
        section = section.with(Block::Fold(line, vec![table]));
    }
    if !plans.is_empty() {
        let table = plan_parts::of_body(reading, &body.code, &plans);
        section = section.with(Block::Table(Box::new(table)));
    }
    if !uncounted.is_empty() {
        section = section.with(not_counted(&uncounted));
    }
    Ok(Some(section))
}

/// Missed first, the furthest in its own unit last of all: outcomes, then the latest year, then the rows'
/// order.
pub(super) fn sort(all: &mut [Judged]) {
    all.sort_by_key(|judged| {
        (
            words::urgency(judged.verdict.outcome),
            std::cmp::Reverse(judged.verdict.period),
        )
    });
}

fn summary(now: &[Judged], asked: Option<FinancialYear>) -> String {
    let tally = Tally::of(now);
    let when = match asked {
        Some(year) => format!("of {year}"),
        None => "of the last two years and standards as they stand".to_owned(),
    };
    if now.is_empty() {
        return format!("No promise {when} is counted by a file that is held.");
    }
    format!(
        "{} {when} that held files can judge: {}. A standard is judged by its latest month, or by every month of the year asked for.",
        plural(now.len(), "promise", "promises"),
        words::tally(tally)
    )
}

fn caption(told: &[Judged]) -> String {
    let missed = Tally::of(told).missed;
    match missed {
        0 => format!(
            "None of {} missed",
            plural(told.len(), "promise", "promises")
        ),
        some => format!(
            "{some} of {} missed, those first",
            plural(told.len(), "promise", "promises")
        ),
    }
}

/// What no held file counts, in one line with the reasons.
pub(super) fn not_counted(uncounted: &[Judged]) -> Block {
    let mut reasons: BTreeMap<String, Vec<&Judged>> = BTreeMap::new();
    for judged in uncounted {
        let why = words::not_counted(&judged.commitment);
        reasons
            .entry(why.unwrap_or_else(|| "it cannot be computed here".to_owned()))
            .or_default()
            .push(judged);
    }
    let mut reasons: Vec<(String, Vec<&Judged>)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, of)| std::cmp::Reverse(of.len()));
    let lines = reasons
        .into_iter()
        .map(|(why, of)| {
            let mut line =
                Prose::from(format!("{} ({}): ", crate::format::capital(&why), of.len()));
            for (place, judged) in of.iter().enumerate() {
                if place > 0 {
                    line = line.text("; ");
                }
                line = line.link(
                    judged.commitment.title.clone(),
                    words::target_link(&judged.commitment, links::View::default()),
                );
            }
            line.text(".")
        })
        .collect();
    Block::Fold(
        format!(
            "{} that no held file counts, by reason",
            plural(uncounted.len(), "further promise", "further promises")
        ),
        vec![Block::List(lines)],
    )
}

/// How rows of promises are told.
pub(super) struct Telling<'a> {
    pub(super) reading: &'a Reading<'a>,
    /// The series of the page, for their trends.
    pub(super) shown: &'a [Told],
}

impl Telling<'_> {
    fn table(&self, all: &[Judged], id: &str, caption: &str) -> Block {
        Block::Table(Box::new(Table {
            id: id.to_owned(),
            caption: caption.to_owned(),
            columns: vec![
                Column::plain("Promise"),
                Column::plain("Asked"),
                Column::numeric("Seen"),
                Column::plain("Verdict"),
                Column::plain("Since, last met"),
                Column::plain("24 months"),
                Column::plain("Who answers"),
            ],
            rows: all
                .iter()
                .enumerate()
                .map(|(place, judged)| self.row(judged, &format!("{id}-{place}")))
                .collect(),
            source: Prose::default(),
        }))
    }

    fn row(&self, judged: &Judged, id: &str) -> TableRow {
        let reading = self.reading;
        let commitment = &judged.commitment;
        let verdict = &judged.verdict;
        let promise = Prose::default().link(
            words::title(commitment),
            words::target_link(commitment, reading.view()),
        );
        let mut kind = commitment.kind.to_string();
        let mark = words::evidence(commitment.evidence);
        if !mark.is_empty() {
            kind.push_str(&format!(", {mark}"));
        }
        let answers = Prose::default().link(
            "who answers for it",
            words::accountability_link(
                commitment,
                &verdict.body,
                words::day_of(judged, reading.on()),
            ),
        );
        TableRow {
            cells: vec![
                Cell::words(promise).under(kind),
                Cell::words(words::asked(commitment)).under(words::due(commitment)),
                Cell::number(words::seen(judged, reading.view())).under(
                    verdict
                        .period
                        .filter(|_| verdict.value.is_some())
                        .map(candour_core::Month::in_words)
                        .unwrap_or_default(),
                ),
                Cell::words(Prose::default().verdict(verdict.outcome)).under(verdict_under(judged)),
                Cell::words(words::since(verdict)),
                Cell::chart(self.trend(judged, id)),
                Cell::words(answers),
            ],
            here: false,
        }
    }

    /// The trend of the measure that decides, where the page shows its series on the same boundaries.
    fn trend(&self, judged: &Judged, id: &str) -> Option<crate::views::Markup> {
        let measure = judged.measure?;
        self.shown
            .iter()
            .find(|told| {
                told.measure.id == measure.id
                    && Some(told.series.key.basis) == judged.basis
                    && told.series.boundaries == judged.boundaries
            })
            .map(|told| told.sparkline(id, SparklineShape::Row))
    }
}

/// Under the verdict: how far off, why unknown, how likely.
pub(super) fn verdict_under(judged: &Judged) -> String {
    let likelihood = words::likelihood(judged);
    if !likelihood.is_empty() {
        return likelihood;
    }
    match &judged.verdict.why {
        Some(why) => why.in_words(),
        None => words::off(judged),
    }
}
