/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 26 28 29 31 32 */
/*
 * The files of a project that lead to an environment elsewhere. An input is a byte, which chooses
 * the file and the user's word on it, and the file.
 */
#include "formats/dotenv.h"
#include "formats/redirect.h"
#include "lib/fuzz.h"
#include "plan/search.h"
#include "trust/record_text.h"

enum says {
	/** no record */
	UNTRUSTED,
	/** a record that .venv leads to "two" */
	RECORDED,
	/** AVENV_TRUST */
	TRUSTED,
	WORDS,
};

static const char *const files[] = { "p/.venv", "p/pyproject.toml", "p/poetry.toml",
				     "p/.python-version" };

static void make_world(void)
{
	struct record r = { .path = at("p/.venv"), .target = at("two") };
	struct buf b = BUF_INIT;
	struct file_info info;

	if (!access(at("p"), F_OK))
		return;
	put_env("one");
	put_env("two");
	put_env("p/in/ner");
	put_env(".pyenv/versions/env");
	put_dirs("empty/");
	put_dirs(".cache/pypoetry/");
	CHECK(!symlink("two", at("link")) && !file_lstat(at("p"), &info));
	r.id = info.id;
	record_format(&b, &r);
	put_file("data/records", b.data);
}

static void find(enum says word, struct verdict *found)
{
	const char *top = path_trimmed(at(""));
	struct settings settings = {
		.home = top,
		.names = generic_names + 1,
		.trust = word == TRUSTED ? top : NULL,
		.records = word == RECORDED ? at("data/records") : NULL,
	};
	struct trust trust = { .settings = &settings };

	setenv("HOME", top, 1);
	find_in(&trust, at("p"), found);
}

/* A redirect is one line, with or without its end. */
static void check_line(const char *text, size_t len, const struct verdict *found)
{
	const char *line = redirect_parse(text, len);
	char real[PATH_MAX];

	CHECK(found->candidate.path);
	if (line) {
		size_t n = strlen(line);
		const char *rest = mem_dup(text + n, len - n);

		CHECK(n && !strchr(line, '\n') && !memcmp(line, text, n));
		CHECK(n + strlen(rest) == len && strstr("\r\n", rest));
	}
	if (!verdict_is_usable(found))
		return;
	REACHED();
	CHECK(realpath(path_join(at("p"), line), real));
	CHECK_SAME(found->venv.path, real);
}

void fuzz(struct input in)
{
	unsigned choice = input_byte(&in) % (WORDS * ARRAY_SIZE(files));
	enum says word = (enum says)(choice % WORDS);
	const char *file = files[choice / WORDS];
	struct verdict found;

	(void)dotenv_value(mem_dup(in.at, in.len), "A");
	make_world();
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		unlink(at(files[i]));
	put_file("p/pyproject.toml", "[project]\nname = 'p'\n");
	put_bytes(file, in.at, in.len);
	find(word, &found);
	CHECK(!found.candidate.made_by_tool);
	CHECK(!found.candidate.target || path_is_clean(found.candidate.target));
	if (file == files[0])
		check_line(in.at, in.len, &found);
	else if (verdict_bar(&found) == BAR_UNRECORDED)
		REACHED();
	if (word == UNTRUSTED)
		CHECK(!verdict_is_usable(&found) && !(found.bars & BAR_OTHERS) && !found.venv.path);
	if (word == RECORDED && verdict_is_usable(&found))
		CHECK_SAME(found.venv.path, at("two"));
}
