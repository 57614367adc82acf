/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 29 54 67 */
/* direct_url.json by the rules of several pips, and what is made of its URL. */
#include "lib/fuzz.h"

#include "cli/origin.h"
#include "cli/url.h"

static const char *const pips[] = { "20.1", "21.3", "22.3", "23.1", NULL };

static void check_url(const char *url)
{
	const char *encoded = url_encode(url), *path = url_path(url);
	const char *message = url_shown(url);

	CHECK_SAME(url_encode(encoded), encoded);
	CHECK(!strpbrk(encoded, " \"#<>\\^`|\n"));
	CHECK(is_shown(message, strlen(message)) && !strchr(message, '\n'));
	CHECK(!url_has_credentials(url) || strstr(message, "****@"));
	if (!path)
		return;
	CHECK(*path == '/');
	CHECK_SAME(url_path(url_of_path(path)), path);
	CHECK_SAME(url_encode(url_of_path(path)), url_of_path(path));
}

static void check_origin(const struct origin *o)
{
	switch (o->kind) {
	case ORIGIN_INDEX:
		CHECK(!o->url && !o->subdirectory && !o->hash && !o->first_hash && !o->vcs &&
		      !o->commit && !o->editable);
		return;
	case ORIGIN_ARCHIVE:
		TAKEN();
		CHECK(!o->vcs && !o->commit && !o->editable);
		CHECK(!o->first_hash || strchr(o->first_hash, '='));
		break;
	case ORIGIN_VCS:
		TAKEN();
		CHECK(o->vcs && o->commit && !o->editable && !o->hash);
		break;
	case ORIGIN_DIR:
		TAKEN();
		CHECK(!o->vcs && !o->commit && !o->hash && !o->first_hash);
		break;
	}
	CHECK(o->url);
	check_url(o->url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;

	for (size_t i = 0; i < ARRAY_SIZE(pips); i++) {
		struct pip_rules rules = pip_rules(pips[i], 3, 11, false);
		struct origin origin;
		bool fatal;
		const char *problem = origin_parse(text, size, &rules, &origin, &fatal);

		CHECK(!problem ||
		      (origin.kind == ORIGIN_INDEX && is_shown(problem, strlen(problem))));
		CHECK(problem || !fatal);
		check_origin(&origin);
	}
	check_url(mem_dup(text, size));
	mem_reset();
	return 0;
}
