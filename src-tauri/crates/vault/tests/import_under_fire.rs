//! The importer under some thousand changed files; `cargo xtask fuzz import` does the same for as long as one likes.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../fuzz/mod.rs"]
mod fuzz;

use std::collections::BTreeMap;

#[test]
fn changed_files_never_break_the_importer() {
    let seed = jiff::Timestamp::now().as_nanosecond() as u64;
    println!("seed {seed}");
    let mut chance = fuzz::Chance::new(seed);
    let now = "2027-01-01T00:00:00Z".parse().unwrap();
    let (mut taken, mut codes) = (0, BTreeMap::new());
    for _ in 0..3_000 {
        let input = fuzz::input(&mut chance);
        match fuzz::run(&input, now) {
            fuzz::End::Taken => taken += 1,
            fuzz::End::Refused(code) => *codes.entry(code).or_insert(0_u32) += 1,
            fuzz::End::Broken(why) => panic!("{why}, of seed {seed}: {:?} {:?}", input.password, input.files),
        }
    }
    assert!(taken > 0 && codes.len() > 8, "the changes reach what lies deep: {taken} taken, {codes:?}");
}
