//! The framework's laws, its known answers, and the published files.

mod files;
mod layers;
