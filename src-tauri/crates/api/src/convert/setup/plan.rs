//! The plan as it is read: one table, every reason, and what an app that exists has of it.

use super::super::app::kind;
use crate::types::*;
use domain::cloud::{Api, Cloud};
use domain::permissions;
use domain::plan::{Plan, PlannedPermission, Reason, calls};
use engine::{Compared, Standing, standing};

/// The plan, compared with an app where one was looked at.
pub(super) fn plan(plan: &Plan, cloud: &Cloud, compared: Option<&Compared>) -> PlanView {
    let standing = compared.map(|compared| standing(plan, compared));
    PlanView {
        verdict: verdict(plan),
        merged_from: plan.merged_from,
        app_name: plan.app_name.clone(),
        apis: apis(plan, cloud, standing.as_ref()),
        roles: plan
            .roles
            .iter()
            .enumerate()
            .map(|(index, role)| PlanRole {
                name: role.name.clone(),
                why: whys(&role.reasons),
                needed_by: role.reasons.iter().map(needed_by).collect(),
                found: standing.as_ref().map(|standing| found(standing.roles.get(index).copied().flatten())),
            })
            .collect(),
        credentials: plan
            .credentials
            .iter()
            .map(|one| PlanCredential { kind: kind(one.kind), serves: one.serves.clone(), rule: one.rule.clone() })
            .collect(),
        credential_note: plan.credential_note.clone(),
        prerequisites: plan
            .prerequisites
            .iter()
            .map(|need| PrerequisiteView {
                title: need.title.clone(),
                how: need.how.clone(),
                link: need.link.clone(),
                needed_by: need.needed_by.clone(),
            })
            .collect(),
        warnings: plan.warnings.clone(),
        who_may: format!("Carrying it out takes {}.", plan.admin_roles().join(" or ")),
        calls: calls(plan, cloud)
            .into_iter()
            .zip(1..)
            .map(|(call, number)| PlannedCallView {
                number,
                method: call.method.to_owned(),
                path: call.path,
                what: call.what,
                changes: call.changes,
            })
            .collect(),
        compared: compared.zip(standing.as_ref()).map(|(compared, standing)| compared_app(compared, standing)),
    }
}

fn verdict(plan: &Plan) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    };
    let permissions = count(plan.permissions.len(), "permission", "permissions");
    let roles = match plan.roles.len() {
        0 => String::new(),
        number => format!(" and {}", count(number, "role", "roles")),
    };
    let several = plan.permissions.len() + plan.roles.len() > 1;
    match plan.chosen.len() {
        1 => format!("{permissions}{roles} {} needed", if several { "are" } else { "is" }),
        number => {
            format!("{permissions}{roles} {} all {number} integrations", if several { "serve" } else { "serves" })
        }
    }
}

fn apis(plan: &Plan, cloud: &Cloud, standing: Option<&Standing>) -> Vec<PlanApi> {
    let surplus =
        |api: Api| standing.iter().flat_map(|one| &one.surplus).filter(|(of, _)| *of == api).collect::<Vec<_>>();
    let mut shown = Vec::new();
    for api in Api::ALL {
        let planned = plan.permissions.iter().enumerate().filter(|(_, row)| row.api == api);
        let mut rows: Vec<PlanPermission> = planned
            .map(|(index, row)| {
                permission(row, standing.map(|one| found(one.permissions.get(index).copied().flatten())))
            })
            .collect();
        rows.extend(surplus(api).into_iter().map(|(_, value)| beyond(api, value)));
        if rows.is_empty() {
            continue;
        }
        let row = permissions::api(api);
        let host = cloud.api(api).map(|host| host.base.clone()).unwrap_or_default();
        shown.push(PlanApi {
            name: row.name.clone(),
            host: host.trim_start_matches("https://").trim_start_matches("http://").to_owned(),
            listed_under: row.listed_under.clone(),
            permissions: rows,
        });
    }
    shown
}

fn permission(row: &PlannedPermission, found: Option<Found>) -> PlanPermission {
    PlanPermission {
        value: row.value.clone(),
        kind: row.kind.label().to_owned(),
        why: whys(&row.reasons),
        writes: permissions::permission(row.api, &row.value).is_some_and(|known| known.writes),
        needed_by: row.reasons.iter().map(needed_by).collect(),
        found,
    }
}

fn beyond(api: Api, value: &str) -> PlanPermission {
    PlanPermission {
        value: value.to_owned(),
        kind: "Application".to_owned(),
        why: "Needed by nothing that was chosen".to_owned(),
        writes: permissions::permission(api, value).is_some_and(|known| known.writes),
        needed_by: Vec::new(),
        found: Some(Found::Surplus),
    }
}

fn found(has: Option<bool>) -> Found {
    match has {
        Some(true) => Found::Present,
        Some(false) => Found::Missing,
        None => Found::Unknown,
    }
}

fn needed_by(reason: &Reason) -> NeededBy {
    NeededBy { integration: reason.integration.clone(), title: reason.title.clone(), feature: reason.feature.clone() }
}

/// The reasons without repetition.
fn whys(reasons: &[Reason]) -> String {
    let mut whys: Vec<&str> = Vec::new();
    for reason in reasons {
        if !whys.contains(&reason.why.as_str()) {
            whys.push(&reason.why);
        }
    }
    whys.join(" ")
}

fn compared_app(compared: &Compared, standing: &Standing) -> ComparedApp {
    let all = || standing.permissions.iter().chain(&standing.roles);
    let count = |wanted: bool| u32::try_from(all().filter(|has| **has == Some(wanted)).count()).unwrap_or(u32::MAX);
    ComparedApp {
        name: compared.name.clone().unwrap_or_else(|| compared.client_id.clone()),
        client_id: compared.client_id.clone(),
        present: count(true),
        missing: count(false),
        surplus: u32::try_from(standing.surplus.len()).unwrap_or(u32::MAX),
    }
}
