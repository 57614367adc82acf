/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What markers are compared with, told from the files of an environment. */
#include <ctype.h>
#include <sys/utsname.h>

#include "cli/requirement.h"
#include "cli/site.h"
#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/* LIBRARY is the name of what holds its site-packages, or NULL. */
static bool is_pypy(const struct venv *venv, const char *library)
{
	static const char *const names[] = { "pypy", "pypy3" };
	struct file_info info;

	if (library && starts_with(library, "pypy"))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!file_lstat(path_join(venv_bin(venv), names[i]), &info))
			return true;
	return false;
}

/* Digits and dots of the first COUNT parts of VERSION. */
static size_t parts_len(const char *version, unsigned count)
{
	size_t len = 0;

	while (isdigit((unsigned char)version[len]) || version[len] == '.') {
		if (version[len] == '.' && !--count)
			break;
		len++;
	}
	return len;
}

/*
 * "3.13.0rc1" for the "3.13.0.candidate.1" of virtualenv; venv and uv write
 * 3.12.1.
 */
static const char *full_version(const char *version)
{
	static const char *const levels[][2] = {
		{ ".alpha.", "a" }, { ".beta.", "b" }, { ".candidate.", "rc" }, { ".final.", NULL }
	};
	size_t len = parts_len(version, 3);

	for (size_t i = 0; i < ARRAY_SIZE(levels); i++) {
		const char *level = levels[i][0], *letter = levels[i][1];
		struct buf full = BUF_INIT;

		if (!starts_with(version + len, level))
			continue;
		buf_put(&full, version, len);
		if (letter)
			buf_putl(&full, letter, version + len + strlen(level));
		return full.data;
	}
	return version;
}

/* Of pyvenv.cfg; else what "python3.11" says, or "0.0". */
static void take_version(const struct venv *venv, const char *library, struct marker_env *env)
{
	struct buf version = BUF_INIT;
	const char *series;

	if (is_set(venv->cfg.version)) {
		env->python_full_version = full_version(venv->cfg.version);
	} else {
		series = library ? library + strcspn(library, "0123456789") : "";
		series = *series ? series : "0.0";
		buf_put(&version, series, strspn(series, "0123456789."));
		buf_puts(&version, ".0");
		env->python_full_version = version.data;
	}
	env->python_version =
		mem_dup(env->python_full_version, parts_len(env->python_full_version, 2));
}

/* sys.platform: on most systems with the number of their first release. */
static const char *platform_of(const struct utsname *system, bool python2)
{
	static const char *const bare[] = { "linux", "darwin", "cygwin", "aix" };
	struct buf name = BUF_INIT;

	for (const char *s = system->sysname; *s; s++)
		buf_putc(&name, (char)tolower((unsigned char)*s));
	if (starts_with(name.data, "cygwin"))
		return "cygwin";
	for (size_t i = 0; i < ARRAY_SIZE(bare); i++)
		if (streq(name.data, bare[i]))
			return python2 && i == 0 ? "linux2" : bare[i];
	buf_put(&name, system->release, strspn(system->release, "0123456789"));
	return name.data;
}

static void take_system(bool python2, struct marker_env *env)
{
	struct utsname system;

	if (uname(&system)) {
		env->sys_platform = env->platform_machine = "";
		env->platform_system = env->platform_release = "";
		env->platform_version = "";
		return;
	}
	env->sys_platform = platform_of(&system, python2);
	env->platform_machine = mem_dups(system.machine);
	env->platform_system = mem_dups(system.sysname);
	env->platform_release = mem_dups(system.release);
	env->platform_version = mem_dups(system.version);
}

void marker_env_of(const struct venv *venv, struct marker_env *env)
{
	const char *library = site_python(venv);
	bool pypy = is_pypy(venv, library);

	*env = (struct marker_env){ .os_name = "posix" };
	take_version(venv, library, env);
	env->implementation_name = pypy ? "pypy" : "cpython";
	env->platform_python_implementation = pypy ? "PyPy" : "CPython";
	env->implementation_version = pypy ? "" : env->python_full_version;
	take_system(starts_with(env->python_version, "2."), env);
	/* A Python for Windows, seen from WSL or Git Bash. */
	if (streq(venv->bin, "Scripts")) {
		env->os_name = "nt";
		env->sys_platform = "win32";
		env->platform_system = "Windows";
		env->platform_release = env->platform_version = "";
	}
}
