/*
 * handover: how a worker's process tree is replaced by another without a submission noticing.
 *
 *	supervisor	the old tree		the new tree
 *	   SIGHUP
 *	   starts ──────────────────────────▶ reads its files, builds slots, connects
 *	   ◀─────────────────────────────────── PREPARED
 *	   HAND_OVER ──────▶ claims nothing more, gives its name up in the database
 *	   ◀──────────────── ASIDE
 *	   GO ──────────────────────────────▶ registers under the name, claims
 *	   ◀──────────────── BUSY (cpus)      as the old one's slots become free
 *	   BUSY ────────────────────────────▶ uses no slot on these
 *			     ends when idle, or after its time to drain
 *
 * A new tree that fails before it is PREPARED costs nothing: the old one is told FAILED and goes on.
 * One plain message each, over the SEQPACKET socket that the supervisor has with each tree.
 */
#ifndef WORKER_HANDOVER_H
#define WORKER_HANDOVER_H

#include <sched.h>
#include <stdint.h>

enum handover_kind {
	HANDOVER_PREPARED = 1,	/* tree → supervisor */
	HANDOVER_ASIDE,
	HANDOVER_BUSY,		/* both ways, with cpus */
	HANDOVER_HAND_OVER,	/* supervisor → tree */
	HANDOVER_GO,
	HANDOVER_FAILED,
};

struct handover_message {
	uint32_t kind;
	cpu_set_t cpus;		/* those that slots of a draining tree still use */
};

#endif
