//! The signature of a webhook.
//!
//! `Candour-Signature: t=1764000000,v1=5bdc…`: `t` is when it was sent, in seconds since 1970, and `v1` the
//! HMAC-SHA256, in hexadecimal, of `t`, a full stop and the body, by the secret that both sides know. Whoever
//! receives it computes the same and compares, and refuses a `t` that is minutes old, so that a message that was
//! overheard cannot be sent again later.

use jiff::Timestamp;

use crate::keys::{hex, keyed, same};

/// The header's name.
pub const SIGNATURE_HEADER: &str = "Candour-Signature";

/// The header's value.
#[must_use]
pub fn sign(secret: &[u8], at: Timestamp, body: &[u8]) -> String {
    let seconds = at.as_second();
    format!("t={seconds},v1={}", mac(secret, seconds, body))
}

fn mac(secret: &[u8], seconds: i64, body: &[u8]) -> String {
    let mut signed = format!("{seconds}.").into_bytes();
    signed.extend_from_slice(body);
    hex(&keyed(secret, &signed))
}

/// Why a signature is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The header has another form.
    #[error("expected `t=SECONDS,v1=HEX`")]
    Form,
    /// It was signed too long ago, or in the time to come.
    #[error("it was not signed within the last minutes")]
    Time,
    /// The text or the secret is another.
    #[error("the signature is not of this body and secret")]
    Forged,
}

/// Checks a header as whoever receives a webhook should: signed within `tolerance` seconds of `now`, of this body,
/// by this secret.
///
/// ```
/// use candour_alerts::webhook::{sign, verify, VerifyError};
/// use jiff::Timestamp;
/// let at = Timestamp::from_second(1_764_000_000).unwrap();
/// let header = sign(b"secret", at, b"{}");
/// assert_eq!(verify(b"secret", &header, b"{}", at, 300), Ok(()));
/// assert_eq!(verify(b"secret", &header, b"{ }", at, 300), Err(VerifyError::Forged));
/// ```
///
/// # Errors
/// Why it is not to be trusted.
pub fn verify(
    secret: &[u8],
    header: &str,
    body: &[u8],
    now: Timestamp,
    tolerance: i64,
) -> Result<(), VerifyError> {
    let (seconds, given) = header
        .strip_prefix("t=")
        .and_then(|rest| rest.split_once(",v1="))
        .ok_or(VerifyError::Form)?;
    let seconds: i64 = seconds.parse().map_err(|_| VerifyError::Form)?;
    if now.as_second().saturating_sub(seconds).saturating_abs() > tolerance {
        return Err(VerifyError::Time);
    }
    if same(mac(secret, seconds, body).as_bytes(), given.as_bytes()) {
        Ok(())
    } else {
        Err(VerifyError::Forged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed beside this code: `printf '1764000000.{"a":1}' | openssl dgst -sha256 -hmac topsecret`.
    #[test]
    fn the_signature_is_what_any_other_program_computes() {
        let at = Timestamp::from_second(1_764_000_000).unwrap();
        assert_eq!(
            sign(b"topsecret", at, br#"{"a":1}"#),
            "t=1764000000,v1=08df1f39f5ff048c6fbf269b4a53c86e930ab8c724625aad87c6dfa0f96ae0ce"
        );
    }

    #[test]
    fn a_late_or_forged_message_is_told_from_a_true_one() {
        let at = Timestamp::from_second(1_764_000_000).unwrap();
        let later = |seconds: i64| Timestamp::from_second(1_764_000_000 + seconds).unwrap();
        let header = sign(b"key", at, b"body");
        assert_eq!(verify(b"key", &header, b"body", later(299), 300), Ok(()));
        assert_eq!(
            verify(b"key", &header, b"body", later(301), 300),
            Err(VerifyError::Time)
        );
        assert_eq!(
            verify(b"key", &header, b"body", later(-301), 300),
            Err(VerifyError::Time)
        );
        assert_eq!(
            verify(b"kez", &header, b"body", at, 300),
            Err(VerifyError::Forged)
        );
        let moved = header.replace("t=1764000000", "t=1764000001");
        assert_eq!(
            verify(b"key", &moved, b"body", at, 300),
            Err(VerifyError::Forged)
        );
        for form in ["", "t=,v1=", "v1=x,t=1", "t=x,v1=y"] {
            assert_eq!(
                verify(b"key", form, b"body", at, 300),
                Err(VerifyError::Form),
                "{form}"
            );
        }
    }
}
