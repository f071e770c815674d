//! `machineactions`: how far a live response has come, and the link to what it brought back.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::book::{Action, Command, LiveResult};
use super::shape::seven;
use super::{EndpointProblem, admit, machines};
use crate::wire::{Query, Reply, Visit};

/// One of these lets an application have a result.
const RESULTS: &[&str] = &["Machine.Read.All", "Machine.ReadWrite.All"];

/// How long a link is good for.
const LINK: SignedDuration = SignedDuration::from_mins(30);
/// An action comes one step further by itself after so long.
const STEP: Duration = Duration::from_secs(15);
/// Steps until a session runs, and until it is over.
const RUNNING: u64 = 2;
const OVER: u64 = 3;

impl Action {
    fn steps(&self) -> u64 {
        let passed = self.since.elapsed().as_secs() / STEP.as_secs();
        if self.offline { 0 } else { self.polls.max(passed) }
    }

    /// Nothing more will happen.
    pub(super) fn is_over(&self) -> bool {
        self.steps() >= OVER
    }

    fn status(&self) -> &'static str {
        let failed = self.commands.iter().any(|command| command.fault.is_some());
        match self.steps() {
            OVER.. if failed => "Failed",
            OVER.. => "Succeeded",
            RUNNING.. => "InProgress",
            _ => "Pending",
        }
    }
}

/// `GET /api/machineactions/{id}`. Each question moves the session on.
pub(super) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, EndpointProblem> {
    admit(visit, machines::READING)?;
    Query::new(&visit.call.query).finish()?;
    let mut book = visit.tenant.endpoint.lock();
    let action = book.actions.iter_mut().find(|action| action.id == id);
    let action = action.ok_or_else(|| EndpointProblem::not_found("MachineAction", id))?;
    action.polls += 1;
    let shown = shown(action);
    drop(book);
    Ok(super::page::entity(visit, 200, "MachineActions", shown))
}

/// An action as it is shown.
pub(super) fn shown(action: &Action) -> Value {
    let created = seven(&json!(action.created.to_string()));
    let status = action.status();
    let now = action.created.checked_add(action.since.elapsed()).unwrap_or(action.created);
    let now = seven(&json!(now.to_string()));
    let failed_before = |index: usize| action.commands.iter().take(index).any(|command| command.fault.is_some());
    let commands = action.commands.iter().enumerate().map(|(index, command)| {
        let (state, errors): (&str, Vec<&str>) = match (action.is_over(), &command.fault) {
            (true, Some(fault)) => ("Failed", vec![fault.as_str()]),
            (true, None) if !failed_before(index) => ("Completed", Vec::new()),
            _ => ("Created", Vec::new()),
        };
        let params = command.params.iter().map(|(key, value)| json!({ "key": key, "value": value }));
        json!({
            "index": index,
            "startTime": (state != "Created").then_some(&created),
            "endTime": (state != "Created").then_some(&now),
            "commandStatus": state,
            "errors": errors,
            "command": { "type": command.kind, "params": params.collect::<Vec<_>>() },
        })
    });
    json!({
        "id": action.id,
        "type": "LiveResponse",
        "title": null,
        "requestor": action.requestor,
        "requestorComment": action.comment,
        "status": status,
        "machineId": action.machine_id,
        "computerDnsName": action.computer,
        "creationDateTimeUtc": created,
        "lastUpdateDateTimeUtc": now,
        "errorHResult": 0,
        "commands": commands.collect::<Vec<_>>(),
    })
}

/// `GET /api/machineactions/{id}/GetLiveResponseResultDownloadLink(index=0)`: a link to another host, which is a secret
/// by itself and must be followed without a token.
pub(super) fn download_link(visit: &mut Visit<'_>, id: &str, call: &str) -> Result<Reply, EndpointProblem> {
    // A person needs the permission to run one; an application has to be able to read machines.
    let bearer = admit(visit, &["Machine.Read.All", "Machine.ReadWrite.All", "Machine.LiveResponse"])?;
    if bearer.person.is_none() && !bearer.has(RESULTS) {
        return Err(EndpointProblem::forbidden(RESULTS));
    }
    Query::new(&visit.call.query).finish()?;
    let index = call.rsplit_once("(index=").and_then(|(_, rest)| rest.strip_suffix(')')?.parse::<usize>().ok());
    let index = index.ok_or_else(|| EndpointProblem::odata("The function takes a parameter 'index'."))?;
    let tenant = visit.tenant;
    let until = tenant.clock.service().checked_add(LINK).unwrap_or(tenant.clock.service());
    let mut book = tenant.endpoint.lock();
    let action = book.actions.iter().find(|action| action.id == id);
    let action = action.ok_or_else(|| EndpointProblem::not_found("MachineAction", id))?;
    let command = action.commands.get(index).filter(|command| action.is_over() && command.fault.is_none());
    let result = command.and_then(|command| result(command, until));
    let result = result.ok_or_else(|| EndpointProblem::not_found("Result of MachineAction", id))?;
    let (name, signature) = (tenant.new_id(), tenant.new_text(43, b"ABCDEFabcdef0123456789"));
    let expires = until.strftime("%Y-%m-%dT%H%%3A%M%%3A%SZ").to_string();
    let path = format!("/live-response/{name}?sv=2021-08-06&sr=b&sp=r&se={expires}&sig={signature}");
    book.results.insert(format!("{name} {signature}"), result);
    let context = super::page::context(visit, "Edm.String");
    let link = format!("{}{path}", tenant.downloads);
    Ok(Reply::json(200, &json!({ "@odata.context": context, "value": link })))
}

fn result(command: &Command, until: jiff::Timestamp) -> Option<LiveResult> {
    match command.kind.as_str() {
        "GetFile" => {
            let text = format!("This stands for the file {}.\n", command.param("Path").unwrap_or(""));
            Some(LiveResult { content_type: "application/gzip", bytes: gzip(text.as_bytes()), until })
        }
        "RunScript" => {
            let output = json!({
                "script_name": command.param("ScriptName"), "exit_code": 0,
                "script_output": format!("Transcript started\r\n{}\r\n", command.param("Args").unwrap_or("")),
                "script_errors": "",
            });
            Some(LiveResult { content_type: "application/json", bytes: output.to_string().into_bytes(), until })
        }
        _ => None,
    }
}

/// A gzip archive of a text shorter than 64 KiB, stored without compression.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    let bytes = bytes.get(..usize::from(length)).unwrap_or(bytes);
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let mut archive = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    archive.extend(length.to_le_bytes());
    archive.extend((!length).to_le_bytes());
    archive.extend(bytes);
    archive.extend((!crc).to_le_bytes());
    archive.extend(u32::from(length).to_le_bytes());
    archive
}
