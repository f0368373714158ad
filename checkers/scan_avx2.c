#ifdef __x86_64__
#include <immintrin.h>

#define WAY "avx2"
#define TARGET __attribute__((target("avx2,bmi")))
#define WINDOW ((size_t)32)
typedef __m256i vector;
typedef unsigned bits;
#define load(bytes) _mm256_loadu_si256((const __m256i *)(const void *)(bytes))
#define splat _mm256_set1_epi8
#define same _mm256_cmpeq_epi8
#define least _mm256_min_epu8
#define minus _mm256_sub_epi8
#define both _mm256_and_si256
#define either _mm256_or_si256
#define bits_of(x) ((bits)_mm256_movemask_epi8(x))
#include "checkers/scan_loops.h"

const struct scan scan_avx2[] = ROWS;
#endif
