//! Addresses, names, links and connections.

use serde_json::{Value, json};

use super::super::scene::Scene;

/// `stream`: where something came from.
pub(super) fn stream(scene: &mut Scene<'_>) -> Value {
    if scene.chance(0.4) { json!({ "name": scene.one(&["SigninLogs", "CloudAppEvents"]) }) } else { Value::Null }
}

pub(super) fn ip(scene: &mut Scene<'_>) -> Value {
    let (letters, place) = scene.place();
    let located = scene.chance(0.7);
    let own = json!({
        "countryLetterCode": if located { json!(letters) } else { Value::Null },
        "ipAddress": scene.attacker,
        "location": if located { place } else { Value::Null },
        "stream": stream(scene),
    });
    scene.evidence("ip", &["source"], own)
}

/// An address inside the network, as evidence.
pub(super) fn inside(scene: &mut Scene<'_>) -> Value {
    let address = scene.inside();
    let own = json!({ "countryLetterCode": null, "ipAddress": address, "location": null, "stream": null });
    scene.evidence("ip", &["destination"], own)
}

pub(super) fn url(scene: &mut Scene<'_>) -> Value {
    let own = json!({ "url": link(scene) });
    scene.evidence("url", &[], own)
}

/// A bad link.
pub(super) fn link(scene: &mut Scene<'_>) -> String {
    let tail = scene.one(&["", "/signin?u=1", "/d/%E2%9C%93/file.html#a=b&c=<x>", "/wp-content/x.php?id=7"]);
    format!("https://{}{tail}", scene.host)
}

pub(super) fn dns(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "dnsServerIp": inside(scene),
        "domainName": scene.host,
        "hostIpAddress": inside(scene),
        "ipAddresses": [ip(scene)],
    });
    scene.evidence("dns", &["commandAndControl"], own)
}

pub(super) fn connection(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "destinationAddress": ip(scene),
        "destinationPort": scene.one(&[443, 445, 3389, 53, 8443]),
        "protocol": scene.one(&["tcp", "udp"]),
        "sourceAddress": inside(scene),
        "sourcePort": scene.number(1025, 65_535),
    });
    scene.evidence("networkConnection", &[], own)
}
