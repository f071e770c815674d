//! Resources in other people's data centres: Azure, Amazon, Google, and storage.

use serde_json::{Value, json};

use super::super::scene::Scene;

pub(super) fn azure_resource(scene: &mut Scene<'_>) -> Value {
    let (kind, name) = scene.one(&[
        ("Microsoft.Storage/storageAccounts", "stcontosoprod"),
        ("Microsoft.KeyVault/vaults", "kv-contoso-prod"),
        ("Microsoft.Compute/virtualMachines", "srv-web-01"),
        ("Microsoft.ContainerService/managedClusters", "aks-prod-weu"),
    ]);
    let id = format!("/subscriptions/{}/resourceGroups/rg-prod/providers/{kind}/{name}", scene.world.subscription);
    let own = json!({ "resourceId": id, "resourceName": name, "resourceType": kind });
    scene.evidence("azureResource", &["attacked"], own)
}

pub(super) fn amazon_resource(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "amazonAccountId": "111122223333",
        "amazonResourceId": format!("arn:aws:ec2:eu-central-1:111122223333:instance/i-0{}", scene.hex(16)),
        "resourceName": "contoso-batch",
        "resourceType": "AWS::EC2::Instance",
    });
    scene.evidence("amazonResource", &[], own)
}

pub(super) fn google_cloud_resource(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "fullResourceName": "//compute.googleapis.com/projects/contoso-analytics/zones/europe-west3-a/instances/etl-1",
        "location": "europe-west3-a",
        "locationType": scene.one(&["regional", "zonal", "global"]),
        "projectId": "contoso-analytics",
        "projectNumber": scene.number(100_000_000_000, 999_999_999_999),
        "resourceName": "etl-1",
        "resourceType": "compute.googleapis.com/Instance",
    });
    scene.evidence("googleCloudResource", &[], own)
}

pub(super) fn blob_container(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "name": "uploads",
        "storageResource": azure_resource(scene),
        "url": "https://stcontosoprod.blob.core.contoso.com/uploads",
    });
    scene.evidence("blobContainer", &[], own)
}

pub(super) fn blob(scene: &mut Scene<'_>) -> Value {
    let name = scene.file.0.clone();
    let own = json!({
        "blobContainer": blob_container(scene),
        "etag": format!("0x8D{}", scene.hex(13).to_uppercase()),
        "fileHashes": [{ "algorithm": scene.one(&["md5", "sha256", "sha256ac"]), "value": scene.hex(64) }],
        "url": format!("https://stcontosoprod.blob.core.contoso.com/uploads/{name}"),
        "name": name,
    });
    scene.evidence("blob", &[], own)
}

pub(super) fn sas_token(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "allowedIpAddresses": "203.0.113.0-203.0.113.255",
        "allowedResourceTypes": ["Service", "Container", "Object"],
        "allowedServices": ["Blob", "File"],
        "expiryDateTime": scene.created.plus_seconds(31_536_000.0).to_string(),
        "permissions": ["Read", "List", "Write"],
        "protocol": "https",
        "signatureHash": scene.hex(64),
        "signedWith": "Key1",
        "startDateTime": scene.before(900_000.0),
        "storageResource": azure_resource(scene),
    });
    scene.evidence("sasToken", &["suspicious"], own)
}
