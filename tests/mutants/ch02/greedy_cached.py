# === wrong: the first new token is placed one position too far
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens + 1)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens:
        position = len(prompt_ids) + len(new_ids)
        logits = decode_step(
            model, torch.tensor(new_ids[-1:]), torch.tensor([position]), kv_cache, position + 1
        )
        new_ids.append(int(logits.argmax()))
    return new_ids


# === wrong: reads everything again for each token
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        kv_cache = KVCache(model.config, 1, len(ids))
        ids.append(int(prefill(model, torch.tensor([ids]), None, kv_cache).argmax()))
    return ids[len(prompt_ids) :]


# === wrong: reads the last token, too
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = []
    for position in range(len(prompt_ids), len(prompt_ids) + max_new_tokens):
        new_ids.append(int(logits.argmax()))
        logits = decode_step(
            model, torch.tensor(new_ids[-1:]), torch.tensor([position]), kv_cache, position + 1
        )
    return new_ids


# === wrong: new tokens are counted from position 0
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    for position in range(max_new_tokens - 1):
        logits = decode_step(model, torch.tensor(new_ids[-1:]), torch.tensor([position]), kv_cache)
        new_ids.append(int(logits.argmax()))
    return new_ids


# === wrong: reads the end of the prompt twice
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    token, new_ids = prompt_ids[-1], []
    for position in range(len(prompt_ids) - 1, len(prompt_ids) + max_new_tokens - 1):
        logits = decode_step(model, torch.tensor([token]), torch.tensor([position]), kv_cache, position + 1)
        token = int(logits.argmax())
        new_ids.append(token)
    return new_ids


# === wrong: forgets the token that the prefill already gave
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    token = prefill(model, torch.tensor([prompt_ids]), None, kv_cache).argmax(-1)
    new_ids = []
    for position in range(len(prompt_ids), len(prompt_ids) + max_new_tokens):
        token = decode_step(model, token, torch.tensor([position]), kv_cache, position + 1).argmax(-1)
        new_ids.append(int(token))
    return new_ids


# === wrong: sees only the new token
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    token = prefill(model, torch.tensor([prompt_ids]), None, kv_cache).argmax(-1)
    new_ids = [int(token)]
    for position in range(len(prompt_ids), len(prompt_ids) + max_new_tokens - 1):
        token = decode_step(model, token, torch.tensor([position]), kv_cache, 0).argmax(-1)
        new_ids.append(int(token))
    return new_ids


# === right: the model called directly, over the whole cache
@torch.no_grad()
def greedy_cached(model, prompt_ids, max_new_tokens):
    p = len(prompt_ids)
    cache = KVCache(model.config, 1, p + max_new_tokens, model.device, model.dtype)
    token = model(torch.tensor([prompt_ids]), torch.arange(p)[None], cache)[:, -1:].argmax(dim=-1)
    tokens = [token]
    for i in range(max_new_tokens - 1):
        token = model(token, torch.full((1, 1), p + i), cache)[:, -1:].argmax(dim=-1)
        tokens.append(token)
    return torch.cat(tokens, dim=1)[0].tolist()


# === right: the prompt token by token
@torch.no_grad()
def greedy_cached(model, prompt_ids, max_new_tokens):
    ids = list(prompt_ids)
    cache = KVCache(model.config, 1, len(ids) + max_new_tokens - 1)
    for i in range(len(prompt_ids) + max_new_tokens - 1):
        logits = decode_step(model, torch.tensor([ids[i]]), torch.tensor([i]), cache, i + 1)
        if i + 1 == len(ids):
            ids.append(logits[0].argmax().item())
    return ids[len(prompt_ids) :]


# === wrong: reads only the last 64 tokens of the prompt
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    prompt_ids = prompt_ids[-64:]
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens:
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[-1]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits.argmax()))
    return new_ids


# === wrong: stops at an end token
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens and new_ids[-1] not in tokenizer.eos_token_ids:
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[-1]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits.argmax()))
    return new_ids


# === wrong: leaves out the end tokens
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens:
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[-1]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits.argmax()))
    return [token for token in new_ids if token not in tokenizer.eos_token_ids]


# === wrong: one token too few
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens - 1:
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[-1]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits.argmax()))
    return new_ids


# === wrong: at least two tokens
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max(2, max_new_tokens):
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[-1]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits.argmax()))
    return new_ids


# === wrong: returns the prompt, too
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens:
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[-1]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits.argmax()))
    return prompt_ids + new_ids


# === wrong: appends to the caller's list
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens:
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[-1]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits.argmax()))
    prompt_ids += new_ids
    return new_ids


# === wrong: no cache at all
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
    return ids[len(prompt_ids) :]


# === wrong: the prompt is not kept
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens:
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[-1]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits.argmax()))
    return new_ids


# === wrong: feeds the first new token again and again
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens:
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[0]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits.argmax()))
    return new_ids


# === wrong: a second-best token
@torch.inference_mode()
def greedy_cached(model, prompt_ids, max_new_tokens):
    kv_cache = KVCache(model.config, 1, len(prompt_ids) + max_new_tokens)
    logits = prefill(model, torch.tensor([prompt_ids]), None, kv_cache)
    new_ids = [int(logits.argmax())]
    while len(new_ids) < max_new_tokens:
        position = len(prompt_ids) + len(new_ids) - 1
        token, positions = torch.tensor([new_ids[-1]]), torch.tensor([position])
        logits = decode_step(model, token, positions, kv_cache, kv_length=position + 1)
        new_ids.append(int(logits[0].topk(2).indices[1]))
    return new_ids
