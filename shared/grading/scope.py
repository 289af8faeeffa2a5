"""The kernel's side of grading: tests run in a scope of their own, and what they rely on is watched.

In a notebook everything shares one namespace. A learner's helper called ``width`` and a test's variable of that
name would overwrite each other, and a ``from math import *`` somewhere would change what the tests call. So
set-up cells run once, in a module of their own, before any code of the learner; each exercise's tests run in a
copy of that module into which the answer's names are handed; and the learner's cells have their own namespace.

None of this is a wall: all of it lives in the learner's process. What an answer does to the process so that
wrong answers pass is therefore looked for. After the tests of an exercise :func:`report` runs canaries (wrong
answers, which the tests must reject, and checks that must fail) and compares functions, classes and hooks with
what they were before the first of the learner's cells. It ends in an exception, :class:`Report`, because a
process that was made to swallow errors then fails to report.

Nothing but the standard library is imported: the kernel loads this before anything else.
"""

from __future__ import annotations

import builtins
import contextlib
import inspect
import json
import re
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

MAX_TEXT = 2_000_000  # characters of one text in a message to the grader
HIDDEN = re.compile(r"^( *)### BEGIN HIDDEN TESTS *$", re.MULTILINE)
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodDescriptorType, type)
METHODS = (*FUNCTIONS, types.WrapperDescriptorType, staticmethod, classmethod, property)
EVERYWHERE = (
    "builtins",
    "shared.grading.checks",
    "itertools",
    "math",
    "operator",
    "random",
    "json",
    "re",
    "copy",
)
CLASSES = ("random.Random", "fractions.Fraction", "torch.Tensor", "torch.nn.Module", "numpy.random.Generator")
LIBRARY_THREADS = ("tqdm", "ipykernel", "IPython", "torch", "zmq", "tornado", "asyncio", "concurrent")


class Report(Exception):
    """What :func:`report` found, as JSON."""

    def _render_traceback_(self) -> list[str]:
        return []


# --- namespaces ---------------------------------------------------------------------------------------------


def scope(given: Mapping[str, Any], own: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """The namespace for tests: what the set-up cells made, and the answer's names.

    Args:
        given: the namespace that the set-up cells ran in.
        own: the learner's namespace.
        names: what the tests may take from there; those that are not defined are left out.
    """
    return {**given, **{name: own[name] for name in names if name in own}}


def wrong(value: Any) -> Any:
    """Something in place of an answer that no test may accept: it returns, and has, nothing of use."""
    if isinstance(value, type):
        return type(value.__name__, (), {"__init__": lambda self, *args, **keywords: None})
    return (lambda *args, **keywords: object()) if callable(value) else object()


def accepts(test: str, namespace: dict[str, Any]) -> bool:
    """Whether a test runs to its end."""
    try:
        exec(compile(test, "<canary>", "exec"), namespace)  # noqa: S102 - one of the course's own tests
    except KeyboardInterrupt:
        raise  # the time is over
    except BaseException:
        return False
    return True


def accepts_wrong_answers(test: str, given: Mapping[str, Any], own: Mapping[str, Any], names: list[str]) -> str:
    """Which part of a test accepts wrong answers: "tests", "hidden tests", or none (the empty text).

    The hidden part is tried with the learner's answers up to there, and wrong ones from there on.
    """
    bad = {name: wrong(own.get(name, len)) for name in names}
    if accepts(test, {**given, **bad}):
        return "tests"
    trial, found = HIDDEN.subn(r"\1_from_here_on_wrong()", test, count=1)
    namespace = scope(given, own, names)
    namespace["_from_here_on_wrong"] = lambda: namespace.update(bad)
    return "hidden tests" if found and accepts(trial, namespace) else ""


def silent_checks() -> list[str]:
    """The checks that no longer complain about what is wrong."""
    from shared.grading import checks

    pairs: list[tuple[Any, Any]] = [
        (1, 2),
        ("a", "b"),
        ([1], [2]),
        ((1,), (1, 2)),
        ({"a": 1}, {"a": 2}),
        (None, 1),
    ]
    if torch := sys.modules.get("torch"):
        pairs += [(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0])), (torch.zeros(2), torch.zeros(3))]
    trials: list[tuple[str, Callable[[], Any]]] = [
        ("expect", lambda: checks.expect(False, "")),
        ("expect_raises", lambda: checks.expect_raises(ValueError, int, "1", message="")),
    ]
    for actual, expected in pairs:
        trials.append(("expect_equal", lambda a=actual, e=expected: checks.expect_equal(a, e, "")))
        if not isinstance(expected, str):
            trials.append(("expect_close", lambda a=actual, e=expected: checks.expect_close(a, e, "")))
    silent = []
    for name, trial in trials:
        try:
            trial()
        except KeyboardInterrupt:
            raise
        except BaseException:
            continue
        silent.append(name)
    return sorted(set(silent))


# --- what is watched ----------------------------------------------------------------------------------------


def _essence(value: Any) -> tuple:
    """What a function does, as far as it can be replaced without replacing the function."""
    inner = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
    return value, getattr(inner, "__code__", None), getattr(inner, "__defaults__", None)


def _wrapped_by_torch(manual_seed: Any) -> bool:
    """Whether this is what torch itself puts in place of ``torch.manual_seed`` when its compiler is loaded."""
    builtins_of_jit = sys.modules.get("torch.jit._builtins")
    return builtins_of_jit is not None and builtins_of_jit._find_builtin(manual_seed) == "aten::manual_seed"


class Watch:
    """Functions, methods and hooks as they were, to be compared with what they are."""

    def __init__(self) -> None:
        self.namespaces: dict[str, tuple[Mapping[str, Any], dict[str, tuple]]] = {}
        self.hooks: dict[str, tuple[Callable[[], Any], Any]] = {}

    def module(self, name: str) -> None:
        """Watch the functions and classes of a module, if it is loaded."""
        if (module := sys.modules.get(name)) is not None:
            namespace = vars(module)
            kept = {
                key: _essence(value)
                for key, value in namespace.items()
                if isinstance(value, FUNCTIONS)
                and (name, key) != ("builtins", "input")  # ipykernel's, per cell
            }
            self.namespaces.setdefault(name, (namespace, kept))

    def type(self, cls: type) -> None:
        """Watch the methods of a class."""
        namespace = vars(cls)
        kept = {key: _essence(value) for key, value in namespace.items() if isinstance(value, METHODS)}
        self.namespaces.setdefault(f"{cls.__module__}.{cls.__qualname__}", (namespace, kept))

    def hook(self, name: str, read: Callable[[], Any]) -> None:
        """Watch what a function of no arguments returns: the same objects, if it is a list."""
        self.hooks.setdefault(name, (read, self._value(read)))

    @staticmethod
    def _value(read: Callable[[], Any]) -> Any:
        value = read()
        return list(value) if isinstance(value, (list, tuple)) else value

    def changes(self) -> list[str]:
        """The names of what is no longer what it was."""
        changed = []
        for name, (namespace, kept) in self.namespaces.items():
            for key, essence in kept.items():
                now = _essence(namespace[key]) if key in namespace else ()
                if (name, key) == ("torch", "manual_seed") and now and _wrapped_by_torch(now[0]):
                    continue
                if len(now) != len(essence) or any(a is not b for a, b in zip(now, essence, strict=True)):
                    changed.append(f"{name}.{key}")
            if isinstance(namespace, types.MappingProxyType):  # a class that inherits a method can get its own
                new = [
                    key for key, value in namespace.items() if key not in kept and isinstance(value, METHODS)
                ]
                changed += [f"{name}.{key}" for key in new]
        for name, (read, before) in self.hooks.items():
            now = self._value(read)
            same = now is before
            if isinstance(before, list) and isinstance(now, list):
                same = len(now) == len(before) and all(a is b for a, b in zip(now, before, strict=True))
            if not same:
                changed.append(name)
        return changed


def _dotted(path: str) -> type | None:
    """A class by its name, if its module is loaded."""
    module, _, name = path.rpartition(".")
    found = getattr(sys.modules.get(module), name, None)
    return found if isinstance(found, type) else None


def _threads() -> set[threading.Thread]:
    """The threads that no library started for itself."""
    return {
        thread
        for thread in threading.enumerate()
        if not type(thread).__module__.startswith(LIBRARY_THREADS)
        and not getattr(getattr(thread, "_target", None), "__module__", "x").startswith(LIBRARY_THREADS)
    }


# --- one kernel ---------------------------------------------------------------------------------------------


class Session:
    """The namespaces of one kernel, and which of them its next cell runs in."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.own = (shell.user_module, shell.user_ns)
        self.at_first = dict(shell.user_ns)
        self.given: dict[str, Any] = {}
        self.watch = Watch()
        self.threads: set[threading.Thread] = set()

    def _run_in(self, module: types.ModuleType, namespace: dict[str, Any]) -> None:
        self.shell.user_module, self.shell.user_ns = module, namespace

    def _fresh(self, names: Mapping[str, Any]) -> None:
        module = types.ModuleType("__main__")
        self._run_in(module, vars(module))
        self.shell.init_user_ns()  # what IPython itself needs to find
        vars(module).update(names)

    def begin_set_up(self) -> None:
        """Run the next cells in the module for set-up cells."""
        self._fresh(self.given)

    def end_set_up(self) -> None:
        """Keep what the set-up cells made, hand it to the learner, and watch what the tests use of it."""
        usual = {**self.at_first, **vars(types.ModuleType("__main__"))}
        made = {key: value for key, value in self.shell.user_ns.items() if key not in usual}
        self.leave()
        self.given.update(made)
        self.own[1].update(made)
        for value in made.values():
            if isinstance(value, types.ModuleType):
                self.watch.module(value.__name__)
            elif isinstance(value, FUNCTIONS) and hasattr(value, "__module__"):
                self.watch.module(value.__module__ or "builtins")
        for path in CLASSES:
            if (cls := _dotted(path)) is not None:
                self.watch.type(cls)
        self.threads = _threads()

    def enter(self, names: list[str]) -> None:
        """Run the next cells in a fresh scope for tests of the answer that defines these names."""
        own = self.own[1]
        self._fresh({**self.given, **{name: own[name] for name in names if name in own}})

    def leave(self) -> None:
        """Run the next cells in the learner's namespace."""
        self._run_in(*self.own)

    def shadowed(self) -> list[str]:
        """Names of Python and of the set-up cells to which the learner gave another meaning."""
        own = self.own[1]
        builtin = {name for name in vars(builtins) if not name.startswith("_")} - self.at_first.keys()
        return sorted(
            name
            for name, value in own.items()
            if not name.startswith("_")
            and (
                (name in builtin and value is not getattr(builtins, name))
                or (name in self.given and value is not self.given[name])
            )
        )

    def watch_the_shell(self) -> None:
        """Watch IPython, the kernel and Python's own hooks."""
        shell = self.shell
        kernel = getattr(shell, "kernel", None)
        for name in EVERYWHERE:
            __import__(name)
            self.watch.module(name)
        for thing in filter(None, (shell, kernel, getattr(kernel, "session", None), shell.display_pub)):
            for cls in type(thing).__mro__[:-1]:
                if cls.__module__.startswith(("IPython", "ipykernel", "jupyter_client")):
                    self.watch.type(cls)
            self.watch.hook(f"{type(thing).__name__}'s own methods", lambda thing=thing: _own_methods(thing))
        manager = shell.input_transformer_manager
        for name, read in {
            "IPython's AST transformers": lambda: shell.ast_transformers,
            "IPython's input transformers": lambda: [
                *shell.input_transformers_post,
                *manager.cleanup_transforms,
                *manager.line_transforms,
                *manager.token_transformers,
            ],
            "IPython's exception handlers": lambda: shell.custom_exceptions,
            "IPython's event hooks": lambda: [f for hooks in shell.events.callbacks.values() for f in hooks],
            "sys.settrace": lambda: sys.gettrace(),
            "sys.setprofile": lambda: sys.getprofile(),
            "sys.meta_path": lambda: [finder for finder in sys.meta_path if isinstance(finder, type)],
            "threading.settrace": lambda: threading.gettrace(),
            "the alarm signal": lambda: (
                signal.getsignal(signal.SIGALRM) if hasattr(signal, "SIGALRM") else None
            ),
        }.items():
            self.watch.hook(name, read)


def _own_methods(thing: Any) -> list:
    """Functions stored on an instance itself, where they hide those of its class."""
    functions = (types.FunctionType, types.MethodType)
    return [value for value in vars(thing).values() if isinstance(value, functions)]


_sessions: list[Session] = []


def start(shell: Any) -> None:
    """Begin a session; called before the first cell."""
    _bound_messages(shell)
    session = Session(shell)
    _sessions[:] = [session]
    session.watch_the_shell()


def current() -> Session:
    """The session of this kernel."""
    return _sessions[0]


def report(nonce: str, tests: list[str], names: list[str]) -> None:
    """Leave the scope of an exercise and tell what is odd.

    Args:
        nonce: comes back in the report.
        tests: sources of the exercise's tests that passed, to be tried with wrong answers.
        names: what the answer defines.

    Raises:
        Report: always.
    """
    session = current()
    session.leave()
    findings = [f"{name} accepts what is wrong" for name in silent_checks()]
    with _quiet():
        for test in tests:
            if part := accepts_wrong_answers(test, session.given, session.own[1], names):
                findings.append(f"its {part} accept wrong answers")
    findings += [f"{name} was replaced" for name in session.watch.changes()[:10]]
    if _threads() - session.threads:
        findings.append("it left a thread running")
    raise Report(json.dumps({"nonce": nonce, "findings": findings, "shadowed": session.shadowed()}))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Let canaries print into nothing."""

    class Nothing:
        def write(self, text: str) -> int:
            return len(text)

        def flush(self) -> None:
            pass

    with contextlib.redirect_stdout(Nothing()), contextlib.redirect_stderr(Nothing()):
        yield


# --- messages of bounded size -------------------------------------------------------------------------------


def _bound_messages(shell: Any) -> None:
    """Cut texts in the kernel's messages, whatever their kind: a careless ``display`` fills no memory then.

    (What gets around this is ended by the grader's own limit, which costs the whole submission.)
    """
    session = getattr(getattr(shell, "kernel", None), "session", None)
    if session is None:
        return
    send = session.send

    def bounded(stream: Any, msg_or_type: Any, content: Any = None, *args: Any, **keywords: Any) -> Any:
        if isinstance(msg_or_type, dict) and isinstance(msg_or_type.get("content"), dict):
            msg_or_type = {**msg_or_type, "content": cut(msg_or_type["content"])}
        return send(stream, msg_or_type, cut(content), *args, **keywords)

    bounded.__signature__ = inspect.signature(send)
    session.send = bounded


def cut(value: Any, limit: int = MAX_TEXT) -> Any:
    """The same value with every text in it cut at ``limit`` characters, and what is too deep left out."""
    return _cut(value, limit, 20)


def _cut(value: Any, limit: int, depth: int) -> Any:
    if isinstance(value, (str, bytes)):
        return value if len(value) <= limit else value[:limit]
    if depth == 0 and isinstance(value, (dict, list, tuple)):
        return None
    if isinstance(value, dict):
        return {key: _cut(item, limit, depth - 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cut(item, limit, depth - 1) for item in value[:100_000]]
    return value
