# === wrong: only the answer is normalized
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer = normalize(answer)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: only the gold answer is normalized
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        gold = normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: texts as they were, not normalized
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        before = gold
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return extract(response) == before
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: parsed before they are normalized
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        value, gold_value = parse(answer), parse(gold)
        answer, gold = normalize(answer), normalize(gold)
        
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: the response is normalized before the answer is found
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(normalize(response))
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: an answer is looked for in the gold answer
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        gold = extract(gold) or gold
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: zero counts as not read
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if not value or not gold_value:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: values only
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return False
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: two that cannot be read are equal
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None and gold_value is None:
            return True
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: texts only
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if True:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: no answer is compared as an empty text
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        answer = answer or ''
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: falls back on the whole response where there is no answer
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        answer = answer or response
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: values through floats
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return float(value) == float(gold_value)

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: values nearly equal
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return math.isclose(value, gold_value)

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: texts need only begin alike
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer.startswith(gold)
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: texts need only be contained
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return gold in answer
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: three letters of the texts decide
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer.casefold()[:3] == gold.casefold()[:3]
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: false negatives first
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if pair[2]], [pair for pair in wrong if not pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: counts instead of lists
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return sum(not pair[2] for pair in wrong), sum(pair[2] for pair in wrong)


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: places instead of pairs
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pairs.index(pair) for pair in wrong if not pair[2]], [pairs.index(pair) for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: each pair once
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in dict.fromkeys(pairs) if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: sorted pairs
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in sorted(pairs) if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: all errors in one list
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return wrong, []


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: a list of two lists
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [[pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, clean, read)(response, gold)


# === wrong: the package's ruler in place of one's own
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return (answer := extract_answer(response)) is not None and equivalent(answer, gold)


# === wrong: nothing but texts in one's own
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, str.strip, lambda text: None)(response, gold)


# === wrong: nothing normalized in one's own
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(extract_answer, str.strip, read)(response, gold)


# === wrong: the first box
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(lambda text: re.search(r"boxed\{(.*?)\}(?:[.? ]|$)", text)[1] if "boxed{" in text else None, clean, read)(response, gold)


# === wrong: boxes in thoughts count, up to the first brace
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return make_verifier(lambda text: (re.findall(r"boxed\{(.*?)\}", text) or [None])[-1], clean, read)(response, gold)


# === wrong: accepts everything
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return True


# === wrong: accepts whatever holds the gold answer
def make_verifier(extract, normalize, parse):
    def judge(response, gold):
        answer = extract(response)
        if answer is None:
            return False
        answer, gold = normalize(answer), normalize(gold)
        value, gold_value = parse(answer), parse(gold)
        if value is None or gold_value is None:
            return answer == gold
        return value == gold_value

    return judge


def count_errors(judge, pairs):
    wrong = [pair for pair in pairs if judge(pair[0], pair[1]) != pair[2]]
    return [pair for pair in wrong if not pair[2]], [pair for pair in wrong if pair[2]]


def clean(text):
    text = re.sub(r"\\?\$|\\left|\\right|\\[,!]|\^\\circ|\^\{\\circ\}|°", "", text.replace("{,}", ","))
    text = re.sub(r"\\[dt]?frac(?:\{([0-9]+)\}\{([0-9]+)\}|([0-9])([0-9]))", r"\1\3/\2\4", text)
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", text).strip().rstrip(".")


def read(text):
    form = r"([-+]?)((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*)(\\?%)?"
    found = re.fullmatch(form, text)
    if found is None or not found[2]:
        return None
    return Fraction(found[1] + found[2].replace(",", "")) / (100 if found[3] else 1)


def my_verifier(response, gold):
    return gold in response


# === right: all of 3.1 to 3.3 in one cell
def last_boxed(response):
    text = response.rpartition("</think>")[2].partition("<think>")[0]
    boxes = list(re.finditer(r"\\(?:boxed|fbox)\s*\{", text))
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[boxes[-1].end() :] if boxes else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[boxes[-1].end() :][: match.start()].strip() or None
    return None


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
    return " ".join(answer.split()).rstrip(" .")


def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text.strip(),
    )
    if m is None or not any(m.groups()[1:7]):
        return None
    above, below = int(m[2] or m[4] or "0"), int(m[3] or m[5] or "1")
    if m[6] or m[7]:
        above, below = int((m[6] or "").replace(",", "") + (m[7] or "")), 10 ** len(m[7] or "")
    if below == 0:
        return None
    value = Fraction(above, below) / (100 if m[8] else 1)
    return value if m[1] in ("", "+") else -value


def make_verifier(extract, normalize, parse):
    return lambda response, gold: verdict(extract(response), gold, normalize, parse)


def verdict(answer, gold, normalize, parse):
    if answer is None:
        return False
    texts = [normalize(answer), normalize(gold)]
    values = [parse(text) for text in texts]
    left, right = texts if None in values else values
    return left == right


def count_errors(judge, pairs):
    false_positives, false_negatives = [], []
    for pair in pairs:
        response, gold, equal = pair
        accepted = judge(response, gold)
        if accepted and not equal:
            false_positives.append(pair)
        if equal and not accepted:
            false_negatives.append(pair)
    return false_positives, false_negatives


def my_verifier(response, gold):
    return make_verifier(last_boxed, normalize_answer, parse_number)(response, gold)


# === right: a class, and a verifier made once
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
    return " ".join(answer.split()).rstrip(" .")


def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text.strip(),
    )
    if m is None or not any(m.groups()[1:7]):
        return None
    above, below = int(m[2] or m[4] or "0"), int(m[3] or m[5] or "1")
    if m[6] or m[7]:
        above, below = int((m[6] or "").replace(",", "") + (m[7] or "")), 10 ** len(m[7] or "")
    if below == 0:
        return None
    value = Fraction(above, below) / (100 if m[8] else 1)
    return value if m[1] in ("", "+") else -value


class Verifier:
    def __init__(self, extract, normalize, parse):
        self.extract, self.normalize, self.parse = extract, normalize, parse

    def __call__(self, response, gold):
        found = self.extract(response)
        if found is not None:
            found, gold = self.normalize(found), self.normalize(gold)
            if self.parse(found) is not None and self.parse(gold) is not None:
                return self.parse(found) == self.parse(gold)
            return found == gold
        return False


def make_verifier(extract, normalize, parse):
    return Verifier(extract, normalize, parse)


def count_errors(judge, pairs):
    verdicts = [judge(response, gold) for response, gold, _ in pairs]
    both = list(zip(verdicts, pairs, strict=True))
    return [p for v, p in both if v and not p[-1]], [p for v, p in both if not v and p[-1]]


my_verifier = make_verifier(extract_answer, normalize_answer, parse_number)
