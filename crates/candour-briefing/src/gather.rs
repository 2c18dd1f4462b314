//! Which series have news: those of the body asked about, and those of the bodies below it.

use std::collections::{BTreeMap, HashMap, HashSet};

use candour_archive::{ArchiveError, Figure, KnownBody, Snapshot, basis_at, has_level_on};
use candour_core::{Basis, BodyCode, Level, MeasureId, Month, Unit};
use candour_measures::{Catalogue, Measure, Shape};
use candour_register::Boundaries;

use crate::coverage::{LikeForLike, Providers};
use crate::query::{BriefingQuery, LeftOut};
use crate::reading::{Line, of_body};
use crate::scoring::Scoring;
use crate::signal::{Signal, signals};
use crate::tell;

/// A series with news.
pub(crate) struct Told {
    pub(crate) line: Line,
    /// What is to be told of its latest value, the most telling first.
    pub(crate) signals: Vec<Signal>,
    /// What came of comparing the first like for like.
    pub(crate) alike: LikeForLike,
}

impl Told {
    pub(crate) fn first(&self) -> &Signal {
        &self.signals[0]
    }
}

/// What was gathered.
pub(crate) struct Gathered {
    /// News of the body itself.
    pub(crate) own: Vec<Told>,
    /// News of the bodies below it.
    pub(crate) below: Vec<Told>,
    /// How many series of each measure and level were looked at.
    pub(crate) looked_at: HashMap<(MeasureId, Level), usize>,
    /// What was found and is no news.
    pub(crate) left_out: Vec<LeftOut>,
    /// Every series of the body itself that is as new as its publication.
    pub(crate) quiet: Vec<Line>,
    /// Providers among which places are compared, by measure.
    pub(crate) peers: BTreeMap<MeasureId, Vec<Line>>,
}

/// The latest period of each publication that counts.
pub(crate) fn latest_periods(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
) -> Result<BTreeMap<String, Month>, ArchiveError> {
    let mut latest: BTreeMap<String, Month> = BTreeMap::new();
    for edition in snapshot.editions()? {
        let known = query
            .as_known()
            .is_none_or(|day| edition.published_on.is_some_and(|out| out <= day));
        let counts = query.up_to().is_none_or(|last| edition.period <= last);
        if known && counts {
            let entry = latest
                .entry(edition.publication.clone())
                .or_insert(edition.period);
            *entry = (*entry).max(edition.period);
        }
    }
    Ok(latest)
}

/// Reads what could be told of, and keeps what is.
pub(crate) fn gather(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
    body: &KnownBody,
    latest: &BTreeMap<String, Month>,
    scoring: &Scoring,
) -> Result<Gathered, ArchiveError> {
    let mut gathered = Gathered {
        own: Vec::new(),
        below: Vec::new(),
        looked_at: HashMap::new(),
        left_out: Vec::new(),
        quiet: Vec::new(),
        peers: BTreeMap::new(),
    };
    let mut providers = Providers::default();
    let is_latest =
        |line: &Line| latest.get(line.measure.publication.as_str()) == Some(&line.period());
    let mut all = Vec::new();
    for line in of_body(snapshot, query, body)? {
        if is_latest(&line) {
            all.push((line, true));
        }
    }
    for line in below(snapshot, query, body, &mut providers, scoring)? {
        if is_latest(&line) {
            all.push((line, false));
        }
    }
    for (line, own) in all {
        let key = (line.measure.id.clone(), line.level());
        *gathered.looked_at.entry(key).or_default() += 1;
        let signals = signals(&line, scoring);
        let Some(first) = signals.first() else {
            gathered.keep(line, own);
            continue;
        };
        let alike = providers.compare(snapshot, query, scoring, &line, first)?;
        if let LikeForLike::Falls { because } = alike {
            gathered.left_out.push(LeftOut {
                headline: tell::headline(&line, first),
                because,
            });
            gathered.keep(line, own);
            continue;
        }
        let told = Told {
            line,
            signals,
            alike,
        };
        if own {
            gathered.own.push(told);
        } else {
            gathered.below.push(told);
        }
    }
    Ok(gathered)
}

impl Gathered {
    /// Keeps a series without news where something is still made of it.
    fn keep(&mut self, line: Line, own: bool) {
        if own {
            self.quiet.push(line);
        } else if line.level() == Level::Provider && line.measure.unit == Unit::Share {
            self.peers
                .entry(line.measure.id.clone())
                .or_default()
                .push(line);
        }
    }
}

/// Every series of the bodies below: of England all regions, boards and providers, else the body's parts.
fn below(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
    body: &KnownBody,
    providers: &mut Providers,
    scoring: &Scoring,
) -> Result<Vec<Line>, ArchiveError> {
    if body.level == Level::England {
        let mut lines = Vec::new();
        for level in [Level::Region, Level::Icb, Level::Provider] {
            let names: HashMap<BodyCode, String> = snapshot
                .bodies_at(level)?
                .into_iter()
                .map(|body| (body.code, body.name))
                .collect();
            for measure in Catalogue::bundled().iter() {
                lines.extend(of_level(
                    snapshot, query, measure, level, &names, providers, scoring,
                )?);
            }
        }
        return Ok(lines);
    }
    let mut lines = Vec::new();
    for part in parts(snapshot, query, body)? {
        let found = of_body(snapshot, query, &part)?;
        lines.extend(
            found
                .into_iter()
                .filter(|line| is_large(line.latest(), line.measure, line.level(), scoring)),
        );
    }
    Ok(lines)
}

/// The bodies below one: those that the latest file puts under it; of a board the providers whose home it is.
fn parts(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
    body: &KnownBody,
) -> Result<Vec<KnownBody>, ArchiveError> {
    if body.level != Level::Icb {
        return snapshot.parts(&body.code);
    }
    let register = snapshot.register()?;
    let day = query.up_to().map_or(query.on, Month::last_day);
    let mut providers = snapshot.bodies_at(Level::Provider)?;
    providers.retain(|provider| {
        register
            .home(&provider.code, Level::Icb, day)
            .is_ok_and(|homes| homes.iter().any(|home| home.body == body.code))
    });
    Ok(providers)
}

/// A measure of every body of a level: as reported where files add up to it, else carried to where each
/// provider belonged in each month. Quantiles are not carried here: their bands are read from the files.
fn of_level(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
    measure: &'static Measure,
    level: Level,
    names: &HashMap<BodyCode, String>,
    providers: &mut Providers,
    scoring: &Scoring,
) -> Result<Vec<Line>, ArchiveError> {
    let basis = basis_at(measure, level);
    let carried = !measure.has_level(level, basis);
    let series = if level == Level::Provider && !carried && basis == Basis::Provider {
        providers.of(snapshot, query, measure)?.to_vec()
    } else {
        let boundaries = if carried {
            Boundaries::Then
        } else {
            Boundaries::AsReported
        };
        if carried
            && (matches!(measure.shape, Shape::Quantile { .. })
                || !has_level_on(measure, level, basis, boundaries))
        {
            return Ok(Vec::new());
        }
        snapshot.figures_of_level(measure, level, basis, None, boundaries, query.as_known())?
    };
    let shown = if level == Level::Provider {
        shown(snapshot, query, measure, providers)?
    } else {
        None
    };
    let register = snapshot.register()?;
    let unattributed = register.unattributed().map(|body| body.code.clone());
    let mut lines = Vec::new();
    for series in series {
        if unattributed.as_ref() == Some(&series.key.body) {
            continue;
        }
        let large = series
            .figures
            .iter()
            .rev()
            .filter(|figure| query.up_to().is_none_or(|last| figure.period <= last))
            .find(|figure| figure.value.is_some())
            .is_some_and(|figure| is_large(figure, measure, level, scoring));
        if !large
            || shown
                .as_ref()
                .is_some_and(|shown| !shown.contains(&series.key.body))
        {
            continue;
        }
        let code = series.key.body.clone();
        let name = names
            .get(&code)
            .cloned()
            .unwrap_or_else(|| register.name_or(code.as_str(), code.as_str()));
        lines.extend(Line::new(measure, series, name, query.up_to()));
    }
    Ok(lines)
}

/// The providers that a league of the measure shows: of A&E those with a major department. None where it shows
/// all.
fn shown(
    snapshot: &Snapshot<'_>,
    query: &BriefingQuery,
    measure: &'static Measure,
    providers: &mut Providers,
) -> Result<Option<HashSet<BodyCode>>, ArchiveError> {
    let Some(league) = &measure.league else {
        return Ok(None);
    };
    let by = snapshot.measure(league.measure.as_str())?;
    let has = |figure: &Figure| figure.value.is_some_and(|value| value > 0.0);
    let counts = |figure: &&Figure| query.up_to().is_none_or(|last| figure.period <= last);
    Ok(Some(
        providers
            .of(snapshot, query, by)?
            .iter()
            .filter(|series| {
                let latest = series.figures.iter().rfind(counts);
                latest.is_some_and(has)
            })
            .map(|series| series.key.body.clone())
            .collect(),
    ))
}

/// Whether a body is large enough to be told of. Of a small provider a handful of people make any share.
#[expect(
    clippy::cast_precision_loss,
    reason = "no count of people reaches 2 to the 53rd"
)]
fn is_large(figure: &Figure, measure: &Measure, level: Level, scoring: &Scoring) -> bool {
    if level != Level::Provider {
        return true;
    }
    let peers = &scoring.peers;
    let to_one = measure.parts.to_one() as f64;
    match measure.unit {
        Unit::Share => figure.denominator.is_some_and(|below| {
            let smallest = if to_one > 1.0 {
                peers.beds_smallest
            } else {
                peers.smallest
            };
            below as f64 / to_one >= smallest
        }),
        Unit::Count => figure
            .value
            .is_some_and(|value| value >= peers.count_smallest),
        Unit::Beds => figure
            .value
            .is_some_and(|value| value >= peers.beds_smallest),
        Unit::Weeks => false,
    }
}
