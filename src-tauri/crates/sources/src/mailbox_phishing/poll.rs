//! The list of messages: the order must stand in the filter as well, and first.

use crate::common::{after_refusal, dated, load, save, steps, told, within};
use crate::list::list;
use crate::read;
use crate::source::{Asked, Page};
use crate::walk::{Paging, TICK, Walk};
use domain::{Code, Outcome, Problem};
use jiff::SignedDuration;
use microsoft::{Answer, Call};
use serde::{Deserialize, Serialize};

/// Messages of a page: they are large.
const PAGE: usize = 50;
const PAGING: Paging = Paging { top: PAGE, most_skip: 100_000, whole_pages: false, ordered: true, tick: TICK };
/// Everything that a message is known by; headers come only when they are named.
const SELECT: &str = "id,createdDateTime,lastModifiedDateTime,changeKey,receivedDateTime,sentDateTime,hasAttachments,\
    internetMessageId,subject,bodyPreview,importance,parentFolderId,conversationId,isRead,isDraft,webLink,\
    inferenceClassification,body,sender,from,toRecipients,ccRecipients,bccRecipients,replyTo,flag,categories,\
    internetMessageHeaders";

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    mailbox: String,
    filter: String,
    walk: Walk,
}

pub(super) fn begin(saved: Option<&str>, asked: &Asked) -> Outcome<String> {
    let saved: State = crate::common::load_or_new(saved)?;
    let mailbox = asked.own.mailbox.trim().to_owned();
    if mailbox.is_empty() {
        return Err(Problem::new(
            Code::SettingMissing,
            "The address of the mailbox with reported messages is missing.",
        ));
    }
    let filter = asked.own.mail_filter.trim().to_owned();
    // Another mailbox or filter is another list.
    let same = saved.mailbox == mailbox && saved.filter == filter;
    let walk = if same { saved.walk } else { Walk::default() };
    // Without a beginning there is no filter, and without a filter no order.
    let beginning = asked.now.checked_sub(SignedDuration::from_hours(24 * 365)).ok();
    let asked = Asked { from: asked.from.or(beginning), ..asked.clone() };
    save(&State { mailbox, filter, walk: walk.begin(&asked) })
}

pub(super) fn request(state: &str) -> Outcome<Call> {
    let state: State = load(state)?;
    let window = state.walk.window();
    let call = match window.and_then(|window| window.link.as_ref()) {
        Some(link) => Call::follow(link.as_str()),
        None => {
            let time = window.and_then(|window| within("receivedDateTime", window)).unwrap_or_default();
            let own = Some(state.filter.as_str()).filter(|own| !own.is_empty());
            let filter = own.map_or_else(|| time.clone(), |own| format!("{time} and ({own})"));
            let mut call = Call::get(format!("/v1.0/users/{}/messages", state.mailbox))
                .query("$filter", filter)
                .query("$orderby", "receivedDateTime asc")
                .query("$select", SELECT)
                .query("$top", PAGE.to_string());
            if let Some(skip) = window.map(|window| window.skip).filter(|skip| *skip > 0) {
                call = call.query("$skip", skip.to_string());
            }
            call
        }
    };
    // An id that stays the same when the message is moved to another folder.
    Ok(call.header("prefer", "IdType=\"ImmutableId\""))
}

pub(super) fn refused(state: &str, problem: &Problem) -> Outcome<Option<String>> {
    let state: State = load(state)?;
    let State { mailbox, filter, walk } = state;
    after_refusal(walk, problem).map(|walk| save(&State { mailbox, filter, walk })).transpose()
}

pub(super) fn page(state: &str, answer: &Answer) -> Outcome<Page> {
    let mut state: State = load(state)?;
    let list = list(answer)?;
    let rows = steps(&list, |json| read::moment(read::field(json, "receivedDateTime").as_deref()));
    let told = told(&list, &rows, &state.walk);
    let (done, warning) = state.walk.advance(&rows, told, &PAGING);
    let listed_to = state.walk.listed_to();
    Ok(Page { items: dated(list, &rows), state: save(&state)?, done, listed_to, warning, ..Page::default() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn asked(mailbox: &str, filter: &str) -> Asked {
        Asked {
            content: String::new(),
            tenant: String::new(),
            now: "2026-11-20T10:00:00Z".parse().unwrap(),
            from: None,
            overlap: SignedDuration::from_mins(15),
            again: None,
            own: crate::Own { mailbox: mailbox.to_owned(), mail_filter: filter.to_owned(), ..crate::Own::default() },
        }
    }

    #[test]
    fn the_order_stands_first_in_the_filter_and_the_own_filter_after_it() {
        let state = begin(None, &asked("phishing@contoso.com", "hasAttachments eq true or isRead eq false")).unwrap();
        let call = request(&state).unwrap();
        assert_eq!(call.path, "/v1.0/users/phishing@contoso.com/messages");
        let filter = &call.query.iter().find(|(name, _)| name == "$filter").unwrap().1;
        assert!(filter.starts_with("receivedDateTime ge 2025-11-20"), "{filter}");
        assert!(filter.ends_with("and (hasAttachments eq true or isRead eq false)"), "{filter}");
    }

    #[test]
    fn without_an_address_nothing_is_asked_and_another_address_begins_anew() {
        assert_eq!(begin(None, &asked(" ", "")).unwrap_err().code, Code::SettingMissing);
        let state = begin(None, &asked("a@contoso.com", "")).unwrap();
        let answer = Answer {
            body: br#"{"value":[{"id":"1","receivedDateTime":"2026-11-20T09:00:00Z"}]}"#.to_vec(),
            ..Answer::default()
        };
        let read = page(&state, &answer).unwrap();
        assert!(read.done);
        let from = |mailbox: &str| {
            let state: State = load(&begin(Some(&read.state), &asked(mailbox, "")).unwrap()).unwrap();
            state.walk.window().unwrap().from.unwrap().to_string()
        };
        assert_eq!(from("a@contoso.com"), "2026-11-20T08:45:00Z");
        assert_eq!(from("b@contoso.com"), "2025-11-20T10:00:00Z");
    }
}
