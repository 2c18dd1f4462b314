//! The charts of commitments, with invented bodies and figures.

use candour_core::{FinancialYear, Unit};
use candour_site::charts::{
    CountYear, Forecast, ForecastPoint, InjectionStep, Injections, Mark, PlanGapRow, PlanGaps,
    PlanLine, ProposedCount, ResultBasis, ScoreRange, ScoreRow, SegmentBand, StepPoint,
    TargetCount, TargetCounts, TargetStep, TargetSteps, Xmr, injections_both, plan_gaps_both,
    score_range_both, target_counts_both, target_steps_both, xmr_both,
};
use candour_site::views::NotFoundView;

use super::sample::{PROVIDERS, month, noise, page, waits};

const INVENTED: &str = "Synthetic sample: no figure in this chart is real.";

fn planned() -> Xmr {
    let mut chart = waits("planned");
    let (start, end) = (month(2025, 4), month(2026, 3));
    chart.targets.push(TargetStep {
        from: month(2024, 4),
        to: None,
        value: 0.95,
        label: "constitutional standard".to_owned(),
    });
    if let Some(step) = chart.targets.get_mut(2) {
        step.label = "interim target".to_owned();
    }
    chart.plans = vec![PlanLine {
        label: "plan".to_owned(),
        points: start
            .through(end)
            .zip(0_u32..)
            .map(|(m, i)| (m, 0.745 + 0.003 * f64::from(i)))
            .collect(),
    }];
    chart.forecast = Some(Forecast {
        points: month(2026, 2)
            .through(month(2026, 7))
            .zip(1_u32..)
            .map(|(m, i)| ForecastPoint {
                month: m,
                median: 0.755,
                lower: 0.755 - 0.012 * f64::from(i).sqrt(),
                upper: 0.755 + 0.012 * f64::from(i).sqrt(),
            })
            .collect(),
        interval: "80 per cent".to_owned(),
        method: "Invented for the sample.".to_owned(),
    });
    chart.injections = vec![Mark {
        month: month(2023, 11),
        words: "invented money put in".to_owned(),
    }];
    chart
}

fn gaps() -> PlanGaps {
    let rows = PROVIDERS
        .iter()
        .zip(0_u32..)
        .map(|(&(_, name), i)| {
            let plan = (i != 5 && i != 9).then(|| 30.0 * noise(i + 3) - 12.0);
            let outturn = plan
                .filter(|_| i % 4 != 3)
                .map(|p| p + 35.0 * noise(i + 40) - 10.0);
            let others = match i {
                3 => vec![(ResultBasis::Forecast, -31.0)],
                7 => vec![(ResultBasis::YearToDate, -44.0)],
                9 => vec![(ResultBasis::Draft, -20.0)],
                _ => Vec::new(),
            };
            PlanGapRow {
                name: name.to_owned(),
                plan,
                outturn,
                others,
                highlighted: i == 4,
            }
        })
        .collect();
    PlanGaps {
        id: "gaps".to_owned(),
        finding: "Invented systems against their plans".to_owned(),
        axis: "Balance for the year, £ million; a deficit is on the left".to_owned(),
        rows,
        notes: vec!["Invented definition: full year, before money put in.".to_owned()],
        source: INVENTED.to_owned(),
    }
}

fn counts() -> TargetCounts {
    let count = |count: u32, what: &str, by: &str| TargetCount {
        count,
        what: what.to_owned(),
        by: by.to_owned(),
    };
    let years = [
        (2018, vec![]),
        (2019, vec![]),
        (2020, vec![]),
        (2021, vec![count(7, "priorities", "")]),
        (
            2022,
            vec![count(120, "targets", "an invented confederation")],
        ),
        (2023, vec![count(30, "objectives", "")]),
        (
            2024,
            vec![
                count(32, "success measures", "an invented fund"),
                count(29, "success measures", "an invented confederation"),
            ],
        ),
        (2025, vec![count(18, "headline targets", "")]),
        (2026, vec![count(14, "headline measures", "")]),
    ];
    TargetCounts {
        id: "counts".to_owned(),
        finding: "120 invented targets in 2022-23, 14 in 2026-27".to_owned(),
        years: years
            .into_iter()
            .filter_map(|(year, counts)| {
                Some(CountYear {
                    year: FinancialYear::beginning(year)?,
                    follows: year > 2022,
                    note: if year == 2020 {
                        "invented: no planning round".to_owned()
                    } else {
                        String::new()
                    },
                    counts,
                })
            })
            .collect(),
        proposed: FinancialYear::beginning(2023).map(|from| ProposedCount {
            from,
            count: 10,
            words: "an invented review proposed ten at the most".to_owned(),
        }),
        source: INVENTED.to_owned(),
    }
}

fn steps() -> TargetSteps {
    let waits = waits("steps");
    let in_force = |m| {
        waits
            .targets
            .iter()
            .find(|t| t.from <= m && t.to.is_none_or(|to| to >= m))
            .map(|t| t.value)
    };
    TargetSteps {
        id: "steps".to_owned(),
        finding: "The invented target was last met in 2025".to_owned(),
        axis: "Share within 4 hours".to_owned(),
        unit: Unit::Share,
        points: waits
            .points
            .iter()
            .map(|p| StepPoint {
                month: p.month,
                value: p.value,
                met: p.value.zip(in_force(p.month)).map(|(v, t)| v >= t - 0.02),
            })
            .collect(),
        thresholds: waits.targets.clone(),
        notes: vec!["The strip judges by the lowest threshold in force, invented.".to_owned()],
        source: INVENTED.to_owned(),
    }
}

fn scores(id: &str, many: bool) -> ScoreRange {
    let of = |i: u32| 2.3 + 0.55 * noise(i + 9);
    let rows = (0..if many { 205 } else { 14 })
        .map(|i: u32| {
            let name = match PROVIDERS.get(i as usize) {
                Some((_, name)) => (*name).to_owned(),
                None => format!("Invented trust {i}"),
            };
            ScoreRow {
                name,
                score: of(i),
                range: (!i.is_multiple_of(9)).then(|| (of(i) - 0.12, of(i) + 0.14)),
                note: String::new(),
                highlighted: i == 2,
            }
        })
        .collect();
    let band = |segment, from, to| SegmentBand { segment, from, to };
    ScoreRange {
        id: id.to_owned(),
        finding: "An invented trust lies in segment 2 or 3".to_owned(),
        axis: "Average score, an invented quarter (lower is better)".to_owned(),
        rows,
        bands: vec![
            band(1, 1.7, 2.01),
            band(2, 2.1, 2.3),
            band(3, 2.33, 2.55),
            band(4, 2.6, 2.9),
        ],
        notes: vec!["Lines: an invented likely range.".to_owned()],
        source: INVENTED.to_owned(),
    }
}

fn money() -> Injections {
    let step = |year, number, total, words: &str| InjectionStep {
        month: month(year, number),
        total,
        words: words.to_owned(),
    };
    Injections {
        id: "money".to_owned(),
        finding: "An invented £170 million was put in".to_owned(),
        steps: vec![
            step(2023, 11, 80.0, "invented announcement, November 2023"),
            step(2024, 3, 120.0, "invented report, by March 2024"),
            step(2024, 5, 170.0, "invented report, in all"),
        ],
        source: INVENTED.to_owned(),
    }
}

pub(crate) fn page_of_commitments() -> Result<String, Box<dyn std::error::Error>> {
    let frame = NotFoundView {
        page: page("Charts of commitments", &[]),
        ..NotFoundView::default()
    };
    let sections: String = [
        xmr_both(&planned()),
        plan_gaps_both(&gaps()),
        target_counts_both(&counts()),
        target_steps_both(&steps()),
        score_range_both(&scores("many", true)),
        score_range_both(&scores("few", false)),
        injections_both(&money()),
    ]
    .map(|chart| format!("<section><figure>{chart}</figure></section>"))
    .concat();
    let frame = frame.render()?;
    Ok(frame.replace("</main>", &format!("{sections}</main>")))
}
