/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/repoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "build/stage_dir.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "core/venv.h"
#include "installed/kernels.h"
#include "plan/pointer.h"
#include "plan/search.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/change.h"
#include "records/home.h"
#include "records/slots.h"
#include "system/files.h"
#include "system/replace.h"

/* ---- the link of a project --------------------------------------------------- */

int project_link_check(const char *project)
{
	int dir = files_open_dir(AT_FDCWD, project), ret;

	if (dir < 0)
		return error_errno("cannot open '%s'", shown(project));
	ret = edit_check(dir, project, ".venv");
	close(dir);
	return ret;
}

int project_link_write(const char *project, const char *env)
{
	const char *below = path_join(project, "");
	const char *to = starts_with(env, below) ? env + strlen(below) : env;
	int dir, ret = -1;

	/* A killed run may have left a link with a temporary name. */
	stage_sweep(project);
	dir = files_open_dir(AT_FDCWD, project);
	if (dir >= 0)
		ret = replace_link(dir, ".venv", to);
	file_close(dir);
	return ret ? error_errno("cannot change '%s'", shown(path_join(project, ".venv"))) : 0;
}

/* ---- links and redirects on record -------------------------------------------- */

/* The command that makes SLOT, a link or redirect, lead to ENV, or for NULL removes SLOT. */
static const char *lead_line(const char *slot, const char *env)
{
	const char *project = paste_word(path_parent(slot));

	if (!env)
		return formatted("rm %s", paste_word(slot));
	if (streq(path_base(slot), ".venv"))
		return formatted("avenv -C %s use %s", project, paste_word(env));
	return formatted("ln -sfn %s %s%savenv allow %s", paste_word(env), paste_word(slot),
			 paste_shell()->and_then, project);
}

void note_pointers(struct trust *trust, const char *env, const char *to)
{
	struct file_info info;

	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *r = &trust->records[i];

		if (!r->tree && r->target && streq(r->target, env) && !file_lstat(r->path, &info) &&
		    pointer_names_env(r->path, &info, env))
			note("'%s' still leads to it; %s %s", shown(r->path),
			     paste_quoted(lead_line(r->path, to)),
			     to ? "changes that" : "removes it");
	}
}

/* ---- paths of its programs ------------------------------------------------------- */

const char *path_in_env(const char *path, const char *env)
{
	for (const char *dir = path_parent(path); !streq(dir, "/"); dir = path_parent(dir))
		if (streq(file_real_part(dir), env))
			return path + strlen(dir);
	return NULL;
}

/* ---- Jupyter kernels ------------------------------------------------------------- */

/* Replace the environment of KERNEL, which is its program without the end REST, by TO. */
static void repoint_kernel(const struct kernel *kernel, const char *rest, const char *to)
{
	const char *from = mem_dup(kernel->program, strlen(kernel->program) - strlen(rest));
	struct edit edit = { .file = "kernel.json", .text = BUF_INIT };
	const char *name = shown(path_base(kernel->dir));
	int dir = files_open_dir(AT_FDCWD, kernel->dir);
	struct text text;

	if (dir < 0 || file_slurp_at(dir, edit.file, FILE_MAX, &text)) {
		file_failed(kernel->dir, "read", edit.file);
	} else {
		replace_path(PLAIN, from, to, &text, &edit.text);
		if (streq(edit.text.data, text.data))
			note("the Jupyter kernel '%s' starts '%s' still", name,
			     shown(kernel->program));
		else if (!edit_put(dir, kernel->dir, &edit))
			note("the Jupyter kernel '%s' starts '%s' now", name,
			     shown(joined(to, rest)));
	}
	file_close(dir);
}

static void repoint_kernels(const char *env, const char *to)
{
	struct kernels kernels = { 0 };

	kernels_find(&kernels);
	for (size_t i = 0; i < kernels.count; i++) {
		const struct kernel *kernel = &kernels.list[i];
		const char *rest = path_in_env(kernel->program, env);

		if (!rest)
			continue;
		if (to)
			repoint_kernel(kernel, rest, to);
		else
			note("the Jupyter kernel '%s' still starts it; %s removes the kernel",
			     shown(path_base(kernel->dir)),
			     paste_quoted(formatted("rm -r %s", paste_word(kernel->dir))));
	}
}

/* ---- links in the directories of PATH ---------------------------------------------- */

/* Print the links in DIR to programs of ENV, a real path; TO as in repoint_users(). */
static void note_links_in(const char *dir, const char *env, const char *to)
{
	const char *real = file_real_part(dir);
	struct strings names = { 0 };
	struct mem_mark mark;

	(void)!files_names(dir, &names);
	mark = mem_mark();
	for (size_t i = 0; i < names.count; mem_release(mark), i++) {
		const char *link = path_join(dir, names.list[i]);
		const char *text = file_link_text(AT_FDCWD, link), *line, *rest;

		rest = text ? path_in_env(path_clean(path_join(real, text)), env) : NULL;
		if (!rest)
			continue;
		line = to ? formatted("ln -sfn %s %s", paste_word(joined(to, rest)),
				      paste_word(link)) :
			    formatted("rm %s", paste_word(link));
		note("'%s' still leads to it; %s %s", shown(link), paste_quoted(line),
		     to ? "changes that" : "removes it");
	}
}

void repoint_users(const char *from, const char *to)
{
	const char *path = getenv("PATH"), *real = file_real_part(from), *dir;
	struct strings done = { 0 };

	repoint_kernels(real, to);
	path = path ? path : "";
	while ((dir = pathvar_next_dir(&path))) {
		/* The command that is printed has to be the user's to type. */
		if (path_under(dir, from) || faccessat(AT_FDCWD, dir, W_OK, AT_EACCESS) ||
		    strings_contain(&done, dir))
			continue;
		strings_add(&done, dir);
		note_links_in(dir, real, to);
	}
}

void repoint_moved(const struct relocations *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		const struct relocation *r = &paths->list[i];

		if (!i || !streq(file_real_part(r->from), paths->list[i - 1].from))
			repoint_users(r->from, r->to);
	}
}

/* ---- the environment's record --------------------------------------------------- */

enum recorded record_env(struct context *ctx, const char *env, unsigned accepts)
{
	struct change change = { 0 };
	struct verdict found;
	const char *project;

	find_at(&ctx->trust, env, false, &found);
	if (!found.env.path) {
		error("cannot find '%s': %s", shown(env), found.problem);
		return RECORDED_FAILED;
	}
	env = found.env.path;
	project = found.project.path;
	if (found.word != WORD_ALLOWED) {
		const struct candidate c = { .path = env,
					     .name = path_base(env),
					     .project = project };

		if (slot_allow(&ctx->trust, &c, BY_MADE | accepts, &change))
			return RECORDED_NOT;
		if (change_commit(&change, &ctx->trust))
			return RECORDED_FAILED;
		warn_home(&ctx->settings, project);
	}
	find_in(&ctx->trust, project, &found);
	return verdict_is_usable(&found) && streq(found.venv.path, env) ? RECORDED_ON :
									  RECORDED_BEHIND;
}
