"""Seals as WeChat's servers do, written from their description and apart from what opens it."""

import hashlib
import struct
from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from care.contact.inbound.wechat_seal import Signed

__all__ = ["AES_KEY", "TOKEN", "seal", "seal_raw", "sign"]

TOKEN, AES_KEY = "t0ken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def seal(message: bytes, receive_id: str, aes_key: str = AES_KEY) -> str:
    return seal_raw(b"fedcba9876543210" + struct.pack(">I", len(message)) + message + receive_id.encode(), aes_key)


def seal_raw(plain: bytes, aes_key: str = AES_KEY, *, padded: bool = True) -> str:
    key = b64decode(aes_key + "=")
    count = 32 - len(plain) % 32
    whole = plain + bytes([count]) * count if padded else plain
    sealer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return b64encode(sealer.update(whole) + sealer.finalize()).decode()


def sign(sealed: str = "", *, timestamp: str = "1772416800", nonce: str = "n0nce", token: str = TOKEN) -> Signed:
    parts = [token, timestamp, nonce] + ([sealed] if sealed else [])
    digest = hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()
    return Signed(signature=digest, timestamp=timestamp, nonce=nonce)
