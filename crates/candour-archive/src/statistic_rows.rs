//! What the statistics say of bodies: who is in them, from month to month, and under whom.

use std::collections::HashMap;
use std::sync::Arc;

use candour_core::{BodyCode, Level, Month};
use candour_publications::facts_of;
use candour_register::{
    Authority, Body, HalfDate, Kind, Link, LinkKind, Origin, Register, Rows, Span, readable,
};

use crate::catalogue;
use crate::error::ArchiveError;
use crate::snapshot::{Snapshot, parsed};

/// What one file says of one body.
struct Statement {
    code: BodyCode,
    level: Level,
    name: String,
    parent: Option<String>,
    period: Month,
    publication: String,
    file: String,
}

impl Snapshot<'_> {
    /// A body for each code that the curated rows lack, and links wherever a file names a region or a
    /// board: one for each change of parent in one family, as at the last day of the first month that
    /// says so.
    pub(crate) fn statistics_say(&self) -> Result<Rows, ArchiveError> {
        let statements = self.statements()?;
        let mut held: HashMap<&str, Month> = HashMap::new();
        for statement in &statements {
            let last = held
                .entry(&statement.publication)
                .or_insert(statement.period);
            *last = (*last).max(statement.period);
        }
        let mut rows = Rows::default();
        // Statements come by code, then level, then family, then month.
        for of_body in statements.chunk_by(|a, b| a.code == b.code) {
            rows.bodies.extend(body(of_body, &held));
            for of_family in
                of_body.chunk_by(|a, b| (a.level, &a.publication) == (b.level, &b.publication))
            {
                links(of_family, &mut rows.links);
            }
        }
        Ok(rows)
    }

    fn statements(&self) -> Result<Vec<Statement>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT b.code, n.level, n.name, n.parent, e.period, s.publication, s.file_name
             FROM body_in_edition n JOIN body b ON b.id = n.body_id
             JOIN edition e ON e.id = n.edition_id JOIN source s ON s.id = e.source_id
             WHERE e.other_id IS NULL
             ORDER BY b.code, n.level, s.publication, e.period, e.id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Statement {
                code: parsed(row, 0)?,
                level: catalogue::level(row.get(1)?).unwrap_or(Level::Provider),
                name: row.get(2)?,
                parent: row.get(3)?,
                period: parsed(row, 4)?,
                publication: row.get(5)?,
                file: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn origin(statement: &Statement) -> Origin {
    let title = facts_of(&statement.publication).map_or("", |facts| facts.title);
    Origin {
        authority: Authority::Statistic,
        file: statement.file.as_str().into(),
        line: 0,
        source: Arc::from(title),
        as_at: Some(statement.period.last_day()),
    }
}

/// A body that the curated rows lack. It ends with the last month that names it, unless the last month
/// held of a family that knows it still does.
fn body(statements: &[Statement], held: &HashMap<&str, Month>) -> Option<Body> {
    let latest = statements.iter().max_by_key(|statement| statement.period)?;
    if Register::bundled().body(&latest.code).is_some() {
        return None;
    }
    let is_named_still = statements
        .iter()
        .any(|statement| held.get(statement.publication.as_str()) == Some(&statement.period));
    let last = latest.period.to_string().parse::<HalfDate>().ok();
    Some(Body {
        code: latest.code.clone(),
        kind: kind(latest),
        name: readable(&latest.name),
        span: Span {
            from: None,
            to: last.filter(|_| !is_named_still),
        },
        published_names: Vec::new(),
        origin: origin(latest),
    })
}

/// What a body is, by the level at which a file names it; a trust by the word in its name.
fn kind(statement: &Statement) -> Kind {
    let has = |wanted: &str| {
        let mut words = statement.name.split_whitespace();
        words.any(|word| word.eq_ignore_ascii_case(wanted))
    };
    match statement.level {
        Level::Provider if has("trust") => Kind::Trust,
        Level::Provider => Kind::Provider,
        Level::SubIcb if is_national(statement.parent.as_deref()) => Kind::CommissioningHub,
        Level::SubIcb if has("ccg") => Kind::Ccg,
        Level::SubIcb => Kind::SubIcb,
        Level::Icb => Kind::Board,
        Level::Region => Kind::Region,
        Level::England => Kind::Nation,
    }
}

fn is_national(parent: Option<&str>) -> bool {
    let national = Register::bundled().national_commissioner();
    national.is_some_and(|body| Some(body.code.as_str()) == parent)
}

/// A link for each change of parent among the statements of one family on one body, by month.
fn links(statements: &[Statement], found: &mut Vec<Link>) {
    let mut last: Option<&str> = None;
    for statement in statements {
        // Regions of boards are the register's own knowledge, not the file's.
        if statement.level > Level::SubIcb {
            continue;
        }
        let Some(parent) = statement
            .parent
            .as_deref()
            .filter(|parent| last != Some(*parent))
        else {
            continue;
        };
        let Ok(code) = BodyCode::new(parent) else {
            continue;
        };
        let kind = match Register::bundled().body(&code).map(|body| body.kind) {
            Some(Kind::Board | Kind::System) => LinkKind::InSystem,
            Some(Kind::Region) => LinkKind::InRegion,
            _ => continue,
        };
        last = Some(parent);
        found.push(Link {
            child: statement.code.clone(),
            parent: code,
            kind,
            span: Span::default(),
            share: None,
            basis: String::new(),
            note: String::new(),
            origin: origin(statement),
        });
    }
}
