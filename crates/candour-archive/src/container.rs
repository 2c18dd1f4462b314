//! Opens what a user hands over: a file as published, or one packed as `.gz` or `.zip`, found in
//! any folder below a path. What a packed file unpacks to is what counts: the same CSV with and
//! without its wrapping is one source.
//!
//! Names inside a zip are only ever shown, never used as a path. What unpacks to far more than
//! any publication is a bomb and is refused before it is read to its end.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use candour_core::{Diagnostic, Digest};
use flate2::read::{DeflateDecoder, GzDecoder};

use crate::keep;

/// The largest file read, unpacked: twenty times the largest publication known.
pub(crate) const LARGEST: u64 = 2 << 30;

/// How many times larger than its packed form a file may be once it is larger than
/// [`RATIO_FROM`]. The RTT extract, mostly noughts, unpacks to 23 times its size.
const LARGEST_RATIO: u64 = 200;
const RATIO_FROM: u64 = 64 << 20;

/// One file to be read, and how to get at its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// The path as the user gave or would find it; inside a zip `archive.zip/entry.csv`.
    pub(crate) shown: String,
    /// The file's own name, without the `.gz` of its wrapping.
    pub(crate) file_name: String,
    /// What it was packed in.
    pub(crate) container: Option<Container>,
    /// Whether the user named it, rather than a folder above it.
    pub(crate) named: bool,
    origin: Origin,
}

/// The wrapping of a packed file.
#[derive(Debug, Clone)]
pub(crate) struct Container {
    pub(crate) name: String,
    pub(crate) digest: Digest,
}

#[derive(Debug, Clone)]
enum Origin {
    Plain(PathBuf),
    Gzip {
        path: PathBuf,
        packed: u64,
    },
    Zipped {
        path: PathBuf,
        from: u64,
        packed: u64,
        deflated: bool,
        gzip: bool,
        crc: u32,
    },
}

/// A file that could not even be opened, and why.
#[derive(Debug, Clone)]
pub(crate) struct Unopened {
    pub(crate) shown: String,
    pub(crate) diagnostic: Diagnostic,
}

impl Item {
    /// The bytes of the file as published, unpacked as they are read.
    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match &self.origin {
            Origin::Plain(path) => {
                let file = File::open(path)?;
                Box::new(Bounded::new(file, u64::MAX, None))
            }
            Origin::Gzip { path, packed } => {
                let file = BufReader::with_capacity(1 << 16, File::open(path)?);
                Box::new(Bounded::new(
                    flate2::bufread::MultiGzDecoder::new(file),
                    *packed,
                    None,
                ))
            }
            Origin::Zipped {
                path,
                from,
                packed,
                deflated,
                gzip,
                crc,
            } => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(*from))?;
                let stored = file.take(*packed);
                let entry: Box<dyn Read + Send> = if *deflated {
                    Box::new(Bounded::new(
                        DeflateDecoder::new(stored),
                        *packed,
                        Some(*crc),
                    ))
                } else {
                    Box::new(Bounded::new(stored, u64::MAX, Some(*crc)))
                };
                if *gzip {
                    Box::new(Bounded::new(GzDecoder::new(entry), *packed, None))
                } else {
                    entry
                }
            }
        })
    }
}

/// Stops a reading that goes beyond every publication, and checks a zip's own sum at the end.
struct Bounded<R> {
    inner: R,
    packed: u64,
    unpacked: u64,
    crc: Option<(u32, flate2::Crc)>,
}

impl<R: Read> Bounded<R> {
    fn new(inner: R, packed: u64, crc: Option<u32>) -> Self {
        Self {
            inner,
            packed,
            unpacked: 0,
            crc: crc.map(|expected| (expected, flate2::Crc::new())),
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        if self.unpacked > LARGEST {
            return Err(io::Error::other(format!(
                "unpacks to more than {} bytes, which no publication has; not read further",
                LARGEST
            )));
        }
        if self.unpacked > RATIO_FROM && self.unpacked / LARGEST_RATIO > self.packed {
            return Err(io::Error::other(format!(
                "unpacks to more than {LARGEST_RATIO} times its packed size, as no publication does; not read further"
            )));
        }
        if let Some((expected, crc)) = &mut self.crc {
            crc.update(&buffer[..read]);
            if read == 0 && !buffer.is_empty() && crc.sum() != *expected {
                return Err(io::Error::other(
                    "the zip is damaged: the file's check sum is not the one it states",
                ));
            }
        }
        Ok(read)
    }
}

/// Every file at or below `paths`, in the order of their names, unpacked where packed.
pub(crate) fn find(paths: &[PathBuf]) -> (Vec<Item>, Vec<Unopened>) {
    let mut items = Vec::new();
    let mut unopened = Vec::new();
    for path in paths {
        walk(path, true, &mut items, &mut unopened);
    }
    (items, unopened)
}

fn walk(path: &Path, named: bool, items: &mut Vec<Item>, unopened: &mut Vec<Unopened>) {
    let fault = |error: io::Error| Unopened {
        shown: path.display().to_string(),
        diagnostic: Diagnostic::error("cannot-read", format!("cannot be read: {error}")),
    };
    match fs::metadata(path) {
        Err(error) => unopened.push(fault(error)),
        Ok(known) if known.is_dir() => {
            match fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
                Err(error) => unopened.push(fault(error)),
                Ok(mut entries) => {
                    entries.sort_by_key(fs::DirEntry::file_name);
                    for entry in entries {
                        // A link to a folder could lead round in a circle.
                        if entry
                            .file_type()
                            .is_ok_and(|kind| !kind.is_symlink() || !entry.path().is_dir())
                        {
                            walk(&entry.path(), false, items, unopened);
                        }
                    }
                }
            }
        }
        Ok(known) if known.is_file() => {
            if let Err(error) = open_file(path, known.len(), named, items, unopened) {
                unopened.push(fault(error));
            }
        }
        Ok(_) => {}
    }
}

fn open_file(
    path: &Path,
    length: u64,
    named: bool,
    items: &mut Vec<Item>,
    unopened: &mut Vec<Unopened>,
) -> io::Result<()> {
    let mut head = [0; 4];
    let known = File::open(path)?.take(4).read(&mut head)?;
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let shown = path.display().to_string();
    if head[..known].starts_with(b"PK\x03\x04")
        && let Ok(archive) = zip::ZipArchive::new(BufReader::new(File::open(path)?))
        && archive.index_for_name("[Content_Types].xml").is_none()
    {
        return open_zip(path, archive, named, items, unopened);
    }
    let packed = head[..known].starts_with(&[0x1f, 0x8b]);
    items.push(Item {
        shown,
        file_name: if packed {
            without_gz(&name)
        } else {
            name.clone()
        },
        container: if packed {
            let (digest, _) = keep::digest(&mut File::open(path)?)?;
            Some(Container { name, digest })
        } else {
            None
        },
        named,
        origin: if packed {
            Origin::Gzip {
                path: path.to_owned(),
                packed: length,
            }
        } else {
            Origin::Plain(path.to_owned())
        },
    });
    Ok(())
}

fn without_gz(name: &str) -> String {
    name.strip_suffix(".gz").unwrap_or(name).to_owned()
}

fn open_zip(
    path: &Path,
    mut archive: zip::ZipArchive<BufReader<File>>,
    named: bool,
    items: &mut Vec<Item>,
    unopened: &mut Vec<Unopened>,
) -> io::Result<()> {
    let (digest, _) = keep::digest(&mut File::open(path)?)?;
    let container = Container {
        name: path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        digest,
    };
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(io::Error::other)?;
        if entry.is_dir() {
            continue;
        }
        let inner = entry
            .name()
            .map_err(io::Error::other)?
            .replace(|letter: char| letter.is_control(), "?");
        let shown = format!("{}/{inner}", path.display());
        let refuse = |code: &str, message: String| Unopened {
            shown: shown.clone(),
            diagnostic: Diagnostic::error(code, message),
        };
        if entry.enclosed_name().is_none() || inner.contains("..") {
            unopened.push(refuse(
                "path-in-zip",
                "the name of this file in the zip leads out of the folder it would be unpacked to; not read".to_owned(),
            ));
            continue;
        }
        if entry.encrypted() {
            unopened.push(refuse(
                "encrypted",
                "is encrypted in the zip; unpack it first".to_owned(),
            ));
            continue;
        }
        let deflated = match entry.compression() {
            zip::CompressionMethod::Stored => false,
            zip::CompressionMethod::Deflated => true,
            other => {
                unopened.push(refuse(
                    "zip-method",
                    format!("is packed by {other:?}; expected deflate or stored"),
                ));
                continue;
            }
        };
        let Some(from) = entry.data_start() else {
            unopened.push(refuse(
                "zip-damaged",
                "the zip does not say where this file starts".to_owned(),
            ));
            continue;
        };
        let name = inner.rsplit('/').next().unwrap_or(&inner).to_owned();
        let gzip = name.ends_with(".gz");
        items.push(Item {
            shown,
            file_name: without_gz(&name),
            container: Some(container.clone()),
            named,
            origin: Origin::Zipped {
                path: path.to_owned(),
                from,
                packed: entry.compressed_size(),
                deflated,
                gzip,
                crc: entry.crc32(),
            },
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn read(item: &Item) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        item.open()?.read_to_end(&mut bytes).map(|_| bytes)
    }

    #[test]
    fn a_file_is_the_same_in_any_wrapping() {
        let folder = tempfile::tempdir().unwrap();
        let content = b"Period,Org Code\n".repeat(100);
        fs::write(folder.path().join("a.csv"), &content).unwrap();
        let mut packed = flate2::write::GzEncoder::new(
            File::create(folder.path().join("b.csv.gz")).unwrap(),
            flate2::Compression::fast(),
        );
        packed.write_all(&content).unwrap();
        packed.finish().unwrap();
        let mut zip = zip::ZipWriter::new(File::create(folder.path().join("c.zip")).unwrap());
        zip.start_file("deep/d.csv", zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&content).unwrap();
        zip.finish().unwrap();

        let (items, unopened) = find(&[folder.path().to_owned()]);
        assert!(unopened.is_empty());
        let names: Vec<&str> = items.iter().map(|item| item.file_name.as_str()).collect();
        assert_eq!(names, ["a.csv", "b.csv", "d.csv"]);
        for item in &items {
            assert_eq!(read(item).unwrap(), content);
        }
        assert!(items[0].container.is_none());
        assert_eq!(items[2].container.as_ref().unwrap().name, "c.zip");
    }

    #[test]
    fn a_bomb_is_left_before_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bomb.csv.gz");
        let mut packed = flate2::write::GzEncoder::new(
            File::create(&path).unwrap(),
            flate2::Compression::best(),
        );
        let nothing = vec![0; 1 << 20];
        (0..200).for_each(|_| packed.write_all(&nothing).unwrap());
        packed.finish().unwrap();
        let (items, _) = find(&[path]);
        let fault = read(&items[0]).unwrap_err().to_string();
        assert!(fault.contains("200 times"), "{fault}");
    }

    #[test]
    fn a_name_that_leads_out_of_the_zip_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.zip");
        let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
        zip.start_file("../../out.csv", zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(b"x").unwrap();
        zip.finish().unwrap();
        let (items, unopened) = find(&[path]);
        assert!(items.is_empty());
        assert_eq!(unopened[0].diagnostic.code, "path-in-zip");
    }
}
