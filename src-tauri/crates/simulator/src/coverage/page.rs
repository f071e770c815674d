//! The coverage page, written from the tables of routes, rows, limits and scenarios.

use std::fmt::Write;

use super::Routes;
use super::rows::{Chapter, Rows};
use crate::login::CODES;
use crate::scenario::scenario_lines;
use crate::throttle::Limits;

/// The page as Markdown, as `COVERAGE.md` has it. A table that cannot be read is said on the page, which fails its test.
pub fn coverage_page() -> String {
    match tables() {
        Ok((routes, rows, limits)) => written(&routes, &rows, &limits),
        Err(error) => format!("A table cannot be read: {error}\n"),
    }
}

fn tables() -> Result<(Routes, Rows, Limits), toml::de::Error> {
    Ok((Routes::load()?, Rows::load()?, Limits::load()?))
}

fn written(routes: &Routes, rows: &Rows, limits: &Limits) -> String {
    let mut page = String::from(
        "# What the simulated tenant plays\n\nWritten by `bartizan-sim coverage`; do not edit. Sections are those of the API \
         reference.\nA gap is something a client can meet at Microsoft and not here; the number of gaps may only shrink.\n\n",
    );
    let played = rows.row.len() - rows.gaps();
    let counted = format!(
        "{} routes, {played} further rows played, {} gaps, {} limits, {} scenarios.\n",
        routes.iter().count(),
        rows.gaps(),
        limits.iter().count(),
        scenario_lines().len()
    );
    page.push_str(&counted);
    for chapter in &rows.chapter {
        write_chapter(&mut page, chapter, routes, rows, limits);
    }
    page.push_str("\n## Scenarios\n\n| id | what happens | section |\n|---|---|---|\n");
    for line in scenario_lines() {
        row(&mut page, &[&format!("`{}`", line.id), &line.line, &line.section]);
    }
    page
}

fn write_chapter(page: &mut String, chapter: &Chapter, routes: &Routes, rows: &Rows, limits: &Limits) {
    let _ = write!(page, "\n## {} {}\n", chapter.section, chapter.title);
    let mut calls = routes.iter().filter(|route| chapter.holds(&route.section)).peekable();
    if calls.peek().is_some() {
        page.push_str("\n| section | route | for | one of |\n|---|---|---|---|\n");
    }
    for route in calls {
        let call = format!("`{} {}`", route.method, route.path.text());
        row(page, &[&route.section, &call, &route.what, &route.any_of.join(", ")]);
    }
    let inside = || rows.row.iter().filter(|row| chapter.holds(&row.section));
    if inside().any(|row| row.played.is_some()) {
        page.push_str("\n| section | played | how |\n|---|---|---|\n");
    }
    for it in inside() {
        if let Some(how) = &it.played {
            row(page, &[&it.section, &it.what, how]);
        }
    }
    if inside().any(|row| row.gap.is_some()) {
        page.push_str("\n| section | gap | why |\n|---|---|---|\n");
    }
    for it in inside() {
        if let Some(why) = &it.gap {
            row(page, &[&it.section, &it.what, why]);
        }
    }
    if chapter.section == "1" {
        write_codes(page);
    }
    let mut bounds = limits.iter().filter(|limit| chapter.holds(&limit.section)).peekable();
    if bounds.peek().is_some() {
        page.push_str("\n| section | limit | calls |\n|---|---|---|\n");
    }
    for limit in bounds {
        row(page, &[&limit.section, &format!("`{}`", limit.id), &limit.described()]);
    }
}

/// The sign-in service's codes; what has no cause of its own here is brought about by a switch.
fn write_codes(page: &mut String) {
    page.push_str("\n| code | answer | comes about by |\n|---|---|---|\n");
    for (number, status, error, suberror, cause, _) in CODES {
        let answer = [error, *suberror].join(" ");
        let cause = if *cause == "switch" { "switch `sign_in_refused`" } else { cause };
        row(page, &[&format!("AADSTS{number}"), &format!("{status} {}", answer.trim_end()), cause]);
    }
}

fn row(page: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_table_row_has_a_chapter_and_is_either_played_or_a_gap() {
        let (routes, rows, limits) = tables().unwrap();
        let sections = routes.iter().map(|it| &it.section).chain(rows.row.iter().map(|it| &it.section));
        for section in sections.chain(limits.iter().map(|it| &it.section)) {
            assert!(rows.chapter.iter().any(|chapter| chapter.holds(section)), "no chapter for section {section}");
        }
        for row in &rows.row {
            assert!(row.played.is_some() != row.gap.is_some(), "'{}' must be played or a gap", row.what);
        }
    }
}
