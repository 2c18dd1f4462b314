//! How mails are sent: settings from a file or the environment. A password is never in the file.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use serde::Deserialize;

/// How the connection to the mail server is kept from listeners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// A plain connection that turns into an encrypted one before anything is said (port 587). Where the server does
    /// not offer that, nothing is sent.
    Starttls,
    /// Encrypted from the first letter on (port 465).
    Tls,
    /// Not at all: only to a server on this machine.
    None,
}

/// The mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// Its name.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub security: Security,
    /// Whom mails are from: `Candour <alerts@candour.example>`.
    pub from: String,
    /// Who logs in; nobody where none is given.
    pub username: Option<String>,
    /// With which password.
    pub password: Option<Secret>,
    /// How long the server may take to answer a line.
    pub timeout: Duration,
}

/// A text that is not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the site is, without a slash at its end: `https://candour.example`.
    pub base_url: String,
    /// The mail server; none: mails wait.
    pub mail: Option<MailSettings>,
    /// How many messages an address gets within 24 hours; what is beyond waits for the digest.
    pub messages_a_day: u32,
}

/// Everything that is wrong with settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct SettingsError(pub Vec<String>);

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    base_url: Option<String>,
    messages_a_day: Option<u32>,
    #[serde(default)]
    smtp: Smtp,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Smtp {
    server: Option<String>,
    port: Option<u16>,
    security: Option<Security>,
    from: Option<String>,
    username: Option<String>,
    password_file: Option<String>,
    timeout_seconds: Option<u64>,
}

impl Settings {
    /// Reads a file's text; what the environment says goes before. The variables are `CANDOUR_BASE_URL`,
    /// `CANDOUR_SMTP_SERVER`, `_PORT`, `_SECURITY`, `_FROM`, `_USERNAME`, `_PASSWORD` and `_PASSWORD_FILE`. A password
    /// comes from the variable, or from a file of its own, which `read` opens.
    ///
    /// ```
    /// use candour_alerts::Settings;
    /// let text = "base-url = \"https://candour.example\"\n[smtp]\nserver = \"localhost\"\nsecurity = \"none\"\nfrom = \"alerts@candour.example\"\n";
    /// let settings = Settings::read(text, &Default::default(), &|_| Ok(String::new())).unwrap();
    /// assert_eq!(settings.mail.unwrap().port, 25);
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong, each with what to write.
    pub fn read(
        text: &str,
        environment: &BTreeMap<String, String>,
        read: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Self, SettingsError> {
        let file: File = toml::from_str(text)
            .map_err(|error| SettingsError(vec![error.to_string().trim_end().to_owned()]))?;
        let mut faults = Vec::new();
        let given = |name: &str| {
            environment
                .get(name)
                .filter(|value| !value.is_empty())
                .cloned()
        };
        let base_url = given("CANDOUR_BASE_URL")
            .or(file.base_url)
            .unwrap_or_default();
        let base_url = base_url.trim_end_matches('/').to_owned();
        if !is_base_url(&base_url) {
            faults.push(
                "base-url (CANDOUR_BASE_URL) must be the site's address, such as https://candour.example: links in mails begin with it"
                    .to_owned(),
            );
        }
        let messages_a_day = file.messages_a_day.unwrap_or(DEFAULT_MESSAGES_A_DAY);
        if !(1..=200).contains(&messages_a_day) {
            faults.push("messages-a-day must be from 1 to 200".to_owned());
        }
        let mail = mail(file.smtp, &given, read, &mut faults);
        if faults.is_empty() {
            Ok(Self {
                base_url,
                mail,
                messages_a_day,
            })
        } else {
            Err(SettingsError(faults))
        }
    }
}

/// How many messages an address gets within 24 hours where nothing else is said.
pub const DEFAULT_MESSAGES_A_DAY: u32 = 6;

fn is_base_url(text: &str) -> bool {
    let uri: Result<ureq::http::Uri, _> = text.parse();
    uri.is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
            && uri.query().is_none()
            && !text.contains(['@', '#', '"', '<', '>'])
    })
}

fn mail(
    smtp: Smtp,
    given: &dyn Fn(&str) -> Option<String>,
    read: &dyn Fn(&str) -> Result<String, String>,
    faults: &mut Vec<String>,
) -> Option<MailSettings> {
    let server = given("CANDOUR_SMTP_SERVER").or(smtp.server)?;
    let security = match given("CANDOUR_SMTP_SECURITY").as_deref() {
        None => smtp.security.unwrap_or(Security::Starttls),
        Some("starttls") => Security::Starttls,
        Some("tls") => Security::Tls,
        Some("none") => Security::None,
        Some(_) => {
            faults.push("CANDOUR_SMTP_SECURITY must be starttls, tls or none".to_owned());
            Security::Starttls
        }
    };
    if security == Security::None && !is_this_machine(&server) {
        faults.push(format!(
            "security = \"none\" is only for a mail server on this machine, and {server} may be another; write \"starttls\" or \"tls\""
        ));
    }
    let port = match given("CANDOUR_SMTP_PORT").map(|port| port.parse()) {
        None => smtp.port,
        Some(Ok(port)) => Some(port),
        Some(Err(_)) => {
            faults.push("CANDOUR_SMTP_PORT must be a number from 1 to 65535".to_owned());
            None
        }
    };
    let port = port.unwrap_or(match security {
        Security::Starttls => 587,
        Security::Tls => 465,
        Security::None => 25,
    });
    let from = given("CANDOUR_SMTP_FROM").or(smtp.from).unwrap_or_default();
    if let Err(error) = crate::mail::sender(&from) {
        faults.push(format!("from (CANDOUR_SMTP_FROM) {error}"));
    }
    let password = given("CANDOUR_SMTP_PASSWORD").or_else(|| {
        let file = given("CANDOUR_SMTP_PASSWORD_FILE").or(smtp.password_file)?;
        match read(&file) {
            Ok(text) => Some(text.trim_end_matches(['\r', '\n']).to_owned()),
            Err(error) => {
                faults.push(format!(
                    "the password's file {file} cannot be read: {error}"
                ));
                None
            }
        }
    });
    let username = given("CANDOUR_SMTP_USERNAME").or(smtp.username);
    if username.is_some() != password.is_some() {
        faults.push("username and password go together: give both or neither".to_owned());
    }
    let timeout = smtp.timeout_seconds.unwrap_or(20);
    if !(1..=300).contains(&timeout) {
        faults.push("timeout-seconds must be from 1 to 300".to_owned());
    }
    Some(MailSettings {
        server,
        port,
        security,
        from,
        username,
        password: password.map(Secret),
        timeout: Duration::from_secs(timeout),
    })
}

fn is_this_machine(server: &str) -> bool {
    server == "localhost"
        || server
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, environment: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let environment = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Settings::read(text, &environment, &|file| match file {
            "/run/secret" => Ok("pass word\n".to_owned()),
            _ => Err("no such file".to_owned()),
        })
    }

    const FILE: &str = "base-url = \"https://candour.example/\"\n[smtp]\nserver = \"mail.example\"\nfrom = \"Candour <alerts@candour.example>\"\nusername = \"candour\"\npassword-file = \"/run/secret\"\n";

    #[test]
    fn a_file_and_the_environment_are_read_together() {
        let settings = read(FILE, &[]).unwrap();
        assert_eq!(settings.base_url, "https://candour.example");
        let mail = settings.mail.unwrap();
        assert_eq!((mail.port, mail.security), (587, Security::Starttls));
        assert_eq!(mail.password.as_ref().unwrap().reveal(), "pass word");
        assert!(!format!("{mail:?}").contains("pass word"));
        let mail = read(
            FILE,
            &[
                ("CANDOUR_SMTP_PASSWORD", "other"),
                ("CANDOUR_SMTP_SECURITY", "tls"),
            ],
        )
        .unwrap()
        .mail
        .unwrap();
        assert_eq!((mail.port, mail.password.unwrap().reveal()), (465, "other"));
        assert_eq!(
            read("base-url = \"http://localhost:8414\"", &[])
                .unwrap()
                .mail,
            None
        );
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let text = "base-url = \"candour\"\nmessages-a-day = 0\n[smtp]\nserver = \"mail.example\"\nsecurity = \"none\"\nfrom = \"a\\nBcc: b@example.org\"\nusername = \"x\"\npassword-file = \"/nowhere\"\ntimeout-seconds = 0\n";
        let SettingsError(faults) = read(text, &[("CANDOUR_SMTP_PORT", "many")]).unwrap_err();
        for part in [
            "base-url",
            "messages-a-day",
            "this machine",
            "_PORT",
            "from",
            "/nowhere",
            "go together",
            "timeout",
        ] {
            assert!(
                faults.iter().any(|fault| fault.contains(part)),
                "{part}: {faults:#?}"
            );
        }
        assert_eq!(faults.len(), 8, "{faults:#?}");
        for bad in ["[smtp]\npassword = \"x\"", "basurl = 1", "[smtp"] {
            assert!(read(bad, &[]).is_err(), "{bad}");
        }
    }
}
