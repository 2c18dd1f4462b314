//! One call of a webhook.

use std::time::Duration;

use jiff::Timestamp;
use ureq::Agent;
use ureq::config::Config;
use ureq::unversioned::transport::DefaultConnector;

use super::guard::{Guard, REFUSED};
use super::sign::{SIGNATURE_HEADER, sign};
use crate::address::HookAddress;
use crate::outcome::Outcome;

/// No more of an answer is read: it is thrown away, and only its number counts.
const MOST_READ: u64 = 64 * 1024;

/// How webhooks are called.
#[derive(Debug, Clone, Copy)]
pub struct CallerOptions {
    /// How long a call may take altogether: the look-up of the name, the connection, the answer.
    pub timeout: Duration,
    /// Whether this machine itself may be called, in plain HTTP: for tests.
    pub loopback: bool,
}

impl Default for CallerOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            loopback: false,
        }
    }
}

/// Calls webhooks.
#[derive(Debug)]
pub struct Caller {
    agent: Agent,
    options: CallerOptions,
}

impl Caller {
    /// One that follows no redirect, uses no proxy (which would look names up where nobody checks the answer),
    /// keeps no connection, and has a limit on everything.
    #[must_use]
    pub fn new(options: CallerOptions) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .https_only(!options.loopback)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_response_header_size(16 * 1024)
            .max_idle_connections(0)
            .timeout_global(Some(options.timeout))
            .user_agent(concat!("Candour/", env!("CARGO_PKG_VERSION")))
            .build();
        let guard = Guard::new(options.loopback);
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), guard),
            options,
        }
    }

    /// Sends a body and says what came of it. `id` is the same for every try of one message, so that whoever
    /// receives it twice can tell.
    #[must_use]
    pub fn post(&self, to: &str, secret: &[u8], id: &str, body: &[u8], now: Timestamp) -> Outcome {
        // A store that was edited by hand is not trusted more than a form.
        if let Err(error) = HookAddress::new(to, self.options.loopback) {
            return Outcome::Never(error.to_string());
        }
        let sent = self
            .agent
            .post(to)
            .header("Content-Type", "application/json")
            .header("Candour-Id", id)
            .header(SIGNATURE_HEADER, sign(secret, now, body))
            .send(body);
        let mut answer = match sent {
            Ok(answer) => answer,
            Err(error) => return refused(&error),
        };
        let status = answer.status().as_u16();
        // Read, so that whoever answers slowly or without end is held to the same limits; what it says is not kept.
        let read = answer
            .body_mut()
            .with_config()
            .limit(MOST_READ)
            .read_to_vec();
        match status {
            // The number came: what follows it changes nothing.
            200..=299 => Outcome::Sent,
            // Too early, too many, and whatever the other side calls its own fault.
            408 | 425 | 429 | 500.. => Outcome::Later(format!("it answered {status}")),
            300..=399 => Outcome::Never(format!(
                "it answered {status}: redirects are not followed; give the address that it leads to"
            )),
            410 => Outcome::Refused("it answered 410: gone".to_owned()),
            _ => {
                drop(read);
                Outcome::Never(format!("it answered {status}"))
            }
        }
    }
}

fn refused(error: &ureq::Error) -> Outcome {
    match error {
        ureq::Error::Io(io) if io.to_string() == REFUSED => {
            Outcome::Never(format!("its name {REFUSED}"))
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => Outcome::Never(error.to_string()),
        ureq::Error::Timeout(_) => Outcome::Later("no answer in time".to_owned()),
        other => Outcome::Later(other.to_string()),
    }
}
