"""Mail domains: which of them say where somebody works, and which are shared by everybody."""

from functools import cache, lru_cache
from importlib.resources import files


def mail_domain(address: str) -> str:
    """What follows the last @, in small letters; "" if there is none."""
    return address.rpartition("@")[2].strip().rstrip(".").casefold() if "@" in address else ""


@lru_cache(maxsize=4096)
def is_shared_domain(domain: str) -> bool:
    """Whether people of many organisations have addresses there (nhs.net, webmail, the example domains)."""
    exact, families, endings = _shared_domains()
    name = domain.casefold()
    return not name or name in exact or name.partition(".")[0] in families or name.rpartition(".")[2] in endings


@cache
def _shared_domains() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    text = files(__package__).joinpath("shared_mail_domains.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    families = frozenset(line.removesuffix(".*") for line in lines if line.endswith(".*"))
    endings = frozenset(line.removeprefix("*.") for line in lines if line.startswith("*."))
    return frozenset(line for line in lines if "*" not in line), families, endings
