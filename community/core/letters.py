"""What SQL can say of a text before `core.text.comparable` compares it."""

from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class has_special_letters(FunctionElement[bool]):  # noqa: N801
    """SQL: the text has more than plain ones, which each database compares in its own way."""

    type = Boolean()
    inherit_cache = True


@compiles(has_special_letters)
def _has_special_letters(element: has_special_letters, compiler: SQLCompiler, **options: Any) -> str:
    text = compiler.process(element.clauses, **options)
    length = f"length(CAST({text} AS BLOB))" if compiler.dialect.name == "sqlite" else f"octet_length({text})"
    return f"{length} <> length({text})"
