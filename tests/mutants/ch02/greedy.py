# === wrong: takes the first position's prediction
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, 0].argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: never stops at an end token
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
    return ids[len(prompt_ids) :]


# === wrong: knows only the first end token
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if eos_token_ids and ids[-1] == eos_token_ids[0]:
            break
    return ids[len(prompt_ids) :]


# === wrong: leaves out the end token
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        token = int(model(torch.tensor([ids]))[0, -1].argmax())
        if token in eos_token_ids:
            break
        ids.append(token)
    return ids[len(prompt_ids) :]


# === wrong: one token too many
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens + 1):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: returns the prompt, too
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids


# === wrong: appends to the caller's list
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    begin = len(prompt_ids)
    for _ in range(max_new_tokens):
        prompt_ids.append(int(model(torch.tensor([prompt_ids]))[0, -1].argmax()))
        if prompt_ids[-1] in eos_token_ids:
            break
    return prompt_ids[begin:]


# === wrong: reads only the newest token, without a cache
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    new, ids = [], list(prompt_ids)
    for _ in range(max_new_tokens):
        token = int(model(torch.tensor([ids]))[0, -1].argmax())
        new.append(token)
        ids = [token]
        if token in eos_token_ids:
            break
    return new


# === wrong: an end token in the prompt ends the answer
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    while len(ids) < len(prompt_ids) + max_new_tokens and ids[-1] not in eos_token_ids:
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
    return ids[len(prompt_ids) :]


# === right: with tensors, topk and a set
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    end, new = set(eos_token_ids), []
    input_ids = torch.tensor(prompt_ids).unsqueeze(0)
    while len(new) < max_new_tokens:
        next_id = model(input_ids)[:, -1].softmax(dim=-1).topk(1).indices
        new.append(next_id.item())
        if new[-1] in end:
            return new
        input_ids = torch.cat([input_ids, next_id], dim=1)
    return new
