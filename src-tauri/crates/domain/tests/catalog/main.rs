//! The catalog and the portal steps, file by file: what a file may say, how it says it, and whether the vendors' guides are
//! in it completely.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests, and a line for the one who counts"
)]

mod faults;
mod guides;
mod links;
mod refusals;
mod scan;
mod texts;

use domain::catalog::catalog;
use domain::portal::portal_steps;
use std::fs;
use std::path::Path;
use texts::{Kind, labels, voice};

#[test]
fn every_file_of_the_folder_is_listed_and_without_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog");
    let mut ids = Vec::new();
    for file in fs::read_dir(&folder).expect("the folder can be listed").flatten() {
        let name = file.file_name().into_string().expect("a file has a plain name");
        let text = fs::read_to_string(file.path()).expect("a file can be read");
        assert_eq!(faults::faults(&text), Vec::<String>::new(), "{name}");
        ids.push(name.trim_end_matches(".toml").to_owned());
    }
    let mut listed: Vec<_> = catalog().iter().map(|entry| entry.id.clone()).collect();
    ids.sort();
    listed.sort();
    assert_eq!(ids, listed, "a file that files.rs does not name is in nobody's hands");
}

#[test]
fn an_integration_is_found_by_its_title_alone() {
    for entry in catalog() {
        let same = catalog().iter().filter(|other| other.title == entry.title).count();
        assert_eq!(same, 1, "{} is the title of {same}", entry.title);
    }
}

#[test]
fn portal_steps_speak_as_the_rest_and_use_known_values_only() {
    const VALUES: [&str; 10] = [
        "client_id",
        "object_id",
        "tenant_id",
        "app_name",
        "tenant_name",
        "api_name",
        "listed_under",
        "permissions",
        "certificate_file",
        "role",
    ];
    for step in portal_steps() {
        let lines = step.lines.iter().map(|line| (line, Kind::Sentence));
        for (text, kind) in [(&step.title, Kind::Phrase), (&step.place, Kind::Phrase)].into_iter().chain(lines) {
            assert_eq!(voice(&step.id, text, kind, &VALUES), Vec::<String>::new());
        }
        let link = step.link.replace("{client_id}", "").replace("{object_id}", "").replace("{tenant_id}", "");
        let page = link.strip_prefix("{entra}/").or_else(|| link.strip_prefix("{defender_portal}/"));
        assert!(page.is_some_and(|page| !page.contains('{')), "{}: {link} begins at a portal of the cloud", step.id);
    }
}

#[test]
fn every_step_names_a_label_of_the_portal() {
    for step in portal_steps() {
        let named = step.lines.iter().any(|line| labels(line).is_ok_and(|labels| !labels.is_empty()));
        assert!(named, "{}: what a person has to find is said in the portal's words", step.id);
    }
}
