# Code that runs while compiling tries what a program in a run may not do either.
# @verdict CE
# @language script
# @reason error: held
import ctypes
import os
import socket
import sys

libc = ctypes.CDLL(None, use_errno=True)
came_through = []


def refused(what, attempt):
    try:
        attempt()
    except OSError:
        return
    came_through.append(what)


def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


for path in ("/etc/shadow", "/proc/1/environ", "/proc/1/fd", "/proc/1/root", "/etc/assize", "/root",
             "/run/assize", "/sys/kernel", "/proc/sys/kernel/hostname", "/dev/tty", "/dev/mem"):
    refused(f"open {path}", lambda: os.close(os.open(path, os.O_RDONLY)))
for path in ("/etc/passwd", "/usr/bin/python3", "/usr/lib/python3/x", "/x", "/files/x", "/dev/x"):
    refused(f"write {path}", lambda: os.close(os.open(path, os.O_WRONLY | os.O_CREAT)))
refused("socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
refused("unshare", lambda: call(272, 0x10000000))
refused("mount", lambda: call(165, b"none", b"/work", b"tmpfs", 0, None))
refused("kill 1", lambda: os.kill(1, 9))
refused("root again", lambda: os.setuid(0))
refused("sethostname by uts", lambda: call(272, 0x04000000))
refused("mknod", lambda: os.mknod("/work/null", 0o20666, os.makedev(1, 3)))
for name in os.listdir("/proc/self/fd"):
    if int(name) > 2 and os.path.exists(f"/proc/self/fd/{name}"):
        came_through.append(f"descriptor {name}")
if os.getuid() == 0 or any(word in os.environ for word in ("PGPASSWORD", "PGHOST", "TMPDIR")):
    came_through.append("identity or environment")
sys.exit("error: " + (", ".join(came_through) or "held"))
