//! The files of `data/` that this crate reads: their names and texts, as the build found them.

include!(concat!(env!("OUT_DIR"), "/bundled.rs"));
