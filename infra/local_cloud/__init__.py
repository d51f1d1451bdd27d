"""The deployment of `template.yaml` on one machine: what runs here is what is deployed (docs/adr/0003-local-cloud.md).

`LocalCloud.start()` brings it up on moto, wires queues, streams and schedules to the functions, and serves HTTP.
"""

from local_cloud.cloud import LocalCloud

__all__ = ["LocalCloud"]
