//! What cannot be guessed: tokens, and keyed digests.
//!
//! Randomness comes from the caller as 32 bytes, so that tests can say what it was.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// 32 bytes that nobody can guess.
pub type Random = [u8; 32];

/// The HMAC-SHA256 (RFC 2104) of a text.
pub(crate) fn keyed(key: &[u8], text: &[u8]) -> Random {
    // A key of any length is taken; the other arm cannot be reached.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return [0; 32];
    };
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// The SHA-256 of a text.
pub(crate) fn digest(text: &[u8]) -> Random {
    Sha256::digest(text).into()
}

/// Bytes in small hexadecimal letters.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    // Digests of both are compared, so that an early end tells nothing of the texts.
    digest(one) == digest(other)
}

/// What a link to unsubscribe is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// One subscription.
    Subscription(i64),
    /// Everything that goes to an address.
    Address(i64),
}

impl Ends {
    fn plain(self) -> String {
        match self {
            Self::Subscription(id) => format!("s{id}"),
            Self::Address(id) => format!("a{id}"),
        }
    }

    /// The token of a link. It lasts, because a mail of last year must still be obeyed.
    pub(crate) fn token(self, key: &[u8]) -> String {
        let plain = self.plain();
        let mac = keyed(key, format!("unsubscribe {plain}").as_bytes());
        format!("{plain}-{}", hex(&mac[..16]))
    }

    /// What a token is for; none for one that this store did not give.
    pub(crate) fn of_token(key: &[u8], token: &str) -> Option<Self> {
        let (plain, _) = token.split_once('-')?;
        let id = plain.get(1..)?.parse().ok()?;
        let ends = match plain.get(..1)? {
            "s" => Self::Subscription(id),
            "a" => Self::Address(id),
            _ => return None,
        };
        same(ends.token(key).as_bytes(), token.as_bytes()).then_some(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2.
    #[test]
    fn the_keyed_digest_is_hmac_sha256() {
        assert_eq!(
            hex(&keyed(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_token_is_obeyed_only_as_it_was_given() {
        let key = [7; 32];
        for ends in [Ends::Subscription(12), Ends::Address(3)] {
            let token = ends.token(&key);
            assert_eq!(Ends::of_token(&key, &token), Some(ends));
            assert_eq!(Ends::of_token(&[8; 32], &token), None);
            assert_eq!(Ends::of_token(&key, &token[..token.len() - 1]), None);
            assert_eq!(Ends::of_token(&key, &token.replacen('1', "2", 1)), None);
        }
        let other = Ends::Subscription(12).token(&key).replacen('s', "a", 1);
        for bad in ["", "-", "s-", "s12", "é12-00", "x12-00", &other] {
            assert_eq!(Ends::of_token(&key, bad), None, "{bad}");
        }
    }
}
