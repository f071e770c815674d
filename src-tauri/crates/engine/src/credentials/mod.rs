//! Credentials: every certificate and secret that was made, imported or given, where it is registered, what uses it, when
//! it ends, and its renewal without a gap. The secrets themselves are in the vault; what is known of them is here.

mod calendar;
mod handout;
mod making;
mod own_app;
mod record;
mod registry;
mod renewal;
mod saving;
mod uses;

pub use handout::{HandOut, HandOutField, HandOutValue};
pub use making::{ImportOrder, Imported, MakeOrder};
pub use record::{Kept, Origin, PublicPart, Registration, USUAL_DAYS_BEFORE};
pub use registry::{KeptView, RenewalRule, Revoked};
pub use renewal::{DoneStep, RenewOrder, Renewal, RenewalStep};
pub use saving::ExportForm;

pub(crate) use registry::{kept, registration_of};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
