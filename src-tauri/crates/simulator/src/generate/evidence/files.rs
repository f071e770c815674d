//! Files, what runs from them, what they are known as, and the registry.

use serde_json::{Value, json};

use super::super::scene::Scene;
use super::people::account;

/// `fileDetails` of the file at hand or of a system program.
pub(super) fn details(scene: &mut Scene<'_>, system: bool) -> Value {
    let (name, path) = match system {
        true => (
            scene.one(&["explorer.exe", "cmd.exe", "WINWORD.EXE", "svchost.exe"]).to_owned(),
            "C:\\Windows\\System32".to_owned(),
        ),
        false => scene.file.clone(),
    };
    let publisher = if system { json!("Microsoft Corporation") } else { Value::Null };
    let other = if scene.chance(0.4) { json!("Contoso Tools Ltd.") } else { Value::Null };
    let signer = if system { publisher } else { other };
    json!({
        "fileName": name,
        "filePath": path,
        "filePublisher": signer,
        "fileSize": scene.number(1_024, 90_000_000),
        "issuer": if signer.is_null() { Value::Null } else { json!("Example Code Signing CA") },
        "md5": scene.hex(32),
        "sha1": scene.hex(40),
        "sha256": scene.hex(64),
        "sha256Ac": if scene.chance(0.3) { json!(scene.hex(64)) } else { Value::Null },
        "signer": signer,
    })
}

pub(super) fn file(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "detectionStatus": scene.one(&["detected", "blocked", "prevented"]),
        "fileDetails": details(scene, false),
        "mdeDeviceId": scene.machine.mde_id,
    });
    scene.evidence("file", &[], own)
}

pub(super) fn file_hash(scene: &mut Scene<'_>) -> Value {
    let (algorithm, digits) = scene.one(&[("md5", 32), ("sha1", 40), ("sha256", 64)]);
    let own = json!({ "algorithm": algorithm, "value": scene.hex(digits) });
    scene.evidence("fileHash", &["suspicious"], own)
}

pub(super) fn malware(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "category": scene.one(&["Trojan", "Ransomware", "HackTool", "Backdoor"]),
        "files": [file(scene)],
        "name": scene.one(&["Trojan:Win32/Wacatac.B!ml", "HackTool:Win32/Mimikatz.D", "Ransom:Win64/Example.A"]),
        "processes": [process(scene)],
    });
    scene.evidence("malware", &[], own)
}

pub(super) fn process(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "detectionStatus": scene.one(&["detected", "blocked", "prevented"]),
        "imageFile": details(scene, false),
        "mdeDeviceId": scene.machine.mde_id,
        "parentProcessCreationDateTime": scene.before(90_000.0),
        "parentProcessId": scene.number(4, 30_000),
        "parentProcessImageFile": details(scene, true),
        "processCommandLine": scene.command(),
        "processCreationDateTime": scene.before(20_000.0),
        "processId": scene.number(4, 30_000),
        "userAccount": account(scene),
    });
    scene.evidence("process", &[], own)
}

pub(super) fn registry_key(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "registryHive": scene.one(&["HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER"]),
        "registryKey": scene.one(&["SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run", "SYSTEM\\CurrentControlSet\\Services\\WinDefend"]),
    });
    scene.evidence("registryKey", &[], own)
}

pub(super) fn registry_value(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "mdeDeviceId": scene.machine.mde_id,
        "registryHive": "HKEY_LOCAL_MACHINE",
        "registryKey": "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run",
        "registryValue": format!("{}\\{}", scene.file.1, scene.file.0),
        "registryValueName": scene.one(&["Updater", "OneDriveSetup", "(Standard)"]),
        "registryValueType": "String",
    });
    scene.evidence("registryValue", &["added"], own)
}
