/*
 * seccomp: the filter of a class, compiled once by the launcher and inherited by every run.
 *
 * The policy is the table in seccomp_table.c. Calls marked deny are announced on the spawner's
 * listener (seccomp user notification), which ends the run and names the call; they are never
 * answered, so nothing is decided from a pointer.
 */
#ifndef SANDBOX_SECCOMP_H
#define SANDBOX_SECCOMP_H

#include "sandbox/class.h"
#include "util/error.h"

/* A sealed memory file with the program as struct sock_filter[]; -1 on failure. */
int seccomp_compile(enum class_filter column, struct error *err);

/* "socket", or "#440" for a call without a known name. Returns text. */
const char *seccomp_call_name(int number, char *text, size_t size);

#endif
