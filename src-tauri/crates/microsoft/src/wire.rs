//! One HTTP client for the whole product: time limits, size limits, no redirects, no cookies, the token last.

use crate::answer::Answer;
use crate::call::{Call, Host};
use crate::clock::Clock;
use crate::token::AccessToken;
use domain::{Code, Outcome, Problem};
use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{HeaderMap, HeaderValue};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

/// The largest body that is read: alerts of 35 kB by the thousand stay far below.
const LARGEST_BODY: usize = 128 * 1024 * 1024;
const CONNECT_WITHIN: Duration = Duration::from_secs(15);
const NO_BYTE_FOR: Duration = Duration::from_secs(60);
const UNKNOWN: i64 = i64::MIN;

/// The product's way out.
pub struct Wire {
    outside: reqwest::Client,
    loopback: reqwest::Client,
    clock: Arc<dyn Clock>,
    difference_ms: AtomicI64,
    sent: AtomicU32,
}

impl Wire {
    /// Builds the client.
    ///
    /// # Errors
    /// `internal.unexpected` when the TLS library cannot start.
    pub fn new(clock: Arc<dyn Clock>, version: &str) -> Outcome<Self> {
        let plain = |error: reqwest::Error| {
            Problem::new(Code::Unexpected, "The HTTPS client could not start.").fact("Cause", error)
        };
        let base = || {
            reqwest::Client::builder()
                .user_agent(format!("Bartizan/{version}"))
                .connect_timeout(CONNECT_WITHIN)
                .read_timeout(NO_BYTE_FOR)
                .redirect(reqwest::redirect::Policy::none())
        };
        Ok(Self {
            outside: base().https_only(true).build().map_err(plain)?,
            // The simulator: loopback addresses only (domain::cloud::simulated), never through a proxy.
            loopback: base().no_proxy().build().map_err(plain)?,
            clock,
            difference_ms: AtomicI64::new(UNKNOWN),
            sent: AtomicU32::new(0),
        })
    }

    /// This machine's clock minus Microsoft's in milliseconds, from the `Date` of the last answer.
    pub fn clock_difference_ms(&self) -> Option<i64> {
        Some(self.difference_ms.load(Ordering::Relaxed)).filter(|difference| *difference != UNKNOWN)
    }

    /// How many requests were sent since the start; the difference of two readings is what a step took.
    pub fn sent(&self) -> u32 {
        self.sent.load(Ordering::Relaxed)
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Sends a call once, with or without a token.
    ///
    /// # Errors
    /// `wire.foreign_host` before anything is sent; `wire.unreachable`, `wire.simulator_stopped`, `wire.timed_out`,
    /// `wire.answer_cut`, `wire.answer_too_large`. An answer of any status is no error here.
    pub async fn send(&self, host: &Host, call: &Call, token: Option<&AccessToken>) -> Outcome<Answer> {
        let url = call.address(host)?;
        let mut request = self.request(host, call, &url);
        if let Some(body) = &call.body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        if let Some(token) = token {
            request = request.header("authorization", bearer(token)?);
        }
        self.exchange(request, host, call).await
    }

    /// Sends a form to the login host; the only other body that we send.
    ///
    /// # Errors
    /// As for [`Wire::send`].
    pub async fn send_form(&self, host: &Host, call: &Call, form: &[(&str, &str)]) -> Outcome<Answer> {
        let url = call.address(host)?;
        let request = self.request(host, call, &url).form(form);
        self.exchange(request, host, call).await
    }

    fn request(&self, host: &Host, call: &Call, url: &url::Url) -> reqwest::RequestBuilder {
        let client = if host.simulated() { &self.loopback } else { &self.outside };
        let method = match call.method {
            "POST" => reqwest::Method::POST,
            "PATCH" => reqwest::Method::PATCH,
            "DELETE" => reqwest::Method::DELETE,
            _ => reqwest::Method::GET,
        };
        let mut request = client.request(method, url.clone()).header("accept", "application/json");
        for (name, value) in &call.headers {
            request = request.header(name.as_ref(), value);
        }
        request
    }

    async fn exchange(&self, request: reqwest::RequestBuilder, host: &Host, call: &Call) -> Outcome<Answer> {
        let id = uuid::Uuid::new_v4().to_string();
        let name = call.name(host);
        self.sent.fetch_add(1, Ordering::Relaxed);
        let fail = |error: &reqwest::Error| failure(error, host).fact("Call", &name).fact("Client request id", &id);
        let mut response =
            request.header("client-request-id", &id).send().await.map_err(|error| fail(&error.without_url()))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let date = date(&headers);
        self.compare_clock(date);
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| fail(&error.without_url()))? {
            if body.len() + chunk.len() > LARGEST_BODY {
                let message = format!("{} sent more than {LARGEST_BODY} bytes.", host.name());
                return Err(Problem::new(Code::AnswerTooLarge, message).fact("Call", &name));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            body,
            request_id: text(&headers, &["request-id", "x-ms-request-id"]),
            client_request_id: id,
            location: Some(text(&headers, &["location"])).filter(|to| !to.is_empty()),
            retry_after: text(&headers, &["retry-after"]).trim().parse().ok(),
            next_page: Some(text(&headers, &["nextpageuri"])).filter(|link| !link.trim().is_empty()),
            warning: Some(text(&headers, &["warning"])).filter(|warning| !warning.trim().is_empty()),
            date,
            call: name,
            host: host.name(),
        })
    }

    fn compare_clock(&self, date: Option<Timestamp>) {
        if let Some(theirs) = date {
            let here = self.clock.now();
            // `Date` has whole seconds: half a second is the middle of what it can mean.
            let difference = here.as_millisecond() - theirs.as_millisecond() - 500;
            self.difference_ms.store(if difference.abs() <= 500 { 0 } else { difference }, Ordering::Relaxed);
        }
    }

    /// The present moment by Microsoft's clock, as far as it is known.
    pub fn their_now(&self) -> Timestamp {
        let here = self.clock.now();
        let ahead = SignedDuration::from_millis(self.clock_difference_ms().unwrap_or(0));
        here.checked_sub(ahead).unwrap_or(here)
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

fn bearer(token: &AccessToken) -> Outcome<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.reveal()))
        .map_err(|_| Problem::new(Code::TokenRefused, "Microsoft issued a token that cannot be sent in a header."))?;
    value.set_sensitive(true);
    Ok(value)
}

fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = text(headers, &["date"]).replace("GMT", "+0000");
    rfc2822::DateTimeParser::new().parse_timestamp(&text).ok()
}

fn text(headers: &HeaderMap, names: &[&str]) -> String {
    names.iter().find_map(|name| headers.get(*name)?.to_str().ok()).unwrap_or_default().to_owned()
}

fn failure(error: &reqwest::Error, host: &Host) -> Box<Problem> {
    let name = host.name();
    let cause = innermost(error);
    let problem = if error.is_timeout() {
        Problem::new(Code::TimedOut, format!("{name} did not answer in time."))
    } else if error.is_connect() && host.simulated() {
        Problem::new(Code::SimulatorStopped, format!("Nothing answers at the simulated tenant's address {name}."))
    } else if error.is_connect() {
        Problem::new(Code::Unreachable, format!("No connection to {name} came about."))
    } else {
        // In the middle of a body: cut off, or compressed so that it cannot be read to its end.
        Problem::new(Code::AnswerCut, format!("The connection to {name} ended before the answer was complete."))
    };
    problem.fact("Cause", cause)
}

fn innermost(error: &dyn std::error::Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    inner.to_string().chars().take(200).collect()
}
