/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/python_name.h"

#include <stdio.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/venv.h"
#include "formats/pep440.h"

enum {
	/** releases of Python 3 that are tried: 3.0.0 to 3.99.39 */
	MINORS = 100,
	PATCHES = 40,
	RELEASES = MINORS * PATCHES,
	/** longest specifiers that are tried, in bytes; a project has a hundred */
	SPECIFIERS_MAX = 1000,
};

bool python_name_parse(const char *name, struct python_name *parsed)
{
	static const char *const bases[] = { "python", "pypy" };
	const char *version, *end;
	size_t i = 0;

	while (!starts_with(name, bases[i]))
		if (++i == ARRAY_SIZE(bases))
			return false;
	name += strlen(bases[i]);
	version = pep440_release(name);
	end = name + strlen(version);
	/* ABI flags (sys.abiflags): python3.7m, python3.13td. */
	if (end[*version ? strspn(end, "dmtu") : 0])
		return false;
	*parsed = (struct python_name){ bases[i], version, cfg_series(version), *end == 't' };
	return true;
}

bool python_name_asked(const char *text, struct python_name *parsed)
{
	const char *name = *text >= '0' && *text <= '9' ? joined("python", text) : text;

	if (!python_name_parse(name, parsed) || !*parsed->version)
		return false;
	/* uv takes 312 for 3.12. */
	if (!*parsed->series && strlen(parsed->version) > 1)
		return false;
	/* "3.7m" is a program's name, "3.13t" is also asked for. */
	name += strlen(parsed->base) + strlen(parsed->version);
	return !*name || streq(name, "t");
}

const char *python_specifiers(const struct python_name *name)
{
	return joined("==", name->version, ".*");
}

const char *python_implementation(const struct python_name *name)
{
	return streq(name->base, "python") ? "cpython" : name->base;
}

const char *python_version_word(const char *text)
{
	static const char space[] = " \t\r\n";

	text += strspn(text, space);
	while (*text == '#') {
		text += strcspn(text, "\n");
		text += strspn(text, space);
	}
	return mem_dup(text, strcspn(text, space));
}

/* The release of Python with the number I, from 3.0.0 on, matches SPECIFIERS. */
static bool release_matches(unsigned i, const char *specifiers)
{
	char version[3 * sizeof("4294967295")];

	snprintf(version, sizeof(version), "%u.%u.%u", 3 + i / RELEASES, i / PATCHES % MINORS,
		 i % PATCHES);
	return pep440_matches(version, specifiers);
}

/* The number of the first release that matches; RELEASES: none. */
static unsigned first_release(const char *specifiers)
{
	unsigned i = 0;

	while (i < RELEASES && !release_matches(i, specifiers))
		i++;
	return i;
}

const char *python_series_of(const char *specifiers)
{
	unsigned first = strlen(specifiers) > SPECIFIERS_MAX ? 0 : first_release(specifiers);
	struct buf series = BUF_INIT;

	buf_puts(&series, "3.");
	buf_putu(&series, first / PATCHES);
	return first < RELEASES ? series.data : NULL;
}

const char *python_asked_specifiers(const char *text)
{
	struct python_name name;

	return python_name_asked(text, &name) && *name.version ? python_specifiers(&name) : NULL;
}

bool python_matches_both(const char *a, const char *b)
{
	unsigned i = 0;

	if (strlen(a) + strlen(b) > SPECIFIERS_MAX)
		return true;
	while (i < RELEASES && !(release_matches(i, a) && release_matches(i, b)))
		i++;
	return i < RELEASES;
}
