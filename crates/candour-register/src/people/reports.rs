//! Who answers to whom.

use candour_core::BodyCode;
use jiff::civil::Date;

use super::directory::People;
use super::id::PostId;
use crate::origin::Origin;
use candour_curated::Span;

/// A post that answers to another post, or to a body as a whole, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The post.
    pub post: PostId,
    /// To whom it answers.
    pub to: ReportsTo,
    /// From when to when.
    pub span: Span,
    /// What has to be known of the row.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}

/// To whom a post answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportsTo {
    /// To another post.
    Post(PostId),
    /// To a body: its board, or Parliament.
    Body(BodyCode),
}

/// How many lines of reporting one post may have: past this they are cut off, for the rows of a
/// stranger's file may fork without end.
const MOST_PATHS: usize = 64;

impl People {
    /// To whom a post answers on a day: posts that exist then, and bodies.
    #[must_use]
    pub fn reports_of(&self, post: &PostId, day: Date) -> Vec<&Report> {
        self.rows()
            .reports
            .iter()
            .filter(|report| report.post == *post && report.span.covers(day))
            .filter(|report| match &report.to {
                ReportsTo::Post(to) => self.exists_on(to, day),
                ReportsTo::Body(_) => true,
            })
            .collect()
    }

    /// The posts that answer to a post on a day.
    #[must_use]
    pub fn reports_to(&self, post: &PostId, day: Date) -> Vec<&Report> {
        self.rows()
            .reports
            .iter()
            .filter(|report| matches!(&report.to, ReportsTo::Post(to) if to == post))
            .filter(|report| report.span.covers(day) && self.exists_on(&report.post, day))
            .collect()
    }

    /// Every line of reporting from a post to the top on a day, the post itself left out. A post that
    /// answers to two has two lines; one of which nothing is known has none. A ring, which
    /// [`People::read`](super::PeopleFiles::read) refuses, is not followed round.
    #[must_use]
    pub fn paths_up(&self, post: &PostId, day: Date) -> Vec<Vec<ReportsTo>> {
        let mut paths = Vec::new();
        let mut open = vec![(post.clone(), Vec::new())];
        while let Some((last, path)) = open.pop() {
            let mut further: Vec<ReportsTo> = self
                .reports_of(&last, day)
                .into_iter()
                .map(|report| report.to.clone())
                .filter(|to| !path.contains(to) && *to != ReportsTo::Post(post.clone()))
                .collect();
            further.dedup();
            if further.is_empty() || paths.len() + open.len() >= MOST_PATHS {
                if !path.is_empty() {
                    paths.push(path);
                }
                continue;
            }
            // The last pushed is followed first: lines come in the order of the rows.
            for to in further.into_iter().rev() {
                let longer: Vec<ReportsTo> = path.iter().cloned().chain([to.clone()]).collect();
                match to {
                    ReportsTo::Post(next) => open.push((next, longer)),
                    // Nothing stands above a body here.
                    ReportsTo::Body(_) => paths.push(longer),
                }
            }
        }
        paths.sort_by_key(Vec::len);
        paths.reverse();
        paths
    }
}
