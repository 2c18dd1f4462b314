//! How long ten thousand rules take against the news of a nation, from an archive and a store to who waits for what.
//!
//! `cargo run --release -p candour-alerts --example rule_speed -- ARCHIVE`: rules and news are made over the bodies and
//! measures of the archive, because what people will follow is not known; the figures of queries are the archive's own.

#![expect(
    clippy::print_stdout,
    reason = "a program that prints what it measured"
)]

use std::time::Instant;

use candour_alerts::store::Wanted;
use candour_alerts::{Cadence, HookAddress, News, Rules, Standing, Store, Told, looks};
use candour_archive::Archive;
use candour_briefing::Subject;
use candour_core::{BodyCode, Level};
use candour_measures::Catalogue;
use jiff::Timestamp;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = std::env::args().nth(1).ok_or("name an archive")?;
    let archive = Archive::open(root.as_ref())?;
    let snapshot = archive.snapshot()?;
    let mut bodies: Vec<BodyCode> = Vec::new();
    for level in [Level::England, Level::Region, Level::Icb, Level::Provider] {
        bodies.extend(snapshot.bodies_at(level)?.into_iter().map(|body| body.code));
    }
    let measures: Vec<_> = Catalogue::bundled()
        .iter()
        .map(|measure| measure.id.clone())
        .collect();
    let folder = tempfile::tempdir()?;
    let mut store = Store::open_or_make(&folder.path().join("alerts.sqlite"), [1; 32], [2; 32])?;
    let now = Timestamp::from_second(1_795_503_600)?;
    let (mut made, mut wish) = (0, 0_usize);
    while made < 10_000 {
        let body = &bodies[wish % bodies.len()];
        let measure = &measures[(wish / 7) % measures.len()];
        // A fifth each: a body, a measure, a measure at a body, and two fifths queries.
        let follow = match wish % 5 {
            0 => format!("body:{body}"),
            1 => format!("measure:{measure}"),
            2 => format!("measure:{measure}@{body}"),
            3 => format!("query:{measure}@{body}<0.7"),
            _ => format!("query:{measure}@{body}>100"),
        };
        let to = HookAddress::new(&format!("https://hooks.example.org/{}", made / 50), false)?;
        let wanted = Wanted {
            words: follow.clone(),
            follow: follow.parse()?,
            cadence: Cadence::Daily,
        };
        let asked = store.add_webhook(&to, b"a secret of many letters", &wanted, now)?;
        made += usize::from(matches!(asked, candour_alerts::store::Asked::Confirmed(_)));
        wish += 1;
    }
    let subjects: Vec<Subject> = (0..2_000)
        .map(|item| Subject {
            bodies: vec![bodies[item * 13 % bodies.len()].clone()],
            measure: Some(measures[item % measures.len()].clone()),
            ..Subject::default()
        })
        .collect();
    let subjects: Vec<&Subject> = subjects.iter().collect();
    let told: Vec<Told> = (0..subjects.len())
        .map(|item| Told {
            id: format!("item/{item}"),
            kind: "step".to_owned(),
            headline: "A headline of about the usual length, for the time that writing takes"
                .into(),
            detail: vec!["And one sentence of detail, which is what an item has.".into()],
        })
        .collect();
    for round in 1..=3 {
        let begun = Instant::now();
        let rules: Rules = store.rules()?.into_iter().collect();
        let read = begun.elapsed();
        let asked = rules.asked_for();
        let found = looks(&snapshot, &asked)?;
        let looked = begun.elapsed();
        let standings: Vec<Standing> = found.iter().map(|look| look.standing.clone()).collect();
        let news = News {
            subjects: &subjects,
            briefings: &[],
            standings: &standings,
        };
        let evaluation = rules.evaluate(news);
        let evaluated = begun.elapsed();
        let noted = store.note(&evaluation, &told, &|_| Told::default(), now)?;
        let all = begun.elapsed();
        println!(
            "round {round}: 10,000 rules, {} items, {} series asked for, {} figures: rules read {read:?}, figures {:?}, rules {:?}, noted {:?}, all {all:?}; {} new, {} told before",
            subjects.len(),
            asked.len(),
            found.len(),
            looked - read,
            evaluated - looked,
            all - evaluated,
            noted.new,
            noted.before
        );
    }
    Ok(())
}
