"""`azure-identity`, with nothing set but authority and tenant, and instance discovery off."""

import unittest

from azure.core.exceptions import ClientAuthenticationError
from azure.identity import (
    AuthorizationCodeCredential,
    CertificateCredential,
    ClientSecretCredential,
    DeviceCodeCredential,
)

from . import tenant
from .browser import Browser, Redirected

ROLES = ["SecurityAlert.Read.All"]


def where():
    return {"authority": tenant.login(), "disable_instance_discovery": True}


def scope():
    return tenant.graph() + "/.default"


class Applications(unittest.TestCase):
    def test_secret(self):
        made = tenant.register(roles=ROLES, secret=True)
        credential = ClientSecretCredential(tenant.tenant_id(), made["app_id"], made["secret"], **where())
        self.assertEqual(tenant.claims(credential.get_token(scope()).token)["roles"], ROLES)

    def test_continuous_access_evaluation_is_asked_for_and_repeated(self):
        made = tenant.register(roles=ROLES, secret=True)
        credential = ClientSecretCredential(tenant.tenant_id(), made["app_id"], made["secret"], **where())
        token = credential.get_token(scope(), enable_cae=True).token
        self.assertEqual(tenant.claims(token)["xms_cc"], ["CP1"])

    def test_certificate(self):
        certificate = tenant.Certificate()
        made = tenant.register(roles=ROLES, certificate=certificate.base64())
        credential = CertificateCredential(tenant.tenant_id(), made["app_id"], str(certificate.both), **where())
        self.assertEqual(tenant.claims(credential.get_token(scope()).token)["roles"], ROLES)

    def test_wrong_secret_is_told(self):
        made = tenant.register(roles=[], secret=True)
        credential = ClientSecretCredential(tenant.tenant_id(), made["app_id"], "not it", **where())
        with self.assertRaises(ClientAuthenticationError) as refused:
            credential.get_token(scope())
        self.assertIn("AADSTS7000215", str(refused.exception))

    def test_unknown_tenant_is_told(self):
        stranger = "11111111-2222-4333-8444-555555555555"
        credential = ClientSecretCredential(stranger, stranger, "x", **where())
        with self.assertRaises(ClientAuthenticationError) as refused:
            credential.get_token(scope())
        self.assertIn("Unable to get authority configuration", str(refused.exception))


class People(unittest.TestCase):
    wanted = "https://graph.microsoft.com/Application.ReadWrite.All"

    def test_device_code(self):
        credential = DeviceCodeCredential(
            tenant.COMMAND_LINE_TOOLS, tenant_id=tenant.tenant_id(), prompt_callback=self.approve, **where()
        )
        token = credential.get_token(self.wanted).token
        self.assertEqual(tenant.claims(token)["upn"], tenant.account("admin"))

    def test_authorization_code(self):
        made = tenant.register(roles=[], secret=True)
        admin = DeviceCodeCredential(
            tenant.COMMAND_LINE_TOOLS, tenant_id=tenant.tenant_id(), prompt_callback=self.approve, **where()
        ).get_token(self.wanted)
        redirect = "https://interop.contoso.com/back"
        tenant.patch(admin.token, f"/v1.0/applications/{made['object_id']}", {"web": {"redirectUris": [redirect]}})
        address = (
            f"{tenant.authority()}/oauth2/v2.0/authorize?client_id={made['app_id']}&response_type=code"
            f"&redirect_uri=https%3A%2F%2Finterop.contoso.com%2Fback&scope=User.Read%20offline_access&state=s1"
        )
        with self.assertRaises(Redirected) as redirected:
            Browser().sign_in(address, tenant.account("reader"))
        back = redirected.exception.query
        self.assertEqual(back["state"], "s1")
        credential = AuthorizationCodeCredential(
            tenant.tenant_id(), made["app_id"], back["code"], redirect, client_secret=made["secret"], **where()
        )
        token = credential.get_token("https://graph.microsoft.com/User.Read").token
        self.assertEqual(tenant.claims(token)["upn"], tenant.account("reader"))

    @staticmethod
    def approve(_page, user_code, _expires):
        tenant.control("/approve", {"user_code": user_code, "account": tenant.account("admin")})
