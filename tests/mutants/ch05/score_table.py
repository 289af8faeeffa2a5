# === wrong: without the hint
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: temperature 1.2
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=1.2)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: another seed
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=1, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the judge reads with the little model
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the judge's sum
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(sum, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the long answers first
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: brevity in tokens
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda v: -len(v), own),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: sum and mean exchanged
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(fmean, own),
        "mean": each(sum, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the largest log-probability
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(max, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the last row is lost
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the rows in another order
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
        "chance": each(lambda text: 0, texts),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: over all and within exchanged
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc_within(found, rights)),
            "within": float(auroc(sum(found, []), sum(rights, []))),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the best of 4
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 4)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the best of all samples of all problems
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": float(best_of_k(sum(found, []), sum(rights, []), 8)),
        }
        for name, found in scores.items()
    }


# === wrong: the sum over the problems
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": sum(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: of ties the first
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(r[s.index(max(s))]) for s, r in zip(found, rights)),
        }
        for name, found in scores.items()
    }


# === wrong: with the end-of-text token
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, drawn, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: compares texts for a verdict
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[(p.answer in t) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the score under the prompt without the hint
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems: list[Problem], auroc: Callable, auroc_within: Callable, best_of_k: Callable
) -> dict[str, dict[str, float]]:
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip([render_prompt(p.problem) for p in problems], read)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === wrong: the measures of the package, whatever is handed in
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.problems import Problem
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(
    problems, *others
) -> dict[str, dict[str, float]]:
    from shared.evaluation.scores import auroc, auroc_within, best_at_k as best_of_k
    model, tokenizer = checkpoints.load("tiny-base")
    judge, judge_tokenizer = checkpoints.load("tiny-teacher")
    prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
    params = SamplingParams(temperature=0.9)
    drawn = generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=400
    )
    texts = [[r.text for r in own] for own in drawn]
    rights = [[is_correct(t, p.answer) for t in own] for p, own in zip(problems, texts, strict=True)]
    read = [[t or " " for t in own] for own in texts]
    own = [score_responses(model, tokenizer, *pair) for pair in zip(prompts, read, strict=True)]
    theirs = [score_responses(judge, judge_tokenizer, *pair) for pair in zip(prompts, read, strict=True)]

    def each(score: Callable, table: list[list]) -> list[list[float]]:
        return [[score(item) for item in row] for row in table]

    scores = {
        "chance": each(lambda text: 0, texts),
        "brevity": each(lambda text: -len(text), texts),
        "sum": each(sum, own),
        "mean": each(fmean, own),
        "lowest": each(min, own),
        "judge": each(fmean, theirs),
        "oracle": each(int, rights),
    }
    return {
        name: {
            "over all": float(auroc(sum(found, []), sum(rights, []))),
            "within": float(auroc_within(found, rights)),
            "best of 8": fmean(float(best_of_k(s, r, 8)) for s, r in zip(found, rights, strict=True)),
        }
        for name, found in scores.items()
    }


# === right: one problem after the other
from shared.inference import SamplingParams, generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(problems, auroc, auroc_within, best_of_k):
    base, teacher = checkpoints.load("tiny-base"), checkpoints.load("tiny-teacher")
    prompts = [render_prompt(problem.problem, COT_SUFFIX) for problem in problems]
    samples = generate(
        *base,
        prompts,
        num_samples=8,
        seed=0,
        max_new_tokens=160,
        params=SamplingParams(temperature=0.9),
    )
    names = ["chance", "brevity", "sum", "mean", "lowest", "judge", "oracle"]
    columns, verdicts = {name: [] for name in names}, []
    for problem, prompt, drawn in zip(problems, prompts, samples):
        texts = [response.text for response in drawn]
        readable = [text if text else " " for text in texts]
        own = score_responses(*base, prompt, readable)
        read = score_responses(*teacher, prompt, readable)
        verdicts.append([is_correct(text, problem.answer) for text in texts])
        columns["chance"].append([0.0] * 8)
        columns["brevity"].append([-float(len(text)) for text in texts])
        columns["sum"].append([math.fsum(values) for values in own])
        columns["mean"].append([sum(values) / len(values) for values in own])
        columns["lowest"].append([min(values) for values in own])
        columns["judge"].append([sum(values) / len(values) for values in read])
        columns["oracle"].append([1.0 if right else 0.0 for right in verdicts[-1]])
    flat = [right for right_of_one in verdicts for right in right_of_one]
    table = {}
    for name, values in columns.items():
        best = [best_of_k(s, r, 8) for s, r in zip(values, verdicts)]
        table[name] = {
            "best of 8": float(sum(best) / len(best)),
            "over all": float(auroc([v for row in values for v in row], flat)),
            "within": float(auroc_within(values, verdicts)),
        }
    return table


# === right: a generator of rows
import itertools as it

import shared.inference as inference
import shared.model as models
from shared.model import checkpoints
from shared.reasoning import score_responses
from shared.verifier import is_correct


def score_table(problems, auroc, auroc_within, best_of_k):
    chain = it.chain.from_iterable
    model, tokenizer = checkpoints.load("tiny-base")
    prompts = [models.render_prompt(p.problem, models.COT_SUFFIX) for p in problems]
    params = inference.SamplingParams(temperature=0.9)
    drawn = inference.generate(
        model, tokenizer, prompts, max_new_tokens=160, params=params, num_samples=8, seed=0, batch_size=128
    )
    texts = [[response.text for response in own] for own in drawn]
    rights = [[bool(is_correct(text, p.answer)) for text in own] for p, own in zip(problems, texts)]

    def reading(name):
        return [
            score_responses(*checkpoints.load(name), prompt, [text or " " for text in own])
            for prompt, own in zip(prompts, texts)
        ]

    def rows():
        by_base = reading("tiny-base")
        yield "chance", texts, lambda text: 0
        yield "brevity", texts, lambda text: -len(text)
        yield "sum", by_base, sum
        yield "mean", by_base, lambda v: sum(v) / len(v)
        yield "lowest", by_base, min
        yield "judge", reading("tiny-teacher"), lambda v: sum(v) / len(v)
        yield "oracle", rights, float

    result = {}
    for name, table, score in rows():
        scores = [list(map(score, own)) for own in table]
        result[name] = {"over all": float(auroc(list(chain(scores)), list(chain(rights))))}
        result[name]["within"] = float(auroc_within(scores, rights))
        best = sum(float(best_of_k(scores[i], rights[i], 8)) for i in range(len(scores)))
        result[name]["best of 8"] = best / len(scores)
    return result
