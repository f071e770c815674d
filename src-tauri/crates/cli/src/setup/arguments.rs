//! The words of `bartizan setup`, `detach` and `partner`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What `bartizan setup` does.
#[derive(Subcommand)]
pub(crate) enum SetupAct {
    /// What can be connected
    Catalog,
    /// The setups that were begun
    List,
    /// One setup as it stands
    Show(Which),
    /// Choose integrations and read the one plan for them before anything happens
    Plan(Plan),
    /// Carry a plan out as an administrator who signs in, from the beginning or from where it stopped
    Apply(Apply),
    /// Test every feature with the app's own credential
    #[command(alias = "verify")]
    Test(Which),
    /// Test, attach and collect for the first time
    Attach(Which),
    /// Take back what a setup made in the tenant
    Undo(Undo),
    /// Every call that was made for a setup
    Record(Which),
    /// The steps in the portal by hand, and what the tenant shows after each
    Check(Check),
    /// Give a setup a value: read from standard input, recognised by what it is
    Value(Value),
    /// Look at what the app of a setup has and lacks
    Compare(Compare),
    /// Open a plan file or a result file of somebody else
    Open {
        /// The file; - reads standard input
        file: PathBuf,
    },
    /// The result of somebody else's plan, signed, for them to open
    Result {
        #[command(flatten)]
        which: Which,
        /// Where to write it; without it, it is printed
        #[arg(long, value_name = "FILE")]
        save: Option<PathBuf>,
    },
    /// Forget a setup; what it made in the tenant stays
    Forget {
        #[command(flatten)]
        which: Which,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Which setup.
#[derive(Args, Clone)]
pub(crate) struct Which {
    /// The setup's id, or a part that only one has; without it, the last one
    pub(crate) setup: Option<String>,
}

/// How a plan is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading here
    Text,
    /// For a change request
    Markdown,
    /// For programs, and for --plan over other tenants
    Json,
    /// Signed, for somebody else to carry out
    Pack,
}

#[derive(Args)]
pub(crate) struct Plan {
    /// What to connect, such as defender-xdr prelude-defender; none prints the plan of --setup
    pub(crate) integrations: Vec<String>,
    /// An optional feature, as INTEGRATION/FEATURE; may be repeated
    #[arg(long, value_name = "INTEGRATION/FEATURE")]
    pub(crate) feature: Vec<String>,
    /// Without the features that are usual
    #[arg(long)]
    pub(crate) bare: bool,
    /// commercial, gcc, gcchigh, dod, china, or simulated
    #[arg(long, default_value = "commercial")]
    pub(crate) cloud: String,
    /// Tenant id or any of its domains
    #[arg(long)]
    pub(crate) tenant: Option<String>,
    /// The name of the app that is registered
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Days that the certificate is valid for
    #[arg(long)]
    pub(crate) days: Option<u32>,
    /// Bits of its RSA key: 2048, 3072 or 4096
    #[arg(long)]
    pub(crate) bits: Option<u32>,
    /// A setup that was begun
    #[arg(long, value_name = "SETUP")]
    pub(crate) setup: Option<String>,
    /// How the plan is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Where to write it; without it, it is printed
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Apply {
    #[command(flatten)]
    pub(crate) which: Which,
    /// A plan file: one that `setup plan --format json` wrote, or a signed one of somebody else
    #[arg(long, value_name = "FILE", conflicts_with = "setup")]
    pub(crate) plan: Option<PathBuf>,
    /// Carry the plan file out in this tenant instead of the one that it names
    #[arg(long, requires = "plan")]
    pub(crate) tenant: Option<String>,
    /// The cloud of that tenant
    #[arg(long, requires = "tenant")]
    pub(crate) cloud: Option<String>,
    /// The Application (client) ID of an app that exists and is to be brought to the plan
    #[arg(long, value_name = "CLIENT-ID")]
    pub(crate) app: Option<String>,
    /// Sign in with a code that is typed on any machine
    #[arg(long)]
    pub(crate) device_code: bool,
    /// Go on where it stopped; a run does so by itself, too
    #[arg(long)]
    pub(crate) resume: bool,
    /// Test and attach afterwards
    #[arg(long)]
    pub(crate) attach: bool,
}

#[derive(Args)]
pub(crate) struct Undo {
    #[command(flatten)]
    pub(crate) which: Which,
    /// From this step on: check, application, principal, consent, roles
    #[arg(long, value_name = "STEP")]
    pub(crate) from: Option<String>,
    /// Sign in with a code that is typed on any machine
    #[arg(long)]
    pub(crate) device_code: bool,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) which: Which,
    /// One step, such as grant_consent; without it, all
    #[arg(long, value_name = "STEP")]
    pub(crate) step: Option<String>,
    /// Sign in to read what the app itself cannot see
    #[arg(long)]
    pub(crate) reader: bool,
    /// Sign in with a code that is typed on any machine
    #[arg(long)]
    pub(crate) device_code: bool,
    /// Write the certificate for the portal's upload into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Compare {
    #[command(flatten)]
    pub(crate) which: Which,
    /// Sign in to read what the app itself cannot see
    #[arg(long)]
    pub(crate) reader: bool,
    /// Sign in with a code that is typed on any machine
    #[arg(long)]
    pub(crate) device_code: bool,
}

/// What a value is, where it should not be found out.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Field {
    /// Directory (tenant) ID
    TenantId,
    /// Application (client) ID
    ClientId,
    /// Client secret, Value
    Secret,
    /// Certificate and key in PEM
    Certificate,
}

#[derive(Args)]
pub(crate) struct Value {
    #[command(flatten)]
    pub(crate) which: Which,
    /// What it is; without it, it is recognised
    #[arg(long, value_enum)]
    pub(crate) field: Option<Field>,
}

#[derive(Args)]
pub(crate) struct Detach {
    /// What to detach, such as defender-xdr, or the whole handle that `bartizan health` shows
    pub(crate) integration: String,
    /// Forget its credential as well
    #[arg(long, conflicts_with = "remove_from_tenant")]
    pub(crate) forget_credential: bool,
    /// Take back what was made for it in the tenant as well
    #[arg(long)]
    pub(crate) remove_from_tenant: bool,
    /// Delete what it collected as well
    #[arg(long)]
    pub(crate) delete_alerts: bool,
    /// Sign in with a code that is typed on any machine
    #[arg(long)]
    pub(crate) device_code: bool,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

/// The commands of Prelude's own terminal program.
#[derive(Subcommand)]
pub(crate) enum PartnerAct {
    /// Attach a partner in the form that Prelude's guide gives
    Attach {
        /// The base address
        #[arg(long)]
        api: String,
        /// Directory (tenant) ID
        #[arg(long)]
        user: String,
        /// APP ID/APP SECRET; seen by other programs of this machine
        #[arg(long)]
        secret: String,
        /// M365 or DEFENDER
        name: String,
    },
    /// Detach a partner
    Detach {
        /// M365 or DEFENDER
        name: String,
    },
}
