/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pip_rules.h"

#include "cli/pep440.h"

#include "core/banned.h"

enum backend {
	ANY,
	PKG_RESOURCES,
	IMPORTLIB,
};

#define RULE(name) offsetof(struct pip_rules, name)

/** A rule holds in the versions from `since` to before `until`. */
static const struct row {
	/** of a bool in struct pip_rules */
	size_t rule;
	enum backend backend;
	/** NULL: since ever, up to now */
	const char *since, *until;
	/** only of Python below 3.MINOR; 0: of each */
	int below_minor;
} rows[] = {
	{ RULE(name_of_entry), PKG_RESOURCES, NULL, "21.2", 0 },
	{ RULE(version_of_metadata), IMPORTLIB, NULL, "24.2", 0 },
	{ RULE(name_required), IMPORTLIB, NULL, "24.2", 0 },
	{ RULE(first_by_name), PKG_RESOURCES, "23.1", NULL, 0 },
	{ RULE(normalized_names), ANY, "20.0", NULL, 0 },
	{ RULE(eggs), IMPORTLIB, NULL, "25.1", 0 },
	{ RULE(link_as_written), ANY, "24.0", NULL, 0 },
	{ RULE(direct_url), ANY, "20.1", NULL, 0 },
	{ RULE(hash_checked), ANY, "23.0", NULL, 0 },
	{ RULE(direct_url_strict), ANY, "26.1", NULL, 0 },
	{ RULE(editable_by_url), ANY, "20.3", "21.3", 0 },
	{ RULE(editable_told), ANY, "19.0", NULL, 0 },
	{ RULE(editable_kept), ANY, "21.3", NULL, 0 },
	{ RULE(remote_checked), ANY, "21.2", NULL, 0 },
	{ RULE(editable_by_name), ANY, "25.3", NULL, 0 },
	{ RULE(takes_features), ANY, "20.2", NULL, 0 },
	{ RULE(skips_setuptools), ANY, NULL, "23.2", 0 },
	{ RULE(skips_setuptools), ANY, "23.2", NULL, 12 },
};

/* VERSION, NULL being the newest, is in [SINCE, UNTIL). */
static bool within(const char *version, const char *since, const char *until)
{
	if (since && version && pep440_compare(version, since) < 0)
		return false;
	return !until || (version && pep440_compare(version, until) < 0);
}

static bool is_importlib(const char *version, int major, int minor,
			 bool patched)
{
	if (major < 3 || (major == 3 && minor < 11) ||
	    !within(version, "22.1", NULL))
		return false;
	/* From 3.14 on nobody is asked. */
	return !patched || major > 3 || minor >= 14;
}

struct pip_rules pip_rules(const char *version, int major, int minor,
			   bool patched)
{
	struct pip_rules rules = { .version = version };
	enum backend backend;

	rules.importlib = is_importlib(version, major, minor, patched);
	backend = rules.importlib ? IMPORTLIB : PKG_RESOURCES;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct row *row = &rows[i];
		bool below =
			major < 3 || (major == 3 && minor < row->below_minor);

		if ((row->backend == ANY || row->backend == backend) &&
		    within(version, row->since, row->until) &&
		    (!row->below_minor || below))
			*(bool *)((char *)&rules + row->rule) = true;
	}
	return rules;
}
