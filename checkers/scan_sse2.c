#ifdef __x86_64__
#include <emmintrin.h>

#define WAY "sse2"
#define TARGET
#define WINDOW ((size_t)16)
typedef __m128i vector;
typedef unsigned bits;
#define load(bytes) _mm_loadu_si128((const __m128i *)(const void *)(bytes))
#define splat _mm_set1_epi8
#define same _mm_cmpeq_epi8
#define least _mm_min_epu8
#define minus _mm_sub_epi8
#define both _mm_and_si128
#define either _mm_or_si128
#define bits_of(x) ((bits)_mm_movemask_epi8(x))
#include "checkers/scan_loops.h"

const struct scan scan_sse2[] = ROWS;
#endif
