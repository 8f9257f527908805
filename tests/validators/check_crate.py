"""Validate an RO-Crate without a network: `check_crate.py FOLDER`; exit 1 and the issues when it fails."""

from __future__ import annotations

import json
import socket
import sys
from importlib.resources import files
from pathlib import Path

import requests

CONTEXT = "https://w3id.org/ro/crate/1.3/context"
# Recommended for an organisation; a briefing has no institution behind it that could be named.
NO_INSTITUTION = ("ROR identifier", "contactPoint")


def _answer(_session: requests.Session, method: str, url: str, **_: object) -> requests.Response:
    if url != CONTEXT:
        message = f"no network: {method} {url}"
        raise requests.ConnectionError(message)
    response = requests.Response()
    response.status_code, response.url, response.encoding = 200, url, "utf-8"
    response.headers["Content-Type"] = "application/ld+json"
    response._content = (files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
    return response


def _refuse(*_: object) -> None:
    message = "no network"
    raise OSError(message)


def main(folder: Path) -> int:
    """Validate with every requirement that the profile calls required or recommended."""
    requests.Session.request = _answer  # type: ignore[assignment, method-assign]
    socket.socket.connect = _refuse  # type: ignore[assignment, method-assign]
    import requests_cache  # noqa: PLC0415 -- after the patch

    requests_cache.CachedSession.request = _answer  # type: ignore[assignment, method-assign]
    from rocrate.rocrate import ROCrate  # noqa: PLC0415
    from rocrate_validator import models, services  # noqa: PLC0415

    ROCrate(str(folder))
    settings = services.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier="ro-crate-1.3",
        requirement_severity=models.Severity.RECOMMENDED,
    )
    result = services.validate(settings)
    issues = [f"{issue.severity.name}: {issue.message}" for issue in result.get_issues()]
    issues = [issue for issue in issues if not any(words in issue for words in NO_INSTITUTION)]
    checks = len(result.executed_checks)
    sys.stdout.write(json.dumps({"issues": issues, "checks": checks}, indent=1))
    return 1 if issues or not checks else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
