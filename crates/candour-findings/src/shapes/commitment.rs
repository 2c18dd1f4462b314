use candour_assessment::commitment::{Commitment, Due, OwedBy};
use serde::Serialize;

use super::{said, text};

/// What somebody is held to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CommitmentShape {
    /// Its name.
    pub id: String,
    /// `standard`, `target`, `plan`, `recommendation`, `milestone`, `pledge` or `funding`.
    pub kind: &'static str,
    /// What is asked, in a line.
    pub title: String,
    /// What was promised, in our own words.
    pub text: String,
    /// The body, the kinds of body, or the words that the row has for who owes it.
    pub owed_by: String,
    /// To whom.
    pub owed_to: Option<String>,
    /// The first financial year in whose plans it stands.
    pub first_year: Option<String>,
    /// The last.
    pub last_year: Option<String>,
    /// When it was made, as far as known.
    pub made_on: Option<String>,
    /// `each-month`, a month, `2023-04 to 2024-03`, a date as far as known; null where no source says.
    pub due: Option<String>,
    /// `>=`, `<=`, `<`, `>` or `=`, where one number is asked for.
    pub operator: Option<&'static str>,
    /// That number, in `unit`.
    pub asked: Option<f64>,
    /// Its unit, as its document has it: `%`, `minutes`, `pathways`.
    pub unit: Option<String>,
    /// The measure of the archive that decides it.
    pub measure: Option<String>,
    /// What took its place.
    pub superseded_by: Option<String>,
    /// How far the row is confirmed: `sourced`, `weak` or `unverified`.
    pub evidence: &'static str,
    /// The document.
    pub document: Option<String>,
    /// What is doubtful or special about it.
    pub note: Option<String>,
    /// The file of the project that the row stands in.
    pub file: String,
    /// Its line, the header being 1.
    pub line: u32,
    /// The source that the row names.
    pub source: String,
}

impl From<&Commitment> for CommitmentShape {
    fn from(commitment: &Commitment) -> Self {
        let asked = commitment.asked.as_ref();
        Self {
            id: commitment.id.to_string(),
            kind: commitment.kind.as_str(),
            title: commitment.title.clone(),
            text: commitment.text.clone(),
            owed_by: owed_by(&commitment.owed_by),
            owed_to: said(&commitment.owed_to),
            first_year: text(commitment.years.map(|(first, _)| first)),
            last_year: text(commitment.years.map(|(_, last)| last)),
            made_on: text(commitment.made_on),
            due: due(commitment.due),
            operator: asked.map(|asked| asked.operator.as_str()),
            asked: asked.map(|asked| asked.value),
            unit: asked.map(|asked| asked.unit.clone()),
            measure: text(commitment.test.measure()),
            superseded_by: text(commitment.superseded_by.as_ref()),
            evidence: commitment.evidence.as_str(),
            document: said(&commitment.document),
            note: said(&commitment.note),
            file: commitment.place.file.to_string(),
            line: commitment.place.line,
            source: commitment.place.source.to_string(),
        }
    }
}

fn due(due: Due) -> Option<String> {
    match due {
        Due::EachMonth => Some("each-month".to_owned()),
        Due::In(month) => Some(month.to_string()),
        Due::Over(first, last) => Some(format!("{first} to {last}")),
        Due::By(date) => Some(date.to_string()),
        Due::Unknown => None,
    }
}

fn owed_by(owed_by: &OwedBy) -> String {
    match owed_by {
        OwedBy::Body(code) => code.to_string(),
        OwedBy::Every(holders) => {
            let words: Vec<&str> = holders.iter().map(|holder| holder.as_str()).collect();
            words.join(";")
        }
        OwedBy::Other(words) => words.clone(),
    }
}
