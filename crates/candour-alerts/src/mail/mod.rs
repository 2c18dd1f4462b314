//! Mails: what they say, and how they are sent.

mod compose;
mod smtp;

use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};

pub use compose::compose;
pub use smtp::Smtp;

use crate::address::{AddressError, EmailAddress};

/// A mail, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// From whom: `Candour <alerts@candour.example>`.
    pub from: String,
    /// The finding.
    pub subject: String,
    /// What it says, in plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// What it is known by, the same in each try.
    pub known_by: String,
    /// Where one click ends what it was sent for; none in a mail that asks for a confirmation.
    pub unsubscribe: Option<String>,
    /// When it was made, in seconds since 1970.
    pub made_at: i64,
}

/// Why a mail cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// An address is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The mail library refused it.
    #[error("the mail cannot be written: {0}")]
    Library(#[from] lettre::error::Error),
}

/// Longer subjects are cut by readers of mail.
const LONGEST_SUBJECT: usize = 200;

/// A mail's sender, with or without a name: `Candour <alerts@candour.example>`.
pub(crate) fn sender(text: &str) -> Result<Mailbox, AddressError> {
    let (name, address) = match text
        .strip_suffix('>')
        .and_then(|rest| rest.rsplit_once('<'))
    {
        Some((name, address)) => (Some(name.trim().trim_matches('"')), address),
        None => (None, text),
    };
    let address: EmailAddress = address.parse()?;
    let name = name.filter(|name| !name.is_empty()).map(one_line);
    mailbox(&address, name)
}

fn mailbox(address: &EmailAddress, name: Option<String>) -> Result<Mailbox, AddressError> {
    let text = address.as_str();
    match text.parse::<Address>() {
        Ok(parsed) => Ok(Mailbox::new(name, parsed)),
        Err(_) => Err(crate::address::refused(text)),
    }
}

/// Words on one line: what would begin another is a space.
fn one_line(words: &str) -> String {
    let spaced = words.replace(|c: char| c.is_control() || c.is_whitespace(), " ");
    spaced
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl Mail {
    /// The mail as it goes over the wire: plain text first, HTML beside it.
    ///
    /// # Errors
    /// Where an address is none.
    pub fn message(&self) -> Result<lettre::Message, MailError> {
        let from = sender(&self.from)?;
        let to: EmailAddress = self.to.parse()?;
        let id = format!("<{}@{}>", self.known_by, from.email.domain());
        let subject: String = one_line(&self.subject)
            .chars()
            .take(LONGEST_SUBJECT)
            .collect();
        let made = u64::try_from(self.made_at).unwrap_or(0);
        let date = std::time::UNIX_EPOCH + std::time::Duration::from_secs(made);
        let mut builder = lettre::Message::builder()
            .from(from)
            .to(mailbox(&to, None)?)
            .subject(subject)
            .message_id(Some(id))
            .date(date)
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("X-Auto-Response-Suppress", "All"));
        if let Some(place) = &self.unsubscribe {
            // RFC 8058: a reader of mail posts to the address itself, and shows a button for it.
            builder = builder
                .raw_header(header(
                    "List-Unsubscribe",
                    &format!("<{}>", one_line(place)),
                ))
                .raw_header(header(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click",
                ));
        }
        let part = |kind, text: &str| SinglePart::builder().header(kind).body(text.to_owned());
        // A boundary that does not come from a clock, so that the same mail is the same bytes.
        let boundary = format!("candour-{}", self.known_by);
        let body = MultiPart::alternative()
            .boundary(boundary)
            .singlepart(part(ContentType::TEXT_PLAIN, &self.text))
            .singlepart(part(ContentType::TEXT_HTML, &self.html));
        Ok(builder.multipart(body)?)
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests;
