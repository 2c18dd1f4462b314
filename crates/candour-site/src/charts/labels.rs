//! Labels that stand beside lines, moved apart where they would overlap.

/// A label that wants to stand at `y`.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) y: f64,
    pub(super) words: String,
    pub(super) colour: &'static str,
    pub(super) bold: bool,
}

/// Moves labels apart to `gap`, within `top` and `bottom`, keeping their order.
pub(super) fn dodge(mut labels: Vec<Label>, gap: f64, top: f64, bottom: f64) -> Vec<Label> {
    labels.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut least = top;
    for label in &mut labels {
        label.y = label.y.max(least);
        least = label.y + gap;
    }
    let mut most = bottom;
    for label in labels.iter_mut().rev() {
        label.y = label.y.min(most);
        most = label.y - gap;
    }
    labels
}

/// Breaks words into lines of at most `most` letters.
pub(super) fn wrap(words: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(y: f64) -> Label {
        Label {
            y,
            words: String::new(),
            colour: "",
            bold: false,
        }
    }

    #[test]
    fn labels_keep_their_distance() {
        let moved = dodge(
            vec![label(98.0), label(50.0), label(99.0), label(100.0)],
            10.0,
            0.0,
            100.0,
        );
        let places: Vec<f64> = moved.iter().map(|l| l.y).collect();
        assert_eq!(places, [50.0, 80.0, 90.0, 100.0]);
    }

    #[test]
    fn words_wrap() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert!(wrap("  ", 7).is_empty());
    }
}
