//! Pages made from hostile text, and the states that a page can be in.

use candour_assessment::PointType;
use candour_core::{Status, Unit};
use candour_site::assets;
use candour_site::views::{
    Banner, BodyEnd, BodyRow, BodyView, BriefingView, ChartView, Choice, Citation, Column,
    DataView, Downloads, EmbedView, Figure, FigureMark, HomeNews, HomeView, Input, League, Link,
    MeasureView, MustReads, NewsItem, NewsPart, NotFoundView, NotSubmitted, Order, Page, PointRow,
    Prose, PublishedOn, ReceiptRow, ReceiptRows, ReceiptView, SearchResult, SearchView,
    SourcesView, StripRow,
};

const EVIL: &str = "<script>alert(1)</script>\"'&";

fn evil() -> String {
    EVIL.to_owned()
}

fn page() -> Page {
    Page {
        title: evil(),
        description: evil(),
        query: evil(),
        crumbs: vec![Link::new(EVIL, EVIL)],
        ..Page::default()
    }
}

fn is_safe(html: &str) {
    assert!(!html.contains("<script>"), "{html}");
    assert!(!html.contains("alert(1)</script>"));
    assert!(html.contains("&#60;script&#62;") || html.contains("&lt;script&gt;"));
    assert_eq!(
        html.matches("<h1").count(),
        1,
        "one heading of the first rank"
    );
    assert!(html.contains("<html lang=\"en-GB\">"));
    assert!(html.contains("href=\"#main\"") && html.contains("id=\"main\""));
    assert!(html.contains("name=\"q\""), "a search box on every page");
    assert!(html.contains("not an official NHS service"));
}

fn news() -> NewsItem {
    NewsItem {
        id: evil(),
        headline: Prose::from(EVIL).figure(Figure::worded(EVIL, EVIL, EVIL)),
        more: Prose::from(EVIL).link(EVIL, EVIL),
        why: evil(),
        criteria: vec![evil()],
        ..NewsItem::default()
    }
}

fn part() -> NewsPart {
    NewsPart {
        id: evil(),
        title: evil(),
        items: vec![news()],
        more: Some(Link::new(EVIL, EVIL)),
    }
}

#[test]
fn a_page_for_a_frame_is_escaped_and_has_no_script() -> Result<(), askama::Error> {
    let html = EmbedView {
        title: evil(),
        figure: Prose::from(EVIL),
        summary: Prose::from(EVIL),
        notes: vec![Prose::from(EVIL)],
        dates: evil(),
        source: evil(),
        receipt: Some(Link::new(EVIL, EVIL)),
        whole: Link::new(EVIL, EVIL),
        ..EmbedView::default()
    }
    .render()?;
    assert!(!html.contains("<script"), "{html}");
    assert!(
        !html.contains("\"'&"),
        "quotation marks do not leave their place"
    );
    Ok(())
}

#[test]
fn names_are_escaped_on_every_page() -> Result<(), askama::Error> {
    let figure = Figure::worded(EVIL, "full", EVIL);
    let prose = Prose::from(EVIL).figure(figure.clone()).link(EVIL, EVIL);
    let row = BodyRow {
        body: Link::new(EVIL, EVIL),
        code: evil(),
        value: figure.clone(),
        ..BodyRow::default()
    };
    let league = League {
        caption: evil(),
        rows: vec![row],
        ..League::default()
    };
    is_safe(
        &HomeView {
            page: page(),
            news: Some(HomeNews {
                standing: evil(),
                must_reads: MustReads(vec![news()]),
                sections: vec![part()],
                ..HomeNews::default()
            }),
            strip: vec![StripRow {
                measure: Link::new(EVIL, EVIL),
                ..StripRow::default()
            }],
            ..HomeView::default()
        }
        .render()?,
    );
    is_safe(
        &BriefingView {
            page: page(),
            kicker: evil(),
            heading: evil(),
            standing: evil(),
            must_reads: MustReads(vec![news()]),
            sections: vec![part()],
            notes: vec![prose.clone()],
            left_out: vec![prose.clone()],
            around: vec![Link::new(EVIL, EVIL)],
            scopes: vec![Choice {
                value: evil(),
                label: evil(),
                chosen: true,
            }],
            action: evil(),
            ..BriefingView::default()
        }
        .render()?,
    );
    is_safe(
        &BodyView {
            page: page(),
            name: evil(),
            state: prose.clone(),
            ..BodyView::default()
        }
        .render()?,
    );
    is_safe(
        &MeasureView {
            page: page(),
            finding: evil(),
            league: Some(league),
            ..MeasureView::default()
        }
        .render()?,
    );
    is_safe(
        &ChartView {
            page: page(),
            finding: evil(),
            points: vec![PointRow {
                month: evil(),
                numerator: None,
                denominator: None,
                value: figure,
                year_before: Figure::absent(Status::Missing),
                kind: PointType::Concern,
                rule: evil(),
                event: evil(),
                published: PublishedOn(Some(evil())),
            }],
            ..ChartView::default()
        }
        .render()?,
    );
    is_safe(
        &ReceiptView {
            page: page(),
            heading: evil(),
            inputs: vec![Input {
                file: Link::new(EVIL, EVIL),
                ..Input::default()
            }],
            rows: ReceiptRows::Held {
                columns: vec![evil()],
                rows: vec![ReceiptRow {
                    whose: evil(),
                    cells: vec![evil()],
                    ..ReceiptRow::default()
                }],
                of: 1,
                more: None,
            },
            ..ReceiptView::default()
        }
        .render()?,
    );
    is_safe(
        &DataView {
            page: page(),
            heading: evil(),
            ..DataView::default()
        }
        .render()?,
    );
    is_safe(
        &SearchView {
            page: page(),
            ..SearchView::default()
        }
        .render()?,
    );
    is_safe(
        &SourcesView {
            page: page(),
            heading: evil(),
            ..SourcesView::default()
        }
        .render()?,
    );
    let nearest = vec![SearchResult {
        link: Link::new(EVIL, EVIL),
        ..SearchResult::default()
    }];
    is_safe(
        &NotFoundView {
            page: page(),
            heading: evil(),
            nearest,
        }
        .render()?,
    );
    Ok(())
}

#[test]
fn a_figure_links_to_its_receipt_or_says_why_not() {
    let held = Figure::of(2_294_079.0, Unit::Count, "/receipts/x").marked(FigureMark::Revised);
    assert_eq!(
        held.to_string().trim(),
        "<a class=\"c-figure\" href=\"/receipts/x\" title=\"2,294,079\">2.29 million</a> \
         <span class=\"c-mark\">revised</span>"
    );
    let full = Figure::of(9_999.0, Unit::Count, "/r");
    assert!(
        !full.to_string().contains("title="),
        "nothing is hidden, so nothing is repeated"
    );
    let near = Figure::beside_target(0.9498, 0.95, Unit::Share, "/r");
    assert!(near.to_string().contains(">94.98%<"));
    for (status, words) in [
        (Status::NotSubmitted, "not submitted"),
        (Status::Suppressed, "suppressed"),
        (Status::NotApplicable, "not applicable"),
        (Status::NoneHeldThen, "not out by then"),
        (Status::Missing, "not held"),
    ] {
        let absent = Figure::absent(status).to_string();
        assert_eq!(absent, format!("<span class=\"c-absent\">{words}</span>"));
    }
}

#[test]
fn banners_and_empty_states_are_said() -> Result<(), askama::Error> {
    let mut home = HomeView::default();
    assert!(home.render()?.contains("Nothing is held yet"));
    home.page.banners = vec![Banner::SyntheticSample, Banner::StarterFigures];
    let html = home.render()?;
    assert!(html.contains("Synthetic sample.") && html.contains("Starter figures."));

    let receipt = ReceiptView::default().render()?;
    assert!(receipt.contains("Rows are shown once you hold the file."));

    let mut body = BodyView {
        name: "Old".to_owned(),
        ..BodyView::default()
    };
    body.ended = Some(BodyEnd {
        on: "31 March 2021".to_owned(),
        successors: vec![
            Prose::default().link("A", "/a").text(", a part"),
            Prose::default().link("B", "/b"),
        ],
        figures: vec![Link::new("A on the boundaries of 1 April 2021", "/a?on")],
    });
    let html = body.render()?;
    assert!(html.contains("This body ended on 31 March 2021."));
    assert!(html.contains("<li><a href=\"/a\">A</a>, a part</li><li><a href=\"/b\">B</a></li>"));
    assert!(html.contains("<a href=\"/a?on\">A on the boundaries of 1 April 2021</a>."));
    Ok(())
}

#[test]
fn a_sorted_column_says_how() {
    let plain = Column::plain("Trust")
        .sorted_by("?sort=name", None)
        .to_string();
    assert_eq!(
        plain,
        "<th scope=\"col\" aria-sort=\"none\"><a href=\"?sort=name\">Trust</a></th>"
    );
    let sorted = Column::numeric("Share")
        .sorted_by("?sort=x&dir=asc", Some(Order::Descending))
        .to_string();
    assert!(sorted.contains("aria-sort=\"descending\"") && sorted.contains("?sort=x&#38;dir=asc"));
    assert_eq!(
        Column::numeric("Rows").to_string(),
        "<th scope=\"col\" class=\"c-num\">Rows</th>"
    );
}

#[test]
fn downloads_share_the_page_s_path() {
    let links = Downloads {
        base: "/measures/m/R0A".into(),
        query: "?basis=provider".into(),
        what: String::new(),
    };
    let html = links.to_string();
    for ending in ["csv", "json", "xlsx", "parquet"] {
        assert!(html.contains(&format!("href=\"/measures/m/R0A.{ending}?basis=provider\"")));
    }
    let cited = Citation {
        text: "Candour (2026).".into(),
        permalink: "/x?as_known=2026-05-14".into(),
    };
    assert!(cited.to_string().contains("data-copy=\"citation\""));
}

#[test]
fn who_did_not_submit_is_said_either_way() {
    let mut who = NotSubmitted {
        what: "figures".into(),
        month: "May 2026".into(),
        ..NotSubmitted::default()
    };
    assert!(
        who.to_string()
            .contains("no body is known not to have submitted figures")
    );
    who.bodies = vec![Link::new("A Trust", "/bodies/ZZ1")];
    assert!(who.to_string().contains("1 body did not submit figures"));
}

#[test]
fn assets_are_named_by_content_and_ask_nobody() {
    assert!(assets::CSS_PATH.starts_with("/assets/candour-") && assets::CSS_PATH.ends_with(".css"));
    assert!(assets::CSS.len() < 60_000, "{} bytes", assets::CSS.len());
    assert!(assets::JS.len() < 2_000);
    for foreign in [
        "http:",
        "https:",
        "@import",
        "@font-face",
        "Frutiger",
        "#005eb8",
        "url(",
    ] {
        assert!(!assets::CSS.contains(foreign), "{foreign}");
    }
}

#[test]
fn a_page_of_commitments_escapes_and_says_each_verdict_in_a_word() -> Result<(), askama::Error> {
    use candour_assessment::verdict::Outcome;
    use candour_site::views::{ArticleView, Block, Cell, Section, Table, TableRow};
    let rows = Outcome::ALL.iter().map(|outcome| TableRow {
        cells: vec![
            Cell::words("<b>a promise</b>").under("a < b"),
            Cell::words(Prose::default().verdict(*outcome)),
        ],
        here: false,
    });
    let table = Table {
        id: "all".to_owned(),
        caption: "5 promises & what came of them".to_owned(),
        columns: vec![Column::plain("Promise"), Column::plain("Verdict")],
        rows: rows.collect(),
        source: Prose::default(),
    };
    let view = ArticleView {
        heading: "<script>".to_owned(),
        sections: vec![Section::new("promises", "Promises").with(Block::Fold(
            "5 \"promises\"".to_owned(),
            vec![Block::Table(Box::new(table))],
        ))],
        ..ArticleView::default()
    };
    let html = view.render()?;
    assert!(!html.contains("<b>a promise") && !html.contains("<script>"));
    for words in [
        "<section id=\"promises\">",
        "&#60;b&#62;a promise",
        "a &#60; b",
        "5 &#34;promises&#34;",
        "aria-labelledby=\"all\"",
    ] {
        assert!(html.contains(words), "{words}");
    }
    for word in ["met", "missed", "at risk", "not yet due", "unknown"] {
        assert!(html.contains(&format!("</svg> {word}</span>")), "{word}");
    }
    Ok(())
}
