/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replacing a path, or the environment's name in a prompt, in the text of a file. */
#include <ctype.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/sh_word.h"
#include "installed/editable.h"
#include "installed/origin.h"
#include "mend/relocate.h"
#include "print/msg.h"

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

/* The next PATH in TEXT from AT on, as whole components. NULL: no more. */
static const char *next_path(const struct text *text, const char *at, const char *path)
{
	const char *end = text->data + text->len;
	size_t len = strlen(path);

	while ((at = memmem(at, (size_t)(end - at), path, len)) && !is_whole(text, at, at + len))
		at++;
	return at;
}

bool text_mentions(const struct text *text, const char *path)
{
	return next_path(text, text->data, path) != NULL;
}

/* WORD as venv writes it in a script. */
static const char *script_word(const char *word)
{
	struct buf b = BUF_INIT;

	sh_put_word(&b, word);
	return b.data;
}

/* The bytes from AT to NEXT are a word of a script, without quotes. */
static bool is_bare(const struct text *text, const char *at, const char *next)
{
	return at > text->data && strchr("= ", at[-1]) && strchr(" \n);", *next);
}

/* The bytes from AT to NEXT are a word of a script, in single quotes. */
static bool is_quoted(const struct text *text, const char *at, const char *next)
{
	return at > text->data && at[-1] == '\'' && *next == '\'';
}

void replace_path(const char *from, const char *to, bool shell, const struct text *text,
		  struct buf *out)
{
	const char *at = text->data, *hit = at, *next;

	for (; (hit = next_path(text, hit, from)); hit = at) {
		next = hit + strlen(from);
		/* If TO is inside FROM, a killed run may have written TO already: keep that. */
		if (path_under(to, from) && starts_with(hit, to) &&
		    is_whole(text, hit, hit + strlen(to)))
			next = hit + strlen(to);
		if (shell && is_quoted(text, hit, next) && !sh_is_plain(from)) {
			hit--;
			next++;
		}
		buf_put(out, at, (size_t)(hit - at));
		buf_puts(out, shell && (is_bare(text, hit, next) || *hit == '\'') ?
				      script_word(to) :
				      to);
		at = next;
	}
	buf_put(out, at, (size_t)(text->data + text->len - at));
}

/** The texts around the environment's name in scripts of venv and virtualenv. */
static const struct {
	const char *before, *after;
	/** the name is a shell word of its own, quoted where it needs quotes */
	bool word;
} prompts[] = {
	{ "(", ") ", false },          { "(\"", "\") ", true },
	{ "_PROMPT=", "\n", true },    { "_PROMPT ", "\n", true },
	{ "_PROMPT=\"", "\"", false }, { "_PROMPT \"", "\"", false },
	{ ") ", " (set_color", true }, { " = ", "\n", true },
	{ " = '", "'\n", false },      { ") \"", "\" (set_color", false },
	{ "(\"", "\" != ", false },    { " = \"", "\"\n", false },
};

void replace_path_all(struct buf *b, const char *from, const char *to)
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

void replace_prompt(const char *from, const char *to, const struct text *text, struct buf *out)
{
	buf_put(out, text->data, text->len);
	if (strlen(out->data) != out->len)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(prompts); i++) {
		const char *before = prompts[i].before, *after = prompts[i].after;
		bool is_word = prompts[i].word;
		struct buf old = BUF_INIT, new = BUF_INIT;

		buf_putl(&old, before, is_word ? script_word(from) : from, after);
		buf_putl(&new, before, is_word ? script_word(to) : to, after);
		replace_path_all(out, old.data, new.data);
	}
}

bool path_is_plain(const char *path)
{
	return !path[strcspn(path, "'\"$`\\!")];
}

int path_check_plain(const char *path, const char *advice)
{
	if (path_is_plain(path))
		return 0;
	return error("'%s' has a quote, '$', '`', '\\' or '!' in it, which not every script can "
		     "hold; %s",
		     shown(path), advice);
}

bool relocate_keeps(const struct relocation *r, bool url, const char *text, struct strings *builds)
{
	const char *project = url ? url_of_path(r->old_project) : r->old_project, *path, *build;
	bool keeps = false;

	for (; (text = strstr(text, project)); text++) {
		path = mem_dup(text, strcspn(text, "'\"\r\n"));
		path = url ? url_path(path) : path;
		if (!path || !path_under(path, r->old_project))
			continue;
		build = joined(r->new_project, path + strlen(r->old_project));
		if (r->why_stays)
			keeps |= r->why_stays(r, path, &build) != NULL;
		else if (!editable_is_build(build))
			build = NULL;
		if (build && builds)
			strings_add(builds, build);
	}
	return keeps;
}
