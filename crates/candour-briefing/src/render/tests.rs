use super::sample::{BASE, briefing};
use super::text::WIDTH;
use super::{BriefingShape, Options, html_mail, item_html, markdown, page_path, standing, text};
use crate::{Briefing, Knowledge, Scope};
use candour_core::Level;
use jiff::civil::date;
use proptest::prelude::*;

#[test]
fn a_briefing_in_plain_text() {
    insta::assert_snapshot!(text(&briefing(), BASE, Options { why: true }));
}

#[test]
fn a_briefing_as_a_mail() {
    insta::assert_snapshot!(html_mail(&briefing(), BASE));
}

#[test]
fn a_briefing_in_markdown() {
    insta::assert_snapshot!(markdown(&briefing(), BASE));
}

#[test]
fn a_briefing_in_json() {
    insta::assert_json_snapshot!(BriefingShape::from(&briefing()));
}

#[test]
fn no_line_of_text_is_longer_than_72_letters_but_an_address() {
    let said = text(&briefing(), BASE, Options { why: true });
    for line in said.lines().filter(|line| !line.contains("https://")) {
        assert!(line.chars().count() <= WIDTH, "{line}");
        assert_eq!(line, line.trim_end(), "no space at a line's end");
    }
}

#[test]
fn every_link_of_the_briefing_is_in_every_form() {
    let of = briefing();
    let forms = [
        text(&of, BASE, Options::default()),
        html_mail(&of, BASE),
        markdown(&of, BASE),
    ];
    let said = of
        .items()
        .flat_map(|item| std::iter::once(&item.headline).chain(&item.detail));
    for href in said
        .flat_map(|sentence| &sentence.0)
        .filter_map(crate::Run::href)
    {
        for form in &forms {
            assert!(form.contains(&format!("{BASE}{href}")), "{href} in {form}");
        }
    }
}

#[test]
fn a_mail_asks_for_nothing_and_cannot_be_broken_out_of() {
    let mail = html_mail(&briefing(), BASE);
    for asking in [
        "<img", "<script", "<link", "src=", "url(", "@import", "<style", "http://",
    ] {
        assert!(!mail.contains(asking), "{asking}");
    }
    assert!(mail.contains("SYNTHETIC &lt;One&gt; &amp; Two"));
    assert!(!mail.contains("<One>"));
    for address in mail.split("href=\"").skip(1) {
        assert!(address.starts_with(BASE), "{address}");
    }
    assert!(item_html(&briefing().must_reads[0], BASE).starts_with("<p style"));
}

#[test]
fn a_briefing_by_period_says_that_nobody_read_it_then() {
    let of = Briefing {
        knowledge: Knowledge::UpTo {
            month: "2022-12".parse().unwrap(),
        },
        ..briefing()
    };
    assert!(standing(&of).contains("up to December 2022"));
    for form in [
        text(&of, BASE, Options::default()).replace('\n', " "),
        html_mail(&of, BASE),
        markdown(&of, BASE),
    ] {
        assert!(form.contains("not as they were known then"), "{form}");
        assert!(form.contains("Briefing for England, December 2022"));
    }
}

#[test]
fn a_quiet_day_says_so() {
    let of = Briefing {
        must_reads: Vec::new(),
        sections: Vec::new(),
        ..briefing()
    };
    for form in [
        text(&of, BASE, Options::default()),
        html_mail(&of, BASE),
        markdown(&of, BASE),
    ] {
        assert!(form.contains("Nothing changed beyond usual"), "{form}");
    }
}

#[test]
fn its_page_is_known_by_day_or_month_and_by_whom_it_is_for() {
    let day = Briefing {
        knowledge: Knowledge::AsKnown {
            day: date(2023, 5, 12),
        },
        ..briefing()
    };
    assert_eq!(page_path(&day), "/briefings/2023-05-12");
    let month = Briefing {
        knowledge: Knowledge::UpTo {
            month: "2022-12".parse().unwrap(),
        },
        scope: Scope {
            body: "ZZ1".parse().unwrap(),
            name: "SYNTHETIC".to_owned(),
            level: Level::Icb,
        },
        ..briefing()
    };
    assert_eq!(page_path(&month), "/briefings/2022-12?for=ZZ1");
}

proptest! {
    /// Whatever the words, no line is too long unless one word is, and no word is lost.
    #[test]
    fn lines_are_broken_between_words(words in proptest::collection::vec("[a-zA-Zé&<\\[\\]*]{1,30}", 0..60)) {
        let mut of = briefing();
        of.must_reads.truncate(1);
        of.must_reads[0].headline = crate::Sentence::from(words.join(" "));
        of.must_reads[0].detail.clear();
        let mut links = super::Links::default();
        let said = super::item_text(&of.must_reads[0], "1. ", &mut links);
        for line in said.lines() {
            prop_assert!(line.chars().count() <= WIDTH, "{}", line);
        }
        let read: Vec<&str> = said.split_whitespace().skip(1).collect();
        prop_assert_eq!(read.join(" "), format!("{}.", words.join(" ")));
    }
}
