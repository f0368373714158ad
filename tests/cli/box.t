#!/bin/bash
# What a program in a box sees, what it may do, and how what it does is told: one behaviour each.
. "$(dirname "$0")/lib.sh"
needs_root

cat >prelude <<'C'
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Names in a directory that match a predicate, sorted, on one line. */
static inline void list(const char *path, int (*wanted)(const struct dirent *entry))
{
	struct dirent **entries;
	int count = scandir(path, &entries, wanted, alphasort);

	for (int i = 0; i < count; i++)
		printf("%s%s", i ? " " : "", entries[i]->d_name);
	puts(count < 0 ? strerror(errno) : "");
}

static inline int is_visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

/* Processes beside this one and process 1. */
static inline int others(void)
{
	DIR *directory = opendir("/proc");
	struct dirent *entry;
	int count = 0;

	while ((entry = readdir(directory)))
		count += atoi(entry->d_name) > 1 && atoi(entry->d_name) != getpid();
	closedir(directory);
	return count;
}

/* Uses so much CPU time. */
static inline void burn(double seconds)
{
	struct timespec t;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while ((double)t.tv_sec + (double)t.tv_nsec / 1e9 < seconds);
}
C

# run_c [OPTION]...: judges the C program on stdin on the package "box". The time limit is one that
# nothing here is near to, on whatever machine, and is not waited for.
run_c() {
	cat prelude - >prog.c
	judge --json --time-limit 20 box prog.c "$@"
}

# says ANSWER NAME: the program on stdin prints ANSWER, for each of two tests, one after the other.
says() {
	plain box "$HOSTNAME" "$1" "$HOSTNAME" "$1"
	run_c
	is "$(json '[it["verdict"], it["reason"]]')" '["AC", ""]' "$2"
}

# ends VERDICT REASON NAME [OPTION]...: it does so, whatever it prints.
ends() {
	plain box 1 1
	run_c "${@:4}"
	is "$(json '[it["verdict"], it["reason"]]')" "[\"$1\", \"$2\"]" "$3"
}

# ---- What it sees -----------------------------------------------------------------------------

says "0 1" "it sees no process but itself and process 1, its parent" <<'C'
int main(void) { printf("%d %d\n", others(), getppid()); }
C
says "dev etc files proc tmp work" "its root has nothing of the host's" <<'C'
int main(void) { list("/", is_visible); }
C
says "group hosts nsswitch.conf passwd root run" "in /etc there are no users of the host's" <<'C'
int main(void)
{
	char line[256];
	FILE *file = fopen("/etc/passwd", "r");

	list("/etc", is_visible);
	while (fgets(line, sizeof line, file))
		puts(strtok(line, ":"));
}
C
says "fd full null random stderr stdin stdout urandom zero" "in /dev there are no disks" <<'C'
int main(void) { list("/dev", is_visible); }
C
says "self thread-self" "in /proc there is nothing but processes" <<'C'
static int is_no_number(const struct dirent *entry)
{
	return is_visible(entry) && !atoi(entry->d_name);
}
int main(void) { list("/proc", is_no_number); }
C
says "lo:" "its only network interface is lo, without an address: it is down" <<'C'
int main(void)
{
	static const char *const files[] = { "dev", "fib_trie", "if_inet6", "route" };
	char path[64], line[512];

	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "/proc/self/net/%s", files[i]);
		FILE *file = fopen(path, "r");
		/* Headers have a bar; that of routes is its first word. */
		while (file && fgets(line, sizeof line, file))
			if (!strchr(line, '|') && strncmp(line, "Iface", 5) != 0)
				puts(strtok(line, " \n"));
	}
}
C
says "0 1 2" "it has the descriptors 0, 1 and 2" <<'C'
int main(void)
{
	for (int fd = 0; fd < 70000; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			printf("%d ", fd);
}
C
says "PATH=/usr/bin:/bin LANG=C.UTF-8 HOME=/work" "its environment is the same everywhere" <<'C'
int main(void)
{
	for (char **e = environ; *e; e++)
		printf("%s ", *e);
}
C
says "/work umask 22" "so are its working directory and its umask" <<'C'
int main(void) { printf("%s umask %o\n", getcwd(NULL, 0), umask(0)); }
C
says "other" "it does not see the host's name" <<'C'
int main(void)
{
	char real[256] = "", mine[256] = "";
	scanf("%255s", real);
	gethostname(mine, sizeof mine);
	puts(strcmp(real, mine) ? "other" : mine);
}
C
plain box 1 "SigBlk 0 SigIgn 0"
cat prelude - >prog.c <<'C'
int main(void)
{
	char line[256];
	unsigned long long set;
	FILE *file = fopen("/proc/self/status", "r");

	while (fgets(line, sizeof line, file)) {
		if (sscanf(line, "SigBlk: %llx", &set) == 1)
			printf("SigBlk %llx ", set);
		if (sscanf(line, "SigIgn: %llx", &set) == 1)
			printf("SigIgn %llx\n", set);
	}
}
C
run timeout 120 env --ignore-signal=HUP,INT,TERM --block-signal=USR1 "$assize" run --json box prog.c
is "$(json '[it["verdict"], it["reason"]]')" '["AC", ""]' \
	"no signal is blocked or ignored, however the judge was started"

# Managed runtimes have what they need, and no more.
plain box 1 "dev etc files lib lib64 proc tmp usr work
etc: group hosts ld.so.cache nsswitch.conf passwd
usr: bin lib lib64 share
no program but python
no directory of users"
cat >prog.py <<'PY'
import os

print(*sorted(os.listdir("/")))
print("etc:", *sorted(os.listdir("/etc")))
print("usr:", *sorted(os.listdir("/usr")))
others = [name for name in os.listdir("/usr/bin") if not name.startswith("python3")]
print("no program but python", *others)
print("no directory of users", *filter(os.path.exists, ["/home", "/root", "/sys", "/run", "/var"]))
PY
judge --json --time-limit 20 box prog.py
is "$(json '[it["verdict"], it["reason"]]')" '["AC", ""]' \
	"a box with a runtime has that in it, and nothing else of the host"

# ---- What it is -------------------------------------------------------------------------------

says "no root, no groups" "it is not root, and cannot become it" <<'C'
int main(void)
{
	uid_t real, effective, saved;

	getresuid(&real, &effective, &saved);
	if (real && effective && saved && getgid() && getegid() && setuid(0) < 0 && setgid(0) < 0 &&
	    setreuid(0, 0) < 0 && setresuid(-1, 0, -1) < 0)
		printf("no root, ");
	puts(getgroups(0, NULL) == 0 && setgroups(0, NULL) < 0 ? "no groups" : "groups");
}
C
says "CapInh 0 CapPrm 0 CapEff 0 CapBnd 0 CapAmb 0 NoNewPrivs 1 Seccomp 2" \
	"it has no capabilities, can get none, and has a filter" <<'C'
int main(void)
{
	char line[256], name[32];
	unsigned long long value;
	FILE *file = fopen("/proc/self/status", "r");

	while (fgets(line, sizeof line, file))
		if ((!strncmp(line, "Cap", 3) || !strncmp(line, "NoNewPrivs:", 11) ||
		     !strncmp(line, "Seccomp:", 8)) &&
		    sscanf(line, "%31[^:]: %llx", name, &value) == 2)
			printf("%s %llx ", name, value);
}
C
says "mount no, umount no, user namespace no" "it cannot change its root" <<'C'
static char stack[65536];
static int child(void *argument) { (void)argument; return 0; }
int main(void)
{
	printf("mount %s, ", mount("none", "/work", "tmpfs", 0, NULL) < 0 ? "no" : "yes");
	printf("umount %s, ", umount("/proc") < 0 ? "no" : "yes");
	printf("user namespace %s\n",
	       clone(child, stack + sizeof stack, CLONE_NEWUSER | SIGCHLD, NULL) < 0 ? "no" : "yes");
}
C
says "core 1 nofile 256 memlock 0" "its resource limits are set" <<'C'
int main(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_CORE, &limit);
	printf("core %lu ", limit.rlim_max);
	getrlimit(RLIMIT_NOFILE, &limit);
	printf("nofile %lu ", limit.rlim_max);
	getrlimit(RLIMIT_MEMLOCK, &limit);
	printf("memlock %lu\n", limit.rlim_max);
}
C

# ---- What it leaves ---------------------------------------------------------------------------

says "/work/new" "it can write in /work and nowhere else" <<'C'
int main(void)
{
	static const char *const paths[] = { "/new", "/etc/new", "/dev/new", "/files/new",
					     "/proc/new", "/etc/passwd", "/work/new" };

	for (int i = 0; i < 7; i++)
		if (open(paths[i], O_WRONLY | O_CREAT, 0600) >= 0)
			puts(paths[i]);
	if (mkdir("/directory", 0700) == 0 || symlink("x", "/etc/link") == 0 ||
	    rename("/work", "/play") == 0 || chmod("/etc/passwd", 0666) == 0)
		puts("changed");
}
C
says "0" "what it leaves in /work is gone in the next test" <<'C'
int main(void)
{
	DIR *directory = opendir(".");
	int count = -2;		/* . and .. */

	while (readdir(directory))
		count++;
	printf("%d\n", count);
	mkdir("deep", 0700);
	mkdir("deep/er", 0);
	close(open("file", O_WRONLY | O_CREAT, 0));
	close(open(".hidden", O_WRONLY | O_CREAT, 0600));
	symlink("/etc/passwd", "link");
	chmod(".", 0);
}
C
says "0" "processes that it leaves are gone in the next test" <<'C'
int main(void)
{
	printf("%d\n", others());
	fflush(stdout);
	for (int i = 0; i < 20; i++)
		if (fork() == 0) {
			setsid();
			signal(SIGTERM, SIG_IGN);
			signal(SIGHUP, SIG_IGN);
			if (fork() == 0)
				for (;;)
					pause();
			_exit(0);
		}
}
C
leaves_nothing "$(json 'it["receipt"]["slot"]')" "and nothing of it is left on the host"

plain box good good
chmod 666 box/1.in
run_c <<'C'
int main(void)
{
	char line[256] = "";
	int fd = open("/proc/self/fd/0", O_WRONLY);

	if (write(0, "evil\n", 5) > 0 || write(fd, "evil\n", 5) > 0)
		puts("written");
	if (read(0, line, sizeof line) > 0)
		puts(line);
}
C
is "$(json '[it["verdict"], it["reason"]]') $(cat box/1.in)" '["AC", ""] good' \
	"it cannot write to its input, even if everybody may write to that file"

# ---- How it ends ------------------------------------------------------------------------------

says "alive" "kill(-1) harms nobody else" <<'C'
int main(void)
{
	signal(SIGTERM, SIG_IGN);
	kill(-1, SIGTERM);
	kill(-1, SIGKILL);
	kill(1, SIGKILL);
	kill(getppid(), SIGSTOP);
	puts("alive");
}
C
ends RTE "killed by SIGKILL" "its own SIGKILL is a run-time error, not a limit" <<'C'
int main(void) { puts("1"); fflush(stdout); raise(SIGKILL); }
C
ends RTE "killed by SIGTERM" "so is its own SIGTERM" <<'C'
int main(void) { puts("1"); fflush(stdout); raise(SIGTERM); }
C
ends RTE "system call unshare(0x10000000) denied" "a new user namespace is refused by name" <<'C'
int main(void) { puts("1"); fflush(stdout); unshare(CLONE_NEWUSER); }
C

ends AC "" "what it floods stderr with does not change the verdict" <<'C'
int main(void)
{
	static char noise[65536];

	memset(noise, 'x', sizeof noise);
	for (int i = 0; i < 320; i++)
		if (write(2, noise, sizeof noise) < 0)
			return 1;
	puts("1");
}
C
ends AC "" "a daemon that keeps its output open is not waited for" <<'C'
int main(void)
{
	if (fork() == 0) {
		setsid();
		sleep(19);
		puts("2");
		return 0;
	}
	puts("1");
}
C
is "$(json 'it["wall_ms"] < 15000')" true "the verdict was there long before its end"
ends AC "" "a child that nobody waits for" <<'C'
int main(void)
{
	int ends[2];
	char byte;

	pipe(ends);
	if (fork() == 0) {
		burn(0.5);
		return 0;
	}
	close(ends[1]);
	read(ends[0], &byte, 1);	/* until the child is gone */
	puts("1");
}
C
is "$(json '500 <= it["cpu_ms"] < 5000')" true "counts with its CPU time"
ends TLE "CPU time over the limit of 300.0 ms" "and is over the limit of both" --time-limit 0.3 <<'C'
int main(void)
{
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			burn(0.2);
			return 0;
		}
	while (wait(NULL) > 0)
		;
	puts("1");
}
C

says "63" "it has at most 64 processes" <<'C'
int main(void)
{
	int children = 0;
	pid_t pid;

	while ((pid = fork()) > 0)
		children++;
	if (pid == 0)
		for (;;)
			pause();
	printf("%d\n", children);
}
C
plain box 1 1
run_c --time-limit 1 <<'C'
int main(void) { for (;;) fork(); }
C
is "$(json 'it["verdict"]')" TLE "a fork bomb runs out of time"
leaves_nothing "$(json 'it["receipt"]["slot"]')" "and is gone, to the last process"
run_c --time-limit 1 <<'C'
int main(void) { for (;;) if (fork() == 0) { setsid(); signal(SIGTERM, SIG_IGN); } else usleep(1); }
C
is "$(json 'it["verdict"] in ["TLE", "RTE"]')" true "so is one that hides"
leaves_nothing "$(json 'it["receipt"]["slot"]')" "which is gone as well"

mkdir -p small/data/secret
printf 'name: Small\nlimits:\n  memory: 64\n' >small/problem.yaml
echo 1 | tee small/data/secret/1.in >small/data/secret/1.ans
{
	cat prelude
	echo 'int main(void) { memset(malloc(1 << 30), 1, 1 << 30); puts("1"); }'
} | sed 's/^int main/__attribute__((optimize("O0"))) &/' >large.c
judge --json --time-limit 20 small large.c
is "$(json '[it["verdict"], it["reason"]]')" '["MLE", "memory over the limit of 64 MiB"]' \
	"1 GiB under a limit of 64 MiB is over it"
is "$(json '60000 < it["memory_kib"] <= 65536')" true "which was held"

done_testing
