//! A Problem as people see it.

use crate::types::{FactView, ProblemView, RemedyAction, RemedyView, RetryView};
use domain::{Problem, Remedy, Retry};

/// The view of a problem.
pub(crate) fn problem_view(problem: &Problem) -> ProblemView {
    let row = problem.code.row();
    let facts = problem.facts.0.iter();
    ProblemView {
        code: row.name.to_owned(),
        title: row.title.to_owned(),
        message: problem.message.clone(),
        remedies: row.remedies.iter().map(|remedy| remedy_view(*remedy)).collect(),
        retry: match row.retry {
            Retry::Never => RetryView::Never,
            Retry::NextPoll => RetryView::NextPoll,
            Retry::Now => RetryView::Now,
        },
        evidence: facts.map(|(label, value)| FactView { label: label.clone(), value: value.clone() }).collect(),
    }
}

fn remedy_view(remedy: Remedy) -> RemedyView {
    let action = match remedy {
        Remedy::TryAgain => RemedyAction::TryAgain,
        Remedy::EditConnection => RemedyAction::EditConnection,
        Remedy::StartSimulator => RemedyAction::StartSimulator,
        Remedy::Resume => RemedyAction::Resume,
        Remedy::SignInAgain => RemedyAction::SignInAgain,
        Remedy::SavePlan => RemedyAction::SavePlan,
        Remedy::ByHand(_) => RemedyAction::ByHand,
    };
    RemedyView {
        action,
        label: remedy.label().to_owned(),
        how: remedy.how().to_owned(),
        command: remedy.command().map(str::to_owned),
    }
}
