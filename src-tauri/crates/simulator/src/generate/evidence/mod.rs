//! All forty-eight types of evidence, each written with every field it has in the schema. One file per corner of an
//! organisation; this one is the list that templates name them by.

mod apps;
mod cloud;
mod device;
mod files;
mod kubernetes;
mod mail;
mod network;
mod people;

use serde_json::Value;

use super::scene::Scene;

/// Writes one piece of evidence.
type Writer = fn(&mut Scene<'_>) -> Value;

/// Every type by its name without the `Evidence` ending.
const TYPES: &[(&str, Writer)] = &[
    ("activeDirectoryDomain", people::active_directory_domain),
    ("aiAgent", apps::ai_agent),
    ("amazonResource", cloud::amazon_resource),
    ("analyzedMessage", mail::analyzed_message),
    ("azureResource", cloud::azure_resource),
    ("blob", cloud::blob),
    ("blobContainer", cloud::blob_container),
    ("cloudApplication", apps::cloud_application),
    ("cloudLogonRequest", people::cloud_logon_request),
    ("cloudLogonSession", people::cloud_logon_session),
    ("container", kubernetes::container),
    ("containerImage", kubernetes::image),
    ("containerRegistry", kubernetes::registry),
    ("device", device::device),
    ("dns", network::dns),
    ("file", files::file),
    ("fileHash", files::file_hash),
    ("gitHubOrganization", apps::git_hub_organization),
    ("gitHubRepo", apps::git_hub_repo),
    ("gitHubUser", apps::git_hub_user),
    ("googleCloudResource", cloud::google_cloud_resource),
    ("hostLogonSession", device::host_logon_session),
    ("ioTDevice", device::iot_device),
    ("ip", network::ip),
    ("kubernetesCluster", kubernetes::cluster),
    ("kubernetesController", kubernetes::controller),
    ("kubernetesNamespace", kubernetes::namespace),
    ("kubernetesPod", kubernetes::pod),
    ("kubernetesSecret", kubernetes::secret),
    ("kubernetesService", kubernetes::service),
    ("kubernetesServiceAccount", kubernetes::service_account),
    ("mailCluster", mail::mail_cluster),
    ("mailbox", people::mailbox),
    ("mailboxConfiguration", people::mailbox_configuration),
    ("malware", files::malware),
    ("networkConnection", network::connection),
    ("nic", device::nic),
    ("oauthApplication", apps::oauth_application),
    ("process", files::process),
    ("registryKey", files::registry_key),
    ("registryValue", files::registry_value),
    ("sasToken", cloud::sas_token),
    ("securityGroup", people::security_group),
    ("servicePrincipal", apps::service_principal),
    ("submissionMail", mail::submission_mail),
    ("teamsMessage", mail::teams_message),
    ("url", network::url),
    ("user", people::user),
];

/// Evidence of the named type; `None` when there is no such type.
pub(super) fn of(scene: &mut Scene<'_>, name: &str) -> Option<Value> {
    let (_, writer) = TYPES.iter().find(|(known, _)| *known == name)?;
    Some(writer(scene))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::generate::templates;

    #[test]
    fn there_are_forty_eight_types_and_templates_name_only_these_and_all_of_them() {
        assert_eq!(TYPES.len(), 48, "the schema has forty-eight concrete types");
        let used: Vec<String> = templates::load().unwrap().into_iter().flat_map(|template| template.evidence).collect();
        for name in &used {
            assert!(TYPES.iter().any(|(known, _)| known == name), "a template names the unknown type {name}");
        }
        for (name, _) in TYPES {
            assert!(used.iter().any(|used| used == name), "no template shows {name}");
        }
    }
}
