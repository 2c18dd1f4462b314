//! Reading a story: which of its figures can be checked, and what is said of each.
//!
//! A figure is judged only where body, measure, period and kind have one reading each; else it is
//! *cannot check*, with what was not settled. Precision goes before recall: a wrong verdict is worse than
//! none. How a sentence is read is data (`data/documents/`); the rules of hedges and rounding, and how
//! often the reader is right, stand in `docs/story-checking.md`.
//!
//! | file | what it does |
//! | --- | --- |
//! | `input`, `html` | limits, markup, the way back to the text as given |
//! | `words`, `sentences` | tokens, sentences, quotations and who said them |
//! | `phrases`, `gazetteer`, `readings` | bodies, people, posts and measures by their names |
//! | `period`, `quantity`, `hedge` | when, how many, how firmly |
//! | `gather`, `settle`, `settle_period`, `settle_words`, `spoken` | what a sentence names, and what it claims |
//! | `question`, `judge`, `told`, `verdict` | what is asked of the figures, and what is said |
//! | `reader` | all of it, in order |

mod gather;
mod gazetteer;
mod hedge;
mod html;
mod input;
mod judge;
mod period;
mod phrases;
mod quantity;
mod question;
mod reader;
mod readings;
mod sentences;
mod settle;
mod settle_period;
mod settle_words;
mod spoken;
mod told;
mod verdict;
mod words;

pub use input::{Format, MOST_BYTES, MOST_FIGURES, MOST_SENTENCES, Plain, Refused, plain, text_of};
pub use question::{Answer, Asked, Evidence, Held, Of, Question, Receipt};
pub use reader::Reader;
pub use verdict::{Candidate, Checked, Mark, NameFound, Summary, Verdict, Why};
