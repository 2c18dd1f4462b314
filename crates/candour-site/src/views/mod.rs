//! Pages: a plain view model each, and a `render` that turns it into HTML.
//!
//! Fill a view from the archive, call `render`, send the string. The templates choose words and
//! order only: they compute no figure, and everything they print is escaped, but [`Markup`].
//!
//! | path | view |
//! | --- | --- |
//! | `/` | [`HomeView`] |
//! | `/bodies/{code}` | [`BodyView`] |
//! | `/measures/{measure}` | [`MeasureView`] |
//! | `/measures/{measure}/{body}` | [`ChartView`], [`CarriedOfferView`] |
//! | `/receipts/…` | [`ReceiptView`] |
//! | `/sources` | [`SourcesView`] |
//! | `/sources/{sha256}` | [`SourceView`] |
//! | `/people`, `/people/{slug}` | [`PeopleView`], [`PersonView`] |
//! | `/posts`, `/posts/{id}` | [`PostsView`], [`PostView`] |
//! | `/sources/{sha256}/rows/{row}` | [`SourceRowView`] |
//! | `/frameworks`, `/frameworks/{id}` | [`FrameworksView`], [`FrameworkView`] |
//! | `/frameworks/{id}/{trust}` | [`FrameworkTrustView`] |
//! | `/frameworks/{id}/reconciliation` | [`FrameworkReconciliationView`] |
//! | `/data` | [`DataView`] |
//! | `/events` | [`EventsPageView`] |
//! | `/claims`, `/corrections`, `/targets`, `/plans`, `/pledges`, `/off-plan`, `/accountability`, `/commitments/…` | [`ArticleView`] |
//! | `/alerts` and its steps | [`AlertsView`], [`AlertsStepView`] |
//! | `/briefings/{day or month}` | [`BriefingView`] |
//! | `/embed/…` | [`EmbedView`] |
//! | `/briefings`, `/targets`, `/plans`, `/pledges`, `/off-plan`, `/accountability`, `/commitments/…` | [`ArticleView`] |
//! | `/search` | [`SearchView`] |
//! | `/check` | [`CheckView`] |
//! | 404, 400, 500 | [`NotFoundView`], [`BadRequestView`], [`ServerErrorView`] |

mod alerts;
mod article;
mod body;
mod briefing;
mod chart;
mod check;
mod control;
mod data;
mod embed;
mod errors;
mod events;
mod figure;
mod framework;
mod home;
mod map;
mod measure;
mod page;
mod people;
mod prose;
mod receipt;
mod search;
mod source;
mod table;

pub use alerts::{AlertsStepView, AlertsView};
pub use article::{ArticleView, Ask, Block, Cell, Section, Table, TableRow, Tick};
pub use body::{BodyEnd, BodyView, MeasureGroup, Multiple, PartsGroup};
pub use briefing::{BriefingView, MustReads, NewsItem, NewsPart};
pub use chart::{CarriedOfferView, ChartView, Embed, PointRow, RebaseForm};
pub use check::{CheckView, StoryNote, StoryRead, StoryRun};
pub use control::{Choice, Citation, Control, Downloads, Hidden};
pub use data::{DataView, Family, HeldMonth, Holding, YearRow};
pub use embed::EmbedView;
pub use errors::{BadRequestView, NotFoundView, ServerErrorView};
pub use events::{EventRow, EventsPageView, EventsView};
pub use figure::{Figure, FigureMark, Markup, PublishedOn, Signals};
pub use framework::{
    CountLine, FrameworkLeague, FrameworkLine, FrameworkReconciliationView, FrameworkTrustView,
    FrameworkView, FrameworksView, HistoryLine, LeagueLine, MeanLine, MetricLine, QuarterControl,
    ReconciledLine, SegmentLine, SourceRowView, StepLine, WhatIfField, WhatIfLine, WhatIfPart,
};
pub use home::{HeldLine, HomeMap, HomeNews, HomeView, StripRow};
pub use map::{Map, MapBody, MapChoice, MapOf};
pub use measure::{BodyRow, League, MeasureView};
pub use page::{Banner, Link, Nav, Page};
pub use people::{
    AccountableRow, AccountableView, ChangeLine, OnControl, PeopleView, PersonRow, PersonView,
    PostRow, PostView, PostsGroup, PostsView, TenureRow,
};
pub use prose::{NotSubmitted, Prose, Span, headline_excludes_estimates};
pub use receipt::{Input, PartLine, Parts, ReceiptRow, ReceiptRows, ReceiptView, Version};
pub use search::{SearchResult, SearchView};
pub use source::{DiagnosticLine, SourceLine, SourceView, SourcesView, TotalsCheck};
pub use table::{Column, Fact, Order};

/// Gives a view its `render`, which is what a handler calls.
macro_rules! renders {
    ($($view:ty),+ $(,)?) => {$(
        impl $view {
            /// The page as HTML.
            ///
            /// # Errors
            /// Where a template cannot be written, which only a lack of memory brings about.
            pub fn render(&self) -> Result<String, askama::Error> {
                askama::Template::render(self)
            }
        }
    )+};
}

renders!(
    HomeView,
    AlertsStepView,
    AlertsView,
    ArticleView,
    BodyView,
    BriefingView,
    EmbedView,
    MeasureView,
    ChartView,
    CarriedOfferView,
    ReceiptView,
    SourcesView,
    SourceView,
    DataView,
    EventsPageView,
    SearchView,
    CheckView,
    PeopleView,
    PersonView,
    PostsView,
    PostView,
    FrameworksView,
    FrameworkView,
    FrameworkTrustView,
    FrameworkReconciliationView,
    SourceRowView,
    NotFoundView,
    BadRequestView,
    ServerErrorView,
);

/// Every icon with its words, for the key under a table.
pub(crate) fn icon_key() -> Vec<(Markup, &'static str)> {
    use crate::charts::{assurance_icon, assurance_words, variation_icon, variation_words};
    use candour_assessment::{Assurance, Variation};
    let variations = [
        Variation::CommonCause,
        Variation::ImprovementHigh,
        Variation::ImprovementLow,
        Variation::ConcernHigh,
        Variation::ConcernLow,
        Variation::NeutralHigh,
        Variation::NeutralLow,
    ];
    let assurances = [
        Assurance::ConsistentPass,
        Assurance::ConsistentFail,
        Assurance::Inconsistent,
    ];
    let variations = variations.map(|v| (Markup::of_chart(variation_icon(v)), variation_words(v)));
    let assurances = assurances.map(|a| (Markup::of_chart(assurance_icon(a)), assurance_words(a)));
    variations.into_iter().chain(assurances).collect()
}
