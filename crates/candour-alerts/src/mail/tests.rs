use super::*;

fn mail() -> Mail {
    Mail {
        to: "ada@example.org".to_owned(),
        from: "Candour <alerts@candour.example>".to_owned(),
        subject: "A&E fell to 65.2% – the lowest on record".to_owned(),
        text: "Plain words.\n".to_owned(),
        html: "<p>Words.</p>\n".to_owned(),
        known_by: "00ff".to_owned(),
        unsubscribe: Some("https://candour.example/alerts/unsubscribe/s1-00".to_owned()),
        made_at: 1_764_000_000,
    }
}

fn wire(mail: &Mail) -> String {
    String::from_utf8(mail.message().unwrap().formatted()).unwrap()
}

/// The header lines, unfolded.
fn headers(text: &str) -> Vec<String> {
    let head = text.split("\r\n\r\n").next().unwrap();
    head.replace("\r\n ", " ")
        .split("\r\n")
        .map(str::to_owned)
        .collect()
}

#[test]
fn plain_text_stands_first_and_one_click_ends_it() {
    let text = wire(&mail());
    let (plain, html) = (
        text.find("text/plain").unwrap(),
        text.find("text/html").unwrap(),
    );
    assert!(text.contains("multipart/alternative") && plain < html);
    let headers = headers(&text);
    for wanted in [
        "From: Candour <alerts@candour.example>",
        "To: ada@example.org",
        "Message-ID: <00ff@candour.example>",
        "Date: Mon, 24 Nov 2025 16:00:00 +0000",
        "List-Unsubscribe: <https://candour.example/alerts/unsubscribe/s1-00>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Auto-Submitted: auto-generated",
    ] {
        assert!(
            headers.iter().any(|line| line == wanted),
            "{wanted}: {headers:#?}"
        );
    }
    assert_eq!(text, wire(&mail()), "the same mail is the same bytes");
}

#[test]
fn nothing_that_comes_in_can_begin_a_header() {
    for bad in [
        "\r\nBcc: eve@example.org",
        "\nBcc: eve@example.org",
        "\rBcc: eve@example.org",
        "\u{2028}Bcc: eve@example.org",
        "\0\u{85}Bcc: eve@example.org",
    ] {
        let spoilt = Mail {
            subject: format!("A&E{bad}"),
            unsubscribe: Some(format!("https://candour.example/{bad}")),
            from: format!("Can{bad}dour <alerts@candour.example>"),
            ..mail()
        };
        let headers = headers(&wire(&spoilt));
        assert!(
            !headers.iter().any(|line| line.starts_with("Bcc")),
            "{headers:#?}"
        );
        let to = Mail {
            to: format!("ada@example.org{bad}"),
            ..mail()
        };
        assert!(to.message().is_err());
        let from = Mail {
            from: format!("Candour <alerts@candour.example{bad}>"),
            ..mail()
        };
        assert!(from.message().is_err());
    }
}

#[test]
fn a_long_subject_is_cut() {
    let long = Mail {
        subject: "é".repeat(5_000),
        ..mail()
    };
    assert!(headers(&wire(&long)).iter().all(|line| line.len() < 2_000));
}
