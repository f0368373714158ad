#include "config/config.h"

#include "util/cleanup.h"
#include "util/clock.h"
#include "util/string.h"
#include "util/yaml.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#define MINUTE (60 * NS_PER_S)
#define TIB (INT64_C(1) << 40)

enum { LEASE_HEARTBEATS = 3 };	/* two may be late or lost */

static const struct yaml_enum log_levels[] = {
	{ "error", LOG_LEVEL_ERROR },
	{ "warning", LOG_LEVEL_WARNING },
	{ "info", LOG_LEVEL_INFO },
	{ "debug", LOG_LEVEL_DEBUG },
	{ NULL, 0 },
};

static const struct yaml_enum log_formats[] = {
	{ "text", LOG_FORMAT_TEXT },
	{ "json", LOG_FORMAT_JSON },
	{ NULL, 0 },
};

/* Metrics tell of users' languages and of faults, and nobody is asked for a password. */
static int load_listen(const struct yaml *doc, const yaml_node_t *node,
		       const struct yaml_field *field, void *member, struct error *err)
{
	static const char *const hosts[] = { "127.0.0.1:", "[::1]:" };
	struct worker_listen *listen = member;
	const char *text = yaml_text(node);
	char *end;

	if (yaml_expect(doc, node, field, YAML_KIND_TEXT, err) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(hosts); i++) {
		size_t length = strlen(hosts[i]);
		unsigned long port;

		if (strncmp(text, hosts[i], length) != 0)
			continue;
		port = strtoul(text + length, &end, 10);
		if (text[length] < '1' || text[length] > '9' || *end || port > UINT16_MAX)
			return yaml_error(doc, node, err, "%s: the port must be 1 to 65535",
					  field->key);
		*listen = (struct worker_listen){ .ipv6 = i == 1, .port = (uint16_t)port };
		return 0;
	}
	return yaml_error(doc, node, err, "%s: \"%s\" is not an address of this host alone; write "
			  "127.0.0.1:9180 or \"[::1]:9180\", and put a proxy before it for others",
			  field->key, text);
}

static const struct yaml_field borderline_fields[] = {
	{ "reruns", yaml_integer, YAML_AT(struct worker_config, borderline_reruns), .max = 10 },
	YAML_END,
};

static const struct yaml_field limit_fields[] = {
	{ "time", yaml_duration, YAML_AT(struct worker_limits, time_ns), .min = NS_PER_MS,
	  .max = 60 * MINUTE },
	{ "memory", yaml_bytes, YAML_AT(struct worker_limits, memory_bytes), .min = 1 << 20,
	  .max = TIB },
	{ "output", yaml_bytes, YAML_AT(struct worker_limits, output_bytes), .min = 1,
	  .max = TIB },
	{ "processes", yaml_integer, YAML_AT(struct worker_limits, processes), .min = 1,
	  .max = 4096 },
	YAML_END,
};

static const struct yaml_field cache_fields[] = {
	{ "prefetch", yaml_bool, YAML_AT(struct worker_cache, prefetch) },
	{ "directory", yaml_string, YAML_AT(struct worker_cache, directory), .min = 1 },
	{ "size", yaml_bytes, YAML_AT(struct worker_cache, bytes), .min = 1 << 20,
	  .max = 1024 * TIB },
	YAML_END,
};

static const struct yaml_field fields[] = {
	{ "database", yaml_string, YAML_AT(struct worker_config, database) },
	{ "listen", yaml_string, YAML_AT(struct worker_config, listen) },
	{ "name", yaml_string, YAML_AT(struct worker_config, name), .min = 1 },
	{ "slots", yaml_integer, YAML_AT(struct worker_config, slots), .min = 1,
	  .max = CONFIG_SLOTS_MAX },
	{ "packages", yaml_strings, YAML_AT(struct worker_config, packages) },
	{ "cache", yaml_mapping, YAML_AT(struct worker_config, cache), .extra = cache_fields },
	{ "langs", yaml_string, YAML_AT(struct worker_config, langs), .min = 1 },
	{ "log", yaml_enum, YAML_AT(struct worker_config, log), .extra = log_levels },
	{ "log_format", yaml_enum, YAML_AT(struct worker_config, log_format),
	  .extra = log_formats },
	{ "poll", yaml_duration, YAML_AT(struct worker_config, poll_ns), .min = 10 * NS_PER_MS,
	  .max = 60 * MINUTE },
	{ "heartbeat", yaml_duration, YAML_AT(struct worker_config, heartbeat_ns),
	  .min = 100 * NS_PER_MS, .max = 10 * MINUTE },
	{ "lease", yaml_duration, YAML_AT(struct worker_config, lease_ns), .min = NS_PER_S,
	  .max = 60 * MINUTE },
	{ "pools", yaml_strings, YAML_AT(struct worker_config, pools), .min = 1 },
	{ "background_every", yaml_integer, YAML_AT(struct worker_config, background_every),
	  .max = 1000 },
	{ "drain", yaml_duration, YAML_AT(struct worker_config, drain_ns), .max = 60 * MINUTE },
	{ "metrics", load_listen, YAML_AT(struct worker_config, metrics) },
	{ "borderline", yaml_mapping, .offset = 0, .extra = borderline_fields },
	{ "limits", yaml_mapping, YAML_AT(struct worker_config, limits), .extra = limit_fields },
	YAML_END,
};

static void set_defaults(struct worker_config *config)
{
	struct utsname host = { 0 };

	memset(config, 0, sizeof *config);
	if (uname(&host) == 0)
		snprintf(config->name, sizeof config->name, "%.*s", (int)sizeof config->name - 1,
			 host.nodename);
	if (!config->name[0])
		snprintf(config->name, sizeof config->name, "worker");
	config->cache.prefetch = true;
	config->cache.bytes = INT64_C(20) << 30;
	config->log = LOG_LEVEL_INFO;
	config->poll_ns = NS_PER_S;
	config->heartbeat_ns = 5 * NS_PER_S;
	config->lease_ns = 30 * NS_PER_S;
	packed_append(config->pools, sizeof config->pools, "default", strlen("default"));
	config->background_every = 8;
	config->drain_ns = 30 * NS_PER_S;
	config->borderline_reruns = 2;
}

static int check_lease(const struct yaml *doc, const struct worker_config *config,
		       struct error *err)
{
	const yaml_node_t *lease = yaml_get(doc, yaml_root(doc), "lease");
	const yaml_node_t *heartbeat = yaml_get(doc, yaml_root(doc), "heartbeat");
	char least[TEXT_HUMAN_MAX], found[TEXT_HUMAN_MAX];

	if (config->lease_ns >= LEASE_HEARTBEATS * config->heartbeat_ns)
		return 0;
	return yaml_error(doc, lease ? lease : heartbeat, err, "lease: %s is less than %d "
			  "heartbeats, %s; a late one would cost the submissions being judged",
			  text_duration(config->lease_ns, found), LEASE_HEARTBEATS,
			  text_duration(LEASE_HEARTBEATS * config->heartbeat_ns, least));
}

/* ---- Relative directories ----------------------------------------------------------------- */

/* Appends directory as seen from where the file is: "conf/" and "problems" is "conf/problems". */
static bool append_resolved(char *packed, size_t capacity, const char *base, size_t base_length,
			    const char *directory)
{
	autostrbuf struct strbuf path = { 0 };

	if (*directory != '/')
		strbuf_append(&path, base, base_length);
	strbuf_append(&path, directory, strlen(directory));
	return packed_append(packed, capacity, path.text, path.length);
}

static int resolve(const struct yaml *doc, const char *file, const char *key, char *packed,
		   size_t capacity, struct error *err)
{
	const char *slash = strrchr(file, '/');
	size_t base_length = slash ? (size_t)(slash + 1 - file) : 0;
	autofree char *resolved = calloc(1, capacity);

	if (!resolved)
		return error_set(err, ERROR_SYSTEM, ENOMEM, "%s", file);
	for (const char *directory = packed; *directory; directory = packed_next(directory))
		if (!append_resolved(resolved, capacity, file, base_length, directory))
			return yaml_error(doc, yaml_get(doc, yaml_root(doc), key), err,
					  "%s: too long, seen from the directory of this file", key);
	memcpy(packed, resolved, capacity);
	return 0;
}

/* ---- The file ----------------------------------------------------------------------------- */

static int read_document(const char *path, struct yaml **ret_doc, struct error *err)
{
	autoclose int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat stat;

	if (fd < 0 || fstat(fd, &stat) < 0)
		return error_set(err, ERROR_USAGE, errno, "cannot read %s", path);
	if (!S_ISREG(stat.st_mode))
		return error_usage(err, "%s is not a regular file", path);
	return yaml_read(fd, path, 0, ret_doc, err);
}

int config_load(const char *path, struct worker_config *ret_config, struct error *err)
{
	autoyaml struct yaml *doc = NULL;
	struct worker_config config;

	set_defaults(&config);
	if (path && (read_document(path, &doc, err) < 0 ||
		     yaml_load(doc, yaml_root(doc), fields, &config, err) < 0 ||
		     check_lease(doc, &config, err) < 0 ||
		     resolve(doc, path, "packages", config.packages, sizeof config.packages,
			     err) < 0 ||
		     resolve(doc, path, "cache", config.cache.directory,
			     sizeof config.cache.directory, err) < 0 ||
		     resolve(doc, path, "langs", config.langs, sizeof config.langs, err) < 0))
		return -1;
	memcpy(ret_config, &config, sizeof config);
	return 0;
}
