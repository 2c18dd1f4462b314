//! `/sources/{sha256}/rows/{row}`: a row of a kept file as it was published.

use candour_core::RowSet;

use super::source::download_words;
use crate::server::answer::{Answer, Reading};
use crate::server::dates;
use crate::server::error::AppError;
use crate::server::links;
use crate::views::{Fact, Link, Nav, SourceRowView};

pub(in crate::server) fn answer(
    reading: &Reading<'_>,
    asked: &str,
    row: &str,
) -> Result<Answer, AppError> {
    let source = reading.snapshot.source(asked)?;
    let number: u32 = row
        .parse()
        .ok()
        .filter(|&row| row >= 1)
        .ok_or_else(|| AppError::not_found("There is no such row: a row is a number from 1"))?;
    let of = &source.row;
    let rows: RowSet = [number].into_iter().collect();
    let found = if of.held {
        reading.snapshot.rows_as_published(of, &rows, 1)?
    } else {
        Vec::new()
    };
    let absent = match (found.is_empty(), of.held) {
        (false, _) => String::new(),
        (true, false) => {
            "The file itself is not held, so that its rows cannot be shown.".to_owned()
        }
        (true, true) => {
            let heading = format!("{} has no row {number} that can be shown", of.file_name);
            return Err(AppError::not_found(heading));
        }
    };
    let (line, cells) = found
        .into_iter()
        .next()
        .map(|row| (row.text, row.cells))
        .unwrap_or_default();
    let heading = format!("Row {number} of {}", of.file_name);
    let path = links::source(&of.sha256);
    let crumbs = vec![
        reading.root(),
        Link::new("Source files", "/sources"),
        Link::new(of.file_name.clone(), path.clone()),
    ];
    let mut page = reading.page(heading.clone(), crumbs, !of.held);
    page.nav = Nav::Sources;
    let published = of
        .published_on
        .map_or_else(|| "Not known".to_owned(), dates::day);
    let view = SourceRowView {
        page,
        heading,
        file: Link::new(of.file_name.clone(), path.clone()),
        facts: vec![
            Fact::new("Publisher", source.publisher.clone()),
            Fact::new("Licence", source.licence.clone()),
            Fact::new("Published", published),
            Fact::new("SHA-256", of.sha256.to_string()),
        ],
        cells: cells
            .into_iter()
            .map(|(heading, cell)| (heading.trim().to_owned(), cell.trim().to_owned()))
            .collect(),
        line,
        absent,
        download: of
            .held
            .then(|| Link::new(download_words(&source), format!("{path}/file"))),
    };
    Ok(Answer::html(view.render()?))
}
