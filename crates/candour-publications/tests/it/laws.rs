//! What must hold of any input whatever.

use std::fs;
use std::path::Path;

use candour_publications::{Content, ReadContext, all};
use proptest::prelude::*;

use crate::common::{Kept, Read1, nobody, read};
use crate::sheets;

fn case(name: &str) -> Vec<u8> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    fs::read(cases.join(name)).unwrap()
}

/// Texts in good order, of each layout.
fn good() -> Vec<Vec<u8>> {
    [
        "ae_monthly/layout-to-march-2020/input.csv",
        "ae_monthly/layout-april-to-july-2020/input.csv",
        "ae_monthly/layout-from-august-2020/input.csv",
        "ae_monthly/quoted-names/input.csv",
        "rtt_full_extract/layout-from-april-2021/input.csv",
        "rtt_full_extract/layout-to-march-2021/input.csv",
    ]
    .map(case)
    .into()
}

/// Every count of every row, with the texts of the row.
fn rows(read: &Read1) -> Vec<(Vec<String>, Vec<Option<i32>>)> {
    let table = read.publication.table();
    let (texts, counts) = (table.texts().count(), table.counts().count());
    read.kept
        .0
        .iter()
        .flat_map(|batch| {
            (0..batch.len()).map(move |row| {
                let texts = (0..texts).map(|at| batch.text(at, row).to_owned());
                let counts = (0..counts).map(|at| batch.count(at, row));
                (texts.collect(), counts.collect())
            })
        })
        .collect()
}

/// Reads bytes with every family, recognised or not.
fn read_anyhow(bytes: &[u8]) {
    drop(read(bytes, &nobody));
    for publication in all() {
        let mut rest = &bytes[bytes.len() / 2..];
        let content = Content::Text {
            head: &bytes[..bytes.len() / 2],
            rest: &mut rest,
        };
        publication.read(content, &ReadContext::none(), &mut Kept::default());
        publication.read(
            Content::Workbook(bytes),
            &ReadContext::none(),
            &mut Kept::default(),
        );
    }
}

/// Places of digits that are counts: on a line after the header, in a field of digits alone.
fn digits_of_counts(text: &[u8]) -> Vec<usize> {
    let header = text.iter().position(|byte| *byte == b'\n').unwrap();
    let mut places = Vec::new();
    let mut start = header + 1;
    for at in header + 1..text.len() {
        if matches!(text[at], b',' | b'\r' | b'\n') {
            if text[start..at].iter().all(u8::is_ascii_digit) {
                places.extend(start..at);
            }
            start = at + 1;
        }
    }
    places
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// No single digit of a count can change unnoticed: the file's own arithmetic refuses it.
    #[test]
    fn a_changed_digit_is_refused(which in 0..6_usize, place: prop::sample::Index, by in 1..10_u8) {
        let mut text = good()[which].clone();
        let places = digits_of_counts(&text);
        let at = places[place.index(places.len())];
        text[at] = b'0' + (text[at] - b'0' + by) % 10;
        let read = read(&text, &nobody).unwrap();
        prop_assert!(read.reading.refused(), "byte {at}");
    }

    /// A changed byte is refused, or changes nothing but texts.
    #[test]
    fn a_changed_byte_never_changes_a_figure(which in 0..6_usize, place: prop::sample::Index, byte: u8) {
        let good = &good()[which];
        let mut text = good.clone();
        let at = place.index(text.len());
        text[at] = byte;
        let Ok(changed) = read(&text, &nobody) else {
            return Ok(());
        };
        if changed.reading.refused() {
            return Ok(());
        }
        let counts = |read: &Read1| -> Vec<Vec<Option<i32>>> {
            rows(read)
                .into_iter()
                .map(|(_, counts)| counts.into_iter().map(|count| count.filter(|count| *count != 0)).collect())
                .collect()
        };
        let unchanged = read(good, &nobody).unwrap();
        prop_assert_eq!(counts(&changed), counts(&unchanged), "byte {}", at);
    }

    /// Rows in another order give the same rows: nothing hangs on the publisher's order.
    #[test]
    fn the_order_of_rows_does_not_matter(which in 4..6_usize, order in Just((0..13).collect::<Vec<usize>>()).prop_shuffle()) {
        let text = String::from_utf8(good()[which].clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let mut shuffled = format!("{}\n", lines[0]);
        for at in order {
            shuffled.push_str(lines[at + 1]);
            shuffled.push('\n');
        }
        let sorted = |text: &[u8]| {
            let read = read(text, &nobody).unwrap();
            assert!(!read.reading.refused(), "{:?}", read.faults());
            let mut rows = rows(&read);
            rows.sort();
            rows
        };
        prop_assert_eq!(sorted(shuffled.as_bytes()), sorted(text.as_bytes()));
    }

    /// Nothing that is cut, doubled or put elsewhere makes the readers panic.
    #[test]
    fn pieces_never_panic(which in 0..6_usize, cuts in prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 0..6)) {
        let text = &good()[which];
        let mut pieces = text[..text.iter().position(|byte| *byte == b'\n').unwrap() + 1].to_vec();
        for (from, to) in cuts {
            let (from, to) = (from.index(text.len()), to.index(text.len()));
            pieces.extend_from_slice(&text[from.min(to)..from.max(to)]);
        }
        read_anyhow(&pieces);
    }

    #[test]
    fn rubbish_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read_anyhow(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    /// A damaged workbook is refused, or its figures still add up.
    #[test]
    fn damaged_workbooks_never_panic(old: bool, place: prop::sample::Index, bytes: [u8; 3]) {
        let sheets = sheets::parse(&String::from_utf8(case("ae_monthly/workbook/input.sheets")).unwrap());
        let mut workbook = if old { sheets::xls(&sheets) } else { sheets::xlsx(&sheets) };
        let at = place.index(workbook.len() - 3);
        workbook[at..at + 3].copy_from_slice(&bytes);
        drop(read(&workbook, &nobody));
    }
}

/// A sheet may claim any size: what it claims is neither believed nor set aside.
#[test]
fn a_lying_size_is_not_believed() {
    let text = String::from_utf8(case("ae_monthly/workbook/input.sheets")).unwrap();
    let sheets = sheets::parse(&text);
    for (rows, columns) in [(u32::MAX, 256), (65_536, u16::MAX), (1 << 30, 1 << 14)] {
        let workbook = sheets::xls_that_claims(&sheets, rows, columns);
        let refusal = read(&workbook, &nobody).map(|_| ()).unwrap_err();
        assert!(refusal.reason.contains("more cells"), "{refusal}");
    }
    let mut far = sheets;
    far[1].1.push(vec![String::new(); 3]);
    let mut row = vec![String::new(); 1200];
    row[1199] = "1".to_owned();
    far[1].1.push(row);
    let refusal = read(&sheets::xlsx(&far), &nobody).map(|_| ()).unwrap_err();
    assert!(refusal.reason.contains("too large"), "{refusal}");
    let title = "A&amp;E Attendances, invented";
    for claim in ["A1:XFD1048576", "A1:A1", "B7:A1", "A1:ZZZ99999999"] {
        let workbook = sheets::xlsx_that_claims(claim, title);
        // Either the claim makes no sense, or the one cell that there is tells what is missing.
        match read(&workbook, &nobody) {
            Err(refusal) => assert!(refusal.reason.contains("damaged"), "{refusal}"),
            Ok(read) => assert!(
                read.faults()[0].contains("`Period:`"),
                "{:?}",
                read.faults()
            ),
        }
    }
}

/// One line of any length is neither kept nor the end of the reading.
#[test]
fn one_endless_line_is_one_fault() {
    use std::io::Read as _;
    let good = case("ae_monthly/layout-from-august-2020/input.csv");
    let mut lines = good.split_inclusive(|byte| *byte == b'\n');
    let head = [lines.next().unwrap(), lines.next().unwrap()].concat();
    let tail: Vec<u8> = lines.flatten().copied().collect();
    let mut rest = std::io::repeat(b'7')
        .take(300 << 20)
        .chain(&b"\r\n"[..])
        .chain(&tail[..]);
    let content = Content::Text {
        head: &head,
        rest: &mut rest,
    };
    let publication = candour_publications::by_id("ae-monthly").unwrap();
    let reading = publication.read(content, &ReadContext::none(), &mut Kept::default());
    let codes: Vec<&str> = reading
        .diagnostics
        .iter()
        .map(|fault| &*fault.code)
        .collect();
    assert_eq!(codes, ["line-too-long"]);
}

/// A file that grows in faults does not grow in memory.
#[test]
fn faults_beyond_a_thousand_are_counted() {
    let good = String::from_utf8(case("ae_monthly/layout-from-august-2020/input.csv")).unwrap();
    let mut text = good.lines().next().unwrap().to_owned();
    for _ in 0..5000 {
        text.push_str("\nrubbish");
    }
    let read = read(text.as_bytes(), &nobody).unwrap();
    assert_eq!(read.reading.diagnostics.len(), 1001);
    assert!(read.kept.0.is_empty());
}

/// A sink that fails ends the reading.
#[test]
fn a_failing_sink_is_reported() {
    struct Full;
    impl candour_publications::Sink for Full {
        fn batch(&mut self, _: candour_core::Batch) -> std::io::Result<()> {
            Err(std::io::Error::other("the disk is full"))
        }
    }
    for text in good() {
        let publication = all()
            .iter()
            .find(|publication| {
                let content = Content::Text {
                    head: &text,
                    rest: &mut std::io::empty(),
                };
                matches!(
                    publication.recognise(&content),
                    candour_publications::Recognition::Yes { .. }
                )
            })
            .unwrap();
        let content = Content::Text {
            head: &text,
            rest: &mut std::io::empty(),
        };
        let reading = publication.read(content, &ReadContext::none(), &mut Full);
        assert_eq!(reading.io.unwrap().to_string(), "the disk is full");
    }
}

/// A number as a file may print it, and as it is: up to six decimals, with or without a sign.
fn printed() -> impl Strategy<Value = (String, i64)> {
    (any::<bool>(), 0..1_000_000_i64, 0..=6_u32).prop_flat_map(|(negative, whole, places)| {
        (0..10_i64.pow(places)).prop_map(move |part| {
            let sign = if negative { "-" } else { "" };
            let text = match places {
                0 => format!("{sign}{whole}"),
                places => format!("{sign}{whole}.{part:0width$}", width = places as usize),
            };
            let size = whole * 1_000_000 + part * 10_i64.pow(6 - places);
            (text, if negative { -size } else { size })
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// The Oversight Framework's values are read to the last digit, whatever their sign, in whatever
    /// order the rows of several quarters stand.
    #[test]
    fn a_value_of_the_oversight_framework_is_what_is_printed((text, number) in printed(), turn: prop::sample::Index) {
        let file = String::from_utf8(case("nof_data/two-quarters/input.csv")).unwrap();
        let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
        let line = lines.iter_mut().find(|line| line.contains("OF0079")).unwrap();
        *line = line.replace(",%,0.0,", &format!(",%,{text},"));
        let rows = lines.len() - 1;
        lines[1..].rotate_left(turn.index(rows));
        let read = read(lines.join("\r\n").as_bytes(), &nobody).unwrap();
        prop_assert!(!read.reading.refused(), "{:?}", read.faults());
        let metric = read.text_index("metric_id");
        let value = read.publication.table().count_index("value").unwrap();
        let mut found = Vec::new();
        for batch in &read.kept.0 {
            prop_assert!(batch.rows.is_sorted());
            let own = (0..batch.len()).filter(|row| batch.text(metric, *row) == "OF0079");
            found.extend(own.filter_map(|row| batch.number(value, row)));
        }
        prop_assert_eq!(found.len(), 6);
        prop_assert!(found.contains(&number), "{}", text);
    }

    /// No digit of a rank, a score or a segment of a league table can change unnoticed where it
    /// changes the order of trusts.
    #[test]
    fn a_changed_rank_of_the_league_table_is_refused(place: prop::sample::Index, by in 1..10_u8) {
        let mut text = case("nof_league_table/with-its-quarter/input.csv");
        let ranks: Vec<usize> = (0..text.len())
            .filter(|at| text[*at..].starts_with(b",No,") || text[*at..].starts_with(b",Yes,"))
            .map(|at| at + 1 + text[at + 1..].iter().position(|byte| *byte == b',').unwrap() + 1)
            .collect();
        prop_assert_eq!(ranks.len(), 4);
        let at = ranks[place.index(ranks.len())];
        text[at] = b'0' + (text[at] - b'0' + by) % 10;
        prop_assert!(read(&text, &nobody).unwrap().reading.refused(), "byte {}", at);
    }
}
