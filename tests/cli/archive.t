#!/bin/bash
# Packages in archives are judged like their directories; hostile archives are refused.
. "$(dirname "$0")/lib.sh"
needs_root

export TMPDIR=$work	# what is too large for memory goes here, and is gone at once
cp -r "$root/problems/hello" .
ln -s 1.in hello/data/secret/2.in
ln -s 1.ans hello/data/secret/2.ans
head -c 3000000 /dev/zero | tr '\0' ' ' >hello/data/secret/3.in
cat hello/data/secret/1.in >>hello/data/secret/3.in
cp hello/data/secret/1.ans hello/data/secret/3.ans
cat >right.py <<'END'
print(f"Hello, {input().strip()}!")
END

# result PACKAGE: what is said of right.py but times; and the package's hash.
result() {
	judge --json "$1" right.py
	json '[it["problem"], it["verdict"], it["receipt"]["package_hash"],
		[[t["name"], t["verdict"]] for t in it["tests"]]]'
}

python3 -c '
import shutil
shutil.make_archive("whole", "zip", ".", "hello")
shutil.make_archive("inner", "zip", "hello")'
mkdir zip kpp tar
mv whole.zip zip/hello.zip
mv inner.zip kpp/hello.kpp
tar -czf tar/hello.tar.gz hello
# A name that the archive says is UTF-8, and a README beside the folder: neither is the package's.
python3 -c '
import zipfile
with zipfile.ZipFile("zip/hello.zip", "a") as archive:
    archive.writestr("hello/problem_statement/probl\xe8me.png", "")
    archive.writestr("README.md", "")'
directory=$(result hello)
like "$directory" '"AC".*"secret/3", "AC"' "a package in a directory is judged"
is "$(result zip/hello.zip)" "$directory" "a .zip of it gives the same"
is "$(result kpp/hello.kpp)" "$directory" "a .kpp without the top folder too"
is "$(result tar/hello.tar.gz)" "$directory" "a .tar.gz too, with its symbolic links"
is "$(find "$work" -maxdepth 1 -name 'assize-package*')" "" "no temporary file is left"

rm -r hello/submissions hello/data/secret/3.in hello/data/secret/3.ans
for folder in accepted wrong_answer; do
	mkdir -p "hello/submissions/$folder"
	cp "$root/problems/hello/submissions/$folder"/*.py "hello/submissions/$folder"
done
tar -cJf hello.tar.xz hello
run timeout 300 "$assize" verify --json hello.tar.xz
is "$status" 0 "the jury's submissions in an archive are verified"
is "$(json 'it["submission"]' | sort)" "$(cd hello/submissions && printf '%s\n' */*)" "all of them"

# hostile NAME PATTERN: a zip with the entries on stdin, as Python's ZipInfo and text.
hostile() {
	{
		echo 'import zipfile, stat'
		echo 'archive = zipfile.ZipFile("bad.zip", "w", zipfile.ZIP_DEFLATED)'
		echo 'def link(name, target):'
		echo '    info = zipfile.ZipInfo(name); info.create_system = 3'
		echo '    info.external_attr = (stat.S_IFLNK | 0o777) << 16'
		echo '    archive.writestr(info, target)'
		echo 'archive.writestr("problem.yaml", "name: bad\n")'
		cat
		echo 'archive.close()'
	} | python3 -W ignore -
	judge bad.zip right.py
	is "$status $(wc -l <"$err")" "2 1" "$1: refused in one line"
	like "$(cat "$err")" "^assize: bad\.zip$2" "$1: with the reason"
}

hostile "a name that leaves the package" ': file "\.\./x": "\.\." in its name; ' \
	<<<'archive.writestr("../x", "")'
hostile "an absolute name" ': file "/tmp/x": absolute name; ' \
	<<<'archive.writestr("/tmp/x", "")'
hostile "a name with a newline" ': file "a\?b": control character' \
	<<<'archive.writestr("a\nb", "")'
hostile "a name of 300 bytes" ': file "a+": name of more than 255 bytes' \
	<<<'archive.writestr(300 * "a", "")'
hostile "names that differ in case only" '/data/1\.IN: differs from data/1\.in in case only' \
	<<<'archive.writestr("data/1.in", ""); archive.writestr("data/1.IN", "")'
hostile "a name that comes twice" '/data/1\.in: is in the archive twice' \
	<<<'archive.writestr("data/1.in", ""); archive.writestr("data/1.in", "")'
hostile "a link that leaves the package" '/data/1\.in: symbolic link that leaves the package' \
	<<<'link("data/1.in", "../../../../etc/passwd")'
hostile "a file through a link" '/out: is in the archive as a file and as a directory' \
	<<<'link("out", "/tmp"); archive.writestr("out/x", "")'
hostile "a bomb" ': grows too much when it is unpacked' \
	<<<'for i in range(10): archive.writestr(f"data/{i}.in", bytes(32 << 20))'
is "$(find "$work" -maxdepth 1 -name 'assize-package*')" "" "no temporary file is left"

cp right.py notes.zip
judge notes.zip right.py
is "$status" 2 "a file that is no archive is refused"
like "$(cat "$err")" '^assize: notes\.zip: not a readable archive: ' "and it says so"

done_testing
