//! Node and the packages of the page, exactly as its lock file says.

use super::with_patience;
use crate::workshop::Workshop;
use std::fs;
use std::time::Duration;

const AT_MOST: Duration = Duration::from_secs(10 * 60);
const NODE: (u32, u32) = (20, 19);

/// Runs `npm ci` when the lock file is another than at the last time.
pub fn ensure(shop: &Workshop) -> Result<(), String> {
    let version = shop.command("node").arg("--version").output();
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    let mut numbers = version.trim_start_matches('v').split('.').filter_map(|part| part.parse::<u32>().ok());
    if (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) < NODE {
        let found = if version.is_empty() { "none" } else { &version };
        return Err(format!("Node {}.{} or newer is needed, with npm; found {found}", NODE.0, NODE.1));
    }
    let ui = shop.root().join("ui");
    let lock =
        fs::read_to_string(ui.join("package-lock.json")).map_err(|cause| format!("ui/package-lock.json: {cause}"))?;
    let wanted = format!("{version}\n{lock}");
    let stamp = shop.target("xtask")?.join("npm-ci.stamp");
    let have = ui.join("node_modules/.package-lock.json").exists()
        && fs::read_to_string(&stamp).is_ok_and(|old| old == wanted);
    if have {
        return Ok(());
    }
    println!("Installing the packages of the page (npm ci)");
    with_patience(shop, "npm ci", AT_MOST, || shop.npm(&["ci", "--no-fund", "--no-audit"]))?;
    fs::write(&stamp, wanted).map_err(|cause| format!("{}: {cause}", stamp.display()))
}
