use crate::definition::{ColumnRange, Measure, Shape, Sum};

/// The formula of a measure in plain words: `(attendances − attendances over 4 hours) ÷ attendances`.
///
/// ```
/// use candour_measures::{Catalogue, formula_in_words};
/// let measure = Catalogue::bundled().find("rtt-median-wait").expect("bundled");
/// assert_eq!(
///     formula_in_words(measure),
///     "the weeks within which 50 in 100 pathways waiting lie, by weekly bands and in proportion within one"
/// );
/// ```
#[must_use]
pub fn formula_in_words(measure: &Measure) -> String {
    match &measure.shape {
        Shape::Count(sum) => sum.words.clone(),
        Shape::Share {
            numerator,
            denominator,
        } => {
            format!(
                "{} ÷ {}",
                bracketed(&numerator.words),
                bracketed(&denominator.words)
            )
        }
        Shape::Quantile { thousandths, words } => format!(
            "the weeks within which {} in 100 {words} lie, by weekly bands and in proportion within one",
            per_hundred(*thousandths)
        ),
    }
}

/// The formula of a measure in the names of the table's columns, with the rows that it keeps.
///
/// ```
/// use candour_measures::{Catalogue, formula};
/// let measure = Catalogue::bundled().find("rtt-over-52-weeks").expect("bundled");
/// let start = "gt_52..gt_104 + gt_52_open, where commissioner is not ";
/// assert!(formula(measure).starts_with(start), "{}", formula(measure));
/// assert!(formula(measure).ends_with(" and part is Part_2"));
/// ```
#[must_use]
pub fn formula(measure: &Measure) -> String {
    let mut text = match &measure.shape {
        Shape::Count(count) => sum(count),
        Shape::Share {
            numerator,
            denominator,
        } => {
            format!(
                "{} ÷ {}",
                bracketed(&sum(numerator)),
                bracketed(&sum(denominator))
            )
        }
        Shape::Quantile { thousandths, .. } => {
            format!("quantile {} of all bands", f64::from(*thousandths) / 1000.0)
        }
    };
    let conditions: Vec<String> = measure
        .conditions
        .iter()
        .map(|condition| {
            let is = if condition.keep { "is" } else { "is not" };
            format!(
                "{} {is} {}",
                condition.column,
                condition.values.join(" or ")
            )
        })
        .collect();
    if !conditions.is_empty() {
        text.push_str(", where ");
        text.push_str(&conditions.join(" and "));
    }
    text
}

fn sum(sum: &Sum) -> String {
    let joined = |columns: &[ColumnRange], sign: &str| {
        columns
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(sign)
    };
    let mut text = joined(&sum.add, " + ");
    if !sum.take.is_empty() {
        text.push_str(" − ");
        text.push_str(&joined(&sum.take, " − "));
    }
    text
}

/// In brackets where it is more than one term.
fn bracketed(text: &str) -> String {
    if text.contains(" + ") || text.contains(" − ") {
        format!("({text})")
    } else {
        text.to_owned()
    }
}

/// 500 is `50`, 925 is `92.5`.
fn per_hundred(thousandths: u16) -> String {
    (f64::from(thousandths) / 10.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn every_bundled_formula() {
        let all: Vec<String> = Catalogue::bundled()
            .iter()
            .map(|measure| {
                format!(
                    "{}\n  {}\n  {}",
                    measure.id,
                    formula_in_words(measure),
                    formula(measure)
                )
            })
            .collect();
        insta::assert_snapshot!(all.join("\n"));
    }
}
