//! The importer under changed files, on every processor: `fuzz_import RUNS SEED FOLDER`.
//!
//! No coverage guides it, because that needs an unstable compiler; its changes keep the structure instead. An input that
//! breaks the importer is written into the folder. The same seed tries the same files.

#[path = "../fuzz/mod.rs"]
mod fuzz;

use domain::Code;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

#[derive(Default)]
struct Tally {
    taken: u64,
    refused: BTreeMap<Code, u64>,
    broken: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let runs: u64 = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let seed: u64 = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let folder = arguments.next().unwrap_or_else(|| "target/fuzz".to_owned());
    std::fs::create_dir_all(&folder)?;
    // Panics are counted below; each would print otherwise.
    std::panic::set_hook(Box::new(|_| ()));
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let (began, done) = (Instant::now(), AtomicU64::new(0));
    let tallies: Vec<_> = std::thread::scope(|scope| {
        let start = |number: u64| {
            let share = runs / threads + u64::from(number < runs % threads);
            let (folder, done) = (Path::new(&folder), &done);
            scope.spawn(move || work(seed.wrapping_add(number << 32), share, folder, done))
        };
        let working: Vec<_> = (0..threads).map(start).collect();
        working.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let mut out = std::io::stdout().lock();
    let (mut taken, mut refused, mut broken) = (0, BTreeMap::new(), Vec::new());
    for tally in tallies {
        taken += tally.taken;
        tally.refused.into_iter().for_each(|(code, count)| *refused.entry(code).or_insert(0) += count);
        broken.extend(tally.broken);
    }
    let seconds = began.elapsed().as_secs_f64();
    let done = done.into_inner();
    writeln!(out, "{done} files of seed {seed} in {seconds:.0} s, {:.0} a second", done as f64 / seconds)?;
    writeln!(out, "{taken:>12} taken")?;
    for (code, count) in refused {
        writeln!(out, "{count:>12} {code}")?;
    }
    broken.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    writeln!(out, "{} broke it", broken.len())?;
    if broken.is_empty() && done == runs { Ok(()) } else { Err("the importer was broken".into()) }
}

fn work(seed: u64, runs: u64, folder: &Path, done: &AtomicU64) -> Tally {
    let mut tally = Tally::default();
    let mut chance = fuzz::Chance::new(seed);
    let Ok(now) = "2027-01-01T00:00:00Z".parse() else { return tally };
    for number in 0..runs {
        let input = fuzz::input(&mut chance);
        match fuzz::run(&input, now) {
            fuzz::End::Taken => tally.taken += 1,
            fuzz::End::Refused(code) => *tally.refused.entry(code).or_insert(0) += 1,
            fuzz::End::Broken(why) => {
                let name = folder.join(format!("import-{seed}-{number}"));
                for (place, file) in input.files.iter().enumerate() {
                    let _ = std::fs::write(name.with_extension(place.to_string()), file);
                }
                tally.broken.push(format!("{} (password {:?}): {why}", name.display(), input.password));
            }
        }
        done.fetch_add(1, Ordering::Relaxed);
    }
    tally
}
