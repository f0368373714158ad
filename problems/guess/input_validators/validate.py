#!/usr/bin/env python3
import re
import sys

line = sys.stdin.read()
assert re.fullmatch(r"[1-9][0-9]* [1-9][0-9]*\n", line)
n, secret = map(int, line.split())
assert secret <= n <= 10**9
sys.exit(42)
