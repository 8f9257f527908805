"""Chapters executed in forks of one loaded process, where forks are safe; elsewhere in kernels, by MyST-NB."""

import os
import sys

#: Windows has no forks, and what Apple's libraries do in one is undefined: a sum of numpy's may hang or crash there.
CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"
