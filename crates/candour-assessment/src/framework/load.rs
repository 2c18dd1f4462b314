use std::collections::{HashMap, HashSet};

use candour_core::{Diagnostic, Month};
use toml::de::DeTable;

use super::fields::{Faults, Fields, decimal};
use super::load_scoring::scoring;
use super::{
    Certainty, Decimal, Direction, Domain, FinancialOverride, Framework, Metric, SegmentRule,
    Statement, SummaryCodes, TrustType, Unknown, Use,
};
use crate::bundled;

/// What a metric's tables may point to.
pub(super) struct Names {
    pub(super) metrics: HashMap<String, usize>,
    pub(super) trust_types: Vec<String>,
    domains: Vec<String>,
}

impl Framework {
    /// Reads a framework's file, and every fault of it, with key, line and column: the framework is
    /// there only if there is none.
    ///
    /// Refused are, among others: a metric without a direction, a scored metric without a rule, a
    /// domain or a type that is not defined, a name or a code that stands twice, a table of steps
    /// with a gap or an overlap, and whatever is unknown without a reason.
    ///
    /// ```
    /// use candour_assessment::framework::Framework;
    /// let (framework, faults) = Framework::from_toml("invented.toml", "id = \"invented\"\n");
    /// assert!(framework.is_none());
    /// assert!(faults.iter().any(|fault| fault.message.starts_with("invented.toml: title: expected")));
    /// ```
    #[must_use]
    pub fn from_toml(file: &str, text: &str) -> (Option<Self>, Vec<Diagnostic>) {
        let mut faults = Faults::new(file, text);
        let (table, broken) = DeTable::parse_recoverable(text);
        for error in &broken {
            let at = error.span().map_or(0, |span| span.start);
            faults.add("framework-toml", "", at, error.message());
        }
        if !broken.is_empty() {
            return (None, faults.into_vec());
        }
        let mut fields = Fields::new(table.get_ref(), 0, String::new(), &mut faults);
        let framework = framework(&mut fields, file);
        fields.finish();
        let faults = faults.into_vec();
        (framework.filter(|_| faults.is_empty()), faults)
    }

    /// The frameworks of `data/frameworks`, in the order of their names, and the faults of the files.
    #[must_use]
    pub fn bundled() -> (Vec<Self>, Vec<Diagnostic>) {
        let mut frameworks = Vec::new();
        let mut faults = Vec::new();
        for (file, text) in bundled::FRAMEWORKS {
            let (framework, found) = Self::from_toml(file, text);
            frameworks.extend(framework);
            faults.extend(found);
        }
        (frameworks, faults)
    }
}

/// Reads every key before it gives up on any, so that no fault hides another.
fn framework(fields: &mut Fields<'_, '_, '_, '_>, file: &str) -> Option<Framework> {
    let id = fields.text("id");
    if let Some(id) = &id
        && file.strip_suffix(".toml") != Some(id)
    {
        let message = format!("expected the name of the file, saw `{id}`");
        fields.fault("framework-key", "id", &message);
    }
    let title = fields.text("title");
    let source = fields.text("source");
    let unknown = fields.each("unknown", |fields| {
        let (what, why) = (fields.text("what"), fields.text("why"));
        Some(Unknown {
            what: what?,
            why: why?,
        })
    });
    let explained: Vec<String> = unknown.iter().map(|entry| entry.what.clone()).collect();
    let in_force_from = fields.date("in_force_from", &explained);
    let in_force_to = fields.date("in_force_to", &explained);
    let statements = fields.each("statement", |fields| {
        let (text, status, basis) = (fields.text("text"), certainty(fields), fields.text("basis"));
        Some(Statement {
            text: text?,
            status: status?,
            basis: basis?,
        })
    });
    let mut seen = Seen::default();
    let trust_types = fields.each("trust_type", |fields| {
        let (id, title, organisations) = (
            fields.text("id"),
            fields.text("title"),
            fields.whole("organisations"),
        );
        seen.once(fields, "id", "type", id.as_deref());
        Some(TrustType {
            id: id?,
            title: title?,
            organisations,
        })
    });
    let domains = fields.each("domain", |fields| domain(fields, &mut seen));
    let mut names = Names {
        metrics: HashMap::new(),
        trust_types: trust_types.iter().map(|kind| kind.id.clone()).collect(),
        domains: domains.iter().map(|domain| domain.id.clone()).collect(),
    };
    for what in ["metrics", "domains"] {
        let key = what.trim_end_matches('s');
        if !fields.has(key) && !explained.iter().any(|entry| entry == what) {
            let message = format!(
                "no [[{key}]]: expected at least one, or an [[unknown]] whose what is `{what}`"
            );
            fields.fault("framework-unknown-unexplained", key, &message);
        }
    }
    let metrics = metrics(fields, &mut seen, &mut names);
    let segments = fields.within("segments", |fields| segments(fields, &explained));
    if segments.is_none() {
        let message = "expected how an average becomes a segment, saw nothing";
        fields.fault("framework-no-segments", "segments", message);
    }
    let financial_override =
        fields.within("financial_override", |fields| override_(fields, &names));
    let summary = fields.within("summary", |fields| summary(fields, &mut seen));
    Some(Framework {
        id: id?,
        title: title?,
        in_force_from,
        in_force_to,
        source: source?,
        statements,
        unknown,
        trust_types,
        domains,
        metrics,
        segments: segments??,
        financial_override: financial_override.flatten(),
        summary: summary.flatten(),
    })
}

pub(super) fn certainty(fields: &mut Fields<'_, '_, '_, '_>) -> Option<Certainty> {
    fields.word("status", Certainty::ALL, Certainty::as_str)
}

/// Names and codes, of which none may stand twice.
#[derive(Default)]
struct Seen(HashSet<(&'static str, String)>);

impl Seen {
    fn once(
        &mut self,
        fields: &mut Fields<'_, '_, '_, '_>,
        key: &'static str,
        kind: &'static str,
        name: Option<&str>,
    ) {
        let Some(name) = name else { return };
        if !self.0.insert((kind, name.to_owned())) {
            let message = format!("`{name}` stands twice as the {kind} of something");
            fields.fault("framework-duplicate", key, &message);
        }
    }
}

fn domain(fields: &mut Fields<'_, '_, '_, '_>, seen: &mut Seen) -> Option<Domain> {
    let (id, title) = (fields.text("id"), fields.text("title"));
    let (score_code, segment_code) = (fields.optional("score"), fields.optional("segment"));
    seen.once(fields, "id", "domain", id.as_deref());
    seen.once(fields, "score", "code", score_code.as_deref());
    seen.once(fields, "segment", "code", segment_code.as_deref());
    Some(Domain {
        id: id?,
        title: title?,
        score_code,
        segment_code,
    })
}

/// The metrics. Their names come first, since one metric's rule may point to others.
fn metrics(fields: &mut Fields<'_, '_, '_, '_>, seen: &mut Seen, names: &mut Names) -> Vec<Metric> {
    if let Some(array) = fields
        .get("metric")
        .and_then(|value| value.get_ref().as_array())
    {
        for (at, value) in array.iter().enumerate() {
            let id = value
                .get_ref()
                .as_table()
                .and_then(|table| table.get("id")?.get_ref().as_str());
            if let Some(id) = id {
                names.metrics.entry(id.to_owned()).or_insert(at);
            }
        }
    }
    fields.each("metric", |fields| metric(fields, seen, names))
}

fn metric(fields: &mut Fields<'_, '_, '_, '_>, seen: &mut Seen, names: &Names) -> Option<Metric> {
    let (id, title) = (fields.text("id"), fields.text("title"));
    seen.once(fields, "id", "metric", id.as_deref());
    let (value_code, score_code) = (fields.optional("value"), fields.optional("score"));
    seen.once(fields, "value", "code", value_code.as_deref());
    seen.once(fields, "score", "code", score_code.as_deref());
    let domain = fields.text("domain").and_then(|name| {
        let found = names.domains.iter().position(|domain| *domain == name);
        if found.is_none() {
            let message = format!("`{name}` is not a domain of this framework");
            fields.fault("framework-no-such-domain", "domain", &message);
        }
        found
    });
    let (sub_domain, unit) = (fields.optional("sub_domain"), fields.text("unit"));
    let better = if fields.has("better") {
        fields.word("better", Direction::ALL, Direction::as_str)
    } else {
        let message = "a metric without a direction: expected higher or lower";
        fields.fault("framework-no-direction", "better", message);
        None
    };
    let trust_types = fields.texts("trust_types");
    for name in &trust_types {
        if !names.trust_types.contains(name) {
            let message = format!("`{name}` is not a type of this framework");
            fields.fault("framework-no-such-type", "trust_types", &message);
        }
    }
    let purpose = fields.word("use", Use::ALL, Use::as_str);
    let status = certainty(fields);
    let evidence = fields.text("evidence");
    let scoring = fields.within("scoring", |fields| scoring(fields, names, better));
    if scoring.is_none() && matches!(purpose, Some(Use::Averaged | Use::Part)) {
        let message = "a scored metric without a rule: expected a [metric.scoring]";
        fields.fault("framework-no-rule", "scoring", message);
    }
    Some(Metric {
        id: id?,
        title: title?,
        value_code,
        score_code,
        domain: domain?,
        sub_domain,
        unit: unit?,
        better: better?,
        trust_types,
        purpose: purpose?,
        scoring: scoring.flatten(),
        status: status?,
        evidence: evidence?,
    })
}

fn segments(fields: &mut Fields<'_, '_, '_, '_>, explained: &[String]) -> Option<SegmentRule> {
    let rule = fields.text("rule");
    let status = certainty(fields);
    match rule.as_deref()? {
        "quartile" => Some(SegmentRule::Quartile { status: status? }),
        "judgement" => Some(SegmentRule::Judgement { status: status? }),
        "threshold" => {
            let cuts = cuts(fields);
            if !fields.has("cuts") && !explained.iter().any(|what| what == "thresholds") {
                let message =
                    "no cut-points: expected them, or an [[unknown]] whose what is `thresholds`";
                fields.fault("framework-unknown-unexplained", "cuts", message);
            }
            Some(SegmentRule::Threshold {
                cuts,
                status: status?,
            })
        }
        other => {
            let message = format!("expected quartile, threshold or judgement, saw `{other}`");
            fields.fault("framework-key", "rule", &message);
            None
        }
    }
}

fn cuts(fields: &mut Fields<'_, '_, '_, '_>) -> Option<[Decimal; 3]> {
    let array = fields.get("cuts")?.get_ref().as_array();
    let cuts: Option<Vec<Decimal>> =
        array.and_then(|array| array.iter().map(|value| decimal(value.get_ref())).collect());
    let cuts = cuts.and_then(|cuts| <[Decimal; 3]>::try_from(cuts).ok());
    match cuts {
        Some(cuts) if cuts[0] < cuts[1] && cuts[1] < cuts[2] => Some(cuts),
        _ => {
            let message = "expected three rising numbers: the highest averages of segments 1, 2, 3";
            fields.fault("framework-key", "cuts", message);
            None
        }
    }
}

fn override_(fields: &mut Fields<'_, '_, '_, '_>, names: &Names) -> Option<FinancialOverride> {
    let no_better_than = fields.whole("no_better_than");
    let deficit_in = fields.texts("deficit_in");
    let status = certainty(fields);
    let basis = fields.text("basis");
    let best = no_better_than
        .and_then(|segment| u8::try_from(segment).ok())
        .filter(|segment| (1..=4).contains(segment));
    if best.is_none() {
        let message = "expected a segment from 1 to 4";
        fields.fault("framework-key", "no_better_than", message);
    }
    let mut places = Vec::new();
    for name in &deficit_in {
        match names.metrics.get(name) {
            Some(&at) => places.push(at),
            None => {
                let message = format!("`{name}` is not a metric of this framework");
                fields.fault("framework-no-such-metric", "deficit_in", &message);
            }
        }
    }
    Some(FinancialOverride {
        no_better_than: best?,
        deficit_in: places,
        status: status?,
        basis: basis?,
    })
}

fn summary(fields: &mut Fields<'_, '_, '_, '_>, seen: &mut Seen) -> Option<SummaryCodes> {
    let prefix = fields.optional("score_prefix");
    let mut code = |key: &'static str, must: bool| {
        let found = if must {
            fields.text(key)
        } else {
            fields.optional(key)
        };
        seen.once(fields, key, "code", found.as_deref());
        found
    };
    let (average, unadjusted, adjusted, flag) = (
        code("average", true),
        code("unadjusted_segment", true),
        code("adjusted_segment", true),
        code("financial_override", true),
    );
    let (last, programme) = (
        code("final_segment", false),
        code("support_programme", false),
    );
    Some(SummaryCodes {
        average: average?,
        unadjusted_segment: unadjusted?,
        adjusted_segment: adjusted?,
        financial_override: flag?,
        final_segment: last,
        support_programme: programme,
        score_prefix: prefix,
    })
}

/// A quarter, named by its last month.
pub(super) fn quarter(fields: &mut Fields<'_, '_, '_, '_>) -> Option<Option<Month>> {
    let Some(text) = fields.optional("quarter") else {
        return Some(None);
    };
    match text.parse::<Month>() {
        Ok(month) if month.month() % 3 == 0 => Some(Some(month)),
        _ => {
            let message = format!("expected the last month of a quarter, saw `{text}`");
            fields.fault("framework-key", "quarter", &message);
            None
        }
    }
}
