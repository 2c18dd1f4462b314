//! `/corrections`: what Candour itself got wrong, when, and who was told.

use candour_briefing::corrections::{Correction, CorrectionShape, corrections};
use candour_export::table::Cell as FileCell;

use crate::format::plural;
use crate::server::answer::{Answer, Reading};
use crate::server::dates;
use crate::server::downloads::{self, Ending};
use crate::server::error::AppError;
use crate::views::{ArticleView, Block, Fact, Link, Prose, Section};

pub(in crate::server) fn all(reading: &Reading<'_>) -> Result<Answer, AppError> {
    let (rows, _) = corrections();
    let heading = format!(
        "{} of what Candour got wrong",
        plural(rows.len(), "correction", "corrections")
    );
    let mut sections: Vec<Section> = rows.iter().map(section).collect();
    let link = |ending: &str, name: &str| Link::new(name, format!("/corrections.{ending}"));
    sections.push(
        Section::new("take", "Take it with you").with(Block::Downloads(
            "every correction".to_owned(),
            vec![link("csv", "CSV"), link("json", "JSON")],
        )),
    );
    let view = ArticleView {
        page: reading.page(heading.clone(), vec![reading.root()], false),
        kicker: Prose::from("What we got wrong, when, and who was told"),
        heading,
        lede: Prose::from(
            "These are our own mistakes that a reader could see, the latest first. What a publisher revised is no mistake of ours: it stands with the figure’s versions, and on ",
        )
        .link("the claims", "/claims")
        .text(" that it breaks."),
        sections,
    };
    Ok(Answer::html(view.render()?))
}

fn section(correction: &Correction) -> Section {
    let facts = vec![
        Fact::new("Printed", correction.printed.clone()),
        Fact::new("Where", correction.shown_in.clone()),
        Fact::new("Since", dates::half_date(correction.since)),
        Fact::new("Right", correction.right.clone()),
        Fact::new("Found on", dates::day(correction.found_on)),
        Fact::new("Mended on", dates::day(correction.mended_on)),
        Fact::new("Who was told", correction.told.clone()),
        Fact::new("Recorded in", correction.place.source.to_string()),
    ];
    let title = format!("Found on {}", dates::day(correction.found_on));
    let id = correction.id.clone();
    Section::new(id, title).with(Block::Facts(facts))
}

/// Every correction as csv or JSON.
pub(in crate::server) fn file(ending: &str) -> Result<Answer, AppError> {
    let shapes: Vec<CorrectionShape> = corrections().0.iter().map(CorrectionShape::from).collect();
    match downloads::ending(ending) {
        Some(Ending::Json) => Answer::json(&shapes),
        Some(Ending::Csv) => {
            let columns = [
                "id",
                "found_on",
                "printed",
                "shown_in",
                "since",
                "right",
                "mended_on",
                "told",
                "source",
            ]
            .map(str::to_owned);
            let mut rows = Vec::new();
            for shape in shapes {
                let row = [
                    shape.id,
                    shape.found_on,
                    shape.printed,
                    shape.shown_in,
                    shape.since,
                    shape.right,
                    shape.mended_on,
                    shape.told,
                    shape.source,
                ];
                rows.push(row.map(FileCell::Text).to_vec());
            }
            downloads::table(&columns, &rows, "corrections")
        }
        _ => Err(AppError::not_found(
            "The corrections can be had as .csv and .json",
        )),
    }
}
