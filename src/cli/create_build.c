/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Into a stage: what an environment consists of, and the wheels it begins with. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/create.h"
#include "cli/layout.h"
#include "cli/pep440.h"
#include "cli/pip.h"
#include "cli/stage.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

/** One environment being built. */
struct building {
	const struct create_how *how;
	const struct create_place *place;
	const struct stage *stage;
	/** site-packages, below the environment */
	const char *site;
	/** what is unpacked: of how->wheels those that are not there yet */
	struct wheel *wheels;
	size_t wheel_count;
};

bool create_is_native(const struct python *python)
{
	return streq(python->implementation, "cpython");
}

bool create_renews(const struct create_how *how, const struct create_place *place)
{
	return place->is_env && !how->clear;
}

int create_seed(struct create_how *how)
{
	const struct python *python = how->python;
	struct wheel *wheels;

	if (python->major < 3)
		return error("'%s' is Python %s, which has no venv; virtualenv "
			     "20.21.1 was the last to make environments of it",
			     shown(python->path), python->version);
	if (!layout_since(python, 6))
		return error("'%s' is Python %s, and avenv knows those since "
			     "3.6; '%s -m venv DIR' makes one",
			     shown(python->path), python->version, shown(python->path));
	if (!create_is_native(python)) {
		note("%s makes environments by its own 'venv'",
		     python_called(python->implementation));
		return 0;
	}
	if (how->without_pip)
		return 0;
	if (wheels_of(python, &wheels, &how->wheel_count))
		return -1;
	how->wheels = wheels;
	return 0;
}

/*
 * An installed one that is as new as the wheel stays, as pip would have it; but
 * a run that was killed may have left only a part of it.
 */
static void choose_wheels(struct building *b)
{
	const struct create_how *how = b->how;
	const char *site = path_join(b->place->target, b->site);

	b->wheels = mem_array(how->wheel_count + 1, sizeof(*b->wheels));
	for (size_t i = 0; i < how->wheel_count; i++) {
		const struct wheel *wheel = &how->wheels[i];
		const char *there =
			create_renews(how, b->place) ? create_installed(site, wheel->name) : NULL;
		int newer = there ? pep440_compare(there, wheel->version) : -1;

		if (newer < 0 ||
		    (!newer && !create_whole(b->place->target, site, wheel->name, there)))
			b->wheels[b->wheel_count++] = *wheel;
	}
}

bool create_is_copy(int env)
{
	struct file_info info;

	return !file_lstatat(env, "bin/python", &info) && S_ISREG(info.mode);
}

/* It stays one when it is renewed. */
static bool is_copied(const struct building *b)
{
	return b->how->copies || (b->how->upgrade && create_is_copy(b->place->dir));
}

/* What finds its libraries by where it lies may not start from elsewhere. */
static int check_copy(const struct building *b)
{
	const struct python *python = b->how->python;
	const char *bin = path_join(b->stage->path, "bin");

	if (!is_copied(b) || python_starts(path_join(bin, python->exe)))
		return 0;
	return error("'%s' is not %s: a copy of '%s' does not start, only a link "
		     "to it",
		     shown(b->place->name), b->how->upgrade ? "upgraded" : "made",
		     shown(python->real));
}

static int lay_out(const struct building *b)
{
	const struct create_how *how = b->how;
	const struct create_place *place = b->place;
	const char *prompt = how->prompt;

	if (how->upgrade && !prompt)
		prompt = place->venv.cfg.prompt;

	const struct layout layout = {
		.python = how->python,
		.target = place->target,
		.prompt = prompt,
		.system_site = how->system_site,
		.copies = is_copied(b),
		.with_pip = !how->without_pip,
		.clear = how->clear,
		.upgrade = how->upgrade,
		.upgrade_deps = how->upgrade_deps,
		.scm_ignore = !how->without_scm_ignore,
	};

	return layout_write(&layout, b->stage->dir, how->clear ? -1 : place->dir);
}

static int install_wheels(const struct building *b, struct wheel_target *to)
{
	const struct python *python = b->how->python;
	const char *staged = path_join(b->stage->path, b->site);

	if (wheels_unpack(b->wheels, b->wheel_count, to))
		return -1;
	if (b->how->compile && pip_compile(python, staged, path_join(b->place->target, b->site)))
		return -1;
	for (size_t i = 0; i < b->wheel_count; i++)
		if (wheel_record(&b->wheels[i], to))
			return -1;
	return 0;
}

static int unpack(const struct building *b)
{
	const struct python *python = b->how->python;
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	struct wheel_target to = {
		.site = openat(b->stage->dir, b->site, flags),
		.bin = openat(b->stage->dir, "bin", flags),
		.site_to_bin = "../../../bin",
		.interpreter = path_join(path_join(b->place->target, "bin"), python->exe),
		.python = python,
	};
	int ret = -1;

	if (to.site < 0 || to.bin < 0)
		error_errno("cannot open '%s'", shown(b->stage->path));
	else
		ret = install_wheels(b, &to);
	if (to.site >= 0)
		close(to.site);
	if (to.bin >= 0)
		close(to.bin);
	return ret;
}

/* By its own venv, what no facts are known of. */
static int build_foreign(const struct building *b)
{
	const struct create_how *how = b->how;
	const char *flags[8];
	size_t n = 0;

	if (how->system_site)
		flags[n++] = "--system-site-packages";
	if (how->copies)
		flags[n++] = "--copies";
	if (how->without_pip)
		flags[n++] = "--without-pip";
	if (how->without_scm_ignore && layout_since(how->python, 13))
		flags[n++] = "--without-scm-ignore-files";
	if (how->prompt) {
		flags[n++] = "--prompt";
		flags[n++] = how->prompt;
	}
	flags[n++] = b->stage->path;
	flags[n] = NULL;
	if (pip_venv(how->python, b->stage->dir, flags))
		return error("'%s -m venv' failed: '%s' is not made", shown(how->python->path),
			     shown(b->place->name));
	return 0;
}

int create_build(const struct create_how *how, const struct create_place *place,
		 const struct stage *stage)
{
	struct building b = {
		.how = how,
		.place = place,
		.stage = stage,
		.site = layout_site(how->python),
	};

	if (!create_is_native(how->python))
		return build_foreign(&b);
	choose_wheels(&b);
	if (lay_out(&b) || check_copy(&b))
		return -1;
	return b.wheel_count ? unpack(&b) : 0;
}
