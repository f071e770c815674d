//! Where time comes from, so that everything that depends on it can be tested at any moment.

use jiff::Timestamp;

/// A clock; the product has one, made in `main`.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}
