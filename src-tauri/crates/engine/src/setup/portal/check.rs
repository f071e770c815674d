//! A check after each step of the portal: what the tenant shows, and what is wrong in the terms of that step.
//!
//! Uses what the new app itself can see: its tokens, their roles, the cheapest calls. Where only an administrator's read-only
//! sign-in could tell two causes apart, the check says so, and uses it once somebody has signed in.

use super::super::record::{KeptCheck, Setup};
use super::StepKind;
use super::granted::{consent, delegated_of, permissions_of};
use super::read::{Read, read};
use crate::product::Product;
use domain::cloud::Api;
use domain::{Code, Outcome, Problem};
use std::collections::BTreeMap;

/// What is said of a step that the client id stands before.
pub(super) const ONCE_THE_APP: &str = "looked at once the client id is right";

/// What is seen from here, each asked for once in a round of checks.
pub(super) struct Seen {
    /// The roles of the app's token for each API, or why there is none.
    pub(super) roles: BTreeMap<Api, Result<Vec<String>, Box<Problem>>>,
    /// The app as a reader sees it.
    pub(super) read: Option<Read>,
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
            StepKind::ClientId => client_id(setup, seen, &mut check),
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
    pub(super) fn note(&mut self, note: &str, right: Option<bool>) {
        note.clone_into(&mut self.note);
        self.right = right;
    }

    pub(super) fn wrong(&mut self, note: &str, problem: Box<Problem>) {
        self.note(note, Some(false));
        self.problem = Some(problem);
    }

    pub(super) fn row(&mut self, name: &str, needed: &str, found: &str, right: Option<bool>) {
        self.rows.push((name.to_owned(), needed.to_owned(), found.to_owned(), right));
    }
}

fn client_id(setup: &Setup, seen: &Seen, check: &mut KeptCheck) {
    if setup.app.is_none() {
        check.note("not pasted yet", None);
        return;
    }
    if let Some(read) = &seen.read {
        match &read.missing {
            None => check.note("recognised", Some(true)),
            Some(problem) if problem.code == Code::ObjectIdInstead => check.wrong("object id", problem.clone()),
            Some(problem) => check.wrong("unknown to the tenant", problem.clone()),
        }
        return;
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

fn organization(setup: &Setup, check: &mut KeptCheck) {
    let domain = setup.tenant.as_ref().map(|tenant| tenant.domain.clone()).unwrap_or_default();
    let initial = domain.contains(".onmicrosoft.");
    check.row("Organization ID", "ends in .onmicrosoft.com", &domain, Some(initial));
    check
        .note(if initial { "known" } else { "copied from the portal into the vendor’s form" }, initial.then_some(true));
}

pub(super) fn unknown_app(problem: &Problem) -> bool {
    problem.code == Code::AppUnknown
}

fn offline(problem: &Problem) -> bool {
    matches!(problem.code, Code::Unreachable | Code::TimedOut | Code::SimulatorStopped)
}
