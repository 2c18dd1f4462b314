//! The archive of the real files, and archives of invented ones.

#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each test program uses a part"
)]
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
#![allow(unreachable_pub, reason = "a module of several test programs")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use candour_archive::{Archive, OutcomeStatus, Writer};
use candour_briefing::{Briefing, BriefingQuery, Item, Knowledge, briefing};
use candour_core::{BodyCode, Month};
use jiff::civil::date;

/// An archive in a folder that goes with it.
pub struct Held {
    pub archive: Archive,
    folder: tempfile::TempDir,
}

impl Held {
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// The folder of the published files, where it has these families; none, said aloud, where one is missing.
/// Where the files are required, that fails.
pub fn real_data(families: &[&str], test: &str) -> Option<PathBuf> {
    let data = std::env::var_os("CANDOUR_REAL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let Some(missing) = families.iter().find(|family| !data.join(family).is_dir()) else {
        return Some(data);
    };
    assert!(
        std::env::var_os("CANDOUR_REQUIRE_REAL_DATA").is_none(),
        "{test}: the real published files are required and there is no {missing}/ in {}",
        data.display()
    );
    let _ = writeln!(
        std::io::stderr().lock(),
        "SKIPPED {test}: no {missing}/ in {} (set CANDOUR_REAL_DATA)",
        data.display()
    );
    None
}

/// The archive of the real A&E files, or none.
pub fn real(test: &str) -> Option<&'static Held> {
    static REAL: OnceLock<Option<Held>> = OnceLock::new();
    REAL.get_or_init(|| {
        Some(held(
            &[real_data(&["ae_monthly"], test)?.join("ae_monthly")],
        ))
    })
    .as_ref()
}

fn held(files: &[PathBuf]) -> Held {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    writer.ingest(files, None, &mut |_| {}).unwrap();
    drop(writer);
    Held {
        archive: Archive::open(folder.path()).unwrap(),
        folder,
    }
}

/// A briefing of periods up to a month, for a body.
pub fn up_to(held: &Held, month: &str, body: Option<&str>) -> Briefing {
    ask(
        held,
        body,
        Knowledge::UpTo {
            month: month.parse().unwrap(),
        },
    )
}

pub fn ask(held: &Held, body: Option<&str>, knowledge: Knowledge) -> Briefing {
    let on = match knowledge {
        Knowledge::AsKnown { day } => day,
        _ => date(2026, 11, 24),
    };
    briefing(
        &held.archive.snapshot().unwrap(),
        &BriefingQuery {
            on,
            body: body.map(|code| BodyCode::new(code).unwrap()),
            knowledge,
        },
    )
    .unwrap()
}

/// The items of a measure whose bodies are these.
pub fn about<'a>(
    briefing: &'a Briefing,
    measure: &'a str,
    body: &'a str,
) -> impl Iterator<Item = &'a Item> {
    briefing.items().filter(move |item| {
        item.subject
            .measure
            .as_ref()
            .is_some_and(|id| id.as_str() == measure)
            && item.subject.bodies.iter().any(|code| code.as_str() == body)
    })
}

const HEADINGS: &str = "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,A&E attendances Other A&E Department,A&E attendances Booked Appointments Type 1,A&E attendances Booked Appointments Type 2,A&E attendances Booked Appointments Other Department,Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department,Attendances over 4hrs Booked Appointments Type 1,Attendances over 4hrs Booked Appointments Type 2,Attendances over 4hrs Booked Appointments Other Department,Patients who have waited 4-12 hs from DTA to admission,Patients who have waited 12+ hrs from DTA to admission,Emergency admissions via A&E - Type 1,Emergency admissions via A&E - Type 2,Emergency admissions via A&E - Other A&E department,Other emergency admissions\r\n";

/// An invented provider in a month: its code, attendances at a major department, and how many took over four
/// hours.
pub type Provider = (&'static str, u32, u32);

/// The file of an invented month, with the day of publication in its name where one is given.
pub fn write(
    folder: &Path,
    month: Month,
    published: Option<&str>,
    providers: &[Provider],
) -> PathBuf {
    let mut text = HEADINGS.to_owned();
    let period = format!(
        "MSitAE-{}",
        month.in_words().to_uppercase().replace(' ', "-")
    );
    let mut row = |period: &str, code: &str, parent: &str, name: &str, all: u32, over: u32| {
        text.push_str(&format!(
            "{period},{code},{parent},{name},{all},0,0,0,0,0,{over},0,0,0,0,0,0,0,0,0,0,0\r\n"
        ));
    };
    for (code, all, over) in providers {
        row(
            &period,
            code,
            "NHS ENGLAND LONDON",
            &format!("INVENTED HOSPITAL {code} (SYNTHETIC SAMPLE)"),
            *all,
            *over,
        );
    }
    let sum = |of: fn(&Provider) -> u32| providers.iter().map(of).sum();
    let (all, over) = (sum(|row| row.1), sum(|row| row.2));
    row("TOTAL", "TOTAL", "TOTAL", "TOTAL", all, over);
    let name = published.map_or_else(
        || format!("AE-{month}.csv"),
        |day| format!("{}-revised-{day}.csv", month.in_words().replace(' ', "-")),
    );
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

/// An archive of invented months.
pub fn invented(months: &[(Month, Option<&str>, Vec<Provider>)]) -> Held {
    let files = tempfile::tempdir().unwrap();
    for (month, published, providers) in months {
        write(files.path(), *month, *published, providers);
    }
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path()).unwrap();
    for outcome in writer
        .ingest(&[files.path().to_path_buf()], None, &mut |_| {})
        .unwrap()
    {
        assert!(
            matches!(
                outcome.status,
                OutcomeStatus::Loaded | OutcomeStatus::Partial
            ),
            "{outcome:?}"
        );
    }
    drop(writer);
    Held {
        archive: Archive::open(folder.path()).unwrap(),
        folder,
    }
}
