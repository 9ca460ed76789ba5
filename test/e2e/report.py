"""Counts what was checked, and says it in the end."""

import sys

failures = []
passed = 0


def check(name, fault):
    """Counts one check: passed if there is no fault."""
    global passed
    if fault:
        failures.append(f"{name}: {fault}")
    else:
        passed += 1


def finish(title):
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{title}: {passed} passed, {len(failures)} failed", flush=True)
    sys.exit(1 if failures or passed == 0 else 0)
