//! The AADSTS codes as data: number, HTTP status, OAuth error, suberror, what brings it about here, and a text of our own.
//!
//! Numbers and OAuth errors come from the documented list and from what SDKs and issues show; where neither tells a
//! status or an error, the customary one of the neighbours stands here: this table is the one place to correct it.
//! What only the control port's `sign_in_refused` brings about has the cause `switch`.

/// One code: number, HTTP status, OAuth error, suberror (may be empty), cause, text.
pub(crate) type Code = (u32, u16, &'static str, &'static str, &'static str, &'static str);

/// All codes that can be met here.
#[rustfmt::skip]
pub(crate) const CODES: &[Code] = &[
    (7_000_215, 401, "invalid_client", "", "secret", "Invalid client secret provided. The secret's value is needed, not its ID."),
    (7_000_222, 401, "invalid_client", "", "secret", "The provided client secret keys are expired."),
    (7_000_218, 401, "invalid_client", "", "credential", "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
    (700_016, 400, "unauthorized_client", "", "application", "The application was not found in the directory."),
    (700_011, 400, "unauthorized_client", "", "switch", "The application was not found in the directory; it was neither installed nor consented to."),
    (90002, 400, "invalid_request", "", "tenant", "The tenant was not found."),
    (900_023, 400, "invalid_request", "", "tenant", "The tenant identifier is neither a valid DNS name, nor a valid external domain."),
    (50059, 400, "invalid_request", "", "tenant", "No tenant-identifying information found in either the request or implied by any provided credentials."),
    (50128, 400, "invalid_request", "", "switch", "Invalid domain name: no tenant-identifying information found."),
    (90019, 400, "invalid_request", "", "switch", "No tenant-identifying information found in the request."),
    (700_027, 401, "invalid_client", "", "assertion", "The certificate used to sign the client assertion is not accepted."),
    (700_024, 401, "invalid_client", "", "assertion", "Client assertion is not within its valid time range."),
    (5_002_730, 401, "invalid_client", "", "assertion", "Unsupported key for the signing algorithm."),
    (50012, 401, "invalid_client", "", "switch", "The certificate with that identifier is not authorised, or the assertion's signature is invalid."),
    (50013, 401, "invalid_client", "", "assertion", "Assertion is invalid."),
    (50027, 401, "invalid_client", "", "assertion", "JWT token is invalid or malformed."),
    (50048, 401, "invalid_client", "", "switch", "The subject does not match the issuer of the client assertion."),
    (50003, 400, "invalid_request", "", "switch", "No signing key is configured."),
    (50032, 401, "invalid_client", "", "assertion", "The RSA key is too weak."),
    (700_021, 401, "invalid_client", "", "assertion", "Client assertion application identifier doesn't match 'client_id' parameter."),
    (700_023, 401, "invalid_client", "", "assertion", "Client assertion audience claim does not match the token endpoint."),
    (70011, 400, "invalid_scope", "", "scope", "The provided value for the input parameter 'scope' is not valid."),
    (1_002_012, 400, "invalid_scope", "", "scope", "The provided value for scope is not valid: client credentials need a resource with '/.default'."),
    (700_022, 400, "invalid_scope", "", "scope", "The scope names more than one resource."),
    (28002, 400, "invalid_scope", "", "switch", "The scope is not valid when requesting an access token."),
    (28003, 400, "invalid_scope", "", "switch", "The scope cannot be empty when requesting an access token with the provided authorization code."),
    (500_011, 400, "invalid_resource", "", "resource", "The resource principal was not found in the tenant."),
    (500_014, 400, "invalid_resource", "", "resource", "The service principal for the resource is disabled: a subscription within the tenant has lapsed, or an administrator disabled it."),
    (650_052, 400, "invalid_client", "", "resource", "The app needs access to a service that the organization has not subscribed to or enabled."),
    (650_056, 400, "invalid_client", "", "consent", "Misconfigured application: no permissions are listed in its registration."),
    (650_057, 400, "invalid_resource", "", "switch", "The client asked for a resource that is not listed in the requested permissions of its registration."),
    (65001, 400, "invalid_grant", "consent_required", "consent", "The user or administrator has not consented to use the application."),
    (65004, 400, "access_denied", "", "consent", "The user declined to consent to access the app."),
    (65002, 400, "invalid_request", "", "client", "Consent between first-party application and first-party resource must be configured via preauthorization."),
    (90094, 400, "consent_required", "", "consent", "An administrator must consent to the requested permissions."),
    (90095, 400, "consent_required", "", "switch", "An administrator's consent is needed and can be asked for."),
    (7_000_112, 400, "unauthorized_client", "", "application", "The application is disabled."),
    (70001, 400, "unauthorized_client", "", "switch", "The application is disabled."),
    (1_000_031, 400, "unauthorized_client", "", "switch", "The application cannot be accessed at this time. Contact your administrator."),
    (70002, 401, "invalid_client", "", "switch", "Error validating credentials: the credential does not match."),
    (900_144, 400, "invalid_request", "", "request", "The request body must contain a parameter that is missing."),
    (700_025, 401, "invalid_client", "", "credential", "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
    (90038, 400, "invalid_request", "", "tenant", "The tenant is in another national cloud."),
    (900_382, 400, "invalid_request", "", "switch", "Confidential client is not supported in cross-cloud request."),
    (900_432, 400, "invalid_request", "", "switch", "Confidential client is not supported in cross-cloud request."),
    (50194, 400, "invalid_request", "", "tenant", "The application is not configured as a multi-tenant application: the /common endpoint is not supported for it."),
    (9_001_023, 400, "invalid_request", "", "tenant", "The grant type isn't supported over the /common or /consumers endpoints."),
    (50011, 400, "invalid_request", "", "redirect", "The redirect URI specified in the request does not match the redirect URIs configured for the application."),
    (500_112, 400, "invalid_grant", "", "redirect", "The reply address does not match the one provided when the authorization code was requested."),
    (50020, 400, "invalid_grant", "", "account", "The user account from another identity provider does not exist in the tenant."),
    (16000, 400, "interaction_required", "", "switch", "The user account does not exist in the tenant and cannot access the application."),
    (90072, 400, "invalid_grant", "", "switch", "The user account does not exist in the tenant and must be added as an external user first."),
    (51004, 400, "invalid_grant", "", "switch", "The user account does not exist in the directory."),
    (500_208, 400, "invalid_request", "", "account", "The domain is not a valid login domain for the account type."),
    (500_021, 400, "access_denied", "", "switch", "Access to the tenant is denied by tenant restrictions."),
    (500_022, 400, "access_denied", "", "switch", "Access to the tenant is denied by tenant restrictions."),
    (500_212, 400, "access_denied", "", "switch", "The user's administrator has set a policy on outbound access that does not allow this tenant."),
    (500_213, 400, "access_denied", "", "switch", "The resource tenant's cross-tenant access policy does not allow this user."),
    (50034, 400, "invalid_grant", "", "account", "The user account does not exist in the directory."),
    (50053, 400, "invalid_grant", "", "account", "The account is locked because of too many attempts, or the address is blocked."),
    (50055, 400, "invalid_grant", "user_password_expired", "account", "The password is expired."),
    (50057, 400, "invalid_grant", "", "account", "The user account is disabled."),
    (50126, 400, "invalid_grant", "", "switch", "Error validating credentials due to invalid username or password."),
    (50072, 400, "interaction_required", "basic_action", "switch", "The user must enrol in multi-factor authentication."),
    (50074, 400, "interaction_required", "basic_action", "switch", "Strong authentication is required."),
    (50076, 400, "invalid_grant", "basic_action", "account", "Due to a configuration change made by your administrator, multi-factor authentication must be used."),
    (50078, 400, "invalid_grant", "basic_action", "switch", "Presented multi-factor authentication has expired."),
    (50079, 400, "invalid_grant", "basic_action", "account", "The user must enrol in multi-factor authentication."),
    (50158, 400, "interaction_required", "additional_action", "switch", "External security challenge not satisfied."),
    (50058, 400, "login_required", "", "account", "A silent sign-in request was sent but no user is signed in."),
    (50105, 400, "invalid_grant", "", "account", "The signed-in user is not assigned to a role for the application."),
    (50131, 400, "invalid_grant", "message_only", "switch", "The device used during the authentication is disabled or the request is blocked."),
    (53000, 400, "invalid_grant", "message_only", "account", "Device is not in required device state: compliant."),
    (53001, 400, "invalid_grant", "message_only", "switch", "Device is not in required device state: domain joined."),
    (53002, 400, "invalid_grant", "message_only", "switch", "The application used is not an approved application for Conditional Access."),
    (53003, 400, "invalid_grant", "message_only", "account", "Access has been blocked by Conditional Access policies."),
    (530_032, 400, "invalid_grant", "message_only", "switch", "The request is blocked by a security policy."),
    (530_035, 400, "invalid_grant", "message_only", "switch", "Access has been blocked by security defaults."),
    (530_036, 400, "invalid_grant", "message_only", "session", "The refresh token was issued to a device code sign-in, which Conditional Access does not allow."),
    (70016, 400, "authorization_pending", "", "device code", "OAuth 2.0 device flow: authorization is pending. Keep polling."),
    (70018, 400, "bad_verification_code", "", "device code", "The device code is not known or was used already."),
    (70019, 400, "expired_token", "", "device code", "The device code has expired."),
    (70000, 400, "invalid_grant", "", "session", "The grant is not known, or belongs to another client."),
    (70008, 400, "invalid_grant", "bad_token", "session", "The provided authorization code or refresh token has expired due to inactivity."),
    (700_082, 400, "invalid_grant", "bad_token", "session", "The refresh token has expired due to inactivity."),
    (70043, 400, "invalid_grant", "bad_token", "switch", "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access."),
    (50173, 400, "invalid_grant", "bad_token", "session", "The provided grant has expired due to it being revoked. A fresh one is needed."),
    (50132, 400, "invalid_grant", "", "switch", "The session is not valid: the password has expired or changed recently."),
    (50133, 400, "invalid_grant", "bad_token", "switch", "The session is not valid due to a recent password change."),
    (54005, 400, "invalid_grant", "", "code", "The OAuth2 authorization code was already redeemed."),
    (501_481, 400, "invalid_grant", "", "code", "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
    (501_491, 400, "invalid_request", "", "code", "Invalid size of the code challenge parameter."),
    (50196, 400, "invalid_grant", "", "switch", "The server ended a request loop: the client made the same request too often."),
    (90055, 400, "temporarily_unavailable", "", "throttled", "Too many requests. Try again later."),
    (90033, 503, "temporarily_unavailable", "", "switch", "A transient error has occurred."),
    (90006, 500, "server_error", "", "switch", "External server returned a retryable error."),
    (90024, 400, "temporarily_unavailable", "", "switch", "A transient error of the request budget has occurred."),
    (90012, 504, "server_error", "", "switch", "The request has timed out."),
    (90090, 500, "server_error", "", "switch", "The service encountered a transient error while obtaining the policy."),
    (50033, 503, "temporarily_unavailable", "", "switch", "A transient error has occurred."),
    (50087, 503, "temporarily_unavailable", "", "switch", "A transient error has occurred during signing."),
    (90119, 400, "invalid_request", "", "device code", "The user code is null or empty."),
    (90120, 400, "invalid_request", "", "device code", "The user code has already been authorized or declined."),
    (50134, 400, "invalid_request", "", "switch", "The sign-in was made in the wrong data centre. Start again with a new device code."),
    (70003, 400, "unsupported_grant_type", "", "request", "The app requested an unsupported grant type."),
];

/// The row of a code.
pub(crate) fn find(number: u32) -> Option<&'static Code> {
    CODES.iter().find(|(known, ..)| *known == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once_with_an_error_and_a_text() {
        for (index, (number, status, error, _, cause, text)) in CODES.iter().enumerate() {
            assert!(CODES[..index].iter().all(|(other, ..)| other != number), "{number} twice");
            assert!((400..600).contains(status) && !error.is_empty() && !cause.is_empty(), "{number} is incomplete");
            assert!(text.ends_with('.'), "{number} has a sentence");
        }
    }
}
