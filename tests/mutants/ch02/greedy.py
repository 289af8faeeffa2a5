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


# === wrong: sees only the last 64 tokens
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids[-64:]]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: sees only the last 512 tokens
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids[-512:]]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: argmax in half precision
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].half().argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: argmax in bfloat16
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].bfloat16().argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: rounds the logits
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].round(decimals=2).argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: stops at the token 0
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids or not ids[-1]:
            break
    return ids[len(prompt_ids) :]


# === wrong: the token 0 never ends
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] and ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: stops after 8 equal tokens
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids or ids[-8:] == [ids[-1]] * 8:
            break
    return ids[len(prompt_ids) :]


# === wrong: stops at a repeated token
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids or ids[-1] == ids[-2]:
            break
    return ids[len(prompt_ids) :]


# === wrong: always stops at the tokenizer's own end
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] in (*eos_token_ids, *tokenizer.eos_token_ids):
            break
    return ids[len(prompt_ids) :]


# === wrong: at least one token
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max(1, max_new_tokens)):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: calls the model twice for each token
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        logits = model(torch.tensor([ids]))
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: looks for the end one token late
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids, new = list(prompt_ids), []
    for _ in range(max_new_tokens):
        token = int(model(torch.tensor([ids]))[0, -1].argmax())
        if new and new[-1] in eos_token_ids:
            break
        new.append(token)
        ids.append(token)
    return new


# === wrong: the limit counts the prompt
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens - len(prompt_ids)):
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: draws at random
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(torch.multinomial(model(torch.tensor([ids]))[0, -1].softmax(-1), 1)))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === wrong: the largest amount, whatever its sign
@torch.inference_mode()
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    ids = list(prompt_ids)
    for _ in range(max_new_tokens):
        ids.append(int(model(torch.tensor([ids]))[0, -1].abs().argmax()))
        if ids[-1] in eos_token_ids:
            break
    return ids[len(prompt_ids) :]


# === right: Python lists only, and recursion
def greedy(model, prompt_ids, max_new_tokens, eos_token_ids):
    if max_new_tokens == 0:
        return []
    with torch.no_grad():
        logits = model(torch.tensor([prompt_ids]))[0][-1].tolist()
    token = logits.index(max(logits))
    if token in eos_token_ids:
        return [token]
    return [token] + greedy(model, prompt_ids + [token], max_new_tokens - 1, eos_token_ids)
