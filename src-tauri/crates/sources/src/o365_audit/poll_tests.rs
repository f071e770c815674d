//! The feed's protocol, step by step, against answers as they are documented and as they were measured.
#![allow(clippy::unwrap_used)]

use super::*;
use serde_json::{Value, json};

fn asked(now: &str) -> Asked {
    Asked {
        content: "Audit.SharePoint".to_owned(),
        tenant: "6f9ea3d2-0000-4000-8000-000000000001".to_owned(),
        now: now.parse().unwrap(),
        from: None,
        overlap: SignedDuration::from_mins(15),
        again: None,
        own: crate::Own::default(),
    }
}

fn answer(body: &Value) -> Answer {
    Answer { status: 200, body: body.to_string().into_bytes(), ..Answer::default() }
}

fn step(state: &str, body: &Value) -> Page {
    page(state, &answer(body)).unwrap()
}

fn option(call: &Call, name: &str) -> String {
    call.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn refusal(error: &str) -> Box<Problem> {
    Problem::new(Code::Refused, "x").fact("Error", error)
}

#[test]
fn a_running_subscription_is_never_started_again_and_one_that_is_absent_is_started_once() {
    let state = begin(None, &asked("2026-11-20T10:00:00Z")).unwrap();
    let look = request(&state).unwrap();
    assert!(look.path.ends_with("/subscriptions/list") && look.method == "GET");
    // Another spelling, and a status that is not said: both were seen.
    let running = step(&state, &json!([{"contentType": "Audit.Sharepoint", "webhook": null}]));
    assert!(request(&running.state).unwrap().path.ends_with("/content"));

    let absent = step(&state, &json!([{"contentType": "Audit.SharePoint", "status": "disabled"}]));
    let start = request(&absent.state).unwrap();
    assert!(start.path.ends_with("/start") && start.method == "POST" && start.body.is_none());
    let begun = step(&absent.state, &json!({"contentType": "Audit.SharePoint", "status": "enabled", "webhook": null}));
    assert!(!begun.done, "starting is not listing");
    let off = refused(&begun.state, &refusal("AF20022")).unwrap_err();
    assert_eq!((off.code, off.wait_seconds), (Code::SubscriptionOff, Some(900)), "not again within 15 minutes");

    let raced = refused(&absent.state, &refusal("AF20024")).unwrap().unwrap();
    assert!(request(&raced).unwrap().path.ends_with("/content"), "already enabled is success");
}

#[test]
fn every_call_carries_the_publisher() {
    let asked = asked("2026-11-20T10:00:00Z");
    let mut state = begin(None, &asked).unwrap();
    for body in [json!([]), json!({}), json!([])] {
        assert_eq!(option(&request(&state).unwrap(), "PublisherIdentifier"), asked.tenant);
        state = step(&state, &body).state;
    }
    let cloud = domain::cloud::cloud("commercial", None).unwrap();
    let host = Host::api(&cloud, domain::cloud::Api::Management).unwrap();
    let mut content = Content { id: "1$2".to_owned(), link: String::new(), created: asked.now, expires: None };
    content.link = format!("https://manage.office.com/api/v1.0/{}/activity/feed/audit/1$2", asked.tenant);
    let address = fetch(&content, &asked.tenant, &host).address(&host).unwrap().to_string();
    assert_eq!(address, format!("{}?PublisherIdentifier={}", content.link, asked.tenant));
    content.link = "http://localhost/other/activity/feed/audit/1$2".to_owned();
    assert_eq!(
        fetch(&content, &asked.tenant, &host).address(&host).unwrap().to_string(),
        address,
        "a link to a foreign host is not followed: the id has an address on ours"
    );
}

/// Windows of a poll, oldest first.
fn windows_of(state: &str) -> Vec<(String, String)> {
    let mut state = state.to_owned();
    let mut all = Vec::new();
    for _ in 0..20 {
        let call = request(&state).unwrap();
        if call.path.ends_with("/content") {
            all.push((option(&call, "startTime"), option(&call, "endTime")));
        }
        let content = call.path.ends_with("/content");
        let running = json!([{"contentType": "Audit.SharePoint", "status": "enabled"}]);
        let page = step(&state, &if content { json!([]) } else { running });
        state = page.state;
        if page.done {
            return all;
        }
    }
    panic!("the poll did not end")
}

#[test]
fn windows_are_a_day_at_most_without_gaps_and_within_seven_days() {
    let state = begin(None, &asked("2026-11-20T10:00:30Z")).unwrap();
    let all = windows_of(&state);
    assert_eq!(all.len(), 7, "{all:?}");
    assert_eq!(all.first().unwrap().0, "2026-11-13T10:11:00", "seven days, less what passes until it is asked for");
    assert_eq!(all.last().unwrap().1, "2026-11-20T10:00:31", "the present second is in it");
    for pair in all.windows(2) {
        assert_eq!(pair[0].1, pair[1].0, "no gap");
    }
}

#[test]
fn the_next_poll_overlaps_and_after_a_long_sleep_nothing_too_old_is_asked_for() {
    let mut state = begin(None, &asked("2026-11-20T10:00:00Z")).unwrap();
    for _ in 0..12 {
        let page = step(&state, &json!([]));
        state = page.state;
        if page.done {
            break;
        }
    }
    let next = begin(Some(&state), &asked("2026-11-20T10:03:00Z")).unwrap();
    assert_eq!(option(&request(&next).unwrap(), "startTime"), "2026-11-20T09:45:00");
    let late = begin(Some(&state), &asked("2026-12-24T10:00:00Z")).unwrap();
    assert_eq!(option(&request(&late).unwrap(), "startTime"), "2026-12-17T10:11:00");
}

#[test]
fn a_poll_that_was_broken_off_goes_on_and_lists_up_to_the_present() {
    let first = begin(None, &asked("2026-11-20T10:00:00Z")).unwrap();
    let running = json!([{"contentType": "Audit.SharePoint", "status": "enabled"}]);
    let listed = step(&step(&first, &running).state, &json!([])).state;
    for now in ["2026-11-20T10:05:00Z", "2026-11-20T10:20:00Z", "2026-11-22T12:00:00Z"] {
        let resumed = begin(Some(&listed), &asked(now)).unwrap();
        let all = windows_of(&resumed);
        assert!(
            all.len() <= 8 && all.first().unwrap().0.as_str() > "2026-11-14",
            "what was listed is left out: {all:?}"
        );
        assert!(all.last().unwrap().1.as_str() >= now.trim_end_matches('Z'), "what came since is not: {all:?}");
        assert!(all.windows(2).all(|pair| pair[0].1 >= pair[1].0), "no gap: {all:?}");
        let again = begin(Some(&resumed), &asked(now)).unwrap();
        assert_eq!(windows_of(&again).len(), all.len(), "broken off at once, it is the same");
    }
}

#[test]
fn a_clock_that_goes_back_still_leaves_something_to_list() {
    let mut state = begin(None, &asked("2026-11-20T10:00:00Z")).unwrap();
    for _ in 0..12 {
        let page = step(&state, &json!([]));
        state = page.state;
        if page.done {
            break;
        }
    }
    let back = begin(Some(&state), &asked("2026-11-20T09:30:00Z")).unwrap();
    assert_eq!(option(&request(&back).unwrap(), "startTime"), "2026-11-20T09:15:00");
}

#[test]
fn pages_go_on_by_the_header_and_a_stale_link_is_dropped_instead_of_tried_for_ever() {
    let state = begin(None, &asked("2026-11-20T10:00:00Z")).unwrap();
    let state = step(&state, &json!([{"contentType": "audit.sharepoint", "status": "enabled"}])).state;
    let before = request(&state).unwrap();
    let blob = json!({"contentType": "Audit.SharePoint", "contentId": "a$b", "contentUri": "https://x/a$b",
        "contentCreated": "2026-11-20T09:00:00.000Z", "contentExpiration": "2026-11-27T09:00:00.000Z"});
    let linked = Answer { next_page: Some("https://x/next".to_owned()), ..answer(&json!([blob, blob])) };
    let page = page(&state, &linked).unwrap();
    assert_eq!(page.found.len(), 1, "listed twice is one");
    assert_eq!(request(&page.state).unwrap().link.as_deref(), Some("https://x/next"));
    let dropped = refused(&page.state, &refusal("AF20031")).unwrap().unwrap();
    assert_eq!(request(&dropped).unwrap(), before, "the window is listed from its start");
    let resumed = begin(Some(&page.state), &asked("2026-11-20T10:03:00Z")).unwrap();
    assert_eq!(request(&resumed).unwrap().link, None, "nor does it outlive a restart");
    let aged = refused(&state, &refusal("AF20030")).unwrap().unwrap();
    assert!(option(&request(&aged).unwrap(), "startTime") > option(&before, "startTime"));
}

#[test]
fn a_listing_that_is_not_understood_moves_nothing() {
    let state = begin(None, &asked("2026-11-20T10:00:00Z")).unwrap();
    let state = step(&state, &json!([{"contentType": "Audit.SharePoint"}])).state;
    let code = |body: &str| {
        let answer = Answer { status: 200, body: body.as_bytes().to_vec(), ..Answer::default() };
        page(&state, &answer).map(|page| page.done).map_err(|problem| problem.code)
    };
    assert_eq!(code("<html>"), Err(Code::AnswerUnreadable));
    assert_eq!(code(r#"{"Message":"Authorization has been denied"}"#), Err(Code::PageNotUnderstood));
    assert_eq!(code(r#"[{"contentId":"a","contentCreated":"never"}]"#), Err(Code::PageNotUnderstood));
}
