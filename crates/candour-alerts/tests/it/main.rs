//! Mails and webhooks against real servers on this machine, which the tests start.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod hook_server;
mod mail_server;
mod mails;
mod webhooks;
