/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "setup/in_effect.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/program.h"
#include "setup/setup.h"
#include "system/child.h"

/*
 * The first of python, python3, pip and pip3 that VENV has, but that the PATH of S's next prompt
 * does not start from VENV. Returns the program that PATH starts instead, "" if there is none;
 * NULL: all start from VENV.
 */
static const char *outranked_by(const struct calling_shell *s, const struct venv *venv)
{
	static const char *const names[] = { "python", "python3", "pip", "pip3" };
	const char *bin = venv_bin(venv);

	/* `pyenv activate` leaves PATH to pyenv's shims, which lead to the environment. */
	if (is_set(getenv("PYENV_VIRTUAL_ENV")))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *first = programs_find(s->plan.path, names[i]);

		if (file_is_program(path_join(bin, names[i])) &&
		    !(first && file_same_at(path_parent(first), bin)))
			return first ? first : "";
	}
	return NULL;
}

/* The command that puts the programs of VENV, which is active, before FIRST on PATH. */
static const char *order_line(const struct calling_shell *s, const struct venv *venv,
			      const char *first)
{
	const char *conda = getenv("CONDA_PREFIX");
	struct buf line = BUF_INIT;

	if (is_set(conda) && streq(path_parent(first), path_join(conda, "bin")))
		return "conda deactivate";
	if (s->hook)
		return s->plan.situation.same ?
			       "avenv activate" :
			       formatted("avenv activate %s", paste_word(venv->path));
	shell_put(&line, paste_shell(), paste_shell()->path_line, NULL, venv_bin(venv));
	return line.data;
}

/* The path of the Python that the alias `python` of S's shell starts; NULL: no such alias. */
static const char *aliased_python(const struct calling_shell *s)
{
	const char *alias = getenv("AVENV_ALIAS");

	if (!s->hook || !alias)
		return NULL;
	/* bash passes the output of `alias`: alias python='/usr/bin/python3' */
	if (starts_with(alias, "alias python="))
		alias = strchr(alias, '=') + 1;
	alias += *alias == '\'';
	return *alias == '/' ? mem_dup(alias, strcspn(alias, "' ")) : NULL;
}

bool outranked_reason(const struct calling_shell *s, struct reason *r)
{
	const char *first, *alias = aliased_python(s);
	struct venv venv;

	if (s->plan.situation.active == ACTIVE_NONE)
		return false;
	venv_read(s->look.virtual_env, &venv);
	first = outranked_by(s, &venv);
	if (!first && alias)
		*r = (struct reason){ formatted("'python' is an alias of '%s'", shown(alias)),
				      "unalias python", "ends that" };
	if (!first)
		return alias;
	r->why = *first ? formatted("'%s' comes before it on PATH", shown(first)) :
			  "its programs are not on PATH";
	r->does = *first ? "puts it first" : "puts them first";
	r->next = order_line(s, &venv, first);
	return true;
}

struct reason path_alone_reason(const struct calling_shell *s)
{
	const char *python, *python3, *bin, *env;

	if (!s->hook || s->plan.situation.active != ACTIVE_NONE || s->plan.action >= DO_ACTIVATE)
		return (struct reason){ 0 };
	python = programs_find(s->plan.path, "python");
	python3 = programs_find(s->plan.path, "python3");
	/* Debian has no `python` behind which one at the end of PATH would come. */
	if (!python || !python3 || !streq(path_parent(python), path_parent(python3)))
		return (struct reason){ 0 };
	bin = path_parent(python);
	env = path_parent(bin);
	if (!streq(path_base(bin), "bin") || venv_exists(env) <= 0)
		return (struct reason){ 0 };
	return (struct reason){
		formatted("'%s' comes first on PATH, but no environment is on, as in a tmux pane "
			  "that a command opened",
			  shown(python)),
		/* `deactivate` takes the entry of whichever is on. */
		joined(paste_export("VIRTUAL_ENV", env), "; avenv deactivate"), "takes it off PATH"
	};
}

void conda_behind_reason(const struct calling_shell *s, struct reason *r)
{
	const char *prefix = getenv("CONDA_PREFIX"), *name = getenv("CONDA_DEFAULT_ENV");

	name = is_set(name) ? name : prefix;
	/* conda's `base` is mostly on, and nobody means it. */
	if (s->plan.situation.active != ACTIVE_OURS || !is_set(prefix) || streq(name, "base") ||
	    !pathvar_has(s->plan.path, path_join(prefix, "bin")))
		return;
	*r = (struct reason){ formatted(
				      "conda's environment '%s' is on as well, and comes after it "
				      "on PATH",
				      shown(name)),
			      "deactivate", "lets it come first until you leave" };
}

struct reason unasked_reason(const struct calling_shell *s)
{
	const char *prompts = getenv("AVENV_PROMPTS");
	struct buf line = BUF_INIT;

	if (s->hook && !program_helper())
		return (struct reason){ "avenv-hook is missing: install avenv again", "", "" };
	if (s->hook && is_set(getenv("PYENV_VIRTUALENV_INIT")))
		return (struct reason){ "the hook of pyenv-virtualenv turns off environments of "
					"others; remove 'pyenv virtualenv-init' from your startup "
					"file",
					"", "" };
	if (!s->hook || !prompts || strstr(prompts, "_avenv_"))
		return (struct reason){ 0 };
	if (strstr(prompts, "readonly"))
		return (struct reason){
			formatted(
				"no prompt runs avenv: '%s' is readonly; make it so after avenv's "
				"line, or not at all",
				s->hook->prompts),
			setup_new_shell(s->hook), "then loads it"
		};
	shell_put(&line, s->hook, s->hook->startup.line, "avenv", NULL);
	return (struct reason){
		formatted("no prompt runs avenv: '%s' was set after avenv's line; let that be the "
			  "last of your startup file",
			  s->hook->prompts),
		line.data, "loads it again"
	};
}

const char *rival_plugin(const struct calling_shell *s)
{
	/* The function in chpwd_functions of zsh, and where it comes from */
	static const char *const plugins[][2] = {
		{ "_togglePoetryShell", "the plugin poetry-env of oh-my-zsh" },
		{ "_togglePipenvShell", "the plugin pipenv of oh-my-zsh" },
		{ "auto_vrun", "PYTHON_AUTO_VRUN of oh-my-zsh" },
		{ "workon_cwd", "the plugin virtualenvwrapper of oh-my-zsh" },
		{ "_python-workon-cwd", "auto-switch of prezto's module python" },
		{ "check_venv", "zsh-autoswitch-virtualenv" },
	};
	const char *functions = getenv("AVENV_CHPWD");

	if (!s->hook || !functions)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(plugins); i++) {
		if (strstr(formatted(" %s ", functions), formatted(" %s ", plugins[i][0])))
			return plugins[i][1];
	}
	return NULL;
}

bool everywhere_reason(struct reason *r)
{
	const char *mend, *fault = everywhere_fault(&mend);

	if (is_set(fault))
		*r = (struct reason){ formatted("'setup --everywhere' is not in effect here: %s",
						fault),
				      mend ? mend : "", "fixes that" };
	return is_set(fault);
}

struct reason no_hook_reason(struct context *ctx, const struct calling_shell *s)
{
	const struct verdict *found = &s->plan.found;
	struct reason r = setup_missing();
	const char *mend, *fault = everywhere_fault(&mend);

	if (!fault && verdict_is_usable(found) && !s->plan.situation.same)
		return (struct reason){ formatted("the shims start the programs of '%s'",
						  shown(found->venv.path)),
					"", "" };
	(void)everywhere_reason(&r);
	if (verdict_is_usable(found) && !s->plan.situation.same)
		r.why = formatted("'%s' would be on in '%s', but %s", shown(found->venv.path),
				  shown(found->project.path), r.why);
	else if (!verdict_is_usable(found) &&
		 (found->candidate.path || s->plan.situation.active == ACTIVE_NONE))
		r = reason_of(ctx, found);
	return r;
}
