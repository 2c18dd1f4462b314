//! Sentences that are kept true: each with a question to the archive and the answer that it expects.
//!
//! ```text
//! data/claims/*.toml ─→ read ─→ check (asks the archive) ─→ holds, broken, cannot be computed,
//!                       (pure)         │                     recorded not checked
//!                                      └─→ ledger: the turns, with the day and the file
//! ```
//!
//! A claim of the public record is answered from curated rows, one of the archive from its figures; what
//! neither can answer is recorded with its source and the reason. Reading and comparing are pure; asking
//! reads the archive and nothing else; only the ledger writes, to a file of its own.

mod ask_figures;
mod ask_oversight;
mod ask_rows;
mod check;
mod claim;
mod compare;
mod evidence;
mod facts;
mod fields;
mod ledger;
mod load;
mod shape;
#[cfg(test)]
mod tests;
pub mod words;

pub use check::{Checked, ClaimTally, check, check_all, check_bundled, check_one};
pub use claim::{
    Claim, ClaimKind, ClaimUnit, Compare, Extreme, FactFile, Give, Kept, Near, Part, Query,
    SeriesAsked, Side, State, Test, Value,
};
pub use compare::agrees;
pub use evidence::Ground;
pub use facts::{FactRow, claim_facts, read_facts};
pub use ledger::{Ledger, LedgerError, Turn, keep};
pub use load::{bundled, read};
pub use shape::{ClaimShape, GroundShape, TurnShape, page};
