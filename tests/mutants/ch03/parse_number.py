# === wrong: evaluates the text
def parse_number(text):
    try:
        return Fraction(eval(text))
    except Exception:
        return None


# === wrong: evaluates what looks harmless
def parse_number(text):
    text = re.sub(r"\\frac\{([^}]*)\}\{([^}]*)\}", r"(\1)/(\2)", text.strip()).replace("−", "-")
    percent = text.endswith("%")
    text = re.sub(r"\\?%$", "", text).replace(",", "")
    try:
        return Fraction(str(eval(text, {"__builtins__": {}}))) / (100 if percent else 1)
    except Exception:
        return None


# === wrong: goes through floats
def parse_number(text):
    text = text.strip().replace("−", "-")
    m = re.fullmatch(
        r"([-+]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?))(\\?%)?",
        text,
    )
    if len(text) > 60 or m is None or m[6] == "":
        return None
    if m[6]:
        value = float(m[6].replace(",", ""))
    else:
        above, below = int(m[2] or m[4]), int(m[3] or m[5])
        if below == 0:
            return None
        value = above / below
    return Fraction((-1 if m[1] == "-" else 1) * value / (100 if m[7] else 1))


# === wrong: leaves it to Fraction, which reads more than the grammar
def parse_number(text):
    if len(text) > 60:
        return None
    text = text.strip().replace("−", "-").replace(",", "")
    text = re.sub(r"\\frac\{([0-9]+)\}\{([0-9]+)\}", r"\1/\2", text)
    percent = text.endswith("%")
    try:
        value = Fraction(re.sub(r"\\?%$", "", text))
    except (ValueError, ZeroDivisionError):
        return None
    return value / 100 if percent else value


# === wrong: digits of any script
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:(\d+)/(\d+)|\\frac\{(\d+)\}\{(\d+)\}|(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d+))?)(\\?%)?", text.strip()
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


# === wrong: no limit on the length
def parse_number(text):
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


# === wrong: percent is a unit and changes nothing
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
    value = Fraction(above, below)
    return value if m[1] in ("", "+") else -value


# === wrong: a comma anywhere
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}|([0-9,]*)(?:\.([0-9]+))?)(\\?%)?",
        text.strip(),
    )
    if m is None or not any(m.groups()[1:7]) or m[6] == ",":
        return None
    above, below = int(m[2] or m[4] or "0"), int(m[3] or m[5] or "1")
    if m[6] or m[7]:
        above, below = int((m[6] or "").replace(",", "") + (m[7] or "")), 10 ** len(m[7] or "")
    if below == 0:
        return None
    value = Fraction(above, below) / (100 if m[8] else 1)
    return value if m[1] in ("", "+") else -value


# === wrong: looks for a number anywhere in the text
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.search(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.([0-9]+))?)(\\?%)?",
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


# === wrong: the sign of a fraction is lost
def parse_number(text):
    if len(text) > 60:
        return None
    text = text.strip()
    m = re.fullmatch(r"[-+−]?(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\})(\\?%)?", text)
    if m:
        below = int(m[2] or m[4])
        return Fraction(int(m[1] or m[3]), below * (100 if m[5] else 1)) if below else None
    m = re.fullmatch(r"([-+−]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(\.[0-9]+)?(\\?%)?", text)
    if m is None or not (m[2] or m[3]):
        return None
    digits = (m[3] or "")[1:]
    value = Fraction(int(m[2].replace(",", "") + digits), 10 ** len(digits)) / (100 if m[4] else 1)
    return -value if m[1] in ("-", "−") else value


# === wrong: raises where there is no value
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
    value = Fraction(above, below) / (100 if m[8] else 1)
    return value if m[1] in ("", "+") else -value


# === right: by hand, without one large expression
def parse_number(text):
    if len(text) > 60:
        return None
    text = text.strip()
    sign = scale = Fraction(1)
    if text[:1] and text[0] in "+-−":
        sign, text = Fraction(1 if text[0] == "+" else -1), text[1:]
    if text.endswith("%"):
        scale, text = Fraction(1, 100), text[:-1].removesuffix("\\")

    def digits(part):
        return len(part) > 0 and all(c in "0123456789" for c in part)

    def integer(part):
        head, *groups = part.split(",")
        if not digits(head) or not all(digits(g) and len(g) == 3 for g in groups) or (groups and len(head) > 3):
            return None
        return int(head + "".join(groups))

    if text.startswith("\\frac{") and text.endswith("}"):
        above, cut, below = text[6:-1].partition("}{")
    else:
        above, cut, below = text.partition("/")
    if cut:
        if not (digits(above) and digits(below)) or int(below) == 0:
            return None
        return sign * scale * Fraction(int(above), int(below))
    whole, point, decimals = text.partition(".")
    if not point:
        value = integer(whole)
        return None if value is None else sign * scale * value
    value = integer(whole) if whole else 0
    if value is None or not digits(decimals):
        return None
    return sign * scale * (value + Fraction(int(decimals), 10 ** len(decimals)))
