"""What an operator writes for the page: a notice, and questions to start from."""

from pathlib import Path

from index.errors import QuotedeskError

#: In characters: it stands on every page, on a phone too.
LONGEST_NOTICE = 2000
MOST_QUESTIONS = 12


def read_notice(file: Path | None) -> str:
    """The notice, in plain text; empty without a file."""
    text = _read(file).strip() if file else ""
    if len(text) > LONGEST_NOTICE:
        raise QuotedeskError(
            f"the notice in {file} has {len(text):,} characters", fix=f"shorten it to {LONGEST_NOTICE:,} at most"
        )
    return text


def read_questions(file: Path | None) -> tuple[str, ...]:
    """One question a line, without empty lines and those that begin with ``#``; none without a file."""
    lines = [line.strip() for line in _read(file).splitlines()] if file else []
    questions = tuple(line for line in lines if line and not line.startswith("#"))
    if len(questions) > MOST_QUESTIONS:
        raise QuotedeskError(
            f"{file} has {len(questions)} questions to start from", fix=f"choose {MOST_QUESTIONS} of them at most"
        )
    return questions


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise QuotedeskError(f"cannot read {file} ({reason})", fix="give a text file") from error
    except UnicodeDecodeError as error:
        raise QuotedeskError(f"{file} is not UTF-8 text", fix="save it as UTF-8") from error
