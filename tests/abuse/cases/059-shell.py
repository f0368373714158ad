"""
A submission in Python that runs what its profile does not name: only the interpreter is there.

@verdict AC
@memory 128MiB
@processes 4
"""
import os
import subprocess
import sys

held = True
for program in ("/bin/sh", "/bin/bash", "/usr/bin/perl", "/usr/bin/gcc", "/usr/bin/java",
                "/bin/cat", "/usr/bin/env", "/usr/bin/id", "/sbin/modprobe"):
    try:
        subprocess.run([program], check=False)
        print(program, "ran")
        held = False
    except FileNotFoundError:
        pass
if os.waitstatus_to_exitcode(os.system("echo through")) != 127:
    print("a shell answered")
    held = False
# The interpreter itself is what the profile allows; it stays within the same box.
inner = [sys.executable, "-IS", "-c", "open('/proc/1/environ')"]
if subprocess.run(inner, capture_output=True, check=False).returncode != 1:
    print("the interpreter's child has more rights")
    held = False
if held:
    print("held")
