/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of records in the scratch directory, and the user who reads it. */
#ifndef AVENV_TESTS_UNIT_STORE_H
#define AVENV_TESTS_UNIT_STORE_H

#include "core/trust.h"
#include "scratch.h"

#define STORE "data/trust"

static struct settings settings;
static struct user user;

static inline void store_user(void)
{
	settings = (struct settings){ .names = SETTINGS_NAMES, .store = at(STORE) };
	user = user_of(0);
}

static inline void put_store(const char *text)
{
	put_dir("data");
	put_mode("data", 0700);
	put_file(STORE, text);
	put_mode(STORE, 0600);
}

static inline struct trust read_store(void)
{
	struct trust trust;

	trust_init(&trust, &settings, &user);
	return trust;
}

#endif
