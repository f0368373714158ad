#!/usr/bin/python3
"""The end-to-end test: each jury submission of problems/ gets the verdict its package expects.

As TAP, from the lines of "assize verify --json"; a test is one submission.
"""
import json
import os
import subprocess
import sys
from pathlib import Path

root = Path(__file__).resolve().parent.parent
assize = os.environ.get("ASSIZE") or root / "build" / os.environ.get("VARIANT", "release") / "assize"
packages = sorted(path for path in (root / "problems").iterdir() if path.is_dir())

verify = subprocess.Popen([assize, "verify", "--json", *packages], stdout=subprocess.PIPE, text=True)
tests = 0
for line in verify.stdout:
    result = json.loads(line)
    if "submission" not in result:
        continue  # the time limit of a package that states none
    tests += 1
    expected = " or ".join(result["expected"])
    print("ok" if result["ok"] else "not ok", tests, "-", result["package"], result["submission"],
          f"is {expected}", flush=True)
    if not result["ok"]:
        print(f"# got {result['verdict']}: {line.strip()}")
status = verify.wait()
print(f"1..{tests}")
# 1 says that a submission was not as expected, which is told above.
sys.exit(status if status != 1 else 0)
