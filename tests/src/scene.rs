//! What most tests begin with: a desk, a simulated tenant, and the programs at it.

use crate::{Cli, Desk, Outcome, Programs, Run, Simulator, SimulatorOptions, SmallDisk, Window, WindowOptions};

const APPLICATION: &str = "Registered by hand";
const ROLE: &str = "SecurityAlert.Read.All";
const PRACTISE_WITHIN: u64 = 90;

/// A desk with a simulated tenant.
#[derive(Debug)]
pub struct Scene {
    /// The simulated tenant.
    pub tenant: Simulator,
    /// The built programs.
    pub programs: Programs,
    /// The desk.
    pub desk: Desk,
}

impl Scene {
    /// A tenant with this many generated alerts.
    ///
    /// # Errors
    /// When the desk or the simulator does not come up.
    pub fn with_alerts(alerts: usize) -> Outcome<Self> {
        Self::with(&SimulatorOptions { alerts, ..SimulatorOptions::default() })
    }

    /// A tenant with these options.
    ///
    /// # Errors
    /// When the desk or the simulator does not come up.
    pub fn with(options: &SimulatorOptions) -> Outcome<Self> {
        let desk = Desk::open()?;
        let programs = Programs::locate()?;
        let tenant = Simulator::start(&programs, options, &desk.folder("logs")?)?;
        Ok(Self { tenant, programs, desk })
    }

    /// The terminal program with the data folder of this name.
    ///
    /// # Errors
    /// When it has not been built.
    pub fn terminal(&self, home: &str) -> Outcome<Cli<'_>> {
        Ok(Cli::new(&self.desk, &self.programs, home)?.simulator(self.tenant.base()))
    }

    /// The window with the data folder of this name.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn window(&self, home: &str) -> Outcome<Window<'_>> {
        self.window_on(home, None)
    }

    /// The window with its data folder on a small disk.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn window_on(&self, home: &str, disk: Option<SmallDisk>) -> Outcome<Window<'_>> {
        let simulator = Some(self.tenant.base().to_owned());
        Window::open(
            &self.desk,
            &self.programs,
            &WindowOptions { home: home.to_owned(), simulator, practise: false, disk },
        )
    }

    /// The window after it has practised to the end, still on the page of the run.
    ///
    /// # Errors
    /// When practising fails; the sentence holds the page.
    pub fn practised(&self, home: &str) -> Outcome<Window<'_>> {
        let window = self.window(home)?;
        window.click("practise-button")?;
        window.wait_long(r#"[data-testid="connect-run"][data-state="done"]"#, PRACTISE_WITHIN)?;
        Ok(window)
    }

    /// An application with the one permission that is needed: `(id, secret)`.
    ///
    /// # Errors
    /// When the simulator refuses.
    pub fn application(&self) -> Outcome<(String, String)> {
        self.tenant.register_by_hand(APPLICATION, &[ROLE])
    }

    /// The arguments of `bartizan attach` for that application in this tenant.
    pub fn attach<'a>(&'a self, tenant: &'a str, application: &'a str) -> Vec<&'a str> {
        let cloud = ["attach", "defender-xdr", "--cloud", "simulated", "--simulator", self.tenant.base()];
        let who = ["--tenant", tenant, "--client-id", application, "--secret-stdin"];
        cloud.into_iter().chain(who).collect()
    }

    /// Attaches a fresh application with the terminal program and collects everything.
    ///
    /// # Errors
    /// When the program does not end with 0.
    pub fn attached(&self, terminal: &Cli<'_>) -> Outcome<Run> {
        let (application, secret) = self.application()?;
        let arguments = self.attach(self.tenant.tenant(), &application);
        terminal.run_with(&arguments, &secret)?.expect_code(0)
    }
}
