/*
 * request: filling a struct box_request, for those who send one.
 */
#ifndef SANDBOX_REQUEST_H
#define SANDBOX_REQUEST_H

#include "sandbox/protocol.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Appends a string; false if there is no room for it. */
static inline bool request_add(struct box_request *request, const char *text)
{
	size_t size = strlen(text) + 1;

	if (size > sizeof request->strings - request->string_bytes)
		return false;
	memcpy(request->strings + request->string_bytes, text, size);
	request->string_bytes += (uint32_t)size;
	return true;
}

/* What is sent of it: only as far as strings is used. */
static inline size_t request_size(const struct box_request *request)
{
	return offsetof(struct box_request, strings) + request->string_bytes;
}

#endif
