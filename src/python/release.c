/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python/release.h"

#include <ctype.h>
#include <stdlib.h>

const char *release_parse(const char *text, struct release *release)
{
	char *end = NULL;

	*release = (struct release){ 0 };
	do {
		long number = isdigit((unsigned char)*text) ? strtol(text, &end, 10) : -1;

		if (number < 0 || number > 9999)
			return NULL;
		/* Interpreters have three numbers; more are read and not compared. */
		if (release->count < ARRAY_SIZE(release->numbers))
			release->numbers[release->count++] = (int)number;
		text = end + 1;
	} while (*end == '.' && isdigit((unsigned char)*text));
	return end;
}

int release_compare(const struct release *a, const struct release *b, size_t count)
{
	int order = 0;

	for (size_t i = 0; i < count && !order; i++)
		order = a->numbers[i] - b->numbers[i];
	return order;
}

/* VERSION satisfies the specifier at S, ">=3.9". */
static bool satisfies(const struct release *version, const char *s)
{
	size_t len = strspn(s, "<>=!~");
	struct release release;
	const char *end = release_parse(s + len + strspn(s + len, " \t"), &release);
	int order;

	/* A pre-release, "3.13.0rc1", counts as its release. */
	if (!end || !len)
		return false;
	order = release_compare(version, &release, starts_with(end, ".*") ? release.count : 3);
	switch (*s) {
	case '<':
		return order < 0 || (!order && s[1] == '=');
	case '>':
		return order > 0 || (!order && s[1] == '=');
	case '!':
		return order != 0;
	case '=':
		return order == 0;
	default:
		return order >= 0 && !release_compare(version, &release, release.count - 1);
	}
}

bool release_satisfies(const char *version, const char *specifiers)
{
	struct release own;
	const char *s = specifiers + strspn(specifiers, " \t,");

	if (!release_parse(version, &own))
		return false;
	while (*s && satisfies(&own, s)) {
		s += strcspn(s, ",");
		s += strspn(s, " \t,");
	}
	return !*s;
}
