//! Who calls Graph, read out of the access token after its signature, audience and dates were checked, and what
//! the permissions in it allow.

use serde_json::json;

use super::GraphProblem;
use crate::tenant::{Account, Application, GRAPH, may_grant_graph_roles, may_register};
use crate::wire::{Compact, Visit};

/// The caller of one request.
#[derive(Debug)]
pub(crate) struct Caller {
    /// Client id of the application, or of the one that the person uses.
    pub(crate) app_id: String,
    /// Application permissions, or delegated ones for a person.
    permissions: Vec<String>,
    /// Directory roles of the person; absent for an application.
    person_roles: Option<Vec<&'static str>>,
    /// Object id of the service principal or the person.
    pub(crate) object_id: String,
    /// What the person or the application is called.
    pub(crate) name: String,
}

/// Checks the token of a request and notes who it belongs to.
pub(crate) fn identify(visit: &mut Visit<'_>) -> Result<Caller, GraphProblem> {
    let tenant = visit.tenant;
    let token = visit.call.bearer().filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| GraphProblem::unauthenticated("Access token is empty."))?;
    let compact = Compact::parse(token).ok_or_else(|| GraphProblem::unauthenticated("CompactToken parsing failed."))?;
    if !tenant.signing.signed(&compact) {
        return Err(GraphProblem::unauthenticated("Access token validation failure. Invalid signature."));
    }
    visit.note.caller = Some(json!({ "appid": compact.text("appid"), "oid": compact.text("oid") }));
    let audience = compact.text("aud").unwrap_or("");
    let graph = tenant.resources.by_app_id(GRAPH);
    if !graph.is_some_and(|graph| graph.is_audience(audience, &tenant.base)) {
        return Err(GraphProblem::unauthenticated("Access token validation failure. Invalid audience."));
    }
    let now = tenant.clock.service().as_second();
    if compact.seconds("exp").is_none_or(|expires| expires <= now) {
        return Err(GraphProblem::unauthenticated("Lifetime validation failed, the token is expired."));
    }
    let person = compact.text("scp");
    // What a person may do is known here, whether or not the token tells it.
    let oid = compact.text("oid").unwrap_or("");
    let roles = || tenant.accounts.iter().find(|account| account.id == oid).map(Account::roles).unwrap_or_default();
    Ok(Caller {
        permissions: match person {
            Some(scopes) => scopes.split(' ').map(str::to_owned).collect(),
            None => compact.list("roles"),
        },
        person_roles: person.map(|_| roles()),
        app_id: compact.text("appid").unwrap_or("").to_owned(),
        object_id: oid.to_owned(),
        name: compact.text("upn").or_else(|| compact.text("app_displayname")).unwrap_or("").to_owned(),
    })
}

impl Caller {
    /// Whether a person signed in, rather than an application by itself.
    pub(crate) fn is_person(&self) -> bool {
        self.person_roles.is_some()
    }

    /// Whether the person has one of these directory roles.
    pub(crate) fn acts_as(&self, roles: &[&str]) -> bool {
        self.roles().iter().any(|held| roles.contains(held))
    }

    /// Whether one of these permissions is held.
    pub(crate) fn has(&self, permissions: &[&str]) -> bool {
        permissions.iter().any(|wanted| self.permissions.iter().any(|held| held == wanted))
    }

    fn roles(&self) -> Vec<&str> {
        self.person_roles.iter().flatten().copied().collect()
    }

    /// One of these permissions is enough.
    pub(crate) fn need(&self, any: &[&str]) -> Result<(), GraphProblem> {
        if self.has(any) { Ok(()) } else { Err(GraphProblem::insufficient_privileges()) }
    }

    /// May create applications: an application may also do so for itself, and then owns what it made.
    pub(crate) fn need_registration(&self) -> Result<(), GraphProblem> {
        match self.manages_own() {
            true => Ok(()),
            false => self.need_any_registration(),
        }
    }

    /// May change this application.
    pub(crate) fn need_change_of(&self, application: &Application) -> Result<(), GraphProblem> {
        match self.manages_own() && application.owner.as_deref() == Some(self.app_id.as_str()) {
            true => Ok(()),
            false => self.need_any_registration(),
        }
    }

    /// May change every application.
    pub(crate) fn need_any_registration(&self) -> Result<(), GraphProblem> {
        self.need(&["Application.ReadWrite.All", "Directory.ReadWrite.All"])?;
        match self.person_roles.is_none() || may_register(&self.roles()) {
            true => Ok(()),
            false => Err(GraphProblem::insufficient_privileges()),
        }
    }

    fn manages_own(&self) -> bool {
        !self.is_person() && self.has(&["Application.ReadWrite.OwnedBy"])
    }

    /// May assign directory roles.
    pub(crate) fn need_role_assigning(&self) -> Result<(), GraphProblem> {
        self.need(&["RoleManagement.ReadWrite.Directory"])?;
        match self.person_roles.is_none() || may_grant_graph_roles(&self.roles()) {
            true => Ok(()),
            false => Err(GraphProblem::insufficient_privileges()),
        }
    }

    /// May see who holds directory roles.
    pub(crate) fn need_role_reading(&self) -> Result<(), GraphProblem> {
        self.need(&[
            "RoleManagement.Read.Directory",
            "RoleManagement.ReadWrite.Directory",
            "Directory.Read.All",
            "Directory.ReadWrite.All",
        ])
    }

    /// May read applications and service principals.
    pub(crate) fn need_reading(&self) -> Result<(), GraphProblem> {
        self.need(&[
            "Application.Read.All",
            "Application.ReadWrite.All",
            "Application.ReadWrite.OwnedBy",
            "Directory.Read.All",
            "Directory.ReadWrite.All",
        ])
    }

    /// May grant application permissions of this resource.
    pub(crate) fn need_granting(&self, resource_app_id: &str) -> Result<(), GraphProblem> {
        self.need(&["AppRoleAssignment.ReadWrite.All"])?;
        self.need_reading()?;
        let roles = self.roles();
        let enough = if resource_app_id == GRAPH { may_grant_graph_roles(&roles) } else { may_register(&roles) };
        if self.person_roles.is_none() || enough { Ok(()) } else { Err(GraphProblem::insufficient_privileges()) }
    }

    /// May grant delegated permissions for everybody.
    pub(crate) fn need_consenting(&self) -> Result<(), GraphProblem> {
        self.need(&["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"])?;
        match self.person_roles.is_none() || may_register(&self.roles()) {
            true => Ok(()),
            false => Err(GraphProblem::insufficient_privileges()),
        }
    }

    /// One of these permissions is enough; the refusal names what is needed and what is there, as the security API does.
    pub(crate) fn need_security(&self, any: &[&str]) -> Result<(), GraphProblem> {
        if self.has(any) {
            return Ok(());
        }
        let kind = if self.person_roles.is_some() { "scopes" } else { "roles" };
        let message = format!(
            "Missing application {kind}. API required {kind}: {}, application {kind}: {}.",
            any.join(","),
            self.permissions.join(",")
        );
        Err(GraphProblem::new(403, "Forbidden", message))
    }
}
