#!/usr/bin/env bash
# Makes .venv and installs what the named locks pin (requirements.txt when none is named); with uv when pip can get it,
# which is several times faster.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8  # in the locale C, pip cannot install what lies under a path beyond ASCII
python=$1
shift
locks=("${@:-requirements.txt}")

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "The briefing needs Python 3.11 or newer; $python is $("$python" --version 2>&1)." >&2
  echo "Name another one: make book PYTHON=python3.12" >&2
  exit 1
fi
if [ ! -x .venv/bin/python ] && ! "$python" -m venv .venv; then
  rm -rf .venv
  echo "Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv" >&2
  exit 1
fi
named=()
for lock in "${locks[@]}"; do named+=(--requirement "$lock"); done
if .venv/bin/python -m pip install --quiet --disable-pip-version-check uv; then
  .venv/bin/uv pip install --quiet --python .venv/bin/python "${named[@]}"
else
  .venv/bin/python -m pip install --quiet --disable-pip-version-check "${named[@]}"
fi
# Said from where it stands: nor can Python read such a path there, whatever PYTHONUTF8 says.
for named in .venv/lib*/python*/site-packages/*briefing*.pth; do echo ../../../../src > "$named"; done
