"""One simulated tenant with HTTPS ports, and what an administrator does to it by hand."""

import base64
import contextlib
import json
import os
import shutil
import ssl
import subprocess
import tempfile
import unittest
import urllib.request
from pathlib import Path

#: Microsoft Graph Command Line Tools, the public client that every tenant knows.
COMMAND_LINE_TOOLS = "14d82eec-204b-4c2f-b7e8-296a70dab67e"

ready = {}
folder = None


@contextlib.contextmanager
def started():
    """A running tenant; its certificate authority is the only one that this process trusts."""
    global folder
    with tempfile.TemporaryDirectory(prefix="interop-") as made:
        folder = Path(made)
        arguments = ["--fast", "--alerts", "120", "--tls", str(folder / "tls"), "--exit-with-stdin"]
        process = subprocess.Popen(
            [os.environ["BARTIZAN_SIMULATOR"], *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            ready.update(json.loads(process.stdout.readline()))
            for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE"):
                os.environ[name] = ready["tls"]["ca"]
            # A proxy of this machine has no business on loopback.
            os.environ["NO_PROXY"] = os.environ["no_proxy"] = "localhost,127.0.0.1"
            yield
        finally:
            process.stdin.close()
            process.wait(timeout=30)


def login() -> str:
    return ready["tls"]["login"]


def graph() -> str:
    return ready["tls"]["graph"]


def tenant_id() -> str:
    return ready["tenant"]


def authority() -> str:
    return f"{login()}/{tenant_id()}"


def account(user: str) -> str:
    return f"{user}@{ready['domain']}"


def control(path: str, body=None):
    """A call to the control port, which is no part of Microsoft's API."""
    data = None if body is None else json.dumps(body).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(ready["control"] + path, data=data), timeout=30) as answer:
        return json.load(answer)


def register(**wanted):
    """An application with consent, as somebody made it in the portal."""
    return control("/register", {"display_name": "Interop", **wanted})


def patch(token: str, path: str, body):
    """A change at Graph by hand, for what a client under test is not about."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=ready["tls"]["ca"])),
    )
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(graph() + path, json.dumps(body).encode(), headers, method="PATCH")
    opener.open(request, timeout=30).close()


class Certificate:
    """A key and its certificate, both made by the openssl command."""

    def __init__(self):
        openssl = shutil.which("openssl")
        if openssl is None:
            raise unittest.SkipTest("openssl is not installed")
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-sha256", "-days", "90", "-subj", "/CN=interop"]
        run = lambda *arguments: subprocess.run([openssl, *map(str, arguments)], check=True, capture_output=True).stdout
        run(*made, "-keyout", key, "-out", certificate)
        self.der = run("x509", "-in", certificate, "-outform", "DER")
        self.sha1 = run("x509", "-in", certificate, "-noout", "-fingerprint", "-sha1").decode()
        self.sha1 = self.sha1.split("=")[1].strip().replace(":", "")
        self.key, self.public = key.read_text(), certificate.read_text()
        self.both = self.folder / "both.pem"
        self.both.write_text(self.key + self.public)
        self.pfx = self.folder / "both.pfx"
        run("pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", self.pfx, "-passout", "pass:")

    def base64(self) -> str:
        return base64.b64encode(self.der).decode()


def claims(token: str):
    """What a token says, unverified."""
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
