//! Sign-ins under way and what came of them: device codes and authorization codes, refresh tokens, what people consented
//! to for themselves, who was cut off, and assertions already used.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use jiff::Timestamp;

/// Where a device code stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DeviceCodeStatus {
    /// Nobody has entered the code yet.
    Pending,
    /// An account signed in; its UPN.
    Approved(String),
    /// The person refused.
    Declined,
    /// A token was already issued for it.
    Redeemed,
}

impl DeviceCodeStatus {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved(_) => "approved",
            Self::Declined => "declined",
            Self::Redeemed => "redeemed",
        }
    }
}

/// A device code and its human twin.
#[derive(Debug, Clone)]
pub(crate) struct DeviceCode {
    pub(crate) device_code: String,
    pub(crate) user_code: String,
    pub(crate) client_id: String,
    /// As requested, space-separated.
    pub(crate) scope: String,
    pub(crate) expires: Timestamp,
    pub(crate) status: DeviceCodeStatus,
    /// When the client asked last, and how many seconds it must wait between questions.
    pub(crate) polled: Option<Instant>,
    pub(crate) interval: u64,
}

/// What an authorization code stands for.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizationCode {
    pub(crate) client_id: String,
    pub(crate) upn: String,
    pub(crate) scope: String,
    pub(crate) redirect_uri: String,
    /// The redirect URI is one of the web platform: only a client with a credential may redeem the code.
    pub(crate) confidential: bool,
    pub(crate) challenge: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) expires: Timestamp,
    pub(crate) redeemed: bool,
}

/// What a refresh token stands for.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) client_id: String,
    pub(crate) upn: String,
    pub(crate) scope: String,
    pub(crate) issued: Timestamp,
    /// It began with a device code, which Conditional Access remembers.
    pub(crate) by_device_code: bool,
}

/// Books of the sign-in service.
#[derive(Debug, Default)]
pub(crate) struct SignIns {
    pub(crate) device_codes: Vec<DeviceCode>,
    pub(crate) codes: HashMap<String, AuthorizationCode>,
    pub(crate) sessions: HashMap<String, Session>,
    /// `client id, upn, resource app id, scope` of what people allowed Microsoft's own clients; `*` in the place of a person is everybody.
    pub(crate) consents: HashSet<(String, String, String, String)>,
    /// `client id, jti` of used assertions and when they stop mattering.
    used: HashMap<(String, String), Timestamp>,
    /// Since when sessions of a person are void, by UPN in small letters.
    revoked: HashMap<String, Timestamp>,
    /// People whose account was disabled, by UPN in small letters.
    disabled: HashSet<String>,
}

impl SignIns {
    /// Records an assertion's id; false when it was used before.
    pub(crate) fn use_assertion(&mut self, client_id: &str, jti: &str, until: Timestamp, now: Timestamp) -> bool {
        self.used.retain(|_, until| *until > now);
        self.used.insert((client_id.to_owned(), jti.to_owned()), until).is_none()
    }

    pub(crate) fn by_user_code(&mut self, user_code: &str) -> Option<&mut DeviceCode> {
        let wanted = user_code.trim();
        self.device_codes.iter_mut().find(|code| code.user_code.eq_ignore_ascii_case(wanted))
    }

    pub(crate) fn by_device_code(&mut self, device_code: &str) -> Option<&mut DeviceCode> {
        self.device_codes.iter_mut().find(|code| code.device_code == device_code)
    }

    /// Voids every session that a person has by now.
    pub(crate) fn revoke_sessions(&mut self, upn: &str, now: Timestamp) {
        self.revoked.insert(upn.to_ascii_lowercase(), now);
    }

    /// Whether a session was voided after it began.
    pub(crate) fn is_revoked(&self, session: &Session) -> bool {
        self.revoked.get(&session.upn.to_ascii_lowercase()).is_some_and(|since| session.issued <= *since)
    }

    /// Blocks or unblocks an account.
    pub(crate) fn set_enabled(&mut self, upn: &str, enabled: bool) {
        match enabled {
            true => self.disabled.remove(&upn.to_ascii_lowercase()),
            false => self.disabled.insert(upn.to_ascii_lowercase()),
        };
    }

    pub(crate) fn is_enabled(&self, upn: &str) -> bool {
        !self.disabled.contains(&upn.to_ascii_lowercase())
    }
}
