//! `GET /organization`: the tenant's names, enough to find its initial domain.

use serde_json::{Value, json};

use super::page::selected;
use super::{GraphProblem, caller};
use crate::wire::{Query, Reply, Visit};

/// Properties that can be selected.
const PROPERTIES: &[&str] =
    &["id", "displayName", "verifiedDomains", "tenantType", "countryLetterCode", "createdDateTime"];

/// Properties of domains that can be selected.
const DOMAIN_PROPERTIES: &[&str] = &[
    "id",
    "isDefault",
    "isInitial",
    "isVerified",
    "isRoot",
    "isAdminManaged",
    "authenticationType",
    "supportedServices",
];

/// `GET /domains`.
pub(crate) fn domains(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(DOMAIN_READERS)?;
    let mut query = Query::new(&visit.call.query);
    let select = query.take_select(DOMAIN_PROPERTIES)?;
    query.finish()?;
    let name = &visit.tenant.name;
    let rows = [described(&name.initial_domain, true), described(&name.mail_domain, false)];
    let rows: Vec<Value> = rows.into_iter().map(|row| selected(row, select.as_deref(), &[])).collect();
    let context = format!("{}/graph/v1.0/$metadata#domains", visit.tenant.base);
    Ok(Reply::graph(200, &json!({ "@odata.context": context, "value": rows })))
}

/// `GET /domains/{name}`.
pub(crate) fn domain(visit: &mut Visit<'_>, wanted: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(DOMAIN_READERS)?;
    let mut query = Query::new(&visit.call.query);
    let select = query.take_select(DOMAIN_PROPERTIES)?;
    query.finish()?;
    let name = &visit.tenant.name;
    let known = [(&name.initial_domain, true), (&name.mail_domain, false)];
    let found = known.into_iter().find(|(domain, _)| domain.eq_ignore_ascii_case(wanted));
    let (domain, initial) = found.ok_or_else(|| GraphProblem::not_found(wanted))?;
    Ok(Reply::graph(200, &selected(described(domain, initial), select.as_deref(), &[])))
}

/// Who may read domains.
const DOMAIN_READERS: &[&str] = &["Domain.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];

fn described(domain: &str, initial: bool) -> Value {
    json!({
        "id": domain, "authenticationType": "Managed", "isAdminManaged": true, "isDefault": !initial,
        "isInitial": initial, "isRoot": true, "isVerified": true,
        "supportedServices": ["Email", "OfficeCommunicationsOnline"],
    })
}

/// The one organization there is.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need(&["User.Read", "Organization.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"])?;
    let mut query = Query::new(&visit.call.query);
    let select = query.take_select(PROPERTIES)?;
    query.finish()?;
    let name = &visit.tenant.name;
    let domain = |domain: &str, initial: bool| {
        json!({
            "capabilities": "Email, OfficeCommunicationsOnline", "isDefault": !initial, "isInitial": initial,
            "name": domain, "type": "Managed",
        })
    };
    let mut organization = json!({
        "id": name.id,
        "displayName": name.display,
        "tenantType": "AAD",
        "countryLetterCode": "US",
        "createdDateTime": "2019-03-04T09:12:44Z",
        "verifiedDomains": [domain(&name.initial_domain, true), domain(&name.mail_domain, false)],
    });
    if let (Some(names), Value::Object(all)) = (select, &mut organization) {
        all.retain(|name, _| names.contains(name));
    }
    let context = format!("{}/graph/v1.0/$metadata#organization", visit.tenant.base);
    Ok(Reply::graph(200, &json!({ "@odata.context": context, "value": [organization] })))
}
