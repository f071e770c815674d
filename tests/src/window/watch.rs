//! What the page must never do, read from the browser itself: no hook in the product is needed.
//!
//! A listener reports violations of the content security policy from the first look on. What was refused before, while
//! the page was being loaded, is told by its traces: a style without a sheet, a picture without a size, a font in error.

use super::Window;
use crate::Outcome;
use serde_json::{Value, json};

const VIOLATIONS: &str = r"
  if (!window.__deskReports) {
    const reports = window.__deskReports = new Set();
    document.addEventListener('securitypolicyviolation', (event) =>
      reports.add(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  }
  const traces = [];
  for (const one of document.querySelectorAll('style, link[rel=stylesheet]'))
    if (!one.sheet) traces.push(`a style sheet was refused: ${one.outerHTML.slice(0, 120)}`);
  for (const one of document.querySelectorAll('[style]'))
    if (one.getAttribute('style').trim() && one.style.length === 0) traces.push(`a style was refused: ${one.outerHTML.slice(0, 120)}`);
  for (const one of document.images)
    if (one.complete && one.src && one.naturalWidth === 0) traces.push(`a picture was refused: ${one.src}`);
  for (const one of document.fonts)
    if (one.status === 'error') traces.push(`a font was refused: ${one.family}`);
  return [...window.__deskReports, ...new Set(traces)];
";

const LOADED: &str = r"
  const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  const linked = [...document.querySelectorAll('[src],link[href]')].map((one) => one.src || one.href);
  return [...new Set([...entries.map((one) => one.name), ...linked])];
";

const OWN: [&str; 6] = ["tauri://localhost", "ipc://localhost", "asset://localhost", "data:", "blob:", "about:"];

impl Window<'_> {
    /// Every violation of the content security policy: all since the first call, and the traces of earlier ones.
    ///
    /// # Errors
    /// When the session is over.
    pub fn violations(&self) -> Outcome<Vec<String>> {
        Ok(texts(&self.session().run(VIOLATIONS, json!([]))?))
    }

    /// Everything that the page has asked for elsewhere than in the application itself, answered or not.
    ///
    /// # Errors
    /// When the session is over.
    pub fn asked_elsewhere(&self) -> Outcome<Vec<String>> {
        let loaded = texts(&self.session().run(LOADED, json!([]))?);
        Ok(loaded.into_iter().filter(|url| !OWN.iter().any(|start| url.starts_with(start))).collect())
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
