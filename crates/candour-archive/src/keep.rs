//! The published files, kept byte for byte.
//!
//! A file is compressed with Zstandard, whose frame carries a check of its own, under the SHA-256
//! of what it unpacks to; `zstd -d` gives back the file as it was published.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use candour_core::Digest;
use sha2::{Digest as _, Sha256};

use crate::error::{ArchiveError, WithPath as _};

/// Compression level: the files are mostly noughts and commas, which level 1 already shrinks
/// twentyfold, and ingest must not wait for more.
const LEVEL: i32 = 1;

/// Writes the kept form of a source while it is being read, and its digest.
pub(crate) struct Keeper {
    path: PathBuf,
    hash: Sha256,
    out: zstd::Encoder<'static, Hashing<BufWriter<File>>>,
}

impl Keeper {
    pub(crate) fn create(path: &Path) -> Result<Self, ArchiveError> {
        let file = File::create(path).with_path(path)?;
        let packed = Hashing::new(BufWriter::with_capacity(1 << 18, file));
        let mut out = zstd::Encoder::new(packed, LEVEL).with_path(path)?;
        out.include_checksum(true).with_path(path)?;
        Ok(Self {
            path: path.to_owned(),
            hash: Sha256::new(),
            out,
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.hash.update(bytes);
        self.out.write_all(bytes).with_path(&self.path)
    }

    /// Ends the file, makes it last, and gives the digests of what was written and of its packed form.
    pub(crate) fn finish(self) -> Result<Kept, ArchiveError> {
        let packed = self.out.finish().with_path(&self.path)?;
        let (buffered, packed, _) = packed.finish().with_path(&self.path)?;
        let file = buffered
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .with_path(&self.path)?;
        file.sync_all().with_path(&self.path)?;
        Ok(Kept {
            published: Digest(self.hash.finalize().into()),
            packed,
        })
    }
}

/// The digests of a kept source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Of the file as it was published.
    pub(crate) published: Digest,
    /// Of the file in the archive. A Zstandard frame has bits that change nothing of what it
    /// unpacks to; this one sees them change.
    pub(crate) packed: Digest,
}

/// Opens a kept source: reads as the file was published.
pub(crate) fn open(path: &Path) -> Result<impl Read + use<>, ArchiveError> {
    let file = File::open(path).with_path(path)?;
    zstd::Decoder::new(file).with_path(path)
}

/// The digest of everything that `reader` gives, and how many bytes.
pub(crate) fn digest(reader: &mut dyn Read) -> io::Result<(Digest, u64)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok((Digest(hash.finalize().into()), bytes)),
            Ok(read) => {
                hash.update(&buffer[..read]);
                bytes += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Passes writes on and hashes them: how a tidy table gets its digest without a second reading.
pub(crate) struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Hashing<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self {
            inner,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    pub(crate) fn finish(mut self) -> io::Result<(W, Digest, u64)> {
        self.inner.flush()?;
        Ok((self.inner, Digest(self.hash.finalize().into()), self.bytes))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_it_was_given_under_its_digest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept.zst");
        let content = b"Period,Org Code\r\n".repeat(10_000);
        let mut keeper = Keeper::create(&path).unwrap();
        content
            .chunks(777)
            .for_each(|chunk| keeper.write(chunk).unwrap());
        let kept = keeper.finish().unwrap();
        let (read, bytes) = digest(&mut open(&path).unwrap()).unwrap();
        assert_eq!((read, bytes), (kept.published, content.len() as u64));
        let packed = digest(&mut File::open(&path).unwrap()).unwrap().0;
        assert_eq!(packed, kept.packed);
        // The digest of the empty text, as FIPS 180-4's examples give it.
        assert_eq!(
            digest(&mut io::empty()).unwrap().0.to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
