//! The portal by hand: which steps a plan takes, filled in with the portal's own labels, and how each stands.

mod check;
mod granted;
mod read;

use super::record::{KeptCheck, Setup};
use crate::product::Product;
use domain::catalog::{self, ValueFrom};
use domain::cloud::Api;
use domain::permissions::{self, PermissionKind};
use domain::plan::Plan;
use domain::portal::{PortalStep, filled, portal_step};
use domain::tenant::CredentialKind;
use domain::{Code, Outcome, Problem};

/// The checklist of a setup.
#[derive(Debug, Clone)]
pub struct PortalPage {
    /// The steps, in their order.
    pub steps: Vec<PortalStepState>,
    /// The account that reads for the checks.
    pub reader: Option<String>,
}

/// One step in the portal.
#[derive(Debug, Clone)]
pub struct PortalStepState {
    /// A stable name, such as `api_permissions/graph`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A short title for the list.
    pub short: String,
    /// Where it is done.
    pub place: String,
    /// The page of the portal.
    pub link: Option<String>,
    /// What to do, with labels in double brackets.
    pub lines: Vec<String>,
    /// Values to copy: label and value.
    pub values: Vec<(String, String)>,
    /// The values that are to be pasted here.
    pub wants: Vec<super::ValueField>,
    /// How it stood when it was last looked at.
    pub check: Option<KeptCheck>,
}

/// A step of a plan, by kind and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StepKind {
    Registration,
    ClientId,
    Certificate,
    Secret,
    Permissions(Api),
    Delegated(Api),
    Consent,
    Role(String),
    OrganizationId,
    CloudAppsUrl,
    AuditLog,
}

impl StepKind {
    /// The steps of a plan, in the order in which they are done.
    pub(super) fn of(plan: &Plan) -> Vec<Self> {
        let mut steps = vec![Self::Registration, Self::ClientId];
        steps.extend(plan.has(CredentialKind::Certificate).then_some(Self::Certificate));
        steps.extend(plan.has(CredentialKind::Secret).then_some(Self::Secret));
        let of = |api: &Api, kind| plan.of(*api, kind).next().is_some();
        let apis = plan.apis();
        steps.extend(apis.iter().filter(|api| of(api, PermissionKind::Application)).map(|api| Self::Permissions(*api)));
        steps.extend(apis.iter().filter(|api| of(api, PermissionKind::Delegated)).map(|api| Self::Delegated(*api)));
        steps.push(Self::Consent);
        steps.extend(plan.roles.iter().map(|role| Self::Role(role.name.clone())));
        let asks = |from: ValueFrom| {
            let entries = plan.chosen.iter().filter_map(|chosen| catalog::entry(&chosen.integration).ok());
            entries.into_iter().any(|entry| entry.field.iter().any(|field| field.from == from))
        };
        steps.extend(asks(ValueFrom::OrganizationId).then_some(Self::OrganizationId));
        steps.extend(asks(ValueFrom::CloudAppsUrl).then_some(Self::CloudAppsUrl));
        let audit = plan.prerequisites.iter().any(|need| need.id == "audit_log");
        steps.extend(audit.then_some(Self::AuditLog));
        steps
    }

    /// Its stable name.
    pub(super) fn id(&self) -> String {
        match self {
            Self::Permissions(api) | Self::Delegated(api) => format!("{}/{}", self.kind(), key(*api)),
            Self::Role(name) => format!("directory_role/{}", name.to_lowercase().replace(' ', "-")),
            _ => self.kind().to_owned(),
        }
    }

    /// The key of its texts.
    fn kind(&self) -> &'static str {
        match self {
            Self::Registration => "new_registration",
            Self::ClientId => "client_id",
            Self::Certificate => "upload_certificate",
            Self::Secret => "client_secret",
            Self::Permissions(_) => "api_permissions",
            Self::Delegated(_) => "delegated_permissions",
            Self::Consent => "grant_consent",
            Self::Role(_) => "directory_role",
            Self::OrganizationId => "organization_id",
            Self::CloudAppsUrl => "cloud_apps_url",
            Self::AuditLog => "audit_log",
        }
    }

    fn wants(&self, setup: &Setup) -> Vec<super::ValueField> {
        match self {
            Self::ClientId if setup.app.is_none() => vec![super::ValueField::ClientId],
            Self::Secret if setup.secret.is_none() => vec![super::ValueField::Secret],
            _ => Vec::new(),
        }
    }
}

fn key(api: Api) -> &'static str {
    match api {
        Api::Graph => "graph",
        Api::Defender => "defender",
        Api::Management => "management",
        Api::Exchange => "exchange",
        Api::CloudApps => "cloud_apps",
    }
}

impl Product {
    /// The checklist of a setup.
    ///
    /// # Errors
    /// `setup.not_found`, `setup.nothing_chosen` without a plan.
    pub fn setup_portal(&self, id: &str) -> Outcome<PortalPage> {
        let setup = self.setup(id)?;
        let plan = setup.planned()?;
        let steps = StepKind::of(plan).iter().map(|kind| shown(&setup, plan, kind)).collect::<Outcome<Vec<_>>>()?;
        Ok(PortalPage { steps, reader: self.setup_reader(&setup.id) })
    }
}

fn shown(setup: &Setup, plan: &Plan, kind: &StepKind) -> Outcome<PortalStepState> {
    let text: &PortalStep = portal_step(kind.kind())
        .ok_or_else(|| Problem::new(Code::Unexpected, format!("The step {} has no text.", kind.kind())))?;
    let values = values(setup, plan, kind);
    let known: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let link = text.link_in(&setup.cloud()?, &known);
    let (title, short) = titles(plan, kind, text);
    Ok(PortalStepState {
        id: kind.id(),
        title,
        short,
        place: filled(&text.place, &known),
        link,
        lines: text.lines.iter().map(|line| filled(line, &known)).collect(),
        values: copies(plan, kind, &known),
        wants: kind.wants(setup),
        check: setup.checks.get(&kind.id()).cloned(),
    })
}

fn titles(plan: &Plan, kind: &StepKind, text: &PortalStep) -> (String, String) {
    let count = |api: Api, kind| plan.of(api, kind).count();
    let number = |count: usize, what: &str| {
        if count == 1 { format!("1 {what}permission") } else { format!("{count} {what}permissions") }
    };
    match kind {
        StepKind::Permissions(api) => {
            let name = &permissions::api(*api).name;
            (format!("Add {} of {name}", number(count(*api, PermissionKind::Application), "")), name.clone())
        }
        StepKind::Delegated(api) => {
            let name = &permissions::api(*api).name;
            let title = format!("Add {} of {name}", number(count(*api, PermissionKind::Delegated), "delegated "));
            (title, format!("{name}, delegated"))
        }
        StepKind::Role(name) => (format!("Assign {name}"), name.clone()),
        _ => (text.title.clone(), text.title.clone()),
    }
}

/// The values of a step's texts.
fn values(setup: &Setup, plan: &Plan, kind: &StepKind) -> Vec<(&'static str, String)> {
    let mut values = vec![("app_name", plan.app_name.clone())];
    if let Some(tenant) = &setup.tenant {
        values.push(("tenant_id", tenant.id.0.clone()));
        values.push(("tenant_name", tenant.name.clone()));
    }
    if let Some(app) = &setup.app {
        values.push(("client_id", app.client_id.0.clone()));
        values.extend(app.object_id.clone().map(|id| ("object_id", id)));
    } else if !matches!(kind, StepKind::Registration | StepKind::ClientId) {
        values.push(("client_id", "the app's Application (client) ID".to_owned()));
    }
    if let Some(certificate) = &setup.certificate {
        values.push(("certificate_file", format!("the file of the certificate {}", certificate.sha1)));
    } else {
        values.push(("certificate_file", "the file of the certificate".to_owned()));
    }
    let list = |api: Api, kind| plan.of(api, kind).map(|row| row.value.as_str()).collect::<Vec<_>>().join(", ");
    match kind {
        StepKind::Permissions(api) | StepKind::Delegated(api) => {
            let row = permissions::api(*api);
            values.push(("api_name", row.name.clone()));
            values.push(("listed_under", row.listed_under.clone()));
            let of = if matches!(kind, StepKind::Permissions(_)) {
                PermissionKind::Application
            } else {
                PermissionKind::Delegated
            };
            values.push(("permissions", list(*api, of)));
        }
        StepKind::Role(name) => values.push(("role", name.clone())),
        _ => {}
    }
    values
}

/// What is copied one by one.
fn copies(plan: &Plan, kind: &StepKind, known: &[(&str, &str)]) -> Vec<(String, String)> {
    let value = |name: &str| known.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    let one = |label: &str, name: &str| value(name).map(|value| (label.to_owned(), value));
    match kind {
        StepKind::Registration => one("Name", "app_name").into_iter().collect(),
        StepKind::Permissions(api) => {
            plan.of(*api, PermissionKind::Application).map(|row| (row.value.clone(), row.value.clone())).collect()
        }
        StepKind::Delegated(api) => {
            plan.of(*api, PermissionKind::Delegated).map(|row| (row.value.clone(), row.value.clone())).collect()
        }
        StepKind::Role(name) => {
            let role = (("Role").to_owned(), name.clone());
            std::iter::once(role).chain(one("Application (client) ID", "client_id")).collect()
        }
        _ => Vec::new(),
    }
}
