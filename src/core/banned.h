/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions that do not compile here. Included last: system headers name some of them. */
#ifndef AVENV_BANNED_H
#define AVENV_BANNED_H

/* Macros where clang fortifies */
#undef alloca
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat strncpy strncat strtok sprintf vsprintf gmtime localtime ctime
#pragma GCC poison mktemp system popen alloca atoi atol putenv access vfork

#endif
