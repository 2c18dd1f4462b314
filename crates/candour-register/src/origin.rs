use std::fmt;
use std::sync::Arc;

use candour_curated::Row;
use jiff::civil::Date;

/// Where a row of the register comes from: a curated row of the project, or a row of a file that was
/// taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// How much it weighs where origins disagree.
    pub authority: Authority,
    /// The file: `links.csv`, or the name of a published file.
    pub file: Arc<str>,
    /// Its line, the header being 1; 0 where the file is not read by lines.
    pub line: u32,
    /// The source that a curated row names, or the title of the published file.
    pub source: Arc<str>,
    /// The day as at which a published file speaks, where known; none for a curated row, which has
    /// dates of its own.
    pub as_at: Option<Date>,
}

/// How much an origin weighs. Where two disagree, the first in this order decides, and `candour
/// register check` lists both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// A curated row: read by a person, with its source.
    Curated,
    /// A file of the Organisation Data Service or the Office for National Statistics, whose task it is
    /// to say so.
    Directory,
    /// What a statistic says of the bodies in it.
    Statistic,
}

impl Authority {
    /// Every member, the weightiest first.
    pub const ALL: [Self; 3] = [Self::Curated, Self::Directory, Self::Statistic];

    /// In a word, for files and answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Curated => "curated",
            Self::Directory => "directory",
            Self::Statistic => "statistic",
        }
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, " line {}", self.line)?;
        }
        Ok(())
    }
}

/// Where a curated row of the register comes from. The field `source` must not be blank.
pub(crate) fn origin(row: &mut Row<'_>) -> Origin {
    let place = row.place();
    Origin {
        authority: Authority::Curated,
        file: place.file,
        line: place.line,
        source: place.source,
        as_at: None,
    }
}
