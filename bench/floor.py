"""The floor: the least a signed-in page of twenty posts can be: bare Flask, the ORM, three indexed statements.

It serves the same database as the site, has no guards, no forms and no layout, and is what the site is compared with.
"""

import hashlib
from pathlib import Path
from uuid import UUID

from flask import Flask, render_template_string, request
from markupsafe import Markup
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from community.accounts.models import Member, MemberSession
from community.practice.models import Post, Thread

PAGE = """<!doctype html><html lang="en"><head><title>{{ thread.title }}</title></head><body>
<p>{{ me.display_name }}</p><h1>{{ thread.title }}</h1>
{% for post, author in posts %}<article id="p-{{ post.id }}"><h2>{{ author.display_name }}</h2>
<time datetime="{{ post.posted_at.isoformat() }}">{{ post.posted_at.strftime("%d %B %H:%M") }}</time>
<div>{{ Markup(post.html) }}</div></article>{% endfor %}</body></html>"""


def make_floor(database: Path) -> Flask:
    app = Flask("floor")
    engine = create_engine(f"sqlite:///{database}")
    app.jinja_env.globals["Markup"] = Markup

    @app.get("/conversations/<uuid:thread_id>")
    def conversation(thread_id: UUID) -> str:
        token = hashlib.sha256(request.cookies["member"].encode()).digest()
        with Session(engine) as session:
            me = session.execute(
                select(Member).join(MemberSession, MemberSession.member_id == Member.id)
                .where(MemberSession.token_hash == token)
            ).scalar_one()  # fmt: skip
            thread = session.execute(select(Thread).where(Thread.public_id == thread_id)).scalar_one()
            posts = session.execute(
                select(Post, Member).join(Member, Member.id == Post.author_id)
                .where(Post.thread_id == thread.id).order_by(Post.id).limit(20)
            ).all()  # fmt: skip
            return render_template_string(PAGE, me=me, thread=thread, posts=posts)

    return app
