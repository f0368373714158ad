/* worker.yaml. */
#include "fuzz.h"

#include "config/config.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct worker_config config;
	struct error err = { 0 };
	char path[64];
	int fd = fuzz_file(data, size, path);

	if (config_load(path, &config, &err) < 0)
		fuzz_expect_error(&err);
	close(fd);
	return 0;
}
