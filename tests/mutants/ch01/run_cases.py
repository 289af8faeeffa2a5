# === wrong: forgets the opening when it reads the answer
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === wrong: forced is not forced
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === wrong: counts the prompt's tokens too
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens + response.prompt_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === wrong: counts characters
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(len(response.text))
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === wrong: compares texts instead of meanings and keeps the space
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and text.strip() == p.answer)
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === wrong: the hint everywhere
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", COT_SUFFIX, ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === wrong: the hint nowhere
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", "", ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === wrong: steps are longer than forty characters
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append(len(text) > 40)
        runs.append(run)
    return runs


# === wrong: white space around the response counts as steps
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text + "\n")
        runs.append(run)
    return runs


# === wrong: cuts responses off after twenty tokens
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=20)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === wrong: another order
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("asked for steps", COT_SUFFIX, ""),
        ("unprompted", "", ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === right: one loop, lists built in the end
from shared.inference import generate
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")
    runs = []
    for name, suffix, opening in (
        ("forced at once", "", " \\boxed{"),
        ("unprompted", "", ""),
        ("asked for steps", COT_SUFFIX, ""),
    ):
        run = {"name": name, "tokens": [], "correct": [], "steps": []}
        prompts = [render_prompt(p.problem, suffix) + opening for p in problems]
        for p, (response,) in zip(problems, generate(model, tokenizer, prompts, max_new_tokens=160)):
            text = opening + response.text
            answer = extract_answer(text)
            run["tokens"].append(response.num_tokens)
            run["correct"].append(answer is not None and equivalent(answer, p.answer))
            run["steps"].append("\n" in text.strip())
        runs.append(run)
    return runs


# === right: one problem at a time, through a stream
from shared.inference import stream
from shared.model import COT_SUFFIX, checkpoints, render_prompt
from shared.verifier import equivalent, extract_answer


def run_cases(problems):
    model, tokenizer = checkpoints.load("tiny-base")

    def run(name, suffix, opening):
        rows = []
        for problem in problems:
            prompt = render_prompt(problem.problem, suffix=suffix) + opening
            answer = stream(model, tokenizer, prompt, max_new_tokens=160)
            text = opening + "".join(answer)
            right = equivalent(extract_answer(text) or "", problem.answer)
            rows.append((answer.response.num_tokens, right, len(text.strip().splitlines()) > 1))
        return {"name": name} | {key: [row[i] for row in rows] for i, key in enumerate(("tokens", "correct", "steps"))}

    return [
        run("forced at once", "", " \\boxed{"),
        run("unprompted", "", ""),
        run("asked for steps", COT_SUFFIX, ""),
    ]
