# === wrong: only all wrong is silent
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: only all right is silent
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: floats
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return float(p) ** size + (1 - float(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: floats that become fractions
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(float(p) ** size + (1 - float(p)) ** size)


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: whole numbers for whole numbers
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return p**size + (1 - p) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: probabilities above 1
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: empty groups
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: 0 and 1 are refused
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 < p < 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: the silence of the mean
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - silence(sum(Fraction(*pair) for pair in measured) / len(measured), size)


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: the silence of all answers together
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - silence(Fraction(sum(r for r, _ in measured), sum(t for _, t in measured)), size)


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: divides by the silence
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / (1 - speaks) if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: the mean of the problems' waiting times
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted * sum(1 / (1 - silence(Fraction(*q), size)) for q in measured) / len(measured) if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: rounded up to whole groups
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return Fraction(math.ceil(wanted / speaks)) if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: all silent: nothing is drawn
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        return Fraction(0)
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: nothing wanted, and all silent, is refused
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: what was measured is not looked at
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(min(Fraction(1), max(Fraction(0), Fraction(*pair))), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: more than wanted
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted + 1, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: exactly so many
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, min(wanted, drawn) + 1))
    return sum(terms, Fraction(0))


# === wrong: without the number of orders
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms, Fraction(0))


# === wrong: a whole 0 where it cannot be
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(wanted, drawn + 1))
    return sum(terms)


# === wrong: negative numbers of groups
def silence(p: Fraction | int, size: int) -> Fraction:
    """The probability that all of ``size`` responses are right, or all wrong.

    Raises:
        ValueError: ``p`` is no probability, or the group is empty.
    """
    if not 0 <= p <= 1 or size < 1:
        raise ValueError(f"p = {p}, size = {size}")
    return Fraction(p) ** size + (1 - Fraction(p)) ** size


def _speaks(measured: list[tuple[int, int]], size: int) -> Fraction:
    """The probability that a group of a problem chosen at random is not silent."""
    if not measured or not all(tried >= 1 and 0 <= right <= tried for right, tried in measured):
        raise ValueError(f"measured = {measured}")
    return 1 - sum(silence(Fraction(*pair), size) for pair in measured) / Fraction(len(measured))


def expected_groups(measured: list[tuple[int, int]], size: int, wanted: int) -> Fraction:
    """How many groups are drawn on average until ``wanted`` of them teach something.

    Raises:
        ValueError: the numbers make no sense, or no group ever teaches anything.
    """
    speaks = _speaks(measured, size)
    if wanted < 0:
        raise ValueError(f"wanted = {wanted}")
    if wanted and not speaks:
        raise ValueError("every group is silent")
    return wanted / speaks if wanted else Fraction(0)


def chance_of_full(measured: list[tuple[int, int]], size: int, drawn: int, wanted: int) -> Fraction:
    """The probability that of ``drawn`` groups at least ``wanted`` teach something.

    Raises:
        ValueError: the numbers make no sense.
    """
    speaks = _speaks(measured, size)
    if drawn < 0:
        raise ValueError(f"drawn = {drawn}, wanted = {wanted}")
    terms = (math.comb(drawn, k) * speaks**k * (1 - speaks) ** (drawn - k) for k in range(max(0, wanted), drawn + 1))
    return sum(terms, Fraction(0))


# === right: counting from the other side
def silence(p, size):
    p = Fraction(p)
    if p < 0 or p > 1 or size <= 0:
        raise ValueError("p or size")
    return p**size + (1 - p) ** size


def mean_silence(measured, size):
    if len(measured) == 0:
        raise ValueError("nothing was measured")
    total = Fraction(0)
    for right, tried in measured:
        if tried < 1:
            raise ValueError("not tried")
        total += silence(Fraction(right, tried), size)
    return total / len(measured)


def expected_groups(measured, size, wanted):
    quiet = mean_silence(measured, size)
    if wanted < 0 or (quiet == 1 and wanted > 0):
        raise ValueError("never")
    if wanted == 0:
        return Fraction(0)
    return Fraction(wanted) / (1 - quiet)


def chance_of_full(measured, size, drawn, wanted):
    quiet = mean_silence(measured, size)
    if min(drawn, wanted) < 0:
        raise ValueError("negative")
    missed = Fraction(0)
    for k in range(min(wanted, drawn + 1)):
        missed += math.comb(drawn, k) * (1 - quiet) ** k * quiet ** (drawn - k)
    return 1 - missed


# === right: group by group
def silence(p, size):
    if size < 1 or not 0 <= p <= 1:
        raise ValueError("p, size")
    right = wrong = Fraction(1)
    for _ in range(size):
        right, wrong = right * p, wrong * (1 - p)
    return right + wrong


def share_that_teaches(measured, size):
    rates = []
    for right, tried in measured:
        if tried <= 0 or right < 0 or right > tried:
            raise ValueError("measured")
        rates.append(1 - silence(Fraction(right, tried), size))
    if not rates:
        raise ValueError("measured")
    return sum(rates) / len(rates)


def expected_groups(measured, size, wanted):
    q = share_that_teaches(measured, size)
    if wanted < 0:
        raise ValueError("wanted")
    try:
        return wanted * (1 / q) if wanted else Fraction(0)
    except ZeroDivisionError:
        raise ValueError("every group is silent") from None


def chance_of_full(measured, size, drawn, wanted):
    q = share_that_teaches(measured, size)
    if drawn < 0 or wanted < 0:
        raise ValueError("drawn, wanted")
    found = [Fraction(1)] + [Fraction(0)] * drawn
    for _ in range(drawn):
        found = [f * (1 - q) + (found[i - 1] * q if i else 0) for i, f in enumerate(found)]
    return Fraction(sum(found[wanted:]))
