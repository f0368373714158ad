/*
 * landlock: the kernel's sandbox for unprivileged processes (landlock(7)), as a second layer under
 * mounts, namespaces and uids. What it knows grows with its ABI number; each part is used where
 * the kernel has it.
 *
 *	int abi = landlock_abi();			0: this kernel has none
 *	int rules = landlock_open(abi);			writes nothing, no TCP, signals nobody outside
 *	landlock_allow_write(rules, abi, directory);	but beneath this directory
 *	landlock_enter(rules, abi);			for good; children inherit it
 *
 * Reading and executing stay free: inputs and programs come as descriptors of files outside any
 * tree that could be named here. A Landlocked process cannot mount. Functions return -1 with errno,
 * so that the static spawner can use them.
 */
#ifndef SANDBOX_LANDLOCK_H
#define SANDBOX_LANDLOCK_H

#include <stdbool.h>

int landlock_abi(void);

/* A ruleset, close-on-exec. */
int landlock_open(int abi);

/* Files, directories, links and pipes may be made and changed beneath directory (any descriptor). */
int landlock_allow_write(int ruleset, int abi, int directory);

/* What is there beneath directory may be written to, and nothing made: for /dev. */
int landlock_allow_devices(int ruleset, int directory);

/* The caller needs no_new_privs. Safe between vfork and exec. */
int landlock_enter(int ruleset, int abi);

#endif
