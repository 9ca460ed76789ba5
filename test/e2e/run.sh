#!/usr/bin/env bash
# Checks the built package's output with other people's tools. It makes its own virtual environment and node_modules, and
# starts and stops a local AWS emulator.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=.venv
if ! cmp -s test/e2e/requirements.txt "$venv/requirements.txt"; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r test/e2e/requirements.txt
  cp test/e2e/requirements.txt "$venv/requirements.txt"
fi
if ! cmp -s test/e2e/package-lock.json test/e2e/node_modules/package-lock.json; then
  npm ci --prefix test/e2e
  cp test/e2e/package-lock.json test/e2e/node_modules/package-lock.json
fi

out=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill "$emulator" 2>/dev/null; rm -rf "$out"' EXIT
node test/e2e/generate.mjs "$out"

failed=0
"$venv/bin/python" test/e2e/check.py "$out" || failed=1
node test/e2e/cdk.mjs "$out" || failed=1

port=$("$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
MOTO_IAM_LOAD_MANAGED_POLICIES=true "$venv/bin/moto_server" -H 127.0.0.1 -p "$port" >"$out/emulator.log" 2>&1 &
emulator=$!
for _ in $(seq 100); do
  if "$venv/bin/python" -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)" 2>/dev/null; then break; fi
  sleep 0.2
done
# A local mirror of Terraform's providers, if there is one: the folder above HOST/hashicorp/aws.
mirror=$(find / -maxdepth 5 -type d -path '*/hashicorp/aws' -not -path '/proc/*' 2>/dev/null | head -n 1 || true)
node test/e2e/sdk.mjs "http://127.0.0.1:$port" || failed=1
"$venv/bin/python" test/e2e/emulator.py "http://127.0.0.1:$port" "$out" "${mirror%/*/hashicorp/aws}" || failed=1
exit $failed
