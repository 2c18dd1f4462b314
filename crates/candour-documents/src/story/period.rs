//! Dates and periods as a story writes them. Nothing is guessed: what has two readings stays unsettled.

use candour_core::{FinancialYear, Month};
use jiff::civil::Date;

use super::words::{Kind, Token};

/// A period as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written {
    /// From one month to another, both included.
    Months(Month, Month),
    /// A month without its year: the number of the month.
    BareMonth(u8),
    /// `last month`: the one before the story.
    LastMonth,
    /// So many months before the period that the sentence is about: `a year earlier`.
    Before(i32),
    /// A day.
    Day(Date),
    /// A period that has several readings, or none that figures have: why.
    Unsettled(&'static str),
}

/// What stands before a period and changes what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Led {
    /// `in`, `during`, `for`, or nothing.
    In,
    /// `by`, `before`, `until`: a date by which something is due or was done.
    By,
    /// `since`.
    Since,
}

/// A mention of a period: tokens from `first` to before `end`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) written: Written,
    pub(crate) led: Led,
}

const MONTHS: [(&str, &str); 12] = [
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may", "may"),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
];

/// A sentence's tokens, read from a place.
#[derive(Clone, Copy)]
struct Reading<'a> {
    tokens: &'a [Token],
}

impl<'a> Reading<'a> {
    fn at(&self, place: usize) -> Option<&'a Token> {
        self.tokens.get(place)
    }

    fn is(&self, place: usize, word: &str) -> bool {
        self.at(place).is_some_and(|token| token.is(word))
    }

    fn any(&self, place: usize, words: &[&str]) -> bool {
        self.at(place).is_some_and(|token| token.is_any(words))
    }

    /// Words in a row, where hyphens between them do not matter; the place behind them.
    fn words(&self, place: usize, words: &str) -> Option<usize> {
        let mut at = place;
        for (index, word) in words.split(' ').enumerate() {
            if index > 0 && self.is(at, "-") {
                at += 1;
            }
            if !self.is(at, word) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// The number of a month, and the place behind it. `may` and `march` are months only with a
    /// capital, and the first of them not where a sentence begins.
    fn month(&self, place: usize) -> Option<(u8, usize)> {
        let token = self.at(place)?;
        if token.kind != Kind::Word || !token.capital {
            return None;
        }
        let number = MONTHS.iter().position(|(long, short)| {
            token.is(long) || token.is(short) || *long == "september" && token.is("sep")
        })?;
        let number = u8::try_from(number + 1).ok()?;
        let mut end = place + 1;
        let cut_short = !token.is(MONTHS[usize::from(number - 1)].0);
        if cut_short && self.is(end, ".") && self.at(end).is_some_and(|stop| stop.glued) {
            end += 1;
        }
        Some((number, end))
    }

    /// A year in four digits, and the place behind it.
    fn year(&self, place: usize) -> Option<(i32, usize)> {
        let token = self.at(place)?;
        let is = token.kind == Kind::Number
            && token.norm.len() == 4
            && token.norm.bytes().all(|byte| byte.is_ascii_digit());
        let year: i32 = token.norm.parse().ok().filter(|_| is)?;
        // Not the number of something: `2,015` has a comma, `2015 patients` a noun that counts.
        let counted = self.any(
            place + 1,
            &[
                "patients",
                "people",
                "beds",
                "cases",
                "pathways",
                "attendances",
                "admissions",
                "%",
            ],
        );
        ((1990..2100).contains(&year) && !counted).then_some((year, place + 1))
    }

    /// A month and its year, where it has one.
    fn dated_month(&self, place: usize) -> Option<(u8, Option<i32>, usize)> {
        let (number, end) = self.month(place)?;
        let mut behind = end;
        if self.any(behind, &[",", "of"]) {
            behind += 1;
        }
        if self.is(behind, "this") || self.is(behind, "last") {
            return Some((number, None, end));
        }
        match self.year(behind) {
            Some((year, behind)) => Some((number, Some(year), behind)),
            None => Some((number, None, end)),
        }
    }

    fn financial_year(&self, place: usize) -> Option<(FinancialYear, usize)> {
        let token = self.at(place).filter(|token| token.kind == Kind::Number)?;
        let (first, second) = token.norm.split_once(['-', '/', '–', '‑'])?;
        let short = if second.len() == 4 {
            second.get(2..)?
        } else {
            second
        };
        let year = format!("{first}-{short}").parse().ok()?;
        Some((year, place + 1))
    }
}

/// Every period that the tokens (of one sentence) name, in order.
pub(crate) fn find(tokens: &[Token]) -> Vec<Mention> {
    let reading = Reading { tokens };
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((written, first, end)) = one(reading, at) else {
            at += 1;
            continue;
        };
        let led = if first
            .checked_sub(1)
            .is_some_and(|before| reading.any(before, &["by", "before", "until", "till"]))
        {
            Led::By
        } else if first
            .checked_sub(1)
            .is_some_and(|before| reading.is(before, "since"))
        {
            Led::Since
        } else {
            Led::In
        };
        found.push(Mention {
            first,
            end,
            written,
            led,
        });
        at = end.max(at + 1);
    }
    found
}

/// The period that begins at a token, with its first token and the place behind it.
fn one(reading: Reading<'_>, at: usize) -> Option<(Written, usize, usize)> {
    relative(reading, at)
        .or_else(|| quarter(reading, at))
        .or_else(|| several_months(reading, at))
        .or_else(|| year_to(reading, at))
        .or_else(|| day(reading, at))
        .or_else(|| whole_year(reading, at))
        .or_else(|| single_month(reading, at))
        .map(|(written, end)| (written, at, end))
}

fn relative(reading: Reading<'_>, at: usize) -> Option<(Written, usize)> {
    const YEAR_BEFORE: &[&str] = &[
        "a year earlier",
        "a year before",
        "one year earlier",
        "one year before",
        "the year before",
        "12 months earlier",
        "twelve months earlier",
        "12 months before",
        "twelve months before",
        "a year previously",
        "12 months previously",
        "the same month a year earlier",
        "the same month a year before",
        "the same month the year before",
        "the same month of the previous year",
        "the same month in the previous year",
        "the same month the previous year",
        "the same month one year earlier",
        "the same quarter a year earlier",
        "the same quarter of the previous year",
    ];
    const MONTH_BEFORE: &[&str] = &[
        "a month earlier",
        "a month before",
        "the month before",
        "the previous month",
        "one month earlier",
        "the preceding month",
    ];
    const TWO_READINGS: &[&str] = &[
        "last year",
        "this year",
        "last winter",
        "this winter",
        "the winter",
        "last summer",
        "this summer",
        "last spring",
        "last autumn",
        "this autumn",
        "this spring",
        "last quarter",
        "this quarter",
        "the last quarter",
        "the latest quarter",
        "the past year",
        "the last year",
        "the same month last year",
        "the previous year",
        "recent months",
        "recent weeks",
        "recent years",
        "the latest month",
        "this month",
        "last week",
        "this week",
        "yesterday",
        "last night",
        "a year ago",
        "over the winter",
        "two years earlier",
        "three years earlier",
        "before the pandemic",
        "the pandemic",
        "a decade ago",
        "five years ago",
        "two years ago",
        "a month ago",
        "the same period last year",
        "the same time last year",
        "the same time a year earlier",
        "in the year",
        "during the year",
        "over the year",
        "year on year",
        "month on month",
        "christmas",
        "the first half",
        "the second half",
    ];
    if let Some(end) = reading.words(at, "last month") {
        return Some((Written::LastMonth, end));
    }
    let longest = |phrases: &[&str]| {
        phrases
            .iter()
            .filter_map(|words| reading.words(at, words))
            .max()
    };
    let year = longest(YEAR_BEFORE).map(|end| (Written::Before(12), end));
    let month = longest(MONTH_BEFORE).map(|end| (Written::Before(1), end));
    // `in the year to March 2024` is a year that is said.
    let open = longest(TWO_READINGS)
        .filter(|end| !reading.any(*end, &["to", "ending"]))
        .map(|end| {
            (
                Written::Unsettled("it can be read in more than one way"),
                end,
            )
        });
    [year, month, open]
        .into_iter()
        .flatten()
        .max_by_key(|(_, end)| *end)
}

/// `the first quarter of 2023-24`, `Q1 2023-24`, `quarter 1 of 2023/24`.
fn quarter(reading: Reading<'_>, at: usize) -> Option<(Written, usize)> {
    let (number, mut end) =
        if reading.is(at, "q") && reading.at(at + 1).is_some_and(|digit| digit.glued) {
            (reading.at(at + 1)?.norm.parse::<u8>().ok()?, at + 2)
        } else if reading.is(at, "quarter") {
            let number = reading.at(at + 1)?;
            let number = match number.norm.as_str() {
                "one" | "1" => 1,
                "two" | "2" => 2,
                "three" | "3" => 3,
                "four" | "4" => 4,
                _ => return None,
            };
            (number, at + 2)
        } else {
            let order = ["first", "second", "third", "fourth"];
            let number = order.iter().position(|word| reading.is(at, word));
            let (number, behind) = match number {
                Some(number) => (number + 1, at + 1),
                None if reading.any(at, &["last", "final"]) => (4, at + 1),
                None => return None,
            };
            if !reading.is(behind, "quarter") {
                return None;
            }
            (u8::try_from(number).ok()?, behind + 1)
        };
    if !(1..=4).contains(&number) {
        return None;
    }
    if reading.any(end, &["of", "in"]) {
        end += 1;
    }
    if reading.is(end, "the") {
        end += 1;
    }
    if reading.is(end, "financial") && reading.is(end + 1, "year") {
        end += 2;
    }
    if let Some((year, end)) = reading.financial_year(end) {
        let first = year.month(number * 3 - 2);
        return Some((Written::Months(first, first.plus(2)), end));
    }
    let behind = reading.year(end).map_or(end, |(_, behind)| behind);
    Some((
        Written::Unsettled(
            "a quarter is of a financial or of a calendar year, and this does not say which",
        ),
        behind,
    ))
}

/// `between April and June 2023`, `from April to June 2023`, `April to June 2023`, `the three months to
/// June 2023`.
fn several_months(reading: Reading<'_>, at: usize) -> Option<(Written, usize)> {
    if reading.is(at, "the") {
        let count = match reading.at(at + 1)?.norm.as_str() {
            "three" | "3" => 3,
            "six" | "6" => 6,
            "12" | "twelve" => 12,
            "two" | "2" => 2,
            _ => return None,
        };
        if !reading.is(at + 2, "months") {
            return None;
        }
        let mut behind = at + 3;
        if reading.any(behind, &["to", "ending", "until"]) {
            behind += 1;
            if reading.any(behind, &["the"]) && reading.is(behind + 1, "end") {
                behind += if reading.is(behind + 2, "of") { 3 } else { 2 };
            }
        } else {
            return None;
        }
        let (number, year, end) = reading.dated_month(behind)?;
        let last = year.and_then(|year| Month::new(year, number));
        return Some((
            last.map_or(Written::Unsettled("its year is not stated"), |last| {
                Written::Months(last.plus(1 - count), last)
            }),
            end,
        ));
    }
    let led = reading.any(at, &["between", "from"]);
    let begin = if led { at + 1 } else { at };
    let (first, first_year, behind) = reading.dated_month(begin)?;
    if !reading.any(behind, &["to", "and", "-", "–", "until", "through"]) {
        return None;
    }
    // `December and January`: two months, not a span, unless `between` says so.
    let joined_by_and = reading.is(behind, "and");
    let (last, last_year, end) = reading.dated_month(behind + 1)?;
    if joined_by_and && !reading.is(at, "between") {
        return None;
    }
    // `from December to January` may be two points as well as a span; with a single year it is read as a
    // span only where the months follow in it.
    let written = match (first_year, last_year) {
        (Some(one), Some(other)) => span(one, first, other, last),
        (None, Some(year)) if first < last => span(year, first, year, last),
        (None, Some(year)) => span(year - 1, first, year, last),
        _ => Written::Unsettled("its year is not stated"),
    };
    Some((written, end))
}

fn span(first_year: i32, first: u8, last_year: i32, last: u8) -> Written {
    match (Month::new(first_year, first), Month::new(last_year, last)) {
        (Some(first), Some(last)) if first <= last => Written::Months(first, last),
        _ => Written::Unsettled("it ends before it begins"),
    }
}

/// `the year to March 2024`, `the financial year 2023-24`.
fn year_to(reading: Reading<'_>, at: usize) -> Option<(Written, usize)> {
    let begin = if reading.is(at, "the") { at + 1 } else { at };
    let begin = if reading.is(begin, "financial") {
        begin + 1
    } else {
        begin
    };
    if !reading.is(begin, "year") {
        return None;
    }
    if let Some((year, end)) = reading.financial_year(begin + 1) {
        return Some((Written::Months(year.first_month(), year.last_month()), end));
    }
    let behind = if reading.is(begin + 1, "to") {
        begin + 2
    } else {
        reading.words(begin + 1, "ending")?
    };
    let (number, year, end) = reading.dated_month(behind)?;
    let last = Month::new(year?, number)?;
    Some((Written::Months(last.plus(-11), last), end))
}

/// `14 March 2024`, `March 14, 2024`, `14 March`.
fn day(reading: Reading<'_>, at: usize) -> Option<(Written, usize)> {
    let token = reading.at(at).filter(|token| token.kind == Kind::Number)?;
    let number: i8 = token
        .norm
        .parse()
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    let mut behind = at + 1;
    if reading.any(behind, &["st", "nd", "rd", "th"]) {
        behind += 1;
    }
    let (month, year, end) = reading.dated_month(behind)?;
    let date = year.and_then(|year| {
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, number).ok()
    });
    Some((
        date.map_or(Written::Unsettled("its year is not stated"), Written::Day),
        end,
    ))
}

/// `2023-24`, `2023`.
fn whole_year(reading: Reading<'_>, at: usize) -> Option<(Written, usize)> {
    if let Some((year, end)) = reading.financial_year(at) {
        return Some((Written::Months(year.first_month(), year.last_month()), end));
    }
    let (year, end) = reading.year(at)?;
    let (first, last) = (Month::new(year, 1)?, Month::new(year, 12)?);
    Some((Written::Months(first, last), end))
}

fn single_month(reading: Reading<'_>, at: usize) -> Option<(Written, usize)> {
    let (number, year, end) = reading.dated_month(at)?;
    let Some(year) = year else {
        // `May` may be a verb where a sentence begins.
        if number == 5 && at == 0 {
            return None;
        }
        if let Some(behind) = reading
            .words(end, "last year")
            .or_else(|| reading.words(end, "this year"))
        {
            return Some((
                Written::Unsettled("it can be read in more than one way"),
                behind,
            ));
        }
        return Some((Written::BareMonth(number), end));
    };
    let month = Month::new(year, number)?;
    Some((Written::Months(month, month), end))
}

/// The one reading of a month without a year: the latest before the story, and the same by every year
/// that the sentence or the one before names.
pub(crate) fn bare_month(number: u8, story: Date, named: &[Month]) -> Result<Month, &'static str> {
    let now = Month::of(story).ok_or("the story has no date that figures have")?;
    let in_year = |year: i32| Month::new(year, number);
    let latest = in_year(now.year()).filter(|month| *month < now);
    let latest = latest
        .or_else(|| in_year(now.year() - 1))
        .ok_or("there is no such month")?;
    let near = |named: &Month| {
        // The month of that name nearest to one that is named; six months away it could be either.
        [-1, 0, 1]
            .into_iter()
            .filter_map(|years| in_year(named.year() + years))
            .min_by_key(|month| month.since(*named).abs())
    };
    let agrees = named.iter().all(|named| near(named) == Some(latest));
    // Figures come out some weeks later: a month of nearly a year before is not what is meant by its name.
    if now.since(latest) > 9 {
        return Err("its year is not stated");
    }
    agrees.then_some(latest).ok_or("its year is not stated")
}

#[cfg(test)]
mod tests;
