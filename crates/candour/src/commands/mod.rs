//! One module a command.

pub(crate) mod alerts;
mod archive;
mod briefing;
mod check;
mod claims;
mod commitments;
mod events;
mod figures;
mod framework;
mod measures;
mod parts;
mod people;
mod posts;
mod register;
mod serve;
mod spc;

use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::cli::{Arguments, Command, Format, FormatAsked};

pub(crate) use people::NotThere;

/// Runs what was asked for.
pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<ExitCode> {
    arguments.global.format = match (arguments.global.format_asked, &arguments.command) {
        (FormatAsked::Json, _) => Format::Json,
        (FormatAsked::Csv, _) => Format::Csv,
        (FormatAsked::Table, _) => Format::Table,
        (FormatAsked::Markdown, Command::Framework(asked)) if asked.reconcile => Format::Table,
        (FormatAsked::Markdown | FormatAsked::Html, Command::Briefing(_)) => Format::Table,
        (FormatAsked::Html, _) => {
            return Err(NotThere::new(
                "only a briefing can be had as html".to_owned(),
                "`candour briefing --format html`; other answers are table, json or csv",
            )
            .into());
        }
        (FormatAsked::Markdown, _) => {
            return Err(NotThere::new(
                "only a briefing or a reconciliation can be had as markdown".to_owned(),
                "`candour framework nof-2025-26 --reconcile --format markdown`; other answers are table, json or csv",
            )
            .into());
        }
    };
    let global = &arguments.global;
    match &arguments.command {
        Command::Ingest(ingest) => archive::ingest(global, ingest),
        Command::Status => archive::status(global),
        Command::Verify => archive::verify(global),
        Command::Bodies { search } => archive::bodies(global, search),
        Command::Body { code, on } => register::body(global, code, *on),
        Command::Register { what } => register::run(global, what),
        Command::Sql { statement } => archive::sql(global, statement),
        Command::Measures { id, sql } => measures::run(global, id.as_deref(), sql.as_deref()),
        Command::People(asked) => people::run(global, asked),
        Command::Posts(asked) => posts::run(global, asked),
        Command::Briefing(asked) => briefing::run(global, asked),
        Command::Claims(asked) => claims::run(global, asked),
        Command::Corrections => claims::all_corrections(global),
        Command::Events(asked) => events::run(global, asked),
        Command::Alerts(asked) => alerts::run(global, asked),
        Command::Frameworks => framework::all(global),
        Command::Framework(asked) => framework::run(global, asked),
        Command::Series(series) => figures::series(global, series),
        Command::Explain(explain) if commitments::is_commitment(explain) => {
            commitments::explain(global, explain)
        }
        Command::Explain(explain) => figures::explain(global, explain),
        Command::Verdicts(asked) => commitments::verdicts(global, asked),
        Command::Targets(asked) => commitments::targets(global, asked),
        Command::Plan(asked) => commitments::plan(global, asked),
        Command::Accountability(asked) => commitments::accountability(global, asked),
        Command::Pledges(asked) => commitments::pledges(global, asked),
        Command::Check(asked) => check::run(global, asked),
        Command::Assess(assess) => figures::assess(global, assess),
        Command::Export(export) => figures::export(global, export),
        Command::Spc(spc) => spc::run(global, spc),
        Command::Serve(serve) => serve::serve(global, serve),
        Command::Demo(demo) => serve::demo(global, demo),
        Command::MakeStarter { dir } => archive::make_starter(global, dir),
        Command::Completions { shell } => {
            clap_complete::generate(
                *shell,
                &mut Arguments::command(),
                "candour",
                &mut std::io::stdout(),
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}
