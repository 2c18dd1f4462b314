//! Numbers as a story writes them: in digits and in words, with unit and hedge.

use super::hedge::{Hedge, Written};
use super::words::{Kind, Token};

/// What a number counts, as far as the words beside it tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Per cent, or a fraction in words.
    Share,
    /// Percentage points.
    Points,
    /// Things or people, or nothing that is said.
    Count,
    /// Weeks.
    Weeks,
    /// Another length of time.
    Time,
    /// Money.
    Money,
}

/// A number of the text: tokens from `first` to before `end`, its hedge and its unit included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    /// The first token, the hedge apart.
    pub(crate) first: usize,
    pub(crate) end: usize,
    /// Where its hedge begins; `first` where it has none.
    pub(crate) from: usize,
    pub(crate) written: Written,
    pub(crate) unit: Unit,
    pub(crate) hedge: Hedge,
    /// Whether it is one end of a range: `60 to 65 per cent`.
    pub(crate) range: bool,
    /// `25 of 42`: the second number.
    pub(crate) out_of: Option<f64>,
}

/// A number, and the token behind it.
struct Number {
    value: f64,
    step: f64,
    round: f64,
    end: usize,
    fraction: bool,
    words: bool,
}

const ONES: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
];
const TENS: &[(&str, u32)] = &[
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];
const PARTS: &[(&str, f64)] = &[
    ("half", 2.0),
    ("halves", 2.0),
    ("third", 3.0),
    ("thirds", 3.0),
    ("quarter", 4.0),
    ("quarters", 4.0),
    ("fifth", 5.0),
    ("fifths", 5.0),
    ("sixth", 6.0),
    ("sixths", 6.0),
    ("eighth", 8.0),
    ("eighths", 8.0),
    ("tenth", 10.0),
    ("tenths", 10.0),
];

fn look(table: &[(&str, u32)], token: &Token) -> Option<f64> {
    table
        .iter()
        .find(|(word, _)| token.is(word))
        .map(|(_, value)| f64::from(*value))
}

fn multiplier(token: &Token, glued: bool) -> Option<f64> {
    Some(match token.norm.as_str() {
        "million" | "mn" | "mln" => 1e6,
        "m" if glued => 1e6,
        "billion" | "bn" => 1e9,
        "thousand" => 1e3,
        "k" if glued => 1e3,
        "hundred" => 1e2,
        _ => return None,
    })
}

/// What the last digit counts that is not a nought.
fn rounding(value: f64) -> f64 {
    let mut step = 1.0;
    if value.fract() != 0.0 || value == 0.0 || value > 1e15 {
        return step;
    }
    while (value / (step * 10.0)).fract() == 0.0 {
        step *= 10.0;
    }
    step
}

/// A number in digits at a token.
fn digits(tokens: &[Token], at: usize) -> Option<Number> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Number)?;
    if token.norm.contains(['-', '/', '–', '‑']) {
        return None;
    }
    let plain = token.norm.replace(',', "");
    let value: f64 = plain.parse().ok().filter(|value: &f64| value.is_finite())?;
    let decimals = plain.split_once('.').map_or(0, |(_, after)| after.len());
    let step = 10_f64.powi(-i32::try_from(decimals.min(12)).ok()?);
    let mut number = Number {
        value,
        step,
        round: if decimals == 0 { rounding(value) } else { step },
        end: at + 1,
        fraction: false,
        words: false,
    };
    if let Some(next) = tokens.get(at + 1)
        && let Some(times) = multiplier(next, next.glued)
    {
        number.value *= times;
        number.step *= times;
        number.round = number.step;
        number.end += 1;
    }
    Some(number)
}

/// A number in words: `twenty-three`, `nineteen thousand`, `two thirds`, `one in three`.
fn in_words(tokens: &[Token], at: usize) -> Option<Number> {
    let small = |place: usize| -> Option<(f64, usize)> {
        let token = tokens.get(place)?;
        if let Some(tens) = look(TENS, token) {
            let next = if tokens.get(place + 1).is_some_and(|next| next.is("-")) {
                place + 2
            } else {
                place + 1
            };
            let ones = tokens.get(next).and_then(|next| look(ONES, next));
            return Some(match ones.filter(|ones| *ones < 10.0) {
                Some(ones) => (tens + ones, next + 1),
                None => (tens, place + 1),
            });
        }
        look(ONES, token).map(|ones| (ones, place + 1))
    };
    let article = tokens
        .get(at)
        .is_some_and(|token| token.is_any(&["a", "an"]));
    let (count, mut end) = if article { (1.0, at + 1) } else { small(at)? };
    let past_hyphen = |place: usize| {
        if tokens.get(place).is_some_and(|token| token.is("-")) {
            place + 1
        } else {
            place
        }
    };
    // `two thirds`, `a quarter`.
    let part_at = past_hyphen(end);
    let part = tokens.get(part_at).and_then(|token| {
        PARTS
            .iter()
            .find(|(word, _)| token.is(word))
            .map(|(_, of)| *of)
    });
    if let Some(of) = part {
        // `a quarter` of a year is no share, and nor is `a third hospital`.
        let followed = tokens.get(part_at + 1);
        let by = at > 0 && tokens[at - 1].is("by");
        let is_share = by || followed.is_some_and(|next| next.is("of")) || !article && count < of;
        return (is_share && count < of).then(|| share_of(count / of, part_at + 1));
    }
    if article {
        let next = tokens.get(end)?;
        let times = multiplier(next, false).filter(|times| *times >= 100.0)?;
        return Some(Number {
            value: times,
            step: times,
            round: times,
            end: end + 1,
            fraction: false,
            words: true,
        });
    }
    let mut value = count;
    let mut step = 1.0;
    while let Some(times) = tokens.get(end).and_then(|next| multiplier(next, false)) {
        value *= times;
        step = times;
        end += 1;
    }
    if step > 1.0
        && tokens.get(end).is_some_and(|next| next.is("and"))
        && let Some((more, behind)) = small(end + 1)
        && more < step
    {
        value += more;
        step = 1.0;
        end = behind;
    }
    Some(Number {
        value,
        step,
        round: step.max(rounding(value)),
        end,
        fraction: false,
        words: true,
    })
}

fn share_of(fraction: f64, end: usize) -> Number {
    Number {
        value: fraction * 100.0,
        step: 1.0,
        round: 1.0,
        end,
        fraction: true,
        words: true,
    }
}

/// `one in three`, `seven in ten`, `nine out of ten`, `1 in 5`.
fn one_in(tokens: &[Token], at: usize) -> Option<Number> {
    let small = |place: usize| {
        let token = tokens.get(place)?;
        look(ONES, token).or_else(|| {
            let number: u8 = token.norm.parse().ok()?;
            (token.kind == Kind::Number && number <= 20).then_some(f64::from(number))
        })
    };
    let part = small(at)?;
    let behind = if tokens.get(at + 1)?.is("in") {
        at + 2
    } else if tokens.get(at + 1)?.is("out") && tokens.get(at + 2)?.is("of") {
        at + 3
    } else {
        return None;
    };
    let behind = if tokens.get(behind).is_some_and(|token| token.is("every")) {
        behind + 1
    } else {
        behind
    };
    let whole = small(behind)?;
    (part < whole && whole >= 2.0).then(|| share_of(part / whole, behind + 1))
}

/// Half, without an article.
fn half(tokens: &[Token], at: usize) -> Option<Number> {
    let is = tokens.get(at)?.is("half");
    let of = tokens.get(at + 1).is_some_and(|next| {
        next.is_any(&["of", "the", "were", "had", "waited", "its", "their", "all"])
    });
    (is && of).then(|| share_of(0.5, at + 1))
}

/// The unit that stands behind a number, and the place behind it.
fn unit(tokens: &[Token], number: &Number, money: bool) -> (Unit, usize) {
    let end = number.end;
    let is =
        |place: usize, words: &[&str]| tokens.get(place).is_some_and(|token| token.is_any(words));
    if money {
        return (Unit::Money, end);
    }
    if number.fraction {
        return (Unit::Share, end);
    }
    let at = if is(end, &["-"]) { end + 1 } else { end };
    if is(at, &["percentage"]) {
        let behind = if is(at + 1, &["-"]) { at + 2 } else { at + 1 };
        if is(behind, &["point", "points"]) {
            return (Unit::Points, behind + 1);
        }
    }
    if is(at, &["point", "points", "pp", "ppt", "ppts"]) {
        return (Unit::Points, at + 1);
    }
    if is(end, &["%", "pc", "percent", "pct"]) {
        let points = is(end + 1, &["point", "points"]);
        return if points {
            (Unit::Points, end + 2)
        } else {
            (Unit::Share, end + 1)
        };
    }
    if is(end, &["per"]) && is(end + 1, &["cent"]) {
        let stop = tokens
            .get(end + 2)
            .is_some_and(|token| token.is(".") && token.glued)
            && tokens.get(end + 3).is_some();
        return (Unit::Share, if stop { end + 3 } else { end + 2 });
    }
    if is(at, &["week", "weeks", "wk", "wks"]) {
        return (Unit::Weeks, at + 1);
    }
    let time = [
        "hour",
        "hours",
        "hr",
        "hrs",
        "h",
        "minute",
        "minutes",
        "min",
        "mins",
        "day",
        "days",
        "month",
        "months",
        "year",
        "years",
        "am",
        "pm",
        "fortnight",
    ];
    if is(at, &time) {
        return (Unit::Time, at + 1);
    }
    (Unit::Count, end)
}

/// Hedges before a number, the longest first; each with its words.
const HEDGES: &[(&str, Hedge)] = &[
    ("at least", Hedge::AtLeast),
    ("no fewer than", Hedge::AtLeast),
    ("no less than", Hedge::AtLeast),
    ("not less than", Hedge::AtLeast),
    ("no more than", Hedge::AtMost),
    ("not more than", Hedge::AtMost),
    ("at most", Hedge::AtMost),
    ("a little more than", Hedge::JustOver),
    ("slightly more than", Hedge::JustOver),
    ("a little over", Hedge::JustOver),
    ("just over", Hedge::JustOver),
    ("slightly over", Hedge::JustOver),
    ("just above", Hedge::JustOver),
    ("just more than", Hedge::JustOver),
    ("a shade over", Hedge::JustOver),
    ("slightly less than", Hedge::Nearly),
    ("slightly fewer than", Hedge::Nearly),
    ("just under", Hedge::Nearly),
    ("just below", Hedge::Nearly),
    ("slightly under", Hedge::Nearly),
    ("a little under", Hedge::Nearly),
    ("just short of", Hedge::Nearly),
    ("close to", Hedge::Nearly),
    ("approaching", Hedge::Nearly),
    ("nearly", Hedge::Nearly),
    ("almost", Hedge::Nearly),
    ("nigh on", Hedge::Nearly),
    ("more than", Hedge::MoreThan),
    ("upwards of", Hedge::MoreThan),
    ("in excess of", Hedge::MoreThan),
    ("greater than", Hedge::MoreThan),
    ("exceeding", Hedge::MoreThan),
    ("over", Hedge::MoreThan),
    ("above", Hedge::MoreThan),
    ("fewer than", Hedge::LessThan),
    ("less than", Hedge::LessThan),
    ("lower than", Hedge::LessThan),
    ("under", Hedge::LessThan),
    ("below", Hedge::LessThan),
    ("as many as", Hedge::UpTo),
    ("as much as", Hedge::UpTo),
    ("as few as", Hedge::UpTo),
    ("up to", Hedge::UpTo),
    ("approximately", Hedge::About),
    ("roughly", Hedge::About),
    ("around", Hedge::About),
    ("about", Hedge::About),
    ("some", Hedge::About),
    ("circa", Hedge::About),
    ("broadly", Hedge::About),
    ("or so", Hedge::About),
    ("~", Hedge::About),
    ("c", Hedge::About),
    (">", Hedge::MoreThan),
    ("<", Hedge::LessThan),
];

/// The hedge that ends before a token, and where it begins.
fn hedge(tokens: &[Token], at: usize) -> (Hedge, usize) {
    // `more than the 65%`, `nearly a third` (whose `a` belongs to the number).
    let end = at;
    for (words, hedge) in HEDGES {
        let length = words.split(' ').count();
        let Some(begin) = end.checked_sub(length) else {
            continue;
        };
        let is = words
            .split(' ')
            .zip(&tokens[begin..end])
            .all(|(word, token)| token.is(word));
        if is {
            return (*hedge, begin);
        }
    }
    (Hedge::None, at)
}

/// Every number of a sentence that is none of the tokens `taken` for something else.
pub(crate) fn find(tokens: &[Token], taken: &[bool]) -> Vec<Quantity> {
    let is_taken = |place: usize| taken.get(place).copied().unwrap_or(false);
    let mut found: Vec<Quantity> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_taken(at) {
            at += 1;
            continue;
        }
        let money = tokens[at].is_any(&["£", "$", "€"]);
        let begin = if money { at + 1 } else { at };
        let number = one_in(tokens, begin)
            .or_else(|| digits(tokens, begin))
            .or_else(|| in_words(tokens, begin))
            .or_else(|| half(tokens, begin))
            .filter(|number| !(begin..number.end).any(is_taken));
        let Some(number) = number else {
            at += 1;
            continue;
        };
        let (unit, end) = unit(tokens, &number, money);
        let behind = tokens.get(end);
        // An ordinal, a list's number, a version, an age: not how many of something.
        let glued_word = unit == Unit::Count
            && behind.is_some_and(|next| next.glued && next.kind == Kind::Word)
            || unit == Unit::Count
                && behind.is_some_and(|next| next.glued && next.is_any(&["-", "/", "("]))
                && tokens
                    .get(end + 1)
                    .is_some_and(|next| next.kind == Kind::Word);
        let list_number = at == 0 && behind.is_some_and(|next| next.is_any(&[".", ")"]));
        let after_letters = tokens[at].glued
            && at > 0
            && (tokens[at - 1].kind == Kind::Word || tokens[at - 1].is("#"));
        // `one` and `two` in words count things that are no figure of anything.
        let small_words = number.words && unit == Unit::Count && number.value < 13.0;
        if glued_word || list_number || after_letters || small_words {
            at = end.max(at + 1);
            continue;
        }
        let (mut hedge, from) = hedge(tokens, at);
        if is_open_ended(tokens, end) {
            hedge = Hedge::UpTo;
        }
        let out_of = out_of(tokens, &number, unit);
        let end = out_of.map_or(end, |(_, end)| end);
        found.push(Quantity {
            first: at,
            end,
            from,
            written: Written {
                value: number.value,
                step: number.step,
                round: number.round,
                fraction: number.fraction,
                share: matches!(unit, Unit::Share | Unit::Points),
            },
            unit,
            hedge,
            range: false,
            out_of: out_of.map(|(of, _)| of),
        });
        at = end.max(at + 1);
    }
    ranges(tokens, &mut found);
    found
}

/// `65% or more`, `10,000 plus`: a bound that leaves open where it lies.
fn is_open_ended(tokens: &[Token], end: usize) -> bool {
    let is =
        |place: usize, words: &[&str]| tokens.get(place).is_some_and(|token| token.is_any(words));
    let bound = [
        "more", "less", "fewer", "so", "higher", "lower", "above", "below", "better",
    ];
    is(end, &["or"]) && is(end + 1, &bound) || is(end, &["plus", "+"])
}

/// `25 of 42`, `25 of the 42`, `25 out of 42`: the second number, and the token behind it.
fn out_of(tokens: &[Token], number: &Number, unit: Unit) -> Option<(f64, usize)> {
    if unit != Unit::Count || number.fraction {
        return None;
    }
    let mut at = number.end;
    if tokens.get(at)?.is("out") {
        at += 1;
    }
    if !tokens.get(at)?.is("of") {
        return None;
    }
    at += 1;
    while tokens.get(at)?.is_any(&["the", "england", "'s", "all"]) {
        at += 1;
    }
    let whole = digits(tokens, at)?;
    (whole.step == 1.0 && whole.value >= number.value).then_some((whole.value, whole.end))
}

/// Marks both ends of `60 to 65 per cent`, `60-65%`, `between 60% and 65%`, and gives the first end the
/// unit of the second.
fn ranges(tokens: &[Token], found: &mut [Quantity]) {
    for place in 1..found.len() {
        let (one, other) = (&found[place - 1], &found[place]);
        let gap = &tokens[one.end..other.first.max(one.end)];
        let led = |word: &str| {
            one.from
                .checked_sub(1)
                .is_some_and(|at| tokens[at].is(word))
        };
        let joined = matches!(gap, [join] if join.is_any(&["-", "–"]))
            || matches!(gap, [join] if join.is("to")) && !led("from")
            || matches!(gap, [join] if join.is("and")) && led("between");
        if joined {
            let unit = other.unit;
            found[place - 1].range = true;
            found[place].range = true;
            if found[place - 1].unit == Unit::Count {
                found[place - 1].unit = unit;
            }
        }
    }
}

#[cfg(test)]
mod tests;
