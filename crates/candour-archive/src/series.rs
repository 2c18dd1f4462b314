//! A measure of a body through time, and of all bodies of a level in one month.

use std::collections::BTreeMap;
use std::sync::Arc;

use candour_core::{Basis, BodyCode, Cadence, Level, Month, SeriesKey, Status, TreatmentFunction};
use candour_measures::{Catalogue, Measure};
use candour_register::{Boundaries, readable};
use jiff::civil::Date;
use rusqlite::OptionalExtension as _;

use crate::catalogue;
use crate::error::{ArchiveError, NotFound};
use crate::snapshot::Snapshot;
use crate::versions::{Carriers, SourceRow, carriers};

/// Which series, over which months, as known when. What is not said takes the usual: the body's
/// own level, commissioner basis for boards and their parts and provider basis for all others, all
/// treatment functions together, every month the body has, as known today.
#[derive(Debug, Clone)]
pub struct SeriesQuery {
    /// What is counted.
    pub measure: candour_core::MeasureId,
    /// Whose.
    pub body: BodyCode,
    /// At which level, where the body has more than one.
    pub level: Option<Level>,
    /// By who gives the care, or by who buys it.
    pub basis: Option<Basis>,
    /// For which treatment function.
    pub treatment_function: Option<TreatmentFunction>,
    /// The first month.
    pub from: Option<Month>,
    /// The last month.
    pub to: Option<Month>,
    /// Only what was published by this day.
    pub as_known: Option<Date>,
    /// On whose boundaries.
    pub boundaries: Boundaries,
}

impl SeriesQuery {
    /// The usual series of a measure for a body.
    #[must_use]
    pub const fn new(measure: candour_core::MeasureId, body: BodyCode) -> Self {
        Self {
            measure,
            body,
            level: None,
            basis: None,
            treatment_function: None,
            from: None,
            to: None,
            as_known: None,
            boundaries: Boundaries::AsReported,
        }
    }
}

/// A measure of a body through time: one figure for each reporting period (month or quarter), in order, none left out.
#[derive(Debug, Clone)]
pub struct Series {
    /// What it is about.
    pub key: SeriesKey,
    /// Only what was published by this day.
    pub as_known: Option<Date>,
    /// On whose boundaries.
    pub boundaries: Boundaries,
    /// A figure for each month.
    pub figures: Vec<Figure>,
    /// How many sources were left out of an as-known series because their date is not known.
    pub undated: usize,
}

/// A figure of one month.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The month.
    pub period: Month,
    /// The sum above the line.
    pub numerator: Option<i64>,
    /// The sum below the line.
    pub denominator: Option<i64>,
    /// A fraction of 1 for a share, the count itself, or weeks.
    pub value: Option<f64>,
    /// Whether the value is a lower bound: "over 104 weeks".
    pub over: bool,
    /// What the figure is, or why there is none.
    pub status: Status,
    /// The file that it comes from; none where there is no figure.
    pub source: Option<Arc<SourceRow>>,
}

impl Figure {
    pub(crate) fn absent(period: Month, status: Status) -> Self {
        Self {
            period,
            numerator: None,
            denominator: None,
            value: None,
            over: false,
            status,
            source: None,
        }
    }
}

/// A figure of a body among those of its level.
#[derive(Debug, Clone)]
pub struct LeagueRow {
    /// Whose.
    pub body: BodyCode,
    /// The name that the file gives it.
    pub name: String,
    /// Its figure.
    pub figure: Figure,
}

/// What a look-up needs of a measure's series, in the catalogue's numbers.
struct Place {
    level: i64,
    basis: i64,
    treatment_function: i64,
    body: i64,
    measure: i64,
}

/// Which months are reporting periods of a measure.
#[must_use]
pub fn cadence(measure: &Measure) -> Cadence {
    candour_publications::by_id(measure.publication.as_str())
        .map_or(Cadence::Monthly, |publication| publication.facts().cadence)
}

/// The usual basis of a level.
#[must_use]
pub const fn usual_basis(level: Level) -> Basis {
    match level {
        Level::SubIcb | Level::Icb => Basis::Commissioner,
        Level::Provider | Level::Region | Level::England => Basis::Provider,
    }
}

/// The basis by which a measure is read at a level where none is asked for: the usual one, or the only
/// one that the measure has. A board has figures by provider whose files name no boards.
#[must_use]
pub fn basis_at(measure: &Measure, level: Level) -> Basis {
    let has = |basis: Basis| measure.levels.iter().any(|(_, known)| *known == basis);
    let usual = usual_basis(level);
    let other = Basis::ALL.iter().copied().find(|basis| has(*basis));
    if has(usual) {
        usual
    } else {
        other.unwrap_or(usual)
    }
}

impl Snapshot<'_> {
    /// The measure with this id or alias.
    ///
    /// # Errors
    /// Where there is none; the error names the nearest.
    pub fn measure(&self, asked: &str) -> Result<&'static Measure, ArchiveError> {
        let catalogue = Catalogue::bundled();
        catalogue.find(asked).ok_or_else(|| {
            NotFound::Measure {
                asked: asked.chars().take(60).collect(),
                nearest: catalogue
                    .closest(asked)
                    .map(|measure| measure.id.to_string()),
            }
            .into()
        })
    }

    /// Settles what a query leaves open.
    ///
    /// # Errors
    /// Where the measure or the body is not known.
    pub fn settle(&self, query: &SeriesQuery) -> Result<SeriesKey, ArchiveError> {
        let measure = self.measure(query.measure.as_str())?;
        let level = match query.level {
            Some(level) => level,
            None => self.level_of(&query.body)?,
        };
        let basis = match query.boundaries {
            Boundaries::AsReported => usual_basis(level),
            Boundaries::Then | Boundaries::On(_) => basis_at(measure, level),
        };
        Ok(SeriesKey {
            measure: measure.id.clone(),
            body: query.body.clone(),
            level,
            basis: query.basis.unwrap_or(basis),
            treatment_function: query
                .treatment_function
                .clone()
                .or_else(|| measure.total_treatment_function().cloned()),
        })
    }

    /// The level at which a body's figures stand.
    fn level_of(&self, body: &BodyCode) -> Result<Level, ArchiveError> {
        if body.is_england() {
            return Ok(Level::England);
        }
        Ok(self.body(body.as_str())?.level)
    }

    fn place(&self, key: &SeriesKey) -> Result<Option<Place>, ArchiveError> {
        let connection = self.connection()?;
        let number = |sql: &str, code: &str| -> Result<Option<i64>, ArchiveError> {
            Ok(connection
                .prepare_cached(sql)?
                .query_row([code], |row| row.get(0))
                .optional()?)
        };
        let Some(body) = number("SELECT id FROM body WHERE code = ?1", key.body.as_str())? else {
            return Ok(None);
        };
        let Some(measure) = number(
            "SELECT id FROM measure WHERE code = ?1",
            key.measure.as_str(),
        )?
        else {
            return Ok(None);
        };
        let treatment_function = match &key.treatment_function {
            None => 0,
            Some(code) => match number(
                "SELECT id FROM treatment_function WHERE code = ?1",
                code.as_str(),
            )? {
                Some(number) => number,
                None => return Ok(None),
            },
        };
        Ok(Some(Place {
            level: catalogue::level_number(key.level),
            basis: catalogue::basis_number(key.basis),
            treatment_function,
            body,
            measure,
        }))
    }

    /// Which sources carry each period of a publication.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn carriers(
        &self,
        publication: &str,
        as_known: Option<Date>,
    ) -> Result<BTreeMap<Month, Carriers>, ArchiveError> {
        let editions = self.editions()?.iter();
        Ok(carriers(
            editions.filter(|source| source.publication == publication),
            None,
            as_known,
        ))
    }

    /// Which sources carry each period of a measure.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn carriers_of(
        &self,
        measure: &Measure,
        as_known: Option<Date>,
    ) -> Result<BTreeMap<Month, Carriers>, ArchiveError> {
        let editions = self.editions()?.iter();
        Ok(carriers(
            editions.filter(|source| source.publication == measure.publication.as_str()),
            Some(measure),
            as_known,
        ))
    }

    /// A measure of a body through time.
    ///
    /// # Errors
    /// Where the measure or the body is not known, or the catalogue cannot be read.
    pub fn series(&self, query: &SeriesQuery) -> Result<Series, ArchiveError> {
        let key = self.settle(query)?;
        // England is England on any boundaries.
        if !query.boundaries.is_as_reported() && key.level != Level::England {
            return self.carried_series(query, key);
        }
        let measure = self.measure(key.measure.as_str())?;
        let mut series = Series {
            key: key.clone(),
            as_known: query.as_known,
            boundaries: query.boundaries,
            figures: Vec::new(),
            undated: 0,
        };
        let months = self.carriers_of(measure, query.as_known)?;
        let place = self.place(&key)?;
        let wanted = |month: Month| {
            query.from.is_none_or(|from| from <= month) && query.to.is_none_or(|to| month <= to)
        };
        let mut found: BTreeMap<Month, Figure> = BTreeMap::new();
        for (month, carriers) in months.iter().filter(|(month, _)| wanted(**month)) {
            if query.as_known.is_some() {
                series.undated += carriers.undated;
            }
            if carriers.asked.is_empty() {
                found.insert(*month, Figure::absent(*month, Status::NoneHeldThen));
            } else if let Some(place) = &place
                && let Some(figure) = self.figure_in(place, carriers)?
            {
                found.insert(*month, figure);
            }
        }
        let first = query.from.or_else(|| found.keys().next().copied());
        let last = query.to.or_else(|| found.keys().next_back().copied());
        if let (Some(first), Some(last)) = (first, last) {
            series.figures = cadence(measure)
                .periods(first, last)
                .map(|month| {
                    found
                        .remove(&month)
                        .unwrap_or_else(|| Figure::absent(month, Status::Missing))
                })
                .collect();
        }
        Ok(series)
    }

    /// The figure that one source has for a series, whether or not it carries its month.
    pub(crate) fn figure_of_source(
        &self,
        key: &SeriesKey,
        source: &Arc<SourceRow>,
    ) -> Result<Option<Figure>, ArchiveError> {
        let Some(place) = self.place(key)? else {
            return Ok(None);
        };
        let alone = Carriers {
            asked: vec![source.clone()],
            ..Carriers::default()
        };
        self.figure_in(&place, &alone)
    }

    /// The figure of one month from the first of its sources that has one.
    fn figure_in(
        &self,
        place: &Place,
        carriers: &Carriers,
    ) -> Result<Option<Figure>, ArchiveError> {
        let mut statement = self.connection()?.prepare_cached(
            "SELECT numerator, denominator, value, status, is_over FROM observation
             WHERE edition_id = ?1 AND level = ?2 AND basis = ?3 AND treatment_function_id = ?4 AND body_id = ?5 AND measure_id = ?6",
        )?;
        for source in &carriers.asked {
            let figure = statement
                .query_row(
                    (
                        source.id,
                        place.level,
                        place.basis,
                        place.treatment_function,
                        place.body,
                        place.measure,
                    ),
                    |row| {
                        Ok(Figure {
                            period: source.period,
                            numerator: row.get(0)?,
                            denominator: row.get(1)?,
                            value: row.get(2)?,
                            status: catalogue::status(row.get(3)?).unwrap_or(Status::Missing),
                            over: row.get(4)?,
                            source: Some(source.clone()),
                        })
                    },
                )
                .optional()?;
            if figure.is_some() {
                return Ok(figure);
            }
        }
        Ok(None)
    }

    /// The figures of every body of a level in one month, in the order of their codes.
    ///
    /// # Errors
    /// Where the measure is not known, or the catalogue cannot be read.
    #[expect(
        clippy::too_many_arguments,
        reason = "a league has that many sides, and callers name them all"
    )]
    pub fn league(
        &self,
        measure: &Measure,
        level: Level,
        basis: Basis,
        treatment_function: Option<&TreatmentFunction>,
        month: Month,
        boundaries: Boundaries,
        as_known: Option<Date>,
    ) -> Result<Vec<LeagueRow>, ArchiveError> {
        if !boundaries.is_as_reported() && level != Level::England {
            return self.carried_league(
                measure,
                level,
                basis,
                treatment_function,
                month,
                boundaries,
                as_known,
            );
        }
        let connection = self.connection()?;
        let months = self.carriers_of(measure, as_known)?;
        let Some(carriers) = months.get(&month) else {
            return Ok(Vec::new());
        };
        let treatment_function = treatment_function
            .or_else(|| measure.total_treatment_function())
            .map_or("", TreatmentFunction::as_str);
        let mut statement = connection.prepare_cached(
            "SELECT b.code, coalesce(nullif(n.name, ''), nullif(b.name, ''), b.code), o.numerator, o.denominator, o.value, o.status, o.is_over
             FROM observation o
             JOIN body b ON b.id = o.body_id
             LEFT JOIN body_in_edition n ON n.body_id = o.body_id AND n.edition_id = o.edition_id AND n.level = o.level
             WHERE o.edition_id = ?1 AND o.level = ?2 AND o.basis = ?3
               AND o.treatment_function_id = coalesce((SELECT id FROM treatment_function WHERE code = ?4), 0)
               AND o.measure_id = (SELECT id FROM measure WHERE code = ?5)",
        )?;
        let mut found: BTreeMap<String, LeagueRow> = BTreeMap::new();
        for source in &carriers.asked {
            let rows = statement.query_map(
                (
                    source.id,
                    catalogue::level_number(level),
                    catalogue::basis_number(basis),
                    treatment_function,
                    measure.id.as_str(),
                ),
                |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        readable(&row.get::<_, String>(1)?),
                        Figure {
                            period: month,
                            numerator: row.get(2)?,
                            denominator: row.get(3)?,
                            value: row.get(4)?,
                            status: catalogue::status(row.get(5)?).unwrap_or(Status::Missing),
                            over: row.get(6)?,
                            source: Some(source.clone()),
                        },
                    ))
                },
            )?;
            for row in rows {
                let (code, name, figure) = row?;
                let Ok(body) = BodyCode::new(&code) else {
                    continue;
                };
                found
                    .entry(code)
                    .or_insert(LeagueRow { body, name, figure });
            }
        }
        Ok(found.into_values().collect())
    }
}
