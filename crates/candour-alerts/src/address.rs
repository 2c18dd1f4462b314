//! Where a message may go: an e-mail address or a webhook's address, checked when it is given.

use std::fmt;
use std::str::FromStr;

/// An e-mail address: one plain `name@domain`, of letters that cannot leave their line of a header.
///
/// ```
/// use candour_alerts::EmailAddress;
/// assert!("ada@example.org".parse::<EmailAddress>().is_ok());
/// assert!("ada@example.org\r\nBcc: all@example.org".parse::<EmailAddress>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// Why a text is no address that can be written to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{seen}` is not an address that can be written to: {why}")]
pub struct AddressError {
    seen: String,
    why: &'static str,
}

fn fault(seen: &str, why: &'static str) -> AddressError {
    // What is shown is bounded and has no control characters of its own.
    let seen = seen
        .chars()
        .take(60)
        .map(|c| if c.is_control() { '�' } else { c });
    AddressError {
        seen: seen.collect(),
        why,
    }
}

/// An address that the mail library refuses where this module does not.
pub(crate) fn refused(seen: &str) -> AddressError {
    fault(seen, "the mail library refuses it")
}

impl FromStr for EmailAddress {
    type Err = AddressError;

    /// The part before the @ is the plain form of RFC 5321 (a dot-string, no quotes), the domain has at least one
    /// dot; both are ASCII. What the mail library would take beyond that is not needed and not taken.
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let given = text;
        let text = text.trim_matches(' ');
        if text.len() > 254 {
            return Err(fault(given, "it is longer than 254 letters"));
        }
        if !text.is_ascii() {
            return Err(fault(given, "it has letters other than plain ones"));
        }
        let Some((name, domain)) = text.split_once('@') else {
            return Err(fault(given, "it has no @"));
        };
        let atom =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
        if name.len() > 64 || name.is_empty() {
            return Err(fault(given, "before the @ there must be 1 to 64 letters"));
        }
        let parts = |text: &str, valid: &dyn Fn(u8) -> bool| {
            text.split('.')
                .all(|part| !part.is_empty() && part.bytes().all(valid))
        };
        if !parts(name, &atom) {
            return Err(fault(
                given,
                "before the @ is something that no address has",
            ));
        }
        let label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let sound = parts(domain, &label)
            && domain.contains('.')
            && domain
                .split('.')
                .all(|part| part.len() <= 63 && !part.starts_with('-') && !part.ends_with('-'))
            && domain
                .bytes()
                .rev()
                .take_while(|byte| *byte != b'.')
                .any(|byte| byte.is_ascii_alphabetic());
        if !sound {
            return Err(fault(
                given,
                "after the @ there must be a domain, such as example.org",
            ));
        }
        // The domain is the same in any case; what stands before it is its owner's.
        Ok(Self(format!("{name}@{}", domain.to_ascii_lowercase())))
    }
}

impl EmailAddress {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address of a webhook: `https`, a host, no user name and no fragment. Whether the host is one that may be
/// called is only known when its name is looked up, each time it is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HookAddress(String);

impl HookAddress {
    /// Checks an address. `loopback_in_plain` allows `http://127.0.0.1` and `http://[::1]`, which is for tests.
    ///
    /// # Errors
    /// Why it cannot be called.
    pub fn new(text: &str, loopback_in_plain: bool) -> Result<Self, AddressError> {
        if text.len() > 2_000 {
            return Err(fault(text, "it is longer than 2,000 letters"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(fault(
                text,
                "it has spaces or letters other than plain ones",
            ));
        }
        let uri: ureq::http::Uri = text
            .parse()
            .map_err(|_| fault(text, "it is no web address"))?;
        let host = uri.host().unwrap_or_default();
        if host.is_empty() {
            return Err(fault(text, "it names no host"));
        }
        if uri
            .authority()
            .is_some_and(|authority| authority.as_str().contains('@'))
        {
            return Err(fault(text, "it names a user"));
        }
        if text.contains('#') {
            return Err(fault(text, "it has a fragment"));
        }
        let plain = uri.scheme_str() == Some("http")
            && loopback_in_plain
            && matches!(host, "127.0.0.1" | "[::1]");
        if uri.scheme_str() != Some("https") && !plain {
            return Err(fault(text, "it must begin with https://"));
        }
        if let Some(address) = super::webhook::literal(host)
            && !(plain || super::webhook::is_public(address))
        {
            return Err(fault(
                text,
                "it is the address of a private or reserved network",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HookAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_that_exist_are_taken() {
        for good in [
            "ada@example.org",
            "o'neill+nhs@mail.example.co.uk",
            "a.b@x-y.example",
            " ada@EXAMPLE.org ",
        ] {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
        assert_eq!(
            "Ada@EXAMPLE.org".parse::<EmailAddress>().unwrap().as_str(),
            "Ada@example.org"
        );
    }

    #[test]
    fn an_address_that_could_do_harm_is_refused() {
        for bad in [
            "",
            "@",
            "ada",
            "ada@",
            "@example.org",
            "ada@example",
            "ada@127.0.0.1",
            "ada@[127.0.0.1]",
            "a@b@example.org",
            "ada@example.org,eve@example.org",
            "ada@example.org>",
            "<ada@example.org>",
            "\"ada\"@example.org",
            "ada@example.org\nBcc: eve@example.org",
            "ada\r@example.org",
            "ada @example.org",
            ".ada@example.org",
            "ada..b@example.org",
            "ada@-x.org",
            "ada@exa\0mple.org",
            "адa@example.org",
            "ada@example.org\u{202e}",
            &format!("{}@example.org", "a".repeat(65)),
            &format!("ada@{}org", "x.".repeat(130)),
        ] {
            let error = bad.parse::<EmailAddress>().unwrap_err();
            assert!(!error.to_string().contains(['\r', '\n']), "{error}");
        }
    }

    #[test]
    fn a_webhook_is_called_by_https_and_never_at_a_private_address() {
        assert!(HookAddress::new("https://hooks.example.org/candour?x=1", false).is_ok());
        assert!(HookAddress::new("http://127.0.0.1:81/", true).is_ok());
        for bad in [
            "",
            "hooks.example.org",
            "http://hooks.example.org/",
            "ftp://example.org/",
            "https://",
            "https:///x",
            "https://ada:secret@example.org/",
            "https://example.org/#x",
            "https://example.org/ x",
            "file:///etc/passwd",
            "https://127.0.0.1/",
            "https://10.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/meta-data",
            "http://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://127.1/",
            "https://example.org/\r\nX: y",
        ] {
            assert!(HookAddress::new(bad, false).is_err(), "{bad}");
        }
        assert!(HookAddress::new("http://example.org/", true).is_err());
        assert!(HookAddress::new("http://127.0.0.1.example.org/", true).is_err());
    }

    proptest! {
        #[test]
        fn whatever_is_taken_stays_on_one_line(text in "\\PC{0,20}|[a-z\\r\\n<>, \"]{0,8}@[a-z.\\r\\n]{0,12}") {
            if let Ok(address) = text.parse::<EmailAddress>() {
                prop_assert!(address.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert!(!address.as_str().contains([',', '<', '>', ';', '"', ':']));
            }
            let _ = HookAddress::new(&text, true);
        }
    }
}
