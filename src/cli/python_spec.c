/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/python_spec.h"

#include "cli/interpreters.h"
#include "cli/pep440.h"
#include "core/buf.h"
#include "core/cfg.h"
#include "core/mem.h"

#include "core/banned.h"

/* What stands before the version, and whom it means. */
static const char *take_implementation(const char *s, struct python_spec *spec)
{
	// clang-format off
	static const struct {
		const char *prefix, *implementation;
	} kinds[] = {
		{ "python", NULL },
		{ "cpython", "cpython" },
		{ "pypy", "pypy" },
		{ "graalpy", "graalpy" },
	};
	// clang-format on

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t len = strlen(kinds[i].prefix);

		if (!starts_with(s, kinds[i].prefix))
			continue;
		spec->implementation = kinds[i].implementation;
		s += len;
		return s + (*s == '-');
	}
	return s;
}

/* Numbers and dots, and of what is not released yet also "rc1". */
static const char *take_version(const char *s, struct python_spec *spec)
{
	static const char digits[] = "0123456789";
	size_t n = strspn(s, "0123456789."), level = strspn(s + n, "abrc");

	if (level && strspn(s + n + level, digits))
		n += level + strspn(s + n + level, digits);
	spec->version = mem_dup(s, n);
	s += n;
	if (n && *s == 't') {
		spec->free_threaded = true;
		s++;
	} else if (n && starts_with(s, "+freethreaded")) {
		spec->free_threaded = true;
		s += 13;
	}
	return s;
}

static const char *major(const char *version)
{
	return mem_dup(version, strcspn(version, "."));
}

/* python3.12, python3, python: the most exact first. */
static void name_commands(struct python_spec *spec)
{
	const char *base = spec->implementation && !streq(spec->implementation, "cpython") ?
				   spec->implementation :
				   "python";
	size_t n = 0;

	if (strchr(spec->version, '.')) {
		struct buf name = BUF_INIT;

		buf_putl(&name, base, cfg_series(spec->version), spec->free_threaded ? "t" : "");
		spec->commands[n++] = name.data;
	}
	if (*spec->version) {
		struct buf name = BUF_INIT;

		buf_putl(&name, base, major(spec->version));
		spec->commands[n++] = name.data;
	}
	spec->commands[n++] = base;
	if (!*spec->version && streq(base, "python"))
		spec->commands[n] = "python3";
}

void python_spec_parse(const char *text, struct python_spec *spec)
{
	const char *s;

	*spec = (struct python_spec){ .text = text };
	s = take_implementation(text, spec);
	s = take_version(s, spec);
	spec->name_only =
		*s || s == text || s[-1] == '-' || (*spec->version && !pep440_valid(spec->version));
	if (!spec->name_only)
		name_commands(spec);
}

bool python_spec_has_version(const struct python_spec *spec, const char *version, bool *unsure)
{
	size_t wanted = strlen(spec->version), known = strlen(version);

	*unsure = wanted > known && (!known || (!strncmp(version, spec->version, known) &&
						spec->version[known] == '.'));
	if (*unsure || !wanted || !pep440_compare(spec->version, version))
		return true;
	return known > wanted && !strncmp(version, spec->version, wanted) && version[wanted] == '.';
}

bool python_spec_matches(const struct python_spec *spec, const struct interpreter *interpreter,
			 bool *unsure)
{
	*unsure = false;
	if (interpreter->name && streq(interpreter->name, spec->text))
		return true;
	return !spec->name_only &&
	       (!spec->implementation ||
		streq(spec->implementation, interpreter->implementation)) &&
	       spec->free_threaded == interpreter->free_threaded &&
	       python_spec_has_version(spec, interpreter->version, unsure);
}
