"""When, how often, in which order; the only folder that knows Prefect."""
