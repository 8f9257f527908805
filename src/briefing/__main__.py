"""`python -m briefing`: the command line, without the script that an installation makes."""

from __future__ import annotations

from briefing.commands.cli import main

raise SystemExit(main())
