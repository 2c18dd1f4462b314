//! The `candour` command: parses arguments, calls, prints.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0 all went well,
//! 1 something was refused, not found or damaged, 2 the command line itself is wrong.

mod cli;
mod commands;
mod output;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(1)
        }
    }
}

/// Today: for the cover of an export, and for what `now` means. The binary is the one place that may look at the clock.
pub(crate) fn today() -> anyhow::Result<jiff::civil::Date> {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)?
        .as_secs();
    let days = i64::try_from(seconds / 86_400)?;
    Ok(jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days))?)
}
