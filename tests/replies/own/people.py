"""People's mail as raw bytes: each text of `people.yaml` in the headers of many clients."""

from collections.abc import Iterator
from email.header import Header
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("people.yaml")
CLIENTS = {
    "Outlook": "X-Mailer: Microsoft Outlook 16.0\nThread-Index: AdxQ\nX-MS-Has-Attach: yes",
    "Exchange": "X-MS-Exchange-Organization-SCL: -1\nX-Auto-Response-Suppress: DR, OOF, AutoReply",
    "Gmail": "MIME-Version: 1.0\nX-Google-DKIM-Signature: v=1",
    "iPhone": "X-Mailer: iPhone Mail (22A3354)\nX-Universally-Unique-Identifier: 1",
    "Thunderbird": "User-Agent: Mozilla Thunderbird\nContent-Language: en",
    "Notes": "X-Mailer: HCL Notes Release 12\nX-MIMETrack: Itemize by SMTP Server",
    "a web mailer": "User-Agent: Roundcube Webmail/1.6\nX-Sender: office@ministry.example",
    "a list": "List-Id: <members.parliament.example>\nPrecedence: list",
    "a case system": "X-RT-Loop-Prevention: ministry.example\nX-Ticket: 4471",
}


def people() -> Iterator[tuple[str, str, bytes]]:
    """(name, language, raw mail) of each."""
    for language, texts in yaml.safe_load(FILE.read_text("utf-8")).items():
        for number, text in enumerate(texts):
            for client, headers in CLIENTS.items():
                subject = Header(["Re: A petition", "Your letter", "RE: 請願書"][number % 3], "utf-8").encode()
                head = (
                    f"From: Jane Roe <jane.roe@ministry.example>\nTo: answers@replies.example\nSubject: {subject}"
                )
                name = f"{language} {number}, {client}"
                head += (
                    f"\n{headers}\nMessage-ID: <{language}{number}@ministry.example>\nIn-Reply-To: <1@o.example>"
                )
                yield name, language, f"{head}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
