//! What somebody is doing: Teams presence, calendars as far as they tell busy from free, and mailbox settings with their
//! automatic replies. Drawn from the seed and the hour, so that it changes over a day but not between two questions.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

use super::people::{self, User};
use super::{GraphProblem, caller, mailbox};
use crate::tenant::Tenant;
use crate::wire::{Fields, Query, Reply, Visit};

/// People that one call may ask about.
const MOST_IDS: usize = 650;
/// Availability and activities that go with it.
const STATES: &[(&str, &[&str])] = &[
    ("Available", &["Available"]),
    ("AvailableIdle", &["Inactive"]),
    ("Away", &["Away"]),
    ("BeRightBack", &["BeRightBack"]),
    ("Busy", &["Busy", "InACall", "InAConferenceCall", "InAMeeting"]),
    ("BusyIdle", &["Inactive"]),
    ("DoNotDisturb", &["Presenting", "UrgentInterruptionsOnly"]),
    ("Offline", &["Offline", "OffWork", "OutOfOffice"]),
    ("PresenceUnknown", &["PresenceUnknown"]),
];

/// `GET /users/{id}/presence`.
pub(crate) fn of_user(visit: &mut Visit<'_>, key: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(&["Presence.Read.All"])?;
    Query::new(&visit.call.query).finish()?;
    let user = people::named(visit.tenant, key)?;
    let mut body = presence(visit.tenant, &user);
    let context = format!("{}/graph/v1.0/$metadata#users('{}')/presence/$entity", visit.tenant.base, user.id);
    body["@odata.context"] = json!(context);
    Ok(Reply::graph(200, &body))
}

/// `POST /communications/getPresencesByUserId`. People it does not know are left out.
pub(crate) fn of_users(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(&["Presence.Read.All"])?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "getPresencesByUserId")?;
    let ids = fields.take_list("ids")?.unwrap_or_default();
    fields.finish()?;
    if ids.is_empty() || ids.len() > MOST_IDS || ids.iter().any(|id| !id.is_string()) {
        return Err(GraphProblem::bad_request(format!("Between 1 and {MOST_IDS} ids are needed, each a text.")));
    }
    let everybody = people::everybody(visit.tenant);
    let found = ids.iter().filter_map(|id| everybody.iter().find(|user| id == user.id.as_str()));
    let value: Vec<Value> = found.map(|user| presence(visit.tenant, user)).collect();
    let context = format!("{}/graph/v1.0/$metadata#Collection(microsoft.graph.presence)", visit.tenant.base);
    Ok(Reply::graph(200, &json!({ "@odata.context": context, "value": value })))
}

fn presence(tenant: &Tenant, user: &User) -> Value {
    let hour = tenant.clock.service().as_second() / 3600;
    let mut dice = tenant.generator.dice(&format!("presence {} {hour}", user.upn));
    let (availability, activities) =
        STATES.choose(&mut dice).copied().unwrap_or(("PresenceUnknown", &["PresenceUnknown"]));
    let away = absent(tenant, user);
    json!({
        "id": user.id,
        "availability": if away { "Offline" } else { availability },
        "activity": if away { "OutOfOffice" } else { activities.choose(&mut dice).copied().unwrap_or("PresenceUnknown") },
        "outOfOfficeSettings": { "isOutOfOffice": away, "message": away.then_some(REPLY) },
        "statusMessage": null,
        "workLocation": null,
    })
}

/// What somebody on leave answers; hostile, as any text of a person may be.
const REPLY: &str = "I am away until Monday. <script>alert('reply')</script>";

fn absent(tenant: &Tenant, user: &User) -> bool {
    tenant.generator.dice(&format!("leave {}", user.upn)).random_bool(0.12)
}

/// `GET /users/{id}/mailboxSettings`.
pub(crate) fn settings(visit: &mut Visit<'_>, key: &str) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need(&["MailboxSettings.Read"]).map_err(|_| mailbox::denied())?;
    Query::new(&visit.call.query).finish()?;
    let user = mailbox::owner(visit, &caller, key)?;
    let away = absent(visit.tenant, &user);
    let day = |days: i64| {
        let at = visit.tenant.clock.service().checked_add(jiff::SignedDuration::from_hours(24 * days));
        let at = at.unwrap_or(Timestamp::UNIX_EPOCH).strftime("%Y-%m-%dT08:00:00.0000000").to_string();
        json!({ "dateTime": at, "timeZone": "UTC" })
    };
    let context = format!("{}/graph/v1.0/$metadata#users('{}')/mailboxSettings", visit.tenant.base, user.id);
    Ok(Reply::graph(
        200,
        &json!({
            "@odata.context": context,
            "archiveFolder": "AAMkAGarchive",
            "timeZone": "W. Europe Standard Time",
            "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
            "dateFormat": "yyyy-MM-dd",
            "timeFormat": "HH:mm",
            "userPurpose": "user",
            "automaticRepliesSetting": {
                "status": if away { "scheduled" } else { "disabled" },
                "externalAudience": "all",
                "internalReplyMessage": if away { REPLY } else { "" },
                "externalReplyMessage": if away { REPLY } else { "" },
                "scheduledStartDateTime": day(-2),
                "scheduledEndDateTime": day(3),
            },
            "language": { "locale": "en-US", "displayName": "English (United States)" },
            "workingHours": working_hours(),
        }),
    ))
}

fn working_hours() -> Value {
    json!({
        "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"], "startTime": "08:00:00.0000000",
        "endTime": "17:00:00.0000000", "timeZone": { "name": "W. Europe Standard Time" },
    })
}

/// `POST /users/{id}/calendar/getSchedule`.
pub(crate) fn schedule(visit: &mut Visit<'_>, key: &str) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    let allowed = ["Calendars.ReadBasic.All", "Calendars.ReadBasic", "Calendars.Read"];
    caller.need(&allowed).map_err(|_| mailbox::denied())?;
    Query::new(&visit.call.query).finish()?;
    mailbox::owner(visit, &caller, key)?;
    let mut fields = Fields::read(visit.call, "getSchedule")?;
    let names = fields.take_list("schedules")?.unwrap_or_default();
    let from = moment(&mut fields, "startTime")?;
    let until = moment(&mut fields, "endTime")?;
    let interval = match fields.take("availabilityViewInterval") {
        None => 30,
        Some(value) => value.as_i64().filter(|minutes| (5..=1440).contains(minutes)).ok_or_else(|| {
            GraphProblem::new(400, "ErrorInvalidParameter", "availabilityViewInterval must be from 5 to 1440 minutes.")
        })?,
    };
    fields.finish()?;
    if names.is_empty() || names.iter().any(|name| !name.is_string()) {
        return Err(GraphProblem::new(400, "ErrorInvalidParameter", "schedules must name mailboxes."));
    }
    let slots = (until.as_second() - from.as_second()) / (interval * 60);
    if !(1..=1500).contains(&slots) {
        return Err(GraphProblem::new(
            400,
            "ErrorInvalidParameter",
            "endTime must lie after startTime, and not too far.",
        ));
    }
    let one = |name: &Value| availability(visit.tenant, name.as_str().unwrap_or(""), from, slots, interval * 60);
    let value: Vec<Value> = names.iter().map(one).collect();
    let context = format!("{}/graph/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)", visit.tenant.base);
    Ok(Reply::graph(200, &json!({ "@odata.context": context, "value": value })))
}

fn moment(fields: &mut Fields, name: &'static str) -> Result<Timestamp, GraphProblem> {
    let wrong = || GraphProblem::new(400, "ErrorInvalidParameter", format!("{name} needs dateTime and timeZone."));
    let mut inner = Fields::nested(fields.take(name).ok_or_else(wrong)?, name)?;
    let (text, zone) = (inner.require_text("dateTime")?, inner.require_text("timeZone")?);
    inner.finish()?;
    if zone != "UTC" {
        return Err(GraphProblem::unsupported(format!("time zone '{zone}': only UTC")));
    }
    let local: DateTime = text.trim_end_matches('Z').parse().map_err(|_| wrong())?;
    local.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).map_err(|_| wrong())
}

fn availability(tenant: &Tenant, name: &str, from: Timestamp, slots: i64, seconds: i64) -> Value {
    let Some(user) = people::find(tenant, name).filter(|user| user.licensed) else {
        let error =
            json!({ "message": "The recipient could not be resolved.", "responseCode": "ErrorMailRecipientNotFound" });
        return json!({ "scheduleId": name, "availabilityView": "", "error": error, "scheduleItems": [] });
    };
    let away = absent(tenant, &user);
    let (mut view, mut items) = (String::new(), Vec::new());
    for slot in 0..slots {
        let start = from.as_second() + slot * seconds;
        let hour = start.div_euclid(3600);
        let mut dice = tenant.generator.dice(&format!("calendar {} {hour}", user.upn));
        let busy = (7..17).contains(&hour.rem_euclid(24)) && dice.random_bool(0.35);
        let state = if away {
            3
        } else if busy {
            dice.random_range(1..=4)
        } else {
            0
        };
        view.push(char::from(b'0' + state));
        if state != 0 {
            let at = |second: i64| {
                let at = Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH);
                json!({ "dateTime": at.strftime("%Y-%m-%dT%H:%M:%S.0000000").to_string(), "timeZone": "UTC" })
            };
            let status = ["free", "tentative", "busy", "oof", "workingElsewhere"][usize::from(state)];
            items.push(json!({ "status": status, "start": at(start), "end": at(start + seconds) }));
        }
    }
    json!({ "scheduleId": name, "availabilityView": view, "scheduleItems": items, "workingHours": working_hours() })
}
