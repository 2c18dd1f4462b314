//! Boundaries of boards, sub-ICB locations and regions: GeoJSON of the Office for National Statistics.
//!
//! The properties of a feature give its code and name: `ICB23CD`, `ICB23NM`; `SICBL23CD`; `NHSER24CD`.
//! Points are longitude and latitude (WGS 84, EPSG:4326), as the standard for GeoJSON (RFC 7946)
//! has them; the office also publishes on the national grid, which is told by its `crs` and by
//! numbers that are no degrees.

mod rings;

use std::collections::HashSet;
use std::io::Read as _;

use candour_core::{Cadence, Diagnostic, Diagnostics, Level};
use serde_json::Value;

use crate::codes::is_ons_code;
use crate::dates::year_of_heading;
use crate::directory::{AsAt, Gathered, Said, other_form};
use crate::text::{counted, shown};
use crate::{Check, Content, Directory, DirectoryReading, Facts, Form, Recognition};

/// The family.
#[derive(Debug)]
pub(crate) struct OnsBoundaries;

static FACTS: Facts = Facts {
    id: "ons-boundaries",
    title: "Boundaries of boards, sub-ICB locations and regions",
    publisher: "Office for National Statistics",
    licence: "Open Government Licence v3.0; contains Ordnance Survey data",
    landing_page: Some("https://geoportal.statistics.gov.uk/"),
    frequency: "yearly",
    cadence: Cadence::Monthly,
    marks: &[],
    caveats: &[
        "Boundaries are generalised: good for a picture, not for whether a house lies within.",
    ],
};

/// The largest file read, in bytes: five times the largest of the generalised ones. It is held in
/// memory whole.
const LARGEST: u64 = 8 << 20;

/// How the names of the properties begin and end, and at which level the bodies stand.
const LEVELS: [(&str, Level); 3] = [
    ("SICBL", Level::SubIcb),
    ("ICB", Level::Icb),
    ("NHSER", Level::Region),
];

impl Directory for OnsBoundaries {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn recognise(&self, content: &Content<'_>) -> Recognition {
        let Content::Text { head, .. } = content else {
            return other_form(Form::Workbook);
        };
        let text = head.trim_ascii_start();
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        if text.trim_ascii_start().starts_with(b"{")
            && memchr::memmem::find(text, b"\"FeatureCollection\"").is_some()
        {
            return Recognition::Yes {
                layout: "GeoJSON features",
                form: Form::GeoJson,
            };
        }
        other_form(Form::Csv)
    }

    fn read(&self, content: Content<'_>) -> DirectoryReading {
        let mut gathered = Gathered::default();
        let Content::Text { head, rest } = content else {
            return gathered.reading(None);
        };
        let mut text = head.to_vec();
        let left = (LARGEST + 1).saturating_sub(head.len() as u64);
        if let Err(error) = rest.take(left).read_to_end(&mut text) {
            return gathered.reading(Some(error));
        }
        if text.len() as u64 > LARGEST {
            // To its end all the same, so that the caller has seen all of the file.
            let drained = std::io::copy(rest, &mut std::io::sink());
            let message = format!(
                "a map of more than {} MiB is not read; load the generalised boundaries (BSC or BUC)",
                LARGEST >> 20
            );
            gathered
                .faults
                .push(Diagnostic::error("map-too-large", message));
            return gathered.reading(drained.err());
        }
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
        match serde_json::from_slice::<Value>(text) {
            Ok(map) => read_map(&map, &mut gathered),
            Err(error) => {
                let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
                let message = format!("expected JSON: {error}");
                gathered
                    .faults
                    .push(Diagnostic::error("json", message).at_line(line));
            }
        }
        gathered.reading(None)
    }
}

fn read_map(map: &Value, gathered: &mut Gathered) {
    let mut faults = Diagnostics::default();
    if map.get("type").and_then(Value::as_str) != Some("FeatureCollection") {
        let message = "expected a FeatureCollection at the top";
        faults.push(Diagnostic::error("not-a-map", message));
    }
    let projected = projection(map, &mut faults);
    let nothing = Vec::new();
    let features = map
        .get("features")
        .and_then(Value::as_array)
        .unwrap_or(&nothing);
    let mut reader = Features::default();
    // In another projection every point is out of place: saying so once is enough.
    if !projected {
        for (place, feature) in features.iter().enumerate() {
            reader.feature(place + 1, feature, gathered, &mut faults);
        }
    }
    gathered.rows = features.len() as u64;
    gathered.as_at = reader.year.clone();
    gathered.checks.push(Check {
        name: "rings",
        detail: format!(
            "every ring is closed and lies in England, over {} of {}",
            counted(reader.rings, "ring"),
            counted(features.len() as u64, "area")
        ),
        passed: faults.errors() == 0,
    });
    gathered.faults = faults;
}

/// Whether the map says that it is in another projection; that is reported.
fn projection(map: &Value, faults: &mut Diagnostics) -> bool {
    let Some(crs) = map.get("crs").filter(|crs| !crs.is_null()) else {
        return false;
    };
    let name = crs
        .pointer("/properties/name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let plain = ["EPSG:4326", "EPSG::4326", "CRS84"];
    if plain
        .iter()
        .any(|end| name.to_ascii_uppercase().ends_with(end))
    {
        return false;
    }
    let message = format!(
        "expected longitude and latitude (EPSG:4326), saw the projection {}",
        shown(name.as_bytes())
    );
    faults.push(
        Diagnostic::error("projection", message)
            .with_hint("load the file that the Open Geography Portal offers as GeoJSON"),
    );
    true
}

#[derive(Default)]
struct Features {
    codes: HashSet<String>,
    rings: u64,
    level: Option<Level>,
    year: Option<AsAt>,
}

impl Features {
    fn feature(
        &mut self,
        number: usize,
        feature: &Value,
        gathered: &mut Gathered,
        faults: &mut Diagnostics,
    ) {
        let mut fault = |code: &str, what: &str, message: String| {
            let whose = if what.is_empty() {
                String::new()
            } else {
                format!(" ({what})")
            };
            faults.push(Diagnostic::error(
                code,
                format!("feature {number}{whose}: {message}"),
            ));
        };
        let Some((ons, name, level, heading)) = properties(feature) else {
            fault(
                "properties",
                "",
                "expected a code and a name such as ICB23CD and ICB23NM, SICBL23CD or NHSER24CD among its properties".to_owned(),
            );
            return;
        };
        if !is_ons_code(&ons) {
            let message = format!(
                "expected a code of a letter and eight digits, saw {}",
                shown(ons.as_bytes())
            );
            fault("not-an-ons-code", "", message);
            return;
        }
        if !self.codes.insert(ons.clone()) {
            fault(
                "code-twice",
                &ons,
                "expected each code once, saw it again".to_owned(),
            );
        }
        if *self.level.get_or_insert(level) != level {
            fault(
                "two-levels",
                &ons,
                "expected areas of one level, saw another".to_owned(),
            );
        }
        self.year = self.year.take().or_else(|| {
            year_of_heading(&heading).map(|day| AsAt {
                day,
                reason: format!("the year in its property {heading}"),
            })
        });
        let mut broken = Vec::new();
        let polygons = rings::polygons(feature.get("geometry"), &mut broken);
        for (code, message) in broken {
            fault(code, &ons, message);
        }
        self.rings += polygons.iter().map(|rings| rings.len() as u64).sum::<u64>();
        gathered.say(
            0,
            Said::Shape {
                ons,
                name,
                level,
                polygons,
            },
        );
    }
}

/// A feature's code, name, level, and the property that gave the code.
fn properties(feature: &Value) -> Option<(String, String, Level, String)> {
    let properties = feature.get("properties")?.as_object()?;
    let (key, level) = properties.keys().find_map(|key| {
        let (_, level) = LEVELS
            .iter()
            .find(|(begins, _)| is_property(key, begins, "CD"))?;
        Some((key.clone(), *level))
    })?;
    let name = format!("{}NM", key.strip_suffix("CD")?);
    Some((
        properties.get(&key)?.as_str()?.to_owned(),
        properties.get(&name)?.as_str()?.to_owned(),
        level,
        key,
    ))
}

/// `ICB23CD` begins with `ICB`, ends with `CD`, and has the year between.
fn is_property(key: &str, begins: &str, ends: &str) -> bool {
    key.strip_prefix(begins)
        .and_then(|rest| rest.strip_suffix(ends))
        .is_some_and(|year| year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit()))
}
