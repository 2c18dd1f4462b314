//! Figures on other boundaries than those of the published file.
//!
//! The smallest units held (providers; sub-ICB locations) are carried whole to where the register says
//! they belong on the day asked for, and summed there; only a unit that is itself divided is
//! apportioned, and then the figure is an estimate. What has no known home goes to the body that
//! stands for it, so that every level sums to the nation, to the last unit.

mod bands;
mod divided;
mod gather;
mod homes;
mod known;
mod receipt;
mod sum;

use std::collections::BTreeMap;

use candour_core::{Basis, BodyCode, Level, Month, SeriesKey, Status, TreatmentFunction};
use candour_measures::{Catalogue, Measure};
use candour_register::Boundaries;
use jiff::civil::Date;

pub(crate) use bands::BandsCache;
pub use divided::{Divided, has_level_on};
use gather::Ask;
pub(crate) use homes::HomesCache;
pub use homes::Unattributed;
pub(crate) use known::KnownFigures;
pub use receipt::CarriedPart;

use crate::body_figures::{bundles_of_any_level, whole};
use crate::error::ArchiveError;
use crate::series::{Figure, LeagueRow, Series, SeriesQuery, cadence};
use crate::snapshot::Snapshot;

impl Snapshot<'_> {
    /// One series on other boundaries.
    pub(crate) fn carried_series(
        &self,
        query: &SeriesQuery,
        key: SeriesKey,
    ) -> Result<Series, ArchiveError> {
        let measure = self.measure(key.measure.as_str())?;
        let ask = Ask {
            measures: vec![measure],
            basis: key.basis,
            treatment_function: key.treatment_function.as_ref(),
            level: key.level,
            body: Some(&key.body),
            boundaries: query.boundaries,
            as_known: query.as_known,
            from: query.from,
            to: query.to,
        };
        let mut gathered = self.gather(&ask)?;
        let found = gathered.take(&key.body, measure);
        let months = self.carriers_of(measure, query.as_known)?;
        let months: BTreeMap<_, _> = months
            .into_iter()
            .filter(|(month, _)| ask.wants(*month))
            .collect();
        let mut series = whole(key, found, &months, cadence(measure), query.as_known);
        series.boundaries = query.boundaries;
        // A span that was asked for is kept even where its ends have nothing.
        if let (Some(first), Some(last)) = (query.from, query.to) {
            let mut known: BTreeMap<Month, Figure> = series
                .figures
                .drain(..)
                .map(|figure| (figure.period, figure))
                .collect();
            series.figures = cadence(measure)
                .periods(first, last)
                .map(|month| {
                    known
                        .remove(&month)
                        .unwrap_or_else(|| Figure::absent(month, Status::Missing))
                })
                .collect();
        }
        Ok(series)
    }

    /// Every measure of a body on other boundaries, as
    /// [`figures_of_body`](Snapshot::figures_of_body) gives them as reported.
    pub(crate) fn carried_figures_of_body(
        &self,
        body: &BodyCode,
        level: Level,
        boundaries: Boundaries,
        as_known: Option<Date>,
    ) -> Result<Vec<Series>, ArchiveError> {
        let mut all = Vec::new();
        for bundle in self.by_carriers(bundles_of_any_level())? {
            let (basis, treatment_function) = (bundle.basis, bundle.treatment_function);
            let mut gathered = self.gather(&Ask {
                measures: bundle.measures.clone(),
                basis,
                treatment_function,
                level,
                body: Some(body),
                boundaries,
                as_known,
                from: None,
                to: None,
            })?;
            let Some(first) = bundle.measures.first() else {
                continue;
            };
            let months = self.carriers_of(first, as_known)?;
            for measure in bundle.measures {
                let found = gathered.take(body, measure);
                if found.is_empty() {
                    continue;
                }
                let key = SeriesKey {
                    measure: measure.id.clone(),
                    body: body.clone(),
                    level,
                    basis,
                    treatment_function: treatment_function.cloned(),
                };
                let mut series = whole(key, found, &months, cadence(measure), as_known);
                series.boundaries = boundaries;
                all.push(series);
            }
        }
        let place: BTreeMap<_, usize> = Catalogue::bundled()
            .iter()
            .map(|measure| measure.id.clone())
            .zip(0..)
            .collect();
        all.sort_by_key(|series| (place.get(&series.key.measure).copied(), series.key.basis));
        Ok(all)
    }

    /// A measure of every body of a level on other boundaries, in the order of their codes; the last
    /// are not bodies but what has no known home, where there is any.
    pub(crate) fn carried_figures_of_level(
        &self,
        measure: &Measure,
        level: Level,
        basis: Basis,
        treatment_function: Option<&TreatmentFunction>,
        boundaries: Boundaries,
        as_known: Option<Date>,
    ) -> Result<Vec<Series>, ArchiveError> {
        let treatment_function = treatment_function.or_else(|| measure.total_treatment_function());
        let gathered = self.gather(&Ask {
            measures: vec![measure],
            basis,
            treatment_function,
            level,
            body: None,
            boundaries,
            as_known,
            from: None,
            to: None,
        })?;
        let months = self.carriers_of(measure, as_known)?;
        Ok(gathered
            .into_bodies()
            .map(|(body, found)| {
                let key = SeriesKey {
                    measure: measure.id.clone(),
                    body,
                    level,
                    basis,
                    treatment_function: treatment_function.cloned(),
                };
                let mut series = whole(key, found, &months, cadence(measure), as_known);
                series.boundaries = boundaries;
                series
            })
            .collect())
    }

    /// The figures of every body of a level in one month on other boundaries, in the order of their
    /// codes.
    #[expect(
        clippy::too_many_arguments,
        reason = "the same as `league`, and the boundaries"
    )]
    pub(crate) fn carried_league(
        &self,
        measure: &Measure,
        level: Level,
        basis: Basis,
        treatment_function: Option<&TreatmentFunction>,
        month: Month,
        boundaries: Boundaries,
        as_known: Option<Date>,
    ) -> Result<Vec<LeagueRow>, ArchiveError> {
        let gathered = self.gather(&Ask {
            measures: vec![measure],
            basis,
            treatment_function: treatment_function.or_else(|| measure.total_treatment_function()),
            level,
            body: None,
            boundaries,
            as_known,
            from: Some(month),
            to: Some(month),
        })?;
        let register = self.register()?;
        gathered
            .into_bodies()
            .filter_map(|(body, mut found)| Some((body, found.remove(&month)?)))
            .map(|(body, figure)| {
                let name = match register.body(&body) {
                    Some(known) => known.name.clone(),
                    None => self
                        .body(body.as_str())
                        .map_or_else(|_| body.to_string(), |known| known.name),
                };
                Ok(LeagueRow { body, name, figure })
            })
            .collect()
    }
}
