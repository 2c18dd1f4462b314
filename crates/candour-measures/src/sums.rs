//! The sums that rows go into as they pass, and the key by which a row finds its own.

use std::hash::Hasher;

use candour_core::{ABSENT, ABSENT_AMOUNT};

use crate::figure::NOTHING;
use crate::plan::Class;

/// The sums of one class by one basis.
#[derive(Debug, Default)]
pub(crate) struct ClassSums {
    /// For each column of the class, a sum for each cell.
    pub(crate) columns: Vec<Vec<Packed>>,
    /// For each cell, whether the class kept any of its rows.
    pub(crate) touched: Vec<bool>,
}

impl ClassSums {
    pub(crate) fn new(class: &Class) -> Self {
        Self {
            columns: vec![Vec::new(); class.columns.len()],
            touched: Vec::new(),
        }
    }

    pub(crate) fn touch(&mut self, known: usize, cells: &[u32]) {
        self.touched.resize(known, false);
        for cell in cells {
            self.touched[*cell as usize] = true;
        }
    }

    pub(crate) fn add(&mut self, column: usize, known: usize, counts: &[i32], cells: &[u32]) {
        let sums = &mut self.columns[column];
        sums.resize(known, Packed::default());
        for (count, cell) in counts.iter().zip(cells) {
            sums[*cell as usize].add(*count);
        }
    }
}

impl ClassSums {
    /// The same for amounts.
    pub(crate) fn add_amounts(
        &mut self,
        column: usize,
        known: usize,
        amounts: &[i64],
        cells: &[u32],
    ) {
        let sums = &mut self.columns[column];
        sums.resize(known, Packed::default());
        for (amount, cell) in amounts.iter().zip(cells) {
            sums[*cell as usize].add_amount(*amount);
        }
    }
}

/// A sum and whether any value has gone into it, in one word: twice the sum, and one more where a
/// value has. Most cells of a published month are blank or nought in no order that a processor could
/// guess, and this needs no branch to tell them apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Packed(u64);

impl Packed {
    /// Nothing is lost: a file has fewer than 2 to the 31st rows, as the tidy table numbers them by 32
    /// bits with a sign, and a cell is a number from 0 to less than 2 to the 31st or [`ABSENT`].
    const fn add(&mut self, count: i32) {
        let given = (count != ABSENT) as u64;
        let value = u64::from_ne_bytes((count as i64).to_ne_bytes()) & given.wrapping_neg();
        self.0 = self.0.wrapping_add(value << 1) | given;
    }

    /// The same for an amount. Nothing is lost here either: amounts are less than 2 to the 40th
    /// millionths on either side of nought, and a table of them has less than 2 to the 22nd rows.
    const fn add_amount(&mut self, amount: i64) {
        if amount != ABSENT_AMOUNT {
            self.0 = self.0.wrapping_add(amount.cast_unsigned() << 1) | 1;
        }
    }

    /// The sum, or [`NOTHING`].
    pub(crate) const fn sum(self) -> i64 {
        if self.0 & 1 == 1 {
            // The sign is kept: amounts may lie below nought.
            self.0.cast_signed() >> 1
        } else {
            NOTHING
        }
    }
}

/// Mixes a few small numbers into one. They are places in a dictionary, which nobody outside can
/// choose so as to collide.
#[derive(Debug, Default)]
pub(crate) struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0.rotate_left(23) ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_of_amounts_keeps_its_sign() {
        let sum = |amounts: &[i64]| {
            let mut packed = Packed::default();
            amounts.iter().for_each(|amount| packed.add_amount(*amount));
            packed.sum()
        };
        assert_eq!(sum(&[]), NOTHING);
        assert_eq!(sum(&[ABSENT_AMOUNT]), NOTHING);
        assert_eq!(sum(&[-3_260_000, ABSENT_AMOUNT, 2_390_000]), -870_000);
        assert_eq!(sum(&[-1, 1]), 0);
        let lowest = -999_999_999_999;
        assert_eq!(sum(&[lowest; 4_000]), lowest * 4_000);
        // Counts share the word: the largest count of all stays what it is.
        let mut packed = Packed::default();
        packed.add(i32::MAX);
        assert_eq!(packed.sum(), i64::from(i32::MAX));
    }
}
