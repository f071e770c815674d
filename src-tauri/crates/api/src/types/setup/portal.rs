//! The portal by hand: the steps with the portal's own labels, and what the tenant shows after each.

use super::Found;
use crate::types::{Millis, ProblemView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The checklist of a setup.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PortalView {
    /// The steps, in their order.
    pub steps: Vec<PortalStepView>,
    /// The account that reads for the checks; none when only the app's own view is used.
    pub reader: Option<String>,
}

/// One step in the portal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PortalStepView {
    /// A stable name, such as `api_permissions/graph`.
    pub id: String,
    /// Its title, such as `Add 7 permissions of Microsoft Graph`.
    pub title: String,
    /// A short title for the list.
    pub short: String,
    /// One line on how it stands, such as `6 of 7 right`.
    pub note: String,
    /// Its state.
    pub state: PortalState,
    /// Where it is done, in the portal's labels.
    pub place: String,
    /// The page of the portal; none where there is no portal.
    pub link: Option<String>,
    /// What to do, with labels in double brackets.
    pub lines: Vec<String>,
    /// Values to copy.
    pub values: Vec<CopyField>,
    /// What the tenant shows.
    pub rows: Vec<PortalRow>,
    /// Whether a value is to be pasted here.
    pub wants: Vec<super::ValueField>,
    /// What is wrong, in the terms of this step.
    pub problem: Option<ProblemView>,
    /// When it was last looked at.
    pub checked: Option<Millis>,
    /// What this check cannot tell without an administrator's read-only sign-in.
    pub unsure: Option<String>,
}

/// How a step of the portal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PortalState {
    /// Not looked at yet.
    Open,
    /// It is right.
    Right,
    /// Something is missing or wrong.
    Wrong,
    /// It cannot be told from here.
    Unsure,
}

/// A value to copy.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CopyField {
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
}

/// A permission, role or key as the tenant shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PortalRow {
    /// Its name.
    pub name: String,
    /// What is needed, such as `Application`.
    pub needed: String,
    /// What was found, such as `Delegated`.
    pub found_as: String,
    /// Whether that is right.
    pub found: Found,
}

/// A step of the portal is to be looked at.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PortalCheck {
    /// The setup.
    pub id: String,
    /// The step; none for all.
    pub step: Option<String>,
}
