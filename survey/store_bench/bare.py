"""The smallest thing to compare with: Starlette reads the body and answers 204."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def take(request: Request) -> Response:
    """Reads and forgets."""
    await request.body()
    return Response(status_code=204)


app = Starlette(routes=[Route("/v1/forms/{form_id}/records", take, methods=["POST"])])
uvicorn.run(app, port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False, log_level="critical")
