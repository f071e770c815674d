//! `bartizan alerts`: the list, one alert, and its body.

use crate::arguments::Alerts;
use crate::output::{Ended, FAINT, GRAVE, Output};
use crate::text::{clean, cut, moment, table};
use api::{
    AlertByIdRequest, AlertDetail, AlertRequest, AlertRow, AlertsFound, AlertsRowsRequest, AlertsSearch, Api, Fact,
    Grade, SortBy,
};
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct Count {
    total: u32,
    of: u32,
}

#[derive(Serialize)]
struct Raw<'a> {
    id: &'a str,
    origin: &'a str,
    json: &'a str,
}

/// Rows, facets or the count of a query.
pub(crate) async fn list(api: &Api, alerts: &Alerts, output: &Output) -> Ended {
    let query = alerts.query.join(" ");
    if alerts.facets || alerts.count {
        let found = api.alerts_search(AlertsSearch { query, up_to: None, bars: 24 }).await?;
        if alerts.count {
            let count = Count { total: found.total, of: found.of };
            return output.object(&count, || found.total.to_string());
        }
        return output.object(&found, || facets(&found));
    }
    let request = AlertsRowsRequest {
        query,
        up_to: None,
        sort: SortBy::Created,
        descending: true,
        offset: 0,
        limit: alerts.limit,
    };
    let page = api.alerts_rows(request).await?;
    if output.json() {
        // One object a line, so that it can be read as it streams.
        return page.rows.iter().try_for_each(|row| output.object(row, String::new));
    }
    output.line(rows(&page.rows, output).trim_end())?;
    let shown = page.rows.len();
    output.line(&output.marked(&format!("{shown} of {} alerts", page.total), FAINT))
}

/// One alert in full.
pub(crate) async fn show(api: &Api, id: &str, output: &Output) -> Ended {
    let detail = api.alert_by_id(AlertByIdRequest { id: id.to_owned() }).await?;
    output.object(&detail, || full(&detail))
}

/// The body as it arrived.
pub(crate) async fn raw(api: &Api, id: &str, output: &Output) -> Ended {
    let detail = api.alert_by_id(AlertByIdRequest { id: id.to_owned() }).await?;
    let raw = api.alert_raw(AlertRequest { seq: detail.row.seq }).await?;
    output.object(&Raw { id: &detail.row.id, origin: &raw.origin, json: &raw.json }, || raw.json.clone())
}

/// Rows as a table.
pub(crate) fn rows(rows: &[AlertRow], output: &Output) -> String {
    let cells = |row: &AlertRow| {
        let entity = row.entity.as_ref().map_or("-", |entity| entity.text.as_str());
        vec![
            moment(Some(row.created)),
            row.severity.label.clone(),
            clean(&row.status.label),
            cut(&row.title, 60),
            cut(entity, 28),
            clean(&row.id),
        ]
    };
    let mut lines = vec![["Created", "Severity", "Status", "Title", "Entity", "Id"].map(str::to_owned).to_vec()];
    lines.extend(rows.iter().map(cells));
    let text = table(&lines);
    let marked = text.lines().zip(std::iter::once(None).chain(rows.iter().map(Some))).map(|(line, row)| match row {
        None => output.marked(line, FAINT),
        Some(row) if row.severity.grade == Grade::High => output.marked(line, GRAVE),
        Some(_) => line.to_owned(),
    });
    marked.collect::<Vec<_>>().join("\n")
}

fn facets(found: &AlertsFound) -> String {
    let mut text = format!("{} of {} alerts\n", found.total, found.of);
    for facet in &found.facets {
        let _ = writeln!(text, "\n{}", facet.title);
        let cell = |value: &api::FacetValue| {
            vec![
                format!("  {:>8}", value.count),
                cut(&value.label, 60),
                clean(&format!("{}:{}", facet.field, value.value)),
            ]
        };
        text.push_str(&table(&facet.values.iter().map(cell).collect::<Vec<_>>()));
        if facet.more > 0 {
            let _ = writeln!(text, "  {:>8} more", facet.more);
        }
    }
    text
}

fn full(detail: &AlertDetail) -> String {
    let mut text = format!("{}  {}\n{}\n\n", detail.row.severity.label, clean(&detail.row.title), detail.row.id);
    text.push_str(&facts(&detail.facts, "  "));
    for (title, body) in [("Description", &detail.description), ("Recommended actions", &detail.recommended_actions)] {
        if !body.is_empty() {
            let lines: Vec<_> = body.lines().map(|line| format!("  {}", clean(line))).collect();
            let _ = writeln!(text, "\n{title}\n{}", lines.join("\n"));
        }
    }
    for group in &detail.evidence {
        let _ = writeln!(text, "\n{} ({})", group.title, group.items.len());
        for item in &group.items {
            let verdict =
                if item.verdict.label.is_empty() { String::new() } else { format!("  [{}]", item.verdict.label) };
            let _ = writeln!(text, "  {}{verdict}", clean(&item.primary));
            if !item.secondary.is_empty() {
                let _ = writeln!(text, "    {}", clean(&item.secondary));
            }
        }
    }
    if detail.history.len() > 1 {
        text.push_str("\nHistory\n");
    }
    for version in detail.history.iter().filter(|_| detail.history.len() > 1) {
        let _ = writeln!(text, "  version {}, {}", version.number, moment(Some(version.updated)));
        for change in &version.changes {
            let side = |value: &Option<String>| cut(value.as_deref().unwrap_or("-"), 60);
            let _ = writeln!(text, "    {}: {} -> {}", clean(&change.field), side(&change.before), side(&change.after));
        }
    }
    if !detail.further.is_empty() {
        let _ = write!(text, "\nFurther fields\n{}", facts(&detail.further, "  "));
    }
    text
}

fn facts(facts: &[Fact], indent: &str) -> String {
    let cell = |fact: &Fact| {
        let value = if fact.time.is_some() { moment(fact.time) } else { cut(&fact.value, 160) };
        let note = if fact.note.is_empty() { String::new() } else { format!(", {}", clean(&fact.note)) };
        vec![format!("{indent}{}", clean(&fact.label)), format!("{value}{note}")]
    };
    table(&facts.iter().map(cell).collect::<Vec<_>>())
}
