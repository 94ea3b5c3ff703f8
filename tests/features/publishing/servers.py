"""OpenSSH for tests: its SFTP server over pipes, and `sshd` on a free port with keys of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

FOLDERS = ("/usr/lib/openssh", "/usr/libexec/openssh", "/usr/libexec", "/usr/lib/ssh", "/usr/sbin")
ADVICE = "install it for the tests of publishing: apt install openssh-client openssh-server (.ci/run does)"


def program(name: str) -> str:
    """Path of a program of OpenSSH."""
    found = shutil.which(name, path=os.pathsep.join((os.environ["PATH"], *FOLDERS)))
    assert found, f"{name} is missing; {ADVICE}"
    return found


@contextmanager
def sshd(folder: Path) -> Iterator[int]:
    """Runs a server with the key `folder/client`; yields its port. `folder/bin/ssh` knows its key."""
    for name in ("server", "client", "stranger"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    port = _free_port()
    settings = [
        f"HostKey {folder}/server", f"AuthorizedKeysFile {folder}/client.pub", "StrictModes no", "UsePAM no",
        "PasswordAuthentication no", "PermitRootLogin yes", "Subsystem sftp internal-sftp", f"Port {port}",
        "ListenAddress 127.0.0.1", f"PidFile {folder}/pid", "MaxStartups 50",
    ]  # fmt: skip
    (folder / "sshd_config").write_text("\n".join(settings) + "\n")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    key = (folder / "server.pub").read_text()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {key}")
    _write_client(folder)
    with subprocess.Popen([program("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")]) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


def _write_client(folder: Path) -> None:
    """Writes `bin/ssh`, which starts OpenSSH with settings of the test and not of the user."""
    settings = [
        f"IdentityFile {folder}/client", "IdentitiesOnly yes", f"UserKnownHostsFile {folder}/known_hosts",
        "GlobalKnownHostsFile /dev/null", "StrictHostKeyChecking ask", f"User {getuser()}",
    ]  # fmt: skip
    (folder / "ssh_config").write_text("\n".join(settings) + "\n")
    (folder / "bin").mkdir()
    script = folder / "bin" / "ssh"
    script.write_text(f'#!/bin/sh\nexec {program("ssh")} -F {folder}/ssh_config "$@"\n')
    script.chmod(0o755)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as found:
            if found.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("sshd does not listen")
