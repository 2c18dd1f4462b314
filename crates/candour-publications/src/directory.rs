//! Published files that tell of bodies, not of figures: who there is, since when, under whom, after
//! whom, and where its boundary runs.

use std::fmt;
use std::io;

use candour_core::{BodyCode, Diagnostic, Level, Severity};
use jiff::civil::Date;

use crate::{Check, Content, Facts, Form, Recognition};

/// A family of published files that tell of bodies.
///
/// As with a [`Publication`](crate::Publication), a family is one module that implements this and is
/// listed in [`crate::directories`]; a file is recognised by its content alone and taken whole or
/// refused whole.
pub trait Directory: Sync {
    /// What is known of the family, whichever file is read.
    fn facts(&self) -> &'static Facts;

    /// Whether this is one of its files, by content alone. Looks only at [`HEAD`](crate::HEAD) bytes.
    fn recognise(&self, content: &Content<'_>) -> Recognition;

    /// Reads a file that was recognised, to its end, so that every fault is reported.
    ///
    /// Reading a file that was not recognised gives an error in the answer, never a panic.
    fn read(&self, content: Content<'_>) -> DirectoryReading;
}

impl fmt::Debug for dyn Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.facts().id)
    }
}

/// What a file of a directory was found to say.
#[derive(Debug, Default)]
pub struct DirectoryReading {
    /// What it says, in the order of the file.
    pub said: Vec<SaidRow>,
    /// The day as at which it speaks, as far as its content tells.
    pub as_at: Option<AsAt>,
    /// How many rows (features of a map) were read.
    pub rows: u64,
    /// What the file was held to.
    pub checks: Vec<Check>,
    /// Every fault found.
    pub diagnostics: Vec<Diagnostic>,
    /// What hindered reading; the file is then neither taken nor refused.
    pub io: Option<io::Error>,
}

impl DirectoryReading {
    /// Whether the file must be refused.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// The day as at which a file speaks, and what tells so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsAt {
    /// The day.
    pub day: Date,
    /// What in the file tells, after "as at … by": `the latest date in it`.
    pub reason: String,
}

/// One thing that a file says, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct SaidRow {
    /// The line, the first being 1; 0 where the file is not read by lines.
    pub line: u32,
    /// What it says.
    pub said: Said,
}

/// What a file can say of bodies.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// That there is a body.
    Body {
        /// Its code.
        code: BodyCode,
        /// What it is.
        kind: SaidKind,
        /// Its name as published.
        name: String,
        /// Its first day, where stated.
        from: Option<Date>,
        /// Its last day, where stated.
        to: Option<Date>,
    },
    /// That the Office for National Statistics has a code for a body.
    OnsCode {
        /// The body's own code.
        code: BodyCode,
        /// `E54000008`.
        ons: String,
    },
    /// That a body lies in another.
    Link {
        /// The smaller.
        child: BodyCode,
        /// The larger.
        parent: BodyCode,
        /// In which way.
        relation: Relation,
    },
    /// That a body came after another.
    Succession {
        /// Who went before.
        predecessor: BodyCode,
        /// Who came after.
        successor: BodyCode,
        /// The first day of the successor.
        date: Date,
    },
    /// How many of the small areas of the census lie in a sub-ICB location and a council's area.
    LsoaCount {
        /// The sub-ICB location.
        sub_icb: BodyCode,
        /// Its board.
        board: BodyCode,
        /// The council's code by the ONS and its name, where the file says.
        council: Option<(String, String)>,
        /// How many lower-layer super output areas.
        lsoas: u32,
    },
    /// Where the boundary of an area runs.
    Shape {
        /// Its code by the ONS.
        ons: String,
        /// Its name as published.
        name: String,
        /// The level of the body whose area it is.
        level: Level,
        /// Its parts; see [`Polygon`].
        polygons: Vec<Polygon>,
    },
}

/// A part of an area: its outer ring, then its holes. A ring is a line of points (longitude, latitude
/// in degrees, WGS 84) whose last is its first.
pub type Polygon = Vec<Vec<[f64; 2]>>;

macro_rules! said_words {
    ($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$member_doc])* $member,)+
        }

        impl $name {
            /// Every member.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];

            /// The word for it, which is the register's.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$member => $word),+ }
            }
        }
    };
}

said_words! {
    /// What a file says that a body is.
    SaidKind {
        /// An integrated care board.
        Board = "icb",
        /// A sub-ICB location.
        SubIcb = "sub-icb",
        /// A part of a sub-ICB location that reports apart.
        ReportingEntity = "reporting-entity",
        /// A clinical commissioning group.
        Ccg = "ccg",
        /// A hub through which NHS England commissions.
        CommissioningHub = "commissioning-hub",
        /// An NHS trust or NHS foundation trust.
        Trust = "trust",
        /// A region of NHS England.
        Region = "region",
        /// An organisation that gives care.
        Provider = "provider",
    }
}

said_words! {
    /// In which way one body lies in another.
    Relation {
        /// In a region of NHS England.
        InRegion = "in-region",
        /// In an integrated care system.
        InSystem = "in-system",
    }
}

/// The kind of a body by the words of its name, where a file has no column for it.
pub(crate) fn kind_by_name(name: &str) -> Option<SaidKind> {
    let words = || name.split_whitespace();
    let is = |wanted: &str| words().any(|word| word.eq_ignore_ascii_case(wanted));
    if words()
        .next_back()
        .is_some_and(|last| last.eq_ignore_ascii_case("ccg"))
    {
        Some(SaidKind::Ccg)
    } else if is("trust") {
        Some(SaidKind::Trust)
    } else {
        None
    }
}

/// What a text directory has gathered while its rows pass.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) said: Vec<SaidRow>,
    pub(crate) rows: u64,
    pub(crate) checks: Vec<Check>,
    pub(crate) as_at: Option<AsAt>,
    pub(crate) faults: candour_core::Diagnostics,
}

impl Gathered {
    pub(crate) fn say(&mut self, line: u32, said: Said) {
        self.said.push(SaidRow { line, said });
    }

    /// The answer; a file without a row is refused.
    pub(crate) fn reading(mut self, io: Option<io::Error>) -> DirectoryReading {
        if self.rows == 0 && self.faults.errors() == 0 && io.is_none() {
            self.faults
                .push(Diagnostic::error("no-rows", "expected rows, saw none"));
        }
        DirectoryReading {
            said: self.said,
            as_at: self.as_at,
            rows: self.rows,
            checks: self.checks,
            diagnostics: self.faults.into_vec(),
            io,
        }
    }
}

/// The refusal of a form in which a family is not published.
pub(crate) fn other_form(form: Form) -> Recognition {
    Recognition::No {
        likeness: 0,
        first_difference: match form {
            Form::Workbook => "it is published as a text, and this is a workbook".to_owned(),
            Form::Csv | Form::GeoJson => "it is published in another form".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_a_trust_from_a_group() {
        for (name, kind) in [
            ("NHS SOMEWHERE CCG", Some(SaidKind::Ccg)),
            (
                "SOMEWHERE HEALTH AND SOCIAL CARE NHS FOUNDATION TRUST",
                Some(SaidKind::Trust),
            ),
            ("Somewhere Walk In Centre", None),
            ("", None),
        ] {
            assert_eq!(kind_by_name(name), kind, "{name}");
        }
    }
}
