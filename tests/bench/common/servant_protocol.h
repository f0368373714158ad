/*
 * servant_protocol: the first message to a slot, with a descriptor per program; it is answered by
 * a struct error.
 */
#ifndef BENCH_SERVANT_PROTOCOL_H
#define BENCH_SERVANT_PROTOCOL_H

#include "servant.h"

/* As the program of an order: a slot's answer.runs is its number; a forker goes to core runs. */
#define ORDER_HELLO UINT32_MAX

struct setup {
	uint32_t count;
	struct setup_program {
		uint32_t class, script;
	} program[PROGRAMS_MAX];
};

#endif
