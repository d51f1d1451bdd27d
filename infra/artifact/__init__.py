"""Builds the artifacts (kinds.py): `python -m artifact` (`make build`).

    <lock>.txt ── layer.py ── trim.py ── bytecode.py ──▶ build/layers/<key>   kept, a second build takes it as it is
    functions/, graphql/ ── sources.py ── bytecode.py ──▶ build/<name>         laid over the layer; what `CodeUri` names

The minor comes from the template and the platform is Lambda's, whatever machine builds.
"""
