//! What can be typed.

mod alerts;
mod briefing;
mod check;
mod claims;
mod commitments;
mod framework;

use std::net::SocketAddr;
use std::path::PathBuf;

use candour_assessment::{Direction, Profile};
use candour_core::{Basis, BodyCode, FinancialYear, Level, MeasureId, Month, TreatmentFunction};
use candour_register::Boundaries;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

pub(crate) use alerts::{Alerts, AlertsAdd, AlertsCommand, ServeAlerts};
pub(crate) use briefing::Briefing;
pub(crate) use check::Check;
pub(crate) use claims::Claims;
pub(crate) use commitments::{Accountability, Injections, Plan, Pledges, Targets, Verdicts, When};
pub(crate) use framework::{Framework, Switch};

/// Independent oversight of the health service in England: from published files to figures that
/// can be traced to the row they came from.
#[derive(Debug, Parser)]
#[command(
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  candour demo                                       the whole thing, on starter figures\n  candour ingest Downloads/                          take published files, any mix, any nesting\n  candour series ae-four-hour --body england\n  candour explain ae-four-hour --body england --period 2022-12\n\nExit codes: 0 all went well; 1 something was refused, not found or damaged; 2 the command line is wrong."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The folder of the archive [default: candour-archive]
    #[arg(long, global = true, env = "CANDOUR_ARCHIVE", value_name = "DIR")]
    pub(crate) archive: Option<PathBuf>,
    /// How to print
    #[arg(long = "format", global = true, value_enum, default_value_t = FormatAsked::Table, value_name = "FORMAT")]
    pub(crate) format_asked: FormatAsked,
    /// The format that was asked for, where it is one that every command has.
    #[arg(skip)]
    pub(crate) format: Format,
}

/// How to print, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatAsked {
    /// For people
    Table,
    /// For programs; the shapes are documented in docs/json.md
    Json,
    /// For spreadsheets
    Csv,
    /// A report; of `briefing` and of `framework --reconcile` only
    Markdown,
    /// A mail; of `briefing` only
    Html,
}

impl Global {
    pub(crate) fn archive(&self) -> PathBuf {
        self.archive
            .clone()
            .unwrap_or_else(|| PathBuf::from("candour-archive"))
    }
}

/// The formats that every command has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    /// For people
    #[default]
    Table,
    /// For programs; the shapes are documented in docs/json.md
    Json,
    /// For spreadsheets
    Csv,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take published files: recognised by content, checked, kept byte for byte
    #[command(
        after_help = "Example:\n  candour ingest Downloads/ 20260131-RTT-January-2026-full-extract.csv.gz\n\nExit code 1 where a file is refused, or one named here is not recognised; the others are taken all the same."
    )]
    Ingest(Ingest),
    /// What is held: months, gaps, last published, faults, who did not submit
    #[command(after_help = "Example:\n  candour status")]
    Status,
    /// Read everything held and compare it with its digests and its rows
    #[command(after_help = "Example:\n  candour verify\n\nExit code 1 where anything is damaged.")]
    Verify,
    /// Find a body by code or name
    #[command(after_help = "Example:\n  candour bodies manchester")]
    Bodies {
        /// A code, or words of a name
        search: Vec<String>,
    },
    /// Who holds which post of the service, today or on a day
    #[command(
        after_help = "Examples:\n  candour people powis\n  candour people --on 2019-06-01 --body nhs-improvement\n\nRows come with the program, each with its source; no archive is needed."
    )]
    People(People),
    /// Posts: who holds them, vacancies and how long, who they answer to
    #[command(
        after_help = "Examples:\n  candour posts mental health\n  candour posts --vacant --on 2024-03-01\n  candour posts --body nhs-improvement --changes\n\nRows come with the program, each with its source; no archive is needed."
    )]
    Posts(Posts),
    /// Dated events that charts bear: strikes, and what changed in how things are counted
    #[command(
        after_help = "Examples:\n  candour events --from 2023-01 --to 2023-12\n  candour events --measure ae-four-hour --format csv\n\nRows come with the program, each with its source; no archive is needed."
    )]
    Events(Events),
    /// What changed and matters, in sentences whose every figure leads to its receipt
    #[command(
        after_help = "Examples:\n  candour briefing\n  candour briefing --for QOP --why\n  candour briefing --up-to 2022-12\n  candour briefing --on 2023-05-12 --format markdown\n\nOf a day gone by it is as known then. --format html is the mail."
    )]
    Briefing(Briefing),
    /// Sentences kept true: each asked of the archive again, and which of them a revision broke
    #[command(
        after_help = "Examples:\n  candour claims\n  candour claims --id ae-four-hour-december-2022\n  candour claims --broken --format json\n\nExit code 1 where one is broken. Each is asked again at every ingest, which tells what turned."
    )]
    Claims(Claims),
    /// What Candour itself got wrong: when, what is right, who was told
    #[command(after_help = "Example:\n  candour corrections --format json")]
    Corrections,
    /// One body: what it is, since when, under whom, what is in it, who came before and after
    #[command(
        after_help = "Examples:\n  candour body QM7\n  candour body QM7 --on 2018-05-01 --format json"
    )]
    Body {
        /// Its code
        code: String,
        /// The day of its region, board and parts [default: today]
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Date>,
    },
    /// The register: what it holds and from where, and what in it does not fit together
    #[command(
        after_help = "Examples:\n  candour register status\n  candour register check --unexplained"
    )]
    Register {
        #[command(subcommand)]
        what: RegisterCommand,
    },
    /// The measures: what is counted
    #[command(
        after_help = "Examples:\n  candour measures\n  candour measures ae-four-hour\n  candour measures --sql rtt-median-wait | duckdb"
    )]
    Measures {
        /// Tell of one measure only
        id: Option<String>,
        /// Print the SQL that gives the same figures from the Parquet files
        #[arg(long, value_name = "ID", conflicts_with = "id")]
        sql: Option<String>,
    },
    /// Tell people by e-mail or webhook when something real happens to what they follow
    #[command(
        after_help = "Examples:\n  candour alerts add body:QOP --email ada@example.org\n  candour alerts add \"query:ae-four-hour@england<0.7\" --webhook https://hooks.example.org/candour --cadence at-once\n  candour alerts evaluate && candour alerts send --settings alerts.toml\n\nSettings, cron, privacy and the webhooks' signature: docs/alerts.md."
    )]
    Alerts(Alerts),
    /// The oversight frameworks: what is known of each, and which quarters are held
    #[command(after_help = "Example:\n  candour frameworks --format json")]
    Frameworks,
    /// An oversight framework re-scored in the open: a quarter's league, a trust's steps, what-if
    #[command(
        after_help = "Examples:\n  candour framework nof-2025-26 --quarter \"Q4 2025/26\"\n  candour framework nof-2025-26 --trust RDY\n  candour framework nof-2025-26 --trust RDY --what-if OF0082=median\n  candour framework nof-2025-26 --reconcile --format markdown\n\nScores and segments run from 1, the best, to 4. In a what-if ranks move among the trusts held only."
    )]
    Framework(Framework),
    /// A measure of a body through time, or of all bodies of a level
    #[command(
        after_help = "Examples:\n  candour series ae-four-hour --body england\n  candour series rtt-waiting --level icb --from 2026-01 --format csv\n  candour series ae-four-hour --body S1Y5D --boundaries 2026-04-01"
    )]
    Series(Series),
    /// The receipt of a figure: the formula, the files, the rows; or of the verdict on a commitment
    #[command(
        after_help = "Examples:\n  candour explain rtt-waiting --body QOP --period 2026-01 --rows\n  candour explain ae-4h-76-2024-03 --body QOP"
    )]
    Explain(Explain),
    /// What became of what was promised: each commitment of a body, its test, evidence and verdict
    #[command(
        after_help = "Examples:\n  candour verdicts --body QOP --year 2023-24\n  candour verdicts --body QOP --on 2024-06-30 --as-known 2024-06-30 --outcome missed --receipts\n  candour verdicts --year 2023-24\n\nWithout --body it counts the verdicts of all bodies, target by target."
    )]
    Verdicts(Verdicts),
    /// National targets: how many each year, what changed, England's verdict, who is accountable
    #[command(
        after_help = "Examples:\n  candour targets\n  candour targets --year 2025-26\n  candour targets --indicator ae-4h\n  candour targets --year 2023-24 --cut-to 10"
    )]
    Targets(Targets),
    /// Plans against outturn: finance by system and trust, what is known and what is not
    #[command(
        after_help = "Examples:\n  candour plan 2023-24\n  candour plan 2023-24 --injections off\n  candour plan 2025-26 --body R0A\n  candour plan 2025-26 --body X1 --file our-plan.csv\n\nRows come with the program, each with its source. A file of your own is taken whole or not at all."
    )]
    Plan(Plan),
    /// Who answers for a target on a day: the target, the body, the post, the person, the evidence
    #[command(
        after_help = "Examples:\n  candour accountability ae-four-hour --body QOP --on 2024-03-31\n  candour accountability rtt-18w-92-standard"
    )]
    Accountability(Accountability),
    /// Public pledges, milestones, recommendations and funding, and what became of them
    #[command(
        after_help = "Example:\n  candour pledges --outcome missed\n\nRows come with the program, each with its source; no archive is needed."
    )]
    Pledges(Pledges),
    /// Which figures of a story hold: each claim with a verdict, our figure and its receipt
    #[command(
        after_help = "Examples:\n  candour check story.txt --date 2023-02-10\n  candour check - < story.html\n\nA figure is judged only where body, measure, period and kind are settled; else it says which is not."
    )]
    Check(Check),
    /// Is the change real? The XmR chart of a series, in figures
    #[command(
        after_help = "Example:\n  candour assess ae-four-hour --body england --rebase 2021-06"
    )]
    Assess(Assess),
    /// The XmR chart of your own figures: a CSV with columns date, value and, if you like, facet
    #[command(
        after_help = "Example:\n  candour spc ward-falls.csv --improvement decrease --target 4\n\nRows are neighbours however far apart their dates are; `assess` knows the calendar."
    )]
    Spc(Spc),
    /// Write figures to a file: csv, xlsx, parquet, json, or the Central Metrics Library's shape
    #[command(
        after_help = "Example:\n  candour export rtt-waiting --level icb --to-file waiting.xlsx"
    )]
    Export(Export),
    /// Run one reading SQL statement over the catalogue's views
    #[command(
        after_help = "Example:\n  candour sql \"SELECT body, value FROM figures WHERE measure = 'rtt-waiting' AND level = 'region'\"\n\nViews: sources, current_sources, observations, figures, bodies."
    )]
    Sql {
        /// The statement
        statement: String,
    },
    /// Serve the web site and the API
    #[command(after_help = "Example:\n  candour serve --address 127.0.0.1:8080")]
    Serve(Serve),
    /// Fill an archive and serve it: DIR's published files, or the starter figures
    #[command(after_help = "Examples:\n  candour demo\n  candour demo Downloads/")]
    Demo(Demo),
    /// Write the starter figures that come with the program, from the files held
    #[command(hide = true)]
    MakeStarter {
        /// The folder to write to
        dir: PathBuf,
    },
    /// Print a completion script for a shell
    #[command(
        after_help = "Example:\n  candour completions bash > ~/.local/share/bash-completion/completions/candour"
    )]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegisterCommand {
    /// Every disagreement, gap, ring, overlap and orphan, with the rows that say so
    #[command(
        after_help = "Example:\n  candour register check --unexplained --format csv\n\nExit code 1 where anything has no explanation."
    )]
    Check(RegisterCheck),
    /// What it holds, by the file that it comes from
    #[command(after_help = "Example:\n  candour register status")]
    Status,
}

#[derive(Debug, Args)]
pub(crate) struct RegisterCheck {
    /// Show every finding of a kind, not the first twenty
    #[arg(long)]
    pub(crate) all: bool,
    /// Only those without an explanation
    #[arg(long)]
    pub(crate) unexplained: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Ingest {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The day on which the one file named was published, where neither it nor its name says so
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) published: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct People {
    /// Words of a name [default: everybody who holds a post on the day]
    pub(crate) name: Vec<String>,
    /// The day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Date>,
    /// Only whoever holds a post of this body, or one that answers for it, on the day
    #[arg(long, value_name = "CODE")]
    pub(crate) body: Option<BodyCode>,
}

#[derive(Debug, Args)]
pub(crate) struct Posts {
    /// Words of a title [default: every post that there is on the day]
    pub(crate) words: Vec<String>,
    /// The day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Date>,
    /// Only posts of this body, or that answer for it, on the day
    #[arg(long, value_name = "CODE")]
    pub(crate) body: Option<BodyCode>,
    /// Only posts that are vacant on the day
    #[arg(long)]
    pub(crate) vacant: bool,
    /// What changed in the body through time: who came and went, posts created and ended, mergers
    #[arg(long, requires = "body", conflicts_with_all = ["vacant", "words", "on"])]
    pub(crate) changes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Events {
    /// Only events that go on in this month or later
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) from: Option<Month>,
    /// Only events that go on in this month or earlier
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) to: Option<Month>,
    /// Only events that bear on this measure
    #[arg(long, value_name = "ID")]
    pub(crate) measure: Option<MeasureId>,
}

#[derive(Debug, Args)]
pub(crate) struct Which {
    /// The measure's id or alias
    pub(crate) measure: String,
    /// By who gives the care, or by who buys it
    #[arg(long, value_name = "provider|commissioner")]
    pub(crate) basis: Option<Basis>,
    /// A treatment function's code, such as C_110; of beds the sector, such as maternity
    #[arg(long, visible_alias = "sector", value_name = "CODE")]
    pub(crate) treatment_function: Option<TreatmentFunction>,
    /// As known on this day: the latest version published by then
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_known: Option<Date>,
    /// On whose boundaries: as-reported; then (the boards and regions of each month); a day, or now
    /// (history carried onto the bodies of that day) [default: as-reported]
    #[arg(long, value_name = "as-reported|then|now|YYYY-MM-DD", value_parser = boundaries)]
    pub(crate) boundaries: Option<Boundaries>,
}

#[derive(Debug, Args)]
pub(crate) struct Series {
    #[command(flatten)]
    pub(crate) which: Which,
    /// The body's code
    #[arg(long, value_name = "CODE", required_unless_present = "level")]
    pub(crate) body: Option<BodyCode>,
    /// Every body of a level; with --body, the level to take it at
    #[arg(long, value_name = "provider|sub-icb|icb|region|england")]
    pub(crate) level: Option<Level>,
    /// The first month
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) from: Option<Month>,
    /// The last month
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) to: Option<Month>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) which: Which,
    /// The body's code
    #[arg(long, value_name = "CODE")]
    pub(crate) body: BodyCode,
    /// The level to take it at, where it has more than one
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<Level>,
    /// The month of a figure
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) period: Option<Month>,
    /// Print the rows themselves
    #[arg(long, requires = "period")]
    pub(crate) rows: bool,
    /// Of a commitment: what is due each month is judged over this year
    #[arg(long, value_name = "2023-24", conflicts_with = "period")]
    pub(crate) year: Option<FinancialYear>,
    /// Of a commitment: judge as at this day [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "period")]
    pub(crate) on: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct Assess {
    #[command(flatten)]
    pub(crate) which: Which,
    /// The body's code
    #[arg(long, value_name = "CODE")]
    pub(crate) body: BodyCode,
    /// The level to take it at, where it has more than one
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<Level>,
    /// The set of rules: nhsr-0.2.2 or mdc-excel
    #[arg(long, default_value = "nhsr-0.2.2", value_parser = profile)]
    pub(crate) profile: Profile,
    /// Months that begin a new baseline
    #[arg(long, value_name = "YYYY-MM,…", value_delimiter = ',')]
    pub(crate) rebase: Vec<Month>,
    /// A target in the unit of the value (0.95 for 95 per cent) [default: the national standard, where there is one]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) target: Option<f64>,
}

#[derive(Debug, Args)]
pub(crate) struct Spc {
    /// The CSV; `-` for standard input
    pub(crate) file: PathBuf,
    /// Which way is better: increase, decrease or neutral
    #[arg(long, default_value = "increase", value_parser = direction)]
    pub(crate) improvement: Direction,
    /// A target in the unit of the values
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) target: Option<f64>,
    /// Only the first N rows of each baseline feed its limits; at least 12
    #[arg(long, value_name = "N")]
    pub(crate) fix_after: Option<usize>,
    /// Keep every moving range, however large
    #[arg(long)]
    pub(crate) no_screen: bool,
    /// Dates that begin a new baseline
    #[arg(long, value_name = "YYYY-MM-DD,…", value_delimiter = ',')]
    pub(crate) rebase: Vec<Date>,
    /// The set of rules: nhsr-0.2.2 or mdc-excel
    #[arg(long, default_value = "nhsr-0.2.2", value_parser = profile)]
    pub(crate) profile: Profile,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) series: Series,
    /// The file to write; `-` for standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) to_file: PathBuf,
    /// The shape [default: what the file's name ends in, else csv]
    #[arg(long, value_enum)]
    pub(crate) shape: Option<Shape>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// Comma-separated values
    Csv,
    /// A workbook laid out as the government's guidance on accessible spreadsheets asks
    Xlsx,
    /// Parquet
    Parquet,
    /// JSON
    Json,
    /// NHS England's Central Metrics Library
    Cml,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8414", value_name = "HOST:PORT")]
    pub(crate) address: SocketAddr,
    #[command(flatten)]
    pub(crate) alerts: ServeAlerts,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// A folder of published files; without one, the starter figures that came with the program
    pub(crate) dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) serve: Serve,
    /// Fill the archive and stop, without serving
    #[arg(long)]
    pub(crate) no_serve: bool,
}

fn boundaries(text: &str) -> Result<Boundaries, String> {
    let today = crate::today().map_err(|error| error.to_string())?;
    Boundaries::parse(text, today).map_err(|error| error.to_string())
}

fn profile(text: &str) -> Result<Profile, String> {
    text.parse()
        .map_err(|error: candour_assessment::SpcError| error.to_string())
}

fn direction(text: &str) -> Result<Direction, String> {
    text.parse()
        .map_err(|error: candour_assessment::SpcError| error.to_string())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Arguments::command().debug_assert();
    }
}
