//! `/claims` and `/claims/{id}`: sentences that are kept true, the broken first.

use candour_briefing::claims::{
    self, Checked, ClaimKind, ClaimShape, ClaimTally, Ledger, State, bundled, check_bundled,
    check_one, words,
};
use candour_export::table::Cell as FileCell;

use crate::format::{capital, plural};
use crate::server::answer::{Answer, Reading};
use crate::server::dates;
use crate::server::downloads::{self, Ending};
use crate::server::error::{AppError, Nearest};
use crate::views::{
    ArticleView, Block, Cell, Column, Fact, Figure, Link, Prose, Section, Table, TableRow,
};

/// The ledger of the archive; a fault of it is a fault of the site, and told as one.
pub(in crate::server) fn ledger(reading: &Reading<'_>) -> Result<Ledger, AppError> {
    Ledger::open(reading.snapshot.root()).map_err(|error| AppError::Internal(error.to_string()))
}

/// Every claim as it stands, with its past.
pub(in crate::server) fn shapes(reading: &Reading<'_>) -> Result<Vec<ClaimShape>, AppError> {
    let ledger = ledger(reading)?;
    let mut checked = check_bundled(reading.snapshot)?;
    checked.sort_by_key(|one| one.state);
    Ok(checked
        .iter()
        .map(|one| ClaimShape::new(one, &ledger))
        .collect())
}

/// One claim as it stands.
pub(in crate::server) fn find(
    reading: &Reading<'_>,
    id: &str,
) -> Result<Checked<'static>, AppError> {
    check_one(reading.snapshot, id)?.ok_or_else(|| not_found(id))
}

pub(in crate::server) fn all(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let checked = check_bundled(reading.snapshot)?;
    let tally = ClaimTally::of(&checked);
    let heading = match tally.broken {
        0 => format!(
            "None of {} is broken",
            plural(checked.len(), "claim", "claims")
        ),
        1 => format!("1 of {} claims is broken", checked.len()),
        broken => format!("{broken} of {} claims are broken", checked.len()),
    };
    let page = reading.page(heading.clone(), vec![reading.root()], false);
    let of = |state: State| checked.iter().filter(move |one| one.state == state);
    let mut sections = Vec::new();
    let broken: Vec<&Checked<'_>> = of(State::Broken).collect();
    if !broken.is_empty() {
        sections.push(section("broken", "Broken".to_owned(), &broken));
    }
    for kind in ClaimKind::ALL {
        let holds: Vec<&Checked<'_>> = of(State::Holds)
            .filter(|one| one.claim.kind == *kind)
            .collect();
        if !holds.is_empty() {
            let title = format!("Holds: {}", titled(*kind));
            sections.push(section(&kind.as_str().replace(' ', "-"), title, &holds));
        }
    }
    for (state, id) in [
        (State::CannotBeComputed, "not-computed"),
        (State::RecordedNotChecked, "recorded"),
    ] {
        let found: Vec<&Checked<'_>> = of(state).collect();
        if !found.is_empty() {
            sections.push(section(id, capital(state.as_str()), &found));
        }
    }
    let link = |ending: &str, name: &str| Link::new(name, format!("/claims.{ending}"));
    sections.push(
        Section::new("take", "Take it with you").with(Block::Downloads(
            "every claim, as it stands".to_owned(),
            vec![link("csv", "CSV"), link("json", "JSON")],
        )),
    );
    let view = ArticleView {
        page,
        kicker: Prose::from("Sentences that are kept true"),
        heading,
        lede: Prose::from(format!(
            "Each is a sentence with a question to the archive and the answer that makes it true. It is asked again whenever files are taken: {}.",
            tally
                .in_words()
                .split_once(": ")
                .map_or_else(String::new, |(_, states)| states.to_owned())
        )),
        sections,
    };
    Ok(Answer::html(view.render()?))
}

/// A kind of claim as the end of a title.
const fn titled(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Level => "how much there was",
        ClaimKind::Change => "what changed",
        ClaimKind::Record => "records",
        ClaimKind::Bodies => "how many bodies",
        ClaimKind::Verdict => "what became of promises",
        ClaimKind::Register => "who there was",
        ClaimKind::Event => "events",
        ClaimKind::Fact => "what sources published",
    }
}

fn section(id: &str, title: String, checked: &[&Checked<'_>]) -> Section {
    let table = Table {
        id: format!("{id}-table"),
        caption: format!("{title}: {}", plural(checked.len(), "claim", "claims")),
        columns: vec![
            Column::plain("Claim"),
            Column::plain("State"),
            Column::numeric("Expected"),
            Column::numeric("Found"),
        ],
        rows: checked.iter().map(|one| row(one)).collect(),
        source: Prose::default(),
    };
    Section::new(id, title).with(Block::Table(Box::new(table)))
}

/// The sentence of a claim, its figure leading to the receipt.
fn sentence(one: &Checked<'_>) -> Prose {
    let sentence = one.claim.sentence(&words::found(one), one.href());
    Prose::from(&sentence)
}

fn row(one: &Checked<'_>) -> TableRow {
    let claim = one.claim;
    let under = Prose::default()
        .link("In full", claims::page(&claim.id))
        .text(format!(
            " · {}, {}",
            claim.said_by,
            dates::half_date(claim.date)
        ));
    let mut beside = one.why.clone().unwrap_or_default();
    if !one.unverified.is_empty() {
        if !beside.is_empty() {
            beside.push_str("; ");
        }
        beside.push_str("unverified: ");
        beside.push_str(&one.unverified);
    }
    let found = match (one.href(), words::found(one)) {
        (Some(href), found) if one.found.is_some() => {
            Prose::default().figure(Figure::worded(found.clone(), found, href))
        }
        (_, found) => Prose::from(found),
    };
    TableRow {
        cells: vec![
            Cell::words(sentence(one)).under(under),
            Cell::words(Prose::default().claim(one.state)).under(beside),
            Cell::number(words::expected(one)),
            Cell::number(found).under(words::off_where_broken(one)),
        ],
        here: false,
    }
}

pub(in crate::server) fn one(reading: &Reading<'_>, last: &str) -> Result<Answer, AppError> {
    let (id, ending) = downloads::split(last)?;
    let one = find(reading, id)?;
    let ledger = ledger(reading)?;
    match ending {
        None => {}
        Some(Ending::Json) => return Answer::json(&ClaimShape::new(&one, &ledger)),
        Some(_) => {
            return Err(AppError::not_found(
                "A claim can be had as a page or as .json; all of them as /claims.csv",
            ));
        }
    }
    let claim = one.claim;
    let heading = claim.plain();
    let page = reading.page(
        heading.trim_end_matches('.').to_owned(),
        vec![reading.root(), Link::new("Claims", "/claims")],
        false,
    );
    let mut lede = Prose::default().claim(one.state);
    let off = words::off_where_broken(&one);
    lede = match (&one.why, one.found.is_some()) {
        (Some(why), _) => lede.text(format!(": {why}.")),
        (None, true) => {
            let found = words::found(&one);
            let figure = match one.href() {
                Some(href) => Prose::default().figure(Figure::worded(found.clone(), found, href)),
                None => Prose::from(found),
            };
            let off = if off.is_empty() {
                String::new()
            } else {
                format!(", {off} than expected")
            };
            lede.text(format!(": expected {}, found ", words::expected(&one)))
                .and(figure)
                .text(format!("{off}."))
        }
        (None, false) => lede.text("."),
    };
    let mut facts = vec![
        Fact::new("The claim", sentence(&one)),
        Fact::new("Said by", claim.said_by.clone()),
        Fact::new("Source", source(&claim.source)),
        Fact::new("Date", dates::half_date(claim.date)),
        Fact::new("Kind", titled(claim.kind)),
    ];
    let mut add = |term: &str, said: &str| {
        if !said.is_empty() {
            facts.push(Fact::new(term, said.to_owned()));
        }
    };
    add("To be known", &claim.note);
    add("Unverified", &one.unverified);
    if let Some(day) = claim.as_known {
        add("As known on", &dates::day(day));
    }
    add(
        "Stands in",
        &format!("data/claims/{} line {}", claim.file, claim.line),
    );
    let mut sections = vec![Section::new("facts", "What it says").with(Block::Facts(facts))];
    if !one.grounds.is_empty() {
        let lines = one.grounds.iter().map(|ground| {
            let said = match &ground.href {
                Some(href) => Prose::default().link(ground.words.clone(), href.clone()),
                None => Prose::from(ground.words.clone()),
            };
            let file = match (&ground.file, ground.published_on) {
                (Some(file), Some(day)) => format!(" · {file}, published {}", dates::day(day)),
                (Some(file), None) => format!(" · {file}"),
                (None, _) => String::new(),
            };
            said.text(file)
        });
        sections.push(Section::new("rests", "What it rests on").with(Block::List(lines.collect())));
    }
    let turns: Vec<Prose> = ledger
        .turns_of(&claim.id)
        .map(|turn| Prose::from(capital(&format!("{}.", turn.in_words()))))
        .collect();
    let past = if turns.is_empty() {
        Block::Words(Prose::from(ledger.since(&claim.id).map_or_else(
            || "It has not been asked at an ingest yet.".to_owned(),
            |day| {
                format!(
                    "It has stood so since it was first asked, on {}.",
                    dates::day(day)
                )
            },
        )))
    } else {
        Block::List(turns)
    };
    sections.push(Section::new("past", "How it stood before").with(past));
    sections.push(
        Section::new("take", "Take it with you").with(Block::Downloads(
            "it, as it stands".to_owned(),
            vec![Link::new(
                "JSON",
                format!("{}.json", claims::page(&claim.id)),
            )],
        )),
    );
    let view = ArticleView {
        page,
        kicker: Prose::from("A claim that is kept true"),
        heading,
        lede,
        sections,
    };
    Ok(Answer::html(view.render()?))
}

/// A source as it is written; it is words and addresses mixed, so that only a whole address is a link.
fn source(text: &str) -> Prose {
    if text.starts_with("http") && !text.contains([' ', ';']) {
        Prose::default().link(text, text)
    } else {
        Prose::from(text)
    }
}

/// Every claim as csv or JSON.
pub(in crate::server) fn file(reading: &Reading<'_>, ending: &str) -> Result<Answer, AppError> {
    let shapes = shapes(reading)?;
    match downloads::ending(ending) {
        Some(Ending::Json) => Answer::json(&shapes),
        Some(Ending::Csv) => {
            let columns = [
                "id",
                "state",
                "text",
                "kind",
                "expected",
                "found",
                "off",
                "unit",
                "why",
                "said_by",
                "source",
                "date",
                "as_known",
                "note",
                "unverified",
                "receipt",
                "since",
                "place",
            ]
            .map(str::to_owned);
            let mut rows = Vec::new();
            for shape in &shapes {
                let fields = serde_json::to_value(shape)?;
                rows.push(columns.iter().map(|name| cell(&fields[name])).collect());
            }
            downloads::table(&columns, &rows, "claims")
        }
        _ => Err(AppError::not_found(
            "The claims can be had as .csv and .json",
        )),
    }
}

fn cell(value: &serde_json::Value) -> FileCell {
    match value {
        serde_json::Value::Null => FileCell::Null,
        serde_json::Value::Number(number) => number.as_f64().map_or(FileCell::Null, FileCell::Real),
        serde_json::Value::String(text) => FileCell::Text(text.clone()),
        other => FileCell::Text(other.to_string()),
    }
}

fn not_found(id: &str) -> AppError {
    let shown: String = id.chars().take(60).collect();
    let first = shown.split('-').next().unwrap_or_default().to_owned();
    AppError::NotFound {
        heading: format!("There is no claim “{shown}”"),
        nearest: bundled()
            .0
            .iter()
            .filter(|claim| !first.is_empty() && claim.id.contains(&first))
            .take(6)
            .map(|claim| Nearest {
                id: claim.id.clone(),
                name: claim.plain(),
                kind: "claim",
                path: claims::page(&claim.id),
            })
            .collect(),
    }
}
