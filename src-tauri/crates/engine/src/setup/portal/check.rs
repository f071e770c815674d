//! A check after each step of the portal: what the tenant shows, and what is wrong in the terms of that step.
//!
//! Uses what the new app itself can see: its tokens, their roles, the cheapest calls. Where only an administrator's read-only
//! sign-in could tell two causes apart, the check says so, and uses it once somebody has signed in.

use super::super::record::{KeptCheck, Setup};
use super::StepKind;
use super::read::{Read, read};
use crate::product::Product;
use domain::cloud::Api;
use domain::permissions::{self, PermissionKind};
use domain::{Code, Outcome, Problem};
use std::collections::BTreeMap;

/// What is said of a step that the client id stands before.
const ONCE_THE_APP: &str = "looked at once the client id is right";

/// What is seen from here, each asked for once in a round of checks.
struct Seen {
    /// The roles of the app's token for each API, or why there is none.
    roles: BTreeMap<Api, Result<Vec<String>, Box<Problem>>>,
    /// The app as a reader sees it.
    read: Option<Read>,
}

/// Where a planned permission was found.
enum Place {
    Right,
    AsDelegated,
    OfOtherApi(Api),
    Nowhere,
    Unknown,
}

impl Product {
    /// Looks at one step of the portal, or at all of them.
    ///
    /// # Errors
    /// `setup.not_found`, `setup.busy`, those of the wire. What is wrong with a step stands in the step.
    pub async fn check_portal(&self, id: &str, step: Option<&str>) -> Outcome<super::PortalPage> {
        let mut setup = self.setup(id)?;
        let busy = self.occupy(&setup.id)?;
        let plan = setup.planned()?.clone();
        let kinds: Vec<_> =
            StepKind::of(&plan).into_iter().filter(|kind| step.is_none_or(|step| kind.id() == step)).collect();
        if kinds.is_empty() {
            return Err(Problem::new(
                Code::InputInvalid,
                format!("The plan has no step \"{}\".", step.unwrap_or_default()),
            ));
        }
        let seen = self.look(&setup).await?;
        for kind in kinds {
            let check = self.check_step(&setup, &kind, &seen).await?;
            setup.checks.insert(kind.id(), check);
        }
        self.keep_setup(&mut setup)?;
        drop(busy);
        self.setup_portal(id)
    }

    async fn look(&self, setup: &Setup) -> Outcome<Seen> {
        let mut seen = Seen { roles: BTreeMap::new(), read: None };
        if setup.app.is_some() && (setup.certificate.is_some() || setup.secret.is_some()) {
            let app = self.setup_identity(setup).await?;
            for api in app.cloud.apis.keys().copied().collect::<Vec<_>>() {
                let answer = self.fresh_token(&app, api).await.map(|token| token.roles.clone());
                let fatal = answer.as_ref().is_err_and(|problem| unknown_app(problem) || offline(problem));
                seen.roles.insert(api, answer);
                // Without an app or a network the other APIs would say the same.
                if fatal {
                    break;
                }
            }
        }
        if let Some(reader) = self.inner.setups.reader(&setup.id) {
            seen.read = Some(read(&reader, setup).await?);
        }
        Ok(seen)
    }

    async fn check_step(&self, setup: &Setup, kind: &StepKind, seen: &Seen) -> Outcome<KeptCheck> {
        let mut check = KeptCheck {
            right: None,
            note: String::new(),
            problem: None,
            rows: Vec::new(),
            unsure: None,
            at: self.now(),
        };
        match kind {
            StepKind::Registration => registration(setup, seen, &mut check),
            StepKind::ClientId => self.client_id(setup, seen, &mut check).await?,
            StepKind::Certificate => certificate(setup, seen, &mut check),
            StepKind::Secret => self.secret(setup, &mut check).await,
            StepKind::Permissions(api) => permissions_of(setup, *api, seen, &mut check)?,
            StepKind::Delegated(api) => delegated_of(setup, *api, seen, &mut check)?,
            StepKind::Consent => consent(setup, seen, &mut check)?,
            StepKind::Role(name) => self.role(setup, name, seen, &mut check).await,
            StepKind::OrganizationId => organization(setup, &mut check),
            StepKind::CloudAppsUrl => check.note("copied from the portal into the vendor’s form", None),
            StepKind::AuditLog => self.audit_log(setup, seen, &mut check).await,
        }
        Ok(check)
    }

    async fn client_id(&self, setup: &Setup, seen: &Seen, check: &mut KeptCheck) -> Outcome<()> {
        let Some(app) = &setup.app else {
            check.note("not pasted yet", None);
            return Ok(());
        };
        if let Some(read) = &seen.read {
            if read.app.is_some() {
                check.note("recognised", Some(true));
                return Ok(());
            }
            let reader = self.inner.setups.reader(&setup.id);
            if let Some(reader) = reader
                && let Some(found) = reader.directory.application_with_object_id(app.client_id.as_str()).await?
            {
                let message = format!(
                    "{} is the Object ID of \u{201c}{}\u{201d}; its Application (client) ID is {}.",
                    app.client_id, found.display_name, found.app_id
                );
                check.wrong("object id", Problem::new(Code::ObjectIdInstead, message));
                return Ok(());
            }
            let message = format!("The tenant has no app with the id {}.", app.client_id);
            check.wrong("unknown to the tenant", Problem::new(Code::AppUnknown, message));
            return Ok(());
        }
        match seen.roles.values().next() {
            Some(Err(problem)) if unknown_app(problem) => {
                check.wrong("unknown to the tenant", problem.clone());
                check.unsure = Some(
                    "Whether it is an Object ID, or mistyped, only somebody who signs in to read can tell.".to_owned(),
                );
            }
            Some(Err(problem)) if offline(problem) => check.wrong("not looked at", problem.clone()),
            Some(_) => check.note("recognised", Some(true)),
            None => check.note("pasted; looked at with the credential", None),
        }
        Ok(())
    }

    async fn secret(&self, setup: &Setup, check: &mut KeptCheck) {
        let Some(kept) = &setup.secret else {
            check.note("not pasted yet", None);
            return;
        };
        let answer = match self.identity_with(setup, &kept.credential).await {
            Ok(app) => self.fresh_token(&app, Api::Graph).await.map(drop),
            Err(problem) => Err(problem),
        };
        match answer {
            Ok(()) => check.note("a token was issued with it", Some(true)),
            Err(problem) if problem.code == Code::InputInvalid || unknown_app(&problem) => {
                check.note(ONCE_THE_APP, None)
            }
            Err(problem) => check.wrong("refused", problem),
        }
    }

    async fn role(&self, setup: &Setup, name: &str, seen: &Seen, check: &mut KeptCheck) {
        if let Some(read) = &seen.read {
            let held = read.directory_roles.iter().any(|role| role == name);
            check.row(name, "Assigned", if held { "Assigned" } else { "Not assigned" }, Some(held));
            if held {
                check.note("assigned", Some(true));
            } else {
                let message = format!("The app does not hold {name}.");
                check.wrong("not assigned", Problem::new(Code::RoleNotAssigned, message));
            }
            return;
        }
        // The one API that asks for a directory role tells by refusing.
        match self.probe_setup(setup, Api::Exchange, "Exchange.ManageAsApp").await {
            None => check.note("looked at with the permission and the credential", None),
            Some(Ok(_)) => {
                check.row(name, "Assigned", "Works", Some(true));
                check.note("it works", Some(true));
            }
            Some(Err(problem)) if problem.code == Code::RoleNotAssigned => {
                check.row(name, "Assigned", "Refused", Some(false));
                check.wrong("refused", problem);
                check.unsure = Some("Whether it is missing, or has not reached Exchange yet, only somebody who signs in to read can tell.".to_owned());
            }
            Some(Err(problem)) => check.wrong("not looked at", problem),
        }
    }

    async fn audit_log(&self, setup: &Setup, seen: &Seen, check: &mut KeptCheck) {
        let has = matches!(seen.roles.get(&Api::Management), Some(Ok(roles)) if roles.iter().any(|role| role == "ActivityFeed.Read"));
        if !has {
            check.note("looked at once ActivityFeed.Read is granted", None);
            return;
        }
        match self.probe_setup(setup, Api::Management, "ActivityFeed.Read").await {
            Some(Ok(_)) => check.note("on", Some(true)),
            Some(Err(problem)) => {
                check.wrong(if problem.code == Code::AuditLogOff { "off" } else { "not looked at" }, problem)
            }
            None => check.note("not looked at", None),
        }
    }
}

impl KeptCheck {
    fn note(&mut self, note: &str, right: Option<bool>) {
        note.clone_into(&mut self.note);
        self.right = right;
    }

    fn wrong(&mut self, note: &str, problem: Box<Problem>) {
        self.note(note, Some(false));
        self.problem = Some(problem);
    }

    fn row(&mut self, name: &str, needed: &str, found: &str, right: Option<bool>) {
        self.rows.push((name.to_owned(), needed.to_owned(), found.to_owned(), right));
    }
}

fn registration(setup: &Setup, seen: &Seen, check: &mut KeptCheck) {
    let known = seen.read.as_ref().is_some_and(|read| read.app.is_some());
    let signs_in = seen
        .roles
        .values()
        .any(|answer| answer.as_ref().map_or_else(|problem| !unknown_app(problem) && !offline(problem), |_| true));
    match (&setup.app, known || signs_in) {
        (Some(_), true) => check.note("the tenant knows it", Some(true)),
        (Some(_), false) => check.note("looked at with the client id", None),
        (None, _) => check.note("its client id is not pasted yet", None),
    }
}

fn certificate(setup: &Setup, seen: &Seen, check: &mut KeptCheck) {
    let Some(kept) = &setup.certificate else {
        check.note("not made yet", None);
        return;
    };
    if let Some(app) = seen.read.as_ref().and_then(|read| read.app.as_ref()) {
        let sha1 = super::super::register::bytes_of(&kept.sha1);
        for key in &app.key_credentials {
            let name = key.display_name.clone().unwrap_or_else(|| key.key_id.clone());
            let same = key.is(&sha1);
            check.row(&name, &kept.sha1, if same { "The same thumbprint" } else { "Another thumbprint" }, Some(same));
        }
        if app.key_credentials.iter().any(|key| key.is(&sha1)) {
            check.note("thumbprint matches", Some(true));
        } else {
            let has = app.key_credentials.len();
            let message = format!("The app has {has} certificates, none with the thumbprint {}.", kept.sha1);
            check.wrong("not on the app", Problem::new(Code::CertificateNotOnApp, message));
        }
        return;
    }
    match seen.roles.values().next() {
        Some(Ok(_)) => check.note("a token was issued with it", Some(true)),
        Some(Err(problem)) if problem.code == Code::CertificateUnknown => {
            let message =
                format!("Microsoft does not know a certificate with the thumbprint {} on this app.", kept.sha1);
            check.wrong("not on the app", Problem::new(Code::CertificateNotOnApp, message).with(problem.facts.clone()));
            check.unsure =
                Some("Which certificates the app has, only somebody who signs in to read can tell.".to_owned());
        }
        Some(Err(problem)) if unknown_app(problem) => check.note(ONCE_THE_APP, None),
        // A token was refused for the API alone: the sign-in itself was accepted.
        Some(Err(problem)) if problem.code == Code::ProductMissing => check.note("accepted", Some(true)),
        Some(Err(problem)) => check.wrong("not looked at", problem.clone()),
        None => check.note("looked at with the client id", None),
    }
}

fn permissions_of(setup: &Setup, api: Api, seen: &Seen, check: &mut KeptCheck) -> Outcome<()> {
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

fn delegated_of(setup: &Setup, api: Api, seen: &Seen, check: &mut KeptCheck) -> Outcome<()> {
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

fn consent(setup: &Setup, seen: &Seen, check: &mut KeptCheck) -> Outcome<()> {
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

fn organization(setup: &Setup, check: &mut KeptCheck) {
    let domain = setup.tenant.as_ref().map(|tenant| tenant.domain.clone()).unwrap_or_default();
    let initial = domain.contains(".onmicrosoft.");
    check.row("Organization ID", "ends in .onmicrosoft.com", &domain, Some(initial));
    check
        .note(if initial { "known" } else { "copied from the portal into the vendor’s form" }, initial.then_some(true));
}

fn unknown_app(problem: &Problem) -> bool {
    problem.code == Code::AppUnknown
}

fn offline(problem: &Problem) -> bool {
    matches!(problem.code, Code::Unreachable | Code::TimedOut | Code::SimulatorStopped)
}
