use candour_core::BodyCode;

use super::id::PostId;
use crate::origin::Origin;
use candour_curated::{HalfDate, Span};

/// A post: what somebody is appointed to. The same post goes on when its holder changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Its title, as held; announced titles stand in a note.
    pub title: String,
    /// When there was such a post. A first day `by …` is the earliest that a source shows of it.
    pub span: Span,
    /// How many people may hold it at one time; one but for posts such as deputy chairs.
    pub seats: u8,
    /// The posts that it took the place of, which were other posts.
    pub succeeds: Vec<PostId>,
    /// What has to be known of the row.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}

/// A post belongs to a body, from when to when. A post with one holder for several bodies has a row
/// for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    /// The post.
    pub post: PostId,
    /// The body.
    pub body: BodyCode,
    /// When it was announced that the post is to belong to the body, where a source says so. When it
    /// took effect is a date of its own.
    pub announced: Option<HalfDate>,
    /// From when to when.
    pub span: Span,
    /// What has to be known of the row.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}

/// What a post answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remit {
    /// The post.
    pub post: PostId,
    /// For what.
    pub of: RemitOf,
    /// From when to when.
    pub span: Span,
    /// What has to be known of the row.
    pub note: String,
    /// Where the row comes from.
    pub origin: Origin,
}

/// What a remit is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemitOf {
    /// A body, such as the region of a regional director.
    Body(BodyCode),
    /// A matter in a few words, or the id of a measure.
    Matter(String),
}
