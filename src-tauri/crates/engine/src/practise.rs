//! Practising: everything from an empty tenant to the first alerts, on a simulated tenant.
//!
//! Registration, consent, certificate and tokens go over the wire exactly as they would at Microsoft. One thing only
//! is played: the administrator at the sign-in page, and only where the cloud is a loopback simulator.

use crate::connect::{OfferedCredential, in_use};
use crate::product::Product;
use crate::rehearsal::Stage;
use crate::steps::{Connected, StepLog, Steps, Under};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::catalog::{self, CatalogEntry, PermissionNeed};
use domain::cloud::{self, Api, Cloud};
use domain::ids::{ClientId, TenantId};
use domain::tenant::Tenant;
use domain::{Code, Outcome, Problem, permissions};
use microsoft::{AppIdentity, AppRegistration, Directory, Login, ServicePrincipal, approve_on_simulator};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use vault::{CertificateWish, MadeCertificate, USUAL_DAYS, make_certificate};

const PLAN: &[(&str, &str)] = &[
    ("practise.tenant", "Start the simulated tenant"),
    ("practise.sign_in", "Sign in as its administrator"),
    ("register.permission", "Read the permissions the tenant offers"),
    ("certificate.make", "Make an RSA certificate"),
    ("register.application", "Register the application"),
    ("register.consent", "Grant admin consent"),
    ("certificate.keep", "Keep the key in the keyring"),
    ("register.verify", "Sign in as the app"),
    ("practise.collect", "Collect alerts"),
];
const CERTIFICATE_BITS: u32 = 2048;
const APP_NAME: &str = "Bartizan";
/// How often a token is tried while Microsoft replicates, and how far apart.
const VERIFY_TRIES: u32 = 30;
const VERIFY_PAUSE: Duration = Duration::from_millis(500);

/// The rehearsed tenant with its administrator signed in.
struct Rehearsed {
    cloud: Cloud,
    tenant: Tenant,
    directory: Directory,
}

impl Product {
    /// Connects a simulated tenant from nothing and collects its alerts.
    ///
    /// # Errors
    /// The step that failed; what was kept before stays, and practising again goes on with it.
    pub async fn practise(&self, steps: Steps) -> Outcome<Connected> {
        let entry = catalog::entry("defender-xdr")?;
        let mut log = StepLog::new(steps, Arc::clone(&self.inner.wire), PLAN);
        let stage = log
            .run("practise.tenant", async |_| {
                let stage = self.inner.rehearsal.stage().await?;
                let what = if stage.fresh { "started at" } else { "runs at" };
                let detail = format!("{} {what} {}", stage.domain, stage.base);
                Ok((stage, detail))
            })
            .await?;
        let rehearsed = log.run("practise.sign_in", async |_| self.sign_in(stage).await).await?;
        let (api, roles) = log.run("register.permission", async |_| offered(&rehearsed, entry).await).await?;
        let made = log.run("certificate.make", async |_| self.make(&rehearsed.tenant).await).await?;
        let app = log.run("register.application", async |_| register(&rehearsed, entry, &roles, &made).await).await?;
        log.run("register.consent", async |_| consent(&rehearsed, &app, &api, &roles).await).await?;
        let offered = OfferedCredential::Certificate(made);
        let client_id = ClientId(app.app_id.clone());
        let identity = AppIdentity {
            cloud: rehearsed.cloud.clone(),
            tenant: rehearsed.tenant.id.clone(),
            client_id: client_id.clone(),
            credential: in_use(&offered)?,
        };
        let integration = log
            .run("certificate.keep", async |_| self.keep(entry, &rehearsed.tenant, &client_id, offered).await)
            .await?;
        self.note_made(&integration, app.id.clone())?;
        log.run("register.verify", async |under| self.verify(under, &identity, &entry.permission).await).await?;
        // The administrator's token ends here; it was never written anywhere.
        let Rehearsed { tenant, directory, .. } = rehearsed;
        drop(directory);
        self.first_collection(log, "practise.collect", tenant, integration).await
    }

    async fn sign_in(&self, stage: Stage) -> Outcome<(Rehearsed, String)> {
        let wire = &self.inner.wire;
        let cloud = cloud::simulated(&stage.base)?;
        let login = Login::new(Arc::clone(wire), &cloud)?;
        let found = login.find_tenant(&stage.domain).await?;
        let code = login.start_device_code(&found.id).await?;
        let account = format!("admin@{}", stage.domain);
        approve_on_simulator(wire, &cloud, &code, &account).await?;
        let token = login.finish_device_code(&found.id, &code).await?;
        let directory = Directory::new(Arc::clone(wire), &cloud, token)?;
        let organization = directory.organization().await?;
        let tenant = Tenant {
            id: TenantId(found.id.0),
            name: organization.name,
            domain: organization.domain,
            cloud: cloud.id.clone(),
            simulator: Some(stage.base),
        };
        let detail = format!("{account} with the code {}", code.user_code);
        Ok((Rehearsed { cloud, tenant, directory }, detail))
    }

    /// Makes the certificate on a thread of its own: an RSA key takes its time.
    async fn make(&self, tenant: &Tenant) -> Outcome<(MadeCertificate, String)> {
        let common_name = format!("{APP_NAME} for {}", tenant.name);
        let wish = CertificateWish { common_name, bits: CERTIFICATE_BITS, days: USUAL_DAYS };
        let now = self.now();
        let made = tokio::task::spawn_blocking(move || make_certificate(&wish, now))
            .await
            .unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "Making the certificate ended unexpectedly.")))?;
        let detail = format!("RSA {CERTIFICATE_BITS}, valid for {USUAL_DAYS} days");
        Ok((made, detail))
    }

    /// Asks for tokens until one carries the permission: Microsoft replicates app, key and consent one by one.
    async fn verify(
        &self,
        under: &mut Under<'_>,
        app: &AppIdentity,
        wanted: &[PermissionNeed],
    ) -> Outcome<((), String)> {
        let scope = &app.cloud.api(Api::Graph)?.scope;
        let mut last = Problem::new(Code::ReplicationTimeout, "Microsoft does not know the new app everywhere yet.");
        for attempt in 1..=VERIFY_TRIES {
            self.inner.tokens.forget(app, scope).await;
            match self.inner.tokens.token(app, scope).await {
                Ok(token) if wanted.iter().all(|permission| token.roles.contains(&permission.value)) => {
                    return Ok(((), format!("The token carries {}", token.roles.join(", "))));
                }
                Ok(_) => {
                    under
                        .waiting(format!("The token lacks the permission still. Attempt {attempt} of {VERIFY_TRIES}."));
                }
                Err(problem) if matches!(problem.code, Code::AppUnknown | Code::CertificateUnknown) => {
                    under.waiting(format!(
                        "Microsoft does not know the new app yet. Attempt {attempt} of {VERIFY_TRIES}."
                    ));
                    last = last.with(problem.facts);
                }
                Err(problem) => return Err(problem),
            }
            tokio::time::sleep(VERIFY_PAUSE).await;
        }
        Err(last)
    }
}

/// The API's service principal and the ids of the wanted permissions in the tenant's own list.
async fn offered(rehearsed: &Rehearsed, entry: &CatalogEntry) -> Outcome<((ServicePrincipal, Vec<String>), String)> {
    let Some(first) = entry.permission.first() else {
        return Err(Problem::new(Code::Unexpected, format!("{} asks for no permission.", entry.title)));
    };
    let api = rehearsed.directory.api(&permissions::api(first.api).app_id, &permissions::api(first.api).name).await?;
    let mut roles = Vec::new();
    for permission in &entry.permission {
        let role = api.app_roles.iter().find(|role| role.value.as_deref() == Some(permission.value.as_str()));
        let role = role.ok_or_else(|| {
            let message = format!(
                "{} of this tenant does not offer {}.",
                permissions::api(permission.api).name,
                permission.value
            );
            Problem::new(Code::ProductMissing, message)
        })?;
        roles.push(role.id.clone());
    }
    let names: Vec<_> = entry.permission.iter().map(|permission| permission.value.as_str()).collect();
    Ok(((api, roles), format!("{}: {}", permissions::api(first.api).name, names.join(", "))))
}

async fn register(
    rehearsed: &Rehearsed,
    entry: &CatalogEntry,
    roles: &[String],
    made: &MadeCertificate,
) -> Outcome<(AppRegistration, String)> {
    let resource =
        entry.permission.first().map(|permission| permissions::api(permission.api).app_id.as_str()).unwrap_or_default();
    let access: Vec<_> = roles.iter().map(|id| json!({"id": id, "type": "Role"})).collect();
    let content = json!({
        "displayName": format!("{APP_NAME} for {}", rehearsed.tenant.name),
        "signInAudience": "AzureADMyOrg",
        "requiredResourceAccess": [{"resourceAppId": resource, "resourceAccess": access}],
        "keyCredentials": [{
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
            "key": BASE64.encode(&made.certificate_der),
            "displayName": format!("CN={APP_NAME} for {}", rehearsed.tenant.name),
        }],
    });
    let unique = format!("bartizan-{}", rehearsed.tenant.id);
    let app = rehearsed.directory.put_application(&unique, &content).await?;
    let detail = format!("Application (client) ID {}", app.app_id);
    Ok((app, detail))
}

async fn consent(
    rehearsed: &Rehearsed,
    app: &AppRegistration,
    api: &ServicePrincipal,
    roles: &[String],
) -> Outcome<((), String)> {
    let principal = rehearsed.directory.put_service_principal(&app.app_id).await?;
    for role in roles {
        rehearsed.directory.grant(&principal, api, role).await?;
    }
    Ok(((), format!("{} of {} granted", roles.len(), roles.len())))
}
