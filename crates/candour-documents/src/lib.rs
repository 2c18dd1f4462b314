//! Texts about the health service: a story read for the figures in it that can be checked.
//!
//! ```text
//! text ─→ words, sentences ─→ who, what, when, how many ─→ settled claims ─→ Evidence ─→ verdicts
//!         (offsets kept)      (register, readings, dates)   (or why not)     (a trait)
//! ```
//!
//! Pure: no file, no clock, no network. What the figures are is asked of an [`story::Evidence`]; the
//! archive answers it elsewhere, a test answers it with figures of its own.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test may fail by panicking")
)]

pub mod story;
