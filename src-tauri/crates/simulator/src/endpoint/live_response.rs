//! Live response: commands for one machine, queued as an action that somebody has to come back for.

use std::time::Instant;

use serde_json::Value;

use super::book::{Action, Book, Command};
use super::{EndpointProblem, actions, admit, machines};
use crate::bearer::Bearer;
use crate::wire::{Fields, Query, Reply, Visit};

/// The permission to run one.
const PERMISSION: &[&str] = &["Machine.LiveResponse"];

/// Sessions that may run at once.
const CONCURRENT: usize = 25;

/// Commands in the order in which they are carried out, and the parameters that each takes; the first is needed.
const COMMANDS: &[(&str, &[&str])] =
    &[("PutFile", &["FileName"]), ("RunScript", &["ScriptName", "Args"]), ("GetFile", &["Path"])];

/// `POST /api/machines/{id}/runliveresponse`.
pub(super) fn run(visit: &mut Visit<'_>, machine_id: &str) -> Result<Reply, EndpointProblem> {
    let bearer = admit(visit, PERMISSION)?;
    Query::new(&visit.call.query).finish()?;
    let tenant = visit.tenant;
    if tenant.switches.lock().live_response_off {
        return Err(EndpointProblem::new(
            403,
            "DisabledFeature",
            "Live response is not enabled for this organization.",
        ));
    }
    let (mut commands, comment) = read(visit)?;
    let machine =
        machines::find(tenant, machine_id).ok_or_else(|| EndpointProblem::not_found("Machine", machine_id))?;
    let mut book = tenant.endpoint.lock();
    for command in &mut commands {
        command.fault = fault(&book, command);
    }
    let text = |name: &str| machine[name].as_str().unwrap_or("").to_owned();
    let action = Action {
        id: tenant.new_id(),
        machine_id: text("id"),
        computer: text("computerDnsName"),
        requestor: requestor(visit, &bearer),
        comment,
        commands,
        created: tenant.clock.service(),
        since: Instant::now(),
        polls: 0,
        offline: machine["healthStatus"] == "Inactive",
    };
    let running = |it: &&Action| !it.is_over();
    if book.actions.iter().filter(running).any(|it| it.machine_id == action.machine_id) {
        let message = format!("Action is already in progress for machine {}.", action.machine_id);
        return Err(EndpointProblem::new(400, "ActiveRequestAlreadyExists", message));
    }
    if book.actions.iter().filter(running).count() >= CONCURRENT {
        return Err(EndpointProblem::throttled(Some(60)));
    }
    let shown = actions::shown(&action);
    book.actions.push(action);
    drop(book);
    Ok(super::page::entity(visit, 201, "MachineActions", shown))
}

fn requestor(visit: &Visit<'_>, bearer: &Bearer) -> String {
    let directory = visit.tenant.directory.lock();
    let application = directory.principal_of(&bearer.app_id).map(|it| it.display_name.clone());
    bearer.person.clone().or(application).unwrap_or_else(|| bearer.app_id.clone())
}

/// Reads the body; its names are case-sensitive.
fn read(visit: &Visit<'_>) -> Result<(Vec<Command>, String), EndpointProblem> {
    let invalid = |message: String| EndpointProblem::new(400, "InvalidRequestBody", message);
    let missing = |name: &str| {
        EndpointProblem::new(400, "MissingRequiredParameter", format!("The parameter '{name}' is required."))
    };
    let mut body = Fields::read(visit.call, "a live response").map_err(|problem| invalid(problem.message))?;
    let items = body.take_list("Commands")?.filter(|items| !items.is_empty()).ok_or_else(|| missing("Commands"))?;
    let comment = body.take_text("Comment")?.filter(|text| !text.is_empty()).ok_or_else(|| missing("Comment"))?;
    body.finish()?;
    let mut commands = Vec::new();
    for item in items {
        let mut item = Fields::nested(item, "a live response command").map_err(|problem| invalid(problem.message))?;
        let kind = item.take_text("type")?.ok_or_else(|| missing("type"))?;
        let params = item.take_list("params")?.unwrap_or_default();
        item.finish()?;
        let known = COMMANDS.iter().find(|(name, _)| *name == kind);
        let (_, names) = known.ok_or_else(|| EndpointProblem::input(format!("'{kind}' is not a command.")))?;
        let params = parameters(params, names)?;
        let needed = names.first().copied().unwrap_or("");
        if !params.iter().any(|(key, value)| key == needed && !value.is_empty()) {
            return Err(missing(needed));
        }
        commands.push(Command { kind, params, fault: None });
    }
    commands.sort_by_key(|command| COMMANDS.iter().position(|(name, _)| *name == command.kind));
    Ok((commands, comment))
}

fn parameters(items: Vec<Value>, names: &[&str]) -> Result<Vec<(String, String)>, EndpointProblem> {
    let mut params = Vec::new();
    for item in items {
        let mut item = Fields::nested(item, "a command's parameter")?;
        let (key, value) = (item.require_text("key")?, item.take_text("value")?.unwrap_or_default());
        item.finish()?;
        if !names.contains(&key.as_str()) {
            return Err(EndpointProblem::input(format!("'{key}' is not a parameter of this command.")));
        }
        params.push((key, value));
    }
    Ok(params)
}

/// Why a command is going to fail: it needs a file that the library does not have.
fn fault(book: &Book, command: &Command) -> Option<String> {
    let name = command.param("FileName").or(command.param("ScriptName"))?;
    let known = book.library.iter().any(|file| file.name == name);
    (!known).then(|| format!("The library has no file '{name}'."))
}
