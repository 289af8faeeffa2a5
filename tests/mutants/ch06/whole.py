# === wrong: the piece's own mean over tokens
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / mask.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: the piece's own mean over rows
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).mean()
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: the piece's own number of rows in the constant
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(mask) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: the pieces' means
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths[piece], mode, most_tokens) for piece in pieces]


# === wrong: the pieces' means, divided by the number of pieces
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths[piece], mode, most_tokens) / len(pieces) for piece in pieces]


# === wrong: the mask by multiplication
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = (per_token * mask).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: the mask is forgotten
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = per_token.sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: rows without tokens are no rows
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / (lengths > 0).sum().clamp(min=1)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: a batch without tokens is 0 / 0
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum()
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: a row without tokens is 0 / 0
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: padded columns count in a row's mean
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.shape[1]).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: lengths must be in the order of the rows
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / lengths[: len(mask)].clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: the constant is the longest row there is
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            most_tokens = mask.shape[1]
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: the constant without the number of rows
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / most_tokens
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: an unknown mode is by token
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    return sums.sum() / lengths.sum().clamp(min=1)


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: the last, smaller piece is lost
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask) - rows_at_once + 1, rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: no row at once is taken for one
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    rows_at_once = max(1, rows_at_once)
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === wrong: without gradients
def share(
    per_token: Tensor, mask: Tensor, lengths: Tensor, mode: str = "token", most_tokens: int | None = None
) -> Tensor:
    """What a piece ``(rows, seq)`` adds to the loss of a batch whose rows have ``lengths`` ``(all rows,)``.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``most_tokens``.
    """
    sums = torch.where(mask, per_token.detach(), 0.0).sum(dim=1)
    if mode == "token":
        return sums.sum() / lengths.sum().clamp(min=1)
    if mode == "sequence":
        return (sums / mask.sum(dim=1).clamp(min=1)).sum() / len(lengths)
    if mode == "constant":
        if most_tokens is None:
            raise ValueError("the constant needs most_tokens")
        return sums.sum() / (len(lengths) * most_tokens)
    raise ValueError(f"unknown mode {mode!r}")


def shares(
    per_token: Tensor, mask: Tensor, rows_at_once: int, mode: str = "token", most_tokens: int | None = None
) -> list[Tensor]:
    """What each piece of ``rows_at_once`` rows adds to the loss of the whole batch ``(rows, seq)``.

    Raises:
        ValueError: as above, or ``rows_at_once`` is below 1.
    """
    if rows_at_once < 1:
        raise ValueError(f"at least one row at once, not {rows_at_once}")
    lengths = mask.sum(dim=1)
    starts = range(0, len(mask), rows_at_once)
    pieces = [slice(start, start + rows_at_once) for start in starts]
    return [share(per_token[piece], mask[piece], lengths, mode, most_tokens) for piece in pieces]


# === right: a weight for each row
def share(per_token, mask, lengths, mode="token", most_tokens=None):
    everything = max(1, int(lengths.sum()))
    if mode == "token":
        weight = torch.full((len(mask),), 1 / everything)
    elif mode == "sequence":
        weight = 1 / (mask.sum(1).clamp(min=1) * lengths.numel())
    elif mode == "constant" and most_tokens is not None:
        weight = torch.full((len(mask),), 1 / (lengths.numel() * most_tokens))
    else:
        raise ValueError(f"{mode}, {most_tokens}")
    return (per_token.masked_fill(~mask, 0.0) * weight[:, None]).sum()


def shares(per_token, mask, rows_at_once, mode="token", most_tokens=None):
    if rows_at_once <= 0:
        raise ValueError("rows_at_once")
    lengths = mask.sum(1)
    pairs = zip(per_token.split(rows_at_once), mask.split(rows_at_once))
    return [share(values, counts, lengths, mode, most_tokens) for values, counts in pairs]


# === right: row by row
def share(per_token, mask, lengths, mode="token", most_tokens=None):
    if mode not in ("token", "sequence", "constant"):
        raise ValueError(mode)
    if mode == "constant" and most_tokens is None:
        raise ValueError("most_tokens")
    total = torch.zeros(())
    for values, counts in zip(per_token, mask):
        chosen = values[counts]
        if len(chosen) == 0:
            continue
        if mode == "token":
            total = total + chosen.sum() / lengths.sum()
        elif mode == "sequence":
            total = total + chosen.mean() / len(lengths)
        else:
            total = total + chosen.sum() / most_tokens / len(lengths)
    return total


def shares(per_token, mask, rows_at_once, mode="token", most_tokens=None):
    if rows_at_once < 1:
        raise ValueError("rows_at_once must be 1 or more")
    result, start = [], 0
    while start < len(mask):
        end = start + rows_at_once
        result.append(share(per_token[start:end], mask[start:end], mask.sum(-1), mode, most_tokens))
        start = end
    return result
