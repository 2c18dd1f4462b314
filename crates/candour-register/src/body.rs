use candour_core::{BodyCode, Level};

use crate::origin::Origin;
use candour_curated::Span;
use candour_curated::words;

/// A body of the health service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its code.
    pub code: BodyCode,
    /// What it is.
    pub kind: Kind,
    /// Its name in full; the latest, where it had several.
    pub name: String,
    /// Its first and last day, as far as known.
    pub span: Span,
    /// The names by which publications call it where they give no code.
    pub published_names: Vec<String>,
    /// Where the row comes from.
    pub origin: Origin,
}

words! {
    /// What a body is.
    Kind, "a kind of body", {
        /// England.
        Nation = "nation",
        /// A department of state or an arm's-length body.
        NationalBody = "national-body",
        /// A region of NHS England.
        Region = "region",
        /// A partnership before boards were set up in law: an STP, an accountable or integrated care system.
        System = "system",
        /// An integrated care board.
        Board = "icb",
        /// A sub-ICB location, which buys care for a place.
        SubIcb = "sub-icb",
        /// A part of a sub-ICB location that reports apart.
        ReportingEntity = "reporting-entity",
        /// A clinical commissioning group, ended by July 2022.
        Ccg = "ccg",
        /// A primary care trust or an earlier health authority, ended by April 2013.
        HealthAuthority = "health-authority",
        /// An NHS trust or NHS foundation trust.
        Trust = "trust",
        /// A care trust, which provided and commissioned social care too.
        CareTrust = "care-trust",
        /// Another organisation that gives care.
        Provider = "provider",
        /// A place of care of a body.
        Site = "site",
        /// What NHS England itself commissions, which belongs to no board.
        NationalCommissioner = "national-commissioner",
        /// A hub through which NHS England commissions; it belongs to no board, whatever its address.
        CommissioningHub = "commissioning-hub",
        /// A body outside the service that posts of the register belong to: a college, a union, a charity.
        Other = "other",
        /// What has no known home on the boundaries asked for.
        Unattributed = "unattributed",
    }
}

impl Kind {
    /// The level at which such a body's figures stand; none where it has none.
    #[must_use]
    pub const fn level(self) -> Option<Level> {
        match self {
            Self::Nation => Some(Level::England),
            Self::Region => Some(Level::Region),
            Self::Board | Self::NationalCommissioner => Some(Level::Icb),
            Self::SubIcb | Self::Ccg | Self::CommissioningHub => Some(Level::SubIcb),
            Self::Trust | Self::CareTrust | Self::Provider | Self::Site | Self::HealthAuthority => {
                Some(Level::Provider)
            }
            Self::NationalBody
            | Self::System
            | Self::ReportingEntity
            | Self::Other
            | Self::Unattributed => None,
        }
    }

    /// In words, for a page.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::NationalBody => "national body",
            Self::Region => "region of NHS England",
            Self::System => "health and care partnership",
            Self::Board => "integrated care board",
            Self::SubIcb => "sub-ICB location",
            Self::ReportingEntity => "part of a sub-ICB location that reports apart",
            Self::Ccg => "clinical commissioning group",
            Self::HealthAuthority => "primary care trust or health authority",
            Self::Trust => "NHS trust",
            Self::CareTrust => "care trust",
            Self::Provider => "provider",
            Self::Site => "site",
            Self::NationalCommissioner => "national commissioner",
            Self::CommissioningHub => "commissioning hub of NHS England",
            Self::Other => "body outside the service",
            Self::Unattributed => "not attributable",
        }
    }
}

/// A name that a body had, or goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Whose.
    pub body: BodyCode,
    /// The name.
    pub name: String,
    /// What sort of name it is.
    pub kind: NameKind,
    /// When it was the name.
    pub span: Span,
    /// Where the row comes from.
    pub origin: Origin,
}

words! {
    /// What sort of name a body goes by.
    NameKind, "a kind of name", {
        /// Its name in law at the time.
        Official = "official",
        /// What people call it: `Greater Manchester`, `NHSE`.
        Short = "short",
        /// A name it had once.
        Former = "former",
    }
}

/// A body's code in another scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherCode {
    /// Whose.
    pub body: BodyCode,
    /// By whom: `ons` for the Office for National Statistics.
    pub scheme: Scheme,
    /// The code.
    pub code: String,
    /// When it was the code.
    pub span: Span,
    /// What has to be known of the row; `unverified` first where nobody has confirmed it.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}

words! {
    /// Who gives a code.
    Scheme, "a scheme of codes", {
        /// The Organisation Data Service; a body's own code is one of these.
        Ods = "ods",
        /// The Office for National Statistics: `E54000065`.
        Ons = "ons",
    }
}
