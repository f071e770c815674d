"""Certificates made by `bartizan`, with its secrets in a vault file: no keyring is here."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from . import tenant

PASSPHRASE = "a passphrase for interop"
PASSWORD = "pfx-password"


class Bartizan:
    """The terminal program with a data folder of its own."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(dir=tenant.folder))
        credentials = self.folder / "credentials"
        credentials.mkdir()
        (credentials / "bartizan-passphrase").write_text(PASSPHRASE)
        self.surroundings = {
            **os.environ,
            "BARTIZAN_HOME": str(self.folder / "home"),
            "CREDENTIALS_DIRECTORY": str(credentials),
            # Whatever keyring the machine has is none of this program's business.
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        }

    def run(self, *words, said="", code=0):
        """The answer as JSON."""
        command = [os.environ["BARTIZAN_TERMINAL"], *map(str, words), "--vault-file", "--json"]
        run = subprocess.run(command, input=said, capture_output=True, text=True, env=self.surroundings, timeout=120)
        if run.returncode != code:
            raise AssertionError(f"{words}: exit code {run.returncode}\n{run.stdout}\n{run.stderr}")
        return json.loads(run.stdout.splitlines()[-1])

    def certificate(self, bits=2048):
        return Ours(self, bits)


class Ours:
    """A certificate made here in every form in which it leaves."""

    def __init__(self, bartizan, bits):
        self.made = bartizan.run("cert", "make", f"Interop {bits}", "--bits", bits, "--days", 90)
        folder = Path(tempfile.mkdtemp(dir=bartizan.folder))
        self.pem, self.der, self.key = folder / "certificate.pem", folder / "certificate.cer", folder / "key.pem"
        self.both, self.pfx = folder / "both.pem", folder / "both.pfx"
        forms = {"pem": self.pem, "der": self.der, "key": self.key, "combined": self.both}
        for form, path in forms.items():
            bartizan.run("cert", "export", self.made["id"], "--form", form, "--out", path, "--yes")
        pfx = ["cert", "export", self.made["id"], "--form", "pfx", "--out", self.pfx, "--yes", "--password-stdin"]
        bartizan.run(*pfx, said=PASSWORD)
        self.sha1 = self.made["certificate"]["sha1"]

    def base64(self) -> str:
        return base64.b64encode(self.der.read_bytes()).decode()


def openssl(*words, said=None):
    """What openssl answers; a refusal is a failure."""
    program = shutil.which("openssl")
    if program is None:
        raise unittest.SkipTest("openssl is not installed")
    run = subprocess.run([program, *map(str, words)], input=said, capture_output=True, text=True, timeout=120)
    if run.returncode != 0:
        raise AssertionError(f"openssl {words}: {run.stderr}")
    return run.stdout + run.stderr
