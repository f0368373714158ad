"""
Throws modules that all runs share out of the page cache, and sees whether it worked.

@verdict AC
@memory 128MiB
"""
import decimal
import json
import mmap
import os
import resource

held = True
for module in (json, decimal, mmap, resource):
    path = getattr(module, "__file__", None)
    if not path or not path.endswith(".py"):
        continue
    fd = os.open(path, os.O_RDONLY)
    os.read(fd, 4096)
    for advice in (os.POSIX_FADV_DONTNEED, os.POSIX_FADV_NOREUSE, os.POSIX_FADV_DONTNEED):
        try:
            os.fsync(fd)
            os.posix_fadvise(fd, 0, 0, advice)
        except OSError:
            pass
    before = resource.getrusage(resource.RUSAGE_SELF).ru_majflt
    with mmap.mmap(fd, 1, prot=mmap.PROT_READ) as page:
        first = page[0]
    if resource.getrusage(resource.RUSAGE_SELF).ru_majflt > before:
        print(path, "was thrown out of the page cache", first)
        held = False
if held:
    print("held")
