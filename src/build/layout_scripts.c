/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules of an interpreter's venv module, and its templates of activation scripts.
 *
 * Distributions backport changes into older versions, so a rule is recognised by a string in the
 * source of Lib/venv/__init__.py, not by the version. The source is read, never run. If CPython
 * reformats that file, such a string is missing, and the environment silently gets the older form
 * of that part. tests/cli/oracle.t compares with `python -m venv` and finds such a change.
 */
#include <errno.h>

#include "build/layout.h"
#include "core/file.h"
#include "core/path.h"
#include "formats/sh_word.h"
#include "print/msg.h"
#include "system/file_at.h"

enum {
	/** largest template or source that is read, in bytes; Activate.ps1 has 9,000 */
	TEMPLATE_MAX = 1024 * 1024,
};

/** A placeholder and its text. */
struct value {
	const char *name, *text;
};

/** The values for one set of templates. */
struct scripts {
	/** ended by an element without a name */
	struct value values[6];
	/** as in struct layout_rules */
	bool quoting;
	/** descriptor of the directory for the scripts */
	int bin;
};

/* Read a file of the interpreter, through links: several packages may make up an interpreter. */
static int read_through_links(const char *path, struct text *text)
{
	return file_slurp_follow(path, TEMPLATE_MAX, text);
}

/* Print that the venv module in STDLIB is missing or cannot be read, by errno. Returns -1. */
static int no_venv_module(const char *stdlib)
{
	const char *venv = path_join(stdlib, "venv");

	if (!file_is_missing(errno))
		return error_errno("cannot read '%s'", shown(venv));
	return error("the venv module is missing in '%s'; install it (on Debian: %s-venv)",
		     shown(venv), path_base(stdlib));
}

int layout_rules_read(const char *stdlib, struct layout_rules *rules)
{
	struct text source;

	if (read_through_links(path_join(stdlib, "venv/__init__.py"), &source))
		return no_venv_module(stdlib);
#define SAYS(text) (strstr(source.data, text) != NULL)
	*rules = (struct layout_rules){
		.lib64 = SAYS("'lib64'"),
		.platlib = SAYS("create_if_needed(platlibpath)"),
		.include_series = SAYS("_venv_path(env_dir, 'include')"),
		.versioned = SAYS("f'python3.{sys.version_info[1]}'"),
		.pi = SAYS("'" VENV_PI "'"),
		.command = SAYS("'command = "),
		.dot_prompt = SAYS("prompt == '.'"),
		.bare_prompt = !SAYS("'(%s) '"),
		.quoting = SAYS("quote_ps1"),
	};
#undef SAYS
	return 0;
}

/*
 * Append TEXT quoted for the script FILE as venv quotes it; templates for PowerShell have no
 * placeholder. Unlike venv, this escapes a backslash for fish and a '!' for csh, which are special
 * there between single quotes.
 */
static void put_quoted(struct buf *out, const char *file, const char *text)
{
	struct buf word = BUF_INIT;

	sh_put_word(&word, text);
	for (const char *at = word.data; *at; at++) {
		if (*at == '\\' && ends_with(file, ".fish"))
			buf_puts(out, "\\\\");
		else if (*at == '!' && ends_with(file, ".csh"))
			buf_puts(out, "'\\!'");
		else
			buf_putc(out, *at);
	}
}

/*
 * Append TEXT, quoted, to a template without the fix of CVE-2024-9287, in which the placeholder is
 * between double quotes. The quotes are closed before TEXT and opened again at REST; an empty pair
 * is left out. Returns the new REST.
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

/*
 * Append the value of the placeholder at AT, or the byte there if AT is no placeholder. Returns the
 * rest of the text.
 */
static const char *put_value(const struct scripts *s, const char *file, const char *at,
			     struct buf *out)
{
	const struct value *value = s->values;
	const char *rest;

	while (value->name && !starts_with(at, value->name))
		value++;
	if (!value->name) {
		buf_putc(out, *at);
		return at + 1;
	}
	rest = at + strlen(value->name);
	if (!s->quoting && value->text[strcspn(value->text, "\"$`\\!")])
		return put_unquoted(out, file, value->text, rest);
	if (s->quoting)
		put_quoted(out, file, value->text);
	else
		buf_puts(out, value->text);
	return rest;
}

static void fill_in(const struct scripts *s, const char *file, const struct text *text,
		    struct buf *out)
{
	const char *at = text->data, *end = text->data + text->len, *next;

	buf_reserve(out, text->len + text->len / 2);
	while ((next = memmem(at, (size_t)(end - at), "__VENV_", strlen("__VENV_")))) {
		buf_put(out, at, (size_t)(next - at));
		at = put_value(s, file, next, out);
	}
	buf_put(out, at, (size_t)(end - at));
}

static int fill_template(const struct scripts *s, const char *dir, const char *name)
{
	const char *path = path_join(dir, name);
	struct buf out = BUF_INIT;
	struct text text;

	if (read_through_links(path, &text))
		return error_errno("cannot read '%s'", shown(path));
	fill_in(s, name, &text, &out);
	if (files_make(s->bin, name, out.data, out.len, text.info.mode & 07777))
		return error_errno("cannot write '%s'", shown(path_join("bin", name)));
	return 0;
}

int layout_scripts(const struct layout *layout, const struct layout_rules *rules, int bin)
{
	static const char *const dirs[] = { "venv/scripts/common", "venv/scripts/posix" };
	const char *target = layout->target, *prompt = layout->options.prompt;
	const struct python *python = layout->python;

	prompt = prompt ? layout_prompt(rules, prompt) : path_base(target);

	struct scripts s = {
		.values = { { "__VENV_DIR__", target },
			    { "__VENV_NAME__", path_base(target) },
			    { "__VENV_PROMPT__",
			      rules->bare_prompt ? prompt : formatted("(%s) ", prompt) },
			    { "__VENV_BIN_NAME__", "bin" },
			    { "__VENV_PYTHON__", formatted("%s/bin/%s", target, python->exe) } },
		.quoting = rules->quoting,
		.bin = bin,
	};

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		const char *dir = path_join(python->stdlib, dirs[i]);
		struct strings names = { 0 };

		if (dir_names(dir, &names))
			return no_venv_module(python->stdlib);
		for (size_t k = 0; k < names.count; k++)
			if (fill_template(&s, dir, names.list[k]))
				return -1;
	}
	return 0;
}
