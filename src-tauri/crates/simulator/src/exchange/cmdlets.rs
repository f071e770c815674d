//! `InvokeCommand`: the body with the cmdlet's name and its parameters, and the shape of what comes back.

use serde_json::{Map, Value, json};

use super::parameters::Parameters;
use super::{ExchangeProblem, gate, quarantine};
use crate::wire::{Reply, Visit};

/// Runs a cmdlet.
pub(super) fn invoke(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, ExchangeProblem> {
    let operator = gate::enter(visit, tenant)?;
    if let Some((name, _)) = visit.call.query.first() {
        return Err(ExchangeProblem::unsupported(format!("query option '{name}'")));
    }
    let (name, mut parameters) = read(visit)?;
    let rows = match name.as_str() {
        "Get-QuarantineMessage" => quarantine::list(visit, &operator, &mut parameters)?,
        "Preview-QuarantineMessage" => quarantine::preview(visit, &mut parameters)?,
        "Export-QuarantineMessage" => quarantine::export(visit, &operator, &mut parameters)?,
        "Release-QuarantineMessage" => quarantine::release(visit, &operator, &mut parameters)?,
        "Get-AdminAuditLogConfig" => vec![audit_config(visit)],
        other => return Err(ExchangeProblem::unsupported(format!("cmdlet '{other}'"))),
    };
    // Common parameters of every cmdlet.
    parameters.take("ErrorAction");
    parameters.finish()?;
    let context = format!(
        "{}/exchange/adminapi/beta/{tenant}/$metadata#Collection(Exchange.GenericHashTable)",
        visit.tenant.base
    );
    let value: Vec<Value> = rows.into_iter().map(with_sidecars).collect();
    Ok(Reply::json(
        200,
        &json!({ "@odata.context": context, "adminapi.warnings@odata.type": "#Collection(String)", "@adminapi.warnings": [], "value": value }),
    ))
}

/// The cmdlet and its parameters.
fn read(visit: &Visit<'_>) -> Result<(String, Parameters), ExchangeProblem> {
    let wrong = |text: &str| ExchangeProblem::Failed {
        status: 400,
        kind: "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
        text: text.to_owned(),
    };
    let is_json = visit.call.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    let body: Value = match is_json {
        true => serde_json::from_slice(&visit.call.body).map_err(|_| wrong("The body is not JSON."))?,
        false => return Err(wrong("The body must be JSON.")),
    };
    let Value::Object(mut body) = body else { return Err(wrong("The body must be an object.")) };
    let input = body.shift_remove("CmdletInput");
    if let Some(name) = body.keys().next() {
        return Err(ExchangeProblem::unsupported(format!("field '{name}' of the body")));
    }
    let Some(Value::Object(mut input)) = input else { return Err(wrong("CmdletInput is required.")) };
    let name = input.shift_remove("CmdletName").and_then(|name| name.as_str().map(str::to_owned));
    let name = name.ok_or_else(|| wrong("CmdletName is required."))?;
    let parameters = match input.shift_remove("Parameters") {
        None => Map::new(),
        Some(Value::Object(parameters)) => parameters,
        Some(_) => return Err(wrong("Parameters must be an object.")),
    };
    match input.keys().next() {
        Some(field) => Err(ExchangeProblem::unsupported(format!("field '{field}' of CmdletInput"))),
        None => Ok((name.clone(), Parameters::new(&name, parameters))),
    }
}

/// Whether the audit log is kept.
fn audit_config(visit: &Visit<'_>) -> Map<String, Value> {
    let kept = !visit.tenant.switches.lock().auditing_off;
    let config = json!({
        "Name": "Admin Audit Log Settings",
        "Identity": "Admin Audit Log Settings",
        "AdminAuditLogEnabled": true,
        "UnifiedAuditLogIngestionEnabled": kept,
        "UnifiedAuditLogFirstOptInDate": kept.then_some("2024-02-29T10:11:12+00:00"),
        "AdminAuditLogAgeLimit": "90.00:00:00",
        "AdminAuditLogCmdlets": ["*"],
        "AdminAuditLogParameters": ["*"],
        "AdminAuditLogExcludedCmdlets": [],
        "LoadBalancerCount": 3,
        "LogLevel": "None",
        "TestCmdletLoggingEnabled": false,
        "IsValid": true,
        "OrganizationId": visit.tenant.name.initial_domain,
    });
    match config {
        Value::Object(config) => config,
        _ => Map::new(),
    }
}

/// Adds the keys that tell the type of the field beside them.
fn with_sidecars(row: Map<String, Value>) -> Value {
    let mut whole = Map::new();
    for (name, value) in row {
        let is_time = ["ReceivedTime", "Expires", "UnifiedAuditLogFirstOptInDate"].contains(&name.as_str());
        match &value {
            Value::String(_) if is_time => {
                whole.insert(format!("{name}@data.type"), json!("System.DateTime"));
                whole.insert(format!("{name}@odata.type"), json!("#DateTimeOffset"));
            }
            Value::Array(_) => {
                whole.insert(format!("{name}@data.type"), json!("System.Collections.Generic.List`1[System.String]"));
                whole.insert(format!("{name}@odata.type"), json!("#Collection(String)"));
            }
            Value::Number(_) => {
                whole.insert(format!("{name}@odata.type"), json!("#Int64"));
            }
            _ => {}
        }
        whole.insert(name, value);
    }
    Value::Object(whole)
}
