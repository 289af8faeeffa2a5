# === wrong: takes everything up to the first closing brace
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    found = re.findall(r"\\(?:boxed|fbox)\s*\{(.*?)\}", text, re.DOTALL)
    return found[-1].strip() or None if found else None


# === wrong: takes everything up to the last closing brace
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    end = text.rfind("}")
    if not boxes or end < boxes[-1].end():
        return None
    return text[boxes[-1].end() : end].strip() or None


# === wrong: counts printed braces
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for i in range(boxes[-1].end() if boxes else len(text), len(text)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return text[boxes[-1].end() : i].strip() or None
    return None


# === wrong: a brace behind two backslashes counts as printed
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for i in range(boxes[-1].end() if boxes else len(text), len(text)):
        if text[i - 1] != "\\":
            depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return text[boxes[-1].end() : i].strip() or None
    return None


# === wrong: takes the first box
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    box = re.search(r"\\(?:boxed|fbox)\s*\{", text)
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[box.end() :] if box else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[box.end() :][: match.start()].strip() or None
    return None


# === wrong: falls back on an earlier box if the last one is cut off or empty
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    for box in reversed(list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))):
        depth = 1
        for match in re.finditer(r"\\.|[{}]", text[box.end() :], re.DOTALL):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth == 0:
                if answer := text[box.end() :][: match.start()].strip():
                    return answer
                break
    return None


# === wrong: boxes in thoughts count
def last_boxed(response):
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", response))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", response[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return response[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: forgets thoughts that are never ended
def last_boxed(response):
    text = response.rpartition("</think>")[2]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: returns what a cut-off box holds so far
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    if not boxes:
        return None
    inside, depth = text[boxes[-1].end() :], 1
    for match in re.finditer(r"\\.|[{}]", inside, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return inside[: match.start()].strip() or None
    return inside.strip() or None


# === wrong: knows only boxed, not fbox
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\boxed\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: a recursion for every brace
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))

    def end(i):
        while i < len(text) and text[i] != "}":
            i = end(i + 1) + 1 if text[i] == "{" else i + 1 + (text[i] == "\\")
        return i

    if not boxes or (last := end(boxes[-1].end())) >= len(text):
        return None
    return text[boxes[-1].end() : last].strip() or None


# === right: character by character
def last_boxed(response):
    if "</think>" in response:
        response = response[response.rindex("</think>") + len("</think>") :]
    if "<think>" in response:
        response = response[: response.index("<think>")]
    start = -1
    for name in ("\\boxed", "\\fbox"):
        position = response.find(name)
        while position >= 0:
            after = position + len(name)
            while after < len(response) and response[after].isspace():
                after += 1
            if response[after : after + 1] == "{":
                start = max(start, after)
            position = response.find(name, position + 1)
    if start < 0:
        return None
    i, depth = start + 1, 1
    while i < len(response):
        if response[i] == "\\":
            i += 1
        elif response[i] == "{":
            depth += 1
        elif response[i] == "}":
            depth -= 1
            if not depth:
                return response[start + 1 : i].strip() or None
        i += 1
    return None


# === right: printed characters are blotted out first
def last_boxed(response):
    text = response.split("</think>")[-1].split("<think>")[0]
    blank = re.sub(r"\\[^a-zA-Z]", "..", text, flags=re.DOTALL)
    boxes = [m.end() for m in re.finditer(r"\\(?:boxed|fbox)\s*\{", blank)]
    level = 1
    for i in range(boxes[-1] if boxes else len(blank), len(blank)):
        level += {"{": 1, "}": -1}.get(blank[i], 0)
        if level == 0:
            answer = text[boxes[-1] : i].strip()
            return answer if answer else None
    return None


# === wrong: a box without its backslash counts
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\?(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: a box without its backslash counts, found with the plain word
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: capitals do not matter
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text, re.IGNORECASE))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: framebox is taken for a box
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox|framebox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: every command that ends in box is a box
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|[a-z]*box)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: longer commands are taken for boxes
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)[a-z]*\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: <thinking ends the text
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: </thinking> ends a thought, too
def last_boxed(response):
    text = re.split(r"</think(?:ing)?>", response)[-1].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: tags in capitals count
def last_boxed(response):
    text = re.split("<think>", response.rpartition("</think>")[2], flags=re.IGNORECASE)[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: the text up to a later thought counts, too
def last_boxed(response):
    text = re.sub(r"<think>.*?(</think>|$)", "", response, flags=re.DOTALL)
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: strips spaces only
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip(" ") or None
    return None


# === wrong: strips nothing
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()] or None
    return None


# === wrong: an empty box is an answer
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip()
    return None


# === wrong: only spaces may stand before the brace
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox) *\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: nothing may stand before the brace
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: the last <think> cuts, not the first
def last_boxed(response):
    text = response.rpartition("</think>")[2].rsplit("<think>", 1)[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: the first </think> cuts, not the last
def last_boxed(response):
    text = response.split("</think>", 1)[-1].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: a dot does not match a line break
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"(?<!\\)[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === wrong: what the box holds loses its dollar signs and spaces
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].replace(" ", "").strip() or None
    return None


# === wrong: an escaped brace opens a box
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\\?\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


# === right: backwards over the boxes' places, with a counter
def last_boxed(response):
    after = response.split("</think>")[-1]
    after = after[: after.find("<think>")] if "<think>" in after else after
    starts = [m.end() for m in re.finditer(r"\\(boxed|fbox)[ \t\r\n]*[{]", after)]
    if not starts:
        return None
    inside, opened, protected = [], 1, False
    for character in after[max(starts) :]:
        if protected:
            protected = False
        elif character == "\\":
            protected = True
        elif character == "{":
            opened += 1
        elif character == "}":
            opened -= 1
            if opened == 0:
                found = "".join(inside).strip(" \t\r\n")
                return found if found else None
        inside.append(character)
    return None
