/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 55 */
/*
 * Requirements, markers, versions and specifiers. An input is three texts, each ended by a NUL,
 * each of which may be any of these.
 */
#include "formats/requirement.h"
#include "formats/pep440.h"
#include "installed/needs.h"
#include "lib/fuzz.h"
#include "print/msg.h"

static struct marker_env env;

/* Without extras and marker a requirement says the same. */
static void check_requirement(const char *text)
{
	struct requirement r, again;

	if (requirement_parse(text, &r))
		return;
	REACHED();
	CHECK(requirement_name_valid(r.name) || ends_with(r.name, "_"));
	CHECK_SAME(requirement_key(r.key), r.key);
	CHECK(!r.url || !*r.specifiers);
	CHECK(!requirement_parse(joined(r.name, r.url ? "@" : "", r.url ? r.url : r.specifiers),
				 &again));
	CHECK(!again.marker);
	CHECK_SAME(again.name, r.name);
	CHECK_SAME(again.url, r.url);
	CHECK_SAME(again.specifiers, r.specifiers);
}

static void check_version(const char *text)
{
	const char *normal = pep440_normalize(text);

	CHECK(!pep440_compare(text, text));
	if (!normal)
		return;
	REACHED();
	CHECK_SAME(pep440_normalize(normal), normal);
	CHECK(!pep440_compare(text, normal));
	CHECK(is_shown(normal) && !strpbrk(normal, " \n,;"));
	CHECK(pep440_is_specifier(formatted("==%s", normal)));
	CHECK(pep440_matches(text, formatted("==%s", normal)));
	CHECK(pep440_matches(normal, formatted("==%s", normal)));
	CHECK(!pep440_matches(text, formatted("<%s", normal)));
	CHECK(!pep440_matches(text, formatted(">%s", normal)));
	/* Compatible with itself, where that can be said of it. */
	CHECK(!pep440_is_specifier(formatted("~=%s", normal)) ||
	      pep440_matches(text, formatted("~=%s", normal)));
}

static int order(const char *a, const char *b)
{
	int n = pep440_compare(a, b);

	return (n > 0) - (n < 0);
}

/* An order is the same both ways, and through a third. */
static void check_order(const char *a, const char *b, const char *c)
{
	CHECK(order(a, b) == -order(b, a));
	if (order(a, b) == order(b, c) || !order(b, c))
		CHECK(order(a, c) == order(a, b));
	if (!order(a, b))
		CHECK(order(a, c) == order(b, c));
}

void fuzz(struct input in)
{
	struct venv venv = { .path = "/nowhere", .cfg = { .version = "3.11.2" } };
	struct library library;
	const char *texts[3];

	library_of(&venv, &library);
	marker_env_of(&venv, &library, &env);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const char *text = texts[i] = input_text(&in);

		check_requirement(text);
		check_version(text);
		if (marker_valid(text))
			REACHED();
		else
			CHECK(marker_judge(text, &env, "") <= 0 &&
			      marker_judge(text, &env, "x") <= 0);
		CHECK_SAME(requirement_key(requirement_key(text)), requirement_key(text));
		(void)pep440_is_specifier(text);
	}
	(void)pep440_matches(texts[0], texts[1]);
	check_order(texts[0], texts[1], texts[2]);
}
