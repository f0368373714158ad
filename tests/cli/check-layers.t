#!/bin/bash
# scripts/check-layers finds each kind of violation, and nothing else.
. "$(dirname "$0")/lib.sh"

mkdir -p tree/judge/{util,model,sandbox,queue,cmd} tree/checkers

clean() {
	rm -f tree/judge/*/*.[ch] tree/checkers/*.[ch]
	echo 'int util(void);' >tree/judge/util/util.h
	echo 'int queue(void);' >tree/judge/queue/queue.h
	echo 'int compare(void);' >tree/checkers/compare.h
}

# finds FILE CODE PATTERN NAME
finds() {
	clean
	printf '%b\n' "$2" >"tree/$1"
	run "$root/scripts/check-layers" tree
	like "$(cat "$out")" "^# $1:[0-9]+: .*$3" "$4"
}

# accepts FILE CODE NAME
accepts() {
	clean
	printf '%b\n' "$2" >"tree/$1"
	run "$root/scripts/check-layers" tree
	is "$status" 0 "$3"
}

finds judge/util/a.c '#include "queue/queue.h"' 'util .*may not include queue' \
	"a lower folder may not include a higher one"
finds judge/sandbox/a.c '\n#  include "queue/queue.h"' 'may not include queue' \
	"folders of one layer may not include each other"
finds judge/util/a.c '#include "util/gone.h"' 'is no file' "included files must exist"
finds judge/queue/a.c '#include "../../checkers/compare.h"' 'may not include checkers' \
	"a path with dots hides nothing"
accepts judge/cmd/a.c '#include "queue/queue.h"\n#include "util/util.h"\n#include <stdio.h>' \
	"a higher folder may include lower ones"
accepts judge/queue/a.c '#include "queue.h"\n/*\n#include "cmd/cmd.h"\n*/' \
	"its own folder may be included, and comments are not looked at"

finds judge/util/a.c '#include <yaml.h>' 'only' "yaml.h is for util/yaml"
accepts judge/util/yaml_load.c '#include <yaml.h>' "util/yaml may include yaml.h"
finds judge/cmd/a.c '#include <libpq-fe.h>' 'only' "libpq is for queue/"
finds judge/sandbox/box.c '#include <libcgroup.h>' 'only' "libcgroup is for cgroup.c"
finds judge/sandbox/box.c '#include <seccomp.h>' 'only' "libseccomp is for seccomp.c"
accepts judge/sandbox/box.c '#include <linux/seccomp.h>' "the kernel's seccomp.h is for all"

finds judge/util/a.c 'void f(void)\n{\n\tcgroup_unload_cgroups();\n}' 'every cgroup' \
	"cgroup_unload_cgroups() may not be called"
finds judge/util/a.c 'void f(void)\n{\n\tsystem ("x");\n}' 'no shell' "nor may system()"
accepts judge/util/a.c '/* never cgroup_unload_cgroups() */ char f(void);\nint my_system(int);' \
	"mentions in comments and longer names are no calls"

finds judge/util/a.c 'static int count;' 'count is a global' "a static variable is found"
finds judge/util/a.c 'int table[] = {\n\t1, 2,\n};' 'table is a global' "so is an array"
finds judge/util/a.c 'static const char *name = "x";' 'name is a global' \
	"so is a pointer to constant text"
finds judge/util/a.c 'static int (*hook)(int);' 'hook is a global' "so is a function pointer"
finds judge/util/a.c 'int f(void)\n{\n\tstatic unsigned calls;\n\n\treturn 1;\n}' \
	'calls is a global' "so is a static inside a function"
finds judge/util/a.h 'extern int verbose;' 'verbose is a global' "so is one declared in a header"
accepts judge/util/a.c "$(cat <<'C'
#define MACRO(x) \\
	static int x;
typedef int handler(int);
struct pair { int a, b; };
enum { ONE = 1 };
static handler first;
static const struct pair pairs[] = { { 1, 2 }, { 3, 4 } };
static const char *const names[] = { "static int a;", "}" };
static const struct { const char *name; handler *run; } table[] = { { "x", first } };
extern int util(void) __attribute__((format(printf, 1, 2)));

static int first(int x)
{
	static const char digits[] = "0123456789";
	struct pair pair = { 1, 2 };

	return pair.a + digits[x];
}
C
)" "constants, types and functions are no globals that can change"

finds judge/util/a.c "$(yes '/* */' | head -n 501)" '501 lines' "a long file is found"
finds judge/util/a.c "void f(void)\n{\n$(yes '	;' | head -n 60)\n}" 'f\(\) has 6[0-9] lines' \
	"a long function is found"
accepts judge/util/a.c "void f(void)\n{\n$(yes '	;' | head -n 57)\n}" \
	"a function of 60 lines is accepted"

run "$root/scripts/check-layers" "$work/nowhere"
is "$status" 2 "a tree without sources is an error"

done_testing
