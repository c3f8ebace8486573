"""Makes the sample collection's PDF and Word files again from the text below.

    python -m venv /tmp/binary && /tmp/binary/bin/pip install reportlab python-docx
    /tmp/binary/bin/python samples/make_binary.py

ReportLab is needed for nothing else, so it is not among the project's dependencies.
"""

import datetime
import os
import re
import zipfile
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

ARTICLES = Path(__file__).parent / "articles"

# A paragraph that starts with "# " is a heading, with "- " a bullet.
BRIEFING_TITLE = "Paid by the minute: what we know about livestreamed child sexual abuse"
BRIEFING = """\
Research Briefing 14

Dr Keziah Monroe, head of research. Kestrel Institute for Online Safety, 22 March 2022

This briefing is for police and crime commissioners, councils and anybody else who has to decide where money goes. \
It draws on published figures and on interviews with 26 investigators in nine forces.

# How big is the problem?

The National Crime Agency estimates that between 550,000 and 850,000 people in the UK pose some degree of sexual risk \
to children, online or in person. Forces and the agency arrest about 800 people and safeguard about 1,200 children \
every month.

Nobody counts livestreaming separately. A live stream leaves no file behind unless the viewer keeps one, so it rarely \
appears in the statistics at all.

# What investigators told us

- The facilitator is often a relative of the child. In 17 of the 40 cases that we studied it was the mother.
- Payments are small, and many. The median was £28, sent by an ordinary money-transfer service.
- Most of the British buyers were men aged over 45 with no earlier convictions.

“We found him through his bank, not through his browser,” said one detective sergeant of a buyer who had paid \
149 times. “No bank had thought it odd that a plumber in Kent was sending £30 to the same small town every Friday.”

# What would help

We recommend three things. Banks should share the patterns of payment that they see, as they already do for fraud. \
Every force should have at least one trained financial investigator in its online abuse team; five of the nine that \
we visited had none. And the Online Safety Bill should say plainly that live video is covered.

The last of these would cost nothing. We put the cost of the second at £2.3m a year for England and Wales.

# About this briefing

The institute receives no money from technology companies. Comments are welcome at briefings@kestrelinstitute.example.
"""

IRELAND_TITLE = "How Northern Ireland is trying to keep its children safe online"
IRELAND = """\
Lagan Post

Niamh McAteer, Health and education reporter

Tuesday 12 November 2024

Eighteen days after one of the worst online abusers ever caught was jailed in Belfast, schools in Northern Ireland \
are asking what they should do differently.

Alexander McCartney, from Newry, is thought to have groomed some 3,500 children in about 30 countries. On 25 October \
he was given a life sentence, of which he must serve at least 20 years.

# A plan of its own

Northern Ireland has an online safety strategy which runs from 2020 to 2025. It is led by the Department of Health, \
and much of the work is done by the Safeguarding Board for Northern Ireland, which opened an Online Safety Hub on its \
website in 2023.

Sexual communication with a child was made a crime here by the Justice Act (Northern Ireland) 2015. Ofcom polices the \
platforms, as it does everywhere in the UK.

# ‘They think it is a phone problem’

“Adults think it is a phone problem,” said Conal Devenney, 17, who chairs the Lagan Youth Forum. “It is a loneliness \
problem with a phone in its hand.”

The forum has written to all 192 post-primary schools to ask for a named adult whom pupils can go to without giving \
a reason. By last week 58 had agreed.

“We had a boy who walked past the office four days in a row,” said Sister Bernadette Quail, pastoral head of a \
grammar school in Armagh. “On the fifth day I left the door open and put the kettle on. That was all the technology \
we needed.”

# Numbers to know

- Police Service of Northern Ireland: 101, or 999 in an emergency
- Childline: 0800 1111

You might also like: Ulster Fry named best breakfast in airline survey

Lagan Post. Subscribe for 80p a week
"""


def paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``, each bullet one of its own, in order."""
    return [part.strip() for part in re.split(r"\n\n|\n(?=- )", text) if part.strip()]


def make_pdf(path: Path) -> None:
    """Write the briefing as a PDF, the same to the byte every time."""
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.datetime(2022, 3, 22, 9, tzinfo=datetime.UTC).timestamp()))
    styles = getSampleStyleSheet()
    styles["BodyText"].fontSize, styles["BodyText"].leading = 12, 18
    flow = [Paragraph(BRIEFING_TITLE, styles["Title"])]
    for part in paragraphs(BRIEFING):
        style, text = styles["BodyText"], part
        if part.startswith("# "):
            style, text = styles["Heading2"], part[2:]
        elif part.startswith("- "):
            text = "– " + part[2:]
        flow += [Paragraph(text, style), Spacer(1, 0.15 * cm)]
    SimpleDocTemplate(
        str(path),
        pagesize=A4,
        title=BRIEFING_TITLE,
        author="Dr Keziah Monroe",
        subject="Research Briefing 14",
        creator="Kestrel Institute for Online Safety",
        leftMargin=2.5 * cm,
        rightMargin=2.5 * cm,
    ).build(flow, onFirstPage=footer, onLaterPages=footer)


def footer(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """Draw what stands at the foot of every page."""
    canvas.setFont("Helvetica", 8)
    canvas.drawString(2.5 * cm, 1.2 * cm, f"Kestrel Institute for Online Safety | Page {document.page}")


def make_docx(path: Path) -> None:
    """Write the newspaper article as a Word document, the same to the byte every time."""
    document = Document()
    document.core_properties.title = IRELAND_TITLE
    document.core_properties.author = "Niamh McAteer"
    document.core_properties.created = document.core_properties.modified = datetime.datetime(2024, 11, 12, 9)
    document.add_heading(IRELAND_TITLE, level=1)
    for part in paragraphs(IRELAND):
        if part.startswith("# "):
            document.add_heading(part[2:], level=2)
        elif part.startswith("- "):
            document.add_paragraph(part[2:], style="List Bullet")
        else:
            document.add_paragraph(part)
    document.save(str(path))
    with zipfile.ZipFile(path) as saved:
        members = {name: saved.read(name) for name in saved.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as dated:
        for name, content in members.items():
            dated.writestr(zipfile.ZipInfo(name, (2024, 11, 12, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    make_pdf(ARTICLES / "livestream-briefing-2022.pdf")
    make_docx(ARTICLES / "northern-ireland-2024.docx")
