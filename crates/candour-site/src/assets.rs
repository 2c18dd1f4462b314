//! The stylesheet and the script, built from `web/` and carried in the executable.
//!
//! Their paths hold a hash of their content, so that they can be cached for ever.

include!(concat!(env!("OUT_DIR"), "/asset_names.rs"));

/// The stylesheet, served at [`CSS_PATH`] as `text/css; charset=utf-8`.
pub const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/candour.css"));

/// The script, served at [`JS_PATH`] as `text/javascript; charset=utf-8`. No page needs it: it
/// adds copy buttons.
pub const JS: &str = include_str!(concat!(env!("OUT_DIR"), "/candour.js"));
