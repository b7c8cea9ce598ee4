"""What is kept of a file says nothing that its sender did not write into it."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from security import uploads
from security.files import LONGEST_TAIL
from security.uploads import DocumentField, kept

PDF = b"%PDF-1.7 words %%EOF"
NAME = b"Ysolde Harrowgate"
PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "docProps/core.xml": b"<p><dc:creator>%s</dc:creator></p>" % NAME,
    "docProps/app.xml": b"<p><Manager>%s</Manager></p>" % NAME,
    "docProps/custom.xml": b"<p>%s</p>" % NAME,
    "word/document.xml": b'<w:p><w:ins w:author="%s" w:id="1">My words: author="x"</w:ins></w:p>' % NAME,
    "word/comments.xml": b"<w:comment w:author='%s' w:initials=\"YH\">Seen</w:comment>" % NAME,
    "word/people.xml": b'<w15:person w15:author="%s"><w15:p w15:userId="yh"/></w15:person>' % NAME,
    "word/media/image1.png": b'\x89PNG w:author="not text"',
}  # fmt: skip


def sent(content: bytes, name: str = "my own name.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as document:
        for name, content in parts.items():
            document.writestr(name, content)
    return out.getvalue()


def test_a_word_document_loses_the_names_that_word_put_into_it_and_keeps_its_words() -> None:
    found = kept(sent(packed(PARTS)))
    assert found.kind == "docx"
    with zipfile.ZipFile(io.BytesIO(found.content)) as document:
        parts = {one.filename: document.read(one) for one in document.infolist()}
        assert {one.date_time[0] for one in document.infolist()} == {1980}
    assert list(parts) == list(PARTS)
    assert NAME not in b"".join(parts.values())
    assert b"YH" not in parts["word/comments.xml"]
    assert b"yh" not in parts["word/people.xml"]
    assert b'My words: author="x"' in parts["word/document.xml"]
    assert parts["word/media/image1.png"] == PARTS["word/media/image1.png"]


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photo_keeps_its_size_and_loses_where_it_was_taken(mode: str) -> None:
    facts, out = Image.Exif(), io.BytesIO()
    facts[0x010E] = NAME.decode()
    facts[0x0112] = 6  # lies on its side
    Image.new(mode, (30, 20)).save(out, "JPEG", exif=facts, comment=NAME)
    found = kept(sent(out.getvalue()))
    assert NAME not in found.content
    with Image.open(io.BytesIO(found.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (20, 30))
        assert not picture.getexif()


@pytest.mark.parametrize(("mode", "after"), [("RGBA", "RGBA"), ("P", "RGB"), ("I;16", "RGB")])
def test_a_drawing_loses_its_texts(mode: str, after: str) -> None:
    texts, out = PngImagePlugin.PngInfo(), io.BytesIO()
    texts.add_text("Author", NAME.decode())
    Image.new(mode, (30, 20)).save(out, "PNG", pnginfo=texts)
    found = kept(sent(out.getvalue()))
    assert NAME not in found.content
    with Image.open(io.BytesIO(found.content)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", after, (30, 20))


@pytest.mark.parametrize("content", [b"%PDF-1.7 half of it", PDF + b"x" * LONGEST_TAIL])
def test_half_a_pdf_is_told_as_such(content: bytes) -> None:
    with pytest.raises(ValidationError, match="not whole"):
        kept(sent(content))


def test_text_and_pdf_stay_as_they_are() -> None:
    assert kept(sent(b"Some words")).content == b"Some words"
    assert kept(sent(PDF)).content == PDF


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x00\x01",
        b"\xff\xd8\xff\xe0 and no picture",
        b"\x89PNG\r\n\x1a\n\x00",
        packed(PARTS).replace(b"word/document", b"word/d\xffcument", 1),
    ],
    ids=["nothing", "a program", "no photo", "no drawing", "a broken document"],
)
def test_what_is_unknown_or_broken_is_told_at_the_field(content: bytes) -> None:
    with pytest.raises(ValidationError):
        DocumentField().clean(sent(content))


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1000)
    with pytest.raises(ValidationError, match="unpacked"):
        kept(sent(packed(PARTS | {"word/document.xml": b"x" * 1001})))


def test_a_file_gets_a_name_that_says_nothing() -> None:
    named = kept(sent(b"Some words", "names of people.txt")).as_file("evidence/")
    assert named.name.startswith("evidence/")
    assert named.name.endswith(".txt")
    assert "names" not in named.name


def test_no_file_is_no_upload() -> None:
    assert DocumentField(required=False).clean(None) is None
