//! Invented pages: sources, data, search and faults.

use candour_core::{Severity, Unit};
use candour_site::views::{
    BadRequestView, Column, DataView, DiagnosticLine, Fact, Family, HeldMonth, Holding, Link, Nav,
    NotFoundView, Order, Prose, PublishedOn, SearchResult, SearchView, ServerErrorView, SourceLine,
    SourceView, SourcesView, TotalsCheck, Version, YearRow,
};

use super::pages::{SHA, downloads};
use super::sample::{MEASURES, PROVIDERS, REGIONS, figure, month, page};

pub(crate) fn source() -> SourceView {
    SourceView {
        page: page(
            "A&E attendances, December 2022",
            &[("England", "home.html"), ("Source files", "sources.html")],
        ),
        heading: "A&E attendances and emergency admissions, December 2022".to_owned(),
        state: Prose::from(
            "The file was taken whole: 198 providers, and its totals agree with its rows.",
        ),
        partial: false,
        facts: vec![
            Fact::new("File", "December-2022-invented.csv"),
            Fact::new("Publisher", "NHS England (synthetic sample)"),
            Fact::new("Licence", "Open Government Licence v3.0"),
            Fact::new("Published", "12 January 2023, from the file’s name"),
            Fact::new("Loaded", "14 May 2026"),
            Fact::new("Scope", "National"),
            Fact::new("Layout", "From August 2020, with booked appointments"),
            Fact::new("Rows", "200 lines: a header, 198 providers and a total"),
        ],
        sha256: SHA.to_owned(),
        diagnostics: vec![
            DiagnosticLine {
                severity: Severity::Warning,
                place: "line 41".to_owned(),
                message: "ZZ7 reports type 1 attendances and 4 to 12 hour waits, but no breaches."
                    .to_owned(),
                hint: "Its four-hour figure may not be a nil return.".to_owned(),
            },
            DiagnosticLine {
                severity: Severity::Note,
                place: String::new(),
                message: "The file begins with a byte-order mark.".to_owned(),
                hint: String::new(),
            },
        ],
        checks: vec![
            TotalsCheck {
                what: "Attendances, type 1".to_owned(),
                stated: "1,431,202".to_owned(),
                summed: "1,431,202".to_owned(),
                agrees: true,
            },
            TotalsCheck {
                what: "Emergency admissions".to_owned(),
                stated: "506,112".to_owned(),
                summed: "506,111".to_owned(),
                agrees: false,
            },
        ],
        versions: versions(),
        figures: 2_204,
        examples: vec![
            Prose::default()
                .link("A&E: seen within 4 hours, England", "chart.html")
                .text(": ")
                .figure(figure(0.652_03, Unit::Share)),
        ],
        download: Some(Link::new(
            "Download the file as we hold it (csv, 41 KB)",
            "/sources/5a1f/file",
        )),
    }
}

pub(crate) fn versions() -> Vec<Version> {
    let version = |day: Option<&str>, value: &str, change: &str, this| Version {
        published: PublishedOn(day.map(str::to_owned)),
        value: value.to_owned(),
        file: Link::new(
            if this {
                "December-2022-invented.csv"
            } else {
                "December-2022-revised-invented.csv"
            },
            "source.html",
        ),
        change: change.to_owned(),
        this,
    };
    vec![
        version(
            Some("9 November 2023"),
            "65.1988%",
            "two trusts revised their breaches",
            false,
        ),
        version(Some("12 January 2023"), "65.2027%", "", true),
    ]
}

pub(crate) fn sources() -> SourcesView {
    let line = |period: &str, status: &str, date: Option<&str>| SourceLine {
        file: Link::new(
            format!("{}-invented.csv", period.replace(' ', "-")),
            "source.html",
        ),
        publication: "A&E attendances".to_owned(),
        period: period.to_owned(),
        published: PublishedOn(date.map(str::to_owned)),
        status: status.to_owned(),
        rows: "200".to_owned(),
        sha256: SHA.to_owned(),
    };
    let mut view = SourcesView {
        page: page("84 source files are held", &[("England", "home.html")]),
        heading: "84 source files are held; 1 was refused".to_owned(),
        columns: vec![
            Column::plain("File").sorted_by("?sort=file", None),
            Column::plain("Publication"),
            Column::plain("Period").sorted_by("?sort=period", Some(Order::Descending)),
            Column::plain("Published").sorted_by("?sort=published", None),
            Column::plain("Status"),
            Column::numeric("Rows"),
            Column::plain("SHA-256"),
        ],
        files: vec![
            line("January 2026", "loaded", Some("12 March 2026")),
            line("December 2025", "partial", None),
            line("November 2025", "refused", Some("11 December 2025")),
        ],
        more: Some(Link::new("Older files", "?page=2")),
    };
    view.page.nav = Nav::Sources;
    view
}

pub(crate) fn data() -> DataView {
    let year = |year: i32| YearRow {
        year: year.to_string(),
        months: (1..=12)
            .map(|number| {
                let holding = match (year, number) {
                    (2026, n) if n > 1 => Holding::None,
                    (2019, n) if n < 4 => Holding::None,
                    (2020, 3..=5) => Holding::Missing,
                    (2025, 12) => Holding::Partial,
                    (2025, 11) => Holding::Refused,
                    _ => Holding::Held,
                };
                HeldMonth {
                    holding,
                    month: month(year, number).in_words(),
                    href: (!matches!(holding, Holding::None | Holding::Missing))
                        .then(|| "source.html".to_owned()),
                }
            })
            .collect(),
    };
    let mut view = DataView {
        page: page("What is held", &[("England", "home.html")]),
        heading: "82 months of A&E figures are held, and 2 of waiting times".to_owned(),
        families: vec![Family {
            name: "A&E attendances and emergency admissions".to_owned(),
            finding: "78 of 82 months are held whole".to_owned(),
            facts: Prose::from(
                "NHS England, monthly. Latest: January 2026, published on 12 March 2026. Open Government Licence v3.0.",
            ),
            years: (2019..=2026).rev().map(year).collect(),
            measures: MEASURES[..5]
                .iter()
                .map(|(name, _)| Link::new(*name, "measure.html"))
                .collect(),
        }],
        licence: Prose::from(
            "Figures: Open Government Licence v3.0. Cite the publisher and Candour.",
        ),
        ways: vec![
            Prose::from("The same over the ")
                .link("API", "/api/v1")
                .text(", and with read-only SQL: candour sql."),
        ],
        downloads: downloads("/data", "every figure"),
    };
    view.page.nav = Nav::Data;
    view
}

fn results() -> Vec<SearchResult> {
    let mut results: Vec<SearchResult> = PROVIDERS[..3]
        .iter()
        .map(|(code, name)| SearchResult {
            link: Link::new(*name, "body.html"),
            kind: format!("NHS trust, {code}"),
            detail: format!("In {}", REGIONS[0].1),
        })
        .collect();
    results.push(SearchResult {
        link: Link::new(MEASURES[0].0, "measure.html"),
        kind: "measure".to_owned(),
        detail: "Share of attendances admitted, transferred or discharged within 4 hours."
            .to_owned(),
    });
    results
}

pub(crate) fn search() -> SearchView {
    let mut view = SearchView {
        page: page("4 results for “al”", &[("England", "home.html")]),
        results: results(),
        total: 4,
        ..SearchView::default()
    };
    view.page.query = "al".to_owned();
    view
}

pub(crate) fn not_found() -> NotFoundView {
    NotFoundView {
        page: page("There is no such page", &[]),
        heading: "There is no body with the code ZZ0".to_owned(),
        nearest: results(),
    }
}

pub(crate) fn bad_request() -> BadRequestView {
    BadRequestView {
        page: page("“2026-13” is not a month", &[]),
        heading: "“2026-13” is not a month".to_owned(),
        hint: "Write a month as a year and two digits, such as 2026-01.".to_owned(),
        instead: Some(Link::new("The chart without this option", "chart.html")),
    }
}

pub(crate) fn server_error() -> ServerErrorView {
    ServerErrorView {
        page: page("This page could not be made", &[]),
        reference: "7f3a-22".to_owned(),
    }
}
