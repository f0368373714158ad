#include "sandbox/class.h"

#include <string.h>

#define MIB (1ull << 20)

static const char *const nothing[] = { NULL };

#define SHARED_LIBRARIES "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib", "/lib64", \
	"/etc/ld.so.cache"

static const char *const libraries[] = { SHARED_LIBRARIES, NULL };

static const char *const python[] = {
	SHARED_LIBRARIES, "/usr/bin/python3*", "/usr/lib/python3*", "/usr/share/python3", NULL,
};

/* The launcher java is found through two links, and reads its security settings in /etc. */
static const char *const java[] = {
	SHARED_LIBRARIES, "/usr/bin/java", "/usr/bin/javac", "/etc/alternatives/java",
	"/etc/alternatives/javac", "/usr/lib/jvm", "/etc/java-*", "/usr/share/java", NULL,
};

#define COMPILERS "/usr/bin/gcc*", "/usr/bin/g++*", "/usr/bin/cpp*", "/usr/bin/c++*", \
	"/usr/bin/cc", "/usr/bin/as", "/usr/bin/ld*", "/usr/bin/x86_64-linux-gnu-*", \
	"/etc/alternatives/cc", "/etc/alternatives/c++", "/etc/alternatives/ld", \
	"/usr/lib/gcc", "/usr/libexec/gcc", "/usr/lib/bfd-plugins", "/usr/include"

static const char *const gcc[] = { SHARED_LIBRARIES, COMPILERS, NULL };

#define SCRIPTS "/usr/bin/python3*", "/usr/lib/python3*", "/usr/share/python3", "/bin", \
	"/usr/bin/sh", "/usr/bin/dash", "/usr/bin/bash", "/usr/bin/env", "/usr/bin/cat", \
	"/usr/bin/cmp", "/usr/bin/diff"

/*
 * Validators with a run script need a shell and the usual small tools; those in other languages
 * their runtimes: the root of every managed class is a part of this one.
 */
static const char *const validator[] = {
	SHARED_LIBRARIES, SCRIPTS, "/usr/bin/java", "/etc/alternatives/java", "/usr/lib/jvm",
	"/etc/java-*", "/usr/share/java", NULL,
};

/* What build scripts of packages use: compilers, python3, a shell and what moves files. */
static const char *const build[] = {
	SHARED_LIBRARIES, COMPILERS, SCRIPTS, "/usr/bin/make", "/usr/bin/ar", "/usr/bin/ranlib",
	"/usr/bin/strip", "/usr/bin/cp", "/usr/bin/mv", "/usr/bin/rm", "/usr/bin/ln",
	"/usr/bin/mkdir", "/usr/bin/rmdir", "/usr/bin/chmod", "/usr/bin/touch", "/usr/bin/ls",
	"/usr/bin/find", "/usr/bin/dirname", "/usr/bin/basename", "/usr/bin/readlink",
	"/usr/bin/realpath", "/usr/bin/pwd", "/usr/bin/echo", "/usr/bin/printf", "/usr/bin/test",
	"/usr/bin/[", "/usr/bin/true", "/usr/bin/false", "/usr/bin/head", "/usr/bin/tail",
	"/usr/bin/sort", "/usr/bin/tr", "/usr/bin/cut", "/usr/bin/wc", "/usr/bin/grep",
	"/usr/bin/sed", "/usr/bin/mawk", "/usr/bin/awk", "/etc/alternatives/awk",
	"/usr/bin/install", "/usr/bin/uname", NULL,
};

/*
 * Wherever sources are laid out there is room for those of the largest submission (see compile.c in
 * pipeline/) with as many files again, which compiling leaves. An inode takes about 1 KiB of memory,
 * which is charged to who makes it.
 */
enum {
	INODES = 1024,		/* where no sources are: static programs, beside the files of a test */
	SOURCE_INODES = 8192,
};

const struct box_class box_classes[] = {
	{ "native", nothing, FILTER_NATIVE, 64 * MIB, INODES, 1 * MIB },
	{ "native-dynamic", libraries, FILTER_NATIVE, 64 * MIB, SOURCE_INODES, 1 * MIB },
	{ "python", python, FILTER_MANAGED, 64 * MIB, SOURCE_INODES, 64 * MIB },
	{ "java", java, FILTER_MANAGED, 256 * MIB, SOURCE_INODES, 256 * MIB },
	{ "gcc", gcc, FILTER_MANAGED, 512 * MIB, SOURCE_INODES, 64 * MIB },
	{ "validator", validator, FILTER_MANAGED, 256 * MIB, SOURCE_INODES, 64 * MIB },
	{ "build", build, FILTER_MANAGED, 512 * MIB, SOURCE_INODES, 64 * MIB },
};

const size_t box_class_count = sizeof box_classes / sizeof box_classes[0];

int box_class_find(const char *name)
{
	for (size_t i = 0; i < box_class_count; i++)
		if (!strcmp(box_classes[i].name, name))
			return (int)i;
	return -1;
}
