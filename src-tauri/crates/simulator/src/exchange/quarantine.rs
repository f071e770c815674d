//! The quarantine cmdlets. The list is paged from 1 and never says how much there is: a short page is the last one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::ExchangeProblem;
use super::gate::Operator;
use super::messages::{Message, all};
use super::parameters::Parameters;
use crate::clock::Ticks;
use crate::wire::Visit;

type Row = Map<String, Value>;

/// Days that a list covers when nobody says, and that it can be asked for.
const DAYS: f64 = 16.0;
const MOST_DAYS: f64 = 30.0;
/// Pages and their sizes.
const MOST: u64 = 1000;
const PAGE: u64 = 100;

const TYPES: &[&str] = &[
    "Spam",
    "TransportRule",
    "Bulk",
    "Phish",
    "HighConfPhish",
    "Malware",
    "SPOMalware",
    "DataLossPrevention",
    "FileTypeBlock",
    "AdminTriggered",
    "PPI",
];
const STATUSES: &[&str] =
    &["Approved", "Denied", "Error", "NotReleased", "PreparingToRelease", "Released", "Requested"];
const DIRECTIONS: &[&str] = &["Inbound", "Outbound"];
const ENTITIES: &[&str] = &["Email", "SharePointOnline", "Teams", "DataLossPrevention"];
const POLICIES: &[&str] = &[
    "AntiMalwarePolicy",
    "AntiPhishPolicy",
    "ExchangeTransportRule",
    "HostedContentFilterPolicy",
    "SafeAttachmentPolicy",
    "DataLossPreventionRule",
];

/// `Get-QuarantineMessage`.
pub(super) fn list(
    visit: &Visit<'_>,
    operator: &Operator,
    parameters: &mut Parameters,
) -> Result<Vec<Row>, ExchangeProblem> {
    if let Some(entities) = parameters.members("EntityType", ENTITIES)? {
        if operator.is_least() {
            return Err(ExchangeProblem::ForbiddenParameter("EntityType"));
        }
        if !entities.contains(&"Email") {
            return Ok(Vec::new());
        }
    }
    let page = within("Page", parameters.number("Page")?.unwrap_or(1), 1)?;
    let size = within("PageSize", parameters.number("PageSize")?.unwrap_or(PAGE), 0)?;
    let criteria = Criteria::take(visit, parameters)?;
    let rows = all(visit.tenant).into_iter().filter(|message| criteria.pass(message)).map(|message| message.row);
    let skip = usize::try_from((page - 1) * size).unwrap_or(usize::MAX);
    Ok(rows.skip(skip).take(usize::try_from(size).unwrap_or(0)).collect())
}

fn within(name: &str, number: u64, least: u64) -> Result<u64, ExchangeProblem> {
    match (least..=MOST).contains(&number) {
        true => Ok(number),
        false => Err(ExchangeProblem::binding(format!(
            "Cannot validate argument on parameter '{name}'. The {number} argument is out of range."
        ))),
    }
}

/// What a message must be to be listed.
struct Criteria {
    received: (Ticks, Ticks),
    expires: (Ticks, Ticks),
    identity: Option<String>,
    message_id: Option<String>,
    subject: Option<String>,
    policy: Option<String>,
    senders: Option<Vec<String>>,
    recipients: Option<Vec<String>>,
    directions: Option<Vec<&'static str>>,
    types: Option<Vec<&'static str>>,
    policies: Option<Vec<&'static str>>,
    statuses: Option<Vec<&'static str>>,
    tags: Option<Vec<String>>,
    reported: Option<bool>,
}

impl Criteria {
    fn take(visit: &Visit<'_>, parameters: &mut Parameters) -> Result<Self, ExchangeProblem> {
        let now = visit.tenant.clock.history();
        let ago = |days: f64| now.plus_seconds(-days * 86_400.0);
        let mut span = |start: &str, end: &str, default: (Ticks, Ticks)| {
            let start = parameters.time(start)?.map(Ticks::of);
            let end = parameters.time(end)?.map(Ticks::of);
            let least = if start.is_none() && end.is_none() { default.0 } else { ago(MOST_DAYS).max(Ticks(0)) };
            Ok::<_, ExchangeProblem>((start.unwrap_or(least), end.unwrap_or(default.1)))
        };
        let far = now.plus_seconds(400.0 * 86_400.0);
        let received = span("StartReceivedDate", "EndReceivedDate", (ago(DAYS), far))?;
        let expires = span("StartExpiresDate", "EndExpiresDate", (Ticks(0), far))?;
        if received.0 < ago(MOST_DAYS + 0.01) {
            return Err(ExchangeProblem::binding("StartReceivedDate must be within the last 30 days."));
        }
        Ok(Self {
            received,
            expires,
            identity: parameters.text("Identity")?,
            message_id: parameters.text("MessageId")?,
            subject: parameters.text("Subject")?,
            policy: parameters.text("PolicyName")?,
            senders: parameters.texts("SenderAddress")?,
            recipients: parameters.texts("RecipientAddress")?,
            directions: parameters.members("Direction", DIRECTIONS)?,
            types: parameters.members("QuarantineTypes", TYPES)?,
            policies: parameters.members("PolicyTypes", POLICIES)?,
            statuses: parameters.members("ReleaseStatus", STATUSES)?,
            tags: parameters.texts("RecipientTag")?,
            reported: parameters.flag("Reported")?,
        })
    }

    fn pass(&self, message: &Message) -> bool {
        let same = |wanted: &Option<String>, name: &str| {
            wanted.as_ref().is_none_or(|wanted| message.text(name).eq_ignore_ascii_case(wanted))
        };
        let one = |wanted: &Option<Vec<&'static str>>, name: &str| {
            wanted.as_ref().is_none_or(|some| some.iter().any(|it| message.text(name).eq_ignore_ascii_case(it)))
        };
        let held = |wanted: &Option<Vec<String>>, name: &str| {
            wanted.as_ref().is_none_or(|some| some.iter().any(|it| message.has(name, it)))
        };
        let within = |span: (Ticks, Ticks), at: Ticks| at >= span.0 && at <= span.1;
        let sender = self.senders.as_ref();
        (within(self.received, message.received) || self.identity.is_some())
            && within(self.expires, message.expires)
            && same(&self.identity, "Identity")
            && same(&self.message_id, "MessageId")
            && same(&self.policy, "PolicyName")
            && self.subject.as_ref().is_none_or(|part| message.text("Subject").contains(part.as_str()))
            && sender.is_none_or(|some| some.iter().any(|it| message.text("SenderAddress").eq_ignore_ascii_case(it)))
            && held(&self.recipients, "RecipientAddress")
            && held(&self.tags, "RecipientTag")
            && one(&self.directions, "Direction")
            && one(&self.types, "QuarantineTypes")
            && one(&self.policies, "PolicyType")
            && one(&self.statuses, "ReleaseStatus")
            && self.reported.is_none_or(|wanted| message.row.get("Reported") == Some(&json!(wanted)))
    }
}

/// The message that a cmdlet names.
fn named(visit: &Visit<'_>, parameters: &mut Parameters) -> Result<Message, ExchangeProblem> {
    let identity = parameters.required("Identity")?;
    let found = all(visit.tenant).into_iter().find(|it| it.text("Identity").eq_ignore_ascii_case(&identity));
    found.ok_or_else(|| ExchangeProblem::not_found(&identity))
}

/// `Preview-QuarantineMessage`.
pub(super) fn preview(visit: &Visit<'_>, parameters: &mut Parameters) -> Result<Vec<Row>, ExchangeProblem> {
    let message = named(visit, parameters)?;
    parameters.text("RecipientAddress")?;
    let body = message.mime().split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    let mut row = Row::new();
    for (name, value) in [
        ("Identity", json!(message.text("Identity"))),
        ("Subject", json!(message.text("Subject"))),
        ("SenderAddress", json!(message.text("SenderAddress"))),
        ("Body", json!(body)),
        ("IsHtml", json!(true)),
        ("Attachment", json!([])),
        ("Cc", json!([])),
    ] {
        row.insert(name.to_owned(), value);
    }
    Ok(vec![row])
}

/// `Export-QuarantineMessage`. That Security Reader may not is our choice: nobody has said.
pub(super) fn export(
    visit: &Visit<'_>,
    operator: &Operator,
    parameters: &mut Parameters,
) -> Result<Vec<Row>, ExchangeProblem> {
    operator.may_write()?;
    let message = named(visit, parameters)?;
    parameters.text("RecipientAddress")?;
    parameters.text("ReasonForExport")?;
    parameters.members("EntityType", ENTITIES)?;
    parameters.flag("ForceConversionToMime")?;
    for name in ["CompressOutput", "PasswordV2"] {
        if parameters.take(name).is_some_and(|value| value != json!(false)) {
            return Err(ExchangeProblem::unsupported(format!("parameter '{name}' of Export-QuarantineMessage")));
        }
    }
    let mut row = Row::new();
    row.insert("Identity".to_owned(), json!(message.text("Identity")));
    row.insert("Eml".to_owned(), json!(STANDARD.encode(message.mime())));
    row.insert("BodyEncoding".to_owned(), json!("Base64"));
    Ok(vec![row])
}

/// `Release-QuarantineMessage`: to everybody, to some, or denied.
pub(super) fn release(
    visit: &Visit<'_>,
    operator: &Operator,
    parameters: &mut Parameters,
) -> Result<Vec<Row>, ExchangeProblem> {
    operator.may_write()?;
    let message = named(visit, parameters)?;
    let everybody = parameters.flag("ReleaseToAll")?.unwrap_or(false);
    let users = parameters.texts("User")?;
    let action = parameters.members("ActionType", &["Release", "Request", "Approve", "Deny"])?;
    for name in ["Force", "AllowSender", "ReportFalsePositive", "Confirm"] {
        parameters.flag(name)?;
    }
    let action = action.and_then(|some| some.first().copied()).unwrap_or("Release");
    if action == "Release" && !everybody && users.is_none() {
        return Err(ExchangeProblem::binding("Either ReleaseToAll or User is needed."));
    }
    let status = match action {
        "Request" => "REQUESTED",
        "Deny" => "DENIED",
        _ => "RELEASED",
    };
    let released = status == "RELEASED";
    let to =
        users.map_or_else(|| message.row.get("RecipientAddress").cloned().unwrap_or(json!([])), |some| json!(some));
    let mut changed = Row::new();
    changed.insert("ReleaseStatus".to_owned(), json!(status));
    changed.insert("Released".to_owned(), json!(released));
    if released {
        changed.insert("ReleasedCount".to_owned(), json!(1));
        changed.insert("ReleasedUser".to_owned(), to);
        changed.insert("QuarantinedUser".to_owned(), json!([]));
        changed.insert("ReleasedBy".to_owned(), json!([operator.app_id]));
    }
    visit.tenant.exchange.lock().changed.insert(message.text("Identity").to_owned(), changed);
    Ok(Vec::new())
}
