//! The real window of the product behind WebDriver: how it is opened, killed and closed.
//!
//! What is done in it stands in `look` and `hands`, addressed by `data-testid`; what it must never do in `watch`.

mod driver;
mod hands;
mod look;
mod watch;

use crate::{Deadline, Desk, Outcome, Programs, Session, SmallDisk, Why, until};
use driver::Driver;
pub use hands::Key;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs;
use std::path::{Path, PathBuf};

/// How the window is started.
#[derive(Debug, Clone, Default)]
pub struct WindowOptions {
    /// Name of the data folder at the desk; the same name again is the same folder.
    pub home: String,
    /// Base address of a running simulated tenant.
    pub simulator: Option<String>,
    /// True to start practising by itself.
    pub practise: bool,
    /// A small disk under the data folder.
    pub disk: Option<SmallDisk>,
}

/// An open window.
#[derive(Debug)]
pub struct Window<'desk> {
    session: Session,
    driver: Driver,
    desk: &'desk Desk,
    application: PathBuf,
}

impl<'desk> Window<'desk> {
    /// Opens the window and waits until it has painted.
    ///
    /// # Errors
    /// When a program is missing or the window does not come up.
    pub fn open(desk: &'desk Desk, programs: &Programs, options: &WindowOptions) -> Outcome<Self> {
        let application = programs.window()?;
        let home = desk.folder(&options.home)?;
        let mut more = vec![("BARTIZAN_HOME", home.display().to_string())];
        more.extend(options.simulator.iter().map(|base| ("BARTIZAN_SIMULATOR", base.clone())));
        more.extend(options.practise.then(|| ("BARTIZAN_PRACTISE", "1".to_owned())));
        let starter = match options.disk {
            Some(disk) => disk.wrap(desk, &application)?,
            None => application.clone(),
        };
        let window = Self::open_program(desk, programs, &starter, &[], &more)?;
        let window = Self { application, ..window };
        window.wait_for_css(r#"html[data-ready="true"]"#)?;
        Ok(window)
    }

    /// Opens any WebKitGTK program that takes automation, with these arguments and environment.
    ///
    /// # Errors
    /// When a program is missing or the session does not start.
    pub fn open_program(
        desk: &'desk Desk,
        programs: &Programs,
        application: &Path,
        arguments: &[&str],
        environment: &[(&str, String)],
    ) -> Outcome<Self> {
        let driver = Driver::start(desk, programs, environment)?;
        let session = Session::start(driver.address(), application, arguments).why(&driver.last_words())?;
        Ok(Self { session, driver, desk, application: application.to_owned() })
    }

    /// What the driver and the application wrote last.
    pub fn last_words(&self) -> String {
        self.driver.last_words()
    }

    /// The WebDriver session, for what has no word here.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The process id of the application.
    ///
    /// # Errors
    /// When it is not running.
    pub fn process(&self) -> Outcome<i32> {
        let own = fs::canonicalize(&self.application)?;
        let runs = |id: &i32| fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|path| path == own);
        self.desk.mark().carriers()?.into_iter().find(runs).why("the process of the window")
    }

    /// Kills the application without warning, as a power cut would, and waits until it is gone.
    ///
    /// # Errors
    /// When it is not running.
    pub fn kill(self) -> Outcome<()> {
        let id = self.process()?;
        kill(Pid::from_raw(id), Signal::SIGKILL).why("killing the window")?;
        until("the end of the window", Deadline::seconds(10), || {
            Ok((!self.desk.mark().carriers()?.contains(&id)).then_some(()))
        })
    }

    /// Closes the window as the end of a session, and waits until the application has gone.
    ///
    /// # Errors
    /// When it does not go.
    pub fn close(self) -> Outcome<()> {
        let id = self.process()?;
        self.session.end()?;
        until("the window to close", Deadline::seconds(10), || {
            Ok((!self.desk.mark().carriers()?.contains(&id)).then_some(()))
        })
    }
}
