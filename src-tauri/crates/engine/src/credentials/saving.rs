//! Credentials as files: for their owner's eyes only, and never over a file that is there.

use super::record::Kept;
use crate::product::Product;
use domain::secret::{SecretBytes, SecretText};
use domain::tenant::CredentialKind;
use domain::{Code, Outcome, Problem};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use vault::certificate_pem;

/// The forms in which a certificate is exported.
pub enum ExportForm {
    /// The certificate as PEM.
    Pem,
    /// The certificate as DER, `.cer`.
    Der,
    /// The key as PEM, PKCS#8, not encrypted.
    Key,
    /// Key and certificate as PEM.
    Combined,
    /// Key and certificate as PFX with a password.
    Pfx(SecretText),
}

impl ExportForm {
    /// Whether the private key is in it.
    pub fn private(&self) -> bool {
        !matches!(self, Self::Pem | Self::Der)
    }

    /// What is said in the journal.
    fn words(&self) -> &'static str {
        match self {
            Self::Pem => "certificate exported as PEM",
            Self::Der => "certificate exported as DER",
            Self::Key => "private key exported as PEM",
            Self::Combined => "private key and certificate exported as PEM",
            Self::Pfx(_) => "private key and certificate exported as PFX",
        }
    }
}

impl Product {
    /// Writes a certificate, or it with its key, into a file that is not there yet.
    ///
    /// # Errors
    /// `credential.not_found`, `renewal.not_a_certificate` for a secret, `handout.file_exists`, those of vault and disk.
    pub async fn export_credential(&self, named: &str, form: ExportForm, path: PathBuf) -> Outcome<(Kept, PathBuf)> {
        let kept = self.credential(named)?.kept;
        let words = form.words();
        let (exported, to) = (kept.clone(), path.clone());
        self.apart(move |product| {
            let bytes = product.form_of(&exported, &form)?;
            save_all(&[(to, bytes)]).map(drop)
        })
        .await?;
        self.note_use(&kept.id, words.to_owned());
        Ok((kept, path))
    }

    /// Writes the calendar of all ends into a file that is not there yet.
    ///
    /// # Errors
    /// `handout.file_exists`, those of store and disk.
    pub fn save_calendar(&self, path: &Path) -> Outcome<PathBuf> {
        let text = SecretBytes::new(self.credential_calendar()?.into_bytes());
        save_all(&[(path.to_owned(), text)]).map(|_| path.to_owned())
    }

    fn form_of(&self, kept: &Kept, form: &ExportForm) -> Outcome<SecretBytes> {
        if kept.kind != CredentialKind::Certificate {
            let message = format!("{} is a client secret; only certificates are exported as files.", kept.name);
            return Err(Problem::new(Code::SecretNotRenewed, message));
        }
        let vault = &self.inner.vault;
        Ok(match form {
            ExportForm::Pem => SecretBytes::new(certificate_pem(&self.public_der(kept)?)?.into_bytes()),
            ExportForm::Der => SecretBytes::new(self.public_der(kept)?),
            ExportForm::Key => vault.load_certificate(&kept.id)?.key_pem()?,
            ExportForm::Combined => vault.load_certificate(&kept.id)?.combined_pem()?,
            ExportForm::Pfx(password) => vault.load_certificate(&kept.id)?.pfx(password, &kept.name)?,
        })
    }

    /// The certificate's DER: noted here, or in the vault where it was never noted.
    pub(crate) fn public_der(&self, kept: &Kept) -> Outcome<Vec<u8>> {
        match &kept.public {
            Some(public) => Ok(public.certificate()),
            None => Ok(self.inner.vault.load_certificate(&kept.id)?.certificate_der),
        }
    }
}

/// Writes files that are not there yet, all of them or none.
pub(crate) fn save_all(files: &[(PathBuf, SecretBytes)]) -> Outcome<Vec<PathBuf>> {
    if let Some((there, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err(exists(there));
    }
    let mut saved: Vec<PathBuf> = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        if let Err(problem) = save(path, bytes) {
            // What was written for this is taken away again; what was there before was never touched.
            saved.iter().for_each(|path| drop(std::fs::remove_file(path)));
            return Err(problem);
        }
        saved.push(path.clone());
    }
    Ok(saved)
}

fn save(path: &Path, bytes: &SecretBytes) -> Outcome<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => exists(path),
        _ => unwritable(path, &error),
    })?;
    file.write_all(bytes.reveal()).and_then(|()| file.sync_all()).map_err(|error| {
        drop(std::fs::remove_file(path));
        unwritable(path, &error)
    })
}

fn exists(path: &Path) -> Box<Problem> {
    Problem::new(Code::FileExists, format!("{} is there already.", path.display())).fact("Path", path.display())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Box<Problem> {
    let full = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
    let code = if full { Code::StoreDiskFull } else { Code::StoreUnwritable };
    Problem::new(code, format!("{} could not be written.", path.display()))
        .fact("Path", path.display())
        .fact("Cause", error)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretBytes {
        SecretBytes::new(text.as_bytes().to_vec())
    }

    #[test]
    fn files_are_for_their_owner_and_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        save_all(&[(two.clone(), secret("mine"))]).unwrap();
        let refused = save_all(&[(one.clone(), secret("a")), (two.clone(), secret("b"))]).err().unwrap();
        assert_eq!(refused.code, Code::FileExists);
        assert!(!one.exists(), "all or none");
        assert_eq!(std::fs::read(&two).unwrap(), b"mine", "what is there may be the only copy");
        let nowhere = save_all(&[(one.clone(), secret("a")), (folder.path().join("no/where"), secret("b"))]);
        assert_eq!(nowhere.err().unwrap().code, Code::StoreUnwritable);
        assert!(!one.exists(), "half of a hand-out is none");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&two).unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600, "a key is for its owner's eyes only");
        }
    }
}
