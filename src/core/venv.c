/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/venv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "core/utf8.h"

static enum health read_cfg(struct venv *venv)
{
	struct text text;
	bool has_home;

	if (file_slurp(path_join(venv->path, "pyvenv.cfg"), FILE_MAX, &text)) {
		venv->error = errno;
		return file_is_missing(errno) ? NO_CFG : CFG_UNREADABLE;
	}
	venv->cfg_info = text.info;
	has_home = cfg_parse(text.data, text.len, &venv->cfg);
	if (!is_utf8(text.data, text.len))
		return CFG_NOT_UTF8;
	return has_home ? HEALTHY : CFG_NO_HOME;
}

/* Set INFO to that of PATH. Returns whether PATH is a directory, and no link to one. */
static bool lstat_dir(const char *path, struct file_info *info)
{
	return !file_lstat(path, info) && S_ISDIR(info->mode);
}

/* VENV has the file NAME. */
static bool has_file(const struct venv *venv, const char *name)
{
	return file_exists(path_join(venv->path, name)) > 0;
}

/* The kind of environment that VENV is, if avenv does not support that kind; else NULL. */
static const char *unsupported_kind(const struct venv *venv)
{
	struct file_info info;

	if (venv->health == NO_BIN && lstat_dir(path_join(venv->path, "Scripts"), &info))
		return "it was made by Windows (it has Scripts, and no bin)";
	/* Later versions write a pyvenv.cfg, and no python-config. */
	if (venv->health == NO_CFG && has_file(venv, "bin/activate_this.py") &&
	    has_file(venv, "bin/python-config"))
		return "it was made by virtualenv before version 20, without a pyvenv.cfg";
	if (venv->health == HEALTHY && streq(cfg_series(venv->cfg.version), "2.7"))
		return "it is of Python 2, which avenv does not support";
	return NULL;
}

void venv_read(const char *path, struct venv *venv)
{
	*venv = (struct venv){ .path = path };
	venv->health = read_cfg(venv);
	if (venv->health == HEALTHY && !lstat_dir(venv_bin(venv), &venv->bin_info))
		venv->health = NO_BIN;
	venv->unsupported = unsupported_kind(venv);
	if (venv->unsupported)
		venv->health = UNSUPPORTED;
}

bool venv_is_at(const char *dir)
{
	struct venv venv = { .path = dir };

	(void)read_cfg(&venv);
	return venv_is_env(&venv);
}

int venv_exists(const char *dir)
{
	return file_exists(path_join(dir, "pyvenv.cfg"));
}

bool venv_is_env(const struct venv *venv)
{
	return is_set(venv->cfg.home);
}

const char *python_stdlib(const char *prefix, const char *name)
{
	/* Fedora has the standard library in lib64. */
	static const char *const libs[] = { "lib", "lib64" };

	for (size_t i = 0; i < ARRAY_SIZE(libs); i++) {
		const char *dir = path_join(path_join(prefix, libs[i]), name);

		if (file_reachable(path_join(dir, "os.py")))
			return dir;
	}
	return NULL;
}

const char *venv_stdlib(const struct venv *venv, const char *name)
{
	const char *home = venv->cfg.home, *stdlib, *real;

	if (!is_set(home) || home[0] != '/' || !name)
		return NULL;
	stdlib = python_stdlib(path_parent(path_clean(home)), name);
	if (stdlib)
		return stdlib;
	/* If `home` has a link to the interpreter, Python also searches beside its target. */
	real = real_path_of(path_join(home, name)).path;
	return real ? python_stdlib(path_parent(path_parent(real)), name) : NULL;
}

bool venv_has_ensurepip(const struct venv *venv, const char *name)
{
	const char *stdlib = venv_stdlib(venv, name);

	return stdlib && file_reachable(path_join(stdlib, "ensurepip/__init__.py"));
}

struct real_path venv_real(const struct venv *venv)
{
	return real_path_kept(venv->path);
}

const char *venv_bin(const struct venv *venv)
{
	return path_join(venv->path, "bin");
}

const char *venv_name_fault(const char *path)
{
	uint32_t c;
	size_t n;

	for (; *path; path += n) {
		n = utf8_decode(path, &c);
		if (!n)
			return "is not UTF-8, so Python could not read its pyvenv.cfg";
		if (c < ' ' || c == 0x7F)
			return "has a control character in it";
		if (c == ':')
			return "has a ':' in it, so it cannot be on PATH";
	}
	return NULL;
}

const char *venv_python(const struct venv *venv)
{
	return path_join(venv_bin(venv), "python");
}

/* "3.13" of "python3.13"; "" of other names. */
static const char *series_of(const char *name)
{
	const char *version = starts_with(name, "python") ? name + strlen("python") : "";

	return streq(cfg_series(version), version) ? version : "";
}

/* The series in the first link of bin/python whose target has one; "": none. */
static const char *linked_series(const struct venv *venv)
{
	const char *path = venv_python(venv), *text, *series = "";

	for (int links_left = 8; links_left && !*series; links_left--) {
		text = file_link_text(AT_FDCWD, path);
		if (!text)
			break;
		path = path_join(path_parent(path), text);
		series = series_of(path_base(path));
	}
	return series;
}

static bool has_library(const struct venv *venv, const char *series)
{
	return file_exists(joined(venv->path, "/lib/python", series)) > 0;
}

/* The other minor version that an upgrade gave to PYTHON of VENV; NULL: that of the packages. */
static const char *upgraded_series(const struct venv *venv, const struct file_info *python)
{
	const char *made = cfg_series(venv->cfg.version), *series;
	struct file_info info;

	if (!*made)
		return NULL;
	/* `home` has it by the old name. */
	if (!file_stat(joined(venv->cfg.home, "/python", made), &info) && file_same(&info, python))
		return NULL;
	series = linked_series(venv);
	if (!*series || streq(series, made) || has_library(venv, series))
		return NULL;
	return has_library(venv, made) ? series : NULL;
}

static enum health health_of_python(struct venv *venv)
{
	struct file_info python;

	if (file_stat(venv_python(venv), &python))
		return file_leads_nowhere(errno) ? NO_PYTHON : PYTHON_UNREADABLE;
	if (!file_info_is_program(&python))
		return PYTHON_NO_PROGRAM;
	venv->series = upgraded_series(venv, &python);
	return venv->series ? PYTHON_UPGRADED : HEALTHY;
}

void venv_check_python(struct venv *venv)
{
	if (venv->health == HEALTHY)
		venv->health = health_of_python(venv);
}

bool venv_lacks_python(const struct venv *venv)
{
	return venv->health == NO_PYTHON || venv->health == PYTHON_NO_PROGRAM ||
	       venv->health == PYTHON_UNREADABLE;
}

const char *venv_problem(const struct venv *venv)
{
	static const char *const words[] = {
		[NO_CFG] = "it has no pyvenv.cfg",
		[CFG_UNREADABLE] = "its pyvenv.cfg cannot be read",
		[CFG_NO_HOME] = "its pyvenv.cfg has no 'home'",
		[CFG_NOT_UTF8] = "its pyvenv.cfg is not UTF-8",
		[NO_BIN] = "it has no bin directory",
		[NO_PYTHON] = "its Python is gone",
		[PYTHON_NO_PROGRAM] = "its Python is not executable",
		[PYTHON_UNREADABLE] = "its Python cannot be looked at by this user",
	};

	if (venv->health == UNSUPPORTED)
		return venv->unsupported;
	if (venv->health != PYTHON_UPGRADED)
		return words[venv->health];
	return joined("it was made for Python ", cfg_series(venv->cfg.version),
		      ", and its python is ", venv->series, " now");
}

bool venv_name_is_generic(const char *name)
{
	return is_one_of(name, generic_names);
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("._+@:,=- ", c));
}

/* S with `?` for each character that is special to a prompt or a terminal. */
static const char *harmless(const char *s)
{
	struct buf b = BUF_INIT;

	while (*s) {
		size_t len = utf8_printable_len(s);

		if (len > 1 || is_plain(*s))
			buf_put(&b, s, len);
		else
			buf_putc(&b, '?');
		s += len ? len : 1;
	}
	return b.data;
}

const char *venv_prompt(const struct venv *venv, const char *project)
{
	const char *name = path_base(venv->path);

	if (is_set(venv->cfg.prompt))
		return harmless(venv->cfg.prompt);
	if (venv_name_is_generic(name) && !streq(project, "/"))
		return harmless(path_base(project));
	return harmless(name);
}

const char *const venv_variables[] = {
	"VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "PYTHONHOME",     "AVENV_ENV",         "AVENV_NAMED",
	"AVENV_SHELL", "AVENV_STATE",        "AVENV_OLD_PATH", "_OLD_VIRTUAL_PATH", NULL,
};

void venv_export(const struct venv *venv, const char *project)
{
	for (const char *const *name = venv_variables; *name; name++)
		unsetenv(*name);
	setenv("VIRTUAL_ENV", venv->path, 1);
	setenv("VIRTUAL_ENV_PROMPT", venv_prompt(venv, project), 1);
}

const char *venv_prompt_at(const char *path)
{
	struct venv venv;

	venv_read(path, &venv);
	return venv_prompt(&venv, path_parent(path));
}
