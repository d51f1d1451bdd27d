from care.contact.channels import LocalChannel, Outgoing
from care.members.model import Purpose

OUTGOING = Outgoing(message_id="m", member_id="M1", purpose=Purpose.SERVICE, template="ticket_reply", text="您好！")


def test_the_inbox_takes_every_message_and_gives_the_same_receipt_again() -> None:
    assert LocalChannel().send(OUTGOING) == LocalChannel().send(OUTGOING)
    assert LocalChannel().send(OUTGOING).id == "inbox:m"


def test_the_inbox_lets_an_observer_hear() -> None:
    heard: list[Outgoing] = []
    LocalChannel(heard.append).send(OUTGOING)
    assert heard == [OUTGOING]
