/*
 * filter: puts a compiled system call filter on the calling process. Apart from seccomp.h, so that
 * the static spawner does without libseccomp.
 */
#ifndef SANDBOX_FILTER_H
#define SANDBOX_FILTER_H

/*
 * program: a memory file from seccomp_compile...(); flags of seccomp(2). Needs no_new_privs.
 * Returns what the call returns (a listener, if asked for), or -1 with errno.
 */
int filter_install(int program, unsigned flags);

#endif
