/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answers to the hook, evaluated by the real shells: the verbs get the very
 * words, the variables the very values, and nothing of them is executed.
 */
#include "shells.h"

#define NASTY "it's $(touch x) `touch x` \"q\" \\ !* \n\t\xFF\xC3%F{red}"

/** An answer as the helper gives it, with every field in use. */
struct sample {
	struct session session;
	struct plan plan;
	struct miss misses[2];
	const char *present, *miss;
};

static void make_sample(struct sample *s, enum action action)
{
	*s = (struct sample){ 0 };
	s->present = at(NASTY);
	s->miss = at("m " NASTY);
	s->misses[0] = (struct miss){ .path = s->miss };
	s->misses[1] = (struct miss){ .path = s->miss, .own = true };
	s->plan = (struct plan){
		.action = action,
		.found = { .outcome = FIND_ENV,
			   .project_real = "/p/" NASTY,
			   .venv = { .path = "/p/" NASTY "/.venv",
				     .bin = "bin" } },
		.path = "/p/" NASTY "/.venv/bin:/usr/bin::/bin",
		.entry = "/p/" NASTY "/.venv/bin",
		.project = "/o/" NASTY,
		.mutes = "/m/" NASTY "//",
		.told = "12345678 ",
		.inherited = "/i/" NASTY,
		.learn = "/l/" NASTY,
		.message = "msg " NASTY,
		.misses = s->misses,
		.miss_count = 2,
		.present = s->present,
	};
}

/* The hook's functions, as far as an answer calls them, print their words. */
static void put_stubs(struct buf *b, const struct mode *mode)
{
	static const char *const verbs[] = { "_avenv_set", "_avenv_clear",
					     "_avenv_theirs", "_avenv_lend" };

	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (mode->shell == &shell_fish)
			buf_putl(b, "function ", verbs[i], "\n" PRINT, verbs[i],
				 " $argv\nend\n");
		else
			buf_putl(b, verbs[i], "(){ " PRINT, verbs[i],
				 " \"$@\"; }\n");
	}
}

static void put_answer(struct buf *b, const struct mode *mode,
		       const struct session *session, const struct plan *plan)
{
	mode->shell->answer(b, session, plan);
	buf_putc(b, '\n');
}

static void print_state(struct buf *b)
{
	static const char *const names[] = { "mutes", "told", "born", "learn",
					     "msg" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		buf_putl(b, PRINT "\"$_avenv_", names[i], "\"\n");
}

static void expect_state(const struct mode *mode, const struct text *out,
			 size_t *pos, const struct plan *plan)
{
	expect(mode, out, pos, plan->mutes);
	expect(mode, out, pos, plan->told);
	expect(mode, out, pos, plan->inherited);
	expect(mode, out, pos, plan->learn);
	expect(mode, out, pos, "avenv: msg " NASTY);
}

/* What the verb is called with. */
static void expect_words(const struct mode *mode, const struct text *out,
			 size_t *pos, const struct plan *plan)
{
	const char *path = plan->action == DO_LEND ? plan->entry : plan->path;
	bool fish = mode->shell == &shell_fish;
	const char *verb = shell_verb(plan);

	expect(mode, out, pos, verb);
	if (!strcmp(verb, "_avenv_set")) {
		expect(mode, out, pos, plan->found.venv.path);
		expect(mode, out, pos,
		       venv_prompt(&plan->found.venv,
				   plan->found.project_real));
		if (fish)
			expect(mode, out, pos, plan->entry);
	}
	while (fish && path) {
		const char *element = settings_element(&path);

		expect(mode, out, pos, *element ? element : ".");
	}
	if (path)
		expect(mode, out, pos, path);
	if (!fish && !strcmp(verb, "_avenv_set"))
		expect(mode, out, pos, plan->entry);
}

static void answers(void **state)
{
	static const enum action actions[] = { DO_ACTIVATE,   DO_SWITCH,
					       DO_REPAIR,     DO_ADOPT,
					       DO_DEACTIVATE, DO_CLEAN,
					       DO_RENOUNCE,   DO_LEND };
	const struct mode *mode = *state;

	for (size_t i = 0; i < ARRAY_SIZE(actions); i++) {
		struct buf script = BUF_INIT;
		struct sample s;
		struct text out;
		size_t pos = 0;

		make_sample(&s, actions[i]);
		put_stubs(&script, mode);
		put_answer(&script, mode, &s.session, &s.plan);
		print_state(&script);
		run(mode, &script, &out);
		expect_words(mode, &out, &pos, &s.plan);
		expect_state(mode, &out, &pos, &s.plan);
		assert_int_equal(pos, out.len);
		expect_nothing_done();
	}
}

/* Nothing to do, nothing to say: no word of it, only the idle test. */
static void an_answer_of_nothing(void **state)
{
	const struct mode *mode = *state;
	bool fish = mode->shell == &shell_fish;
	struct session session = { .mutes = "/m//", .told = "x" };
	struct plan plan = { .mutes = "/m//", .told = "x", .inherited = "" };
	struct buf script = BUF_INIT;
	struct text out;

	put_stubs(&script, mode);
	put_answer(&script, mode, &session, &plan);
	buf_puts(&script, fish ? "set -q _avenv_mutes _avenv_told _avenv_born "
				 "_avenv_msg; " PRINT "$status\n" :
				 PRINT "\"${_avenv_mutes-4}${_avenv_told-}"
				       "${_avenv_born-}${_avenv_msg-}\"\n");
	run(mode, &script, &out);
	assert_string_equal(out.data, "4");
}

/* What the idle test watches: the environment's file, and what is missing. */
static void expect_watch(const struct mode *mode, const char *wanted)
{
	bool fish = mode->shell == &shell_fish;
	struct buf script = BUF_INIT;
	struct sample s;
	struct text out;
	size_t pos = 0;

	make_sample(&s, DO_NOTHING);
	put_answer(&script, mode, &s.session, &s.plan);
	buf_puts(&script, fish ? PRINT
				  "$_avenv_watch[4]\n"
				  "if test x != x $_avenv_watch[5..-1];" PRINT
				  "there;else;" PRINT "missing;end\n" :
				 PRINT "\"$_avenv_present\"\n"
				       "if _avenv_more; then " PRINT
				       "missing; else " PRINT "there; fi\n");
	run(mode, &script, &out);
	expect(mode, &out, &pos, s.present);
	expect(mode, &out, &pos, wanted);
	assert_int_equal(pos, out.len);
	expect_nothing_done();
}

static void watches(void **state)
{
	const struct mode *mode = *state;
	struct sample s;

	make_sample(&s, DO_NOTHING);
	expect_watch(mode, "missing");
	put_dir(path_base(s.miss));
	expect_watch(mode, "there");
	assert_int_equal(remove(s.miss), 0);
	/* A link is a change, wherever it leads to. */
	put_link(path_base(s.miss), "nowhere");
	expect_watch(mode, "there");
	assert_int_equal(remove(s.miss), 0);
}

/* fish's $(...) splits its output at newlines: there must be none. */
static void one_line(void **state)
{
	const struct mode *mode = *state;
	struct buf b = BUF_INIT;
	struct sample s;

	make_sample(&s, DO_ACTIVATE);
	mode->shell->answer(&b, &s.session, &s.plan);
	if (mode->shell == &shell_fish)
		assert_null(memchr(b.data, '\n', b.len));
}

int main(void)
{
	static const struct trial trials[] = {
		{ "answers", answers },
		{ "an answer of nothing", an_answer_of_nothing },
		{ "watches", watches },
		{ "one line in fish", one_line },
	};

	return run_trials(trials, ARRAY_SIZE(trials), scratch_make);
}
