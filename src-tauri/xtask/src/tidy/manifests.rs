//! Doors between our crates and owners of dangerous dependencies, read from the manifests.
//!
//! The owner of a dependency stands in the comment above its line in the root manifest, so that who may use a power is
//! decided where the power is brought in.

use super::Violation;
use super::rules::{RULES, Rules};
use cargo_metadata::{Dependency, DependencyKind, MetadataCommand, Package};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Checks every manifest of the workspace under `root`.
pub fn check(root: &Path, rules: &Rules) -> Result<Vec<Violation>, String> {
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .map_err(|cause| format!("reading the manifests: {cause}"))?;
    let text = fs::read_to_string(root.join("Cargo.toml")).map_err(|cause| format!("Cargo.toml: {cause}"))?;
    let (owners, mut found) = owners(&text, rules);
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    for package in &metadata.packages {
        let manifest = package.manifest_path.strip_prefix(root).unwrap_or(&package.manifest_path).as_str().to_owned();
        found.extend(doors(package, &manifest, &ours, rules));
        found.extend(powers(package, &manifest, &owners, rules));
        found.extend(own_versions(&root.join(&manifest), &manifest, &package.name)?);
    }
    for door in rules.extra_door.iter().filter(|door| door.reason.trim().is_empty()) {
        let what = format!("the extra door {} -> {} has no reason", door.from, door.to);
        found.push(Violation::new(RULES, "doors", what));
    }
    Ok(found)
}

fn doors(package: &Package, manifest: &str, ours: &BTreeSet<&str>, rules: &Rules) -> Vec<Violation> {
    let from = package.name.as_str();
    let Some(open) = rules.doors.get(from) else {
        return vec![Violation::new(
            manifest,
            "doors",
            format!("`{from}` is not in the plan: name its doors in tidy.toml"),
        )];
    };
    let extra = |to: &str| rules.extra_door.iter().any(|door| door.from == from && door.to == to);
    let named: BTreeSet<&str> = package.dependencies.iter().map(|dependency| dependency.name.as_str()).collect();
    named
        .into_iter()
        .filter(|to| ours.contains(to) && !open.iter().any(|door| door == to) && !extra(to))
        .map(|to| Violation::new(manifest, "doors", format!("`{from}` has no door to `{to}`")))
        .collect()
}

fn powers(package: &Package, manifest: &str, owners: &BTreeMap<String, Vec<String>>, rules: &Rules) -> Vec<Violation> {
    let name = package.name.as_str();
    let tool = rules.owners.tools.iter().any(|tool| tool == name);
    // A power is one in tests too; what is merely owned may help any test, and the tools that are not shipped.
    let counts = |one: &Dependency| {
        let power = rules.owners.must.iter().any(|must| matches(must, &one.name));
        power || (one.kind != DependencyKind::Development && !tool)
    };
    let named: BTreeSet<&str> =
        package.dependencies.iter().filter(|one| counts(one)).map(|one| one.name.as_str()).collect();
    named
        .into_iter()
        .filter_map(|dependency| Some((dependency, owners.get(dependency)?)))
        .filter(|(_, owners)| !owners.iter().any(|owner| owner == name))
        .map(|(dependency, owners)| {
            let what = format!("`{name}` names `{dependency}`, which belongs to {}", owners.join(" and "));
            Violation::new(manifest, "one-owner", what)
        })
        .collect()
}

/// Who owns what, from the comments; and the lines that have no comment or lack an owner.
fn owners(root_manifest: &str, rules: &Rules) -> (BTreeMap<String, Vec<String>>, Vec<Violation>) {
    let (mut owners, mut found) = (BTreeMap::new(), Vec::new());
    let mut comment: Option<String> = None;
    let mut inside = false;
    for (index, line) in root_manifest.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
        } else if let Some(text) = line.strip_prefix('#') {
            comment = Some(text.trim().to_owned());
        } else if line.is_empty() {
            comment = None;
        } else if let (true, Some((name, value))) = (inside, line.split_once('=')) {
            let (name, place) = (name.trim(), format!("Cargo.toml:{}", index + 1));
            let named =
                comment.as_deref().and_then(|text| text.strip_prefix("owner:")).map(|text| names_in(text, rules));
            let must = rules.owners.must.iter().any(|must| matches(must, name));
            if comment.is_none() && !value.contains("path") {
                found.push(Violation::new(
                    &place,
                    "owner-comment",
                    format!("`{name}` has no comment that says why it is here"),
                ));
            } else if must && named.is_none() {
                found.push(Violation::new(
                    &place,
                    "owner-comment",
                    format!("`{name}` needs a comment `# owner: CRATE. Why.`"),
                ));
            }
            if let Some(named) = named {
                owners.insert(name.to_owned(), named);
            }
        }
    }
    (owners, found)
}

fn names_in(text: &str, rules: &Rules) -> Vec<String> {
    let list = text.split('.').next().unwrap_or_default();
    let names = list.split(',').flat_map(|part| part.split(" and ")).map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| rules.owners.names.get(name).cloned().unwrap_or_else(|| name.to_owned())).collect()
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

/// A version of its own in a crate's manifest: the workspace has one version of each dependency.
fn own_versions(path: &Path, manifest: &str, name: &str) -> Result<Vec<Violation>, String> {
    let text = fs::read_to_string(path).map_err(|cause| format!("{manifest}: {cause}"))?;
    let value: toml::Table = toml::from_str(&text).map_err(|cause| format!("{manifest}: {cause}"))?;
    let mut tables = vec![&value];
    tables.extend(
        value
            .get("target")
            .and_then(toml::Value::as_table)
            .into_iter()
            .flat_map(|all| all.values())
            .filter_map(toml::Value::as_table),
    );
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let lists = tables.iter().flat_map(|table| kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()));
    let own = lists.flatten().filter(|(_, value)| value.get("workspace").and_then(toml::Value::as_bool) != Some(true));
    Ok(own
        .map(|(dependency, _)| {
            let what = format!("`{name}` has a version of `{dependency}` of its own: the workspace has one for all");
            Violation::new(manifest, "one-version", what)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use crate::tidy::fixture::Fixture;

    #[test]
    fn every_door_that_is_not_in_the_plan_is_found() {
        let wrong = [
            ("crates/domain", "store"),
            ("crates/microsoft", "vault"),
            ("crates/sources", "store"),
            ("crates/store", "microsoft"),
            ("crates/vault", "engine"),
            ("crates/engine", "api"),
            ("crates/api", "store"),
            ("crates/cli", "engine"),
            ("crates/simulator", "domain"),
            ("", "engine"),
        ];
        for (crate_path, to) in wrong {
            let manifest = format!("src-tauri/{crate_path}/Cargo.toml").replace("//", "/");
            Fixture::new().depend(&manifest, to).breaks("doors", &manifest);
        }
    }

    #[test]
    fn a_door_for_tests_alone_is_a_door() {
        let manifest = "src-tauri/crates/domain/Cargo.toml";
        Fixture::new().append(manifest, "[dev-dependencies]\nstore.workspace = true\n").breaks("doors", manifest);
    }

    #[test]
    fn an_extra_door_opens_only_with_a_reason() {
        let manifest = "src-tauri/crates/api/Cargo.toml";
        let door = |reason: &str| format!("[[extra_door]]\nfrom = \"api\"\nto = \"store\"\nreason = \"{reason}\"\n");
        Fixture::new().depend(manifest, "store").prepend_rules(&door("measured")).is_tidy();
        Fixture::new().depend(manifest, "store").prepend_rules(&door(" ")).breaks("doors", "src-tauri/xtask/tidy.toml");
    }

    #[test]
    fn a_crate_that_is_not_in_the_plan_is_found() {
        let tree = Fixture::new().member("src-tauri/crates/extra", "extra");
        tree.breaks("doors", "src-tauri/crates/extra/Cargo.toml");
    }

    #[test]
    fn a_power_in_other_hands_than_its_owner_is_found() {
        for (power, thief) in
            [("reqwest", "engine"), ("rusqlite", "domain"), ("keyring", "api"), ("tauri", "cli"), ("ts-rs", "domain")]
        {
            let manifest = format!("src-tauri/crates/{thief}/Cargo.toml");
            Fixture::new().depend(&manifest, power).breaks("one-owner", &manifest);
        }
    }

    #[test]
    fn a_power_without_an_owner_and_a_line_without_a_comment_are_found() {
        Fixture::new().append("Cargo.toml", "\n# Just so.\nhyper = \"1\"\n").breaks("owner-comment", "Cargo.toml");
        Fixture::new().append("Cargo.toml", "\nanything = \"1\"\n").breaks("owner-comment", "Cargo.toml");
    }

    #[test]
    fn a_version_beside_the_workspace_is_found() {
        let manifest = "src-tauri/crates/engine/Cargo.toml";
        Fixture::new().append(manifest, "[dependencies.serde]\nversion = \"1\"\n").breaks("one-version", manifest);
    }
}
