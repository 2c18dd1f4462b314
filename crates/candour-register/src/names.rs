//! Names as people write them, from names as files shout them.

/// Words that stay small inside a name.
const SMALL: [&str; 14] = [
    "and", "at", "by", "de", "for", "in", "le", "of", "on", "or", "the", "to", "upon", "with",
];

/// Words that stay as they are: abbreviations that publications use in bodies' names.
const KEPT: [&str; 31] = [
    "ACES", "ASC", "BMI", "BPAS", "CATS", "CIC", "CHEC", "DMC", "EMH", "GP", "GPS", "HCA", "HCRG",
    "HHCIC", "HMR", "ICB", "ICS", "II", "III", "IV", "LLP", "MIU", "MRI", "NHS", "PCN", "SPA",
    "SUCCESS", "UCC", "UK", "UTC", "WIC",
];

/// A name that has no small letter, in small and capital letters: `MANCHESTER UNIVERSITY NHS
/// FOUNDATION TRUST` becomes `Manchester University NHS Foundation Trust`. Any other name stays as it
/// is. The published spelling stays in the catalogue and the kept file.
///
/// ```
/// use candour_register::readable;
/// assert_eq!(readable("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST"), "Guy's and St Thomas' NHS Foundation Trust");
/// assert_eq!(readable("Somerset NHS Foundation Trust"), "Somerset NHS Foundation Trust");
/// ```
#[must_use]
pub fn readable(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut readable = String::with_capacity(name.len());
    let mut word = String::new();
    for letter in name.chars().chain([' ']) {
        if letter.is_alphanumeric() || letter == '\'' || letter == '’' {
            word.push(letter);
            continue;
        }
        add_word(&mut readable, &word);
        word.clear();
        readable.push(letter);
    }
    readable.pop();
    readable
}

fn add_word(readable: &mut String, word: &str) {
    let lower = word.to_lowercase();
    let is_first = readable.is_empty();
    let has_vowel = lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let is_title = ["st", "dr", "mr", "mrs", "ltd", "ctr", "med", "hse"].contains(&lower.as_str());
    if KEPT.contains(&word)
        || word.chars().any(|letter| letter.is_ascii_digit())
        || (!has_vowel && !is_title)
    {
        readable.push_str(word);
    } else if SMALL.contains(&lower.as_str()) && !is_first && !readable.ends_with('(') {
        readable.push_str(&lower);
    } else {
        let mut letters = lower.chars();
        readable.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        readable.push_str(letters.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_people_write_them() {
        for (shouted, written) in [
            (
                "MANCHESTER UNIVERSITY NHS FOUNDATION TRUST",
                "Manchester University NHS Foundation Trust",
            ),
            (
                "NHS MANCHESTER (SUB ICB LOCATION)",
                "NHS Manchester (Sub ICB Location)",
            ),
            ("STOKE-ON-TRENT", "Stoke-on-Trent"),
            ("BADGER LTD", "Badger Ltd"),
            (
                "THE ROTHERHAM NHS FOUNDATION TRUST",
                "The Rotherham NHS Foundation Trust",
            ),
            (
                "THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS FOUNDATION TRUST",
                "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust",
            ),
            ("HHCIC EAST WIC", "HHCIC East WIC"),
            (
                "GREENBROOK HEALTHCARE (HOUNSLOW) LTD",
                "Greenbrook Healthcare (Hounslow) Ltd",
            ),
            ("", ""),
        ] {
            assert_eq!(readable(shouted), written);
        }
    }
}
