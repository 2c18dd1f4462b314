//! The rows of the archive as the pure functions want them, and the way back from each to its line.

use std::collections::HashMap;
use std::sync::Arc;

use candour_archive::{
    ArchiveError, OversightHolding, OversightPlace, OversightRow, Snapshot, SourceRow,
};
use candour_assessment::framework::{
    Decimal, Framework, Layer, LeagueRow, Published, PublishedRow,
};
use candour_core::{BodyCode, Diagnostic, Month};
use jiff::civil::Date;
use serde::Serialize;

/// Where a published figure stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = OversightReceipt))]
pub struct Receipt {
    /// The SHA-256 of the file.
    pub sha256: String,
    /// Its name.
    pub file: String,
    /// The line of the unpacked file, the header being line 1.
    pub row: u32,
}

impl Receipt {
    fn of(source: &SourceRow, row: u32) -> Self {
        Self {
            sha256: source.sha256.to_string(),
            file: source.file_name.clone(),
            row,
        }
    }
}

/// The rows of every quarter held. A place that a pure function gives back is the place in one of the two
/// lists: in the league table's for the layer of that name, else in the data file's.
#[derive(Debug)]
pub(super) struct Rows {
    data: Vec<OversightRow>,
    places: Vec<OversightPlace>,
    league: Vec<LeagueRow>,
    by_code: HashMap<(Month, BodyCode), HashMap<Arc<str>, usize>>,
    by_trust: HashMap<(Month, BodyCode), usize>,
    pub(super) faults: Vec<Diagnostic>,
}

impl Rows {
    pub(super) fn read(
        snapshot: &Snapshot<'_>,
        framework: &Framework,
        holdings: &[OversightHolding],
        league: &[OversightHolding],
        as_known: Option<Date>,
    ) -> Result<(Self, Published), ArchiveError> {
        let mut data = Vec::new();
        for quarter in quarters(holdings) {
            data.extend(snapshot.oversight(quarter, as_known)?);
        }
        let mut places = Vec::new();
        for quarter in quarters(league) {
            places.extend(snapshot.oversight_league(quarter, as_known)?);
        }
        let rows = data.iter().enumerate().map(|(at, row)| published(row, at));
        let (published, faults) = Published::new(framework, rows.collect());
        let mut by_code: HashMap<_, HashMap<Arc<str>, usize>> = HashMap::new();
        for (at, row) in data.iter().enumerate() {
            let own = by_code.entry((row.quarter, row.trust.clone())).or_default();
            // As in `Published`: of a row that stands twice the first counts.
            own.entry(row.metric.clone()).or_insert(at);
        }
        let by_trust = places
            .iter()
            .enumerate()
            .map(|(at, row)| ((row.quarter, row.trust.clone()), at))
            .collect();
        let league = places
            .iter()
            .enumerate()
            .map(|(at, row)| place(framework, row, at))
            .collect();
        let rows = Self {
            data,
            places,
            league,
            by_code,
            by_trust,
            faults,
        };
        Ok((rows, published))
    }

    pub(super) fn league(&self) -> &[LeagueRow] {
        &self.league
    }

    /// The row of a code.
    pub(super) fn row(
        &self,
        quarter: Month,
        trust: &BodyCode,
        code: &str,
    ) -> Option<(usize, &OversightRow)> {
        let at = *self.by_code.get(&(quarter, trust.clone()))?.get(code)?;
        Some((at, self.data.get(at)?))
    }

    pub(super) fn value(&self, quarter: Month, trust: &BodyCode, code: &str) -> Option<Decimal> {
        let (_, row) = self.row(quarter, trust, code)?;
        row.value.map(Decimal::from_millionths)
    }

    /// A segment or a flag.
    pub(super) fn whole(&self, quarter: Month, trust: &BodyCode, code: &str) -> Option<u8> {
        u8::try_from(self.value(quarter, trust, code)?.as_whole()?).ok()
    }

    /// The trust's row of the league table.
    pub(super) fn place(&self, quarter: Month, trust: &BodyCode) -> Option<(&LeagueRow, Receipt)> {
        let at = *self.by_trust.get(&(quarter, trust.clone()))?;
        let row = self.places.get(at)?;
        Some((self.league.get(at)?, Receipt::of(&row.source, row.row)))
    }

    /// The receipt of a row of the data file.
    pub(super) fn receipt(&self, place: usize) -> Option<Receipt> {
        let row = self.data.get(place)?;
        Some(Receipt::of(&row.source, row.row))
    }

    /// The receipt of a line of the reconciliation.
    pub(super) fn receipt_of(&self, layer: Layer, place: usize) -> Option<Receipt> {
        if layer != Layer::League {
            return self.receipt(place);
        }
        let row = self.places.get(place)?;
        Some(Receipt::of(&row.source, row.row))
    }

    /// What a code is, as the file describes it.
    pub(super) fn description(&self, place: usize) -> Option<&str> {
        self.data.get(place).map(|row| row.description.trim())
    }
}

fn quarters(holdings: &[OversightHolding]) -> Vec<Month> {
    let mut quarters: Vec<Month> = holdings.iter().map(|held| held.quarter).collect();
    quarters.sort_unstable();
    quarters.dedup();
    quarters
}

fn published(row: &OversightRow, place: usize) -> PublishedRow {
    let decimal = |parts: Option<i64>| parts.map(Decimal::from_millionths);
    PublishedRow {
        trust: row.trust.clone(),
        trust_name: row.trust_name.to_string(),
        trust_type: row.trust_type.to_string(),
        region: row.region.to_string(),
        quarter: row.quarter,
        domain: row.domain.to_string(),
        metric: row.metric.to_string(),
        description: row.description.to_string(),
        value: decimal(row.value),
        median: decimal(row.median),
        lower_quartile: decimal(row.lower_quartile),
        upper_quartile: decimal(row.upper_quartile),
        rank: row.rank,
        unit: row.units.to_string(),
        reporting_date: row.reporting_date.to_string(),
        place,
    }
}

fn place(framework: &Framework, row: &OversightPlace, place: usize) -> LeagueRow {
    let pair = |(low, high)| {
        (
            Decimal::from_millionths(low),
            Decimal::from_millionths(high),
        )
    };
    let kind = framework.trust_type(&row.trust_type);
    LeagueRow {
        trust: row.trust.clone(),
        trust_type: kind.map_or_else(|| row.trust_type.to_string(), |kind| kind.id.clone()),
        quarter: row.quarter,
        average: row.score.map(Decimal::from_millionths),
        average_range: row.score_range.map(pair),
        segment: row.segment,
        in_deficit: row.in_deficit,
        rank: row.rank,
        rank_range: row.rank_range,
        place,
    }
}
