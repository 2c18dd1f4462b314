use std::sync::LazyLock;

use super::table::{GT_52_OPEN, GT_104, TOTAL, TOTAL_ALL, UNKNOWN_START, WEEKS, WEEKS_TO_52};
use crate::text::Layout;

const TEXTS: [&str; 13] = [
    "Period",
    "Provider Parent Org Code",
    "Provider Parent Name",
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Parent Org Code",
    "Commissioner Parent Name",
    "Commissioner Org Code",
    "Commissioner Org Name",
    "RTT Part Type",
    "RTT Part Description",
    "Treatment Function Code",
    "Treatment Function Name",
];

const TOTALS: [&str; 3] = [
    "Total",
    "Patients with unknown clock start date",
    "Total All",
];

/// The two layouts, the latest last.
pub(super) static LAYOUTS: LazyLock<[Layout; 2]> = LazyLock::new(|| {
    [
        layout("RTT to March 2021", WEEKS_TO_52, GT_52_OPEN),
        layout("RTT from April 2021", WEEKS, GT_104),
    ]
});

/// The layout with `weeks` bands of one week and the open band that is count `open`.
fn layout(name: &'static str, weeks: usize, open: usize) -> Layout {
    let mut headings: Vec<String> = TEXTS.map(str::to_owned).into();
    headings.extend((0..weeks).map(|from| format!("Gt {from:02} To {:02} Weeks SUM 1", from + 1)));
    headings.push(format!("Gt {weeks} Weeks SUM 1"));
    headings.extend(TOTALS.map(str::to_owned));
    let mut counts: Vec<usize> = (0..weeks).collect();
    counts.extend([open, TOTAL, UNKNOWN_START, TOTAL_ALL]);
    Layout {
        name,
        headings,
        counts,
        raw: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_as_many_columns_as_published() {
        let [old, new] = &*LAYOUTS;
        assert_eq!(new.headings.len(), 121);
        assert_eq!(new.headings[13], "Gt 00 To 01 Weeks SUM 1");
        assert_eq!(new.headings[116], "Gt 103 To 104 Weeks SUM 1");
        assert_eq!(new.headings[117], "Gt 104 Weeks SUM 1");
        assert_eq!(old.headings[65], "Gt 52 Weeks SUM 1");
        assert_eq!(old.headings.len(), 69);
    }
}
