/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "python/guess.h"

#include <fcntl.h>

#include "core/path.h"
#include "core/venv.h"
#include "formats/python_name.h"
#include "print/msg.h"

bool python_guess(const char *path, struct python_guess *guess)
{
	const char *real = real_path_of(path).path;
	struct python_name name;

	if (!real || !python_name_parse(path_base(real), &name) || !file_is_program(real))
		return false;
	*guess = (struct python_guess){
		.real = real,
		.implementation = python_implementation(&name),
		.series = *name.series ? name.series : NULL,
		.threads = name.free_threaded ? "t" : "",
	};
	guess->stdlib = python_stdlib(path_parent(path_parent(real)),
				      formatted("%s%s%s", name.base, name.version, guess->threads));
	return true;
}

bool python_is_script(const char *path)
{
	const char *real = real_path_of(path).path;
	struct text text;

	return real && !file_start(AT_FDCWD, real, 2, &text) && streq(text.data, "#!");
}

const char *python_in(const char *bin)
{
	static const char *const names[] = { "python3", "python" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (file_is_program(path_join(bin, names[i])))
			return path_join(bin, names[i]);
	return NULL;
}

bool python_in_env(const char *path)
{
	return venv_exists(path_parent(path_parent(path))) > 0;
}

/* A link in bin leads to the base interpreter. For a copy, `home` is the base's directory. */
const char *python_base(const char *path)
{
	const char *real, *base;
	struct venv venv;

	if (!python_in_env(path))
		return path;
	real = real_path_of(path).path;
	if (real && !python_in_env(real))
		return real;
	venv_read(path_parent(path_parent(path)), &venv);
	if (!venv_is_env(&venv) || venv.cfg.home[0] != '/')
		return NULL;
	base = python_in(path_clean(venv.cfg.home));
	return base && !python_in_env(base) ? base : NULL;
}

const char *python_argument_specifiers(const char *python)
{
	struct python_guess guess;

	if (!strchr(python, '/'))
		return python_asked_specifiers(python);
	return python_guess(python, &guess) && guess.series ? joined("==", guess.series, ".*") :
							      NULL;
}
