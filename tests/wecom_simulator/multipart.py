"""Reading an uploaded file out of a multipart request."""

from aiohttp import BodyPartReader, web

from tests.wecom_simulator.errors import Refused


async def uploaded_file(request: web.Request) -> tuple[str, bytes]:
    """(file name, content) of the field `media`; raises Refused."""
    if not request.content_type.startswith("multipart/form-data"):
        raise Refused(40058, "not multipart/form-data")
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.name == "media":
            if not part.filename:
                raise Refused(40058, "filename")
            return part.filename, bytes(await part.read())
    raise Refused(44001, "field media")
