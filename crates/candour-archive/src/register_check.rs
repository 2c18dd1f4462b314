//! What in the register does not fit together, as answers have it.

use candour_core::BodyCode;
use candour_register::{FindingKind, People, Register, check, check_people};
use serde::Serialize;

use crate::about_body::{Cited, cited};

/// Something in the register that does not fit, with the rows that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundRow {
    /// What sort of thing: `disagreement`, `gap`, `ring`, `overlap`, `orphan`, `shares`, `backwards`,
    /// `unverified`.
    pub kind: &'static str,
    /// Of which body.
    pub body: BodyCode,
    /// Its name; empty where no row describes it.
    pub name: String,
    /// What was found, in a sentence.
    pub message: String,
    /// Why it is so, where a person has looked.
    pub explanation: Option<String>,
    /// The row that decides, or the only one.
    pub source: Cited,
    /// The row that says otherwise.
    pub other: Option<Cited>,
}

impl FoundRow {
    /// Everything that does not fit among bodies, and among posts and people; by kind and code.
    #[must_use]
    pub fn of(register: &Register) -> Vec<Self> {
        let mut all = check(register);
        all.extend(check_people(People::bundled()));
        all.sort_by(|a, b| (a.kind, &a.body, &a.message).cmp(&(b.kind, &b.body, &b.message)));
        all.into_iter()
            .map(|finding| {
                let kind: FindingKind = finding.kind;
                Self {
                    kind: kind.as_str(),
                    name: register.name_or(finding.body.as_str(), ""),
                    body: finding.body,
                    message: finding.message,
                    explanation: finding.explanation,
                    source: cited(&finding.origin),
                    other: finding.other.as_ref().map(cited),
                }
            })
            .collect()
    }
}
