#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* Ends by which a process dies without a chance to tidy up. SIGINT is a key while the terminal is raw. */
static const int fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
enum { fatal_count = sizeof fatal / sizeof fatal[0] };

/* How much of what standard error got is repeated on the terminal; the log has all of it. */
enum { longest_repeat = 16 * 1024 };

static volatile sig_atomic_t guarding;
static int terminal = -1;
static struct termios modes;
static char reset_bytes[512];
static size_t reset_length;
static struct sigaction before[fatal_count];
static char alternate_stack[64 * 1024];

static int plain_error = -1;
static int log_file = -1;
static off_t log_start;

int clew_write_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t count = write(fd, bytes, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return -1;
        bytes += count;
        length -= (size_t)count;
    }
    return 0;
}

/* Points standard error back and repeats there what it got. Async-signal-safe. */
static void repeat_errors(void) {
    if (plain_error < 0) return;
    dup2(plain_error, STDERR_FILENO);
    plain_error = -1;
    char buffer[1024];
    off_t at = log_start;
    while (at - log_start < longest_repeat) {
        ssize_t count = pread(log_file, buffer, sizeof buffer, at);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        if (clew_write_all(STDERR_FILENO, buffer, (size_t)count) != 0) break;
        at += count;
    }
}

static void restore(void) {
    if (!guarding) return;
    guarding = 0;
    clew_write_all(terminal, reset_bytes, reset_length);
    tcsetattr(terminal, TCSANOW, &modes);
    repeat_errors();
}

/* Says in words that the program ended by a fault of its own; a hang-up or Ctrl-C from outside needs none. */
static void tell_fault(int signal_number) {
    switch (signal_number) {
    case SIGILL: case SIGTRAP: case SIGABRT: case SIGBUS: case SIGFPE: case SIGSEGV: case SIGSYS: break;
    default: return;
    }
    char text[] = "Clew was ended by an error of its own (signal 00).\nWhat it said was saved is on disk; "
                  "clew open takes it up again.\n";
    char *digits = strstr(text, "00");
    if (!digits) return;
    if (signal_number < 10) {
        digits[0] = (char)('0' + signal_number);
        memmove(digits + 1, digits + 2, strlen(digits + 2) + 1);
    } else {
        digits[0] = (char)('0' + signal_number / 10);
        digits[1] = (char)('0' + signal_number % 10);
    }
    clew_write_all(STDERR_FILENO, text, strlen(text));
}

static void die(int signal_number) {
    int was_guarding = guarding;
    restore();
    if (was_guarding) tell_fault(signal_number);
    /* The handler was one-shot (SA_RESETHAND): the default action is back. */
    raise(signal_number);
}

int clew_guard_start(int fd, const char *reset, size_t length) {
    if (length > sizeof reset_bytes) {
        errno = EINVAL;
        return -1;
    }
    if (tcgetattr(fd, &modes) != 0) return -1;
    terminal = fd;
    memcpy(reset_bytes, reset, length);
    reset_length = length;

    /* A stack of its own, so that running out of stack is survived long enough, too. */
    stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
    sigaltstack(&stack, NULL);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = die;
    action.sa_flags = SA_ONSTACK | SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    for (int index = 0; index < fatal_count; index++) sigaction(fatal[index], &action, &before[index]);
    guarding = 1;
    static int registered;
    if (!registered) registered = atexit(restore) == 0;
    return 0;
}

int clew_memory_file(void) { return memfd_create("clew-log", MFD_CLOEXEC); }

int clew_guard_divert(int log) {
    int copy = dup(STDERR_FILENO);
    if (copy < 0) return -1;
    off_t end = lseek(log, 0, SEEK_END);
    if (dup2(log, STDERR_FILENO) < 0) {
        close(copy);
        return -1;
    }
    log_file = log;
    log_start = end < 0 ? 0 : end;
    plain_error = copy;
    return 0;
}

void clew_guard_end(void) {
    if (!guarding) return;
    guarding = 0;
    for (int index = 0; index < fatal_count; index++) sigaction(fatal[index], &before[index], NULL);
    repeat_errors();
}

static int wake_pipe = -1;
static struct sigaction before_resize;
static struct sigaction before_stop;

static void tell(int signal_number) {
    int saved = errno;
    if (signal_number == SIGWINCH && before_resize.sa_handler != SIG_DFL && before_resize.sa_handler != SIG_IGN
        && !(before_resize.sa_flags & SA_SIGINFO)) {
        before_resize.sa_handler(signal_number);
    }
    char byte = signal_number == SIGWINCH ? 'w' : 's';
    /* A full pipe wakes as well as one more byte would. */
    if (write(wake_pipe, &byte, 1) < 0) errno = 0;
    errno = saved;
}

int clew_signals_start(int wake) {
    wake_pipe = wake;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = tell;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGWINCH, NULL, &before_resize) != 0) return -1;
    if (sigaction(SIGWINCH, &action, NULL) != 0) return -1;
    action.sa_flags = SA_RESTART;
    return sigaction(SIGTSTP, &action, &before_stop);
}

void clew_signals_end(void) {
    if (wake_pipe < 0) return;
    sigaction(SIGWINCH, &before_resize, NULL);
    sigaction(SIGTSTP, &before_stop, NULL);
    wake_pipe = -1;
}

void clew_stop(void) {
    struct sigaction plain, own;
    memset(&plain, 0, sizeof plain);
    plain.sa_handler = SIG_DFL;
    sigemptyset(&plain.sa_mask);
    sigaction(SIGTSTP, &plain, &own);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &own, NULL);
}

int clew_run_foreground(const char *const arguments[]) {
    /* The child and Clew are one job to the shell: Ctrl-C is the child's, Ctrl-Z stops both. */
    struct sigaction ignore, plain, interrupt, quit, stop;
    memset(&ignore, 0, sizeof ignore);
    ignore.sa_handler = SIG_IGN;
    sigemptyset(&ignore.sa_mask);
    plain = ignore;
    plain.sa_handler = SIG_DFL;
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    sigaction(SIGTSTP, &plain, &stop);

    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        for (int number = 1; number < NSIG; number++) sigaction(number, &plain, NULL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        dup2(STDOUT_FILENO, STDERR_FILENO);
        execvp(arguments[0], (char *const *)arguments);
        _exit(127);
    }
    if (child > 0) {
        while (waitpid(child, &status, 0) < 0) {
            if (errno != EINTR) {
                status = -1;
                break;
            }
        }
    }
    int saved = errno;
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    sigaction(SIGTSTP, &stop, NULL);
    errno = saved;
    if (child < 0 || status == -1) return -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
