use crate::Month;

/// How often a publication counts: which months are reporting periods, and which of them are
/// neighbours. A quarter or a year is named by the month that it ends in.
///
/// ```
/// use candour_core::{Cadence, Month};
/// let june: Month = "2010-06".parse()?;
/// let beds = Cadence::Quarterly { yearly_before: Some(june) };
/// let periods: Vec<String> = beds.periods("2009-03".parse()?, "2010-09".parse()?)
///     .map(|month| month.to_string())
///     .collect();
/// assert_eq!(periods, ["2009-03", "2010-03", "2010-06", "2010-09"]);
/// assert_eq!(beds.in_words(june), "quarter ending June 2010");
/// assert_eq!(beds.in_words("2010-03".parse()?), "year ending March 2010");
/// assert_eq!(Cadence::Monthly.in_words(june), "June 2010");
/// # Ok::<(), candour_core::MonthError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// Every month.
    Monthly,
    /// Quarters that end in March, June, September and December.
    Quarterly {
        /// The first quarter; before it there is one period a year, which ends on 31 March.
        yearly_before: Option<Month>,
    },
}

/// The month in which a financial year ends.
const MARCH: u8 = 3;

impl Cadence {
    /// Whether a reporting period ends in `month`.
    #[must_use]
    pub fn has(self, month: Month) -> bool {
        match self {
            Self::Monthly => true,
            Self::Quarterly { yearly_before } => {
                if yearly_before.is_some_and(|first| month < first) {
                    month.month() == MARCH
                } else {
                    month.month().is_multiple_of(3)
                }
            }
        }
    }

    /// Every reporting period from `first` to `last`, both included.
    pub fn periods(self, first: Month, last: Month) -> impl DoubleEndedIterator<Item = Month> {
        first.through(last).filter(move |month| self.has(*month))
    }

    /// The period before the one that ends in `month`.
    #[must_use]
    pub fn before(self, month: Month) -> Month {
        (1..12)
            .map(|months| month.plus(-months))
            .find(|earlier| self.has(*earlier))
            .unwrap_or(month.year_before())
    }

    /// The first month of the period that ends in `month`: April of the quarter to June.
    #[must_use]
    pub fn start(self, month: Month) -> Month {
        match self {
            Self::Monthly => month,
            Self::Quarterly { yearly_before } => {
                if yearly_before.is_some_and(|first| month < first) {
                    month.plus(-11)
                } else {
                    month.plus(-2)
                }
            }
        }
    }

    /// A period in words: `June 2024`, `quarter ending June 2024`, `year ending March 2009`.
    #[must_use]
    pub fn in_words(self, month: Month) -> String {
        match self {
            Self::Monthly => month.in_words(),
            Self::Quarterly { yearly_before } => {
                if yearly_before.is_some_and(|first| month < first) {
                    format!("year ending {}", month.in_words())
                } else {
                    format!("quarter ending {}", month.in_words())
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_follows_a_quarter_and_a_year_a_year() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let beds = Cadence::Quarterly {
            yearly_before: Some(month("2010-06")),
        };
        assert_eq!(beds.before(month("2024-06")), month("2024-03"));
        assert_eq!(beds.before(month("2010-06")), month("2010-03"));
        assert_eq!(beds.before(month("2010-03")), month("2009-03"));
        assert_eq!(Cadence::Monthly.before(month("2010-03")), month("2010-02"));
        assert_eq!(beds.start(month("2024-06")), month("2024-04"));
        assert_eq!(beds.start(month("2010-03")), month("2009-04"));
        assert!(!beds.has(month("2009-06")) && beds.has(month("2024-09")));
        assert!(!beds.has(month("2024-05")));
    }
}
