"""Static files: the compressed copy is handed out, and never one of what a file used to be."""

import os
from pathlib import Path

from flask import Flask
from werkzeug.test import Client
from whitenoise.compress import Compressor

from community.web.assets import Files

GZIP = {"Accept-Encoding": "gzip"}


def test_a_file_that_has_changed_is_not_answered_by_its_old_copy(tmp_path: Path) -> None:
    style = tmp_path / "style.css"
    style.write_text("p { color: plum }" * 100)
    os.utime(style, (1, 1))
    Compressor(quiet=True, use_brotli=False).compress(str(style))
    visitor = Client(Files(Flask("files").wsgi_app, root=str(tmp_path), prefix="static/", autorefresh=True))
    assert visitor.get("/static/style.css", headers=GZIP, buffered=True).headers["Content-Encoding"] == "gzip"
    style.write_text("p { color: gold }" * 100)
    changed = visitor.get("/static/style.css", headers=GZIP, buffered=True)
    assert "Content-Encoding" not in changed.headers and changed.text.startswith("p { color: gold }")
