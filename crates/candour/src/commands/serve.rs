//! `serve` and `demo`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use candour_archive::{Archive, OutcomeStatus, Writer};

use super::alerts::serving as alerts;
use super::archive;
use crate::cli::{Demo, Global, Serve};
use crate::output;

pub(super) fn serve(global: &Global, serve: &Serve) -> anyhow::Result<ExitCode> {
    let archive = archive::open(global)?;
    run(archive, serve)
}

pub(super) fn demo(global: &Global, demo: &Demo) -> anyhow::Result<ExitCode> {
    let root = global
        .archive
        .clone()
        .unwrap_or_else(|| PathBuf::from("candour-demo"));
    match &demo.dir {
        Some(dir) => {
            output::tell(&format!("taking the published files in {}", dir.display()));
            let outcomes = archive::take(&root, std::slice::from_ref(dir), None)?;
            super::claims::after_ingest(&root)?;
            let count = |status| {
                outcomes
                    .iter()
                    .filter(|outcome| outcome.status == status)
                    .count()
            };
            output::tell(&format!(
                "{} loaded, {} partial, {} already held, {} not recognised, {} refused",
                count(OutcomeStatus::Loaded),
                count(OutcomeStatus::Partial),
                count(OutcomeStatus::AlreadyHeld),
                count(OutcomeStatus::NotRecognised),
                count(OutcomeStatus::Refused)
            ));
        }
        None => {
            let figures = Writer::open(&root)?.load_starter()?;
            output::tell(&format!(
                "{figures} starter figures: real monthly figures that Candour computed from the published files, which you can hold too: `candour demo DIR`"
            ));
        }
    }
    if demo.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    run(Archive::open(Path::new(&root))?, &demo.serve)
}

fn run(archive: Archive, serve: &Serve) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(serve.address)
            .await
            .with_context(|| {
                format!(
                    "cannot listen on {}; --address names another",
                    serve.address
                )
            })?;
        let address = listener.local_addr()?;
        announce(address)?;
        match alerts::desk(&serve.alerts)? {
            Some(desk) => {
                candour_site::serve_with_alerts(listener, Arc::new(archive), desk, stop()).await?;
            }
            None => candour_site::serve(listener, Arc::new(archive), stop()).await?,
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The address is what was asked for: it goes to standard output, and at once.
fn announce(address: std::net::SocketAddr) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "serving http://{address}/ (stop with Ctrl-C)")?;
    out.flush()
}

async fn stop() {
    // Without a signal handler the process ends at once, which is what was asked for.
    let _ = tokio::signal::ctrl_c().await;
}
