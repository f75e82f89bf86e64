"""All implementations. Importing their modules fills the table of steps."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))

import rows_across   # noqa: E402  the path comes first
import rows_basic    # noqa: E402
import rows_debit    # noqa: E402
import rows_hsm      # noqa: E402
import rows_library  # noqa: E402
import rows_pin      # noqa: E402
import rows_read     # noqa: E402
import rows_write    # noqa: E402
from steps import STEPS  # noqa: E402

__all__ = ["STEPS"]
