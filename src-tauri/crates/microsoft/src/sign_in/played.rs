//! Playing the person at the sign-in page of a simulated tenant, for practice and demonstrations. Refused anywhere else.

use super::{BrowserSignIn, DeviceCode};
use crate::call::{Call, Host};
use crate::wire::Wire;
use domain::cloud::Cloud;
use domain::{Code, Outcome, Problem};
use url::Url;

/// Plays the person at the sign-in page of a simulated tenant: types the code and chooses the administrator.
///
/// Refused for anything but a simulated cloud, which is loopback only; at Microsoft a person does this.
///
/// # Errors
/// `setup.simulator_not_local` for a real cloud or a page elsewhere; those of the wire.
pub async fn approve_on_simulator(wire: &Wire, cloud: &Cloud, code: &DeviceCode, account: &str) -> Outcome<()> {
    let host = Host::login(cloud)?;
    let page = Url::parse(&code.verification_uri).ok().filter(|url| host.simulated() && host.owns(url));
    let Some(page) = page else {
        return Err(Problem::new(
            Code::SimulatorNotLocal,
            "Only a simulated tenant's sign-in page can be filled in by the program.",
        ));
    };
    let call = Call { method: "POST", ..Call::follow(page.as_str()) };
    let form = [("user_code", code.user_code.as_str()), ("account", account), ("action", "approve")];
    wire.send_form(&host, &call, &form).await?.accepted(&call, &host).map(drop)
}

/// Plays the person in the browser: chooses the account, consents, and goes where the page sends it.
///
/// Refused for anything but a simulated cloud, which is loopback only; at Microsoft a person does this.
///
/// # Errors
/// `setup.simulator_not_local` for a real cloud or a page elsewhere; those of the wire.
pub async fn sign_in_on_simulator(wire: &Wire, cloud: &Cloud, sign_in: &BrowserSignIn, account: &str) -> Outcome<()> {
    let host = Host::login(cloud)?;
    let page = Url::parse(sign_in.url()).ok().filter(|url| host.simulated() && host.owns(url));
    let Some(page) = page else {
        let message = "Only a simulated tenant's sign-in page can be filled in by the program.";
        return Err(Problem::new(Code::SimulatorNotLocal, message));
    };
    let call = Call { method: "POST", ..Call::follow(page.as_str()) };
    let form = [("account", account), ("consent", "accept")];
    let answer = wire.send_form(&host, &call, &form).await?;
    let back = answer.location.as_deref().and_then(|to| Url::parse(to).ok());
    match back.filter(|url| answer.status == 302 && sign_in.listens_at(url)) {
        Some(back) => sign_in.come_back(&back).await,
        None => {
            let message = format!("The simulated tenant did not sign {account} in.");
            Err(Problem::new(Code::SignInRefused, message).with(answer.facts()))
        }
    }
}
