use candour_register::{Accountable, HolderShape, Standing};
use serde::Serialize;

use crate::accountability::Rung;

/// A step on the way from a target to who answers for it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RungShape {
    /// The body.
    pub body: String,
    /// Its name.
    pub name: String,
    /// Why it stands here.
    pub why: String,
    /// The posts that answer; none where no source that was read names one.
    pub posts: Vec<AnsweringShape>,
}

/// A post that answers on a day.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AnsweringShape {
    /// The post's id.
    pub post: String,
    /// Its title.
    pub title: String,
    /// `held`, `vacant`, `none-known` or `not-then`.
    pub standing: &'static str,
    /// Who held it on the day.
    pub holders: Vec<HolderShape>,
    /// Where the rows of its holders are stated; where there are none, the post's own.
    pub sources: Vec<String>,
}

impl From<&Rung> for RungShape {
    fn from(rung: &Rung) -> Self {
        Self {
            body: rung.body.to_string(),
            name: rung.name.clone(),
            why: rung.why.clone(),
            posts: rung.posts.iter().map(AnsweringShape::from).collect(),
        }
    }
}

impl From<&Accountable<'_>> for AnsweringShape {
    fn from(one: &Accountable<'_>) -> Self {
        let held = match &one.standing {
            Standing::Held(held) => held.as_slice(),
            Standing::NotThen | Standing::Vacant(_) | Standing::NoneKnown { .. } => &[],
        };
        let mut sources: Vec<String> = held
            .iter()
            .map(|holder| holder.tenure.origin.source.to_string())
            .collect();
        if sources.is_empty() {
            sources.push(one.post.origin.source.to_string());
        }
        Self {
            post: one.post.id.to_string(),
            title: one.post.title.clone(),
            standing: one.standing.as_str(),
            holders: held.iter().map(HolderShape::from).collect(),
            sources,
        }
    }
}
