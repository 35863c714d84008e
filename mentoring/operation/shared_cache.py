"""The cache that all processes share. It counts tries at signing in; nothing in it is needed for long."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

# How many seconds a server that could not be reached is left alone: pages must not wait for it again and again.
LEFT_ALONE = 10.0
OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}


class SharedCache(BaseCache):
    """Redis, and the process's own memory for as long as Redis cannot be reached.

    Pages work on without it. Limits of tries then count in each process apart, which is weaker than together and
    better than not at all.
    """

    left_alone_until: ClassVar[float] = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.shared = RedisCache(server, {**params, "OPTIONS": OPTIONS})
        self.spare = LocMemCache("shared-cache", params)

    def ask(self, question: Callable[[BaseCache], Answer]) -> Answer:
        """Put a question to Redis, or to the spare one where Redis does not answer."""
        if time.monotonic() >= self.left_alone_until:
            try:
                return question(self.shared)
            except (RedisError, OSError) as error:
                logger.warning("Cache not reached: %s", type(error).__name__)
                SharedCache.left_alone_until = time.monotonic() + LEFT_ALONE
        return question(self.spare)

    def add(self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Set what is not there yet, and tell whether that was so."""
        return self.ask(lambda cache: cache.add(key, value, timeout, version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:  # noqa: ANN401 - as Django declares it
        """Return what was set."""
        return self.ask(lambda cache: cache.get(key, default, version))

    def set(self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self.ask(lambda cache: cache.set(key, value, timeout, version))

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self.ask(lambda cache: cache.touch(key, timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        return self.ask(lambda cache: cache.delete(key, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count up in one step."""
        return self.ask(lambda cache: cache.incr(key, delta, version))

    def clear(self) -> None:
        """Refuse: Django would empty the whole server, and with it what waits there for the workers."""
        raise NotImplementedError
