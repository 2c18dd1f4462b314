//! A story: any text, plain or HTML. Every mark lies within it, and the same text reads the same.

#![no_main]

use std::sync::LazyLock;

use candour_core::BodyCode;
use candour_documents::story::{Answer, Evidence, Format, Question, Reader, text_of};
use candour_register::{People, Register};
use libfuzzer_sys::fuzz_target;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(Register::bundled(), People::bundled()));

struct Nothing;

impl Evidence for Nothing {
    fn answer(&self, _: &Question) -> Answer {
        Answer::None("nothing is held".to_owned())
    }

    fn name(&self, body: &BodyCode) -> String {
        body.to_string()
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = text_of(bytes) else {
        return;
    };
    let date = jiff::civil::date(2023, 6, 15);
    for format in [Format::Guess, Format::Html] {
        let Ok(checked) = READER.check(text, format, date, &Nothing) else {
            continue;
        };
        for mark in &checked.figures {
            assert_eq!(checked.text.get(mark.start..mark.end), Some(mark.text.as_str()));
            assert!(text.get(mark.given_start..mark.given_end).is_some());
        }
    }
});
