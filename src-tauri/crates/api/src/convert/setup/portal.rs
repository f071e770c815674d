//! The portal's checklist.

use super::super::{maybe, problem_view};
use super::state::shown_field;
use crate::types::*;
use engine::{PortalPage, PortalStepState};

/// The checklist of a setup.
pub(crate) fn portal_page(page: &PortalPage) -> PortalView {
    PortalView { steps: page.steps.iter().map(step).collect(), reader: page.reader.clone() }
}

fn step(step: &PortalStepState) -> PortalStepView {
    let check = step.check.as_ref();
    PortalStepView {
        id: step.id.clone(),
        title: step.title.clone(),
        short: step.short.clone(),
        note: check.map(|check| check.note.clone()).unwrap_or_default(),
        state: match check.map(|check| check.right) {
            None => PortalState::Open,
            Some(Some(true)) => PortalState::Right,
            Some(Some(false)) => PortalState::Wrong,
            Some(None) => PortalState::Unsure,
        },
        place: step.place.clone(),
        link: step.link.clone(),
        lines: step.lines.clone(),
        values: step
            .values
            .iter()
            .map(|(label, value)| CopyField { label: label.clone(), value: value.clone() })
            .collect(),
        rows: check.into_iter().flat_map(|check| &check.rows).map(row).collect(),
        wants: step.wants.iter().map(|field| shown_field(*field)).collect(),
        problem: check.and_then(|check| check.problem.as_deref()).map(problem_view),
        checked: maybe(check.map(|check| check.at)),
        unsure: check.and_then(|check| check.unsure.clone()),
    }
}

fn row(row: &(String, String, String, Option<bool>)) -> PortalRow {
    let (name, needed, found, right) = row;
    PortalRow {
        name: name.clone(),
        needed: needed.clone(),
        found_as: found.clone(),
        found: match right {
            Some(true) => Found::Present,
            Some(false) => Found::Missing,
            None => Found::Unknown,
        },
    }
}
