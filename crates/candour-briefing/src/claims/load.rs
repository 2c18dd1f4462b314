//! Claims from their files: each that can be read, and every fault of every file with its line.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use candour_core::{BodyCode, Level, Month};
use candour_curated::Fault;
use candour_register::Boundaries;
use toml::de::{DeTable, DeValue};

use super::claim::{
    Claim, ClaimUnit, Compare, Give, Kept, Near, Query, SeriesAsked, Side, Test, Value,
};
use super::fields::{Fields, fault, line_of};

include!(concat!(env!("OUT_DIR"), "/claims.rs"));

/// The claims that came with the program, in the order of their files, and the faults of these files:
/// none, as a test says.
#[must_use]
pub fn bundled() -> &'static (Vec<Claim>, Vec<Fault>) {
    static CLAIMS: LazyLock<(Vec<Claim>, Vec<Fault>)> = LazyLock::new(|| read(FILES));
    &CLAIMS
}

/// Reads claims of files given as name and text. A claim with a fault is left out, all others are kept,
/// and every fault is told.
///
/// ```
/// use candour_briefing::claims::read;
/// let (claims, faults) = read(&[("mine.toml", "[[claim]]\nid = \"x\"\ncolour = 1\n")]);
/// assert!(claims.is_empty());
/// let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
/// assert!(faults.iter().any(|fault| fault.contains("line 3") && fault.contains("colour")));
/// ```
#[must_use]
pub fn read(files: &[(&str, &str)]) -> (Vec<Claim>, Vec<Fault>) {
    let mut claims: Vec<Claim> = Vec::new();
    let mut faults = Vec::new();
    for (file, text) in files {
        read_file(&Arc::from(*file), text, &mut claims, &mut faults);
    }
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    claims.retain(|claim| {
        let place = format!("{} line {}", claim.file, claim.line);
        let known = first.get(&claim.id).cloned();
        match known {
            Some(known) => {
                let message = format!(
                    "expected a name of its own, saw `{}`, as in {known}",
                    claim.id
                );
                faults.push(fault(&claim.file, claim.line, "claim.id", message));
                false
            }
            None => {
                first.insert(claim.id.clone(), place);
                true
            }
        }
    });
    (claims, faults)
}

fn read_file(file: &Arc<str>, text: &str, claims: &mut Vec<Claim>, faults: &mut Vec<Fault>) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let line = line_of(text, error.span().map_or(0, |span| span.start));
            faults.push(fault(file, line, "", error.message()));
            return;
        }
    };
    for (key, value) in table.get_ref() {
        let line = line_of(text, key.span().start);
        let DeValue::Array(list) = value.get_ref() else {
            faults.push(fault(
                file,
                line,
                key.get_ref(),
                "expected only [[claim]] here",
            ));
            continue;
        };
        if key.get_ref() != "claim" {
            faults.push(fault(
                file,
                line,
                key.get_ref(),
                "expected only [[claim]] here",
            ));
            continue;
        }
        for one in list {
            let at = one.span().start;
            let DeValue::Table(table) = one.get_ref() else {
                faults.push(fault(file, line_of(text, at), "claim", "expected a table"));
                continue;
            };
            let mut fields = Fields::new(file.clone(), text, table, at, "");
            let claim = claim(&mut fields, file);
            fields.finish();
            if fields.faults.is_empty() {
                claims.extend(claim);
            }
            faults.append(&mut fields.faults);
        }
    }
}

/// Reads every key before it gives up on any, so that no fault hides another.
fn claim(fields: &mut Fields<'_, '_>, file: &Arc<str>) -> Option<Claim> {
    let line = fields.line();
    let id = fields.text("id");
    if let Some(id) = &id
        && !id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    {
        fields.fault("id", "expected small letters, digits and hyphens");
    }
    let text = fields.text("text");
    if let Some(text) = &text {
        let opened = text.matches('[').count();
        let closed = text.matches(']').count();
        if (opened, closed) != (1, 1) || text.find('[') > text.find(']') {
            fields.fault("text", "expected the figure once in square brackets");
        }
    }
    let said_by = fields.text("said_by");
    let source = fields.text("source");
    let date = fields.parsed("date");
    let kind = fields.parsed("kind");
    let as_known = fields.maybe("as_known");
    let note = fields.maybe_text("note").unwrap_or_default();
    let unverified = fields.maybe_text("unverified").unwrap_or_default();
    let kept = if fields.has("not_checked") {
        fields.text("not_checked").map(Kept::Recorded)
    } else {
        test(fields).map(|test| Kept::Tested(Box::new(test)))
    };
    Some(Claim {
        id: id?,
        text: text?,
        said_by: said_by?,
        source: source?,
        date: date?,
        kind: kind?,
        as_known,
        kept: kept?,
        note,
        unverified,
        file: file.clone(),
        line,
    })
}

fn test(fields: &mut Fields<'_, '_>) -> Option<Test> {
    let expected = fields.value("expected");
    let unit: Option<ClaimUnit> = fields.parsed("unit");
    let near = near(fields);
    match (&expected, unit) {
        (Some(Value::Words(_)), Some(unit)) if unit != ClaimUnit::Words => {
            fields.fault(
                "expected",
                format!("expected a number of {unit}, saw a text"),
            );
        }
        (Some(Value::Number(_)), Some(ClaimUnit::Words)) => {
            fields.fault("expected", "expected a text, saw a number");
        }
        _ => {}
    }
    let query = fields.within("query", query);
    let against = if fields.has("against") || fields.has("compare") {
        let compare: Option<Compare> = fields.parsed("compare");
        let other = fields.within("against", query_of_against);
        Some((compare?, other?))
    } else {
        None
    };
    Some(Test {
        query: query?,
        against,
        expected: expected?,
        unit: unit?,
        near: near?,
    })
}

fn near(fields: &mut Fields<'_, '_>) -> Option<Near> {
    let tolerance = fields.maybe_number("tolerance");
    let rounds = fields.maybe_whole("rounds_to");
    let side: Option<Side> = fields.maybe("is");
    if tolerance.is_some_and(|tolerance| tolerance < 0.0) {
        fields.fault("tolerance", "expected a number from nought");
        return None;
    }
    match (tolerance, rounds, side) {
        (None, None, None) => Some(Near::Within(0.0)),
        (Some(tolerance), None, None) => Some(Near::Within(tolerance)),
        (None, Some(decimals), None) => match u8::try_from(decimals) {
            Ok(decimals) if decimals <= 6 => Some(Near::Rounds(decimals)),
            _ => {
                fields.fault("rounds_to", "expected at most 6 decimals");
                None
            }
        },
        (None, None, Some(side)) => Some(Near::Side(side)),
        _ => {
            let message = "expected one of tolerance, rounds_to and is";
            fields.fault("expected", message);
            None
        }
    }
}

fn query_of_against(fields: &mut Fields<'_, '_>) -> Option<Query> {
    query(fields)
}

fn query(fields: &mut Fields<'_, '_>) -> Option<Query> {
    let ask = fields.text("ask")?;
    match ask.as_str() {
        "figure" => figure(fields),
        "record" => record(fields),
        "bodies" => bodies(fields),
        "verdict" => {
            let commitment = fields.text("commitment");
            let body = fields.parsed("body");
            let level = fields.parsed("level");
            let year = fields.maybe("year");
            let on = fields.parsed("on");
            let give = give(fields, &[Give::Outcome, Give::Value, Give::Margin]);
            Some(Query::Verdict {
                commitment: commitment?,
                body: body?,
                level: level?,
                year,
                on: on?,
                give: give?,
            })
        }
        "verdicts" => {
            let commitment = fields.text("commitment");
            let level = fields.parsed("level");
            let year = fields.maybe("year");
            let on = fields.parsed("on");
            let outcome = fields.text("outcome");
            Some(Query::Verdicts {
                commitment: commitment?,
                level: level?,
                year,
                on: on?,
                outcome: outcome?,
            })
        }
        "plan" => {
            let (year, body, on) = (
                fields.parsed("year"),
                fields.parsed("body"),
                fields.parsed("on"),
            );
            Some(Query::Plan {
                year: year?,
                body: body?,
                on: on?,
            })
        }
        "plans" => {
            let (year, on) = (fields.parsed("year"), fields.parsed("on"));
            let standing = fields.text("standing");
            Some(Query::Plans {
                year: year?,
                on: on?,
                standing: standing?,
            })
        }
        "pledge" => {
            let (id, on) = (fields.text("id"), fields.parsed("on"));
            let give = give(fields, &[Give::Outcome, Give::DaysLate]);
            Some(Query::Pledge {
                id: id?,
                on: on?,
                give: give?,
            })
        }
        "boards" => {
            let (on, region) = (fields.parsed("on"), fields.maybe("region"));
            Some(Query::Boards { on: on?, region })
        }
        "holder" => {
            let (post, on) = (fields.text("post"), fields.parsed("on"));
            Some(Query::Holder {
                post: post?,
                on: on?,
            })
        }
        "vacancy" => {
            let (post, on) = (fields.text("post"), fields.parsed("on"));
            Some(Query::Vacancy {
                post: post?,
                on: on?,
            })
        }
        "tenure" => {
            let (post, person) = (fields.text("post"), fields.text("person"));
            Some(Query::Tenure {
                post: post?,
                person: person?,
            })
        }
        "designation" => {
            let wave = fields.text("wave");
            let give = give(fields, &[Give::Added, Give::Total]);
            Some(Query::Designation {
                wave: wave?,
                give: give?,
            })
        }
        "fact" => {
            let (file, fact) = (fields.parsed("file"), fields.text("fact"));
            let year = fields.text("year");
            let (stage, counter) = (fields.maybe_text("stage"), fields.maybe_text("counter"));
            Some(Query::Fact {
                file: file?,
                fact: fact?,
                year: year?,
                stage,
                counter,
            })
        }
        "strikes" => {
            let group = fields.maybe_text("group");
            let (from, to) = (fields.parsed("from"), fields.parsed("to"));
            let give = give(fields, &[Give::Days, Give::Count]);
            Some(Query::Strikes {
                group,
                from: from?,
                to: to?,
                give: give?,
            })
        }
        "oversight" => {
            let (quarter, trust) = (fields.parsed("quarter"), fields.parsed("trust"));
            let metric = fields.maybe_text("metric");
            let gives = [Give::Value, Give::Rank, Give::Segment, Give::Score];
            let give = give(fields, &gives);
            Some(Query::Oversight {
                quarter: quarter?,
                trust: trust?,
                metric,
                give: give?,
            })
        }
        "league" => {
            let (quarter, trust_type) = (fields.parsed("quarter"), fields.text("trust_type"));
            let segment = fields.maybe_whole("segment");
            let deficit = fields.maybe_bool("deficit");
            Some(Query::League {
                quarter: quarter?,
                trust_type: trust_type?,
                segment: segment.and_then(|segment| u8::try_from(segment).ok()),
                deficit,
            })
        }
        "sql" => sql(fields),
        _ => {
            fields.fault(
                "ask",
                format!(
                    "expected one of {}, saw `{}`",
                    ASKS.join(", "),
                    ask.chars().take(40).collect::<String>()
                ),
            );
            None
        }
    }
}

/// What can be asked.
const ASKS: [&str; 16] = [
    "figure",
    "record",
    "bodies",
    "verdict",
    "verdicts",
    "plan",
    "plans",
    "pledge",
    "boards",
    "holder",
    "vacancy",
    "tenure",
    "designation",
    "fact",
    "strikes",
    "oversight, league or sql",
];

fn give(fields: &mut Fields<'_, '_>, of: &[Give]) -> Option<Give> {
    let give: Give = fields.parsed("give")?;
    if of.contains(&give) {
        return Some(give);
    }
    let all: Vec<&str> = of.iter().map(|give| give.as_str()).collect();
    fields.fault(
        "give",
        format!("expected one of {}, saw `{give}`", all.join(", ")),
    );
    None
}

fn series(fields: &mut Fields<'_, '_>, body: Option<BodyCode>) -> Option<SeriesAsked> {
    let measure = fields.parsed("measure");
    let body = match body {
        Some(body) => Some(body),
        None => fields.parsed("body"),
    };
    let level: Option<Level> = fields.maybe("level");
    let basis = fields.maybe("basis");
    let function = fields.maybe("function");
    let boundaries = fields.maybe("boundaries").unwrap_or(Boundaries::AsReported);
    Some(SeriesAsked {
        measure: measure?,
        body: body?,
        level,
        basis,
        function,
        boundaries,
    })
}

fn figure(fields: &mut Fields<'_, '_>) -> Option<Query> {
    let of = series(fields, None);
    let (from, to): (Option<Month>, Option<Month>) = if fields.has("period") {
        let period = fields.parsed("period");
        (period, period)
    } else {
        (fields.parsed("from"), fields.parsed("to"))
    };
    let part = fields.maybe("part").unwrap_or(super::claim::Part::Value);
    Some(Query::Figure {
        of: of?,
        from: from?,
        to: to?,
        part,
    })
}

fn record(fields: &mut Fields<'_, '_>) -> Option<Query> {
    let of = series(fields, None);
    let (from, to) = (fields.parsed("from"), fields.parsed("to"));
    let extreme = fields.parsed("extreme");
    let held = fields.maybe_whole("held");
    if held.is_none() && !fields.has("held") {
        fields.fault(
            "held",
            "expected how many periods have a value, saw nothing",
        );
    }
    Some(Query::Record {
        of: of?,
        from: from?,
        to: to?,
        extreme: extreme?,
        held: held?,
    })
}

fn bodies(fields: &mut Fields<'_, '_>) -> Option<Query> {
    let of = series(fields, Some(BodyCode::england()));
    let level = of.as_ref().and_then(|of| of.level);
    if of.is_some() && level.is_none() {
        fields.fault(
            "level",
            "expected the level whose bodies are counted, saw nothing",
        );
    }
    let period = fields.parsed("period");
    let side = fields.maybe("is");
    let bound = fields.maybe_number("bound");
    if side.is_some() != bound.is_some() {
        fields.fault("bound", "expected both is and bound, or neither");
    }
    Some(Query::Bodies {
        of: of?,
        level: level?,
        period: period?,
        bound: side.zip(bound),
    })
}

fn sql(fields: &mut Fields<'_, '_>) -> Option<Query> {
    let statement = fields.text("statement");
    let needs = fields.texts("needs");
    if needs.is_empty() {
        fields.fault(
            "needs",
            "expected at least one publication and period, as `ae-monthly 2024-01`",
        );
    }
    let mut read = Vec::new();
    for need in &needs {
        let parts = need
            .split_once(' ')
            .and_then(|(publication, month)| Some((publication, month.parse::<Month>().ok()?)));
        match parts {
            Some((publication, month)) if candour_publications::by_id(publication).is_some() => {
                read.push((publication.to_owned(), month));
            }
            _ => fields.fault(
                "needs",
                format!(
                    "expected a publication and a period, as `ae-monthly 2024-01`, saw `{need}`"
                ),
            ),
        }
    }
    Some(Query::Sql {
        statement: statement?,
        needs: read,
    })
}
