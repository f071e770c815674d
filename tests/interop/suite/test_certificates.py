"""Our certificates in other programs, and other programs' certificates in ours, unmodified both ways."""

import tempfile
import unittest
from pathlib import Path

import msal
from azure.identity import CertificateCredential

from . import tenant
from .ours import PASSWORD, Bartizan, openssl

ROLES = ["SecurityAlert.Read.All"]


class OurFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bartizan = Bartizan()
        cls.ours = cls.bartizan.certificate()

    def test_openssl_reads_and_checks_every_form(self):
        for bits in (2048, 3072, 4096):
            ours = self.ours if bits == 2048 else self.bartizan.certificate(bits)
            with self.subTest(bits):
                text = openssl("x509", "-in", ours.pem, "-noout", "-text")
                for wanted in (f"({bits} bit)", "sha256WithRSAEncryption", "Digital Signature", "CA:FALSE", f"CN = Interop {bits}"):
                    self.assertIn(wanted, text)
                self.assertIn("Certificate will not expire", openssl("x509", "-in", ours.pem, "-noout", "-checkend", "0"))
                self.assertEqual(
                    openssl("x509", "-in", ours.der, "-inform", "DER", "-outform", "PEM"),
                    ours.pem.read_text(),
                    "DER and PEM are the same certificate, and openssl writes the same PEM",
                )
                self.assertIn("Key is valid", openssl("pkey", "-in", ours.key, "-check", "-noout"))
                self.assertIn("RSA key ok", openssl("rsa", "-in", ours.key, "-check", "-noout"))
                self.assertEqual(openssl("pkey", "-in", ours.key), ours.key.read_text(), "PKCS#8, as openssl writes it")
                self.assertEqual(
                    openssl("pkey", "-in", ours.key, "-pubout"), openssl("x509", "-in", ours.pem, "-noout", "-pubkey")
                )
                self.assertIn(": OK", openssl("verify", "-partial_chain", "-trusted", ours.pem, ours.pem))
                opened = openssl("pkcs12", "-in", ours.pfx, "-passin", f"pass:{PASSWORD}", "-nodes", "-info")
                self.assertIn("PBES2, PBKDF2, AES-256-CBC", opened)
                self.assertIn("hmacWithSHA256", opened)
                self.assertIn(ours.pem.read_text().splitlines()[1], opened, "the same certificate comes out of the PFX")

    def test_azure_identity_signs_in_with_pem_and_pfx(self):
        made = tenant.register(roles=ROLES, certificate=self.ours.base64())
        where = {"authority": tenant.login(), "disable_instance_discovery": True}
        for path, password in ((self.ours.both, None), (self.ours.pfx, PASSWORD)):
            with self.subTest(path.name):
                credential = CertificateCredential(tenant.tenant_id(), made["app_id"], str(path), password=password, **where)
                token = credential.get_token(tenant.graph() + "/.default").token
                self.assertEqual(tenant.claims(token)["roles"], ROLES)

    def test_msal_signs_in_with_pem_and_pfx(self):
        made = tenant.register(roles=ROLES, certificate=self.ours.base64())
        key, public = self.ours.key.read_text(), self.ours.pem.read_text()
        for credential in (
            {"private_key": key, "thumbprint": self.ours.sha1},
            {"private_key": key, "public_certificate": public},
            {"private_key_pfx_path": str(self.ours.pfx), "passphrase": PASSWORD},
        ):
            with self.subTest(sorted(credential)):
                client = msal.ConfidentialClientApplication(
                    made["app_id"], client_credential=credential, authority=tenant.authority(), instance_discovery=False
                )
                answer = client.acquire_token_for_client([tenant.graph() + "/.default"])
                self.assertIn("access_token", answer, answer)
                self.assertEqual(tenant.claims(answer["access_token"])["roles"], ROLES)


class TheirFiles(unittest.TestCase):
    def setUp(self):
        self.bartizan = Bartizan()
        self.folder = Path(tempfile.mkdtemp(dir=tenant.folder))

    def made_by_the_guide(self):
        """The command of a vendor's guide, but for the questions that it asks on a terminal."""
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        guide = ["req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-x509", "-days", "365", "-out", certificate]
        openssl(*guide, "-subj", "/C=US/O=Contoso/CN=guide")
        return key, certificate

    def test_the_guides_files_are_taken_in_either_order(self):
        key, certificate = self.made_by_the_guide()
        first = self.bartizan.run("cert", "import", certificate, key)
        self.assertEqual((first["credential"]["certificate"]["key"], first["known"], first["notes"]), ("RSA 2048", False, []))
        again = self.bartizan.run("cert", "import", key, certificate)
        self.assertTrue(again["known"], "the same certificate is one credential")

    def test_pfx_files_of_today_and_of_before_are_taken(self):
        key, certificate = self.made_by_the_guide()
        old = ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"]
        for name, more in (("today", []), ("windows", old), ("legacy", ["-legacy"])):
            with self.subTest(name):
                pfx = self.folder / f"{name}.pfx"
                made = ["pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", pfx, "-passout", "pass:secret"]
                openssl(*made, *more)
                self.bartizan.run("cert", "import", pfx, "--password-stdin", said="secret")
                wrong = self.bartizan.run("cert", "import", pfx, "--password-stdin", said="wrong", code=1)
                self.assertEqual(wrong["problem"]["code"], "credential.password_wrong")

    def test_what_entra_does_not_take_is_refused_here_first(self):
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        for wanted, made in (
            ("credential.key_not_rsa", curve),
            ("credential.key_too_short", ["-newkey", "rsa:1024"]),
            ("credential.signature_weak", ["-newkey", "rsa:2048", "-sha1"]),
        ):
            with self.subTest(wanted):
                key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
                openssl("req", *made, "-nodes", "-keyout", key, "-x509", "-out", certificate, "-subj", "/CN=refused")
                refused = self.bartizan.run("cert", "import", key, certificate, code=1)
                self.assertEqual(refused["problem"]["code"], wanted)
