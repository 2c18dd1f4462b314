//! A plain axis of numbers that may lie on both sides of nought.

/// Where a number stands between two edges, and the round numbers to name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// A scale that holds every finite number, from `from` (its lowest) to `to`, with about one tick in
    /// `apart` units of the drawing.
    pub(super) fn fit(values: impl Iterator<Item = f64>, from: f64, to: f64, apart: f64) -> Self {
        let (mut low, mut high) = values
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| {
                (l.min(v), h.max(v))
            });
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if high - low <= 0.0 {
            high = low + 1.0;
        }
        let wanted = ((to - from).abs() / apart).clamp(2.0, 10.0);
        let rough = (high - low) / wanted;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .into_iter()
            .map(|m| m * power)
            .find(|step| *step >= rough * 0.999_999)
            .unwrap_or(10.0 * power);
        Self {
            low: (low / step).floor() * step,
            high: (high / step).ceil() * step,
            step,
            from,
            to,
        }
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        share.mul_add(self.to - self.from, self.from)
    }

    /// The round numbers, with words.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few ticks"
        )]
        let steps = ((self.high - self.low) / self.step + 1e-6).floor() as u32;
        (0..=steps.min(40))
            .map(|index| f64::from(index).mul_add(self.step, self.low))
            .map(|value| (value, number(value, usize::from(self.step < 0.99))))
            .collect()
    }
}

/// A number with a true minus sign and commas.
pub(super) fn number(value: f64, decimals: usize) -> String {
    let rounded = format!("{:.decimals$}", value.abs());
    let (whole, rest) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let mut words = String::new();
    // No nought has a sign.
    if value < 0.0 && rounded.chars().any(|c| c.is_ascii_digit() && c != '0') {
        words.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    if !rest.is_empty() {
        words.push('.');
        words.push_str(rest);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_holds_its_numbers_and_names_nought() {
        let scale = Scale::fit([-91.3, 12.0].into_iter(), 100.0, 500.0, 60.0);
        assert!(scale.low <= -91.3 && scale.high >= 12.0);
        assert!(scale.ticks().iter().any(|(_, words)| words == "0"));
        assert!(
            scale
                .ticks()
                .iter()
                .any(|(_, words)| words.starts_with('−'))
        );
        let flat = Scale::fit([3.0, 3.0].into_iter(), 0.0, 1.0, 1.0);
        assert!(flat.at(3.0).is_finite());
        assert!(
            Scale::fit(std::iter::empty(), 0.0, 1.0, 1.0)
                .at(0.5)
                .is_finite()
        );
    }

    #[test]
    fn numbers_have_commas_and_a_true_minus() {
        assert_eq!(number(-1234.56, 1), "−1,234.6");
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(number(70.0, 0), "70");
    }
}
