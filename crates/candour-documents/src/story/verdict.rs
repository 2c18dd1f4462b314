//! What is said of a claim.

use candour_core::BodyCode;
use serde::Serialize;

use super::question::Receipt;

/// The verdict on a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Verdict {
    /// Our figure is what was stated.
    Holds,
    /// It is not.
    Differs,
    /// It cannot be told, and why.
    CannotCheck,
}

impl Verdict {
    /// As a reader sees it.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Differs => "differs",
            Self::CannotCheck => "cannot check",
        }
    }
}

/// What keeps a claim from being checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Why {
    /// Its body is not settled.
    Body,
    /// Its measure is not settled.
    Measure,
    /// Its period is not settled.
    Period,
    /// What kind of statement it is, is not settled: a level, a change, a range.
    Kind,
    /// It counts something else than the measure.
    Unit,
    /// It is a target or a standard.
    Bar,
    /// It is a plan, a forecast or a condition.
    Plan,
    /// It is denied or doubted.
    Denied,
    /// It is a question.
    Asked,
    /// It is of a part of what is counted.
    Narrowed,
    /// A word beside it is not read.
    Words,
    /// Its hedge leaves open what would be right.
    Hedge,
    /// The figure is not held.
    NotHeld,
    /// The headline that is quoted includes estimates, or is made otherwise than our sum.
    Headline,
    /// Our figure came out after the story.
    Revised,
}

impl Why {
    /// In words, for a list.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Body => "the body is not settled",
            Self::Measure => "the measure is not settled",
            Self::Period => "the period is not settled",
            Self::Kind => "the kind of statement is not settled",
            Self::Unit => "it counts something else",
            Self::Bar => "a target, not a level",
            Self::Plan => "a plan, a forecast or a condition",
            Self::Denied => "denied or doubted",
            Self::Asked => "a question",
            Self::Narrowed => "a part of what is counted",
            Self::Words => "a word beside it is not read",
            Self::Hedge => "its hedge leaves it open",
            Self::NotHeld => "the figure is not held",
            Self::Headline => "the headline includes estimates or is made otherwise",
            Self::Revised => "our figure is a later one",
        }
    }
}

/// A claim of a story and what is said of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Mark {
    /// Its number in the story, from 1.
    pub number: usize,
    /// Its words in the text as read.
    pub text: String,
    /// Where they begin in the text as read, in bytes.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// Where they begin in the text as given, in bytes.
    pub given_start: usize,
    /// Where they end.
    pub given_end: usize,
    /// The sentence that they stand in, as read.
    pub sentence: String,
    /// What kind of statement it is: `level`, `change`, `comparison`, `record`, `standard`, `plans`, or
    /// `figure` where it is not settled.
    pub kind: &'static str,
    /// The verdict.
    pub verdict: Verdict,
    /// What keeps it from being checked.
    pub why: Option<Why>,
    /// The verdict in a sentence.
    pub words: String,
    /// The body, where settled.
    pub body: Option<String>,
    /// Its name.
    pub body_name: Option<String>,
    /// The measure's id, where settled.
    pub measure: Option<String>,
    /// The period, where settled: `2022-12`, or `2023-04 to 2024-03`.
    pub period: Option<String>,
    /// What the story states, as it was understood: `nearly 65.2%`.
    pub stated: Option<String>,
    /// Our figure.
    pub ours: Option<String>,
    /// How far ours is from what is stated.
    pub apart: Option<String>,
    /// Who is quoted with it.
    pub said_by: Option<String>,
    /// Bodies that a name may mean, by code and name.
    pub candidates: Vec<Candidate>,
    /// What our figure rests on.
    pub receipts: Vec<Receipt>,
}

/// A body that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Something that a story names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NameFound {
    /// Its words.
    pub text: String,
    /// Where they begin in the text as read, in bytes.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// `body`, `place` (which is several bodies or none), `person`, `post` or `period`.
    pub kind: &'static str,
    /// The body's code, the person's or the post's id, the period's months; of a place none.
    pub id: Option<String>,
    /// Its name in the register.
    pub name: Option<String>,
    /// Whom it may mean.
    pub candidates: Vec<Candidate>,
}

/// How many figures hold, differ and cannot be checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Summary {
    /// All of them.
    pub figures: usize,
    /// Those that hold.
    pub hold: usize,
    /// Those that differ.
    pub differ: usize,
    /// Those that cannot be checked.
    pub cannot_be_checked: usize,
}

impl Summary {
    /// Of these marks.
    #[must_use]
    pub fn of(marks: &[Mark]) -> Self {
        let with = |verdict| marks.iter().filter(|mark| mark.verdict == verdict).count();
        Self {
            figures: marks.len(),
            hold: with(Verdict::Holds),
            differ: with(Verdict::Differs),
            cannot_be_checked: with(Verdict::CannotCheck),
        }
    }

    /// `12 figures: 7 hold, 2 differ, 3 cannot be checked`.
    #[must_use]
    pub fn in_words(self) -> String {
        let verb = |number: usize, one: &str, many: &str| {
            format!("{number} {}", if number == 1 { one } else { many })
        };
        format!(
            "{}: {}, {}, {} cannot be checked",
            verb(self.figures, "figure", "figures"),
            verb(self.hold, "holds", "hold"),
            verb(self.differ, "differs", "differ"),
            self.cannot_be_checked
        )
    }
}

/// A story that was checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Checked {
    /// The day as of which it was read.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2023-02-10"))]
    pub date: jiff::civil::Date,
    /// The text as read, without markup.
    pub text: String,
    /// How many figures there are of each verdict.
    pub summary: Summary,
    /// What has to be known of the reading: hidden characters, another language.
    pub notes: Vec<String>,
    /// Its figures, in order.
    pub figures: Vec<Mark>,
    /// What it names, in order.
    pub names: Vec<NameFound>,
}

/// A code with its name.
pub(crate) fn candidate(code: &BodyCode, name: String) -> Candidate {
    Candidate {
        code: code.to_string(),
        name,
    }
}
