//! Tells Tauri which commands exist, so that each needs a permission of the capability file. The list is generated.

fn main() {
    const COMMANDS: &[&str] = include!("src/command_names.gen.rs");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
