"""What a chapter's cells may hold: calls of the package and a few lines of pandas, with names that exist.

The lists are closed. What is not on them could run, read or print something that no rule sees.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import yaml

from briefing.checking.chapters import Chapter
from briefing.checking.prose import Block
from briefing.checking.rules import Material, rule
from briefing.model.base import Issue
from briefing.reading.validation import nearest

MOST_LINES = 12
#: What stands in a cell: whatever else defines, repeats or runs something is the package's part.
STATEMENTS = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
BUILTINS = frozenset({
    "abs", "all", "any", "bool", "dict", "enumerate", "filter", "float", "frozenset", "int", "isinstance", "len",
    "list", "map", "max", "min", "range", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip",
})  # fmt: skip
#: Attributes, of pandas' above all, that read or write files, run text as code, draw, or lead to other modules.
NOT_USED = re.compile(
    r"__.*|read_.*|to_(?!dict|frame|list|numpy)\w+|_repr.*"
    r"|(?:open|exec|eval|query|pipe|io|core|util|compat|api|testing|plotting|plot|hist|boxplot|style|options|set_option)"
)
#: What pandas calls by names that it is given.
CALLS_BY_NAME = frozenset({"agg", "aggregate", "apply", "transform"})
#: Modules of exhibits; and what declares an exhibit of one, above a function in the folder of either.
EXHIBITS, DECLARING = ("tables", "figures", "frames"), {"tables": "table", "figures": "figure"}
#: What a cell may import from the package; by its name, since it lies above and names what is on higher floors.
EXPORTED = tuple(name for name in import_module("briefing").__all__ if not name.startswith("_"))
#: Options of a cell: its tags, and what JupyterLab keeps there when it saves a chapter.
OPTIONS = ("tags", "editable", "slideshow", "jupyter", "collapsed")
TAGS = ("hide-input", "remove-input", "hide-output", "remove-output", "hide-cell", "remove-cell")
#: What the parameters of exhibits name: the words of a vocabulary, or articles, or vocabularies.
WORDS_OF = {"theme": "theme", "kind": "actor_kind", "side": "side"}
OF_ARTICLES, OF_VOCABULARIES = ("first", "second"), ("rows", "columns")
_OPTIONS = re.compile(r"---[ \t]*\n(?P<yaml>(?:(?!---).*\n?)*)(?:---.*\n?)?|(?P<colons>(?::[\w-]+:.*\n?)*)")
_REMOVED = frozenset({"remove-output", "remove-cell"})
_GLUED = re.compile(r"n_[a-z0-9_]+|statement_J\d+|as_of|cutoff")
_MEND = "Write calls of tables, figures and frames, or a few lines of pandas."


@rule("cell-not-a-call", "A cell holds more than calls of the package and a few lines of pandas.", stage="chapter")
@rule("exhibit-unknown", "A cell asks for an exhibit, or a part of the data, that does not exist.", stage="chapter")
def cells_call(chapter: Chapter, material: Material) -> Iterator[Issue]:
    known = set[str]()
    for block in (block for block in chapter.blocks if block.kind == "cell"):
        options, code = _parted(block.text)
        tree = _parsed(code)
        faults = [said for said in (options, tree) if isinstance(said, str)]
        if isinstance(tree, ast.Module):
            faults += list(dict.fromkeys(_faults(tree, known, code, findings=chapter.findings)))[:1]
        yield from (chapter.issue(block.line, "cell-not-a-call", fault, _MEND) for fault in faults)
        if isinstance(tree, ast.Module) and not faults:
            for node in ast.walk(tree):
                for at, got, mend in _asked(material, node):
                    yield chapter.issue(block.line + at.lineno, "exhibit-unknown", got, mend)


@rule("glue-unknown", "A number is glued, and no cell of the page glues numbers of this name.", stage="chapter")
def numbers_glued(chapter: Chapter, _: Material) -> Iterator[Issue]:
    glued = any(block.kind == "cell" and "tables.glue_numbers(" in block.text for block in chapter.blocks)
    for block, role in ((b, r) for b in chapter.blocks for r in b.roles if r.name == "glue:text"):
        if not glued or not _GLUED.fullmatch(role.content):
            got = f"{role.content} is glued by no cell of this page."
            mend = "Call tables.glue_numbers(ledger) in a cell, and use a name that it glues, such as n_claims."
            yield chapter.issue(block.line_of(role.span.start), "glue-unknown", got, mend)


def shown_code(block: Block) -> str:
    """Return the code of a cell whose output stands on the page, without comments."""
    options, code = _parted(block.text)
    tags = options.get("tags") if isinstance(options, Mapping) else None
    return "" if isinstance(tags, list) and _REMOVED & set(tags) else re.sub(r"(?m)#.*$", "", code)


def _parted(text: str) -> tuple[Mapping[str, object] | str, str]:
    """Return a cell's options, or what is wrong with them, and its code with empty lines in their place."""
    found = _OPTIONS.match(text)
    kept = found[0] if found else ""
    typed = (found["yaml"] or re.sub(r"(?m)^:([\w-]+):", r"\1: ", kept)) if found else ""
    code = "\n" * kept.count("\n") + text[len(kept) :]
    try:
        options = yaml.safe_load(typed) or {}
    except (yaml.YAMLError, ValueError, RecursionError):
        return "its options cannot be read.", code
    unknown = [key for key in options if key not in OPTIONS] if isinstance(options, dict) else ["something else"]
    if unknown:
        return f"its options hold {unknown[0]}; they may hold {', '.join(OPTIONS)}.", code
    tags = options.get("tags") or []
    if not isinstance(tags, list) or any(tag not in TAGS for tag in tags):
        return f"its tags are {tags!r}; they may be {', '.join(TAGS)}.", code
    return options, code


def _parsed(code: str) -> ast.Module | str:
    """Return a cell's code, or why it is none that a chapter may hold."""
    if sum(bool(line.strip()) for line in code.splitlines()) > MOST_LINES:
        return f"the cell has more than {MOST_LINES} lines."
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return f"the cell is no Python: {getattr(error, 'msg', error)}."


def _faults(tree: ast.Module, known: set[str], code: str, *, findings: bool) -> Iterator[str]:
    """Yield what a cell holds that none may, and on a page of findings what it shows that is no exhibit.

    What a cell gives a name to is `known` from then on.
    """
    nodes = list(ast.walk(tree))
    known |= {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    known |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    known |= {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
    called = {node.func for node in nodes if isinstance(node, ast.Call)}
    offering = {node.value for node in called if isinstance(node, ast.Attribute)}
    for statement in (statement for statement in tree.body if not isinstance(statement, STATEMENTS)):
        yield f"a cell holds a statement of the kind {type(statement).__name__}."
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imports(node)
        elif isinstance(node, ast.Attribute) and NOT_USED.fullmatch(node.attr):
            yield f"a cell uses {node.attr}."
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS_BY_NAME:
            told = [*node.args, *(keyword.value for keyword in node.keywords)]
            yield from (f"a cell has {node.func.attr} call {ast.unparse(one)}." for one in told if not _told(one))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in known | BUILTINS:
            yield f"a cell uses {node.id}, which is not made in this chapter."
        elif isinstance(node, ast.Name) and node.id in EXHIBITS and not (node in offering or node.id not in known):
            yield f"a cell uses {node.id} otherwise than in a call, {node.id}.…(ledger)."
        elif isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
            yield f"a cell holds an expression of the kind {type(node).__name__}."
    last = tree.body[-1] if tree.body else None
    if findings and isinstance(last, ast.Expr) and (code.rstrip().endswith(";") or not _is_exhibit(last.value)):
        yield "on a page of findings, a cell shows an exhibit, and its last line does not."


def _told(node: ast.expr) -> bool:
    """Whether what pandas is to call stands in the cell, word for word, and may be called."""
    match node:
        case ast.Constant(value=str(name)):
            return not NOT_USED.fullmatch(name)
        case ast.Name(id=name):
            return name in BUILTINS
        case ast.List(elts=inner) | ast.Tuple(elts=inner) | ast.Dict(values=inner):
            return all(map(_told, inner))
    return isinstance(node, ast.Constant | ast.Lambda)


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Yield what is imported beside pandas as pd and what this package offers."""
    for alias in node.names:
        name = f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
        offered = isinstance(node, ast.ImportFrom) and name in {f"briefing.{exported}" for exported in EXPORTED}
        if (name, alias.asname) != ("pandas", "pd") and not (offered and alias.asname is None):
            yield f"a cell imports {name}; it may import pandas as pd, and {', '.join(EXPORTED)} from briefing."


def _is_exhibit(value: ast.expr) -> bool:
    """Whether an expression is a call of a table or figure, or what `web_only` or `print_only` makes of it."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner, attr="web_only" | "print_only"), args=[]):
            return _is_exhibit(inner)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module))):
            return module in EXHIBITS[:2]
    return False


def _asked(material: Material, call: ast.AST) -> Iterator[tuple[ast.expr, str, str]]:
    """Yield where a cell asks for an exhibit, arguments, words or records that there are not, and the mending."""
    match call:
        case ast.Subscript(value=ast.Attribute(attr=of), slice=ast.Constant(value=name)):
            known = getattr(material.ledger, of, None)  # `ledger.claim_by_id["C01"]`
            if isinstance(known, Mapping) and name not in {*known, *material.unread_ids}:
                yield call, f"{name!r} is not in {of}.{nearest(str(name), known)}", "Name one that there is."
    module, _, name = ast.unparse(call.func).rpartition(".") if isinstance(call, ast.Call) else ("", "", "")
    if not (isinstance(call, ast.Call) and (offered := _offered(module))):
        return
    given, fits = _given(call, taken := offered.get(name))
    if name not in offered:
        yield call, f"{module} has no {name}.{nearest(name, offered)}", f"There are: {', '.join(offered)}."
    elif taken and not fits:
        yield call, f"{module}.{name} takes ({ast.unparse(taken)}).", "Give it these."
    else:
        seen = set[str]()
        for parameter, node in ((parameter, node) for parameter, value in given for node in ast.walk(value)):
            if isinstance(node, ast.Constant) and isinstance(word := node.value, str):
                what, known = _names(material, parameter)
                if word in seen or word not in known:
                    got = "is named twice." if word in seen else f"is no {what}.{nearest(word, known)}"
                    yield node, f"{word!r} {got}", "Name one that there is."
                seen.add(word)


def _given(call: ast.Call, taken: ast.arguments | None) -> tuple[list[tuple[str, ast.expr]], bool]:
    """Return each parameter with what a call gives it, and whether a function takes that; unpacked, anything goes."""
    placed = [arg.arg for arg in (*taken.posonlyargs, *taken.args)] if taken else []
    given = [*zip([*placed, *[""] * len(call.args)], call.args, strict=False)]
    given += [(keyword.arg or "", keyword.value) for keyword in call.keywords]
    unpacked = any(isinstance(arg, ast.Starred) for arg in call.args) or not all(k.arg for k in call.keywords)
    if taken is None or unpacked:
        return given, True
    names = [name for name, _ in given if name or not taken.vararg]
    named = {arg.arg: default for arg, default in zip(taken.kwonlyargs, taken.kw_defaults, strict=True)}
    needed = {*placed[: len(placed) - len(taken.defaults)], *(name for name, default in named.items() if not default)}
    return given, len({*names}) == len(names) and needed <= {*names} <= {*placed, *named}


@cache
def _offered(module: str) -> dict[str, ast.arguments | None]:
    """Return what a module of exhibits offers and takes, read as text: to import it would load pandas and matplotlib.

    A module lists its functions in `__all__`; an exhibit is declared by `@table` or `@figure` above its function.
    """
    package, declaring = Path(__file__).parents[1] / "exhibits", DECLARING.get(module)
    own = package / module / "__init__.py" if declaring else package / f"{module}.py"
    files = [file for folder in DECLARING for file in sorted(package.glob(f"{folder}/*.py"))] if declaring else [own]
    nodes = [(file, node) for file in files if module in EXHIBITS for node in _statements(file)]
    functions = {node.name: node for _, node in nodes if isinstance(node, ast.FunctionDef)}
    names = {name for name, f in functions.items() if declaring in {getattr(d, "id", "") for d in f.decorator_list}}
    for node in (node for file, node in nodes if file == own and isinstance(node, ast.Assign)):
        if [getattr(target, "id", "") for target in node.targets] == ["__all__"]:
            names |= {*ast.literal_eval(node.value)}
    return {name: functions[name].args if name in functions else None for name in sorted(names)}


@cache
def _statements(file: Path) -> list[ast.stmt]:
    return ast.parse(file.read_text("utf-8")).body


def _names(material: Material, parameter: str) -> tuple[str, set[str]]:
    """Return what a parameter of an exhibit names, and every word by which a cell may name one."""
    vocabulary, articles = material.ledger.vocabulary, {*material.ledger.article_by_id, *material.unread_ids}
    words = {word for known in vocabulary.values() for word in known}
    named = {
        **{name: (f"word of the vocabulary {of}", {*vocabulary.get(of, {})}) for name, of in WORDS_OF.items()},
        **dict.fromkeys(OF_ARTICLES, ("article", articles)),
        **dict.fromkeys(OF_VOCABULARIES, ("vocabulary", {*vocabulary})),
    }
    anything = {*vocabulary, *words, *articles, *material.ledger.record_by_id}
    return named.get(parameter, ("theme, article, vocabulary or word of one", anything))
