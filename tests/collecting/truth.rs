//! What a tenant has, read plainly: no patience, no position, nothing of the product's.

use crate::Outcome;
use crate::product::Tenant;
use bartizan_tests::{Trouble, Why, request_with};
use jiff::{SignedDuration, Timestamp};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Ids with the bodies under which they can be seen.
#[derive(Debug, Clone, Default)]
pub struct Truth(pub BTreeMap<String, BTreeSet<String>>);

impl Truth {
    pub fn and(mut self, other: Self) -> Self {
        for (id, bodies) in other.0 {
            self.0.entry(id).or_default().extend(bodies);
        }
        self
    }

    fn take(&mut self, rows: Vec<Box<RawValue>>, id: &str) {
        for row in rows {
            let value: Value = serde_json::from_str(row.get()).expect("the tenant sends JSON");
            let name = value[id].as_str().map_or_else(|| value[id].to_string(), str::to_owned);
            self.0.entry(name).or_default().insert(row.get().to_owned());
        }
    }
}

/// A client with an application of its own.
pub struct Reader<'a> {
    tenant: &'a Tenant,
    client: String,
    secret: String,
    tokens: RefCell<BTreeMap<String, String>>,
}

#[derive(serde::Deserialize)]
struct Page {
    #[serde(alias = "data")]
    value: Vec<Box<RawValue>>,
}

impl<'a> Reader<'a> {
    pub fn new(tenant: &'a Tenant) -> Outcome<Self> {
        let roles = [
            "SecurityAlert.Read.All",
            "SecurityIncident.Read.All",
            "Alert.Read.All",
            "ActivityFeed.Read",
            "ActivityFeed.ReadDlp",
            "investigation.read",
            "ThreatSubmission.Read.All",
            "Mail.Read",
            "Exchange.ManageAsApp",
        ];
        let (client, secret) = tenant.register(&roles, &["Security Reader"])?;
        Ok(Self { tenant, client, secret, tokens: RefCell::default() })
    }

    fn address(&self) -> &str {
        self.tenant.simulator.base().trim_start_matches("http://")
    }

    fn token(&self, surface: &str) -> Outcome<String> {
        if let Some(known) = self.tokens.borrow().get(surface) {
            return Ok(known.clone());
        }
        let scope = encoded(&format!("{}/{surface}/.default", self.tenant.simulator.base()));
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}&scope={scope}",
            self.client,
            encoded(&self.secret)
        );
        let path = format!("/login/{}/oauth2/v2.0/token", self.tenant.simulator.tenant());
        let kind = ["Content-Type: application/x-www-form-urlencoded"];
        let answer = request_with(self.address(), "POST", &path, &kind, &form)?.json()?;
        let token = answer["access_token"].as_str().map(str::to_owned).why(&answer.to_string())?;
        self.tokens.borrow_mut().insert(surface.to_owned(), token.clone());
        Ok(token)
    }

    fn ask(&self, surface: &str, method: &str, path: &str, body: &str) -> Outcome<(Vec<u8>, String)> {
        let token = format!("Authorization: Bearer {}", self.token(surface)?);
        let headers = [token.as_str(), "Content-Type: application/json", "Prefer: include-unknown-enum-members"];
        let answer = request_with(self.address(), method, path, &headers, body)?;
        if answer.status != 200 {
            let said = String::from_utf8_lossy(&answer.body).into_owned();
            return Err(Trouble::new(format!("{method} {path}: {} {said}", answer.status)));
        }
        let next = answer.header("nextpageuri").to_owned();
        Ok((answer.body, next))
    }

    /// A list of Graph, counted off.
    pub fn graph(&self, path: &str, top: usize) -> Outcome<Truth> {
        let mut truth = Truth::default();
        let skips = !path.starts_with("/beta");
        for page in 0..200 {
            let skip = if skips && page > 0 { format!("&$skip={}", page * top) } else { String::new() };
            let (body, _) = self.ask("graph", "GET", &format!("/graph{path}?$top={top}{skip}"), "")?;
            let page: Page = serde_json::from_slice(&body)?;
            let rows = page.value.len();
            truth.take(page.value, "id");
            if rows < top {
                return Ok(truth);
            }
        }
        Err(Trouble::new("a list without an end"))
    }

    pub fn mailbox(&self, mailbox: &str) -> Outcome<Truth> {
        let since = (Timestamp::now() - SignedDuration::from_hours(24 * 30)).to_string();
        let select = "id,createdDateTime,lastModifiedDateTime,changeKey,receivedDateTime,sentDateTime,hasAttachments,\
            internetMessageId,subject,bodyPreview,importance,parentFolderId,conversationId,isRead,isDraft,webLink,\
            inferenceClassification,body,sender,from,toRecipients,ccRecipients,bccRecipients,replyTo,flag,categories,\
            internetMessageHeaders";
        let path = format!(
            "/graph/v1.0/users/{mailbox}/messages?$top=1000&$select={select}&$filter={}",
            encoded(&format!("receivedDateTime ge {since}"))
        );
        let token = format!("Authorization: Bearer {}", self.token("graph")?);
        let answer = request_with(self.address(), "GET", &path, &[&token, "Prefer: IdType=\"ImmutableId\""], "")?;
        let page: Page = serde_json::from_slice(&answer.body).why(&String::from_utf8_lossy(&answer.body))?;
        let mut truth = Truth::default();
        truth.take(page.value, "id");
        Ok(truth)
    }

    pub fn endpoint(&self) -> Outcome<Truth> {
        let (body, _) = self.ask("mde", "GET", "/mde/api/alerts?$expand=evidence", "")?;
        let mut truth = Truth::default();
        truth.take(serde_json::from_slice::<Page>(&body)?.value, "id");
        Ok(truth)
    }

    pub fn cloud_apps(&self) -> Outcome<Truth> {
        let mut truth = Truth::default();
        for page in 0..1000 {
            let wanted = json!({"skip": page * 100, "limit": 100}).to_string();
            let (body, _) = self.ask("cloudapps", "POST", "/cloudapps/api/v1/alerts/", &wanted)?;
            let page: Page = serde_json::from_slice(&body)?;
            let rows = page.value.len();
            truth.take(page.value, "_id");
            if rows < 100 {
                return Ok(truth);
            }
        }
        Err(Trouble::new("a list without an end"))
    }

    pub fn quarantine(&self) -> Outcome<Truth> {
        let path = format!("/exchange/adminapi/beta/{}/InvokeCommand", self.tenant.simulator.tenant());
        let since = (Timestamp::now() - SignedDuration::from_hours(24 * 30 - 1)).to_string();
        let parameters = json!({"Page": 1, "PageSize": 1000, "StartReceivedDate": since});
        let wanted = json!({"CmdletInput": {"CmdletName": "Get-QuarantineMessage", "Parameters": parameters}});
        let (body, _) = self.ask("exchange", "POST", &path, &wanted.to_string())?;
        let mut truth = Truth::default();
        truth.take(serde_json::from_slice::<Page>(&body)?.value, "Identity");
        Ok(truth)
    }

    /// Every record of the last seven days, less a quarter of an hour in which a blob could leave them meanwhile.
    pub fn audit(&self) -> Outcome<Truth> {
        let feed = format!("/manage/api/v1.0/{}/activity/feed", self.tenant.simulator.tenant());
        let now = Timestamp::now();
        let written = |moment: Timestamp| moment.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let mut truth = Truth::default();
        for kind in ["Audit.AzureActiveDirectory", "Audit.Exchange", "Audit.SharePoint", "Audit.General", "DLP.All"] {
            let mut seen = BTreeSet::new();
            for day in 0..7 {
                let start = now - SignedDuration::from_mins(7 * 24 * 60 - 15) + SignedDuration::from_hours(24 * day);
                let end = (start + SignedDuration::from_hours(24)).min(now);
                let first = format!(
                    "{feed}/subscriptions/content?contentType={kind}&startTime={}&endTime={}",
                    written(start),
                    written(end)
                );
                let mut path = first;
                for _ in 0..200 {
                    let (body, next) = self.ask("manage", "GET", &path, "")?;
                    let blobs: Vec<Value> = serde_json::from_slice(&body)?;
                    for blob in blobs {
                        let uri = blob["contentUri"].as_str().why("a link")?.to_owned();
                        if seen.insert(uri.clone()) {
                            let path = uri.trim_start_matches(self.tenant.simulator.base()).to_owned();
                            let (body, _) = self.ask("manage", "GET", &path, "")?;
                            truth.take(serde_json::from_slice(&body)?, "Id");
                        }
                    }
                    match next.as_str() {
                        "" => break,
                        next => path = next.trim_start_matches(self.tenant.simulator.base()).to_owned(),
                    }
                }
            }
        }
        Ok(truth)
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// What is stored is what the tenant has: every id and every body, none twice, and nothing else.
pub fn compare(what: &str, stored: &BTreeMap<String, Vec<String>>, before: &Truth, after: &Truth) {
    let missing: Vec<_> = before.0.keys().filter(|id| !stored.contains_key(*id)).take(5).collect();
    assert!(
        missing.is_empty(),
        "{what}: {} stored, {} in the tenant; missing are {missing:?}",
        stored.len(),
        before.0.len()
    );
    let strange: Vec<_> =
        stored.keys().filter(|id| !after.0.contains_key(*id) && !before.0.contains_key(*id)).collect();
    assert!(strange.is_empty(), "{what}: {strange:?} are not in the tenant");
    for (id, bodies) in &before.0 {
        let here = &stored[id];
        assert_eq!(here.iter().collect::<BTreeSet<_>>().len(), here.len(), "{what}: {id} has a version twice");
        let secret = |body: &&String| body.contains("DetectedValues");
        for body in bodies.iter().filter(|body| !secret(body)) {
            // What the service changes by itself while it is read may be here as it was a moment later.
            let later = after.0.get(id).is_some_and(|later| !later.contains(body));
            assert!(here.contains(body) || later, "{what}: {id} is not here as it was sent\n{body}\n{here:?}");
        }
    }
}
