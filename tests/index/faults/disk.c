/* A file layer that fails on order, below Python, SQLite and FAISS alike: load it with LD_PRELOAD.
 *
 * It counts what a process does to the files of one folder (writes, syncs, renames, removals). At the n-th it kills the
 * process, in the middle of it if that is a write; from the n-th on the disk is full; and it can keep a log from which
 * the writes that no sync followed are taken back afterwards, as a power cut does. See disk.py for its commands.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = dlsym(RTLD_NEXT, #name)

static char root[PATH_MAX];
static long kill_at, full_at, count;
static int log_fd = -1;

struct record { char kind; uint16_t path, other; uint32_t data; int64_t at; } __attribute__((packed));

void disk_arm(const char *folder, long to_kill, long to_fill, const char *log) {
    strncpy(root, folder, sizeof root - 1);
    kill_at = to_kill, full_at = to_fill, count = 0;
    log_fd = log[0] ? open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
}

long disk_count(void) { return count; }

static int watched(const char *path) { return root[0] && !strncmp(path, root, strlen(root)); }

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = root[0] ? readlink(link, path, PATH_MAX - 1) : -1;
    if (length < 0) return 0;
    path[length] = 0;
    return watched(path);
}

/* One more operation: whether the process is to die in it. */
static int dies(void) { return ++count == kill_at; }
static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }
static int is_full(void) { return full_at && count >= full_at; }

static void note(char kind, const char *path, const char *other, int64_t at, const void *data, size_t length) {
    if (log_fd < 0) return;
    REAL(ssize_t, write, int, const void *, size_t);
    struct record head = {kind, strlen(path), strlen(other), length, at};
    real(log_fd, &head, sizeof head);
    real(log_fd, path, head.path);
    real(log_fd, other, head.other);
    if (length) real(log_fd, data, length);
}

/* What a write is about to replace. */
static void note_write(const char *path, int fd, int64_t at, size_t length) {
    if (log_fd < 0) return;
    char *old = malloc(length ? length : 1);
    ssize_t had = pread(fd, old, length, at);
    note('W', path, "", at, old, had > 0 ? had : 0);
    free(old);
}

static int grows(int fd, int64_t end) {
    struct stat now;
    return fstat(fd, &now) == 0 && end > now.st_size;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    char path[PATH_MAX];
    if (!path_of(fd, path)) return real(fd, bytes, length, at);
    int dying = dies();
    note_write(path, fd, at, length);
    if (dying) { real(fd, bytes, length / 2, at); die(); }
    if (is_full() && grows(fd, at + length)) { errno = ENOSPC; return -1; }
    return real(fd, bytes, length, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    char path[PATH_MAX];
    if (!path_of(fd, path)) return real(fd, bytes, length);
    int dying = dies();
    int64_t at = lseek(fd, 0, SEEK_CUR);
    note_write(path, fd, at, length);
    if (dying) { real(fd, bytes, length / 2); die(); }
    if (is_full() && grows(fd, at + length)) { errno = ENOSPC; return -1; }
    return real(fd, bytes, length);
}

/* FAISS writes through stdio, whose buffer is not to be seen: the file is uncertain from here on. */
size_t fwrite(const void *bytes, size_t size, size_t items, FILE *stream) {
    REAL(size_t, fwrite, const void *, size_t, size_t, FILE *);
    char path[PATH_MAX];
    if (!path_of(fileno(stream), path)) return real(bytes, size, items, stream);
    int dying = dies();
    note('U', path, "", 0, NULL, 0);
    if (dying) { real(bytes, size, items / 2, stream); fflush(stream); die(); }
    if (is_full()) { errno = ENOSPC; return 0; }
    return real(bytes, size, items, stream);
}

int ftruncate64(int fd, off64_t length) {
    REAL(int, ftruncate64, int, off64_t);
    char path[PATH_MAX];
    if (!path_of(fd, path)) return real(fd, length);
    struct stat now;
    if (dies()) die();
    if (fstat(fd, &now) == 0 && now.st_size > length) note_write(path, fd, length, now.st_size - length);
    return real(fd, length);
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

#define SYNC(name) \
    int name(int fd) { \
        REAL(int, name, int); \
        char path[PATH_MAX]; \
        if (!path_of(fd, path)) return real(fd); \
        if (dies()) die(); \
        int done = real(fd); \
        note('S', path, "", 0, NULL, 0); \
        return done; \
    }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    if (!watched(from)) return real(from, to);
    if (dies()) die();
    note('R', from, to, 0, NULL, 0);
    return real(from, to);
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    if (!watched(path)) return real(path);
    if (dies()) die();
    if (log_fd >= 0) { /* kept under another name, to be put back */
        char kept[PATH_MAX], from[64];
        snprintf(from, sizeof from, "/proc/self/fd/%d", log_fd);
        ssize_t length = readlink(from, kept, sizeof kept - 32);
        snprintf(kept + (length > 0 ? length : 0), 32, ".%ld", count);
        if (length > 0 && link(path, kept) == 0) note('D', path, kept, 0, NULL, 0);
    }
    return real(path);
}

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
    int is_new = (flags & O_CREAT) && watched(path) && access(path, F_OK);
    if (is_new && dies()) die();
    if (is_new && is_full()) { errno = ENOSPC; return -1; }
    if (is_new) note('C', path, "", 0, NULL, 0);
    return real(path, flags, mode);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, name, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        return opened(real, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
