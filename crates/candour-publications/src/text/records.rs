use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memchr2};

/// The longest record that is read, in bytes: a published row has under 2,000.
pub(super) const LONGEST: usize = 1 << 20;

/// How much is read at once.
const CHUNK: usize = 256 * 1024;

/// The records of a comma-separated text, one after the other, in one buffer whose size does not
/// depend on the text's.
pub(super) struct Records<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    line: u32,
    ended: bool,
}

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next<'a> {
    /// A record without its line end.
    Record {
        /// The physical line on which it starts, the first being 1.
        line: u32,
        /// Its bytes.
        bytes: &'a [u8],
    },
    /// A line that is longer than [`LONGEST`]; it was passed over.
    TooLong {
        /// The physical line.
        line: u32,
    },
    /// A quotation mark that is not closed within [`LONGEST`] bytes or before the end of the
    /// text. Where the next record starts cannot be known, so there is none.
    Unclosed {
        /// The physical line on which the record starts.
        line: u32,
    },
    /// No more.
    End,
}

/// Where the first record of some bytes ends.
enum Found {
    /// After so many bytes, the line end being so many bytes long.
    At { length: usize, line_end: usize },
    /// Not in these bytes; `quoted` where they end within quotation marks.
    Beyond { quoted: bool },
}

impl<R: Read> Records<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; CHUNK],
            start: 0,
            end: 0,
            line: 1,
            ended: false,
        }
    }

    /// The next record.
    ///
    /// # Errors
    /// Where the source cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Next<'_>> {
        loop {
            let here = &self.buffer[self.start..self.end];
            match find_end(here) {
                Found::At { length, line_end } if length <= LONGEST => {
                    return Ok(self.take(length, line_end));
                }
                Found::At { length, line_end } => {
                    let line = self.line;
                    self.take(length, line_end);
                    return Ok(Next::TooLong { line });
                }
                Found::Beyond { quoted } if self.ended => {
                    let length = here.len();
                    if quoted {
                        self.start = self.end;
                        return Ok(Next::Unclosed { line: self.line });
                    }
                    if length == 0 {
                        return Ok(Next::End);
                    }
                    return Ok(self.take(length, 0));
                }
                Found::Beyond { quoted } if here.len() > LONGEST => {
                    let line = self.line;
                    if quoted {
                        self.start = self.end;
                        self.ended = true;
                        return Ok(Next::Unclosed { line });
                    }
                    self.pass_over_line()?;
                    return Ok(Next::TooLong { line });
                }
                Found::Beyond { .. } => self.fill()?,
            }
        }
    }

    fn take(&mut self, length: usize, line_end: usize) -> Next<'_> {
        let line = self.line;
        let from = self.start;
        self.start += length + line_end;
        let bytes = &self.buffer[from..from + length];
        // A record holds line ends only within quotation marks, which are few.
        let within = if length > 0 && memchr(b'"', bytes).is_some() {
            memchr_iter(b'\n', bytes).count()
        } else {
            0
        };
        let lines = u32::try_from(within).unwrap_or(u32::MAX).saturating_add(1);
        self.line = self.line.saturating_add(lines);
        Next::Record {
            line,
            bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes),
        }
    }

    /// Reads until there is a good deal more in the buffer, or no more to read.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < self.end + CHUNK {
            self.buffer.resize(self.end + CHUNK, 0);
        }
        let enough = self.end + CHUNK / 2;
        while self.end < enough {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => self.end += read,
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(())
    }

    /// Drops what is left of an overlong line.
    fn pass_over_line(&mut self) -> io::Result<()> {
        loop {
            let here = &self.buffer[self.start..self.end];
            if let Some(at) = memchr(b'\n', here) {
                self.start += at + 1;
                self.line = self.line.saturating_add(1);
                return Ok(());
            }
            self.start = self.end;
            if self.ended {
                return Ok(());
            }
            self.fill()?;
        }
    }
}

fn find_end(bytes: &[u8]) -> Found {
    let newline = memchr(b'\n', bytes);
    let line = &bytes[..newline.unwrap_or(bytes.len())];
    match (memchr(b'"', line), newline) {
        (None, Some(length)) => Found::At {
            length,
            line_end: 1,
        },
        (None, None) => Found::Beyond { quoted: false },
        (Some(_), _) => find_end_of_quoted(bytes),
    }
}

/// As [`find_end`], for a record with quotation marks: one that opens a field holds commas and
/// line ends until it is closed; one elsewhere is an ordinary character.
fn find_end_of_quoted(bytes: &[u8]) -> Found {
    let mut at = 0;
    loop {
        let Some(offset) = memchr2(b'"', b'\n', &bytes[at..]) else {
            return Found::Beyond { quoted: false };
        };
        let here = at + offset;
        if bytes[here] == b'\n' {
            return Found::At {
                length: here,
                line_end: 1,
            };
        }
        let opens = here == 0 || bytes[here - 1] == b',';
        at = match after_quotes(&bytes[here..]) {
            Some(length) if opens => here + length,
            None if opens => return Found::Beyond { quoted: true },
            _ => here + 1,
        };
    }
}

/// How many bytes a quoted text takes, both marks included; `bytes` starts with the first. A
/// doubled mark within stands for one. None where it is not closed.
pub(super) fn after_quotes(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr(b'"', bytes.get(at..)?)? + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> Vec<(u32, String)> {
        let mut records = Records::new(text);
        let mut out = Vec::new();
        loop {
            match records.next().unwrap() {
                Next::Record { line, bytes } => {
                    out.push((line, String::from_utf8_lossy(bytes).into_owned()));
                }
                Next::TooLong { line } => out.push((line, "<too long>".to_owned())),
                Next::Unclosed { line } => out.push((line, "<unclosed>".to_owned())),
                Next::End => return out,
            }
        }
    }

    #[test]
    fn counts_physical_lines() {
        let text = b"a,b\r\n\"c\nd\",\"e\"\"\n\"\nf\n\ng";
        let expected: Vec<(u32, String)> = [
            (1, "a,b"),
            (2, "\"c\nd\",\"e\"\"\n\""),
            (5, "f"),
            (6, ""),
            (7, "g"),
        ]
        .map(|(line, text)| (line, text.to_owned()))
        .into();
        assert_eq!(all(text), expected);
    }

    #[test]
    fn a_mark_within_a_field_is_a_character() {
        assert_eq!(all(b"5\" pipe,x\ny").len(), 2);
    }

    #[test]
    fn an_open_mark_ends_the_reading() {
        assert_eq!(
            all(b"a\n\"b,c\nd,e\n"),
            [(1, "a".to_owned()), (2, "<unclosed>".to_owned())]
        );
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let mut text = b"a\n".to_vec();
        text.resize(8 << 20, b'x');
        text.extend_from_slice(b"\nb\n");
        let mut records = Records::new(&text[..]);
        let mut lines = Vec::new();
        loop {
            match records.next().unwrap() {
                Next::End => break,
                Next::Record { line, .. } => lines.push((line, true)),
                Next::TooLong { line } | Next::Unclosed { line } => lines.push((line, false)),
            }
        }
        assert_eq!(lines, [(1, true), (2, false), (3, true)]);
        assert!(records.buffer.len() < 4 << 20);
    }
}
