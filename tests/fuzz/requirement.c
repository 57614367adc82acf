/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 54 55 */
/*
 * Requirements, markers, versions and specifiers.  An input is three texts, each
 * ended by a NUL: any of them may be any of these.
 */
#include "lib/fuzz.h"

#include "installed/pep440.h"
#include "installed/requirement.h"

static const struct marker_env env = {
	.os_name = "posix",
	.sys_platform = "linux",
	.platform_machine = "x86_64",
	.platform_python_implementation = "CPython",
	.implementation_name = "cpython",
	.implementation_version = "3.11.2",
	.platform_release = "6.1.0-x",
	.platform_system = "Linux",
	.platform_version = "#1 SMP",
	.python_version = "3.11",
	.python_full_version = "3.11.2",
};

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void check_marker(const char *text)
{
	if (marker_valid(text))
		TAKEN();
	else
		CHECK(!marker_holds(text, &env, "") && !marker_holds(text, &env, "x"));
}

/* Written, and read again, a requirement says the same. */
static void check_requirement(const char *text)
{
	struct requirement r, again;
	const char *written;

	if (requirement_parse(text, &r))
		return;
	TAKEN();
	CHECK(requirement_name_valid(r.name) || ends_with(r.name, "_"));
	CHECK_SAME(requirement_key(r.key), r.key);
	CHECK(!r.url || !*r.specifiers);
	written = requirement_text(&r);
	CHECK(!requirement_parse(written, &again));
	CHECK_SAME(again.name, r.name);
	CHECK_SAME(again.url, r.url);
	CHECK((again.marker != NULL) == (r.marker != NULL));
	CHECK_SAME(requirement_text(&again), written);
	CHECK(marker_holds(again.marker, &env, "x") == marker_holds(r.marker, &env, "x"));
	if (!r.url)
		CHECK(pep440_matches("1.5", r.specifiers) ==
		      pep440_matches("1.5", again.specifiers));
}

static void check_version(const char *text)
{
	const char *normal = pep440_normalize(text);
	struct buf spec = BUF_INIT;

	CHECK(!pep440_compare(text, text));
	if (!normal)
		return;
	TAKEN();
	CHECK_SAME(pep440_normalize(normal), normal);
	CHECK(!pep440_compare(text, normal));
	CHECK(is_shown(normal, strlen(normal)) && !strpbrk(normal, " \n,;"));
	buf_putl(&spec, "==", normal);
	CHECK(pep440_is_specifier(spec.data));
	CHECK(pep440_matches(text, spec.data));
	CHECK(pep440_matches(normal, spec.data));
	/* Neither before nor behind itself. */
	for (size_t i = 0; i < 2; i++) {
		spec = (struct buf)BUF_INIT;
		buf_putl(&spec, i ? "<" : ">", normal);
		CHECK(!pep440_matches(text, spec.data));
	}
	/* Compatible with itself, where that can be said of it. */
	spec = (struct buf)BUF_INIT;
	buf_putl(&spec, "~=", normal);
	CHECK(!pep440_is_specifier(spec.data) || pep440_matches(text, spec.data));
}

/* An order is one: the same both ways, and through a third. */
static void check_order(const char *a, const char *b, const char *c)
{
	int ab = sign(pep440_compare(a, b)), bc = sign(pep440_compare(b, c));
	int ac = sign(pep440_compare(a, c));

	CHECK(ab == -sign(pep440_compare(b, a)));
	if (ab == bc || !bc)
		CHECK(ac == ab);
	if (!ab)
		CHECK(ac == bc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	const char *texts[3];

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		texts[i] = input_text(&in);
		check_requirement(texts[i]);
		check_marker(texts[i]);
		check_version(texts[i]);
		CHECK_SAME(requirement_key(requirement_key(texts[i])), requirement_key(texts[i]));
		pep440_is_specifier(texts[i]);
	}
	pep440_matches(texts[0], texts[1]);
	check_order(texts[0], texts[1], texts[2]);
	mem_reset();
	return 0;
}
