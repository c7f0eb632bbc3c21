/* ncursesw as Swift can read it: the macros it cannot import, and its global variables behind functions. */
#ifndef CLEW_CNCURSES_H
#define CLEW_CNCURSES_H

#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include <stdio.h>
#include <locale.h>
#include <langinfo.h>
#include <wchar.h>
#include <ncursesw/curses.h>
#include <term.h>
/* term.h defines these common words as macros. */
#undef lines
#undef columns
#undef newline

static inline WINDOW *clew_screen(void) { return stdscr; }
static inline int clew_rows(void) { return LINES; }
static inline int clew_columns(void) { return COLS; }
static inline int clew_colours(void) { return COLORS; }
static inline int clew_pairs(void) { return COLOR_PAIRS; }

/* The C library's idea of a width, which is what ncurses moves its cursor by. */
static inline int clew_width(wchar_t value) { return wcwidth(value); }

static inline int clew_codeset_is_utf8(void) {
    const char *name = nl_langinfo(CODESET);
    return name && (name[0] == 'U' || name[0] == 'u') && wcwidth(0x2500) == 1;
}

static inline attr_t clew_attribute_bold(void) { return WA_BOLD; }
static inline attr_t clew_attribute_dim(void) { return WA_DIM; }
static inline attr_t clew_attribute_underline(void) { return WA_UNDERLINE; }
static inline attr_t clew_attribute_reverse(void) { return WA_REVERSE; }

/* Writes one cell: up to five code points ended by 0, attributes, and a pair of any size. */
static inline int clew_put(int y, int x, const wchar_t *text, attr_t attributes, int pair) {
    cchar_t cell;
    int extended = pair;
    if (setcchar(&cell, text, attributes, (short)0, &extended) == ERR) return ERR;
    return mvadd_wch(y, x, &cell);
}

static inline int clew_has(const char *capability) {
    const char *value = tigetstr(capability);
    return value != (const char *)0 && value != (const char *)-1;
}

static inline SCREEN *clew_newterm(void) { return newterm(NULL, stdout, stdin); }

static inline int clew_function_key(int number) { return KEY_F(number); }

#endif
