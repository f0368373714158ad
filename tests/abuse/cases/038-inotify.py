"""
Notification of what others do with a shared library, from a managed runtime.

@verdict AC
@memory 128MiB
"""
import ctypes
import errno

INOTIFY_INIT, INOTIFY_ADD_WATCH, INOTIFY_INIT1 = 253, 254, 294
libc = ctypes.CDLL(None, use_errno=True)
held = True
for call in ((INOTIFY_INIT,), (INOTIFY_INIT1, 0), (INOTIFY_ADD_WATCH, 3, b"/usr/lib", 0xfff)):
    result = libc.syscall(*call)
    if result != -1 or ctypes.get_errno() != errno.EPERM:
        print(call, "returned", result, ctypes.get_errno())
        held = False
if held:
    print("held")
