// SPDX-License-Identifier: Apache-2.0
//
// Put before libc (LD_PRELOAD), fails calls on the files that a test names, and shifts the clock, as the test's control
// file says at that moment. support/faults.py has the other side.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

struct control {
  int64_t shift;      // seconds that the clock is wrong by
  int64_t room;       // bytes that are still written before `error`
  int32_t error;      // the error number of writes; 0 where they succeed
  int32_t folder;     // whether names cannot be made, changed or removed, either
  int32_t sync_error; // the error number of fsync and fdatasync
  int32_t piece;      // how many bytes are written at once, at most
  int32_t storm;      // how many calls in a row are interrupted (EINTR) before one is not
  int32_t death;      // the call before which the process is killed, counted from 1
  int32_t calls;      // how many calls have changed the files
  int32_t syncs;      // how many of them were fsync and fdatasync
};

static struct control *control;
static const char *part;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAULTS_CONTROL");
  part = getenv("FAULTS_PATH");
  int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *shared = mmap(0, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared != MAP_FAILED) control = shared;
  close(fd);
}

static int names(const char *path) { return control && part && path && strstr(path, part) != 0; }

static int holds(int fd) {
  if (!control || !part) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int saved = errno;
  ssize_t count = readlink(link, path, sizeof path - 1);
  errno = saved;
  if (count < 0) return 0;
  path[count] = 0;
  return names(path);
}

static void changes(void) {
  if (__sync_add_and_fetch(&control->calls, 1) == control->death) kill(getpid(), SIGKILL);
}

static int interrupted(void) {
  static __thread int count;
  if (count++ < control->storm) return 1;
  count = 0;
  return 0;
}

static int refuse(int number) {
  errno = number;
  return -1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) {
  if (holds(fd)) {
    changes();
    if (interrupted()) return refuse(EINTR);
    if (control->piece && count > (size_t)control->piece) count = control->piece;
    if (control->error) {
      if (control->room <= 0) return refuse(control->error);
      if (count > (size_t)control->room) count = control->room;
      control->room -= count;
    }
  }
  return NEXT(write)(fd, bytes, count);
}

static int synchronize(int fd, int (*next)(int)) {
  if (holds(fd)) {
    changes();
    __sync_add_and_fetch(&control->syncs, 1);
    if (control->sync_error) return refuse(control->sync_error);
  }
  return next(fd);
}

int fsync(int fd) { return synchronize(fd, NEXT(fsync)); }
int fdatasync(int fd) { return synchronize(fd, NEXT(fdatasync)); }

int ftruncate(int fd, off_t length) {
  if (holds(fd)) {
    changes();
    if (control->folder && control->error) return refuse(control->error);
  }
  return NEXT(ftruncate)(fd, length);
}

int rename(const char *from, const char *to) {
  if (names(from) || names(to)) {
    changes();
    if (control->folder && control->error) return refuse(control->error);
  }
  return NEXT(rename)(from, to);
}

int unlink(const char *path) {
  if (names(path)) {
    changes();
    if (control->folder && control->error) return refuse(control->error);
  }
  return NEXT(unlink)(path);
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  if (names(path)) {
    if (interrupted()) return refuse(EINTR);
    if (flags & O_CREAT) changes();
    if (flags & O_CREAT && control->folder && control->error) return refuse(control->error);
  }
  return NEXT(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  return open(path, flags, mode);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = NEXT(clock_gettime)(clock, time);
  if (control && clock == CLOCK_REALTIME) time->tv_sec += control->shift;
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  int result = NEXT(gettimeofday)(time, zone);
  if (control) time->tv_sec += control->shift;
  return result;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}
