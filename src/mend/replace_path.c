/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replacing a path, or the environment's name in a prompt, in the text of a file: from /old to /new
 * in "/old/bin:/old2/bin" gives "/new/bin:/old2/bin".
 */
#include <ctype.h>

#include "core/path.h"
#include "formats/launcher.h"
#include "formats/sh_word.h"
#include "mend/relocate.h"
#include "print/msg.h"

/* ---- finding a path ------------------------------------------------------------- */

/* C is a character of a path component; others end a path in a text. */
static bool is_part(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c) || (c && strchr("_-+.@%~", c));
}

/* The bytes from AT to NEXT are a path of whole components, and not the end of a longer path. */
static bool is_whole(const struct text *text, const char *at, const char *next)
{
	if (at > text->data && (is_part(at[-1]) || at[-1] == '/'))
		return false;
	return next == text->data + text->len || !is_part(*next);
}

/*
 * The next FROM in TEXT from AT on, as whole components. TO may begin with FROM, as "/app 2" and
 * "/app/app" with "/app": where TO stands, it has been written already. NULL: no more.
 */
static const char *next_path(const struct text *text, const char *at, const char *from,
			     const char *to)
{
	size_t len = strlen(from), to_len = starts_with(to, from) ? strlen(to) : 0;
	const char *end = text->data + text->len;

	while ((at = memmem(at, (size_t)(end - at), from, len))) {
		if (to_len && starts_with(at, to) && is_whole(text, at, at + to_len))
			at += to_len;
		else if (is_whole(text, at, at + len))
			break;
		else
			at++;
	}
	return at;
}

bool text_mentions(const struct text *text, const char *from, const char *to)
{
	return next_path(text, text->data, from, to) != NULL;
}

/* ---- replacing a path ----------------------------------------------------------- */

/* WORD as venv writes it in a script. */
static const char *script_word(const char *word)
{
	struct buf b = BUF_INIT;

	sh_put_word(&b, word);
	return b.data;
}

/* The bytes from AT to NEXT are a word of a script, without quotes: VIRTUAL_ENV=/old */
static bool is_bare(const struct text *text, const char *at, const char *next)
{
	bool begins = at > text->data && (at[-1] == '=' || at[-1] == ' ');
	/* A NUL is the end of the text. */
	bool ends = !*next || strchr(" \n);", *next);

	return begins && ends;
}

/*
 * The bytes from AT to NEXT are a word of a script, in single quotes: VIRTUAL_ENV='/my old'. A
 * quote before REST belongs to the path before.
 */
static bool is_quoted(const char *rest, const char *at, const char *next)
{
	return at > rest && at[-1] == '\'' && *next == '\'';
}

const char *moved_path(const char *path, const char *from, const char *to)
{
	if (!path_under(path, from) || (path_under(to, from) && path_under(path, to)))
		return NULL;
	return joined(to, path + strlen(from));
}

/* IS_SCRIPT: words are quoted as venv quotes. */
static void replace_paths(bool is_script, const char *from, const char *to, const struct text *text,
			  struct buf *out)
{
	const char *rest = text->data, *hit, *end;

	for (; (hit = next_path(text, rest, from, to)); rest = end) {
		bool is_word;

		end = hit + strlen(from);
		is_word = is_script && is_bare(text, hit, end);
		/* The quotes are venv's if FROM needs them. TO gets them only if it needs them. */
		if (is_script && is_quoted(rest, hit, end) && !sh_is_plain(from)) {
			hit--;
			end++;
			is_word = true;
		}
		buf_put(out, rest, (size_t)(hit - rest));
		buf_puts(out, is_word ? script_word(to) : to);
	}
	buf_put(out, rest, (size_t)(text->data + text->len - rest));
}

/*
 * If the head of a script starts a Python inside FROM, replace the head, unless a killed run has
 * written TO, inside FROM, already; copy all else.
 */
static void replace_head(const char *from, const char *to, const struct text *text, struct buf *out)
{
	const char *interpreter;
	struct launcher l;
	size_t len = 0;

	if (launcher_parse(text->data, &l) && (interpreter = moved_path(l.interpreter, from, to))) {
		launcher_head(out, interpreter, l.args);
		len = l.len;
	}
	buf_put(out, text->data + len, text->len - len);
}

void replace_path(enum notation notation, const char *from, const char *to, const struct text *text,
		  struct buf *out)
{
	struct buf values;
	struct text rest;

	if (notation == HEAD) {
		replace_head(from, to, text, out);
		return;
	}
	values = replace_values(notation, from, to, text);
	rest = (struct text){ .data = values.data, .len = values.len };
	if (notation == PLAIN || notation == SHELL || notation == XONSH)
		replace_paths(notation == SHELL, from, to, &rest, out);
	else
		buf_put(out, rest.data, rest.len);
}

void replace_all(struct buf *b, const char *from, const char *to)
{
	const char *at = b->data, *hit = strstr(at, from);
	struct buf out = BUF_INIT;

	if (!hit)
		return;
	buf_reserve(&out, b->len + strlen(to));
	for (; hit; hit = strstr(at, from)) {
		buf_put(&out, at, (size_t)(hit - at));
		buf_puts(&out, to);
		at = hit + strlen(from);
	}
	buf_puts(&out, at);
	*b = out;
}

/* ---- prompts -------------------------------------------------------------------- */

/**
 * The texts around the environment's name, "web" in the examples, in activation scripts. Those of
 * venv before 3.13.1 differ from the ones that avenv makes for the same Python: avenv quotes names
 * as venv does since then.
 */
static const struct {
	const char *before, *after;
	/** the name is a shell word of its own, quoted where it needs quotes */
	bool word;
} prompts[] = {
	/* sh, csh and fish: PS1="(web) ${PS1:-}" */
	{ "(", ") ", false },
	/* sh and csh: PS1="("web") ${PS1:-}" */
	{ "(\"", "\") ", true },
	/* sh: VIRTUAL_ENV_PROMPT=web, and before 3.13.1 "web" */
	{ "_PROMPT=", "\n", true },
	{ "_PROMPT=\"", "\"", false },
	/* csh and fish: setenv VIRTUAL_ENV_PROMPT web, and before 3.13.1 "web" */
	{ "_PROMPT ", "\n", true },
	{ "_PROMPT \"", "\"", false },
	/* fish: printf "%s(%s)%s " (set_color 4B8BBE) web (set_color normal); in 3.13.0 "web" */
	{ ") ", " (set_color", true },
	{ ") \"", "\" (set_color", false },
	/* csh of 3.8: if ("web" != "") then set env_name = "web"; of avenv for 3.8: = web */
	{ "(\"", "\" != ", false },
	{ " = \"", "\"\n", false },
	{ " = ", "\n", true },
};

void replace_prompt(const char *from, const char *to, const struct text *text, struct buf *out)
{
	buf_put(out, text->data, text->len);
	/* replace_all() would lose the text after a NUL. */
	if (strlen(out->data) != out->len)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(prompts); i++) {
		const char *before = prompts[i].before, *after = prompts[i].after;
		bool is_word = prompts[i].word;

		replace_all(out, joined(before, is_word ? script_word(from) : from, after),
			    joined(before, is_word ? script_word(to) : to, after));
	}
}

/* ---- paths that scripts cannot hold ------------------------------------------------ */

int path_check_plain(const char *path, const char *advice)
{
	if (path_is_plain(path))
		return 0;
	return error("'%s' has a quote, '$', '`', '\\' or '!' in it, which not every script can "
		     "hold; %s",
		     shown(path), advice);
}
