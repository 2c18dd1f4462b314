//! Invented pages: measure, chart and receipt.

use candour_assessment::PointType;
use candour_core::{Status, Unit};
use candour_site::charts::{SparklineShape, Strip, StripDot, strip_both, xmr_both};
use candour_site::format;
use candour_site::views::{
    BodyRow, ChartView, Choice, Column, Embed, Fact, Figure, Input, League, Link, Markup,
    MeasureView, Multiple, Order, Parts, PointRow, Prose, PublishedOn, RebaseForm, ReceiptRow,
    ReceiptRows, ReceiptView, Signals,
};

use super::files::versions;
use super::pages::{SHA, citation, control, did_not_submit, downloads};
use super::sample::{
    MEASURES, PROVIDERS, REGIONS, Small, figure, noise, page, signals, small, waits,
};

fn columns(first: &str, sparkline: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::plain(first).sorted_by("?sort=name", None),
        Column::numeric("Within 4 hours").sorted_by("?sort=value", Some(Order::Descending)),
        Column::numeric("Usual range"),
        Column::numeric("A year before").sorted_by("?sort=before", None),
        Column::plain("Variation"),
        Column::plain("Assurance"),
    ];
    if sparkline {
        columns.push(Column::plain("24 months"));
    }
    columns
}

fn row(index: usize, (code, name): (&str, &str), sparkline: bool) -> BodyRow {
    let seed = u32::try_from(index).unwrap_or(0) * 17 + 4;
    let ends = [
        PointType::CommonCause,
        PointType::Improvement,
        PointType::CommonCause,
        PointType::Concern,
    ][index % 4];
    #[expect(clippy::cast_precision_loss, reason = "a dozen")]
    let level = 0.86 - 0.021 * index as f64;
    let series = Small {
        unit: Unit::Share,
        level,
        spread: 0.02,
        target: Some(0.78),
        ends,
        seed,
    };
    BodyRow {
        body: Link::new(name, "chart.html"),
        code: code.to_owned(),
        value: if index == 9 {
            Figure::absent(Status::NotSubmitted)
        } else {
            Figure::beside_target(level, 0.78, Unit::Share, "receipt.html")
        },
        interval: if index == 9 {
            String::new()
        } else {
            format!(
                "{} to {}",
                format::share(level - 0.052),
                format::share(level + 0.052)
            )
        },
        year_before: figure(level + 0.01 * noise(seed), Unit::Share),
        signals: if index == 9 {
            Signals {
                instead: "not submitted".to_owned(),
                ..Signals::default()
            }
        } else {
            signals(series)
        },
        sparkline: sparkline
            .then(|| small(&format!("row-{code}"), name, series, SparklineShape::Row)),
        chosen: index == 2 || index == 5,
    }
}

pub(crate) fn measure() -> MeasureView {
    let dots = (0..121_u32).map(|i| StripDot {
        name: format!("Invented provider {i}"),
        value: 0.70 + 0.09 * (noise(i * 3 + 1) + noise(i * 7 + 2)) / 1.6,
        highlighted: i == 40 || i == 63,
    });
    let all = Strip {
        id: "strip".to_owned(),
        title: "Half of 121 providers lie between 64.9% and 74.6%".to_owned(),
        axis: "Share within 4 hours, January 2026".to_owned(),
        unit: Unit::Share,
        dots: dots.collect(),
        median: Some(0.701),
        england: Some(0.722),
        target: Some(0.78),
    };
    let chart = waits("england");
    MeasureView {
        page: page(&chart.finding, &[("England", "home.html")]),
        name: "A&E: seen within 4 hours, all types".to_owned(),
        finding: chart.finding.clone(),
        summary: Prose::default()
            .figure(Figure::beside_target(0.7527, 0.78, Unit::Share, "receipt.html"))
            .text(" in January 2026, against ")
            .figure(figure(0.733, Unit::Share))
            .text(" in January 2025. The target is 78%."),
        signals: signals(MEASURES[0].1),
        chart: Markup::of_chart(xmr_both(&chart)),
        chart_page: "chart.html".to_owned(),
        notes: vec![],
        not_submitted: vec![did_not_submit()],
        why: Prose::from("A long wait in A&E goes with worse outcomes, and shows that a hospital is full. The standard counts everyone who comes, whatever their need."),
        definition: vec![
            Fact::new("Numerator", "Attendances of all types, booked appointments among them, less those over 4 hours from arrival to admission, transfer or discharge."),
            Fact::new("Denominator", "All attendances, booked appointments among them."),
            Fact::new("Better", "Higher."),
            Fact::new("Levels", "Provider, region, England."),
            Fact::new("Left out", "Trusts that tested new standards from May 2019 to May 2023 did not submit four-hour figures."),
            Fact::new("Source", Prose::from("NHS England, A&E attendances and emergency admissions, monthly. ").link("What is held", "data.html")),
            Fact::new("Definition", "Written by A. Example, reviewed on 1 May 2026."),
        ],
        regions: Some(League {
            caption: "Two of four regions are above the target of 78% in January 2026".to_owned(),
            columns: columns("Region", true),
            rows: REGIONS.iter().enumerate().map(|(i, region)| BodyRow { chosen: false, ..row(i * 2, *region, true) }).collect(),
            ..League::default()
        }),
        league: Some(League {
            caption: "4 of 14 providers are above the target of 78% in January 2026".to_owned(),
            scope: Prose::from("Providers with a type 1 department, a consultant-led service that is open all day. ").link("Show all providers", "?scope=all"),
            columns: columns("Provider", false),
            rows: PROVIDERS.iter().enumerate().map(|(i, provider)| row(i, *provider, false)).collect(),
            interval_note: "Usual range: the process limits of the provider’s own XmR chart.".to_owned(),
        }),
        strip: Some(Markup::of_chart(strip_both(&all))),
        compared: [2, 5]
            .iter()
            .map(|i| {
                let series = Small { seed: 70 + *i, level: 0.8, ..MEASURES[0].1 };
                let (_, name) = PROVIDERS[*i as usize];
                Multiple {
                    title: Link::new(name, "chart.html"),
                    latest: figure(0.801, Unit::Share),
                    month: "January 2026".to_owned(),
                    year_before: Some(figure(0.79, Unit::Share)),
                    signals: signals(series),
                    chart: small(&format!("compared-{i}"), name, series, SparklineShape::Panel),
                    note: String::new(),
                }
            })
            .collect(),
        action: "/measures/ae-four-hour".to_owned(),
        downloads: downloads("/measures/ae-four-hour", "the measure, every body"),
        control: control("/measures/ae-four-hour"),
        citation: citation(),
        ..MeasureView::default()
    }
}

pub(crate) fn chart() -> ChartView {
    let chart = waits("big");
    let points = chart
        .points
        .iter()
        .rev()
        .map(|point| {
            let denominator = 2_000_000.0
                + 150_000.0
                    * noise(point.month.year().unsigned_abs() + u32::from(point.month.month()));
            PointRow {
                month: point.month.in_words(),
                numerator: point.value.map(|v| format::count_in_full(v * denominator)),
                denominator: point.value.map(|_| format::count_in_full(denominator)),
                value: point.value.map_or_else(
                    || Figure::absent(Status::Missing),
                    |v| figure(v, Unit::Share),
                ),
                year_before: point.value.map_or_else(
                    || Figure::absent(Status::Missing),
                    |v| figure(v - 0.01, Unit::Share),
                ),
                kind: point.kind,
                rule: point.note.clone(),
                event: super::sample::strikes()
                    .into_iter()
                    .find(|mark| mark.month == point.month && mark.to.is_none())
                    .map_or_else(String::new, |mark| mark.words),
                published: PublishedOn(
                    (point.month.month() != 4).then(|| "12 March 2026".to_owned()),
                ),
            }
        })
        .collect();
    ChartView {
        page: page(&chart.finding, &[("England", "home.html"), ("A&E: seen within 4 hours, all types", "measure.html")]),
        measure: Link::new("A&E: seen within 4 hours, all types", "measure.html"),
        body: Link::new("England", "home.html"),
        finding: chart.finding.clone(),
        summary: measure().summary,
        signals: signals(MEASURES[0].1),
        chart: Markup::of_chart(xmr_both(&chart)),
        svg: Some("/measures/ae-four-hour/england.svg".to_owned()),
        limits: vec![
            Prose::from("Mean 81.8%, usual range 77.9% to 85.7%: April 2019 to May 2021."),
            Prose::from("Mean 74.1%, usual range 69.9% to 78.3%: from June 2021, when services reopened after the pandemic."),
        ],
        not_submitted: vec![did_not_submit()],
        caption: "8 of 79 months are special causes".to_owned(),
        value_label: "Within 4 hours".to_owned(),
        numerator_label: Some("Seen within 4 hours".to_owned()),
        denominator_label: "Attendances".to_owned(),
        points,
        source: Prose::from("Source: NHS England, A&E attendances and emergency admissions (synthetic sample)."),
        profile: Prose::from("Profile nhsr-0.2.2: moving ranges above 3.267 times their average are left out; 7 points make a shift or a trend."),
        rebase: RebaseForm {
            action: "/measures/ae-four-hour/england".to_owned(),
            rebase: "2021-06".to_owned(),
            profiles: vec![
                Choice { value: "nhsr-0.2.2".to_owned(), label: "nhsr-0.2.2".to_owned(), chosen: true },
                Choice { value: "mdc-excel".to_owned(), label: "mdc-excel".to_owned(), chosen: false },
            ],
            hidden: vec![],
        },
        embed: Some(Embed {
            picture: String::new(),
            left_out: String::new(),
            code: "<figure><img src=\"https://candour.example/measures/ae-four-hour/england.svg?as_known=2026-05-14\" alt=\"A&amp;E waits\"></figure>".to_owned(),
            as_known: "14 May 2026".to_owned(),
        }),
        downloads: downloads("/measures/ae-four-hour/england", "the points"),
        control: control("/measures/ae-four-hour/england"),
        citation: citation(),
        ..ChartView::default()
    }
}

pub(crate) fn receipt(held: bool) -> ReceiptView {
    let rows = PROVIDERS
        .iter()
        .zip(2..)
        .map(|((_, name), number): (_, u32)| {
            let seen = 9_000.0 + 3_000.0 * noise(number);
            ReceiptRow {
                heading: String::new(),
                number: number.to_string(),
                whose: (*name).to_owned(),
                cells: vec![
                    format::count_in_full(seen).replace(',', ""),
                    "0".to_owned(),
                    "2114".to_owned(),
                    "118".to_owned(),
                ],
            }
        });
    ReceiptView {
        embed: String::new(),
        page: page(
            "65.2% of attendances were seen within 4 hours",
            &[
                ("England", "home.html"),
                ("A&E: seen within 4 hours, all types", "measure.html"),
            ],
        ),
        heading: "65.2% of A&E attendances in England were seen within 4 hours in December 2022"
            .to_owned(),
        value: "65.2027%".to_owned(),
        formula_words: "Attendances within 4 hours ÷ all attendances".to_owned(),
        formula: "1,333,914 ÷ 2,045,795 = 65.2027%".to_owned(),
        status: "as reported".to_owned(),
        notes: vec![Prose::from(
            "15 providers did not submit four-hour figures and are in neither number.",
        )],
        parts: Parts::default(),
        inputs: vec![Input {
            file: Link::new("December-2022-invented.csv", "source.html"),
            publisher: "NHS England (synthetic sample)".to_owned(),
            licence: "Open Government Licence v3.0".to_owned(),
            sha256: SHA.to_owned(),
            published: PublishedOn(Some("12 January 2023".to_owned())),
            published_basis: "the file’s name".to_owned(),
            rows: "2 to 41, 43 to 199".to_owned(),
            numerator: "1,333,914".to_owned(),
            denominator: "2,045,795".to_owned(),
        }],
        rows: if held {
            ReceiptRows::Held {
                columns: [
                    "A&E attendances Type 1",
                    "A&E attendances Booked Appointments Type 1",
                    "Attendances over 4hrs Type 1",
                    "Attendances over 4hrs Booked Appointments Type 1",
                ]
                .map(str::to_owned)
                .to_vec(),
                rows: rows.collect(),
                of: 197,
                more: Some(Link::new("Show all 197 rows", "?rows=all")),
            }
        } else {
            ReceiptRows::NotHeld
        },
        versions: versions(),
        download: held.then(|| {
            Link::new(
                "Download the file as we hold it (csv, 41 KB)",
                "/sources/5a1f/file",
            )
        }),
        agreeing: vec![
            Prose::from("The by-provider workbook of the same month agrees: ")
                .link("December-2022-invented.xlsx", "source.html")
                .text(", sheet Provider Level Data."),
        ],
        series: Link::new("The series this figure is a point of", "chart.html"),
        command: "candour explain ae-four-hour --body england --period 2022-12 --rows".to_owned(),
        downloads: downloads("/receipts/ae-four-hour/england/2022-12", "the receipt"),
        citation: citation(),
    }
}
