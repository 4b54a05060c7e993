"""What the embedded server must know of the machine: its memory, its processes."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

MEGABYTE = 1024 * 1024
CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def memory() -> int:
    """Bytes of memory that this process may hope for, a container's limit included."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for path in CGROUP_LIMITS:
        try:
            whole = min(whole, int(Path(path).read_text()))
        except (OSError, ValueError):
            continue
    return whole


def configuration(socket_folder: Path, port: int, *, durable: bool) -> str:
    """postgresql.conf for this machine: no TCP, no personal data in the log, WAL kept for crashes alone."""
    megabytes = memory() // MEGABYTE

    def share(divisor: int, least: int, most: int) -> str:
        return f"{min(max(megabytes // divisor, least), most)}MB"

    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "port": port,
        "max_connections": 100,
        "shared_buffers": share(16, 64, 1024),
        "effective_cache_size": share(2, 256, 16384),
        "work_mem": share(1024, 4, 32),
        "maintenance_work_mem": share(32, 64, 512),
        "max_parallel_workers_per_gather": min((os.cpu_count() or 1) // 2, 4),
        "jit": "off",
        "wal_level": "minimal",
        "max_wal_senders": 0,
        "max_logical_replication_workers": 0,
        "wal_compression": "on",
        "min_wal_size": "128MB",
        "max_wal_size": "1GB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length_on_error": 0,
    }
    if not durable:
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
        }
    return "".join(f"{name} = '{value}'\n" for name, value in settings.items())


def processes(mark: str, among: Iterable[int] | None = None) -> list[int]:
    """The live processes that bear this mark on their command line.

    Command lines are what a container's root may read of another user's processes.
    """
    if not Path("/proc/self/cmdline").exists():
        listed = [line.split(None, 2) for line in _ps().splitlines()]
        return [int(pid) for pid, state, said in listed if mark in said and not state.startswith("Z")]
    if among is None:
        among = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    found = []
    for pid in among:
        try:
            said = Path(f"/proc/{pid}/cmdline").read_bytes()  # empty for a zombie
            if mark.encode() in said and Path(f"/proc/{pid}/comm").read_text().startswith("postgres"):
                found.append(pid)
        except OSError:
            continue
    return found


def _ps() -> str:
    """Pid, state and command of every process, where there is no /proc."""
    asked = ["/bin/ps", "-axo", "pid=,stat=,command="]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603 - fixed words
