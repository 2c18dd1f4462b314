//! To which body of a level a row belongs. The pass over a file and the recomputation of one
//! figure both ask here, so that they cannot differ.

use candour_core::{Basis, BodyCode, Diagnostic, Level, Month};

use crate::places::Places;
use crate::plan::Plan;

/// Where the rows of a unit stand at a level.
#[derive(Debug, Clone)]
pub(crate) enum Standing {
    /// With this body.
    In(BodyCode),
    /// With none, for this reason.
    Nowhere(Diagnostic),
}

/// The ways up from the units of one basis.
pub(crate) struct Stands<'a> {
    basis: Basis,
    /// Whether the providers' parent is a region's name, and not a board's code.
    parent_is_region: bool,
    period: Month,
    places: &'a dyn Places,
}

impl<'a> Stands<'a> {
    pub(crate) fn new(plan: &Plan, basis: Basis, period: Month, places: &'a dyn Places) -> Self {
        Self {
            basis,
            parent_is_region: plan.roles.provider_parent.is_none(),
            period,
            places,
        }
    }

    /// The body of `level` to which the rows of `unit` under `parent` belong.
    pub(crate) fn body(&self, level: Level, unit: &str, parent: &str) -> Standing {
        match (level, self.basis) {
            (Level::England, _) => Standing::In(BodyCode::england()),
            (Level::Provider | Level::SubIcb, _) => code(unit),
            (Level::Icb, Basis::Commissioner) if parent.is_empty() => {
                Standing::In(self.places.nationally_commissioned())
            }
            (Level::Icb | Level::Region, _) if parent.is_empty() => {
                Standing::Nowhere(Diagnostic::warning(
                    "no-parent",
                    format!(
                        "the rows of {unit} name no board or region: they count for England only"
                    ),
                ))
            }
            (Level::Icb, _) => code(parent),
            (Level::Region, _) => self.region(parent),
        }
    }

    fn region(&self, parent: &str) -> Standing {
        let found = if self.parent_is_region {
            self.places.region_named(parent, self.period)
        } else {
            self.places.region_of_icb(parent, self.period)
        };
        found.map_or_else(
            || {
                let message = format!(
                    "no region is known for `{parent}`: its rows count for England and for no region"
                );
                let hint = "add it to the register with the dates and source of its region";
                Standing::Nowhere(Diagnostic::warning("unknown-region", message).with_hint(hint))
            },
            Standing::In,
        )
    }
}

fn code(text: &str) -> Standing {
    BodyCode::new(text).map_or_else(
        |error| Standing::Nowhere(Diagnostic::error("body-code", error.to_string())),
        Standing::In,
    )
}
