/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 26 29 31 32 */
/*
 * A redirect file .venv. An input is a byte, the user's word (no record, a record that it leads
 * to "two", AVENV_TRUST), and the file.
 */
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/record_text.h"
#include "lib/fuzz.h"

#include "core/find.h"
#include "core/path.h"
#include "core/pointer.h"

enum word {
	UNTRUSTED,
	RECORDED,
	TRUSTED,
	WORDS,
};

static void make_world(void)
{
	struct record r = { 0 };
	struct buf b = BUF_INIT;
	struct file_info info;

	if (!access(scratch_at("p"), F_OK))
		return;
	scratch_dir("p");
	scratch_env("one");
	scratch_env("two");
	scratch_env("p/inner");
	scratch_dir("empty");
	CHECK(!symlink("two", scratch_at("link")));
	CHECK(!file_lstat(scratch_at("p"), &info));
	r.path = scratch_at("p/.venv");
	r.ino = info.ino;
	r.btime = info.btime;
	r.target = scratch_at("two");
	record_format(&b, &r);
	scratch_dir("data");
	scratch_file("data/records", b.data, b.len);
}

/* The whole less one newline, in a second way. */
static const char *line_of(const char *data, size_t len)
{
	const char *line = mem_dup(data, len);
	size_t n = strcspn(line, "\n");

	if (strlen(line) < len || n + 1 < len)
		return NULL;
	n -= n && line[n - 1] == '\r';
	return n && n < PATH_MAX ? mem_dup(line, n) : NULL;
}

static void find(enum word word, struct found *found)
{
	const char *top = fuzz_scratch(), *dir = scratch_at("p");
	struct settings settings = {
		.names = settings_names(""),
		.trust = word == TRUSTED ? top : NULL,
		.ceiling = top,
		.store = word == RECORDED ? scratch_at("data/records") : NULL,
	};
	struct user user = user_of_process();
	struct trust trust;
	struct search search = { .trust = &trust };

	trust_init(&trust, &settings, &user);
	find_env(&search, dir, dir, found);
}

static void check_found(const struct found *found, const char *line, enum word word)
{
	const char *const envs[] = { "one", "two", "p/inner" };
	char *real = mem_alloc(PATH_MAX);
	const char *path = line ? path_join(scratch_at("p"), line) : "";
	bool is_env = false;

	if (word == UNTRUSTED) {
		CHECK(found->outcome == FIND_UNTRUSTED && !found->venv.path);
		return;
	}
	if (strlen(path) < PATH_MAX && realpath(path, real))
		for (size_t i = 0; i < ARRAY_SIZE(envs); i++)
			is_env |= streq(real, scratch_at(envs[i])) && (word == TRUSTED || i == 1);
	CHECK((found->outcome == FIND_ENV) == is_env);
	if (is_env) {
		TAKEN();
		CHECK_SAME(found->venv.path, real);
		return;
	}
	CHECK(found->outcome == FIND_BROKEN || found->outcome == FIND_UNTRUSTED ||
	      found->outcome == FIND_REFUSED || found->outcome == FIND_FOREIGN ||
	      (word == RECORDED && found->outcome == FIND_CHANGED));
	if (found->outcome == FIND_CHANGED)
		TAKEN();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	enum word word = (enum word)(input_byte(&in) % WORDS);
	const char *text = (const char *)in.at;
	size_t len = (size_t)(in.end - in.at);
	const char *line = line_of(text, len);
	struct found found;

	make_world();
	CHECK_SAME(pointer_redirect_line(text, len), line);
	scratch_file("p/.venv", text, len);
	find(word, &found);
	check_found(&found, line, word);
	mem_reset();
	return 0;
}
