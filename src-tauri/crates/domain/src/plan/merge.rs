//! From choices to one plan: what several integrations need is needed once, and every reason stays with it.

use super::{Chosen, Plan, PlannedPermission, PlannedPrerequisite, PlannedRole, Reason, credentials};
use crate::catalog::{self, CatalogEntry};
use crate::cloud::{Cloud, SIMULATED};
use crate::{Code, Outcome, Problem, permissions};

/// One plan for everything that was chosen.
///
/// # Errors
/// `setup.nothing_chosen`, `integration.not_found`, `setup.input_invalid` for an unknown feature,
/// `setup.integration_not_in_cloud`, `setup.api_not_in_cloud`.
pub fn plan(chosen: &[Chosen], cloud: &Cloud, app_name: &str) -> Outcome<Plan> {
    let entries = chosen.iter().map(|one| known(one, cloud)).collect::<Outcome<Vec<_>>>()?;
    if entries.is_empty() {
        return Err(Problem::new(Code::NothingChosen, "Nothing is chosen that could be set up."));
    }
    let mut made = Plan {
        app_name: app_name.to_owned(),
        cloud: cloud.id.clone(),
        chosen: chosen.to_vec(),
        merged_from: 0,
        permissions: Vec::new(),
        roles: Vec::new(),
        credentials: Vec::new(),
        credential_note: None,
        prerequisites: Vec::new(),
        warnings: Vec::new(),
    };
    for (entry, one) in entries.iter().copied().zip(chosen) {
        // What its vendor registers is no part of our app.
        if !entry.vendor_registers {
            add_permissions(&mut made, entry, &one.features);
            add_roles(&mut made, entry, &one.features);
        }
        add_prerequisites(&mut made, entry);
    }
    for api in made.apis() {
        cloud.api(api)?;
    }
    // By API, in each the order in which they came: reading and changing the same plan gives the same text.
    made.permissions.sort_by_key(|permission| permission.api);
    credentials::choose(&mut made, &entries);
    warn(&mut made, &entries);
    Ok(made)
}

fn known(one: &Chosen, cloud: &Cloud) -> Outcome<&'static CatalogEntry> {
    let entry = catalog::entry(&one.integration)?;
    if let Some(feature) = one.features.iter().find(|id| entry.feature.iter().all(|known| known.id != **id)) {
        let known: Vec<_> = entry.feature.iter().map(|feature| feature.id.as_str()).collect();
        let offered = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let message = format!("{} has no feature \"{feature}\". It has {offered}.", entry.title);
        return Err(Problem::new(Code::InputInvalid, message));
    }
    // A rehearsal plays every cloud.
    if cloud.id != SIMULATED && !entry.clouds.contains(&cloud.id) {
        let message = format!(
            "{} is not offered in the cloud {}; it is in {}. One app lives in one cloud: set it up apart.",
            entry.title,
            cloud.title,
            entry.clouds.join(", ")
        );
        return Err(Problem::new(Code::IntegrationNotInCloud, message));
    }
    Ok(entry)
}

fn reason(entry: &CatalogEntry, feature: Option<&str>, why: &str) -> Reason {
    let title = |id: &str| entry.feature.iter().find(|feature| feature.id == id).map(|feature| feature.title.clone());
    Reason {
        integration: entry.id.clone(),
        title: entry.title.clone(),
        feature: feature.and_then(title),
        why: why.to_owned(),
    }
}

fn add_permissions(plan: &mut Plan, entry: &CatalogEntry, features: &[String]) {
    for need in entry.permissions(features) {
        plan.merged_from += 1;
        let reason = reason(entry, need.feature.as_deref(), &need.why);
        let same = |known: &&mut PlannedPermission| {
            known.api == need.api && known.value == need.value && known.kind == need.kind
        };
        match plan.permissions.iter_mut().find(same) {
            Some(known) => known.reasons.push(reason),
            None => plan.permissions.push(PlannedPermission {
                api: need.api,
                value: need.value.clone(),
                kind: need.kind,
                reasons: vec![reason],
            }),
        }
    }
}

fn add_roles(plan: &mut Plan, entry: &CatalogEntry, features: &[String]) {
    for need in entry.roles(features) {
        plan.merged_from += 1;
        let reason = reason(entry, need.feature.as_deref(), &need.why);
        match plan.roles.iter_mut().find(|known| known.name == need.name) {
            Some(known) => known.reasons.push(reason),
            None => plan.roles.push(PlannedRole { name: need.name.clone(), reasons: vec![reason] }),
        }
    }
}

fn add_prerequisites(plan: &mut Plan, entry: &CatalogEntry) {
    for need in &entry.prerequisite {
        match plan.prerequisites.iter_mut().find(|known| known.id == need.id && known.how == need.how) {
            Some(known) => known.needed_by.push(entry.title.clone()),
            None => plan.prerequisites.push(PlannedPrerequisite {
                id: need.id.clone(),
                title: need.title.clone(),
                how: need.how.clone(),
                link: need.link.clone(),
                needed_by: vec![entry.title.clone()],
            }),
        }
    }
}

fn warn(plan: &mut Plan, entries: &[&CatalogEntry]) {
    let (acting, reading): (Vec<&CatalogEntry>, Vec<&CatalogEntry>) =
        entries.iter().copied().partition(|entry| entry.acts);
    if let (Some(acts), Some(reads)) = (acting.first(), reading.first()) {
        plan.warnings.push(format!(
            "{} acts in the tenant, {} only reads. Whoever holds a credential of the app can use all its permissions: an app of its own for what acts is safer.",
            acts.title, reads.title
        ));
    }
    for entry in entries.iter().filter(|entry| entry.vendor_registers) {
        plan.warnings.push(format!(
            "{} brings an app of its own: there is nothing to register for it, and its steps are shown at the end.",
            entry.title
        ));
    }
    // Near-identical names are the most frequent mistake of those who do it by hand.
    for permission in &plan.permissions {
        let mut twins = permissions::permissions().iter();
        let twin = twins.find(|row| row.value == permission.value && row.api != permission.api);
        if let Some(twin) = twin {
            plan.warnings.push(format!(
                "{} of {} is meant. {} has a permission of the same name.",
                permission.value,
                permissions::api(permission.api).name,
                permissions::api(twin.api).name
            ));
        }
    }
}
