/* What must work when Swift no longer can: giving the terminal back after a crash.
 *
 * Everything called from a signal handler is async-signal-safe (POSIX.1-2017, 2.4.3) and works on memory that was set
 * aside before. One terminal per process; the functions are called from the main thread.
 */
#ifndef CLEW_CTERMINAL_H
#define CLEW_CTERMINAL_H

#include <stddef.h>

/* Remembers the modes of the terminal at `fd` and the bytes that undo what a full-screen program switched on, and
 * catches the signals that would end the process. On one of them the modes are restored, what was said on standard
 * error meanwhile is repeated, and the process dies of the same signal. exit() restores likewise.
 * Returns 0, or -1 with errno when `fd` is no terminal.
 */
int clew_guard_start(int fd, const char *reset, size_t length);

/* Sends standard error to `log` (a descriptor that is readable and writable) until the guard ends. */
int clew_guard_divert(int log);

/* A file in memory for `clew_guard_divert`; -1 with errno when there is none to be had. */
int clew_memory_file(void);

/* Ends the guard in good order: signals as before, standard error back, what it got repeated there. Does not touch the
 * terminal's modes, which ncurses has restored. Calling it twice is harmless.
 */
void clew_guard_end(void);

/* Makes SIGWINCH and SIGTSTP write 'w' and 's' to `wake` in addition to (w) or in place of (s) what they did. Call it
 * after ncurses has set its own handlers.
 */
int clew_signals_start(int wake);
void clew_signals_end(void);

/* Stops the whole foreground process group, as Ctrl-Z in the shell would; returns when it is continued. */
void clew_stop(void);

/* Runs `arguments` (ended by NULL) in the foreground with the terminal as its three streams and waits for it.
 * Returns its exit status, 128 + n when signal n ended it, or -1 with errno when it could not be started.
 */
int clew_run_foreground(const char *const arguments[]);

/* Writes all of `length` bytes to `fd`; returns 0, or -1 with errno. */
int clew_write_all(int fd, const char *bytes, size_t length);

#endif
