//! Application registrations: create, find, change, delete, and the idempotent creation by unique name.

use serde_json::{Map, Value, json};

use super::GraphProblem;
use super::caller::{self, Caller};
use super::condition::Holds;
use super::listing::{self, Listing};
use super::settings::{self, Settings};
use crate::tenant::{APPLICATION_PROPERTIES, Application, ApplicationKey, Tenant};
use crate::wire::{Fields, Query, Reply, Visit};

/// What a list of applications can be asked.
pub(crate) const LISTING: Listing = Listing {
    name: "applications",
    select: APPLICATION_PROPERTIES,
    filter: &[
        ("id", Holds::Text),
        ("appId", Holds::Text),
        ("displayName", Holds::Text),
        ("uniqueName", Holds::Text),
        ("signInAudience", Holds::Text),
        ("createdDateTime", Holds::Time),
    ],
    order: &["displayName", "appId", "createdDateTime"],
};

/// `POST /applications`.
pub(crate) fn create(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need_registration()?;
    Query::new(&visit.call.query).finish()?;
    let settings = settings::read(visit.tenant, Fields::read(visit.call, "application")?, &[])?;
    let application = register(visit.tenant, settings, owner(&caller))?;
    Ok(shown(visit.tenant, 201, &application, None))
}

/// `GET /applications/{id}` and its alternate keys.
pub(crate) fn single(visit: &mut Visit<'_>, key: ApplicationKey<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_reading()?;
    let mut query = Query::new(&visit.call.query);
    let select = query.take_select(APPLICATION_PROPERTIES)?;
    query.finish()?;
    let directory = visit.tenant.directory.lock();
    let application = directory.application(key).ok_or_else(|| GraphProblem::not_found(key.text()))?;
    Ok(shown(visit.tenant, 200, application, select.as_deref()))
}

/// `GET /applications`.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_reading()?;
    let publisher = &visit.tenant.name.initial_domain;
    let directory = visit.tenant.directory.lock();
    let rows = directory.applications.iter().map(|it| Value::Object(it.shown(None, publisher))).collect();
    listing::list(visit, LISTING, rows)
}

/// `GET /applications/$count`.
pub(crate) fn count(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_reading()?;
    listing::count(visit, visit.tenant.directory.lock().applications.len())
}

/// An application that registers others owns them.
fn owner(caller: &Caller) -> Option<String> {
    (!caller.is_person()).then(|| caller.app_id.clone())
}

/// `PATCH /applications/{id}` and its alternate keys; by unique name it may create.
pub(crate) fn update(visit: &mut Visit<'_>, key: ApplicationKey<'_>) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need_registration()?;
    Query::new(&visit.call.query).finish()?;
    let tenant = visit.tenant;
    let known = match tenant.directory.lock().application(key) {
        None => None,
        Some(application) => {
            caller.need_change_of(application)?;
            Some(application.keys.clone())
        }
    };
    let fields = Fields::read(visit.call, "application")?;
    let mut settings = settings::read(tenant, fields, known.as_deref().unwrap_or(&[]))?;
    if known.is_none() {
        let ApplicationKey::UniqueName(name) = key else { return Err(GraphProblem::not_found(key.text())) };
        if !visit.call.prefers("create-if-missing") {
            return Err(GraphProblem::not_found(name));
        }
        settings.unique_name = Some(name.to_owned());
        let application = register(tenant, settings, owner(&caller))?;
        return Ok(shown(tenant, 201, &application, None));
    }
    let mut directory = tenant.directory.lock();
    let application = directory.application_mut(key).ok_or_else(|| GraphProblem::not_found(key.text()))?;
    if settings.unique_name.is_some() && settings.unique_name != application.unique_name {
        return Err(GraphProblem::bad_directory_request("Property 'uniqueName' is immutable once set."));
    }
    application.properties.extend(settings.properties);
    if let Some(keys) = settings.keys {
        application.keys = keys;
    }
    Ok(Reply::no_content())
}

/// `DELETE /applications/{id}`: soft, but the sign-in service forgets it at once.
pub(crate) fn delete(visit: &mut Visit<'_>, key: ApplicationKey<'_>) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need_registration()?;
    Query::new(&visit.call.query).finish()?;
    let now = visit.tenant.clock.service();
    let mut directory = visit.tenant.directory.lock();
    let application = directory.application(key).ok_or_else(|| GraphProblem::not_found(key.text()))?;
    caller.need_change_of(application)?;
    directory.delete_application(key, now);
    Ok(Reply::no_content())
}

/// Puts a new application into the directory.
pub(crate) fn register(
    tenant: &Tenant,
    settings: Settings,
    owner: Option<String>,
) -> Result<Application, GraphProblem> {
    let name = settings.properties.get("displayName").and_then(Value::as_str).unwrap_or("");
    if name.is_empty() {
        return Err(GraphProblem::bad_directory_request(
            "A value is required for property 'displayName' of resource 'Application'.",
        ));
    }
    let application = Application {
        id: tenant.new_id(),
        app_id: tenant.new_id(),
        unique_name: settings.unique_name,
        created: tenant.clock.service(),
        owner,
        properties: settings.properties,
        keys: settings.keys.unwrap_or_default(),
        secrets: Vec::new(),
        visible_at: tenant.visible_at(),
    };
    let mut directory = tenant.directory.lock();
    let taken = application.unique_name.as_deref().map(ApplicationKey::UniqueName);
    if taken.is_some_and(|key| directory.application(key).is_some()) {
        return Err(GraphProblem::bad_directory_request(
            "Another object with the same value for property uniqueName already exists.",
        ));
    }
    directory.applications.push(application.clone());
    Ok(application)
}

pub(crate) fn shown(tenant: &Tenant, status: u16, application: &Application, select: Option<&[String]>) -> Reply {
    let selected = select.map(|names| format!("({})", names.join(","))).unwrap_or_default();
    let context = format!("{}/graph/v1.0/$metadata#applications{selected}/$entity", tenant.base);
    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), json!(context));
    body.extend(application.shown(select, &tenant.name.initial_domain));
    Reply::graph(status, &Value::Object(body))
}
