//! `/measures/{measure}/{body}`.

use candour_archive::{KnownBody, cadence, has_level_on};
use candour_assessment::{PointType, Profile};
use candour_core::{Cadence, Level};
use candour_measures::{Measure, Shape};

use super::measure::{levels_words, source_line};
use crate::charts::{Width, xmr, xmr_both};
use crate::format;
use crate::server::answer::{Answer, Reading};
use crate::server::common::{caveats, publishers, starter};
use crate::server::dates;
use crate::server::downloads::{self, Ending};
use crate::server::error::AppError;
use crate::server::events;
use crate::server::league::capital;
use crate::server::links;
use crate::server::told::Told;
use crate::server::told_charts::{limits_of, rule_words};
use crate::server::wording;
use crate::views::{
    CarriedOfferView, ChartView, Choice, Embed, Figure, Link, Markup, PointRow, Prose, RebaseForm,
};

pub(in crate::server) fn answer(
    reading: &Reading<'_>,
    measure: &str,
    last: &str,
) -> Result<Answer, AppError> {
    let (code, ending) = downloads::split(last)?;
    let measure = reading.snapshot.measure(measure)?;
    let body = reading.snapshot.body(code)?;
    let query = reading.query(measure, &body.code);
    let series = reading.snapshot.series(&query)?;
    let (level, basis) = (series.key.level, series.key.basis);
    let is_counted = has_level_on(measure, level, basis, series.boundaries);
    let has_values = series.figures.iter().any(|figure| figure.value.is_some());
    if series.boundaries.is_as_reported() && !has_values && ending.is_none() {
        let instead = reading.carried_instead(measure, &body, &query)?;
        if !instead.is_empty() {
            return Ok(Answer::html(
                offer(reading, measure, &body, is_counted, &instead).render()?,
            ));
        }
    }
    if !is_counted {
        return Err(AppError::NotFound {
            heading: format!("{} is not counted for {}", measure.title, body.name),
            nearest: vec![
                crate::server::error::near_measure(measure),
                crate::server::error::near_body(body.code.as_str(), &body.name),
            ],
        });
    }
    let name = downloads::name(&measure.id, body.code.as_str());
    if let Some(ending) = ending.filter(|ending| *ending != Ending::Svg) {
        let title = format!("{}, {}", measure.title, body.name);
        return downloads::figures(reading, &[series], ending, &name, &title);
    }
    let told = Told::with(
        reading.snapshot,
        series,
        &body.name,
        &reading.assess_options(),
    )?
    .marked(reading);
    if ending.is_some() {
        return Ok(downloads::svg(xmr(
            &told.xmr("chart", stamp(reading, measure)),
            Width::Wide,
        )));
    }
    Ok(Answer::html(view(reading, &told, &body)?.render()?))
}

/// In the place of a chart of nothing: the same series on boundaries on which it has figures.
fn offer(
    reading: &Reading<'_>,
    measure: &Measure,
    body: &KnownBody,
    is_counted: bool,
    instead: &[Told],
) -> CarriedOfferView {
    let heading = format!(
        "{} is not reported for {}",
        wording::subject(&measure.title),
        body.name
    );
    let (_, many) = wording::level_words(body.level);
    let why = if is_counted {
        format!("No published file that is held names {}.", body.name)
    } else {
        format!(
            "The published files give it for {}, not for {many}.",
            levels_words(measure)
        )
    };
    CarriedOfferView {
        page: reading.page(
            heading.clone(),
            vec![reading.root(), reading.measure_link(measure)],
            starter(instead),
        ),
        heading,
        why: format!(
            "{why} What they give for each provider or sub-ICB location can be carried to where that \
             belongs and summed there."
        ),
        measure: reading.measure_link(measure),
        body: reading.body_link(&body.code, &body.name),
        instead: instead
            .iter()
            .map(|told| {
                let on = told.series.boundaries;
                let title = capital(&on.in_words());
                told.multiple(&format!("on-{on}"), &title, told.basis_note())
            })
            .collect(),
    }
}

/// What stands under a chart that travels alone: the source, and the day whose knowledge it shows.
fn stamp(reading: &Reading<'_>, measure: &Measure) -> String {
    let sample = if reading.synthetic {
        " Synthetic sample: invented figures."
    } else {
        ""
    };
    format!(
        "{}. As known on {}. Candour.{sample}",
        source_line(measure),
        dates::day(reading.frozen())
    )
}

fn view(reading: &Reading<'_>, told: &Told, body: &KnownBody) -> Result<ChartView, AppError> {
    let measure = told.measure;
    let path = links::chart_path(&told.series.key);
    let labels = labels(measure);
    let subject = format!("{}, {}", measure.title, body.name);
    let mut notes = caveats([measure]);
    notes.extend(warnings(told));
    notes.extend(reading.estimate_note(told)?);
    let basis = told.basis_note();
    if !basis.is_empty() {
        notes.push(Prose::from(basis));
    }
    let on = told.suffix();
    let special = told
        .assessment
        .points
        .iter()
        .filter(|point| is_special(point.point_type))
        .count();
    let valued = told
        .series
        .figures
        .iter()
        .filter(|figure| figure.value.is_some())
        .count();
    let (one, many) = match cadence(measure) {
        Cadence::Monthly => ("month", "months"),
        Cadence::Quarterly { .. } => ("period", "periods"),
    };
    Ok(ChartView {
        page: reading
            .page(
                told.heading(),
                vec![reading.root(), reading.measure_link(measure)],
                starter([told]),
            )
            .following(
                &format!("{}: {}", body.name, measure.title),
                &format!("measure:{}@{}", measure.id, body.code),
            ),
        measure: reading.measure_link(measure),
        body: reading.body_link(&body.code, &body.name),
        finding: told.heading(),
        summary: told.summary(),
        signals: told.signals(),
        chart: Markup::of_chart(xmr_both(&told.xmr("xmr", source_line(measure)))),
        svg: Some(format!("{path}.svg{}", reading.params.but(&[], &[]))),
        limits: limits(told),
        notes,
        events: events::list(reading, told, false),
        not_submitted: reading.not_submitted(told)?.into_iter().collect(),
        caption: match special {
            0 => format!(
                "None of {} is a special cause{on}",
                format::plural(valued, one, many)
            ),
            special => format!(
                "{special} of {} {} special causes{on}",
                format::plural(valued, one, many),
                if special == 1 { "is among the" } else { "are" }
            ),
        },
        value_label: measure.short.clone(),
        numerator_label: labels.as_ref().map(|(numerator, _)| numerator.clone()),
        denominator_label: labels
            .map(|(_, denominator)| denominator)
            .unwrap_or_default(),
        points: points(told),
        source: Prose::from(format!(
            "{}. Each value leads to its receipt.",
            source_line(measure)
        )),
        profile: profile_words(&told.assessment.profile),
        rebase: rebase_form(reading, &path),
        embed: Some(embed(reading, told, &path)?),
        downloads: reading.downloads(&path, "the points"),
        control: reading.control(&path, told.series.undated),
        citation: reading.citation(&path, &subject, &publishers([measure])),
    })
}

fn is_special(kind: Option<PointType>) -> bool {
    kind.is_some_and(|kind| kind != PointType::CommonCause)
}

/// What numerator and denominator count, for a share.
fn labels(measure: &Measure) -> Option<(String, String)> {
    match &measure.shape {
        Shape::Share {
            numerator,
            denominator,
        } => Some((capital(&numerator.words), capital(&denominator.words))),
        Shape::Count(_) | Shape::Quantile { .. } => None,
    }
}

fn points(told: &Told) -> Vec<PointRow> {
    let in_full = |number: i64| format::part(number, told.measure.parts);
    let rows = told
        .series
        .figures
        .iter()
        .zip(&told.assessment.points)
        .rev();
    rows.map(|(figure, point)| PointRow {
        month: told.in_words(figure.period),
        numerator: figure.numerator.map(in_full),
        denominator: figure.denominator.map(in_full),
        value: told.figure(figure),
        year_before: told.at(figure.period.year_before()).map_or_else(
            || Figure {
                text: "–".to_owned(),
                absent: true,
                ..Figure::default()
            },
            |before| told.figure(before),
        ),
        kind: point.point_type.unwrap_or(PointType::CommonCause),
        rule: point.special_cause.map(rule_words).unwrap_or_default(),
        event: told.event_words(figure.period),
        published: told.published(figure),
    })
    .collect()
}

/// Mean and limits in words, a sentence a group.
fn limits(told: &Told) -> Vec<Prose> {
    let value = |number| format::value(number, told.measure.unit);
    let groups = told.assessment.groups.iter();
    groups
        .filter_map(|group| {
            let (from, to) = told.months_of(group)?;
            let months = format!(
                "{} to {}: mean {}",
                told.in_words(from),
                told.in_words(to),
                value(group.mean?)
            );
            Some(Prose::from(match limits_of(group) {
                Some(limits) => format!(
                    "{months}, limits {} to {}.",
                    value(limits.lower),
                    value(limits.upper)
                ),
                None => format!("{months}; too few months for limits."),
            }))
        })
        .collect()
}

fn warnings(told: &Told) -> Vec<Prose> {
    let mut notes: Vec<Prose> = told
        .assessment
        .warnings
        .iter()
        .map(|warning| Prose::from(capital(&warning.to_string()) + "."))
        .collect();
    if told.assessment.trial_limits {
        notes.push(Prose::from(
            "Fewer than 13 points: these are trial limits, and no icons are given.",
        ));
    }
    if told.series.key.level == Level::Provider
        && told
            .series
            .figures
            .iter()
            .any(|figure| figure.status == candour_core::Status::NotSubmitted)
    {
        notes.push(Prose::from(
            "Months that were not submitted are gaps, not noughts.",
        ));
    }
    notes
}

fn profile_words(profile: &Profile) -> Prose {
    let screen = if profile.screen {
        format!(
            "moving ranges at {} times their average or more are left out of the limits",
            profile.screen_at
        )
    } else {
        "every moving range is kept".to_owned()
    };
    Prose::from(format!(
        "Profile {}: {screen}; {} points make a shift, {} a trend.",
        profile.name(),
        profile.shift_length,
        profile.trend_length
    ))
}

fn rebase_form(reading: &Reading<'_>, path: &str) -> RebaseForm {
    let now = reading.assess_options().profile;
    let choice = |profile: Profile| Choice {
        value: profile.name().to_owned(),
        label: profile.name().to_owned(),
        chosen: profile.name() == now.name(),
    };
    let months: Vec<String> = reading
        .params
        .rebase
        .iter()
        .map(ToString::to_string)
        .collect();
    RebaseForm {
        action: path.to_owned(),
        rebase: months.join(", "),
        profiles: vec![choice(Profile::nhsr_0_2_2()), choice(Profile::mdc_excel())],
        hidden: reading.hidden(&["rebase", "profile"]),
    }
}

/// Markup for another page: the chart in a frame, and as a picture that leads to its page here; both frozen on a
/// day.
fn embed(reading: &Reading<'_>, told: &Told, path: &str) -> Result<Embed, AppError> {
    let page = crate::charts::escape(&reading.absolute(&reading.permalink(path)));
    let picture =
        crate::charts::escape(&reading.absolute(&reading.permalink(&format!("{path}.svg"))));
    let words = crate::charts::escape(&told.heading());
    Ok(Embed {
        code: super::embed::code(
            reading,
            &super::embed::chart_path(told),
            &told.heading(),
            super::embed::CHART_HEIGHT,
        ),
        picture: format!(
            "<a href=\"{page}\"><img src=\"{picture}\" alt=\"{words}\" width=\"900\"></a>"
        ),
        as_known: dates::day(reading.frozen()),
        left_out: super::embed::left_out(reading, told)?,
    })
}

impl From<&Told> for Link {
    fn from(told: &Told) -> Self {
        Self::new(
            format!("{}, {}", told.measure.title, told.name),
            told.chart_path(),
        )
    }
}
