/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions that do not compile here.  Include it last: before a system
 * header, _FORTIFY_SOURCE's inline definitions would trip over it.
 */
#ifndef AVENV_BANNED_H
#define AVENV_BANNED_H

#define BANNED(fn) avenv_does_not_use_##fn

#undef strcpy
#define strcpy(...) BANNED(strcpy)
#undef strcat
#define strcat(...) BANNED(strcat)
#undef strncpy
#define strncpy(...) BANNED(strncpy)
#undef strncat
#define strncat(...) BANNED(strncat)
#undef strtok
#define strtok(...) BANNED(strtok)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef gmtime
#define gmtime(...) BANNED(gmtime)
#undef localtime
#define localtime(...) BANNED(localtime)
#undef ctime
#define ctime(...) BANNED(ctime)
#undef mktemp
#define mktemp(...) BANNED(mktemp)
#undef system
#define system(...) BANNED(system)
#undef popen
#define popen(...) BANNED(popen)
#undef alloca
#define alloca(...) BANNED(alloca)
#undef atoi
#define atoi(...) BANNED(atoi)
#undef atol
#define atol(...) BANNED(atol)
#undef putenv
#define putenv(...) BANNED(putenv)
#undef access
#define access(...) BANNED(access)
#undef vfork
#define vfork(...) BANNED(vfork)

#endif
