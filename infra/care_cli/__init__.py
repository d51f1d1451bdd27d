"""`care`: plays stories on the local cloud, and brings dead letters back. Not shipped to Lambda."""
