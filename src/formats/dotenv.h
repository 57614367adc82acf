/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of variables, ".env", as python-dotenv reads them. */
#ifndef AVENV_DOTENV_H
#define AVENV_DOTENV_H

/* The last value of the variable NAME in TEXT, "${OTHER}" in it unchanged; NULL: it has none. */
const char *dotenv_value(const char *text, const char *name);

#endif
