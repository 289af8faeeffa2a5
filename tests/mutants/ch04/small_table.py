# === wrong: the hint in both greedy runs
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: the hint in neither
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: temperature 1.2
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=1.2, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: temperature 0.5
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.5, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: without top-p
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: samples at temperature 0
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams()
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: greedy with chance
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160, params=SamplingParams(temperature=0.9, top_p=0.9))]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: at most 24 tokens
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=24)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=24, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: four samples
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=4, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 4, sum(tokens) / 4)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: one sample: only the first
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", right[0], tokens[0])
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: one sample: tokens of all
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens))
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: the vote pays for the winner only
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], tokens[vote(answers)])
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: a vote of its own
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[majority_vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: stops one sample late
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(2, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: stop gets all answers
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers)), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: never stops
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = 8
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: a rule of its own: more than half
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if max(map(answers[:m].count, answers[:m])) > 4), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: stopped early, but the vote is over all
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers)], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: stopped early, but all are paid
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: any of 8: all must be right
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", all(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: any of 8 pays for the samples up to the right one
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens[: right.index(True) + 1 if any(right) else 8]))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: votes over seven
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers[:7])], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: compares the whole text with the answer
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and response.text.strip() == problem.answer

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: counts characters
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [len(r.text) for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: counts the prompt, too
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens + r.prompt_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: counts the prompt of greedy, too
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens + r.prompt_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: another order
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy with the hint", hinted), greedy("greedy", bare), *rows.values()]


# === wrong: means in place of lists
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *({**r, 'correct': [sum(r['correct'])], 'tokens': [sum(r['tokens'])]} for r in rows.values())]


# === wrong: compares the answers as texts
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and found == problem.answer

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: stop does not see the samples without an answer
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop([a for a in answers[:m] if a is not None])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: vote does not see the samples without an answer
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote([a for a in answers if a is not None])], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: an empty text in place of None
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        answers = [answer or "" for answer in answers]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === wrong: samples of at most 100 tokens
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=100, params=params, num_samples=8, seed=0, batch_size=400
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === right: the default batch size
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.verifier import equivalent, extract_answer


def small_table(
    problems: list[Problem],
    vote: Callable[[list[str | None]], int],
    stop: Callable[[list[str | None]], bool],
) -> list[dict]:
    model, tokenizer = checkpoints.load("tiny-base")
    hinted = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    names = ("one sample", "vote of 8", "vote, stopped early", "any of 8")
    rows = {name: {"name": name, "correct": [], "tokens": []} for name in names}

    def judge(problem: Problem, response) -> tuple[str | None, bool]:
        found = extract_answer(response.text)
        return found, found is not None and equivalent(found, problem.answer)

    def greedy(name: str, prompts: list[str]) -> dict:
        responses = [r for (r,) in generate(model, tokenizer, prompts, max_new_tokens=160)]
        verdicts = [judge(p, r)[1] for p, r in zip(problems, responses, strict=True)]
        return {"name": name, "correct": verdicts, "tokens": [r.num_tokens for r in responses]}

    def note(name: str, correct: bool | float, tokens: float) -> None:
        rows[name]["correct"].append(correct)
        rows[name]["tokens"].append(tokens)

    params = SamplingParams(temperature=0.9, top_p=0.9)
    drawn = generate(
        model, tokenizer, hinted, max_new_tokens=160, params=params, num_samples=8, seed=0
    )
    for problem, samples in zip(problems, drawn, strict=True):
        answers, right = zip(*(judge(problem, r) for r in samples), strict=True)
        answers, tokens = list(answers), [r.num_tokens for r in samples]
        note("one sample", sum(right) / 8, sum(tokens) / 8)
        note("vote of 8", right[vote(answers)], sum(tokens))
        m = next((m for m in range(1, 8) if stop(answers[:m])), 8)
        note("vote, stopped early", right[vote(answers[:m])], sum(tokens[:m]))
        note("any of 8", any(right), sum(tokens))
    bare = [render_prompt(p.problem) for p in problems]
    return [greedy("greedy", bare), greedy("greedy with the hint", hinted), *rows.values()]


# === right: lists first, runs as lines
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def small_table(problems, vote, stop):
    model, tokenizer = checkpoints.load("tiny-base")

    def ask(suffix, **options):
        prompts = [render_prompt(p.problem, suffix) for p in problems]
        return generate(model, tokenizer, prompts, max_new_tokens=160, batch_size=200, **options)

    def is_right(answer, problem):
        return bool(answer) and equivalent(answer, problem.answer)

    def run(name, correct, tokens):
        return {"name": name, "correct": correct, "tokens": tokens}

    table = []
    for name, suffix in (("greedy", ""), ("greedy with the hint", COT_SUFFIX)):
        only = [r[0] for r in ask(suffix)]
        correct = [is_right(extract_answer(r.text), p) for p, r in zip(problems, only)]
        table.append(run(name, correct, [r.num_tokens for r in only]))
    samples = ask(COT_SUFFIX, params=SamplingParams(temperature=0.9, top_p=0.9), num_samples=8, seed=0)
    answers = [[extract_answer(r.text) for r in rs] for rs in samples]
    right = [[is_right(a, p) for a in each] for p, each in zip(problems, answers)]
    tokens = [[r.num_tokens for r in rs] for rs in samples]
    drawn = []
    for each in answers:
        count = 1
        while count < 8 and not stop(each[:count]):
            count += 1
        drawn.append(count)
    everything = [sum(t) for t in tokens]
    table.append(run("one sample", [sum(r) / 8 for r in right], [t / 8 for t in everything]))
    table.append(run("vote of 8", [r[vote(a)] for r, a in zip(right, answers)], everything))
    early = [r[vote(a[:m])] for r, a, m in zip(right, answers, drawn)]
    table.append(run("vote, stopped early", early, [sum(t[:m]) for t, m in zip(tokens, drawn)]))
    table.append(run("any of 8", [any(r) for r in right], everything))
    return table
