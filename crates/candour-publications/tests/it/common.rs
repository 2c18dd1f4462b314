//! What the tests share: a sink that keeps everything.

use std::io;

use candour_core::{Batch, Month};
use candour_publications::{
    Content, HEAD, Publication, ReadContext, Reading, Sink, Unrecognised, recognise,
};

/// Keeps every batch.
#[derive(Default)]
pub(crate) struct Kept(pub(crate) Vec<Batch>);

impl Sink for Kept {
    fn batch(&mut self, batch: Batch) -> io::Result<()> {
        self.0.push(batch);
        Ok(())
    }
}

/// A file, read.
pub(crate) struct Read1 {
    pub(crate) publication: &'static dyn Publication,
    pub(crate) layout: &'static str,
    pub(crate) reading: Reading,
    pub(crate) kept: Kept,
}

impl Read1 {
    /// The sum of a count over the rows that `keep` has.
    pub(crate) fn sum(&self, column: &str, keep: impl Fn(&Batch, usize) -> bool) -> i64 {
        let index = self.publication.table().count_index(column).expect(column);
        let mut sum = 0;
        for batch in &self.kept.0 {
            for row in 0..batch.len() {
                if keep(batch, row) {
                    sum += batch.number(index, row).unwrap_or(0);
                }
            }
        }
        sum
    }

    pub(crate) fn text_index(&self, column: &str) -> usize {
        self.publication.table().text_index(column).expect(column)
    }

    /// The errors and warnings, as text.
    pub(crate) fn faults(&self) -> Vec<String> {
        self.reading
            .diagnostics
            .iter()
            .map(|fault| format!("{:?} {}: {fault}", fault.severity, fault.code))
            .collect()
    }
}

/// Whether bytes begin as a workbook does.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

/// Recognises and reads a file that is held in memory; a text is given in a head and a rest.
pub(crate) fn read(
    bytes: &[u8],
    known: &dyn Fn(&str, Month) -> bool,
) -> Result<Read1, Unrecognised> {
    read_named(bytes, known, "")
}

/// The same, for a file whose name plays a part.
pub(crate) fn read_named(
    bytes: &[u8],
    known: &dyn Fn(&str, Month) -> bool,
    file_name: &str,
) -> Result<Read1, Unrecognised> {
    let (head, mut rest) = bytes.split_at(bytes.len().min(HEAD));
    let workbook = is_workbook(bytes);
    let mut nothing = io::empty();
    let (publication, layout, _) = recognise(&if workbook {
        Content::Workbook(bytes)
    } else {
        Content::Text {
            head,
            rest: &mut nothing,
        }
    })?;
    let mut kept = Kept::default();
    let context = ReadContext {
        known_not_submitting: known,
        file_name,
    };
    let content = if workbook {
        Content::Workbook(bytes)
    } else {
        Content::Text {
            head,
            rest: &mut rest,
        }
    };
    let reading = publication.read(content, &context, &mut kept);
    Ok(Read1 {
        publication,
        layout,
        reading,
        kept,
    })
}

/// Nobody is known not to have submitted.
pub(crate) fn nobody(_: &str, _: Month) -> bool {
    false
}
