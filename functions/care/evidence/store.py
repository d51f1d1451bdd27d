"""Where evidence lies. Table `evidence`:

| pk | sk | item |
| --- | --- | --- |
| `EVIDENCE#id` | `EVIDENCE` | one photo, from its slip on |
| `ALBUM#order` | `LINE#line` | which photos an order line has |
| `HASH#band#value` | `BUCKET` | the photos whose hash has these 16 bits in this band |
"""

from collections.abc import Iterable

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Found, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.evidence.model import KEPT, Album, Bucket, Evidence

__all__ = [
    "album_at",
    "album_of",
    "bucket_at",
    "buckets_of",
    "evidence_at",
    "write_album",
    "write_bucket",
    "write_evidence",
]

EVIDENCE = Shelf(
    shape=Evidence,
    kind="evidence",
    table="evidence",
    key=lambda evidence: Key(f"EVIDENCE#{evidence.id}", "EVIDENCE"),
)
ALBUMS = Shelf(
    shape=Album,
    kind="album",
    table="evidence",
    key=lambda album: _album_key(album.order_id, album.line_id),
)
BUCKETS = Shelf(
    shape=Bucket,
    kind="hash-bucket",
    table="evidence",
    key=lambda bucket: _bucket_key((bucket.band, bucket.value)),
    expires=lambda bucket: max(each.at for each in bucket.sightings) + KEPT if bucket.sightings else None,
)


def _album_key(order_id: str, line_id: str) -> Key:
    return Key(f"ALBUM#{order_id}", f"LINE#{line_id}")


def _bucket_key(place: tuple[int, int]) -> Key:
    return Key(f"HASH#{place[0]}#{place[1]:04x}", "BUCKET")


def evidence_at(evidence_id: str) -> Wanted:
    return EVIDENCE, Key(f"EVIDENCE#{evidence_id}", "EVIDENCE")


def album_at(order_id: str, line_id: str) -> Wanted:
    return ALBUMS, _album_key(order_id, line_id)


def bucket_at(place: tuple[int, int]) -> Wanted:
    return BUCKETS, _bucket_key(place)


def album_of(found: Found, order_id: str, line_id: str) -> Album:
    """The line's album among what was found; an empty one where there is none yet."""
    return found.get(*album_at(order_id, line_id)) or Album(order_id=order_id, line_id=line_id)


def buckets_of(found: Found, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Bucket]:
    """The buckets among what was found; an empty one for each that is not there yet."""
    return {place: found.get(*bucket_at(place)) or Bucket(band=place[0], value=place[1]) for place in places}


def write_evidence(evidence: Evidence) -> DynamoWrite:
    return EVIDENCE.save(evidence, name="evidence.save")


def write_album(album: Album) -> DynamoWrite:
    return ALBUMS.save(album, name="evidence.album")


def write_bucket(bucket: Bucket) -> DynamoWrite:
    return BUCKETS.save(bucket, name="evidence.bucket")
