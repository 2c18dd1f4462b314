//! Posts, the people in them, and who answers to whom, in time.
//!
//! ```text
//! people.csv, posts.csv, post_bodies.csv, ──→ PeopleRows ──→ People ──→ who holds this post on that
//! tenures.csv, reports.csv, remits.csv                                 day, who answers for that body
//! ```
//!
//! Office-holders stand here only in their public role. What no source says is left open: a post of
//! which no holder is known is not called vacant, and a person whose end nobody recorded is the last
//! known holder, not the holder.

mod answering;
mod changes;
mod check;
mod directory;
mod faults;
mod id;
mod load;
mod post;
mod reports;
mod shapes;
mod tenure;
#[cfg(test)]
mod tests;
mod vacancy;

pub use changes::{Change, ChangeKind};
pub use check::check_people;
pub use directory::{Accountable, Holder, People, Standing};
pub use id::{IdError, PersonId, PostId};
pub use load::{PeopleFiles, PeopleRows};
pub use post::{Belonging, Post, Remit, RemitOf};
pub use reports::{Report, ReportsTo};
pub use shapes::{
    ChangeShape, HolderShape, PersonShape, PostBodyShape, PostShape, ReportsToShape, TenureShape,
    VacancyShape,
};
pub use tenure::{Person, Sureness, Tenure};
pub use vacancy::Vacancy;
