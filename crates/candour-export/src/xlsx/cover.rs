use std::collections::BTreeSet;

use rust_xlsxwriter::Worksheet;

use super::page::{Looks, quoting};
use crate::{ExportError, Sheet};

/// The sheets after the cover, and what each holds.
const CONTENTS: [(&str, &str); 4] = [
    (
        "Notes",
        "what the figures are, and what the shorthand means",
    ),
    ("Figures", "the figures, one a row"),
    ("Columns", "what each column of the figures holds"),
    ("Sources", "the published files behind the figures"),
];

/// One column of text, no table, no blank row.
pub(super) fn write(sheet: &Sheet, worksheet: &mut Worksheet) -> Result<(), ExportError> {
    let looks = Looks::new();
    worksheet.set_name("Cover")?.set_column_width(0, 100)?;
    let title = looks.title.clone().set_text_wrap();
    let text = sheet.title.as_str();
    worksheet.write_string_with_format(0, 0, text, &quoting(&title, text))?;
    let mut row = 1;
    if !sheet.measure_title.trim().is_empty() {
        let measure = sheet.measure_title.as_str();
        worksheet.write_string_with_format(row, 0, measure, &quoting(&looks.text, measure))?;
        row += 1;
    }
    let made = format!("Made by Candour on {}.", in_words(sheet));
    for line in sheet
        .warnings()
        .map(str::to_owned)
        .chain([made])
        .chain(licences(sheet))
    {
        worksheet.write_string_with_format(row, 0, line, &looks.text)?;
        row += 1;
    }
    worksheet.write_string_with_format(row, 0, "Contents", &looks.heading)?;
    for (tab, what) in CONTENTS {
        row += 1;
        let text = format!("{tab}: {what}");
        let link = rust_xlsxwriter::Url::new(format!("internal:'{tab}'!A1")).set_text(text);
        worksheet.write_url_with_format(row, 0, link, &looks.link)?;
    }
    Ok(())
}

fn in_words(sheet: &Sheet) -> String {
    let day = sheet.produced_on;
    candour_core::Month::of(day).map_or_else(
        || day.to_string(),
        |month| format!("{} {}", day.day(), month.in_words()),
    )
}

fn licences(sheet: &Sheet) -> Vec<String> {
    let licences: BTreeSet<&str> = sheet
        .sources
        .iter()
        .map(|source| source.licence.trim())
        .filter(|licence| !licence.is_empty())
        .collect();
    if licences.is_empty() {
        return vec!["Licence of the published files: not stated.".to_owned()];
    }
    licences
        .into_iter()
        .map(|licence| format!("Licence of the published files: {licence}."))
        .collect()
}
