//! What a hedge lets a figure be, and whether one of ours is that. The rules stand in
//! `docs/story-checking.md`, with their numbers.

/// How firmly a figure is stated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Hedge {
    /// As it stands: to the last digit that is written.
    #[default]
    None,
    /// `about`, `around`, `roughly`, `some`.
    About,
    /// `nearly`, `almost`, `just under`: below it, and not far.
    Nearly,
    /// `more than`, `over`.
    MoreThan,
    /// `just over`: above it, and not far.
    JustOver,
    /// `fewer than`, `less than`, `under`, `below`.
    LessThan,
    /// `at least`, `no fewer than`.
    AtLeast,
    /// `at most`, `no more than`.
    AtMost,
    /// `up to`, `as many as`: says too little to be checked.
    UpTo,
}

impl Hedge {
    /// As a reader knows it.
    pub(crate) const fn in_words(self) -> &'static str {
        match self {
            Self::None => "",
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::MoreThan => "more than",
            Self::JustOver => "just over",
            Self::LessThan => "less than",
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
            Self::UpTo => "up to",
        }
    }
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Written {
    /// The number, in the unit of the figure: per cent, people, weeks.
    pub(crate) value: f64,
    /// What the last digit that is written counts: 0.1 for `65.2`, 10,000 for `7.25 million`.
    pub(crate) step: f64,
    /// What the last digit before the noughts counts, where the number ends in noughts that may be
    /// rounding: 1,000 for `19,000`; the same as `step` where it does not.
    pub(crate) round: f64,
    /// Whether it is a fraction in words: `two thirds`.
    pub(crate) fraction: bool,
    /// Whether it is a share in per cent.
    pub(crate) share: bool,
}

/// Whether a figure of ours is what was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is.
    Holds,
    /// It is not.
    Differs,
    /// The words leave it open.
    Open,
}

/// A share of a number.
fn part(value: f64, share: f64) -> f64 {
    value.abs() * share
}

/// Whether `ours` is what was written, with its hedge. Ties are taken either way; what lies between the
/// sure and the impossible is open.
pub(crate) fn fit(written: Written, hedge: Hedge, ours: f64) -> Fit {
    let value = written.value;
    if !value.is_finite() || !ours.is_finite() {
        return Fit::Open;
    }
    // A hair for sums of binary fractions.
    let hair = 1e-9 * value.abs().max(1.0);
    let half = written.step / 2.0;
    let apart = ours - value;
    let within = |low: f64, high: f64| apart >= low - hair && apart <= high + hair;
    let pick = |holds: bool, differs: bool| match (holds, differs) {
        (true, _) => Fit::Holds,
        (false, true) => Fit::Differs,
        (false, false) => Fit::Open,
    };
    // What counts as near: of a share in points, of a count in per cent of it.
    let near = |points: f64, share: f64| {
        if written.share {
            points.max(half)
        } else {
            part(value, share).max(half)
        }
    };
    match hedge {
        Hedge::None if written.fraction => pick(within(-2.0, 2.0), !within(-5.0, 5.0)),
        Hedge::None => {
            let lax = (written.round / 2.0).max(half);
            let sure = lax.min(part(value, 0.01)).max(half);
            pick(within(-sure, sure), !within(-lax, lax))
        }
        Hedge::About => {
            // One who writes a decimal means it: `about 65.2%` is not 66.1%.
            let sure = near((5.0 * written.step).min(1.0), 0.025);
            let lax = near(5.0, 0.10).max(written.round / 2.0);
            pick(within(-sure, sure), !within(-lax, lax))
        }
        Hedge::Nearly => {
            let sure = near(2.5, 0.05);
            let lax = near(5.0, 0.10).max(written.round / 2.0);
            pick(
                apart < hair && within(-sure, 0.0),
                apart > half || !within(-lax, half),
            )
        }
        Hedge::JustOver => {
            let sure = near(2.5, 0.05);
            let lax = near(5.0, 0.10).max(written.round / 2.0);
            pick(
                apart > -hair && within(0.0, sure),
                apart < -half || !within(-half, lax),
            )
        }
        Hedge::MoreThan => {
            let far = if written.share {
                10.0
            } else {
                part(value, 0.25)
            };
            // The same number is not more; what only rounds to it is open.
            pick(apart > hair && apart <= far, apart < -half + hair)
        }
        Hedge::LessThan => {
            let far = if written.share {
                10.0
            } else {
                part(value, 0.25)
            };
            pick(apart < -hair && apart >= -far, apart > half - hair)
        }
        Hedge::AtLeast => {
            let far = if written.share {
                10.0
            } else {
                part(value, 0.25)
            };
            pick(apart > -hair && apart <= far, apart < -half - hair)
        }
        Hedge::AtMost => {
            let far = if written.share {
                10.0
            } else {
                part(value, 0.25)
            };
            pick(apart < hair && apart >= -far, apart > half + hair)
        }
        Hedge::UpTo => Fit::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(value: f64, step: f64) -> Written {
        Written {
            value,
            step,
            round: step,
            fraction: false,
            share: true,
        }
    }

    fn count(value: f64, round: f64) -> Written {
        Written {
            value,
            step: 1.0,
            round,
            fraction: false,
            share: false,
        }
    }

    #[test]
    fn a_number_holds_to_the_digits_that_it_has() {
        use Fit::{Differs, Holds, Open};
        for (written, hedge, ours, expected) in [
            (share(65.2, 0.1), Hedge::None, 65.203, Holds),
            (share(65.2, 0.1), Hedge::None, 65.25, Holds),
            (share(65.2, 0.1), Hedge::None, 65.15, Holds),
            (share(65.2, 0.1), Hedge::None, 65.251, Differs),
            (share(65.0, 1.0), Hedge::None, 65.5, Holds),
            (share(65.0, 1.0), Hedge::None, 65.51, Differs),
            (count(19_000.0, 1_000.0), Hedge::None, 19_150.0, Holds),
            (count(19_000.0, 1_000.0), Hedge::None, 19_400.0, Open),
            (count(19_000.0, 1_000.0), Hedge::None, 19_600.0, Differs),
            (count(54_532.0, 1.0), Hedge::None, 54_533.0, Differs),
            (share(65.0, 1.0), Hedge::About, 64.1, Holds),
            (share(65.0, 1.0), Hedge::About, 61.0, Open),
            (share(65.0, 1.0), Hedge::About, 59.0, Differs),
            (count(19_000.0, 1_000.0), Hedge::Nearly, 18_962.0, Holds),
            (count(19_000.0, 1_000.0), Hedge::Nearly, 19_100.0, Differs),
            (count(19_000.0, 1_000.0), Hedge::Nearly, 17_500.0, Open),
            (count(19_000.0, 1_000.0), Hedge::Nearly, 12_000.0, Differs),
            (count(50_000.0, 10_000.0), Hedge::MoreThan, 54_532.0, Holds),
            (
                count(50_000.0, 10_000.0),
                Hedge::MoreThan,
                49_000.0,
                Differs,
            ),
            (count(50_000.0, 10_000.0), Hedge::MoreThan, 90_000.0, Open),
            (
                count(50_000.0, 10_000.0),
                Hedge::LessThan,
                54_532.0,
                Differs,
            ),
            (count(50_000.0, 10_000.0), Hedge::UpTo, 50_000.0, Open),
        ] {
            assert_eq!(
                fit(written, hedge, ours),
                expected,
                "{written:?} {hedge:?} {ours}"
            );
        }
    }

    #[test]
    fn fractions_in_words_are_wide() {
        let two_thirds = Written {
            fraction: true,
            ..share(200.0 / 3.0, 1.0)
        };
        assert_eq!(fit(two_thirds, Hedge::None, 65.2), Fit::Holds);
        assert_eq!(fit(two_thirds, Hedge::None, 63.0), Fit::Open);
        assert_eq!(fit(two_thirds, Hedge::None, 60.0), Fit::Differs);
        assert_eq!(fit(two_thirds, Hedge::MoreThan, 65.2), Fit::Differs);
        assert_eq!(fit(two_thirds, Hedge::Nearly, 65.2), Fit::Holds);
    }

    #[test]
    fn what_is_no_number_is_open() {
        assert_eq!(fit(share(f64::NAN, 0.1), Hedge::None, 1.0), Fit::Open);
        assert_eq!(fit(share(1.0, 0.1), Hedge::None, f64::INFINITY), Fit::Open);
    }
}
