//! The shape of a refusal, for the description of the API.

use serde::Serialize;
use utoipa::ToSchema;

/// A refusal.
#[derive(Serialize, ToSchema)]
pub(in crate::server) struct Refusal {
    error: Fault,
}

/// What went wrong.
#[derive(Serialize, ToSchema)]
pub(super) struct Fault {
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// What is wrong.
    #[schema(example = "There is no measure “ae-4-hour”")]
    message: String,
    /// What was expected; null where nothing could be.
    expected: Option<String>,
    /// The nearest bodies and measures.
    nearest: Vec<Near>,
}

/// Something that may have been meant.
#[derive(Serialize, ToSchema)]
pub(super) struct Near {
    /// Its code or id.
    id: String,
    /// Its name.
    name: String,
    /// `body` or `measure`.
    kind: String,
    /// Its page.
    path: String,
}
