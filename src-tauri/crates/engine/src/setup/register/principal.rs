//! The service principal and its directory roles.

use super::super::record::{KnownApp, Setup};
use crate::product::Product;
use domain::permissions;
use domain::{Code, Outcome, Problem};
use microsoft::Directory;

/// Creates the service principal.
pub(crate) async fn principal(product: &Product, setup: &mut Setup, directory: &Directory) -> Outcome<String> {
    let app = setup.known_app()?.clone();
    if app.principal.is_none() {
        let (made, created) = directory.create_principal(app.client_id.as_str()).await?;
        if created || app.ours {
            setup.made.principal = Some(made.id.clone());
        }
        setup.app = Some(KnownApp { principal: Some(made.id), ..app });
        product.keep_setup(setup)?;
    }
    Ok(format!("Object ID {}", setup.known_app()?.principal.clone().unwrap_or_default()))
}

/// Assigns the directory roles and reads them back.
pub(crate) async fn roles(product: &Product, setup: &mut Setup, directory: &Directory) -> Outcome<String> {
    let plan = setup.planned()?.clone();
    let app = setup.known_app()?.principal.clone().unwrap_or_default();
    for role in &plan.roles {
        let known = setup.made.roles.iter().any(|(_, name)| *name == role.name);
        let held = setup.compared.as_ref().and_then(|compared| compared.roles.as_ref());
        let row = permissions::role(&role.name)
            .ok_or_else(|| Problem::new(Code::Unexpected, format!("The role {} is not in the table.", role.name)))?;
        if known || held.is_some_and(|held| held.contains(&role.name)) {
            continue;
        }
        if let Some(id) = directory.assign_role(&app, &row.template_id, &row.name).await? {
            setup.took_role(&id, &role.name);
            product.keep_setup(setup)?;
        }
    }
    let found = directory.roles_of(&app).await?;
    for role in &plan.roles {
        let template = permissions::role(&role.name).map(|row| row.template_id.as_str()).unwrap_or_default();
        let Some(row) = found.iter().find(|row| row.role_definition_id.eq_ignore_ascii_case(template)) else {
            let message = format!("{} was assigned, but reading the roles back does not show it.", role.name);
            return Err(Problem::new(Code::ReadBackDiffers, message));
        };
        setup.took_role(&row.id, &role.name);
    }
    product.keep_setup(setup)?;
    Ok("Read back: assigned for the whole directory".to_owned())
}
