"""The weave: reports that tell of one happening, or quote one utterance, put together; see docs/design/weave.md."""
