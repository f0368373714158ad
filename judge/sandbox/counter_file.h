/*
 * counter_file: reads one number from a counter's file of a control group. For the launcher, and for
 * the static spawner between clone and exec.
 */
#ifndef SANDBOX_COUNTER_FILE_H
#define SANDBOX_COUNTER_FILE_H

#include <stdint.h>

/* Both versions call it so; v1 has "oom_kill_disable N" before it, hence the line feed. */
#define COUNTER_KEY_OOM_KILLS "\noom_kill "
#define COUNTER_KEY_V2_CPU "usage_usec "
/* Of memory.stat: pages of files, those of memory file systems among them; and these alone. */
#define COUNTER_KEY_V1_FILES "cache "
#define COUNTER_KEY_V2_FILES "\nfile "
#define COUNTER_KEY_TMPFS "\nshmem "

/* The number behind key, or the file's only number if key is NULL. 0, or -1 with errno. */
int counter_file_read(int fd, const char *key, uint64_t *ret_number);

#endif
