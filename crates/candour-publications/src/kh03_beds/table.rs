use std::sync::LazyLock;

use candour_core::{Role, TableSchema};

use crate::table::{amount, text};

/// How many text columns there are.
pub(super) const TEXTS: usize = 6;

/// Places of the text columns.
pub(super) const PERIOD: usize = 0;
pub(super) const ORG_CODE: usize = 1;
pub(super) const ORG_NAME: usize = 2;
pub(super) const REGION_CODE: usize = 3;
pub(super) const SECTOR: usize = 4;
pub(super) const SECTOR_NAME: usize = 5;

/// The amounts, in order.
pub(super) const AMOUNTS: [&str; 2] = ["available", "occupied"];

/// One row a period, provider and sector.
pub(super) static TABLE: LazyLock<TableSchema> = LazyLock::new(|| {
    let mut columns = vec![
        text("period", Some(Role::Period)),
        text("org_code", Some(Role::Provider)),
        text("org_name", Some(Role::ProviderName)),
        text("region_code", None),
        text("sector", Some(Role::TreatmentFunction)),
        text("sector_name", Some(Role::TreatmentFunctionName)),
    ];
    columns.extend(AMOUNTS.map(amount));
    TableSchema {
        name: "kh03_beds",
        columns,
    }
});

/// A sector of the return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Sector {
    GeneralAndAcute,
    LearningDisabilities,
    Maternity,
    MentalIllness,
}

impl Sector {
    /// Every sector, in the order of the workbooks.
    pub(super) const ALL: [Self; 4] = [
        Self::GeneralAndAcute,
        Self::LearningDisabilities,
        Self::Maternity,
        Self::MentalIllness,
    ];

    /// Those that the files have before June 2010.
    pub(super) const BEFORE: [Self; 2] = [Self::Maternity, Self::MentalIllness];

    /// The sector published as `text`. The text of 31 March 2001 writes `Mental illness`, every
    /// other `Mental Illness`: capitals play no part.
    pub(super) fn published_as(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|sector| sector.heading().eq_ignore_ascii_case(text.trim()))
    }

    /// As the files head or write it.
    pub(super) const fn heading(self) -> &'static str {
        match self {
            Self::GeneralAndAcute => "General & Acute",
            Self::LearningDisabilities => "Learning Disabilities",
            Self::Maternity => "Maternity",
            Self::MentalIllness => "Mental Illness",
        }
    }

    /// Its code in the tidy table.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::GeneralAndAcute => "general_acute",
            Self::LearningDisabilities => "learning_disabilities",
            Self::Maternity => "maternity",
            Self::MentalIllness => "mental_illness",
        }
    }

    /// Its name in print.
    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::GeneralAndAcute => "General and acute",
            Self::LearningDisabilities => "Learning disabilities",
            Self::Maternity => "Maternity",
            Self::MentalIllness => "Mental illness",
        }
    }
}
