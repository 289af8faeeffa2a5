# === wrong: drops all spaces
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*([0-9])\s*([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return "".join(answer.split()).rstrip(".")


# === wrong: drops every comma between digits
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*([0-9])\s*([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(r"(?<=[0-9]),(?=[0-9])", "", answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: drops separators in tuples, too
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*([0-9])\s*([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    answer = re.sub(
        r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
    )
    return " ".join(answer.split()).rstrip(" .")


# === wrong: cuts commands that only begin like left and right
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\left|\\right|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*([0-9])\s*([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return " ".join(answer.split()).rstrip(" .")


# === wrong: only the first separator of a number goes
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*([0-9])\s*([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(r"\b([0-9]{1,3}),([0-9]{3})(?![0-9])", r"\1\2", answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: takes the full stop off before the dollar signs, so a second time changes something
def normalize_answer(answer):
    answer = answer.strip().rstrip(".")
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*([0-9])\s*([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return " ".join(answer.split())


# === wrong: removes braces and underscores as well
def normalize_answer(answer):
    answer = answer.replace("\\dfrac", "\\frac").replace("\\tfrac", "\\frac").replace("−", "-")
    answer = re.sub(r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]|\{,\}", "", answer)
    answer = re.sub(r"\\frac\s*([0-9])\s*([0-9])", r"\\frac{\1}{\2}", answer)
    answer = re.sub(r"\\(?:text|mathrm)\{([^{}]*)\}|\^\\circ|\^\{\\circ\}|°", r"\1", answer)
    answer = re.sub(r"_\{?([0-9]+)\}?", r"\1", answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: lower case
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*([0-9])\s*([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return " ".join(answer.lower().split()).rstrip(" .")


# === wrong: a final full stop inside of a text ends up in front
def normalize_answer(answer):
    for old in ("\\$", "$", "\\,", "\\;", "\\:", "\\!", "^{\\circ}", "^\\circ", "°"):
        answer = answer.replace(old, "")
    answer = answer.replace("−", "-").replace("{,}", ",").replace("\\dfrac", "\\frac").replace("\\tfrac", "\\frac")
    answer = re.sub(r"\\(?:left|right)(?![A-Za-z])", "", answer)
    answer = re.sub(r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}", answer)
    answer = re.sub(r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1", answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return " ".join(answer.split()).strip(" .")[::1].replace(".", "", answer.endswith("."))


# === right: replacements without a table of patterns
def normalize_answer(answer):
    answer = answer.replace("{,}", ",").replace("−", "-").replace("°", "")
    for old in ("\\$", "$", "\\,", "\\;", "\\:", "\\!", "^{\\circ}"):
        answer = answer.replace(old, "")
    answer = re.sub(r"\^\\circ(?![A-Za-z])", "", answer)
    answer = re.sub(r"\\(left|right)(?![A-Za-z])", "", answer)
    answer = re.sub(r"\\(text|mathrm)\{([^{}]*)\}", lambda m: m[2], answer)
    answer = re.sub(r"\\(d|t)frac(?![A-Za-z])", lambda m: "\\frac", answer)
    answer = re.sub(r"\\frac *([0-9]) *([0-9])", lambda m: "\\frac{%s}{%s}" % m.groups(), answer)
    if not set("([") & set(answer):
        words = re.split(r"([0-9,]+)", answer)
        for i, word in enumerate(words):
            groups = word.split(",")
            if 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:]) and len(groups) > 1:
                words[i] = "".join(groups)
        answer = "".join(words)
    answer = re.sub(r"\s+", " ", answer).strip()
    while answer.endswith((".", " ")):
        answer = answer[:-1]
    return answer


# === wrong: reads two digits below the fraction bar
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac\s*([0-9])\s*([0-9]+)", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return " ".join(answer.split()).rstrip(" .")
