//! Writes every page with invented figures into a folder, to be looked at.
//!
//! `cargo run -p candour-site --example preview -- FOLDER`

#![expect(clippy::print_stdout, reason = "an example tells what it wrote")]

mod boundaries;
mod commitments;
mod files;
mod maps;
mod pages;
mod places;
mod sample;

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use candour_site::assets;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("give the folder to write into")?);
    let written = [
        ("home.html", pages::home().render()?),
        ("home-empty.html", pages::home_empty().render()?),
        ("body.html", pages::body().render()?),
        ("body-ended.html", pages::body_ended().render()?),
        ("measure.html", places::measure().render()?),
        ("maps.html", maps::page_of_maps()?),
        ("commitments.html", commitments::page_of_commitments()?),
        ("chart.html", places::chart().render()?),
        ("receipt.html", places::receipt(true).render()?),
        ("receipt-starter.html", places::receipt(false).render()?),
        ("source.html", files::source().render()?),
        ("sources.html", files::sources().render()?),
        ("data.html", files::data().render()?),
        ("search.html", files::search().render()?),
        ("404.html", files::not_found().render()?),
        ("400.html", files::bad_request().render()?),
        ("500.html", files::server_error().render()?),
        (
            assets::CSS_PATH.trim_start_matches('/'),
            assets::CSS.to_owned(),
        ),
        (
            assets::JS_PATH.trim_start_matches('/'),
            assets::JS.to_owned(),
        ),
        (
            "chart.svg",
            candour_site::charts::xmr(&sample::waits("lone"), Default::default()),
        ),
    ];
    for (name, text) in written {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        println!("{:>8} bytes  {name}", text.len());
        fs::write(path, text)?;
    }
    Ok(())
}
