"""
Writes to everything that the box of a language shows: refused, but in the working directory.

@verdict AC
@memory 128MiB
@time 2s
"""
import errno
import os

DEVICES = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}
OWN = {"/proc", "/work", "/tmp"}
held = True


def attempt(words, call, *arguments, expected=None):
    global held
    try:
        call(*arguments)
    except OSError as error:
        if expected is None or error.errno == expected:
            return
        words = f"{error.strerror}, and would have {words}"
    if held:
        print(words, *arguments[:1])
    held = False


# What asks for a file system that can be written to before it looks at permissions must find
# none: read-only is a layer of its own.
def attack_directory(path):
    attempt("made a directory in", os.mkdir, path + "/left", expected=errno.EROFS)
    attempt("made a link in", os.symlink, "x", path + "/left")
    attempt("changed the mode of", os.chmod, path or "/", 0o777, expected=errno.EROFS)
    attempt("touched", os.utime, path or "/", expected=errno.EROFS)


def attack_file(path):
    if path not in DEVICES:
        attempt("opened for writing", os.open, path, os.O_WRONLY)
        attempt("opened for appending", os.open, path, os.O_RDWR | os.O_APPEND)
    attempt("truncated", os.truncate, path, 0) if path not in DEVICES else None
    attempt("changed the mode of", os.chmod, path, 0o4777, expected=errno.EROFS)
    attempt("touched", os.utime, path, expected=errno.EROFS)
    attempt("removed", os.unlink, path)
    attempt("labelled", os.setxattr, path, "user.left", b"x")
    attempt("linked", os.link, path, "/work/linked")


seen = 0
for top, directories, files in os.walk("/"):
    # The small ones first: /usr is more than there is time for.
    directories[:] = sorted(d for d in directories if os.path.join(top, d) not in OWN)
    attack_directory(top.rstrip("/"))
    for name in files[:40]:
        path = os.path.join(top, name)
        if not os.path.islink(path):
            attack_file(path)
    seen += 1
    if seen == 300:
        break
if held:
    print("held")
