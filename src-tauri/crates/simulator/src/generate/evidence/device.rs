//! Machines of every kind, their network cards and the sessions on them.

use serde_json::{Value, json};

use super::super::scene::Scene;
use super::{cloud, network, people};

pub(super) fn device(scene: &mut Scene<'_>) -> Value {
    let (machine, world) = (scene.machine, scene.world);
    let inside = scene.inside();
    let virtual_machine = scene.chance(if machine.is_server { 0.8 } else { 0.1 });
    let metadata = json!({
        "cloudProvider": "azure",
        "resourceId": format!("/subscriptions/{}/resourceGroups/rg-prod/providers/Microsoft.Compute/virtualMachines/{}", world.subscription, machine.name),
        "subscriptionId": world.subscription,
        "vmId": scene.id(),
    });
    let logged_on = json!([{ "accountName": scene.person.account, "domainName": world.net_bios }]);
    let own = json!({
        "azureAdDeviceId": scene.often(json!(machine.entra_id)),
        "defenderAvStatus": scene.one(&["updated", "updated", "notUpdated", "unknown", "disabled", "notReporting"]),
        "deviceDnsName": format!("{}.corp.{}", machine.name.to_lowercase(), world.domain),
        "dnsDomain": format!("corp.{}", world.domain),
        "firstSeenDateTime": scene.before(2.0e7),
        "healthStatus": scene.one(&["active", "active", "active", "inactive", "impairedCommunication"]),
        "hostName": machine.name,
        "ipInterfaces": if scene.chance(0.7) { json!([inside, "fe80::1c2b:3aff:fe4d:5e6f", "127.0.0.1"]) } else { json!([]) },
        "lastExternalIpAddress": scene.often(json!("198.51.100.7")),
        "lastIpAddress": scene.often(json!(inside)),
        "loggedOnUsers": if scene.chance(0.7) { logged_on } else { json!([]) },
        "mdeDeviceId": machine.mde_id,
        "ntDomain": scene.often(json!(world.net_bios)),
        "onboardingStatus": scene.one(&["onboarded", "onboarded", "onboarded", "canBeOnboarded", "insufficientInfo"]),
        "osBuild": machine.build,
        "osPlatform": machine.os,
        "rbacGroupId": scene.number(1, 90),
        "rbacGroupName": scene.one(&["UnassignedGroup", "Workstations EU", "Servers"]),
        "resourceAccessEvents": if scene.chance(0.5) { json!([people::access(scene)]) } else { json!([]) },
        "riskScore": scene.one(&["none", "informational", "low", "medium", "high"]),
        "version": machine.version,
        "vmMetadata": if virtual_machine { metadata } else { Value::Null },
    });
    let role = scene.one(&["compromised", "attacked", "contextual"]);
    scene.evidence("device", &[role], own)
}

pub(super) fn host_logon_session(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "account": people::user(scene),
        "endUtcDateTime": scene.before(600.0),
        "host": device(scene),
        "sessionId": scene.number(100_000, 9_999_999).to_string(),
        "startUtcDateTime": scene.before(30_000.0),
    });
    scene.evidence("hostLogonSession", &[], own)
}

pub(super) fn nic(scene: &mut Scene<'_>) -> Value {
    let mac = scene.hex(12);
    let own = json!({
        "ipAddress": network::ip(scene),
        "macAddress": mac_of(&mac),
        "vlans": ["VLAN-40", "OT-floor"],
    });
    scene.evidence("nic", &[], own)
}

/// Twelve hexadecimal digits as an address.
fn mac_of(hex: &str) -> String {
    let pairs: Vec<&str> = (0..6).filter_map(|at| hex.get(at * 2..at * 2 + 2)).collect();
    pairs.join("-").to_uppercase()
}

pub(super) fn iot_device(scene: &mut Scene<'_>) -> Value {
    let mac = scene.hex(12);
    let own = json!({
        "deviceId": scene.id(),
        "deviceName": scene.one(&["PLC-LINE-04", "HVAC-ROOF-1", "CAM-LOBBY-2"]),
        "devicePageLink": "https://iot.contoso.com/devices/plc-line-04",
        "deviceSubType": "Programmable logic controller",
        "deviceType": "Industrial",
        "importance": scene.one(&["unknown", "low", "normal", "high"]),
        "ioTHub": cloud::azure_resource(scene),
        "ioTSecurityAgentId": scene.id(),
        "ipAddress": network::ip(scene),
        "isAuthorized": scene.chance(0.7),
        "isProgramming": scene.chance(0.3),
        "isScanner": scene.chance(0.1),
        "macAddress": mac_of(&mac),
        "manufacturer": "Fabrikam Controls",
        "model": "FC-1500",
        "nics": [nic(scene)],
        "operatingSystem": "VxWorks 7",
        "owners": [scene.person.upn, "plant-operations@contoso.com"],
        "protocols": ["Modbus", "S7"],
        "purdueLayer": "ProcessControl",
        "sensor": "sensor-plant-2",
        "serialNumber": scene.hex(10).to_uppercase(),
        "site": "Plant 2",
        "source": "Microsoft",
        "sourceRef": network::url(scene),
        "zone": "Packaging",
    });
    scene.evidence("ioTDevice", &["attacked"], own)
}
