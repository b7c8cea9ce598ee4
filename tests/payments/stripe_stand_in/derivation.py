"""A specification of Stripe's API, derived from the types of the installed `stripe` package.

Its services name paths and their parameters, its resource classes the objects that come back. Read as
source text, not imported: the parameter types are there for type checkers only.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import stripe
from stripe._api_version import _ApiVersion

Schema = dict[str, Any]

PACKAGE = Path(stripe.__file__).parent
PLAIN = {"int": "integer", "str": "string", "bool": "boolean", "float": "number", "None": "null"}
ANYTHING = {"Any", "object", "StripeObject", "UntypedStripeObject", "Decimal", "datetime"}
NOT_FIELDS = {"OBJECT_NAME", "FIELD"}
# What a parameter type holds for the library itself, not for Stripe.
REQUEST_OPTIONS = {
    "api_key",
    "stripe_version",
    "stripe_account",
    "stripe_context",
    "max_network_retries",
    "idempotency_key",
    "content_type",
    "headers",
}


@dataclass
class Module:
    """One parsed module: its classes by dotted name, and where its imported names come from."""

    name: str
    body: list[ast.stmt] = field(default_factory=list)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)


@cache
def read_module(name: str) -> Module:
    """Parse a module of the package; one that does not exist is empty."""
    path = PACKAGE.parent.joinpath(*name.split("."))
    path = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    if not path.exists():
        return Module(name)
    tree = ast.parse(path.read_text())
    module = Module(name, tree.body, dict(_classes(tree.body)))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                module.imports[one.asname or one.name] = (node.module, one.name)
    return module


def _classes(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, ast.ClassDef]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield prefix + node.name, node
            yield from _classes(node.body, f"{prefix}{node.name}.")


def union(parts: list[Schema]) -> Schema:
    """Return what any of the parts allows."""
    flat: list[Schema] = [one for part in parts for one in part.get("anyOf", [part])]
    if any(part.get("enum", [""]) != [""] for part in flat):
        # `Literal[…] | str` is a closed list that the library leaves open for its users.
        flat = [part for part in flat if part != {"type": "string"}]
    different = [part for place, part in enumerate(flat) if part not in flat[:place]]
    if len(different) == 1:
        return different[0]
    return {} if {} in different else {"anyOf": different}


def _first(parts: list[Schema]) -> Schema:
    return parts[0]


def _array(parts: list[Schema]) -> Schema:
    return {"type": "array", "items": parts[0]}


def _mapping(parts: list[Schema]) -> Schema:
    return {"type": "object", "additionalProperties": parts[-1]}


def _page_of(parts: list[Schema]) -> Schema:
    return {"type": "object", "additionalProperties": True, "x-list": parts[0]}


GENERICS: dict[str, Callable[[list[Schema]], Schema]] = {
    "NotRequired": _first,
    "Required": _first,
    "ClassVar": _first,
    "Optional": lambda parts: union([parts[0], {"type": "null"}]),
    "Union": union,
    "List": _array,
    "Sequence": _array,
    "list": _array,
    "Dict": _mapping,
    "Mapping": _mapping,
    "UntypedStripeObject": _mapping,
    "dict": _mapping,
    "ExpandableField": lambda parts: union([{"type": "string"}, parts[0]]),
    "ListObject": _page_of,
    "SearchResultObject": _page_of,
}


class Types:
    """Annotations as schemas; each class that they name is kept once, under its module and name."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def of(self, node: ast.expr | None, module: Module, scope: str = "") -> Schema:
        """Return the schema of an annotation; an empty one allows anything."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self.of(ast.parse(node.value.strip(), mode="eval").body, module, scope)
        if isinstance(node, ast.Constant):
            return {"type": "null"} if node.value is None else {}
        if isinstance(node, ast.BinOp):
            return union([self.of(side, module, scope) for side in (node.left, node.right)])
        if isinstance(node, ast.Name | ast.Attribute):
            return self._of_name(ast.unparse(node), module, scope)
        if isinstance(node, ast.Subscript):
            return self._of_generic(node, module, scope)
        return {}

    def _of_name(self, name: str, module: Module, scope: str) -> Schema:
        if name in PLAIN:
            return {"type": PLAIN[name]}
        return {} if name in ANYTHING else self.of_class(name, module, scope)

    def _of_generic(self, node: ast.Subscript, module: Module, scope: str) -> Schema:
        head = ast.unparse(node.value).split(".")[-1]
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if head == "Literal":
            return {"enum": [ast.literal_eval(one) for one in inner]}
        if head not in GENERICS:
            return {}
        return GENERICS[head]([self.of(one, module, scope) for one in inner])

    def of_class(self, name: str, module: Module, scope: str = "") -> Schema:
        """Return a reference to a class, wherever it was imported from."""
        nearest = [f"{scope}.{name}", name] if scope else [name]
        full = next((one for one in nearest if one in module.classes), None)
        if full is None:
            origin, there = module.imports.get(name, ("", ""))
            known = origin.startswith("stripe")
            return self.of_class(there, read_module(origin)) if known else {}
        key = f"{module.name.replace('stripe.', '', 1)}:{full}"
        if key not in self.schemas:
            self.schemas[key] = {}  # classes name themselves and each other
            self.schemas[key] = self._fields_of(full, module)
        return {"$ref": key}

    def _fields_of(self, full: str, module: Module) -> Schema:
        properties: dict[str, Schema] = {}
        required: list[str] = []
        parameters = ".params" in module.name
        for name, annotation in _annotated(module.classes[full]):
            if parameters and name in REQUEST_OPTIONS:
                continue
            properties[name] = self.of(annotation, module, full)
            written = ast.unparse(annotation)
            if "NotRequired" not in written and (parameters or "Optional[" not in written):
                required.append(name)
        for name, annotation in _keyword_fields(module.classes[full], module):
            properties[name] = self.of(annotation, module, full)
        properties.pop("deleted", None)
        return {
            "type": "object",
            "properties": properties,
            "required": [name for name in required if name in properties],
            "additionalProperties": False,
        }


def _annotated(of: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for node in of.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
            if name not in NOT_FIELDS and not name.startswith("_"):
                yield name, node.annotation


def _keyword_fields(of: ast.ClassDef, module: Module) -> Iterator[tuple[str, ast.expr]]:
    """Fields that are Python's keywords stand in a base `TypedDict("Base", {"from": …})`."""
    bases = {base.id for base in of.bases if isinstance(base, ast.Name)}
    for node in module.body:
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id in bases:
            written = node.value.args[1]
            assert isinstance(written, ast.Dict)
            for key, annotation in zip(written.keys, written.values, strict=True):
                assert isinstance(key, ast.Constant)
                yield str(key.value), annotation


def derive() -> dict[str, Any]:
    """Return paths with their parameters, objects, and the schemas that both refer to."""
    types = Types()
    paths: dict[str, dict[str, Any]] = {}
    objects: dict[str, str] = {}
    for module in _modules():
        for name, one in module.classes.items():
            if not module.name.endswith("_service"):
                for kind in _object_names(one):
                    objects[kind] = types.of_class(name, module)["$ref"]
                continue
            for method in one.body:
                if isinstance(method, ast.FunctionDef):
                    for path, verb in _requests(method):
                        described = _operation(f"{name}.{method.name}", method, module, types)
                        paths.setdefault(path, {})[verb] = described
    info = {
        "title": "derived from stripe-python, not Stripe's own spec3.json",
        "version": _ApiVersion.CURRENT,
        "stripe_python": stripe.VERSION,
    }
    return {"info": info, "paths": paths, "objects": objects, "schemas": types.schemas}


def _modules() -> Iterator[Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE.parent).with_suffix("")
        yield read_module(".".join(inside.parts))


def _object_names(of: ast.ClassDef) -> Iterator[str]:
    for node in of.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id="OBJECT_NAME"), value=ast.Constant(value=kind)):
                yield str(kind)


def _requests(method: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Find `self._request("get", "/v1/…")`; a path with parts is `"/v1/{id}".format(…)`."""
    for call in ast.walk(method):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "self._request":
            verb, path = call.args[:2]
            if isinstance(path, ast.Call):
                assert isinstance(path.func, ast.Attribute)
                path = path.func.value
            yield ast.literal_eval(path), ast.literal_eval(verb)


def _operation(name: str, method: ast.FunctionDef, module: Module, types: Types) -> dict[str, Any]:
    annotations = (one.annotation for one in method.args.args if one.arg == "params")
    written = next((ast.unparse(one) for one in annotations if one is not None), "")
    bare = written.replace("Optional[", "").strip("[]'\"").strip("'\"")
    assert method.returns is not None
    return {
        "operationId": name,
        "params": (types.of_class(bare, module) or None) if bare else None,
        "returns": ast.unparse(method.returns).strip("'\""),
    }
