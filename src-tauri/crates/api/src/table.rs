//! The one table of commands: name, request, answer, effect, and which views it makes stale.
//!
//! Adding a command is one row here and one function of the same name; `cargo xtask gen` does the rest.

use crate::types::*;

/// What a command does to the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Reads what is here.
    Read,
    /// Changes what is here, or a simulated tenant.
    Write,
    /// Acts in the tenant as a person who signs in for it, at Microsoft and outside the page: that is the confirmation.
    SignsIn,
    /// Takes something away here or in the tenant: the shell asks a person natively first.
    Destroys,
    /// Lets something private out of the vault: the shell asks a person natively first.
    Reveals,
}

/// Who carries a command out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// The product.
    Product,
    /// The desktop shell: what only a window has.
    Shell,
}

/// One row.
#[derive(Debug, Clone)]
pub struct CommandRow {
    /// The command's name.
    pub name: &'static str,
    /// The type of its request.
    pub request: &'static str,
    /// The type of its answer.
    pub response: &'static str,
    /// What it does.
    pub effect: Effect,
    /// Who does it.
    pub home: Home,
    /// Views that it makes stale.
    pub refreshes: &'static [View],
    /// Whether it reports steps while it works.
    pub streams: bool,
}

macro_rules! commands {
    ($($name:ident($request:ident) -> $response:ident, $effect:ident, $home:ident, [$($view:ident),*] $(, $streams:ident)?;)+) => {
        /// Every command, in the order of the contract.
        pub const COMMANDS: &[CommandRow] = &[$(CommandRow {
            name: stringify!($name),
            request: stringify!($request),
            response: stringify!($response),
            effect: Effect::$effect,
            home: Home::$home,
            refreshes: &[$(View::$view),*],
            streams: false $(|| stringify!($streams).len() > 0)?,
        },)+];

        /// Visits the request and answer type of every command.
        pub(crate) fn visit_types(visitor: &mut impl ts_rs::TypeVisitor) {
            $(visitor.visit::<$request>(); visitor.visit::<$response>();)+
        }
    };
}

commands! {
    app_state(Nothing) -> AppState, Read, Product, [];
    preferences_load(Nothing) -> Preferences, Read, Shell, [];
    preferences_save(Preferences) -> Nothing, Write, Shell, [];
    overview(Nothing) -> Overview, Read, Product, [];
    integration_poll(IntegrationRequest) -> Nothing, Write, Product, [Overview];
    integrations_pause(PauseRequest) -> Nothing, Write, Product, [Overview];
    alerts_search(AlertsSearch) -> AlertsFound, Read, Product, [];
    alerts_rows(AlertsRowsRequest) -> AlertsRows, Read, Product, [];
    alert_detail(AlertRequest) -> AlertDetail, Read, Product, [];
    alert_by_id(AlertByIdRequest) -> AlertDetail, Read, Product, [];
    alert_raw(AlertRequest) -> AlertRaw, Read, Product, [];
    explain(ExplainRequest) -> ExplanationView, Read, Product, [];
    practise(Nothing) -> Connected, Write, Product, [App, Overview, Alerts], streams;
    setup_catalog(Nothing) -> SetupCatalog, Read, Product, [];
    setup_list(Nothing) -> SetupList, Read, Product, [];
    setup_start(SetupStart) -> SetupView, Write, Product, [Setup];
    setup_get(SetupRequest) -> SetupView, Read, Product, [];
    setup_change(SetupChange) -> SetupView, Write, Product, [Setup];
    setup_find_tenant(SetupFindTenant) -> SetupView, Write, Product, [Setup];
    setup_values(SetupValues) -> Recognised, Write, Product, [Setup];
    setup_run(SetupRun) -> SetupView, SignsIn, Product, [Setup], streams;
    setup_stop(SetupRequest) -> Nothing, Write, Product, [];
    setup_record(SetupRequest) -> CallRecord, Read, Product, [];
    setup_undo(SetupUndo) -> SetupView, Destroys, Product, [App, Overview, Setup], streams;
    setup_portal(SetupRequest) -> PortalView, Read, Product, [];
    setup_check(PortalCheck) -> PortalView, Write, Product, [Setup];
    setup_reader(SetupRun) -> PortalView, SignsIn, Product, [Setup], streams;
    setup_compare(SetupRequest) -> SetupView, Write, Product, [Setup];
    setup_test(SetupRequest) -> SetupView, Write, Product, [Setup], streams;
    setup_attach(SetupRequest) -> SetupView, Write, Product, [App, Overview, Alerts, Setup], streams;
    setup_forget(SetupRequest) -> Nothing, Destroys, Product, [Setup];
    setup_save_plan(PlanSave) -> Saved, Write, Product, [];
    setup_save_result(SetupRequest) -> Saved, Write, Product, [];
    setup_save_certificate(SetupRequest) -> Saved, Write, Product, [];
    setup_open(PackText) -> PackOpened, Write, Product, [Setup];
    detach(Detach) -> Nothing, Destroys, Product, [App, Overview, Alerts], streams;
    credentials(Nothing) -> CredentialsView, Read, Product, [];
    credential(CredentialRequest) -> CredentialRow, Read, Product, [];
    credential_make(CertificateMake) -> CredentialRow, Write, Product, [Credentials];
    credential_import(CertificateImport) -> CertificateImported, Write, Product, [Credentials];
    credential_export(PublicExport) -> SavedFiles, Write, Product, [Credentials];
    credential_export_private(PrivateExport) -> SavedFiles, Reveals, Product, [Credentials];
    credential_renew(RenewRequest) -> RenewalView, Write, Product, [App, Overview, Credentials], streams;
    credential_handed_over(HandedOver) -> RenewalView, Write, Product, [App, Overview, Credentials], streams;
    credential_renewal_undo(CredentialRequest) -> RenewalView, Destroys, Product, [App, Overview, Credentials];
    credential_rule(RenewalRuleRequest) -> CredentialRow, Write, Product, [Credentials];
    credential_revoke(CredentialRequest) -> CredentialRevoked, Destroys, Product, [Credentials];
    credential_calendar(Nothing) -> SavedFiles, Write, Product, [];
    credential_hand_out(HandOutRequest) -> HandOutView, Read, Product, [];
    credential_hand_out_save(HandOutRequest) -> SavedFiles, Write, Product, [Credentials];
    credential_hand_out_save_private(HandOutRequest) -> SavedFiles, Reveals, Product, [Credentials];
    credential_secret_copy(HandOutRequest) -> Nothing, Reveals, Shell, [Credentials];
    recovery_code_show(Nothing) -> Nothing, Reveals, Shell, [Credentials];
}
