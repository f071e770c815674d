"""Runs every test and ends with the summary line."""

import logging
import sys
import unittest

# Before any client is imported: they read the certificate authority from the environment.
from . import tenant


def main() -> int:
    # What a client is refused is expected here and asserted.
    logging.getLogger("azure").setLevel(logging.CRITICAL)
    with tenant.started():
        names = sys.argv[1:]
        loader = unittest.TestLoader()
        if names:
            tests = loader.loadTestsFromNames([f"suite.{name}" for name in names])
        else:
            tests = loader.discover("suite", pattern="test_*.py", top_level_dir=".")
        outcome = unittest.TextTestRunner(verbosity=2, stream=sys.stdout, warnings="ignore").run(tests)
    failed = len(outcome.failures) + len(outcome.errors) + len(outcome.unexpectedSuccesses)
    skipped = len(outcome.skipped)
    print(f"{outcome.testsRun - failed - skipped} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed or outcome.testsRun == 0 else 0


sys.exit(main())
