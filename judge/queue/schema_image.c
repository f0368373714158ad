#include "queue/schema_image.h"

/* Every file of schema/, in order. Paths are relative to the directory where make runs. */
#define MIGRATIONS(each) \
	each(0001_tables)      \
	each(0002_application) \
	each(0003_worker)      \
	each(0004_reading)     \
	each(0005_scheduling)  \
	each(0006_results)     \
	each(0007_operations)  \
	each(0008_packages)    \
	each(0009_rejudging)   \
	each(0010_claiming)    \
	each(0011_draining)    \
	each(0012_jobs)        \
	each(0013_promises)   \
	each(0014_order)

#define EMBED(file)                                        \
	__asm__(".pushsection .rodata\n"                   \
		"migration_" #file ":\n"                   \
		".incbin \"schema/" #file ".sql\"\n"       \
		".byte 0\n"                                \
		".popsection\n");                          \
	extern const char migration_##file[];

MIGRATIONS(EMBED)

#define ENTRY(file) { #file, migration_##file },

const struct migration migrations[] = { MIGRATIONS(ENTRY) };
const size_t migration_count = sizeof migrations / sizeof migrations[0];
