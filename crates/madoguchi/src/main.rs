//! Madoguchi's one binary: server, worker and the commands of the operator.

#[macro_use]
mod output;

mod commands;
mod config;
mod demo;
mod faq_files;
mod logging;
mod notice_files;
mod operators;
mod site;
mod start;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[actix_web::main]
async fn main() -> ExitCode {
    match commands::Arguments::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("madoguchi: {error}");
            ExitCode::FAILURE
        }
    }
}
