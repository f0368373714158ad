/*
 * protocol: the messages between the users of a box and its spawner, on one SEQPACKET socket.
 *
 * launcher -> spawner   struct spawner_config, once; answered by struct spawner_ready
 * judge -> spawner      struct box_request, with descriptors; answered by struct box_reply, but
 *			 for REQUEST_KILL, REQUEST_EXPIRE and REQUEST_LOOK, which are only looked
 *			 at while a program runs; of these only the last has an answer of its own
 *
 * Both ends are of one build, so plain structs travel. The spawner trusts the other end; a program
 * never sees this socket. End of file makes the spawner kill what runs and leave, and with it, as
 * PID 1, everything in its box.
 */
#ifndef SANDBOX_PROTOCOL_H
#define SANDBOX_PROTOCOL_H

#include <linux/seccomp.h>
#include <stdint.h>

/* Descriptors that the spawner finds open at start. */
enum spawner_fd {
	SPAWNER_CONTROL = 3,
	SPAWNER_FILTER,		/* sealed memory file: seccomp program of the class, see filter.h */
	SPAWNER_ARGUMENT_FILTER,	/* likewise: what depends on arguments, for all classes */
	SPAWNER_CPU,		/* v1 cpuacct.usage (read, write); v2 cpu.stat (read) */
	SPAWNER_PEAK,		/* v1 memory.max_usage_in_bytes; v2 memory.peak, may be absent */
	SPAWNER_USAGE,		/* v1 memory.usage_in_bytes; v2 memory.current */
	SPAWNER_STAT,		/* memory.stat */
	SPAWNER_OOM,		/* v1 memory.oom_control; v2 memory.events */
	SPAWNER_PIDS,		/* pids.current */
	SPAWNER_LOCK,		/* the slot's lock file: held as long as anything of the box lives */
	SPAWNER_FD_END,
};

enum spawner_flag {
	SPAWNER_V2_CPU = 1 << 0,	/* cpu.stat cannot be reset: take differences */
	SPAWNER_V2_MEMORY = 1 << 1,	/* keys of memory.events; the peak may not be resettable */
	SPAWNER_NO_PEAK = 1 << 2,	/* the kernel has no memory.peak */
};

struct spawner_config {
	uint32_t flags;
	uint32_t uid;			/* of the programs, inside the user namespace */
	uint64_t work_bytes, work_inodes;
	uint64_t files_bytes, files_inodes;
};

struct spawner_ready {
	int32_t errnum;			/* 0: ready */
	uint32_t landlock_abi;		/* 0: the kernel has no Landlock */
	char stage[56];			/* what failed */
};

enum request_kind {
	REQUEST_RUN = 1,
	REQUEST_KILL,		/* stop the program that runs */
	REQUEST_PUT,		/* copy the descriptors into a directory under the names in strings */
	REQUEST_SEAL,		/* /files becomes read-only */
	REQUEST_CLEAN,		/* /work becomes empty, and with PUT_FILES also /files */
	REQUEST_WORK,		/* answer with a descriptor of /work */
	REQUEST_REMOVE,		/* of the files in strings, which may be missing, in /work */
	REQUEST_EXPIRE,		/* the wall limit of the program that runs is over now */
	REQUEST_LOOK,		/* answer now what the program that runs is doing */
};

enum put_place { PUT_WORK, PUT_FILES };

enum { REQUEST_STRINGS = 32768, REQUEST_FDS = 16, PUT_FDS = 64 };

/* Sent only as far as strings is used. */
struct box_request {
	uint32_t kind;
	uint32_t place;			/* PUT, CLEAN: enum put_place */
	uint32_t argc, envc;		/* RUN: strings holds argv, then the environment */
	uint32_t has_executable;	/* RUN: the last descriptor is the program, else argv[0] */
	uint32_t keep_work;		/* RUN: /work is left as it is, for REQUEST_WORK or more runs */
	uint32_t string_bytes;
	int64_t cpu_ns;			/* RUN: killed when the CPU time of all processes passes it */
	int64_t wall_ns;		/* RUN: killed when idle after that long */
	int64_t starved_ns;		/* RUN: killed after that long although it could run */
	uint64_t stack_bytes, file_bytes;
	char strings[REQUEST_STRINGS];	/* NUL-terminated, one after the other */
};

enum stop_cause {
	STOP_NONE,
	STOP_CPU,
	STOP_WALL,		/* nothing of it wanted to run: it was idle */
	STOP_STARVED,		/* it wanted to run until starved_ns and was not let */
	STOP_KILLED,		/* REQUEST_KILL */
	STOP_DENIED,		/* it made a system call that the filter denies */
};

/* What a look at a program has shown; an answer to a run has no look in it. */
enum program_look {
	LOOK_NONE,
	LOOK_IDLE,		/* nothing of it runs, wants to, or waits for a disk */
	LOOK_BUSY,
};

/*
 * What a group has counted up to some moment, by counters that runs do not reset. Every answer
 * tells, so that of a box that dies in a run it can be said what that run did to it: the launcher
 * reads the counters once more when nobody is left inside who could.
 */
struct box_totals {
	uint64_t oom_kills;
	int64_t cpu_ns;			/* v2; v1 counts from the start of the run: 0 */
};

struct box_reply {
	/*
	 * Of the spawner's own work; 0 if all went well. ENODEV: the control groups are gone, or the
	 * program was moved out of them; the box cannot be used any more.
	 */
	int32_t errnum;
	char stage[28];			/* which part of it failed */
	int32_t exec_errnum;		/* the program could not be started */
	int32_t wait_status;
	uint32_t stop;			/* enum stop_cause */
	uint32_t look;			/* enum program_look; else only cpu_ns is set */
	struct seccomp_data denied;	/* the call, if stop is STOP_DENIED */
	int64_t cpu_ns, wall_ns;
	int64_t ended_ns;		/* CLOCK_MONOTONIC: when the program's end was seen */
	uint64_t memory_bytes;		/* peak above what the box itself used; 0 if unknown */
	uint64_t max_rss_bytes;		/* of the largest process waited for */
	uint32_t oom_kills;
	uint32_t stale;			/* RUN without keep_work, CLEAN of /files: see box.h */
	struct box_totals totals;
};

#endif
