"""
Files with set-user-id bits or capabilities in the root of a managed runtime: none gives anything.

@verdict AC
@memory 128MiB
@time 2s
@processes 4
"""
import os
import stat
import subprocess

held = True
programs = []
seen = 0
for top, directories, files in os.walk("/"):
    directories[:] = sorted(d for d in directories if os.path.join(top, d) != "/proc")
    if not os.statvfs(top).f_flag & os.ST_NOSUID:
        print(top, "may give rights")
        held = False
    for name in files:
        seen += 1
        path = os.path.join(top, name)
        mode = os.lstat(path).st_mode
        if stat.S_ISREG(mode) and mode & (stat.S_ISUID | stat.S_ISGID):
            programs.append(path)
    if seen > 12000:
        break
own = "/work/program"
with open(own, "w") as file:
    file.write("#!/usr/bin/python3 -IS\nimport os\nprint(os.geteuid(), os.getegid())\n")
os.chmod(own, 0o6755)
ids = subprocess.run([own], capture_output=True, text=True, check=False).stdout.split()
if ids != [str(os.getuid()), str(os.getgid())]:
    print("a set-id script ran as", ids)
    held = False
for program in programs[:3]:
    subprocess.run([program], capture_output=True, timeout=1, check=False)
status = dict(line.split(":\t", 1) for line in open("/proc/self/status") if ":\t" in line)
for key, value in (("NoNewPrivs", 1), ("CapPrm", 0), ("CapEff", 0), ("CapBnd", 0), ("CapAmb", 0)):
    if int(status[key], 16) != value:
        print(key, status[key])
        held = False
if held:
    print("held")
