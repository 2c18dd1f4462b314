//! Where a variance lands, worked by hand over an invented population.

use super::super::{
    Comparison, LandingError, LandingPair, Population, land, land_in_pounds, run_rate, test_landing,
};

/// Nineteen invented trusts whose variance changed by 1, 2, … 19 tenths of a per cent.
fn invented() -> Population {
    Population {
        words: "invented trusts".to_owned(),
        month: 6,
        pairs: (1..=19)
            .map(|tenths| LandingPair {
                body: format!("ZZ{tenths}"),
                to_date: 0.0,
                at_end: f64::from(tenths) / 10.0,
            })
            .collect(),
    }
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

/// Of 19 changes, 80 in 100 leave rank ⌊20 × 0.1⌋ = 2 to either side: 0.2 to 1.8; the middle is the tenth.
#[test]
fn a_landing_is_the_variance_and_the_changes_of_others() {
    let landing = land(&invented(), -1.0, 0.8).unwrap();
    assert!(near(landing.low, -0.8) && near(landing.median, 0.0) && near(landing.high, 0.8));
    assert!(near(landing.run_rate, -1.0));
    // Above 0.05 land those with changes of 11 to 19 tenths: (9 + ½) ÷ 20.
    assert_eq!(
        landing.probability_of(Comparison::AtLeast, 0.05),
        Some(0.475)
    );
    assert_eq!(landing.probability_of(Comparison::AtLeast, f64::NAN), None);
    assert_eq!(
        landing.words(),
        "The variance to date, with what changed from month 6 to the year's end for 19 bodies (invented trusts); 80 in 100 such intervals should hold for bodies like these."
    );
}

/// £5m worse than plan on £500m by month 6: −1 per cent, −£10m at run rate; the year's turnover is £1,000m.
#[test]
fn in_pounds_by_the_turnover_of_the_same_months() {
    let landing = land_in_pounds(&invented(), 6, -2.0, -7.0, 500.0, 0.8).unwrap();
    assert!(near(landing.to_date, -5.0) && near(landing.run_rate, -10.0));
    assert!(near(landing.low, -8.0) && near(landing.median, 0.0) && near(landing.high, 8.0));
    assert!(near(run_rate(-9.0, 9).unwrap(), -12.0));
    // A population of an earlier month can be used, one of a later month cannot.
    assert!(land_in_pounds(&invented(), 8, 0.0, 1.0, 500.0, 0.8).is_ok());
    assert_eq!(
        land_in_pounds(&invented(), 5, 0.0, 1.0, 500.0, 0.8),
        Err(LandingError::LaterPopulation {
            month: 5,
            population: 6
        })
    );
}

/// Left out in turn, the two at either end fall outside the interval of the 18 others.
#[test]
fn each_body_is_landed_by_the_others() {
    let test = test_landing(&invented(), 0.8).unwrap();
    // 18 others: rank ⌊19 × 0.1⌋ = 1, so that only the lowest and the highest fall outside.
    assert_eq!((test.bodies, test.held), (19, 17));
    // Plain run rate says 0 of each: the mean of 0.1 … 1.9.
    assert!(near(test.run_rate_mean_error, 1.0));
}

#[test]
fn what_cannot_be_landed_is_refused() {
    let mut twice = invented();
    twice.pairs[1].body = "ZZ1".to_owned();
    let mut endless = invented();
    endless.pairs[3].at_end = f64::INFINITY;
    let mut late = invented();
    late.month = 12;
    let few = Population {
        pairs: invented().pairs[..8].to_vec(),
        ..invented()
    };
    for (seen, message) in [
        (
            land(&twice, 0.0, 0.8),
            "`ZZ1` stands twice in the population",
        ),
        (
            land(&endless, 0.0, 0.8),
            "a variance of `ZZ4` is not a finite number",
        ),
        (
            land(&late, 0.0, 0.8),
            "the year to date runs to month 12; months 1 (April) to 11 can be landed",
        ),
        (
            land(&few, 0.0, 0.8),
            "too few to judge by: 8 bodies in the population, at least 9 needed at this coverage",
        ),
        (
            land(&invented(), f64::NAN, 0.8),
            "the variance to date is not a finite number",
        ),
        (
            land(&invented(), 0.0, 0.0),
            "a coverage of 0 is not between 0 and 1, both left out",
        ),
    ] {
        assert_eq!(seen.unwrap_err().to_string(), message);
    }
    assert_eq!(
        land_in_pounds(&invented(), 6, 0.0, 1.0, 0.0, 0.8),
        Err(LandingError::Turnover { turnover: 0.0 })
    );
    // One of nine is enough; none of an empty population is a test.
    let nine = Population {
        pairs: invented().pairs[..9].to_vec(),
        ..invented()
    };
    assert!(land(&nine, 0.0, 0.8).is_ok());
    let empty = Population {
        pairs: Vec::new(),
        ..invented()
    };
    assert!(test_landing(&empty, 0.8).is_err());
}
