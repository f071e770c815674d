//! The desk's web browser: whatever opens a page in the system's way opens it here, where nothing is shown and every address is written
//! down. A person of a test reads them and signs in.

use crate::Outcome;
use std::collections::BTreeMap;
use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// What `xdg-open` is at the desk.
#[derive(Debug)]
pub(super) struct Browser {
    opened: PathBuf,
}

impl Browser {
    /// Puts it in front of the search path.
    pub(super) fn install(environment: &mut BTreeMap<String, String>, root: &Path) -> Outcome<Self> {
        let (folder, opened) = (root.join("bin"), root.join("opened"));
        fs::create_dir_all(&folder)?;
        let program = folder.join("xdg-open");
        fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", opened.display()))?;
        fs::set_permissions(&program, Permissions::from_mode(0o700))?;
        let path = env::var("PATH").unwrap_or_default();
        environment.insert("PATH".to_owned(), format!("{}:{path}", folder.display()));
        Ok(Self { opened })
    }

    /// The addresses that were opened, oldest first.
    pub(super) fn opened(&self) -> Vec<String> {
        fs::read_to_string(&self.opened).unwrap_or_default().lines().map(str::to_owned).collect()
    }
}
