//! What files say of bodies: written to the catalogue, and read from it as rows of the register.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use candour_core::{BodyCode, Diagnostic};
use candour_publications::{Relation, Said, SaidRow, directory_by_id, facts_of};
use candour_register::{
    Authority, Body, HalfDate, Kind, Link, LinkKind, Origin, OtherCode, Register, Rows, Scheme,
    Share, Span, Succession, SuccessionKind, readable,
};
use rusqlite::{Row, Transaction};

use crate::area_shapes::packed;
use crate::catalogue;
use crate::compare::number;
use crate::error::ArchiveError;
use crate::snapshot::{Snapshot, parsed, parsed_if_any};

/// A row of `register_row`, without its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) line: u32,
    kind: &'static str,
    code: String,
    other: Option<String>,
    relation: Option<&'static str>,
    name: Option<String>,
    since: Option<String>,
    until: Option<String>,
}

impl Stored {
    /// Whether a row of the catalogue is the same.
    fn is(&self, row: &Row<'_>) -> rusqlite::Result<bool> {
        let text = |column: usize| row.get::<_, Option<String>>(column);
        Ok(row.get::<_, u32>(0)? == self.line
            && row.get_ref(1)?.as_str()? == self.kind
            && row.get_ref(2)?.as_str()? == self.code
            && text(3)? == self.other
            && text(4)?.as_deref() == self.relation
            && text(5)? == self.name
            && text(6)? == self.since
            && text(7)? == self.until)
    }
}

/// The rows of `register_row` for what a file says; shapes and counts of small areas have tables of
/// their own.
pub(crate) fn stored(said: &[SaidRow]) -> Vec<Stored> {
    let kinds = SuccessionKinds::of(said);
    said.iter()
        .filter_map(|row| {
            let stored = |kind, code: &BodyCode, other: Option<&str>| Stored {
                line: row.line,
                kind,
                code: code.to_string(),
                other: other.map(str::to_owned),
                relation: None,
                name: None,
                since: None,
                until: None,
            };
            Some(match &row.said {
                Said::Body {
                    code,
                    kind,
                    name,
                    from,
                    to,
                } => Stored {
                    relation: Some(kind.as_str()),
                    name: Some(name.clone()),
                    since: from.map(|day| day.to_string()),
                    until: to.map(|day| day.to_string()),
                    ..stored("body", code, None)
                },
                Said::OnsCode { code, ons } => stored("ons-code", code, Some(ons)),
                Said::Link {
                    child,
                    parent,
                    relation,
                } => Stored {
                    relation: Some(relation.as_str()),
                    ..stored("link", child, Some(parent.as_str()))
                },
                Said::Succession {
                    predecessor,
                    successor,
                    date,
                } => Stored {
                    relation: Some(kinds.kind(predecessor, successor, *date).as_str()),
                    since: Some(date.to_string()),
                    ..stored("succession", predecessor, Some(successor.as_str()))
                },
                Said::LsoaCount { .. } | Said::Shape { .. } => return None,
            })
        })
        .collect()
}

/// What sort of succession a row is, told from the rows around it: the table states codes and a day.
struct SuccessionKinds<'a> {
    /// How many came after one on a day.
    after: HashMap<(&'a BodyCode, jiff::civil::Date), HashSet<&'a BodyCode>>,
    /// How many went before one on a day.
    before: HashMap<(&'a BodyCode, jiff::civil::Date), HashSet<&'a BodyCode>>,
    /// The first day on which a code is named as coming after any.
    first: HashMap<&'a BodyCode, jiff::civil::Date>,
}

impl<'a> SuccessionKinds<'a> {
    fn of(said: &'a [SaidRow]) -> Self {
        let mut kinds = Self {
            after: HashMap::new(),
            before: HashMap::new(),
            first: HashMap::new(),
        };
        for row in said {
            if let Said::Succession {
                predecessor,
                successor,
                date,
            } = &row.said
            {
                let after = kinds.after.entry((predecessor, *date)).or_default();
                after.insert(successor);
                let before = kinds.before.entry((successor, *date)).or_default();
                before.insert(predecessor);
                let first = kinds.first.entry(successor).or_insert(*date);
                *first = (*first).min(*date);
            }
        }
        kinds
    }

    fn kind(
        &self,
        predecessor: &BodyCode,
        successor: &BodyCode,
        date: jiff::civil::Date,
    ) -> SuccessionKind {
        let many = |side: &HashMap<_, HashSet<&BodyCode>>, code| {
            side.get(&(code, date)).is_some_and(|all| all.len() > 1)
        };
        if many(&self.after, predecessor) {
            SuccessionKind::Split
        } else if many(&self.before, successor) {
            SuccessionKind::Merger
        } else if self.first.get(successor).is_some_and(|first| *first < date) {
            SuccessionKind::Acquisition
        } else {
            SuccessionKind::Rename
        }
    }
}

/// Writes what a file says.
pub(crate) fn insert_said(
    transaction: &Transaction<'_>,
    source: i64,
    said: &[SaidRow],
) -> Result<(), ArchiveError> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO register_row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for (place, row) in stored(said).into_iter().enumerate() {
        statement.execute((
            source,
            number(place),
            row.line,
            row.kind,
            row.code,
            row.other,
            row.relation,
            row.name,
            row.since,
            row.until,
        ))?;
    }
    for row in said {
        match &row.said {
            Said::LsoaCount {
                sub_icb,
                board,
                council,
                lsoas,
            } => {
                let (code, name) = council
                    .as_ref()
                    .map_or(("", ""), |(code, name)| (code, name));
                transaction
                    .prepare_cached("INSERT INTO lsoa_count VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                    .execute((source, sub_icb.as_str(), board.as_str(), code, name, lsoas))?;
            }
            Said::Shape {
                ons,
                name,
                level,
                polygons,
            } => {
                transaction
                    .prepare_cached("INSERT INTO area_shape VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute((
                        source,
                        catalogue::level_number(*level),
                        ons,
                        name,
                        packed(polygons),
                    ))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether a link can stand in the register: its parent is a region or a system there. The local
/// offices of NHS England before 2018 and the parents of Welsh trusts are neither.
fn is_place(register: &Register, parent: &BodyCode, kind: LinkKind) -> bool {
    register.body(parent).is_some_and(|body| match kind {
        LinkKind::InRegion => body.kind == Kind::Region,
        LinkKind::InSystem => matches!(body.kind, Kind::Board | Kind::System),
        _ => true,
    })
}

/// A warning that names the parents for which the register has no region or system.
pub(crate) fn unknown_places(said: &[SaidRow]) -> Option<Diagnostic> {
    let mut unknown: BTreeMap<&BodyCode, usize> = BTreeMap::new();
    for row in said {
        if let Said::Link {
            parent, relation, ..
        } = &row.said
            && !is_place(Register::bundled(), parent, link_kind(*relation))
        {
            *unknown.entry(parent).or_default() += 1;
        }
    }
    let rows: usize = unknown.values().sum();
    let places: Vec<String> = unknown
        .iter()
        .map(|(code, rows)| format!("{code} ({rows})"))
        .collect();
    (rows > 0).then(|| {
        let message = format!(
            "{rows} statements of a region or system that the register has none of: {}; they are kept, and give no link",
            places.join(", ")
        );
        Diagnostic::warning("unknown-place", message)
    })
}

const fn link_kind(relation: Relation) -> LinkKind {
    match relation {
        Relation::InRegion => LinkKind::InRegion,
        Relation::InSystem => LinkKind::InSystem,
    }
}

impl Snapshot<'_> {
    /// Everything that the files held say of bodies, as rows of the register.
    pub(crate) fn said(&self) -> Result<Rows, ArchiveError> {
        let origins = self.origins()?;
        let mut rows = Rows::default();
        let mut statement = self.connection()?.prepare_cached(
            "SELECT source_id, line, kind, code, other, relation, name, since, until FROM register_row
             ORDER BY source_id, place",
        )?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let Some(origin) = origins.get(&row.get(0)?) else {
                continue;
            };
            let origin = Origin {
                line: row.get(1)?,
                ..origin.clone()
            };
            add(&mut rows, row, origin)?;
        }
        leave_undated(&mut rows);
        Ok(rows)
    }

    /// Whether the catalogue has for a source just what `said` says.
    pub(crate) fn says(&self, source: i64, said: &[SaidRow]) -> Result<bool, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT line, kind, code, other, relation, name, since, until FROM register_row
             WHERE source_id = ?1 ORDER BY place",
        )?;
        let mut rows = statement.query([source])?;
        for expected in stored(said) {
            let same = match rows.next()? {
                None => false,
                Some(row) => expected.is(row)?,
            };
            if !same {
                return Ok(false);
            }
        }
        if rows.next()?.is_some() {
            return Ok(false);
        }
        for row in said {
            let same = match &row.said {
                Said::LsoaCount {
                    sub_icb,
                    board,
                    council,
                    lsoas,
                } => {
                    let council = council.as_ref().map_or("", |(code, _)| code);
                    self.connection()?
                        .prepare_cached(
                            "SELECT 1 FROM lsoa_count WHERE source_id = ?1 AND council = ?2 AND sub_icb = ?3
                             AND board = ?4 AND lsoas = ?5",
                        )?
                        .exists((source, council, sub_icb.as_str(), board.as_str(), lsoas))?
                }
                Said::Shape {
                    ons,
                    level,
                    polygons,
                    ..
                } => self
                    .connection()?
                    .prepare_cached(
                        "SELECT 1 FROM area_shape WHERE source_id = ?1 AND level = ?2 AND ons = ?3 AND rings = ?4",
                    )?
                    .exists((source, catalogue::level_number(*level), ons, packed(polygons)))?,
                _ => true,
            };
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// For each file that says something of bodies, where its rows come from.
    fn origins(&self) -> Result<HashMap<i64, Origin>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT v.source_id, s.file_name, s.publication, v.as_at FROM vintage v JOIN source s ON s.id = v.source_id",
        )?;
        let rows = statement.query_map([], |row| {
            let publication: String = row.get(2)?;
            let title = facts_of(&publication).map_or(publication.as_str(), |facts| facts.title);
            let origin = Origin {
                authority: if directory_by_id(&publication).is_some() {
                    Authority::Directory
                } else {
                    Authority::Statistic
                },
                file: row.get::<_, String>(1)?.into(),
                line: 0,
                source: Arc::from(title),
                as_at: Some(parsed(row, 3)?),
            };
            Ok((row.get(0)?, origin))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn add(rows: &mut Rows, row: &Row<'_>, origin: Origin) -> Result<(), ArchiveError> {
    let code: BodyCode = parsed(row, 3)?;
    match row.get_ref(2)?.as_str().unwrap_or_default() {
        "body" => {
            let span = Span {
                from: parsed_if_any(row, 7)?.map(HalfDate::day),
                to: parsed_if_any(row, 8)?.map(HalfDate::day),
            };
            rows.bodies.push(Body {
                code,
                kind: word(row, 5)?,
                name: readable(row.get_ref(6)?.as_str().unwrap_or_default()),
                span,
                published_names: Vec::new(),
                origin,
            });
        }
        "ons-code" => rows.codes.push(OtherCode {
            body: code,
            scheme: Scheme::Ons,
            code: row.get(4)?,
            span: Span::default(),
            note: String::new(),
            origin,
        }),
        "link" => {
            let (parent, kind): (BodyCode, LinkKind) = (parsed(row, 4)?, word(row, 5)?);
            if is_place(Register::bundled(), &parent, kind) {
                rows.links.push(Link {
                    child: code,
                    parent,
                    kind,
                    span: Span::default(),
                    share: None::<Share>,
                    basis: String::new(),
                    note: String::new(),
                    origin,
                });
            }
        }
        "succession" => rows.successions.push(Succession {
            predecessor: code,
            successor: Some(parsed(row, 4)?),
            date: HalfDate::day(parsed(row, 7)?),
            kind: word(row, 5)?,
            weight: None,
            basis: String::new(),
            note: String::new(),
            origin,
        }),
        other => {
            return Err(ArchiveError::Damaged(format!(
                "the catalogue has a row of the register of the kind `{other}`"
            )));
        }
    }
    Ok(())
}

fn word<T: std::str::FromStr<Err = String>>(
    row: &Row<'_>,
    column: usize,
) -> Result<T, ArchiveError> {
    row.get_ref(column)?
        .as_str()
        .unwrap_or_default()
        .parse()
        .map_err(ArchiveError::Damaged)
}

/// A lookup names bodies without dates. Where another file gives a body its dates, its undated row
/// adds nothing and would, as the later statement, hide them.
fn leave_undated(rows: &mut Rows) {
    let is_dated = |body: &Body| body.span != Span::default();
    let dated: HashSet<BodyCode> = rows
        .bodies
        .iter()
        .filter(|body| is_dated(body))
        .map(|body| body.code.clone())
        .collect();
    rows.bodies
        .retain(|body| is_dated(body) || !dated.contains(&body.code));
}

#[cfg(test)]
mod tests {
    use super::*;
    use candour_publications::SaidKind;

    #[test]
    fn what_a_file_can_say_is_a_word_of_the_register() {
        for kind in SaidKind::ALL {
            assert!(kind.as_str().parse::<Kind>().is_ok(), "{kind:?}");
        }
        for relation in Relation::ALL {
            assert_eq!(relation.as_str(), link_kind(*relation).as_str());
        }
    }

    #[test]
    fn the_sort_of_a_succession_is_told_by_its_neighbours() {
        let code = |text: &str| BodyCode::new(text).unwrap();
        let said: Vec<SaidRow> = [
            ("ZA1", "ZB1", 1),
            ("ZA2", "ZB1", 1),
            ("ZA3", "ZB2", 1),
            ("ZA3", "ZB3", 1),
            ("ZA4", "ZB4", 1),
            ("ZA5", "ZB4", 2),
        ]
        .into_iter()
        .map(|(old, new, month)| SaidRow {
            line: 0,
            said: Said::Succession {
                predecessor: code(old),
                successor: code(new),
                date: jiff::civil::date(2020, month, 1),
            },
        })
        .collect();
        let kinds: Vec<_> = stored(&said)
            .iter()
            .map(|row| row.relation.unwrap())
            .collect();
        assert_eq!(
            kinds,
            [
                "merger",
                "merger",
                "split",
                "split",
                "rename",
                "acquisition"
            ]
        );
    }
}
