# SPDX-License-Identifier: GPL-3.0-or-later
"""A directory as a slow file system has it: each question to it takes its time, and what was asked
before is remembered no longer than is said. It speaks the kernel's FUSE protocol itself (linux/fuse.h),
so that static programs and all of what a path leads through are seen; it can only be read."""

import ctypes
import errno
import mmap
import os
import signal
import stat
import struct
import time

HEADER = struct.Struct("<IIQQIIII")
LOOKUP, FORGET, GETATTR, READLINK, OPEN, READ, STATFS, RELEASE, GETXATTR = 1, 2, 3, 5, 14, 15, 17, 18, 22
INIT, OPENDIR, READDIR, RELEASEDIR, INTERRUPT, BATCH_FORGET = 26, 27, 28, 29, 36, 42
SILENT = (FORGET, INTERRUPT, BATCH_FORGET)
# Those that a server far away would be asked. What is open is closed without it.
FAR = (LOOKUP, GETATTR, READLINK, OPEN, READ, OPENDIR, READDIR, GETXATTR)
MAJOR, MINOR = 7, 31
ROOM = 1 << 17
MS_FLAGS = 1 | 2 | 4  # read only, no set-uid programs, no devices
MNT_DETACH = 2

libc = ctypes.CDLL(None, use_errno=True)


class Unable(Exception):
    """There is no FUSE here, or not for this user."""


class SlowFs:
    """What is in SOURCE, at TARGET."""

    def __init__(self, source, target):
        self.source, self.target = source, target
        self.shared = mmap.mmap(-1, 24)  # questions so far, delay, seconds that an answer holds
        try:
            device = os.open("/dev/fuse", os.O_RDWR)
        except OSError as error:
            raise Unable(f"/dev/fuse: {error.strerror}") from None
        options = f"fd={device},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()},allow_other,default_permissions"
        if libc.mount(b"slow", os.fsencode(target), b"fuse", MS_FLAGS, options.encode()):
            os.close(device)
            raise Unable(f"no file system can be mounted: {os.strerror(ctypes.get_errno())}")
        self.pid = os.fork()
        if self.pid == 0:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                Server(device, source, self.shared).serve()
            finally:
                os._exit(0)
        os.close(device)

    def close(self):
        libc.umount2(os.fsencode(self.target), MNT_DETACH)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    @property
    def asked(self):
        """How many questions there were."""
        return struct.unpack_from("<Q", self.shared, 0)[0]

    def slow(self, delay, keep):
        """From now on each question takes DELAY seconds, and what is there is known for KEEP, a whole
        number; what is not there is asked for each time."""
        struct.pack_into("<dQ", self.shared, 8, delay, keep)


class Server:
    """The other end. An inode is a path, which never changes here."""

    def __init__(self, device, source, shared):
        self.device, self.shared = device, shared
        self.paths = {1: os.fsencode(source)}
        self.inodes = {self.paths[1]: 1}
        self.listings = {}
        self.answers = {INIT: self.init, LOOKUP: self.lookup, GETATTR: self.getattr, READLINK: self.readlink,
                        OPEN: self.open, OPENDIR: self.open, READ: self.read, READDIR: self.readdir,
                        RELEASE: self.release, RELEASEDIR: self.release, STATFS: self.statfs}

    def serve(self):
        while True:
            try:
                request = os.read(self.device, ROOM + 4096)
            except InterruptedError:
                continue
            except OSError as error:
                if error.errno in (errno.ENOENT, errno.EINTR):
                    continue
                return  # unmounted
            _, code, unique, node, *_ = HEADER.unpack_from(request)
            if code not in SILENT:
                self.reply(unique, *self.answer(code, node, request[HEADER.size:]))

    def answer(self, code, node, body):
        """An errno and what is answered."""
        if code in FAR:
            asked, delay = struct.unpack_from("<Qd", self.shared)
            struct.pack_into("<Q", self.shared, 0, asked + 1)
            time.sleep(delay)
        if code not in self.answers:
            return errno.EOPNOTSUPP if code == GETXATTR else errno.ENOSYS, b""
        try:
            return 0, self.answers[code](self.paths.get(node), body)
        except OSError as error:
            return error.errno, b""

    def reply(self, unique, error, data):
        try:
            os.write(self.device, struct.pack("<IiQ", 16 + len(data), -error, unique) + data)
        except OSError:
            pass  # whoever asked is gone

    def init(self, _path, body):
        readahead = struct.unpack_from("<III", body)[2]
        return struct.pack("<IIIIHHIIHHI28x", MAJOR, MINOR, readahead, 0, 12, 9, ROOM, 1, 0, 0, 0)

    def keep(self):
        return struct.unpack_from("<Q", self.shared, 16)[0]

    @staticmethod
    def attributes(path):
        st = os.lstat(path)
        times = [divmod(ns, 10**9) for ns in (st.st_atime_ns, st.st_mtime_ns, st.st_ctime_ns)]
        return struct.pack("<6Q10I", st.st_ino, st.st_size, st.st_blocks, *(t[0] for t in times), *(t[1] for t in times),
                           st.st_mode, st.st_nlink, st.st_uid, st.st_gid, 0, 4096, 0)

    def lookup(self, path, body):
        path += b"/" + body.rstrip(b"\0")
        attributes = self.attributes(path)
        inode = self.inodes.setdefault(path, len(self.inodes) + 1)
        self.paths[inode] = path
        return struct.pack("<QQQQII", inode, 0, self.keep(), self.keep(), 0, 0) + attributes

    def getattr(self, path, _body):
        return struct.pack("<QII", self.keep(), 0, 0) + self.attributes(path)

    def readlink(self, path, _body):
        return os.readlink(path)

    def open(self, path, _body):
        if stat.S_ISDIR(os.lstat(path).st_mode):
            handle = len(self.listings) + 1
            self.listings[handle] = [(b".", 1, 4), (b"..", 1, 4)] + [
                (e.name, e.inode(), stat.S_IFMT(e.stat(follow_symlinks=False).st_mode) >> 12) for e in os.scandir(path)]
        else:
            handle = os.open(path, os.O_RDONLY)
        return struct.pack("<QII", handle, 0, 0)

    def read(self, _path, body):
        handle, offset, size = struct.unpack_from("<QQI", body)
        return os.pread(handle, size, offset)

    def readdir(self, _path, body):
        handle, offset, size = struct.unpack_from("<QQI", body)
        out = b""
        for at, (name, inode, kind) in enumerate(self.listings[handle][offset:], offset + 1):
            entry = struct.pack("<QQII", inode, at, len(name), kind) + name
            entry += bytes(-len(entry) % 8)
            if len(out) + len(entry) > size:
                break
            out += entry
        return out

    def release(self, path, body):
        handle, = struct.unpack_from("<Q", body)
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            os.close(handle)
        return b""

    def statfs(self, path, _body):
        vfs = os.statvfs(path)
        return struct.pack("<5Q4I24x", vfs.f_blocks, vfs.f_bfree, vfs.f_bavail, vfs.f_files, vfs.f_ffree, 4096, 255, 4096, 0)
