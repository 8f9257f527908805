"""Validate RO-Crates without a network: `check_crate.py FOLDER…` prints the issues of each, a JSON list a line."""

from __future__ import annotations

import json
import socket
import sys
from importlib.resources import files

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


def main(folders: list[str]) -> None:
    """Validate with every requirement that the profile calls required or recommended."""
    requests.Session.request = _answer  # type: ignore[assignment, method-assign]
    socket.socket.connect = _refuse  # type: ignore[assignment, method-assign]
    import requests_cache  # noqa: PLC0415 -- after the patch

    requests_cache.CachedSession.request = _answer  # type: ignore[assignment, method-assign]
    from rocrate.rocrate import ROCrate  # noqa: PLC0415
    from rocrate_validator import models, services  # noqa: PLC0415

    for folder in folders:
        try:
            ROCrate(folder)
        except ValueError as error:
            sys.stdout.write(json.dumps([str(error)]) + "\n")
            continue
        settings = services.ValidationSettings(
            rocrate_uri=folder,
            profile_identifier="ro-crate-1.3",
            requirement_severity=models.Severity.RECOMMENDED,
        )
        result = services.validate(settings)
        issues = [f"{issue.severity.name}: {issue.message}" for issue in result.get_issues()]
        issues = [issue for issue in issues if not any(words in issue for words in NO_INSTITUTION)]
        sys.stdout.write(json.dumps(issues if result.executed_checks else ["nothing was checked"]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
