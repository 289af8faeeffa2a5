# === wrong: drops all spaces
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return "".join(answer.split()).rstrip(".")


# === wrong: drops every comma between digits
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
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
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    answer = re.sub(
        r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
    )
    return " ".join(answer.split()).rstrip(" .")


# === wrong: cuts commands that only begin like left and right
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\left|\\right|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return " ".join(answer.split()).rstrip(" .")


# === wrong: only the first separator of a number goes
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
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
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return " ".join(answer.split())


# === wrong: removes braces and underscores as well
def normalize_answer(answer):
    answer = answer.replace("\\dfrac", "\\frac").replace("\\tfrac", "\\frac").replace("−", "-")
    answer = re.sub(r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]|\{,\}", "", answer)
    answer = re.sub(r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}", answer)
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
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
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
            r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
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
    answer = re.sub(r"\\frac([0-9])([0-9])", lambda m: "\\frac{%s}{%s}" % m.groups(), answer)
    if not set("([") & set(answer):
        words = re.split(r"([0-9,.]+)", answer)
        for i, word in enumerate(words):
            groups = word.partition(".")[0].split(",")
            if 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:]) and len(groups) > 1:
                words[i] = "".join(groups) + word[len(word.partition(".")[0]) :]
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
        (r"\\frac([0-9])([0-9]+)", r"\\frac{\1}{\2}"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        answer = re.sub(
            r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", lambda m: m[0].replace(",", ""), answer
        )
    return " ".join(answer.split()).rstrip(" .")


# === wrong: takes full stops from the beginning, too
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).strip(" .")


# === wrong: strips other punctuation at the end
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .,;:")


# === wrong: strips commas at the end
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .,")


# === wrong: strips exclamation marks at the end
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .!?")


# === wrong: one full stop only
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).removesuffix(".").rstrip()


# === wrong: spaces only, no tabs or line breaks
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return re.sub(" +", " ", answer).strip(" ").rstrip(" .")


# === wrong: several spaces stay
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return answer.strip().rstrip(" .\n\t")


# === wrong: drops a backslash and a space
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:! ]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: a tilde becomes a space
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.replace("~", " ").split()).rstrip(" .")


# === wrong: drops tildes
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]|~", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: knows one thin space only
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: unwraps all text commands
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text[a-z]*|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: unwraps textbf
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|textbf|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: unwraps mathbf
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathbf|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: unwraps text only
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: unwraps up to the first closing brace
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{(.*?)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: unwraps up to the last closing brace
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{(.*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: strips what a text holds
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{\s*([^{}]*?)\s*\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: an en dash is a minus
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"[−–]", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: all dashes are a minus
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"[−–—]", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: the typographer's minus stays
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"--", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: a brace before the digits blocks separators
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.{])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: a brace behind the digits blocks separators
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,}])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: separators only where the number is the whole answer
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"^[0-9]{1,3}(?:,[0-9]{3})+$"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: a full stop before the number does not matter
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: a comma behind the number does not matter
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: a comma before the number does not matter
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9.])[0-9]{1,3}(?:,+[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: only round brackets keep commas
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: only an answer that begins with a bracket keeps commas
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if not answer.startswith(("(", "[")):
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: braces around anything after frac
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9a-z])([0-9a-z])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: braces around letters after frac
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac(\w)(\w)", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: braces the digit before a group
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"), (r"\\frac([0-9])\{", r"\\frac{\1}{"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: braces the digit behind a group
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"), (r"(\\frac\{[0-9]\})([0-9])", r"\1{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: the digit behind the fraction goes below the bar, as many as there are
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9]+)([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: dfrac only
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[d]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: cuts every command that begins with dfrac
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: drops every circ
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^?\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: drops the beginning of circle
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: degrees in braces stay
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: a comma in braces stays
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{;\}", ";"),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: percent signs go as well
def normalize_answer(answer):
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]|\\?%", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if "(" not in answer and "[" not in answer:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === wrong: the separators go first, before dollar signs and thin spaces
def normalize_answer(answer):
    if "(" not in answer and "[" not in answer:
        answer = re.sub(r"(?<![0-9,.])([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,])", lambda m: m[0].replace(",", ""), answer)
    for pattern, new in [
        (r"\\?\$|\\(?:left|right)(?![A-Za-z])|\\[,;:!]", ""),
        (r"\{,\}", ","),
        (r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
        (r"\\frac([0-9])([0-9])", r"\\frac{\1}{\2}"),
        (r"\\(?:text|mathrm)\{([^{}]*)\}", r"\1"),
        (r"\^\\circ(?![A-Za-z])|\^\{\\circ\}|°", ""),
        (r"−", "-"),
    ]:
        answer = re.sub(pattern, new, answer)
    if False:
        grouped = r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])"
        answer = re.sub(grouped, lambda m: m[0].replace(",", ""), answer)
    return " ".join(answer.split()).rstrip(" .")


# === right: one function for a command, and separators by a walk
LETTERS = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def replaced(text, command, new):
    position = text.find(command)
    while position >= 0:
        end = position + len(command)
        if end < len(text) and text[end] in LETTERS:
            position = text.find(command, end)
            continue
        text = text[:position] + new + text[end:]
        position = text.find(command, position + len(new))
    return text


def without_separators(text):
    done, i = "", 0
    while i < len(text):
        if text[i] not in "0123456789,.":
            done, i = done + text[i], i + 1
            continue
        j = i
        while j < len(text) and text[j] in "0123456789,.":
            j += 1
        found = re.match(r"([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,])", text[i:j])
        if found:
            done += found[1].replace(",", "") + text[i + found.end() : j]
        else:
            done += text[i:j]
        i = j
    return done


def normalize_answer(answer):
    for thing in (r"\$", "$"):
        answer = answer.replace(thing, "")
    answer = replaced(replaced(answer, r"\left", ""), r"\right", "")
    for thing in (r"\,", r"\;", r"\:", r"\!"):
        answer = answer.replace(thing, "")
    answer = answer.replace("{,}", ",")
    answer = replaced(replaced_digits(answer, r"\dfrac"), r"\dfrac", r"\frac")
    answer = replaced(replaced_digits(answer, r"\tfrac"), r"\tfrac", r"\frac")
    answer = replaced_digits(answer, r"\frac")
    for font in (r"\text", r"\mathrm"):
        answer = re.sub(re.escape(font) + r"\{([^{}]*)\}", lambda m: m.group(1), answer)
    answer = replaced(answer, r"^\circ", "").replace(r"^{\circ}", "").replace("°", "").replace("−", "-")
    if not any(bracket in answer for bracket in "(["):
        answer = without_separators(answer)
    answer = re.sub(r"[ \t\r\n]+", " ", answer).strip(" ")
    while answer and answer[-1] in " .":
        answer = answer[:-1]
    return answer


def replaced_digits(text, command):
    return re.sub(re.escape(command) + "([0-9])([0-9])", lambda m: "\\frac{" + m[1] + "}{" + m[2] + "}", text)
