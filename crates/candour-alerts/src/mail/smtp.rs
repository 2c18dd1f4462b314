//! Sending over SMTP.

use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{SmtpTransport, Transport as _};

use super::Mail;
use crate::outcome::Outcome;
use crate::settings::{MailSettings, Security};

/// A mail server, as settings describe it.
pub struct Smtp {
    transport: SmtpTransport,
    /// How long one mail may take altogether.
    patience: Duration,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp")
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// Makes ready; connects for each mail anew, so that one that fails spoils no other.
    ///
    /// # Errors
    /// Where the server's name cannot be one.
    pub fn new(settings: &MailSettings) -> Result<Self, String> {
        let parameters = || {
            TlsParameters::new(settings.server.clone())
                .map_err(|error| format!("{}: {error}", settings.server))
        };
        let tls = match settings.security {
            Security::Starttls => Tls::Required(parameters()?),
            Security::Tls => Tls::Wrapper(parameters()?),
            Security::None => Tls::None,
        };
        let domain = super::sender(&settings.from)
            .map(|from| from.email.domain().to_owned())
            .map_err(|error| error.to_string())?;
        let mut builder = SmtpTransport::builder_dangerous(&settings.server)
            .port(settings.port)
            .tls(tls)
            .hello_name(ClientId::Domain(domain))
            .timeout(Some(settings.timeout));
        if let (Some(name), Some(password)) = (&settings.username, &settings.password) {
            builder =
                builder.credentials(Credentials::new(name.clone(), password.reveal().to_owned()));
        }
        Ok(Self {
            transport: builder.build(),
            patience: settings.timeout * 3,
        })
    }

    /// Sends a mail and says what came of it. Each line of the server's has its time, and the whole has three times that:
    /// a server that dribbles letters is left.
    #[must_use]
    pub fn send(&self, mail: &Mail) -> Outcome {
        let message = match mail.message() {
            Ok(message) => message,
            Err(error) => return Outcome::Never(error.to_string()),
        };
        let transport = self.transport.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let worker = std::thread::Builder::new()
            .name("smtp".to_owned())
            .spawn(move || {
                // Whoever waited may have gone.
                let _ = tell.send(transport.send(&message));
            });
        if let Err(error) = worker {
            return Outcome::Unreachable(error.to_string());
        }
        match told.recv_timeout(self.patience) {
            Ok(Ok(_)) => Outcome::Sent,
            Ok(Err(error)) => outcome(&error),
            Err(_) => Outcome::Unreachable("the mail server did not finish in time".to_owned()),
        }
    }
}

/// By the server's own number where it gave one: 4yz may go another time, 5yz never, and of these what says that there
/// is no such mailbox holds for every mail to it (RFC 5321, 4.2.3, and RFC 3463 for the enhanced codes).
fn outcome(error: &lettre::transport::smtp::Error) -> Outcome {
    let words = std::error::Error::source(error)
        .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    let words: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(300)
        .collect();
    if error.is_permanent() {
        let code = error.status().map(|code| code.to_string());
        // 530, 534, 535 and 538 are about our own name and password, and tell nothing of the reader.
        return match code.as_deref() {
            Some("530" | "534" | "535" | "538") => Outcome::Unreachable(words),
            Some("550" | "551" | "553") => Outcome::Refused(words),
            _ => Outcome::Never(words),
        };
    }
    if error.is_transient() {
        // 421: the server is closing, to everybody.
        return match error.status().map(|code| code.to_string()).as_deref() {
            Some("421") => Outcome::Unreachable(words),
            _ => Outcome::Later(words),
        };
    }
    Outcome::Unreachable(words)
}
