"""How clients quote: ten languages of Gmail, Apple and Outlook lines, and the places where an answer can stand."""

ATTRIBUTIONS = {
    "Gmail en": "On Tue, Nov 24, 2026 at 9:00 AM The Petition <petition@outreach.example> wrote:",
    "Gmail fr": "Le mar. 24 nov. 2026 à 09:00, The Petition <petition@outreach.example> a écrit :",
    "Gmail de": "Am Di., 24. Nov. 2026 um 09:00 Uhr schrieb The Petition <petition@outreach.example>:",
    "Gmail it": "Il giorno mar 24 nov 2026 alle ore 09:00 The Petition <petition@outreach.example> ha scritto:",
    "Gmail es": "El mar, 24 nov 2026 a las 9:00, The Petition (<petition@outreach.example>) escribió:",
    "Gmail ja": "2026年11月24日(火) 9:00 The Petition <petition@outreach.example>:",
    "Gmail ko": "2026년 11월 24일 (화) 오전 9:00, The Petition <petition@outreach.example>님이 작성:",
    "Gmail zh": "The Petition <petition@outreach.example> 於 2026年11月24日 週二 上午9:00寫道：",
    "Gmail hi": "मंगल, 24 नव॰ 2026 को 9:00 am बजे को The Petition <petition@outreach.example> ने लिखा:",
    "Gmail he": "‫בתאריך יום ג׳, 24 בנוב׳ 2026 ב-9:00 מאת ‪The Petition‬‏ <‪petition@outreach.example‬‏>:‬",
    "Gmail pt": "Em ter., 24 de nov. de 2026 às 09:00, The Petition <petition@outreach.example> escreveu:",
    "Gmail nl": "Op di 24 nov 2026 om 09:00 schreef The Petition <petition@outreach.example>:",
    "Apple en": "> On 24 Nov 2026, at 09:00, The Petition <petition@outreach.example> wrote:",
    "Apple de": "> Am 24.11.2026 um 09:00 schrieb The Petition <petition@outreach.example>:",
    "Apple fr": "> Le 24 nov. 2026 à 09:00, The Petition <petition@outreach.example> a écrit :",
    "Apple ja": "> 2026/11/24 9:00、The Petition <petition@outreach.example>のメール:",
    "Thunderbird en": "On 24/11/2026 09:00, The Petition wrote:",
    "Thunderbird fr": "Le 24/11/2026 à 09:00, The Petition a écrit :",
    "Thunderbird es": "El 24/11/2026 a las 9:00, The Petition escribió:",
    "Thunderbird zh": "在 2026/11/24 9:00, The Petition 写道:",
}
"""What stands above lines that begin with `>`."""

OUTLOOK = {
    "en": ("From", "Sent", "To", "Subject", "Original Message"),
    "fr": ("De", "Envoyé", "À", "Objet", "Message d'origine"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Ursprüngliche Nachricht"),
    "it": ("Da", "Inviato", "A", "Oggetto", "Messaggio originale"),
    "es": ("De", "Enviado el", "Para", "Asunto", "Mensaje original"),
    "ja": ("差出人", "送信日時", "宛先", "件名", "元のメッセージ"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목", "원본 메시지"),
    "zh": ("寄件者", "寄件日期", "收件者", "主旨", "原始郵件"),
    "hi": ("प्रेषक", "भेजा गया", "प्रति", "विषय", "मूल संदेश"),
    "he": ("מאת", "נשלח", "אל", "נושא", "הודעה מקורית"),
}
"""The labels of the block above an unmarked quotation, and the line that Outlook puts above it in plain text."""

WORDS = {
    "en": "Thank you for the petition. The minister will raise it on 3 December; see page 2.",
    "fr": "Merci pour la pétition. Le ministre écrit : nous en parlerons le 3 décembre.",
    "de": "Vielen Dank für die Petition. Von: unserer Seite aus wird am 3. Dezember beraten.",
    "it": "Grazie per la petizione. Il ministro ne parlerà il 3 dicembre alle 10:30.",
    "es": "Gracias por la petición. El ministro hablará de ella el 3 de diciembre de 2026.",
    "ja": "請願書をありがとうございます。大臣は12月3日に取り上げます。",
    "ko": "청원에 감사드립니다. 장관이 12월 3일에 다룰 것입니다.",
    "zh": "感謝您的請願書。部長將於12月3日提出。",
    "hi": "याचिका के लिए धन्यवाद। मंत्री 3 दिसंबर को इसे उठाएँगे।",
    "he": "תודה על העצומה. השר יעלה אותה ב-3 בדצמבר.",
}
LETTER = (
    "We hand over a public petition of half a million people.\n\nIt asks for four things that a parliament can do."
)
MARKED = "\n".join(f"> {line}".rstrip() for line in LETTER.split("\n"))
SECOND = "About the second point: no decision has been taken."
KEPT = {
    "a signature": "-- \nJane Doe\nMinistry of Foreign Affairs",
    "a telephone's footer": "Sent from my iPhone",
    "a disclaimer": "This e-mail is confidential. If it was sent to you by mistake, please delete it.",
    "a rule of dashes": "----------------------------------------\nOffice of the Minister",
    "a list": "From: the ministry's view, three points:\n- one\n- two",
    "words about writing": "On Monday the minister wrote: we agree.",
    "a date with a colon": "On 3 December 2026 we will write to all members:\nfirst to the committee.",
    "a line of stars": "*** please note the following ***\nThe committee meets in public.",
}
"""Words of the office that look like the edge of a quotation."""


def wrapped(attribution: str, width: int = 60) -> str:
    """As clients wrap it: at a blank, after at most `width` characters."""
    at = attribution.rfind(" ", 0, width)
    mark = "> " if attribution.startswith(">") else ""
    return attribution if at < 4 else f"{attribution[:at]}\n{mark}{attribution[at + 1 :]}"


def block(language: str) -> str:
    """Outlook's header block above the earlier letter."""
    sender, sent, to, subject, _ = OUTLOOK[language]
    return (
        f"{sender}: The Petition <petition@outreach.example>\n{sent}: 24.11.2026 09:00\n"
        f"{to}: Minister <minister@ministry.example>\n{subject}: A public petition\n\n{LETTER}"
    )


def separated(language: str) -> str:
    """The same behind Outlook's separator."""
    return f"-----{OUTLOOK[language][4]}-----\n{block(language)}"
