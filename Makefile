# Assize. `make` builds build/VARIANT/assize; VARIANT is release (default), debug, san, cov or fuzz.
#
#   make [VARIANT=...]            the program
#   make tests [VARIANT=...]      the unit tests, built
#   make bench                    the programs of scripts/bench, built
#   make replay [VARIANT=...]     the fuzz targets, to run over their corpora
#   make VARIANT=fuzz fuzz        the fuzz targets with libFuzzer, which needs clang
#   make problems                 the large data of problems/
#   make install PREFIX= DESTDIR= the program (the schema is inside), profiles, the systemd unit,
#                                 documentation

VARIANT ?= release
PREFIX ?= /usr/local
B := build/$(VARIANT)

CC ?= gcc
WARN := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wpointer-arith -Wwrite-strings -Wundef -Werror
CPPFLAGS := -D_GNU_SOURCE -Ijudge -I. -DASSIZE_PREFIX='"$(PREFIX)"'
CFLAGS_release := -O2 -g
CFLAGS_debug := -O0 -g3
CFLAGS_san := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
CFLAGS_cov := -O0 -g --coverage
CFLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -fno-omit-frame-pointer -w
CFLAGS := -std=c11 $(WARN) $(CFLAGS_$(VARIANT)) -MMD -MP
LDLIBS := -lcgroup -lseccomp -lyaml -ljansson -lpq -lcrypto -larchive -lmicrohttpd

SPAWNER_CC := $(CC)
ifeq ($(VARIANT),fuzz)
# It has libFuzzer; the warnings that count are those of gcc.
CC := clang
endif

ifeq ($(CFLAGS_$(VARIANT)),)
$(error VARIANT must be release, debug, san, cov or fuzz)
endif

# The spawner shares memory with a vforked child and is static: it is always built for release.
SPAWNER := build/release/spawner
SPAWNER_SRC := $(wildcard judge/sandbox/spawner/*.c) judge/sandbox/capability.c \
	judge/sandbox/counter_file.c judge/sandbox/filter.c judge/sandbox/landlock.c judge/util/fd.c
SPAWNER_OBJ := $(SPAWNER_SRC:%.c=build/release/spawner-obj/%.o)

LIB_SRC := $(filter-out judge/main.c, $(wildcard judge/*.c judge/*/*.c checkers/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$B/%.o) $B/judge/sandbox/spawner_image.o
LIB := $B/libassize.a

UNIT_SRC := $(wildcard tests/unit/*.c)
UNIT := $(UNIT_SRC:tests/unit/%.c=$B/tests/%)
BENCH_SRC := $(wildcard tests/bench/bench_*.c)
BENCH := $(BENCH_SRC:tests/bench/%.c=$B/bench/%)
BENCH_OBJ := $(patsubst %.c,$B/%.o,$(wildcard tests/bench/common/*.c))

all: $B/assize

$B/assize: $B/judge/main.o $(LIB)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@.new $^ $(LDLIBS)
	mv $@.new $@	# whoever runs the old one meanwhile keeps it

$(LIB): $(LIB_OBJ)
	rm -f $@
	$(AR) rcs $@ $^

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(SPAWNER): $(SPAWNER_OBJ)
	$(SPAWNER_CC) -static -s -o $@ $^

build/release/spawner-obj/%.o: %.c
	@mkdir -p $(@D)
	$(SPAWNER_CC) $(CPPFLAGS) -std=c11 $(WARN) -O2 -MMD -MP -c -o $@ $<

$B/judge/sandbox/spawner_image.o: judge/sandbox/spawner_image.S $(SPAWNER)
	@mkdir -p $(@D)
	$(CC) -DSPAWNER_PATH='"$(SPAWNER)"' -c -o $@ $<

$B/tests/%: tests/unit/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LIB) -lcmocka $(LDLIBS)

$B/bench/%: tests/bench/%.c $(BENCH_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(BENCH_OBJ) $(LIB) $(LDLIBS)

# The fuzz targets: with libFuzzer, and with a main that runs each file of a corpus.
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ := $(FUZZ_SRC:tests/fuzz/%.c=$B/fuzz/%)
REPLAY := $(FUZZ_SRC:tests/fuzz/fuzz_%.c=$B/fuzz/replay_%)
FUZZ_OBJ := $(patsubst %.c,$B/%.o,$(wildcard tests/fuzz/common.c tests/fuzz/reference/*.c))

$B/fuzz/fuzz_%: $B/tests/fuzz/fuzz_%.o $(FUZZ_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS) -lm

$B/fuzz/replay_%: $B/tests/fuzz/fuzz_%.o $B/tests/fuzz/replay.o $(FUZZ_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS) -lm

# Static: fork shall have as little as possible to copy.
$B/bench/forker: $B/tests/bench/forker.o $B/judge/util/fd.o
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -static -o $@ $^

# The migrations are inside the program.
$B/judge/queue/schema_image.o: $(wildcard schema/*.sql)

$B/tests/db/driver: tests/db/driver.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LIB) $(LDLIBS)

# The abuse suite: its driver, and the static programs that it puts into boxes by itself.
ABUSE := $B/tests/abuse
ABUSE_SRC := $(wildcard tests/abuse/driver/*.c)
ABUSE_OBJ := $(ABUSE_SRC:tests/abuse/driver/%.c=$(ABUSE)/objects/%.o)

$(ABUSE)/driver: $(ABUSE_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(ABUSE)/objects/%.o: tests/abuse/driver/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(ABUSE)/%: tests/abuse/programs/%.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O2 -static -s -o $@ $<

# For tests/vm: the probe, and the static program that it runs in boxes.
$B/tests/vm/layout_probe: tests/vm/layout_probe.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LIB) $(LDLIBS)

$B/tests/vm/behave: tests/vm/programs/behave.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARN) -O2 -static -o $@ $<

tests: $(UNIT) $B/tests/db/driver $(ABUSE)/driver $(ABUSE)/sentinel $(ABUSE)/install \
	$B/tests/vm/layout_probe $B/tests/vm/behave
bench: $(BENCH) $B/bench/forker
replay: $(REPLAY)
fuzz: $(FUZZ)

# The large data of the example packages, from a fixed seed.
problems:
	scripts/make-problems

SHARE := $(DESTDIR)$(PREFIX)/share/assize

install: $B/assize
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/langs $(DESTDIR)$(PREFIX)/share/doc/assize
	install -m 755 $B/assize $(DESTDIR)$(PREFIX)/bin/assize
	install -m 644 langs/* $(SHARE)/langs
	install -m 644 judge/config/worker.yaml.example scripts/assize.rules.yml $(SHARE)
	install -m 644 README.md LICENSE docs/*.md $(DESTDIR)$(PREFIX)/share/doc/assize
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	sed 's|@PREFIX@|$(PREFIX)|g' scripts/assize-worker.service \
		>$(DESTDIR)$(PREFIX)/lib/systemd/system/assize-worker.service

clean:
	rm -rf build

.PHONY: all tests bench replay fuzz problems install clean
.SECONDARY:

# build/vm has whole systems, whose directories of that name are not ours.
-include $(shell find build -path build/vm -prune -o -name '*.d' -type f -print 2>/dev/null)
