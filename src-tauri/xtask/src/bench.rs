//! `cargo xtask bench cert`: making a certificate here and with openssl, side by side on this machine.
//!
//! Both are programs of their own that make RSA 2048 and a certificate for a year and write two PEM files; they take turns,
//! so that whatever else the machine does falls on both. What counts is the median.

use crate::workshop::Workshop;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 50;
const BUILD: Duration = Duration::from_secs(20 * 60);

/// What was asked for.
pub struct Options {
    json: bool,
}

impl Options {
    /// Reads `cert` and `--json`.
    pub fn read(words: &[&str]) -> Option<Self> {
        match words {
            ["cert"] => Some(Self { json: false }),
            ["cert", "--json"] => Some(Self { json: true }),
            _ => None,
        }
    }
}

/// Measures and prints. Fails when ours takes longer.
pub fn run(shop: &Workshop, options: &Options) -> Result<(), String> {
    let mut build = shop.cargo(&["build", "--quiet", "--locked", "-p", "vault", "--example", "bench_make"]);
    shop.run_quietly(&mut build, BUILD)?.good_or("building")?;
    let ours = shop.target("debug")?.join("examples/bench_make");
    let folder = shop.target("bench-cert")?;
    let (mut our_times, mut their_times) = (Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS));
    for round in 0..ROUNDS {
        if shop.is_interrupted() {
            return Err("interrupted".to_owned());
        }
        // Who goes first changes, too.
        if round % 2 == 0 {
            our_times.push(timed(shop.command(&ours).arg(&folder))?);
            their_times.push(timed(&mut openssl(shop, &folder))?);
        } else {
            their_times.push(timed(&mut openssl(shop, &folder))?);
            our_times.push(timed(shop.command(&ours).arg(&folder))?);
        }
    }
    let (ours, theirs) = (median(&mut our_times), median(&mut their_times));
    if options.json {
        println!("{}", json!({"ours_ms": rounded(ours), "openssl_ms": rounded(theirs)}));
    } else {
        println!("RSA 2048 and a certificate, median of {ROUNDS} each:");
        println!("  ours     {:>7.1} ms", rounded(ours));
        println!("  openssl  {:>7.1} ms", rounded(theirs));
    }
    if ours <= theirs { Ok(()) } else { Err("making a certificate here takes longer than openssl does".to_owned()) }
}

fn openssl(shop: &Workshop, folder: &Path) -> Command {
    let mut command = shop.command("openssl");
    command.args(["req", "-newkey", "rsa:2048", "-nodes", "-x509", "-days", "365", "-subj", "/CN=bench"]);
    command.arg("-keyout").arg(folder.join("openssl-key.pem")).arg("-out").arg(folder.join("openssl-certificate.pem"));
    command
}

fn timed(command: &mut Command) -> Result<Duration, String> {
    let began = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let took = began.elapsed();
    let name = command.get_program().to_string_lossy().into_owned();
    match status {
        Ok(status) if status.success() => Ok(took),
        Ok(status) => Err(format!("{name}: {status}")),
        Err(cause) => Err(format!("{name}: {cause}")),
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    let middle = times.len() / 2;
    match (times.get(middle.wrapping_sub(1)), times.get(middle)) {
        (Some(lower), Some(upper)) if times.len().is_multiple_of(2) => (*lower + *upper) / 2,
        (_, upper) => upper.copied().unwrap_or_default(),
    }
}

fn rounded(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e4).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two_in_it() {
        let of = |times: &[u64]| {
            median(&mut times.iter().map(|ms| Duration::from_millis(*ms)).collect::<Vec<_>>()).as_millis()
        };
        assert_eq!((of(&[9, 1, 5]), of(&[4, 1, 9, 2]), of(&[])), (5, 3, 0), "an outlier moves neither");
    }
}
