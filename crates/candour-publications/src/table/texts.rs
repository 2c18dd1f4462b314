use std::collections::HashMap;
use std::sync::Arc;

use crate::text::decode;

/// The texts of a file's text columns, each held once and spoken of by number.
#[derive(Debug)]
pub(crate) struct Texts {
    columns: Vec<Interner>,
}

/// What became of a text.
#[derive(Debug)]
pub(crate) struct Interned {
    /// Its number; that of the first text where it was refused.
    pub(crate) id: u32,
    /// Whether it is new to the column.
    pub(crate) new: bool,
    /// Whether it was read as Windows-1252; said only of a new spelling.
    pub(crate) windows_1252: bool,
    /// Why it was not taken.
    pub(crate) refusal: Option<Refusal>,
}

/// Why a text is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Longer than [`Texts::LONGEST`].
    TooLong,
    /// It holds a control character.
    ControlCharacter,
    /// The column has [`Texts::MOST`] already.
    TooMany,
}

impl Texts {
    /// The longest text taken, in bytes; published names have under 120.
    pub(crate) const LONGEST: usize = 1000;
    /// How many different texts a column may have; the largest published one has some 500. With
    /// it, no file can fill the memory.
    pub(crate) const MOST: usize = 20_000;

    pub(crate) fn new(columns: usize) -> Self {
        Self {
            columns: std::iter::repeat_with(Interner::default)
                .take(columns)
                .collect(),
        }
    }

    /// Takes in a text as it stands in the file: decoded, without the spaces around it.
    pub(crate) fn intern(&mut self, column: usize, raw: &[u8]) -> Interned {
        self.columns[column].intern(raw)
    }

    /// The text of column `column` with number `id`.
    pub(crate) fn text(&self, column: usize, id: u32) -> &str {
        self.columns[column]
            .texts
            .get(id as usize)
            .map_or("", |text| text)
    }

    /// How many different texts, blanks left out, a column has.
    pub(crate) fn distinct(&self, column: usize) -> usize {
        self.columns[column]
            .texts
            .iter()
            .filter(|text| !text.is_empty())
            .count()
    }

    /// The texts of a column so far. Costs nothing when none came since the last time.
    pub(crate) fn dictionary(&mut self, column: usize) -> Arc<Vec<Arc<str>>> {
        let column = &mut self.columns[column];
        if column.shared.len() != column.texts.len() {
            column.shared = Arc::new(column.texts.clone());
        }
        Arc::clone(&column.shared)
    }
}

#[derive(Debug, Default)]
struct Interner {
    texts: Vec<Arc<str>>,
    by_text: HashMap<Arc<str>, u32>,
    /// Every way in which a text was written in the file, spaces and encoding included.
    spellings: Vec<Spelling>,
    by_bytes: HashMap<Box<[u8]>, u32>,
    /// The spelling of the row before.
    last: usize,
    shared: Arc<Vec<Arc<str>>>,
}

#[derive(Debug)]
struct Spelling {
    bytes: Box<[u8]>,
    id: u32,
    /// The spelling that came after it last time. Published files are sorted, so it mostly comes
    /// again, and a comparison of bytes saves the look-up.
    next: usize,
}

impl Interner {
    fn intern(&mut self, raw: &[u8]) -> Interned {
        if let Some(last) = self.spellings.get(self.last) {
            if *last.bytes == *raw {
                return Interned::known(last.id);
            }
            if let Some(next) = self.spellings.get(last.next)
                && *next.bytes == *raw
            {
                self.last = last.next;
                return Interned::known(next.id);
            }
        }
        let known = self.by_bytes.get(raw).map(|index| *index as usize);
        let (interned, index) = match known {
            Some(index) => (Interned::known(self.spellings[index].id), index),
            None => match self.add(raw) {
                Ok(added) => added,
                Err(refusal) => return Interned::refused(refusal),
            },
        };
        if let Some(last) = self.spellings.get_mut(self.last) {
            last.next = index;
        }
        self.last = index;
        interned
    }

    fn add(&mut self, raw: &[u8]) -> Result<(Interned, usize), Refusal> {
        if raw.len() > Texts::LONGEST {
            return Err(Refusal::TooLong);
        }
        let index = self.spellings.len();
        let number = match u32::try_from(index) {
            Ok(number) if index < Texts::MOST => number,
            _ => return Err(Refusal::TooMany),
        };
        let (text, windows_1252) = decode(raw);
        let text = text.trim();
        if text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t')
        {
            return Err(Refusal::ControlCharacter);
        }
        let (id, new) = match self.by_text.get(text) {
            Some(id) => (*id, false),
            None => {
                // There are never more texts than spellings, so this fits too.
                let id = u32::try_from(self.texts.len()).map_err(|_| Refusal::TooMany)?;
                let text: Arc<str> = text.into();
                self.texts.push(Arc::clone(&text));
                self.by_text.insert(text, id);
                (id, true)
            }
        };
        let bytes: Box<[u8]> = raw.into();
        self.by_bytes.insert(bytes.clone(), number);
        self.spellings.push(Spelling {
            bytes,
            id,
            next: index,
        });
        let interned = Interned {
            id,
            new,
            windows_1252,
            refusal: None,
        };
        Ok((interned, index))
    }
}

impl Interned {
    const fn known(id: u32) -> Self {
        Self {
            id,
            new: false,
            windows_1252: false,
            refusal: None,
        }
    }

    const fn refused(refusal: Refusal) -> Self {
        Self {
            id: 0,
            new: false,
            windows_1252: false,
            refusal: Some(refusal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_for_every_spelling_of_a_text() {
        let mut texts = Texts::new(1);
        let ids: Vec<u32> = [
            &b"LONDON"[..],
            b"LONDON ",
            b"MIDLANDS",
            b"LONDON",
            b"LONDON ",
        ]
        .map(|raw| texts.intern(0, raw).id)
        .into();
        assert_eq!(ids, [0, 0, 1, 0, 0]);
        assert_eq!(texts.text(0, 1), "MIDLANDS");
        assert_eq!(texts.dictionary(0).len(), 2);
    }

    #[test]
    fn refuses_what_is_no_name() {
        let mut texts = Texts::new(1);
        assert_eq!(
            texts.intern(0, b"a\0b").refusal,
            Some(Refusal::ControlCharacter)
        );
        assert_eq!(
            texts.intern(0, &[b'x'; 1001]).refusal,
            Some(Refusal::TooLong)
        );
        for number in 0..Texts::MOST {
            assert!(
                texts
                    .intern(0, number.to_string().as_bytes())
                    .refusal
                    .is_none()
            );
        }
        assert_eq!(texts.intern(0, b"more").refusal, Some(Refusal::TooMany));
        assert_eq!(texts.intern(0, b"77").id, 77);
    }
}
