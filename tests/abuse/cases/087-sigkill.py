# The compiler is killed by SIGKILL.
# @verdict CE
# @language script
# @reason the compiler was killed by SIGKILL
import os
import signal

signal.signal(signal.SIGSEGV, signal.SIG_DFL)
os.kill(os.getpid(), signal.SIGKILL)
