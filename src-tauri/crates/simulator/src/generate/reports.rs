//! Things that happen in the tenant besides alerts: sign-ins and reports of suspicious mail. Both are drawn from a number
//! and run on with the clock, so that there is always something newer than last time.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::Generator;
use super::words::{BAD_HOSTS, PLACES, SUBJECTS, USER_AGENTS};
use crate::clock::{TICKS, Ticks};
use crate::tenant::random_id;

/// Days that reports reach back.
const DAYS: i64 = 30;
/// Applications that people sign in to.
const APPLICATIONS: &[(&str, &str)] = &[
    ("00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online"),
    ("1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Microsoft Teams"),
    ("c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "Azure Portal"),
    ("4765445b-32c6-49b0-83e6-1d93765276ca", "OfficeHome"),
];
/// How sign-ins end: code, reason.
const ENDINGS: &[(i64, &str)] = &[
    (0, "Other."),
    (0, "Other."),
    (0, "Other."),
    (0, "Other."),
    (50126, "Error validating credentials due to invalid username or password."),
    (50076, "Multifactor authentication is required."),
    (53003, "Access has been blocked by Conditional Access policies."),
    (50053, "The account is locked."),
];

impl Generator {
    /// Numbers and times of what happens every so often, the newest first.
    fn happened(&self, what: &str, pace: i64, anchor: Ticks, now: Ticks) -> Vec<(u32, Ticks)> {
        let start = anchor.0 - DAYS * 24 * 3600 * TICKS;
        let mut all = Vec::new();
        for number in 0_u32.. {
            let at = start + i64::from(number) * pace + self.dice(&format!("{what} at {number}")).random_range(0..pace);
            if at > now.0 {
                break;
            }
            all.push((number, Ticks(at).with_digits(0)));
        }
        all.reverse();
        all
    }

    /// Interactive sign-ins, the newest first.
    pub(crate) fn sign_ins(&self, anchor: Ticks, now: Ticks) -> Vec<Value> {
        // Everybody signs in about twice in three days.
        let people = i64::try_from(self.world.people.len()).unwrap_or(1).clamp(1, 200);
        let pace = 36 * 3600 * TICKS / people;
        self.happened("sign-in", pace, anchor, now).into_iter().map(|(number, at)| self.sign_in(number, at)).collect()
    }

    fn sign_in(&self, number: u32, at: Ticks) -> Value {
        let mut dice = self.dice(&format!("sign-in {number}"));
        let Some(person) = self.world.people.choose(&mut dice) else { return Value::Null };
        let machine = self.world.machines.choose(&mut dice);
        let (app_id, app) = one(APPLICATIONS, &mut dice, ("", ""));
        let (code, reason) = one(ENDINGS, &mut dice, (0, ""));
        let (city, state, _, country, latitude, longitude) = one(PLACES, &mut dice, ("", "", "", "", 0.0, 0.0));
        let risky = dice.random_bool(0.08);
        let policy = match code {
            0 => "success",
            53003 | 50076 => "failure",
            _ => "notApplied",
        };
        let policy_id = random_id(&mut dice);
        json!({
            "id": random_id(&mut dice),
            "createdDateTime": at.to_string(),
            "userDisplayName": person.display,
            "userPrincipalName": person.upn,
            "userId": person.id,
            "appId": app_id,
            "appDisplayName": app,
            "ipAddress": format!("203.0.113.{}", dice.random_range(1..255)),
            "clientAppUsed": one(&["Browser", "Mobile Apps and Desktop clients", "IMAP4"], &mut dice, "Browser"),
            "userAgent": one(USER_AGENTS, &mut dice, ""),
            "correlationId": random_id(&mut dice),
            "conditionalAccessStatus": policy,
            "isInteractive": true,
            "riskDetail": "none",
            "riskLevelAggregated": if risky { "medium" } else { "none" },
            "riskLevelDuringSignIn": if risky { one(&["low", "medium", "high", "hidden"], &mut dice, "low") } else { "none" },
            "riskState": if risky { "atRisk" } else { "none" },
            "riskEventTypes_v2": if risky { json!(["unfamiliarFeatures"]) } else { json!([]) },
            "resourceDisplayName": "Microsoft Graph",
            "resourceId": crate::tenant::GRAPH,
            "status": {
                "errorCode": code, "failureReason": reason,
                "additionalDetails": if code == 0 { json!("MFA requirement satisfied by claim in the token") } else { Value::Null },
            },
            "deviceDetail": {
                "deviceId": machine.map_or("", |machine| machine.entra_id.as_str()),
                "displayName": machine.map_or("", |machine| machine.name.as_str()),
                "operatingSystem": machine.map_or("", |machine| machine.os), "browser": "Edge 126.0.0",
                "isCompliant": !risky, "isManaged": true, "trustType": if risky { "" } else { "Azure AD joined" },
            },
            "location": {
                "city": city, "state": state, "countryOrRegion": country,
                "geoCoordinates": { "altitude": null, "latitude": latitude, "longitude": longitude },
            },
            "appliedConditionalAccessPolicies": [{
                "id": policy_id, "displayName": "Require MFA for everybody", "enforcedGrantControls": ["Mfa"],
                "enforcedSessionControls": [], "result": policy,
            }],
        })
    }

    /// Mail that people and administrators sent in for a verdict, the newest first.
    pub(crate) fn submissions(&self, anchor: Ticks, now: Ticks) -> Vec<Value> {
        let pace = 5 * 3600 * TICKS;
        let all = self.happened("submission", pace, anchor, now);
        all.into_iter().map(|(number, at)| self.submission(number, at, now)).collect()
    }

    fn submission(&self, number: u32, at: Ticks, now: Ticks) -> Value {
        let mut dice = self.dice(&format!("submission {number}"));
        let Some(person) = self.world.people.choose(&mut dice) else { return Value::Null };
        let host = one(BAD_HOSTS, &mut dice, "example.net");
        let by_person = dice.random_bool(0.7);
        let old = now.0 - at.0;
        // A verdict takes a while.
        let status = match (old / (3600 * TICKS), dice.random_range(0..20)) {
            (0, _) => "notStarted",
            (1..=3, _) => "running",
            (_, 0) => "failed",
            (_, 1) => "skipped",
            _ => "succeeded",
        };
        let done = status == "succeeded";
        let category = one(&["phishing", "phishing", "spam", "malware", "notJunk"], &mut dice, "phishing");
        let result = match done {
            true => json!({
                "category": one(
                    &["phishing", "spam", "noThreatsFound", "malware", "phishingSimulation", "allowedByPolicy", "bulk", "spoof"],
                    &mut dice, "phishing",
                ),
                "detail": one(&["itemFoundMalicious", "itemFoundClean", "zeroHourAutoPurgeQuarantineReleased"], &mut dice, "none"),
                "detectedFiles": [],
                "detectedUrls": [format!("https://{host}/{number}")],
                "userMailboxSetting": "none",
            }),
            false if status == "running" => json!({ "category": "beingAnalyzed", "detail": "underInvestigation",
                "detectedFiles": [], "detectedUrls": [], "userMailboxSetting": null }),
            false => Value::Null,
        };
        let simulated = done && result["category"] == "phishingSimulation";
        json!({
            "@odata.type": "#microsoft.graph.security.emailContentThreatSubmission",
            "id": random_id(&mut dice),
            "tenantId": self.world.tenant_id,
            "createdDateTime": at.to_string(),
            "contentType": "email",
            "category": category,
            "source": if by_person { "user" } else { "administrator" },
            "clientSource": if dice.random_bool(0.9) { "microsoft" } else { "other" },
            "status": status,
            "createdBy": { "id": person.id, "displayName": person.display, "email": person.upn },
            "adminReview": if done && dice.random_bool(0.3) {
                json!({ "reviewBy": "admin@contoso.onmicrosoft.com", "reviewDateTime": at.plus_seconds(9000.0).to_string(),
                    "reviewResult": category })
            } else { Value::Null },
            "result": result,
            "recipientEmailAddress": person.upn,
            "internetMessageId": format!("<{}@{host}>", random_id(&mut dice)),
            "subject": one(SUBJECTS, &mut dice, ""),
            "sender": format!("no-reply@{host}"),
            "senderIP": format!("203.0.113.{}", dice.random_range(1..255)),
            "receivedDateTime": at.plus_seconds(-1800.0).to_string(),
            "originalCategory": one(&["notJunk", "spam"], &mut dice, "notJunk"),
            "attackSimulationInfo": if simulated {
                json!({ "attackSimDateTime": at.to_string(), "attackSimDurationTime": "P7D",
                    "attackSimId": random_id(&mut dice), "attackSimUserId": person.id })
            } else { Value::Null },
            "tenantAllowOrBlockListAction": null,
            "fileContent": null,
        })
    }
}

fn one<T: Copy>(of: &[T], dice: &mut ChaCha8Rng, none: T) -> T {
    of.choose(dice).copied().unwrap_or(none)
}
