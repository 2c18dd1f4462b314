//! Webhooks: a signed POST to an address that somebody gave.

mod guard;
mod post;
mod sign;

pub use post::{Caller, CallerOptions};
pub use sign::{SIGNATURE_HEADER, VerifyError, sign, verify};

pub(crate) use guard::{is_public, literal};
