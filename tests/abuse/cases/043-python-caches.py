"""
Leaves modules, byte code and start-up files where the next submission's interpreter looks.

@verdict AC
@memory 128MiB
@tests leave look leave look
@repeat 2
"""
import json
import os
import sys

POISON = "raise SystemExit('poisoned')\n"
version = "python%d.%d" % sys.version_info[:2]
places = [
    "/files", "/work", os.path.dirname(json.__file__), *filter(None, sys.path),
    f"/work/.local/lib/{version}/site-packages", f"/usr/local/lib/{version}/dist-packages",
    "/usr/lib/python3/dist-packages", "/work/.cache", "/work/.config",
]
names = ["usercustomize.py", "sitecustomize.py", "left.pth", "heapq.py", "__pycache__/json.pyc"]


def look():
    for place in places:
        for name in names[:3]:
            path = os.path.join(place, name)
            if os.path.exists(path) and "poison" in open(path).read():
                return path
    return os.listdir("/work")


def leave():
    for place in places:
        for name in names:
            path = os.path.join(place, name)
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w") as file:
                    file.write(POISON)
            except OSError:
                continue
            if not path.startswith("/work"):
                return path
    return None


# Both kinds of test begin by looking: with @repeat, after another judging of all of them.
found = look()
if not found and input() == "leave":
    found = leave()
print(found or "held")
