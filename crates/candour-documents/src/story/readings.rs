//! The data by which a story is read: `data/documents/`.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use candour_core::{MeasureId, TreatmentFunction};
use candour_measures::Catalogue;
use serde::Deserialize;

use super::question::Of;

/// What the number beside a reading counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Counts {
    /// Per cent.
    Share,
    /// People, pathways, attendances, beds.
    Count,
    /// Weeks.
    Weeks,
}

/// What several months make.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OverMonths {
    /// They are added, above and below the line apart.
    Sum,
    /// Nothing: it is a level at the end of a month.
    #[default]
    None,
}

/// Which periods a measure has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Every {
    /// Months.
    #[default]
    Month,
    /// Quarters of the financial year.
    Quarter,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadingRow {
    measure: MeasureId,
    function: Option<TreatmentFunction>,
    counts: Counts,
    of: Of,
    needs: Vec<String>,
    #[serde(default)]
    may: Vec<String>,
    #[serde(default)]
    over_months: OverMonths,
    #[serde(default)]
    every: Every,
    #[serde(default)]
    estimates: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadingsFile {
    concepts: BTreeMap<String, Vec<String>>,
    reading: Vec<ReadingRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    plain: String,
    narrowing: String,
    speakers: String,
    plans: String,
    denials: String,
    bars: String,
    rises: String,
    falls: String,
    betters: String,
    worsens: String,
}

/// Which concepts together mean which part of which measure.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) measure: MeasureId,
    pub(crate) function: Option<TreatmentFunction>,
    pub(crate) counts: Counts,
    pub(crate) of: Of,
    pub(crate) needs: Vec<usize>,
    pub(crate) may: Vec<usize>,
    pub(crate) over_months: OverMonths,
    pub(crate) every: Every,
    pub(crate) estimates: bool,
}

/// The words by which a sentence is judged readable.
#[derive(Debug)]
pub(crate) struct WordLists {
    pub(crate) plain: HashSet<String>,
    pub(crate) narrowing: HashSet<String>,
    pub(crate) speakers: HashSet<String>,
    pub(crate) plans: HashSet<String>,
    pub(crate) denials: HashSet<String>,
    pub(crate) bars: HashSet<String>,
    pub(crate) rises: HashSet<String>,
    pub(crate) falls: HashSet<String>,
    pub(crate) betters: HashSet<String>,
    pub(crate) worsens: HashSet<String>,
}

/// How texts speak of the figures: concepts, readings and words.
#[derive(Debug)]
pub(crate) struct Readings {
    /// The phrases, each with the number of its concept.
    pub(crate) phrases: Vec<(String, usize)>,
    pub(crate) concepts: Vec<String>,
    pub(crate) readings: Vec<Reading>,
    pub(crate) words: WordLists,
}

fn set(words: &str) -> HashSet<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

impl Readings {
    /// The data that came with the program. What cannot be read is left out; a test of this crate
    /// proves that there is none.
    pub(crate) fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Readings> = LazyLock::new(|| {
            let (readings, _) = Readings::read(
                include_str!("../../../../data/documents/readings.toml"),
                include_str!("../../../../data/documents/words.toml"),
            );
            readings
        });
        &BUNDLED
    }

    /// Reads the two files, and every fault of them.
    pub(crate) fn read(readings: &str, words: &str) -> (Self, Vec<String>) {
        let mut faults = Vec::new();
        let file: ReadingsFile = toml::from_str(readings).unwrap_or_else(|error| {
            faults.push(format!("readings.toml: {error}"));
            ReadingsFile {
                concepts: BTreeMap::new(),
                reading: Vec::new(),
            }
        });
        let lists: WordsFile = toml::from_str(words).unwrap_or_else(|error| {
            faults.push(format!("words.toml: {error}"));
            WordsFile {
                plain: String::new(),
                narrowing: String::new(),
                speakers: String::new(),
                plans: String::new(),
                denials: String::new(),
                bars: String::new(),
                rises: String::new(),
                falls: String::new(),
                betters: String::new(),
                worsens: String::new(),
            }
        });
        let concepts: Vec<String> = file.concepts.keys().cloned().collect();
        let number = |name: &String| concepts.iter().position(|known| known == name);
        let mut found = Vec::new();
        for row in file.reading {
            let mut numbers = |names: &[String]| -> Vec<usize> {
                names
                    .iter()
                    .filter_map(|name| {
                        let place = number(name);
                        if place.is_none() {
                            faults.push(format!(
                                "readings.toml: {}: there is no concept {name}",
                                row.measure
                            ));
                        }
                        place
                    })
                    .collect()
            };
            let (needs, may) = (numbers(&row.needs), numbers(&row.may));
            if Catalogue::bundled().find(row.measure.as_str()).is_none() {
                faults.push(format!(
                    "readings.toml: there is no measure {}",
                    row.measure
                ));
                continue;
            }
            if needs.is_empty() || needs.len() != row.needs.len() {
                faults.push(format!(
                    "readings.toml: {} needs nothing known",
                    row.measure
                ));
                continue;
            }
            found.push(Reading {
                measure: row.measure,
                function: row.function,
                counts: row.counts,
                of: row.of,
                needs,
                may,
                over_months: row.over_months,
                every: row.every,
                estimates: row.estimates,
            });
        }
        let phrases = file
            .concepts
            .values()
            .enumerate()
            .flat_map(|(concept, phrases)| {
                phrases.iter().map(move |phrase| (phrase.clone(), concept))
            })
            .collect();
        let readings = Self {
            phrases,
            concepts,
            readings: found,
            words: WordLists {
                plain: set(&lists.plain),
                narrowing: set(&lists.narrowing),
                speakers: set(&lists.speakers),
                plans: set(&lists.plans),
                denials: set(&lists.denials),
                bars: set(&lists.bars),
                rises: set(&lists.rises),
                falls: set(&lists.falls),
                betters: set(&lists.betters),
                worsens: set(&lists.worsens),
            },
        };
        (readings, faults)
    }

    pub(crate) fn concept(&self, name: &str) -> Option<usize> {
        self.concepts.iter().position(|known| known == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_that_came_with_the_program_has_no_fault() {
        let (readings, faults) = Readings::read(
            include_str!("../../../../data/documents/readings.toml"),
            include_str!("../../../../data/documents/words.toml"),
        );
        assert_eq!(faults, Vec::<String>::new());
        assert!(readings.readings.len() > 30 && readings.concept("people").is_some());
        for (phrase, _) in &readings.phrases {
            assert_eq!(
                phrase,
                &phrase.to_lowercase(),
                "phrases are in small letters"
            );
        }
    }

    #[test]
    fn every_fault_is_named() {
        let text = "[concepts]\nx = ['y']\n[[reading]]\nmeasure = 'no-such'\ncounts = 'share'\nof = 'value'\nneeds = ['x']\n[[reading]]\nmeasure = 'ae-four-hour'\ncounts = 'share'\nof = 'value'\nneeds = ['z']\n";
        let (_, faults) = Readings::read(text, "");
        assert_eq!(faults.len(), 4, "{faults:?}");
    }
}
