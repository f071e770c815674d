//! `cargo xtask fuzz import`: the importer of certificates under changed files, for as long as one likes.

use crate::workshop::Workshop;
use std::time::Duration;

const AT_MOST: Duration = Duration::from_secs(12 * 3600);

/// What was asked for.
pub struct Options {
    runs: u64,
    seed: u64,
}

impl Options {
    /// Reads `import`, `--runs N` and `--seed S`.
    pub fn read(words: &[&str]) -> Option<Self> {
        let (first, mut words) = words.split_first()?;
        let mut options = Self { runs: 100_000, seed: 1 };
        while let [name, value, rest @ ..] = words {
            let number = value.replace('_', "").parse().ok()?;
            match *name {
                "--runs" => options.runs = number,
                "--seed" => options.seed = number,
                _ => return None,
            }
            words = rest;
        }
        (*first == "import" && words.is_empty()).then_some(options)
    }
}

/// Runs it. An input that breaks the importer is kept in `target/fuzz-found`.
pub fn run(shop: &Workshop, options: &Options) -> Result<(), String> {
    let folder = shop.target("fuzz-found")?;
    let mut command = shop.cargo(&["run", "--locked", "--profile", "fuzz", "-p", "vault", "--example", "fuzz_import"]);
    command.args(["--", &options.runs.to_string(), &options.seed.to_string()]).arg(&folder);
    shop.run(&mut command, AT_MOST)?.good_or("fuzzing").map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_read_or_refused() {
        let read = |words: &[&str]| Options::read(words).map(|options| (options.runs, options.seed));
        assert_eq!(read(&["import", "--runs", "10_000_000", "--seed", "7"]), Some((10_000_000, 7)));
        assert_eq!(read(&["import"]), Some((100_000, 1)), "a minute's worth unless more is asked for");
        for wrong in
            [&[][..], &["other"], &["import", "--runs"], &["import", "--runs", "x"], &["import", "--many", "1"]]
        {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}
