//! What every request shares: the archive, the day, and the limits on what runs at once.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use candour_archive::{Archive, ArchiveError, Snapshot};
use candour_documents::story::Reader;
use jiff::Span;
use jiff::civil::{Date, date};
use tokio::sync::Semaphore;

use super::alerts::AlertsDesk;
use super::briefings::Briefings;

/// How many readings of the archive run at once; the others wait their turn.
const READINGS: usize = 16;
/// How many kept files are sent at once. A slow reader holds one of these and no other.
const STREAMS: usize = 8;

/// Where the server takes the day from.
pub(super) type Today = Arc<dyn Fn() -> Date + Send + Sync>;

/// What every request shares.
pub(super) struct Site {
    pub(super) archive: Arc<Archive>,
    today: Today,
    pub(super) readings: Arc<Semaphore>,
    pub(super) streams: Arc<Semaphore>,
    /// Where subscriptions are taken; none where this copy of the site sends no alerts.
    pub(super) alerts: Option<Arc<AlertsDesk>>,
    pub(super) briefings: Briefings,
    /// For the state of the archive that the text names: whether its bodies are invented.
    synthetic: Mutex<Option<(String, bool)>>,
    /// For the state of the archive that the text names: the reader of stories by its register.
    reader: Mutex<Option<(String, Arc<Reader>)>>,
}

impl Site {
    pub(super) fn new(
        archive: Arc<Archive>,
        today: Today,
        alerts: Option<Arc<AlertsDesk>>,
    ) -> Self {
        Self {
            archive,
            today,
            readings: Arc::new(Semaphore::new(READINGS)),
            streams: Arc::new(Semaphore::new(STREAMS)),
            alerts,
            briefings: Briefings::default(),
            synthetic: Mutex::new(None),
            reader: Mutex::new(None),
        }
    }

    /// Today: the one place that the server asks.
    pub(super) fn today(&self) -> Date {
        (self.today)()
    }

    /// The reader of stories by the register of this state of the archive, made once.
    pub(super) fn story_reader(
        &self,
        snapshot: &Snapshot<'_>,
    ) -> Result<Arc<Reader>, ArchiveError> {
        let version = snapshot.version()?;
        let mut known = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, reader)) = &*known
            && *of == version
        {
            return Ok(reader.clone());
        }
        let reader = Arc::new(candour_briefing::story_reader(snapshot)?);
        *known = Some((version, reader.clone()));
        Ok(reader)
    }

    /// Whether the archive holds an invented sample: its bodies' names say so.
    pub(super) fn synthetic(&self, snapshot: &Snapshot<'_>) -> Result<bool, ArchiveError> {
        let version = snapshot.version()?;
        let mut known = self
            .synthetic
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((of, synthetic)) = &*known
            && *of == version
        {
            return Ok(*synthetic);
        }
        let synthetic = snapshot.is_synthetic()?;
        *known = Some((version, synthetic));
        Ok(synthetic)
    }
}

/// The day by the machine's clock, in UTC.
pub(super) fn by_the_clock() -> Date {
    let epoch = date(1970, 1, 1);
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|passed| i64::try_from(passed.as_secs() / 86_400).ok())
        .and_then(|days| epoch.checked_add(Span::new().days(days)).ok())
        .unwrap_or(epoch)
}
