/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 15 43 67 */
/*
 * Words quoted, pasted, in an answer and in a script's head, read by the real shells: each comes
 * back byte for byte. An input is a byte for the way to start a shell, and words, each ended by a
 * NUL.
 */
#include "core/settings.h"
#include "core/utf8.h"
#include "formats/launcher.h"
#include "lib/fuzz.h"
#include "lib/more_shells.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"

#define PRINT "printf '%s\\0' "

/** A way to start a shell. */
struct way {
	const struct shell *shell;
	const char *option, *locale;
	/** the first line of the script */
	const char *first;
};

static const struct way ways[] = {
	{ &shell_bash, "--norc", "LC_ALL=C.UTF-8", "" },
	{ &shell_zsh, "-f", "LC_ALL=C.UTF-8", "" },
	{ &shell_fish, "--no-config", "LC_ALL=C.UTF-8", "" },
	{ &shell_bash, "--norc", "LC_ALL=C", "shopt -s nocasematch extglob failglob" },
	{ &shell_zsh, "-f", "LC_ALL=C", "setopt csh_junkie_quotes rc_quotes" },
	{ &shell_fish, "--no-config", "LC_ALL=C", "" },
	{ &shell_bash, "--posix", "LC_ALL=C.UTF-8", "" },
	{ &shell_zsh, "-f", "LC_ALL=C.UTF-8",
	  "setopt glob_subst sh_word_split ksh_arrays extended_glob null_glob bang_hist" },
	{ &shell_tcsh, "-f", "LC_ALL=C.UTF-8", "alias printf /usr/bin/printf" },
	{ &shell_tcsh, "-f", "LC_ALL=C", "alias printf /usr/bin/printf; set backslash_quote" },
	{ &shell_elvish, "-norc", "LC_ALL=C.UTF-8", "" },
	{ &shell_nu, "--no-config-file", "LC_ALL=C.UTF-8", "" },
	{ &shell_xonsh, "--no-rc", "LC_ALL=C.UTF-8", "" },
	/* Here a backslash may be the second byte of a character. */
	{ &shell_bash, "--norc", "LC_ALL=x.GBK", "" },
	{ &shell_zsh, "-f", "LC_ALL=x.GBK", "" },
	{ &shell_fish, "--no-config", "LC_ALL=x.GBK", "" },
	{ &shell_tcsh, "-f", "LC_ALL=x.GBK", "alias printf /usr/bin/printf" },
	{ &shell_bash, "--norc", "LC_ALL=x.BIG5", "" },
	{ &shell_zsh, "-f", "LC_ALL=x.BIG5", "" },
	{ &shell_fish, "--no-config", "LC_ALL=x.BIG5", "" },
	{ &shell_tcsh, "-f", "LC_ALL=x.BIG5", "alias printf /usr/bin/printf" },
	{ &shell_fish, "--no-config", "LC_ALL=x.ISO-8859-1", "" },
	{ &shell_tcsh, "-f", "LC_ALL=x.ISO-8859-1", "alias printf /usr/bin/printf" },
	/* Commands for bash, pasted into fish */
	{ &shell_bash, "--no-config", "LC_ALL=C.UTF-8", "" },
};

/* The shell that WAY starts: that of its option. */
static const struct shell *reader_of(const struct way *way)
{
	return streq(way->option, "--no-config") ? &shell_fish : way->shell;
}

/** A script, and what it should print: texts that each end in a NUL, and messages. */
struct script {
	const struct shell *shell;
	struct buf code, wanted, messages;
};

static void want(struct script *s, const char *text)
{
	buf_put(&s->wanted, text, strlen(text) + 1);
}

/* The shell prints WORD, which is CODE in its syntax. */
static void print(struct script *s, const char *code, const char *word)
{
	const struct more *m = more_of(s->shell);

	buf_putl(&s->code, more_text(m ? m->print : PRINT "^", code), "\n");
	want(s, word);
}

/* ---- words ------------------------------------------------------------------- */

static void put_quoted(struct script *s, const char *word)
{
	const struct more *m = more_of(s->shell);
	struct buf quoted = BUF_INIT;

	s->shell->quote(&quoted, word);
	print(s, more_text(m ? m->quoted : "^", quoted.data), word);
}

/* A word to be pasted is no option, and has no byte that a terminal acts on. */
static void put_pasted(struct script *s, const char *word)
{
	const char *pasted = shell_word(s->shell, word);

	CHECK(is_shown(pasted) && !strchr(pasted, '\n'));
	print(s, pasted, formatted("%s%s", *word == '-' || *word == '%' ? "./" : "", word));
}

/* A script in bin starts the interpreter WORD by these lines, if a shell reads them. */
static void put_head(struct script *s, const char *word)
{
	static const char exec[] = "'''exec' ";
	const char *interpreter = path_join("/", word), *start, *end;
	struct buf head = BUF_INIT;

	launcher_head(&head, interpreter, "");
	start = strstr(head.data, exec);
	if (s->shell != &shell_bash || !start)
		return;
	start += strlen(exec);
	end = strstr(start, " \"$0\" \"$@\"\n' '''\n");
	CHECK(end);
	print(s, mem_dup(start, (size_t)(end - start)), interpreter);
}

/* ---- an answer to the hook, in which all is one word ------------------------- */

#define POSIX_STUB(name) name "() { " PRINT "\"$@\"; }\n"
#define FISH_STUB(name)  "function " name "\n" PRINT "$argv\nend\n"

/* The hook's functions and the command print their words. */
static const char posix_stubs[] =
	POSIX_STUB("_avenv_look") POSIX_STUB("cli") "_avenv_cli=cli\n_avenv_helper=x\n";
static const char fish_stubs[] =
	FISH_STUB("_avenv_look") FISH_STUB("cli") "set _avenv_cli cli\nset _avenv_helper x\n";

/* The message whose text, word and end are WORD. */
static void put_message(struct script *s, const char *word)
{
	const char *line = shell_line(joined("avenv ", shell_word(s->shell, word)));

	buf_putl(&s->messages, "avenv: ", shell_message(joined(word, "; ", line, " ", word)), "\n");
}

/* In fish PATH is a list, in which nothing stands for no element. */
static void put_path(struct script *s, const char *word)
{
	const char *element;

	if (s->shell != &shell_fish) {
		print(s, "\"$PATH\"", word);
		return;
	}
	buf_puts(&s->code, PRINT "$PATH\n");
	while ((element = settings_element(&word)))
		want(s, *element ? element : ".");
}

/* The script prints VARIABLE, which is WORD. */
static void print_variable(struct script *s, const char *variable, const char *word)
{
	print(s, more_text(more_of(s->shell)->variable, variable), word);
}

/* An environment is turned on, and each text about it is WORD. */
static struct plan plan_of(const char *word)
{
	struct plan plan = {
		.action = DO_ACTIVATE,
		.path = word,
		.message = { .text = word, .command = "avenv", .word = word, .does = word },
		.present = word,
		.anchor = { word, word, .link = word },
	};

	for (size_t i = 0; i < STATE_FIELDS; i++)
		plan.state.fields[i] = word;
	return plan;
}

/* The helper's answer. */
static void put_plan(struct buf *b, const struct shell *shell, const struct plan *plan)
{
	struct look look = { 0 };

	look_state(&look, NULL);
	shell_answer(b, shell, &look, plan);
}

static void put_answer(struct script *s, const char *word)
{
	static const char *const same[] = { "$VIRTUAL_ENV", "$VIRTUAL_ENV_PROMPT", "$AVENV_ENV",
					    "$AVENV_PYTHONHOME", "$_avenv_name" };
	const char *said[] = { "allow", "--learn", "--", word, "recorded", "deactivate" };
	struct plan plan = plan_of(word);
	size_t before;

	plan.record_sourced = word;
	/* In no directory there is no such name. */
	strings_add(&plan.missing, path_join("nowhere", word + strspn(word, "/")));
	buf_puts(&s->code, s->shell == &shell_fish ? fish_stubs : posix_stubs);
	before = s->code.len;
	setenv("PYTHONHOME", word, 1);
	put_plan(&s->code, s->shell, &plan);
	unsetenv("PYTHONHOME");
	CHECK(s->shell != &shell_fish || !strchr(s->code.data + before, '\n'));
	put_message(s, word);
	buf_puts(&s->code, "\ndeactivate\n");
	for (size_t i = 0; i < ARRAY_SIZE(said); i++)
		want(s, said[i]);
	print(s, "\"$_avenv_state\"", state_text(&plan.state));
	for (size_t i = 0; i < ARRAY_SIZE(same); i++)
		print(s, formatted("\"%s\"", same[i]), word);
	/* The idle test looks up files that are not there. */
	buf_puts(&s->code, "_avenv_unchanged\n");
	print(s, s->shell == &shell_fish ? "$status" : "$?", "1");
	put_path(s, word);
	/* The helper does not answer. */
	buf_puts(&s->code, s->shell == &shell_fish ?
				   "function _avenv_look\nfalse\nend\ndeactivate\n" :
				   "_avenv_look() { false; }\ndeactivate\n");
	print(s, "\"$VIRTUAL_ENV\"", "");
	if (s->shell != &shell_fish)
		print(s, "\"$PATH\"", "");
}

/* The same for the shells that have no functions. */
static void put_short_answer(struct script *s, const char *word)
{
	static const char *const same[] = { "PATH", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT",
					    "AVENV_ENV" };
	const struct more *m = more_of(s->shell);
	const struct plan plan = plan_of(word);
	struct buf answer = BUF_INIT, quoted = BUF_INIT;

	put_plan(&answer, s->shell, &plan);
	s->shell->quote(&quoted, answer.data);
	buf_putl(&s->code, more_text(m->answer, m->hook ? quoted.data : answer.data), "\n");
	put_message(s, word);
	/* xonsh expands both in PATH. */
	for (size_t i = s->shell == &shell_xonsh && strpbrk(word, "$~"); i < ARRAY_SIZE(same); i++)
		print_variable(s, same[i], word);
	print_variable(s, "_avenv_state", state_text(&plan.state));
	print_variable(s, "_avenv_name", word);
}

/* ---- the shell --------------------------------------------------------------- */

static bool same(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && !memcmp(a->data, b->data, a->len);
}

/* LOCPATH with the locale of WAY, if that is none of the system's; NULL: it cannot be made here. */
static const char *locale_of(const struct way *way)
{
	static const char ours[] = "LC_ALL=x.";
	const char *charmap = starts_with(way->locale, ours) ? way->locale + strlen(ours) : NULL;
	const char *argv[] = {
		programs_find(NULL, "localedef"),           "-c", "-i", "POSIX", "-f", charmap,
		charmap ? at(joined("x.", charmap)) : NULL, NULL
	};
	struct child child;

	if (!charmap || file_exists(at(joined("x.", charmap, "/LC_CTYPE"))) > 0)
		return joined("LOCPATH=", at(""));
	if (argv[0] && !child_start(&child, argv, (const char *const *)environ, 60))
		child_wait(&child);
	if (file_exists(at(joined("x.", charmap, "/LC_CTYPE"))) > 0)
		return joined("LOCPATH=", at(""));
	printf("# skip %s: localedef has no such charmap\n", charmap);
	return NULL;
}

/* The shell carries out the script. */
static void run(const struct way *way, const struct script *s)
{
	const char *root = getenv("SRCDIR"), *deps = joined(root ? root : "", "/out/deps");
	/* nushell and xonsh are not Debian's, and xonsh wants a directory. */
	const char *path = joined(programs_path(), ":", deps, "/bin:", deps, "/python/bin");
	const char *program = reader_of(way)->name;
	const char *locpath = locale_of(way);
	const char *envp[] = { way->locale,
			       locpath,
			       joined("HOME=", at("")),
			       "PATH=/nowhere",
			       "XONSH_DATA_DIR=/nowhere",
			       NULL };
	/* Code that a broken quote runs is not root's. */
	const char *argv[] = {
		programs_find(path, "setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups",
		programs_find(path, program),   way->option,     at("script"),    NULL
	};
	struct child child;

	/* bash would complain about the locale. */
	if (!argv[4] || !locpath)
		return;
	put_bytes("script", s->code.data, s->code.len);
	CHECK(!child_start(&child, argv + (geteuid() ? 4 : 0), envp, 300));
	child_wait(&child);
	if (starts_with(child.err.data, "avenv: the hook needs "))
		return;
	REACHED();
	if (!same(&child.out, &s->wanted) || !same(&child.err, &s->messages))
		fuzz_fail(formatted("%s prints its words:\n%s\n%s", program, s->code.data,
				    child.err.data),
			  __FILE__, __LINE__);
}

void fuzz(struct input in)
{
	const struct way *way = &ways[input_byte(&in) % ARRAY_SIZE(ways)];
	struct script s = { way->shell, BUF_INIT, BUF_INIT, BUF_INIT };
	const char *hook = more_hook(more_of(s.shell));
	/* xonsh takes a third of a second for a word. */
	size_t words = s.shell == &shell_xonsh ? 15 : SIZE_MAX;

	if (!hook)
		return;
	buf_putl(&s.code, hook, way->first, "\n");
	while (in.len && words--) {
		const char *word = input_text(&in);

		/* nushell has no such text. */
		if (s.shell == &shell_nu && !is_utf8(word, strlen(word)))
			continue;
		/* bash itself finds no text in which such a character ends in a backslash. */
		if (s.shell == &shell_bash && strstr(way->locale, "=x.") && strchr(word, '\\'))
			continue;
		/* fish reads no $'...', and runs nothing of such a line. */
		if (reader_of(way) != s.shell) {
			if (utf8_is_printable(word))
				put_pasted(&s, word);
			continue;
		}
		put_quoted(&s, word);
		put_pasted(&s, word);
		put_head(&s, word);
		/* An empty word is none that an answer or PATH has. */
		if (*word && more_of(s.shell))
			put_short_answer(&s, word);
		else if (*word)
			put_answer(&s, word);
	}
	run(way, &s);
}
