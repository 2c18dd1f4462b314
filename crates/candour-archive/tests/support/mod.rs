//! Invented files, and the state of an archive as a test compares it.

#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each test program uses a part"
)]
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
#![allow(unreachable_pub, reason = "a module of several test programs")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use candour_archive::{
    Archive, Figure, Outcome, OutcomeStatus, Series, SeriesQuery, Snapshot, Writer,
};
use candour_core::{BodyCode, MeasureId, Month};
use rusqlite::Connection;

pub const LONDON: &str = "NHS ENGLAND LONDON";
pub const MIDLANDS: &str = "NHS ENGLAND MIDLANDS";

/// How many count columns an A&E file of today has.
pub const COUNTS: usize = 18;

const HEADINGS: &str = "Period,Org Code,Parent Org,Org name,A&E attendances Type 1,A&E attendances Type 2,A&E attendances Other A&E Department,A&E attendances Booked Appointments Type 1,A&E attendances Booked Appointments Type 2,A&E attendances Booked Appointments Other Department,Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department,Attendances over 4hrs Booked Appointments Type 1,Attendances over 4hrs Booked Appointments Type 2,Attendances over 4hrs Booked Appointments Other Department,Patients who have waited 4-12 hs from DTA to admission,Patients who have waited 12+ hrs from DTA to admission,Emergency admissions via A&E - Type 1,Emergency admissions via A&E - Type 2,Emergency admissions via A&E - Other A&E department,Other emergency admissions\r\n";

/// The folder of the published files, where it has the folders of these families; none, said aloud with
/// the name of what does not run, where one is missing. Where the files are required, that fails.
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

/// An invented provider's row.
#[derive(Debug, Clone)]
pub struct Row {
    pub code: String,
    pub region: &'static str,
    pub counts: [u32; COUNTS],
}

impl Row {
    /// A provider that has type 1 attendances and nothing else.
    pub fn new(code: &str, region: &'static str, seen: u32, late: u32) -> Self {
        let mut counts = [0; COUNTS];
        counts[0] = seen;
        counts[6] = late;
        Self {
            code: code.to_owned(),
            region,
            counts,
        }
    }
}

/// An A&E file of today's layout with its total row, as its publisher would write it.
pub fn ae_csv(month: &str, rows: &[Row]) -> String {
    let mut text = HEADINGS.to_owned();
    let mut totals = [0; COUNTS];
    let line = |first: String, counts: &[u32; COUNTS]| {
        let counts: Vec<String> = counts.iter().map(u32::to_string).collect();
        format!("{first},{}\r\n", counts.join(","))
    };
    for row in rows {
        totals
            .iter_mut()
            .zip(row.counts)
            .for_each(|(total, count)| *total += count);
        let Row {
            code,
            region,
            counts,
        } = row;
        text.push_str(&line(
            format!("MSitAE-{month},{code},{region},SYNTHETIC {code} HOSPITALS"),
            counts,
        ));
    }
    text.push_str(&line("TOTAL,TOTAL,TOTAL,TOTAL".to_owned(), &totals));
    text
}

/// An A&E file of two providers; `seen` tells its versions apart.
pub fn two(month: &str, seen: u32) -> String {
    ae_csv(
        month,
        &[
            Row::new("ZZ1", LONDON, seen, 100),
            Row::new("ZZ2", MIDLANDS, 500, 50),
        ],
    )
}

/// A folder for the archive and one for files to load.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("files")).unwrap();
        Self { folder }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    /// Writes a file to load.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("files").join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn writer(&self) -> Writer {
        Writer::open(&self.root()).unwrap()
    }

    pub fn archive(&self) -> Archive {
        Archive::open(&self.root()).unwrap()
    }

    pub fn load(&self, files: &[PathBuf]) -> Vec<Outcome> {
        self.writer().ingest(files, None, &mut |_| {}).unwrap()
    }

    /// What became of each of `files`, loaded in turn.
    pub fn statuses(&self, files: &[PathBuf]) -> Vec<OutcomeStatus> {
        self.load(files)
            .iter()
            .map(|outcome| outcome.status)
            .collect()
    }

    /// What `verify` finds damaged: paths within the archive.
    pub fn damaged(&self) -> Vec<PathBuf> {
        let archive = self.archive();
        let found = archive.snapshot().unwrap().verify(&mut |_| {}).unwrap();
        found
            .damage
            .iter()
            .map(|damage| damage.path.strip_prefix(self.root()).unwrap().to_owned())
            .collect()
    }

    /// Every row of every table of the catalogue.
    pub fn catalogue(&self) -> BTreeMap<String, Vec<String>> {
        let connection = Connection::open(self.root().join("catalogue.sqlite")).unwrap();
        let mut names = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .unwrap();
        let names: Vec<String> = names
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        names
            .into_iter()
            .map(|name| (name.clone(), rows(&connection, &name)))
            .collect()
    }

    /// Every file that is kept, with its bytes; the catalogue and its lock left out.
    pub fn kept(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        for top in ["sources", "tables", "staging"] {
            walk(&self.root().join(top), &mut found);
        }
        found
    }

    /// The kept files whose names end so.
    pub fn kept_as(&self, ending: &str) -> Vec<PathBuf> {
        self.kept()
            .into_keys()
            .filter(|path| path.to_string_lossy().ends_with(ending))
            .collect()
    }
}

fn rows(connection: &Connection, table: &str) -> Vec<String> {
    let mut statement = connection
        .prepare(&format!("SELECT * FROM {table}"))
        .unwrap();
    let width = statement.column_count();
    let rows = statement
        .query_map([], |row| {
            Ok((0..width)
                .map(|at| format!("{:?}", row.get_ref(at).unwrap()))
                .collect::<Vec<_>>()
                .join("|"))
        })
        .unwrap();
    let mut rows: Vec<String> = rows.collect::<Result<_, _>>().unwrap();
    rows.sort();
    rows
}

fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        out.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

pub fn query(measure: &str, body: &str) -> SeriesQuery {
    SeriesQuery::new(
        MeasureId::new(measure).unwrap(),
        BodyCode::new(body).unwrap(),
    )
}

pub fn series(
    snapshot: &Snapshot<'_>,
    measure: &str,
    body: &str,
    as_known: Option<&str>,
) -> Series {
    let query = SeriesQuery {
        as_known: as_known.map(|day| day.parse().unwrap()),
        ..query(measure, body)
    };
    snapshot.series(&query).unwrap()
}

/// The figure of one month; as known on a day where one is given.
pub fn figure(
    place: &Place,
    measure: &str,
    body: &str,
    month: &str,
    as_known: Option<&str>,
) -> Figure {
    let month: Month = month.parse().unwrap();
    let query = SeriesQuery {
        from: Some(month),
        to: Some(month),
        as_known: as_known.map(|day| day.parse().unwrap()),
        ..query(measure, body)
    };
    place
        .archive()
        .snapshot()
        .unwrap()
        .series(&query)
        .unwrap()
        .figures
        .remove(0)
}

/// A workbook from a text: `## Name` begins a sheet, each further line is a row, its cells between bars.
pub fn workbook(text: &str) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for part in text.split("## ").skip(1) {
        let (name, rows) = part.split_once('\n').unwrap();
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (row, line) in (0..).zip(rows.lines()) {
            for (column, cell) in (0..)
                .zip(line.split('|'))
                .filter(|(_, cell)| !cell.is_empty())
            {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row, column, number).unwrap(),
                    Err(_) => sheet.write(row, column, cell).unwrap(),
                };
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A file of the shared cases.
pub fn case(name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/cases")
            .join(name),
    )
    .unwrap()
}
