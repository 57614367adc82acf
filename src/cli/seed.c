/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/seed.h"

#include "cli/interpreters.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** bytes of _sysconfigdata*.py, which has some 60 KiB */
	SYSCONFIG_MAX = 1024 * 1024,
};

/* The text of a file of an interpreter's own; or NULL. */
static const char *slurp(const char *path)
{
	struct text text;

	if (!interpreter_slurp(path, SYSCONFIG_MAX, &text))
		return text.data;
	unseen(path);
	return NULL;
}

/*
 * What stands in quotes behind KEY, which is the first thing in a line but for
 * spaces, and SEPARATOR; NULL where there is no such line.
 */
static const char *quoted_after(const char *text, const char *key, char separator)
{
	size_t len = strlen(key);

	for (const char *s = text; s; s = strchr(s, '\n')) {
		const char *end;

		s += strspn(s, " \t\n{");
		if (!starts_with(s, key))
			continue;
		s += len;
		s += strspn(s, " ");
		if (*s != separator)
			continue;
		s += 1 + strspn(s + 1, " ");
		if (*s != '\'' && *s != '"')
			continue;
		end = strchr(s + 1, *s);
		return end ? mem_dup(s + 1, (size_t)(end - s - 1)) : NULL;
	}
	return NULL;
}

/** In search of the build's configuration. */
struct config {
	const char *stdlib;
	/** the value of WHEEL_PKG_DIR, once it was seen */
	const char *wheel_dir;
};

/* Debian has two of them, which agree. */
static bool visit_config(void *arg, int fd, const char *name, int type)
{
	struct config *config = arg;
	const char *text;

	(void)fd;
	(void)type;
	if (!starts_with(name, "_sysconfigdata_") || !ends_with(name, ".py"))
		return true;
	text = slurp(path_join(config->stdlib, name));
	if (text)
		config->wheel_dir = quoted_after(text, "'WHEEL_PKG_DIR'", ':');
	return !config->wheel_dir;
}

/* Where a distribution keeps the wheels; NULL: with ensurepip. */
static const char *wheel_dir(const char *stdlib)
{
	struct config config = { .stdlib = stdlib };

	if (file_scan(stdlib, visit_config, &config))
		unseen(stdlib);
	return config.wheel_dir && config.wheel_dir[0] == '/' ? config.wheel_dir : NULL;
}

/** One that ensurepip installs. */
struct project {
	const char *name, *prefix;
	/** the line of ensurepip that says which of the bundled ones */
	const char *variable;
};

// clang-format off
static const struct project projects[] = {
	{ "setuptools", "setuptools-", "_SETUPTOOLS_VERSION" },
	{ "pip", "pip-", "_PIP_VERSION" },
};
// clang-format on

/** The last wheel of a project, by the order of bytes as ensurepip has it. */
struct latest {
	const char *prefix, *name;
};

static bool visit_wheel(void *arg, int fd, const char *name, int type)
{
	struct latest *latest = arg;

	(void)fd;
	(void)type;
	if (starts_with(name, latest->prefix) && ends_with(name, ".whl") &&
	    (!latest->name || strcmp(name, latest->name) > 0))
		latest->name = mem_dups(name);
	return true;
}

static const char *kept(const char *dir, const struct project *project)
{
	struct latest latest = { .prefix = project->prefix };

	if (file_scan(dir, visit_wheel, &latest)) {
		unseen(dir);
		return NULL;
	}
	return latest.name ? path_join(dir, latest.name) : NULL;
}

/* Which one it is says the source: more of them may lie there. */
static const char *bundled(const char *ensurepip, const char *source, const struct project *project)
{
	static const char *const tags[] = { "-py3-none-any.whl", "-py2.py3-none-any.whl" };
	const char *version = quoted_after(source, project->variable, '=');

	for (size_t i = 0; version && i < ARRAY_SIZE(tags); i++) {
		struct buf path = BUF_INIT;

		buf_putl(&path, ensurepip, "/_bundled/", project->prefix, version, tags[i]);
		if (unseen_exists(path.data))
			return path.data;
	}
	return NULL;
}

/* Those of a distribution count where all are there. */
static void take_kept(const char *dir, size_t first, struct seed *seed)
{
	for (size_t i = first; i < ARRAY_SIZE(projects); i++) {
		const char *wheel = kept(dir, &projects[i]);

		if (wheel)
			seed->wheels[seed->count++] = wheel;
		else
			seed->missing = projects[i].name;
	}
}

static void take_bundled(const char *ensurepip, size_t first, struct seed *seed)
{
	const char *source = slurp(path_join(ensurepip, "__init__.py"));

	seed->count = 0;
	seed->missing = NULL;
	seed->ensurepip = source != NULL;
	for (size_t i = first; i < ARRAY_SIZE(projects); i++) {
		const char *wheel = source ? bundled(ensurepip, source, &projects[i]) : NULL;

		if (wheel)
			seed->wheels[seed->count++] = wheel;
		else
			seed->missing = projects[i].name;
	}
}

void seed_find(const char *stdlib, int major, int minor, struct seed *seed)
{
	size_t first = major == 3 && minor < 12 ? 0 : 1;
	const char *dir = NULL;

	*seed = (struct seed){ 0 };
	if (major == 3 && minor >= 10)
		dir = wheel_dir(stdlib);
	if (dir) {
		take_kept(dir, first, seed);
		if (!seed->missing)
			return;
	}
	take_bundled(path_join(stdlib, "ensurepip"), first, seed);
}
