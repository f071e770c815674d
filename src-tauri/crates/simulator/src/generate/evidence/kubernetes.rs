//! Clusters and what runs in them. Pods hold containers and containers name their pod, so the inner one is kept brief.

use serde_json::{Value, json};

use super::super::scene::Scene;
use super::{cloud, network};

fn labels(scene: &mut Scene<'_>) -> Value {
    json!({ "app": scene.one(&["checkout", "etl"]), "team.contoso.com/owner": "platform" })
}

pub(super) fn cluster(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "cloudResource": cloud::azure_resource(scene),
        "distribution": "AKS",
        "name": "aks-prod-weu",
        "platform": scene.one(&["aks", "eks", "gke", "arc"]),
        "version": "1.29.4",
    });
    scene.evidence("kubernetesCluster", &[], own)
}

pub(super) fn namespace(scene: &mut Scene<'_>) -> Value {
    let own =
        json!({ "cluster": cluster(scene), "labels": labels(scene), "name": scene.one(&["payments", "kube-system"]) });
    scene.evidence("kubernetesNamespace", &[], own)
}

pub(super) fn controller(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "labels": labels(scene), "name": "checkout", "namespace": namespace(scene),
        "type": scene.one(&["Deployment", "DaemonSet", "CronJob"]),
    });
    scene.evidence("kubernetesController", &[], own)
}

pub(super) fn service_account(scene: &mut Scene<'_>) -> Value {
    let own = json!({ "name": "default", "namespace": namespace(scene) });
    scene.evidence("kubernetesServiceAccount", &["compromised"], own)
}

pub(super) fn secret(scene: &mut Scene<'_>) -> Value {
    let own = json!({ "name": "db-credentials", "namespace": namespace(scene), "secretType": "Opaque" });
    scene.evidence("kubernetesSecret", &[], own)
}

pub(super) fn registry(scene: &mut Scene<'_>) -> Value {
    let own = json!({ "registry": "registry.contoso.com" });
    scene.evidence("containerRegistry", &[], own)
}

pub(super) fn image(scene: &mut Scene<'_>) -> Value {
    let digest = json!({
        "digestImage": null, "imageId": format!("registry.contoso.com/checkout@sha256:{}", scene.hex(64)),
        "registry": registry(scene),
    });
    let digest = scene.evidence("containerImage", &[], digest);
    let own = json!({
        "digestImage": digest, "imageId": "registry.contoso.com/checkout:2.14.1", "registry": registry(scene),
    });
    scene.evidence("containerImage", &[], own)
}

pub(super) fn container(scene: &mut Scene<'_>) -> Value {
    let around = brief_pod(scene);
    container_in(scene, around)
}

fn container_in(scene: &mut Scene<'_>, pod: Value) -> Value {
    let command = scene.command();
    let own = json!({
        "args": ["--config", "/etc/app/config.yaml"],
        "command": ["/bin/sh", "-c", command],
        "containerId": scene.hex(64),
        "image": image(scene),
        "isPrivileged": scene.chance(0.4),
        "name": scene.one(&["checkout", "xmr", "sidecar"]),
        "pod": pod,
    });
    scene.evidence("container", &["compromised"], own)
}

/// A pod as its containers name it: without them.
fn brief_pod(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "containers": [], "controller": null, "ephemeralContainers": [], "initContainers": [], "labels": {},
        "name": "checkout-7c9f", "namespace": namespace(scene), "podIp": null, "serviceAccount": null,
    });
    scene.evidence("kubernetesPod", &[], own)
}

pub(super) fn pod(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "containers": [container_in(scene, Value::Null)],
        "controller": controller(scene),
        "ephemeralContainers": [container_in(scene, Value::Null)],
        "initContainers": [container_in(scene, Value::Null)],
        "labels": labels(scene),
        "name": format!("checkout-{}", scene.hex(9)),
        "namespace": namespace(scene),
        "podIp": network::inside(scene),
        "serviceAccount": service_account(scene),
    });
    scene.evidence("kubernetesPod", &["compromised"], own)
}

pub(super) fn service(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "clusterIP": network::inside(scene),
        "externalIPs": [network::ip(scene)],
        "labels": labels(scene),
        "name": "checkout",
        "namespace": namespace(scene),
        "selector": { "app": "checkout" },
        "servicePorts": [{
            "appProtocol": "https", "name": "web", "nodePort": 30443, "port": 443,
            "protocol": scene.one(&["tcp", "udp", "sctp"]), "targetPort": "8443",
        }],
        "serviceType": scene.one(&["clusterIP", "externalName", "nodePort", "loadBalancer"]),
    });
    scene.evidence("kubernetesService", &[], own)
}
