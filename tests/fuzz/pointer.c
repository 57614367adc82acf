/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 26 29 31 32 */
/*
 * A redirect file .venv.  An input is a byte (2: the project is trusted) and the file.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fuzz.h"

#include "core/find.h"
#include "core/path.h"
#include "core/pointer.h"

static void make_world(void)
{
	if (!access(scratch_at("p"), F_OK))
		return;
	scratch_dir("p");
	scratch_env("one");
	scratch_env("two");
	scratch_env("p/inner");
	scratch_dir("empty");
	CHECK(!symlink("two", scratch_at("link")));
}

/* The first line, in a second way. */
static const char *line_of(const char *data, size_t len)
{
	const char *eol = memchr(data, '\n', len), *line;

	len = eol ? (size_t)(eol - data) : len;
	if (len && data[len - 1] == '\r')
		len--;
	line = mem_dup(data, len);
	return *line && strlen(line) == len && len < PATH_MAX ? line : NULL;
}

static const char *without_blanks(const char *s)
{
	size_t len;

	s += strspn(s, " \t");
	len = strlen(s);
	while (len && strchr(" \t", s[len - 1]))
		len--;
	return mem_dup(s, len);
}

/* The real path that LINE in the project names; NULL: none. */
static const char *real_of(const char *line)
{
	char *real = mem_alloc(PATH_MAX);
	const char *dir = scratch_at("p");

	if (realpath(path_join(dir, line), real) ||
	    realpath(path_join(dir, without_blanks(line)), real))
		return real;
	return NULL;
}

static void find(bool trusted, struct found *found)
{
	const char *top = fuzz_scratch(), *dir = scratch_at("p");
	struct settings settings = { .names = "", .trust = trusted ? top : NULL, .ceiling = top };
	struct user user = user_of(0);
	struct trust trust;
	struct search search = { .trust = &trust };

	trust_init(&trust, &settings, &user);
	find_env(&search, dir, dir, found);
}

static void check_found(const struct found *found, const char *line, bool trusted)
{
	const char *real = line ? real_of(line) : NULL;
	const char *const envs[] = { "one", "two", "p/inner" };
	bool is_env = false;

	if (!trusted) {
		CHECK(found->outcome == FIND_UNTRUSTED);
		CHECK(!found->venv.path);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(envs); i++)
		is_env = is_env || (real && streq(real, scratch_at(envs[i])));
	CHECK((found->outcome == FIND_ENV) == is_env);
	if (is_env) {
		TAKEN();
		CHECK_SAME(found->venv.path, real);
		return;
	}
	CHECK(found->outcome == FIND_BROKEN || found->outcome == FIND_UNTRUSTED ||
	      found->outcome == FIND_REFUSED || found->outcome == FIND_FOREIGN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	bool trusted = input_byte(&in) & 2;
	const char *text = (const char *)in.at;
	size_t len = (size_t)(in.end - in.at);
	const char *line = line_of(text, len);
	struct found found;

	make_world();
	CHECK_SAME(pointer_redirect_line(text, len), line);
	/* Without a redirect the scan would find what lies in the project. */
	if (len) {
		scratch_file("p/.venv", text, len);
		find(trusted, &found);
		check_found(&found, line, trusted);
		CHECK(!remove(scratch_at("p/.venv")));
	}
	mem_reset();
	return 0;
}
