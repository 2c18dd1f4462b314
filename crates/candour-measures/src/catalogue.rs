use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use candour_core::{MeasureId, Month, Unit};

use crate::DefinitionError;
use crate::definition::Measure;
use crate::lists::SubmissionList;

include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// The measures, in the order in which they are shown.
#[derive(Debug, Default)]
pub struct Catalogue {
    measures: Vec<Measure>,
    lists: Vec<Arc<SubmissionList>>,
    by_id: HashMap<MeasureId, usize>,
    by_name: HashMap<String, usize>,
}

impl Catalogue {
    /// The measures that came with the program: the files of `data/measures`.
    ///
    /// A definition with a fault is left out; a test of this crate proves that there is none.
    ///
    /// ```
    /// use candour_measures::Catalogue;
    /// let catalogue = Catalogue::bundled();
    /// let measure = catalogue.find("18 weeks").expect("an alias");
    /// assert_eq!(measure.id.as_str(), "rtt-within-18-weeks");
    /// assert_eq!(catalogue.closest("rtt-wating").map(|near| near.id.as_str()), Some("rtt-waiting"));
    /// ```
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<Catalogue> =
            LazyLock::new(|| Catalogue::load(DEFINITIONS, LISTS).0);
        &BUNDLED
    }

    /// Reads definitions and lists (file name and text), and every fault of them.
    #[must_use]
    pub fn load(
        definitions: &[(&str, &str)],
        lists: &[(&str, &str)],
    ) -> (Self, Vec<DefinitionError>) {
        let mut faults = Vec::new();
        let mut catalogue = Self::default();
        for (file, text) in lists {
            let (list, more) = SubmissionList::from_csv(file, text);
            catalogue.lists.push(Arc::new(list));
            faults.extend(more);
        }
        for (file, text) in definitions {
            let (measure, more) = Measure::from_toml(file, text, &catalogue.lists);
            catalogue.measures.extend(measure);
            faults.extend(more);
        }
        catalogue.measures.sort_by(|one, other| {
            (one.group, one.order, &one.id).cmp(&(other.group, other.order, &other.id))
        });
        catalogue.name(&mut faults);
        catalogue.check_leagues(&mut faults);
        (catalogue, faults)
    }

    /// Enters every measure under its names, and reports a name that two measures have.
    fn name(&mut self, faults: &mut Vec<DefinitionError>) {
        for (place, measure) in self.measures.iter().enumerate() {
            self.by_id.entry(measure.id.clone()).or_insert(place);
            let names = std::iter::once(measure.id.as_str())
                .chain(measure.aliases.iter().map(String::as_str));
            for name in names {
                let earlier = *self.by_name.entry(plain(name)).or_insert(place);
                if earlier != place {
                    let other = &self.measures[earlier].id;
                    let message =
                        format!("expected a name of its own, saw `{name}`, which {other} has too");
                    faults.push(DefinitionError::new(&measure.file(), "aliases", message));
                }
            }
        }
    }

    fn check_leagues(&self, faults: &mut Vec<DefinitionError>) {
        for measure in &self.measures {
            let Some(league) = &measure.league else {
                continue;
            };
            let fits = self.get(&league.measure).is_some_and(|other| {
                other.unit == Unit::Count
                    && other.publication == measure.publication
                    && measure
                        .levels
                        .iter()
                        .all(|level| other.levels.contains(level))
            });
            if !fits {
                let message = format!(
                    "expected a count of the same publication and levels, saw `{}`",
                    league.measure
                );
                faults.push(DefinitionError::new(
                    &measure.file(),
                    "league.measure",
                    message,
                ));
            }
        }
    }

    /// The measure with this id.
    #[must_use]
    pub fn get(&self, id: &MeasureId) -> Option<&Measure> {
        self.by_id.get(id).map(|place| &self.measures[*place])
    }

    /// Every measure, by group and in it by the order that its definitions state.
    pub fn iter(&self) -> std::slice::Iter<'_, Measure> {
        self.measures.iter()
    }

    /// The measure with this id or alias; case and spaces do not matter.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&Measure> {
        self.by_name
            .get(&plain(text))
            .map(|place| &self.measures[*place])
    }

    /// The measure that somebody may have meant who typed this: the one with the nearest name.
    #[must_use]
    pub fn closest(&self, text: &str) -> Option<&Measure> {
        let asked: Vec<char> = plain(text).chars().take(LONGEST_NAME).collect();
        let near = self
            .measures
            .iter()
            .enumerate()
            .flat_map(|(place, measure)| {
                let names = [measure.id.as_str(), measure.title.as_str()];
                let names = names
                    .into_iter()
                    .chain(measure.aliases.iter().map(String::as_str));
                names.map(move |name| (place, plain(name)))
            });
        let (_, place) = near
            .map(|(place, name)| (distance(&asked, &name), place))
            .filter(|(distance, _)| *distance <= asked.len().max(3) / 2 + 1)
            .min()?;
        self.measures.get(place)
    }

    /// The lists of providers that did not submit.
    #[must_use]
    pub fn lists(&self) -> &[Arc<SubmissionList>] {
        &self.lists
    }

    /// Whether the provider with this code is on any list in this month.
    #[must_use]
    pub fn known_not_submitting(&self, body: &str, month: Month) -> bool {
        self.lists.iter().any(|list| list.holds(body, month))
    }
}

impl<'a> IntoIterator for &'a Catalogue {
    type Item = &'a Measure;
    type IntoIter = std::slice::Iter<'a, Measure>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Longer texts are not names, and the distance to one costs as much as it is long.
const LONGEST_NAME: usize = 80;

/// A name without what typing varies.
fn plain(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// How many letters to put in, take out or change to make one text of the other (Levenshtein).
fn distance(one: &[char], other: &str) -> usize {
    let mut row: Vec<usize> = (0..=one.len()).collect();
    for (above, letter) in other.chars().enumerate() {
        let mut corner = above;
        row[0] = above + 1;
        for (at, mine) in one.iter().enumerate() {
            let changed = corner + usize::from(*mine != letter);
            corner = row[at + 1];
            row[at + 1] = changed.min(corner + 1).min(row[at] + 1);
        }
    }
    row[one.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_definitions_are_faultless() {
        let (catalogue, faults) = Catalogue::load(DEFINITIONS, LISTS);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(catalogue.iter().count(), DEFINITIONS.len());
    }

    #[test]
    fn the_order_is_by_group_and_the_same_always() {
        let ids: Vec<&str> = Catalogue::bundled()
            .iter()
            .map(|measure| measure.id.as_str())
            .collect();
        insta::assert_snapshot!(ids.join("\n"));
    }

    #[test]
    fn finds_by_alias_and_suggests() {
        let catalogue = Catalogue::bundled();
        let id = |found: Option<&Measure>| found.map(|measure| measure.id.to_string());
        assert_eq!(
            id(catalogue.find(" AE-Four-Hour ")),
            Some("ae-four-hour".into())
        );
        assert_eq!(id(catalogue.find("nonsense")), None);
        assert_eq!(
            id(catalogue.closest("ae-4-hour")),
            Some("ae-four-hour".into())
        );
        assert_eq!(
            id(catalogue.closest("rtt-over-52-week")),
            Some("rtt-over-52-weeks".into())
        );
        assert_eq!(id(catalogue.closest(&"x".repeat(10_000))), None);
    }

    #[test]
    fn letters_apart() {
        let apart = |one: &str, other: &str| distance(&one.chars().collect::<Vec<_>>(), other);
        assert_eq!(apart("", "abc"), 3);
        assert_eq!(apart("kitten", "sitting"), 3);
        assert_eq!(apart("abc", "abc"), 0);
    }

    #[test]
    fn two_measures_cannot_share_a_name() {
        let (file, text) = DEFINITIONS[0];
        let (_, faults) = Catalogue::load(&[(file, text), (file, text)], LISTS);
        assert!(
            faults
                .iter()
                .any(|fault| fault.message.contains("a name of its own")),
            "{faults:?}"
        );
    }
}
