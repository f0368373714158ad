#include "pipeline/wires.h"

#include "util/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void set_nonblocking(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static int make_pipe(int *ends, int bytes, mode_t mode, struct error *err)
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_system(err, "cannot make a pipe");
	fcntl(ends[1], F_SETPIPE_SZ, bytes);	/* smaller works as well */
	if (fchmod(ends[1], mode) < 0)
		return error_system(err, "cannot make a pipe");
	return 0;
}

/* mode is what others, as those in boxes are, may open again by /dev/stdin and /dev/stdout. */
static int open_way(struct way *way, bool relayed, mode_t mode, struct error *err)
{
	int first[2] = { -1, -1 }, second[2] = { -1, -1 }, status;
	int bytes = relayed ? WIRE_BYTES / 2 : WIRE_BYTES;	/* the same in all: who waits, waits */

	*way = (struct way){ .relayed = relayed };
	status = make_pipe(first, bytes, mode, err);
	if (relayed && status == 0)
		status = make_pipe(second, bytes, mode, err);
	way->writer = first[1];
	way->reader = relayed ? second[0] : first[0];
	way->from = first[0];
	way->to = relayed ? second[1] : first[1];
	if (status < 0 || !relayed)
		return status;
	set_nonblocking(way->from);
	set_nonblocking(way->to);
	way->buffer = malloc(RELAY_BYTES);
	return way->buffer ? 0 : error_system(err, "a conversation");
}

int wires_open(struct wires *wires, struct transcript *transcript, struct error *err)
{
	const struct way none = { .writer = -1, .reader = -1, .from = -1, .to = -1 };

	*wires = (struct wires){ .forth = none, .back = none, .transcript = transcript };
	/* A program must not write to itself what the validator should have said. */
	if (open_way(&wires->forth, transcript, 0666, err) == 0 &&
	    open_way(&wires->back, transcript, 0444, err) == 0) {
		wires->back.ending = true;
		return 0;
	}
	wires_close(wires);
	return -1;
}

static void hand_over(struct way *way)
{
	if (way->writer != way->to)
		close_end(&way->writer);
	if (way->reader != way->from)
		close_end(&way->reader);
	way->writer = way->reader = -1;
}

void wires_hand_over(struct wires *wires)
{
	hand_over(&wires->forth);
	hand_over(&wires->back);
	/* Direct: only the validator holds it now, so that its end is end of file. */
	if (!wires->transcript)
		close_end(&wires->back.to);
}

static bool has_to_wait(const struct way *way)
{
	return way->is_full || way->begin < way->end;
}

/* Not more than there is room for: who talks to nobody has to wait. */
static struct pollfd source_of(const struct way *way)
{
	bool reads = way->discards || (way->relayed && !has_to_wait(way));

	return (struct pollfd){ .fd = reads ? way->from : -1, .events = POLLIN };
}

static struct pollfd target_of(const struct way *way)
{
	return (struct pollfd){ .fd = has_to_wait(way) ? way->to : -1, .events = POLLOUT };
}

void wires_polled(const struct wires *wires, struct pollfd polled[WIRES_POLLED])
{
	polled[0] = source_of(&wires->forth);
	polled[1] = target_of(&wires->forth);
	polled[2] = source_of(&wires->back);
	polled[3] = target_of(&wires->back);
}

static void discard_rest(struct way *way)
{
	way->discards = true;
	way->is_full = false;
	way->begin = way->end = 0;
	close_end(&way->to);
}

/* Writes what is there; false if not all of it could be. */
static bool flush(struct way *way)
{
	while (way->begin < way->end) {
		ssize_t n = write(way->to, way->buffer + way->begin, way->end - way->begin);

		if (n > 0) {
			way->begin += (size_t)n;
		} else if (n < 0 && errno == EPIPE) {
			discard_rest(way);	/* who should read has closed it */
		} else if (n == 0 || errno != EINTR) {
			return false;
		}
	}
	way->begin = way->end = 0;
	return true;
}

/* Is there room for a piece, or nobody to keep room for? We hold nothing back ourselves. */
static bool find_room(struct way *way)
{
	struct pollfd target = { .fd = way->to, .events = POLLOUT };

	if (way->discards)
		return true;
	poll(&target, 1, 0);
	if (target.revents & POLLERR)
		discard_rest(way);
	way->is_full = !way->discards && !(target.revents & POLLOUT);
	return !way->is_full;
}

/* One piece; false if there is none now. */
static bool read_piece(struct way *way, struct transcript *transcript, enum transcript_side side)
{
	char thrown_away[DISCARD_BYTES], *buffer = way->discards ? thrown_away : way->buffer;
	ssize_t n;

	if (way->from < 0)
		return false;
	n = read(way->from, buffer, way->discards ? sizeof thrown_away : RELAY_BYTES);
	if (n < 0)
		return errno == EINTR;
	if (n == 0) {
		close_end(&way->from);
		return false;
	}
	way->bytes += (uint64_t)n;
	if (transcript)
		transcript_add(transcript, side, buffer, (size_t)n);
	if (!way->discards)
		way->end = (size_t)n;
	return true;
}

static void move(struct way *way, struct transcript *transcript, enum transcript_side side)
{
	if (!way->relayed && !way->discards)
		return;
	while (flush(way) && find_room(way) && read_piece(way, transcript, side))
		;
	if (way->ending && way->from < 0 && way->begin == way->end)
		close_end(&way->to);
}

void wires_move(struct wires *wires)
{
	move(&wires->forth, wires->transcript, TRANSCRIPT_PROGRAM);
	move(&wires->back, wires->transcript, TRANSCRIPT_VALIDATOR);
}

/* Only now, as they who talk share the flag with us. */
static void begin_to_discard(struct way *way)
{
	if (way->from >= 0)
		set_nonblocking(way->from);
	discard_rest(way);
}

void wires_program_ended(struct wires *wires)
{
	begin_to_discard(&wires->back);
}

void wires_validator_ended(struct wires *wires)
{
	begin_to_discard(&wires->forth);
}

void wires_let_go(struct wires *wires)
{
	wires->forth.ending = true;
	if (!wires->transcript)
		close_end(&wires->forth.to);
	else
		wires_move(wires);
}

/* Of a pipe either end of which is fd. */
static size_t unread_in(int fd)
{
	int bytes = 0;

	return fd < 0 || ioctl(fd, FIONREAD, &bytes) < 0 ? 0 : (size_t)bytes;
}

size_t wires_unread(const struct wires *wires)
{
	const struct way *way = &wires->forth;
	size_t bytes = unread_in(way->from) + (way->end - way->begin);

	return way->relayed ? bytes + unread_in(way->to) : bytes;
}

uint64_t wires_written(const struct wires *wires)
{
	const struct way *way = &wires->forth;

	return way->relayed || way->discards ? way->bytes + unread_in(way->from) : 0;
}

static void close_way(struct way *way)
{
	if (way->writer != way->to)
		close_end(&way->writer);
	if (way->reader != way->from)
		close_end(&way->reader);
	close_end(&way->from);
	close_end(&way->to);
	free(way->buffer);
	way->buffer = NULL;
}

void wires_close(struct wires *wires)
{
	close_way(&wires->forth);
	close_way(&wires->back);
}
