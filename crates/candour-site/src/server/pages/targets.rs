//! `/targets`: every national target by year, what changed, who answers, and what a cut would lose.

use super::targets_cut;
use crate::charts::{CountYear, ProposedCount, TargetCount, TargetCounts, target_counts_both};
use crate::format::{capital, plural};
use crate::server::answer::{Answer, Reading};
use crate::server::commitment_files;
use crate::server::error::AppError;
use crate::server::links;
use crate::server::people_words;
use crate::server::promise_words as words;
use crate::views::{
    ArticleView, Block, Cell, Column, Link, Markup, Nav, Prose, Section, Table, TableRow,
};
use candour_assessment::commitment::{
    Against, Commitment, CommitmentId, Due, Indicator, Kind, Pledges, TargetCount as Counted,
    Targets, Test,
};
use candour_assessment::verdict::Outcome;
use candour_core::FinancialYear;
use candour_findings::{AsAt, Judged, Move, Tally, is_cuttable, moves, national};
use candour_register::People;
use std::collections::BTreeMap;

/// England's verdicts on every commitment, year by year: one that stands in several years is judged in each.
struct England {
    by_year: BTreeMap<FinancialYear, Vec<Judged>>,
}

impl England {
    fn read(reading: &Reading<'_>) -> Result<Self, AppError> {
        let mut by_year = BTreeMap::new();
        let Some((first, last)) = Targets::bundled().years() else {
            return Ok(Self { by_year });
        };
        for year in first.through(last) {
            let as_at = AsAt {
                year: Some(year),
                ..reading.as_at()
            };
            by_year.insert(year, national(reading.snapshot, as_at)?);
        }
        Ok(Self { by_year })
    }

    fn of(&self, year: FinancialYear) -> &[Judged] {
        self.by_year.get(&year).map_or(&[], Vec::as_slice)
    }

    fn find(&self, year: FinancialYear, id: &CommitmentId) -> Option<&Judged> {
        self.of(year)
            .iter()
            .find(|judged| judged.commitment.id == *id)
    }
}

/// The year asked for, else the last that had begun on the day looked at.
fn chosen_year(reading: &Reading<'_>) -> Option<FinancialYear> {
    let (first, last) = Targets::bundled().years()?;
    let now = reading.year_now()?;
    Some(reading.params.year.unwrap_or(now).clamp(first, last))
}

pub(in crate::server) fn answer(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let england = England::read(reading)?;
    let Some(year) = chosen_year(reading) else {
        return Err(AppError::not_found("No targets are held"));
    };
    let of_year = england.of(year);
    let cuttable: Vec<&Judged> = of_year
        .iter()
        .filter(|judged| is_cuttable(&judged.commitment))
        .collect();
    let tally = Tally::of(cuttable.iter().copied());
    let mut page = reading.page(heading(year), vec![reading.root()], false);
    page.nav = Nav::Targets;
    let view = ArticleView {
        page,
        kicker: Prose::from(format!("National targets, {year}")),
        heading: heading(year),
        lede: Prose::from(format!(
            "Our rows hold {} of {year}, and {} besides. Of the targets, as England stands: {}.",
            plural(cuttable.len(), "target", "targets"),
            plural(
                of_year
                    .iter()
                    .filter(|judged| judged.commitment.kind == Kind::Standard)
                    .count(),
                "standard of the constitution",
                "standards of the constitution"
            ),
            words::tally(tally)
        )),
        sections: vec![
            counts_section(reading, year),
            changes_section(reading, year),
            targets_cut::section(reading, year, of_year),
            answers_section(reading, year, of_year),
            table_section(reading, year, &england),
            commitment_files::section("/targets", reading, "every target, with England’s verdict"),
        ],
    };
    Ok(Answer::html(view.render()?))
}

/// The count of the year as others counted, beside the one before it.
fn heading(year: FinancialYear) -> String {
    let counts = &Targets::bundled().counts;
    let main = |of: FinancialYear| {
        counts
            .iter()
            .find(|count| count.year == of && count.count.is_some())
    };
    let words = |count: &Counted| format!("{} {}", count.count.unwrap_or_default(), count.counts);
    match (main(year), main(year.previous())) {
        (Some(now), Some(before)) => format!(
            "{} in {year} by one count, {} the year before",
            capital(&words(now)),
            words(before)
        ),
        (Some(now), None) => format!("{} in {year} by one count", words(now)),
        (None, _) => format!("National targets in {year}: nobody’s count of them was found"),
    }
}

fn counts_section(reading: &Reading<'_>, year: FinancialYear) -> Section {
    let targets = Targets::bundled();
    let mut years: Vec<CountYear> = Vec::new();
    if let Some((first, last)) = targets.years() {
        for of in first.through(last) {
            let rows: Vec<&Counted> = targets
                .counts
                .iter()
                .filter(|count| count.year == of)
                .collect();
            let counts: Vec<TargetCount> = rows
                .iter()
                .filter_map(|row| {
                    Some(TargetCount {
                        count: row.count?,
                        what: row.counts.clone(),
                        by: row.counter.clone(),
                    })
                })
                .collect();
            let before = years.last().and_then(|before| before.counts.first());
            years.push(CountYear {
                year: of,
                follows: before
                    .zip(counts.first())
                    .is_some_and(|(before, now)| before.what == now.what),
                note: rows
                    .iter()
                    .filter(|row| row.count.is_none())
                    .map(|row| row.note.clone())
                    .next()
                    .unwrap_or_default(),
                counts,
            });
        }
    }
    let chart = TargetCounts {
        id: "target-counts".to_owned(),
        finding: counts_finding(),
        years,
        proposed: proposed(),
        source: String::new(),
    };
    let rows = targets
        .counts
        .iter()
        .filter(|count| count.count.is_some())
        .map(|count| {
            let mut cells = vec![
                Cell::words(count.year.to_string()),
                Cell::number(
                    count
                        .count
                        .map(|count| count.to_string())
                        .unwrap_or_default(),
                ),
                Cell::words(count.counts.clone()),
                Cell::words(count.counter.clone()).under(count.note.clone()),
            ];
            cells.push(Cell::words(
                Prose::default().link("its row", words::row_link(&count.place)),
            ));
            TableRow {
                cells,
                here: count.year == year,
            }
        });
    let table = Table {
        id: "counts".to_owned(),
        caption: "How many there were, by whose count: different things are counted, so the numbers are no one series".to_owned(),
        columns: vec![
            Column::plain("Year"),
            Column::numeric("Count"),
            Column::plain("Of what"),
            Column::plain("By whom"),
            Column::plain("Receipt"),
        ],
        rows: rows.collect(),
        source: Prose::from("A year that is not in the table has no count that was found."),
    };
    Section::new("counts", "How many there were each year")
        .with(reading.year_choices(None, Some(year), ""))
        .with(Block::Chart(
            Markup::of_chart(target_counts_both(&chart)),
            Prose::from("A line joins two years only where both count the same thing. Years without a count are gaps."),
        ))
        .with(Block::Fold(
            "The counts, who counted, and what".to_owned(),
            vec![Block::Table(Box::new(table))],
        ))
}

/// The first and last count: `133 targets in 2022-23, 15 headline success measures in 2026-27`.
fn counts_finding() -> String {
    let counts = &Targets::bundled().counts;
    let with: Vec<&Counted> = counts
        .iter()
        .filter(|count| count.count.is_some())
        .collect();
    let most = with.iter().max_by_key(|count| count.count);
    match (most, with.last()) {
        (Some(most), Some(last)) => format!(
            "{} {} in {} by one count, {} {} in {} by another",
            most.count.unwrap_or_default(),
            most.counts,
            most.year,
            last.count.unwrap_or_default(),
            last.counts,
            last.year
        ),
        _ => "No count of national targets was found".to_owned(),
    }
}

/// The number that a review asked for, from its row.
fn proposed() -> Option<ProposedCount> {
    let asked = Pledges::bundled().get("hewitt-ten-priorities")?;
    let Test::Comparison(comparison) = &asked.test else {
        return None;
    };
    let Against::Number(number) = comparison.right else {
        return None;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small whole number of the rows"
    )]
    let count = number.max(0.0) as u32;
    Some(ProposedCount {
        from: comparison.left.year,
        count,
        words: format!("{}: at most {count}", asked.document),
    })
}

fn changes_section(reading: &Reading<'_>, year: FinancialYear) -> Section {
    let mut moved = moves(year);
    let same = moved
        .iter()
        .filter(|moved| moved.change == Move::Same)
        .count();
    moved.retain(|moved| moved.change != Move::Same);
    moved.sort_by_key(|moved| moved.change);
    let count = |change| moved.iter().filter(|moved| moved.change == change).count();
    let finding = format!(
        "{year} against {}: {} new, {} gone, {} raised, {} lowered, {} put another way, {same} the same",
        year.previous(),
        count(Move::New),
        count(Move::Gone),
        count(Move::Raised),
        count(Move::Lowered),
        count(Move::Other)
    );
    let asked = |of: &[&'static Commitment]| {
        let mut said = Prose::default();
        for (place, target) in of.iter().enumerate() {
            let space = if place > 0 { "; " } else { "" };
            let due = words::due(target);
            said = said.text(space).link(
                format!("{} {due}", words::asked(target)).trim().to_owned(),
                words::target_link(target, reading.view()),
            );
        }
        if said.is_empty() {
            Prose::from("not asked")
        } else {
            said
        }
    };
    let rows = moved.iter().map(|moved| TableRow {
        cells: vec![
            Cell::words(moved.indicator.title.clone()).under(moved.indicator.area.clone()),
            Cell::words(moved.change.as_str()),
            Cell::words(asked(&moved.before)),
            Cell::words(asked(&moved.now)),
        ],
        here: false,
    });
    let table = Table {
        id: "changed".to_owned(),
        caption: finding.clone(),
        columns: vec![
            Column::plain("What is counted"),
            Column::plain("Change"),
            Column::plain(year.previous().to_string()),
            Column::plain(year.to_string()),
        ],
        rows: rows.collect(),
        source: Prose::from(
            "As far as our rows go: a target whose row is missing looks as if it were new or gone. Standards of the constitution do not change by the year and are not in this table.",
        ),
    };
    Section::new("changed", "What changed")
        .with(Block::Words(Prose::from(format!("{finding}."))))
        .with(Block::Fold(
            "Every change".to_owned(),
            vec![Block::Table(Box::new(table))],
        ))
}

fn answers_section(reading: &Reading<'_>, year: FinancialYear, england: &[Judged]) -> Section {
    let day = reading.on().min(year.last_day());
    let mut areas: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for judged in england {
        if let Some(indicator) = Targets::bundled().indicator(&judged.commitment) {
            areas.entry(&indicator.area).or_default().push(judged);
        }
    }
    let on = Some(day);
    let rows = areas.into_iter().map(|(area, of)| {
        let posts = People::bundled().answering_for(area, day);
        let mut said = Prose::default();
        for (place, one) in posts.iter().enumerate() {
            let space = if place > 0 { "; " } else { "" };
            said = said
                .text(space)
                .link(one.post.title.clone(), links::post(&one.post.id, on))
                .text(": ")
                .and(people_words::holder(&one.standing, day, on));
        }
        if said.is_empty() {
            said = Prose::from("no post is known whose remit names it");
        }
        TableRow {
            cells: vec![
                Cell::words(capital(area)),
                Cell::words(words::tally(Tally::of(of.iter().copied()))),
                Cell::words(said),
            ],
            here: false,
        }
    });
    let table = Table {
        id: "answers".to_owned(),
        caption: format!(
            "Who answers nationally for each part of the service on {}",
            crate::server::dates::day(day)
        ),
        columns: vec![
            Column::plain("Part of the service"),
            Column::plain(format!("Targets and standards of {year}")),
            Column::plain("Post, and who held it"),
        ],
        rows: rows.collect(),
        source: Prose::from(
            "A post answers for a part of the service where its remit in the register names it.",
        ),
    };
    Section::new("answers", "Who answers").with(Block::Table(Box::new(table)))
}

/// Every indicator by year.
fn table_section(reading: &Reading<'_>, chosen: FinancialYear, england: &England) -> Section {
    let targets = Targets::bundled();
    let years: Vec<FinancialYear> = england.by_year.keys().copied().collect();
    let mut columns = vec![Column::plain("What is counted")];
    columns.extend(years.iter().map(|year| Column::plain(year.to_string())));
    let rows = targets.indicators().iter().filter_map(|indicator| {
        let of: Vec<&Commitment> = targets
            .of_indicator(&indicator.id)
            .filter(|target| !targets.is_local(target))
            .collect();
        (!of.is_empty()).then(|| indicator_row(reading, indicator, &of, &years, england))
    });
    let table = Table {
        id: "by-year".to_owned(),
        caption: "What was asked each year, and whether England met it".to_owned(),
        columns,
        rows: rows.collect(),
        source: Prose::from(
            "Of a target for every trust or board England’s figure is shown as their sum. Unknown says why on the target’s page: mostly because no file that is read here counts it.",
        ),
    };
    Section::new("by-year", "Every target by year")
        .with(Block::Quiet(Prose::from(format!(
            "{}, of which {} asked in {chosen}.",
            plural(targets.all().len(), "row", "rows"),
            england.of(chosen).len()
        ))))
        .with(Block::Table(Box::new(table)))
}

fn indicator_row(
    reading: &Reading<'_>,
    indicator: &Indicator,
    of: &[&Commitment],
    years: &[FinancialYear],
    england: &England,
) -> TableRow {
    let name = match &indicator.measure {
        Some(measure) => Prose::default().link(
            indicator.title.clone(),
            links::measure(measure, reading.view()),
        ),
        None => Prose::from(indicator.title.clone()),
    };
    let mut cells = vec![Cell::words(name).under(indicator.area.clone())];
    for year in years {
        let mut said = Prose::default();
        let of_year = of
            .iter()
            .filter(|target| target.stands_in(*year) && target.superseded_by.is_none());
        for target in of_year {
            if !said.is_empty() {
                said = said.text(". ");
            }
            let due = match target.due {
                Due::EachMonth => String::new(),
                _ => format!(" {}", words::due(target)),
            };
            said = said.link(
                format!("{}{due}", words::asked(target)),
                words::target_link(target, reading.view()),
            );
            let outcome = england
                .find(*year, &target.id)
                .map_or(Outcome::Unknown, |judged| judged.verdict.outcome);
            said = said.text(" ").verdict(outcome);
            let mark = words::evidence(target.evidence);
            if !mark.is_empty() {
                said = said.text(format!(" ({mark})"));
            }
        }
        cells.push(Cell::words(said));
    }
    TableRow { cells, here: false }
}

/// The same as csv or JSON: England’s verdicts, year by year where none is asked for.
pub(in crate::server) fn file(reading: &Reading<'_>, ending: &str) -> Result<Answer, AppError> {
    let england = England::read(reading)?;
    match reading.params.year {
        Some(year) => commitment_files::file(england.of(year), ending, &format!("targets-{year}")),
        None => commitment_files::file(england.by_year.values().flatten(), ending, "targets"),
    }
}

/// The page's link, for others.
pub(in crate::server) fn link(reading: &Reading<'_>) -> Link {
    Link::new(
        "Targets",
        format!("/targets{}", links::query(reading.view().pairs())),
    )
}
