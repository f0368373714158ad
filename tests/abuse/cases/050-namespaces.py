"""
Namespaces from a managed runtime, which probes: errors instead of denials, but for setns.

@verdict AC
@memory 128MiB
@processes 4
"""
import ctypes
import errno
import os

CLONE, UNSHARE, CLONE3, SIGCHLD = 56, 272, 435, 17
FLAGS = {"NS": 0x20000, "CGROUP": 0x2000000, "UTS": 0x4000000, "IPC": 0x8000000,
         "USER": 0x10000000, "PID": 0x20000000, "NET": 0x40000000, "TIME": 0x80}
libc = ctypes.CDLL(None, use_errno=True)
parent = os.getpid()
held = True


def refuse(name, expected, number, *arguments):
    global held
    result = libc.syscall(number, *map(ctypes.c_long, arguments))
    if os.getpid() != parent:
        os._exit(0)
    if result != -1 or ctypes.get_errno() != expected:
        print(name, "returned", result, ctypes.get_errno())
        held = False


for name, flag in FLAGS.items():
    refuse("unshare " + name, errno.EPERM, UNSHARE, flag)
    if name != "TIME":
        refuse("clone " + name, errno.EPERM, CLONE, flag | SIGCHLD, 0, 0, 0, 0)
    arguments = (ctypes.c_uint64 * 11)(flag, 0, 0, 0, SIGCHLD)
    refuse("clone3 " + name, errno.ENOSYS, CLONE3, ctypes.addressof(arguments), 88)
if held:
    print("held")
