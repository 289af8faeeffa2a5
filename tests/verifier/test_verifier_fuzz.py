"""Hostile input to the verifier: every call returns at once, within bounded memory, and none raises.

The strings come from fixed seeds. ``pytest -m slow tests/verifier/test_verifier_fuzz.py`` tries 200,000 of
them; a plain run tries 5,000.
"""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from ch03.compare_verifiers import clear_caches
from shared.tools import files
from shared.verifier import equivalent, extract_answer, is_correct, same_answer

import pytest

LABELLED = Path(__file__).parent / "labelled_answers.jsonl"
MAX_CPU_SECONDS = 0.05  # of one call
TRIES = 3  # a busy machine may be slow once, hardly three times
MAX_BYTES_OF_A_CALL = 16 * 2**20  # at its peak, for an answer of at most a few thousand characters
MAX_BYTES_KEPT = 64 * 2**20  # by the caches, after everything


@cache
def labelled() -> list[dict]:
    return files.read_jsonl(LABELLED)


# --- strings ------------------------------------------------------------------------------------------------


def mutated(rng: random.Random) -> str:
    """A labelled answer or gold, damaged in one to four places."""
    text = rng.choice(labelled())[rng.choice(["answer", "gold"])]
    for _ in range(rng.randint(1, 4)):
        i, j = sorted(rng.randint(0, len(text)) for _ in range(2))
        piece = text[i : min(j, i + 12)]
        text = rng.choice(
            [
                text[:i] + text[i + 1 :],
                text[:i] + rng.choice(_CHARACTERS) + text[i:],
                text[:i] + rng.choice(_CHARACTERS) + text[i + 1 :],
                text[:i] + piece + text[i:],
                text[:i] + piece[::-1] + text[i + len(piece) :],
                text[:i],
                text[j:] + text[:j],
                text[:i] + rng.choice(_TOKENS) + text[i:],
                text + rng.choice(labelled())["gold"],
                text.replace("1", str(rng.randrange(10 ** rng.randint(1, 40)))),
            ]
        )
    return text


_CHARACTERS = "0123456789+-*/^_=<>()[]{}|!%$&\\,.:;' \n\t~xyzeiABdn"
_GRAMMAR = r"""
0 1 2 7 23 4.5 99999999999999999999 1e9 , . + - * / ^ _ = < > ( ) [ ] { } | ! % $ & \\ \{ \} \$ \, \! ; :
\frac \dfrac \sqrt \sqrt[3] \pi \pm \mp \infty \in \cup \cap \emptyset \times \cdot \div \le \ge \ne \approx
\sin \cos \tan \arcsin \ln \log \log_2 \lg \exp \binom \lfloor \rfloor \lceil \rceil \lvert \rvert \langle
\rangle \left \right \left( \right) \left| \right| \text{ \text{cm} \text{or} \mathrm{m} \boxed{ \circ
^\circ \overline \displaystyle \begin{pmatrix} \end{pmatrix} \begin{array}{cc} \alpha \theta \max \min
x y e i n x_1 or and cm dollars percent base sin sqrt log pi infinity <think> </think> − × √ π ∞ ≤ ∪ ° ٣ 𝟚 ² ½
+- -- \over \choose \cr \nicefrac \binom52 \root \of \pmatrix{ \color{red} \boldsymbol{ \underline{
\tag{1} \left. \setminus \mathbb{R} \bar{x}= P( E[ \right. \begin{cases} \end{cases} asin abs( floor(
log10( theta inf oo choose (A) Answer: Area= for all n per cent fifths north apples left pounds USD Rs.
‐ — ½ ₁ ⁿ ⁄ ，（ ） 𝑥 \dots … \ne ∖ U A:
"""
_TOKENS = [*_GRAMMAR.split(), " ", "\0", "\n", "\ud800"]


def soup(rng: random.Random) -> str:
    """Tokens of the grammar in random order."""
    return rng.choice(["", " "]).join(rng.choices(_TOKENS, k=rng.randint(1, 60)))


def expression(rng: random.Random, depth: int = 5) -> str:
    """A well-formed expression: here the parser goes all the way and the arithmetic has work to do."""
    if depth == 0 or rng.random() < 0.15:
        huge = str(rng.randrange(10 ** rng.randint(1, 60)))
        return rng.choice(
            [huge, str(rng.randint(0, 12)), "x", "y", "n", "i", "e", r"\pi", "0.1", "2.5", r"\theta"]
        )
    a, b = expression(rng, depth - 1), expression(rng, depth - 1)
    return rng.choice(
        [
            f"{a}+{b}",
            f"{a}-{b}",
            rf"\left({a}\right)\left({b}\right)",
            rf"\frac{{{a}}}{{{b}}}",
            f"({a})^{{{b}}}",
            f"{{{a}}}^{{{rng.randint(-30, 99)}}}",
            rf"\sqrt{{{a}}}",
            rf"\sqrt[{rng.randint(0, 9)}]{{{a}}}",
            rf"\{rng.choice(['sin', 'cos', 'tan', 'cot', 'arcsin', 'arctan', 'ln', 'exp'])}\left({a}\right)",
            rf"\log_{{{a}}}{{{b}}}",
            rf"\left|{a}\right|",
            rf"\lfloor {a}\rfloor",
            f"({a})!",
            rf"\binom{{{a}}}{{{b}}}",
            rf"{a}\pm{b}",
            f"({a},{b}]",
            rf"\{{{a},{b}\}}",
            rf"\begin{{pmatrix}}{a}&{b}\\{b}&{a}\end{{pmatrix}}",
            f"{a}={b}",
            rf"{a}\le {b}<x",
            f"({a})-({a})",
        ]
    )


_NESTED = [
    ("(", ")"), ("[", "]"), ("{", "}"), (r"\{", r"\}"), (r"\left(", r"\right)"), ("|", "|"),
    (r"\sqrt{", "}"), (r"\frac{1}{", "}"), (r"\frac{", "}{2}"), (r"\sin(", ")"), (r"\ln{", "}"),
    ("2^{", "}"), ("9^{9^", "}"), (r"\text{", "}"), (r"\boxed{", "}"), (r"\lfloor ", r"\rfloor "),
    (r"\binom{", "}{3}"), ("(x+", ")^2"), (r"\sqrt[3]{1+", "}"), ("1-(", ")"), (r"\cos(1+", ")"),
    ("x^{", "}"), (r"\log_2(", ")"), ("e^{", "}"), ("(", ")!"), ("[x+", "]"), ("[[1+2]+", "]^2"),
    (r"{1\over ", "}"), (r"{5 \choose ", "}"), (r"\root 3\of{", "}"), ("abs(", ")"), ("floor(1+", ")"),
    ("`", "`"), (r"\underline{", "}"), (r"\textcolor{red}{", "}"), (r"\mathbf{\frac1", "}"),
    ("P(", ")=1"), ("E[", "]"), (r"\begin{cases}x=", r"\end{cases}"), (r"\pmatrix{", "}"),
    (r"\{x : x\ne ", r"\}"), ("**", "**"), ("- -(", ")"), (r"5\text{/", "}"), (r"\text{ per ", "}"),
]  # fmt: skip
_REPEATED = [
    "1,", "1+", "-", "x", "x+", "(x+1)", "(x+y+z)^9", r"\pm1", r"\cup(1,2)", "1=", "x<", "1:", "&", r"\\",
    "!", "^2", "%", "$", " ", "\n", r"\,", ".", "9", "0", "1 2/3 ", r"\sqrt", r"\frac", "_8", "a_",
    r"\text{or}", " or ", "°", r"\sqrt{2}+", r"\sqrt{7}\sqrt[3]{5}", "e^", "10^", "2^", r"\sin", "i",
    r"\pi", "e", "E9", "/", "*", "**", "ab", "|", "- -", "+ -", "--", "+-", "-+", r"\over1", r"\choose2",
    r"\cr", "{a}_1", "[1+x]", "[", "]", "½", "₁", "⁻", "ⁿ", "¹⁄₂", "⁄", "—", "∘", "𝑥", "\u200b", "，",
    r"\color{red}", r"\bf ", r"\rm{", r"\tag{1}", r"\boxed{1}", r"\left.", "=", ":", "'", "Answer: ",
    "Area = ", "a-a ", "aa ", "x_1=1,", r"x\ne1,", "for all n ", r"\text{ for all }n", r"n\ge 1,",
    "(A) ", "A: ", "th ", " apples", " of", " per", " red", r"x&=1\\", r"\begin{cases}", r"\mathbb{R}-",
    "(1)U", "USD ", "x10^", "1x10", "km ", "m/", "choose ", "inf ", "oo",
    r"\text{/}", r"\text{ m/m}", "/m ", "**Answer** is ",
]  # fmt: skip
_CODE = [
    "__import__('os').system('touch x')", "exec('raise SystemExit')",
    "().__class__.__bases__[0].__subclasses__()", "open('x','w')", "lambda: 1", "factorial(10**9)",
    "Integer(10)**10**10", "eval('1')", "os.abort()", "1;import os", "[x for x in range(10**9)]", "nan",
    "inf", "None", "9**9**9", "sympy.Symbol('x')", r"\input{/etc/passwd}", r"\write18{touch x}",
    r"\def\x{\x\x}\x", "{{config}}", "<script>", "'; DROP TABLE", "%s%s%n", "../../x", "${x}",
]  # fmt: skip


def adversarial(rng: random.Random) -> str:
    """Deep nesting, long chains, towers of powers, huge factorials and binomials, code."""
    n = rng.choice([2, 3, 5, 9, 20, 40, 90, 200, 480])
    big = "9" * rng.randint(1, 30)
    opening, closing = rng.choice(_NESTED)
    core = rng.choice(["1", "x", "2", r"\pi", "", big])
    return rng.choice(
        [
            opening * n + core + closing * n,
            opening * n + core,
            core + closing * n,
            rng.choice(_REPEATED) * n + core,
            "+".join(f"{rng.choice(_REPEATED)}{k}" for k in range(n)),
            "^".join(["9"] * min(n, 40)) + rng.choice(["", "!", "^{-1}"]),
            "^{".join([core or "3"] * n) + "}" * (n - 1),
            f"{big}!",
            f"({big})!!",
            rf"\binom{{{big}}}{{{big[1:] or 4}}}",
            rf"{big}^{{{big}}}",
            rf"\sqrt[{big}]{{{big}}}",
            rf"\frac{{{big}!}}{{{big[:-1] or 1}!}}",
            f"1e{big}",
            rf"10^{{-{big}}}",
            f"0.{big * 9}",
            rf"\log_{{{big}}}{{{big}^{{{big}}}}}",
            rf"\sin({big}^{{{n}}})",
            rf"\cos {big}^\circ",
            f"x^{{{big}}}-x^{{{big}-1}}",
            f"(x+{big})^{{{n}}}",
            f"({'+'.join('abcdfghjkmnpqrstuvwxyz'[: min(n, 22)])})^{{{rng.randint(2, 60)}}}",
            r"\cup".join(["(1,2)"] * n),
            r"\begin{pmatrix}" + r"\\".join(["&".join(["1"] * min(n, 30))] * min(n, 30)) + r"\end{pmatrix}",
            rng.choice(_CODE) * min(n, 9),
        ]
    )[:4000]


def noise(rng: random.Random) -> str:
    """Any code points: control characters, exotic digits, lone surrogates, the highest planes."""
    ranges = [(0, 0x20), (0x20, 0x7F), (0x80, 0x500), (0x600, 0xE00), (0x2000, 0x2400), (0xD800, 0xE000)]
    ranges += [(0x1D7CE, 0x1D800), (0xFE00, 0x10000), (0x10000, 0x110000)]
    return "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randint(1, 40)))


def response(rng: random.Random) -> str:
    """Text with boxes and thoughts, some of them half finished."""
    parts = [rng.choice(_MAKERS)(rng) for _ in range(rng.randint(1, 3))]
    marks = [r"\boxed{", r"\fbox{", "}", "<think>", "</think>", r"\boxed", " so ", "$", r"\boxed {", r"\{"]
    return "".join(part + "".join(rng.choices(marks, k=rng.randint(1, 4))) for part in parts)


_MAKERS: list[Callable[[random.Random], str]] = [mutated, soup, expression, adversarial, noise]


def strings(count: int, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    makers = [*_MAKERS, mutated, response]
    for k in range(count):
        yield makers[k % len(makers)](rng)


# --- what must hold -----------------------------------------------------------------------------------------


def problem(call: Callable[..., object], *arguments: str) -> str | None:
    """What is wrong with a call, if anything: it raises, or is slow in each of several tries without caches."""
    seconds = []
    for _ in range(TRIES):
        start = time.thread_time()
        try:
            call(*arguments)
        except Exception as error:  # whatever it is, it must not happen
            return f"raises {type(error).__name__}: {str(error)[:80]}"
        seconds.append(time.thread_time() - start)
        if seconds[-1] < MAX_CPU_SECONDS:
            return None
        clear_caches()
    return f"takes {min(seconds):.3f} s"


def shown(*texts: str) -> str:
    return ", ".join(
        ascii(text) if len(text) < 300 else f"{text[:300]!a}... ({len(text)} characters)" for text in texts
    )


def check(text: str, gold: str) -> list[str]:
    """Everything that is wrong with how the verifier treats one string."""
    boxed = rf"so \boxed{{{text}}}"
    calls: list[tuple[Callable[..., object], tuple[str, ...]]] = [
        (extract_answer, (text,)),
        (extract_answer, (boxed,)),
        (extract_answer, (text, "last_number")),
        (equivalent, (text, f" {text}")),
        (equivalent, (text, gold)),
        (equivalent, (gold, text)),
        (same_answer, (text, gold)),
        (is_correct, (text, gold)),
        (is_correct, (boxed, gold)),
        (is_correct, (text, gold, "last_number")),
    ]
    problems = [
        f"{call.__name__}({shown(*arguments)}) {found}"
        for call, arguments in calls
        if (found := problem(call, *arguments))
    ]
    if problems:
        return problems
    if not (equivalent(text, text) and equivalent(text, f" {text}")):
        problems.append(f"{shown(text)} does not equal itself")
    if same_answer(text, gold) != same_answer(gold, text):
        problems.append(f"not symmetric: {shown(text, gold)}")
    return problems


def check_all(texts: Iterator[str], seed: int) -> int:
    """Check many strings, each against some labelled gold; report the first twenty problems together."""
    rng = random.Random(seed)
    equivalent("x+1", r"\sin x")  # whatever is loaded on first use
    problems: list[str] = []
    count = 0
    for text in texts:
        count += 1
        problems += check(text, rng.choice(labelled())["gold"])
        if len(problems) >= 20:
            break
    assert not problems, f"after {count} strings:\n" + "\n".join(problems)
    return count


def test_fuzz() -> None:
    assert check_all(strings(5_000, seed=1), seed=1) == 5_000


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_fuzz_at_length(seed: int) -> None:
    assert check_all(strings(20_000, seed), seed) == 20_000


@pytest.mark.parametrize(
    "piece",
    ["9", "(", "{", "}", "-", "x", " ", "\\", "\0", "1,", "1+", "\ud800", "٣", r"\boxed{", r"\boxed", "<think>"]
    + ["[", "]", "- -", "+-", r"\over1", "½", r"\boxed{}", r"\boxed, ", "x^2 ", r"\sqrt{2}", "1/", "1 1/2 "]
    + ["</think>", r"\frac{1}{", "$", "5 ", r"\{", r"\boxed{1} ", "\n"],
)
def test_megabytes(piece: str) -> None:
    text = piece * (2**20 // len(piece))
    assert check(text, "17") == []
    assert not equivalent(text, "17") and not is_correct(text, "17")
    assert extract_answer(text + r"</think> \boxed{17}") == "17"


@pytest.mark.parametrize("depth", [2, 23, 24, 25, 200])
def test_nesting_ends_at_the_limit(depth: int) -> None:
    """Each pair of brackets, closed and not: read down to the limit of depth, text below it, never more."""
    for opening, closing in _NESTED:
        for text in (opening * depth + "1" + closing * depth, opening * depth + "1", "1" + closing * depth):
            assert check(text[:4_000], "17") == [], shown(text)
    for piece in ("/", " per ", "m/", "a ", "of ", "- ", "square ", "million "):
        assert check(rf"5\text{{{(piece * 5 * depth)[:980]}m}}", "17") == []


@pytest.mark.parametrize("piece", _REPEATED)
def test_chains_end_at_the_limit(piece: str) -> None:
    """Each piece of the grammar over and over: signs, fractions, indices, names, units, raised characters."""
    for count in (3, 60, 1_000 // len(piece) - 1, 100_000):
        chain = piece * count
        for text in (chain, f"5{chain}", f"{chain}5", f"x {chain} = 5", f"5{chain}a"):
            assert check(text, "17") == [], shown(text)
            assert not equivalent(text, "17")


@pytest.mark.parametrize("seed", [2])
def test_memory_is_bounded(seed: int) -> None:
    clear_caches()
    worst = (0, "")
    tracemalloc.start()
    try:
        for text in strings(1_000, seed):
            before = tracemalloc.get_traced_memory()[0]
            tracemalloc.reset_peak()
            equivalent(text, "17")
            is_correct(rf"\boxed{{{text}}}", "17")
            worst = max(worst, (tracemalloc.get_traced_memory()[1] - before, text))
        kept = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert worst[0] < MAX_BYTES_OF_A_CALL, f"{worst[0]:,} bytes for {shown(worst[1])}"
    assert kept < MAX_BYTES_KEPT, f"{kept:,} bytes stay in use"


@pytest.mark.parametrize("code", _CODE)
def test_code_is_text_and_nothing_happens(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert is_correct(rf"\boxed{{{code}}}", "0") is False
    assert is_correct(code, "0") is False and not equivalent("1", code)
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_the_attack_of_the_chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert is_correct("\\boxed{__import__('os').system('touch x')}", "0") is False
    assert list(tmp_path.iterdir()) == []


def test_threads_give_the_same_results_as_one() -> None:
    rng = random.Random(3)
    pairs = [(pair["answer"], pair["gold"]) for pair in rng.sample(labelled(), 300)]
    pairs += [(text, rng.choice(labelled())["gold"]) for text in strings(200, seed=3)]

    def judge(order: int) -> dict[tuple[str, str], bool]:
        return {pair: equivalent(*pair) for pair in random.Random(order).sample(pairs, len(pairs))}

    clear_caches()
    with ThreadPoolExecutor(8) as pool:
        in_threads = list(pool.map(judge, range(8)))
    clear_caches()
    alone = judge(99)
    assert any(alone.values()) and not all(alone.values())
    assert all(verdicts == alone for verdicts in in_threads)
