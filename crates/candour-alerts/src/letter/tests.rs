use super::*;

const BASE: &str = "https://candour.example";

fn news() -> Letter {
    let story = |name: &str| Story {
        headline: Sentence::from(format!("A&E within four hours at {name} fell to ")).figure(
            "65.2%",
            "65.2034%",
            "/receipts/ae-four-hour/ZZ1/2022-12",
        ),
        detail: vec![
            Sentence::from(
                "That is the lowest of 120 months, and a special cause: not what chance alone would do.",
            ),
            Sentence::from("See ")
                .link("its chart", "/measures/ae-four-hour/ZZ1")
                .text("."),
        ],
    };
    Letter {
        title: "A&E fell".to_owned(),
        kicker: "A digest, 24 November 2026".to_owned(),
        parts: vec![Part {
            heading: "Urgent care".to_owned(),
            stories: vec![story("SYNTHETIC HOSPITALS"), story("<b>SYNTHETIC</b>")],
        }],
        notes: vec![Sentence::from("Everything here is invented.")],
        foot: vec![
            Sentence::from("You get this because you asked. ")
                .link("Stop it", "https://elsewhere.example/stop?a=1&b=2"),
        ],
    }
}

#[test]
fn text_says_everything_and_where_each_figure_comes_from() {
    let text = news().text(BASE);
    assert!(
        text.contains("  65.2%: https://candour.example/receipts/ae-four-hour/ZZ1/2022-12\n"),
        "{text}"
    );
    assert!(text.contains("\nURGENT CARE\n"), "{text}");
    assert!(text.contains("-- \nYou get this because you asked. Stop it\n  Stop it: https://elsewhere.example/stop?a=1&b=2\n"), "{text}");
    for line in text.lines().filter(|line| !line.contains("https://")) {
        assert!(line.chars().count() <= 76, "{line}");
    }
}

#[test]
fn html_fetches_nothing_and_runs_nothing() {
    let html = news().html(BASE);
    for forbidden in [
        "<img", "<script", "<style", "<link", "url(", "@import", "onload", "<table", "<b>", "src=",
    ] {
        assert!(!html.contains(forbidden), "{forbidden}: {html}");
    }
    assert!(html.contains("&lt;b&gt;SYNTHETIC&lt;/b&gt;"));
    assert!(html.contains(
        "href=\"https://candour.example/receipts/ae-four-hour/ZZ1/2022-12\" title=\"65.2034%\""
    ));
    assert!(html.contains("href=\"https://elsewhere.example/stop?a=1&amp;b=2\""));
    assert_eq!(html.matches("<h1 ").count(), 1);
}

#[test]
fn a_single_story_is_its_own_title() {
    let mut letter = news();
    letter.parts[0].stories.truncate(1);
    letter.parts[0].heading.clear();
    let (text, html) = (letter.text(BASE), letter.html(BASE));
    assert!(!text.contains("\nA&E fell\n"), "{text}");
    assert!(!html.contains(">A&amp;E fell</h1>"), "{html}");
    assert_eq!(html.matches("<h1 ").count(), 1);
}

#[test]
fn only_addresses_of_the_web_are_links() {
    assert_eq!(
        absolute(BASE, "/x").as_deref(),
        Some("https://candour.example/x")
    );
    for bad in [
        "javascript:alert(1)",
        "//evil.example",
        "data:text/html,x",
        "x",
        "",
    ] {
        assert_eq!(absolute(BASE, bad), None, "{bad}");
    }
    let letter = Letter {
        notes: vec![Sentence::default().link("\"><script>", "/\"><script>")],
        ..Letter::default()
    };
    assert!(!letter.html(BASE).contains("<script"));
}
