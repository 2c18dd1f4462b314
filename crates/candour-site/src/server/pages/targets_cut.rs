//! What a cut of the targets would lose.

use crate::format::{capital, plural};
use crate::server::answer::Reading;
use crate::server::promise_words as words;
use crate::server::wording::listed;
use crate::views::{Ask, Block, Cell, Choice, Column, Prose, Section, Table, TableRow, Tick};
use candour_core::FinancialYear;
use candour_findings::{Cut, CutRule, Judged, cut, is_cuttable};

/// How many targets a set is cut to where the query does not say: what the Hewitt review asked for.
const TEN: usize = 10;

pub(super) fn section(reading: &Reading<'_>, year: FinancialYear, england: &[Judged]) -> Section {
    let params = &reading.params;
    let rule = params.rule.unwrap_or(if params.keep.is_empty() {
        CutRule::default()
    } else {
        CutRule::Chosen
    });
    let most = params.cut.unwrap_or(TEN);
    let found = cut(england, year, rule, most, &params.keep);
    let ticks = england
        .iter()
        .filter(|judged| is_cuttable(&judged.commitment))
        .map(|judged| Tick {
            value: judged.commitment.id.to_string(),
            label: Prose::from(format!("{} ", judged.commitment.title))
                .verdict(judged.verdict.outcome),
            ticked: found
                .kept
                .iter()
                .any(|kept| kept.commitment.id == judged.commitment.id),
        })
        .collect();
    let ask = Ask {
        action: "/targets#cut".to_owned(),
        hidden: reading
            .hidden(&["keep", "cut", "rule", "year", "page"])
            .into_iter()
            .chain([crate::views::Hidden {
                name: "year".to_owned(),
                value: year.to_string(),
            }])
            .collect(),
        lists: vec![(
            "rule".to_owned(),
            "Keep".to_owned(),
            CutRule::ALL
                .into_iter()
                .map(|known| Choice {
                    value: known.as_str().to_owned(),
                    label: known.in_words().to_owned(),
                    chosen: known == rule,
                })
                .collect(),
        )],
        fields: vec![(
            "cut".to_owned(),
            "How many".to_owned(),
            "number".to_owned(),
            most.to_string(),
        )],
        ticks_name: "keep".to_owned(),
        ticks_legend: format!(
            "The targets of {year}; those that are kept are ticked. Your own ticks count where you choose “{}”.",
            CutRule::Chosen.in_words()
        ),
        ticks,
        button: "Show what is lost".to_owned(),
        note: Prose::default(),
    };
    Section::new(
        "cut",
        format!("What is lost if the set is cut to {}", found.kept.len()),
    )
    .with(Block::Words(Prose::from(cut_words(&found))))
    .with(Block::Table(Box::new(cut_table(&found))))
    .with(Block::Fold(
        "Choose the rule, the number or the targets".to_owned(),
        vec![Block::Ask(Box::new(ask))],
    ))
}

fn cut_words(found: &Cut) -> String {
    let unwatched: Vec<String> = found.unwatched().map(|(name, _)| name.to_owned()).collect();
    let lost = match unwatched.len() {
        0 => "No part of the service would be left without a target".to_owned(),
        _ => format!("No target would be left for {}", listed(&unwatched)),
    };
    format!(
        "Kept by this rule: {}. {} would fall away ({}). {lost}; {} now missed by England would no longer be watched. Standards of the constitution would go on binding.",
        found.rule.in_words(),
        plural(found.dropped.len(), "target", "targets"),
        words::tally(found.tally),
        plural(found.tally.missed, "target", "targets"),
    )
}

fn cut_table(found: &Cut) -> Table {
    Table {
        id: "lost".to_owned(),
        caption: format!(
            "{} would lose targets, {} all of them",
            plural(
                found.areas.len(),
                "part of the service",
                "parts of the service"
            ),
            found.unwatched().count()
        ),
        columns: vec![
            Column::plain("Part of the service"),
            Column::numeric("Kept"),
            Column::numeric("Fall away"),
            Column::numeric("Of these missed now"),
            Column::plain("A standard still binds"),
        ],
        rows: found
            .areas
            .iter()
            .map(|(name, area)| TableRow {
                cells: vec![
                    Cell::words(capital(name)),
                    Cell::number(area.kept.to_string()),
                    Cell::number(area.dropped.to_string()),
                    Cell::number(area.missed.to_string()),
                    Cell::words(if area.standard { "yes" } else { "no" }),
                ],
                here: area.kept == 0,
            })
            .collect(),
        source: Prose::from(
            "Missed as England stands in the year; what no held file counts is unknown and not among the missed.",
        ),
    }
}
