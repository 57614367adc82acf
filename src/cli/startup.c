/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/startup.h"

#include "cli/grep.h"
#include "cli/startup_edit.h"
#include "cli/startup_line.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

/* The lines of README and of earlier installations, quoted or not. */
#define HOOK_PATTERN                                                                               \
	"avenv[\"']?[[:blank:]]+(hook|init)[[:blank:]]+[\"']?(bash|zsh|fish)|"                     \
	"(^|[[:blank:];&|])(\\.|source)[[:blank:]].*/avenv\\.(bash|zsh|fish)"

/* `. ~/NAME`, or a loop over files one of which is that. */
#define SOURCE_BEFORE "(^|[[:blank:];&|({])(\\.|source)[[:blank:]]+[^;&|]*/\\"
#define LOOP_BEFORE   "for[[:blank:]][^;]*[[:blank:]]in[[:blank:]][^;]*/\\"
#define NAME_AFTER    "([\"'[:blank:];)]|$)"

const char *const startup_of_bash[] = { ".bashrc", ".bash_profile", ".bash_login", ".profile",
					NULL };

unsigned startup_loads(const struct text *text)
{
	return grep_line(grep_code(text, "#"), HOOK_PATTERN);
}

/* The code of TEXT sources a file in the home directory called NAME. */
static bool sources(const struct text *text, const char *name)
{
	struct buf pattern = BUF_INIT;

	/* NAME begins with a dot, which the patterns' ends escape. */
	buf_putl(&pattern, SOURCE_BEFORE, name, NAME_AFTER, "|", LOOP_BEFORE, name, NAME_AFTER);
	return grep_line(grep_code(text, "#"), pattern.data) > 0;
}

const char *startup_config_dir(const struct settings *settings)
{
	const char *config = settings_path("XDG_CONFIG_HOME");

	return config ? config : path_join(settings->home, ".config");
}

const char *startup_fish_dir(const struct settings *settings)
{
	return path_join(startup_config_dir(settings), "fish");
}

const char *startup_zsh_dir(const struct settings *settings)
{
	const char *dir = settings_path("ZDOTDIR");

	return dir ? dir : settings->home;
}

static bool sets_zdotdir(const char *path)
{
	struct startup_file f;
	struct buf why = BUF_INIT;

	return !startup_open(path, &f, &why) && f.exists &&
	       grep_line(grep_code(&f.text, "#"), "ZDOTDIR:?=");
}

const char *startup_zdotdir_hidden(const struct settings *settings)
{
	const char *const files[] = { path_join(settings->home, ".zshenv"), "/etc/zsh/zshenv",
				      "/etc/zshenv" };

	if (settings_path("ZDOTDIR"))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		if (sets_zdotdir(files[i]))
			return files[i];
	return NULL;
}

const char *startup_zdotdir_line(const char *program, const char *options)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, "ZDOTDIR=$ZDOTDIR ", paste_word_in(&shell_zsh, program), " setup ", options,
		 "zsh");
	return b.data;
}

/* ---- what is wanted ----------------------------------------------------- */

static void add_place(struct startup *s, const char *path, const char *line)
{
	struct startup_place *place = &s->places[s->count++];
	struct buf why = BUF_INIT;

	place->line = line;
	if (startup_open(path, &place->file, &why))
		place->problem = why.data;
}

/* A hook that was put in PATH by hand, where setup has put none there. */
static void look_by_hand(struct startup *s, const char *path)
{
	struct buf why = BUF_INIT;
	struct startup_edit e;
	struct startup_file f;
	unsigned line;

	if (s->by_hand || startup_open(path, &f, &why))
		return;
	line = startup_loads(&f.text);
	startup_take(&f.text, &e);
	if (!line || e.what == STARTUP_REMOVED)
		return;
	s->by_hand = path;
	s->by_hand_line = line;
}

/* The first of those that a login shell looks for; NULL: there is none. */
static const char *login_file(const char *home)
{
	const char *const *name = startup_of_bash + 1;
	struct file_info info;

	while (*name && file_stat(path_join(home, *name), &info))
		name++;
	return *name;
}

static bool file_sources(const char *home, const char *file, const char *name)
{
	struct buf why = BUF_INIT;
	struct startup_edit without;
	struct startup_file f;

	if (startup_open(path_join(home, file), &f, &why))
		return false;
	/* Our own line may have to be made new. */
	startup_take(&f.text, &without);
	return sources(&(struct text){ .data = without.text.data, .len = without.text.len }, name);
}

/* LOGIN leads to .bashrc, maybe by way of .profile. */
static bool reads_bashrc(const char *home, const char *login)
{
	return file_sources(home, login, ".bashrc") ||
	       (!streq(login, ".profile") && file_sources(home, login, ".profile") &&
		file_sources(home, ".profile", ".bashrc"));
}

static void want_bash(const char *home, const char *line, struct startup *s)
{
	const char *login = login_file(home);

	look_by_hand(s, path_join(home, ".bashrc"));
	if (login)
		look_by_hand(s, path_join(home, login));
	/* The other way round it would never end. */
	if (login && file_sources(home, ".bashrc", login)) {
		add_place(s, path_join(home, login), line);
		return;
	}
	add_place(s, path_join(home, ".bashrc"), line);
	if (!login || !reads_bashrc(home, login))
		add_place(s, path_join(home, login ? login : ".bash_profile"), startup_read_bashrc);
}

static int want_zsh(const struct settings *settings, const char *program, const char *line,
		    struct startup *s, struct buf *why)
{
	const char *hidden = startup_zdotdir_hidden(settings);
	const char *rc = path_join(startup_zsh_dir(settings), ".zshrc");

	if (hidden) {
		buf_putl(why, "'", shown(hidden),
			 "' sets ZDOTDIR, so only zsh knows where its .zshrc ",
			 "is; type in zsh: ", startup_zdotdir_line(program, ""));
		return -1;
	}
	look_by_hand(s, rc);
	add_place(s, rc, line);
	return 0;
}

static void want_fish(const struct settings *settings, const char *line, struct startup *s)
{
	const char *dir = startup_fish_dir(settings);
	const char *own = path_join(dir, "conf.d/avenv.fish");

	look_by_hand(s, own);
	look_by_hand(s, path_join(dir, "config.fish"));
	add_place(s, own, line);
}

int startup_wanted(const struct settings *settings, const struct shell *shell, const char *program,
		   struct startup *s, struct buf *why)
{
	const char *line = startup_hook_line(shell, paste_word_in(shell, program));

	*s = (struct startup){ 0 };
	if (shell == &shell_zsh)
		return want_zsh(settings, program, line, s, why);
	if (shell == &shell_bash)
		want_bash(settings->home, line, s);
	else
		want_fish(settings, line, s);
	return 0;
}

size_t startup_known(const struct settings *settings, const struct shell *shell,
		     const char *paths[STARTUP_PLACES])
{
	const char *home = settings->home;
	const char *zsh = startup_zsh_dir(settings);
	size_t count = 0;

	if (shell == &shell_fish) {
		paths[0] = path_join(startup_fish_dir(settings), "conf.d/avenv.fish");
		return 1;
	}
	if (shell == &shell_zsh) {
		paths[0] = path_join(zsh, ".zshrc");
		paths[1] = path_join(home, ".zshrc");
		return streq(zsh, home) ? 1 : 2;
	}
	for (; startup_of_bash[count]; count++)
		paths[count] = path_join(home, startup_of_bash[count]);
	return count;
}
