//! How long the pass over a file takes, and what it finds: `cargo run --release -p candour-measures
//! --example real_month -- FILE.csv [OUT]`. With OUT it writes every observation as a line of JSON
//! to OUT.jsonl, and the SQL of every measure, over a table of the publication's name, to OUT.ID.sql.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::time::{Duration, Instant};

use candour_core::{Batch, BodyCode, Month, Role, Scope, SeriesKey, TableSchema};
use candour_measures::{
    Catalogue, Measure, Places, Plan, Selection, SqlContext, SqlTable, Tally, sql,
};
use candour_publications::{Content, HEAD, ReadContext, Sink, recognise};
use candour_register::Register;

/// Keeps every batch.
#[derive(Default)]
struct Keeping(Vec<Batch>);

impl Sink for Keeping {
    fn batch(&mut self, batch: Batch) -> io::Result<()> {
        self.0.push(batch);
        Ok(())
    }
}

struct Bundled(&'static Register);

impl Places for Bundled {
    fn region_of_icb(&self, icb: &str, month: Month) -> Option<BodyCode> {
        self.0.region_of_board(icb, month.last_day())
    }

    fn region_named(&self, name: &str, _: Month) -> Option<BodyCode> {
        self.0.published_as(name).map(|body| body.code.clone())
    }

    fn nationally_commissioned(&self) -> BodyCode {
        self.0
            .national_commissioner()
            .map_or_else(BodyCode::england, |body| body.code.clone())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("name a file: a month of RTT or A&E as text")?;
    let mut file = File::open(&path)?;
    let mut head = Vec::new();
    Read::by_ref(&mut file)
        .take(HEAD as u64)
        .read_to_end(&mut head)?;
    let (publication, ..) = recognise(&Content::Text {
        head: &head,
        rest: &mut file,
    })?;
    let mut kept = Keeping::default();
    let content = Content::Text {
        head: &head,
        rest: &mut file,
    };
    let reading = publication.read(content, &ReadContext::none(), &mut kept);
    let period = reading.period().ok_or("no period")?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{period}: {} rows, {:?}, {} faults",
        reading.rows,
        reading.scope,
        reading.diagnostics.len()
    )?;

    let schema = publication.table();
    let id = publication.facts().id;
    let measures: Vec<&Measure> = Catalogue::bundled()
        .iter()
        .filter(|measure| measure.publication.as_str() == id)
        .collect();
    let plan = Plan::compile(&measures, schema).map_err(|faults| format!("{faults:?}"))?;
    let places = Bundled(Register::bundled());
    let mut observations = Vec::new();
    let mut diagnostics = Vec::new();
    let (mut least_added, mut least_finished) = (Duration::MAX, Duration::MAX);
    for _ in 0..15 {
        drop(std::mem::take(&mut observations));
        let started = Instant::now();
        let mut tally = Tally::new(&plan, period, &reading.present);
        kept.0.iter().for_each(|batch| tally.add(batch));
        let added = started.elapsed();
        (observations, diagnostics) = tally.finish(&places, reading.scope);
        least_added = least_added.min(added);
        least_finished = least_finished.min(started.elapsed().saturating_sub(added));
    }
    writeln!(
        out,
        "best of 15: added in {least_added:.1?}, finished in {least_finished:.1?}: {} observations",
        observations.len()
    )?;
    for diagnostic in &diagnostics {
        writeln!(out, "  {diagnostic}")?;
    }
    let is_total = |key: &SeriesKey| {
        let measure = Catalogue::bundled().get(&key.measure);
        measure.and_then(Measure::total_treatment_function) == key.treatment_function.as_ref()
    };
    for observation in &observations {
        if !observation.key.body.is_england() || !is_total(&observation.key) {
            continue;
        }
        writeln!(
            out,
            "{:<28} {:>10?} {:>10?} {:?}",
            observation.key.measure.as_str(),
            observation.numerator,
            observation.denominator,
            observation.value
        )?;
    }

    let step = (observations.len() / 300).max(1);
    for observation in observations.iter().step_by(step) {
        let mut selection = Selection::new(
            &plan,
            &observation.key,
            period,
            &reading.present,
            &places,
            reading.scope,
        )?;
        kept.0.iter().for_each(|batch| selection.add(batch));
        if selection.finish().observation != *observation {
            return Err(format!("{:?} is not what its rows give", observation.key).into());
        }
    }
    writeln!(out, "every {step}th was selected again")?;

    if let Some(to) = std::env::args().nth(2) {
        let mut lines = BufWriter::new(File::create(format!("{to}.jsonl"))?);
        for observation in &observations {
            serde_json::to_writer(&mut lines, observation)?;
            lines.write_all(b"\n")?;
        }
        lines.flush()?;
        let context = context(schema, &kept.0, period, &places, reading.scope);
        for measure in measures {
            let text = sql(measure, schema, &context).map_err(|faults| format!("{faults:?}"))?;
            fs::write(format!("{to}.{}.sql", measure.id), text)?;
        }
    }
    Ok(())
}

fn context(
    schema: &TableSchema,
    batches: &[Batch],
    period: Month,
    places: &dyn Places,
    scope: Scope,
) -> SqlContext {
    let role = schema
        .role_index(Role::ProviderParent)
        .or(schema.role_index(Role::ProviderRegionName));
    let mut parents = BTreeSet::new();
    if let (Some(role), Some(last)) = (role, batches.last()) {
        parents.extend(last.texts[role].dictionary.iter().map(|text| &**text));
    }
    let table = SqlTable::Name(schema.name.to_owned());
    SqlContext {
        scope,
        ..SqlContext::new(table, parents, period, places)
    }
}
