//! The tables: what their columns are, and their rows drawn from alerts, machines, people and mail. The newest come first,
//! which no query may rely on.

use rand::Rng;
use serde_json::{Value, json};

use super::Window;
use super::cell::{Cell, Holds};
use super::pipeline::Stream;
use crate::alerts::{Content, Row};
use crate::clock::{TICKS, Ticks};
use crate::generate::Mailbox;
use crate::graph;
use crate::tenant::Tenant;

type Columns = &'static [(&'static str, Holds)];

const ALERTS: Columns = &[
    ("Timestamp", Holds::Time),
    ("AlertId", Holds::Text),
    ("Title", Holds::Text),
    ("Category", Holds::Text),
    ("Severity", Holds::Text),
    ("ServiceSource", Holds::Text),
    ("DetectionSource", Holds::Text),
    ("AttackTechniques", Holds::Text),
];

const EVIDENCE: Columns = &[
    ("Timestamp", Holds::Time),
    ("AlertId", Holds::Text),
    ("Title", Holds::Text),
    ("Categories", Holds::Text),
    ("AttackTechniques", Holds::Text),
    ("ServiceSource", Holds::Text),
    ("DetectionSource", Holds::Text),
    ("EntityType", Holds::Text),
    ("EvidenceRole", Holds::Text),
    ("FileName", Holds::Text),
    ("FolderPath", Holds::Text),
    ("SHA1", Holds::Text),
    ("SHA256", Holds::Text),
    ("RemoteIP", Holds::Text),
    ("RemoteUrl", Holds::Text),
    ("AccountName", Holds::Text),
    ("AccountDomain", Holds::Text),
    ("AccountSid", Holds::Text),
    ("AccountObjectId", Holds::Text),
    ("AccountUpn", Holds::Text),
    ("DeviceId", Holds::Text),
    ("DeviceName", Holds::Text),
    ("NetworkMessageId", Holds::Text),
    ("EmailSubject", Holds::Text),
    ("ProcessCommandLine", Holds::Text),
    ("Severity", Holds::Text),
    ("AdditionalFields", Holds::Dynamic),
];

const DEVICES: Columns = &[
    ("Timestamp", Holds::Time),
    ("DeviceId", Holds::Text),
    ("DeviceName", Holds::Text),
    ("PublicIP", Holds::Text),
    ("OSPlatform", Holds::Text),
    ("OSBuild", Holds::Long),
    ("OSVersion", Holds::Text),
    ("IsAzureADJoined", Holds::Flag),
    ("AadDeviceId", Holds::Text),
    ("DeviceType", Holds::Text),
    ("OnboardingStatus", Holds::Text),
    ("SensorHealthState", Holds::Text),
    ("ExposureLevel", Holds::Text),
    ("IsInternetFacing", Holds::Flag),
    ("AdditionalFields", Holds::Dynamic),
];

const EMAIL: Columns = &[
    ("Timestamp", Holds::Time),
    ("NetworkMessageId", Holds::Text),
    ("InternetMessageId", Holds::Text),
    ("SenderFromAddress", Holds::Text),
    ("SenderFromDomain", Holds::Text),
    ("SenderDisplayName", Holds::Text),
    ("SenderIPv4", Holds::Text),
    ("RecipientEmailAddress", Holds::Text),
    ("RecipientObjectId", Holds::Text),
    ("Subject", Holds::Text),
    ("EmailDirection", Holds::Text),
    ("DeliveryAction", Holds::Text),
    ("DeliveryLocation", Holds::Text),
    ("ThreatTypes", Holds::Text),
    ("AttachmentCount", Holds::Int),
    ("UrlCount", Holds::Int),
    ("AdditionalFields", Holds::Dynamic),
];

const IDENTITIES: Columns = &[
    ("Timestamp", Holds::Time),
    ("AccountObjectId", Holds::Text),
    ("AccountUpn", Holds::Text),
    ("AccountName", Holds::Text),
    ("AccountDomain", Holds::Text),
    ("AccountDisplayName", Holds::Text),
    ("OnPremSid", Holds::Text),
    ("EmailAddress", Holds::Text),
    ("Department", Holds::Text),
    ("IsAccountEnabled", Holds::Flag),
    ("TenantId", Holds::Text),
    ("AssignedRoles", Holds::Dynamic),
];

/// The rows of a table inside the window; `None` when there is no such table.
pub(super) fn open<'a>(tenant: &'a Tenant, name: &str, window: Window) -> Option<Stream<'a>> {
    let inside = move |at: Ticks| at >= window.from && at <= window.until;
    let (columns, rows): (Columns, Box<dyn Iterator<Item = Vec<Cell>> + 'a>) = match name {
        "AlertInfo" | "AlertEvidence" => {
            let places = tenant.shelf.lock().newest(|row| inside(row.created));
            let rows = places.into_iter().filter_map(move |place| tenant.shelf.lock().row(place).cloned());
            match name {
                "AlertInfo" => (ALERTS, Box::new(rows.map(|row| cells(ALERTS, row.created, &short(tenant, &row))))),
                _ => (EVIDENCE, Box::new(rows.flat_map(|row| evidence(row.created, &alert(tenant, &row))))),
            }
        }
        "DeviceInfo" => (DEVICES, Box::new(devices(tenant, window).into_iter().filter(move |row| within(row, inside)))),
        "IdentityInfo" => {
            (IDENTITIES, Box::new(identities(tenant, window).into_iter().filter(move |row| within(row, inside))))
        }
        "EmailEvents" => (EMAIL, Box::new(email(tenant, window).filter(move |row| within(row, inside)))),
        _ => return None,
    };
    Some(Stream { columns: columns.iter().map(|(name, holds)| ((*name).to_owned(), *holds)).collect(), rows })
}

fn within(row: &[Cell], inside: impl Fn(Ticks) -> bool) -> bool {
    matches!(row.first(), Some(Cell::Time(at)) if inside(*at))
}

/// Cells for columns out of an object with their names.
fn cells(columns: Columns, at: Ticks, values: &Value) -> Vec<Cell> {
    let cell = |(name, holds): &(&str, Holds)| match (values.get(*name), holds) {
        (_, Holds::Time) => Cell::Time(at),
        (None | Some(Value::Null), _) => Cell::Null,
        (Some(value), _) => Cell::text(value),
    };
    columns.iter().map(cell).collect()
}

/// What is said about an alert, without writing it out when that can be avoided.
fn short(tenant: &Tenant, row: &Row) -> Value {
    let Content::Generated(plan) = &row.content else { return about_alert(&alert(tenant, row)) };
    let mut facts = tenant.generator.facts(plan);
    facts["id"] = json!(row.id.as_deref());
    about_alert(&facts)
}

fn alert(tenant: &Tenant, row: &Row) -> Value {
    serde_json::from_slice(&graph::written_alert(tenant, row, true)).unwrap_or_default()
}

/// A member of an enum as this schema spells it: with a capital.
fn capital(value: &Value) -> String {
    let text = value.as_str().unwrap_or("");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

fn about_alert(alert: &Value) -> Value {
    json!({
        "AlertId": alert["id"],
        "Title": alert["title"],
        "Category": alert["category"],
        "Categories": alert["categories"].to_string(),
        "Severity": capital(&alert["severity"]),
        "ServiceSource": alert["productName"].as_str().map_or_else(|| capital(&alert["serviceSource"]), str::to_owned),
        "DetectionSource": capital(&alert["detectionSource"]),
        "AttackTechniques": if alert["mitreTechniques"].is_array() { alert["mitreTechniques"].to_string() } else { String::new() },
    })
}

fn evidence(at: Ticks, alert: &Value) -> Vec<Vec<Cell>> {
    let about = about_alert(alert);
    let each = |item: &Value| {
        let kind =
            item["@odata.type"].as_str().unwrap_or("").rsplit('.').next().unwrap_or("").trim_end_matches("Evidence");
        let file = if item["imageFile"].is_object() { &item["imageFile"] } else { &item["fileDetails"] };
        let account = &item["userAccount"];
        let mut row = about.clone();
        let own = json!({
            "EntityType": capital(&json!(kind)),
            "EvidenceRole": if item["roles"].to_string().contains("contextual") { "Related" } else { "Impacted" },
            "FileName": file["fileName"],
            "FolderPath": file["filePath"],
            "SHA1": file["sha1"],
            "SHA256": file["sha256"],
            "RemoteIP": item["ipAddress"].as_str(),
            "RemoteUrl": item["url"],
            "AccountName": account["accountName"],
            "AccountDomain": account["domainName"],
            "AccountSid": account["userSid"],
            "AccountObjectId": account["azureAdUserId"],
            "AccountUpn": account["userPrincipalName"],
            "DeviceId": item["mdeDeviceId"],
            "DeviceName": item["deviceDnsName"],
            "NetworkMessageId": item["networkMessageId"],
            "EmailSubject": item["subject"],
            "ProcessCommandLine": item["processCommandLine"],
            "AdditionalFields": item["detailedRoles"].as_array().filter(|roles| !roles.is_empty()).map(|roles| json!({ "roles": roles })),
        });
        if let (Value::Object(row), Value::Object(own)) = (&mut row, own) {
            row.extend(own);
        }
        cells(EVIDENCE, at, &row)
    };
    alert["evidence"].as_array().into_iter().flatten().map(each).collect()
}

fn devices(tenant: &Tenant, window: Window) -> Vec<Vec<Cell>> {
    let world = tenant.generator.world();
    let each = |machine: &crate::generate::Machine| {
        let mut dice = tenant.generator.dice(&format!("hunted device {}", machine.name));
        let at = Ticks(window.now.0 - dice.random_range(0..20) * 3600 * TICKS);
        cells(
            DEVICES,
            at,
            &json!({
                "DeviceId": machine.mde_id,
                "DeviceName": format!("{}.corp.{}", machine.name.to_lowercase(), world.domain),
                "PublicIP": "198.51.100.7",
                "OSPlatform": machine.os,
                "OSBuild": machine.build,
                "OSVersion": machine.version,
                "IsAzureADJoined": !machine.is_server,
                "AadDeviceId": machine.entra_id,
                "DeviceType": if machine.is_server { "Server" } else { "Workstation" },
                "OnboardingStatus": "Onboarded",
                "SensorHealthState": if dice.random_bool(0.9) { "Active" } else { "Inactive" },
                "ExposureLevel": (["Low", "Medium", "High"])[dice.random_range(0..3_usize)],
                "IsInternetFacing": dice.random_bool(0.05),
            }),
        )
    };
    world.machines.iter().map(each).collect()
}

fn identities(tenant: &Tenant, window: Window) -> Vec<Vec<Cell>> {
    let world = tenant.generator.world();
    let sign_ins = tenant.sign_ins.lock();
    let each = |person: &crate::generate::Person| {
        let mut dice = tenant.generator.dice(&format!("hunted person {}", person.upn));
        let at = Ticks(window.now.0 - dice.random_range(0..20) * 3600 * TICKS);
        cells(
            IDENTITIES,
            at,
            &json!({
                "AccountObjectId": person.id,
                "AccountUpn": person.upn,
                "AccountName": person.account,
                "AccountDomain": world.net_bios,
                "AccountDisplayName": person.display,
                "OnPremSid": person.sid,
                "EmailAddress": person.upn,
                "Department": person.department,
                "IsAccountEnabled": sign_ins.is_enabled(&person.upn),
                "TenantId": world.tenant_id,
            }),
        )
    };
    world.people.iter().map(each).collect()
}

fn email<'a>(tenant: &'a Tenant, window: Window) -> impl Iterator<Item = Vec<Cell>> + 'a {
    let generator = &tenant.generator;
    generator.world().people.iter().flat_map(move |person| {
        let mailbox = Mailbox { address: person.upn.clone(), owner: person.display.clone(), reports: false };
        let letters = generator.letters(&mailbox, tenant.clock.anchor(), window.now);
        letters.into_iter().map(move |letter| {
            let whole = generator.letter(&mailbox, &letter);
            let sender = whole["from"]["emailAddress"]["address"].as_str().unwrap_or("");
            let (_, domain) = sender.rsplit_once('@').unwrap_or(("", sender));
            let outside = domain != generator.world().domain;
            let junk = letter.folder == "junkemail";
            cells(
                EMAIL,
                letter.received,
                &json!({
                    "NetworkMessageId": whole["internetMessageId"].as_str().and_then(|id| id.get(1..37)),
                    "InternetMessageId": whole["internetMessageId"],
                    "SenderFromAddress": sender,
                    "SenderFromDomain": domain,
                    "SenderDisplayName": whole["from"]["emailAddress"]["name"],
                    "SenderIPv4": if outside { "203.0.113.9" } else { "192.0.2.25" },
                    "RecipientEmailAddress": person.upn,
                    "RecipientObjectId": person.id,
                    "Subject": whole["subject"],
                    "EmailDirection": if outside { "Inbound" } else { "Intra-org" },
                    "DeliveryAction": if junk { "Junked" } else { "Delivered" },
                    "DeliveryLocation": if junk { "Junk folder" } else { "Inbox/folder" },
                    "ThreatTypes": if outside && junk { "Phish" } else { "" },
                    "AttachmentCount": u8::from(whole["hasAttachments"] == true),
                    "UrlCount": 1,
                }),
            )
        })
    })
}
