//! Any text: nothing panics, every mark lies within it, and what cannot be read is refused by name.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::sync::LazyLock;

use candour_core::BodyCode;
use candour_documents::story::{
    Answer, Checked, Evidence, Format, Held, MOST_BYTES, MOST_FIGURES, Question, Reader, Receipt,
    Refused, Verdict, Why,
};
use candour_register::{People, Register};
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// Figures made up for these tests: 65.2% (or 652 of anything) for everybody in every month.
struct MadeUp {
    own: bool,
    published: Option<Date>,
}

impl Evidence for MadeUp {
    fn answer(&self, question: &Question) -> Answer {
        let held = |value: f64, words: &str| Held {
            value,
            words: words.to_owned(),
            at_least: true,
            own: self.own,
            unsure: None,
            published: self.published,
            receipts: vec![Receipt {
                words: "made up".to_owned(),
                href: "/receipts/made-up".to_owned(),
            }],
        };
        match question {
            Question::Figure(asked)
                if asked.measure.as_str().starts_with("rtt-w") && asked.count =>
            {
                Answer::Held(held(652.0, "652"))
            }
            Question::Figure(_) => Answer::Held(held(65.2, "65.2%")),
            Question::Standard { .. } => Answer::Held(held(95.0, "95%")),
            Question::Run(_) | Question::PlansMissed(_) => Answer::None("made up".to_owned()),
        }
    }

    fn name(&self, body: &BodyCode) -> String {
        body.to_string()
    }
}

const STORY: Date = date(2023, 6, 15);
const SENTENCE: &str =
    "In December 2022, 65.2% of patients were seen within four hours in A&E in England.";

fn reader() -> &'static Reader {
    static READER: LazyLock<Reader> =
        LazyLock::new(|| Reader::new(Register::bundled(), People::bundled()));
    &READER
}

fn read(text: &str) -> Result<Checked, Refused> {
    let figures = MadeUp {
        own: true,
        published: None,
    };
    reader().check(text, Format::Guess, STORY, &figures)
}

#[test]
fn a_story_within_markup_is_the_same_story() {
    let plain = read(SENTENCE).unwrap();
    assert_eq!(plain.summary.hold, 1);
    for text in [
        format!(
            "<html><script>alert('99%')</script><p>{}</p>",
            SENTENCE.replace('&', "&amp;")
        ),
        format!("# A heading\n\n**{SENTENCE}**\n"),
        format!("> {SENTENCE}\n\n[a link](https://example.org/99%)"),
        SENTENCE.replace("65.2%", "65.2\u{a0}per cent"),
        SENTENCE.replace("65.2%", "\u{202e}65.2%\u{202c}"),
    ] {
        let checked = read(&text).unwrap();
        assert_eq!(checked.summary.hold, 1, "{text}: {:#?}", checked.figures);
        assert_eq!(checked.figures.len(), 1, "{text}");
    }
    let turned = read(&SENTENCE.replace("65.2%", "\u{202e}65.2%\u{202c}")).unwrap();
    assert!(turned.notes[0].contains("direction"), "{:?}", turned.notes);
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let long = "a ".repeat(MOST_BYTES);
    assert!(matches!(read(&long), Err(Refused::TooLong)));
    let many = "65.2% ".repeat(MOST_FIGURES + 1);
    assert!(matches!(read(&many), Err(Refused::TooManyFigures)));
    let many = "So it is. ".repeat(20_000);
    assert!(matches!(read(&many), Err(Refused::TooManySentences)));
    assert!(matches!(read("a\0b"), Err(Refused::NotText(_))));
    assert_eq!(read("").unwrap().summary.figures, 0);
}

#[test]
fn a_text_in_another_language_is_said_to_be_one() {
    let text = "Im Dezember 2022 wurden in England nur 65,2 Prozent der Patienten binnen vier Stunden \
                behandelt, teilte der Gesundheitsdienst am Donnerstag mit, und die Lage bleibt ernst.";
    let checked = read(text).unwrap();
    assert_eq!(checked.summary.hold + checked.summary.differ, 0);
    assert_eq!(checked.notes, ["No claim in English was found."]);
}

#[test]
fn what_keeps_a_figure_from_being_judged_is_named() {
    for (text, why) in [
        (
            "In December 2022, 65.2% of patients were seen within four hours in A&E.",
            Why::Body,
        ),
        (
            "In England 65.2% of patients were seen within four hours in A&E.",
            Why::Period,
        ),
        (
            "In England 65.2% of patients were seen in December 2022.",
            Why::Measure,
        ),
        (
            "In England 65.2% of patients were seen within four hours in A&E last year.",
            Why::Period,
        ),
        (
            "In England 65.2% of patients will be seen within four hours in A&E in December 2022.",
            Why::Plan,
        ),
        (
            "In England 65.2% of patients were not seen within four hours in A&E in December 2022.",
            Why::Denied,
        ),
        (
            "Were 65.2% of patients seen within four hours in A&E in England in December 2022?",
            Why::Asked,
        ),
        (
            "In England 65.2% of children were seen within four hours in A&E in December 2022.",
            Why::Unit,
        ),
        (
            "In England 65.2% of patients were seen within four hours in A&E in December 2022, excluding children.",
            Why::Narrowed,
        ),
        (
            "In England up to 65.2% of patients were seen within four hours in A&E in December 2022.",
            Why::Hedge,
        ),
        (
            "The target is 95% of patients in England seen within four hours in A&E in December 2022.",
            Why::Bar,
        ),
        (
            "In Leeds 65.2% of patients were seen within four hours in A&E in December 2022.",
            Why::Body,
        ),
    ] {
        let checked = read(text).unwrap();
        let mark = &checked.figures[0];
        assert_eq!(
            (mark.verdict, mark.why),
            (Verdict::CannotCheck, Some(why)),
            "{text}: {}",
            mark.words
        );
    }
}

/// A figure of ours that came out after the story proves nothing against it, and neither does a sum where the
/// headline includes estimates.
#[test]
fn a_difference_that_proves_nothing_is_no_verdict() {
    let wrong = SENTENCE.replace("65.2%", "64.0%");
    let of = |figures: MadeUp, text: &str| {
        let checked = reader()
            .check(text, Format::Guess, STORY, &figures)
            .unwrap();
        (checked.figures[0].verdict, checked.figures[0].why)
    };
    let held = |published| MadeUp {
        own: true,
        published,
    };
    assert_eq!(of(held(None), &wrong), (Verdict::Differs, None));
    assert_eq!(
        of(held(Some(date(2023, 5, 11))), &wrong),
        (Verdict::Differs, None)
    );
    assert_eq!(
        of(held(Some(date(2023, 9, 1))), &wrong),
        (Verdict::CannotCheck, Some(Why::Revised))
    );
    let list = "In England, 61.4% of those on the waiting list in March 2023 had waited less than 18 weeks.";
    let sum = MadeUp {
        own: false,
        published: None,
    };
    assert_eq!(of(sum, list), (Verdict::CannotCheck, Some(Why::Headline)));
    assert_eq!(of(held(None), list), (Verdict::Differs, None));
}

/// Pieces of which sentences that nearly say something are made.
fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "65.2%",
        "65.2 per cent",
        "7.25 million",
        "£2bn",
        "one in three",
        "two thirds",
        "nearly",
        "more than",
        "England",
        "Leeds",
        "Greater Manchester",
        "Manchester University NHS Foundation Trust",
        "A&E",
        "within four hours",
        "waiting list",
        "in December 2022",
        "2023-24",
        "last year",
        "since",
        "by",
        ",",
        ".",
        "“",
        "”",
        "said",
        "down from",
        "to",
        "between",
        "and",
        "and",
        "of",
        "patients",
        "4",
        "-",
        "%",
        "(",
        "\n",
        "target",
        "missed",
        "lowest",
        "€",
        "ﬁ",
        "é",
        "\u{202e}",
        "0",
        "00",
        "1,2,3",
        "1e9",
        "99999999999999999999",
    ]);
    prop::collection::vec(words, 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_mark_lies_within_any_text(text in prop_oneof![pieces(), any::<String>()], html in any::<bool>()) {
        let figures = MadeUp { own: true, published: None };
        let format = if html { Format::Html } else { Format::Guess };
        let Ok(checked) = reader().check(&text, format, STORY, &figures) else {
            return Ok(());
        };
        for mark in &checked.figures {
            prop_assert_eq!(checked.text.get(mark.start..mark.end), Some(mark.text.as_str()));
            prop_assert!(mark.given_start <= mark.given_end && mark.given_end <= text.len());
            prop_assert!(text.is_char_boundary(mark.given_start) && text.is_char_boundary(mark.given_end));
            prop_assert_eq!(mark.why.is_some(), mark.verdict == Verdict::CannotCheck);
        }
        for name in &checked.names {
            prop_assert_eq!(checked.text.get(name.start..name.end), Some(name.text.as_str()));
        }
        let again = reader().check(&text, format, STORY, &figures).ok();
        prop_assert_eq!(again.as_ref(), Some(&checked));
    }
}
