/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 14 26 29 */
/* pyvenv.cfg, and the name that a prompt makes of it. */
#include "lib/fuzz.h"

#include "core/path.h"
#include "core/venv.h"

enum {
	/** of a prompt, see venv.c, with one character more and "..." */
	PROMPT_BYTES = 128 + 4 + 3,
};

static void same(const struct cfg *a, const struct cfg *b)
{
	CHECK_SAME(a->home, b->home);
	CHECK_SAME(a->version, b->version);
	CHECK_SAME(a->prompt, b->prompt);
	CHECK(a->system_site == b->system_site);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
}

/* One line, without white space around it. */
static void check_value(const char *s)
{
	if (!is_set(s))
		return;
	CHECK(!strpbrk(s, "\r\n"));
	CHECK(!is_space(*s) && !is_space(s[strlen(s) - 1]));
}

/* The same lines with other ends, a mark before them and more behind. */
static void parse_dressed(const uint8_t *data, size_t size, const struct cfg *plain)
{
	struct buf b = BUF_INIT;
	struct cfg cfg;

	for (size_t i = 0; i < size; i++) {
		if (data[i] == '\n')
			buf_putc(&b, '\r');
		buf_putc(&b, (char)data[i]);
	}
	cfg_parse(b.data, b.len, &cfg);
	same(&cfg, plain);
	buf_puts(&b, "\nno key\nhomes = /x\nhome\n= home\n");
	cfg_parse(b.data, b.len, &cfg);
	same(&cfg, plain);
	/* The first home counts. */
	if (plain->home) {
		buf_puts(&b, "home = /second\n");
		cfg_parse(b.data, b.len, &cfg);
		same(&cfg, plain);
	}
	if (size >= 3 && !memcmp(data, "\xEF\xBB\xBF", 3))
		return;
	b = (struct buf)BUF_INIT;
	buf_puts(&b, "\xEF\xBB\xBF");
	buf_put(&b, (const char *)data, size);
	cfg_parse(b.data, b.len, &cfg);
	same(&cfg, plain);
}

static void check_prompt(const struct cfg *cfg, const char *path)
{
	struct venv venv = { .path = path, .cfg = *cfg };
	const char *s = venv_prompt(&venv, "/p/a b\033");

	CHECK(is_shown(s, strlen(s)) && strlen(s) <= PROMPT_BYTES);
	while (*s) {
		size_t len = path_utf8_len(s);

		CHECK(len && !strchr("$`\\%{}()!'\"~#", *s));
		s += len;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cfg cfg;
	bool is_env = cfg_parse((const char *)data, size, &cfg);

	CHECK(is_env == is_set(cfg.home));
	if (is_env)
		TAKEN();
	check_value(cfg.home);
	check_value(cfg.version);
	parse_dressed(data, size, &cfg);
	check_prompt(&cfg, "/p/.venv");
	check_prompt(&cfg, "/p/x\n");
	mem_reset();
	return 0;
}
