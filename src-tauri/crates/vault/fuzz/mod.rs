//! The importer under changed files: what is tried, and what must hold for each.

mod chance;
mod mutate;
mod tree;

pub use chance::Chance;
pub use mutate::{Input, input};

use domain::Code;
use domain::secret::SecretText;
use jiff::Timestamp;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How one input ended.
pub enum End {
    /// It was taken.
    Taken,
    /// It was refused with that code.
    Refused(Code),
    /// It broke the importer, or was taken though it cannot be used.
    Broken(String),
}

/// Gives one input to the importer.
pub fn run(input: &Input, now: Timestamp) -> End {
    let password = input.password.clone().map(SecretText::new);
    let judged = catch_unwind(AssertUnwindSafe(|| {
        let judged = vault::judge(&input.files, password.as_ref(), now)?;
        // What is taken must be able to sign: the importer's word is relied on from here.
        vault::SigningKey::new(&judged.made.key_der, &judged.made.certificate_der).map(drop)
    }));
    match judged {
        Ok(Ok(())) => End::Taken,
        Ok(Err(problem)) if problem.message.is_empty() => End::Broken("a Problem without a sentence".to_owned()),
        Ok(Err(problem)) => End::Refused(problem.code),
        Err(cause) => {
            let words = cause.downcast_ref::<String>().cloned();
            End::Broken(
                words.or_else(|| cause.downcast_ref::<&str>().map(|word| (*word).to_owned())).unwrap_or_default(),
            )
        }
    }
}
