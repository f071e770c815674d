//! Secrets planted in every place that takes one are found in no file, no output, no command line and no environment.
//!
//! Each is looked for as it is, in base64 at every alignment, in hex and in UTF-16. What a person asked to be written is
//! read, removed, and then everything else is searched. The answers of the commands are what crosses into the window, so the
//! JSON of the terminal stands for that traffic.

use bartizan_tests::in_use::{ROLE, in_use};
use bartizan_tests::{Deadline, Outcome, Scene, Why, until};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

const PASSPHRASE: &str = "planted passphrase of the vault";
const PFX_PASSWORD: &str = "planted-password-of-the-pfx";

/// A secret with its name, and how it may look.
struct Planted {
    name: &'static str,
    looks: Vec<Vec<u8>>,
}

impl Planted {
    fn new(name: &'static str, secret: &[u8]) -> Self {
        let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut looks = vec![secret.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()];
        looks.push(secret.iter().flat_map(|byte| [*byte, 0]).collect());
        for skip in 0..3 {
            // What does not depend on what stands before or behind it.
            let whole = (secret.len() - skip) / 3 * 3;
            let part = &secret[skip..skip + whole];
            looks.push(STANDARD.encode(part).into_bytes());
            looks.push(URL_SAFE_NO_PAD.encode(part).into_bytes());
        }
        Self { name, looks }
    }

    /// Whether it stands in the bytes, also where line ends part it, as they do in PEM.
    fn is_in(&self, bytes: &[u8]) -> bool {
        let joined: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let held = |bytes: &[u8], look: &[u8]| bytes.windows(look.len()).any(|part| part == look);
        self.looks.iter().any(|look| held(bytes, look) || held(&joined, look))
    }
}

/// Every file below a folder.
fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files(&entry.path(), all),
            Ok(kind) if kind.is_file() => all.push(entry.path()),
            _ => {}
        }
    }
}

/// The private exponent's first bytes out of an unencrypted PKCS#8 key in PEM: nothing public has them.
fn private_part(pem: &str) -> Outcome<Vec<u8>> {
    let body: String = pem
        .lines()
        .skip_while(|line| !line.contains("PRIVATE KEY"))
        .skip(1)
        .take_while(|line| !line.starts_with('-'))
        .collect();
    let der = STANDARD.decode(body).map_err(|error| bartizan_tests::Trouble::new(error.to_string()))?;
    // Behind the modulus comes the exponent 65537, and behind that the private one, mostly of 256 or 257 bytes, rarely of less.
    let exponent = [0x02, 0x03, 0x01, 0x00, 0x01, 0x02];
    let at = der.windows(exponent.len()).position(|part| part == exponent).why("the public exponent")? + exponent.len();
    let of_length = if der[at] & 0x80 == 0 { 0 } else { usize::from(der[at] & 0x7f) };
    let from = at + 1 + of_length + 1;
    Ok(der[from..from + 48].to_vec())
}

#[test]
fn no_planted_secret_is_found_anywhere() -> Outcome<()> {
    let scene = Scene::with_alerts(3)?;
    let terminal = scene.terminal("home-a")?;
    let mut outputs = Vec::new();
    let mut planted = vec![
        Planted::new("vault passphrase", PASSPHRASE.as_bytes()),
        Planted::new("PFX password", PFX_PASSWORD.as_bytes()),
    ];
    let asked_for = scene.desk.folder("asked-for")?;
    let path = |name: &str| asked_for.join(name).display().to_string();

    // A certificate made here, in use, exported in every private form, renewed, handed out.
    let certificate = in_use(&scene, &terminal, &[ROLE], &[])?;
    terminal
        .run(&["cert", "export", &certificate.id, "--form", "key", "--out", &path("key.pem"), "--yes"])?
        .expect_code(0)?;
    planted.push(Planted::new("made key", &private_part(&fs::read_to_string(asked_for.join("key.pem"))?)?));
    let pfx = [
        "cert",
        "export",
        &certificate.id,
        "--form",
        "pfx",
        "--out",
        &path("both.pfx"),
        "--password-stdin",
        "--yes",
        "--json",
    ];
    outputs.push(terminal.run_with(&pfx, PFX_PASSWORD)?.expect_code(0)?);
    let renew = ["cert", "renew", &certificate.id, "--object-id", certificate.object_id(), "--json"];
    let renewed = terminal.run(&renew)?.expect_code(0)?;
    let new = bartizan_tests::in_use::last(&renewed)?["new"].as_str().why("the new one")?.to_owned();
    outputs.push(renewed);
    terminal
        .run(&["cert", "export", &new, "--form", "combined", "--out", &path("new.pem"), "--yes"])?
        .expect_code(0)?;
    planted.push(Planted::new("renewed key", &private_part(&fs::read_to_string(asked_for.join("new.pem"))?)?));

    // Imported from a PFX, with its password; and refused, with a wrong one.
    let import = |password: &str| {
        terminal
            .run_with(&["cert", "import", &path("both.pfx"), "--name", "Again", "--password-stdin", "--json"], password)
    };
    outputs.push(import(PFX_PASSWORD)?.expect_code(0)?);
    outputs.push(import("planted-wrong-password")?.expect_code(1)?);
    planted.push(Planted::new("wrong password", b"planted-wrong-password"));

    // A client secret: wrong, then right.
    let (application, secret) = scene.application()?;
    let wrong: String = secret.chars().rev().collect();
    let mut attach = scene.attach(scene.tenant.tenant(), &application);
    attach.push("--json");
    outputs.push(terminal.run_with(&attach, &wrong)?.expect_code(1)?);
    outputs.push(terminal.run_with(&attach, &secret)?.expect_code(0)?);
    planted.push(Planted::new("client secret", secret.as_bytes()));
    planted.push(Planted::new("wrong client secret", wrong.as_bytes()));

    // Everything that is shown, and a program that crashes while it holds all of it.
    for words in [
        &["cert", "list", "--json"][..],
        &["cert", "list"],
        &["cert", "show", &new, "--json"],
        &["health", "--json"],
        &["vault", "--json"],
    ] {
        outputs.push(terminal.run(words)?.expect_code(0)?);
    }
    let hand_out = ["cert", "handout", &new, "taegis-o365-gcc", "--json"];
    outputs.push(terminal.run(&hand_out)?.expect_code(0)?);
    scene.tenant.set(&json!({"latency_ms": 400}))?;
    let mut watching = terminal.start(&["collect", "--watch", "--every", "1"])?;
    until("a poll", Deadline::seconds(30), || Ok(watching.output().contains("requests").then_some(())))?;
    let process = PathBuf::from(format!("/proc/{}", watching.id()));
    let (line, environment) = (fs::read(process.join("cmdline"))?, fs::read(process.join("environ"))?);
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(watching.id().cast_signed()), nix::sys::signal::Signal::SIGABRT)
        .expect("it was running");
    until("the crash", Deadline::seconds(10), || watching.ended())?;

    // Into the vault file and back, with the passphrase.
    for to in ["file", "keyring"] {
        let words = ["vault", "move", "--to", to, "--passphrase-fd", "0", "--json"];
        outputs.push(terminal.run_with(&words, PASSPHRASE)?.expect_code(0)?);
        if to == "file" {
            search(&scene, &planted, &asked_for)?;
        }
    }
    for planted in &planted {
        assert!(!planted.is_in(&line) && !planted.is_in(&environment), "{} is seen by other programs", planted.name);
        for run in &outputs {
            assert!(!planted.is_in(format!("{run}").as_bytes()), "{} was printed: {run}", planted.name);
        }
    }
    let looked_at = search(&scene, &planted, &asked_for)?;
    assert!(looked_at > 8, "database, names, logs, keyring: {looked_at} files");
    Ok(())
}

/// Looks for every secret in every file of the desk that was not asked for; how many files there were.
fn search(scene: &Scene, planted: &[Planted], asked_for: &Path) -> Outcome<usize> {
    let mut all = Vec::new();
    files(&scene.desk.folder("")?, &mut all);
    all.retain(|file| !file.starts_with(asked_for));
    for file in &all {
        let bytes = fs::read(file).unwrap_or_default();
        for planted in planted {
            assert!(!planted.is_in(&bytes), "{} stands in {}", planted.name, file.display());
        }
    }
    // The search itself must be able to find what was asked for.
    let key = fs::read(asked_for.join("key.pem"))?;
    assert!(
        planted.iter().any(|planted| planted.name == "made key" && planted.is_in(&key)),
        "the search finds nothing"
    );
    Ok(all.len())
}
