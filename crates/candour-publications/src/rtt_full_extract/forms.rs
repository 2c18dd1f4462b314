use candour_core::ABSENT;

use super::table::{BANDS, COUNTS};

/// What the checks need of a row's counts: three sums, each a linear form of the row. They take
/// in every cell of a file, so they are kept to what a processor does to several counts at once.
#[derive(Debug)]
pub(super) struct Forms {
    /// The bands together.
    pub(super) bands: i64,
    /// Each band times its number, the first being 1.
    pub(super) moment: i64,
    /// Every count times its weight, modulo 2^64.
    pub(super) print: u64,
}

impl Forms {
    pub(super) fn of(counts: &[i32]) -> Self {
        let plain = |counts: &[i32], weights: &[u32]| {
            counts
                .iter()
                .zip(weights)
                .fold(0, |sum: u64, (count, weight)| {
                    sum.wrapping_add(u64::from(plain(*count)).wrapping_mul(u64::from(*weight)))
                })
        };
        let bands = &counts[..BANDS];
        // At most 106 bands times counts below 2^31 are below 2^63.
        Self {
            bands: plain(bands, &[1; BANDS]).cast_signed(),
            moment: plain(bands, &NUMBERS).cast_signed(),
            print: plain(counts, &WEIGHTS),
        }
    }
}

/// A count as it enters a sum.
pub(super) const fn value(count: i32) -> i64 {
    if count == ABSENT { 0 } else { count as i64 }
}

const fn plain(count: i32) -> u32 {
    if count == ABSENT {
        0
    } else {
        count.cast_unsigned()
    }
}

const NUMBERS: [u32; BANDS] = {
    let mut numbers = [1; BANDS];
    let mut index = 1;
    while index < BANDS {
        numbers[index] = numbers[index - 1] + 1;
        index += 1;
    }
    numbers
};

/// Odd numbers without a pattern, one for each count: the upper halves of the splitmix64 sequence.
pub(super) const WEIGHTS: [u32; COUNTS] = {
    let mut weights = [0; COUNTS];
    let mut state: u64 = 0;
    let mut index = 0;
    while index < COUNTS {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        weights[index] = (mixed >> 32) as u32 | 1;
        index += 1;
    }
    weights
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_what_there_is() {
        let mut counts = [ABSENT; COUNTS];
        (counts[0], counts[2], counts[BANDS]) = (5, i32::MAX, 3);
        let forms = Forms::of(&counts);
        assert_eq!(forms.bands, 5 + i64::from(i32::MAX));
        assert_eq!(forms.moment, 5 + 3 * i64::from(i32::MAX));
        let print = [(0, 5), (2, u64::from(u32::MAX >> 1)), (BANDS, 3)]
            .map(|(at, count)| u64::from(WEIGHTS[at]) * count);
        assert_eq!(
            forms.print,
            print
                .iter()
                .fold(0_u64, |sum, part| sum.wrapping_add(*part))
        );
    }
}
