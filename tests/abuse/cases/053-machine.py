"""
The same from a managed runtime, whose column of the table is another: each ends the run, too.

@verdict RTE
@memory 128MiB
@each bpf perf_event_open userfaultfd finit_module mount_setattr open_tree
@each process_vm_readv fanotify_init chroot syslog shmget mq_open vmsplice
@reason system call {}(
"""
import ctypes

NUMBERS = {"bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "finit_module": 313,
           "mount_setattr": 442, "open_tree": 428, "process_vm_readv": 310,
           "fanotify_init": 300, "chroot": 161, "syslog": 103, "shmget": 29, "mq_open": 240,
           "vmsplice": 278}
name = input()
print(name, "returned", ctypes.CDLL(None).syscall(NUMBERS[name], 0, 0, 0, 0, 0, 0))
