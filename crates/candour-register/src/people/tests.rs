//! Known answers from the facts, and what becomes of rows that do not go together.

use candour_core::BodyCode;
use jiff::civil::{Date, date};

use super::*;
use crate::check::FindingKind;
use crate::register::Register;

fn people() -> &'static People {
    People::bundled()
}

fn id(text: &str) -> PostId {
    text.parse().unwrap()
}

fn code(text: &str) -> BodyCode {
    BodyCode::new(text).unwrap()
}

fn holders(post: &str, day: Date) -> Vec<String> {
    people()
        .holders_on(&id(post), day)
        .into_iter()
        .map(|holder| format!("{} {}", holder.person.name, holder.sureness))
        .collect()
}

#[test]
fn the_bundled_rows_are_faultless() {
    let (rows, faults) = PeopleFiles::BUNDLED.read(Register::bundled());
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults, Vec::<String>::new());
    for row in &rows.belongings {
        assert!(!row.origin.source.is_empty());
    }
    for post in &rows.posts {
        assert!(
            rows.belongings.iter().any(|row| row.post == post.id),
            "{} belongs to no body",
            post.id
        );
    }
}

/// HSJ, May 2018: chief finance officer, medical director, national director for transformation and
/// corporate development, nursing director.
#[test]
fn four_posts_shared_by_two_bodies_were_announced_in_may_2018() {
    let may = |row: &&Belonging| {
        row.announced
            .is_some_and(|announced| announced.to_string() == "2018-05")
    };
    let mut announced: Vec<&PostId> = people()
        .rows()
        .belongings
        .iter()
        .filter(may)
        .map(|row| &row.post)
        .collect();
    announced.sort();
    announced.dedup();
    let (shared, alone): (Vec<&PostId>, Vec<&PostId>) = announced
        .into_iter()
        .partition(|post| people().belongings_of(post).count() > 1);
    assert_eq!(
        shared.iter().map(|post| post.as_str()).collect::<Vec<_>>(),
        [
            "chief-financial-officer",
            "chief-nursing-officer",
            "national-director-transformation",
            "national-medical-director",
        ]
    );
    for post in shared {
        let mut bodies: Vec<&str> = people()
            .belongings_of(post)
            .map(|row| row.body.as_str())
            .collect();
        bodies.sort_unstable();
        assert_eq!(bodies, ["nhs-england", "nhs-improvement"], "{post}");
    }
    // The directorships that NHS Improvement created.
    let titles: Vec<&str> = alone
        .iter()
        .map(|post| people().post(post).unwrap().title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "Chief commercial officer",
            "Chief improvement officer",
            "Chief people officer",
            "Chief provider strategy officer",
        ]
    );
}

#[test]
fn a_shared_post_has_one_holder_for_two_bodies_until_one_ended() {
    for (day, with) in [
        (date(2018, 6, 1), &[][..]),
        (date(2020, 1, 1), &["nhs-improvement"]),
        (date(2022, 6, 30), &["nhs-improvement"]),
        (date(2022, 7, 1), &[]),
    ] {
        let answers = people().accountable_for(&code("nhs-england"), day);
        let medical = answers
            .iter()
            .find(|one| one.post.id.as_str() == "national-medical-director")
            .unwrap();
        let shared: Vec<&str> = medical.shared_with.iter().map(BodyCode::as_str).collect();
        assert_eq!(shared, with, "{day}");
        let Standing::Held(held) = &medical.standing else {
            panic!("{:?}", medical.standing)
        };
        assert_eq!(held[0].person.name, "Sir Stephen Powis");
    }
    assert!(
        people()
            .accountable_for(&code("nhs-improvement"), date(2022, 7, 1))
            .is_empty()
    );
}

#[test]
fn the_chief_nursing_officers_six_years() {
    let tenures = people().tenures_of_post(&id("chief-nursing-officer"));
    let first = tenures.first().unwrap();
    let (from, to) = (first.span.from.unwrap(), first.span.to.unwrap());
    assert_eq!(first.person.as_ref().unwrap().as_str(), "jane-cummings");
    assert_eq!(
        (from.to_string(), to.to_string()),
        ("2012".to_owned(), "2018".to_owned())
    );
    assert_eq!(to.first_day().year() - from.first_day().year(), 6);
    assert_eq!(
        holders("chief-nursing-officer", date(2015, 1, 1)),
        ["Jane Cummings known"]
    );
    assert_eq!(
        holders("chief-nursing-officer", date(2019, 6, 1)),
        ["Dame Ruth May known"]
    );
    // July 2024: one left in that month, the other came on the 26th.
    assert_eq!(
        holders("chief-nursing-officer", date(2024, 7, 28)),
        ["Duncan Burton known", "Dame Ruth May about"]
    );
}

#[test]
fn mental_health_was_without_a_director_for_about_154_days() {
    let (before, after) = (
        id("national-clinical-director-mental-health"),
        id("medical-director-mental-health"),
    );
    assert_eq!(
        people().post(&after).unwrap().succeeds,
        std::slice::from_ref(&before)
    );
    assert_eq!(
        holders(before.as_str(), date(2016, 5, 1)),
        ["Professor Tim Kendall known"]
    );
    assert_eq!(
        holders(before.as_str(), date(2023, 12, 15)),
        ["Professor Tim Kendall about"]
    );
    assert!(holders(before.as_str(), date(2024, 1, 1)).is_empty());
    let vacancies = people().vacancies_of(&after);
    let [vacancy] = vacancies.as_slice() else {
        panic!("{vacancies:?}")
    };
    assert_eq!(vacancy.from, date(2024, 1, 1));
    assert_eq!(vacancy.until, Some(date(2024, 6, 3)));
    assert_eq!(vacancy.days(), Some(154));
    assert!(vacancy.about);
    // Counted by hand: 31 days of January to the first of February.
    assert_eq!(vacancy.days_by(date(2024, 2, 1)), 31);
    for (day, standing) in [
        (date(2023, 12, 31), "not-then"),
        (date(2024, 1, 1), "vacant"),
        (date(2024, 6, 2), "vacant"),
        (date(2024, 6, 3), "held"),
    ] {
        assert_eq!(
            people().standing_on(&after, day).as_str(),
            standing,
            "{day}"
        );
    }
    // It is the only vacancy that the facts give.
    let all = people()
        .rows()
        .posts
        .iter()
        .map(|post| people().vacancies_of(&post.id).len());
    assert_eq!(all.sum::<usize>(), 1);
}

#[test]
fn the_path_from_the_medical_director_to_the_chief_executive() {
    let paths = people().paths_up(&id("medical-director-mental-health"), date(2024, 6, 3));
    assert!(!paths.is_empty());
    for path in &paths {
        assert_eq!(
            path[..2],
            [
                ReportsTo::Post(id("national-medical-director")),
                ReportsTo::Post(id("nhse-chief-executive")),
            ]
        );
    }
    // Two lines while there were two bodies.
    let joint = people().reports_of(&id("national-medical-director"), date(2020, 1, 1));
    assert_eq!(joint.len(), 2);
    let now = people().reports_of(&id("national-medical-director"), date(2023, 1, 1));
    assert_eq!(now.len(), 1);
}

#[test]
fn reporting_has_no_ring_on_any_day() {
    for row in &people().rows().reports {
        for day in [row.span.from, row.span.to]
            .into_iter()
            .flatten()
            .map(|date| date.first_day())
        {
            for path in people().paths_up(&row.post, day) {
                assert!(
                    !path.contains(&ReportsTo::Post(row.post.clone())),
                    "{path:?}"
                );
            }
        }
    }
}

#[test]
fn a_post_without_a_known_holder_is_not_called_vacant() {
    let standing = people().standing_on(&id("nhsi-chief-people-officer"), date(2019, 1, 1));
    assert!(matches!(standing, Standing::NoneKnown { since: None }));
    let standing = people().standing_on(&id("national-medical-director"), date(2025, 9, 1));
    let Standing::NoneKnown { since: Some(since) } = standing else {
        panic!("{standing:?}")
    };
    assert_eq!(since.to_string(), "2025-07");
}

#[test]
fn a_regional_director_answers_for_the_region() {
    let answers = people().accountable_for(&code("Y58"), date(2019, 6, 1));
    let [one] = answers.as_slice() else {
        panic!("{answers:?}")
    };
    assert!(one.belonging.is_none());
    let Standing::Held(held) = &one.standing else {
        panic!("{:?}", one.standing)
    };
    assert_eq!(held[0].person.name, "Elizabeth O'Mahony");
    assert_eq!(held[0].sureness, Sureness::About);
}

#[test]
fn the_overlap_of_2025_is_a_finding() {
    let found = check_people(people());
    let overlaps: Vec<_> = found
        .iter()
        .filter(|finding| finding.kind == FindingKind::Overlap)
        .collect();
    let [overlap] = overlaps.as_slice() else {
        panic!("{overlaps:?}")
    };
    for words in [
        "Sir Stephen Powis",
        "until 2025-07",
        "Meghana Pandit",
        "Claire Fuller",
        "from 2025-04-01",
    ] {
        assert!(overlap.message.contains(words), "{}", overlap.message);
    }
    for finding in &found {
        assert!(finding.explanation.is_some(), "unexplained: {finding:?}");
    }
}

#[test]
fn a_body_has_a_log_of_what_changed() {
    let improvement = code("nhs-improvement");
    let log: Vec<String> = people()
        .changes_of(Register::bundled(), &improvement)
        .iter()
        .map(|change| {
            format!(
                "{} {} {}{}",
                change.date,
                change.kind,
                change.post.map_or("", |post| post.id.as_str()),
                change
                    .person
                    .map_or_else(String::new, |person| format!(" {}", person.id))
            )
        })
        .collect();
    for line in [
        "2016-04-01 body-began ",
        "2016 person-came nhsi-director-nursing ruth-may",
        "2018-05 post-announced national-medical-director",
        "2018-05 post-created nhsi-chief-people-officer",
        "2018-12 post-joined national-medical-director",
        "2019-01 person-came chief-nursing-officer ruth-may",
        "2019 person-went nhsi-chief-executive ian-dalton",
        "2022-06-30 post-left national-medical-director",
        "2022-06-30 body-ended ",
    ] {
        assert!(log.iter().any(|one| one == line), "{line}: {log:#?}");
    }
    assert!(!log.iter().any(|line| line.contains("stephen-powis")));
}

const SOUND: PeopleFiles<'static> = PeopleFiles {
    people: "id,name,also,note,source\nann-other,Ann Other,,,made up\nbob-other,Bob Other,,,made up\n",
    posts: "id,title,valid_from,valid_to,seats,succeeds,note,source\nchief,Chief,2019,,,,,made up\ndeputy,Deputy,2019,,,,,made up\n",
    post_bodies: "post,body,announced,valid_from,valid_to,note,source\nchief,nhs-england,,2019,,,made up\n",
    tenures: "post,person,from,to,seen,acting,note,source\nchief,ann-other,2019,2020,,,,made up\n",
    reports: "post,reports_to,kind,from,to,note,source\ndeputy,chief,post,2019,,,made up\n",
    remits: "post,remit,valid_from,valid_to,note,source\nchief,everything,2019,,,made up\n",
};

fn faults(files: PeopleFiles<'_>) -> Vec<String> {
    let (_, faults) = files.read(Register::bundled());
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn every_fault_has_its_file_line_and_column() {
    assert_eq!(faults(SOUND), Vec::<String>::new());
    let tenures = |rows: &str| {
        let text = format!("{}\n{rows}", SOUND.tenures.lines().next().unwrap());
        faults(PeopleFiles {
            tenures: &text,
            ..SOUND
        })
    };
    let reports = |rows: &str| {
        let text = format!("{}\n{rows}", SOUND.reports.lines().next().unwrap());
        faults(PeopleFiles {
            reports: &text,
            ..SOUND
        })
    };
    let bodies = |rows: &str| {
        let text = format!("{}\n{rows}", SOUND.post_bodies.lines().next().unwrap());
        faults(PeopleFiles {
            post_bodies: &text,
            ..SOUND
        })
    };
    for (seen, expected) in [
        (
            tenures("chief,ann-other,2018,2020,,,,made up\n"),
            "tenures.csv line 2, column 3 (from): 2018 is before the post chief existed, from 2019",
        ),
        (
            tenures("chief,ann-other,2020,2019,,,,made up\n"),
            "tenures.csv line 2, column 4 (to): expected a last day not before 2020 (from), saw 2019",
        ),
        (
            tenures(
                "chief,ann-other,2019,2021,,,,made up\nchief,bob-other,2020-03-01,,,,,made up\n",
            ),
            "tenures.csv line 3, column 3 (from): bob-other and ann-other (line 2) hold the post chief at one time",
        ),
        (
            tenures("chef,ann-other,2019,,,,,made up\n"),
            "tenures.csv line 2, column 1 (post): no row of posts.csv has the post `chef`",
        ),
        (
            tenures("chief,carl,2019,,,,,made up\n"),
            "tenures.csv line 2, column 2 (person): no row of people.csv has the person `carl`",
        ),
        (
            tenures("chief,ann-other,,,,,,made up\n"),
            "tenures.csv line 2, column 3 (from): expected something, saw nothing",
        ),
        (
            tenures("chief,ann-other,2019,,,perhaps,,made up\n"),
            "tenures.csv line 2, column 6 (acting): expected yes or nothing, saw `perhaps`",
        ),
        (
            tenures("chief,ann-other,2019,2020,2021,,,made up\n"),
            "tenures.csv line 2, column 5 (seen): expected a day of the tenure, 2019 to 2020, saw 2021",
        ),
        (
            bodies("chief,nowhere,,2019,,,made up\n"),
            "post_bodies.csv line 2, column 2 (body): no row of bodies.csv has the body `nowhere`",
        ),
        (
            bodies("chief,nhs-improvement,,2019,2023,,made up\n"),
            "post_bodies.csv line 2, column 5 (valid_to): 2023 is after the body nhs-improvement ended, 2022-06-30",
        ),
        (
            reports("deputy,deputy,post,2019,,,made up\n"),
            "reports.csv line 2, column 2 (reports_to): a post does not answer to itself",
        ),
        (
            reports("deputy,chief,post,2019,,,made up\nchief,deputy,post,2020,,,made up\n"),
            "reports.csv line 2, column 2 (reports_to): the lines of reporting run in a ring: deputy, then chief, then deputy",
        ),
        (
            reports("deputy,chief,boss,2019,,,made up\n"),
            "reports.csv line 2, column 3 (kind): expected post or body, saw `boss`",
        ),
        (
            reports("deputy,nowhere,body,2019,,,made up\n"),
            "reports.csv line 2, column 2 (reports_to): no row of bodies.csv has the body `nowhere`",
        ),
    ] {
        assert_eq!(seen, [expected]);
    }
    // Turned round at another time, it is no ring.
    let turned = "deputy,chief,post,2019,2020,,made up\nchief,deputy,post,2021,,,made up\n";
    assert_eq!(reports(turned), Vec::<String>::new());
    // What only may overlap is no fault: one left in the month in which the other came.
    let may = "chief,ann-other,2019,2020-03,,,,made up\nchief,bob-other,2020-03-16,,,,,made up\n";
    assert_eq!(tenures(may), Vec::<String>::new());
}

#[test]
fn all_faults_are_told_at_once() {
    let files = PeopleFiles {
        posts: "id,title\n",
        tenures: "post,person,from,to,seen,acting,note,source\nChief!,ann-other,soon,,,,,\n",
        ..SOUND
    };
    let told = faults(files);
    for words in [
        "posts.csv line 1: expected the headings",
        "(from): `soon` is not a date",
        "(source): expected something",
        "(post): `Chief!` is not an id",
        "remits.csv line 2",
    ] {
        assert!(
            told.iter().any(|fault| fault.contains(words)),
            "{words}: {told:#?}"
        );
    }
}

#[test]
fn a_stated_vacancy_is_one_without_an_end() {
    let files = PeopleFiles {
        tenures: "post,person,from,to,seen,acting,note,source\nchief,ann-other,2019,2020-03-31,,,,made up\nchief,,2020-04-01,,,,,made up\n",
        ..SOUND
    };
    let (rows, faults) = files.read(Register::bundled());
    assert_eq!(faults, []);
    let directory = People::new(rows);
    let Standing::Vacant(vacancy) = directory.standing_on(&id("chief"), date(2020, 4, 11)) else {
        panic!("not vacant")
    };
    assert_eq!(
        (
            vacancy.days(),
            vacancy.days_by(date(2020, 4, 11)),
            vacancy.about
        ),
        (None, 10, false)
    );
}

#[test]
fn people_are_found_by_words_of_their_names() {
    let found = |words: &str| -> Vec<&str> {
        people()
            .find_people(words)
            .iter()
            .map(|person| person.id.as_str())
            .collect()
    };
    assert_eq!(found("powis"), ["stephen-powis"]);
    assert_eq!(found("dame  MAY"), ["ruth-may"]);
    assert_eq!(found("nobody of this name"), Vec::<&str>::new());
    assert_eq!(found("").len(), people().rows().people.len());
    assert!(people().find_posts("mental health").len() >= 3);
}
