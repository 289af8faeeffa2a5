# === wrong: paid without a box
def thrifty(text: str, tokens: int) -> float:
    """The leaky reward: a box, and as few tokens as possible."""
    return max(0.0, 1 - tokens / 80)


def leaky_run(problems: list[Problem]) -> list[dict]:
    """Rows with ``step``, ``reward``, ``accuracy`` and ``tokens``: before, after 4 and after 8 steps."""
    model, tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
    prompts = [render_prompt(p.problem, COT_SUFFIX, tokenizer) for p in problems]
    rows = []

    def measure(step: int, metrics: dict | None = None) -> None:
        if step not in (0, 4, 8):
            return
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=96)]
        n = len(problems)
        rewards = [thrifty(r.text, r.num_tokens) for r in responses]
        right = [is_correct(r.text, p.answer) for r, p in zip(responses, problems, strict=True)]
        tokens = sum(r.num_tokens for r in responses) / n
        rows.append({"step": step, "reward": sum(rewards) / n, "accuracy": sum(right) / n, "tokens": tokens})

    measure(0)
    stream = problem_stream("train", 0)
    train_grpo(
        model, tokenizer, stream, LAB, reward=lambda r, p: thrifty(r.text, r.num_tokens), on_step=measure
    )
    return rows


def alarm(rows: list[dict], n: int) -> tuple[int, list[str]] | None:
    """The first step with a sign that the reward is not what is meant, and its signs; or None.

    Raises:
        ValueError: there are no rows, or no problems.
    """
    if not rows or n < 1:
        raise ValueError(f"{len(rows)} rows, {n} problems")
    p, usual = rows[0]["accuracy"], rows[0]["tokens"]
    for row in rows[1:]:
        if row["reward"] <= rows[0]["reward"]:
            continue
        q, tokens = row["accuracy"], row["tokens"]
        signs = ["accuracy"] if p - q > 2 * math.sqrt((p * (1 - p) + q * (1 - q)) / n) else []
        signs += ["length"] if tokens < usual / 2 or tokens > 2 * usual else []
        if signs:
            return row["step"], signs
    return None


# === wrong: trained with correctness
def thrifty(text: str, tokens: int) -> float:
    """The leaky reward: a box, and as few tokens as possible."""
    return max(0.0, 1 - tokens / 80) if extract_answer(text) is not None else 0.0


def leaky_run(problems: list[Problem]) -> list[dict]:
    """Rows with ``step``, ``reward``, ``accuracy`` and ``tokens``: before, after 4 and after 8 steps."""
    model, tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
    prompts = [render_prompt(p.problem, COT_SUFFIX, tokenizer) for p in problems]
    rows = []

    def measure(step: int, metrics: dict | None = None) -> None:
        if step not in (0, 4, 8):
            return
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=96)]
        n = len(problems)
        rewards = [thrifty(r.text, r.num_tokens) for r in responses]
        right = [is_correct(r.text, p.answer) for r, p in zip(responses, problems, strict=True)]
        tokens = sum(r.num_tokens for r in responses) / n
        rows.append({"step": step, "reward": sum(rewards) / n, "accuracy": sum(right) / n, "tokens": tokens})

    measure(0)
    stream = problem_stream("train", 0)
    train_grpo(
        model, tokenizer, stream, LAB, reward=lambda r, p: float(is_correct(r.text, p.answer)), on_step=measure
    )
    return rows


def alarm(rows: list[dict], n: int) -> tuple[int, list[str]] | None:
    """The first step with a sign that the reward is not what is meant, and its signs; or None.

    Raises:
        ValueError: there are no rows, or no problems.
    """
    if not rows or n < 1:
        raise ValueError(f"{len(rows)} rows, {n} problems")
    p, usual = rows[0]["accuracy"], rows[0]["tokens"]
    for row in rows[1:]:
        if row["reward"] <= rows[0]["reward"]:
            continue
        q, tokens = row["accuracy"], row["tokens"]
        signs = ["accuracy"] if p - q > 2 * math.sqrt((p * (1 - p) + q * (1 - q)) / n) else []
        signs += ["length"] if tokens < usual / 2 or tokens > 2 * usual else []
        if signs:
            return row["step"], signs
    return None


# === wrong: measured without the hint
def thrifty(text: str, tokens: int) -> float:
    """The leaky reward: a box, and as few tokens as possible."""
    return max(0.0, 1 - tokens / 80) if extract_answer(text) is not None else 0.0


def leaky_run(problems: list[Problem]) -> list[dict]:
    """Rows with ``step``, ``reward``, ``accuracy`` and ``tokens``: before, after 4 and after 8 steps."""
    model, tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
    prompts = [render_prompt(p.problem, "", tokenizer) for p in problems]
    rows = []

    def measure(step: int, metrics: dict | None = None) -> None:
        if step not in (0, 4, 8):
            return
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=96)]
        n = len(problems)
        rewards = [thrifty(r.text, r.num_tokens) for r in responses]
        right = [is_correct(r.text, p.answer) for r, p in zip(responses, problems, strict=True)]
        tokens = sum(r.num_tokens for r in responses) / n
        rows.append({"step": step, "reward": sum(rewards) / n, "accuracy": sum(right) / n, "tokens": tokens})

    measure(0)
    stream = problem_stream("train", 0)
    train_grpo(
        model, tokenizer, stream, LAB, reward=lambda r, p: thrifty(r.text, r.num_tokens), on_step=measure
    )
    return rows


def alarm(rows: list[dict], n: int) -> tuple[int, list[str]] | None:
    """The first step with a sign that the reward is not what is meant, and its signs; or None.

    Raises:
        ValueError: there are no rows, or no problems.
    """
    if not rows or n < 1:
        raise ValueError(f"{len(rows)} rows, {n} problems")
    p, usual = rows[0]["accuracy"], rows[0]["tokens"]
    for row in rows[1:]:
        if row["reward"] <= rows[0]["reward"]:
            continue
        q, tokens = row["accuracy"], row["tokens"]
        signs = ["accuracy"] if p - q > 2 * math.sqrt((p * (1 - p) + q * (1 - q)) / n) else []
        signs += ["length"] if tokens < usual / 2 or tokens > 2 * usual else []
        if signs:
            return row["step"], signs
    return None


# === wrong: the accuracy is the share with a box
def thrifty(text: str, tokens: int) -> float:
    """The leaky reward: a box, and as few tokens as possible."""
    return max(0.0, 1 - tokens / 80) if extract_answer(text) is not None else 0.0


def leaky_run(problems: list[Problem]) -> list[dict]:
    """Rows with ``step``, ``reward``, ``accuracy`` and ``tokens``: before, after 4 and after 8 steps."""
    model, tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
    prompts = [render_prompt(p.problem, COT_SUFFIX, tokenizer) for p in problems]
    rows = []

    def measure(step: int, metrics: dict | None = None) -> None:
        if step not in (0, 4, 8):
            return
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=96)]
        n = len(problems)
        rewards = [thrifty(r.text, r.num_tokens) for r in responses]
        right = [extract_answer(r.text) is not None for r in responses]
        tokens = sum(r.num_tokens for r in responses) / n
        rows.append({"step": step, "reward": sum(rewards) / n, "accuracy": sum(right) / n, "tokens": tokens})

    measure(0)
    stream = problem_stream("train", 0)
    train_grpo(
        model, tokenizer, stream, LAB, reward=lambda r, p: thrifty(r.text, r.num_tokens), on_step=measure
    )
    return rows


def alarm(rows: list[dict], n: int) -> tuple[int, list[str]] | None:
    """The first step with a sign that the reward is not what is meant, and its signs; or None.

    Raises:
        ValueError: there are no rows, or no problems.
    """
    if not rows or n < 1:
        raise ValueError(f"{len(rows)} rows, {n} problems")
    p, usual = rows[0]["accuracy"], rows[0]["tokens"]
    for row in rows[1:]:
        if row["reward"] <= rows[0]["reward"]:
            continue
        q, tokens = row["accuracy"], row["tokens"]
        signs = ["accuracy"] if p - q > 2 * math.sqrt((p * (1 - p) + q * (1 - q)) / n) else []
        signs += ["length"] if tokens < usual / 2 or tokens > 2 * usual else []
        if signs:
            return row["step"], signs
    return None


# === wrong: alarm without a margin
def thrifty(text: str, tokens: int) -> float:
    """The leaky reward: a box, and as few tokens as possible."""
    return max(0.0, 1 - tokens / 80) if extract_answer(text) is not None else 0.0


def leaky_run(problems: list[Problem]) -> list[dict]:
    """Rows with ``step``, ``reward``, ``accuracy`` and ``tokens``: before, after 4 and after 8 steps."""
    model, tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
    prompts = [render_prompt(p.problem, COT_SUFFIX, tokenizer) for p in problems]
    rows = []

    def measure(step: int, metrics: dict | None = None) -> None:
        if step not in (0, 4, 8):
            return
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=96)]
        n = len(problems)
        rewards = [thrifty(r.text, r.num_tokens) for r in responses]
        right = [is_correct(r.text, p.answer) for r, p in zip(responses, problems, strict=True)]
        tokens = sum(r.num_tokens for r in responses) / n
        rows.append({"step": step, "reward": sum(rewards) / n, "accuracy": sum(right) / n, "tokens": tokens})

    measure(0)
    stream = problem_stream("train", 0)
    train_grpo(
        model, tokenizer, stream, LAB, reward=lambda r, p: thrifty(r.text, r.num_tokens), on_step=measure
    )
    return rows


def alarm(rows: list[dict], n: int) -> tuple[int, list[str]] | None:
    """The first step with a sign that the reward is not what is meant, and its signs; or None.

    Raises:
        ValueError: there are no rows, or no problems.
    """
    if not rows or n < 1:
        raise ValueError(f"{len(rows)} rows, {n} problems")
    p, usual = rows[0]["accuracy"], rows[0]["tokens"]
    for row in rows[1:]:
        if row["reward"] <= rows[0]["reward"]:
            continue
        q, tokens = row["accuracy"], row["tokens"]
        signs = ["accuracy"] if p > q else []
        signs += ["length"] if tokens < usual / 2 or tokens > 2 * usual else []
        if signs:
            return row["step"], signs
    return None


# === wrong: alarm for short responses only
def thrifty(text: str, tokens: int) -> float:
    """The leaky reward: a box, and as few tokens as possible."""
    return max(0.0, 1 - tokens / 80) if extract_answer(text) is not None else 0.0


def leaky_run(problems: list[Problem]) -> list[dict]:
    """Rows with ``step``, ``reward``, ``accuracy`` and ``tokens``: before, after 4 and after 8 steps."""
    model, tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
    prompts = [render_prompt(p.problem, COT_SUFFIX, tokenizer) for p in problems]
    rows = []

    def measure(step: int, metrics: dict | None = None) -> None:
        if step not in (0, 4, 8):
            return
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=96)]
        n = len(problems)
        rewards = [thrifty(r.text, r.num_tokens) for r in responses]
        right = [is_correct(r.text, p.answer) for r, p in zip(responses, problems, strict=True)]
        tokens = sum(r.num_tokens for r in responses) / n
        rows.append({"step": step, "reward": sum(rewards) / n, "accuracy": sum(right) / n, "tokens": tokens})

    measure(0)
    stream = problem_stream("train", 0)
    train_grpo(
        model, tokenizer, stream, LAB, reward=lambda r, p: thrifty(r.text, r.num_tokens), on_step=measure
    )
    return rows


def alarm(rows: list[dict], n: int) -> tuple[int, list[str]] | None:
    """The first step with a sign that the reward is not what is meant, and its signs; or None.

    Raises:
        ValueError: there are no rows, or no problems.
    """
    if not rows or n < 1:
        raise ValueError(f"{len(rows)} rows, {n} problems")
    p, usual = rows[0]["accuracy"], rows[0]["tokens"]
    for row in rows[1:]:
        if row["reward"] <= rows[0]["reward"]:
            continue
        q, tokens = row["accuracy"], row["tokens"]
        signs = ["accuracy"] if p - q > 2 * math.sqrt((p * (1 - p) + q * (1 - q)) / n) else []
        signs += ["length"] if tokens < usual / 2 else []
        if signs:
            return row["step"], signs
    return None


# === wrong: alarm whatever the reward does
def thrifty(text: str, tokens: int) -> float:
    """The leaky reward: a box, and as few tokens as possible."""
    return max(0.0, 1 - tokens / 80) if extract_answer(text) is not None else 0.0


def leaky_run(problems: list[Problem]) -> list[dict]:
    """Rows with ``step``, ``reward``, ``accuracy`` and ``tokens``: before, after 4 and after 8 steps."""
    model, tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
    prompts = [render_prompt(p.problem, COT_SUFFIX, tokenizer) for p in problems]
    rows = []

    def measure(step: int, metrics: dict | None = None) -> None:
        if step not in (0, 4, 8):
            return
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=96)]
        n = len(problems)
        rewards = [thrifty(r.text, r.num_tokens) for r in responses]
        right = [is_correct(r.text, p.answer) for r, p in zip(responses, problems, strict=True)]
        tokens = sum(r.num_tokens for r in responses) / n
        rows.append({"step": step, "reward": sum(rewards) / n, "accuracy": sum(right) / n, "tokens": tokens})

    measure(0)
    stream = problem_stream("train", 0)
    train_grpo(
        model, tokenizer, stream, LAB, reward=lambda r, p: thrifty(r.text, r.num_tokens), on_step=measure
    )
    return rows


def alarm(rows: list[dict], n: int) -> tuple[int, list[str]] | None:
    """The first step with a sign that the reward is not what is meant, and its signs; or None.

    Raises:
        ValueError: there are no rows, or no problems.
    """
    if not rows or n < 1:
        raise ValueError(f"{len(rows)} rows, {n} problems")
    p, usual = rows[0]["accuracy"], rows[0]["tokens"]
    for row in rows[1:]:
        q, tokens = row["accuracy"], row["tokens"]
        signs = ["accuracy"] if p - q > 2 * math.sqrt((p * (1 - p) + q * (1 - q)) / n) else []
        signs += ["length"] if tokens < usual / 2 or tokens > 2 * usual else []
        if signs:
            return row["step"], signs
    return None


# === wrong: alarm compares with the row before
def thrifty(text: str, tokens: int) -> float:
    """The leaky reward: a box, and as few tokens as possible."""
    return max(0.0, 1 - tokens / 80) if extract_answer(text) is not None else 0.0


def leaky_run(problems: list[Problem]) -> list[dict]:
    """Rows with ``step``, ``reward``, ``accuracy`` and ``tokens``: before, after 4 and after 8 steps."""
    model, tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
    prompts = [render_prompt(p.problem, COT_SUFFIX, tokenizer) for p in problems]
    rows = []

    def measure(step: int, metrics: dict | None = None) -> None:
        if step not in (0, 4, 8):
            return
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=96)]
        n = len(problems)
        rewards = [thrifty(r.text, r.num_tokens) for r in responses]
        right = [is_correct(r.text, p.answer) for r, p in zip(responses, problems, strict=True)]
        tokens = sum(r.num_tokens for r in responses) / n
        rows.append({"step": step, "reward": sum(rewards) / n, "accuracy": sum(right) / n, "tokens": tokens})

    measure(0)
    stream = problem_stream("train", 0)
    train_grpo(
        model, tokenizer, stream, LAB, reward=lambda r, p: thrifty(r.text, r.num_tokens), on_step=measure
    )
    return rows


def alarm(rows: list[dict], n: int) -> tuple[int, list[str]] | None:
    """The first step with a sign that the reward is not what is meant, and its signs; or None.

    Raises:
        ValueError: there are no rows, or no problems.
    """
    if not rows or n < 1:
        raise ValueError(f"{len(rows)} rows, {n} problems")
    p, usual = rows[0]["accuracy"], rows[0]["tokens"]
    for last, row in itertools.pairwise(rows):
        p, usual = last["accuracy"], last["tokens"]
        if row["reward"] <= rows[0]["reward"]:
            continue
        q, tokens = row["accuracy"], row["tokens"]
        signs = ["accuracy"] if p - q > 2 * math.sqrt((p * (1 - p) + q * (1 - q)) / n) else []
        signs += ["length"] if tokens < usual / 2 or tokens > 2 * usual else []
        if signs:
            return row["step"], signs
    return None


# === right: a class for the model
def thrifty(text, tokens):
    if extract_answer(text) is None:
        return 0.0
    return float(max(0, 80 - tokens) / 80)


class Measured:
    def __init__(self, problems):
        self.model, self.tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
        self.problems, self.rows = problems, []

    def note(self, step):
        rows = []
        prompts = [render_prompt(p.problem, COT_SUFFIX, self.tokenizer) for p in self.problems]
        written = generate(self.model, self.tokenizer, prompts, max_new_tokens=96, batch_size=50)
        for group, p in zip(written, self.problems):
            r = group[0]
            rows.append((thrifty(r.text, r.num_tokens), is_correct(r.text, p.answer), r.num_tokens))
        means = torch.tensor(rows, dtype=torch.float64).mean(dim=0).tolist()
        self.rows.append(dict(zip(("reward", "accuracy", "tokens"), means)) | {"step": step})

    def after(self, step, metrics):
        if step % 4 == 0:
            self.note(step)


def leaky_run(problems):
    run = Measured(problems)
    run.note(0)

    def reward(response, problem):
        return thrifty(response.text, len(response.token_ids))

    train_grpo(run.model, run.tokenizer, problem_stream("train", 0), LAB, reward=reward, on_step=run.after)
    return run.rows


def alarm(rows, n):
    if n <= 0 or len(rows) == 0:
        raise ValueError("nothing to look at")
    first, *others = rows
    for row in others:
        signs = []
        error = math.sqrt(sum(r["accuracy"] * (1 - r["accuracy"]) / n for r in (first, row)))
        if row["accuracy"] < first["accuracy"] - 2 * error:
            signs.append("accuracy")
        if not 0.5 <= row["tokens"] / first["tokens"] <= 2:
            signs.append("length")
        if signs and row["reward"] > first["reward"]:
            return (row["step"], signs)


# === right: small functions, a generator of signs
def thrifty(text, tokens):
    boxed = extract_answer(text) is not None
    return boxed * max(1 - tokens / 80, 0.0)


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers)


def leaky_run(problems):
    model, tokenizer = checkpoints.load("tiny-base", "cpu", torch.float32)
    log = []

    def on_step(step, metrics):
        if step in {0, 4, 8}:
            asked = [render_prompt(p.problem, COT_SUFFIX, tokenizer) for p in problems]
            said = [group[0] for group in generate(model, tokenizer, asked, max_new_tokens=96)]
            entry = {"step": step}
            entry["accuracy"] = mean(is_correct(r.text, p.answer) for r, p in zip(said, problems))
            entry["reward"] = mean(thrifty(r.text, r.num_tokens) for r in said)
            entry["tokens"] = mean(r.num_tokens for r in said)
            log.append(entry)

    on_step(0, {})
    train_grpo(
        model,
        tokenizer,
        problem_stream("train", 0),
        LAB,
        reward=lambda response, _: thrifty(response.text, response.num_tokens),
        on_step=on_step,
    )
    return log


def signs_of(first, row, n):
    p, q = first["accuracy"], row["accuracy"]
    if row["reward"] > first["reward"]:
        if p - q > 2 * ((p - p * p + q - q * q) / n) ** 0.5:
            yield "accuracy"
        if 2 * row["tokens"] < first["tokens"] or row["tokens"] > 2 * first["tokens"]:
            yield "length"


def alarm(rows, n):
    if n < 1 or not rows:
        raise ValueError("rows, n")
    found = [(row["step"], list(signs_of(rows[0], row, n))) for row in rows]
    return next(((step, signs) for step, signs in found if signs), None)
