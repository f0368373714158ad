# The compiler ends with the exit code of an internal error, and without a word.
# @verdict CE
# @language script
# @reason the compiler exited with code 70
raise SystemExit(70)
