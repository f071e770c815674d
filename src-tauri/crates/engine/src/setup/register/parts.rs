//! How far each API of a step is.

use crate::steps::{Part, StepState, Under};
use domain::cloud::Api;
use domain::permissions;
use domain::plan::Plan;

/// How far each API is.
pub(super) struct Parts(Vec<(Api, Part)>);

impl Parts {
    pub(super) fn new(plan: &Plan) -> Self {
        let part = |api: Api| Part {
            title: permissions::api(api).name.clone(),
            state: StepState::Queued,
            done: 0,
            of: u32::try_from(plan.permissions.iter().filter(|row| row.api == api).count()).unwrap_or(0),
        };
        Self(plan.apis().into_iter().map(|api| (api, part(api))).collect())
    }

    pub(super) fn runs(&mut self, api: Api, under: &Under) {
        self.change(api, under, |part| part.state = StepState::Running);
    }

    pub(super) fn one_more(&mut self, api: Api, under: &Under) {
        self.change(api, under, |part| {
            part.done = (part.done + 1).min(part.of);
            part.state = if part.done == part.of { StepState::Done } else { StepState::Running };
        });
    }

    fn change(&mut self, api: Api, under: &Under, change: impl FnOnce(&mut Part)) {
        if let Some((_, part)) = self.0.iter_mut().find(|(known, _)| *known == api) {
            change(part);
        }
        under.parts(self.0.iter().map(|(_, part)| part.clone()).collect());
    }
}
