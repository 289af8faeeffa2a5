# === wrong: splits at every comma
def split_tuple(answer):
    answer = answer.strip()
    level = 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if level < 0:
            return None
    if level:
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1:] in (")", "]"):
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    return opening, [p.strip() for p in answer.split(",")] if answer.strip() else [], closing


# === wrong: takes the first and the last bracket for a pair, whatever is between them
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]":
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: throws the brackets away
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        answer = answer[1:-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return "", [p.strip() for p in parts] if answer.strip() else [], ""


# === wrong: braces are not counted
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([") - (c in ")]") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([") - (c in ")]")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: only counts how many brackets there are
def split_tuple(answer):
    answer = answer.strip()
    if sum(c in "([{" for c in answer) != sum(c in ")]}" for c in answer):
        return None
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: an interval's brackets must be of one kind
def split_tuple(answer):
    answer = answer.strip()
    stack = []
    for c in answer:
        if c in "([{":
            stack.append(c)
        elif c in ")]}" and (not stack or stack.pop() + c not in ("()", "[]", "{}")):
            return None
    if stack:
        return None
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: empty parts are dropped
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts if p.strip()], closing


# === wrong: the braces of a set are taken for outer brackets
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[", "{") and answer[-1] in ")]}" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === right: one pass that collects parts
def split_tuple(answer):
    text = answer.strip()
    level, outer = 0, len(text) > 1 and text[0] in "([" and text[-1] in ")]"
    for i, c in enumerate(text):
        if c in "([{":
            level += 1
        if c in ")]}":
            level -= 1
            if level < 0:
                return None
            if level == 0 and i + 1 < len(text):
                outer = False
    if level:
        return None
    opening, closing = (text[0], text[-1]) if outer else ("", "")
    if outer:
        text = text[1:-1]
    parts, current = [], []
    for c in text:
        if c in "([{":
            level += 1
        if c in ")]}":
            level -= 1
        if c == "," and not level:
            parts.append("".join(current).strip())
            current = []
        else:
            current.append(c)
    if parts or "".join(current).strip():
        parts.append("".join(current).strip())
    return opening, parts, closing


# === wrong: a brace may close a tuple
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]}" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: a tuple may begin with a brace
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[", "{") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: any last bracket that brings the level back to 0
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: strips spaces only
def split_tuple(answer):
    answer = answer.strip(" ")
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip(" ") for p in parts] if answer.strip(" ") else [], closing


# === wrong: parts keep their white space
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, parts if answer.strip() else [], closing


# === wrong: removes all white space
def split_tuple(answer):
    answer = "".join(answer.split())
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: white space is one empty part
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts], closing


# === wrong: an empty part at the end is dropped
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    parts = parts[:-1] if len(parts) > 1 and not parts[-1].strip() else parts
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: printed braces are no brackets
def split_tuple(answer):
    answer = answer.strip()
    answer = answer.replace("\\{", "\\<").replace("\\}", "\\>")
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: only a pair of round brackets is a tuple
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] == "(" and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: one part in brackets loses them
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    if len(parts) == 1:
        opening = closing = ""
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: thousands separators are none
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0 and not re.fullmatch(r"[0-9]+,[0-9]{3}", answer):
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: an empty text does not balance
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if not levels:
        return None
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: semicolons separate, too
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        return None
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    answer = answer.replace('+', ';')
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c in ",;" and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === wrong: raises where the brackets do not balance
def split_tuple(answer):
    answer = answer.strip()
    levels = list(itertools.accumulate((c in "([{") - (c in ")]}") for c in answer))
    if levels and (min(levels) < 0 or levels[-1]):
        raise ValueError("brackets")
    opening = closing = ""
    if answer[:1] in ("(", "[") and answer[-1] in ")]" and 0 not in levels[:-1]:
        opening, answer, closing = answer[0], answer[1:-1], answer[-1]
    parts, level = [""], 0
    for c in answer:
        level += (c in "([{") - (c in ")]}")
        if c == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += c
    return opening, [p.strip() for p in parts] if answer.strip() else [], closing


# === right: with regular expressions, from the outside in
def split_tuple(answer):
    text, depth, cuts, zeros = answer.strip(), 0, [], []
    for match in re.finditer(r"[(\[{]|[)\]}]|,", text):
        sign = match.group()
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth == 0:
                zeros.append(match.start())
        else:
            cuts.append((match.start(), depth))
        if depth < 0:
            return None
    if depth != 0:
        return None
    outer = bool(re.match(r"[(\[]", text)) and bool(re.search(r"[)\]]\Z", text)) and zeros == [len(text) - 1]
    begin, end = (1, len(text) - 1) if outer else (0, len(text))
    if not text[begin:end].strip():
        parts = []
    else:
        places = [place for place, level in cuts if level == int(outer)]
        parts = [text[a:b].strip() for a, b in zip([begin] + [p + 1 for p in places], places + [end])]
    return (text[0], parts, text[-1]) if outer else ("", parts, "")
