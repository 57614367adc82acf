/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "declared/up.h"

#include <fcntl.h>
#include <stdlib.h>

#include "build/wheel.h"
#include "core/path.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "lookup/calling_shell.h"
#include "lookup/learn.h"
#include "lookup/reason.h"
#include "print/paste.h"
#include "system/files.h"

enum {
	/** largest setup.cfg that is read, in bytes */
	SETUP_CFG_MAX = 1024 * 1024,
};

/* ---- the project ------------------------------------------------------------------ */

static const char *find_dev_file(const char *dir)
{
	static const char *const files[] = { "requirements-dev.txt", "dev-requirements.txt",
					     "requirements/dev.txt", NULL };
	const char *const *file = files;

	while (*file && file_exists(AT_FDCWD, path_join(dir, *file)) <= 0)
		file++;
	return *file;
}

/* DIR has a setup.cfg that describes a project. */
static bool has_setup_cfg(const char *dir)
{
	struct text text;

	return !files_slurp_target(AT_FDCWD, path_join(dir, "setup.cfg"), SETUP_CFG_MAX, &text) &&
	       strstr(text.data, "[metadata]");
}

/* Print that the directory of U declares nothing, and the next command. Returns -1. */
static int nothing_declared(struct up *u)
{
	const char *dir = u->ctx->physical;
	struct strings words = { 0 };
	struct reason missing;

	if (has_setup_cfg(dir))
		return error(
			"pip installs no project with 'setup.cfg' alone; %s adds a 'setup.py'",
			paste_quoted("echo \"import setuptools; setuptools.setup()\" >setup.py"));
	find_pwd(u->ctx, &u->found);
	if (!verdict_is_usable(&u->found))
		return error("no file that declares packages in '%s' or above, and %s", shown(dir),
			     reason_text(u->ctx, &u->found));
	dists_read(&u->found.venv, &u->dists);
	u->in = (struct install){ .manifest = &manifests[DECLARED_REQUIREMENTS],
				  .project = dir,
				  .venv = &u->found.venv,
				  .python = venv_python(&u->found.venv),
				  .pip = pip_version(&u->dists),
				  .path = calling_shell_path(&u->found.venv) };
	install_words(&u->in, &words);
	strings_add(&words, "NAME");
	missing = tool_missing(&u->in, words.list[0]);
	if (missing.why)
		return error("no file that declares packages in '%s' or above, and %s", shown(dir),
			     reason_line(missing));
	return error("no file that declares packages in '%s' or above; %s installs a package",
		     shown(dir), paste_quoted(install_line(&words, dir, u->ctx->shell_dir)));
}

static int find_project(struct up *u)
{
	const struct manifest *m;

	if (!u->ctx->physical)
		return error("%s", pwd_lost);
	u->project = project_above(&u->ctx->settings, u->ctx->physical);
	m = u->project.manifest;
	if (u->project.fault)
		return error("%s", u->project.fault);
	u->dev_file = find_dev_file(m ? u->project.dir : u->ctx->physical);
	if (!m && u->dev_file)
		return error("'%s' is not installed unasked; %s installs it", u->dev_file,
			     paste_quoted(paste_in(u->ctx->physical,
						   formatted("avenv create -r %s", u->dev_file))));
	if (!m)
		return nothing_declared(u);
	if (m->refused)
		return error("'%s' declares an environment that avenv does not handle; %s makes it",
			     m->file->name, paste_quoted(m->command));
	if (u->in.extras.count && !m->extra && !m->is_tree)
		return error("'%s' has no extras", m->file->name);
	if (u->in.groups.count && !m->group)
		return error("'%s' has no groups", m->file->name);
	u->pyproject = manifest_pyproject(u->project.dir, NULL);
	return 0;
}

/* ---- the environment -------------------------------------------------------------- */

static int find_own(struct up *u)
{
	struct verdict *found = &u->found;

	find_in(&u->ctx->trust, u->project.root, found);
	learn_covered(u->ctx, found);
	/* A tool's settings name a place for one that is to be made. */
	if (verdict_bar(found) == BAR_UNRECORDED && found->candidate.target &&
	    !file_exists(AT_FDCWD, found->candidate.target))
		*found = (struct verdict){ 0 };
	if (!found->candidate.path)
		return 0;
	if (!verdict_is_usable(found))
		return reason_error(u->ctx, found);
	dists_read(&found->venv, &u->dists);
	return 0;
}

/* PYTHON, of -p, is not of the series of VERSION. */
static bool is_other_python(const char *python, const char *version)
{
	struct python_name wanted;
	struct python_guess guess;

	if (strchr(python, '/'))
		return python_guess(python, &guess) && guess.series &&
		       !streq(guess.series, cfg_series(version));
	return python_name_asked(python, &wanted) &&
	       !pep440_matches(version, python_specifiers(&wanted));
}

/* The Python that -p or pyproject.toml asks for, if the environment's is another one; or NULL. */
static const char *other_python(const struct up *u)
{
	const char *version = u->found.venv.cfg.version, *requires;

	if (!verdict_is_usable(&u->found) || !version)
		return NULL;
	if (u->found.venv.health == PYTHON_UPGRADED)
		return u->found.venv.series;
	if (u->python)
		return is_other_python(u->python, version) ? u->python : NULL;
	requires = toml_string_at(u->pyproject, "project.requires-python");
	return requires && pep440_are_specifiers(requires) && !pep440_matches(version, requires) ?
		       requires :
		       NULL;
}

/* Refuse an environment of another Python; uv makes its own anew. */
static int check_series(const struct up *u)
{
	const char *path = u->found.venv.path, *wanted = other_python(u);
	const char *command = u->project.manifest->command, *series;

	if (!wanted || (command && starts_with(command, "uv ")))
		return 0;
	series = pep440_are_specifiers(wanted) ? python_series_of(wanted) : wanted;
	if (!series)
		return error("'%s' was made with Python %s, and no Python is %s", shown(path),
			     shown(u->found.venv.cfg.version), shown(wanted));
	return error("'%s' was made with Python %s, not %s; %s rebuilds it", shown(path),
		     shown(u->found.venv.cfg.version), shown(wanted),
		     paste_for_quoted(formatted("avenv recreate -p %s", paste_word(series)), path));
}

/* Choose the interpreter of a new environment, and set the version of its pip. */
static int find_base(struct up *u)
{
	struct python_choice choice;
	struct wheel *wheels;
	const char *why;
	size_t count;

	if (verdict_is_usable(&u->found)) {
		u->in.pip = pip_version(&u->dists);
		return 0;
	}
	if (u->project.manifest->command)
		return 0;
	if (python_choose(u->ctx, u->python, u->project.root, &choice) ||
	    python_answer(&choice, &u->base, &why) || python_check(&u->base, ".venv") ||
	    wheels_find(&u->base, &wheels, &count))
		return -1;
	if (why)
		note("%s", why);
	u->in.pip = wheels[count - 1].version;
	return 0;
}

/* Check -p, which the project's tool is given as well, and make a path absolute. */
static int check_option(struct up *u)
{
	const char *typed = u->python;
	struct python_name wanted;
	struct file_info info;

	if (!typed)
		return 0;
	if (!strchr(typed, '/'))
		return python_name_asked(typed, &wanted) ? 0 : python_word_error(typed);
	if (!u->ctx->physical)
		return 0;
	u->python = path_clean(path_join(u->ctx->physical, typed));
	return file_stat(u->python, &info) ?
		       error_errno("cannot use '%s' as Python", shown(typed)) :
		       0;
}

int up_find(struct up *u)
{
	struct install *in = &u->in;
	bool there;

	if (check_option(u) || find_project(u) || up_check_user(u) || find_own(u) ||
	    check_series(u) || find_base(u))
		return -1;
	there = verdict_is_usable(&u->found);
	in->manifest = u->project.manifest;
	in->project = u->project.dir;
	in->venv = there ? &u->found.venv : NULL;
	in->python = there ? venv_python(&u->found.venv) :
			     path_join(u->project.root, ".venv/bin/python");
	in->path = calling_shell_path(there ? &u->found.venv : NULL);
	in->files = (struct strings){ 0 };
	strings_add(&in->files, path_join(u->project.root, in->manifest->file->name));
	return 0;
}

/* ---- a project that pip installed for editing ------------------------------------- */

/* The project itself, installed for editing; NULL: it is not. */
static const struct dist *find_editable(const struct up *u)
{
	for (size_t i = 0; i < u->dists.count; i++) {
		const struct dist *dist = &u->dists.list[i];

		if (dist->editable && streq(dist->editable, u->project.dir))
			return dist;
	}
	return NULL;
}

/* A file that a build of the project reads is newer than the installed OWN. */
static bool is_outdated(const struct up *u, const struct dist *own)
{
	static const char *const files[] = { "pyproject.toml", "setup.py", "setup.cfg" };
	struct file_info installed, file;

	if (file_stat(own->path, &installed))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (!file_stat(path_join(u->project.dir, files[i]), &file) &&
		    file.mtime > installed.mtime)
			return true;
	return false;
}

/* Only a build tells what the project requires, from files that avenv does not know. */
static bool is_dynamic(const struct up *u)
{
	const struct toml *dynamic = toml_at(u->pyproject, "project.dynamic");

	return array_has(dynamic, "dependencies") || array_has(dynamic, "optional-dependencies");
}

bool up_is_built(const struct up *u)
{
	const struct dist *own;
	struct comparison c = { .venv = &u->found.venv,
				.dists = &u->dists,
				.extras = u->in.extras,
				.groups = u->in.groups };

	if (u->project.manifest != &manifests[DECLARED_PROJECT] || !u->in.pip ||
	    !verdict_is_usable(&u->found))
		return false;
	own = find_editable(u);
	if (!own || is_outdated(u, own) || is_dynamic(u))
		return false;
	declared_project(&c, &u->ctx->settings, u->project.root, u->project.dir);
	declared_compare(&c);
	if (c.fault || !c.file || declared_is_different(&c))
		return false;
	note("nothing to do: '%s' has what '%s' declares", shown(c.venv->path), c.file);
	return true;
}
