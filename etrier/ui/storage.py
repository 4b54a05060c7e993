"""Where the assets of the pages are served from; a page names fifteen, whose addresses never change."""

from functools import cached_property
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Remembered:
    """Each address is worked out once."""

    @cached_property
    def _known(self) -> dict[str | None, str]:
        return {}

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The address of an asset."""
        if name not in self._known:
            self._known[name] = super().url(name, *args, **kwargs)  # type: ignore[misc]  # the storage's
        return self._known[name]


class Assets(Remembered, StaticFilesStorage):
    """Served as they lie in the packages."""


class CollectedAssets(Remembered, CompressedManifestStaticFilesStorage):
    """Compressed and named after their content by `collectstatic`."""
