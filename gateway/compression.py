"""Makes what residents load smaller on the wire: style, script, pictures, and the pages of residents."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_compress import Compress

from gateway.access import Access

METHODS = ["br", "gzip"]


def register_compression(app: Flask) -> None:
    """Compress answers that the browser can take compressed. Call it when every blueprint is registered.

    Not behind the sign-in: there a page holds what someone typed beside its form's key, and its length would tell.
    Event streams and sound are never compressed; parts of a file neither.
    """
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=METHODS,
        COMPRESS_ALGORITHM_STREAMING=METHODS,
        COMPRESS_STREAMING_ENDPOINT_CONDITIONAL=[f"{name}.static" for name in app.blueprints],
    )
    compress = Compress(app)

    @app.after_request
    def shrink(response: Response) -> Response:
        if response.status_code == 206 or not _may_shrink(app):
            return response
        original = response.response
        shrunk = compress.after_request(response)
        if shrunk.response is not original and hasattr(original, "close"):
            shrunk.call_on_close(original.close)  # the compressed body does not close the file it reads
        return shrunk


def _may_shrink(app: Flask) -> bool:
    is_file = (request.endpoint or "").endswith(".static")
    return is_file or app.extensions["access"].get(request.blueprint) is Access.PUBLIC
