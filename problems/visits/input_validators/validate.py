import re
import sys

text = sys.stdin.read()
sys.exit(42 if re.fullmatch(r"[01]{2,60}\n", text) else 43)
