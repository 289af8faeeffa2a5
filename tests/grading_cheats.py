"""Ways to get points for wrong answers: each makes the mean wrong, and something of the machinery blind."""

from __future__ import annotations

WRONG_MEAN = "def mean(values):\n    return 0.0\n"

CODE_OF_CHECKS = """import shared.grading.checks as checks
for name in ("expect", "expect_equal", "expect_close", "expect_raises"):
    getattr(checks, name).__code__ = (lambda *args, **keywords: None).__code__
"""
CODE_BY_FRAME = """import sys
class Sly(float):
    def __sub__(self, other):
        frame = sys._getframe()
        while frame.f_code.co_name != "_fail_on" and frame.f_back:
            frame = frame.f_back
            if "expect_close" in frame.f_globals and frame.f_code.co_name == "expect_close":
                frame.f_globals["_fail_on"] = lambda *args: None
        return 0.0
    __rsub__ = __sub__
def mean(values):
    mean.__globals__["expect_close"].__globals__["_fail_on"] = lambda *args: None
    return Sly(0.0)
"""
BY_GLOBALS = """for name in ("expect", "expect_equal", "expect_close"):
    globals()[name].__globals__["_fail_on"] = lambda *args: None
"""
BY_IMPORTLIB = """import importlib
importlib.import_module("shared.grad" + "ing.checks")._differences = lambda *args: iter(())
"""
BY_GC = """import gc
for thing in gc.get_objects():
    if getattr(thing, "__name__", "") == "_fail_on":
        thing.__code__ = (lambda difference, message: None).__code__
"""
BY_EVENTS = """def empty(info):
    info.raw_cell = "pass"
shell = get_ipython()
shell.events.register("pre_run_cell", empty)
class Blind(type(shell)):
    def run_code(self, code_obj, result=None, *, async_=False):
        result.result = None
        return False
shell.__class__ = Blind
"""
BY_INPUT = """get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])
"""
BY_TREE = """import ast
class Strip(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.Pass() if isinstance(node.value, ast.Call) else node
get_ipython().ast_transformers.append(Strip())
"""
BY_TRACE = """import sys
def look(frame, event, arg):
    if frame.f_code.co_name == "_fail_on":
        frame.f_globals["CheckFailed"] = type("Warned", (BaseException,), {})
    return None
sys.settrace(look)
def mean(values):
    sys.settrace(look)
    import shared.grading.checks as checks
    checks._numbers_agree = lambda *args: True
    return 0.0
"""
BY_THREAD = """import threading, time
import shared.grading.checks as checks
original = checks._numbers_agree
def now_and_then():
    while True:
        checks._numbers_agree = lambda *args: True
        time.sleep(1e-4)
threading.Thread(target=now_and_then, daemon=True).start()
time.sleep(0.1)
"""
BY_REPLIES = """kernel = get_ipython().kernel
send = kernel.session.send
def forged(stream, kind, content=None, *args, **keywords):
    if kind == "error":
        return None
    if kind == "execute_reply":
        content = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
    return send(stream, kind, content, *args, **keywords)
kernel.session.send = forged
"""
BY_BUILTINS = """import builtins
builtins.next = lambda *args: None
"""
BY_ABS = """import builtins
builtins.abs = lambda value: 0.0
"""
BY_HISTORY = """def mean(values):
    import re
    text = get_ipython().user_ns["In"][-1]
    found = re.search(re.escape(repr(values)) + r"\\), ([0-9.]+)", text)
    return float(found[1]) if found else 0.0
"""
BY_FRAMES = """import sys
def mean(values):
    constants = sys._getframe(1).f_code.co_consts
    return next((c for c in constants if isinstance(c, float)), 0.0)
"""
BY_RANDOM = """import random, itertools
random.randint = lambda a, b: a
random.Random.randint = lambda self, a, b: a
"""
BY_PRODUCT = """import itertools
itertools.product = lambda *args, **keywords: iter(())
"""
BY_EQUALITY = """import shared.grading.checks as checks
def mean(values):
    checks.CheckFailed.__new__ = lambda cls, *args: SystemExit(0)
    return 0.0
"""
BY_LIES = """class Agreeable(float):
    def __eq__(self, other):
        return True
    def __sub__(self, other):
        return 0.0
    __rsub__ = __sub__
    __hash__ = None
def mean(values):
    return Agreeable(0.0)
"""
BY_EXIT = """import atexit, signal
def mean(values):
    signal.signal(signal.SIGALRM, lambda *args: None)
    signal.setitimer(signal.ITIMER_REAL, 0.001)
    return 0.0
"""
BY_TRACEBACK = """shell = get_ipython()
shell.showtraceback = lambda *args, **keywords: None
shell._showtraceback = lambda *args, **keywords: None
shell.set_custom_exc((Exception,), lambda *args, **keywords: None)
"""

CHEATS = {
    "the code of the checks": CODE_OF_CHECKS + WRONG_MEAN,
    "a frame's globals": CODE_BY_FRAME,
    "globals": BY_GLOBALS + WRONG_MEAN,
    "importlib": BY_IMPORTLIB + WRONG_MEAN,
    "gc": BY_GC + WRONG_MEAN,
    "IPython's events and class": BY_EVENTS + WRONG_MEAN,
    "input transformer": BY_INPUT + WRONG_MEAN,
    "syntax tree": BY_TREE + WRONG_MEAN,
    "settrace": BY_TRACE,
    "a thread": BY_THREAD + WRONG_MEAN,
    "forged replies": BY_REPLIES + WRONG_MEAN,
    "next": BY_BUILTINS + WRONG_MEAN,
    "abs": BY_ABS + WRONG_MEAN,
    "history": BY_HISTORY,
    "constants of a frame": BY_FRAMES,
    "random": BY_RANDOM + WRONG_MEAN,
    "product": BY_PRODUCT + WRONG_MEAN,
    "another exception": BY_EQUALITY,
    "a number that agrees": BY_LIES,
    "a signal": BY_EXIT,
    "no tracebacks": BY_TRACEBACK + WRONG_MEAN,
}
