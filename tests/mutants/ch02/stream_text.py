# === wrong: decodes each token alone
def stream_text(tokenizer, ids):
    for token_id in ids:
        yield tokenizer.decode([token_id])


# === wrong: everything at the end
def stream_text(tokenizer, ids):
    text = tokenizer.decode(list(ids))
    if text:
        yield text


# === wrong: the incomplete end never comes out
def stream_text(tokenizer, ids):
    taken, printed = [], 0
    for token_id in ids:
        taken.append(token_id)
        text = tokenizer.decode(taken).rstrip("\ufffd")
        if len(text) > printed:
            yield text[printed:]
            printed = len(text)


# === wrong: yields empty pieces
def stream_text(tokenizer, ids):
    taken, printed, text = [], 0, ""
    for token_id in ids:
        taken.append(token_id)
        text = tokenizer.decode(taken)
        end = len(text.rstrip("\ufffd"))
        yield text[printed:end]
        printed = max(printed, end)
    if len(text) > printed:
        yield text[printed:]


# === wrong: one token late
def stream_text(tokenizer, ids):
    taken, printed, end, text = [], 0, 0, ""
    for token_id in ids:
        if end > printed:
            yield text[printed:end]
            printed = end
        taken.append(token_id)
        text = tokenizer.decode(taken)
        end = len(text.rstrip("\ufffd"))
    if len(text) > printed:
        yield text[printed:]


# === wrong: leaves out what is no valid text
def stream_text(tokenizer, ids):
    taken, printed = [], 0
    for token_id in ids:
        taken.append(token_id)
        text = tokenizer.decode(taken).replace("\ufffd", "")
        if len(text) > printed:
            yield text[printed:]
            printed = len(text)


# === wrong: drops spaces at the ends of pieces
def stream_text(tokenizer, ids):
    waiting = []
    for token_id in ids:
        waiting.append(token_id)
        text = tokenizer.decode(waiting)
        if not text.endswith("\ufffd"):
            if text.strip():
                yield text.strip()
            waiting = []
    if waiting:
        yield tokenizer.decode(waiting)


# === right: collects tokens until they are whole characters
def stream_text(tokenizer, ids):
    waiting = []
    for token_id in ids:
        waiting.append(token_id)
        text = tokenizer.decode(waiting)
        if text and not text.endswith("\ufffd"):
            yield text
            waiting = []
    if waiting:
        yield tokenizer.decode(waiting)


# === right: the course's own decoder
def stream_text(tokenizer, ids):
    from shared.model.tokenizer import IncrementalDecoder

    decoder = IncrementalDecoder(tokenizer)
    for token_id in ids:
        if piece := decoder.push(token_id):
            yield piece
    if piece := decoder.flush():
        yield piece


# === wrong: waits while there is a bad character anywhere
def stream_text(tokenizer, ids):
    waiting = []
    for token_id in ids:
        waiting.append(token_id)
        text = tokenizer.decode(waiting)
        if text and "\ufffd" not in text:
            yield text
            waiting = []
    if waiting:
        yield tokenizer.decode(waiting)


# === wrong: whole words only
def stream_text(tokenizer, ids):
    taken, printed, text = [], 0, ""
    for token_id in ids:
        taken.append(token_id)
        text = tokenizer.decode(taken)
        end = text.rfind(" ") + 1
        if end > printed:
            yield text[printed:end]
            printed = end
    if len(text) > printed:
        yield text[printed:]


# === wrong: one character a piece, of whole texts only
def stream_text(tokenizer, ids):
    yield from tokenizer.decode(list(ids))


# === wrong: shows half characters
def stream_text(tokenizer, ids):
    taken, printed = [], 0
    for token_id in ids:
        taken.append(token_id)
        text = tokenizer.decode(taken)
        if len(text) > printed:
            yield text[printed:]
            printed = len(text)


# === wrong: walks through the ids twice
def stream_text(tokenizer, ids):
    taken, printed, text = [], 0, ""
    for token_id in ids:
        taken.append(token_id)
        text = tokenizer.decode(taken)
        end = len(text.rstrip("\ufffd"))
        if end > printed:
            yield text[printed:end]
            printed = end
    rest = tokenizer.decode(list(ids))[printed:]
    if rest:
        yield rest


# === wrong: an empty piece without ids
def stream_text(tokenizer, ids):
    taken, printed, text = [], 0, ""
    for token_id in ids:
        taken.append(token_id)
        text = tokenizer.decode(taken)
        end = len(text.rstrip("\ufffd"))
        if end > printed:
            yield text[printed:end]
            printed = end
    if len(text) > printed or not taken:
        yield text[printed:]


# === wrong: drops white space at the ends of the text
def stream_text(tokenizer, ids):
    taken, printed, text = [], 0, ""
    for token_id in ids:
        taken.append(token_id)
        text = tokenizer.decode(taken).strip()
        end = len(text.rstrip("\ufffd"))
        if end > printed:
            yield text[printed:end]
            printed = end
    if len(text) > printed:
        yield text[printed:]


# === right: the text already out as a prefix
def stream_text(tokenizer, ids):
    seen, out = (), ""
    for token_id in ids:
        seen = (*seen, token_id)
        ready = tokenizer.decode(list(seen))
        while ready.endswith("\N{REPLACEMENT CHARACTER}"):
            ready = ready[:-1]
        if ready != out and ready.startswith(out):
            yield ready.removeprefix(out)
            out = ready
    rest = tokenizer.decode(list(seen)).removeprefix(out)
    if rest != "":
        yield rest
