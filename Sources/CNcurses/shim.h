#ifndef CLEW_CNCURSES_H
#define CLEW_CNCURSES_H
#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include <locale.h>
#include <langinfo.h>
#include <wchar.h>
#include <ncursesw/curses.h>
#include <term.h>
#undef lines
#undef columns
#undef newline
#endif
