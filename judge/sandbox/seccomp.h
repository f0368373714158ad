/*
 * seccomp: system call filters, compiled once by the launcher into sealed memory files for
 * filter_install(), and inherited from then on at no cost.
 *
 * Programs run under two: that of their class, which goes by the call alone (seccomp_table.c), and
 * one for all classes with what depends on arguments. Calls marked deny are announced on the
 * spawner's listener (seccomp user notification), which ends the run and names the call; they are
 * never answered, so nothing is decided from a pointer. Our own processes have filters by role.
 */
#ifndef SANDBOX_SECCOMP_H
#define SANDBOX_SECCOMP_H

#include "sandbox/class.h"
#include "sandbox/role_table.h"
#include "util/error.h"

#include <linux/seccomp.h>
#include <stddef.h>

/* Each makes a sealed memory file; -1 on failure. */
int seccomp_compile(enum class_filter column, struct error *err);
int seccomp_compile_arguments(struct error *err);
int seccomp_compile_role(enum role role, struct error *err);

/*
 * A denied call with those of its arguments that are numbers, "socket(2, 1, 0)"; one that is none
 * of this architecture's by its name, "getpid of i386". Returns text.
 */
const char *seccomp_describe(const struct seccomp_data *call, char *text, size_t size);

#endif
