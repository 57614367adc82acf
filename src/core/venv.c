/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/venv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** bytes of a prompt: longer ones only push the command away */
	PROMPT_MAX = 128,
	/** links from bin/python to a name with a minor version, and bytes of a link */
	LINKS_MAX = 8,
	LINK_TEXT_MAX = 512,
};

static enum health read_cfg(struct venv *venv)
{
	struct text text;

	if (file_slurp(path_join(venv->path, "pyvenv.cfg"), FILE_MAX, &text)) {
		venv->error = errno;
		return file_is_missing(errno) ? NO_CFG : CFG_UNREADABLE;
	}
	venv->cfg_info = text.info;
	return cfg_parse(text.data, text.len, &venv->cfg) ? HEALTHY : CFG_NO_HOME;
}

/* Some Pythons for Windows, seen from WSL or Git Bash, have Scripts. */
static enum health find_bin(struct venv *venv)
{
	static const char *const names[] = { "bin", "Scripts" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		venv->bin = names[i];
		if (!file_lstat(venv_bin(venv), &venv->bin_info) && S_ISDIR(venv->bin_info.mode))
			return HEALTHY;
	}
	venv->bin = names[0];
	return NO_BIN;
}

void venv_read(const char *path, struct venv *venv)
{
	*venv = (struct venv){ .path = path, .bin = "bin" };
	venv->health = read_cfg(venv);
	if (venv->health == HEALTHY)
		venv->health = find_bin(venv);
}

int venv_exists(const char *dir)
{
	return file_exists(AT_FDCWD, path_join(dir, "pyvenv.cfg"));
}

bool venv_is_env(const struct venv *venv)
{
	return is_set(venv->cfg.home);
}

const char *venv_bin(const struct venv *venv)
{
	return path_join(venv->path, venv->bin);
}

const char *venv_python(const struct venv *venv)
{
	return path_join(venv_bin(venv), streq(venv->bin, "Scripts") ? "python.exe" : "python");
}

/* "3.13" of "python3.13"; "" of other names. */
static const char *series_of(const char *name)
{
	const char *version = starts_with(name, "python") ? name + strlen("python") : "";

	return streq(cfg_series(version), version) ? version : "";
}

/* The minor version in the first of bin/python's links that names one; "" where none does. */
static const char *linked_series(const struct venv *venv)
{
	const char *path = venv_python(venv), *series = "";
	char text[LINK_TEXT_MAX];

	for (int i = 0; i < LINKS_MAX && !*series; i++) {
		ssize_t len = readlink(path, text, sizeof(text));

		if (len <= 0 || len == sizeof(text))
			break;
		path = path_join(path_parent(path), mem_dup(text, (size_t)len));
		series = series_of(path_base(path));
	}
	return series;
}

static bool has_library(const struct venv *venv, const char *series)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, venv->path, "/lib/python", series);
	return file_exists(AT_FDCWD, b.data) > 0;
}

/* A distribution's upgrade gave /usr/bin/python3 another minor version. */
static bool is_upgraded(struct venv *venv)
{
	const char *made = cfg_series(venv->cfg.version);

	if (!*made)
		return false;
	venv->series = linked_series(venv);
	return *venv->series && !streq(venv->series, made) && !has_library(venv, venv->series) &&
	       has_library(venv, made);
}

void venv_check_python(struct venv *venv)
{
	if (venv->health != HEALTHY)
		return;
	if (!file_is_program(venv_python(venv)))
		venv->health = NO_PYTHON;
	else if (is_upgraded(venv))
		venv->health = PYTHON_UPGRADED;
}

bool venv_name_is_generic(const char *name)
{
	static const char *const names[] = { ".venv", "venv", "env", ".env", "virtualenv" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (streq(name, names[i]))
			return true;
	return false;
}

const char *venv_problem(const struct venv *venv)
{
	static const char *const words[] = {
		[NO_CFG] = "it has no pyvenv.cfg",
		[CFG_UNREADABLE] = "its pyvenv.cfg cannot be read",
		[CFG_NO_HOME] = "its pyvenv.cfg has no 'home'",
		[NO_BIN] = "it has no bin directory",
		[NO_PYTHON] = "its Python is gone",
	};
	struct buf b = BUF_INIT;

	if (venv->health != PYTHON_UPGRADED)
		return words[venv->health];
	buf_putl(&b, "it ", venv_upgrade(venv));
	return b.data;
}

const char *venv_upgrade(const struct venv *venv)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, "was made for Python ", cfg_series(venv->cfg.version), ", and its python is ",
		 venv->series, " now");
	return b.data;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("._+@:,=- ", c));
}

/* Only what no prompt and no terminal gives a meaning to. */
static const char *harmless(const char *s)
{
	struct buf b = BUF_INIT;

	while (*s && b.len < PROMPT_MAX) {
		size_t len = path_utf8_len(s);

		if (len > 1) {
			buf_put(&b, s, len);
			s += len;
		} else {
			buf_put(&b, is_plain(*s) ? s : "?", 1);
			s++;
		}
	}
	if (*s)
		buf_puts(&b, "...");
	return b.data;
}

/* Python before 3.13 took "(name) " for the prompt, with the brackets. */
static const char *without_brackets(const char *s)
{
	size_t len = strlen(s);

	while (len && s[len - 1] == ' ')
		len--;
	if (len > 2 && s[0] == '(' && s[len - 1] == ')') {
		struct buf b = BUF_INIT;

		buf_put(&b, s + 1, len - 2);
		return b.data;
	}
	return s;
}

const char *venv_prompt(const struct venv *venv, const char *project)
{
	const char *name = path_base(venv->path);

	if (is_set(venv->cfg.prompt))
		return harmless(without_brackets(venv->cfg.prompt));
	if (venv_name_is_generic(name) && !streq(project, "/"))
		return harmless(path_base(project));
	return harmless(name);
}
