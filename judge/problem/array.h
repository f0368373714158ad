/*
 * array: lists that grow while a package is read.
 *
 *	list = array_room(list, count, sizeof *list);
 *	list[count++] = entry;
 */
#ifndef PROBLEM_ARRAY_H
#define PROBLEM_ARRAY_H

#include <stdint.h>
#include <stdlib.h>

/*
 * The array with room for one entry more than count. Its capacity is the power of two from count
 * up, so it is not stored. Out of memory aborts, as in util/string.h.
 */
static inline void *array_room(void *array, size_t count, size_t size)
{
	void *grown;

	if (count & (count - 1))
		return array;
	if (count > SIZE_MAX / 2 / size)
		abort();
	grown = realloc(array, (count ? 2 * count : 1) * size);
	if (!grown)
		abort();
	return grown;
}

#endif
