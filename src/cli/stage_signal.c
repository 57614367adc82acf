/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>

#include "cli/stage.h"

#include "core/banned.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
static struct sigaction before[ARRAY_SIZE(signals)];
static bool catching;
static volatile sig_atomic_t caught;

static void note_signal(int sig)
{
	caught = sig;
}

void stage_catch_signals(void)
{
	struct sigaction action = { 0 };

	if (catching)
		return;
	catching = true;
	sigemptyset(&action.sa_mask);
	action.sa_handler = note_signal;
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		sigaction(signals[i], NULL, &before[i]);
		/* Under nohup it has to stay ignored. */
		if (before[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

bool stage_interrupted(void)
{
	return caught != 0;
}

void stage_end(void)
{
	int sig;

	if (!catching)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		sigaction(signals[i], &before[i], NULL);
	catching = false;
	/* Only now can none come in between. */
	sig = caught;
	caught = 0;
	if (sig)
		raise(sig);
}
