//! A form as browsers send it (`application/x-www-form-urlencoded`).

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

/// The fields of a form, the first of each name; what is not UTF-8 is left out.
pub(super) fn fields(text: &[u8]) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let Ok(text) = std::str::from_utf8(text) else {
        return fields;
    };
    for pair in text.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |part: &str| {
            let spaced = part.replace('+', " ");
            percent_decode_str(&spaced)
                .decode_utf8()
                .ok()
                .map(|part| part.trim().to_owned())
        };
        if let (Some(name), Some(value)) = (decode(name), decode(value)) {
            fields.entry(name).or_insert(value);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_browsers_write_it() {
        let read = fields(
            b"email=ada%2Bx%40example.org&where=North+Hospitals&empty=&email=second&bad=%ff",
        );
        assert_eq!(read["email"], "ada+x@example.org");
        assert_eq!(read["where"], "North Hospitals");
        assert_eq!(read["empty"], "");
        assert!(!read.contains_key("bad"));
        assert!(fields(&[0xff, 0xfe]).is_empty());
    }
}
