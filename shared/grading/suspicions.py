"""What an honest answer hardly needs, and an attempt to fool the tests often does: found in the syntax tree.

A word in a comment or a text is no suspicion, and a name that is put together at run time is not seen. So this
is a help for a human who looks, as are the canaries of :mod:`shared.grading.scope`; it never costs a point.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

MODULES = re.compile(
    r"ast|builtins|ctypes|dis|faulthandler|gc|importlib|inspect|ipykernel|IPython|linecache"
    r"|multiprocessing|shared\.grading|signal|socket|subprocess|threading|traceback|zmq|_thread"
)
NAMES = re.compile(
    r"__builtins__|__import__|__loader__|__spec__|_i|_ih|_oh|CheckFailed|In|compile|eval|exec"
    r"|get_ipython|globals|locals|vars"
)
ATTRIBUTES = re.compile(
    r"_exit|_fail_on|_getframe|__closure__|__code__|__defaults__|__globals__|__subclasses__"
    r"|ast_transformers|co_code|co_consts|cr_frame|currentframe|display_pub|displayhook|excepthook"
    r"|f_back|f_code|f_globals|f_locals|gi_frame|input_transformer_manager|input_transformers_post"
    r"|meta_path|path_hooks|pre_run_cell|post_run_cell|register_hook|run_cell|run_code|set_custom_exc"
    r"|setprofile|settrace|showtraceback|tb_frame|user_ns"
)
DOTTED = {"sys.modules", "os.kill", "os.fork", "types.CodeType", "types.FunctionType"}
CHECKS = re.compile(r"expect(_equal|_close|_raises)?")


def suspicions(source: str) -> list[str]:
    """The suspicious things in a cell, in words, each once and in their order.

    A cell that is no valid Python (with its magics taken out) yields nothing: it cannot do much either.
    """
    lines = [re.sub(r"^(\s*)[%!].*", r"\1pass", line) for line in source.splitlines()]
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    try:
        return list(dict.fromkeys(_found(tree)))
    except RecursionError:
        return ["code nested too deeply to be read"]


def _found(tree: ast.Module) -> Iterator[str]:
    modules = {"builtins", "torch", "random"}  # names that stand for modules
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
            yield from (f"imports {alias.name}" for alias in node.names if _watched(alias.name))
        elif isinstance(node, ast.ImportFrom) and node.module and _watched(node.module):
            yield f"imports from {node.module}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and NAMES.fullmatch(node.id):
            yield f"uses {node.id}"
        elif isinstance(node, ast.Attribute):
            dotted = ast.unparse(node)
            if ATTRIBUTES.fullmatch(node.attr) or dotted in DOTTED:
                yield f"uses {dotted if len(dotted) <= 60 else node.attr}"
        yield from _replaced(node, modules)


def _watched(module: str) -> bool:
    found = MODULES.match(module)
    return found is not None and module[found.end() :][:1] in ("", ".")


def _replaced(node: ast.AST, modules: set[str]) -> Iterator[str]:
    """What is given a new meaning that belongs to others: attributes of modules, and the checks."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    for target in targets:
        root = target
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(target, ast.Attribute) and isinstance(root, ast.Name) and root.id in modules:
            yield f"replaces {ast.unparse(target)}"
        if isinstance(target, ast.Name) and CHECKS.fullmatch(target.id):
            yield f"replaces {target.id}"
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and CHECKS.fullmatch(node.name):
        yield f"replaces {node.name}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield from _by_name(node.func.id, node.args)


def _by_name(function: str, args: list[ast.expr]) -> Iterator[str]:
    """Attributes that are read or set under a name given as a value."""
    of_self = bool(args) and isinstance(args[0], ast.Name) and args[0].id == "self"
    if function in ("setattr", "delattr") and not of_self:
        yield f"uses {function}"
    elif function == "getattr" and len(args) > 1:
        if not isinstance(args[1], ast.Constant):
            yield "uses getattr with a computed name"
        elif ATTRIBUTES.fullmatch(str(args[1].value)):
            yield f"uses getattr for {args[1].value}"
