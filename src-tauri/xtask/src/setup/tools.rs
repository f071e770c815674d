//! Cargo's own tools, one version for everybody, under `target/tools`.

use super::with_patience;
use crate::workshop::Workshop;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

const AT_MOST: Duration = Duration::from_secs(20 * 60);

struct Tool {
    name: &'static str,
    version: &'static str,
    options: &'static [&'static str],
}

const DRIVER: Tool = Tool { name: "tauri-driver", version: "2.1.0", options: &[] };
const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2", options: &["--no-default-features"] };

/// Installs `tauri-driver`, which puts WebDriver in front of the window.
pub fn ensure(shop: &Workshop) -> Result<(), String> {
    if cfg!(target_os = "linux") { installed(shop, &DRIVER).map(drop) } else { Ok(()) }
}

/// Installs `cargo-deny`, which only its own stage needs, and returns where it is.
pub fn deny(shop: &Workshop) -> Result<PathBuf, String> {
    installed(shop, &DENY)
}

fn installed(shop: &Workshop, tool: &Tool) -> Result<PathBuf, String> {
    let tools = shop.target("tools")?;
    let program = tools.join("bin").join(tool.name);
    let list = fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
    if !list.contains(&format!("{} {} ", tool.name, tool.version)) || !program.exists() {
        println!("Installing {} {} into target/tools", tool.name, tool.version);
        with_patience(shop, &format!("cargo install {}", tool.name), AT_MOST, || {
            let mut command = shop.cargo(&["install", "--locked", "--version", tool.version, "--root"]);
            command.arg(&tools).args(tool.options).arg(tool.name);
            command
        })?;
    }
    Ok(program)
}
