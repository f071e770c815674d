//! Connecting an app that exists: every claim is proven before anything is kept.

use crate::product::{Product, View};
use crate::steps::{Connected, StepLog, Steps};
use domain::catalog::{self, CatalogEntry};
use domain::cloud::{self, Api};
use domain::ids::{ClientId, CredentialId, IntegrationId};
use domain::secret::SecretText;
use domain::tenant::{Credential, CredentialKind, Integration, Tenant};
use domain::{Code, Outcome, Problem};
use microsoft::{AppCredential, AppIdentity, Call, Host, Login, Patience, Waits};
use std::sync::Arc;
use vault::{MadeCertificate, SigningKey};

/// What a person offers as credential.
pub enum OfferedCredential {
    /// A client secret's Value.
    Secret(SecretText),
    /// A certificate with its key.
    Certificate(MadeCertificate),
}

/// An app that exists, as a person named it.
pub struct ConnectOrder {
    /// The integration of the catalog.
    pub integration: String,
    /// The cloud's key.
    pub cloud: String,
    /// The simulator's address, for the cloud `simulated`.
    pub simulator: Option<String>,
    /// Tenant id or domain.
    pub tenant: String,
    /// Application (client) ID.
    pub client_id: String,
    /// Its credential.
    pub credential: OfferedCredential,
}

const PLAN: &[(&str, &str)] = &[
    ("connect.tenant", "Find the tenant"),
    ("connect.token", "Sign in as the app"),
    ("connect.permission", "Check the permission"),
    ("connect.first_call", "Ask for one alert"),
    ("connect.keep", "Keep the credential in the keyring"),
    ("connect.collect", "Collect alerts"),
];

impl Product {
    /// Connects an app that exists and collects for the first time.
    ///
    /// # Errors
    /// The first thing that is wrong; nothing is kept then, unless only the collection failed.
    pub async fn connect(&self, order: ConnectOrder, steps: Steps) -> Outcome<Connected> {
        let entry = catalog::entry(order.integration.trim())?;
        let cloud = cloud::cloud(&order.cloud, order.simulator.as_deref())?;
        let client_id = client_id(&order.client_id)?;
        let offered = tidied(order.credential)?;
        let mut log = StepLog::new(steps, Arc::clone(&self.inner.wire), PLAN);
        let found = log
            .run("connect.tenant", async |_| {
                let found = Login::new(Arc::clone(&self.inner.wire), &cloud)?.find_tenant(&order.tenant).await?;
                let detail = format!("Tenant ID {}", found.id);
                Ok((found, detail))
            })
            .await?;
        let credential = in_use(&offered)?;
        let app = AppIdentity { cloud: cloud.clone(), tenant: found.id.clone(), client_id, credential };
        self.prove(&mut log, &app, entry).await?;
        let tenant = Tenant {
            id: found.id,
            name: found.typed.clone(),
            domain: found.typed,
            cloud: cloud.id.clone(),
            simulator: order.simulator.filter(|_| cloud.id == cloud::SIMULATED),
        };
        let integration =
            log.run("connect.keep", async |_| self.keep(entry, &tenant, &app.client_id, offered).await).await?;
        self.first_collection(log, "connect.collect", tenant, integration).await
    }

    /// Token, permission and one cheap call: what the app can really do.
    async fn prove(&self, log: &mut StepLog, app: &AppIdentity, entry: &CatalogEntry) -> Outcome<()> {
        let scope = &app.cloud.api(Api::Graph)?.scope;
        // What was cached for this app may stem from an earlier secret: the offered one is what is proven.
        self.inner.tokens.forget(app, scope).await;
        let token = log
            .run("connect.token", async |_| {
                let token = self.inner.tokens.token(app, scope).await?;
                let detail = format!("Token valid until {}", token.expires.strftime("%H:%M:%S UTC"));
                Ok((token, detail))
            })
            .await?;
        log.run("connect.permission", async |_| {
            let wanted = entry
                .source
                .as_deref()
                .and_then(sources::source)
                .map(|source| source.about().permissions)
                .unwrap_or_default();
            let has = token.roles.iter().find(|role| wanted.contains(&role.as_str()));
            match has {
                Some(role) => Ok(((), format!("{role} is granted"))),
                None => {
                    let permission = wanted.first().copied().unwrap_or_default();
                    let message = format!(
                        "The app {} has no consent for the application permission {permission}.",
                        app.client_id
                    );
                    let roles = if token.roles.is_empty() { "none".to_owned() } else { token.roles.join(", ") };
                    Err(Problem::new(Code::ConsentMissing, message).fact("Permissions in the token", roles))
                }
            }
        })
        .await?;
        log.run("connect.first_call", async |_| {
            let call = Call::get("/v1.0/security/alerts_v2").query("$top", "1");
            let host = Host::api(&app.cloud, Api::Graph)?;
            let mut waits = Waits::default();
            self.inner.wire.send_patiently(&host, &call, &token, Patience::POLL, &mut waits).await?;
            Ok(((), format!("{} answered", host.name())))
        })
        .await
    }

    /// Puts an offered credential into the keyring and attaches the integration that uses it.
    pub(crate) async fn keep(
        &self,
        entry: &CatalogEntry,
        tenant: &Tenant,
        client_id: &ClientId,
        offered: OfferedCredential,
    ) -> Outcome<(Integration, String)> {
        let (catalog, tenant, client_id) = (entry.id.clone(), tenant.clone(), client_id.clone());
        let integration = self
            .apart(move |product| {
                let noted = product.noted(&offered)?;
                let fresh = noted.is_none();
                let credential = noted.map_or_else(|| product.save_credential(&offered), Ok)?;
                let integration = Integration {
                    id: IntegrationId::of(&tenant.id, &catalog),
                    tenant: tenant.id.clone(),
                    catalog,
                    client_id,
                    credential,
                    attached: product.now(),
                    paused: None,
                };
                // What nothing refers to must not stay in the keyring.
                product.attach(&tenant, &integration).inspect_err(|_| {
                    let credential = &integration.credential;
                    if fresh {
                        drop(product.inner.vault.remove_credential(&credential.id, credential.kind));
                    }
                })?;
                product.note_offered(&integration, &tenant, &offered)?;
                Ok(integration)
            })
            .await?;
        Ok((integration, self.inner.vault.place_name()))
    }

    fn save_credential(&self, offered: &OfferedCredential) -> Outcome<Credential> {
        let id = CredentialId(uuid::Uuid::new_v4().to_string());
        let added = self.now();
        Ok(match offered {
            OfferedCredential::Secret(secret) => {
                self.inner.vault.save_secret(&id, secret)?;
                Credential { id, kind: CredentialKind::Secret, added, expires: None, thumbprint: String::new() }
            }
            OfferedCredential::Certificate(made) => {
                self.inner.vault.save_certificate(&id, made)?;
                let (expires, thumbprint) = (made.expires, made.thumbprint());
                Credential { id, kind: CredentialKind::Certificate, added, expires, thumbprint }
            }
        })
    }

    pub(crate) async fn first_collection(
        &self,
        mut log: StepLog,
        step: &'static str,
        tenant: Tenant,
        integration: Integration,
    ) -> Outcome<Connected> {
        let items = log
            .run(step, async |_| {
                let collected = self.collect(&integration.id).await?;
                let arrived = collected.new + collected.updated;
                Ok((arrived, format!("{arrived} alerts in {} requests", collected.requests)))
            })
            .await?;
        self.touch(&[View::App, View::Overview, View::Alerts]);
        Ok(Connected {
            tenant: tenant.id,
            tenant_name: tenant.name,
            integration: integration.id,
            credential: integration.credential,
            items,
            steps: log.into_steps(),
        })
    }
}

/// A secret without the spaces and line ends that come along when it is copied.
fn tidied(offered: OfferedCredential) -> Outcome<OfferedCredential> {
    match offered {
        OfferedCredential::Secret(secret) if secret.reveal().trim().is_empty() => {
            Err(Problem::new(Code::InputInvalid, "The client secret is empty; its Value is needed."))
        }
        OfferedCredential::Secret(secret) => {
            Ok(OfferedCredential::Secret(SecretText::new(secret.reveal().trim().to_owned())))
        }
        certificate @ OfferedCredential::Certificate(_) => Ok(certificate),
    }
}

/// The offered credential in the form that signs in.
pub(crate) fn in_use(offered: &OfferedCredential) -> Outcome<AppCredential> {
    Ok(match offered {
        OfferedCredential::Secret(secret) => AppCredential::Secret(secret.clone()),
        OfferedCredential::Certificate(made) => {
            AppCredential::Certificate(Arc::new(SigningKey::new(&made.key_der, &made.certificate_der)?))
        }
    })
}

fn client_id(typed: &str) -> Outcome<ClientId> {
    uuid::Uuid::parse_str(typed.trim()).map(|id| ClientId(id.to_string())).map_err(|_| {
        let message = format!("\"{}\" is no Application (client) ID; that is a GUID.", typed.trim());
        Problem::new(Code::InputInvalid, message)
    })
}
