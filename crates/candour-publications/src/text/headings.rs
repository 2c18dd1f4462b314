use super::fields::Fields;
use super::records::{Next, Records};
use super::{decode, shown};

/// A layout of a publication's texts: its headings, and where each column goes.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Its name, such as `August 2020 onwards`.
    pub(crate) name: &'static str,
    /// The headings as published: text columns first, then counts.
    pub(crate) headings: Vec<String>,
    /// For each column after the texts, its place among the counts of the tidy table.
    pub(crate) counts: Vec<usize>,
    /// Among the text columns, the one whose fields are handed over as they stand: numbers with
    /// decimals, of which there are too many to be held once each.
    pub(crate) raw: Option<usize>,
}

impl Layout {
    /// A layout whose columns are all texts.
    pub(crate) fn of_texts(name: &'static str, headings: &[&str]) -> Self {
        Self {
            name,
            headings: headings
                .iter()
                .map(|heading| (*heading).to_owned())
                .collect(),
            counts: Vec::new(),
            raw: None,
        }
    }

    /// How many leading columns are texts.
    pub(crate) fn texts(&self) -> usize {
        self.headings.len() - self.counts.len()
    }

    /// The number of the column (the first being 1) that holds count `count` of the tidy table,
    /// and its heading.
    pub(crate) fn column_of(&self, count: usize) -> (u32, &str) {
        let at = self
            .counts
            .iter()
            .position(|known| *known == count)
            .map_or(0, |at| self.texts() + at);
        (column_number(at), &self.headings[at])
    }

    /// For each of `all` counts of the tidy table, whether this layout has it.
    pub(crate) fn present(&self, all: usize) -> Vec<bool> {
        (0..all).map(|count| self.counts.contains(&count)).collect()
    }
}

/// The number that people give the column at place `at`.
pub(crate) fn column_number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

/// What a header is, beside the layouts of a publication.
#[derive(Debug)]
pub(crate) enum Header {
    /// That of a layout.
    Same {
        /// Its place among the layouts.
        layout: usize,
    },
    /// That of a layout, in another order.
    Reordered {
        /// Its place among the layouts.
        layout: usize,
        /// The place of the first column that stands elsewhere.
        at: usize,
        /// What stands there.
        seen: String,
    },
    /// Another.
    Different {
        /// How many headings the nearest layout shares with it.
        likeness: u32,
        /// The first difference from that layout, in a sentence.
        first_difference: String,
    },
}

/// The fields of the first record of a text; none where it does not end within `head`.
pub(crate) fn header_of(head: &[u8]) -> Option<Vec<String>> {
    let mut records = Records::new(without_mark(head));
    match records.next() {
        Ok(Next::Record { bytes, .. }) => Some(fields_of(bytes)),
        _ => None,
    }
}

/// The text without the byte-order mark that spreadsheet programs put before UTF-8.
pub(super) fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)
}

pub(super) fn fields_of(record: &[u8]) -> Vec<String> {
    let mut fields = Fields::new(record);
    std::iter::from_fn(|| {
        fields
            .next()
            .map(|field| decode(&field).0.trim().to_owned())
    })
    .collect()
}

/// Compares a header with the layouts of a publication. Headings are compared without regard to
/// case and to how many spaces stand between words.
pub(crate) fn judge(layouts: &[Layout], seen: &[String]) -> Header {
    let seen_keys: Vec<String> = seen.iter().map(|heading| key(heading)).collect();
    let mut nearest = (0, 0, 0);
    for (index, layout) in layouts.iter().enumerate() {
        let keys: Vec<String> = layout.headings.iter().map(|heading| key(heading)).collect();
        if let Some(found) = same_or_reordered(index, &keys, seen, &seen_keys) {
            return found;
        }
        let shared = seen_keys.iter().filter(|key| keys.contains(*key)).count();
        let in_place = keys.iter().zip(&seen_keys).filter(|(a, b)| a == b).count();
        if (shared, in_place) >= (nearest.0, nearest.1) {
            nearest = (shared, in_place, index);
        }
    }
    Header::Different {
        likeness: u32::try_from(nearest.0).unwrap_or(u32::MAX),
        first_difference: first_difference(&layouts[nearest.2], seen),
    }
}

fn same_or_reordered(
    layout: usize,
    keys: &[String],
    seen: &[String],
    seen_keys: &[String],
) -> Option<Header> {
    let known = seen_keys.get(..keys.len())?;
    if !seen[keys.len()..].iter().all(|heading| is_stray(heading)) {
        return None;
    }
    let Some(at) = (0..keys.len()).find(|at| keys[*at] != known[*at]) else {
        return Some(Header::Same { layout });
    };
    let sorted = |keys: &[String]| {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys
    };
    (sorted(keys) == sorted(known)).then(|| Header::Reordered {
        layout,
        at,
        seen: seen[at].clone(),
    })
}

/// Whether a heading after the last known column is a slip of the publisher's rather than a new
/// column: September 2024 has five blank ones and an `a`, with nothing beneath them.
fn is_stray(heading: &str) -> bool {
    heading.chars().count() <= 1
}

fn key(heading: &str) -> String {
    heading
        .split_whitespace()
        .map(str::to_ascii_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

fn first_difference(layout: &Layout, seen: &[String]) -> String {
    let name = layout.name;
    let expected = &layout.headings;
    for at in 0..expected.len().max(seen.len()) {
        let column = at + 1;
        match (expected.get(at), seen.get(at)) {
            (Some(known), Some(seen)) if key(known) != key(seen) => {
                let (known, seen) = (shown(known.as_bytes()), shown(seen.as_bytes()));
                return format!(
                    "column {column} is {seen}, where the layout of {name} has {known}"
                );
            }
            (Some(known), None) => {
                let known = shown(known.as_bytes());
                return format!(
                    "the header ends after column {at}, where the layout of {name} goes on with {known}"
                );
            }
            (None, Some(seen)) if !is_stray(seen) => {
                let seen = shown(seen.as_bytes());
                return format!(
                    "column {column} is {seen}, where the layout of {name} ends after column {}",
                    expected.len()
                );
            }
            _ => {}
        }
    }
    format!("nothing differs from the layout of {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layouts() -> Vec<Layout> {
        ["Period,Code,Old A,B", "Period,Code,A,B"]
            .into_iter()
            .map(|line| Layout {
                name: "a test",
                headings: line.split(',').map(str::to_owned).collect(),
                counts: vec![0, 1],
                raw: None,
            })
            .collect()
    }

    fn judged(line: &str) -> Header {
        judge(&layouts(), &header_of(line.as_bytes()).unwrap())
    }

    #[test]
    fn knows_a_layout_whatever_its_marks_case_and_strays() {
        for line in ["Period,Code,A,B", "\u{feff}period,\"CODE \",a,B,,,a\r\n"] {
            assert!(matches!(judged(line), Header::Same { layout: 1 }), "{line}");
        }
    }

    #[test]
    fn says_what_differs_first() {
        let Header::Reordered { at: 2, seen, .. } = judged("Period,Code,B,A") else {
            panic!("not seen as another order");
        };
        assert_eq!(seen, "B");
        for (line, words) in [
            (
                "Period,Code,A,C",
                "column 4 is `C`, where the layout of a test has `B`",
            ),
            ("Period,Code,A", "ends after column 3"),
            ("Period,Code,A,B,New", "column 5 is `New`"),
            ("Period,Code,A,A", "column 4 is `A`"),
        ] {
            let Header::Different {
                first_difference,
                likeness,
            } = judged(line)
            else {
                panic!("{line} was taken");
            };
            assert!(first_difference.contains(words), "{first_difference}");
            assert!(likeness >= 3);
        }
    }
}
