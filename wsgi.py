"""Where a server finds the application: `granian --interface wsgi wsgi:app`."""

from community import create_app

app = create_app()
