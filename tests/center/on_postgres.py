#!/usr/bin/env python3
"""Runs a test program with SSC_TEST_DB naming an empty database of a PostgreSQL server made for it.

  on_postgres.py PROGRAM [ARGUMENT …]      77: PostgreSQL is not installed
"""
import os
import subprocess
import sys
import unittest

import postgres


def main():
    try:
        with postgres.Server() as server:
            url = server.create("ssc_test")
            return subprocess.run(sys.argv[1:], env={**os.environ, "SSC_TEST_DB": url}, check=False).returncode
    except unittest.SkipTest as reason:
        print(f"skipped: {reason}")
        return 77


if __name__ == "__main__":
    sys.exit(main())
