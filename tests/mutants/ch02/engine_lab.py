# === wrong: the prompts are read without their positions
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, None, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: padding at position 0
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions.clamp(min=0), kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: padded on the right
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    longest = max(map(len, prompts))
    input_ids = torch.tensor([prompt + [0] * (longest - len(prompt)) for prompt in prompts])
    positions = None
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: all rows at the longest row's place
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.full((len(prompts),), input_ids.shape[1])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: one place too far
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens + 1)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) + 1 for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: the places stay
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: looks only as far as the shortest row
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.min()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: ends with the first row that ends
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if len(going) < len(prompts):
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: goes on after the end token
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [row for row in going if len(answers[row]) < max_new_tokens]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: always writes to the limit, and cuts
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        if len(answers[0]) == max_new_tokens:
            break
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1
    cut = []
    for answer in answers:
        ends = [i for i, token in enumerate(answer) if token in eos_token_ids]
        cut.append(answer[: ends[0] + 1] if ends else answer)
    return cut


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: leaves out the end token
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return [a[:-1] if a[-1] in eos_token_ids else a for a in answers]
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: knows the first end token only
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row
            for row in going
            if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids[:1]
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: the tokenizer's end token only
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row
            for row in going
            if len(answers[row]) < max_new_tokens and answers[row][-1] not in tokenizer.eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: one token too many
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens + 1)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row
            for row in going
            if len(answers[row]) <= max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: one more pass than needed
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        if not going:
            return answers
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: in the order of their lengths
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    prompts = sorted(prompts, key=len)
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: the first token twice
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    for row in going:
        answers[row].append(int(logits[row].argmax()))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: the prompts grow
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            for prompt, answer in zip(prompts, answers):
                prompt += answer
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: returns prompt and answer
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return [prompt + answer for prompt, answer in zip(prompts, answers)]
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: ended rows leave the batch
def copy_of_rows(kv_cache, rows):
    part = kv_cache.first(len(rows))
    part.keys = [keys[rows] for keys in kv_cache.keys]
    part.values = [values[rows] for values in kv_cache.values]
    return part


@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = torch.zeros_like(logits)
        part = copy_of_rows(kv_cache, going)
        logits[going] = decode_step(model, tokens[going], places[going], part, int(places[going].max()) + 1)
        for mine, theirs in zip(kv_cache.keys + kv_cache.values, part.keys + part.values):
            mine[going] = theirs
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: one text after the other
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    answers = []
    for prompt in prompts:
        kv_cache = KVCache(model.config, 1, len(prompt) + max_new_tokens)
        logits = prefill(model, torch.tensor([prompt]), None, kv_cache)
        answer = [int(logits.argmax())]
        while len(answer) < max_new_tokens and answer[-1] not in eos_token_ids:
            place = len(prompt) + len(answer) - 1
            logits = decode_step(model, torch.tensor(answer[-1:]), torch.tensor([place]), kv_cache, place + 1)
            answer.append(int(logits.argmax()))
        answers.append(answer)
    return answers


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: all together, but without a cache
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    answers = [[] for _ in prompts]
    while True:
        input_ids, positions = left_pad([p + a for p, a in zip(prompts, answers)], pad_token_id=0)
        tokens = model(input_ids, positions)[:, -1].argmax(dim=-1).tolist()
        going = False
        for answer, token in zip(answers, tokens):
            if len(answer) < max_new_tokens and not (answer and answer[-1] in eos_token_ids):
                answer.append(token)
                going = going or len(answer) < max_new_tokens and token not in eos_token_ids
        if not going:
            return answers


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: one count for both
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one = together = Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: the two swapped
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    together, one_by_one = Watched(model), Watched(model)
    expected = [loop(together, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(one_by_one, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: the engine is called once for each prompt
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = [batch_greedy(together, [p], 40, tokenizer.eos_token_ids)[0] for p in prompts]
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: the first tokens are compared
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a[0] == b[0] for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: only as far as the shorter answer
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(all(x == y for x, y in zip(a, b)) for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: the lengths are compared
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(len(a) == len(b) for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: a share, not a number
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)) / len(problems),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: the question without its frame
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(problem.problem) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: asked for steps
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [
        tokenizer.encode(render_prompt(problem.problem, " Explain step by step.")) for problem in problems
    ]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: 20 new tokens
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 20, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 20, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: no end tokens
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, ())
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: the loop gets no end tokens
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, ()) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: new tokens instead of positions
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, sum(map(len, expected))),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: the engine's positions without padding
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, sum(map(len, prompts)) + sum(map(len, found))),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: the loop's last positions only
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, len(one_by_one.read) // max(1, one_by_one.passes)),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: needed without the prompts
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: needed with the last token
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) for p, a in zip(prompts, found)),
    }


# === wrong: lab: a list instead of a tuple
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": [one_by_one.passes, one_by_one.computed],
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === wrong: lab: another model
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    kv_cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens)
    logits = prefill(model, input_ids, positions, kv_cache)
    places = torch.tensor([len(prompt) for prompt in prompts])
    answers = [[] for _ in prompts]
    going = list(range(len(prompts)))
    while True:
        tokens = logits.argmax(dim=-1)
        for row in going:
            answers[row].append(int(tokens[row]))
        going = [
            row for row in going if len(answers[row]) < max_new_tokens and answers[row][-1] not in eos_token_ids
        ]
        if not going:
            return answers
        logits = decode_step(model, tokens, places, kv_cache, int(places.max()) + 1)
        places = places + 1


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    model, _ = checkpoints.load("tiny-reasoning")
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }


# === right: the model called directly, a mask of the rows that go on
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    rows, longest = len(prompts), max(len(prompt) for prompt in prompts)
    ids = torch.zeros(rows, longest, dtype=torch.long)
    at = torch.full((rows, longest), -1)
    for row, prompt in enumerate(prompts):
        ids[row, longest - len(prompt) :] = torch.tensor(prompt)
        at[row, longest - len(prompt) :] = torch.arange(len(prompt))
    cache = KVCache(model.config, rows, longest + max_new_tokens)
    done, answers = [False] * rows, [[] for _ in prompts]
    with torch.no_grad():
        for _ in range(max_new_tokens):
            token = model(ids, at, cache)[:, -1].argmax(-1, keepdim=True)
            for row, chosen in enumerate(token[:, 0].tolist()):
                if not done[row]:
                    answers[row] += [chosen]
                    done[row] = chosen in eos_token_ids
            if all(done):
                break
            ids, at = token, at[:, -1:] + 1
    return answers


def lab(problems, loop):
    result, answers = {}, {}
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    ends = tokenizer.eos_token_ids
    for key in ("loop", "engine"):
        watched = Watched(model)
        if key == "loop":
            answers[key] = []
            for prompt in prompts:
                answers[key].append(loop(watched, prompt, 40, ends))
        else:
            answers[key] = batch_greedy(watched, prompts, 40, ends)
        result[key] = watched.passes, watched.computed
    result["same"] = len([1 for i in range(len(prompts)) if answers["loop"][i] == answers["engine"][i]])
    result["needed"] = 0
    for prompt, answer in zip(prompts, answers["engine"]):
        result["needed"] += len(prompt) + len(answer) - 1
    return result


# === right: a tensor of all tokens, cut at the end
@torch.inference_mode()
def batch_greedy(model, prompts, max_new_tokens, eos_token_ids):
    ends = torch.tensor(list(eos_token_ids), dtype=torch.long)
    input_ids, positions = left_pad([list(prompt) for prompt in prompts], 0)
    cache = KVCache(model.config, len(prompts), input_ids.shape[1] + max_new_tokens, model.device, model.dtype)
    token = prefill(model, input_ids, positions, cache).argmax(dim=-1)
    place = positions[:, -1] + 1
    columns, over = [token], torch.isin(token, ends)
    while not bool(over.all()) and len(columns) < max_new_tokens:
        token = decode_step(model, token, place, cache).argmax(dim=-1)
        place = place + 1
        columns.append(token)
        over = over | torch.isin(token, ends)
    answers = []
    for row in torch.stack(columns, dim=1).tolist():
        stop = next((i + 1 for i, token in enumerate(row) if token in eos_token_ids), len(row))
        answers.append(row[:stop])
    return answers


def lab(problems, loop):
    prompts = [tokenizer.encode(render_prompt(problem.problem)) for problem in problems]
    one_by_one, together = Watched(model), Watched(model)
    expected = [loop(one_by_one, prompt, 40, tokenizer.eos_token_ids) for prompt in prompts]
    found = batch_greedy(together, prompts, 40, tokenizer.eos_token_ids)
    return {
        "same": sum(a == b for a, b in zip(expected, found)),
        "loop": (one_by_one.passes, one_by_one.computed),
        "engine": (together.passes, together.computed),
        "needed": sum(len(p) + len(a) - 1 for p, a in zip(prompts, found)),
    }
