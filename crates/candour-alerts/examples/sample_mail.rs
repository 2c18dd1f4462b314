//! Writes a mail's two halves, to be looked at: `cargo run --release -p candour-alerts --example sample_mail -- FOLDER`.
//! Everything in it is invented.

use std::path::PathBuf;

use candour_alerts::mail::compose;
use candour_alerts::store::{Addressee, Message, MessageKind, Why};
use candour_alerts::{Settings, Told};
use candour_briefing::Sentence;
use jiff::Timestamp;

fn told(id: &str, headline: Sentence, detail: Vec<Sentence>) -> Told {
    Told {
        id: id.to_owned(),
        kind: "step".to_owned(),
        headline,
        detail,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    let receipt = "/receipts/ae-four-hour/ZZ1/2022-12";
    let items = vec![
        told(
            "one",
            Sentence::from("A&E within four hours at Synthetic Hospitals came below 70%: ").figure("65.2%", "65.2034%", receipt).text(" in December 2022"),
            vec![
                Sentence::from("It was ").figure("71.4%", "71.3981%", receipt).text(" in November 2022."),
                Sentence::from("The figure is a special cause: beyond what its usual variation would bring about."),
                Sentence::from("See ").link("the chart", "/measures/ae-four-hour/ZZ1").text("."),
            ],
        ),
        told(
            "two",
            Sentence::from("The waiting list in the Synthetic and Invented Integrated Care Board was revised from ").figure("134,000", "133,860", receipt).text(" to ").figure("136,000", "136,204", receipt),
            vec![Sentence::from("The file of 11 December 2025 takes the place of that of 13 November 2025, and no verdict changes.")],
        ),
        told("three", Sentence::from("Nobody has been chief executive of Synthetic Hospitals since 1 December 2022"), vec![]),
    ];
    let why = |subscription, words: &str, cadence: &str| Why {
        subscription,
        follow: "body:ZZ1".to_owned(),
        words: words.to_owned(),
        cadence: cadence.to_owned(),
        ends: format!("s{subscription}-0123456789abcdef0123456789abcdef"),
    };
    let mut message = Message {
        id: 1,
        kind: MessageKind::Daily,
        to: Addressee::Mail("ada@example.org".to_owned()),
        made_at: Timestamp::from_second(1_795_503_600)?,
        known_by: "0123456789abcdef0123456789abcdef".to_owned(),
        items,
        more: 0,
        why: vec![
            why(1, "all news of Synthetic Hospitals", "daily"),
            why(
                2,
                "whether A&E within four hours at Synthetic Hospitals is below 70%",
                "at-once",
            ),
        ],
        ends_all: "a1-0123456789abcdef0123456789abcdef".to_owned(),
    };
    let settings = Settings {
        base_url: "https://candour.example".to_owned(),
        mail: None,
        messages_a_day: 6,
    };
    let from = "Candour <alerts@candour.example>";
    for (name, kind) in [
        ("digest", MessageKind::Daily),
        ("confirm", MessageKind::Confirm),
    ] {
        message.kind = kind;
        if kind == MessageKind::Confirm {
            message.why.truncate(1);
        }
        let mail = compose(&message, &settings, from, Some("0123456789abcdef"));
        std::fs::write(folder.join(format!("{name}.html")), &mail.html)?;
        std::fs::write(
            folder.join(format!("{name}.txt")),
            format!("Subject: {}\n\n{}", mail.subject, mail.text),
        )?;
        std::fs::write(
            folder.join(format!("{name}.eml")),
            mail.message()?.formatted(),
        )?;
    }
    Ok(())
}
