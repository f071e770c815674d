//! The guides themselves, where they lie beside the repository: what simple patterns find in them is in `tests/guides.toml` or
//! listed there as no fact, with the reason. Where they are absent each test says so in one line and proves nothing.

use super::guides::{Guide, guides};
use super::links::addresses;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What is quoted beyond this length is a sentence or a piece of a script, not a label.
const LONGEST_LABEL: usize = 60;

/// `$BARTIZAN_SHARED/guides`, or `shared/guides` in the nearest folder above that has it.
fn folder() -> Option<PathBuf> {
    let above = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared")).collect();
    let places = std::env::var_os("BARTIZAN_SHARED").map_or_else(above, |named| vec![PathBuf::from(named)]);
    let folder = places.into_iter().map(|shared| shared.join("guides")).find(|folder| folder.is_dir());
    if folder.is_none() {
        println!("SKIPPED: no guides beside the repository, and BARTIZAN_SHARED names none");
    }
    folder
}

/// Each transcription with its guide, without the marks of Markdown and in one spelling of a region.
fn pairs() -> Vec<(Guide, String)> {
    let Some(folder) = folder() else { return Vec::new() };
    let read = |guide: Guide| {
        let text = fs::read_to_string(folder.join(&guide.file)).expect("a guide can be read");
        (guide, plain(&text))
    };
    guides().into_iter().map(read).collect()
}

fn plain(text: &str) -> String {
    text.replace(['\\', '*'], "").replace("<REGION>", "{REGION}")
}

/// The text without pictures and addresses.
fn words(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("<figure>")).collect::<Vec<_>>().join("\n");
    addresses(text).iter().fold(lines, |text, address| text.replace(address, " "))
}

fn url_of(text: &str) -> String {
    text.replace("<REGION>", "{REGION}").trim_end_matches('/').to_owned()
}

impl Guide {
    /// Everything that is transcribed and stands in the guide word for word.
    fn transcribed(&self) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = BTreeSet::new();
        all.extend(self.permission.iter().filter(|one| one.seen == "text").map(|one| one.value.clone()));
        all.extend(self.base_urls.iter().chain(&self.urls).chain(&self.portals).map(|url| url_of(url)));
        all.extend(self.commands.iter().chain(&self.values).chain(&self.labels).chain(&self.portal).cloned());
        all.extend(self.renamed.iter().map(|label| label.guide.clone()));
        all.extend(self.field.iter().map(|field| field.label.clone()));
        all.extend(self.api.iter().map(|api| api.label.clone()));
        all.extend(self.roles.iter().cloned());
        all
    }

    fn is_ignored(&self, text: &str) -> bool {
        self.ignored.iter().any(|one| match one.text.strip_suffix('*') {
            Some(begin) => text.starts_with(begin),
            None => text == one.text,
        })
    }

    fn expect(&self, what: &str, found: impl IntoIterator<Item = String>) {
        let transcribed = self.transcribed();
        let known = |text: &String| transcribed.contains(text) || self.is_ignored(text);
        let missing: BTreeSet<_> = found.into_iter().filter(|text| !known(text)).collect();
        assert!(missing.is_empty(), "{}: {what} that the transcription lacks: {missing:?}", self.file);
    }
}

/// Names with a dot between letters, as permissions have.
fn dotted(text: &str) -> Vec<String> {
    let tokens = text.split(|c: char| !c.is_ascii_alphanumeric() && !"_.-".contains(c));
    let tokens = tokens.map(|token| token.trim_matches(['.', '-']));
    let dotted = |token: &&str| {
        token
            .as_bytes()
            .windows(3)
            .any(|three| three[0].is_ascii_alphabetic() && three[1] == b'.' && three[2].is_ascii_alphabetic())
    };
    tokens.filter(dotted).map(str::to_owned).collect()
}

/// What stands in quotation marks and can be a label.
fn quoted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.replace(['“', '”'], "\"");
        let parts: Vec<&str> = line.split('"').collect();
        // An odd number of parts is an even number of marks, so that each has its partner.
        if parts.len() % 2 == 1 {
            found.extend(parts.into_iter().skip(1).step_by(2).map(|part| part.trim_end_matches([',', ' ']).to_owned()));
        }
    }
    found.retain(|part| !part.is_empty() && part.len() <= LONGEST_LABEL);
    found
}

/// The cells of each row of each table, without the lines below the heads.
fn rows(text: &str) -> Vec<Vec<String>> {
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let cells = rows.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect());
    cells.filter(|cells: &Vec<String>| !cells.iter().all(|cell| cell.bytes().all(|byte| byte == b'-'))).collect()
}

/// Figures of four digits and more.
fn figures(text: &str) -> Vec<String> {
    let tokens = text.split(|c: char| !c.is_ascii_alphanumeric());
    tokens
        .filter(|token| token.len() > 3 && token.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_patterns_find_what_they_are_for() {
    let text = "Add \"Mail.Read\" (https://a.example/b.) or api.md, `x.y`. Enter 4834104 or “Save”.\n| A.Read | Read | b |\n|---|--|-|";
    assert_eq!(addresses(text), ["https://a.example/b"]);
    assert_eq!(
        dotted(&words(text)),
        ["Mail.Read", "api.md", "x.y", "A.Read"],
        "a full stop is not a dot between letters"
    );
    assert_eq!(quoted(text), ["Mail.Read", "Save"]);
    assert_eq!(figures(text), ["4834104"]);
    assert_eq!(rows(text), [["A.Read", "Read", "b"]]);
}

#[test]
fn every_permission_of_the_guides_is_transcribed() {
    for (guide, text) in pairs() {
        guide.expect("names with dots", dotted(&words(&text)));
    }
}

#[test]
fn every_address_of_the_guides_is_transcribed() {
    for (guide, text) in pairs() {
        guide.expect("addresses", addresses(&text).iter().map(|address| url_of(address)));
    }
}

#[test]
fn every_quoted_label_of_the_guides_is_transcribed() {
    for (guide, text) in pairs() {
        guide.expect("labels", quoted(&words(&text)));
    }
}

#[test]
fn every_row_of_the_guides_tables_is_transcribed_with_whom_it_is_for() {
    for (guide, text) in pairs() {
        let rows = rows(&text);
        guide.expect("rows", rows.iter().map(|cells| cells[0].clone()));
        for permission in guide.permission.iter().filter(|permission| permission.used_by.is_some()) {
            let row = rows.iter().find(|cells| cells[0] == permission.value).expect("a used permission has a row");
            assert_eq!(row.get(2), permission.used_by.as_ref(), "{}: the guide's own column", permission.value);
            for (word, id) in
                [("Alert Source", "alert-source"), ("Data Source", "data-source"), ("Remediator", "remediator")]
            {
                let says = row[2].contains(word);
                let does = permission.needed_for.iter().any(|place| place.contains(id));
                assert_eq!(says, does, "{} is for the {word} as the guide says", permission.value);
            }
            let does = permission.needed_for.iter().all(|place| place.ends_with("/calendar"));
            assert_eq!(row[2].contains("Calendar"), does, "{} is a calendar feature or not", permission.value);
        }
    }
}

#[test]
fn every_command_and_figure_of_the_guides_is_transcribed() {
    for (guide, text) in pairs() {
        let commands =
            text.lines().filter_map(|line| line.find("prelude partner ").map(|at| line[at..].trim().to_owned()));
        guide.expect("commands", commands);
        guide.expect("figures", figures(&words(&text)));
    }
}

#[test]
fn nothing_is_transcribed_that_no_guide_says() {
    for (guide, text) in pairs() {
        let text = text.replace('"', "");
        let facts = guide.fact.iter().map(|fact| &fact.guide);
        let ignored = guide.ignored.iter().map(|one| &one.text);
        for said in guide.transcribed().iter().chain(facts).chain(ignored) {
            let said = said.trim_end_matches('*');
            assert!(text.contains(said), "{} does not say {said:?}", guide.file);
        }
        assert!(guide.ignored.iter().all(|one| !one.why.is_empty()), "{}: each has a reason", guide.file);
    }
}
