/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/marker_env.h"

#include <ctype.h>
#include <sys/utsname.h>

#include "core/buf.h"
#include "core/mem.h"
#include "formats/pep440.h"

/* The version in pyvenv.cfg, else SERIES, else 0.0.0. */
static void take_version(const struct venv *venv, const char *series, struct marker_env *env)
{
	const char *version = venv->cfg.version;

	env->python_full_version =
		is_set(version) ? pep440_release(version) : joined(*series ? series : "0.0", ".0");
	env->python_version = cfg_series(env->python_full_version);
}

/* sys.platform: "linux", "darwin" */
static const char *platform_of(const struct utsname *os)
{
	struct buf name = BUF_INIT;

	for (const char *s = os->sysname; *s; s++)
		buf_putc(&name, (char)tolower((unsigned char)*s));
	return name.data;
}

void marker_env_of(const struct venv *venv, const struct library *library, struct marker_env *env)
{
	struct utsname *os = mem_array(1, sizeof(*os));
	bool pypy = streq(library->implementation, "pypy");

	*env = (struct marker_env){ .os_name = "posix" };
	take_version(venv, library->series, env);
	env->implementation_name = library->implementation;
	env->platform_python_implementation = pypy ? "PyPy" : "CPython";
	env->implementation_version = pypy ? "" : env->python_full_version;
	/* uname() fails on no system; the values would be "". */
	(void)uname(os);
	env->sys_platform = platform_of(os);
	env->platform_machine = os->machine;
	env->platform_system = os->sysname;
	env->platform_release = os->release;
	env->platform_version = os->version;
}
