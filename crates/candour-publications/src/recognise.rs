use candour_core::Diagnostic;

use crate::{Content, Directory, Facts, Form, Publication, Recognition, all, directories};

/// Why a file is none of the families known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Unrecognised {
    /// What the file plainly is, or how it differs from the family that is most like it.
    pub reason: String,
    /// The id of the family that is most like it; none where none is.
    pub closest: Option<&'static str>,
    /// What to do about it.
    pub hint: Option<&'static str>,
}

impl Unrecognised {
    /// The same as a fault of the file, code `not-recognised`.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let diagnostic = Diagnostic::error("not-recognised", &self.reason);
        match self.hint {
            Some(hint) => diagnostic.with_hint(hint),
            None => diagnostic,
        }
    }

    fn plainly(reason: &str, hint: Option<&'static str>) -> Self {
        Self {
            reason: reason.to_owned(),
            closest: None,
            hint,
        }
    }
}

/// Finds the family, layout and form of a file by its content alone. Looks only at the head of
/// a text.
///
/// ```
/// use candour_publications::{Content, recognise};
/// let page = Content::Text { head: b"<!DOCTYPE html>", rest: &mut std::io::empty() };
/// let refusal = recognise(&page).err().map(|refusal| refusal.to_string());
/// assert_eq!(refusal.as_deref(), Some("it is a web page (HTML), not data"));
/// ```
///
/// # Errors
/// Where it is none: names the closest family and the first thing that differs, or says what the
/// file plainly is (empty, binary, HTML, UTF-16, compressed, a workbook of another kind).
pub fn recognise(
    content: &Content<'_>,
) -> Result<(&'static dyn Publication, &'static str, Form), Unrecognised> {
    nearest(content).map_err(|(refusal, _)| refusal)
}

type Found = (&'static dyn Publication, &'static str, Form);

/// As [`recognise`]; a refusal comes with how many headings the closest family shares.
fn nearest(content: &Content<'_>) -> Result<Found, (Unrecognised, u32)> {
    if let Content::Text { head, .. } = content {
        // What is plainly no text is like no family, however many commas are in it.
        plain_kind(head).map_err(|refusal| (refusal, u32::MAX))?;
    }
    let mut closest: Option<(&'static dyn Publication, u32, String)> = None;
    for publication in all() {
        match publication.recognise(content) {
            Recognition::Yes { layout, form } => return Ok((*publication, layout, form)),
            Recognition::No {
                likeness,
                first_difference,
            } => {
                if closest.as_ref().is_none_or(|(_, most, _)| likeness > *most) {
                    closest = Some((*publication, likeness, first_difference));
                }
            }
        }
    }
    Err(closest.map_or_else(
        || {
            let reason = "no family of published files is known";
            (Unrecognised::plainly(reason, None), 0)
        },
        |(publication, likeness, difference)| {
            let refusal = unlike(publication.facts(), likeness, &difference);
            (refusal, likeness)
        },
    ))
}

/// A family of either sort.
#[derive(Clone, Copy)]
pub enum Recognised {
    /// One that publishes figures.
    Publication(&'static dyn Publication),
    /// One that tells of bodies.
    Directory(&'static dyn Directory),
}

impl std::fmt::Debug for Recognised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Publication(publication) => publication.facts().id,
            Self::Directory(directory) => directory.facts().id,
        })
    }
}

/// As [`recognise`], among the families of figures and the directories.
///
/// ```
/// use candour_publications::{Content, Recognised, recognise_any};
/// let table = b"old_code,new_code,date\nZZ1,ZZ2,2021-04-01\n";
/// let content = Content::Text { head: table, rest: &mut std::io::empty() };
/// let (family, ..) = recognise_any(&content)?;
/// assert!(matches!(family, Recognised::Directory(found) if found.facts().id == "ods-succession"));
/// # Ok::<(), candour_publications::Unrecognised>(())
/// ```
///
/// # Errors
/// Where it is none; as there.
pub fn recognise_any(
    content: &Content<'_>,
) -> Result<(Recognised, &'static str, Form), Unrecognised> {
    let mut closest: Option<(&'static dyn Directory, u32, String)> = None;
    for directory in directories() {
        match directory.recognise(content) {
            Recognition::Yes { layout, form } => {
                return Ok((Recognised::Directory(*directory), layout, form));
            }
            Recognition::No {
                likeness,
                first_difference,
            } => {
                if closest.as_ref().is_none_or(|(_, most, _)| likeness > *most) {
                    closest = Some((*directory, likeness, first_difference));
                }
            }
        }
    }
    let (refusal, best) = match nearest(content) {
        Ok((publication, layout, form)) => {
            return Ok((Recognised::Publication(publication), layout, form));
        }
        Err(refused) => refused,
    };
    match closest {
        Some((directory, likeness, difference)) if likeness > best => {
            Err(unlike(directory.facts(), likeness, &difference))
        }
        _ => Err(refusal),
    }
}

fn unlike(facts: &'static Facts, likeness: u32, difference: &str) -> Unrecognised {
    let (id, title) = (facts.id, facts.title);
    if likeness == 0 {
        return Unrecognised {
            reason: format!("it is like no family known; set beside {id} ({title}), {difference}"),
            closest: None,
            hint: None,
        };
    }
    Unrecognised {
        reason: format!("the closest family is {id} ({title}), but {difference}"),
        closest: Some(id),
        hint: Some("load the file as it was published, or wait until its layout is known"),
    }
}

/// Says of a file whose first bytes tell it that it is no comma-separated text.
fn plain_kind(head: &[u8]) -> Result<(), Unrecognised> {
    const UNPACK: Option<&str> = Some("unpack it and load what is in it");
    const SAVE_AS_UTF8: Option<&str> = Some("save it again as CSV UTF-8");
    const LOAD_AGAIN: Option<&str> = Some("load it again from its publisher");
    let refusal = |reason, hint| Err(Unrecognised::plainly(reason, hint));
    let text = head.trim_ascii_start();
    let text = text
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(text)
        .trim_ascii_start();
    if text.is_empty() {
        return refusal("the file is empty", LOAD_AGAIN);
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || is_utf16(head) {
        return refusal("it is a text in UTF-16, which no family uses", SAVE_AS_UTF8);
    }
    for (magic, reason, hint) in [
        (&b"\x1f\x8b"[..], "it is compressed (gzip) within", UNPACK),
        (
            b"PK\x03\x04",
            "it is a zip archive or an .xlsx workbook, not a text",
            UNPACK,
        ),
        (b"BZh", "it is compressed (bzip2)", UNPACK),
        (b"\x28\xb5\x2f\xfd", "it is compressed (zstd)", UNPACK),
        (b"7z\xbc\xaf\x27\x1c", "it is compressed (7z)", UNPACK),
        (b"%PDF", "it is a PDF document, not data", None),
        (
            b"\xd0\xcf\x11\xe0",
            "it is an .xls workbook or an older office document, not a text",
            None,
        ),
        (b"PAR1", "it is a Parquet file, not one as published", None),
        (b"{", "it is JSON, which no family uses", None),
        (b"[", "it is JSON, which no family uses", None),
    ] {
        if text.starts_with(magic) {
            return refusal(reason, hint);
        }
    }
    if text[0] == b'<' {
        return if is_html(text) {
            refusal(
                "it is a web page (HTML), not data",
                Some("the publisher may have answered with an error page: load it again"),
            )
        } else {
            refusal("it is XML, which no family uses", None)
        };
    }
    if is_binary(head) {
        return refusal("it is binary, not a text", LOAD_AGAIN);
    }
    Ok(())
}

/// Whether nearly every second byte is nought, as in English text of two bytes a character.
fn is_utf16(head: &[u8]) -> bool {
    let sample = &head[..head.len().min(1024)];
    let noughts = |from: usize| {
        let bytes = sample.iter().skip(from).step_by(2);
        let all = bytes.len();
        all >= 4 && bytes.filter(|byte| **byte == 0).count() * 10 >= all * 9
    };
    noughts(0) != noughts(1)
}

fn is_html(text: &[u8]) -> bool {
    let start = text[..text.len().min(1024)].to_ascii_lowercase();
    [
        &b"<!doctype html"[..],
        b"<html",
        b"<head",
        b"<body",
        b"<!--",
    ]
    .iter()
    .any(|tag| start.starts_with(tag) || memchr::memmem::find(&start, tag).is_some())
}

/// Whether there is a character that no text has, or many that texts rarely have.
fn is_binary(head: &[u8]) -> bool {
    let odd =
        |byte: &&u8| (**byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r')) || **byte == 0x7f;
    memchr::memchr(0, head).is_some() || head.iter().filter(odd).count() * 100 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(head: &[u8]) -> String {
        let content = Content::Text {
            head,
            rest: &mut std::io::empty(),
        };
        recognise(&content)
            .err()
            .map(|refusal| refusal.reason)
            .unwrap_or_default()
    }

    #[test]
    fn says_plainly_what_a_file_is() {
        let utf16: Vec<u8> = "Period,Org Code"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for (head, words) in [
            (&b""[..], "the file is empty"),
            (b"\xef\xbb\xbf\r\n", "the file is empty"),
            (b"\n<html><title>404</title>", "a web page"),
            (b"<?xml version=\"1.0\"?><html>", "a web page"),
            (b"<?xml version=\"1.0\"?><rows>", "XML"),
            (b"\xff\xfeP\0e\0", "UTF-16"),
            (&utf16, "UTF-16"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"PK\x03\x04", "zip"),
            (b"\x00\x01\x02\x03", "binary"),
            (b"{\"a\":1}", "JSON"),
        ] {
            assert!(refusal(head).contains(words), "{head:?}: {}", refusal(head));
        }
    }

    #[test]
    fn names_the_closest_family() {
        let reason = refusal(b"Period,Org Code,Parent Org,Org name,Beds\n");
        assert!(reason.contains("ae-monthly"), "{reason}");
        assert!(reason.contains("column 5 is `Beds`"), "{reason}");
        let reason = refusal(b"date,figure\n2024-01-01,5\n");
        assert!(reason.contains("like no family known"), "{reason}");
    }
}
