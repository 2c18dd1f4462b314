use std::sync::LazyLock;

use candour_core::{Cadence, Month};
use jiff::civil::Date;

use crate::text::Layout;

/// Places of the columns of the text.
pub(super) const CODE: usize = 0;
pub(super) const SECTOR: usize = 1;
pub(super) const BEDS: usize = 2;
pub(super) const DAY: usize = 3;

/// The first quarter: the return was yearly before, and of two sectors only.
pub(super) const FIRST_QUARTER: Option<Month> = Month::new(2010, 6);

/// Yearly to March 2010, quarterly after.
pub(super) const CADENCE: Cadence = Cadence::Quarterly {
    yearly_before: FIRST_QUARTER,
};

/// The one layout of the text. The beds available and the beds occupied are two files with the same
/// headings.
pub(super) static LAYOUTS: LazyLock<[Layout; 1]> = LazyLock::new(|| {
    [Layout {
        name: "KH03 series by provider and sector",
        headings: [
            "Organisation_Code",
            "Sector",
            "Number_Of_Beds",
            "Effective_Snapshot_Date",
        ]
        .map(str::to_owned)
        .into(),
        counts: Vec::new(),
        raw: Some(BEDS),
    }]
});

/// Which of the two numbers a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Available,
    Occupied,
}

impl Half {
    /// What a file is by its name. Nothing in the file says it: the publisher made two files alike
    /// to the last heading, `KH03-Available-Overnight-only.csv` and
    /// `KH03-Occupied-Overnight-only.csv`. It is the one thing that any file's name decides
    /// besides the day of publication.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match (name.contains("available"), name.contains("occupied")) {
            (true, false) => Some(Self::Available),
            (false, true) => Some(Self::Occupied),
            _ => None,
        }
    }

    /// Its place among the amounts of the tidy table.
    pub(super) const fn place(self) -> usize {
        match self {
            Self::Available => 0,
            Self::Occupied => 1,
        }
    }

    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Occupied => "occupied",
        }
    }
}

/// The period that ends on the day written `30/06/2012`; none where none ends on it.
pub(super) fn period_of(text: &str) -> Option<Month> {
    let mut pieces = text.trim().split('/');
    let (day, month, year) = (pieces.next()?, pieces.next()?, pieces.next()?);
    if pieces.next().is_some() || (day.len(), month.len(), year.len()) != (2, 2, 4) {
        return None;
    }
    let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    let period = Month::of(day).filter(|month| month.last_day() == day)?;
    CADENCE.has(period).then_some(period)
}

/// The code that a spreadsheet program took for a number in scientific notation: `5.00E+02` is how
/// it shows 5E2. Codes of the return have three characters, so a digit, an `E` and a digit is the
/// only code that can come out so, and the exponent is its last digit. The files held have three:
/// 5E2, 5E3 and 5E4, primary care trusts from April 2001 to September 2006, in the rows of March
/// 2002 to March 2006 and none of them in its own letters.
pub(super) fn restored(code: &str) -> Option<String> {
    let (first, rest) = code.split_at_checked(1)?;
    let exponent = rest.strip_prefix(".00E+0")?;
    let digit = |text: &str| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit());
    (digit(first) && digit(exponent)).then(|| format!("{first}E{exponent}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spoiled_code_is_restored_and_no_other() {
        assert_eq!(restored("5.00E+02").as_deref(), Some("5E2"));
        assert_eq!(restored("5.00E+04").as_deref(), Some("5E4"));
        for other in [
            "5E2",
            "5.00E+12",
            "5.50E+02",
            "R1H",
            "",
            "é.00E+02",
            "5.00E+0x",
        ] {
            assert_eq!(restored(other), None, "{other}");
        }
    }

    #[test]
    fn a_period_ends_on_its_last_day() {
        let month = |text| period_of(text).map(|month| month.to_string());
        assert_eq!(month("30/06/2012").as_deref(), Some("2012-06"));
        assert_eq!(month("31/03/2001").as_deref(), Some("2001-03"));
        for bad in [
            "",
            "30/06/2009",
            "31/06/2012",
            "29/06/2012",
            "31/07/2012",
            "2012-06-30",
            "06/30/2012",
            "30/06/12",
        ] {
            assert_eq!(month(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_name_tells_which_half_it_is() {
        assert_eq!(
            Half::of_name("KH03-Available-Overnight-only.csv"),
            Some(Half::Available)
        );
        assert_eq!(Half::of_name("kh03-occupied.csv"), Some(Half::Occupied));
        for neither in ["", "beds.csv", "available-and-occupied.csv"] {
            assert_eq!(Half::of_name(neither), None, "{neither}");
        }
    }
}
