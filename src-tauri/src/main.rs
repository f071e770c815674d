//! The desktop window: composes the product, bridges commands and events, and does nothing else.
//!
//! Everything that a window shows comes through the generated commands; everything that happens is in the engine.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod desk;
mod shell;

include!("commands.gen.rs");

use api::{Access, Options};
use shell::Shell;
use std::process::ExitCode;
use tauri::{Manager, WebviewWindowBuilder};

fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(problem) => return say(&problem.message),
    };
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_store::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .invoke_handler(handlers!())
        .setup(move |app| {
            // The commands are there before the page that calls them.
            app.manage(Shell::new(app.handle().clone(), options.clone()));
            let window = app.config().app.windows.first().cloned().ok_or("no window is configured")?;
            WebviewWindowBuilder::from_config(app.handle(), &window)?
                // The page never leaves its own files, whatever a link says.
                .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!());
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => say(&format!("The window could not be opened: {error}")),
    }
}

fn options() -> Result<Options, api::ProblemView> {
    Ok(Options {
        folder: api::data_folder(None)?,
        access: Access::Write,
        simulator: api::simulator_address(),
        public_client: api::public_client(),
        collecting: true,
        start_practising: std::env::var_os("BARTIZAN_PRACTISE").is_some_and(|value| value == "1"),
    })
}

#[allow(clippy::print_stderr)] // There is no window to say it in.
fn say(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}
