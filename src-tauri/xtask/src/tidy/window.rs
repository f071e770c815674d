//! What the page may do: who imports Tauri, what the content security policy lets in, which commands the window has.

use super::Violation;
use super::rules::Rules;
use super::tree::{Source, Tree};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const CONF: &str = "src-tauri/tauri.conf.json";
const CAPABILITIES: &str = "src-tauri/capabilities";
const CONTRACT: &str = "ui/src/contract.gen.ts";

/// Checks the page, the window's configuration and its capabilities.
pub fn check(root: &Path, tree: &Tree, rules: &Rules) -> Vec<Violation> {
    let mut found: Vec<Violation> = tree.page().flat_map(imports).collect();
    found.extend(policy(root, rules).unwrap_or_else(|cause| vec![Violation::new(CONF, "csp", cause)]));
    let granted = capabilities(root, tree, rules);
    found.extend(granted.unwrap_or_else(|cause| vec![Violation::new(CAPABILITIES, "capabilities", cause)]));
    found
}

fn imports(file: &Source) -> Vec<Violation> {
    let script = matches!(file.kind(), "ts" | "tsx" | "js") && file.path.starts_with("ui/src/");
    let names =
        |line: &str| line.contains("'@tauri-apps/") || line.contains("\"@tauri-apps/") || line.contains("__TAURI");
    let mut found = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if script && !file.path.starts_with("ui/src/host/") && names(line) {
            found.push(Violation::new(file.at(index + 1), "one-host", "only ui/src/host speaks to the shell"));
        }
        let loads =
            ["src=\"http", "href=\"http", "url(http", "url('http", "url(\"http", "@import 'http", "@import \"http"];
        if matches!(file.kind(), "html" | "css") && loads.iter().any(|load| line.contains(load)) {
            found.push(Violation::new(file.at(index + 1), "no-remote", "nothing is loaded from another origin"));
        }
    }
    found
}

fn policy(root: &Path, rules: &Rules) -> Result<Vec<Violation>, String> {
    let conf = read(&root.join(CONF))?;
    let mut found = Vec::new();
    let mut report = |what: String| found.push(Violation::new(CONF, "csp", what));
    if conf["app"]["withGlobalTauri"] == Value::Bool(true) {
        report("withGlobalTauri must be false".into());
    }
    let security = &conf["app"]["security"];
    let modified = &security["dangerousDisableAssetCspModification"];
    if !modified.is_null() && *modified != Value::Bool(false) {
        report("Tauri's nonces must not be switched off".into());
    }
    if security["csp"].is_null() {
        report("there is no content security policy".into());
    }
    for name in ["csp", "devCsp"] {
        for source in sources(&security[name]) {
            let remote =
                (source.contains("://") || source == "*" || source.ends_with(':') && source.starts_with("http"))
                    && !rules.window.local.contains(&source);
            if remote || source.contains("unsafe-") {
                report(format!("`{source}` in {name} lets in what did not come with the program"));
            }
        }
    }
    Ok(found)
}

fn sources(csp: &Value) -> Vec<String> {
    let split =
        |text: &str| text.split([' ', ';']).filter(|one| !one.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    match csp {
        Value::String(text) => split(text),
        Value::Array(list) => list.iter().flat_map(sources).collect(),
        Value::Object(map) => map.values().flat_map(sources).collect(),
        _ => Vec::new(),
    }
}

fn capabilities(root: &Path, tree: &Tree, rules: &Rules) -> Result<Vec<Violation>, String> {
    let commands: BTreeSet<String> = tree
        .files
        .iter()
        .filter(|file| file.path == CONTRACT)
        .flat_map(|file| commands(&file.text))
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    let mut found = Vec::new();
    let mut granted = BTreeSet::new();
    let entries = fs::read_dir(root.join(CAPABILITIES)).map_err(|cause| cause.to_string())?;
    for path in
        entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "json"))
    {
        let place = format!("{CAPABILITIES}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        let capability = read(&path)?;
        if capability["windows"] != serde_json::json!(["main"]) || !capability["remote"].is_null() {
            found.push(Violation::new(
                &place,
                "capabilities",
                "it must be for the window `main` alone and for nothing remote",
            ));
        }
        for permission in capability["permissions"].as_array().into_iter().flatten() {
            let Some(name) = permission.as_str() else {
                found.push(Violation::new(
                    &place,
                    "capabilities",
                    format!("a scoped permission is not in the plan: {permission}"),
                ));
                continue;
            };
            if !commands.contains(name) && !rules.window.core.iter().any(|core| core == name) {
                found.push(Violation::new(
                    &place,
                    "capabilities",
                    format!("`{name}` is no generated command and not allowed"),
                ));
            }
            granted.insert(name.to_owned());
        }
    }
    for missing in commands.difference(&granted) {
        found.push(Violation::new(
            CAPABILITIES,
            "capabilities",
            format!("`{missing}` is missing: the page has the command"),
        ));
    }
    Ok(found)
}

/// The names in the contract's table of commands.
fn commands(contract: &str) -> Vec<String> {
    let table = contract.split("const COMMANDS").nth(1).unwrap_or_default();
    let rows = table
        .split("name")
        .skip(1)
        .filter_map(|row| row.trim_start_matches(['"', '\'', '?']).trim_start().strip_prefix(':'));
    rows.filter_map(|row| row.trim_start().strip_prefix(['"', '\''])?.split(['"', '\'']).next().map(str::to_owned))
        .collect()
}

fn read(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|cause| cause.to_string())?;
    serde_json::from_str(&text).map_err(|cause| cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::fixture::Fixture;

    #[test]
    fn tauri_outside_the_host_is_found() {
        let text = "// A.\nimport { invoke } from '@tauri-apps/api/core';\n";
        Fixture::new().write("ui/src/features/x.ts", text).breaks("one-host", "ui/src/features/x.ts");
        Fixture::new().write("ui/src/host/x.ts", text).is_tidy();
    }

    #[test]
    fn a_policy_that_lets_others_in_is_found() {
        let wrong = [
            r#"{"app":{"security":{"csp":null}}}"#,
            r#"{"app":{"security":{"csp":"default-src 'self'; style-src 'unsafe-inline'"}}}"#,
            r#"{"app":{"security":{"csp":{"img-src":"'self' https://example.com"}}}}"#,
            r#"{"app":{"security":{"csp":{"img-src":["https:"]}}}}"#,
            r#"{"app":{"withGlobalTauri":true,"security":{"csp":"default-src 'self'"}}}"#,
            r#"{"app":{"security":{"csp":"default-src 'self'","dangerousDisableAssetCspModification":["style-src"]}}}"#,
        ];
        for conf in wrong {
            Fixture::new().write(CONF, conf).breaks("csp", CONF);
        }
    }

    #[test]
    fn something_remote_in_the_page_is_found() {
        Fixture::new()
            .write("ui/index.html", "<script src=\"https://a.example/x.js\">")
            .breaks("no-remote", "ui/index.html");
        Fixture::new()
            .write("ui/src/a.css", "a { background: url(https://a.example/x.png) }")
            .breaks("no-remote", "ui/src/a.css");
    }

    #[test]
    fn capabilities_are_the_generated_commands_and_nothing_else() {
        let path = "src-tauri/capabilities/main.json";
        let with = |list: &str| format!(r#"{{"windows":["main"],"permissions":[{list}]}}"#);
        Fixture::new().write(path, &with(r#""allow-app-state""#)).is_tidy();
        Fixture::new().write(path, &with(r#""allow-app-state","shell:default""#)).breaks("capabilities", path);
        Fixture::new().write(path, &with("")).breaks("capabilities", CAPABILITIES);
        let elsewhere = r#"{"windows":["*"],"permissions":["allow-app-state"]}"#;
        Fixture::new().write(path, elsewhere).breaks("capabilities", path);
        let remote = r#"{"windows":["main"],"remote":{"urls":["https://*"]},"permissions":["allow-app-state"]}"#;
        Fixture::new().write(path, remote).breaks("capabilities", path);
    }

    #[test]
    fn the_table_of_commands_is_read_in_both_spellings() {
        let one =
            "export const COMMANDS: ReadonlyArray<{ name: keyof Commands }> = [\n  { name: 'a_b', effect: 'read' },\n";
        assert_eq!(commands(one), ["a_b"], "as a person writes it; the type's own `name` is no row");
        assert_eq!(commands("const COMMANDS = [{\"name\":\"c\"}]"), ["c"], "as JSON");
    }
}
