//! The steps about permissions: what the app lists, what was granted, and in which way the one is not the other.

use super::super::record::{KeptCheck, Setup};
use super::check::{ONCE_THE_APP, Seen, unknown_app};
use domain::cloud::Api;
use domain::permissions::{self, PermissionKind};
use domain::{Code, Outcome, Problem};

/// Where a planned permission was found.
enum Place {
    Right,
    AsDelegated,
    OfOtherApi(Api),
    Nowhere,
    Unknown,
}

pub(super) fn permissions_of(setup: &Setup, api: Api, seen: &Seen, check: &mut KeptCheck) -> Outcome<()> {
    let plan = setup.planned()?;
    let wanted: Vec<_> = plan.of(api, PermissionKind::Application).map(|row| row.value.clone()).collect();
    if let (None, Some(Err(problem))) = (&seen.read, seen.roles.get(&api))
        && problem.code == Code::ProductMissing
    {
        check.wrong("no token for this API", problem.clone());
        return Ok(());
    }
    let mut right = 0;
    let mut first = None;
    let mut unknown = false;
    for value in &wanted {
        let (found, is_right, problem) = match place(api, value, seen) {
            Place::Right => ("Application", Some(true), None),
            Place::AsDelegated => ("Delegated", Some(false), Some(as_delegated(value))),
            Place::OfOtherApi(other) => ("Another API", Some(false), Some(of_other(api, other, value))),
            Place::Nowhere => ("Not added", Some(false), Some(not_added(api, value))),
            Place::Unknown => ("Not seen", None, None),
        };
        check.row(value, "Application", found, is_right);
        right += usize::from(is_right == Some(true));
        unknown |= is_right.is_none();
        first = first.or(problem);
    }
    let note = format!("{right} of {} right", wanted.len());
    match first {
        Some(problem) => check.wrong(&note, problem),
        None if unknown => {
            check.note(&note, None);
            check.unsure = Some(
                "The app’s token does not carry them. Whether they are not added, added as Delegated, or only not granted yet, somebody who signs in to read can tell."
                    .to_owned(),
            );
        }
        None => check.note(&note, Some(true)),
    }
    Ok(())
}

fn place(api: Api, value: &str, seen: &Seen) -> Place {
    let in_token = |api: Api| matches!(seen.roles.get(&api), Some(Ok(roles)) if roles.iter().any(|role| role == value));
    if in_token(api) {
        return Place::Right;
    }
    let others = Api::ALL.into_iter().filter(|other| *other != api);
    let twins: Vec<_> = others.filter(|other| permissions::permission(*other, value).is_some()).collect();
    if let Some((read, app)) = seen.read.as_ref().and_then(|read| Some((read, read.app.as_ref()?))) {
        let listed = |api: Api, kind: PermissionKind| {
            let id = read.permission_id(api, kind, value);
            let row = permissions::api(api);
            let access =
                app.required_resource_access.iter().filter(|one| one.resource_app_id.eq_ignore_ascii_case(&row.app_id));
            let mut entries = access.flat_map(|one| &one.resource_access);
            id.is_some_and(|id| entries.any(|entry| entry.kind == kind.wire() && entry.id.eq_ignore_ascii_case(id)))
        };
        if listed(api, PermissionKind::Application) {
            return Place::Right;
        }
        if listed(api, PermissionKind::Delegated) {
            return Place::AsDelegated;
        }
        return match twins.into_iter().find(|twin| listed(*twin, PermissionKind::Application)) {
            Some(twin) => Place::OfOtherApi(twin),
            None => Place::Nowhere,
        };
    }
    match twins.into_iter().find(|twin| in_token(*twin)) {
        Some(twin) => Place::OfOtherApi(twin),
        None => Place::Unknown,
    }
}

fn as_delegated(value: &str) -> Box<Problem> {
    let message = format!(
        "{value} is on the app, but as a delegated permission. It works only while a person is signed in; the integrations run without one."
    );
    Problem::new(Code::DelegatedInstead, message)
}

fn of_other(api: Api, other: Api, value: &str) -> Box<Problem> {
    let (wanted, found) = (&permissions::api(api).name, &permissions::api(other).name);
    Problem::new(Code::OtherApi, format!("{value} is on the app, but of {found}; {value} of {wanted} is needed."))
}

fn not_added(api: Api, value: &str) -> Box<Problem> {
    let name = &permissions::api(api).name;
    Problem::new(Code::PermissionNotAdded, format!("{value} of {name} is not in the app's list of API permissions."))
}

pub(super) fn delegated_of(setup: &Setup, api: Api, seen: &Seen, check: &mut KeptCheck) -> Outcome<()> {
    let wanted: Vec<_> = setup.planned()?.of(api, PermissionKind::Delegated).map(|row| row.value.clone()).collect();
    let Some((read, app)) = seen.read.as_ref().and_then(|read| Some((read, read.app.as_ref()?))) else {
        check.note("an app cannot see its own delegated permissions", None);
        check.unsure = Some("Delegated permissions are seen only by somebody who signs in to read.".to_owned());
        return Ok(());
    };
    let mut missing = None;
    for value in &wanted {
        let id = read.permission_id(api, PermissionKind::Delegated, value).unwrap_or_default();
        let mut entries = app.required_resource_access.iter().flat_map(|one| &one.resource_access);
        let there = entries.any(|entry| entry.kind == "Scope" && entry.id.eq_ignore_ascii_case(id));
        check.row(value, "Delegated", if there { "Delegated" } else { "Not added" }, Some(there));
        if !there {
            missing = missing.or(Some(not_added(api, value)));
        }
    }
    match missing {
        Some(problem) => check.wrong("not added", problem),
        None => check.note("added", Some(true)),
    }
    Ok(())
}

pub(super) fn consent(setup: &Setup, seen: &Seen, check: &mut KeptCheck) -> Outcome<()> {
    let plan = setup.planned()?;
    match seen.read.as_ref().filter(|read| read.app.is_some()).map(|read| read.enabled) {
        Some(None) => {
            let message = "The app has no enterprise application in this tenant, so nobody can sign in as it. Granting admin consent makes it.";
            check.wrong("no enterprise application", Problem::new(Code::ConsentMissing, message));
            return Ok(());
        }
        Some(Some(false)) => {
            let message = "The app’s enterprise application is disabled in this tenant, so nobody can sign in as it.";
            check.wrong("disabled", Problem::new(Code::AppDisabled, message));
            return Ok(());
        }
        Some(Some(true)) | None => {}
    }
    if seen.roles.is_empty()
        || seen.roles.values().any(|answer| answer.as_ref().is_err_and(|problem| unknown_app(problem)))
    {
        check.note(ONCE_THE_APP, None);
        return Ok(());
    }
    if let Some(Err(problem)) =
        seen.roles.values().find(|answer| answer.as_ref().is_err_and(|problem| problem.code != Code::ProductMissing))
    {
        check.wrong("not looked at", problem.clone());
        return Ok(());
    }
    let (mut missing, mut absent) = (Vec::new(), Vec::new());
    let wanted: Vec<_> = plan.permissions.iter().filter(|row| row.kind == PermissionKind::Application).collect();
    for row in &wanted {
        if let Some(Err(problem)) = seen.roles.get(&row.api) {
            check.row(&row.value, "Granted", "No token for its API", Some(false));
            absent.push(problem.clone());
            continue;
        }
        let granted = matches!(seen.roles.get(&row.api), Some(Ok(roles)) if roles.contains(&row.value));
        check.row(&row.value, "Granted", if granted { "Granted" } else { "Not granted" }, Some(granted));
        if !granted {
            missing.push((row.api, row.value.as_str()));
        }
    }
    let note = format!("{} of {} granted", wanted.len() - missing.len() - absent.len(), wanted.len());
    // Consent cannot bring back a product that the tenant does not have.
    if let Some(problem) = absent.into_iter().next() {
        check.wrong(&note, problem);
        return Ok(());
    }
    let Some((api, value)) = missing.first().copied() else {
        check.note(&note, Some(true));
        return Ok(());
    };
    let read = seen.read.as_ref();
    let problem = match read.map(|_| place(api, value, seen)) {
        Some(Place::AsDelegated) => as_delegated(value),
        Some(Place::OfOtherApi(other)) => of_other(api, other, value),
        Some(Place::Nowhere) => not_added(api, value),
        _ => {
            let name = &permissions::api(api).name;
            let values: Vec<_> = missing.iter().map(|(_, value)| *value).collect();
            let message = format!("Admin consent is not granted for {} ({name} first).", values.join(", "));
            Problem::new(Code::ConsentMissing, message)
        }
    };
    check.wrong(&note, problem);
    if read.is_none() {
        check.unsure =
            Some("Whether it is not added or only not granted, somebody who signs in to read can tell.".to_owned());
    }
    Ok(())
}
