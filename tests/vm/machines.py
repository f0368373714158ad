"""machines: Debian hosts in virtual machines, for tests/vm/two-hosts.

    with Machines(directory, work) as machines:     # of tests/vm/debian-host, and a temporary one
        db = machines.boot("db", "10.7.0.1/24", media)
        status, said = db.run("hostname")

Each has the file media, a tar archive, as its second disk, and one network card; machines are on one
wire, which ends in sockets of the temporary directory. What they write to their disk is forgotten.
With KVM where it works, else emulated: 30 times slower.
"""
import base64
import os
import socket
import subprocess
import time

KERNEL = "console=ttyS0 panic=-1 quiet loglevel=4 mitigations=off root=/dev/vda rw"


def accelerator(directory):
    """The options of QEMU. KVM may be there and not be able to run this kernel: try it."""
    slow = ["-accel", "tcg,thread=multi", "-cpu", "Nehalem"]
    fast = ["-accel", "kvm", "-cpu", "host"]
    if not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return slow
    try:
        tried = subprocess.run(
            ["qemu-system-x86_64", *fast, "-m", "512", "-display", "none", "-vga", "none",
             "-nodefaults", "-no-reboot", "-serial", "stdio", "-kernel", directory + "/vmlinuz",
             "-append", "console=ttyS0 panic=-1"],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
    except subprocess.TimeoutExpired:
        return slow
    return fast if b"Unable to mount root" in tried.stdout else slow


class Machine:
    def __init__(self, name, process, talk, console):
        self.name, self.process, self.console = name, process, console
        self.talk = socket.socket(socket.AF_UNIX)
        until = time.monotonic() + 30
        while True:
            try:
                self.talk.connect(talk)
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise RuntimeError(f"{name}: QEMU does not start") from None
                time.sleep(0.1)
        self.reader = self.talk.makefile("rb")

    def line(self, seconds):
        self.talk.settimeout(seconds)
        line = self.reader.readline()
        if not line:
            with open(self.console, errors="replace") as console:
                raise RuntimeError(f"{self.name} died:\n" + console.read()[-2000:])
        return line.decode().strip()

    def wait(self, seconds=600):
        while self.line(seconds) != "ready":
            pass

    def run(self, script, seconds=1800):
        self.talk.sendall(base64.b64encode(script.encode()) + b"\n")
        status, _, said = self.line(seconds).partition(" ")
        return int(status), base64.b64decode(said).decode(errors="replace")

    def put(self, path, content, mode="644"):
        text = base64.b64encode(content.encode()).decode()
        status, said = self.run(f"umask 077; base64 -d <<<{text} >{path} && chmod {mode} {path}")
        if status != 0:
            raise RuntimeError(f"{self.name}: {path}: {said}")


class Machines:
    def __init__(self, directory, work):
        self.directory, self.work, self.all = directory, work, []
        self.accelerator = accelerator(directory)
        self.is_emulated = "kvm" not in self.accelerator

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for machine in self.all:
            machine.process.kill()
            machine.process.wait()

    def boot(self, name, address, media, memory=3072):
        number, other = len(self.all), 1 - len(self.all)
        card = f"52:54:00:00:00:{number + 1:02x}"
        talk, console = f"{self.work}/{name}.talk", f"{self.work}/{name}.console"
        process = subprocess.Popen(
            ["qemu-system-x86_64", *self.accelerator, "-m", str(memory), "-smp", "2",
             "-display", "none", "-vga", "none", "-nodefaults", "-no-reboot",
             "-kernel", self.directory + "/vmlinuz", "-initrd", self.directory + "/initrd",
             "-append", f"{KERNEL} guest.name={name} guest.address={address}",
             "-drive", f"file={self.directory}/disk,if=virtio,format=raw,snapshot=on,cache=unsafe",
             "-drive", f"file={media},if=virtio,format=raw,readonly=on",
             "-netdev", f"dgram,id=wire,local.type=unix,local.path={self.work}/wire.{number},"
                        f"remote.type=unix,remote.path={self.work}/wire.{other}",
             "-device", f"virtio-net-pci,netdev=wire,mac={card}",
             "-device", "virtio-rng-pci",
             "-serial", f"file:{console}", "-serial", f"unix:{talk},server=on,wait=off"],
            stdin=subprocess.DEVNULL, stderr=open(f"{self.work}/{name}.qemu", "w"))
        machine = Machine(name, process, talk, console)
        self.all.append(machine)
        return machine
