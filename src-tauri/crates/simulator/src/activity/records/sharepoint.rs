//! `Audit.SharePoint`: files and their sharing, OneDrive included.

use serde_json::{Value, json};

use super::scene::Scene;

pub(super) fn record(scene: &mut Scene<'_>) -> Value {
    let personal = scene.chance(0.4);
    let owner = scene.person.upn.replace(['@', '.'], "_");
    let site = match personal {
        true => format!("https://contoso-my.sharepoint.com/personal/{owner}/"),
        false => "https://contoso.sharepoint.com/sites/legal/".to_owned(),
    };
    let file = scene.one(&["Salary bands.xlsx", "安装盘 2024.iso", "Quarterly forecast (final).xlsm", "contract.docx"]);
    let extension = file.rsplit('.').next().unwrap_or("");
    let (operation, kind) = scene.one(&[
        ("FileAccessed", 6),
        ("FileDownloaded", 6),
        ("FileModified", 6),
        ("FileDeleted", 6),
        ("PageViewed", 4),
        ("SharingSet", 14),
        ("AnonymousLinkCreated", 14),
    ]);
    let mut record = json!({
        "Operation": operation,
        "RecordType": kind,
        "UserKey": format!("i:0h.f|membership|{}@live.com", scene.hex(16)),
        "Workload": if personal { "OneDrive" } else { "SharePoint" },
        "ClientIP": scene.address(),
        "ObjectId": format!("{site}Shared Documents/{file}"),
        "CorrelationId": scene.id(),
        "EventSource": "SharePoint",
        "ItemType": if kind == 4 { "Page" } else { "File" },
        "ListId": scene.id(),
        "ListItemUniqueId": scene.id(),
        "Site": scene.id(),
        "UserAgent": scene.agent(),
        "WebId": scene.id(),
        "SiteUrl": site,
        "SourceRelativeUrl": "Shared Documents",
        "SourceFileName": file,
        "SourceFileExtension": extension,
        "AppAccessContext": {
            "AADSessionId": scene.id(), "CorrelationId": scene.id(), "UniqueTokenId": scene.hex(22),
            "ClientAppId": scene.id(), "ClientAppName": "Microsoft Office",
        },
    });
    if kind == 14 {
        record["SharingType"] = json!("ExternalUser");
        record["TargetUserOrGroupName"] = json!("partner@fabrikam.example");
        record["TargetUserOrGroupType"] = json!("Guest");
    }
    record
}
