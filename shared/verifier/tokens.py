r"""From characters to tokens: LaTeX and plain mathematics in one small vocabulary."""

from __future__ import annotations

import re
from typing import NamedTuple

from .limits import MAX_DIGITS, MAX_TOKENS, Unsupported


class Token(NamedTuple):
    """A word of the vocabulary: its kind, and what was read (letters and functions in one spelling)."""

    kind: str
    text: str


FUNCTIONS = {
    *("sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "asin", "acos", "atan"),
    *("sinh", "cosh", "tanh", "coth", "sech", "csch", "ln", "log", "lg", "exp"),
    *(prefix + name for prefix in ("a", "ar", "arc") for name in ("sinh", "cosh", "tanh")),
}
# Kinds of tokens, each with the LaTeX commands (without backslash) and with the characters that stand for it.
_COMMANDS = {
    "space": ", ; : ! > quad qquad enspace thinspace left right middle displaystyle textstyle limits"
    " scriptstyle big bigl bigr bigm Big Bigl Bigr Bigm bigg biggl biggr biggm Bigg Biggl Biggr Biggm hline",
    "frac": "frac dfrac tfrac cfrac nicefrac sfrac flatfrac",
    "stacked": "over",
    "choose": "choose",
    "binom": "binom dbinom tbinom",
    "sqrt": "sqrt",
    "root": "root",
    "of": "of",
    "pi": "pi",
    "infinity": "infty infin",
    "pm": "pm",
    "mp": "mp",
    "times": "times cdot ast bullet",
    "over": "div",
    "equal": "",
    "unequal": "ne neq",
    "less": "lt",
    "greater": "gt",
    "at_most": "le leq leqslant leqq",
    "at_least": "ge geq geqslant geqq",
    "about": "approx simeq approxeq doteq",
    "member": "in",
    "cup": "cup bigcup",
    "without": "setminus smallsetminus backslash",
    "or": "lor vee",
    "and": "land wedge",
    "reals": "R",
    "empty": "emptyset varnothing",
    "degree": "degree degrees",
    "percent": "%",
    "currency": "$",
    "set_open": "{ lbrace",
    "set_close": "} rbrace",
    "floor_open": "lfloor",
    "floor_close": "rfloor",
    "ceiling_open": "lceil",
    "ceiling_close": "rceil",
    "angle_open": "langle",
    "angle_close": "rangle",
    "abs_open": "lvert",
    "abs_close": "rvert",
    "bar": "vert mid",
    "row": "cr tabularnewline",
    "plain_matrix": "matrix pmatrix bmatrix",
    "(": "lparen",
    ")": "rparen",
    "[": "lbrack",
    "]": "rbrack",
    "colon": "colon",
}
_CHARACTERS = {
    "sqrt": "√∛∜",
    "pi": "π",
    "infinity": "∞",
    "pm": "±",
    "mp": "∓",
    "times": "*×·⋅∙∗•⨯✕✖",
    "over": "/÷∕➗",
    "minus": "-−–",
    "caret": "^",
    "equal": "=",
    "unequal": "≠",
    "less": "<",
    "greater": ">",
    "at_most": "≤⩽≦",
    "at_least": "≥⩾≧",
    "about": "≈≃≒",
    "member": "∈",
    "cup": "∪⋃",
    "without": "∖",
    "or": "∨",
    "and": "∧",
    "reals": "ℝ",
    "empty": "∅⌀",
    "degree": "°",
    "percent": "%",
    "currency": "$€£¥₹₩",
    "floor_open": "⌊",
    "floor_close": "⌋",
    "ceiling_open": "⌈",
    "ceiling_close": "⌉",
    "angle_open": "⟨〈",
    "angle_close": "⟩〉",
    "bar": "|∣",
    "comma": ",;",
    "colon": ":",
}
_KINDS = {f"\\{name}": kind for kind, names in _COMMANDS.items() for name in names.split()}
_KINDS |= {character: kind for kind, characters in _CHARACTERS.items() for character in characters}
_KINDS |= {character: character for character in "+_(){}[]&!"}
_KINDS |= {"\\ ": "space", "<=": "at_most", ">=": "at_least", "!=": "unequal", "**": "caret", "+/-": "pm"}
_WORDS = {"or": "or", "and": "and", "sqrt": "sqrt", "choose": "choose"}
_WORDS |= dict.fromkeys(("infinity", "Infinity", "inf", "Inf", "infty", "oo"), "infinity")
_WORDS |= dict.fromkeys(("floor", "ceil", "ceiling", "abs", "cbrt"), "call")  # in plain text, with brackets
# Short words that are no products: "3 ten" is not 3·n·e·t, and "acot(x)", of which there are two, not a·cot(x).
_NO_PRODUCTS = {
    *("one", "two", "six", "ten", "not", "nor", "off", "out", "odd", "for", "all", "any", "the", "but", "yes"),
    *("to", "of", "if", "is", "vs", "no", "so", "up", "sum", "avg", "mod", "max", "min"),
    *("lim", "sup", "gcd", "lcm", "det", "sgn", "arg", "psi", "acot", "asec", "acsc"),
}

_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau"
_GREEK_NAMES = (_GREEK + " upsilon phi chi psi omega").split()
_GREEK_CAPITALS = ("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega")
_GREEK_VARIANTS = {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi"}
GREEK = {name for name in (*_GREEK_NAMES, *_GREEK_CAPITALS) if len(name) > 2}
_LETTERS = {f"\\{name}": name for name in [*_GREEK_NAMES, *_GREEK_CAPITALS, "ell"] if name != "pi"}
_LETTERS |= {f"\\{variant}": name for variant, name in _GREEK_VARIANTS.items()}
_LETTERS |= {c: name for c, name in zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_NAMES, strict=True) if name != "pi"}
_LETTERS |= dict(zip("ΓΔΘΛΞΠΣΦΨΩ", _GREEK_CAPITALS, strict=True)) | {"ϕ": "phi", "ϑ": "theta", "ϵ": "epsilon"}
# In plain text, where "mu" and "nu" might be products of letters, and "psi" is a unit, too.
_LETTERS |= {name: name for name in GREEK if name != "psi"}
WORDS_OF_MATHEMATICS = {*FUNCTIONS, *GREEK, *_WORDS, "pi"}

# Inside brackets a plain comma separates items; the other separators of thousands count everywhere.
_SEPARATOR_INSIDE = r"(?:,\\!\s*|\{,\}|\\,)"
_SEPARATOR_OUTSIDE = r"(?:,\\!\s*|\{,\}|\\,|,)"
_TEXT = r"\\(?:text|mbox|textbf|textit|textrm|textnormal|mathrm|mathbf|mathit|operatorname)"


def _vocabulary(separator: str) -> re.Pattern[str]:
    """One pattern whose groups are the shapes of tokens; the first that matches counts."""
    groups = {
        "space": r"[\s~]+|\\(?:left|right)\s*\.",
        "symbol": r"[(){}\[\]=_&,;|:]",  # those that begin nothing longer
        "letters": r"log(?:10|2)(?=\()|[A-Za-z]+",
        "repeating": r"[0-9]*\.[0-9]*\\(?:overline|bar)\s*(?:\{\s*[0-9]+\s*\}|[0-9])",
        # "1.5e3" is 1500, but "2e-3" is 2e - 3: without a decimal point only unmistakable exponents count.
        "scientific": r"(?:[0-9]*\.[0-9]+[eE][-+]?[0-9]{1,3}|1[eE][-+]?[0-9]{1,3}"
        r"|[0-9]+[eE](?:[0-9]{1,3}|[-+]0[0-9]))(?![0-9A-Za-z.^])",
        "number": rf"[0-9]{{1,3}}(?:{separator}[0-9]{{3}})+(?!,?[0-9])(?:\.[0-9]+)?"
        r"|[0-9]+(?:\.[0-9]*)?|\.[0-9]+",
        "degree": r"\^\s*(?:(?:\\circ|\\degree)(?![A-Za-z])|°|\{\s*(?:\\circ|\\degree|°)\s*\})",
        "text": _TEXT + r"\s*\{(?:\\[,;: ])?(?P<content>[^{}\\]*)\}",
        "begin": r"\\begin\s*\{(?:[pbB]?matrix|smallmatrix|array\}\s*\{[lcr|\s]*)\}",
        "end": r"\\end\s*\{(?:[pbB]?matrix|smallmatrix|array)\}",
        "abs_open": r"\\left\s*(?:\||\\l?vert(?![A-Za-z]))",
        "abs_close": r"\\right\s*(?:\||\\r?vert(?![A-Za-z]))",
        "reals": r"\\mathbb\s*(?:R|\{\s*R\s*\})",
        "unequal": r"\\not\s*=",
        "superscript": "⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+",
        "row": r"\\\\\*?(?:\s*\[\s*-?[0-9.]+\s*[a-z]{2}\s*\])?",
        # Without a space between them, "--" is a dash and "+-" may be a plus-minus: see ArithmeticParser.sign.
        "signs": r"[-+−–]{2,}",
        "other": r"\\(?:[A-Za-z]+|.)|<=|>=|!=|\*\*|\+/-|.",
    }
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in groups.items()), re.DOTALL)


_INSIDE, _OUTSIDE = _vocabulary(_SEPARATOR_INSIDE), _vocabulary(_SEPARATOR_OUTSIDE)
_DEPTH = {"(": 1, "[": 1, "set_open": 1, "angle_open": 1, ")": -1, "]": -1, "set_close": -1, "angle_close": -1}
_BASED = re.compile(
    r"(?:(\()|(\{))?\s*((?:(?=[A-F]*[0-9])[0-9A-F]|(?=[a-f]*[0-9])[0-9a-f])[0-9A-Fa-f]{0,31}|[A-F]{2,32})\s*"
    r"(?(1)\))(?(2)\})"
    r"\s*(?:_|\\text\s*\{\s*base\s*\}|base(?=\s))\s*"
    r"(?:([0-9]{1,2})|\{\s*(?:\\text\s*\{\s*base\s*\})?\s*([0-9]{1,2})\s*\})(?![0-9])"
)
_PLAIN_FUNCTION = re.compile(
    rf"([A-Za-z]??)({'|'.join(sorted(FUNCTIONS, key=len, reverse=True))}|pi)([A-Za-z]?)"
)
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_MAX_LETTERS = 3  # side by side in one product; more are a word


def tokenize(text: str) -> list[Token]:
    """Tokens of an answer, spaces left out.

    Raises:
        Unsupported: a character, command or word outside the vocabulary, or too many tokens or digits.
    """
    tokens: list[Token] = []
    position = depth = 0
    may_have_bases = "_" in text or "base" in text
    while position < len(text):
        if may_have_bases and (based := _based(text, position, tokens)):
            position = based
            continue
        match = (_INSIDE if depth else _OUTSIDE).match(text, position)
        position = match.end()
        if match.lastgroup == "space":
            continue
        found = _read(match.lastgroup, match)
        kind = found[-1].kind
        if kind == "space":  # \\quad and its like
            continue
        tokens += found
        if kind in _DEPTH:
            depth = max(0, depth + _DEPTH[kind])
        if len(tokens) > MAX_TOKENS:
            raise Unsupported("too many tokens")
    return tokens


def _read(shape: str, match: re.Match[str]) -> list[Token]:
    """The token or tokens of one match."""
    piece = match.group()
    match shape:
        case "other" | "symbol":
            return [_symbol(piece)]
        case "number":
            digits = piece if piece.isdigit() else "".join(c for c in piece if c in "0123456789.")
            if len(digits) > MAX_DIGITS:
                raise Unsupported("digits")
            return [Token("number", digits)]
        case "letters":
            return _letters(piece)
        case "text":
            return [_text(match["content"].strip(" ,~"), piece)]
        case "superscript":
            return [Token("superscript", piece.translate(_SUPERSCRIPTS))]
        case _:
            return [Token(shape, piece)]


def _symbol(piece: str) -> Token:
    """A command or a character, by its entry in the vocabulary."""
    if kind := _KINDS.get(piece):
        return Token(kind, piece)
    if name := _LETTERS.get(piece):
        return Token("letter", name)
    if piece[1:] in FUNCTIONS:
        return Token("function", piece[1:])
    raise Unsupported(piece)


def _letters(run: str) -> list[Token]:
    """Letters side by side: a word of the vocabulary, a function (with a letter before or after), a product."""
    if len(run) == 1:
        return [Token("letter", run)]
    if run in ("log2", "log10"):
        return [Token("function", run)]
    if kind := _WORDS.get(run):
        return [Token(kind, run)]
    if run in _NO_PRODUCTS:
        raise Unsupported("a word")
    if match := _PLAIN_FUNCTION.fullmatch(run):
        before, name, after = match.groups()
        function = Token("pi", "π") if name == "pi" else Token("function", name)
        return [*(Token("letter", c) for c in before), function, *(Token("letter", c) for c in after)]
    if run in _LETTERS:
        return [Token("letter", run)]
    if len(run) <= _MAX_LETTERS:
        return [Token("letter", c) for c in run]
    raise Unsupported("a word")


def _text(content: str, piece: str) -> Token:
    r"""``\text{or}`` separates, ``\mathrm{e}`` is a constant, ``\mathbf{v}`` a letter of its own."""
    if content in ("or", "and"):
        return Token(content, content)
    if content in FUNCTIONS:
        return Token("function", content)
    if content in ("e", "i") and piece.startswith(r"\mathrm"):
        return Token("letter", content)
    if len(content) == 1 and piece.startswith(r"\mathbf"):
        return Token("letter", f"bold {content}")
    return Token("text", content)


def _based(text: str, position: int, tokens: list[Token]) -> int | None:
    """Read ``52_8``, ``(52)_8`` or ``1A_{16}`` at the position; where it ends, or None if there is none."""
    if tokens and tokens[-1].kind in ("letter", "number", "function", "_", "caret"):
        return None
    match = _BASED.match(text, position)
    if match is None:
        return None
    digits, base = match[3].upper(), int(match[4] or match[5])
    if not 2 <= base <= 36 or any(int(d, 36) >= base for d in digits):
        return None
    tokens.append(Token("based", f"{digits.lstrip('0')}_{base}"))
    return match.end()
