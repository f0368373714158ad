import sys

sys.exit(42 if sys.stdin.read() == "" and sys.argv[1].isdigit() and
         sys.argv[2:] in ([], ["reverse"]) else 43)
