//! Of which period a figure is, where that has one reading.

use candour_core::Month;

use super::period::{self, Led};
use super::readings::{Every, OverMonths, Reading};
use super::settle::{Settler, Unsettled};
use super::verdict::Why;

/// A first and a last month.
type Months = (Month, Month);

impl Settler<'_> {
    /// The one period that a stretch names.
    pub(crate) fn period_of(
        &self,
        span: (usize, usize),
        reading: &Reading,
    ) -> Result<(Month, Month), Unsettled> {
        match self.mentions(span).as_slice() {
            [one] => self.resolve(one, self.context.period, reading),
            [] => Err(Unsettled::new(Why::Period, "no period is named with it")),
            _ => Err(Unsettled::new(
                Why::Period,
                "several periods are named with it",
            )),
        }
    }

    /// The periods that a stretch names, those after `since` apart.
    pub(super) fn mentions(&self, span: (usize, usize)) -> Vec<&period::Mention> {
        self.gathered
            .periods
            .iter()
            .filter(|mention| mention.first >= span.0 && mention.end <= span.1)
            .filter(|mention| mention.led != Led::Since)
            .collect()
    }

    pub(super) fn period(
        &self,
        number: usize,
        segment: (usize, usize),
        reading: &Reading,
    ) -> Result<(Month, Month), Unsettled> {
        let whole = (0, self.gathered.tokens.len());
        let mut own = self.mentions(segment);
        if own.is_empty() {
            own = self.mentions(whole);
            // A relative one is of the figure that it stands with.
            own.retain(|mention| !matches!(mention.written, period::Written::Before(_)));
        }
        let [mention] = own.as_slice() else {
            return Err(match (own.len(), self.context.period) {
                (0, _) => Unsettled::new(Why::Period, "no period is named with it"),
                _ => Unsettled::new(Why::Period, "several periods are named with it"),
            });
        };
        let anchor = self.anchor(number);
        self.resolve(mention, anchor, reading)
    }

    /// The period that a relative one is counted from: that of the figure before, or of the sentence before.
    pub(super) fn anchor(&self, number: usize) -> Option<(Month, Month)> {
        let segment = self.segment(number);
        let before = self.mentions((0, segment.0));
        let months: Vec<(Month, Month)> = before
            .iter()
            .filter_map(|mention| self.plain(mention))
            .collect();
        match months.as_slice() {
            [] => self.context.period,
            [one] => Some(*one),
            _ => None,
        }
    }

    /// A period that needs no other to be read.
    pub(super) fn plain(&self, mention: &period::Mention) -> Option<(Month, Month)> {
        match mention.written {
            period::Written::Months(first, last) => Some((first, last)),
            period::Written::BareMonth(number) => {
                let month = period::bare_month(number, self.story, &self.named_months()).ok()?;
                Some((month, month))
            }
            period::Written::LastMonth => {
                let month = Month::of(self.story)?.previous();
                Some((month, month))
            }
            _ => None,
        }
    }

    /// Months that are named with their years, here and in the sentence before.
    pub(super) fn named_months(&self) -> Vec<Month> {
        let own = self
            .gathered
            .periods
            .iter()
            .filter_map(|mention| match mention.written {
                period::Written::Months(first, last) if first == last => Some(first),
                _ => None,
            });
        own.chain(self.context.months.iter().copied()).collect()
    }

    pub(super) fn resolve(
        &self,
        mention: &period::Mention,
        anchor: Option<(Month, Month)>,
        reading: &Reading,
    ) -> Result<(Month, Month), Unsettled> {
        let unsettled = |words: &str| Unsettled::new(Why::Period, words);
        if mention.led == Led::By {
            return Err(unsettled("“by” may mean any time up to then"));
        }
        let months = match &mention.written {
            period::Written::Unsettled(why) => {
                let named = self.text(mention.first, mention.end);
                return Err(unsettled(&format!("of “{named}”: {why}")));
            }
            period::Written::Day(_) => {
                return Err(unsettled("no measure here has figures of a day"));
            }
            period::Written::Before(months) => {
                let (first, last) =
                    anchor.ok_or_else(|| unsettled("it is not said from when it is counted"))?;
                (first.plus(-months), last.plus(-months))
            }
            period::Written::BareMonth(number) => {
                let month = period::bare_month(*number, self.story, &self.named_months())
                    .map_err(unsettled)?;
                (month, month)
            }
            _ => self
                .plain(mention)
                .ok_or_else(|| unsettled("it has no reading"))?,
        };
        fits(months, reading)?;
        let now = Month::of(self.story).ok_or_else(|| unsettled("the story has no date"))?;
        if months.1 >= now {
            return Err(unsettled("it was not over when the story was written"));
        }
        Ok(months)
    }

    /// The two periods of a change: from one month to another, or by so much on a year earlier.
    pub(super) fn two_periods(
        &self,
        segment: (usize, usize),
        reading: &Reading,
    ) -> Result<(Months, Months), Unsettled> {
        let unsettled = |words: &str| Unsettled::new(Why::Period, words);
        let mut own = self.mentions(segment);
        if own.is_empty() {
            own = self.mentions((0, self.gathered.tokens.len()));
        }
        match own.as_slice() {
            [one] => {
                if let Some(pair) = self.than_before(one, segment) {
                    fits(pair.0, reading)?;
                    fits(pair.1, reading)?;
                    return Ok((pair.0, self.over(pair.1)?));
                }
                let led = one.first < self.gathered.tokens.len()
                    && matches!(self.word(one.first), "between" | "from");
                let period::Written::Months(first, last) = one.written else {
                    return Err(unsettled("it is not said from when to when it changed"));
                };
                if !led || first == last || reading.every == Every::Quarter {
                    return Err(unsettled("it is not said from when to when it changed"));
                }
                fits((first, first), reading)?;
                Ok(((first, first), self.over((last, last))?))
            }
            [one, other] => {
                let one_at = self.plain(one);
                let other_at = self.plain(other);
                let before = |mention: &period::Mention, anchor: Option<(Month, Month)>| {
                    self.resolve(mention, anchor, reading)
                };
                let pair = match (&one.written, &other.written) {
                    (period::Written::Before(_), _) => (before(one, other_at)?, other_at),
                    (_, period::Written::Before(_)) => (before(other, one_at)?, one_at),
                    _ => {
                        let (first, second) = (
                            one_at.ok_or_else(|| {
                                unsettled("one of the two periods has no reading")
                            })?,
                            other_at.ok_or_else(|| {
                                unsettled("one of the two periods has no reading")
                            })?,
                        );
                        if first < second {
                            (first, Some(second))
                        } else {
                            (second, Some(first))
                        }
                    }
                };
                let to = pair
                    .1
                    .ok_or_else(|| unsettled("one of the two periods has no reading"))?;
                fits(pair.0, reading)?;
                fits(to, reading)?;
                Ok((pair.0, self.over(to)?))
            }
            _ => Err(unsettled("it is not said from when to when it changed")),
        }
    }

    /// `…, 5.3% more than in November 2022`: that month, and the one that the figure before is of.
    pub(super) fn than_before(
        &self,
        one: &period::Mention,
        segment: (usize, usize),
    ) -> Option<(Months, Months)> {
        let led = (one.first.saturating_sub(2)..=one.first)
            .any(|place| matches!(self.word(place), "than" | "on"));
        let before = self.mentions((0, segment.0));
        let [earlier] = before.as_slice() else {
            return None;
        };
        let (than, of) = (self.plain(one)?, self.plain(earlier)?);
        (led && than < of).then_some((than, of))
    }

    pub(super) fn over(&self, months: (Month, Month)) -> Result<(Month, Month), Unsettled> {
        match Month::of(self.story) {
            Some(now) if months.1 < now => Ok(months),
            _ => Err(Unsettled::new(
                Why::Period,
                "it was not over when the story was written",
            )),
        }
    }
}

/// Whether a measure has figures of these months.
pub(super) fn fits(months: (Month, Month), reading: &Reading) -> Result<(), Unsettled> {
    let (first, last) = months;
    let unsettled = |words: &str| Err(Unsettled::new(Why::Period, words));
    match reading.every {
        Every::Quarter => {
            let starts = matches!(first.month(), 1 | 4 | 7 | 10);
            if !starts || last.since(first) != 2 {
                return unsettled("the measure has figures of quarters only");
            }
        }
        Every::Month => {
            if first != last && reading.over_months == OverMonths::None {
                return unsettled(
                    "it is a level at the end of a month, and has no value for a longer time",
                );
            }
        }
    }
    Ok(())
}
