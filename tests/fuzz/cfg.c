/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 14 26 29 */
/* pyvenv.cfg, and the name that a prompt makes of it. */
#include "core/utf8.h"
#include "core/venv.h"
#include "lib/fuzz.h"

/* One line, without white space around it. */
static void check_value(const char *s)
{
	static const char space[] = " \t\n\v\f\r\x1C\x1D\x1E\x1F";

	if (is_set(s))
		CHECK(!strpbrk(s, "\r\n") && !strchr(space, *s) &&
		      !strchr(space, s[strlen(s) - 1]));
}

/* A byte order mark, other ends of lines and more lines make no difference. */
static void parse_dressed(struct input in, const struct cfg *plain)
{
	static const char mark[] = "\xEF\xBB\xBF";
	struct buf b = BUF_INIT;
	struct cfg cfg;

	if (in.len < 3 || memcmp(in.at, mark, 3) != 0)
		buf_puts(&b, mark);
	for (; in.len; in.at++, in.len--) {
		buf_puts(&b, *in.at == '\n' ? "\r" : "");
		buf_putc(&b, *in.at);
	}
	buf_puts(&b, "\nno key\nhomes = /x\nhome\n= home\n");
	/* The first home counts. */
	if (plain->home)
		buf_puts(&b, "home = /second\n");
	cfg_parse(b.data, b.len, &cfg);
	CHECK_SAME(cfg.home, plain->home);
	CHECK_SAME(cfg.version, plain->version);
	CHECK_SAME(cfg.prompt, plain->prompt);
	CHECK(cfg.system_site == plain->system_site);
}

static void check_prompt(const struct cfg *cfg, const char *path)
{
	struct venv venv = { .path = path, .cfg = *cfg };
	const char *s = venv_prompt(&venv, "/p/a b\033");

	CHECK(is_shown(s));
	CHECK(!strpbrk(s, "$`\\%{}()!'\"~#\n"));
	for (; *s; s += utf8_printable_len(s))
		CHECK(utf8_printable_len(s));
}

void fuzz(struct input in)
{
	struct cfg cfg;
	bool is_env = cfg_parse(in.at, in.len, &cfg);

	CHECK(is_env == is_set(cfg.home));
	if (is_env)
		REACHED();
	check_value(cfg.home);
	check_value(cfg.version);
	parse_dressed(in, &cfg);
	check_prompt(&cfg, "/p/.venv");
	check_prompt(&cfg, "/p/x\n");
}
