"""A block of code that begins with a fence must end with one; otherwise the rest of the text is code.

```python
print()           →   markdown.fence: the block of code that begins here is never closed
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.markdown.tokens import Kind
from sitegen.types import Problem


def check(written: WrittenText) -> Iterator[Problem]:
    if not _may_be_open(written.text):
        return
    for token in written.tokens:
        if token.kind is Kind.FENCE and not token.closed:
            fence = written.text[token.start : token.end].partition("\n")[0].strip()
            run = fence[: len(fence) - len(fence.lstrip(fence[0]))]
            hint = f"write {run} alone on a line where the code ends"
            yield written.problem(
                "markdown.fence", "the block of code that begins here is never closed", token.start, hint
            )


def _may_be_open(text: str) -> bool:
    """Fast test: False if each fence is certainly closed by the next one."""
    fences: list[tuple[int, str, str]] = []
    for sign in ("```", "~~~"):
        at = text.find(sign) if sign[0] in text else -1
        while at >= 0:
            end = text.find("\n", at)
            line = text[at:] if end < 0 else text[at:end]
            words = line.lstrip(sign[0])
            fences.append((at, line[: len(line) - len(words)], words.strip()))
            at = text.find(sign, at + len(line))
    fences.sort()
    return len(fences) % 2 == 1 or any(
        opening[1] != closing[1] or closing[2]
        for opening, closing in zip(fences[::2], fences[1::2], strict=True)
    )
