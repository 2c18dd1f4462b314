//! Several named series assessed alike.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Assessment, Assessor, Facet, FacetOptions, Options, SpcError};

/// One facet's chart. Serialises as the assessment with the name in front.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FacetAssessment {
    /// Its name.
    pub facet: String,
    /// Its chart.
    #[serde(flatten)]
    pub assessment: Assessment,
}

/// Assesses named series with common options and what is particular to some of them.
///
/// The results come in the order of the facets given.
///
/// # Errors
///
/// Two facets of one name, a target or rebase dates for a name that is no facet, and whatever
/// [`assess`](super::assess) refuses within a facet, with its name.
pub fn assess_facets(
    facets: &[Facet],
    particular: &FacetOptions,
    common: &Options,
) -> Result<Vec<FacetAssessment>, SpcError> {
    let mut names = BTreeSet::new();
    for facet in facets {
        if !names.insert(facet.name.as_str()) {
            return Err(SpcError::DuplicateFacet {
                facet: facet.name.clone(),
            });
        }
    }
    let known = || names.iter().copied().collect::<Vec<_>>().join(", ");
    let stranger = |name: &&String| !names.contains(name.as_str());
    if let Some(facet) = particular.rebase.keys().find(stranger) {
        return Err(SpcError::RebaseUnknownFacet {
            facet: facet.clone(),
            known: known(),
        });
    }
    if let Some(facet) = particular.targets.keys().find(stranger) {
        return Err(SpcError::TargetUnknownFacet {
            facet: facet.clone(),
            known: known(),
        });
    }

    let mut assessor = Assessor::new();
    let mut options = common.clone();
    let mut charts = Vec::with_capacity(facets.len());
    for facet in facets {
        options.target = particular
            .targets
            .get(&facet.name)
            .copied()
            .or(common.target);
        options.rebase.clear();
        options
            .rebase
            .extend_from_slice(particular.rebase.get(&facet.name).unwrap_or(&common.rebase));
        let assessment =
            assessor
                .assess(&facet.points, &options)
                .map_err(|fault| SpcError::InFacet {
                    facet: facet.name.clone(),
                    fault: Box::new(fault),
                })?;
        charts.push(FacetAssessment {
            facet: facet.name.clone(),
            assessment,
        });
    }
    Ok(charts)
}
