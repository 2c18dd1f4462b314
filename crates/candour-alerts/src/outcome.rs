//! What came of sending a message, and when it is tried again.

use jiff::{SignedDuration, Timestamp};

/// What came of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The other side took it.
    Sent,
    /// It may go another time: why not now.
    Later(String),
    /// The server of all mails cannot be spoken to: why. The others are not tried either.
    Unreachable(String),
    /// It will never go: why.
    Never(String),
    /// It will never go, nor will another to this address: why.
    Refused(String),
}

/// After so many tries a message is given up; after twice as many, over some two days, where it was the mail server
/// that could not be spoken to.
pub const MOST_TRIES: u32 = 8;
const FIRST_WAIT: i64 = 60;
const LONGEST_WAIT: i64 = 6 * 3_600;

/// When a message that has been tried `tries` times is tried again: after one minute, two, four, and so on up to six
/// hours, each shortened by up to a half, by `jitter` from 0 to 1, so that what failed together does not come back
/// together. None: `most` have been made and it is given up.
///
/// ```
/// use candour_alerts::next_try;
/// use jiff::Timestamp;
/// let now = Timestamp::from_second(0).unwrap();
/// assert_eq!(next_try(1, 8, now, 1.0).unwrap().as_second(), 60);
/// assert_eq!(next_try(3, 8, now, 0.0).unwrap().as_second(), 120);
/// assert_eq!(next_try(8, 8, now, 0.5), None);
/// ```
#[must_use]
pub fn next_try(tries: u32, most: u32, now: Timestamp, jitter: f64) -> Option<Timestamp> {
    if tries >= most {
        return None;
    }
    let doubled = 1_i64
        .checked_shl(tries.saturating_sub(1))
        .unwrap_or(i64::MAX);
    let longest = FIRST_WAIT.saturating_mul(doubled).min(LONGEST_WAIT);
    let jitter = if jitter.is_finite() {
        jitter.clamp(0.0, 1.0)
    } else {
        1.0
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "at most six hours of seconds"
    )]
    let wait = (longest as f64 * (0.5 + jitter / 2.0)) as i64;
    now.checked_add(SignedDuration::from_secs(wait)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_six_hours_and_end() {
        let now = Timestamp::from_second(0).unwrap();
        let waits: Vec<i64> = (1..MOST_TRIES)
            .map(|tries| next_try(tries, MOST_TRIES, now, 1.0).unwrap().as_second())
            .collect();
        assert_eq!(waits, [60, 120, 240, 480, 960, 1_920, 3_840]);
        assert_eq!(next_try(MOST_TRIES, MOST_TRIES, now, 1.0), None);
        assert_eq!(next_try(15, 16, now, 1.0).unwrap().as_second(), 21_600);
        for tries in 1..MOST_TRIES {
            let (short, long) = (
                next_try(tries, MOST_TRIES, now, 0.0).unwrap(),
                next_try(tries, MOST_TRIES, now, f64::NAN).unwrap(),
            );
            assert_eq!(short.as_second() * 2, long.as_second());
        }
    }
}
