"""`sitegen cache-key`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.console import USAGE, stop
from sitegen.problems.extras import install_command, with_installer


@click.command("cache-key")
@click.argument("file", type=click.Path(path_type=Path))
def cache_key_command(file: Path) -> None:
    """Write a new private key for a shared cache to FILE, and print the public key for site.yaml.

    Keep the private key in the secret store of your CI, as SITEGEN_CACHE_KEY, and remove FILE.
    """
    from sitegen.features.publishing.shared_cache.signing import PRIVATE, PUBLIC, key_text, new_signer
    from sitegen.store.own_files import write_new

    try:
        signer = new_signer()
        write_new(file, key_text(signer.key, PRIVATE).encode("ascii") + b"\n", 0o600, to_disk=True)
    except ImportError:
        stop(f"this needs a package: {with_installer(install_command('cache'))}", USAGE)
    except FileExistsError:
        stop(f"{file} exists; name a new file", USAGE)
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}", USAGE)
    click.echo(f"shared_cache:\n  keys: [{key_text(signer.public(), PUBLIC)}]")
