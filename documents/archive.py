"""Unpacks an office file against counters and refuses what no office program would write."""

import io
import re
import zipfile
import zlib

from documents.reading import NotAPlan

MAX_UNPACKED = 50 * 2**20
MAX_ENTRIES = 1000
MAX_XML = 16 * 2**20
"""Bytes of all XML parts together; those of a plan of 56 items take 1 MB."""
MAX_MARKUP = 500_000
"""Tags and attributes of all XML parts together: each costs some 200 bytes once parsed."""

_CHUNK = 2**16
_DIRECTORY_ENTRY = b"PK\x01\x02"
_PLAIN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?:utf-?8|us-ascii|ascii)[\"']", re.IGNORECASE)
_UTF8_MARK = b"\xef\xbb\xbf"

_TOO_LARGE = "文件解压后过大，疑似恶意文件，没有读取。"
_DAMAGED = "文件已损坏，打不开，请重新取一份再导入。"


def checked_parts(content: bytes) -> dict[str, bytes]:
    """Give the XML parts of a zip by name, each unpacked and looked at; raises NotAPlan.

    Pictures and other binary parts are left out: nothing of a plan stands in them.
    """
    # Counted before the directory is read: a directory of 200,000 names costs 100 MB.
    if content.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
        raise NotAPlan(_TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive.infolist())
            return _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise NotAPlan(_DAMAGED) from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        raise NotAPlan(_DAMAGED) from error


def _check_directory(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse by the declared sizes and names alone, before a byte is unpacked."""
    if len(infos) > MAX_ENTRIES or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise NotAPlan(_TOO_LARGE)
    if len({info.filename for info in infos}) < len(infos):
        raise NotAPlan("文件内部有重名的部分，疑似恶意文件，没有读取。")
    for info in infos:
        name = info.orig_filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
            raise NotAPlan("文件内部的路径不正常，疑似恶意文件，没有读取。")
        if info.flag_bits & 0x1:
            raise NotAPlan("文件加了密码，请去掉密码再导入。")
        if info.compress_type not in _PLAIN_METHODS:
            raise NotAPlan(_DAMAGED)


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    size = markup = 0
    for info in archive.infolist():
        body = _part(archive, info, MAX_XML - size)
        if body is None:
            continue
        size += len(body)
        # Every tag has a `<` and every attribute a `=`, however they are written.
        markup += body.count(b"<") + body.count(b"=")
        if markup > MAX_MARKUP:
            raise NotAPlan("文件内容过于庞大，不像是任务清单，没有读取。")
        _check_declarations(body)
        parts[info.filename] = body
    return parts


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes | None:
    """Unpack one entry; None where it is no XML, by its first bytes and not by its name."""
    with archive.open(info) as stream:
        found = bytearray(stream.read(_CHUNK))
        if not found.removeprefix(_UTF8_MARK).lstrip().startswith(b"<"):
            return None
        while chunk := stream.read(_CHUNK):
            found += chunk
            if len(found) > room:
                raise NotAPlan(_TOO_LARGE)
    return bytes(found)


def _check_declarations(body: bytes) -> None:
    """Refuse entity declarations, and encodings in which they could hide."""
    declaration = body[: body.find(b"?>")] if b"<?xml" in body[:16] else b""
    hidden = b"encoding" in declaration and not _ENCODING.search(declaration)
    if hidden or b"\0" in body or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise NotAPlan("文件里有不允许的XML声明，疑似恶意文件，没有读取。")
