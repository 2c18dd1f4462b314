//! An invented country: four providers, three boards, two regions, and a table of their pathways.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
#![expect(dead_code, reason = "each test file uses its own part of this")]

use std::sync::Arc;

use candour_core::{
    ABSENT, Band, Batch, BodyCode, Column, ColumnKind, Month, Role, TableSchema, TextColumn,
};
use candour_measures::{Measure, Places, Plan, SubmissionList, Tally};
use proptest::prelude::*;

/// The count columns: bands of a week up to three, the open one after them, the open one of an
/// older layout that has only the first week before it, and the total.
pub(crate) const COUNTS: [&str; 6] = ["b0", "b1", "b2", "b3", "old_open", "total"];

/// Which columns today's layout has, and the older one.
pub(crate) const TODAY: [bool; 6] = [true, true, true, true, false, true];
pub(crate) const OLD: [bool; 6] = [true, false, false, false, true, true];

pub(crate) const MONTH: Month = Month::new(2026, 1).unwrap();

pub(crate) fn schema() -> TableSchema {
    let text = |name: &str, role| Column {
        name: name.into(),
        kind: ColumnKind::Text(role),
    };
    let mut columns = vec![
        text("period", None),
        text("provider_parent", Some(Role::ProviderParent)),
        text("provider", Some(Role::Provider)),
        text("commissioner_parent", Some(Role::CommissionerParent)),
        text("commissioner", Some(Role::Commissioner)),
        text("part", None),
        text("treatment_function", Some(Role::TreatmentFunction)),
    ];
    for name in COUNTS {
        let band = match name {
            "b0" => Some(Band {
                from: 0,
                to: Some(1),
            }),
            "b1" => Some(Band {
                from: 1,
                to: Some(2),
            }),
            "b2" => Some(Band {
                from: 2,
                to: Some(3),
            }),
            "b3" => Some(Band { from: 3, to: None }),
            "old_open" => Some(Band { from: 1, to: None }),
            _ => None,
        };
        columns.push(Column {
            name: name.into(),
            kind: ColumnKind::Count(band),
        });
    }
    TableSchema {
        name: "invented_pathways",
        columns,
    }
}

/// A row of the table.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Period, board and code of the provider, board and code of the commissioner, part, function.
    pub(crate) texts: [&'static str; 7],
    pub(crate) counts: [Option<i32>; 6],
}

impl Row {
    pub(crate) fn provider(&self) -> &'static str {
        self.texts[2]
    }
}

/// What the measures below are read from, in the words of a definition.
const LEVELS: &str = r#"
[treatment_functions]
total = "T"
[levels]
provider = ["provider", "icb", "region", "england"]
commissioner = ["sub-icb", "icb"]
"#;

const KEPT: &str = "\n[keep]\npart = [\"P\"]\n[leave_out]\ncommissioner = [\"ZNO\"]\n";

/// A definition, with the texts that every definition needs.
pub(crate) fn definition(id: &str, unit: &str, more: &str) -> String {
    format!(
        r#"
id = "{id}"
title = "{id}"
short = "{id}"
subject = "the waits"
group = "waiting"
order = 1
why = "a test"
definition = "a test"
left_out = "nothing"
unit = "{unit}"
better = "neither"
publication = "invented"
author = "a test"
reviewed = "2026-01-01"
status = "draft"
source = "invented"
{more}"#
    )
}

pub(crate) fn measure(id: &str, unit: &str, more: &str, lists: &[Arc<SubmissionList>]) -> Measure {
    let file = format!("{id}.toml");
    let (measure, faults) = Measure::from_toml(&file, &definition(id, unit, more), lists);
    assert_eq!(faults, []);
    measure.unwrap()
}

/// A measure of each shape, over two sets of conditions.
pub(crate) fn measures() -> Vec<Measure> {
    let sum = |name: &str, add: &str| format!("\n[{name}]\nwords = \"x\"\nadd = [{add}]\n");
    let one = |id: &str, unit: &str, more: String| measure(id, unit, &more, &[]);
    let bands = "\"b0..b3\", \"old_open\"";
    vec![
        one(
            "waiting",
            "count",
            format!("{KEPT}{}{LEVELS}", sum("numerator", "\"total\"")),
        ),
        one(
            "late",
            "count",
            format!("{KEPT}{}{LEVELS}", sum("numerator", "\"b2..b3\"")),
        ),
        one(
            "early-share",
            "share",
            format!(
                "{KEPT}{}{}{LEVELS}",
                sum("numerator", "\"b0\""),
                sum("denominator", bands)
            ),
        ),
        one(
            "rest-share",
            "share",
            format!(
                "{KEPT}{}take = [\"b0\"]\n{}{LEVELS}",
                sum("numerator", "\"total\""),
                sum("denominator", "\"total\"")
            ),
        ),
        one(
            "median",
            "weeks",
            format!("{KEPT}\n[quantile]\np = 0.5\nbands = \"all\"\nwords = \"x\"\n{LEVELS}"),
        ),
        one(
            "starts",
            "count",
            format!(
                "\n[keep]\npart = [\"S\", \"U\"]\n{}{LEVELS}",
                sum("numerator", "\"total\"")
            ),
        ),
    ]
}

pub(crate) fn plan() -> Plan {
    let measures = measures();
    Plan::compile(&measures.iter().collect::<Vec<_>>(), &schema()).unwrap()
}

/// Boards BA and BB are in region RA, board BC in RB; BX is in none that anybody knows.
pub(crate) struct Country;

impl Places for Country {
    fn region_of_icb(&self, icb: &str, _: Month) -> Option<BodyCode> {
        let region = match icb {
            "BA" | "BB" => "RA",
            "BC" => "RB",
            _ => return None,
        };
        Some(BodyCode::new(region).unwrap())
    }

    fn region_named(&self, name: &str, _: Month) -> Option<BodyCode> {
        let region = match name {
            "NORTH" => "RA",
            "SOUTH" => "RB",
            _ => return None,
        };
        Some(BodyCode::new(region).unwrap())
    }

    fn nationally_commissioned(&self) -> BodyCode {
        BodyCode::new("nationally").unwrap()
    }
}

/// A row of which anything may be blank.
pub(crate) fn row() -> impl Strategy<Value = Row> {
    let provider = prop::sample::select(vec![
        ("BA", "ZP1"),
        ("BA", "ZP2"),
        ("BB", "ZP3"),
        ("BC", "ZP4"),
        ("BX", "ZP5"),
        ("", "ZP6"),
        // A provider that two boards name.
        ("BC", "ZP1"),
    ]);
    let commissioner = prop::sample::select(vec![
        ("BA", "ZC1"),
        ("BA", "ZC2"),
        ("BC", "ZC3"),
        ("", "ZC4"),
        ("", "ZNO"),
    ]);
    let part = prop::sample::select(vec!["P", "P", "P", "S", "U", "X"]);
    let function = prop::sample::select(vec!["T", "A", "B"]);
    let counts = prop::array::uniform6(prop::option::weighted(0.7, 0_i32..6));
    (provider, commissioner, part, function, counts).prop_map(
        |(provider, commissioner, part, function, counts)| Row {
            texts: [
                "P-JANUARY-2026",
                provider.0,
                provider.1,
                commissioner.0,
                commissioner.1,
                part,
                function,
            ],
            counts,
        },
    )
}

pub(crate) fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 0..40)
}

/// Rows as batches of at most `size`, with dictionaries that grow from one to the next as a
/// reader's do, and only the columns that are present.
pub(crate) fn batches(rows: &[Row], size: usize, present: &[bool]) -> Vec<Batch> {
    let mut dictionaries: Vec<Vec<Arc<str>>> = vec![Vec::new(); 7];
    let mut line = 1;
    rows.chunks(size.max(1))
        .map(|chunk| {
            let mut batch = Batch {
                period: Some(MONTH),
                ..Batch::default()
            };
            let mut ids = vec![Vec::new(); 7];
            for row in chunk {
                line += 1;
                batch.rows.push(line);
                for (column, text) in row.texts.iter().enumerate() {
                    let dictionary = &mut dictionaries[column];
                    let known = dictionary.iter().position(|known| **known == **text);
                    let id = known.unwrap_or_else(|| {
                        dictionary.push((*text).into());
                        dictionary.len() - 1
                    });
                    ids[column].push(u32::try_from(id).unwrap());
                }
            }
            for (ids, dictionary) in ids.into_iter().zip(&dictionaries) {
                batch.texts.push(TextColumn {
                    ids,
                    dictionary: Arc::new(dictionary.clone()),
                });
            }
            for (column, present) in present.iter().enumerate() {
                let counts = chunk.iter().map(|row| row.counts[column].unwrap_or(ABSENT));
                batch.counts.push(if *present {
                    counts.collect()
                } else {
                    Vec::new()
                });
            }
            batch
        })
        .collect()
}

/// A tally to which the rows were added.
pub(crate) fn tally<'a>(plan: &'a Plan, batches: &[Batch], present: &[bool]) -> Tally<'a> {
    let mut tally = Tally::new(plan, MONTH, present);
    batches.iter().for_each(|batch| tally.add(batch));
    tally
}

/// The texts and counts of a row by their columns' names.
pub(crate) type Named<'a> = (&'a [(&'a str, &'a str)], &'a [(&'a str, i32)]);

/// A batch of any table: texts by name and counts by name, blank where a row does not give one.
pub(crate) fn batch_of(schema: &TableSchema, rows: &[Named<'_>], present: &[bool]) -> Batch {
    let mut batch = Batch {
        rows: (2..).take(rows.len()).collect(),
        ..Batch::default()
    };
    for (column, _) in schema.texts() {
        let given = |texts: &[(&str, &str)]| -> Arc<str> {
            let found = texts.iter().find(|(name, _)| *name == column.name);
            found.map_or("", |(_, text)| text).into()
        };
        batch.texts.push(TextColumn {
            ids: (0..).take(rows.len()).collect(),
            dictionary: Arc::new(rows.iter().map(|(texts, _)| given(texts)).collect()),
        });
    }
    for ((column, _), present) in schema.counts().zip(present) {
        let given = |counts: &[(&str, i32)]| {
            let found = counts.iter().find(|(name, _)| *name == column.name);
            found.map_or(ABSENT, |(_, count)| *count)
        };
        let counts = rows.iter().map(|(_, counts)| given(counts));
        batch.counts.push(if *present {
            counts.collect()
        } else {
            Vec::new()
        });
    }
    batch
}
