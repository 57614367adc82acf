/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `avenv bench`: what a prompt costs in a user's own shell.
 *
 * Each shell runs on a pseudo-terminal, where we press Enter.  hooks/bench.SHELL,
 * which it reads, has the loops, and says through a socket what it begins.  Not
 * every shell has a clock: for those it is when the kernel saw that written,
 * however late we read it.
 */
#ifndef AVENV_BENCH_H
#define AVENV_BENCH_H

#include "cli/command.h"
#include "cli/names.h"
#include "cli/pty.h"
#include "shell/shell.h"

/** How a shell is started. */
enum bench_way {
	/** with all startup files of the user's */
	BENCH_YOURS,
	/** with nothing but the hook, and without that */
	BENCH_BARE,
	BENCH_NONE,
	BENCH_WAYS,
};

/** What is timed. */
enum bench_what {
	/** $(the helper without arguments): a fork, an exec, nothing done */
	BENCH_TRUE,
	/** from one Enter to the next, all that happens at a prompt */
	BENCH_PROMPT,
	/** of that what the hook does, in no project and in one */
	BENCH_IDLE,
	BENCH_IDLE_IN,
	/** cd into the project, out of it, and where there is none */
	BENCH_IN,
	BENCH_OUT,
	BENCH_ELSEWHERE,
	/** from exec to the first prompt; all before it are of a round */
	BENCH_START,
	/** also: nothing that counts */
	BENCH_WHATS,
};

/** The figure of each round in ns; 0: there is none of that one. */
struct bench_figures {
	long long *list;
	size_t count, room;
};

/** A shell, started in one way. */
struct bench_side {
	/** it did not come to its prompt, which has been said */
	bool failed;
	/** it has the hook */
	bool hooked;
	/** the project's environment was not on when it should have been */
	bool off;
	struct bench_figures figures[BENCH_WHATS];
};

struct bench_shell {
	const struct shell *shell;
	/** the file to run */
	const char *program;
	/** as it says; NULL: it never came to that */
	const char *version;
	/** what was recognised of what the user's startup files load */
	struct names found;
	struct bench_side sides[BENCH_WAYS];
};

/** Where it happens. */
struct bench_place {
	struct context *ctx;
	/** how long a shell may take for a step */
	int wait_ms;
	/** a private directory, real: what the shells read, a project `project`
	 * with an environment, and `away` and `elsewhere` without one */
	const char *dir;
};

/** A shell at work. */
struct bench_run {
	struct bench_shell *shell;
	struct pty pty;
	/** what it has said of a line that is not complete */
	struct buf line;
	/** of this round, in ns: spent on what, and on how many times that */
	long long spent[BENCH_WHATS];
	long count[BENCH_WHATS];
	/** since when it does now what, and how often */
	long long since;
	long times;
	enum bench_what what;
	enum bench_way way;
	/** where it says that */
	int says;
	/** it was started, and not ended; it has said something; it waits at its
	 * prompt; the round is over */
	bool running, heard, waits, round;
};

/* What WHAT is called, in JSON and by the shells. */
const char *bench_name(enum bench_what what);

/* Make the place's directory, and remove it; 0, or -1 having said why not. */
int bench_place_make(struct bench_place *place) NODISCARD;
int bench_place_remove(const struct bench_place *place);

/*
 * Start SHELL there in one WAY; what it says is to be written to SAYS.
 * Returns 0, or -1 with errno.
 */
int bench_place_start(const struct bench_place *place,
		      const struct bench_shell *shell, enum bench_way way,
		      int says, struct pty *pty) NODISCARD;

/*
 * Make ENDS: the one to read what a shell says, which knows when each line was
 * written, and the one to write it, which must be inherited: no path leads
 * there.  Returns 0, or -1 with errno.
 */
int bench_channel(int ends[2]) NODISCARD;

/*
 * Start SHELL and wait for its first prompt, which gives a figure.  Where that
 * fails, says how; then, and where a signal came, it is not running.
 */
void bench_run_start(struct bench_run *run, const struct bench_place *place,
		     struct bench_shell *shell, enum bench_way way);

/* A round, which gives a figure for each; the same where that fails. */
void bench_run_round(struct bench_run *run, int wait_ms);

/* End it where it is running. */
void bench_run_end(struct bench_run *run);

/* Fill in all of SHELL, in some two seconds. */
void bench_measure(const struct bench_place *place, struct bench_shell *shell);

/*
 * The middle one of the figures, in ns, and of what each is to the $(true) of
 * the same round; below 0 where there is none.
 */
double bench_median(const struct bench_side *side, enum bench_what what);
double bench_ratio(const struct bench_side *side, enum bench_what what);

/* How many figures there are. */
size_t bench_count(const struct bench_side *side, enum bench_what what);

/*
 * What is known of the machine and this installation, with nothing private, as
 * pairs of a key and a text.
 */
void bench_facts(const struct bench_place *place, struct names *facts);

/* The figures of COUNT shells on standard output. */
void bench_tell(const struct bench_shell *list, size_t count,
		const struct names *facts);
void bench_tell_json(const struct bench_shell *list, size_t count,
		     const struct names *facts);

#endif
