"""Which photos are the same photo (G8): by difference hashes that are near. Pure.

Two row hashes that differ in up to 7 bits have, of their four bands of 16 bits, one in which they differ in no more
than one. So the photos that may be near lie in the buckets of a hash's four bands and of their one-bit neighbours:
68 keys, one batch. The column hash, which is looked up nowhere, must be near as well.

A photo is remembered whole and with its rim cut off by 2.5, 5 and 7.5 %, so that a copy that was cropped a little
still meets it. Turned, mirrored and strongly cropped copies are not found.
"""

from collections.abc import Iterable, Iterator

from care.evidence.model import Bucket, Evidence, Hash, Sighting

__all__ = ["RIMS", "bands", "neighbourhood", "same_photo", "telling"]

RIMS = (0.0, 0.025, 0.05, 0.075)
"""How much of each side is cut off, of width and height, for each hash of a photo."""
_BANDS = 4
_BITS = 16
_FEWEST_ONES = 8
"""A hash with fewer ones, or fewer zeros, is that of a plain area or a mere gradient, which many photos share."""

Place = tuple[int, int]
"""(band, value) of a bucket."""


def bands(row: int) -> Iterator[Place]:
    """The four buckets that a row hash lies in."""
    for band in range(_BANDS):
        yield band, row >> (band * _BITS) & (1 << _BITS) - 1


def neighbourhood(row: int) -> Iterator[Place]:
    """Every bucket in which a row hash may lie that differs in up to 7 bits."""
    for band, value in bands(row):
        yield band, value
        yield from ((band, value ^ 1 << bit) for bit in range(_BITS))


def telling(seen: Hash) -> bool:
    """Whether the hash says enough of its photo to tell it from others."""
    return all(_FEWEST_ONES <= half.bit_count() <= 64 - _FEWEST_ONES for half in (seen.row, seen.column))


def same_photo(evidence: Evidence, seen: Hash, buckets: Iterable[Bucket]) -> tuple[str, ...]:
    """Ids of evidence of other order lines that shows this photo, the first first; `evidence.bounds` says how near."""
    bits = evidence.bounds.alike_bits
    found = {
        (each.at, each.evidence_id)
        for bucket in buckets
        for each in bucket.sightings
        if each.line != evidence.line and _near(seen, each, bits)
    }
    return tuple(evidence_id for _at, evidence_id in sorted(found))


def _near(seen: Hash, sighting: Sighting, bits: int) -> bool:
    """Cropping moves the columns' differences more than the rows', so they may be twice as far apart."""
    apart = (seen.row ^ sighting.row).bit_count(), (seen.column ^ sighting.column).bit_count()
    return apart[0] <= bits and apart[1] <= 2 * bits
