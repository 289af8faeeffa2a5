# === wrong: the colleague's function
@torch.inference_mode()
def next_logits(model, prompts):
    longest = max(len(prompt) for prompt in prompts)
    for prompt in prompts:
        prompt += [0] * (longest - len(prompt))
    return model(torch.tensor(prompts))[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: copies, but still the last column
@torch.inference_mode()
def next_logits(model, prompts):
    longest = max(len(prompt) for prompt in prompts)
    padded = [prompt + [0] * (longest - len(prompt)) for prompt in prompts]
    last = torch.tensor([len(prompt) - 1 for prompt in prompts])
    return model(torch.tensor(padded))[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: the right place, in the caller's lists
@torch.inference_mode()
def next_logits(model, prompts):
    last = [len(prompt) - 1 for prompt in prompts]
    for prompt in prompts:
        prompt += [0] * (max(last) + 1 - len(prompt))
    return model(torch.tensor(prompts))[torch.arange(len(prompts)), last]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: padded on the left, without positions
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids)[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: padded on the left, padding at position 0
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions.clamp(min=0))[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: one place too early
@torch.inference_mode()
def next_logits(model, prompts):
    longest = max(len(prompt) for prompt in prompts)
    padded = [prompt + [0] * (longest - len(prompt)) for prompt in prompts]
    last = torch.tensor([max(0, len(prompt) - 2) for prompt in prompts])
    return model(torch.tensor(padded))[torch.arange(len(prompts)), last]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: one place too late
@torch.inference_mode()
def next_logits(model, prompts):
    longest = max(len(prompt) for prompt in prompts)
    padded = [prompt + [0] * (longest - len(prompt)) for prompt in prompts]
    last = torch.tensor([min(len(prompt), longest - 1) for prompt in prompts])
    return model(torch.tensor(padded))[torch.arange(len(prompts)), last]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: the shortest prompt's place for all
@torch.inference_mode()
def next_logits(model, prompts):
    longest = max(len(prompt) for prompt in prompts)
    padded = [prompt + [0] * (longest - len(prompt)) for prompt in prompts]
    last = torch.tensor([min(map(len, prompts)) - 1 for prompt in prompts])
    return model(torch.tensor(padded))[torch.arange(len(prompts)), last]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: cuts all prompts to the shortest
@torch.inference_mode()
def next_logits(model, prompts):
    shortest = min(len(prompt) for prompt in prompts)
    return model(torch.tensor([prompt[-shortest:] for prompt in prompts]))[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: one pass for each prompt
@torch.inference_mode()
def next_logits(model, prompts):
    return torch.cat([model(torch.tensor([prompt]))[:, -1] for prompt in prompts])


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: in the order of their lengths
@torch.inference_mode()
def next_logits(model, prompts):
    prompts = sorted(prompts, key=len)
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: the last place that is not 0
@torch.inference_mode()
def next_logits(model, prompts):
    longest = max(len(prompt) for prompt in prompts)
    input_ids = torch.tensor([prompt + [0] * (longest - len(prompt)) for prompt in prompts])
    columns = torch.arange(longest).expand_as(input_ids)
    last = torch.where(input_ids != 0, columns, 0).amax(dim=1)
    return model(input_ids)[torch.arange(len(prompts)), last]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: probabilities
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1].softmax(dim=-1)


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: in half precision
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1].bfloat16().float()


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: misread: the longest
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts) if len(prompt) == longest]


# === wrong: misread: all but the first
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1]


def misread(prompts):
    return list(range(1, len(prompts)))


# === wrong: misread: shorter than the first
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1]


def misread(prompts):
    longest = len(prompts[0])
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: misread: shorter than the last
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1]


def misread(prompts):
    longest = len(prompts[-1])
    return [row for row, prompt in enumerate(prompts) if len(prompt) < longest]


# === wrong: misread: only the shortest
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [
        row
        for row, prompt in enumerate(prompts)
        if len(prompt) < longest and len(prompt) == min(map(len, prompts))
    ]


# === wrong: misread: from 1 on
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [row for row, prompt in enumerate(prompts, 1) if len(prompt) < longest]


# === wrong: misread: True and False
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    return [len(prompt) < longest for prompt in prompts]


# === wrong: misread: the shortest first
@torch.inference_mode()
def next_logits(model, prompts):
    input_ids, positions = left_pad(prompts, pad_token_id=0)
    return model(input_ids, positions)[:, -1]


def misread(prompts):
    longest = max(map(len, prompts), default=0)
    rows = [row for row, prompt in enumerate(prompts) if len(prompt) < longest]
    return sorted(rows, key=lambda row: (len(prompts[row]), row))


# === right: padded on the right, each row's own place
@torch.inference_mode()
def next_logits(model, prompts):
    longest = max(len(prompt) for prompt in prompts)
    padded = [prompt + [0] * (longest - len(prompt)) for prompt in prompts]
    last = torch.tensor([len(prompt) - 1 for prompt in prompts])
    return model(torch.tensor(padded))[torch.arange(len(prompts)), last]


def misread(prompts):
    lengths = [len(prompt) for prompt in prompts]
    return sorted(i for i in range(len(prompts)) if lengths[i] != max(lengths))


# === right: padded by torch, logits gathered
def next_logits(model, prompts):
    with torch.no_grad():
        rows = [torch.tensor(prompt) for prompt in prompts]
        batch = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=7)
        logits = model(batch)
    return torch.stack([logits[i, len(row) - 1] for i, row in enumerate(rows)])


def misread(prompts):
    wrong = []
    for row in range(len(prompts)):
        if any(len(other) > len(prompts[row]) for other in prompts):
            wrong.append(row)
    return wrong
