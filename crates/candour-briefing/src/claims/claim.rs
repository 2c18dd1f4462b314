//! What a claim is: a sentence, a question to the archive, and the answer that makes the sentence true.

use std::sync::Arc;

use candour_core::{Basis, BodyCode, FinancialYear, Level, MeasureId, Month, TreatmentFunction};
use candour_curated::{HalfDate, words};
use candour_register::Boundaries;
use jiff::civil::Date;

use crate::sentence::Sentence;

words! {
    /// What kind of sentence it is: for the reader, and for the counts of a list.
    ClaimKind, "a kind of claim", {
        /// How much there was.
        Level = "level",
        /// By how much it changed, or how two figures compare.
        Change = "change",
        /// The highest or lowest of all periods held.
        Record = "record",
        /// How many bodies.
        Bodies = "count of bodies",
        /// What became of a commitment.
        Verdict = "verdict",
        /// Who there was and who held which post.
        Register = "register",
        /// An event with its days.
        Event = "event",
        /// What a source published.
        Fact = "published fact",
    }
}

words! {
    /// How a claim stands.
    State, "a state of a claim", {
        /// What was found is not what it says.
        Broken = "broken",
        /// What was found is what it says.
        Holds = "holds",
        /// What it asks about is not held here.
        CannotBeComputed = "cannot be computed",
        /// Nothing that Candour reads can answer it: it is kept with its source.
        RecordedNotChecked = "recorded, not checked",
    }
}

words! {
    /// The unit of what is expected and found.
    ClaimUnit, "a unit of a claim", {
        /// Per cent; a share of the archive, which is a fraction of 1, is told in it.
        PerCent = "%",
        /// Points of a percentage.
        Points = "percentage points",
        /// Things counted.
        Count = "count",
        /// Weeks.
        Weeks = "weeks",
        /// Days.
        Days = "days",
        /// Years.
        Years = "years",
        /// Beds.
        Beds = "beds",
        /// Millions of pounds.
        MillionPounds = "GBP m",
        /// Pounds.
        Pounds = "GBP",
        /// How many times as much.
        Times = "times",
        /// A score.
        Score = "score",
        /// Words, a month or a day.
        Words = "words",
    }
}

impl ClaimUnit {
    /// By what a fraction of 1 is multiplied to stand in this unit.
    #[must_use]
    pub const fn of_share(self) -> f64 {
        match self {
            Self::PerCent | Self::Points => 100.0,
            _ => 1.0,
        }
    }
}

words! {
    /// Which number of a figure.
    Part, "a part of a figure", {
        /// The figure itself.
        Value = "value",
        /// The sum above the line.
        Numerator = "numerator",
        /// The sum below the line.
        Denominator = "denominator",
        /// What of the sum below the line is not above it: of "within four hours" those over it.
        Rest = "rest",
    }
}

words! {
    /// Which end of a series.
    Extreme, "an end of a series", {
        /// Its highest value.
        Highest = "highest",
        /// Its lowest.
        Lowest = "lowest",
    }
}

words! {
    /// On which side of a bound.
    Side, "a comparison", {
        /// `<`
        Below = "<",
        /// `<=`
        AtMost = "<=",
        /// `>`
        Above = ">",
        /// `>=`
        AtLeast = ">=",
    }
}

impl Side {
    /// Whether `value` lies on this side of `bound`.
    #[must_use]
    pub fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::Below => value < bound,
            Self::AtMost => value <= bound,
            Self::Above => value > bound,
            Self::AtLeast => value >= bound,
        }
    }
}

words! {
    /// What of an answer is told.
    Give, "what a question gives", {
        /// `met`, `missed` and so on.
        Outcome = "outcome",
        /// What was seen.
        Value = "value",
        /// How far it is on the good side.
        Margin = "margin",
        /// How many days late.
        DaysLate = "days-late",
        /// The rank.
        Rank = "rank",
        /// The segment.
        Segment = "segment",
        /// The score.
        Score = "score",
        /// Days of the calendar.
        Days = "days",
        /// How many.
        Count = "count",
        /// How many were added.
        Added = "added",
        /// How many there were after it.
        Total = "total",
    }
}

words! {
    /// How two answers are compared.
    Compare, "a comparison of two answers", {
        /// The first less the second.
        Difference = "difference",
        /// The first over the second.
        Ratio = "ratio",
        /// By how much the first is more than the second, in per cent of the second.
        Growth = "growth",
    }
}

words! {
    /// The curated file of a published fact.
    FactFile, "a file of facts", {
        /// `data/commitments/finance/national.csv`
        Finance = "finance",
        /// `data/commitments/pledges/facts.csv`
        Pledges = "pledges",
        /// `data/commitments/targets/counts.csv`
        Targets = "targets",
        /// `data/claims/facts.csv`
        Claims = "claims",
    }
}

/// A measure of a body, as far as a claim states it; what it leaves open is the usual.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesAsked {
    /// What is counted.
    pub measure: MeasureId,
    /// Whose.
    pub body: BodyCode,
    /// At which level.
    pub level: Option<Level>,
    /// By who gives the care or who buys it.
    pub basis: Option<Basis>,
    /// For which treatment function or sector.
    pub function: Option<TreatmentFunction>,
    /// On whose boundaries.
    pub boundaries: Boundaries,
}

/// A question to the archive or to the curated rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// A figure of one period, or of several summed.
    Figure {
        /// Of which series.
        of: SeriesAsked,
        /// The first period.
        from: Month,
        /// The last; the same for one period.
        to: Month,
        /// Which number of it.
        part: Part,
    },
    /// The period of the highest or lowest value.
    Record {
        /// Of which series.
        of: SeriesAsked,
        /// From which period on.
        from: Month,
        /// To which.
        to: Month,
        /// Which end.
        extreme: Extreme,
        /// How many periods of these have a value; with fewer it cannot be computed.
        held: usize,
    },
    /// How many bodies of a level lie on a side of a bound in a period.
    Bodies {
        /// What is counted; its body is the nation and means all of the level.
        of: SeriesAsked,
        /// The level.
        level: Level,
        /// The period.
        period: Month,
        /// The side and the bound, in the claim's unit; none counts every body with a value.
        bound: Option<(Side, f64)>,
    },
    /// What became of a target for a body.
    Verdict {
        /// The target.
        commitment: String,
        /// Whose.
        body: BodyCode,
        /// At which level it stands.
        level: Level,
        /// Judged over this year, where it is due each month.
        year: Option<FinancialYear>,
        /// As at which day.
        on: Date,
        /// What of it.
        give: Give,
    },
    /// For how many bodies of a level a target has an outcome.
    Verdicts {
        /// The target.
        commitment: String,
        /// The level.
        level: Level,
        /// Judged over this year, where it is due each month.
        year: Option<FinancialYear>,
        /// As at which day.
        on: Date,
        /// Which outcome.
        outcome: String,
    },
    /// How the plan of a body stands for a year.
    Plan {
        /// The year.
        year: FinancialYear,
        /// Whose.
        body: BodyCode,
        /// As at which day.
        on: Date,
    },
    /// How many systems' plans stand so for a year.
    Plans {
        /// The year.
        year: FinancialYear,
        /// As at which day.
        on: Date,
        /// How: `missed`, `met`, `undecided` and so on.
        standing: String,
    },
    /// What became of a pledge, milestone or recommendation.
    Pledge {
        /// Which.
        id: String,
        /// As at which day.
        on: Date,
        /// What of it.
        give: Give,
    },
    /// How many boards there are on a day.
    Boards {
        /// The day.
        on: Date,
        /// Only those of this region.
        region: Option<BodyCode>,
    },
    /// Who holds a post on a day.
    Holder {
        /// The post.
        post: String,
        /// The day.
        on: Date,
    },
    /// How many days a post is vacant, of the vacancy of a day.
    Vacancy {
        /// The post.
        post: String,
        /// A day of it.
        on: Date,
    },
    /// How many whole years a person held a post.
    Tenure {
        /// The post.
        post: String,
        /// The person.
        person: String,
    },
    /// A wave of systems that were designated.
    Designation {
        /// Which.
        wave: String,
        /// What of it.
        give: Give,
    },
    /// A published figure of the curated rows.
    Fact {
        /// In which file.
        file: FactFile,
        /// Its name; of targets the count has none.
        fact: String,
        /// Its year or period, as the row has it.
        year: String,
        /// The stage, where several rows differ by it.
        stage: Option<String>,
        /// Who counted, where several did: the beginning of the row's words.
        counter: Option<String>,
    },
    /// Strikes that were held.
    Strikes {
        /// By whom: the group of the rows; none for all.
        group: Option<String>,
        /// The first day.
        from: Date,
        /// The last.
        to: Date,
        /// Days of the calendar, or how many actions.
        give: Give,
    },
    /// A metric of a trust in the oversight framework, or its place in the league.
    Oversight {
        /// The quarter, by the month that it ends in.
        quarter: Month,
        /// The trust.
        trust: BodyCode,
        /// The metric; none asks the league.
        metric: Option<String>,
        /// What of it.
        give: Give,
    },
    /// How many trusts of the league stand in a segment, or are in deficit.
    League {
        /// The quarter, by the month that it ends in.
        quarter: Month,
        /// The type of trust as printed.
        trust_type: String,
        /// In this segment.
        segment: Option<u8>,
        /// In financial deficit, or not.
        deficit: Option<bool>,
    },
    /// One row of one column, of SQL over the views of the archive.
    Sql {
        /// The statement.
        statement: String,
        /// What it rests on: publications and periods, each of which must be held in full.
        needs: Vec<(String, Month)>,
    },
}

/// What is expected, or what was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number in the claim's unit.
    Number(f64),
    /// Words, a month or a day.
    Words(String),
}

/// When what was found is what was expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Near {
    /// Where they differ by no more than this, in the claim's unit.
    Within(f64),
    /// Where the found, rounded to so many decimals, is the expected.
    Rounds(u8),
    /// Where the found lies on this side of the expected: "more than half".
    Side(Side),
}

/// A question with its expected answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// What is asked.
    pub query: Query,
    /// With what the answer is compared before it is held against the expected.
    pub against: Option<(Compare, Query)>,
    /// What makes the sentence true.
    pub expected: Value,
    /// The unit of it.
    pub unit: ClaimUnit,
    /// How near is near enough.
    pub near: Near,
}

/// How a claim is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept {
    /// It is asked again at every ingest.
    Tested(Box<Test>),
    /// It is recorded with its source, for this reason.
    Recorded(String),
}

/// A sentence that is kept true.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Its name.
    pub id: String,
    /// The sentence in our own words; the figure stands in square brackets.
    pub text: String,
    /// Whose claim it is: who said it, or who published what it rests on.
    pub said_by: String,
    /// Where.
    pub source: String,
    /// When it was said or published, as far as known.
    pub date: HalfDate,
    /// What kind of sentence.
    pub kind: ClaimKind,
    /// Only what was published by this day.
    pub as_known: Option<Date>,
    /// How it is kept.
    pub kept: Kept,
    /// What a reader must know of it: what another source counts, how the figure was made.
    pub note: String,
    /// What nobody has confirmed; empty where all is.
    pub unverified: String,
    /// The file that it stands in.
    pub file: Arc<str>,
    /// Its line there.
    pub line: u32,
}

impl Claim {
    /// The sentence without its brackets.
    #[must_use]
    pub fn plain(&self) -> String {
        self.text.replace(['[', ']'], "")
    }

    /// The sentence with its figure leading to a receipt.
    #[must_use]
    pub fn sentence(&self, full: &str, href: Option<&str>) -> Sentence {
        let parts = self
            .text
            .split_once('[')
            .and_then(|(before, rest)| Some((before, rest.split_once(']')?)));
        let (Some((before, (figure, after))), Some(href)) = (parts, href) else {
            return Sentence::from(self.plain());
        };
        let mut sentence = Sentence::default();
        if !before.is_empty() {
            sentence = sentence.text(before);
        }
        sentence = sentence.figure(figure, full, href);
        if !after.is_empty() {
            sentence = sentence.text(after);
        }
        sentence
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{}", digits(*number)),
            Self::Words(words) => f.write_str(words),
        }
    }
}

/// A number with the digits that tell it from its neighbours, no more than six after the point.
fn digits(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
