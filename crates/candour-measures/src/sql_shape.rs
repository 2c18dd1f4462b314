//! The part of a measure's SQL that its shape decides: a count, a share or a quantile.

use std::fmt::Write as _;

use candour_core::{Band, MILLIONTHS};

use crate::plan::{Columns, Resolved};
use crate::sql::{KEYS, Writer, identifier, values};

impl Writer<'_> {
    fn count(&self, place: usize) -> String {
        let name = self
            .class
            .columns
            .get(place)
            .and_then(|column| self.plan.names.counts.get(*column));
        let name = identifier(name.map_or("", String::as_str));
        match self.shape {
            // An amount is a decimal number in the table and whole millionths in a sum.
            Resolved::Count { .. } | Resolved::Share { .. } if self.amounts => {
                format!("CAST({name} * {MILLIONTHS} AS BIGINT)")
            }
            _ => name,
        }
    }

    /// The names of the sums of each row.
    pub(crate) fn sum_names(&self) -> Vec<String> {
        match self.shape {
            Resolved::Quantile { bands, .. } => {
                bands.iter().map(|(place, _)| self.count(*place)).collect()
            }
            Resolved::Count { columns, .. } => names(columns, "above"),
            Resolved::Share {
                numerator,
                denominator,
                ..
            } => {
                let mut all = names(numerator, "above");
                all.extend(names(denominator, "below"));
                all
            }
        }
    }

    /// What each row gives: null only where none of its cells has a value.
    pub(crate) fn row_sums(&self) -> Vec<String> {
        let sum = |places: &[usize], name: &str| {
            let names: Vec<_> = places.iter().map(|place| self.count(*place)).collect();
            let terms: Vec<_> = names
                .iter()
                .map(|name| format!("coalesce({name}, 0)"))
                .collect();
            format!(
                "CASE WHEN coalesce({}) IS NOT NULL THEN CAST(0 AS BIGINT) + {} END AS {name}",
                names.join(", "),
                terms.join(" + ")
            )
        };
        let sums = |columns: &Columns, name: &str| {
            let mut all = vec![sum(&columns.add, name)];
            if !columns.take.is_empty() {
                all.push(sum(&columns.take, &format!("{name}_taken")));
            }
            all
        };
        match self.shape {
            Resolved::Count { columns, .. } => sums(columns, "above"),
            Resolved::Share {
                numerator,
                denominator,
                ..
            } => {
                let mut all = sums(numerator, "above");
                all.extend(sums(denominator, "below"));
                all
            }
            Resolved::Quantile { bands, .. } => {
                bands.iter().map(|(place, _)| self.count(*place)).collect()
            }
        }
    }

    pub(crate) fn summed(&self) -> String {
        let sums: Vec<_> = self
            .sum_names()
            .iter()
            .map(|name| format!("CAST(sum({name}) AS BIGINT) AS {name}"))
            .collect();
        format!(
            "summed AS (\n  SELECT {KEYS},\n    {}\n  FROM placed\n  GROUP BY {KEYS}\n)",
            sums.join(",\n    ")
        )
    }

    pub(crate) fn figures(&self) -> Vec<String> {
        match self.shape {
            Resolved::Count { columns, to_one } => {
                let count = difference(columns, "above");
                let of = if *to_one == 1 {
                    String::new()
                } else {
                    format!(" / {to_one}")
                };
                vec![format!(
                    "figures AS (\n  SELECT {KEYS}, {count} AS numerator, CAST(NULL AS BIGINT) AS denominator, CAST({count} AS DOUBLE){of} AS value\n  FROM summed\n)"
                )]
            }
            Resolved::Share {
                numerator,
                denominator,
                part_of_whole,
            } => {
                let below = difference(denominator, "below");
                // A blank part of a known whole is none of it, if the layout has the part at all.
                let above = if *part_of_whole {
                    "CASE WHEN below IS NOT NULL AND max(above) OVER (PARTITION BY period) IS NOT NULL THEN coalesce(above, 0) END".to_owned()
                } else {
                    difference(numerator, "above")
                };
                vec![
                    format!(
                        "parts AS (\n  SELECT {KEYS}, {above} AS numerator, {below} AS denominator\n  FROM summed\n)"
                    ),
                    format!(
                        "figures AS (\n  SELECT {KEYS}, numerator, denominator, CASE WHEN denominator <> 0 THEN CAST(numerator AS DOUBLE) / CAST(denominator AS DOUBLE) END AS value\n  FROM parts\n)"
                    ),
                ]
            }
            Resolved::Quantile { thousandths, bands } => self.quantile(*thousandths, bands),
        }
    }

    /// Unfolds the bands, adds them up in order, and goes into the one that holds the point sought.
    fn quantile(&self, thousandths: u16, bands: &[(usize, Band)]) -> Vec<String> {
        let rows: Vec<_> = bands
            .iter()
            .enumerate()
            .map(|(nth, (_, band))| {
                let high = band
                    .to
                    .map_or_else(|| "CAST(NULL AS INT)".to_owned(), |to| to.to_string());
                format!("({nth}, {}, {high})", band.from)
            })
            .collect();
        let mut held = String::new();
        for (nth, (place, _)) in bands.iter().enumerate() {
            let _ = write!(held, " WHEN {nth} THEN {}", self.count(*place));
        }
        let reached = format!("held > 0 AND up_to * 1000 >= total * {thousandths}");
        vec![
            values("bands (band, low, high)", 3, &rows),
            format!(
                "unfolded AS (\n  SELECT {KEYS}, band, low, high, CASE band{held} END AS held\n  FROM summed CROSS JOIN bands\n)"
            ),
            format!(
                "running AS (\n  SELECT {KEYS}, band, low, high, held,\n    CAST(sum(held) OVER (PARTITION BY {KEYS}) AS BIGINT) AS total,\n    CAST(sum(held) OVER (PARTITION BY {KEYS} ORDER BY band) AS BIGINT) AS up_to\n  FROM unfolded\n)"
            ),
            format!(
                "ranked AS (\n  SELECT {KEYS}, low, high, held, total, up_to,\n    row_number() OVER (PARTITION BY {KEYS} ORDER BY CASE WHEN {reached} THEN 0 ELSE 1 END, band) AS nth\n  FROM running\n)"
            ),
            format!(
                "figures AS (\n  SELECT {KEYS}, CAST(NULL AS BIGINT) AS numerator, total AS denominator,\n    CASE WHEN {reached} THEN\n      CASE WHEN high IS NULL THEN CAST(low AS DOUBLE)\n      ELSE low + (high - low) * (CAST(total * {thousandths} - (up_to - held) * 1000 AS DOUBLE) / CAST(held * 1000 AS DOUBLE)) END\n    END AS value\n  FROM ranked\n  WHERE nth = 1\n)"
            ),
        ]
    }

    /// Which rows have a figure.
    pub(crate) const fn known(&self) -> &'static str {
        match self.shape {
            Resolved::Count { .. } => "numerator IS NOT NULL",
            Resolved::Share { .. } => "numerator IS NOT NULL AND denominator IS NOT NULL",
            Resolved::Quantile { .. } => "denominator IS NOT NULL",
        }
    }
}

fn names(columns: &Columns, name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    if !columns.take.is_empty() {
        all.push(format!("{name}_taken"));
    }
    all
}

fn difference(columns: &Columns, name: &str) -> String {
    names(columns, name).join(" - ")
}
