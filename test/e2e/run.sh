#!/usr/bin/env bash
# Checks the built package's output with Python tools, in a virtual environment that it makes itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=.venv
if ! cmp -s test/e2e/requirements.txt "$venv/requirements.txt"; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r test/e2e/requirements.txt
  cp test/e2e/requirements.txt "$venv/requirements.txt"
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
node test/e2e/generate.mjs "$out"
"$venv/bin/python" test/e2e/check.py "$out"
