//! `bartizan cert`: making, importing, showing, exporting, renewing and handing out credentials.

mod shown;
mod words;

pub(crate) use words::Cert;

use crate::ask::{confirmed, secret};
use crate::demo::steps;
use crate::output::{Ended, Failure, Output};
use api::{
    Api, CertificateMake, CredentialRequest, ExportForm, HandOutKind, HandOutRequest, HandedOver, Nothing, ProblemView,
    RenewRequest, RenewalRuleRequest, RenewalStepName, RenewalView, SavedFiles,
};
use serde_json::json;
use std::path::{Path, PathBuf};
use words::{CertAct, Form, Renew, Switch};

/// The code of a file whose password is needed.
const PASSWORD_NEEDED: &str = "credential.key_encrypted";

impl Cert {
    /// Whether it only reads, so that it can run beside a window.
    pub(crate) fn only_reads(&self) -> bool {
        matches!(&self.act, CertAct::List | CertAct::Show { .. } | CertAct::Calendar { .. })
    }
}

pub(crate) async fn run(cert: &Cert, api: &Api, output: &Output) -> Ended {
    match &cert.act {
        CertAct::Make { name, common_name, bits, days } => {
            let request =
                CertificateMake { name: name.clone(), common_name: common_name.clone(), bits: *bits, days: *days };
            let made = api.credential_make(request).await?;
            output.object(&made, || format!("{}\n\n{}", shown::credential(&made), shown::next_of_made(&made)))
        }
        CertAct::Import { files, name, password_stdin } => {
            import(api, files, name.as_deref(), *password_stdin, output).await
        }
        CertAct::List => {
            let all = api.credentials(Nothing {}).await?;
            output.object(&all, || shown::list(&all, output))
        }
        CertAct::Show { id } => {
            let row = api.credential(CredentialRequest { id: id.clone() }).await?;
            output.object(&row, || shown::credential(&row))
        }
        CertAct::Export { id, form, out, password_stdin, yes } => {
            export(api, id, *form, out, *password_stdin, *yes, output).await
        }
        CertAct::Renew(renew) => self::renew(api, renew, output).await,
        CertAct::Revoke { id, yes } => {
            let row = api.credential(CredentialRequest { id: id.clone() }).await?;
            let question = format!(
                "{} is thrown away: its key cannot be brought back. It is taken off its app where the app can do that itself.",
                row.name
            );
            confirmed(*yes, &question)?;
            let revoked = api.credential_revoke(CredentialRequest { id: row.id }).await?;
            output.object(&revoked, || shown::revoked(&revoked))
        }
        CertAct::Calendar { out: Some(out) } => saved(&api.calendar_to(out).await?, output),
        CertAct::Calendar { out: None } => {
            let text = api.calendar().await?;
            if output.json() {
                output.object(&json!({"calendar": text}), String::new)
            } else {
                output.line(text.trim_end())
            }
        }
        CertAct::Handout { id, integration, out, private, yes } => {
            let request = HandOutRequest { id: id.clone(), integration: integration.clone() };
            hand_out(api, &request, out.as_deref(), *private, *yes, output).await
        }
    }
}

async fn import(api: &Api, files: &[PathBuf], name: Option<&str>, from_input: bool, output: &Output) -> Ended {
    let mut contents = Vec::with_capacity(files.len());
    for path in files {
        let read = std::fs::read(path);
        contents.push(read.map_err(|error| Failure::NeedsPerson(format!("{}: {error}", path.display())))?);
    }
    let asked = || secret(from_input, "Password of the file (not shown): ", "pass it with --password-stdin");
    let mut password = if from_input { Some(asked()?) } else { None };
    let imported = loop {
        let ended = api.import_files(contents.clone(), password.take(), name.map(str::to_owned)).await;
        match ended {
            // Asked for only where one is needed, and only of a person.
            Err(problem)
                if needs_password(&problem) && !from_input && std::io::IsTerminal::is_terminal(&std::io::stdin()) =>
            {
                password = Some(asked()?);
            }
            ended => break ended?,
        }
    };
    output.object(&imported, || {
        let mut text = shown::credential(&imported.credential);
        for note in &imported.notes {
            text.push_str(&format!("\n{note}"));
        }
        if imported.known {
            text.push_str("\nIt was here already; nothing was added.");
        }
        text
    })
}

fn needs_password(problem: &ProblemView) -> bool {
    problem.code == PASSWORD_NEEDED
}

async fn export(api: &Api, id: &str, form: Form, out: &Path, from_input: bool, yes: bool, output: &Output) -> Ended {
    let row = api.credential(CredentialRequest { id: id.to_owned() }).await?;
    let form = match form {
        Form::Pem => ExportForm::Pem,
        Form::Der => ExportForm::Der,
        Form::Key => ExportForm::Key,
        Form::Combined => ExportForm::Combined,
        Form::Pfx => ExportForm::Pfx(secret(
            from_input,
            "Password for the PFX file (not shown): ",
            "pass it with --password-stdin",
        )?),
    };
    if form.private() {
        let question = format!(
            "The private key of {} is written to {}. Whoever has it can sign in as the app.",
            row.name,
            out.display()
        );
        confirmed(yes, &question)?;
    }
    saved(&api.export_to(&row.id, form, out).await?, output)
}

async fn renew(api: &Api, renew: &Renew, output: &Output) -> Ended {
    let id = renew.id.clone();
    if let Some(automatic) = renew.automatic {
        let before = api.credential(CredentialRequest { id: id.clone() }).await?.days_before;
        let days_before = renew.days_before.unwrap_or(before);
        let rule = RenewalRuleRequest { id, automatic: automatic == Switch::On, days_before };
        let row = api.credential_rule(rule).await?;
        return output.object(&row, || shown::credential(&row));
    }
    let renewal = if renew.undo {
        let row = api.credential(CredentialRequest { id: id.clone() }).await?;
        confirmed(
            renew.yes,
            &format!("The renewal of {} is taken back: the new certificate leaves the app and this machine.", row.name),
        )?;
        api.credential_renewal_undo(CredentialRequest { id }).await?
    } else if let Some(integration) = renew.handed_over.clone() {
        api.credential_handed_over(HandedOver { id, integration }, steps(*output)).await?
    } else {
        let (object_id, certificate_id) = (renew.object_id.clone(), renew.certificate_id.clone());
        let (bits, days, finish) = (renew.bits, renew.days, renew.finish);
        let sign_in = renew.sign_in.then(|| crate::setup::way(renew.device_code));
        let request = RenewRequest { id, object_id, certificate_id, bits, days, finish, sign_in };
        api.credential_renew(request, steps(*output)).await?
    };
    output.object(&renewal, || shown::renewal(&renewal))?;
    needs_hand_over(&renewal)
}

/// Exit code 3 while a vendor has to be given the new certificate.
fn needs_hand_over(renewal: &RenewalView) -> Ended {
    if renewal.step != RenewalStepName::HandOver {
        return Ok(());
    }
    let mut text = "The renewal waits for a person:".to_owned();
    for user in &renewal.waits_for {
        text.push_str(&format!(
            "\n  {} holds a copy of the old certificate. See what it wants: bartizan cert handout {} {}\n  \
             When it has the new one: bartizan cert renew {} --handed-over {}",
            user.title, renewal.new, user.catalog, renewal.old, user.integration
        ));
    }
    Err(Failure::NeedsPerson(text))
}

async fn hand_out(
    api: &Api,
    request: &HandOutRequest,
    folder: Option<&Path>,
    private: bool,
    yes: bool,
    output: &Output,
) -> Ended {
    let out = api.credential_hand_out(request.clone()).await?;
    if private {
        let question = format!("What is private of {} is handed out for {}.", out.credential_name, out.title);
        confirmed(yes, &question)?;
    }
    let files = match folder {
        Some(folder) => Some(api.hand_out_to(request, folder, private).await?),
        None => None,
    };
    let wants_secret = out.fields.iter().any(|field| field.kind == HandOutKind::PrivateText);
    let secret = if private && wants_secret { Some(api.reveal_secret(&request.id, &out.title).await?) } else { None };
    if output.json() {
        // The value is in it only because it was asked for, confirmed, and written into the journal.
        let value = secret.as_ref().map(api::SecretText::reveal);
        return output.object(&json!({"handout": out, "saved": files, "secret_value": value}), String::new);
    }
    output.line(shown::hand_out(&out, secret.as_ref()).trim_end())?;
    files.map_or(Ok(()), |files| saved(&files, output))
}

fn saved(files: &SavedFiles, output: &Output) -> Ended {
    output.object(files, || files.paths.iter().map(|path| format!("Saved {path}")).collect::<Vec<_>>().join("\n"))
}
