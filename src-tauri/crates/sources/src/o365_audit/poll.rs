//! Subscription, windows, pages of blobs.
//!
//! A subscription is looked for before one is started, and never started twice within a quarter of an hour. Windows are a
//! day at most and seven days back at most, the oldest first. A window begins at a whole minute, so that it is the same
//! window when it is listed again: what is listed twice is known by its content id.

use crate::common::{load, load_or_new, save};
use crate::source::{Asked, Content, Page};
use domain::time::parse_time;
use domain::{Code, Outcome, Problem};
use jiff::{SignedDuration, Timestamp};
use microsoft::{Answer, Call, Host};
use serde::{Deserialize, Serialize};

/// The longest window that is accepted.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How old a window's start may be; a little less than seven days, for what passes until it is asked for.
const OLDEST: SignedDuration = SignedDuration::from_mins(7 * 24 * 60 - 10);
/// The pause between two starts of one subscription.
const START_PAUSE: SignedDuration = SignedDuration::from_mins(15);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
enum Step {
    /// Which subscriptions are there.
    #[default]
    Look,
    /// Start ours.
    Start,
    /// List the windows.
    List,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct State {
    content: String,
    tenant: String,
    step: Step,
    /// The subscription was running when it was last looked at.
    running: bool,
    /// When it was last started from here.
    started: Option<Timestamp>,
    /// Everything that became available before it is listed.
    mark: Option<Timestamp>,
    /// The present moment when the poll began.
    now: Timestamp,
    /// What is still to be listed, the next one last.
    windows: Vec<Window>,
    /// Listed once more: the position stays where it was.
    again: bool,
}

/// From, included, to, excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Window {
    from: Timestamp,
    to: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

pub(super) fn begin(saved: Option<&str>, asked: &Asked) -> Outcome<String> {
    let saved: State = load_or_new(saved)?;
    let oldest = asked.now.checked_sub(OLDEST).unwrap_or(asked.now);
    let broken_off = !saved.windows.is_empty() && saved.again == asked.again.is_some();
    let windows = match asked.again {
        Some(_) if broken_off => saved.windows,
        // What came since the poll was broken off belongs to the one that goes on with it.
        None if broken_off => up_to(saved.windows, saved.now, asked.now),
        Some((from, to)) => windows(from, to),
        None => {
            // A clock that was corrected may say less than it did when the mark was set.
            let mark = saved.mark.map(|mark| mark.min(asked.now));
            let mark = mark.and_then(|mark| mark.checked_sub(asked.overlap).ok());
            windows(mark.max(asked.from).unwrap_or(oldest), next_second(asked.now))
        }
    };
    // Links do not outlive the program that was given them; what has become too old is not asked for.
    let windows = windows.into_iter().filter(|window| window.to > oldest);
    let windows =
        windows.map(|window| Window { from: window.from.max(minute_after(oldest)), to: window.to, link: None });
    let windows: Vec<Window> = windows.filter(|window| window.from < window.to).collect();
    save(&State {
        content: asked.content.clone(),
        tenant: asked.tenant.clone(),
        step: if saved.running { Step::List } else { Step::Look },
        now: asked.now,
        again: asked.again.is_some(),
        windows,
        ..saved
    })
}

/// A stretch of time in windows of a day, the oldest last, each from a whole minute on.
fn windows(from: Timestamp, to: Timestamp) -> Vec<Window> {
    let mut windows = Vec::new();
    let mut from = minute_before(from);
    while from < to {
        let end = from.checked_add(DAY).unwrap_or(to).min(to);
        windows.push(Window { from, to: end, link: None });
        from = end;
    }
    windows.reverse();
    windows
}

/// Windows, the next one last, that reached up to a moment, made to reach up to a later one.
fn up_to(mut known: Vec<Window>, reached: Timestamp, now: Timestamp) -> Vec<Window> {
    if now <= reached {
        return known;
    }
    let newest = known.first_mut().filter(|window| window.to >= reached && now.duration_since(window.from) < DAY);
    if let Some(newest) = newest {
        newest.to = newest.to.max(next_second(now));
        return known;
    }
    let mut all = windows(reached, next_second(now));
    all.append(&mut known);
    all
}

fn minute_before(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second().div_euclid(60) * 60).unwrap_or(moment)
}

fn minute_after(moment: Timestamp) -> Timestamp {
    Timestamp::from_second((moment.as_second().div_euclid(60) + 1) * 60).unwrap_or(moment)
}

fn next_second(moment: Timestamp) -> Timestamp {
    Timestamp::from_second(moment.as_second() + 1).unwrap_or(moment)
}

pub(super) fn request(state: &str) -> Outcome<Call> {
    let state: State = load(state)?;
    let feed = format!("/api/v1.0/{}/activity/feed", state.tenant);
    let call = match (state.step, state.windows.last()) {
        (Step::Start, _) => {
            Call::post_empty(format!("{feed}/subscriptions/start")).query("contentType", state.content.as_str())
        }
        (Step::List, Some(Window { link: Some(link), .. })) => Call::follow(link.as_str()),
        (Step::List, Some(window)) => Call::get(format!("{feed}/subscriptions/content"))
            .query("contentType", state.content.as_str())
            .query("startTime", written(window.from))
            .query("endTime", written(window.to)),
        // It names the subscriptions to every content type.
        (Step::Look | Step::List, _) => Call::get(format!("{feed}/subscriptions/list")).shared(),
    };
    Ok(with_publisher(call, &state.tenant))
}

/// The tenant itself is who asks; without it the call falls into a pool that everybody shares.
fn with_publisher(call: Call, tenant: &str) -> Call {
    call.query("PublisherIdentifier", tenant)
}

/// One of the three forms in which a window's ends are read.
fn written(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

pub(super) fn page(state: &str, answer: &Answer) -> Outcome<Page> {
    let mut state: State = load(state)?;
    let mut found = Vec::new();
    match state.step {
        Step::Look => {
            state.running = runs(answer, &state.content)?;
            state.step = if state.running { Step::List } else { Step::Start };
            soon_again(&state)?;
        }
        Step::Start => {
            state.running = true;
            state.started = Some(state.now);
            state.step = Step::List;
        }
        Step::List => {
            found = listed(answer)?;
            if let Some(mut window) = state.windows.pop() {
                let next = answer.next_page.clone().filter(|next| window.link.as_ref() != Some(next));
                if next.is_some() {
                    window.link = next;
                    state.windows.push(window);
                }
            }
        }
    }
    let done = state.step == Step::List && state.windows.is_empty();
    if done && !state.again {
        state.mark = Some(state.mark.map_or(state.now, |mark| mark.max(state.now)));
    }
    let listed_to = state.windows.iter().map(|window| window.from).min();
    Ok(Page { found, state: save(&state)?, done, listed_to, ..Page::default() })
}

/// Refuses to start what was started a moment ago: Microsoft wants a quarter of an hour between.
fn soon_again(state: &State) -> Outcome<()> {
    let due = state.started.and_then(|started| started.checked_add(START_PAUSE).ok());
    match due.filter(|due| state.step == Step::Start && state.now < *due) {
        None => Ok(()),
        Some(due) => {
            let message = format!(
                "The subscription to {} was started here and does not run. It is started again after 15 minutes at the earliest.",
                state.content
            );
            let mut problem = Problem::new(Code::SubscriptionOff, message).fact("Content type", &state.content);
            problem.wait_seconds = u32::try_from(due.duration_since(state.now).as_secs()).ok();
            Err(problem)
        }
    }
}

#[derive(Deserialize)]
struct Subscription {
    #[serde(rename = "contentType")]
    content_type: String,
    // Now and then it is not said.
    status: Option<String>,
}

/// Whether a subscription to that content runs.
fn runs(answer: &Answer, content: &str) -> Outcome<bool> {
    let all: Vec<Subscription> = read(answer, "subscriptions")?;
    let ours = all.iter().find(|each| each.content_type.eq_ignore_ascii_case(content));
    Ok(ours.is_some_and(|each| each.status.as_ref().is_none_or(|status| status.eq_ignore_ascii_case("enabled"))))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    #[serde(default)]
    content_id: String,
    #[serde(default)]
    content_uri: String,
    content_created: String,
    content_expiration: Option<String>,
}

fn listed(answer: &Answer) -> Outcome<Vec<Content>> {
    let blobs: Vec<Listed> = read(answer, "content")?;
    let mut found: Vec<Content> = Vec::with_capacity(blobs.len());
    for blob in blobs {
        let created = parse_time(&blob.content_created);
        let id = if blob.content_id.is_empty() { blob.content_uri.clone() } else { blob.content_id };
        let (Some(created), false) = (created, id.is_empty()) else {
            return Err(Problem::new(Code::PageNotUnderstood, "A blob was listed without an id or a time.")
                .with(answer.facts()));
        };
        if found.iter().all(|known| known.id != id) {
            let expires = blob.content_expiration.as_deref().and_then(parse_time);
            found.push(Content { id, link: blob.content_uri, created, expires });
        }
    }
    Ok(found)
}

fn read<T: serde::de::DeserializeOwned>(answer: &Answer, what: &str) -> Outcome<T> {
    match serde_json::from_slice(&answer.body) {
        Ok(list) => Ok(list),
        Err(_) => {
            answer.json::<serde::de::IgnoredAny>()?;
            let (error, text) = answer.error_words();
            let message = format!("{} answered with JSON that is no list of {what}.", answer.host);
            Err(Problem::new(Code::PageNotUnderstood, message)
                .with(answer.facts())
                .fact("Error", error)
                .fact("Microsoft says", text))
        }
    }
}

pub(super) fn refused(state: &str, problem: &Problem) -> Outcome<Option<String>> {
    let mut state: State = load(state)?;
    let said = problem.facts.get("Error").unwrap_or_default();
    match (said, state.step) {
        // Somebody else was faster.
        ("AF20024", Step::Start) => {
            state.running = true;
            state.step = Step::List;
        }
        ("AF20022" | "AF20023", Step::List) => {
            state.running = false;
            state.step = Step::Start;
            soon_again(&state)?;
        }
        ("AF20030" | "AF20031" | "AF20055", Step::List) => {
            let Some(window) = state.windows.last_mut() else { return Ok(None) };
            if window.link.take().is_none() {
                // Too old by the time it was asked for: an hour less, and the rest is a hole that the ledger shows.
                window.from = window.from.checked_add(SignedDuration::from_hours(1)).unwrap_or(window.to);
                if window.from >= window.to {
                    state.windows.pop();
                }
                if state.windows.is_empty() {
                    return Ok(None);
                }
            }
        }
        _ => return Ok(None),
    }
    save(&state).map(Some)
}

/// The listed link where it lies on the host; else the address that the content id has there. Links to foreign hosts were seen.
pub(super) fn fetch(content: &Content, tenant: &str, host: &Host) -> Call {
    let follow = Call::follow(content.link.as_str());
    let call = match follow.address(host) {
        Ok(_) => follow,
        Err(_) => Call::get(format!("/api/v1.0/{tenant}/activity/feed/audit/{}", content.id)),
    };
    with_publisher(call, tenant)
}

#[cfg(test)]
#[path = "poll_tests.rs"]
mod tests;
