"""What the API itself refuses. The domain's refusals are `care.kernel.errors`; both are told apart by `code`."""

__all__ = ["ApiError"]


class ApiError(Exception):
    """A request, or a field of it, that the API turns down. The caller reads the text of `code` in its own language.

    `status` is that of the HTTP answer when the whole request is refused; `field` is the argument at fault, spelled as
    in Python; `detail` fills the text's places.
    """

    def __init__(self, code: str, *, status: int = 400, field: str | None = None, **detail: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.field = field
        self.detail = detail
