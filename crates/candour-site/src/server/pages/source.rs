//! `/sources/{sha256}`.

use candour_archive::{SeriesQuery, SourceDetail};
use candour_core::{BodyCode, Diagnostic, Level, Place, PublishedBasis, Scope};
use candour_measures::Catalogue;

use crate::format;
use crate::server::answer::{Answer, Reading};
use crate::server::dates;
use crate::server::error::AppError;
use crate::server::links;
use crate::server::told::Told;
use crate::views::{
    DiagnosticLine, Fact, Link, Nav, Prose, PublishedOn, SourceView, TotalsCheck, Version,
};

/// How many figures are shown as examples.
const EXAMPLES: usize = 6;

pub(in crate::server) fn answer(reading: &Reading<'_>, asked: &str) -> Result<Answer, AppError> {
    let source = reading.snapshot.source(asked)?;
    let row = &source.row;
    let family = source.facts()?;
    let heading = format!("{}, {}", family.title, super::sources::span_in_words(row));
    let mut page = reading.page(
        format!("{heading}: {}", row.file_name),
        vec![reading.root(), Link::new("Source files", "/sources")],
        !row.held,
    );
    page.nav = Nav::Sources;
    let diagnostics = reading.snapshot.diagnostics(row)?;
    let checks = reading.snapshot.arithmetic(row)?;
    let failed = checks.iter().filter(|check| !check.passed).count();
    let view = SourceView {
        page,
        heading,
        state: state(&source, checks.len(), failed),
        partial: row.scope == Scope::Partial,
        facts: facts(&source, family.title),
        sha256: row.sha256.to_string(),
        diagnostics: diagnostics.iter().map(line).collect(),
        checks: checks
            .into_iter()
            .map(|check| TotalsCheck {
                what: check.detail,
                agrees: check.passed,
                ..TotalsCheck::default()
            })
            .collect(),
        versions: versions(reading, &source)?,
        figures: usize::try_from(reading.snapshot.figures_from(row)?).unwrap_or(usize::MAX),
        examples: examples(reading, &source)?,
        download: row.held.then(|| {
            Link::new(
                download_words(&source),
                format!("{}/file", links::source(&row.sha256)),
            )
        }),
    };
    Ok(Answer::html(view.render()?))
}

/// How the day of publication is known, after `from`; empty where it is not.
pub(super) const fn published_basis(basis: PublishedBasis) -> &'static str {
    match basis {
        PublishedBasis::Cell => "a cell of the file",
        PublishedBasis::FileName => "the file’s name",
        PublishedBasis::List => "a reviewed list of dates",
        PublishedBasis::Stated => "whoever loaded the file",
        PublishedBasis::Unknown => "",
    }
}

/// `Download the file as we hold it (csv, 41 KB)`.
pub(super) fn download_words(source: &SourceDetail) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a size in words")]
    let bytes = source.bytes as f64;
    let size = match source.bytes {
        ..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.0} KB", bytes / 1e3),
        _ => format!("{:.1} MB", bytes / 1e6),
    };
    format!(
        "Download the file as we hold it ({}, {size})",
        source.row.form
    )
}

fn state(source: &SourceDetail, checks: usize, failed: usize) -> Prose {
    if !source.row.held {
        return Prose::from(
            "The file itself is not held. Its figures came with Candour, which computed them from it.",
        );
    }
    let sums = match (checks, failed) {
        (0, _) => String::new(),
        (_, 0) => ", and it adds up".to_owned(),
        (_, failed) => format!(", and {} of its sums fail for a known reason", failed),
    };
    Prose::from(format!(
        "The file was taken whole: {} of {}{sums}.",
        format::plural(
            usize::try_from(source.rows).unwrap_or(usize::MAX),
            "row",
            "rows"
        ),
        if candour_publications::directory_by_id(&source.row.publication).is_some() {
            "bodies"
        } else {
            "figures"
        }
    ))
}

fn facts(source: &SourceDetail, title: &str) -> Vec<Fact> {
    let row = &source.row;
    let published = row.published_on.map_or_else(
        || "Not known".to_owned(),
        |day| {
            format!(
                "{}, from {}",
                dates::day(day),
                published_basis(row.published_basis)
            )
        },
    );
    let mut facts = vec![
        Fact::new("File", row.file_name.clone()),
        Fact::new("Publication", title),
        Fact::new("Publisher", source.publisher.clone()),
        Fact::new("Licence", source.licence.clone()),
        Fact::new("Published", published),
        Fact::new("Taken", source.taken_at.clone()),
        Fact::new("Scope", format!("{}: {}", row.scope, source.scope_reason)),
        Fact::new("Layout", source.layout.clone()),
    ];
    if let Some(sheet) = &source.sheet {
        facts.push(Fact::new("Sheet", sheet.clone()));
    }
    if let Some((name, sha256)) = &source.container {
        facts.push(Fact::new(
            "Came in",
            format!("{name} (SHA-256 {})", sha256.short()),
        ));
    }
    facts
}

fn line(diagnostic: &Diagnostic) -> DiagnosticLine {
    let place = match &diagnostic.place {
        Place::File => String::new(),
        Place::Line {
            line,
            column,
            heading,
        } => match (column, heading) {
            (_, Some(heading)) => format!("line {line}, column “{heading}”"),
            (Some(column), None) => format!("line {line}, column {column}"),
            (None, None) => format!("line {line}"),
        },
        Place::Cell { sheet, cell } => match cell {
            Some(cell) => format!("sheet {sheet}, cell {cell}"),
            None => format!("sheet {sheet}"),
        },
    };
    DiagnosticLine {
        severity: diagnostic.severity,
        place,
        message: diagnostic.message.clone(),
        hint: diagnostic.hint.clone().unwrap_or_default(),
    }
}

/// Every file of the month; none where this is the only one.
fn versions(reading: &Reading<'_>, source: &SourceDetail) -> Result<Vec<Version>, AppError> {
    let this = &source.row;
    // A later list of bodies does not replace an earlier one: both are kept for their day.
    if candour_publications::directory_by_id(&this.publication).is_some() {
        return Ok(Vec::new());
    }
    let mut files: Vec<_> = reading
        .snapshot
        .sources()?
        .iter()
        .filter(|other| other.publication == this.publication && other.span == this.span)
        .collect();
    if files.len() < 2 {
        return Ok(Vec::new());
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.published_on));
    let told = files.into_iter().map(|file| Version {
        published: PublishedOn(file.published_on.map(dates::day)),
        value: String::new(),
        file: Link::new(file.file_name.clone(), links::source(&file.sha256)),
        change: match file.scope {
            Scope::National => format!("{}, all bodies", file.form),
            Scope::Partial => format!("{}, some bodies only", file.form),
        },
        this: file.sha256 == this.sha256,
    });
    Ok(told.collect())
}

/// England's figures that this file carries.
fn examples(reading: &Reading<'_>, source: &SourceDetail) -> Result<Vec<Prose>, AppError> {
    let mut examples = Vec::new();
    let row = &source.row;
    for measure in Catalogue::bundled()
        .iter()
        .filter(|measure| measure.publication.as_str() == row.publication)
    {
        if examples.len() == EXAMPLES || row.scope == Scope::Partial {
            break;
        }
        let query = SeriesQuery {
            level: Some(Level::England),
            from: Some(row.period),
            to: Some(row.period),
            ..SeriesQuery::new(measure.id.clone(), BodyCode::england())
        };
        let told = Told::new(
            reading.snapshot,
            reading.snapshot.series(&query)?,
            "England",
        )?;
        let Some(figure) = told.latest() else {
            continue;
        };
        if figure.value.is_some()
            && figure
                .source
                .as_ref()
                .is_some_and(|carrier| carrier.sha256 == row.sha256)
        {
            let link = Link::from(&told);
            examples.push(
                Prose::default()
                    .link(link.text, link.href)
                    .text(": ")
                    .figure(told.figure(figure)),
            );
        }
    }
    Ok(examples)
}
