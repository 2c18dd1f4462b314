//! The reconciliation with its receipts, and as the report that stands in `docs/`.

use std::collections::BTreeSet;

use candour_assessment::framework::{Count, Decimal, Line, Outcome, markdown};

use super::shapes::{CauseCount, CountShape, LineShape, ReconciliationShape};
use super::{Oversight, Wanted};

pub(super) fn reconciliation(oversight: &Oversight, wanted: &Wanted) -> ReconciliationShape {
    let report = oversight.reconciliation();
    let of_quarter = |count: &&Count| wanted.quarter.is_none() || count.quarter == wanted.quarter;
    ReconciliationShape {
        framework: report.framework.clone(),
        title: oversight.framework().title.clone(),
        quarters: oversight.quarter_shapes(),
        totals: report.totals.iter().map(count).collect(),
        counts: report.counts.iter().filter(of_quarter).map(count).collect(),
        lines: report
            .lines
            .iter()
            .filter(|one| is_wanted(one, wanted))
            .map(|one| line(oversight, one))
            .collect(),
    }
}

fn is_wanted(line: &Line, wanted: &Wanted) -> bool {
    (wanted.all || line.outcome != Outcome::Agrees)
        && wanted.quarter.is_none_or(|quarter| line.quarter == quarter)
        && (wanted.trust.is_none() || line.trust == wanted.trust)
        && wanted
            .cause
            .as_deref()
            .is_none_or(|cause| line.cause.kind() == cause)
}

fn count(count: &Count) -> CountShape {
    CountShape {
        layer: count.layer.to_string(),
        figure: count.figure.to_string(),
        code: count.code.clone(),
        quarter: count.quarter.map(|quarter| quarter.to_string()),
        compared: count.compared,
        agree: count.agree,
        consistent: count.consistent,
        not_computable: count.not_computable,
        differ: count.differ,
        causes: count
            .causes
            .iter()
            .map(|(cause, figures)| CauseCount {
                cause: (*cause).to_owned(),
                figures: *figures,
            })
            .collect(),
    }
}

fn line(oversight: &Oversight, line: &Line) -> LineShape {
    let league = line.layer == candour_assessment::framework::Layer::League;
    LineShape {
        quarter: line.quarter.to_string(),
        layer: line.layer.to_string(),
        figure: line.figure.to_string(),
        trust: line.trust.as_ref().map(ToString::to_string),
        trust_type: line.trust_type.clone(),
        code: line.code.clone(),
        description: (!league)
            .then(|| oversight.rows.description(line.place))
            .flatten()
            .map(str::to_owned),
        published: Decimal::as_f64(line.published),
        ours: line.ours,
        difference: line.difference,
        outcome: line.outcome.to_string(),
        cause: line.cause.kind().to_owned(),
        why: line.cause.to_string(),
        receipt: oversight.rows.receipt_of(line.layer, line.place),
    }
}

/// The report: whole but for anything that depends on the day or on the machine.
pub(super) fn report(oversight: &Oversight) -> String {
    let holdings = oversight
        .holdings()
        .iter()
        .chain(oversight.league_holdings());
    let sources: BTreeSet<String> = holdings
        .map(|held| {
            let source = &held.source;
            format!(
                "Held: `{}`, SHA-256 `{}`, {}.",
                source.file_name, source.sha256, held.trust_type
            )
        })
        .collect();
    let sources: Vec<String> = sources.into_iter().collect();
    markdown(oversight.framework(), oversight.reconciliation(), &sources)
}
