/*
 * transcript: writing down what passes between a submission and a validator: a line each, with the
 * time since the beginning of the test and who said it.
 *
 *	0.001 validator: 100
 *	0.002 program: 50
 */
#ifndef PIPELINE_TRANSCRIPT_H
#define PIPELINE_TRANSCRIPT_H

#include "model/result.h"

#include <stddef.h>

enum transcript_side { TRANSCRIPT_PROGRAM, TRANSCRIPT_VALIDATOR };

void transcript_begin(struct transcript *transcript, uint32_t index);

/* From the second pass on: a line of its own. */
void transcript_pass(struct transcript *transcript, unsigned pass);

/* A piece of what one of them wrote, just read: bytes, lines or parts of one. */
void transcript_add(struct transcript *transcript, enum transcript_side side, const char *data,
		    size_t size);

/* After the last: ends the last line. */
void transcript_end(struct transcript *transcript);

#endif
