//! Packages of the operating system: compilers, WebKitGTK with its driver, and the parts of a desktop session.

use super::with_patience;
use crate::workshop::Workshop;
use std::path::Path;
use std::time::Duration;

const AT_MOST: Duration = Duration::from_secs(20 * 60);

/// Debian's name and what it is for.
const PACKAGES: [(&str, &str); 16] = [
    ("build-essential", "compiles the C parts: SQLCipher, OpenSSL, aws-lc"),
    ("pkg-config", "finds the libraries of the window"),
    ("perl", "configures OpenSSL"),
    ("libwebkit2gtk-4.1-dev", "shows the window"),
    ("librsvg2-dev", "draws icons"),
    ("libssl-dev", "linked by parts of the window toolkit"),
    ("libxdo-dev", "keyboard for the tray"),
    ("libayatana-appindicator3-dev", "the tray"),
    ("webkit2gtk-driver", "drives the real window in tests"),
    ("xvfb", "a display where there is none"),
    ("dbus", "a session bus of its own for tests"),
    ("gnome-keyring", "a real Secret Service for tests"),
    ("util-linux", "ends children with us; mounts the full disk of a test"),
    ("openssl", "makes the certificates that tests bring along"),
    ("python3-venv", "runs Microsoft's own clients against the simulated tenant"),
    ("fonts-dejavu-core", "signs that the product's own font does not have"),
];

/// Programs and libraries (by pkg-config) that tell a complete system where we do not know its packages.
const PROGRAMS: [&str; 10] = [
    "openssl",
    "python3",
    "cc",
    "perl",
    "pkg-config",
    "WebKitWebDriver",
    "Xvfb",
    "dbus-daemon",
    "dbus-send",
    "gnome-keyring-daemon",
];
const LIBRARIES: [&str; 3] = ["webkit2gtk-4.1", "librsvg-2.0", "openssl"];

/// Elsewhere: a program that tells the system, and the command for it.
const ELSEWHERE: [(&str, &str); 4] = [
    (
        "dnf",
        "sudo dnf install gcc gcc-c++ make perl pkgconf webkit2gtk4.1-devel webkit2gtk-driver librsvg2-devel openssl-devel \
         libxdo-devel libayatana-appindicator-gtk3-devel xorg-x11-server-Xvfb dbus-daemon dbus-tools gnome-keyring",
    ),
    (
        "pacman",
        "sudo pacman -S --needed base-devel perl webkit2gtk-4.1 librsvg openssl xdotool libayatana-appindicator \
         xorg-server-xvfb dbus gnome-keyring",
    ),
    (
        "zypper",
        "sudo zypper install gcc gcc-c++ make perl pkgconf webkit2gtk3-devel librsvg-devel libopenssl-devel xdotool-devel \
         libayatana-appindicator3-devel xorg-x11-server-Xvfb dbus-1-daemon gnome-keyring",
    ),
    ("brew", "xcode-select --install"),
];

/// Installs what is missing on Debian and Ubuntu; elsewhere says what to install.
pub fn ensure(shop: &Workshop) -> Result<(), String> {
    if Path::new("/etc/debian_version").exists() && on_path("apt-get") {
        let missing: Vec<_> = PACKAGES.into_iter().filter(|(name, _)| !installed(shop, name)).collect();
        return if missing.is_empty() { Ok(()) } else { install(shop, &missing) };
    }
    let programs = PROGRAMS.into_iter().filter(|name| !on_path(name));
    let libraries = LIBRARIES.into_iter().filter(|name| !has_library(shop, name));
    let missing: Vec<&str> = programs.chain(libraries).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let known = ELSEWHERE.into_iter().find(|(program, _)| on_path(program));
    let advice = known.map_or("install them with the package manager of this system", |(_, command)| command);
    Err(format!("this system lacks {}. To go on:\n\n    {advice}\n", missing.join(", ")))
}

fn install(shop: &Workshop, missing: &[(&str, &str)]) -> Result<(), String> {
    println!("These packages are missing and will be installed with apt-get:");
    for (name, why) in missing {
        println!("  {name:32} {why}");
    }
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    let root = is_root(shop);
    if !root && !on_path("sudo") {
        return Err(format!("installing needs root. As root:\n\n    apt-get install -y {}\n", names.join(" ")));
    }
    if !root {
        println!("sudo is needed for apt-get and for nothing else; it may ask for your password.");
        if !shop.on_terminal(shop.command("sudo").arg("--validate"))? {
            return Err(format!("sudo refused. As root:\n\n    apt-get install -y {}\n", names.join(" ")));
        }
    }
    let apt = |arguments: &[&str]| {
        let mut command = if root { shop.command("env") } else { shop.command("sudo") };
        if !root {
            command.args(["--non-interactive", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]);
        command.args(arguments);
        command
    };
    with_patience(shop, "apt-get update", AT_MOST, || apt(&["update"]))?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(names);
    with_patience(shop, "apt-get install", AT_MOST, || apt(&arguments))
}

fn installed(shop: &Workshop, package: &str) -> bool {
    let mut query = shop.command("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    query.output().is_ok_and(|output| output.stdout == b"installed")
}

fn has_library(shop: &Workshop, name: &str) -> bool {
    shop.command("pkg-config").args(["--exists", name]).status().is_ok_and(|status| status.success())
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).exists())
}

fn is_root(shop: &Workshop) -> bool {
    shop.command("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
