use super::files::{real, real_data};
use crate::framework::reconcile;

#[test]
fn look() {
    let Some(folder) = real_data("look") else {
        return;
    };
    let (published, league) = real(&folder);
    let start = std::time::Instant::now();
    let report = reconcile(&published, &league);
    eprintln!("{:?} {} lines", start.elapsed(), report.lines.len());
    for c in &report.totals {
        eprintln!("{:?}", c);
    }
    for c in &report.counts {
        if c.figure == crate::framework::Figure::MetricScore {
            eprintln!(
                "{} {} {} a{} c{} n{} d{} {:?}",
                c.code.as_ref().unwrap(),
                c.quarter.unwrap(),
                c.compared,
                c.agree,
                c.consistent,
                c.not_computable,
                c.differ,
                c.causes
            );
        }
    }
    for l in report
        .lines
        .iter()
        .filter(|l| {
            l.outcome == crate::framework::Outcome::Differs
                && l.figure != crate::framework::Figure::Override
        })
        .take(40)
    {
        eprintln!("{:?}", l);
    }
}
