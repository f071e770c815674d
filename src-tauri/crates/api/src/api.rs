//! The product behind its commands: opened when it is first needed, and tried again when that failed.

use crate::convert::problem_view;
use crate::types::{ProblemView, StepView};
use domain::{Code, Problem};
use engine::store::Access;
use engine::{AskPassphrase, Clock, Parts, PlaceKind, Product};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

/// Where the steps of a longer command go.
pub type StepSink = Arc<dyn Fn(StepView) + Send + Sync>;

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// How to open the product.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder.
    pub folder: PathBuf,
    /// Reading beside a running window, or writing.
    pub access: Access,
    /// A simulator that runs already.
    pub simulator: Option<String>,
    /// The public client with which administrators sign in, where an organisation has its own.
    pub public_client: Option<String>,
    /// Whether to poll in the background.
    pub collecting: bool,
    /// Whether the window was started to practise at once.
    pub start_practising: bool,
}

/// Told when the product opened, so that a window can listen to its changes.
pub type Opened = Arc<dyn Fn(&Product) + Send + Sync>;

/// The commands.
pub struct Api {
    pub(crate) options: Options,
    opened: Opened,
    pub(crate) secrets: SecretsFrom,
    product: Mutex<Option<Running>>,
}

/// Where the secrets of the data folder lie, and who knows the passphrase of a vault file.
#[derive(Clone)]
pub struct SecretsFrom {
    /// The place that is wished; none takes the one that holds them, and the keyring for a new folder.
    pub place: Option<PlaceKind>,
    /// Asks for the passphrase.
    pub ask: Arc<AskPassphrase>,
}

impl Default for SecretsFrom {
    fn default() -> Self {
        let nobody = |_| {
            let message = "The secrets lie in an encrypted vault file, and nobody is here to type its passphrase.";
            Err(Problem::new(Code::VaultPassphraseNeeded, message))
        };
        Self { place: None, ask: Arc::new(nobody) }
    }
}

struct Running {
    product: Product,
    collecting: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(task) = &self.collecting {
            task.abort();
        }
    }
}

/// The data folder: `BARTIZAN_HOME`, or the operating system's place for a program's data.
///
/// # Errors
/// `store.unwritable` when the system names no place.
pub fn data_folder(named: Option<PathBuf>) -> Result<PathBuf, ProblemView> {
    let named = named.or_else(|| std::env::var_os("BARTIZAN_HOME").filter(|path| !path.is_empty()).map(PathBuf::from));
    let own = || directories::ProjectDirs::from("", "", "Bartizan").map(|dirs| dirs.data_local_dir().to_path_buf());
    named.or_else(own).ok_or_else(|| {
        let message = "The system names no folder for a program's data; set BARTIZAN_HOME to one.";
        problem_view(&Problem::new(Code::StoreUnwritable, message))
    })
}

/// The problem of a simulator that did not start, for a program that carries it within itself.
pub fn simulator_failed(cause: &str) -> ProblemView {
    problem_view(&Problem::new(Code::SimulatorFailed, "The simulated tenant did not start.").fact("Cause", cause))
}

/// The problem of a question that was answered with no.
pub fn not_confirmed() -> ProblemView {
    problem_view(&Problem::new(Code::NotConfirmed, "The question was answered with no, so nothing was done."))
}

/// The problem of a file in the data folder that could not be written.
pub fn folder_problem(file: &Path, cause: &str) -> ProblemView {
    let message = format!("{} could not be written.", file.display());
    problem_view(&Problem::new(Code::StoreUnwritable, message).fact("Path", file.display()).fact("Cause", cause))
}

/// Whether a simulated tenant is asked without regard to Microsoft's limits, from `BARTIZAN_HURRY`: for measuring.
fn in_a_hurry() -> bool {
    std::env::var_os("BARTIZAN_HURRY").is_some_and(|value| !value.is_empty())
}

/// The address of a simulator that runs already, from `BARTIZAN_SIMULATOR`.
pub fn simulator_address() -> Option<String> {
    std::env::var("BARTIZAN_SIMULATOR").ok().filter(|address| !address.is_empty())
}

/// The public client with which administrators sign in, from `BARTIZAN_PUBLIC_CLIENT`: an organisation may have its own.
pub fn public_client() -> Option<String> {
    std::env::var("BARTIZAN_PUBLIC_CLIENT").ok().filter(|id| !id.is_empty())
}

/// The folder where a person looks for files that a program saved.
pub(crate) fn download_folder() -> Result<PathBuf, ProblemView> {
    let folders = directories::UserDirs::new();
    let found =
        folders.as_ref().map(|folders| folders.download_dir().unwrap_or_else(|| folders.home_dir()).to_path_buf());
    found.ok_or_else(|| {
        problem_view(&Problem::new(Code::StoreUnwritable, "The system names no folder for downloads and no home."))
    })
}

/// Opens a sign-in page in the system's browser; false where none could be started.
fn open_page(url: &str) -> bool {
    let known = ["https://", "http://127.0.0.1:", "http://[::1]:"].iter().any(|start| url.starts_with(start));
    known && open::that_detached(url).is_ok()
}

impl Api {
    /// The commands over a data folder; nothing is opened yet. `opened` is called when it is.
    pub fn new(options: Options, opened: Opened) -> Self {
        Self { options, opened, secrets: SecretsFrom::default(), product: Mutex::default() }
    }

    /// With secrets from elsewhere than the keyring.
    #[must_use]
    pub fn with_secrets(self, secrets: SecretsFrom) -> Self {
        Self { secrets, ..self }
    }

    /// The product, opened now unless it is open.
    pub(crate) async fn product(&self) -> Result<Product, ProblemView> {
        let mut place = self.product.lock().await;
        if let Some(running) = place.as_ref() {
            return Ok(running.product.clone());
        }
        let product = self.open().await.map_err(|problem| problem_view(&problem))?;
        (self.opened)(&product);
        let collecting = self.options.collecting.then(|| product.start_collecting());
        *place = Some(Running { product: product.clone(), collecting });
        Ok(product)
    }

    async fn open(&self) -> domain::Outcome<Product> {
        let (options, from) = (self.options.clone(), self.secrets.clone());
        let open = move || {
            let parts = Parts {
                clock: Arc::new(SystemClock),
                secrets: engine::open_place(&options.folder, from.place, from.ask.as_ref())?,
                folder: options.folder,
                version: env!("CARGO_PKG_VERSION"),
                simulator: options.simulator,
                public_client: options.public_client,
                browser: Arc::new(open_page),
                hurried: in_a_hurry(),
            };
            Product::open(parts, options.access)
        };
        tokio::task::spawn_blocking(open)
            .await
            .unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "Opening the data folder ended unexpectedly.")))
    }
}
