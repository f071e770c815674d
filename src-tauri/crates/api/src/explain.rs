//! A code in full: ours or Microsoft's.

use crate::types::ExplanationView;
use domain::{Code, Outcome, Problem, Remedy};
use engine::{microsoft_codes, problem_of_microsoft_code};

/// Explains a code.
///
/// # Errors
/// `explain.unknown_code`.
pub(crate) fn explain(text: &str) -> Outcome<ExplanationView> {
    let text = text.trim();
    let code = Code::named(&text.to_lowercase()).or_else(|| problem_of_microsoft_code(text)).ok_or_else(|| {
        let near: Vec<_> = Code::table().iter().map(|row| row.name).filter(|name| alike(name, text)).collect();
        let hint = if near.is_empty() { String::new() } else { format!(" Did you mean {}?", near.join(" or ")) };
        Problem::new(Code::CodeUnknown, format!("There is no code \"{text}\".{hint}"))
    })?;
    let row = code.row();
    Ok(ExplanationView {
        code: row.name.to_owned(),
        title: row.title.to_owned(),
        meaning: row.meaning.to_owned(),
        remedies: row.remedies.iter().map(|remedy| sentence(*remedy)).collect(),
        microsoft_codes: microsoft_codes(code),
    })
}

fn sentence(remedy: Remedy) -> String {
    match remedy.command() {
        Some(command) => format!("{} In a terminal: {command}", remedy.how()),
        None => remedy.how().to_owned(),
    }
}

/// Whether one of the two contains a word of the other.
fn alike(name: &str, typed: &str) -> bool {
    let typed = typed.to_lowercase();
    typed.len() >= 4
        && (name.contains(&typed) || name.split(['.', '_']).any(|word| word.len() >= 4 && typed.contains(word)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn our_codes_and_microsofts_lead_to_the_same_text() {
        assert_eq!(explain("AADSTS7000215").unwrap().code, "credential.secret_wrong");
        assert_eq!(explain(" Credential.Secret_Wrong ").unwrap().code, "credential.secret_wrong");
        assert!(explain("credential.secret_wrong").unwrap().microsoft_codes.contains(&"AADSTS7000215".to_owned()));
    }

    #[test]
    fn an_unknown_code_names_what_is_near() {
        assert!(explain("secret_wrong").unwrap_err().message.contains("credential.secret_wrong"));
        assert_eq!(explain("zzz").unwrap_err().code, Code::CodeUnknown);
    }
}
