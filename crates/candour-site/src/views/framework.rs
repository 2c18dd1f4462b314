//! `/frameworks`, `/frameworks/{id}`, one trust's steps, the reconciliation, and a row of a kept file.

use askama::Template;
use askama::filters::HtmlSafe;

use super::control::{Choice, Hidden};
use super::figure::{Figure, Markup};
use super::page::{Banner, Link, Nav, Page};
use super::prose::Prose;
use super::table::{Column, Fact};

/// The form that asks for another quarter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "parts/quarter.html")]
pub struct QuarterControl {
    /// The page's own path, without its query.
    pub action: String,
    /// The quarters held, the latest first.
    pub quarters: Vec<Choice>,
    /// Other parameters to keep.
    pub hidden: Vec<Hidden>,
}

impl HtmlSafe for QuarterControl {}

/// A framework in the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FrameworkLine {
    /// Its title and page.
    pub framework: Link,
    /// What is held of it.
    pub held: Prose,
    /// In force, source, rule.
    pub facts: Vec<Fact>,
    /// What is not known of it, a sentence each.
    pub unknown: Vec<String>,
}

/// The list of frameworks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "frameworks.html")]
pub struct FrameworksView {
    /// Title, trail and banners.
    pub page: Page,
    /// The finding.
    pub heading: String,
    /// What they are.
    pub state: Prose,
    /// How to get the files, where no figures are held.
    pub how: Option<Prose>,
    /// The frameworks, the latest first.
    pub lines: Vec<FrameworkLine>,
}

/// The trusts of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SegmentLine {
    /// The segment.
    pub segment: String,
    /// How many trusts.
    pub trusts: String,
    /// By the score.
    pub by_score: String,
    /// By the override.
    pub by_override: String,
    /// By the programme.
    pub by_programme: String,
    /// The averages seen in it before the override.
    pub averages: String,
}

/// A trust in a league.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeagueLine {
    /// Its name and its steps.
    pub trust: Link,
    /// The published rank.
    pub rank: Figure,
    /// The published average.
    pub average: Figure,
    /// Its likely range, ours.
    pub likely: String,
    /// The same as published.
    pub likely_published: Figure,
    /// The published segment.
    pub segment: Figure,
    /// What set it.
    pub set_by: String,
    /// The move since the quarter before.
    pub change: String,
    /// Whether that is more than noise, or the segment changed.
    pub strong: bool,
}

/// The trusts of one type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FrameworkLeague {
    /// The type.
    pub title: String,
    /// The finding, which is the caption.
    pub finding: String,
    /// The heads of the columns.
    pub columns: Vec<Column>,
    /// The trusts, sorted.
    pub rows: Vec<LeagueLine>,
}

/// A framework in a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "framework.html")]
pub struct FrameworkView {
    /// Title, trail and banners.
    pub page: Page,
    /// The framework and the quarter.
    pub kicker: String,
    /// The finding.
    pub heading: String,
    /// What the score is, in two sentences.
    pub what: String,
    /// What set the segments.
    pub state: String,
    /// How much is held, or that nothing is and how to get it.
    pub held: Prose,
    /// The quarter; none where nothing is held.
    pub control: Option<QuarterControl>,
    /// Counts by segment; empty where nothing is held.
    pub segments: Vec<SegmentLine>,
    /// Whether anybody is in the support programme.
    pub programme: bool,
    /// Trusts by average, with their likely ranges.
    pub chart: Markup,
    /// A league for each type.
    pub leagues: Vec<FrameworkLeague>,
    /// The page of the reconciliation, with what it found.
    pub reconciliation: Prose,
    /// What is said of the framework.
    pub facts: Vec<Fact>,
    /// Sentences with how sure they are.
    pub statements: Vec<String>,
    /// What is not known.
    pub unknown: Vec<String>,
    /// What in the files could not be used.
    pub faults: Vec<String>,
    /// The same as files.
    pub downloads: Vec<Link>,
}

/// A metric on a trust's page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MetricLine {
    /// The domain, on the first of its metrics; else empty.
    pub domain: String,
    /// Its title.
    pub title: String,
    /// Its code, unit and direction.
    pub about: String,
    /// The published value.
    pub value: Figure,
    /// The type's median.
    pub median: String,
    /// The rank in the type.
    pub rank: String,
    /// Among how many it is scored, and how many of them are held.
    pub population: String,
    /// The published score.
    pub score: Figure,
    /// Ours.
    pub ours: String,
    /// How they stand, in a word.
    pub outcome: String,
    /// Why, where they do not simply agree.
    pub cause: String,
}

/// A score made of others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeanLine {
    /// Of what.
    pub title: String,
    /// How many scores.
    pub metrics: String,
    /// Their mean.
    pub mean: String,
    /// As published.
    pub published: Figure,
    /// The published segment.
    pub segment: String,
}

/// A segment, published and ours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepLine {
    /// Which.
    pub title: String,
    /// As published.
    pub published: Figure,
    /// By the rule, from the other trusts' published segments.
    pub ours: String,
    /// Why they are not the same, or what set it.
    pub note: String,
}

/// A quarter in a trust's history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryLine {
    /// Its name and page.
    pub quarter: Link,
    /// The published average.
    pub average: Figure,
    /// The segment.
    pub segment: String,
    /// What set it.
    pub set_by: String,
    /// The rank.
    pub rank: String,
    /// The move since the quarter before.
    pub change: String,
    /// Whether it is the quarter shown.
    pub here: bool,
}

/// A field of the what-if form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIfField {
    /// Its name in the address.
    pub name: String,
    /// The metric.
    pub title: String,
    /// The unit.
    pub unit: String,
    /// The published value.
    pub value: String,
    /// The type's median.
    pub median: String,
    /// What was asked for.
    pub asked: String,
}

/// A figure before and after.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIfLine {
    /// What.
    pub title: String,
    /// As published.
    pub before: String,
    /// Then.
    pub after: String,
    /// Whether it is another.
    pub moved: bool,
}

/// The what-if form and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIfPart {
    /// The page's own path.
    pub action: String,
    /// Parameters to keep.
    pub hidden: Vec<Hidden>,
    /// A field for each metric whose value can be changed.
    pub fields: Vec<WhatIfField>,
    /// The flag of the override.
    pub flags: Vec<Choice>,
    /// The finding; empty where nothing was asked.
    pub finding: String,
    /// The answer.
    pub lines: Vec<WhatIfLine>,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// The same answer as JSON.
    pub api: Option<Link>,
    /// Why there is no answer; empty where there is one.
    pub fault: String,
}

/// One trust's steps.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "framework_trust.html")]
pub struct FrameworkTrustView {
    /// Title, trail and banners.
    pub page: Page,
    /// The framework, and the trust's own page.
    pub kicker: Prose,
    /// The finding: segment and what set it.
    pub heading: String,
    /// Rank, likely range, move, in a sentence or two.
    pub state: Prose,
    /// How much is held.
    pub held: String,
    /// The quarter.
    pub control: QuarterControl,
    /// The trust among the others.
    pub chart: Markup,
    /// The first step.
    pub metrics: Vec<MetricLine>,
    /// The caption of the first step.
    pub metrics_finding: String,
    /// The second step.
    pub means: Vec<MeanLine>,
    /// The caption of the second step.
    pub means_finding: String,
    /// The third and the fourth.
    pub segments: Vec<StepLine>,
    /// The caption of these.
    pub segments_finding: String,
    /// The bands and the override in words.
    pub rules: Vec<Prose>,
    /// What if.
    pub what_if: WhatIfPart,
    /// The quarters held.
    pub history: Vec<HistoryLine>,
    /// The caption of the history.
    pub history_finding: String,
    /// The same as files.
    pub downloads: Vec<Link>,
}

/// Counts of a kind of figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountLine {
    /// The layer, on the first of its kinds; else empty.
    pub layer: String,
    /// The kind.
    pub figure: String,
    /// Compared, agree, consistent, not computable, differ.
    pub numbers: Vec<String>,
    /// The causes, each a link to its lines.
    pub causes: Vec<Link>,
}

/// A line of the reconciliation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReconciledLine {
    /// The quarter.
    pub quarter: String,
    /// The trust's steps, or words for a figure of the type.
    pub trust: Prose,
    /// The figure and what it is of.
    pub figure: String,
    /// As published.
    pub published: Figure,
    /// Ours.
    pub ours: String,
    /// Published less ours.
    pub difference: String,
    /// How they stand.
    pub outcome: String,
    /// Why.
    pub why: String,
}

/// The reconciliation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "framework_reconciliation.html")]
pub struct FrameworkReconciliationView {
    /// Title, trail and banners.
    pub page: Page,
    /// The framework.
    pub kicker: Link,
    /// The finding.
    pub heading: String,
    /// What is compared with what.
    pub state: String,
    /// How much is held.
    pub held: String,
    /// Counts by layer.
    pub counts: Vec<CountLine>,
    /// The form that filters: quarters.
    pub quarters: Vec<Choice>,
    /// The form that filters: causes.
    pub causes: Vec<Choice>,
    /// The page's own path.
    pub action: String,
    /// The caption of the lines.
    pub lines_finding: String,
    /// The lines, at most so many.
    pub lines: Vec<ReconciledLine>,
    /// The next lines.
    pub more: Option<Link>,
    /// The same as files.
    pub downloads: Vec<Link>,
}

/// A row of a kept file as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "source_row.html")]
pub struct SourceRowView {
    /// Title, trail and banners.
    pub page: Page,
    /// `Row 128 of the file`.
    pub heading: String,
    /// The file.
    pub file: Link,
    /// Publisher, licence, published, SHA-256.
    pub facts: Vec<Fact>,
    /// Each cell under its heading.
    pub cells: Vec<(String, String)>,
    /// The line itself; empty where the file is not held.
    pub line: String,
    /// Why there is no row; empty where there is.
    pub absent: String,
    /// The file as held.
    pub download: Option<Link>,
}
