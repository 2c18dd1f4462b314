//! The curated files of `data/register/`: all rows that can be read, and every fault.

use candour_core::BodyCode;

use crate::body::{Body, Name, OtherCode};
use crate::link::Link;
use crate::origin::origin;
use crate::rows::Rows;
use crate::succession::{Succession, SuccessionKind};
use candour_curated::{Fault, Row, Table};

/// The curated files as texts.
#[derive(Debug, Clone, Copy)]
pub struct CuratedFiles<'a> {
    /// `bodies.csv`
    pub bodies: &'a str,
    /// `names.csv`
    pub names: &'a str,
    /// `codes.csv`
    pub codes: &'a str,
    /// `links.csv`
    pub links: &'a str,
    /// `succession.csv`
    pub succession: &'a str,
}

impl CuratedFiles<'static> {
    /// The files as they stand in the project.
    pub(crate) const BUNDLED: Self = Self {
        bodies: include_str!("../../../data/register/bodies.csv"),
        names: include_str!("../../../data/register/names.csv"),
        codes: include_str!("../../../data/register/codes.csv"),
        links: include_str!("../../../data/register/links.csv"),
        succession: include_str!("../../../data/register/succession.csv"),
    };
}

const BODIES: Table = Table {
    file: "bodies.csv",
    headings: &[
        "code",
        "kind",
        "name",
        "valid_from",
        "valid_to",
        "published_names",
        "source",
    ],
};
const NAMES: Table = Table {
    file: "names.csv",
    headings: &["code", "name", "kind", "valid_from", "valid_to", "source"],
};
const CODES: Table = Table {
    file: "codes.csv",
    headings: &[
        "code",
        "scheme",
        "other_code",
        "valid_from",
        "valid_to",
        "note",
        "source",
    ],
};
const LINKS: Table = Table {
    file: "links.csv",
    headings: &[
        "child",
        "parent",
        "kind",
        "valid_from",
        "valid_to",
        "share",
        "basis",
        "note",
        "source",
    ],
};
const SUCCESSION: Table = Table {
    file: "succession.csv",
    headings: &[
        "predecessor",
        "successor",
        "date",
        "kind",
        "weight",
        "basis",
        "note",
        "source",
    ],
};

impl CuratedFiles<'_> {
    /// Reads the files: every row that can be read, and every fault with its file, line and column.
    #[must_use]
    pub fn read(&self) -> (Rows, Vec<Fault>) {
        let mut faults = Vec::new();
        let rows = Rows {
            bodies: BODIES.read(self.bodies, &mut faults, body),
            names: NAMES.read(self.names, &mut faults, name),
            codes: CODES.read(self.codes, &mut faults, other_code),
            links: LINKS.read(self.links, &mut faults, link),
            successions: SUCCESSION.read(self.succession, &mut faults, succession),
        };
        (rows, faults)
    }
}

fn body(row: &mut Row<'_>) -> Option<Body> {
    Some(Body {
        name: row.required("name"),
        span: row.span("valid_from", "valid_to"),
        published_names: row.several("published_names"),
        origin: origin(row),
        kind: row.must("kind")?,
        code: row.must("code")?,
    })
}

fn name(row: &mut Row<'_>) -> Option<Name> {
    Some(Name {
        name: row.required("name"),
        span: row.span("valid_from", "valid_to"),
        origin: origin(row),
        kind: row.must("kind")?,
        body: row.must("code")?,
    })
}

fn other_code(row: &mut Row<'_>) -> Option<OtherCode> {
    Some(OtherCode {
        code: row.required("other_code"),
        span: row.span("valid_from", "valid_to"),
        note: row.text("note").to_owned(),
        origin: origin(row),
        scheme: row.must("scheme")?,
        body: row.must("code")?,
    })
}

fn link(row: &mut Row<'_>) -> Option<Link> {
    let share = row.parsed("share");
    if share.is_some() {
        row.required("basis");
    }
    Some(Link {
        span: row.span("valid_from", "valid_to"),
        share,
        basis: row.text("basis").to_owned(),
        note: row.text("note").to_owned(),
        origin: origin(row),
        kind: row.must("kind")?,
        child: row.must("child")?,
        parent: row.must("parent")?,
    })
}

fn succession(row: &mut Row<'_>) -> Option<Succession> {
    let weight = row.parsed("weight");
    if weight.is_some() {
        row.required("basis");
    }
    let successor: Option<BodyCode> = row.parsed("successor");
    let kind = row.must("kind")?;
    if (kind == SuccessionKind::Closure) != successor.is_none() {
        row.fault(
            "successor",
            "expected a successor, or none and the kind closure",
        );
    }
    let found = Succession {
        predecessor: row.must("predecessor")?,
        successor,
        date: row.must("date")?,
        kind,
        weight,
        basis: row.text("basis").to_owned(),
        note: row.text("note").to_owned(),
        origin: origin(row),
    };
    if found.successor.as_ref() == Some(&found.predecessor) {
        row.fault("successor", "a body does not come after itself");
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "code,kind,name,valid_from,valid_to,published_names,source\n";

    #[test]
    fn names_line_and_column_of_every_fault_and_keeps_the_rest() {
        let bodies = format!(
            "{HEADER}ZZ1,region,Somewhere,,,,made up\nZZ2,shop,Else,,,,made up\nZZ3,icb,Third,soon,,,made up\nZZ4,icb,Fourth,2022-07-01,2022-06-30,,\nZZ5,icb\n"
        );
        let files = CuratedFiles {
            bodies: &bodies,
            succession: "predecessor,successor\n",
            ..CuratedFiles::BUNDLED
        };
        let (rows, faults) = files.read();
        assert_eq!(rows.bodies.len(), 1);
        assert!(rows.successions.is_empty());
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let expected = [
            "bodies.csv line 3, column 2 (kind): ",
            "bodies.csv line 4, column 4 (valid_from): `soon` is not a date",
            "bodies.csv line 5, column 5 (valid_to): expected a last day not before 2022-07-01",
            "bodies.csv line 5, column 7 (source): expected something",
            "bodies.csv line 6: expected 7 fields, saw 2",
            "succession.csv line 1: expected the headings",
        ];
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        for (fault, expected) in faults.iter().zip(expected) {
            assert!(
                fault.contains(&expected[expected.find(' ').unwrap()..]),
                "{fault}"
            );
        }
    }
}
