//! A disk that really is full: a memory file system of a few kilobytes over the data folder, in a mount namespace that
//! only the program under test sees. It is gone with the program.

use crate::{Desk, Outcome, Why};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// How small the disk under `BARTIZAN_HOME` is.
#[derive(Debug, Clone, Copy)]
pub struct SmallDisk {
    /// Its size in kilobytes.
    pub kilobytes: u32,
}

impl SmallDisk {
    /// Writes a starter that mounts the disk and then becomes `application`, and returns the starter.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn wrap(&self, desk: &Desk, application: &Path) -> Outcome<PathBuf> {
        let folder = desk.folder("small-disk")?;
        let name = application.file_name().why("the application's name")?;
        let starter = folder.join(name);
        fs::write(&starter, self.script(application))?;
        fs::set_permissions(&starter, Permissions::from_mode(0o700))?;
        Ok(starter)
    }

    fn script(&self, application: &Path) -> String {
        let size = self.kilobytes;
        let application = application.display();
        let mount = format!("mount -t tmpfs -o size={size}k,mode=0700 small \"$BARTIZAN_HOME\"");
        if nix::unistd::geteuid().is_root() {
            return format!(
                "#!/bin/sh\nexec unshare -m /bin/sh -c '{mount} && exec \"$@\"' sh '{application}' \"$@\"\n"
            );
        }
        // Root of a user namespace may mount; a second namespace gives the caller's own id back, because the session
        // bus compares it.
        let back = "exec unshare -U --map-user=\"$BACK_USER\" --map-group=\"$BACK_GROUP\" \"$@\"";
        format!(
            "#!/bin/sh\nexport BACK_USER=$(id -u) BACK_GROUP=$(id -g)\n\
             exec unshare -rm /bin/sh -c '{mount} && {back}' sh '{application}' \"$@\"\n"
        )
    }
}
