"""A folder of this machine as a target."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.targets.file_target import FileTarget
from sitegen.store.own_files import make_folder, read_regular, write_new


class LocalFiles:
    """Files below a folder of this machine."""

    at_once = 4

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)

    def read(self, path: str) -> bytes:
        return read_regular(self.root / path)

    def write(self, path: str, data: bytes) -> None:
        write_new(self.root / path, data)

    def size(self, path: str) -> int | None:
        try:
            status = os.lstat(self.root / path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return None if stat.S_ISDIR(status.st_mode) else status.st_size

    def age(self, path: str, than: str) -> float:
        return os.lstat(self.root / than).st_mtime - os.lstat(self.root / path).st_mtime

    def rename(self, old: str, new: str) -> None:
        (self.root / old).replace(self.root / new)

    def rename_new(self, old: str, new: str) -> None:
        try:
            os.link(self.root / old, self.root / new)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in NO_HARD_LINKS:
                raise
            write_new(self.root / new, read_regular(self.root / old))
        (self.root / old).unlink()

    def copy(self, old: str, new: str) -> None:
        try:
            os.link(self.root / old, self.root / new)
        except OSError as error:
            if error.errno not in NO_HARD_LINKS:
                raise
            shutil.copyfile(self.root / old, self.root / new)

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def remove_folder(self, path: str) -> None:
        (self.root / path).rmdir()

    def make_folders(self, path: str) -> None:
        self.root.mkdir(exist_ok=True)
        make_folder(self.root, self.root / path)

    def names(self, path: str) -> list[str]:
        return [item.name for item in (self.root / path).iterdir()]

    def link(self, destination: str, path: str) -> None:
        (self.root / path).symlink_to(destination, target_is_directory=True)

    def destination(self, path: str) -> str:
        return (self.root / path).readlink().as_posix()

    def close(self) -> None:
        pass


NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def folder_target(path: Path, protected: tuple[Path, ...]) -> FileTarget:
    """Raises PublishError if the folder is or holds the site's own, or cannot be created."""
    place = path.resolve()
    for own in (folder.resolve() for folder in protected):
        if own.is_relative_to(place) or place.is_relative_to(own):
            raise PublishError(
                f"{path} is, holds or is in {own}, a folder of the site; choose a different one"
            )
    if not place.parent.is_dir():
        raise PublishError(f"there is no folder {place.parent}; create it, or correct the path")
    if place.exists() and not place.is_dir():
        raise PublishError(f"{path} is a file, not a folder")
    return FileTarget(LocalFiles(place))
