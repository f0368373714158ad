#!/bin/bash
# The commands of docs/packages.md do what it says, in its order.
. "$(dirname "$0")/lib.sh"
needs_root

mkdir bin page
printf '#!/bin/bash\nexec "%s" "$@"\n' "$assize" >bin/assize
chmod +x bin/assize

# Splits the page into NUMBER.sh, NUMBER.exit and, if an output is shown, NUMBER.text.
split() {
	python3 - "$root/docs/packages.md" <<-'PYTHON'
		import re, sys

		page = open(sys.argv[1]).read()
		fence = re.compile(r"^```(sh|text)(?: exit=(\d+))?\n(.*?)^```$", re.M | re.S)
		count = 0
		for kind, status, body in fence.findall(page):
		    if kind == "sh":
		        count += 1
		        open(f"{count}.exit", "w").write(status or "0")
		    open(f"{count}.{kind}", "w").write(body)
		print(count)
	PYTHON
}

# shows EXPECTED GOT: all lines in their order. "..." alone stands for any lines, at the end of a
# line or within it for any text. Times, sizes, columns and which test was the slowest are not
# compared, nor in which order submissions were done with.
shows() {
	python3 - "$1" "$2" <<-'PYTHON'
		import re, sys

		def plain(line):
		    line = re.sub(r"\d+\.\d{3} s", "T s", line)
		    line = re.sub(r"[\d.]+ ([KM]i)?B", "M", line)
		    line = re.sub(r"\d+ % +\S+/\S+", "P % TEST", line)
		    return " ".join(line.split())

		def pattern(line):
		    return ".*".join(re.escape(part) for part in plain(line).split("..."))

		def sort_rows(lines):
		    places = [i for i, line in enumerate(lines) if re.match("ok |FAIL ", line)]
		    for i, row in zip(places, sorted(lines[i] for i in places)):
		        lines[i] = row
		    return lines

		expected = sort_rows(open(sys.argv[1]).read().splitlines())
		got = sort_rows([plain(line) for line in open(sys.argv[2]).read().splitlines()])
		at, any_lines = 0, False
		for line in expected:
		    if line == "...":
		        any_lines = True
		        continue
		    while any_lines and at < len(got) and not re.fullmatch(pattern(line), got[at]):
		        at += 1
		    if at == len(got) or not re.fullmatch(pattern(line), got[at]):
		        sys.exit(f"# expected: {line}")
		    at, any_lines = at + 1, False
		if at < len(got) and not any_lines:
		    sys.exit(f"# not expected: {got[at]}")
	PYTHON
}

count=$(split)
cd page || exit 1
for ((i = 1; i <= count; i++)); do
	# The last command names the step.
	step=$(grep -a '^assize\|| assize' "../$i.sh" | tail -n 1)
	run timeout 120 env PATH="$work/bin:$PATH" bash -euo pipefail "../$i.sh"
	is "$status" "$(cat "../$i.exit")" "${step:-step $i}"
	[ ! -e "../$i.text" ] || ok "... and prints what the page says" shows "../$i.text" "$out"
done
ok "the page has commands" test "$count" -gt 10

done_testing
