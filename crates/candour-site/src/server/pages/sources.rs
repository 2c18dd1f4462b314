//! `/sources`.

use std::collections::BTreeMap;
use std::sync::Arc;

use candour_archive::{Carriers, SourceRow};
use candour_core::{Month, Scope};

use crate::format;
use crate::server::answer::{Answer, Reading};
use crate::server::dates;
use crate::server::error::AppError;
use crate::server::links;
use crate::server::params::Sort;
use crate::views::{Column, Link, Nav, Order, PublishedOn, SourceLine, SourcesView};

/// How many files a page lists.
const PAGE: usize = 200;

pub(in crate::server) fn answer(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let all = reading.snapshot.sources()?;
    let not_held = all.iter().filter(|source| !source.held).count();
    let heading = match not_held {
        0 => format!(
            "{} held",
            format::plural(all.len(), "source file is", "source files are")
        ),
        _ if not_held == all.len() => {
            format!(
                "{} known by starter figures; none is held",
                format::plural(not_held, "source file is", "source files are")
            )
        }
        _ => format!(
            "{} held; {not_held} more known by starter figures",
            format::plural(all.len() - not_held, "source file is", "source files are")
        ),
    };
    let (sorted, sort, order) = sorted(reading, all);
    let start = (reading.params.page - 1).saturating_mul(PAGE);
    let mut carriers: BTreeMap<&str, BTreeMap<Month, Carriers>> = BTreeMap::new();
    let mut files = Vec::new();
    for source in sorted.iter().skip(start).take(PAGE) {
        if !carriers.contains_key(source.publication.as_str()) {
            carriers.insert(
                &source.publication,
                reading.snapshot.carriers(&source.publication, None)?,
            );
        }
        files.push(line(
            reading,
            source,
            carriers.get(source.publication.as_str()),
        )?);
    }
    let next = (reading.params.page + 1).to_string();
    let more = (start + PAGE < sorted.len()).then(|| {
        Link::new(
            "More files",
            format!(
                "/sources{}",
                reading.params.but(&["page"], &[("page", &next)])
            ),
        )
    });
    let mut page = reading.page(heading.clone(), vec![reading.root()], not_held > 0);
    page.nav = Nav::Sources;
    let view = SourcesView {
        page,
        heading,
        columns: columns(reading, sort, order),
        files,
        more,
    };
    Ok(Answer::html(view.render()?))
}

fn sorted<'a>(
    reading: &Reading<'_>,
    all: &'a [Arc<SourceRow>],
) -> (Vec<&'a Arc<SourceRow>>, Sort, Order) {
    let sort = match reading.params.sort {
        Some(sort @ (Sort::File | Sort::Published)) => sort,
        _ => Sort::Period,
    };
    let usual = if sort == Sort::File {
        Order::Ascending
    } else {
        Order::Descending
    };
    let order = reading.params.order.unwrap_or(usual);
    let mut sorted: Vec<&Arc<SourceRow>> = all.iter().collect();
    match sort {
        Sort::File => sorted.sort_by_key(|source| (source.file_name.to_lowercase(), source.id)),
        Sort::Published => sorted.sort_by_key(|source| (source.published_on, source.id)),
        _ => sorted.sort_by_key(|source| (source.period, source.id)),
    }
    if order == Order::Descending {
        sorted.reverse();
    }
    (sorted, sort, order)
}

fn columns(reading: &Reading<'_>, sort: Sort, order: Order) -> Vec<Column> {
    let column = |label: &str, by: Sort, word: &str| {
        let now = (sort == by).then_some(order);
        let next = match (now, by) {
            (Some(Order::Descending), _) | (None, Sort::File) => "asc",
            _ => "desc",
        };
        let query = reading.params.but(
            &["sort", "order", "page"],
            &[("sort", word), ("order", next)],
        );
        Column::plain(label).sorted_by(format!("/sources{query}"), now)
    };
    vec![
        column("File", Sort::File, "file"),
        Column::plain("Publication"),
        column("Period", Sort::Period, "period"),
        column("Published", Sort::Published, "published"),
        Column::plain("Status"),
        Column::numeric("Rows"),
        Column::plain("SHA-256"),
    ]
}

/// The period of a file, or its first and last.
pub(super) fn span_in_words(source: &SourceRow) -> String {
    let cadence = candour_publications::by_id(&source.publication)
        .map_or(candour_core::Cadence::Monthly, |known| {
            known.facts().cadence
        });
    let (first, last) = source.span;
    if first == last {
        cadence.in_words(last)
    } else {
        format!("{} to {}", cadence.in_words(first), cadence.in_words(last))
    }
}

fn line(
    reading: &Reading<'_>,
    source: &SourceRow,
    months: Option<&BTreeMap<Month, Carriers>>,
) -> Result<SourceLine, AppError> {
    let detail = reading.snapshot.source(&source.sha256.to_string())?;
    let carries = months.is_some_and(|months| {
        let mut asked = months.values().flat_map(|month| &month.asked);
        asked.any(|carrier| carrier.source == source.source)
    });
    let status = match (source.held, carries, source.scope) {
        (false, _, _) => "starter figures",
        // Every list of bodies stands for its day.
        (true, ..) if candour_publications::directory_by_id(&source.publication).is_some() => {
            "loaded"
        }
        (true, false, _) => "superseded",
        (true, true, Scope::Partial) => "partial",
        (true, true, Scope::National) => "loaded",
    };
    let title = candour_publications::facts_of(&source.publication)
        .map_or(source.publication.as_str(), |facts| facts.title);
    #[expect(clippy::cast_precision_loss, reason = "rows of a file")]
    let rows = format::count_in_full(detail.rows as f64);
    Ok(SourceLine {
        file: Link::new(source.file_name.clone(), links::source(&source.sha256)),
        publication: title.to_owned(),
        period: span_in_words(source),
        published: PublishedOn(source.published_on.map(dates::day)),
        status: status.to_owned(),
        rows,
        sha256: source.sha256.to_string(),
    })
}
