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
	/** NULL: since ever, up to now */
	const char *since, *until;
	enum backend backend;
	/** only of Python below 3.MINOR; 0: of each */
	int below_minor;
} rows[] = {
	{ RULE(name_of_entry), NULL, "21.2", PKG_RESOURCES, 0 },
	{ RULE(version_of_metadata), NULL, "24.2", IMPORTLIB, 0 },
	{ RULE(name_required), NULL, "24.2", IMPORTLIB, 0 },
	{ RULE(first_by_name), "23.1", NULL, PKG_RESOURCES, 0 },
	{ RULE(normalized_names), "20.0", NULL, ANY, 0 },
	{ RULE(eggs), NULL, "25.1", IMPORTLIB, 0 },
	{ RULE(link_as_written), "24.0", NULL, ANY, 0 },
	{ RULE(direct_url), "20.1", NULL, ANY, 0 },
	{ RULE(hash_checked), "23.0", NULL, ANY, 0 },
	{ RULE(direct_url_strict), "26.1", NULL, ANY, 0 },
	{ RULE(editable_by_url), "20.3", "21.3", ANY, 0 },
	{ RULE(editable_told), "19.0", NULL, ANY, 0 },
	{ RULE(editable_kept), "21.3", NULL, ANY, 0 },
	{ RULE(remote_checked), "21.2", NULL, ANY, 0 },
	{ RULE(editable_by_name), "25.3", NULL, ANY, 0 },
	{ RULE(takes_features), "20.2", NULL, ANY, 0 },
	{ RULE(skips_setuptools), NULL, "23.2", ANY, 0 },
	{ RULE(skips_setuptools), "23.2", NULL, ANY, 12 },
};

/* VERSION, NULL being the newest, is in [SINCE, UNTIL). */
static bool within(const char *version, const char *since, const char *until)
{
	if (since && version && pep440_compare(version, since) < 0)
		return false;
	return !until || (version && pep440_compare(version, until) < 0);
}

static bool is_importlib(const char *version, int major, int minor, bool patched)
{
	if (major < 3 || (major == 3 && minor < 11) || !within(version, "22.1", NULL))
		return false;
	/* From 3.14 on nobody is asked. */
	return !patched || major > 3 || minor >= 14;
}

struct pip_rules pip_rules(const char *version, int major, int minor, bool patched)
{
	struct pip_rules rules = { .version = version };
	enum backend backend;

	rules.importlib = is_importlib(version, major, minor, patched);
	backend = rules.importlib ? IMPORTLIB : PKG_RESOURCES;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct row *row = &rows[i];
		bool below = major < 3 || (major == 3 && minor < row->below_minor);

		if ((row->backend == ANY || row->backend == backend) &&
		    within(version, row->since, row->until) && (!row->below_minor || below))
			*(bool *)((char *)&rules + row->rule) = true;
	}
	return rules;
}
