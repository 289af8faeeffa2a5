"""Tools: what every other wing needs and none is about. Files, seeds, the machine, the command line, pictures.

Reading order::

    seeds         one seed from several numbers
    files         files that are either the old one or the new one
    settings      the same settings, or a refusal
    interrupts    Ctrl-C, and the polite kill
    environment   what a figure was measured on
    memory        how much there is, how much was used
    commands      command lines, and how a mistake in one is answered
    flags         a dataclass as options of a command line
    plots         pictures of results
    figures       figures in a notebook: their style, captions, descriptions
    claims        what a text says of its results, as code
"""

from shared.tools.files import read_jsonl

__all__ = ["read_jsonl"]
