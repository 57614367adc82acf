/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/layout.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/file.h"
#include "core/path.h"
#include "core/utf8.h"
#include "print/msg.h"
#include "system/file_at.h"

/** The state of one layout_write(). */
struct draft {
	const struct layout *layout;
	struct layout_rules rules;
	int dir;
	int bin;
};

const char *layout_site(const struct python *python)
{
	return formatted("lib/python%s%s/site-packages", python->series, python->threads);
}

static int cannot_make(const struct draft *d, const char *name)
{
	return error_errno("cannot make '%s'", shown(path_join(d->layout->target, name)));
}

static int make_stage_dirs(const struct draft *d, const char *path)
{
	return files_make_dirs(d->dir, path, 0777, NULL) ? cannot_make(d, path) : 0;
}

static int make_include(const struct draft *d)
{
	const struct python *python = d->layout->python;

	return make_stage_dirs(
		d, d->rules.include_series ?
			   formatted("include/python%s%s", python->series, python->threads) :
			   "include");
}

/*
 * lib64, from which some systems import compiled modules: a link to lib, or since Python 3.15 a
 * directory if the standard library is in a lib64, too.
 */
static int make_lib64(const struct draft *d)
{
	const struct python *python = d->layout->python;
	bool apart = streq(path_base(path_parent(python->stdlib)), "lib64");

	if (d->rules.lib64 && python->lib64)
		return symlinkat("lib", d->dir, "lib64") ? cannot_make(d, "lib64") : 0;
	if (!d->rules.platlib || !apart)
		return 0;
	return make_stage_dirs(d, formatted("lib64%s", layout_site(python) + strlen("lib")));
}

static int write_dirs(struct draft *d)
{
	if (make_stage_dirs(d, "bin") || make_include(d) ||
	    make_stage_dirs(d, layout_site(d->layout->python)) || make_lib64(d))
		return -1;
	d->bin = openat(d->dir, "bin", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return d->bin < 0 ? cannot_make(d, "bin") : 0;
}

static int write_file(const struct draft *d, const char *name, const char *text)
{
	return files_make(d->dir, name, text, strlen(text), d->layout->mode) ?
		       cannot_make(d, name) :
		       0;
}

/* Make bin/NAME a link to the interpreter if NAME is the interpreter's own, else to that name. */
static int write_python(const struct draft *d, const char *name)
{
	const struct python *python = d->layout->python;
	const char *to = streq(name, python->exe) ? python->path : python->exe;

	return symlinkat(to, d->bin, name) ? cannot_make(d, path_join("bin", name)) : 0;
}

static int write_pythons(const struct draft *d)
{
	const struct python *python = d->layout->python;
	const char *const names[] = { "python", "python3",
				      d->rules.versioned ? formatted("python%s", python->series) :
							   NULL,
				      d->rules.pi ? VENV_PI : NULL };

	if (write_python(d, python->exe))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i] && !streq(names[i], python->exe) && write_python(d, names[i]))
			return -1;
	return 0;
}

/* ---- pyvenv.cfg, as EnvBuilder.create_configuration() writes it -------------- */

/*
 * Append Python's repr() of TEXT. What avenv does not print, as the joiners of emoji, is escaped. Of
 * the others only Python's tables say which are not printable, as a no-break space: these are
 * written as they are, and mean the same.
 */
static void put_repr(struct buf *out, const char *text)
{
	char quote = strchr(text, '\'') && !strchr(text, '"') ? '"' : '\'';
	uint32_t c = 0;

	buf_putc(out, quote);
	for (size_t len; *text; text += len) {
		len = utf8_decode(text, &c);
		if (!len || utf8_printable_len(text)) {
			if (*text == quote || *text == '\\')
				buf_putc(out, '\\');
			len = len ? len : 1;
			buf_put(out, text, len);
		} else {
			buf_puts(out, c < 0x100 ? "\\x" : c < 0x10000 ? "\\u" : "\\U");
			buf_put_hex(out, c, c < 0x100 ? 2 : c < 0x10000 ? 4 : 8);
		}
	}
	buf_putc(out, quote);
}

const char *layout_prompt(const struct layout_rules *rules, const char *prompt)
{
	const char *cwd;

	if (!streq(prompt, ".") || !rules->dot_prompt)
		return prompt;
	cwd = cwd_physical().path;
	return cwd ? path_base(cwd) : prompt;
}

/* Append the key `command`, with the flags in the order of `python -m venv`, not as typed. */
static void put_command(const struct layout *layout, struct buf *out)
{
	const struct layout_options *options = &layout->options;
	const struct {
		bool given;
		const char *flag;
	} flags[] = {
		{ options->without_pip, " --without-pip" },
		{ options->system_site, " --system-site-packages" },
		{ options->clear, " --clear" },
		{ options->upgrade_deps, " --upgrade-deps" },
	};

	buf_putl(out, "command = ", layout->python->path, " -m venv");
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		buf_puts(out, flags[i].given ? flags[i].flag : "");
	if (options->prompt)
		buf_putl(out, " --prompt=\"", options->prompt, "\"");
	buf_putl(out, " ", layout->target, "\n");
}

static int write_new_cfg(const struct draft *d)
{
	const struct layout_options *options = &d->layout->options;
	const struct python *python = d->layout->python;
	struct buf cfg = BUF_INIT;

	buf_putl(&cfg, "home = ", python->home,
		 "\ninclude-system-site-packages = ", options->system_site ? "true" : "false",
		 "\nversion = ", python->version, "\n");
	if (options->prompt) {
		buf_puts(&cfg, "prompt = ");
		put_repr(&cfg, layout_prompt(&d->rules, options->prompt));
		buf_putc(&cfg, '\n');
	}
	if (d->rules.command) {
		buf_putl(&cfg, "executable = ", python->real, "\n");
		put_command(d->layout, &cfg);
	}
	return write_file(d, "pyvenv.cfg", cfg.data);
}

int layout_write(const struct layout *layout, int dir)
{
	struct draft d = { .layout = layout, .dir = dir, .bin = -1 };
	int ret = -1;

	if (layout_rules_read(layout->python->stdlib, &d.rules))
		return -1;
	if (!write_dirs(&d) && !write_file(&d, ".gitignore", GITIGNORE) && !write_pythons(&d) &&
	    !layout_scripts(layout, &d.rules, d.bin))
		ret = write_new_cfg(&d);
	file_close(d.bin);
	return ret;
}
