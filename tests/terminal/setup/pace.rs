//! How long `do it for me` takes against a tenant without latency. The figures are printed with `--nocapture`.

use super::{RICH, act, id, person, planned, scene, undone};
use bartizan_tests::Outcome;
use std::time::{Duration, Instant};

/// An odd number of runs, so that one of them is the median.
const RUNS: usize = 9;
const MOST: Duration = Duration::from_secs(2);

#[allow(clippy::print_stdout)] // A measurement prints what it measured.
fn median(integrations: &[&str]) -> Outcome<Duration> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let mut took = Vec::new();
    for _ in 0..RUNS {
        let setup = id(&planned(&scene, &terminal, integrations, &[])?)?;
        let began = Instant::now();
        act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(0)?;
        took.push(began.elapsed());
        undone(&scene, &terminal, &setup)?;
    }
    took.sort();
    let median = took[RUNS / 2];
    println!(
        "setup apply {integrations:?}: median {median:?} of {took:?}, the program's start and the person included"
    );
    Ok(median)
}

#[test]
fn the_median_of_setup_apply_is_below_two_seconds() -> Outcome<()> {
    for integrations in [&["defender-xdr"][..], &RICH] {
        let median = median(integrations)?;
        assert!(median < MOST, "{integrations:?} took {median:?}");
    }
    Ok(())
}
