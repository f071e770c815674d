//! A path pattern: literal segments, `*` or `{name}` for one segment, and a final `**` for any rest. Used for limits,
//! latencies and the route table, so that all three mean the same by a path.

use serde::Deserialize;

/// One pattern over paths of the API port.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Pattern {
    text: String,
    open: bool,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        let open = text.ends_with("/**");
        Self { text: text.trim_end_matches("/**").to_owned(), open }
    }
}

impl Pattern {
    /// The pattern as written, without the open end.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether a path, as sent, falls under this pattern.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let mut wanted = self.text.split('/').filter(|part| !part.is_empty());
        let mut found = path.split('/').filter(|part| !part.is_empty());
        loop {
            match (wanted.next(), found.next()) {
                (None, None) => return true,
                (None, Some(_)) => return self.open,
                (Some(_), None) => return false,
                (Some(wanted), Some(found)) if !fits(wanted, found) => return false,
                (Some(_), Some(_)) => {}
            }
        }
    }
}

/// `*` and `{x}` fit anything; `name(key='{x}')` fits what stands before and after its braces.
fn fits(wanted: &str, found: &str) -> bool {
    if wanted == "*" {
        return true;
    }
    // Decoding is rarely needed and every call is held against every pattern.
    let decoded;
    let found = if found.contains('%') {
        decoded = crate::wire::percent_decoded(found);
        decoded.as_str()
    } else {
        found
    };
    let Some((before, rest)) = wanted.split_once('{') else { return wanted == found };
    let Some((_, after)) = rest.split_once('}') else { return false };
    let plain = before.is_empty() && after.is_empty();
    found.strip_prefix(before).is_some_and(|rest| rest.ends_with(after)) && (plain || found.len() > wanted.len() / 2)
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn stars_braces_and_open_ends_match_what_they_stand_for() {
        let fits = |pattern: &str, path: &str| Pattern::from(pattern.to_owned()).matches(path);
        assert!(fits("/graph/*/security/**", "/graph/v1.0/security/alerts_v2/x"));
        assert!(fits("/graph/*/security/**", "/graph/v1.0/security"), "an open end may be empty");
        assert!(!fits("/graph/*/security", "/graph/v1.0/security/alerts_v2"), "a closed one may not be longer");
        assert!(fits("/graph/v1.0/applications(appId='{id}')", "/graph/v1.0/applications(appId='a%20b')"));
        assert!(!fits("/graph/v1.0/applications(appId='{id}')", "/graph/v1.0/applications"));
        assert!(!fits("/graph/v1.0/applications(appId='{id}')", "/graph/v1.0/applications(uniqueName='a')"));
    }
}
