//! A plan as text for a change request.

use super::{Plan, Reason, calls};
use crate::cloud::Cloud;
use crate::permissions;
use std::fmt::Write;

/// The plan as Markdown: what is registered and why, who may do it, and the exact calls. `tenant` is how the tenant is called.
pub fn markdown(plan: &Plan, cloud: &Cloud, tenant: &str) -> String {
    let mut text = format!("# App registration \u{201c}{}\u{201d}\n\n", cell(&plan.app_name));
    let _ = writeln!(text, "Tenant: {} ({})\n", cell(tenant), cloud.title);
    let _ = writeln!(text, "For: {}\n", plan.titles().join(", "));
    let roles = plan.admin_roles().join(" or ");
    let _ = writeln!(text, "Carrying it out takes: {roles}. Nothing is changed before that person signs in.\n");
    text.push_str("## Permissions\n\n| API | Permission | Kind | Why | Needed by |\n|---|---|---|---|---|\n");
    for permission in &plan.permissions {
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {} | {} |",
            permissions::api(permission.api).name,
            permission.value,
            permission.kind.label(),
            cell(&whys(&permission.reasons)),
            cell(&titles(&permission.reasons))
        );
    }
    if !plan.roles.is_empty() {
        text.push_str("\n## Directory roles\n\n| Role | Why | Needed by |\n|---|---|---|\n");
        for role in &plan.roles {
            let _ =
                writeln!(text, "| {} | {} | {} |", role.name, cell(&whys(&role.reasons)), cell(&titles(&role.reasons)));
        }
    }
    text.push_str("\n## Credentials\n\n");
    for credential in &plan.credentials {
        let _ = writeln!(text, "- {}: {} {}", credential.kind.label(), credential.serves.join(", "), credential.rule);
    }
    for line in plan.credential_note.iter().chain(&plan.warnings) {
        let _ = writeln!(text, "\n{line}");
    }
    if !plan.prerequisites.is_empty() {
        text.push_str("\n## Before it works\n\n");
        for need in &plan.prerequisites {
            let _ = writeln!(text, "- {}: {} Needed by {}.", need.title, need.how, need.needed_by.join(", "));
        }
    }
    text.push_str("\n## Exact calls\n\n");
    for (index, call) in calls(plan, cloud).iter().enumerate() {
        let mark = if call.changes { "changes" } else { "reads" };
        let _ = writeln!(text, "{}. `{} {}` {}: {}", index + 1, call.method, call.path, mark, cell(&call.what));
    }
    text
}

/// The reasons without repetition.
fn whys(reasons: &[Reason]) -> String {
    let mut whys: Vec<&str> = Vec::new();
    for reason in reasons {
        if !whys.contains(&reason.why.as_str()) {
            whys.push(&reason.why);
        }
    }
    whys.join(" ")
}

fn titles(reasons: &[Reason]) -> String {
    let title = |reason: &Reason| match &reason.feature {
        Some(feature) => format!("{} ({feature})", reason.title),
        None => reason.title.clone(),
    };
    reasons.iter().map(title).collect::<Vec<_>>().join(", ")
}

/// Text that cannot end its cell or its line.
fn cell(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace('|', "\\|")
}
