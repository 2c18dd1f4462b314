use std::fmt;

use candour_core::{BodyCode, Month};
use serde::Serialize;

use super::super::definition::words;
use super::super::{Between, Decimal};

words! {
    /// Which step of the scoring a figure belongs to.
    Layer {
        /// Averages and domain scores from the published metric scores.
        Averages = "averages",
        /// Metric scores from values.
        Scores = "scores",
        /// Segments from averages, cut-points and the override.
        Segments = "segments",
        /// Ranks within the type.
        Ranks = "ranks",
        /// Medians and quartiles of the type.
        Quartiles = "quartiles",
        /// The league table: its likely ranges against ours.
        League = "league",
    }
}

words! {
    /// What kind of figure.
    Figure {
        /// The average metric score.
        Average = "average",
        /// A domain's score.
        DomainScore = "domain score",
        /// A metric's score.
        MetricScore = "metric score",
        /// A domain's segment.
        DomainSegment = "domain segment",
        /// The segment before the override.
        Unadjusted = "unadjusted segment",
        /// The segment after it.
        Adjusted = "adjusted segment",
        /// The final segment.
        Final = "final segment",
        /// The flag of the financial override.
        Override = "financial override",
        /// The rank of a metric's value.
        MetricRank = "metric rank",
        /// The rank of a domain's score.
        DomainRank = "domain rank",
        /// The rank of the average.
        AverageRank = "average rank",
        /// The rank in the league.
        LeagueRank = "league rank",
        /// A type's median.
        Median = "median",
        /// A type's lower quartile.
        LowerQuartile = "lower quartile",
        /// A type's upper quartile.
        UpperQuartile = "upper quartile",
        /// The league's average score.
        LeagueAverage = "league average",
        /// The league's segment.
        LeagueSegment = "league segment",
        /// The lower end of the likely range of the average.
        LikelyBest = "likely best average",
        /// The upper end.
        LikelyWorst = "likely worst average",
        /// The better end of the likely range of the rank.
        LikelyBestRank = "likely best rank",
        /// The worse end.
        LikelyWorstRank = "likely worst rank",
    }
}

words! {
    /// How a published figure and ours stand to one another.
    Outcome {
        /// The same, within the tolerance of the kind of figure.
        Agrees = "agrees",
        /// Ours is known within bounds only, and the published figure is within them and on the
        /// grid of the possible scores.
        Consistent = "consistent",
        /// Ours cannot be computed.
        NotComputable = "not computable",
        /// They differ, or the published figure is outside what ours can be.
        Differs = "differs",
    }
}

/// Why ours is not simply the published figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Cause {
    /// It is, within the tolerance.
    Agrees,
    /// Values are printed rounded: trusts that tie as printed need not tie.
    TiedThroughRounding {
        /// How many have the same printed value.
        tied: u32,
    },
    /// More organisations are ranked together than are held, so that the rank is only bounded.
    PopulationLarger {
        /// How many are ranked.
        population: u32,
        /// How many of them are held.
        held: u32,
        /// The rank that the published score belongs to; none where it belongs to none.
        rank: Option<u32>,
    },
    /// How many are ranked together is neither stated nor to be counted.
    PopulationUnknown,
    /// More are held than are said to be ranked: one of the two is wrong.
    PopulationSmaller {
        /// How many are said to be ranked.
        population: u32,
        /// How many are held.
        held: u32,
    },
    /// No rank among so many has the published score.
    OffTheGrid {
        /// How many are ranked.
        population: u32,
    },
    /// The published score is better or worse than any rank that the value leaves possible.
    OutsideBounds,
    /// A trust with a worse value has fewer unseen organisations ahead of it than one with a better.
    OrderBroken,
    /// The step table is not published, or no rule is known.
    TableUnknown {
        /// The framework's own reason.
        why: String,
    },
    /// No value is published with the score.
    ValueMissing,
    /// The cut-point of the steps that decides is an inference.
    CutPointInferred,
    /// The cell of the combination table was never seen.
    CellNotSeen,
    /// A score that enters is not published.
    PartMissing,
    /// The average lies between the bands of two segments.
    BetweenBands {
        /// The worst average of the better segment.
        below: Option<Decimal>,
        /// The best average of the worse segment.
        above: Option<Decimal>,
    },
    /// The framework's rule gives no cut-points.
    CutPointsUnknown,
    /// Whether a trust is in deficit is read of its plan and variance; the flag also covers receipt
    /// of deficit support, which is not published.
    FlagCoversMore,
    /// Plan or variance is under nought and the flag is not set: the flag is not simply their sign.
    FlagNotSet,
    /// Some organisations of the type are not held.
    TypeNotWhole {
        /// How many are missing; none where not known.
        missing: Option<u32>,
    },
    /// The publisher's method is not known; ours is another.
    OwnMethod,
    /// No row of the data file to hold it against.
    NotHeld,
    /// Nothing here explains it.
    Unexplained,
}

impl Cause {
    /// A short stable name to count by.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::TiedThroughRounding { .. } => "tied through rounding",
            Self::PopulationLarger { .. } => "population larger than held",
            Self::PopulationUnknown => "population unknown",
            Self::PopulationSmaller { .. } => "population smaller than held",
            Self::OffTheGrid { .. } => "off the grid",
            Self::OutsideBounds => "outside the bounds",
            Self::OrderBroken => "order broken",
            Self::TableUnknown { .. } => "table or rule unknown",
            Self::ValueMissing => "value not published",
            Self::CutPointInferred => "cut-point inferred",
            Self::CellNotSeen => "cell not seen",
            Self::PartMissing => "part not published",
            Self::BetweenBands { .. } => "segment not determinable",
            Self::CutPointsUnknown => "cut-points unknown",
            Self::FlagCoversMore => "flag covers deficit support",
            Self::FlagNotSet => "flag not set in deficit",
            Self::TypeNotWhole { .. } => "type not held whole",
            Self::OwnMethod => "own method",
            Self::NotHeld => "not held",
            Self::Unexplained => "unexplained",
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agrees => f.write_str("the same within the tolerance"),
            Self::TiedThroughRounding { tied } => write!(
                f,
                "{tied} trusts have the same printed value; their order lies in digits that are not printed"
            ),
            Self::PopulationLarger { population, held, rank: Some(rank) } => write!(
                f,
                "{population} organisations are ranked and {held} of them held; the published score is that of rank {rank}, which the value allows"
            ),
            Self::PopulationLarger { population, held, rank: None } => write!(
                f,
                "{population} organisations are ranked and {held} of them held, so that the rank is only bounded"
            ),
            Self::PopulationUnknown => f.write_str(
                "how many organisations are ranked together is not known, so that no score can be given",
            ),
            Self::PopulationSmaller { population, held } => write!(
                f,
                "{held} organisations are held where {population} are said to be ranked"
            ),
            Self::OffTheGrid { population } => {
                write!(f, "no rank among {population} organisations has the published score")
            }
            Self::OutsideBounds => f.write_str("no rank that the value leaves possible has the published score"),
            Self::OrderBroken => f.write_str(
                "the published scores of two trusts are not in the order of their values",
            ),
            Self::TableUnknown { why } => f.write_str(why),
            Self::ValueMissing => f.write_str("no value is published with the score"),
            Self::CutPointInferred => {
                f.write_str("the value lies between two steps, whose cut-point is inferred")
            }
            Self::CellNotSeen => f.write_str("the cell of the combination table was never seen"),
            Self::PartMissing => f.write_str("a score that enters is not published"),
            Self::BetweenBands { below, above } => {
                f.write_str("the score lies in no segment's band: ")?;
                match below {
                    Some(below) => write!(f, "the better one reaches to {below}, ")?,
                    None => f.write_str("no better one was seen, ")?,
                }
                match above {
                    Some(above) => write!(f, "the worse one begins at {above}"),
                    None => f.write_str("no worse one was seen"),
                }
            }
            Self::CutPointsUnknown => f.write_str("the framework's cut-points are not known"),
            Self::FlagCoversMore => f.write_str(
                "neither plan nor variance is under nought; the flag also covers receipt of deficit support, which is not published",
            ),
            Self::FlagNotSet => f.write_str(
                "plan or variance is under nought and the flag is not set: the published flag counts, and why it is not set is not known",
            ),
            Self::TypeNotWhole { missing: Some(missing) } => {
                write!(f, "{missing} organisations of the type are not held")
            }
            Self::TypeNotWhole { missing: None } => {
                f.write_str("how many organisations of the type are not held is not known")
            }
            Self::OwnMethod => f.write_str("the publisher's method is not known and ours is another"),
            Self::NotHeld => f.write_str("the data file has no row to hold it against"),
            Self::Unexplained => f.write_str("nothing explains it"),
        }
    }
}

/// A published figure, ours, and what lies between them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The step of the scoring.
    pub layer: Layer,
    /// The kind of figure.
    pub figure: Figure,
    /// The quarter, named by its last month.
    pub quarter: Month,
    /// Whose; none for a figure of the type.
    pub trust: Option<BodyCode>,
    /// Its type, by its name in the framework's file.
    pub trust_type: String,
    /// The code of the published row; for the league table its kind of figure.
    pub code: String,
    /// As published.
    pub published: Decimal,
    /// Ours, within its bounds; none where it cannot be computed.
    pub ours: Option<Between>,
    /// Published less ours, where ours is exact.
    pub difference: Option<f64>,
    /// How they stand.
    pub outcome: Outcome,
    /// Why.
    pub cause: Cause,
    /// The published row's place, as the caller gave it.
    pub place: usize,
}

/// How many figures of one kind, code and quarter were compared, and with what outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The step of the scoring.
    pub layer: Layer,
    /// The kind of figure.
    pub figure: Figure,
    /// The code; none where all codes of the kind are counted together.
    pub code: Option<String>,
    /// The quarter; none where all are counted together.
    pub quarter: Option<Month>,
    /// How many were compared.
    pub compared: usize,
    /// How many agree.
    pub agree: usize,
    /// How many are consistent.
    pub consistent: usize,
    /// How many cannot be computed.
    pub not_computable: usize,
    /// How many differ.
    pub differ: usize,
    /// How many have each cause, the most frequent first; agreement is not a cause.
    pub causes: Vec<(&'static str, usize)>,
}

impl Count {
    /// The count of lines that belong together.
    pub(super) fn of<'l>(
        layer: Layer,
        figure: Figure,
        code: Option<String>,
        quarter: Option<Month>,
        lines: impl Iterator<Item = &'l Line>,
    ) -> Self {
        let mut count = Self {
            layer,
            figure,
            code,
            quarter,
            compared: 0,
            agree: 0,
            consistent: 0,
            not_computable: 0,
            differ: 0,
            causes: Vec::new(),
        };
        for line in lines {
            count.compared += 1;
            match line.outcome {
                Outcome::Agrees => count.agree += 1,
                Outcome::Consistent => count.consistent += 1,
                Outcome::NotComputable => count.not_computable += 1,
                Outcome::Differs => count.differ += 1,
            }
            if line.cause == Cause::Agrees {
                continue;
            }
            let kind = line.cause.kind();
            match count.causes.iter_mut().find(|(seen, _)| *seen == kind) {
                Some((_, number)) => *number += 1,
                None => count.causes.push((kind, 1)),
            }
        }
        count
            .causes
            .sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        count
    }
}
