use std::fmt;

use candour_core::Month;
use serde::Serialize;

use super::Decimal;

/// Defines words of a closed list: how each is written in a framework's file and in JSON.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// As it is written.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(super) use words;

words! {
    /// How sure a statement about a framework is.
    Certainty {
        /// A source that was read says so.
        Stated = "stated",
        /// Read off the published figures; the check is named.
        Deduced = "deduced",
        /// From general knowledge or at second hand: to be verified before use.
        Unverified = "unverified",
    }
}

words! {
    /// Which way is better.
    Direction {
        /// More is better.
        Higher = "higher",
        /// Less is better.
        Lower = "lower",
    }
}

words! {
    /// What a metric is for.
    Use {
        /// Its score enters the averages.
        Averaged = "averaged",
        /// It has a score of its own, which enters another metric's score and no average.
        Part = "part",
        /// Published beside the score; never counts to it.
        Contextual = "contextual",
        /// Evidence for a judgement; never scored by a formula.
        Evidence = "evidence",
    }
}

words! {
    /// Among whom a metric is ranked.
    Among {
        /// All organisations that have a value, of whichever type.
        All = "all",
        /// The organisations of the same type.
        Type = "type",
    }
}

/// A date as far as the source states it: `2022`, `2022-07` or `2025-06-26`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct StatedDate(pub(super) String);

impl fmt::Display for StatedDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// An oversight framework's year: how it scores, as its file in `data/frameworks` says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Framework {
    /// Its name in commands and addresses, such as `nof-2025-26`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// From when it is in force; none where not known, which [`unknown`](Self::unknown) explains.
    pub in_force_from: Option<StatedDate>,
    /// Until when; none where not known.
    pub in_force_to: Option<StatedDate>,
    /// Where its rules are published.
    pub source: String,
    /// What is said of it, each with how sure that is.
    pub statements: Vec<Statement>,
    /// What is not known of it, each with the reason.
    pub unknown: Vec<Unknown>,
    /// The types of organisation that it covers.
    pub trust_types: Vec<TrustType>,
    /// The domains, in the order of publication.
    pub domains: Vec<Domain>,
    /// The metrics, in the order of the file.
    pub metrics: Vec<Metric>,
    /// How an average becomes a segment.
    pub segments: SegmentRule,
    /// The financial override, where there is one.
    pub financial_override: Option<FinancialOverride>,
    /// The codes of the rows that sum up, where figures are published.
    pub summary: Option<SummaryCodes>,
}

/// Something said of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The sentence.
    pub text: String,
    /// How sure it is.
    pub status: Certainty,
    /// Who states it, or the check that shows it.
    pub basis: String,
}

/// Something not known of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// What.
    pub what: String,
    /// Why it is not known.
    pub why: String,
}

/// A type of organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrustType {
    /// Its name in the framework's file.
    pub id: String,
    /// Its name in the published files.
    pub title: String,
    /// How many there are; none where not known. What is held is the whole type only if it is so many.
    pub organisations: Option<u32>,
}

/// A domain of metrics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Domain {
    /// Its name in the framework's file.
    pub id: String,
    /// Its name in the published files.
    pub title: String,
    /// The code of its score's row, such as `OF4000`.
    pub score_code: Option<String>,
    /// The code of its segment's row, such as `OF4100`.
    pub segment_code: Option<String>,
}

/// A metric of a framework.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Metric {
    /// Its name in the framework's file and in commands.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The code of its value's row, such as `OF0082`; none where no value is published or it is not known.
    pub value_code: Option<String>,
    /// The code of its score's row, such as `OF1082`.
    pub score_code: Option<String>,
    /// Its domain, by place in [`Framework::domains`].
    pub domain: usize,
    /// Its sub-domain, where known.
    pub sub_domain: Option<String>,
    /// The unit of its value, as published.
    pub unit: String,
    /// Which way is better.
    pub better: Direction,
    /// The types of organisation that have it, by their names in the file; empty where not known.
    pub trust_types: Vec<String>,
    /// What it is for.
    pub purpose: Use,
    /// How a value becomes a score; none for what is never scored.
    pub scoring: Option<Scoring>,
    /// How sure all of this is.
    pub status: Certainty,
    /// What shows it.
    pub evidence: String,
}

/// How a metric's value becomes a score between 1, the best, and 4, the worst.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Scoring {
    /// `best + (worst - best) × (rank - 1) / (n - 1)`, rank 1 being the best, ties sharing the
    /// better rank, n being the organisations ranked.
    Rank(RankScoring),
    /// By steps of the value.
    Steps {
        /// The steps, from the best value to the worst, without gap or overlap.
        steps: Vec<Step>,
        /// How sure the steps are.
        status: Certainty,
    },
    /// By a table of two other metrics' scores.
    Combination {
        /// The first metric, by place in [`Framework::metrics`].
        first: usize,
        /// The second.
        second: usize,
        /// The cells that were seen.
        cells: Vec<Cell>,
        /// How sure they are.
        status: Certainty,
    },
    /// The table is not published, or no rule is known: the published score is taken as it is.
    PublishedOnly {
        /// Why it cannot be computed.
        why: String,
    },
}

/// Interpolation by rank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankScoring {
    /// Who is ranked together.
    pub among: Among,
    /// The score of rank 1.
    pub best: f64,
    /// The score of the last rank.
    pub worst: f64,
    /// How many are ranked, where that is known. Where nothing here fits, the number is that of the
    /// organisations held, if every type that has the metric is held whole; otherwise it is unknown,
    /// and the metric scores nothing.
    pub populations: Vec<Population>,
    /// Values that are not ranked but have one score.
    pub failing: Option<Failing>,
}

/// How many organisations are ranked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Population {
    /// In this quarter, named by its last month; none for every quarter.
    pub quarter: Option<Month>,
    /// Of this type, by its name in the file; none where all types are ranked together.
    pub trust_type: Option<String>,
    /// How many.
    pub organisations: u32,
    /// How sure that is.
    pub status: Certainty,
}

/// Values so bad that all have one score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Failing {
    /// Values on the worse side of this one fail; the value itself does not.
    pub beyond: Decimal,
    /// Their score.
    pub score: f64,
}

/// A step of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The score.
    pub score: f64,
    /// The lower end; none for no end.
    pub from: Option<Edge>,
    /// The upper end; none for no end.
    pub to: Option<Edge>,
    /// The lowest and highest values that were seen with this score, where the step was read off
    /// the figures: between two steps' seen values the cut-point is an inference.
    pub seen: Option<(Option<Decimal>, Option<Decimal>)>,
}

/// An end of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Edge {
    /// Where it is.
    pub at: Decimal,
    /// Whether that value itself belongs to the step.
    pub included: bool,
}

/// A cell of a combination table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cell {
    /// The first metric's score.
    pub first: f64,
    /// The second's.
    pub second: f64,
    /// The combined score.
    pub score: f64,
}

/// How an average becomes a segment from 1, the best, to 4.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum SegmentRule {
    /// By quartiles over all organisations of all types.
    Quartile {
        /// How sure that is.
        status: Certainty,
    },
    /// By stated cut-points: the highest averages of segments 1, 2 and 3.
    Threshold {
        /// The cut-points; none where they are not known.
        cuts: Option<[Decimal; 3]>,
        /// How sure they are.
        status: Certainty,
    },
    /// By judgement: no formula leads to it.
    Judgement {
        /// How sure that is.
        status: Certainty,
    },
}

/// An adjustment for an organisation in financial deficit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FinancialOverride {
    /// The best segment that it can then have.
    pub no_better_than: u8,
    /// The metrics of which a value under nought is read as a deficit, by place in
    /// [`Framework::metrics`]. The published flag is what counts; this reading is held against it.
    pub deficit_in: Vec<usize>,
    /// How sure the adjustment is.
    pub status: Certainty,
    /// What shows it.
    pub basis: String,
}

/// The codes of the rows that sum up an organisation's quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryCodes {
    /// The average metric score.
    pub average: String,
    /// The segment before the financial override.
    pub unadjusted_segment: String,
    /// The segment after it.
    pub adjusted_segment: String,
    /// The flag of the financial override.
    pub financial_override: String,
    /// The final segment, where it is published apart.
    pub final_segment: Option<String>,
    /// The flag of the intensive support programme, whose members are in segment 5.
    pub support_programme: Option<String>,
    /// How the code of every metric's score begins, where the codes have such a scheme: a row with
    /// such a code that the framework does not list is still averaged, as a published score.
    pub score_prefix: Option<String>,
}

impl Framework {
    /// The metric of this name or code, by place.
    #[must_use]
    pub fn metric(&self, name: &str) -> Option<usize> {
        self.metrics.iter().position(|metric| {
            metric.id == name
                || metric.value_code.as_deref() == Some(name)
                || metric.score_code.as_deref() == Some(name)
        })
    }

    /// The name in the file of a type as it is published; none for a type that it does not have.
    #[must_use]
    pub fn trust_type(&self, title: &str) -> Option<&TrustType> {
        self.trust_types
            .iter()
            .find(|kind| kind.title.eq_ignore_ascii_case(title.trim()))
    }

    /// How many organisations there are of all types; none where one type's number is not known.
    #[must_use]
    pub fn organisations(&self) -> Option<u32> {
        let mut sum = 0_u32;
        for kind in &self.trust_types {
            sum = sum.checked_add(kind.organisations?)?;
        }
        (sum > 0).then_some(sum)
    }
}
