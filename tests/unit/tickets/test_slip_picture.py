"""G10: the slip's picture bears the code and nothing else, and costs nothing until it is drawn."""

import subprocess
import sys

import segno

from care.tickets.returns.qr import qr_svg

CODE = "KT3XD6AGQXJJSYIN"


def test_it_is_a_qr_code_of_just_the_code() -> None:
    drawn = qr_svg(CODE)
    assert drawn.startswith("<svg ")
    assert drawn.endswith("</svg>")
    assert "<script" not in drawn
    side = len(tuple(segno.make_qr(CODE, error="m").matrix_iter(scale=4, border=4)))
    assert f'width="{side}" height="{side}"' in drawn
    assert qr_svg(CODE) == drawn != qr_svg("A" * 16)


def test_the_library_is_loaded_only_to_draw() -> None:
    probe = "import care.tickets.returns.qr, sys; sys.exit('segno' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", probe], check=False, env={"PYTHONPATH": ":".join(sys.path)}).returncode
        == 0
    )
