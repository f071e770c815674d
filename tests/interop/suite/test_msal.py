"""`msal`, with nothing set but the authority, and instance discovery off."""

import os
import sys
import unittest
import webbrowser
from pathlib import Path

import msal

from . import tenant
from .browser import Browser, Redirected


def confidential(client_id, credential):
    return msal.ConfidentialClientApplication(
        client_id, client_credential=credential, authority=tenant.authority(), instance_discovery=False
    )


def public(client_id=tenant.COMMAND_LINE_TOOLS):
    return msal.PublicClientApplication(client_id, authority=tenant.authority(), instance_discovery=False)


class Applications(unittest.TestCase):
    def expect_token(self, answer, roles):
        self.assertIn("access_token", answer, answer)
        found = tenant.claims(answer["access_token"])
        self.assertEqual(found["roles"], roles)
        return found

    def scope(self):
        return [tenant.graph() + "/.default"]

    def test_secret(self):
        made = tenant.register(roles=["SecurityAlert.Read.All"], secret=True)
        client = confidential(made["app_id"], made["secret"])
        found = self.expect_token(client.acquire_token_for_client(self.scope()), ["SecurityAlert.Read.All"])
        self.assertEqual(found["appidacr"], "1")
        again = client.acquire_token_for_client(self.scope())
        self.assertEqual(again["token_source"], "cache", "the answer can be kept")

    def test_wrong_secret(self):
        made = tenant.register(roles=[], secret=True)
        answer = confidential(made["app_id"], "not it").acquire_token_for_client(self.scope())
        self.assertEqual((answer["error"], answer["error_codes"]), ("invalid_client", [7000215]))

    def test_certificate_by_sha1_thumbprint(self):
        certificate = tenant.Certificate()
        made = tenant.register(roles=["SecurityAlert.Read.All"], certificate=certificate.base64())
        credential = {"private_key": certificate.key, "thumbprint": certificate.sha1}
        client = confidential(made["app_id"], credential)
        found = self.expect_token(client.acquire_token_for_client(self.scope()), ["SecurityAlert.Read.All"])
        self.assertEqual(found["appidacr"], "2")

    def test_certificate_from_pem_alone(self):
        certificate = tenant.Certificate()
        made = tenant.register(roles=["SecurityAlert.Read.All"], certificate=certificate.base64())
        credential = {"private_key": certificate.key, "public_certificate": certificate.public}
        answer = confidential(made["app_id"], credential).acquire_token_for_client(self.scope())
        self.expect_token(answer, ["SecurityAlert.Read.All"])

    def test_certificate_from_pfx(self):
        certificate = tenant.Certificate()
        made = tenant.register(roles=["SecurityAlert.Read.All"], certificate=certificate.base64())
        credential = {"private_key_pfx_path": str(certificate.pfx)}
        answer = confidential(made["app_id"], credential).acquire_token_for_client(self.scope())
        self.expect_token(answer, ["SecurityAlert.Read.All"])

    def test_certificate_that_is_not_registered(self):
        made = tenant.register(roles=[], certificate=tenant.Certificate().base64())
        stranger = tenant.Certificate()
        credential = {"private_key": stranger.key, "thumbprint": stranger.sha1}
        answer = confidential(made["app_id"], credential).acquire_token_for_client(self.scope())
        self.assertEqual((answer["error"], answer["error_codes"]), ("invalid_client", [700027]))


class People(unittest.TestCase):
    scopes = ["https://graph.microsoft.com/Application.ReadWrite.All"]

    def expect_person(self, answer, user):
        self.assertIn("access_token", answer, answer)
        self.assertEqual(answer["id_token_claims"]["preferred_username"], tenant.account(user))
        self.assertIn("Application.ReadWrite.All", tenant.claims(answer["access_token"])["scp"])

    def test_device_code(self):
        client = public()
        flow = client.initiate_device_flow(self.scopes)
        self.assertIn("user_code", flow, flow)
        tenant.control("/approve", {"user_code": flow["user_code"], "account": tenant.account("admin")})
        self.expect_person(client.acquire_token_by_device_flow(flow), "admin")
        (account,) = client.get_accounts()
        renewed = client.acquire_token_silent(self.scopes, account=account, force_refresh=True)
        self.expect_person(renewed, "admin")

    def test_device_code_declined(self):
        client = public()
        flow = client.initiate_device_flow(self.scopes)
        tenant.control("/approve", {"user_code": flow["user_code"], "action": "decline"})
        answer = client.acquire_token_by_device_flow(flow)
        self.assertEqual(answer["error"], "authorization_declined")

    def test_authorization_code(self):
        for mode in ("query", "form_post"):
            with self.subTest(mode):
                client = public()
                flow = client.initiate_auth_code_flow(
                    self.scopes, redirect_uri="http://localhost:49152", response_mode=mode
                )
                browser = Browser()
                try:
                    page = browser.sign_in(flow["auth_uri"], tenant.account("admin"))
                    (form,) = page.forms
                    back = form.fields
                    self.assertEqual(form.action, "http://localhost:49152")
                except Redirected as redirected:
                    self.assertTrue(redirected.address.startswith("http://localhost:49152/?"), redirected.address)
                    back = redirected.query
                self.expect_person(client.acquire_token_by_auth_code_flow(flow, back), "admin")

    def test_authorization_code_cancelled(self):
        client = public()
        flow = client.initiate_auth_code_flow(self.scopes, redirect_uri="http://localhost:49152")
        browser = Browser()
        with self.assertRaises(Redirected) as stopped:
            browser.press(browser.open(flow["auth_uri"]), "Cancel")
        answer = client.acquire_token_by_auth_code_flow(flow, stopped.exception.query)
        self.assertEqual(answer["error"], "access_denied")
        self.assertIn("AADSTS65004", answer["error_description"])

    def test_interactive_with_a_browser_of_its_own(self):
        script = Path(__file__).with_name("browser.py")
        opener = webbrowser.BackgroundBrowser([sys.executable, str(script), "%s"])
        webbrowser.register("interop", None, opener, preferred=True)
        os.environ["INTEROP_ACCOUNT"] = tenant.account("admin")
        answer = public().acquire_token_interactive(self.scopes, timeout=60)
        self.expect_person(answer, "admin")
