//! The oversight framework as it leaves Candour: the command line and the API give the same shapes. They
//! are a contract: a field may be added, none is renamed or dropped. Scores run from 1, the best, to 4.

use candour_assessment::framework::{Bands, Between, LikelyRange, SegmentRange, WhatIf};
use serde::Serialize;

use super::held::Receipt;

/// Derives what every shape has.
macro_rules! shapes {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)+ })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)+
        }
    )+};
}

shapes! {
    /// An oversight framework: what is known of it and what is held.
    FrameworkShape {
        /// Its name in commands and addresses.
        id: String,
        /// Its title.
        title: String,
        /// From when it is in force, as far as known: `2022-07` or `2025-06-26`.
        in_force_from: Option<String>,
        /// Until when, as far as known.
        in_force_to: Option<String>,
        /// Where its rules are published.
        source: String,
        /// How an average becomes a segment: `quartile`, `threshold` or `judgement`.
        segment_rule: String,
        /// How many metrics are known.
        metrics: usize,
        /// The quarters held, the earliest first; empty where no figures are held.
        quarters: Vec<QuarterShape>,
        /// What is said of it, each with how sure that is.
        statements: Vec<StatementShape>,
        /// What is not known of it, each with the reason.
        unknown: Vec<UnknownShape>,
    }

    /// Something said of a framework.
    StatementShape {
        /// The sentence.
        text: String,
        /// `stated`, `deduced` or `unverified`.
        status: String,
        /// Who states it, or the check that shows it.
        basis: String,
    }

    /// Something not known of a framework.
    UnknownShape {
        /// What.
        what: String,
        /// Why it is not known.
        why: String,
    }

    /// A quarter that is held.
    QuarterShape {
        /// By its last month: `2026-03`.
        quarter: String,
        /// By its name: `Q4 2025/26`.
        name: String,
        /// How many organisations are held.
        held: usize,
        /// How many there are of all types; null where not known.
        organisations: Option<u32>,
        /// By type of organisation.
        types: Vec<HeldShape>,
    }

    /// What is held of a type of organisation in a quarter.
    HeldShape {
        /// The type's name in the framework's file.
        trust_type: String,
        /// Its name in the published files.
        title: String,
        /// How many are held.
        held: usize,
        /// How many there are; null where not known.
        organisations: Option<u32>,
    }

    /// The league of a quarter.
    TableShape {
        /// The framework.
        framework: String,
        /// Its title.
        title: String,
        /// The quarter, by its last month.
        quarter: String,
        /// The quarter, by its name.
        name: String,
        /// The quarter held before it, by its last month; null where there is none.
        before: Option<String>,
        /// What is held.
        held: QuarterShape,
        /// Between which averages the cut-points of the segments lie.
        bands: Bands,
        /// How many trusts are in each segment, and what put them there.
        segments: Vec<SegmentCount>,
        /// The trusts, by type and then by rank.
        trusts: Vec<TrustRow>,
    }

    /// The trusts of a segment.
    SegmentCount {
        /// The segment, 1 to 5.
        segment: u8,
        /// How many trusts are in it.
        trusts: usize,
        /// Of these, by the average score.
        by_score: usize,
        /// By the financial override.
        by_override: usize,
        /// By the intensive support programme.
        by_programme: usize,
    }

    /// A trust in a quarter.
    TrustRow {
        /// Its code.
        trust: String,
        /// Its name as printed.
        name: String,
        /// Its type, by its name in the framework's file.
        trust_type: String,
        /// Its region as printed.
        region: String,
        /// The published rank in its type.
        rank: Option<u32>,
        /// How many of the type are held.
        of: usize,
        /// The published average metric score.
        average: Option<f64>,
        /// The likely range of the average, by our own method.
        likely: Option<LikelyRange>,
        /// The likely range of the average as published.
        likely_published: Option<LikelyRange>,
        /// The likely range of the rank, by our own method, the best first.
        likely_rank: Option<Vec<u32>>,
        /// The likely range of the rank as published.
        likely_rank_published: Option<Vec<u32>>,
        /// The chances of the segments 1 to 4 after the override, by our own method.
        chances: Option<Vec<f64>>,
        /// The published segment before the override.
        unadjusted: Option<u8>,
        /// The published segment: the final one where it is published, else the one after the override.
        segment: Option<u8>,
        /// What put it there: `average score`, `financial override` or `intensive support programme`; null
        /// where the published figures do not tell.
        set_by: Option<String>,
        /// The published flag of the financial override.
        financial_override: Option<bool>,
        /// The move since the quarter held before; null where there is none, or the trust is not in it.
        change: Option<ChangeShape>,
        /// Where the average stands.
        average_receipt: Option<Receipt>,
        /// Where the segment stands.
        segment_receipt: Option<Receipt>,
        /// Where the trust's row of the league table stands.
        league_receipt: Option<Receipt>,
    }

    /// A trust's move between two quarters.
    ChangeShape {
        /// The earlier quarter, by its last month.
        from: String,
        /// The segment then, after the override.
        segment_before: Option<u8>,
        /// The average then.
        average_before: Option<f64>,
        /// How many metrics are scored in both.
        metrics: usize,
        /// How many of them have another score now.
        moved: usize,
        /// The likely range of the mean difference of their scores; above nought is worse.
        likely: Option<LikelyRange>,
        /// `no move`, `score moved, segment did not`, `more than noise`, `within noise`, `by the override`
        /// or `not comparable`.
        verdict: String,
    }

    /// The steps that set a trust's segment in a quarter.
    StepsShape {
        /// The framework.
        framework: String,
        /// The quarter, by its last month.
        quarter: String,
        /// The quarter, by its name.
        quarter_name: String,
        /// The trust's row of the league.
        standing: TrustRow,
        /// Its type, by its name in the published files.
        type_title: String,
        /// First, each metric gets a score.
        metrics: Vec<MetricShape>,
        /// Beside it, the scores of a domain are averaged.
        domains: Vec<DomainShape>,
        /// Second, the scores are averaged.
        average: AverageShape,
        /// Between which averages the cut-points lie.
        bands: Bands,
        /// Third, the average becomes a segment.
        unadjusted: SegmentShape,
        /// Fourth, the financial override.
        financial_override: OverrideShape,
        /// The segment after it.
        adjusted: SegmentShape,
        /// Whether the trust is in the intensive support programme, where that is published.
        programme: Option<bool>,
        /// The final segment.
        final_segment: SegmentShape,
        /// The trust's standing in every quarter held, the earliest first.
        history: Vec<HistoryShape>,
    }

    /// A metric's score.
    MetricShape {
        /// The metric's name.
        metric: String,
        /// The code of its value, such as `OF0082`.
        code: Option<String>,
        /// The code of its score, such as `OF1082`.
        score_code: Option<String>,
        /// Its title.
        title: String,
        /// Its domain, by the domain's name.
        domain: Option<String>,
        /// The unit of the value.
        unit: String,
        /// Which way is better: `higher` or `lower`.
        better: String,
        /// `averaged`, `part` (it enters another metric's score), `contextual` or `evidence`.
        purpose: String,
        /// Whether a what-if can give it another value.
        by_value: bool,
        /// The value as published.
        value: Option<f64>,
        /// Its reporting date as printed.
        reporting_date: String,
        /// The median of the type as published.
        median: Option<f64>,
        /// The published rank in the type.
        rank_in_type: Option<u32>,
        /// How many are ranked together for the score, where known.
        population: Option<u32>,
        /// How many of them are held.
        held: Option<u32>,
        /// The score as published.
        score: Option<f64>,
        /// Ours from the value, within its bounds; null where it cannot be computed.
        ours: Option<Between>,
        /// `agrees`, `consistent`, `not computable` or `differs`; null where no score is published.
        outcome: Option<String>,
        /// Why, in a sentence.
        cause: Option<String>,
        /// Where the value stands.
        value_receipt: Option<Receipt>,
        /// Where the score stands.
        score_receipt: Option<Receipt>,
    }

    /// A domain's score.
    DomainShape {
        /// The domain's name.
        domain: String,
        /// Its title.
        title: String,
        /// How many metrics enter.
        metrics: usize,
        /// The mean of the published scores.
        mean: Option<f64>,
        /// The published score.
        published: Option<f64>,
        /// The published segment.
        segment: Option<u8>,
        /// Where the score stands.
        receipt: Option<Receipt>,
    }

    /// The average.
    AverageShape {
        /// How many metrics enter.
        metrics: usize,
        /// The mean of the published scores.
        mean: Option<f64>,
        /// The published average.
        published: Option<f64>,
        /// Where it stands.
        receipt: Option<Receipt>,
    }

    /// A segment.
    SegmentShape {
        /// As published; null where it is not.
        published: Option<u8>,
        /// By the rule; null where the rule gives none.
        ours: Option<SegmentRange>,
        /// The same where the trust's own published segment does not vouch for itself.
        without_own: Option<SegmentRange>,
        /// Where it stands.
        receipt: Option<Receipt>,
    }

    /// The financial override.
    OverrideShape {
        /// The published flag.
        flag: Option<bool>,
        /// The best segment that it then leaves.
        no_better_than: Option<u8>,
        /// The metrics in which a deficit shows, each with its published value.
        deficit_in: Vec<DeficitShape>,
        /// Whether it, not the average, set the segment after it.
        moved: bool,
        /// Where the flag stands.
        receipt: Option<Receipt>,
    }

    /// A metric in which a deficit shows.
    DeficitShape {
        /// The metric's name.
        metric: String,
        /// Its title.
        title: String,
        /// The published value.
        value: Option<f64>,
    }

    /// A trust's standing in a quarter.
    HistoryShape {
        /// The quarter, by its last month.
        quarter: String,
        /// The quarter, by its name.
        name: String,
        /// The published average.
        average: Option<f64>,
        /// The published segment.
        segment: Option<u8>,
        /// What put it there.
        set_by: Option<String>,
        /// The published rank.
        rank: Option<u32>,
        /// How many of the type are held.
        of: usize,
        /// The move since the quarter held before.
        verdict: Option<String>,
        /// Where the average stands.
        receipt: Option<Receipt>,
    }

    /// A framework's published figures held against the rules.
    ReconciliationShape {
        /// The framework.
        framework: String,
        /// Its title.
        title: String,
        /// The quarters held.
        quarters: Vec<QuarterShape>,
        /// Counts by kind of figure, all quarters together.
        totals: Vec<CountShape>,
        /// Counts by kind, code and quarter.
        counts: Vec<CountShape>,
        /// The lines wanted: by quarter, layer and trust.
        lines: Vec<LineShape>,
    }

    /// How many figures were compared, and with what outcome.
    CountShape {
        /// `averages`, `scores`, `segments`, `ranks`, `quartiles` or `league`.
        layer: String,
        /// The kind of figure.
        figure: String,
        /// The code; null where all are counted together.
        code: Option<String>,
        /// The quarter, by its last month; null where all are counted together.
        quarter: Option<String>,
        /// How many were compared.
        compared: usize,
        /// How many agree.
        agree: usize,
        /// How many are consistent: ours is bounded and the published figure is within.
        consistent: usize,
        /// How many cannot be computed.
        not_computable: usize,
        /// How many differ.
        differ: usize,
        /// How many have each cause, the most frequent first; agreement is not a cause.
        causes: Vec<CauseCount>,
    }

    /// A cause and how often it stands.
    CauseCount {
        /// Its short name.
        cause: String,
        /// How many figures have it.
        figures: usize,
    }

    /// A published figure, ours, and what lies between them.
    LineShape {
        /// The quarter, by its last month.
        quarter: String,
        /// The step of the scoring.
        layer: String,
        /// The kind of figure.
        figure: String,
        /// Whose; null for a figure of the type.
        trust: Option<String>,
        /// The type, by its name in the framework's file.
        trust_type: String,
        /// The code of the published row; for the league table the kind of figure.
        code: String,
        /// What it is, as the file describes it; null for the league table.
        description: Option<String>,
        /// As published.
        published: f64,
        /// Ours, within its bounds; null where it cannot be computed.
        ours: Option<Between>,
        /// Published less ours, where ours is exact.
        difference: Option<f64>,
        /// `agrees`, `consistent`, `not computable` or `differs`.
        outcome: String,
        /// The cause's short name, to count by.
        cause: String,
        /// The cause in a sentence.
        why: String,
        /// Where the published figure stands.
        receipt: Option<Receipt>,
    }

    /// The answer to a what-if.
    WhatIfShape {
        /// The framework.
        framework: String,
        /// The quarter, by its name.
        quarter_name: String,
        /// The answer.
        answer: WhatIf,
    }
}
