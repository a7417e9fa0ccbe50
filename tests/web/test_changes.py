"""Differences of words and of pictures."""

import io

from PIL import Image

from outreach.web.changes import CONTEXT, picture_changes, text_changes


def test_equal_texts_have_no_changes() -> None:
    assert text_changes("one two", "one two") == []


def test_words_go_and_come() -> None:
    runs = [(run.kind, run.text) for run in text_changes("Dear Sir, hello", "Dear Madam, hello")]
    assert runs == [("same", "Dear"), ("gone", " Sir,"), ("new", " Madam,"), ("same", " hello")]


def test_a_long_run_of_the_same_is_cut_in_its_middle() -> None:
    words = " ".join(str(number) for number in range(100))
    runs = text_changes(f"a {words} b", f"c {words} d")
    assert sum(run.cut for run in runs) == 100 - 2 * CONTEXT
    assert "".join(run.text for run in runs if run.kind != "gone").startswith("c 0 1")


def picture(*, dot: bool = False) -> bytes:
    image, out = Image.new("RGB", (60, 60), "white"), io.BytesIO()
    if dot:
        image.putpixel((30, 30), (0, 0, 0))
    image.save(out, "PNG")
    return out.getvalue()


def test_the_same_picture_has_no_changes() -> None:
    assert picture_changes(picture(), picture()) is None


def test_a_changed_dot_is_marked_around_and_nowhere_else() -> None:
    marked = picture_changes(picture(), picture(dot=True))
    assert marked is not None
    image = Image.open(io.BytesIO(marked))
    assert image.getpixel((28, 28)) != (255, 255, 255)
    assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_new_page_is_marked_whole() -> None:
    marked = picture_changes(None, picture())
    assert marked is not None
    assert Image.open(io.BytesIO(marked)).getpixel((5, 5)) != (255, 255, 255)
