//! Lists as Microsoft's APIs write them, taken apart without reading what is in them: items stay byte for byte.

use crate::mend;
use crate::source::RawItem;
use domain::{Code, Outcome, Problem};
use microsoft::Answer;
use serde::Deserialize;
use serde_json::value::RawValue;

/// A list.
#[derive(Debug, Default)]
pub(crate) struct List {
    /// Its items.
    pub items: Vec<RawItem>,
    /// The page that it names.
    pub next: Option<String>,
    /// Whether there is more, where it says so.
    pub more: Option<bool>,
    /// How many there are in all, where it says so.
    pub count: Option<usize>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, alias = "data", alias = "Data")]
    value: Vec<&'a RawValue>,
    #[serde(rename = "@odata.nextLink", default)]
    next_link: Option<String>,
    #[serde(rename = "hasNext", default)]
    has_next: Option<bool>,
    #[serde(rename = "@odata.count", default)]
    count: Option<usize>,
}

/// The list of an answer: `{"value":[..]}`, `{"data":[..]}`, or a bare list as some gateways send it.
///
/// # Errors
/// `wire.answer_unreadable` for what is no JSON, `collect.page_not_understood` for JSON of another shape.
pub(crate) fn list(answer: &Answer) -> Outcome<List> {
    if let Ok(text) = std::str::from_utf8(&answer.body)
        && let Some(found) = parsed(text)
    {
        return Ok(found);
    }
    if let Some(found) = parsed(&mend::text(&answer.body)) {
        return Ok(found);
    }
    // Not JSON at all is the wire's problem; JSON of another shape is this page's.
    answer.json::<serde::de::IgnoredAny>()?;
    let (error, text) = answer.error_words();
    let message = format!("{} answered with JSON that is no list of items.", answer.host);
    Err(Problem::new(Code::PageNotUnderstood, message)
        .with(answer.facts())
        .fact("Error", error)
        .fact("Microsoft says", text))
}

/// The items of an answer that is a list and nothing else.
///
/// # Errors
/// As for [`list`].
pub(crate) fn records(answer: &Answer) -> Outcome<Vec<RawItem>> {
    list(answer).map(|list| list.items)
}

fn parsed(text: &str) -> Option<List> {
    let raws =
        |raws: Vec<&RawValue>| raws.into_iter().map(|raw| RawItem { json: raw.get().to_owned(), at: None }).collect();
    if text.trim_start().starts_with('[') {
        let items = serde_json::from_str::<Vec<&RawValue>>(text).ok()?;
        return Some(List { items: raws(items), ..List::default() });
    }
    let envelope: Envelope<'_> = serde_json::from_str(text).ok()?;
    let next = envelope.next_link.filter(|link| !link.trim().is_empty());
    Some(List { items: raws(envelope.value), next, more: envelope.has_next, count: envelope.count })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn listed(body: &str) -> Result<List, Code> {
        list(&Answer { status: 200, body: body.as_bytes().to_vec(), ..Answer::default() })
            .map_err(|problem| problem.code)
    }

    #[test]
    fn every_form_of_a_list_is_taken_apart_and_its_items_stay_as_they_were() {
        for body in [
            r#"{"@odata.context":"x","value":[{ "a" : 1.0 },2]}"#,
            r#"{"data":[{ "a" : 1.0 },2],"hasNext":false,"max":100,"total":2,"moreThanTotal":false}"#,
            r#"[{ "a" : 1.0 },2]"#,
        ] {
            let items = listed(body).unwrap().items;
            assert_eq!(items[0].json, r#"{ "a" : 1.0 }"#, "{body}");
            assert_eq!(items.len(), 2);
        }
        assert!(listed("[]").unwrap().items.is_empty() && listed(r#"{"value":[]}"#).unwrap().items.is_empty());
    }

    #[test]
    fn what_is_no_list_is_a_problem_and_not_an_empty_one() {
        assert_eq!(listed("<html>").err(), Some(Code::AnswerUnreadable));
        assert_eq!(listed("\0\0\0").err(), Some(Code::AnswerUnreadable));
        assert_eq!(listed("").err(), Some(Code::AnswerUnreadable));
        assert_eq!(listed(r#"{"value":[{"a":1},"#).err(), Some(Code::AnswerUnreadable), "a list that was cut");
        assert_eq!(listed(r#"{"error":{"code":"x"}}"#).err(), Some(Code::PageNotUnderstood));
        assert_eq!(listed(r#"{"value":null}"#).err(), Some(Code::PageNotUnderstood));
    }

    #[test]
    fn one_bad_character_does_not_cost_the_page() {
        let items = listed("{\"value\":[{\"id\":\"a\u{1}b\"},{\"id\":\"\\ud800\"}]}").unwrap().items;
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].json, r#"{"id":"a\u0001b"}"#);
        assert_eq!(items[1].json, r#"{"id":"\ud800"}"#, "half a pair stays as it came; readers mend it");
    }
}
