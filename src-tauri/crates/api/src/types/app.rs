//! The frame around every place: what is connected, where the keys lie, what the person prefers.

use super::{Millis, ProblemView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the window needs before it can draw anything.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AppState {
    /// The program's version.
    pub version: String,
    /// The tenants, by name.
    pub tenants: Vec<TenantView>,
    /// Where the database key lies, such as `Secret Service`.
    pub key_place: String,
    /// When the database key was made.
    pub key_made: Option<Millis>,
    /// The data folder.
    pub data_folder: String,
    /// Alerts in the store, newest version each.
    pub alerts: u32,
    /// Bytes of the store on disk.
    pub store_bytes: u64,
    /// This machine's clock minus Microsoft's, in milliseconds, as last seen in an answer.
    pub clock_difference_ms: Option<i32>,
    /// The clouds that can be chosen for a tenant.
    pub clouds: Vec<CloudChoice>,
    /// True when the program was started to practise on a simulated tenant at once.
    pub start_practising: bool,
    /// What failed at start; the rest of the state is then empty.
    pub problem: Option<ProblemView>,
}

/// A connected tenant.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TenantView {
    /// Our handle of the tenant.
    pub id: String,
    /// The organisation's display name.
    pub name: String,
    /// Its initial domain.
    pub domain: String,
    /// The cloud's title, such as `Commercial`.
    pub cloud: String,
    /// True for a tenant played by the simulator.
    pub simulated: bool,
}

/// A cloud that a tenant may live in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CloudChoice {
    /// Its key, such as `gcchigh`.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// What the person chose for the window; nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Preferences {
    /// Light, dark, high contrast, or as the system has it.
    pub theme: ThemeChoice,
    /// The place that was open last.
    pub last_place: Place,
    /// Columns of the alert list, in order.
    pub columns: Vec<AlertColumn>,
    /// Width of the detail pane in pixels, 320 to 720.
    pub detail_width: u32,
    /// Whether single letters act as keys.
    pub letter_keys: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            last_place: Place::Overview,
            columns: vec![
                AlertColumn::Severity,
                AlertColumn::Status,
                AlertColumn::Title,
                AlertColumn::Entity,
                AlertColumn::Created,
            ],
            detail_width: 384,
            letter_keys: true,
        }
    }
}

/// The colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// As the desktop has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
}

/// The places in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Health of every integration.
    Overview,
    /// Connecting.
    Setup,
    /// The alerts.
    Alerts,
    /// Settings and what is known of this installation.
    Settings,
}

/// A column of the alert list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlertColumn {
    /// Severity.
    Severity,
    /// Status.
    Status,
    /// Title.
    Title,
    /// The entity that stands for the alert.
    Entity,
    /// Service that raised it.
    Service,
    /// Category.
    Category,
    /// When it was created.
    Created,
    /// When it was last updated.
    Updated,
}

/// A part of the window that may have gone stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// `app_state`.
    App,
    /// `overview`.
    Overview,
    /// `alerts_search`, `alerts_rows`, `alert_detail`.
    Alerts,
    /// `setup_list`, `setup_get`, `setup_record`, `setup_portal`.
    Setup,
    /// `credentials`.
    Credentials,
}

/// The event `stale`: these views have to be read again. It never carries content.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Stale {
    /// The views.
    pub views: Vec<View>,
}
