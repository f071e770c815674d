//! Where the built programs are: beside the program that asks, or where `BARTIZAN_PROGRAMS` points.

use crate::{Outcome, Trouble, Why};
use std::env;
use std::path::{Path, PathBuf};

/// The folder with the built programs.
#[derive(Debug, Clone)]
pub struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// The folder named by `BARTIZAN_PROGRAMS`, else the one that cargo built the caller into.
    ///
    /// # Errors
    /// When the caller's own place cannot be told.
    pub fn locate() -> Outcome<Self> {
        if let Some(folder) = env::var_os("BARTIZAN_PROGRAMS") {
            return Ok(Self { folder: folder.into() });
        }
        let own = env::current_exe().why("finding the running program")?;
        let folder = own.parent().why("finding its folder")?;
        let folder = if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder };
        Ok(Self { folder: folder.to_owned() })
    }

    /// The desktop window.
    ///
    /// # Errors
    /// When it has not been built.
    pub fn window(&self) -> Outcome<PathBuf> {
        self.built("bartizan-desktop", "bartizan-desktop")
    }

    /// The terminal program.
    ///
    /// # Errors
    /// When it has not been built.
    pub fn terminal(&self) -> Outcome<PathBuf> {
        self.built("bartizan", "cli")
    }

    /// The simulated tenant.
    ///
    /// # Errors
    /// When it has not been built.
    pub fn simulator(&self) -> Outcome<PathBuf> {
        self.built("bartizan-sim", "simulator")
    }

    /// `tauri-driver`, from `target/tools` or the search path.
    pub fn tauri_driver(&self) -> PathBuf {
        let own =
            self.folder.ancestors().map(|folder| folder.join("tools/bin/tauri-driver")).find(|path| path.exists());
        own.unwrap_or_else(|| Path::new("tauri-driver").to_owned())
    }

    fn built(&self, name: &str, package: &str) -> Outcome<PathBuf> {
        let path = self.folder.join(name);
        if path.exists() {
            return Ok(path);
        }
        Err(Trouble::new(format!("{} is not there: run `cargo build -p {package}`", path.display())))
    }
}
