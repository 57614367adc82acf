/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/python_name.h"

#include "core/buf.h"
#include "core/mem.h"
#include "core/venv.h"
#include "formats/pep440.h"

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
	bool digit = *text >= '0' && *text <= '9';

	if (!python_name_parse(digit ? joined("python", text) : text, parsed))
		return false;
	if (!*parsed->version)
		parsed->version = "3";
	return true;
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
