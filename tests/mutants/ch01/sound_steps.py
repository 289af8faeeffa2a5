# === wrong: the colleague's function, with errors caught
import re
from fractions import Fraction


def value(text):
    for sign in "+-*/":
        if sign in text:
            left, right = text.split(sign, 1)
            a, b = value(left), value(right)
            if a is None or b is None or (sign == "/" and b == 0):
                return None
            return a + b if sign == "+" else a - b if sign == "-" else a * b if sign == "*" else a / b
    return Fraction(text.strip(" \t")) if re.fullmatch(r"[ \t]*[0-9]+[ \t]*", text) else None


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === right: the colleague's function, splitting at the last sign
import re
from fractions import Fraction


def value(text):
    for sign in "+-*/":
        if sign in text:
            left, right = text.rsplit(sign, 1)
            a, b = value(left), value(right)
            if a is None or b is None or (sign == "/" and b == 0):
                return None
            return a + b if sign == "+" else a - b if sign == "-" else a * b if sign == "*" else a / b
    return Fraction(text.strip(" \t")) if re.fullmatch(r"[ \t]*[0-9]+[ \t]*", text) else None


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: everything from left to right, products too
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            term = term + Fraction(token) if sign == "+" else term - Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: floating point numbers
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = 0.0, 0.0, "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, float(token) if sign == "+" else -float(token)
        elif sign == "*":
            term *= float(token)
        elif float(token) == 0:
            return None
        else:
            term /= float(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: whole division
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term //= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: a division by zero is an error
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: 0 has no value
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return (total + term) or None


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: a sign may stand at the beginning
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*-?[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: decimal points are allowed
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9.]+([ \t]*[-+*/][ \t]*[0-9.]+)*[ \t]*", text):
        return None
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in re.findall(r"[0-9.]+|[-+*/]", text):
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: white space is no part of it
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    if " " in text or "\t" in text:
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: spaces join numbers
import re
from fractions import Fraction


def value(text):
    text = text.replace(' ', '').replace('\t', '')
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: digits of all scripts
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*\d+([ \t]*[-+*/][ \t]*\d+)*[ \t]*", text):
        return None
    tokens = re.findall(r"\d+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: line ends are white space within a side
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"\s*[0-9]+(\s*[-+*/]\s*[0-9]+)*\s*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: the first colon counts
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":", 1)[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: colons are not looked at
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: returns the line without its name
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.split(":")[-1].strip()
    return None


# === wrong: returns the line as it stands
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line
    return None


# === wrong: the last false line
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    found = None
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                found = line.strip()
    return found


# === wrong: only the last two sides are compared
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides[-2:], sides[-1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: only the first and the last side are compared
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in [(sides[0], sides[-1])]:
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === wrong: a side that is no arithmetic makes the line false
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left != right:
                return line.strip()
    return None


# === wrong: one side that is no arithmetic saves the whole line
import re
from fractions import Fraction


def value(text):
    if not re.fullmatch(r"[ \t]*[0-9]+([ \t]*[-+*/][ \t]*[0-9]+)*[ \t]*", text):
        return None
    tokens = re.findall(r"[0-9]+|[-+*/]", text)
    total, term, sign = Fraction(0), Fraction(0), "+"
    for token in tokens:
        if token in "+-*/":
            sign = token
        elif sign in "+-":
            total, term = total + term, Fraction(token) if sign == "+" else -Fraction(token)
        elif sign == "*":
            term *= Fraction(token)
        elif Fraction(token) == 0:
            return None
        else:
            term /= Fraction(token)
    return total + term


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        if None in sides:
            continue
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === right: sums of products
import re
from fractions import Fraction


def value(text):
    number = r"[ \t]*([0-9]+)[ \t]*"
    if not re.fullmatch(f"{number}([-+*/]{number})*", text):
        return None
    pieces = re.split(r"([-+])", text)
    signs, total = ["+", *pieces[1::2]], Fraction(0)
    for sign, product in zip(signs, pieces[::2]):
        factors = re.split(r"([*/])", product)
        result = Fraction(factors[0].strip())
        for operator, factor in zip(factors[1::2], factors[2::2]):
            factor = Fraction(factor.strip())
            if operator == "*":
                result = result * factor
            elif factor:
                result = result / factor
            else:
                return None
        total = total + result if sign == "+" else total - result
    return total


def first_false_line(text):
    for line in text.split("\n"):
        sides = [value(side) for side in line.split(":")[-1].split("=")]
        for left, right in zip(sides, sides[1:]):
            if left is not None and right is not None and left != right:
                return line.strip()
    return None


# === right: a parser with a position
import re
from fractions import Fraction


def value(text):
    tokens, place = [], 0
    for match in re.finditer(r"[ \t]*([0-9]+|[-+*/])[ \t]*", text):
        if match.start() != place:
            return None
        tokens.append(match[1])
        place = match.end()
    alternate = all(token.isdigit() == (i % 2 == 0) for i, token in enumerate(tokens))
    if place != len(text) or len(tokens) % 2 == 0 or not alternate:
        return None
    try:
        stack = [Fraction(tokens[0])]
        for sign, number in zip(tokens[1::2], tokens[2::2]):
            number = Fraction(number)
            if sign == "*":
                stack[-1] *= number
            elif sign == "/":
                stack[-1] /= number
            else:
                stack.append(number if sign == "+" else -number)
    except ZeroDivisionError:
        return None
    return sum(stack, Fraction(0))


def first_false_line(text):
    def is_false(line):
        sides = list(map(value, line.rpartition(":")[2].split("=")))
        return any(None not in pair and pair[0] != pair[1] for pair in zip(sides, sides[1:]))

    return next((line.strip() for line in text.splitlines() if is_false(line)), None)
