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


# === wrong: a fraction in LaTeX may have separators
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9,]+)\}\{([0-9,]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text.strip(),
    )
    if m is None or not any(m.groups()[1:7]):
        return None
    above, below = int((m[2] or m[4] or "0").replace(",", "")), int((m[3] or m[5] or "1").replace(",", ""))
    if m[6] or m[7]:
        above, below = int((m[6] or "").replace(",", "") + (m[7] or "")), 10 ** len(m[7] or "")
    if below == 0:
        return None
    value = Fraction(above, below) / (100 if m[8] else 1)
    return value if m[1] in ("", "+") else -value


# === wrong: a fraction with a slash may have separators
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9,]*[0-9])/([0-9,]*[0-9])|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text.strip(),
    )
    if m is None or not any(m.groups()[1:7]):
        return None
    above, below = int((m[2] or m[4] or "0").replace(",", "")), int((m[3] or m[5] or "1").replace(",", ""))
    if m[6] or m[7]:
        above, below = int((m[6] or "").replace(",", "") + (m[7] or "")), 10 ** len(m[7] or "")
    if below == 0:
        return None
    value = Fraction(above, below) / (100 if m[8] else 1)
    return value if m[1] in ("", "+") else -value


# === wrong: dfrac is a fraction, too
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\d?frac\{([0-9]+)\}\{([0-9]+)\}"
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


# === wrong: tfrac is a fraction, too
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\t?frac\{([0-9]+)\}\{([0-9]+)\}"
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


# === wrong: white space inside of the braces
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{\s*([0-9]+)\s*\}\{\s*([0-9]+)\s*\}"
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


# === wrong: white space between the braces
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\s*\{([0-9]+)\}\s*\{([0-9]+)\}"
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


# === wrong: removes all white space first
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        "".join(text.split()),
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


# === wrong: removes spaces between digits first
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text.strip().replace(" ", ""),
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


# === wrong: white space before the percent sign
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)\s*(\\?%)?",
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


# === wrong: reads the word percent
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%| percent)?",
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


# === wrong: reads percent without a space
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%|pct|percent)?",
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


# === wrong: an en dash is a sign
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−–]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
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


# === wrong: all dashes are signs
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−–—]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
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


# === wrong: several signs
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]*)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
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


# === wrong: white space behind the sign
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)\s*(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
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


# === wrong: thin spaces are dropped first
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text.replace("\\,", "").strip(),
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


# === wrong: normalizes first: fonts, dollar signs, thin spaces
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        re.sub(r"\\[,;:!]|\$", "", text).strip(),
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


# === wrong: separators and decimals the German way
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        (text.replace(".", "").replace(",", ".") if re.search(r"[.].*,", text) else text).strip(),
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


# === wrong: the decimals may have separators
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+(?:,[0-9]+)*))?)(\\?%)?",
        text.strip(),
    )
    if m is None or not any(m.groups()[1:7]):
        return None
    above, below = int(m[2] or m[4] or "0"), int(m[3] or m[5] or "1")
    if m[6] or m[7]:
        above, below = int((m[6] or "").replace(",", "") + (m[7] or "").replace(",", "")), 10 ** len((m[7] or "").replace(",", ""))
    if below == 0:
        return None
    value = Fraction(above, below) / (100 if m[8] else 1)
    return value if m[1] in ("", "+") else -value


# === wrong: drops every comma first
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text.replace(",", "").strip(),
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


# === wrong: the first group may be longer
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]+(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
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


# === wrong: a decimal point may end the number
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]*))?)(\\?%)?",
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


# === wrong: needs an integer before the point
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?)(\\?%)?",
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


# === wrong: no separators before a decimal point
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+(?!\.)|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
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


# === wrong: strips spaces only
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text.strip(" "),
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


# === wrong: strips nothing
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text,
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


# === wrong: measures the length after stripping
def parse_number(text):
    if len(text.strip()) > 60:
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


# === wrong: sixty characters are too many
def parse_number(text):
    if len(text) >= 60:
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


# === wrong: counts the digits instead of the characters
def parse_number(text):
    if sum(c.isdigit() for c in text) > 59 and len(text) > 60:
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


# === wrong: cuts a long text instead of refusing it
def parse_number(text):
    text = text[:60]
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


# === wrong: no percent sign with a backslash
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(%)?",
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


# === wrong: no plus sign
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
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


# === wrong: no typographer's minus
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
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


# === wrong: whole numbers as int
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
    value = int(value) if value.denominator == 1 else value
    return value if m[1] in ("", "+") else -value


# === wrong: a match that need not end with the text
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.match(
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


# === wrong: percent of a fraction is refused
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
    if m[8] and below != 1 and not m[7]:
        return None
    value = Fraction(above, below) / (100 if m[8] else 1)
    return value if m[1] in ("", "+") else -value


# === wrong: mixed numbers
def parse_number(text):
    if len(text) > 60:
        return None
    m = re.fullmatch(
        r"([-+−]?)(?:([0-9]+)/([0-9]+)|\\frac\{([0-9]+)\}\{([0-9]+)\}"
        r"|([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]+))?)(\\?%)?",
        text.strip(),
    )
    if mixed := re.fullmatch(r"([0-9]+)[ ]?(?:\\frac\{([0-9]+)\}\{([0-9]+)\}|(?<= )([0-9]+)/([0-9]+))", text):
        return int(mixed[1]) + Fraction(int(mixed[2] or mixed[4]), int(mixed[3] or mixed[5]))
    if m is None or not any(m.groups()[1:7]):
        return None
    above, below = int(m[2] or m[4] or "0"), int(m[3] or m[5] or "1")
    if m[6] or m[7]:
        above, below = int((m[6] or "").replace(",", "") + (m[7] or "")), 10 ** len(m[7] or "")
    if below == 0:
        return None
    value = Fraction(above, below) / (100 if m[8] else 1)
    return value if m[1] in ("", "+") else -value


# === right: one expression for each kind of body
INTEGER = "(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"


def body_value(body):
    if re.fullmatch(INTEGER, body):
        return Fraction(int(body.replace(",", "")))
    if re.fullmatch(rf"{INTEGER}?\.[0-9]+", body):
        whole, _, decimals = body.replace(",", "").partition(".")
        return int(whole or "0") + Fraction(int(decimals), 10 ** len(decimals))
    for form in ("([0-9]+)/([0-9]+)", r"\\frac{([0-9]+)}{([0-9]+)}"):
        if found := re.fullmatch(form, body):
            try:
                return Fraction(int(found.group(1)), int(found.group(2)))
            except ZeroDivisionError:
                return None
    return None


def parse_number(text):
    if len(text) > 60:
        return None
    text, factor = text.strip(), 1
    for sign, meaning in {"-": -1, "−": -1, "+": 1}.items():
        if text.startswith(sign):
            text, factor = text[1:], meaning
            break
    for percent in ("\\%", "%"):
        if text.endswith(percent):
            text, factor = text[: -len(percent)], Fraction(factor, 100)
            break
    value = body_value(text)
    return value if value is None else value * factor
