/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Activation scripts, from the interpreter's own templates, which differ in
 * every version.
 *
 * Before CVE-2024-9287 was mended they held `"__VENV_DIR__"`, and what was put
 * in there could run commands: there a value that means something between
 * double quotes is quoted all the same, as it is since.
 */
#include <errno.h>
#include <sys/stat.h>

#include "cli/interpreters.h"
#include "cli/layout.h"
#include "cli/unseen.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** bytes of a template; Activate.ps1 has 9,000 */
	TEMPLATE_MAX = 1024 * 1024,
};

/** A placeholder and what it stands for. */
struct value {
	const char *name, *text;
};

enum {
	VALUES = 5,
};

/** One set of templates being filled in. */
struct scripts {
	const char *dir;
	struct value values[VALUES];
	/** they leave it to venv to quote values */
	bool quoting;
	int (*write)(void *arg, const char *name, const struct buf *text, mode_t mode);
	void *arg;
	size_t count;
	int result;
};

bool layout_is_plain(const char *text)
{
	return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
					   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "0123456789@%+=:,./_-")];
}

/*
 * TEXT as venv quotes it for the script FILE.  In fish a backslash means something
 * between single quotes, and in csh a '!', which venv has not thought of.
 */
static void put_quoted(struct buf *out, const char *file, const char *text)
{
	bool ps1 = ends_with(file, ".ps1"), fish = ends_with(file, ".fish");

	if (ends_with(file, ".bat") || (!ps1 && layout_is_plain(text))) {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			buf_puts(out, ps1 ? "''" : "'\"'\"'");
		else if (*text == '\\' && fish)
			buf_puts(out, "\\\\");
		else if (*text == '!' && ends_with(file, ".csh"))
			buf_puts(out, "'\\!'");
		else
			buf_putc(out, *text);
	}
	buf_putc(out, '\'');
}

/* In the template that begins at START, AT is within double quotes. */
static bool in_quotes(const char *start, const char *at)
{
	bool inside = false;
	const char *c = at;

	while (c > start && c[-1] != '\n')
		c--;
	for (; c < at; c++) {
		if (*c == '\\')
			c++;
		else if (*c == '"')
			inside = !inside;
	}
	return inside;
}

/*
 * Close the double quotes that are around a placeholder, and open them again
 * behind it at REST; where nothing else is between them, they go.  Returns what
 * is left of REST.
 */
static const char *put_unquoted(struct buf *out, const char *file, const char *text,
				const char *rest)
{
	if (out->data[out->len - 1] == '"')
		buf_cut(out, out->len - 1);
	else
		buf_putc(out, '"');
	put_quoted(out, file, text);
	if (*rest == '"')
		return rest + 1;
	buf_putc(out, '"');
	return rest;
}

static const struct value *value_at(const struct scripts *s, const char *text)
{
	for (size_t i = 0; i < VALUES; i++)
		if (starts_with(text, s->values[i].name))
			return &s->values[i];
	return NULL;
}

/* Put VALUE in its place at AT.  Returns what is behind. */
static const char *put_value(const struct scripts *s, const char *file, const struct value *value,
			     const char *start, const char *at, struct buf *out)
{
	const char *rest = at + strlen(value->name);
	bool safe = !value->text[strcspn(value->text, "\"$`\\!")];

	if (!s->quoting && safe)
		buf_puts(out, value->text);
	else if (!s->quoting && in_quotes(start, at))
		return put_unquoted(out, file, value->text, rest);
	else
		put_quoted(out, file, value->text);
	return rest;
}

static void fill_in(const struct scripts *s, const char *file, const struct text *text,
		    struct buf *out)
{
	const char *at = text->data, *end = text->data + text->len;

	buf_reserve(out, text->len + text->len / 2);
	while (at < end) {
		const char *next = memmem(at, (size_t)(end - at), "__VENV_", strlen("__VENV_"));
		const struct value *value = next ? value_at(s, next) : NULL;

		buf_put(out, at, (size_t)((next ? next : end) - at));
		if (!next)
			return;
		if (value) {
			at = put_value(s, file, value, text->data, next, out);
		} else {
			buf_putc(out, *next);
			at = next + 1;
		}
	}
}

static bool fill_template(void *arg, int fd, const char *name, int type)
{
	struct scripts *s = arg;
	const char *path = path_join(s->dir, name);
	struct buf out = BUF_INIT;
	struct text text;

	(void)fd;
	(void)type;
	if (interpreter_slurp(path, TEMPLATE_MAX, &text)) {
		/* A directory: none of them has one, and bin is flat. */
		if (errno == EINVAL)
			return true;
		unseen(path);
		s->result = error_errno("cannot read '%s'", shown(path));
		return false;
	}
	if (!path_utf8_valid(text.data, text.len))
		return true;
	fill_in(s, name, &text, &out);
	s->count++;
	s->result = s->write(s->arg, name, &out, text.info.mode & 07777);
	return s->result == 0;
}

/*
 * How venv fills in is told by its source, not its version: distributions have
 * taken the quoting over into older ones.
 */
static int read_source(const char *venv, struct scripts *s, bool *bare)
{
	struct text text;

	if (interpreter_slurp(path_join(venv, "__init__.py"), TEMPLATE_MAX, &text))
		return -1;
	s->quoting = strstr(text.data, "quote_ps1") != NULL;
	*bare = strstr(text.data, "'(%s) '") == NULL;
	return 0;
}

static const char *template_prompt(const struct python *python, const char *target,
				   const char *prompt, bool bare)
{
	struct buf b = BUF_INIT;

	prompt = prompt ? layout_prompt(python, prompt) : path_base(target);
	buf_putl(&b, bare ? "" : "(", prompt, bare ? "" : ") ");
	return b.data;
}

/* For errno; 0: nothing is in it. */
static int missing(const struct python *python, const char *venv)
{
	if (errno && !file_is_missing(errno)) {
		unseen(venv);
		return error_errno("cannot look at '%s'", shown(venv));
	}
	return error("the activation scripts of '%s' are missing in '%s'; "
		     "install its venv module (on Debian: python%s-venv)",
		     shown(python->path), shown(venv), python->series);
}

int layout_scripts(const struct python *python, const char *target, const char *prompt,
		   int (*write)(void *arg, const char *name, const struct buf *text, mode_t mode),
		   void *arg)
{
	static const char *const dirs[] = { "scripts/common", "scripts/posix" };
	const char *venv = path_join(python->stdlib, "venv");
	struct buf exe = BUF_INIT;
	struct scripts s = { .write = write, .arg = arg };
	bool bare;

	if (read_source(venv, &s, &bare))
		return missing(python, venv);
	buf_putl(&exe, target, "/bin/", python->exe);
	s.values[0] = (struct value){ "__VENV_DIR__", target };
	s.values[1] = (struct value){ "__VENV_NAME__", path_base(target) };
	s.values[2] =
		(struct value){ "__VENV_PROMPT__", template_prompt(python, target, prompt, bare) };
	s.values[3] = (struct value){ "__VENV_BIN_NAME__", "bin" };
	s.values[4] = (struct value){ "__VENV_PYTHON__", exe.data };
	for (size_t i = 0; i < ARRAY_SIZE(dirs) && !s.result; i++) {
		s.dir = path_join(venv, dirs[i]);
		if (file_scan(s.dir, fill_template, &s))
			return missing(python, venv);
	}
	errno = 0;
	return s.result || s.count ? s.result : missing(python, venv);
}
